-- Images of jobs that are deleted already, by the day (UTC) on which they were asked for. With those of the jobs that
-- are still there they are all that a tenant has asked for on that day, whether it has a limit or not.
create table deleted_images (
  tenant text not null,
  day date not null,
  images bigint not null,
  primary key (tenant, day)
);
select separate_tenants('himar.deleted_images');

-- What the version before has counted of tenants with a limit, and no job shows any more.
insert into deleted_images (tenant, day, images)
select t.tenant, t.day, t.images - present.images
from tenant_day t cross join lateral (
  select coalesce(sum(j.image_count), 0) as images from job j
  where j.tenant = t.tenant and (j.created_at at time zone 'UTC')::date = t.day) present
where t.day = (now() at time zone 'UTC')::date and t.images > present.images;

create function count_deleted_images() returns trigger language plpgsql as $$
begin
  -- Nobody asks for days that are over. The order keeps two deletions from waiting for each other.
  insert into himar.deleted_images as d (tenant, day, images)
  select tenant, (created_at at time zone 'UTC')::date as day, sum(image_count) from gone
  where created_at > now() - interval '2 days' group by 1, 2 order by 1, 2
  on conflict (tenant, day) do update set images = d.images + excluded.images;
  return null;
end $$;
create trigger deleted_images_are_counted after delete on job referencing old table as gone
  for each statement execute function count_deleted_images();
