-- Who shares the fleet, and how. A tenant without a row has weight 1 and no limit.
create table tenant (
  name text primary key,
  weight double precision not null default 1 check (weight > 0),
  -- Most images under way at once; null for no limit.
  most_in_flight integer check (most_in_flight >= 1)
);

-- Start-time fair queueing, for each stage: the virtual times at which a tenant's latest image started and ended.
create table tenant_share (
  tenant text not null,
  stage text not null,
  started double precision not null default 0,
  ended double precision not null default 0,
  primary key (tenant, stage)
);

-- As its job's, where it is written at hand.
alter table image add column created_at timestamptz not null default now();
update image set created_at = j.created_at from job j where j.id = image.job_id;

alter table image add column tenant text not null default 'default';
-- 0 urgent, 1 normal, 2 background.
alter table image add column priority smallint not null default 1 check (priority between 0 and 2);
-- How much work each stage is, in a unit that is the same for all images.
alter table image add column pivot_cost real not null default 1 check (pivot_cost > 0);
alter table image add column refine_cost real not null default 1 check (refine_cost > 0);
-- Attempts that have failed; "attempt" is the number of the current one, or of the last that was made.
alter table image add column failures integer not null default 0;
-- How often in a row a worker fell silent while it had the image.
alter table image add column losses integer not null default 0;
-- Whether the worker that holds the lease has begun. Until then a lease that ends costs nothing.
alter table image add column begun boolean not null default false;
-- The worker that failed it last: another is asked where there is one.
alter table image add column avoid_worker text;
-- Where the condition tokens lie in Kafka: partition@offset.
alter table image add column tokens_at text;
-- Where a worker that stopped has kept what it had done of the stage.
alter table image add column partial_key text;

update image set failures = case when state = 'QUEUED' then attempt else greatest(attempt - 1, 0) end,
  begun = worker is not null and state in ('PIVOTING', 'REFINING')
where state in ('QUEUED', 'PIVOTING', 'REFINING');

-- REFINING without a lease: stage 1 is done, and stage 2 waits for a worker.
alter table image drop constraint image_check;
alter table image add constraint image_lease check (
  case state when 'PIVOTING' then lease_until is not null when 'REFINING' then true else lease_until is null end);
update image set state = 'REFINING', worker = null where state = 'QUEUED' and pivot_key is not null;

drop index image_queued;
create index image_waits_for_pivot on image (tenant, priority, turn_at, id) where state = 'QUEUED';
-- Not on lease_until, as image_leased: a renewal changes no index.
create index image_waits_for_refine on image (tenant, priority, turn_at, id) where state = 'REFINING' and worker is null;

-- What workers say of themselves. It is told again each second, so it need not survive a crash.
create unlogged table worker (
  id text primary key,
  stage text not null,
  slots integer not null,
  models text[] not null,
  samplers text[] not null,
  reason text not null,
  heard_at timestamptz not null
);

-- When each partition of the workers' reports was last read to its end. No lease ends later than the oldest.
create unlogged table report_partition (
  name text primary key,
  heard_at timestamptz not null
);

-- Whoever writes it, and whatever goes wrong: a terminal state is final.
create function image_stays_terminal() returns trigger language plpgsql as $$
begin
  raise exception 'image %: % is final (refused: %)', old.id, old.state, new.state using errcode = 'check_violation';
end $$;
create trigger image_stays_terminal before update of state, result_key on image for each row
  when (old.state in ('SUCCEEDED', 'FAILED', 'CANCELLED')
    and (new.state, new.result_key) is distinct from (old.state, old.result_key))
  execute function image_stays_terminal();
