-- What stage 1 made can be kept, seen, and refined again: condition tokens and preview of an image are a pivot, which
-- has the image's id.

-- Of a draft stage 1 alone is wanted.
alter table job add column draft boolean not null default false;
-- How long the pivots of its images are kept after their end; null if they are not.
alter table job add column pivots_kept_seconds bigint check (pivots_kept_seconds > 0);

alter table image add column draft boolean not null default false;
alter table image add column pivot_kept_seconds bigint check (pivot_kept_seconds > 0);
alter table image add column pivot_expires_at timestamptz;
-- The image whose pivot it begins with, and the seed of that one's stage 1: with it the pivot can be drawn again.
alter table image add column source_pivot uuid;
alter table image add column pivot_seed bigint;
alter table image add constraint image_source_pivot check ((source_pivot is null) = (pivot_seed is null));

-- Drafts need not wait for stage 2, however long its queue is.
create index image_waits_for_draft on image (tenant, priority, turn_at, id) where state = 'QUEUED' and draft;

-- A draft succeeds without a picture. One that a scheduler of the version before refines has one.
alter table image drop constraint image_result;
alter table image add constraint image_result
  check ((draft and (state = 'SUCCEEDED' or result_key is null))
    or (state = 'SUCCEEDED') = (result_key is not null or result_deleted));

-- Whoever ends an image: its pivot's time begins then, if it has one.
create function pivot_is_kept() returns trigger language plpgsql as $$
begin
  if new.pivot_key is not null then
    new.pivot_expires_at := new.finished_at + new.pivot_kept_seconds * interval '1 second';
  end if;
  return new;
end $$;
create trigger pivot_is_kept before update of finished_at on image for each row
  when (old.finished_at is null and new.finished_at is not null and new.pivot_kept_seconds is not null)
  execute function pivot_is_kept();

-- Pages of a tenant's pivots, newest first.
create index image_with_kept_pivot on image (tenant, finished_at desc, id desc)
  where pivot_expires_at is not null and pivot_key is not null;
create index image_with_expiring_pivot on image (pivot_expires_at)
  where pivot_expires_at is not null and pivot_key is not null;
drop index image_with_spent_pivot;
create index image_with_spent_pivot on image (finished_at)
  where finished_at is not null and pivot_key is not null and pivot_expires_at is null;

-- An image that begins with a kept pivot is in REFINING before anybody has it: while no worker has begun it, it waits
-- like one that is QUEUED.
create or replace function job_follows_images() returns trigger language plpgsql as $$
begin
  update himar.job j
  set status = s.status, started_at = coalesce(j.started_at, s.started_at), finished_at = s.finished_at
  from (
    select c.id, c.started_at,
      case when l.unfinished is not null
        then case when exists (
            select from himar.image i where i.job_id = c.id and i.state <> 'QUEUED'
              and not (i.state = 'REFINING' and i.attempt = 0 and i.source_pivot is not null))
          then 'RUNNING' else 'QUEUED' end
        else (
          select case
            when bool_or(i.state = 'FAILED') then 'FAILED'
            when bool_or(i.state = 'EXPIRED') then 'EXPIRED'
            when bool_or(i.state = 'CANCELLED') then 'CANCELLED'
            else 'SUCCEEDED'
          end from himar.image i where i.job_id = c.id)
      end as status,
      case when l.unfinished is null
        then (select max(i.finished_at) from himar.image i where i.job_id = c.id) end as finished_at
    from (
      select n.job_id as id,
        min(n.at) filter (where n.state = 'PIVOTING' or (n.state = 'REFINING' and n.attempt > 0)) as started_at
      from news n join himar.job k on k.id = n.job_id
      group by n.job_id, k.status
      having bool_or((n.state = 'QUEUED') <> (k.status = 'QUEUED') or n.state not in ('QUEUED', 'PIVOTING', 'REFINING'))
    ) c
    -- Images mostly end in the order of their indexes, so the last one is the one to ask.
    left join lateral (
      select true as unfinished from himar.image i
      where i.job_id = c.id and i.finished_at is null order by i.image_index desc limit 1) l on true
  ) s
  where j.id = s.id and (j.status, j.finished_at) is distinct from (s.status, s.finished_at);
  return null;
end $$;
