"""Renders the example pictures from the world's sprites: ``python examples/render.py``."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from visprog_benchmarks.world.examples import SCENES, SIGNS
from visprog_benchmarks.world.render import render
from visprog_benchmarks.world.signs import render_signed, with_sign


def main() -> None:
    folder = Path(__file__).parent
    pictures = {name: render(scene)[0] for name, scene in SCENES.items()}
    for name, (scene, text) in SIGNS.items():
        pictures[name] = render_signed(with_sign(scene, text))[0]
    for name, pixels in pictures.items():
        Image.fromarray(pixels).save(folder / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
