"""Times training steps of the released PyTorch code, for TrainingBenchmark: python released_training.py CHECKOUT THREADS CLOCK.

The first line on standard input is a JSON object: the model's configuration and the recipe. Every further line asks for one
step, answered with its seconds: both losses, backward, clipping, AdamW and the moving average, as the released loop takes
them, in single precision on random latents. Two things of the release are mended so that it runs: its MLP head's loss
uses a step that it never draws, and its grid of 16 x 16 tokens is fixed.
"""

import json
import sys
import time

import torch

from released import released_modules


def network(checkout, given):
    himar, _, _ = released_modules(checkout)
    from models import diffloss

    shape, recipe = given["model"], given["recipe"]
    side = shape["img_size"] // shape["vae_stride"]
    transformer = diffloss.DiT
    diffloss.DiT = lambda **options: transformer(**{**options, "input_size": side})

    def loss(self, target, z, mask=None):
        steps = torch.randint(0, self.train_diffusion.num_timesteps, (target.shape[0],))
        each = self.train_diffusion.training_losses(self.net, target, steps, dict(c=z))["loss"]
        return (each * mask).sum() / mask.sum()

    diffloss.DiffLoss.forward = loss
    return himar.HiMAR(
        img_size=shape["img_size"], vae_stride=shape["vae_stride"], patch_size=1,
        encoder_embed_dim=shape["encoder_embed_dim"], encoder_depth=shape["encoder_depth"],
        encoder_num_heads=shape["encoder_num_heads"], decoder_embed_dim=shape["decoder_embed_dim"],
        decoder_depth=shape["decoder_depth"], decoder_num_heads=shape["decoder_num_heads"],
        mlp_ratio=shape["mlp_ratio"], vae_embed_dim=shape["vae_embed_dim"], class_num=shape["class_num"],
        buffer_size=shape["buffer_size"], attn_dropout=recipe["dropout"], proj_dropout=recipe["dropout"],
        diffloss_d=shape["diffloss_d"], diffloss_w=shape["diffloss_w"], cond_scale=shape["cond_scale"],
        cond_dim=shape["cond_dim"], two_diffloss=True, global_dm=True, gdm_d=shape["gdm_d"], gdm_w=shape["gdm_w"],
        head=shape["gdm_heads"], ratio=shape["gdm_mlp_ratio"], cos=True,
        diffusion_batch_mul=recipe["diffusion_batch_mul"]).train()


class Training:
    """The released loop's step. Gradients are not scaled, as there is no half precision."""

    def __init__(self, checkout, given):
        self.network = network(checkout, given)
        self.shape, self.batch = given["model"], given["recipe"]["batch_size"]
        decayed, others = [], []
        for name, parameter in self.network.named_parameters():
            if parameter.requires_grad:
                plain = parameter.dim() == 1 or name.endswith(".bias") or "diffloss" in name
                (others if plain else decayed).append(parameter)
        self.optimizer = torch.optim.AdamW(
            [{"params": others, "weight_decay": 0.0}, {"params": decayed, "weight_decay": 0.02}],
            lr=given["recipe"]["learning_rate"], betas=(0.9, 0.95))
        self.parameters = list(self.network.parameters())
        self.average = [parameter.detach().clone() for parameter in self.parameters]

    def latents(self, side):
        return torch.randn(self.batch, self.shape["vae_embed_dim"], side, side)

    def step(self):
        labels = torch.randint(0, self.shape["class_num"], (self.batch,))
        dense = self.latents(self.shape["img_size"] // self.shape["vae_stride"])
        pivot, refine = self.network(dense, labels, cond=self.latents(self.shape["cond_scale"]))
        loss = 0.2 * pivot + 0.8 * refine
        loss.item(), pivot.item(), refine.item()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.parameters, 3.0)
        self.optimizer.step()
        self.optimizer.zero_grad()
        for average, parameter in zip(self.average, self.parameters):
            average.mul_(0.9999).add_(parameter.detach(), alpha=1e-4)


def main():
    checkout, threads, clock = sys.argv[1:]
    answers, sys.stdout = sys.stdout, sys.stderr  # the released code prints what it finds
    torch.set_num_threads(int(threads))
    training = Training(checkout, json.loads(sys.stdin.readline()))
    now = time.perf_counter if clock == "wall" else lambda: time.process_time() / int(threads)
    print("ready PyTorch " + torch.__version__, file=answers, flush=True)
    for _ in sys.stdin:
        begin = now()
        training.step()
        print(now() - begin, file=answers, flush=True)


if __name__ == "__main__":
    main()
