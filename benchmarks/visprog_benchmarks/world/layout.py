"""Scenes: drawn at random from a seed, or put together by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from visprog_benchmarks.world.draws import Draws
from visprog_benchmarks.world.grounds import GROUNDS
from visprog_benchmarks.world.render import painting_order, place
from visprog_benchmarks.world.scene import XYXY, Pose, Scene, Split, Thing, size_word
from visprog_benchmarks.world.splits import HELD_OUT, stage_of
from visprog_tools.sprites import COLOURS, Holds, draw, nouns, sprites

HOLDERS = tuple(noun for noun in nouns() if sprites()[noun].holds)


@dataclass(frozen=True, slots=True)
class Taste:
    """What distinguishes one split from another."""

    most_things: int
    sizes: tuple[tuple[float, float], ...]
    angle: float
    overlap: float
    least_visible: float
    holder_chance: float = 0.5
    repeat_chance: float = 0.5


TASTES: dict[Split, Taste] = {
    "plain": Taste(
        most_things=6,
        sizes=((0.30, 0.55), (0.24, 0.48), (0.19, 0.40), (0.18, 0.36), (0.15, 0.32), (0.15, 0.28)),
        angle=10,
        overlap=0.06,
        least_visible=0.6,
    ),
    "harder": Taste(
        most_things=10,
        sizes=((0.12, 0.5), (0.10, 0.42), (0.09, 0.36), (0.08, 0.30)),
        angle=25,
        overlap=0.45,
        least_visible=0.3,
    ),
}


@dataclass(frozen=True, slots=True)
class Put:
    """One thing of a composed scene.

    `at` is the sprite's centre and `size` its long side, as fractions of the frame's width and
    height and of its shorter side; a held thing without `at` gets an even share of its holder.
    """

    noun: str
    at: tuple[float, float] | None = None
    size: float | None = None
    colour: str | None = None
    angle: float = 0.0
    flip: bool = False
    variant: int = 0
    holds: tuple[Put, ...] = ()


def make_scene(seed: int, *, split: Split = "plain", width: int = 384, height: int = 384) -> Scene:
    """The scene of this seed; the same arguments give the same scene on every machine.

    The seed decides the stage too (`splits.SEEDS`): only test seeds show the combinations of
    `splits.HELD_OUT`.
    """
    draws = Draws(f"scene {split}", seed)
    taste = TASTES[split]
    while True:
        things = _draw_things(draws, taste, width, height)
        ground = draws.pick(_grounds_for(things, seed))
        scene = Scene(seed, width, height, ground, _seen(things, width, height))
        if scene.things and _is_fair(scene, taste):
            return scene


def compose(
    puts: Sequence[Put], *, ground: str, width: int = 640, height: int = 480, seed: int = 0
) -> Scene:
    """A scene put together by hand, back to front; the seed only varies the ground's texture."""
    things: list[Thing] = []
    for put in puts:
        if put.at is None:
            raise ValueError(f"say where the {put.noun} is: only held things have a default place")
        length = (put.size or 0.3) * min(width, height)
        pose = Pose(put.at[0] * width, put.at[1] * height, length, put.angle, put.flip, put.variant)
        holder = _thing(put.noun, put.colour, pose, width, height)
        things.append(holder)
        index, holds = len(things) - 1, sprites()[put.noun].holds
        if put.holds and holds is None:
            raise ValueError(f"a {put.noun} holds nothing")
        for number, held in enumerate(put.holds):
            assert holds is not None
            if held.at is None:
                share = (number + 0.5) / len(put.holds)
                size = held.size or sum(holds.size) / 2
                pose = _held_pose(holder, holds, (share, 0.5), size, held.noun)
            else:
                length = (held.size or 0.1) * min(width, height)
                pose = Pose(held.at[0] * width, held.at[1] * height, length)
            pose = replace(pose, angle=held.angle, flip=held.flip, variant=held.variant)
            thing = _thing(held.noun, held.colour, pose, width, height)
            things.append(_held(thing, index, holds))
    return Scene(seed, width, height, ground, _seen(things, width, height))


def _draw_things(draws: Draws, taste: Taste, width: int, height: int) -> list[Thing]:
    things: list[Thing] = []
    count = draws.whole(1, taste.most_things)
    if count > 1 and draws.chance(taste.holder_chance):
        things += _draw_loaded_holder(draws, taste, min(count - 1, 4), width, height)
    repeated = None
    if draws.chance(taste.repeat_chance):
        repeated = draws.pick(nouns())
    while len(things) < count:
        noun = repeated if repeated and draws.chance(0.7) else draws.pick(nouns())
        sizes = taste.sizes[min(count, len(taste.sizes)) - 1]
        thing = _draw_free_spot(draws, taste, noun, sizes, things, width, height)
        if thing is None:
            break
        things.append(thing)
    return things


def _draw_loaded_holder(
    draws: Draws, taste: Taste, most: int, width: int, height: int
) -> list[Thing]:
    noun = draws.pick(HOLDERS)
    holds = sprites()[noun].holds
    assert holds is not None
    tilted = replace(taste, angle=4.0)
    holder = _draw_free_spot(draws, tilted, noun, (0.42, 0.58), [], width, height)
    if holder is None:
        return []
    things = [holder]
    held_noun = draws.pick(holds.what)
    mixed = draws.chance(0.3)
    count = draws.whole(1, min(holds.most, most))
    slots = draws.whole(count, holds.most)
    first = draws.whole(0, slots - count)
    for number in range(first, first + count):
        name = draws.pick(holds.what) if mixed else held_noun
        along = (number + 0.5 + draws.number(-0.12, 0.12)) / slots
        spot = (along, draws.number())
        pose = _held_pose(holder, holds, spot, draws.number(*holds.size), name)
        thing = _draw_looks(draws, name, pose, 4.0, width, height)
        things.append(_held(thing, 0, holds))
    return things


def _draw_free_spot(
    draws: Draws,
    taste: Taste,
    noun: str,
    sizes: tuple[float, float],
    others: Sequence[Thing],
    width: int,
    height: int,
) -> Thing | None:
    for attempt in range(40):
        shrink = 0.93 ** (attempt // 5)
        length = max(sizes[0], draws.number(*sizes) * shrink) * min(width, height)
        pose = Pose(draws.number(0, width), draws.number(0, height), length)
        thing = _draw_looks(draws, noun, pose, taste.angle, width, height)
        left, top, right, bottom = thing.box
        if left < 1 or top < 1 or right > width - 1 or bottom > height - 1:
            continue
        if all(_overlap(thing.box, other.box) <= taste.overlap for other in others):
            return thing
    return None


def _draw_looks(
    draws: Draws, noun: str, pose: Pose, angle: float, width: int, height: int
) -> Thing:
    sprite = sprites()[noun]
    colour = draws.pick(tuple(COLOURS)) if sprite.tintable else None
    light = draws.number(0.9, 1.06)
    gain = tuple(light * draws.number(0.96, 1.04) for _ in range(3))
    pose = replace(
        pose,
        angle=draws.number(-angle, angle),
        flip=draws.chance(0.5),
        variant=draws.whole(0, len(sprite.cells) - 1),
        gain=(gain[0], gain[1], gain[2]),
    )
    return _thing(noun, colour, pose, width, height)


def _held_pose(
    holder: Thing, holds: Holds, spot: tuple[float, float], size: float, noun: str
) -> Pose:
    """The pose at a spot (fractions of the holder's region) that stands on its lower edge."""
    height, width = draw(holder.noun).shape[:2]
    scale = holder.pose.length / max(width, height)
    x0, y0, x1, y1 = holds.region
    across = (x0 + (x1 - x0) * spot[0] - 0.5) * (-1 if holder.pose.flip else 1) * width * scale
    down = (y0 + (y1 - y0) * spot[1] - 0.5) * height * scale
    turn = np.radians(holder.pose.angle)
    cosine, sine = round(float(np.cos(turn)), 9), round(float(np.sin(turn)), 9)
    length = size * holder.pose.length
    own_height, own_width = draw(noun).shape[:2]
    rise = length * own_height / max(own_height, own_width) / 2
    x = holder.pose.x + cosine * across + sine * down
    y = holder.pose.y - sine * across + cosine * down - rise
    return Pose(x, y, length)


def _thing(noun: str, colour: str | None, pose: Pose, width: int, height: int) -> Thing:
    own_height, own_width = draw(noun).shape[:2]
    scale = pose.length / max(own_height, own_width)
    turn = np.radians(pose.angle)
    cosine, sine = round(abs(float(np.cos(turn))), 9), round(abs(float(np.sin(turn))), 9)
    half_x = (cosine * own_width + sine * own_height) * scale / 2
    half_y = (sine * own_width + cosine * own_height) * scale / 2
    box = (pose.x - half_x, pose.y - half_y, pose.x + half_x, pose.y + half_y)
    word = size_word(pose.length, width, height)
    return Thing(noun, colour, word, box, 1.0, 0, None, None, pose)


def _held(thing: Thing, holder: int, holds: Holds) -> Thing:
    if holds.relation == "in":
        return replace(thing, inside=holder)
    return replace(thing, on=holder)


def _seen(things: Sequence[Thing], width: int, height: int) -> tuple[Thing, ...]:
    """The things with the boxes and shares of their visible pixels; hidden ones keep no area."""
    ids = np.zeros((height, width), np.uint8)
    whole = [0] * len(things)
    for index, thing, lip in painting_order(tuple(things)):
        patch = place(thing.noun, thing.pose, width, height, None, lip)
        if patch is None:
            continue
        rows, columns, pixels = patch
        opaque = pixels[..., 3] >= 0.5
        if lip is None:
            whole[index] = int(opaque.sum())
        ids[rows, columns][opaque] = index + 1
    seen = []
    for index, thing in enumerate(things):
        mask = ids == index + 1
        box = _bounds(mask)
        share = float(mask.sum()) / max(whole[index], 1)
        seen.append(replace(thing, box=box, visible=round(share, 4), depth=index))
    return tuple(seen)


def _bounds(mask: np.ndarray) -> XYXY:
    columns, rows = np.flatnonzero(mask.any(0)), np.flatnonzero(mask.any(1))
    if not columns.size:
        return (0.0, 0.0, 0.0, 0.0)
    return float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1)


def _is_fair(scene: Scene, taste: Taste) -> bool:
    for thing in scene.things:
        if thing.visible < taste.least_visible:
            return False
        if thing.holder is not None:
            box = scene.things[thing.holder].box
            if _area(_shared(thing.box, box)) < 0.85 * _area(thing.box):
                return False
    return True


def _grounds_for(things: Sequence[Thing], seed: int) -> tuple[str, ...]:
    if stage_of(seed) == "test":
        return tuple(GROUNDS)
    barred = {HELD_OUT[thing.noun] for thing in things if thing.noun in HELD_OUT}
    return tuple(ground for ground in GROUNDS if ground not in barred)


def _overlap(box: XYXY, other: XYXY) -> float:
    """The shared area as a fraction of the smaller box."""
    return _area(_shared(box, other)) / max(min(_area(box), _area(other)), 1e-9)


def _shared(box: XYXY, other: XYXY) -> XYXY:
    left, top = max(box[0], other[0]), max(box[1], other[1])
    right, bottom = min(box[2], other[2]), min(box[3], other[3])
    return left, top, max(left, right), max(top, bottom)


def _area(box: XYXY) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
