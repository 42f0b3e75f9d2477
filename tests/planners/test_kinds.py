"""Kinds that are there so often, or in such pictures: read, and right with perfect tools."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.planners.drawn import drawn
from visprog.session import Session
from visprog_benchmarks.phrasings.judge import Pictures
from visprog_benchmarks.phrasings.sights import SIGHTS
from visprog_benchmarks.phrasings.truth import Truth
from visprog_planners.grammar.everyday import KINDS
from visprog_planners.grammar.reader import read

Tallies = list[Counter[str]]
"""How many there are of each kind, in every picture."""

STATES = 2
"""Of every place, those that a question is run on."""

RIGHT: list[tuple[str, str, Callable[[Tallies], Any]]] = [
    ("zoo", "Which animal appears exactly twice?", lambda t: those(t[0], lambda n: n == 2)),
    ("zoo", "Of which animal are there most?", lambda t: most(t[0])),
    ("zoo", "What is there only one of?", lambda t: those(t[0], lambda n: n == 1)),
    ("zoo", "How many kinds of animals appear more than once?",
     lambda t: sum(n > 1 for n in t[0].values())),
    ("zoo", "Are there three of any animal?", lambda t: 3 in t[0].values()),
    ("zoo", "Are zebras the most common animal?", lambda t: most(t[0]) == "zebra"),
    ("two zoos", "Which animal is in both pictures?", lambda t: {*t[0]} & {*t[1]}),
    ("two zoos", "Which animal does the left picture show that the right one doesn't?",
     lambda t: {*t[0]} - {*t[1]}),
    ("two zoos", "Which animals are there more of in the left picture than in the right?",
     lambda t: {name for name in t[0] if t[0][name] > t[1][name]}),
    ("two zoos", "Do both pictures show the same animals?", lambda t: {*t[0]} == {*t[1]}),
    ("three zoos", "Which animals are in exactly two of the pictures?",
     lambda t: {name for name in sum(t, Counter()) if sum(map(bool, (c[name] for c in t))) == 2}),
    ("three zoos", "Which animal is missing from the first picture?",
     lambda t: {*t[1], *t[2]} - {*t[0]}),
    ("three zoos", "How many zebras are in all but the first picture?",
     lambda t: t[1]["zebra"] + t[2]["zebra"]),
    ("three zoos", "Are there more parrots in the first picture than in the other two together?",
     lambda t: t[0]["parrot"] > t[1]["parrot"] + t[2]["parrot"]),
]  # fmt: skip


def those(tally: Counter[str], test: Callable[[int], bool]) -> set[str]:
    return {name for name, number in tally.items() if test(number)}


def most(tally: Counter[str]) -> str:
    best = those(tally, lambda number: number == max(tally.values()))
    return best.pop() if len(best) == 1 else "equal"


@pytest.fixture(scope="module")
def told() -> Iterator[tuple[Pictures, Session]]:
    with drawn((place for place, _, _ in RIGHT), STATES) as found:
        yield found


@pytest.mark.parametrize(("place", "question", "truth"), RIGHT)
def test_the_program_is_right(
    place: str,
    question: str,
    truth: Callable[[Tallies], Any],
    told: tuple[Pictures, Session],
) -> None:
    pictures, session = told
    for scenes in SIGHTS[place][:STATES]:
        images = pictures.of(scenes)
        _, program = asyncio.run(session.plan_async(question, len(images)))
        found = [Counter(thing.noun for thing in scene.things) for scene in Truth(scenes).scenes]
        if "animal" in question:
            found = [Counter({n: k for n, k in t.items() if n in KINDS["animal"]}) for t in found]
        expected = truth(found)
        answer = asyncio.run(session.run_async(program.text, list(images)))
        assert answer.error is None
        result = answer.result
        if isinstance(expected, set):
            result = {*result.split(" and ")} - {"none"}
        assert result == expected


SAME = [
    ("Which animal occurs twice or more?", 1, "Which animals are there at least two of?"),
    ("Of which fruit are there more than two?", 1, "Which fruit is there more than two of?"),
    ("Name a fruit that appears more than once.", 1, "Which fruit is there more than one of?"),
    ("What appears most often?", 1, "What is there most of?"),
    ("Is there an animal that appears exactly twice?", 1,
     "Is there any animal there are exactly two of?"),
    ("Is there more than one of any animal?", 1, "Does any animal appear more than once?"),
    ("What do the two pictures have in common?", 2, "What is in both pictures?"),
    ("Which animals can be seen in the left picture only?", 2,
     "Which animal is only in the left image?"),
    ("What does the second image contain that is missing from the first?", 2,
     "What is in the second image but not in the first?"),
    ("Do the pictures share any animals?", 2, "Do both pictures show the same animal?"),
    ("Is there an animal that is in both pictures?", 2, "Is the same animal in both pictures?"),
    ("What vehicle is not in the right picture?", 2,
     "Which vehicle is in the left image but not in the right?"),
    ("How many dogs do the last three pictures contain?", 4,
     "How many dogs are in all but the first picture?"),
    ("How many dogs are there not counting the last picture?", 3,
     "How many dogs are in the first two pictures?"),
    ("Are there five dogs in the first and second pictures together?", 3,
     "Are there exactly five dogs in the first two pictures together?"),
    ("Do both of the last two pictures show a dog?", 3,
     "Is there a dog in all but the first picture?"),
    ("Does neither the first nor the second picture show a dog?", 3,
     "Is there a dog in neither of the first two pictures?"),
    ("Neither photo contains a single boat.", 2, "Neither picture has a boat."),
    ("Which picture lacks both dogs and cats?", 3, "Which picture has no dogs and no cats?"),
    ("Do both pictures contain the same kinds of fruit?", 2,
     "Is the fruit the same in both pictures?"),
    ("Is there an animal in the left picture that is not in the right picture?", 2,
     "Does the left picture show an animal that the right one doesn't?"),
    ("Which animal appears more often in the left picture than in the right?", 2,
     "Which animal is there more of in the left picture than in the right?"),
    ("In the left picture, which animal is there most of?", 2,
     "Which animal is there most of in the left picture?"),
    ("How many animals do the pictures have in common?", 2,
     "How many kinds of animals are in both pictures?"),
    ("Is every animal there only once?", 1, "Is there no animal that appears more than once?"),
    ("Exactly two of which animal are there?", 1, "Which animal are there exactly two of?"),
    ("Is there an animal that only the left picture shows?", 2,
     "Is there an animal that is only in the left picture?"),
    ("Are all the animals of the left picture in the right picture too?", 2,
     "It is not true that any one kind of animal is in the left image but not in the right."),
    ("What from the first picture is missing in the second?", 2,
     "What is in the first picture but not in the second?"),
    ("Adding the first and the second picture, how many boats are there?", 3,
     "How many boats are in the first two pictures?"),
    ("How many boats are there in the pictures except for the first?", 3,
     "How many boats are in the last two pictures?"),
    ("How many more boats than the first does the second picture show?", 3,
     "How many more boats are in the second picture than in the first?"),
    ("How many animals are neither dogs nor cats?", 1,
     "How many animals besides dogs and cats are there?"),
    ("Do the last two pictures together show more boats than the first?", 3,
     "Are there more boats in all but the first picture than in the first?"),
    ("Do the first two pictures both show a boat?", 3,
     "Is there a boat in each of the first two pictures?"),
    ("Does anything appear more than once?", 1, "Is there anything that appears more than once?"),
    ("Are there fruits that are in both pictures?", 2, "Is the same fruit in both pictures?"),
    ("Which animal is there more of than any other?", 1, "Which animal is most common?"),
    ("How many extra dogs does the left picture have?", 2,
     "How many more dogs are in the left picture than in the right?"),
    ("How many more dogs than the right picture does the left one have?", 2,
     "How many more dogs are in the left picture than in the right?"),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "images", "plainly"), SAME)
def test_it_means_the_same(asked: str, images: int, plainly: str) -> None:
    assert read(asked, images)[0] == read(plainly, images)[0]
