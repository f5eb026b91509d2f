-- Who is told how a job has ended. A job without a row tells nobody.
create table webhook (
  job_id uuid primary key references job (id) on delete cascade,
  tenant text not null,
  url text not null,
  -- Which ends are told; null for all.
  events text[]
);

-- What deliveries are signed with. The current one of a tenant has no end; the one before it signs, too, until its end.
create table webhook_secret (
  id uuid primary key default gen_random_uuid(),
  tenant text not null,
  secret text not null,
  created_at timestamptz not null,
  expires_at timestamptz
);
create unique index webhook_secret_current on webhook_secret (tenant) where expires_at is null;
create index webhook_secret_of_tenant on webhook_secret (tenant);

-- Endpoints that said that they are gone: nothing is sent to them until somebody enables them again.
create table webhook_disabled (
  id uuid primary key default gen_random_uuid(),
  tenant text not null,
  url text not null,
  disabled_at timestamptz not null,
  unique (tenant, url)
);

-- What is to be told, and what was: the log. It outlives the job's pictures, so it refers to no job.
create table webhook_delivery (
  id uuid primary key default gen_random_uuid(),
  tenant text not null,
  job_id uuid not null,
  url text not null,
  -- Name or address, with the port where the URL has one: one slow host does not stop the others.
  host text not null,
  event text not null,
  occurred_at timestamptz not null,
  -- Written at the first attempt, so that all attempts send the same bytes.
  body text,
  state text not null default 'WAITING' check (state in ('WAITING', 'DELIVERED', 'FAILED', 'DISABLED')),
  -- When the next attempt is due. Whoever makes one moves this to the time at which it is taken for lost.
  due_at timestamptz not null,
  lease integer not null default 0,
  -- Attempts that failed since it was last asked for.
  tries integer not null default 0,
  finished_at timestamptz,
  check ((state = 'WAITING') = (finished_at is null))
);
create index webhook_delivery_due on webhook_delivery (host, due_at) where state = 'WAITING';
create index webhook_delivery_of_endpoint on webhook_delivery (tenant, url) where state = 'WAITING';
create index webhook_delivery_of_job on webhook_delivery (job_id);
create index webhook_delivery_newest on webhook_delivery (tenant, occurred_at desc, id desc);
create index webhook_delivery_finished on webhook_delivery (finished_at) where finished_at is not null;

create table webhook_attempt (
  delivery_id uuid not null references webhook_delivery (id) on delete cascade,
  number integer not null,
  tenant text not null,
  at timestamptz not null,
  seconds double precision not null,
  -- Of the answer, or null where none came, and then why.
  status integer,
  error text,
  primary key (delivery_id, number)
);

select separate_tenants(walled)
from unnest(array['himar.webhook', 'himar.webhook_secret', 'himar.webhook_disabled', 'himar.webhook_delivery',
  'himar.webhook_attempt']::regclass[]) as t (walled);

-- The row is written in the transaction that ends the job, whichever version of a service made it: no end is lost.
create function job_tells_its_end() returns trigger language plpgsql as $$
begin
  insert into himar.webhook_delivery (tenant, job_id, url, host, event, occurred_at, due_at, state, finished_at)
  select w.tenant, w.job_id, w.url, substring(w.url from '^[a-z]+://([^/?#]+)'), e.event, new.finished_at,
    new.finished_at,
    case when d.id is null then 'WAITING' else 'DISABLED' end, case when d.id is null then null else new.finished_at end
  from himar.webhook w
  cross join (
    select 'generation.' || case new.status when 'CANCELLED' then 'canceled' else lower(new.status) end as event) e
  left join himar.webhook_disabled d on d.tenant = w.tenant and d.url = w.url
  where w.job_id = new.id and (w.events is null or e.event = any (w.events));
  return null;
end $$;
create trigger job_tells_its_end after update of finished_at on job for each row
  when (old.finished_at is null and new.finished_at is not null) execute function job_tells_its_end();

-- What is told of a job is deleted with it, once it was told.
create function job_takes_its_deliveries() returns trigger language plpgsql as $$
begin
  delete from himar.webhook_delivery where job_id = old.id and state <> 'WAITING';
  return null;
end $$;
create trigger job_takes_its_deliveries after delete on job for each row execute function job_takes_its_deliveries();
