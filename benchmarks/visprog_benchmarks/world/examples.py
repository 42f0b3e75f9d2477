"""The scenes of the example pictures: the ground truth of ``examples/*.png``."""

from __future__ import annotations

from collections.abc import Mapping

from visprog_benchmarks.world.layout import Put, compose
from visprog_benchmarks.world.scene import Scene


def people(*variants: int) -> tuple[Put, ...]:
    return tuple(Put("person", variant=variant) for variant in variants)


SCENES: Mapping[str, Scene] = {
    "boat": compose(
        [
            Put("boat", at=(0.42, 0.55), size=0.62, holds=people(0, 2, 3)),
            Put("bird", at=(0.14, 0.16), size=0.16),
            Put("duck", at=(0.85, 0.72), size=0.2),
            Put("person", at=(0.87, 0.30), size=0.2, variant=1),
        ],
        ground="water",
        seed=3,
    ),
    "desert": compose(
        [
            Put("sun", at=(0.86, 0.14), size=0.22),
            Put("cactus", at=(0.12, 0.36), size=0.34),
            Put("tent", at=(0.70, 0.37), size=0.34),
            Put("cactus", at=(0.92, 0.62), size=0.24, flip=True),
            Put("camel", at=(0.40, 0.57), size=0.50),
            Put("person", at=(0.66, 0.80), size=0.22, variant=3),
        ],
        ground="sand",
        seed=5,
    ),
    "left": compose(
        [
            Put("tree", at=(0.25, 0.42), size=0.6, holds=(Put("bird"), Put("bird"))),
            Put("dog", at=(0.62, 0.72), size=0.3),
            Put("dog", at=(0.86, 0.60), size=0.26, flip=True),
            Put("car", at=(0.66, 0.25), size=0.28, colour="red"),
        ],
        ground="grass",
        width=480,
        seed=5,
    ),
    "right": compose(
        [
            Put("dog", at=(0.28, 0.68), size=0.34),
            Put("cat", at=(0.70, 0.70), size=0.30),
            Put("umbrella", at=(0.70, 0.26), size=0.32, colour="blue"),
            Put("car", at=(0.25, 0.25), size=0.30, colour="green"),
        ],
        ground="sand",
        width=480,
        seed=8,
    ),
    "sky": compose(
        [
            Put("kite", at=(0.16, 0.62), size=0.30),
            Put("balloon", at=(0.42, 0.30), size=0.30, colour="blue"),
            Put("balloon", at=(0.66, 0.68), size=0.28, colour="red"),
            Put("umbrella", at=(0.86, 0.30), size=0.28, colour="yellow"),
        ],
        ground="sky",
        seed=4,
    ),
    "mug_in_roses": compose(
        [
            Put("rose", at=(0.22, 0.32), size=0.34),
            Put("rose", at=(0.50, 0.22), size=0.34),
            Put("rose", at=(0.78, 0.32), size=0.34),
            Put("cup", at=(0.50, 0.62), size=0.24),
            Put("rose", at=(0.28, 0.72), size=0.38),
            Put("rose", at=(0.74, 0.72), size=0.38),
        ],
        ground="grass",
        seed=2,
    ),
    "roses_in_mug": compose(
        [
            Put("cup", at=(0.53, 0.64), size=0.66),
            Put("rose", at=(0.405, 0.38), size=0.30, angle=8),
            Put("rose", at=(0.605, 0.38), size=0.30, angle=-8),
        ],
        ground="grass",
        seed=2,
    ),
}

SIGNS: Mapping[str, tuple[Scene, str]] = {
    "sign": (
        compose(
            [
                Put("house", at=(0.26, 0.30), size=0.42),
                Put("tree", at=(0.84, 0.34), size=0.40),
                Put("bicycle", at=(0.56, 0.50), size=0.26),
                Put("dog", at=(0.78, 0.74), size=0.30),
                Put("cat", at=(0.22, 0.70), size=0.26),
            ],
            ground="grass",
        ),
        "BAKERY\nopen 24",
    ),
}
"""Scenes into which a sign is put, and what it says; from far to near: house, tree, bicycle, cat
and dog."""
