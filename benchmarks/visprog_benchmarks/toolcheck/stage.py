"""The pictures that tools are checked on, with what is known to be in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from visprog.errors import UsageError
from visprog.types import Bits, Box, Image, Pixels
from visprog_benchmarks.world.examples import SCENES
from visprog_benchmarks.world.render import render
from visprog_benchmarks.world.scene import Scene
from visprog_benchmarks.world.signs import render_signed, with_sign

PLACE = re.compile(r"\$([a-z_]+)(\d*)(?:\.(left|lower|right|upper))?")
"""A place in a program where what is known of the picture is filled in."""

PHOTOGRAPH = "astronaut"
FACE = (178.0, 66.0, 268.0, 182.0)
"""The face in scikit-image's photograph of Eileen Collins (NASA, public domain), from hairline to
chin and ear to ear, as measured by hand."""
SIGN = "sign"
TEXT = "EXIT 24"
"""A scene with a sign in it, and what the sign says."""


@dataclass(frozen=True, eq=False)
class Stage:
    """One picture and its truth. Boxes are xyxy in pixels, origin top left."""

    name: str
    image: Image
    known: Mapping[str, tuple[Box, ...]]
    """By noun, where its instances are, back to front."""
    scene: Scene | None = None
    ids: Pixels | None = None
    """By pixel 0 for the ground, i + 1 for ``scene.things[i]``; uint8 (height, width)."""

    def boxes(self, noun: str) -> tuple[Box, ...]:
        """Where the things of one noun are."""
        return self.known[noun]

    def box(self, noun: str) -> Box:
        """Where the rearmost thing of one noun is."""
        return self.known[noun][0]

    def masks(self, noun: str) -> list[Bits]:
        """The visible pixels of each thing of one noun, bool (height, width)."""
        assert self.scene is not None
        assert self.ids is not None
        things = enumerate(self.scene.things, 1)
        return [np.equal(self.ids, number) for number, thing in things if thing.noun == noun]

    @property
    def pictures(self) -> Mapping[str, Image]:
        """This picture and another one, by the names that programs use."""
        other = stage("right" if self.name == "left" else "left").image
        return {"image": self.image, "IMAGE": self.image, "other": other}

    def filled(self, text: str) -> str:
        """``text`` with what is known for names.

        ``$car`` is the first car's box ``[left, top, right, bottom]``, ``$dog2`` the second dog's,
        and ``$car.lower`` an edge as ViperGPT has it: left, lower, right or upper, y axis up.
        Raises :class:`UsageError` for what is not in the picture.
        """

        def place(match: re.Match[str]) -> str:
            noun, number, edge = match.groups()
            boxes, which = self.known.get(noun.replace("_", " "), ()), int(number or 1)
            if not 0 < which <= len(boxes):
                raise UsageError(f"the picture {self.name} has no {match.group()}")
            box = boxes[which - 1]
            if edge is None:
                return f"[{', '.join(f'{side:g}' for side in box.xyxy)}]"
            height = self.image.height
            up = Box(box.left, height - box.bottom, box.right, height - box.top)
            sides = dict(zip(("left", "lower", "right", "upper"), up.xyxy, strict=True))
            return f"{sides[edge]:g}"

        return PLACE.sub(place, text)


@cache
def stage(name: str) -> Stage:
    """One of the example pictures by name, :data:`PHOTOGRAPH` or :data:`SIGN`.

    Raises :class:`UsageError` for another name.
    """
    if name == PHOTOGRAPH:
        from skimage.data import astronaut

        return Stage(name, Image(astronaut()), {"face": (Box(*FACE),)})
    if name == SIGN:
        signed = with_sign(SCENES["right"], TEXT, seed=2)
        return _known(name, signed.scene, *render_signed(signed))
    if name not in SCENES:
        names = ", ".join([*SCENES, PHOTOGRAPH, SIGN])
        raise UsageError(f"no picture is called {name}: there is {names}")
    return staged(name, SCENES[name])


def staged(name: str, scene: Scene) -> Stage:
    """A scene, rendered."""
    return _known(name, scene, *render(scene))


def _known(name: str, scene: Scene, pixels: Pixels, ids: Pixels) -> Stage:
    known: dict[str, tuple[Box, ...]] = {}
    for thing in scene.things:
        known[thing.noun] = (*known.get(thing.noun, ()), Box(*thing.box))
    return Stage(name, Image(pixels), known, scene, ids)
