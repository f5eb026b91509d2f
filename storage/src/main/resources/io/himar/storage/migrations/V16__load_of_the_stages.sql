-- How fast the stages work: what was done on a day (UTC), in the unit of pivot_cost and refine_cost, and how long workers
-- were at it. Written with usage_day, but of all tenants together and only where the worker said how long it took.
create table stage_pace (
  model text not null,
  stage text not null check (stage in ('PIVOT', 'REFINE')),
  day date not null,
  work double precision not null check (work > 0),
  seconds double precision not null check (seconds > 0),
  primary key (model, stage, day)
);

-- How many workers each stage needs, for autoscalers and for people. All seconds are model seconds: how long the slots of
-- workers will be at it, at the pace of the last week. Images of a model that was never measured count as ten seconds.
-- "running" are the images that workers have or are being handed. "coming" are those that will need the stage once the one
-- before it is done; of stage 1 there are none.
create view stage_load as
with pace as (
  select model, stage, sum(seconds) / sum(work) as seconds from himar.stage_pace
  where day > (now() at time zone 'UTC')::date - 7
  group by model, stage
), unfinished as (
  select j.model, i.state, i.draft, i.lease_until is null as waits, count(*) as images,
    sum(i.pivot_cost::float8) as pivot_work, sum(i.refine_cost::float8) as refine_work
  from himar.image i join himar.job j on j.id = i.job_id
  where i.state in ('QUEUED', 'PIVOTING', 'REFINING')
  group by 1, 2, 3, 4
), needed as (
  select 'PIVOT' as stage, case when waits then 'queued' else 'running' end as situation, model, images, pivot_work as work
  from unfinished where state in ('QUEUED', 'PIVOTING')
  union all
  select 'REFINE', case when state <> 'REFINING' then 'coming' when waits then 'queued' else 'running' end,
    model, images, refine_work
  from unfinished where state = 'REFINING' or not draft
), timed as (
  select n.stage, n.situation, n.images, coalesce(n.work * p.seconds, n.images * 10.0::float8) as seconds
  from needed n left join pace p on p.model = n.model and p.stage = n.stage
)
select s.stage,
  coalesce(sum(t.images) filter (where t.situation = 'queued'), 0)::bigint as queued,
  coalesce(sum(t.images) filter (where t.situation = 'running'), 0)::bigint as running,
  coalesce(sum(t.images) filter (where t.situation = 'coming'), 0)::bigint as coming,
  coalesce(sum(t.seconds) filter (where t.situation = 'queued'), 0) as queued_seconds,
  coalesce(sum(t.seconds) filter (where t.situation = 'running'), 0) as running_seconds,
  coalesce(sum(t.seconds) filter (where t.situation = 'coming'), 0) as coming_seconds
from (values ('PIVOT'), ('REFINE')) as s (stage) left join timed t on t.stage = s.stage
group by s.stage;
