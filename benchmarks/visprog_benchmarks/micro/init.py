"""Starting weights from which tiny vision transformers learn in minutes.

Hugging Face's random initialisation is meant to be overwritten by a checkpoint. With it, attention
at this size has no spatial structure and takes very long to find any. Here each head starts out
looking at a neighbour at a known offset, like a convolution; only the starting values differ, the
classes and their forward passes are Hugging Face's own.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import torch
from torch import nn

CODE = 32
"""Residual dimensions that hold the position code: 8 sines and 8 cosines each of x and y."""


def xavier(module: nn.Module) -> None:
    """Xavier for every linear map and convolution below the module; biases to zero."""
    for part in module.modules():
        if isinstance(part, nn.Linear | nn.Conv2d):
            nn.init.xavier_uniform_(part.weight.view(part.weight.shape[0], -1))
            if part.bias is not None:
                nn.init.zeros_(part.bias)


@torch.no_grad()
def shift_init(
    vision: Any, cells: int, radii: Sequence[int], sharpness: Sequence[float] | None = None
) -> None:
    """Initialise a CLIP-like vision transformer (CLIP, OWL) so that heads look at neighbours.

    `vision` has embeddings, encoder.layers and layer norms; its width is a multiple of 128 with
    heads of 32. In layer l the heads look `radii[l]` cells right, left, down and up. The residual
    grows from layer to layer and its layer norm shrinks the position code; `sharpness[l]` makes
    up for that.
    """
    xavier(vision)
    set_shifts(vision, cells, radii, sharpness or [1.0] * len(radii))
    for layer in vision.encoder.layers:
        layer.self_attn.out_proj.weight *= 0.7
        layer.mlp.fc2.weight *= 0.7


@torch.no_grad()
def set_shifts(vision: Any, cells: int, radii: Sequence[int], sharpness: Sequence[float]) -> None:
    """Write the position code and the heads that read it, and clear what would cover it."""
    embeddings = vision.embeddings
    embeddings.patch_embedding.weight[:CODE] = 0
    embeddings.position_embedding.weight.zero_()
    embeddings.position_embedding.weight[1:, :CODE] = 1.2 * position_code(cells)
    embeddings.class_embedding.copy_(2.0 * (-1.0) ** torch.arange(len(embeddings.class_embedding)))
    for layer, radius, sharp in zip(vision.encoder.layers, radii, sharpness, strict=True):
        _look_at_neighbours(layer.self_attn, cells, radius, sharp)
        for projection in (layer.self_attn.out_proj, layer.mlp.fc2):
            projection.weight[:CODE] = 0
            projection.bias[:CODE] = 0


def keep_code_clean(vision: Any) -> None:
    """Let no training step write into the dimensions of the position code.

    Without this the residual outgrows the code within a thousand steps, and the heads lose sight
    of their neighbours (mass on them .2 to .7 at the start, .01 then).
    """
    writers = [vision.embeddings.patch_embedding.weight]
    for layer in vision.encoder.layers:
        for projection in (layer.self_attn.out_proj, layer.mlp.fc2):
            writers += [projection.weight, projection.bias]
    for parameter in writers:
        parameter.register_hook(_without_code)


def _without_code(gradient: torch.Tensor) -> torch.Tensor:
    gradient = gradient.clone()
    gradient[:CODE] = 0
    return gradient


def position_code(cells: int) -> torch.Tensor:
    """(cells * cells, 32): sin x, cos x, sin y, cos y at 8 frequencies, x and y in cells."""
    frequencies = _frequencies(cells)
    rows, columns = torch.meshgrid(torch.arange(cells), torch.arange(cells), indexing="ij")
    x = columns.reshape(-1, 1) * frequencies
    y = rows.reshape(-1, 1) * frequencies
    return torch.cat([x.sin(), x.cos(), y.sin(), y.cos()], dim=1)


def _look_at_neighbours(attention: Any, cells: int, radius: int, sharpness: float) -> None:
    strength = sharpness * math.sqrt(0.7 * math.sqrt(CODE))
    attention.q_proj.weight.zero_()
    attention.k_proj.weight.zero_()
    offsets = ((radius, 0), (-radius, 0), (0, radius), (0, -radius))
    for head in range(attention.num_heads):
        rows = slice(head * CODE, (head + 1) * CODE)
        step = 1 + head // 4
        right, down = offsets[head % 4]
        for axis, distance in enumerate((right * step, down * step)):
            block = slice(axis * CODE // 2, (axis + 1) * CODE // 2)
            places = slice(rows.start + block.start, rows.start + block.stop)
            attention.q_proj.weight[places, block] = strength * _turn(cells, distance)
        attention.k_proj.weight[rows, :CODE] = strength * torch.eye(CODE)


def _turn(cells: int, distance: int) -> torch.Tensor:
    """The rotation that moves an 8-frequency code of one axis by a distance in cells."""
    angle = _frequencies(cells) * distance
    cosine, sine = torch.diag(angle.cos()), torch.diag(angle.sin())
    return torch.cat([torch.cat([cosine, sine], 1), torch.cat([-sine, cosine], 1)])


def _frequencies(cells: int) -> torch.Tensor:
    return 2 * math.pi * torch.arange(1, 9) / min(2 * cells, 24)
