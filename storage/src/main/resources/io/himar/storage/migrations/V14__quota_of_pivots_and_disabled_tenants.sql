-- Limit of kept pivots; null for none. Those that unfinished images will leave count, too.
alter table tenant add column most_pivots integer check (most_pivots >= 0);
-- Since when nobody is let in on its behalf; null while callers are.
alter table tenant add column disabled_at timestamptz;

-- Whose preview an image shows that began with a pivot.
create index image_of_source on image (source_pivot) where source_pivot is not null;

-- Buckets say from now on when they can be forgotten. Those that do not are full again, which is all that they lose.
delete from rate_bucket where expires_at is null;
create index rate_bucket_expiry on rate_bucket (expires_at);
