-- The fastest calls of graphs that a worker has made lately: three arrays of the same length.
alter table worker add column call_graphs text[] not null default '{}';
alter table worker add column call_steps int4[] not null default '{}';
alter table worker add column call_seconds float8[] not null default '{}';
-- How long it waits for one call at most; null for workers that do not say.
alter table worker add column longest_call_seconds float8;
