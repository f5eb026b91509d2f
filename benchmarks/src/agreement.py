"""Compares exported graphs with the released PyTorch code at base size: python agreement.py CHECKOUT WEIGHTS REPOSITORY.

WEIGHTS is the model folder that REPOSITORY was exported from. Both sides get the same inputs and the same noise, and run
one step of each stage with DDPM as released, few steps of it, and one decode. Prints the largest deviation of each output,
also relative to the output's largest value; exits with 1 where that is above 1e-3.
"""

import sys
from pathlib import Path

import numpy as np
import onnxruntime
import torch

from released import Released

LABEL = 207
STEPS = 4
GUIDANCE = 2.5


class Noise:
    """Stands in for torch.randn and randn_like: gives out tensors prepared beforehand, both branches alike."""

    def __init__(self, tensors):
        self.tensors = list(tensors)

    def next(self, *_, **__):
        return self.tensors.pop(0)

    def __enter__(self):
        self.saved = torch.randn, torch.randn_like
        torch.randn = torch.randn_like = self.next

    def __exit__(self, *_):
        torch.randn, torch.randn_like = self.saved


def table(diffusion, learned):
    """The sampler as himar's graphs take it: a row a step, the noisiest first."""
    rows = []
    for i in reversed(range(diffusion.num_timesteps)):
        abar = diffusion.alphas_cumprod[i]
        least = diffusion.posterior_log_variance_clipped[i]
        largest = np.log(diffusion.betas[i])
        if not learned:
            largest = least = np.log(np.append(diffusion.posterior_variance[1], diffusion.betas[1:]))[i]
        rows.append([diffusion.timestep_map[i], np.sqrt(1 / abar), np.sqrt(1 / abar - 1),
                     diffusion.posterior_mean_coef2[i], diffusion.posterior_mean_coef1[i], 0, float(i > 0),
                     largest, least, np.sqrt(abar), np.sqrt(1 - abar)])
    return np.array(rows, dtype=np.float32)[None]


def graph(repository, part):
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    (folder,) = repository.glob("*-" + part)
    newest = max(folder.glob("[1-9]*/model.onnx"), key=lambda file: file.stat().st_mtime)
    return onnxruntime.InferenceSession(str(newest), options)


def inputs(sampler, noise, known, tokens):
    return {
        "tokens": tokens[:1].numpy(), "known": known, "class_id": np.array([[LABEL]]),
        "guidance": np.array([[GUIDANCE]], dtype=np.float32), "noise": noise.numpy(), "sampler": sampler}


def pivot(released, repository, known_low):
    network = released.network
    positions = torch.arange(known_low, known_low + 3)  # what one call of the published graph predicts
    x = network.forward_mae_encoder_stage1(
        released.dense, released.low_mask, released.classes, task=0, cond=released.low)
    z = network.forward_mae_decoder_stage1(x, released.low_mask, task=0)[:, positions]
    noise = torch.randn(1, STEPS + 1, 3, 16)
    head = network.diffloss
    head.gen_diffusion = released.create_diffusion(timestep_respacing=str(STEPS), noise_schedule="cosine")
    given = [noise[0, 0]] + [noise[0, i + 1].repeat(2, 1) for i in range(STEPS)]
    with Noise(given):
        sampled = head.sample(z.reshape(6, -1), 1.0, GUIDANCE)[:3]
    session = graph(repository, "pivot")
    known = np.arange(64)[None] < known_low
    request = inputs(table(head.gen_diffusion, True), noise, known, released.low)
    request["predict"] = positions[None].numpy()
    ours = dict(zip([output.name for output in session.get_outputs()], session.run(None, request)))
    yield "pivot condition", ours["condition"][0], z[0].numpy()
    yield "pivot sampled", ours["sampled"][0], sampled.numpy()


def refine(released, repository, known_dense):
    network = released.network
    x = network.forward_mae_encoder_stage2(
        released.dense, released.dense_mask, released.classes, task=1, small_z=released.condition)
    z = network.forward_mae_decoder_stage2(x, released.dense_mask, task=1)[:, 64:]
    noise = torch.randn(1, STEPS + 1, 256, 16)
    head = network.cond_diffloss
    head.gen_diffusion = released.create_diffusion(
        timestep_respacing=str(STEPS), noise_schedule="cosine", learn_sigma=False)
    as_grid = lambda tokens: tokens.reshape(-1, 16, 16, tokens.shape[-1]).permute(0, 3, 1, 2)
    given = [as_grid(noise[:, 0])]
    for i in range(STEPS):
        drawn = as_grid(noise[:, i + 1]).repeat(2, 1, 1, 1)
        given += [drawn, drawn]  # before each step the released code draws once more, and does not use it
    mask = released.dense_mask[:, 64:].bool()
    with Noise(given):
        sampled = head.sample(
            as_grid(z), torch.tensor([LABEL, 1000]), 1.0, GUIDANCE, mask.reshape(2, 16, 16), as_grid(released.dense))
    known = np.arange(256)[None] < known_dense
    request = inputs(table(head.gen_diffusion, False), noise, known, released.dense)
    request["condition"] = released.condition[:1].numpy()
    (ours,) = graph(repository, "refine").run(None, request)
    unknown = ~known[0]
    yield "refine sampled", ours[0][unknown], sampled[0].permute(1, 2, 0).reshape(256, 16).numpy()[unknown]


def decode(released, repository):
    latent = released.dense[:1].permute(0, 2, 1).reshape(1, 16, 16, 16)
    image = released.autoencoder.decode(latent / 0.2325)
    pixels = ((image + 1) / 2 * 255).clamp(0, 255).round()[0].permute(1, 2, 0)
    (ours,) = graph(repository, "decode").run(None, {"latent": latent.numpy()})
    yield "decode image", ours[0].astype(np.float32), pixels.numpy()


def main():
    checkout, weights, repository = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    worst = 0
    with torch.no_grad():
        released = Released(checkout, weights, 23, 64)
        for part in (pivot(released, repository, 23), refine(released, repository, 64), decode(released, repository)):
            for name, ours, theirs in part:
                deviation = np.abs(ours - theirs).max()
                allowed = 1.0 if name == "decode image" else 1e-3 * np.abs(theirs).max()
                worst = max(worst, deviation / allowed)
                print(f"{name:16} deviation {deviation:.2e}, relative {deviation / np.abs(theirs).max():.2e}")
    sys.exit(int(worst > 1))


if __name__ == "__main__":
    main()
