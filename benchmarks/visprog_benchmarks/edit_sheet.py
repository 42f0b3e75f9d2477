"""A sheet of edits to look at: ``python -m visprog_benchmarks.edit_sheet SHEET.png``.

Every edit is an instruction that the offline grammar reads, run on a rendered scene with perfect
regions, so that what one sees is the work of the editing tools alone.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from visprog import picture, plugins
from visprog.session import Session
from visprog.types import Image
from visprog_benchmarks.world import oracle
from visprog_benchmarks.world.layout import Put, compose
from visprog_benchmarks.world.scene import Scene
from visprog_tools.edit.compare import before_after

SCENES: Mapping[str, Scene] = {
    "desert": compose(
        [
            Put("sun", at=(0.85, 0.14), size=0.2),
            Put("cactus", at=(0.13, 0.45), size=0.34),
            Put("cactus", at=(0.92, 0.66), size=0.22),
            Put("tent", at=(0.72, 0.42), size=0.3),
            Put("camel", at=(0.42, 0.5), size=0.42),
            Put("person", at=(0.62, 0.8), size=0.22),
        ],
        ground="sand",
        seed=5,
    ),
    "street": compose(
        [
            Put("bus", at=(0.5, 0.55), size=0.55),
            Put("dog", at=(0.14, 0.8), size=0.22),
            Put("tree", at=(0.88, 0.4), size=0.4),
            Put("cat", at=(0.85, 0.85), size=0.2),
        ],
        ground="grass",
        seed=2,
    ),
    "sea": compose(
        [
            Put("boat", at=(0.55, 0.5), size=0.5),
            Put("whale", at=(0.2, 0.3), size=0.25),
            Put("fish", at=(0.8, 0.83), size=0.18),
            Put("duck", at=(0.15, 0.8), size=0.2),
        ],
        ground="water",
        seed=3,
    ),
    "room": compose(
        [
            Put("couch", at=(0.55, 0.62), size=0.55, colour="red", holds=(Put("cat"),)),
            Put("guitar", at=(0.12, 0.6), size=0.4, angle=8),
            Put("clock", at=(0.15, 0.15), size=0.2),
            Put("television", at=(0.85, 0.25), size=0.3),
        ],
        ground="wood",
        seed=4,
    ),
    "winter": compose(
        [
            Put("car", at=(0.45, 0.6), size=0.5, colour="red"),
            Put("penguin", at=(0.13, 0.75), size=0.22),
            Put("tree", at=(0.12, 0.3), size=0.35),
            Put("snowman", at=(0.82, 0.5), size=0.35),
        ],
        ground="snow",
        seed=6,
    ),
}

EDITS = (
    ("desert", "Replace the desert with lush green grass"),
    ("desert", "Turn the sand into a night sky"),
    ("desert", "Replace the camel with an elephant"),
    ("desert", "Remove the person"),
    ("desert", "Highlight the camel"),
    ("street", "Colour-pop the bus and blur the rest"),
    ("street", "Hide the dog with \U0001f60e"),
    ("street", "Replace the grass with snow"),
    ("street", "Remove the tree"),
    ("street", "Make the bus purple"),
    ("sea", "Put the boat on a beach background"),
    ("sea", "Remove the whale"),
    ("sea", "Replace the whale with a unicorn"),
    ("sea", "Tag the boat, the whale, the duck and the fish"),
    ("room", "Recolour the couch green"),
    ("room", "Remove the guitar"),
    ("room", "Replace the clock with a blue heart and highlight the television"),
    ("winter", "Paint the car dark blue"),
    ("winter", "Remove the car"),
    ("winter", "Replace the snow with sand"),
    ("winter", "Put the snowman and the penguin on cobblestones"),
    ("winter", "Blur the car"),
)
"""A scene and an instruction each."""

COLUMNS = 2


def edited(scene: Scene, instruction: str) -> tuple[Image, Image]:
    """The scene's picture before and after. Raises what the run ended with."""
    before = oracle.picture(scene)
    perfect = oracle.Oracle([(before, scene)]).tools()
    tools = plugins.tools().replaced({name: perfect[name] for name in ("SEG", "LOC", "DETECT")})
    with Session(pack="micro", tools=tools) as session:
        after = session.ask(before, instruction).value
    assert isinstance(after, Image)
    return before, after


def sheet(edits: tuple[tuple[str, str], ...] = EDITS) -> Image:
    """All the edits, each with its instruction, before and after."""
    tiles = [
        before_after(*edited(SCENES[scene], instruction), instruction).pixels
        for scene, instruction in edits
    ]
    height = max(tile.shape[0] for tile in tiles)
    width = max(tile.shape[1] for tile in tiles)
    rows = -(-len(tiles) // COLUMNS)
    whole = np.full((rows * height, COLUMNS * width, 3), 250, np.uint8)
    for number, tile in enumerate(tiles):
        top, left = number // COLUMNS * height, number % COLUMNS * width
        whole[top : top + tile.shape[0], left : left + tile.shape[1]] = tile
    return Image(whole)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sheet", type=Path, help="where the PNG goes")
    picture.write(sheet(), parser.parse_args().sheet)


if __name__ == "__main__":
    main()
