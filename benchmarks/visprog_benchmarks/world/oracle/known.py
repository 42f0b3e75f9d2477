"""The scenes that perfect tools know, and which of their things a picture shows.

Every image carries the frame that leads to its root picture, so a crop of a scene is known as well
as the scene.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from visprog.errors import ToolError
from visprog.types import Bits, Box, Image, Mask, Region
from visprog_benchmarks.world.depth import depth_of
from visprog_benchmarks.world.faces import face
from visprog_benchmarks.world.render import masks, render
from visprog_benchmarks.world.scene import Scene, Thing
from visprog_benchmarks.world.signs import Sign, SignedScene, render_signed
from visprog_tools import masking

VISIBLE = 0.5
"""A thing is in a crop when this part of its visible box is."""
SAME = 0.3
"""A region is of a thing when their boxes overlap by this much (IoU); less is another place."""


class Known:
    """Scenes by the root pictures that they were rendered to."""

    def __init__(self, known: Iterable[tuple[Image, Scene | SignedScene]]) -> None:
        self._roots: dict[str, tuple[Image, Scene | SignedScene]] = {
            image.frame.root: (image, scene) for image, scene in known
        }

    def scene(self, image: Image) -> Scene:
        """The scene of a picture or of what it was cut from. Raises ``ToolError`` for others."""
        shown = self.shown(image)
        return shown.scene if isinstance(shown, SignedScene) else shown

    def sign(self, image: Image) -> Sign | None:
        """The sign that can be read in a picture."""
        shown = self.shown(image)
        if not isinstance(shown, SignedScene):
            return None
        return shown.sign if _share(shown.sign.box, image) >= VISIBLE else None

    def things(self, image: Image) -> list[Thing]:
        """The things of which enough is in the picture, left to right."""
        inside = [
            thing for thing in self.scene(image).things if _share(thing.box, image) >= VISIBLE
        ]
        return sorted(inside, key=lambda thing: thing.centre)

    def at(self, image: Image, region: Region) -> Thing | None:
        """The thing whose box fits a region of the picture best, however badly."""
        box = region.root_box if region.frame else image.frame.to_root(region.box)
        return self.best(self.scene(image).things, box)

    def of(self, image: Image, region: Region) -> Thing | None:
        """The thing that a region is of, if it is of one."""
        box = region.root_box if region.frame else image.frame.to_root(region.box)
        thing = self.at(image, region)
        return thing if thing is not None and Box(*thing.box).iou(box) >= SAME else None

    def best(self, things: Iterable[Thing], box: Box) -> Thing | None:
        """The thing whose box fits a box of the root picture best."""
        return max(things, key=lambda thing: Box(*thing.box).iou(box), default=None)

    def outline(self, image: Image, thing: Thing | None) -> Bits:
        """The visible pixels of a thing, or of the ground for None, as bool of the picture."""
        scene, ids = self.scene(image), self.ids(image)
        if thing is None:
            return np.asarray(ids == 0)
        return np.asarray(masks(ids, len(scene.things))[_index(scene, thing)])

    def ids(self, image: Image) -> NDArray[np.uint8]:
        """The id map of the picture: 0 for the ground, 1 + index of the thing."""
        root, shown = self._roots[image.frame.root]
        whole = _ids(shown)
        if root.frame == image.frame:
            return whole
        values = np.unique(whole)
        ids = np.zeros((image.height, image.width), np.uint8)
        for value in values[values > 0].tolist():
            about = Region(root.box, mask=Mask(whole == value), frame=root.frame)
            ids[masking.mask_of(about, image).bits] = value
        return ids

    def depth(self, image: Image) -> NDArray[np.float32]:
        """What a depth model says of the picture: larger is farther away, (height, width)."""
        root, _ = self._roots[image.frame.root]
        field = np.negative(depth_of(self.scene(image)).field)
        return field if root.frame == image.frame else field[_window(image, root)]

    def view(self, image: Image, made: Scene | SignedScene) -> Image:
        """What a picture would show if it had been cut from another scene of the same size."""
        root, _ = self._roots[image.frame.root]
        pixels = (render_signed(made) if isinstance(made, SignedScene) else render(made))[0]
        if root.frame != image.frame:
            pixels = pixels[_window(image, root)]
        return Image(pixels, image.frame)

    def faces(self, image: Image) -> list[Box]:
        """The faces of which enough is in the picture and not covered, left to right."""
        scene = self.scene(image)
        ids = _ids(self.shown(image))
        found = []
        for index in range(len(scene.things)):
            seen = face(scene, ids, index)
            box = Mask(seen[0]).box if seen is not None and seen[1] >= VISIBLE else None
            if box is not None and _share(box.xyxy, image) >= VISIBLE:
                found.append(image.frame.from_root(box).clipped(image.width, image.height))
        return sorted(found, key=lambda box: box.xyxy)

    def distance(self, image: Image, thing: Thing) -> float:
        """How far away a thing is, on the scale of `depth`."""
        scene = self.scene(image)
        return -depth_of(scene).things[_index(scene, thing)]

    def shown(self, image: Image) -> Scene | SignedScene:
        """The scene of a picture, with its sign. Raises ``ToolError`` for other pictures."""
        try:
            return self._roots[image.frame.root][1]
        except KeyError:
            raise ToolError("the perfect tools know nothing about this picture") from None


@lru_cache(maxsize=64)
def _ids(shown: Scene | SignedScene) -> NDArray[np.uint8]:
    ids = render_signed(shown)[1] if isinstance(shown, SignedScene) else render(shown)[1]
    ids.setflags(write=False)
    return ids


def _window(image: Image, root: Image) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The pixels of its root picture that a picture shows."""
    columns = (np.arange(image.width) + 0.5) * image.frame.scale + image.frame.left
    rows = (np.arange(image.height) + 0.5) * image.frame.scale + image.frame.top
    return (
        rows.astype(np.intp).clip(0, root.height - 1)[:, None],
        columns.astype(np.intp).clip(0, root.width - 1),
    )


def _index(scene: Scene, thing: Thing) -> int:
    return next(index for index, one in enumerate(scene.things) if one is thing)


def _share(box: tuple[float, float, float, float], image: Image) -> float:
    """Which part of a box of the root picture lies in the image."""
    whole = Box(*box)
    common = whole.intersection(image.frame.to_root(image.box))
    return common.area / whole.area if common is not None and whole.area else 0.0
