-- What a stage may leave out because it says next to nothing. Where it leaves anything out, the name of its sampler ends
-- in " LEAVING_OUT", which services and workers of the version before do not know: they leave the image to others.
alter table job add column pivot_last_denoising_steps int;
alter table job add column pivot_unguided_below real;
alter table job add column pivot_token_order text;
alter table job add column refine_last_denoising_steps int;
alter table job add column refine_unguided_below real;
alter table job add column refine_token_order text;
