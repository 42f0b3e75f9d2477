"""The inpainting model's autoencoder: a TAESD of 0.6 million weights, 4 numbers per 4 x 4 cell."""

from __future__ import annotations

import torch
from diffusers import AutoencoderTiny
from torch import nn

from visprog_benchmarks.micro.pasting import Exercises
from visprog_benchmarks.micro.recipe import Run
from visprog_benchmarks.micro.session import Said, autocast

WIDTH = 48
SCALE = 4
"""Pixels of a latent's side."""
PEAK = 1.5e-3
CROP = 64
NOISE = 0.05
"""How much noise the decoder gets with its latents: the painter's small errors shall not show."""


def make_autoencoder() -> AutoencoderTiny:
    """The untrained autoencoder; most of its work is at a quarter of the side."""
    return AutoencoderTiny(
        encoder_block_out_channels=(WIDTH,) * 3,
        num_encoder_blocks=(0, 1, 2),
        decoder_block_out_channels=(WIDTH,) * 3,
        num_decoder_blocks=(2, 2, 1),
    )


@torch.no_grad()
def start_plain(autoencoder: AutoencoderTiny, pixels: torch.Tensor) -> None:
    """Starting weights that carry the mean colour of each cell through; the rest is to be learnt.

    Three channels of every layer hold red, green and blue, and the blocks leave them alone. The
    latents are lightness and two differences of colours, with mean 0 and deviation 1 on `pixels`.
    """
    for name, part in autoencoder.named_modules():
        if isinstance(part, nn.Conv2d):
            nn.init.kaiming_normal_(part.weight, nonlinearity="relu")
            if part.bias is not None:
                nn.init.zeros_(part.bias)
            if name.endswith("conv.4"):
                part.weight *= 0.1
                part.weight[:3] = 0
    convolutions = [p for p in autoencoder.encoder.layers if isinstance(p, nn.Conv2d)]
    _carry(convolutions[0], torch.eye(3))
    for shrinking in convolutions[1:-1]:
        _carry(shrinking, torch.eye(3) / 4, cells=slice(1, 3))
    turn = torch.tensor([[1, 1, 1], [1, -1, 0], [-0.5, -0.5, 1]], device=pixels.device)
    _carry(convolutions[-1], turn.cpu())
    code = convolutions[-1]
    code.weight[:3, 3:] = 0
    latents = autoencoder.encode(pixels).latents
    spread, middle = latents.std((0, 2, 3)), latents.mean((0, 2, 3))
    code.weight /= spread[:, None, None, None]
    code.bias = nn.Parameter(-middle / spread)
    convolutions = [p for p in autoencoder.decoder.layers if isinstance(p, nn.Conv2d)]
    back = torch.linalg.inv(turn)
    _carry(convolutions[0], (back * spread[:3]).cpu())
    colours = back @ middle[:3]
    convolutions[0].bias = nn.Parameter(torch.cat([colours, colours.new_zeros(WIDTH - 3)]))
    for growing in convolutions[1:-1]:
        _carry(growing, torch.eye(3))
    convolutions[-1].weight *= 0.05
    _carry(convolutions[-1], torch.eye(3))


def _carry(convolution: nn.Conv2d, turn: torch.Tensor, cells: slice = slice(1, 2)) -> None:
    """Let the first three channels come from the first three alone, as `turn` says."""
    last = convolution.out_channels == 3
    convolution.weight[:3, : 3 if last else None] = 0
    convolution.weight[:3, :3, cells, cells] = turn.to(convolution.weight)[:, :, None, None]


def draw_crops(exercises: Exercises, run: Run) -> torch.Tensor:
    """Parts of exercises with and without their hole, float (2 * batch, 3, 64, 64) in -1..1."""
    drawn = exercises.draw(run.sized(cpu=8, cuda=128))
    side = drawn.goal.shape[-1]
    top, left = (int(place) for place in torch.randint(side - CROP + 1, (2,)) // SCALE * SCALE)
    both = torch.cat([drawn.goal, drawn.given])
    return both[..., top : top + CROP, left : left + CROP]


def autoencoder_loss(
    autoencoder: AutoencoderTiny, pixels: torch.Tensor
) -> tuple[torch.Tensor, Said]:
    """Absolute error of pixels and of edges, and how far latents are from mean 0 and deviation 1.

    Figures: error in levels of 255, and that of grey all over.
    """
    with autocast(pixels.device.type):
        latents = autoencoder.encode(pixels).latents
        noisy = latents + NOISE * torch.randn_like(latents)
        made = autoencoder.decode(noisy).sample.float()
    off = made - pixels
    error = off.abs().mean()
    edges = off.diff(dim=2).abs().mean() + off.diff(dim=3).abs().mean()
    flat = latents.float().transpose(0, 1).flatten(1)
    spread = flat.mean(1).square().mean() + (flat.std(1) - 1).square().mean()
    loss = error + edges + 0.05 * spread
    grey = pixels.abs().mean()
    return loss, {"levels": error.detach() * 127.5, "grey": grey * 127.5, "spread": spread.detach()}


@torch.no_grad()
def standardise(autoencoder: AutoencoderTiny, exercises: Exercises) -> None:
    """Put into the configuration by what latents are multiplied to have deviation 1."""
    latents = autoencoder.encode(exercises.draw(64).goal).latents
    autoencoder.register_to_config(scaling_factor=round(1 / latents.std().item(), 4))
