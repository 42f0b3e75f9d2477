"""The inpainting model's network: what it learns, and how it paints."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import torch
from diffusers import AutoencoderTiny, DDIMScheduler, UNet2DConditionModel
from torch import nn
from torch.nn.functional import interpolate, max_pool2d

from visprog_benchmarks.micro.latents import SCALE
from visprog_benchmarks.micro.pasting import Exercise, Exercises
from visprog_benchmarks.micro.session import Said, autocast
from visprog_benchmarks.micro.sketchbook import SIDE
from visprog_benchmarks.micro.wishes import Wishes

WIDTHS = (80, 112, 112)
STEPS = 8
"""In how many steps a picture is painted."""
AVERAGED = 0.998
"""How much of the averaged weights stays at each step, after the first."""
AROUND = 0.05
"""What an error outside the hole counts: those latents are replaced by the picture's own."""
NOTICED = 0.5
"""The share of exercises at exactly the noise levels that painting in `STEPS` steps meets."""


def make_scheduler() -> DDIMScheduler:
    """Noise that hides everything at its last level, so that painting starts from nothing.

    Lin et al., "Common diffusion noise schedules and sample steps are flawed", 2024.
    """
    return DDIMScheduler(
        beta_start=0.00085,
        beta_end=0.012,
        beta_schedule="scaled_linear",
        clip_sample=False,
        steps_offset=1,
        prediction_type="v_prediction",
        timestep_spacing="trailing",
        rescale_betas_zero_snr=True,
    )


def make_network(text_width: int) -> UNet2DConditionModel:
    """The untrained network. It hears the wish in every block, as it does the noise level, and by
    cross-attention in the middle."""
    return UNet2DConditionModel(
        sample_size=SIDE // SCALE,
        in_channels=9,
        out_channels=4,
        down_block_types=("DownBlock2D",) * len(WIDTHS),
        up_block_types=("UpBlock2D",) * len(WIDTHS),
        block_out_channels=WIDTHS,
        layers_per_block=1,
        norm_num_groups=16,
        attention_head_dim=4,
        cross_attention_dim=text_width,
        resnet_time_scale_shift="scale_shift",
        addition_embed_type="text",
        addition_embed_type_num_heads=4,
    )


class Painter(nn.Module):
    """The network that learns and a running average of its weights, which paints better."""

    def __init__(self, text_width: int) -> None:
        super().__init__()
        self.network = make_network(text_width).to(memory_format=torch.channels_last)
        self.average = copy.deepcopy(self.network).requires_grad_(False)

    def begin(self, folder: Path) -> None:
        """Take the weights of a saved network, as they are and as their average."""
        saved = UNet2DConditionModel.from_pretrained(folder, torch_dtype=torch.float32)
        for part in (self.network, self.average):
            part.load_state_dict(saved.state_dict())

    @torch.no_grad()
    def follow(self, step: int) -> None:
        """Move the average towards the weights as they are before this step, counted from 0."""
        keep = min(AVERAGED, (step + 1) / (step + 10))
        torch._foreach_lerp_(
            list(self.average.parameters()), list(self.network.parameters()), 1 - keep
        )


class Studio:
    """Everything about a painter that does not learn: latents, words and noise levels."""

    def __init__(
        self, autoencoder: AutoencoderTiny, exercises: Exercises, wishes: Wishes, device: str
    ) -> None:
        self.autoencoder, self.exercises, self.wishes = autoencoder, exercises, wishes
        self._device = device
        self._kept = make_scheduler().alphas_cumprod.to(device)
        scheduler = make_scheduler()
        scheduler.set_timesteps(STEPS)
        self._met = scheduler.timesteps.to(device)

    def draw(self, count: int) -> tuple[Exercise, torch.Tensor]:
        """Exercises and the states of their wishes."""
        exercise = self.exercises.draw(count)
        return exercise, self.wishes.draw(exercise.wishes)

    @torch.no_grad()
    def latents(self, pixels: torch.Tensor) -> torch.Tensor:
        """The latents of pixels as the network sees them."""
        with autocast(self._device):
            latents = self.autoencoder.encode(pixels).latents
        scaled: torch.Tensor = latents.float() * self.autoencoder.config.scaling_factor
        return scaled

    def loss(
        self,
        network: UNet2DConditionModel,
        exercise: Exercise,
        states: torch.Tensor,
    ) -> tuple[torch.Tensor, Said]:
        """Squared error of the velocity (Salimans and Ho, 2022) at random noise levels.

        Figures: that error and what always saying 0 gets.
        """
        goal, known, hole = self._asked(exercise)
        count = len(goal)
        level = torch.randint(len(self._kept), (count,), device=goal.device)
        met = self._met[torch.randint(len(self._met), (count,), device=goal.device)]
        level = torch.where(torch.rand(count, device=goal.device) < NOTICED, met, level)
        kept = self._kept[level][:, None, None, None]
        noise = torch.randn_like(goal)
        noisy = kept.sqrt() * goal + (1 - kept).sqrt() * noise
        wanted = kept.sqrt() * noise - (1 - kept).sqrt() * goal
        found = self._predicted(network, noisy, hole, known, level, states)
        weight = AROUND + (1 - AROUND) * max_pool2d(hole, 3, 1, 1)
        weight = weight / weight.sum() / goal.shape[1]
        loss = ((found - wanted).square() * weight).sum()
        nothing = (wanted.square() * weight).sum()
        return loss, {"loss": loss.detach(), "zero": nothing}

    @torch.no_grad()
    def paint(
        self, network: UNet2DConditionModel, exercise: Exercise, states: torch.Tensor
    ) -> torch.Tensor:
        """Pictures float (batch, 3, 128, 128) in 0..1, as the pipeline paints them."""
        _, known, hole = self._asked(exercise)
        scheduler = make_scheduler()
        scheduler.set_timesteps(STEPS, device=self._device)
        latents = torch.randn_like(known)
        for level in scheduler.timesteps:
            levels = level.expand(len(latents))
            found = self._predicted(network, latents, hole, known, levels, states)
            latents = scheduler.step(found, level, latents).prev_sample
        with autocast(self._device):
            made = self.autoencoder.decode(latents / self.autoencoder.config.scaling_factor).sample
        pictures: torch.Tensor = (made.float() / 2 + 0.5).clamp(0, 1)
        return pictures

    def _asked(self, exercise: Exercise) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        goal, known = self.latents(torch.cat([exercise.goal, exercise.given])).chunk(2)
        return goal, known, interpolate(exercise.hole.float(), scale_factor=1 / SCALE)

    def _predicted(
        self, network: Any, noisy: torch.Tensor, hole: torch.Tensor, known: torch.Tensor,
        level: torch.Tensor, states: torch.Tensor,
    ) -> torch.Tensor:  # fmt: skip
        seen = torch.cat([noisy, hole, known], 1).to(memory_format=torch.channels_last)
        with autocast(self._device):
            found: torch.Tensor = network(seen, level, states, return_dict=False)[0]
        return found.float()
