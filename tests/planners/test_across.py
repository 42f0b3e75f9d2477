"""Pictures set one against another: right with perfect tools."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

import pytest

from tests.planners.drawn import drawn
from visprog.session import Session
from visprog_benchmarks.phrasings.judge import Pictures
from visprog_benchmarks.phrasings.sights import SIGHTS
from visprog_benchmarks.phrasings.truth import Truth

STATES = 4
"""Of every place, those that a question is run on."""


def has(truth: Truth, noun: str) -> list[bool]:
    return [bool(picture.things(noun)) for picture in truth.pictures()]


def end(truth: Truth, noun: str, index: int) -> str:
    found = [f"image {n + 1}" for n, shown in enumerate(has(truth, noun)) if shown]
    return found[index] if found else "none"


def equal(truth: Truth, noun: str) -> str:
    counts = [len(picture.things(noun)) for picture in truth.pictures()]
    pairs = list(combinations(range(len(counts)), 2))
    same = [(a, b) for a, b in pairs if counts[a] == counts[b]]
    named = ", or ".join(f"image {a + 1} and image {b + 1}" for a, b in same)
    return "all" if len(same) == len(pairs) else named or "none"


def best(counts: list[int]) -> str:
    first, second = counts
    return "neither" if first == second else ("left", "right")[second > first]


def which(shown: list[bool]) -> str:
    first, second = shown
    return ("both" if second else "left") if first else ("right" if second else "neither")


def colours(truth: Truth, noun: str, image: int) -> set[str | None]:
    return {thing.colour for thing in truth.things(noun, image=image)}


RIGHT: list[tuple[str, str, Callable[[Truth], Any]]] = [
    ("three parks", "Which is the first picture to show an owl?", lambda t: end(t, "owl", 0)),
    ("four farms", "Which picture is the last with a pig?", lambda t: end(t, "pig", -1)),
    ("three parks", "Which two parks have the same number of dogs?", lambda t: equal(t, "dog")),
    ("four farms", "Which two farms have equally many sheep?", lambda t: equal(t, "sheep")),
    ("two parks", "Is the owl in one, in both or in none of the pictures?",
     lambda t: ("none", "one", "both")[sum(has(t, "owl"))]),
    ("three parks", "Do none, one, two or all of the parks show an owl?",
     lambda t: ("none", "one", "two", "all")[sum(has(t, "owl"))]),
    ("two parks", "Which colours of ball are only in the first picture?",
     lambda t: sorted(colours(t, "ball", 0) - colours(t, "ball", 1))),
    ("two beaches", "Which colour ball do both beaches have?",
     lambda t: sorted(colours(t, "ball", 0) & colours(t, "ball", 1))),
    ("two beaches", "Which colour of ball is missing from the second beach?",
     lambda t: sorted(colours(t, "ball", 0) - colours(t, "ball", 1))),
    ("two parks", "Are the owl and the dog in the same picture or in different ones?",
     lambda t: "same" if any(p.things("owl") and p.things("dog") for p in t.pictures())
     else "different"),
    ("two farms", "Do both farms or neither of them have a sun?",
     lambda t: len({*has(t, "sun")}) == 1),
    ("two farms", "Are there no animals in the first farm that are not in the second?",
     lambda t: {thing.noun for thing in t.things("animal", image=0)}
     <= {thing.noun for thing in t.things("animal", image=1)}),
    ("three parks", "Does every park with an owl also have a dog?",
     lambda t: all(bool(p.things("dog")) or not p.things("owl") for p in t.pictures())),
    ("four farms", "Whenever there is a pig, is there a cloud?",
     lambda t: all(bool(p.things("cloud")) or not p.things("pig") for p in t.pictures())),
    ("three parks", "Is there an owl in any park other than the first?",
     lambda t: any(has(t, "owl")[1:])),
    ("two zoos", "Which picture has more kinds of animals?",
     lambda t: best([len({thing.noun for thing in p.things("animal")}) for p in t.pictures()])),
    ("two farms", "Does the first farm have more kinds of animals than the second?",
     lambda t: len({thing.noun for thing in t.things("animal", image=0)})
     > len({thing.noun for thing in t.things("animal", image=1)})),
    ("two harbours", "Which animal is in the boat in the left picture but not in the right?",
     lambda t: " and ".join(sorted(
         {thing.noun for thing in t.things("animal", held="boat", image=0)}
         - {thing.noun for thing in t.things("animal", held="boat", image=1)})) or "none"),
    ("two harbours", "Which boat has a person in it?",
     lambda t: which([bool(p.things("person", held="boat")) for p in t.pictures()])),
    ("two harbours", "Is the left umbrella yellow?",
     lambda t: colours(t, "umbrella", 0) == {"yellow"}),
    ("two beaches", "What colour is the right bucket?",
     lambda t: colours(t, "bucket", 1).pop()),
]  # fmt: skip


@pytest.fixture(scope="module")
def told() -> Iterator[tuple[Pictures, Session]]:
    with drawn((place for place, _, _ in RIGHT), STATES) as found:
        yield found


@pytest.mark.parametrize(("place", "question", "truth"), RIGHT)
def test_the_program_is_right(
    place: str,
    question: str,
    truth: Callable[[Truth], Any],
    told: tuple[Pictures, Session],
) -> None:
    pictures, session = told
    for scenes in SIGHTS[place][:STATES]:
        images = pictures.of(scenes)
        _, program = asyncio.run(session.plan_async(question, len(images)))
        answer = asyncio.run(session.run_async(program.text, list(images)))
        assert answer.error is None
        assert answer.result == truth(Truth(scenes))
