-- All images that a tenant has asked for, by the day (UTC), whether it has a limit or not: a limit of a day is looked at
-- under a lock, so that must not take longer the more jobs there are. A count has parts, each of a few connections, so
-- that jobs of one tenant do not wait for each other.
create table asked_images (
  tenant text not null,
  day date not null,
  part smallint not null,
  images bigint not null,
  primary key (tenant, day, part)
) with (fillfactor = 50);
select separate_tenants('himar.asked_images');

create function count_asked_images() returns trigger language plpgsql as $$
begin
  -- The order keeps two statements from waiting for each other.
  insert into himar.asked_images as a (tenant, day, part, images)
  select tenant, (created_at at time zone 'UTC')::date as day, pg_backend_pid() % 32, sum(image_count) from asked
  group by 1, 2 order by 1, 2
  on conflict (tenant, day, part) do update set images = a.images + excluded.images;
  return null;
end $$;
-- From here on no job is written until all of this is done.
create trigger asked_images_are_counted after insert on job referencing new table as asked
  for each statement execute function count_asked_images();

-- Nobody asks for days that are over.
insert into asked_images (tenant, day, part, images)
select tenant, day, 0, sum(images) from (
  select tenant, (created_at at time zone 'UTC')::date as day, image_count::bigint as images from job
  where created_at > now() - interval '2 days'
  union all select tenant, day, images from deleted_images) counted
group by 1, 2;

-- Services of the version before look into deleted_images, which its trigger goes on to fill.
