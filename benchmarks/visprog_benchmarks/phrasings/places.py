"""The pictures that the phrasings are asked about: a few places, each in several states.

What a question calls "the X" is there once in every state of its place; the rest varies, so that a
program which is right in one state by luck is found out in another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from visprog_benchmarks.world.layout import Put, compose
from visprog_benchmarks.world.scene import Scene
from visprog_benchmarks.world.signs import SignedScene, with_sign

Shown = TypeVar("Shown", bound=Scene | SignedScene)


def held(*nouns: str) -> tuple[Put, ...]:
    """What something holds, by the nouns."""
    return tuple(Put(noun) for noun in nouns)


def of(ground: str, *states: Sequence[Put]) -> tuple[Scene, ...]:
    """The states of a place, each with its things back to front."""
    return tuple(compose(puts, ground=ground, seed=seed) for seed, puts in enumerate(states))


HARBOUR = of(
    "water",
    [
        Put("boat", (0.40, 0.60), 0.68, holds=held("person", "person", "dog")),
        Put("car", (0.85, 0.24), 0.24, "red"),
        Put("car", (0.85, 0.82), 0.24, "blue"),
        Put("bird", (0.10, 0.10), 0.14),
        Put("bird", (0.27, 0.10), 0.14),
        Put("umbrella", (0.60, 0.13), 0.24, "yellow"),
        Put("person", (0.08, 0.36), 0.20),
        Put("anchor", (0.07, 0.90), 0.14),
    ],
    [
        Put("boat", (0.60, 0.62), 0.62, holds=held("person", "person", "person")),
        Put("car", (0.14, 0.84), 0.26, "green"),
        Put("dog", (0.12, 0.52), 0.22),
        Put("bird", (0.50, 0.10), 0.15),
        Put("umbrella", (0.86, 0.14), 0.25, "red"),
        Put("anchor", (0.90, 0.92), 0.13),
    ],
    [
        Put("boat", (0.36, 0.34), 0.60, holds=held("person")),
        Put("car", (0.15, 0.84), 0.24, "red"),
        Put("car", (0.50, 0.84), 0.24, "red"),
        Put("car", (0.84, 0.84), 0.24, "black"),
        Put("dog", (0.86, 0.14), 0.20),
        Put("umbrella", (0.84, 0.46), 0.24, "blue"),
        Put("anchor", (0.07, 0.10), 0.14),
        Put("person", (0.66, 0.50), 0.18),
        Put("person", (0.06, 0.56), 0.18),
    ],
    [
        Put("boat", (0.64, 0.62), 0.60, holds=held("person", "person")),
        Put("car", (0.22, 0.84), 0.30, "red"),
        Put("dog", (0.14, 0.50), 0.20),
        Put("bird", (0.30, 0.10), 0.14),
        Put("bird", (0.50, 0.10), 0.14),
        Put("bird", (0.70, 0.10), 0.14),
        Put("umbrella", (0.14, 0.16), 0.24, "yellow"),
        Put("anchor", (0.92, 0.10), 0.14),
    ],
    [
        Put("boat", (0.60, 0.40), 0.60, holds=held("person", "dog")),
        Put("car", (0.20, 0.84), 0.28, "blue"),
        Put("car", (0.62, 0.86), 0.24, "black"),
        Put("umbrella", (0.14, 0.22), 0.26, "red"),
        Put("anchor", (0.90, 0.90), 0.14),
    ],
)
"""One boat with people, one umbrella, one dog, one anchor; cars, birds, people ashore."""

PARK = of(
    "grass",
    [
        Put("tree", (0.24, 0.36), 0.64, holds=held("bird", "bird")),
        Put("dog", (0.60, 0.76), 0.36),
        Put("dog", (0.90, 0.58), 0.16),
        Put("cat", (0.34, 0.86), 0.20),
        Put("ball", (0.55, 0.42), 0.12, "red"),
        Put("ball", (0.74, 0.42), 0.12, "blue"),
        Put("kite", (0.72, 0.13), 0.24),
        Put("bicycle", (0.12, 0.84), 0.26),
        Put("hat", (0.92, 0.88), 0.16, "green"),
    ],
    [
        Put("tree", (0.72, 0.38), 0.66, holds=held("bird", "owl", "bird")),
        Put("dog", (0.22, 0.78), 0.30),
        Put("cat", (0.55, 0.86), 0.22),
        Put("ball", (0.30, 0.46), 0.12, "yellow"),
        Put("kite", (0.16, 0.14), 0.26),
        Put("bicycle", (0.84, 0.86), 0.28),
        Put("bird", (0.40, 0.12), 0.16),
        Put("hat", (0.10, 0.46), 0.16, "black"),
    ],
    [
        Put("tree", (0.46, 0.36), 0.62, holds=held("bird")),
        Put("dog", (0.14, 0.80), 0.28),
        Put("dog", (0.42, 0.84), 0.16),
        Put("dog", (0.66, 0.84), 0.18),
        Put("cat", (0.90, 0.60), 0.20),
        Put("ball", (0.09, 0.14), 0.12, "red"),
        Put("ball", (0.09, 0.34), 0.12, "red"),
        Put("ball", (0.09, 0.54), 0.12, "green"),
        Put("kite", (0.84, 0.34), 0.22),
        Put("bicycle", (0.86, 0.12), 0.24),
        Put("hat", (0.90, 0.86), 0.16, "red"),
    ],
    [
        Put("tree", (0.30, 0.34), 0.62, holds=held("owl", "bird")),
        Put("cat", (0.16, 0.86), 0.26),
        Put("ball", (0.88, 0.88), 0.16, "blue"),
        Put("kite", (0.60, 0.52), 0.24),
        Put("bicycle", (0.58, 0.86), 0.28),
        Put("hat", (0.84, 0.14), 0.18, "blue"),
    ],
    [
        Put("tree", (0.66, 0.34), 0.60, holds=held("bird")),
        Put("dog", (0.20, 0.24), 0.36),
        Put("dog", (0.20, 0.60), 0.18),
        Put("cat", (0.50, 0.84), 0.28),
        Put("ball", (0.92, 0.60), 0.12, "green"),
        Put("kite", (0.90, 0.84), 0.22),
        Put("bicycle", (0.20, 0.86), 0.26),
        Put("hat", (0.42, 0.14), 0.16, "green"),
    ],
    [
        Put("tree", (0.24, 0.36), 0.60, holds=held("bird", "bird")),
        Put("cat", (0.46, 0.80), 0.24),
        Put("ball", (0.20, 0.86), 0.14, "red"),
        Put("ball", (0.84, 0.86), 0.14, "red"),
        Put("kite", (0.84, 0.16), 0.26),
        Put("bicycle", (0.80, 0.52), 0.28),
        Put("hat", (0.54, 0.20), 0.16, "red"),
    ],
)
"""One tree with birds, one cat, one kite, one bicycle, one hat; dogs (none to three), balls."""

KITCHEN = of(
    "wood",
    [
        Put("bowl", (0.26, 0.34), 0.46, "blue", holds=held("apple", "apple")),
        Put("plate", (0.74, 0.30), 0.38, holds=held("donut")),
        Put("cup", (0.12, 0.82), 0.18),
        Put("cup", (0.34, 0.82), 0.18),
        Put("teapot", (0.62, 0.78), 0.30, "green"),
        Put("clock", (0.88, 0.82), 0.18),
        Put("banana", (0.48, 0.12), 0.14),
    ],
    [
        Put("bowl", (0.70, 0.62), 0.48, "red", holds=held("banana", "banana", "banana")),
        Put("plate", (0.24, 0.70), 0.40, holds=held("cake")),
        Put("teapot", (0.24, 0.22), 0.28, "yellow"),
        Put("clock", (0.60, 0.14), 0.20),
        Put("cup", (0.86, 0.16), 0.18),
        Put("apple", (0.46, 0.44), 0.14),
        Put("apple", (0.46, 0.90), 0.14),
        Put("candle", (0.93, 0.90), 0.14),
    ],
    [
        Put("bowl", (0.50, 0.66), 0.50, "green", holds=held("pear")),
        Put("plate", (0.82, 0.28), 0.38, holds=held("cookie")),
        Put("teapot", (0.14, 0.76), 0.28, "blue"),
        Put("clock", (0.14, 0.20), 0.26),
        Put("cup", (0.40, 0.16), 0.18),
        Put("cup", (0.56, 0.16), 0.18),
        Put("cup", (0.86, 0.80), 0.18),
        Put("apple", (0.32, 0.30), 0.12),
    ],
    [
        Put("bowl", (0.18, 0.70), 0.26, "green"),
        Put("plate", (0.18, 0.24), 0.28),
        Put("teapot", (0.50, 0.74), 0.44, "green"),
        Put("clock", (0.82, 0.28), 0.46),
        Put("cup", (0.84, 0.80), 0.18),
        Put("cup", (0.50, 0.18), 0.18),
    ],
)
"""One bowl with fruit or none, one plate with one thing or none, one teapot, one clock; cups."""

ROOM = of(
    "plain",
    [
        Put("bed", (0.30, 0.62), 0.62, holds=held("cat")),
        Put("couch", (0.78, 0.30), 0.42, "red", holds=held("teddy bear")),
        Put("television", (0.30, 0.14), 0.24),
        Put("chair", (0.80, 0.76), 0.32, "green"),
        Put("shirt", (0.55, 0.16), 0.16, "purple"),
        Put("book", (0.08, 0.16), 0.14, "red"),
        Put("book", (0.60, 0.88), 0.14, "blue"),
    ],
    [
        Put("bed", (0.68, 0.66), 0.60, holds=held("book")),
        Put("couch", (0.24, 0.70), 0.44, "blue", holds=held("cat", "dog")),
        Put("television", (0.80, 0.16), 0.26),
        Put("chair", (0.16, 0.26), 0.34, "red"),
        Put("shirt", (0.50, 0.20), 0.18, "green"),
    ],
    [
        Put("bed", (0.50, 0.34), 0.60, holds=held("teddy bear")),
        Put("couch", (0.24, 0.78), 0.44, "purple", holds=held("dog")),
        Put("television", (0.88, 0.18), 0.22),
        Put("chair", (0.86, 0.70), 0.36, "blue"),
        Put("shirt", (0.12, 0.16), 0.18, "red"),
        Put("cat", (0.58, 0.84), 0.22),
        Put("book", (0.12, 0.42), 0.14, "black"),
    ],
    [
        Put("bed", (0.70, 0.66), 0.56, holds=held("book")),
        Put("couch", (0.24, 0.30), 0.44, "red", holds=held("cat")),
        Put("television", (0.22, 0.82), 0.26),
        Put("chair", (0.60, 0.20), 0.30, "red"),
        Put("shirt", (0.88, 0.20), 0.18, "red"),
    ],
)
"""One bed and one couch with something on each, one cat, one television, one chair, one shirt."""

FARM = of(
    "grass",
    [
        Put("house", (0.18, 0.28), 0.40),
        Put("tractor", (0.72, 0.74), 0.36),
        Put("horse", (0.40, 0.70), 0.34),
        Put("cow", (0.14, 0.76), 0.28),
        Put("cow", (0.48, 0.38), 0.26),
        Put("sheep", (0.92, 0.50), 0.16),
        Put("sheep", (0.80, 0.40), 0.16),
        Put("sheep", (0.66, 0.34), 0.16),
        Put("sun", (0.90, 0.12), 0.18),
    ],
    [
        Put("house", (0.80, 0.30), 0.44),
        Put("tractor", (0.20, 0.34), 0.32),
        Put("horse", (0.84, 0.78), 0.36),
        Put("cow", (0.22, 0.80), 0.30),
        Put("pig", (0.52, 0.80), 0.22),
        Put("pig", (0.50, 0.46), 0.22),
        Put("sheep", (0.64, 0.90), 0.14),
        Put("cloud", (0.50, 0.12), 0.24),
    ],
    [
        Put("house", (0.50, 0.30), 0.46),
        Put("tractor", (0.86, 0.44), 0.24),
        Put("horse", (0.12, 0.50), 0.26),
        Put("sheep", (0.30, 0.80), 0.20),
        Put("sheep", (0.56, 0.80), 0.20),
        Put("pig", (0.84, 0.84), 0.24),
        Put("sun", (0.10, 0.12), 0.18),
        Put("cloud", (0.86, 0.12), 0.22),
    ],
    [
        Put("house", (0.20, 0.30), 0.30),
        Put("tractor", (0.80, 0.28), 0.30),
        Put("horse", (0.46, 0.68), 0.50),
        Put("sun", (0.52, 0.12), 0.16),
    ],
    [
        Put("house", (0.80, 0.30), 0.40),
        Put("tractor", (0.82, 0.78), 0.42),
        Put("horse", (0.56, 0.84), 0.18),
        Put("cow", (0.20, 0.30), 0.44),
        Put("pig", (0.50, 0.22), 0.28),
        Put("sheep", (0.10, 0.66), 0.18),
        Put("sheep", (0.30, 0.66), 0.18),
        Put("sheep", (0.10, 0.88), 0.18),
        Put("sheep", (0.32, 0.88), 0.18),
        Put("sun", (0.56, 0.52), 0.14),
    ],
)
"""One house, one tractor, one horse; cows, pigs and sheep or none, sun or clouds or both."""

STREET = of(
    "plain",
    [
        Put("bus", (0.30, 0.30), 0.54, holds=held("person", "person", "person")),
        Put("truck", (0.78, 0.28), 0.36),
        Put("car", (0.16, 0.78), 0.28, "red"),
        Put("motorcycle", (0.50, 0.80), 0.24),
        Put("traffic light", (0.90, 0.78), 0.26),
        Put("person", (0.70, 0.74), 0.22),
    ],
    [
        Put("bus", (0.66, 0.66), 0.56, holds=held("person")),
        Put("truck", (0.22, 0.72), 0.34),
        Put("car", (0.20, 0.22), 0.34, "blue"),
        Put("bicycle", (0.50, 0.18), 0.22),
        Put("bicycle", (0.72, 0.18), 0.22),
        Put("traffic light", (0.91, 0.20), 0.26),
    ],
    [
        Put("bus", (0.40, 0.62), 0.58, holds=held("person", "person")),
        Put("truck", (0.80, 0.78), 0.30),
        Put("car", (0.46, 0.16), 0.26, "green"),
        Put("bicycle", (0.88, 0.42), 0.20),
        Put("traffic light", (0.10, 0.20), 0.28),
        Put("person", (0.70, 0.14), 0.20),
        Put("person", (0.84, 0.14), 0.20),
    ],
    [
        Put("bus", (0.20, 0.30), 0.34),
        Put("truck", (0.50, 0.70), 0.26),
        Put("car", (0.76, 0.30), 0.52, "blue"),
        Put("traffic light", (0.12, 0.80), 0.26),
    ],
)
"""One bus with people or none, one truck, one car, one traffic light; bicycles, people on foot."""


SIGNPOST = tuple(
    with_sign(scene, text)
    for scene, text in (
        (
            compose([Put("tree", (0.3, 0.4), 0.6), Put("dog", (0.8, 0.8), 0.3)], ground="grass"),
            "OPEN",
        ),
        (
            compose([Put("dog", (0.2, 0.7), 0.3), Put("cow", (0.7, 0.3), 0.4)], ground="sand"),
            "CLOSED",
        ),
        (
            compose([Put("house", (0.7, 0.4), 0.5), Put("cat", (0.2, 0.8), 0.2)], ground="snow"),
            "OPEN",
        ),
        (
            compose([Put("clock", (0.2, 0.2), 0.3), Put("cup", (0.7, 0.7), 0.2)], ground="wood"),
            "STOP",
        ),
        (
            compose([Put("boat", (0.5, 0.6), 0.6), Put("bird", (0.8, 0.1), 0.2)], ground="water"),
            "FERRY",
        ),
        (
            compose([Put("cow", (0.3, 0.7), 0.4), Put("dog", (0.8, 0.7), 0.3)], ground="grass"),
            "BAKERY",
        ),
    )
)
"""A sign, each time with other words on another ground; dogs and cows or none."""


def together(place: tuple[Shown, ...], *states: tuple[int, ...]) -> tuple[tuple[Shown, ...], ...]:
    """Several pictures of a place at once: in each state those with these numbers."""
    return tuple(tuple(place[number] for number in state) for state in states)


PLACES: Mapping[str, tuple[tuple[Scene, ...], ...]] = {
    "harbour": tuple((scene,) for scene in HARBOUR),
    "park": tuple((scene,) for scene in PARK),
    "kitchen": tuple((scene,) for scene in KITCHEN),
    "room": tuple((scene,) for scene in ROOM),
    "farm": tuple((scene,) for scene in FARM),
    "street": tuple((scene,) for scene in STREET),
    "two parks": together(PARK, (0, 1), (1, 2), (2, 2), (3, 0), (4, 3)),
    "two harbours": together(HARBOUR, (0, 1), (1, 2), (2, 0), (3, 3), (4, 0), (3, 4), (1, 3)),
    "two farms": together(FARM, (0, 1), (1, 2), (2, 0), (1, 1), (3, 0), (4, 2), (3, 3), (0, 3)),
    "three parks": together(PARK, (0, 1, 2), (3, 0, 2), (2, 1, 4), (4, 5, 3)),
    "four farms": together(FARM, (0, 1, 2, 1), (2, 2, 0, 2), (3, 3, 2, 3), (4, 0, 1, 0)),
}
"""By name, the states of a place: in each, the pictures that a question is about."""

SIGNED: Mapping[str, tuple[tuple[SignedScene, ...], ...]] = {
    "signpost": tuple((signed,) for signed in SIGNPOST),
    "two signposts": together(SIGNPOST, (0, 2), (0, 1), (3, 0), (4, 2), (5, 5), (2, 3)),
}
"""Those with signs."""

EVERY: Mapping[str, tuple[tuple[Scene | SignedScene, ...], ...]] = {**PLACES, **SIGNED}
"""Both."""
