"""Which seeds and which combinations belong to training, validation and testing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from visprog_benchmarks.world.scene import Stage

SEEDS: Mapping[Stage, range] = MappingProxyType(
    {
        "train": range(1_000_000),
        "validation": range(1_000_000, 2_000_000),
        "test": range(2_000_000, 3_000_000),
    }
)
"""Seeds by stage. The stages never share a scene."""

HELD_OUT: Mapping[str, str] = MappingProxyType(
    {
        "dog": "snow",
        "bus": "sand",
        "umbrella": "night",
        "teapot": "grass",
        "elephant": "water",
        "banana": "sky",
        "bicycle": "wood",
        "cactus": "plain",
    }
)
"""Noun to the ground on which it appears in test scenes only."""


def stage_of(seed: int) -> Stage:
    """The stage whose range holds this seed."""
    for stage, seeds in SEEDS.items():
        if seed in seeds:
            return stage
    raise ValueError(f"seed {seed} belongs to no stage: {dict(SEEDS)}")
