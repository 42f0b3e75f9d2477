"""Renders the example pictures from the world's sprites: ``python examples/render.py``."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from visprog_benchmarks.world.examples import SCENES
from visprog_benchmarks.world.render import render


def main() -> None:
    folder = Path(__file__).parent
    for name, scene in SCENES.items():
        pixels, _ = render(scene)
        Image.fromarray(pixels).save(folder / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
