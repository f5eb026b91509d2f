-- Somebody wants the job deleted. It is seen no more, and the sweep deletes it once its images are finished.
alter table job add column delete_requested_at timestamptz;
-- Whose objects were deleted before the job is.
alter table job add column results_deleted boolean not null default false;
alter table job add column previews_deleted boolean not null default false;

create index job_delete_pending on job (delete_requested_at) where delete_requested_at is not null;
create index job_with_idempotency_key on job (created_at) where idempotency_key is not null;
create index job_with_results on job (created_at) where not results_deleted;
create index job_with_previews on job (created_at) where not previews_deleted;

-- A picture that was deleted when its time was over; the image stays SUCCEEDED.
alter table image add column result_deleted boolean not null default false;
alter table image drop constraint image_check1;
alter table image add constraint image_result
  check ((state = 'SUCCEEDED') = (result_key is not null or result_deleted));

create index image_with_spent_pivot on image (finished_at) where finished_at is not null and pivot_key is not null;
create index image_with_spent_preview on image (finished_at)
  where state in ('FAILED', 'CANCELLED') and preview_key is not null;

drop trigger image_stays_terminal on image;
create trigger image_stays_terminal before update of state, result_key on image for each row
  when (old.state in ('SUCCEEDED', 'FAILED', 'CANCELLED')
    and (new.state <> old.state
      or (new.result_key is distinct from old.result_key and not (new.result_key is null and new.result_deleted))))
  execute function image_stays_terminal();

-- Events are written from rows of images, so the reference says nothing new; to check it, each deletion of an image
-- would read all events.
alter table image_event drop constraint image_event_image_id_fkey;
