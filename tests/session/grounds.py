"""Scenes by their ground, for which micro has no word: a folder to teach a probe from."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

from PIL import Image

from visprog_benchmarks.world import SEEDS, make_scene, render


def pictures(ground: str, start: int = 0) -> Iterator[Image.Image]:
    """Test scenes on one ground."""
    for seed in count(SEEDS["test"][0] + start):
        scene = make_scene(seed, width=96, height=96)
        if scene.ground == ground:
            yield Image.fromarray(render(scene)[0])


def write(folder: Path, each: int, grounds: tuple[str, ...] = ("grass", "water")) -> Path:
    """``folder/GROUND/NUMBER.png``"""
    for ground in grounds:
        (folder / ground).mkdir(parents=True)
        for number, picture in enumerate(islice(pictures(ground), each)):
            picture.save(folder / ground / f"{number}.png")
    return folder
