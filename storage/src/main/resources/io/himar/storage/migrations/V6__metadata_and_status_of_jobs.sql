-- What clients note of a job for themselves: a few short texts by name.
alter table job add column metadata jsonb not null default '{}';
-- As its images'; 0 urgent, 1 normal, 2 background.
alter table job add column priority smallint not null default 1 check (priority between 0 and 2);

-- What follows from the states of the images, so that lists are filtered without looking at images.
alter table job add column status text not null default 'QUEUED'
  check (status in ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'EXPIRED', 'CANCELLED'));
alter table job add column started_at timestamptz;
alter table job add column finished_at timestamptz;

update job j set priority = s.priority, status = s.status, started_at = s.started_at, finished_at = s.finished_at
from (
  select i.job_id, min(i.priority) as priority,
    case
      when bool_and(i.state = 'QUEUED') then 'QUEUED'
      when bool_or(i.finished_at is null) then 'RUNNING'
      when bool_or(i.state = 'FAILED') then 'FAILED'
      when bool_or(i.state = 'EXPIRED') then 'EXPIRED'
      when bool_or(i.state = 'CANCELLED') then 'CANCELLED'
      else 'SUCCEEDED'
    end as status,
    (select min(e.at) from image_event e where e.job_id = i.job_id and e.state = 'PIVOTING') as started_at,
    case when bool_and(i.finished_at is not null) then max(i.finished_at) end as finished_at
  from image i group by i.job_id) s
where j.id = s.job_id;

-- Pages of jobs, newest first, of one status, of one model, or with some metadata.
create index job_newest_by_status on job (status, created_at desc, id desc);
create index job_newest_by_model on job (model, created_at desc, id desc);
-- Without a list of what is still to be entered, which each search would read to its end.
create index job_by_metadata on job using gin (metadata jsonb_path_ops) with (fastupdate = off);

-- Every change of an image's state is in the journal, whoever made it, and whoever writes there holds the job's row.
-- Most changes do not change the job's status: its images are looked at only when one begins, ends or goes back.
create function job_follows_images() returns trigger language plpgsql as $$
begin
  update himar.job j
  set status = s.status, started_at = coalesce(j.started_at, s.started_at), finished_at = s.finished_at
  from (
    select c.id, c.started_at,
      case when l.unfinished is not null
        then case when exists (select from himar.image i where i.job_id = c.id and i.state <> 'QUEUED')
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
      select n.job_id as id, min(n.at) filter (where n.state = 'PIVOTING') as started_at
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
create trigger job_follows_images after insert on image_event referencing new table as news
  for each statement execute function job_follows_images();
