-- What the stages have done, by the day (UTC) on which they did it. It is written in the transaction that takes a report
-- in, which a repeated report does not change; and it stays when jobs are deleted.
create table usage_day (
  tenant text not null,
  day date not null,
  model text not null,
  stage text not null check (stage in ('PIVOT', 'REFINE')),
  images bigint not null,
  -- How long workers were at it.
  seconds double precision not null,
  primary key (tenant, day, model, stage)
);
select separate_tenants('himar.usage_day');

-- Limits; null for none. They are kept as far as jobs are admitted: what is there already goes on.
alter table tenant add column images_per_day integer check (images_per_day >= 0);
-- Images that have not ended.
alter table tenant add column most_unfinished integer check (most_unfinished >= 0);
-- Of pictures that are kept.
alter table tenant add column most_bytes bigint check (most_bytes >= 0);
alter table tenant add column requests_per_minute integer check (requests_per_minute >= 1);

-- What tenants with a limit for a day have asked for on it (UTC).
create table tenant_day (
  tenant text not null,
  day date not null,
  images bigint not null,
  primary key (tenant, day)
);
select separate_tenants('himar.tenant_day');

create index image_unfinished on image (tenant) where finished_at is null;
create index image_stored on image (tenant) include (bytes) where result_key is not null;

-- The buckets of rate limits, in the form of Bucket4j. They may be lost in a crash.
create unlogged table rate_bucket (
  id text primary key,
  state bytea,
  expires_at bigint
);
