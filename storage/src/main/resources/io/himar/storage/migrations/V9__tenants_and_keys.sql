-- Everything belongs to a tenant. What is there already, and what services of the version before still write, belongs to
-- 'local': so the tenant is called from now on that was 'default' before.
alter table job add column tenant text not null default 'local';

alter table image alter column tenant set default 'local';
update image set tenant = 'local' where tenant = 'default';
update tenant t set name = 'local'
where name = 'default' and not exists (select from tenant o where o.name = 'local');
update tenant_share t set tenant = 'local'
where tenant = 'default' and not exists (select from tenant_share o where o.tenant = 'local' and o.stage = t.stage);
alter table tenant add column created_at timestamptz not null default now();

create function image_of_the_version_before() returns trigger language plpgsql as $$
begin
  new.tenant := 'local';
  return new;
end $$;
create trigger image_of_the_version_before before insert on image for each row when (new.tenant = 'default')
  execute function image_of_the_version_before();

-- With a default for the rows that are there, and none for new ones: services of the version before name no tenant.
alter table image_event add column tenant text not null default 'local';
alter table image_event alter column tenant drop default;
create function event_of_the_version_before() returns trigger language plpgsql as $$
begin
  new.tenant := (select tenant from himar.job where id = new.job_id);
  return new;
end $$;
create trigger event_of_the_version_before before insert on image_event for each row when (new.tenant is null)
  execute function event_of_the_version_before();

-- Pages of a tenant's jobs, newest first. job_newest stays, for the sweep.
create index job_newest_of_tenant on job (tenant, created_at desc, id desc);
drop index job_newest_by_status;
create index job_newest_by_status on job (tenant, status, created_at desc, id desc);
drop index job_newest_by_model;
create index job_newest_by_model on job (tenant, model, created_at desc, id desc);

-- Jobs by what was noted of them. Where rows are kept apart by tenant, Postgres looks into an index only by comparisons
-- that it trusts to tell nothing of other rows. Those of jsonb are none of these, so the index of V6 is of no use any
-- more; comparisons of texts and times are.
create table job_metadata (
  job_id uuid not null references job (id) on delete cascade,
  tenant text not null,
  -- Digest of the JSON array of name and text.
  pair text not null,
  created_at timestamptz not null,
  primary key (job_id, pair)
);
create index job_newest_by_metadata on job_metadata (tenant, pair, created_at desc, job_id desc);
create function job_keeps_metadata() returns trigger language plpgsql as $$
begin
  insert into himar.job_metadata (job_id, tenant, pair, created_at)
  select new.id, new.tenant, md5(jsonb_build_array(m.key, m.value)::text), new.created_at
  from jsonb_each_text(new.metadata) m;
  return null;
end $$;
create trigger job_keeps_metadata after insert on job for each row when (new.metadata <> '{}')
  execute function job_keeps_metadata();
insert into job_metadata (job_id, tenant, pair, created_at)
select j.id, j.tenant, md5(jsonb_build_array(m.key, m.value)::text), j.created_at
from job j, jsonb_each_text(j.metadata) m;
drop index job_by_metadata;

-- What lets a caller in. The secret is random and long enough that one pass of SHA-256 keeps it.
create table api_key (
  id uuid primary key,
  tenant text not null,
  -- For people.
  name text not null,
  -- How the key begins, which is no secret.
  prefix text not null,
  -- SHA-256 of the whole key.
  digest bytea not null unique,
  scopes text[] not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  -- The key that follows it.
  replaced_by uuid
);
create index api_key_newest on api_key (created_at desc, id desc);
create index api_key_newest_of_tenant on api_key (tenant, created_at desc, id desc);

-- Row-level security is the second wall between tenants. A transaction that says whose it is (act_for) sees that tenant's
-- rows and no others. One that says nothing sees all: the scheduler, the sweep, migrations, and services of the version
-- before.
create function separate_tenants(walled regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', walled);
  -- Also for its owner, as which the services work.
  execute format('alter table %s force row level security', walled);
  -- The setting is null before it was ever set on a connection, and empty once it was.
  execute format('create policy tenants on %s using '
    '(coalesce(current_setting(''himar.tenant'', true), '''') in ('''', tenant))', walled);
end $$;
select separate_tenants(walled)
from unnest(array['himar.job', 'himar.image', 'himar.image_event', 'himar.job_metadata', 'himar.api_key']::regclass[])
  as t (walled);

-- Superusers pass every policy. Where the services work as one, they act for tenants as another role.
do $$
begin
  if (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) then
    begin
      -- Roles are those of all databases of a server, so it may be there.
      create role himar_tenant nologin;
    exception when duplicate_object or unique_violation then
      null;
    end;
    execute format('grant himar_tenant to %I', current_user);
    grant usage on schema himar to himar_tenant;
    grant select, insert, update, delete on all tables in schema himar to himar_tenant;
    grant usage, select on all sequences in schema himar to himar_tenant;
    alter default privileges in schema himar grant select, insert, update, delete on tables to himar_tenant;
    alter default privileges in schema himar grant usage, select on sequences to himar_tenant;
  end if;
exception when insufficient_privilege then
  raise exception 'the database user % bypasses row-level security and may not create roles', current_user
    using hint = format('Take that from it (alter role %I nobypassrls), or let it create roles (alter role %1$I createrole).',
      current_user);
end $$;

-- Until the end of the transaction nothing but the rows of this tenant is seen or written.
create function act_for(name text) returns void language plpgsql as $$
begin
  if coalesce(name, '') = '' then
    raise exception 'no tenant is named';
  end if;
  perform set_config('himar.tenant', name, true);
  if (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) then
    perform set_config('role', 'himar_tenant', true);
  end if;
end $$;
