-- A job asks for images of one class. Its status is derived from its images and stored nowhere.
create table job (
  id uuid primary key,
  created_at timestamptz not null,
  model text not null,
  class_id integer not null check (class_id >= 0),
  label text not null,
  image_count integer not null check (image_count >= 1),
  base_seed bigint not null,
  pivot_steps integer not null,
  pivot_guidance real not null,
  pivot_guidance_schedule text not null,
  pivot_sampler text not null,
  pivot_denoising_steps integer not null,
  pivot_temperature real not null,
  refine_steps integer not null,
  refine_guidance real not null,
  refine_guidance_schedule text not null,
  refine_sampler text not null,
  refine_denoising_steps integer not null,
  refine_temperature real not null,
  idempotency_key text unique,
  request_fingerprint text,
  cancel_requested_at timestamptz,
  cancel_carried_out boolean not null default false,
  check ((idempotency_key is null) = (request_fingerprint is null))
);

-- Pages of jobs, newest first.
create index job_newest on job (created_at desc, id desc);

-- Jobs whose cancellation the scheduler has still to carry out.
create index job_cancel_pending on job (id) where cancel_requested_at is not null and not cancel_carried_out;

create table image (
  id uuid primary key default gen_random_uuid(),
  job_id uuid not null references job (id),
  image_index integer not null check (image_index >= 0),
  seed bigint not null,
  state text not null default 'QUEUED'
    check (state in ('QUEUED', 'PIVOTING', 'REFINING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
  -- Leases given so far, and the fence: a report counts only with the current epoch.
  attempt integer not null default 0,
  epoch bigint not null default 0,
  -- The order in which images are picked; see ImageQueue.
  turn_at timestamptz not null,
  -- A retried image rests until then.
  not_before timestamptz not null,
  lease_until timestamptz,
  worker text,
  progress_step integer not null default 0,
  progress_steps integer not null default 0,
  preview_key text,
  result_key text,
  width integer,
  height integer,
  bytes bigint,
  error_code text,
  error_message text,
  finished_at timestamptz,
  unique (job_id, image_index),
  check ((state in ('PIVOTING', 'REFINING')) = (lease_until is not null)),
  check ((state = 'SUCCEEDED') = (result_key is not null)),
  check ((state in ('SUCCEEDED', 'FAILED', 'CANCELLED')) = (finished_at is not null))
)
-- Leases are renewed often: leave room in each page to update rows in place.
with (fillfactor = 70);

create index image_queued on image (turn_at, id) where state = 'QUEUED';
-- Not on lease_until: a renewal then changes no index and stays within its page.
create index image_leased on image (state, id) where state in ('PIVOTING', 'REFINING');

-- One row for each transition. Within a job, ids grow in the order of commit: whoever appends holds the job's row.
create table image_event (
  id bigserial primary key,
  job_id uuid not null references job (id),
  image_id uuid not null references image (id),
  at timestamptz not null,
  state text not null,
  attempt integer not null,
  epoch bigint not null,
  error_code text,
  error_message text
);

create index image_event_of_job on image_event (job_id, id);
