"""Everything that phrasings are asked about, by name, the pictures with signs among it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from visprog_benchmarks.phrasings.further_places import (
    BEACH,
    DESK,
    MARKET,
    POND,
    SKY,
    STAGE,
    WARDROBE,
    ZOO,
)
from visprog_benchmarks.phrasings.places import EVERY, of, together
from visprog_benchmarks.phrasings.truth import Shown
from visprog_benchmarks.world.layout import Put, compose
from visprog_benchmarks.world.signs import with_sign

_ROW = (0.10, 0.26, 0.42, 0.58, 0.74, 0.90)


def _shelf(*phrases: str) -> list[Put]:
    """Six things side by side: a noun each, with its colour before it."""
    return [
        Put(phrase.split()[-1], (x, 0.5), 0.19, phrase.split()[0] if " " in phrase else None)
        for x, phrase in zip(_ROW, phrases, strict=True)
    ]


SHELF = of(
    "plain",
    _shelf("clock", "red bell", "robot", "blue book", "candle", "trophy"),
    _shelf("red book", "trophy", "clock", "candle", "yellow bell", "robot"),
    _shelf("candle", "robot", "green book", "clock", "trophy", "green bell"),
    _shelf("robot", "clock", "trophy", "blue bell", "yellow book", "candle"),
    _shelf("trophy", "black book", "candle", "robot", "clock", "yellow bell"),
)
"""A clock, a bell, a robot, a book, a candle and a trophy in a row."""


def _signed(sign: str | None, *puts: Put, ground: str = "grass", seed: int) -> Shown:
    scene = compose(puts, ground=ground, seed=seed)
    return scene if sign is None else with_sign(scene, sign)


def _fronts(*states: tuple[str | None, Sequence[Put]]) -> tuple[Shown, ...]:
    return tuple(_signed(sign, *puts, seed=seed) for seed, (sign, puts) in enumerate(states))


_HERE = [Put("house", (0.24, 0.32), 0.44), Put("tree", (0.84, 0.30), 0.42)]
_THERE = [Put("house", (0.76, 0.34), 0.46), Put("tree", (0.20, 0.32), 0.44)]

SHOP = _fronts(
    ("OPEN", [*_HERE, Put("dog", (0.20, 0.80), 0.28)]),
    ("CLOSED", [*_THERE, Put("person", (0.84, 0.80), 0.28)]),
    ("BAKERY", [*_HERE, Put("dog", (0.84, 0.80), 0.26), Put("bicycle", (0.18, 0.80), 0.28)]),
    ("BOOKS", [*_THERE, Put("person", (0.16, 0.80), 0.26), Put("person", (0.38, 0.80), 0.26)]),
    ("OPEN", [*_THERE, Put("bicycle", (0.82, 0.82), 0.28)]),
    ("HOTEL", [*_HERE, Put("person", (0.84, 0.82), 0.26)]),
)
"""One house, one tree, one sign of one word; dogs, people, bicycles or none."""

ROADSIDE = _fronts(
    ("STOP", [*_HERE, Put("car", (0.20, 0.80), 0.30, "red")]),
    (None, [*_THERE, Put("car", (0.80, 0.82), 0.28, "blue"), Put("dog", (0.30, 0.80), 0.24)]),
    ("SLOW", [*_THERE, Put("car", (0.20, 0.82), 0.30, "green")]),
    (None, [*_HERE, Put("car", (0.80, 0.80), 0.30, "red"), Put("bicycle", (0.30, 0.80), 0.26)]),
    ("TAXI", [*_HERE, Put("car", (0.84, 0.82), 0.28, "yellow"), Put("dog", (0.14, 0.82), 0.22)]),
)
"""One house, one tree, one car, a sign or none."""

MEADOW = of(
    "grass",
    [
        Put("tent", (0.20, 0.30), 0.36),
        Put("horse", (0.62, 0.66), 0.40),
        Put("dog", (0.90, 0.50), 0.22),
        Put("rabbit", (0.30, 0.86), 0.16),
    ],
    [
        Put("tent", (0.76, 0.66), 0.44),
        Put("horse", (0.20, 0.30), 0.36),
        Put("dog", (0.42, 0.80), 0.28),
        Put("rabbit", (0.60, 0.18), 0.16),
    ],
    [
        Put("tent", (0.50, 0.36), 0.40),
        Put("horse", (0.16, 0.54), 0.30),
        Put("dog", (0.84, 0.22), 0.24),
        Put("rabbit", (0.70, 0.80), 0.18),
    ],
    [
        Put("tent", (0.22, 0.64), 0.40),
        Put("horse", (0.76, 0.36), 0.44),
        Put("dog", (0.50, 0.20), 0.22),
        Put("rabbit", (0.50, 0.86), 0.18),
    ],
)
"""One tent, one horse, one dog, one rabbit, near and far."""

OUTDOORS = tuple(
    compose(puts, ground=ground, seed=seed)
    for seed, (ground, puts) in enumerate(
        (
            ("grass", [Put("horse", (0.30, 0.60), 0.40), Put("rabbit", (0.76, 0.70), 0.26)]),
            ("sand", [Put("horse", (0.72, 0.50), 0.36), Put("rabbit", (0.24, 0.76), 0.24)]),
            ("snow", [Put("horse", (0.50, 0.36), 0.40), Put("rabbit", (0.30, 0.80), 0.26)]),
            ("grass", [Put("horse", (0.66, 0.66), 0.44), Put("rabbit", (0.20, 0.40), 0.24)]),
        )
    )
)
"""One horse and one rabbit on grass, sand or snow."""

SIGHTS: Mapping[str, tuple[tuple[Shown, ...], ...]] = {
    **EVERY,
    "beach": tuple((scene,) for scene in BEACH),
    "zoo": tuple((scene,) for scene in ZOO),
    "sky": tuple((scene,) for scene in SKY),
    "desk": tuple((scene,) for scene in DESK),
    "wardrobe": tuple((scene,) for scene in WARDROBE),
    "market": tuple((scene,) for scene in MARKET),
    "stage": tuple((scene,) for scene in STAGE),
    "pond": tuple((scene,) for scene in POND),
    "shelf": tuple((scene,) for scene in SHELF),
    "shop": tuple((shown,) for shown in SHOP),
    "roadside": tuple((shown,) for shown in ROADSIDE),
    "meadow": tuple((scene,) for scene in MEADOW),
    "outdoors": tuple((scene,) for scene in OUTDOORS),
    "two beaches": together(BEACH, (0, 1), (1, 2), (2, 3), (3, 0), (4, 1), (0, 4), (3, 2)),
    "two zoos": together(ZOO, (0, 1), (2, 0), (1, 3), (3, 2), (4, 4), (1, 2), (0, 4), (2, 2)),
    "two skies": together(SKY, (0, 2), (1, 0), (3, 4), (2, 3), (4, 1), (3, 3), (0, 1), (2, 4)),
    "two desks": together(DESK, (0, 1), (1, 2), (3, 0), (2, 3), (1, 1), (2, 0), (2, 2)),
    "two ponds": together(POND, (0, 1), (2, 4), (3, 0), (4, 2), (1, 3), (2, 0)),
    "two shops": together(SHOP, (0, 1), (1, 4), (2, 3), (4, 0), (5, 1), (3, 5)),
    "three beaches": together(
        BEACH, (0, 1, 2), (3, 4, 1), (2, 0, 3), (1, 3, 4), (3, 2, 2), (3, 3, 0)
    ),
    "three zoos": together(ZOO, (0, 1, 2), (3, 4, 0), (2, 3, 1), (1, 2, 3), (4, 0, 2)),
    "three skies": together(SKY, (0, 1, 2), (3, 4, 1), (2, 3, 0), (1, 3, 4), (2, 4, 0)),
    "four ponds": together(
        POND, (0, 1, 2, 3), (4, 3, 1, 0), (2, 2, 4, 1), (3, 1, 4, 4), (0, 1, 4, 1)
    ),
    "five desks": together(DESK, (0, 1, 2, 3, 0), (1, 1, 3, 2, 1), (2, 0, 2, 3, 3)),
}
"""By name, the states of every place, those of :data:`EVERY` among them."""
