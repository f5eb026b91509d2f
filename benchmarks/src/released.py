"""Times parts of the released PyTorch code, for GraphsBenchmark: python released.py CHECKOUT WEIGHTS KNOWN1 KNOWN2 IMAGES
THREADS CLOCK.

CHECKOUT is the reader's own copy of the released repository; WEIGHTS a model folder of ours, whose tensors carry the
released names. Reads the name of a part a line, runs it once and answers with its seconds. Base size, a
batch of IMAGES with guidance, on the CPU: the released code moves everything to CUDA, which is made a no-op here.
"""

import json
import struct
import sys
import time
from functools import partial
from pathlib import Path
from types import ModuleType

import torch


def released_modules(checkout):
    """The released packages; einops, which only their flash attention needs, may be missing."""
    try:
        import einops  # noqa: F401
    except ImportError:
        einops = ModuleType("einops")
        einops.rearrange = None
        sys.modules["einops"] = einops
    torch.Tensor.cuda = lambda self, *args, **kwargs: self
    sys.path.insert(0, checkout)
    from diffusion import create_diffusion
    from models import himar, vae
    return himar, vae, create_diffusion


def read_safetensors(file):
    data = file.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    kinds = {"F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16}
    for name, entry in json.loads(data[8 : 8 + length]).items():
        if name != "__metadata__":
            begin, end = (8 + length + offset for offset in entry["data_offsets"])
            values = torch.frombuffer(bytearray(data[begin:end]), dtype=kinds[entry["dtype"]])
            yield name, values.reshape(entry["shape"]).float()


class Released:
    """The released model at base size with the inputs of a batch of images."""

    def __init__(self, checkout, weights, known_low, known_dense, images):
        himar, vae, self.create_diffusion = released_modules(checkout)
        self.network = himar.himar_base(
            vae_embed_dim=16, diffloss_d=6, diffloss_w=1024, cond_scale=8, cond_dim=16, two_diffloss=True,
            seq_len=256, global_dm=True, gdm_d=6, gdm_w=512, head=8, ratio=4, cos=True).eval()
        self.network.load_state_dict(dict(read_safetensors(weights / "model.safetensors")))
        self.autoencoder = vae.AutoencoderKL(embed_dim=16, ch_mult=(1, 1, 2, 2, 4)).eval()
        self.autoencoder.load_state_dict(dict(read_safetensors(weights / "vae.safetensors")))
        torch.manual_seed(7)
        rows = 2 * images  # both branches of guidance
        self.images = images
        self.labels = torch.cat([torch.full((images,), 207), torch.full((images,), 1000)])
        self.classes = torch.cat([
            self.network.class_emb(torch.full((images,), 207)), self.network.fake_latent.repeat(images, 1)])
        self.low = torch.randn(images, 64, 16).repeat(2, 1, 1)
        self.dense = torch.randn(images, 256, 16).repeat(2, 1, 1)
        self.condition = torch.randn(images, 64, 768).repeat(2, 1, 1)
        self.z = torch.randn(rows, 320, 768)
        self.low_mask = torch.ones(rows, 320)
        self.low_mask[:, :known_low] = 0
        self.dense_mask = torch.zeros(rows, 320)
        self.dense_mask[:, 64 + known_dense :] = 1

    def pivot_backbone(self):
        x = self.network.forward_mae_encoder_stage1(self.dense, self.low_mask, self.classes, task=0, cond=self.low)
        self.network.forward_mae_decoder_stage1(x, self.low_mask, task=0)

    def refine_backbone(self):
        x = self.network.forward_mae_encoder_stage2(
            self.dense, self.dense_mask, self.classes, task=1, small_z=self.condition)
        self.network.forward_mae_decoder_stage2(x, self.dense_mask, task=1)

    def mlp_steps(self, steps):
        head = self.network.diffloss
        head.gen_diffusion = self.create_diffusion(timestep_respacing=str(steps), noise_schedule="cosine")
        head.sample(self.z[:, :2].reshape(4 * self.images, -1), 1.0, 2.5)  # two tokens an image, the average of a published step

    def transformer_steps(self, steps):
        head = self.network.cond_diffloss
        head.gen_diffusion = self.create_diffusion(
            timestep_respacing=str(steps), noise_schedule="cosine", learn_sigma=False)
        z = self.z[:, 64:].reshape(-1, 16, 16, 768).permute(0, 3, 1, 2)
        mask = self.dense_mask[:, 64:].bool().reshape(-1, 16, 16)
        tokens = self.dense.reshape(-1, 16, 16, 16).permute(0, 3, 1, 2)
        head.sample(z, self.labels, 1.0, 2.5, mask, tokens)

    def decode(self):
        image = self.autoencoder.decode(self.dense[: self.images].permute(0, 2, 1).reshape(-1, 16, 16, 16) / 0.2325)
        ((image + 1) / 2 * 255).clamp(0, 255).round().byte()


def main():
    checkout, weights, known_low, known_dense, images, threads, clock = sys.argv[1:]
    answers, sys.stdout = sys.stdout, sys.stderr  # the released code prints what it finds
    torch.set_num_threads(int(threads))
    with torch.no_grad():
        released = Released(checkout, Path(weights), int(known_low), int(known_dense), int(images))
        parts = {
            "backbone 1": released.pivot_backbone,
            "backbone 2": released.refine_backbone,
            "decode": released.decode,
        }
        now = time.perf_counter if clock == "wall" else lambda: time.process_time() / int(threads)
        print("ready PyTorch " + torch.__version__, file=answers, flush=True)
        for line in sys.stdin:
            part, _, steps = line.strip().partition(":")
            heads = {"mlp": released.mlp_steps, "transformer": released.transformer_steps}
            work = partial(heads[part], int(steps)) if steps else parts[part]
            begin = now()
            work()
            print(now() - begin, file=answers, flush=True)


if __name__ == "__main__":
    main()
