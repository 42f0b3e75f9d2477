"""Rendered scenes with exact ground truth, the same bytes on every machine."""

from visprog_benchmarks.world.grounds import GROUNDS
from visprog_benchmarks.world.layout import Put, compose, make_scene
from visprog_benchmarks.world.render import masks, render
from visprog_benchmarks.world.scene import Pose, Scene, Size, Split, Stage, Thing
from visprog_benchmarks.world.splits import HELD_OUT, SEEDS, stage_of

__all__ = [
    "GROUNDS",
    "HELD_OUT",
    "SEEDS",
    "Pose",
    "Put",
    "Scene",
    "Size",
    "Split",
    "Stage",
    "Thing",
    "compose",
    "make_scene",
    "masks",
    "render",
    "stage_of",
]
