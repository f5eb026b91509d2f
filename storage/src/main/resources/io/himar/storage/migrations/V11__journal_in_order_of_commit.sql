-- Which transaction wrote an entry of the journal. Ids are drawn before the commit, so a reader of several jobs cannot
-- tell by them what it has seen; by transactions it can. Entries of earlier versions have none, and are taken as seen.
alter table image_event add column transaction xid8;
alter table image_event alter column transaction set default pg_current_xact_id();
create index image_event_unseen on image_event (transaction, id);

-- A single image whose end was asked for.
alter table image add column cancel_requested_at timestamptz;
create index image_cancel_pending on image (id)
  where cancel_requested_at is not null and state in ('QUEUED', 'PIVOTING', 'REFINING');
