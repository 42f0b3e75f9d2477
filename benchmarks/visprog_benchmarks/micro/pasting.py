"""Exercises for the inpainting model, put together on the device where it trains.

Each is a picture with a hole, a wish, and the picture as it should become: a thing drawn into a
place as REPLACE makes room for it, a ground or a colour painted within a mask, or the place as it
was before anything stood there.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch.nn.functional import avg_pool2d, grid_sample, max_pool2d

from visprog_benchmarks.micro.sketchbook import SIDE, Sketchbook
from visprog_benchmarks.micro.wishes import Wishes
from visprog_tools.edit.area import ROUNDNESS
from visprog_tools.edit.replace import ROOM
from visprog_tools.sprites import draw

CELL = 128
FILLS = 0.94
"""The share of its place that a thing fills, in the direction in which it fits."""
STRETCH = 1.3
"""How much wider or taller than it is a thing is drawn at most, to fill its place better."""
THINGS, CLEARINGS, GROUNDS = 0.72, 0.16, 0.10
"""Shares of the exercises within a picture; the rest are plain colours."""
WHOLE = 0.2
"""The share of exercises that paint all the ground of a whole picture."""
COLOURED = 0.3
SILENT = 0.08
"""The share of exercises without a word, for guidance."""


@dataclass(frozen=True)
class Exercise:
    """A batch: pixels float (batch, 3, 128, 128) in -1..1, hole bool (batch, 1, 128, 128).

    `goal` equals `given` outside the hole; in it `given` is 0, as the pipeline has it.
    """

    given: torch.Tensor
    hole: torch.Tensor
    goal: torch.Tensor
    wishes: torch.Tensor


class Exercises:
    """Random exercises from a sketchbook and all drawings, as many as wanted."""

    def __init__(self, book: Sketchbook, wishes: Wishes, device: str) -> None:
        self._device, self._wishes = device, wishes
        whole = book.rooms[:, 2] - book.rooms[:, 0] >= 1
        whole &= book.rooms[:, 3] - book.rooms[:, 1] >= 1
        self._parts = torch.from_numpy(book.parts).to(device)
        self._things = torch.from_numpy(book.things).to(device)
        self._rooms = torch.from_numpy(book.rooms).to(device)
        self._sizes = torch.from_numpy(book.sizes).to(device)
        self._whole = torch.from_numpy(whole.nonzero()[0]).to(device)
        self._within = torch.from_numpy((~whole).nonzero()[0]).to(device)
        self._grounds = torch.from_numpy(book.grounds).to(device)
        self._names = torch.from_numpy(book.names).to(device)
        own, coloured = wishes.of_things()
        self._own = torch.from_numpy(own).to(device)
        self._coloured = torch.from_numpy(coloured).to(device)
        self._sprites, self._extents = _sheet(wishes, device)
        self._small = avg_pool2d(self._sprites.float(), 2).half()

    def draw(self, count: int) -> Exercise:
        """A batch of exercises."""
        whole = self._random(count) < WHOLE
        index = torch.where(whole, _pick(self._whole, count), _pick(self._within, count))
        base = self._image(self._parts[index])
        rooms, sizes = _grown(self._rooms[index]), self._sizes[index]
        kind = torch.where(
            whole, THINGS + CLEARINGS + (1 - THINGS - CLEARINGS) * self._random(count),
            self._random(count),
        )  # fmt: skip
        thing = kind < THINGS
        clearing = (kind >= THINGS) & (kind < THINGS + CLEARINGS)
        ground = (kind >= THINGS + CLEARINGS) & (kind < THINGS + CLEARINGS + GROUNDS)
        coloured = self._random(count) < COLOURED
        drawing = torch.where(coloured, _pick(self._coloured, count), _pick(self._own, count))
        colour, alpha = self._drawn(drawing, rooms, sizes)
        room = _rounded(rooms)
        outline = max_pool2d((alpha > 0.2).float(), 7, 1, 3) > 0
        outline = torch.where(self._mix(0.3, count), room, outline)
        surroundings = max_pool2d((~self._things[index][:, None]).float(), 3, 1, 1) > 0
        hole = torch.where(_wide(thing), room, outline)
        hole = torch.where(_wide(whole), surroundings, hole)
        texture = torch.randint(len(self._names), (count,), device=self._device)
        surface = torch.randint(len(self._wishes.surfaces), (count,), device=self._device)
        plain = self._wishes.surfaces[surface][:, :, None, None].expand_as(base)
        painted = torch.where(_wide(thing), base * (1 - alpha) + colour, base)
        painted = torch.where(_wide(ground), self._image(self._grounds[texture]), painted)
        painted = torch.where(_wide(~thing & ~clearing & ~ground), plain, painted)
        goal = torch.where(hole, painted, base) * 2 - 1
        wishes = torch.where(thing, drawing, self._wishes.first_surface + surface)
        wishes = torch.where(ground, self._wishes.first_ground + self._names[texture], wishes)
        wishes = torch.where(clearing, self._wishes.nothing, wishes)
        silent = self._random(count) < SILENT
        wishes = torch.where(silent, self._wishes.silence, wishes)
        return Exercise(goal * ~hole, hole, goal, wishes)

    def _drawn(
        self, drawing: torch.Tensor, rooms: torch.Tensor, sizes: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Premultiplied colours and alpha of each drawing in its place, standing on its floor."""
        count = len(drawing)
        own = self._extents[drawing]
        place = (rooms[:, 2:] - rooms[:, :2]) * sizes
        fill = FILLS - 0.06 * self._random(count)[:, None]
        scale = (place / own).amin(1, keepdim=True) * fill
        most = STRETCH ** (0.6 + 0.4 * self._random(count)[:, None])
        extent = torch.minimum(own * scale * most, torch.maximum(place * fill, own * scale))
        middle = (rooms[:, :2] + rooms[:, 2:]) / 2 * sizes
        floor = rooms[:, 3] * sizes[:, 1] - 0.03 * place[:, 1]
        middle = torch.stack([middle[:, 0], floor - extent[:, 1] / 2], 1)
        angle = (self._random(count) * 2 - 1) * 0.06
        steps = (torch.arange(SIDE, device=self._device) + 0.5) / SIDE
        across = steps[None, None, :] * sizes[:, 0, None, None] - middle[:, 0, None, None]
        down = steps[None, :, None] * sizes[:, 1, None, None] - middle[:, 1, None, None]
        cosine, sine = angle.cos()[:, None, None], angle.sin()[:, None, None]
        x = (cosine * across - sine * down) / extent[:, 0, None, None]
        y = (sine * across + cosine * down) / extent[:, 1, None, None]
        grid = torch.stack([x * own[:, 0, None, None], y * own[:, 1, None, None]], -1) * 2 / CELL
        fine = grid_sample(self._sprites[drawing].float(), grid, align_corners=False)
        coarse = grid_sample(self._small[drawing].float(), grid, align_corners=False)
        texel = (extent / sizes * SIDE / own).mean(1)
        blend = ((texel - 0.45) / 0.3).clamp(0, 1)[:, None, None, None]
        pixels = coarse + (fine - coarse) * blend
        alpha = pixels[:, 3:]
        gain = 0.9 + 0.16 * self._random(count)[:, None, None, None]
        gain = gain * (0.96 + 0.08 * torch.rand(count, 3, 1, 1, device=self._device))
        return torch.minimum(pixels[:, :3] * gain, alpha), alpha

    def _image(self, pixels: torch.Tensor) -> torch.Tensor:
        return pixels.permute(0, 3, 1, 2).float() / 255

    def _random(self, count: int) -> torch.Tensor:
        return torch.rand(count, device=self._device)

    def _mix(self, share: float, count: int) -> torch.Tensor:
        return _wide(self._random(count) < share)


def _pick(among: torch.Tensor, count: int) -> torch.Tensor:
    return among[torch.randint(len(among), (count,), device=among.device)]


def _wide(chosen: torch.Tensor) -> torch.Tensor:
    return chosen[:, None, None, None]


def _grown(rooms: torch.Tensor) -> torch.Tensor:
    """The boxes as REPLACE grows them, kept within the part."""
    middle, half = (rooms[:, :2] + rooms[:, 2:]) / 2, (rooms[:, 2:] - rooms[:, :2]) / 2 * ROOM
    return torch.cat([middle - half, middle + half], 1).clamp(0, 1)


def _rounded(rooms: torch.Tensor) -> torch.Tensor:
    """The superellipse in each box, bool (batch, 1, 128, 128)."""
    steps = (torch.arange(SIDE, device=rooms.device) + 0.5) / SIDE
    middle, half = (rooms[:, :2] + rooms[:, 2:]) / 2, (rooms[:, 2:] - rooms[:, :2]) / 2
    away = ((steps[None, None] - middle[..., None]) / half[..., None]).abs() ** ROUNDNESS
    return (away[:, 0, None, :] + away[:, 1, :, None] <= 1)[:, None]


def _sheet(wishes: Wishes, device: str) -> tuple[torch.Tensor, torch.Tensor]:
    """Every drawing in the middle of a cell, premultiplied float16 (drawings, 4, 128, 128) of 0..1,
    and its width and height."""
    cells = torch.zeros(len(wishes.drawings), 4, CELL, CELL)
    extents = torch.zeros(len(wishes.drawings), 2)
    for index, (noun, colour, variant) in enumerate(wishes.drawings):
        pixels = torch.from_numpy(draw(noun, colour, variant).copy()).permute(2, 0, 1).float() / 255
        pixels[:3] *= pixels[3:]
        height, width = pixels.shape[1:]
        top, left = (CELL - height) // 2, (CELL - width) // 2
        cells[index, :, top : top + height, left : left + width] = pixels
        extents[index] = torch.tensor([width, height])
    return cells.half().to(device), extents.to(device)
