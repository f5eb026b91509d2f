-- In how many denoising steps guidance goes by one difference of its branches; missing, and so one, of earlier jobs.
-- Where it is more, the name of the stage's sampler says so (SamplerNames), and versions before leave the image to others.
alter table job add column pivot_guidance_refresh int;
alter table job add column refine_guidance_refresh int;
