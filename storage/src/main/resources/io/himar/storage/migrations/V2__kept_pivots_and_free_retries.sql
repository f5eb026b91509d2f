-- Object key of the condition tokens: where it is set, the next attempt begins with stage 2.
alter table image add column pivot_key text;
-- How often in a row a lease ended for a reason that is not the image's own; it paces the next try.
alter table image add column interruptions integer not null default 0;
