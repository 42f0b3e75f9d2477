"""Filling a hole with what surrounds it: the inpainting behind REMOVE's stand-in.

The hole takes the pixels of one other place in the picture, chosen so that they continue the hole's
border best and look like the ground around it (the single-shift case of Pritch et al., "Shift-map
image editing", 2009); the difference that is left at the border is spread smoothly over the inside
(Perez et al., "Poisson image editing", 2003, by push-pull). Grain and texture stay real. A hole too
large for any shift is filled half by half.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from visprog.types import Bits, Pixels
from visprog_tools.edit.spread import spread
from visprog_tools.filters import Floats, gaussian_within, grown, scaled

COARSE = 160
"""The longer side, in pixels, of the picture in which shifts are compared."""

BORDER = 220
INSIDE = 320
FINALISTS = 12
RIM = 2
"""How far beyond a hole the pixels may still hold some colour of what was there."""
"""Pixels that are compared for each shift, at most."""

STRANGE = 70.0
"""The RGB distance at which a pixel counts as another thing's, however far away it is."""

OTHER = 32.0
"""The difference in a colour channel from which a pixel is unlike the border's."""

LEVELLED = 40.0
"""The RGB distance at the border that is always spread over the inside."""

Whole = NDArray[np.int64]


def filled(pixels: Pixels, hole: Bits) -> Floats:
    """The picture as float32 with the hole filled; outside the hole it is the picture itself.

    A hole that is the whole picture comes back grey.
    """
    picture = pixels.astype(np.float32)
    if hole.all():
        return np.full_like(picture, 127.0)
    import cv2

    count, labels = cv2.connectedComponents(hole.astype(np.uint8))
    open_ = hole.copy()
    sizes = np.bincount(labels.ravel(), minlength=count)
    for label in sorted(range(1, count), key=lambda index: int(sizes[index])):
        picture, open_ = _fill(picture, labels == label, open_, 5)
    return picture


def _fill(picture: Floats, part: Bits, open_: Bits, halvings: int) -> tuple[Floats, Bits]:
    """Fill one part of what is still open."""
    shift = _best_shift(picture, part, open_)
    if shift is None and halvings and part.sum() > 64:
        for half in _halves(part):
            if half.any():
                picture, open_ = _fill(picture, half, open_, halvings - 1)
        return picture, open_
    if shift is None:
        smooth = spread(picture, ~open_)
        picture = np.where(part[..., None], smooth, picture)
    else:
        picture = _cloned(picture, part, open_, shift)
    return picture, open_ & ~part


def _cloned(picture: Floats, part: Bits, open_: Bits, shift: tuple[int, int]) -> Floats:
    """The part with the pixels from ``shift`` (rows, columns) away, levelled at the border."""
    rows, columns = np.nonzero(part)
    copied = picture.copy()
    copied[rows, columns] = picture[rows + shift[0], columns + shift[1]]
    border = _border(part, open_)
    edge_rows, edge_columns = np.nonzero(border)
    from_rows, from_columns = edge_rows + shift[0], edge_columns + shift[1]
    height, width = part.shape
    usable = (from_rows >= 0) & (from_rows < height) & (from_columns >= 0) & (from_columns < width)
    usable[usable] &= ~grown(open_, RIM)[from_rows[usable], from_columns[usable]]
    at = edge_rows[usable], edge_columns[usable]
    soft = _soft(picture, ~open_)
    apart = soft[at] - soft[from_rows[usable], from_columns[usable]]
    size = np.sqrt((apart**2).sum(-1))
    near = size <= max(LEVELLED, 2 * float(np.median(size))) if len(size) else size > 0
    known = np.zeros_like(part)
    gap = np.zeros_like(picture)
    known[at] = near  # another thing at the border must not bleed in
    gap[at] = np.where(near[:, None], apart, 0)
    levelled = copied + spread(gap, known) if known.any() else copied
    return np.where(part[..., None], np.clip(levelled, 0, 255), picture)


def _best_shift(picture: Floats, part: Bits, open_: Bits) -> tuple[int, int] | None:
    """From where to copy, or None when no place is large enough."""
    height, width = part.shape
    scale = min(1.0, COARSE / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = scaled(picture, *size)
    closed = _smaller(grown(open_, RIM), size)
    inside = _smaller(part, size)
    border = grown(inside, 3) & ~grown(inside, 1) & ~closed
    if not border.any() or not inside.any():
        return None
    points = _sample(inside, INSIDE), _sample(border, BORDER)
    smooth = spread(small, ~closed)  # what the ground would be if it had no texture
    reach = range(-size[1] + 1, size[1]), range(-size[0] + 1, size[0])
    step = 1 if max(size) <= 64 else 2
    shifts = np.stack(
        np.meshgrid(np.arange(reach[0].start, reach[0].stop, step),
                    np.arange(reach[1].start, reach[1].stop, step), indexing="ij"), -1
    ).reshape(-1, 2)  # fmt: skip
    shifts = shifts[_fits(inside, shifts, size)]
    if not len(shifts):
        return None
    free = ~_read(closed, points[0], shifts).any(1)
    shifts = shifts[free]
    if not len(shifts):
        return None
    clean = ~_read(_strange(small, border), points[0], shifts).any(1)
    shifts = shifts[clean] if clean.any() else shifts
    edge_cost = _cost(small, small, points[1], shifts, closed, STRANGE)
    inner_cost = _cost(small, smooth, points[0], shifts, closed)
    away = np.abs(shifts / np.array([size[1], size[0]])).sum(1)
    cost = edge_cost * (1 + 0.05 * away) + 0.5 * inner_cost
    best = shifts[np.argsort(cost, kind="stable")[:FINALISTS]]
    return _refined(picture, part, open_, best / scale, round(step / scale))


def _strange(small: Floats, border: Bits) -> Bits:
    """Pixels unlike every pixel of the border, and their neighbours: other things."""
    colours = small[border][:: max(1, int(border.sum()) // 60)]
    nearest = np.full(border.shape, np.inf, np.float32)
    for colour in colours:
        nearest = np.minimum(nearest, np.abs(small - colour).max(-1))
    return grown(nearest > OTHER, 2)


def _refined(
    picture: Floats, part: Bits, open_: Bits, starts: NDArray[np.float64], reach: int
) -> tuple[int, int] | None:
    """The possible shift near one of ``starts`` that continues the border best, in full pixels."""
    border = _sample(_border(part, open_), BORDER)
    rows, columns = np.nonzero(part)
    low, high = np.array([rows.min(), columns.min()]), np.array([rows.max(), columns.max()])
    closed = grown(open_, RIM)
    soft = _soft(picture, ~open_)
    near = np.rint(starts).astype(int)
    for pace in (max(1, reach // 3), 1):
        steps = np.arange(-3, 4) * pace if pace > 1 else np.arange(-reach // 3, reach // 3 + 1)
        around = np.stack(np.meshgrid(steps, steps, indexing="ij"), -1).reshape(-1, 2)
        near = np.unique((near[:, None] + around[None]).reshape(-1, 2), axis=0)
        near = near[((low + near >= 0) & (high + near < np.array(part.shape))).all(1)]
        if not len(near):
            return None
        order = np.argsort(_cost(soft, soft, border, near, closed, STRANGE), kind="stable")
        near = near[order[:FINALISTS]]
    near = near[[not closed[rows + down, columns + across].any() for down, across in near]]
    if not len(near):
        return None
    ground = spread(picture, ~open_)[rows, columns]
    strange = [
        float((np.abs(picture[rows + down, columns + across] - ground).max(-1) > STRANGE).mean())
        for down, across in near
    ]
    down, across = near[int(np.argmin(strange))]  # of equals the first: the best border
    return int(down), int(across)


def _cost(
    source: Floats,
    goal: Floats,
    points: Whole,
    shifts: Whole,
    closed: Bits,
    most: float = 255.0,
) -> Floats:
    """The mean squared difference, each at most ``most`` squared, between ``goal`` at the points
    and ``source`` a shift away."""
    total = np.zeros(len(shifts), np.float32)
    for first in range(0, len(shifts), 2000):
        some = shifts[first : first + 2000]
        at = points[None] + some[:, None]
        seen = ((at >= 0) & (at < np.array(closed.shape))).all(-1)
        rows = at[..., 0].clip(0, closed.shape[0] - 1)
        columns = at[..., 1].clip(0, closed.shape[1] - 1)
        seen &= ~closed[rows, columns]
        apart = ((source[rows, columns] - goal[points[:, 0], points[:, 1]]) ** 2).sum(-1)
        apart = np.minimum(apart, most**2)
        share = seen.mean(1)
        mean = (apart * seen).sum(1) / np.maximum(seen.sum(1), 1)
        total[first : first + 2000] = mean + STRANGE**2 * (1 - share)
    return total


def _read(bits: Bits, points: Whole, shifts: Whole) -> Bits:
    """``bits`` at the points, for each shift; every place must lie in the frame."""
    read: Bits = bits[
        points[None, :, 0] + shifts[:, None, 0], points[None, :, 1] + shifts[:, None, 1]
    ]
    return read


def _fits(inside: Bits, shifts: Whole, size: tuple[int, int]) -> Bits:
    rows, columns = np.nonzero(inside)
    down, across = shifts[:, 0], shifts[:, 1]
    fits: Bits = (
        (rows.min() + down >= 0)
        & (rows.max() + down < size[1])
        & (columns.min() + across >= 0)
        & (columns.max() + across < size[0])
    )
    return fits


def _halves(part: Bits) -> tuple[Bits, Bits]:
    """The part cut across its longer side."""
    rows, columns = np.nonzero(part)
    half = np.zeros_like(part)
    if np.ptp(rows) > np.ptp(columns):
        half[: int(np.median(rows)) + 1] = True
    else:
        half[:, : int(np.median(columns)) + 1] = True
    return part & half, part & ~half


def _smaller(bits: Bits, size: tuple[int, int]) -> Bits:
    """Set wherever any pixel was."""
    return scaled(bits.astype(np.float32), *size) > 0.01


def _border(part: Bits, open_: Bits) -> Bits:
    """Pixels just outside the part; not the very next, which the thing that went away tinged."""
    return grown(part, RIM + 3) & ~grown(part | open_, RIM)


def _sample(bits: Bits, most: int) -> Whole:
    """Evenly many of the set pixels' (row, column), at most that many."""
    places = np.argwhere(bits)
    return places[:: max(1, -(-len(places) // most))]


def _soft(picture: Floats, known: Bits) -> Floats:
    """The picture without its grain, from known pixels alone."""
    return gaussian_within(picture, known.astype(np.float32), 1.5)
