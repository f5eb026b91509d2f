-- A job may have two deadlines: an image that nobody has begun by start_by expires, and so does one that has not ended
-- by finish_by. Jobs of earlier versions have none.
alter table job add column start_by timestamptz;
alter table job add column finish_by timestamptz;
-- The next of them that the scheduler has still to carry out.
alter table job add column next_deadline timestamptz;
create index job_deadline_pending on job (next_deadline) where next_deadline is not null;

-- When a worker was first heard to have begun it. Images that an earlier version saw begin have none.
alter table image add column started_at timestamptz;

-- EXPIRED is another terminal state.
alter table image drop constraint image_state_check;
alter table image add constraint image_state_check
  check (state in ('QUEUED', 'PIVOTING', 'REFINING', 'SUCCEEDED', 'FAILED', 'CANCELLED', 'EXPIRED'));
alter table image drop constraint image_check2;
alter table image add constraint image_finished
  check ((state in ('SUCCEEDED', 'FAILED', 'CANCELLED', 'EXPIRED')) = (finished_at is not null));

drop trigger image_stays_terminal on image;
create trigger image_stays_terminal before update of state, result_key on image for each row
  when (old.state in ('SUCCEEDED', 'FAILED', 'CANCELLED', 'EXPIRED')
    and (new.state <> old.state
      or (new.result_key is distinct from old.result_key and not (new.result_key is null and new.result_deleted))))
  execute function image_stays_terminal();

drop index image_with_spent_preview;
create index image_with_spent_preview on image (finished_at)
  where state in ('FAILED', 'CANCELLED', 'EXPIRED') and preview_key is not null;
