-- What the images of a job show, where its model draws texts; null where it draws classes. Such a job has the class 0,
-- which means nothing, and the prompt as its label, which services of the version before show. The names of its samplers
-- end in " PROMPT", which they do not know: they leave its images to others, and draw no class in its place.
alter table job add column prompt text;
