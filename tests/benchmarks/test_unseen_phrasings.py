"""The questions that were written apart from the grammar: one clear answer to each, on every state
of its place. Nothing here plans: what a planner makes of them is for the benchmark to say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from visprog_benchmarks.phrasings import judge, world
from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.dataset_style import gqa, nlvr
from visprog_benchmarks.phrasings.sights import SIGHTS
from visprog_benchmarks.phrasings.truth import Shown, Truth
from visprog_benchmarks.world.scene import Scene, Thing
from visprog_tools.sprites import COLOURS, sprites

ROWS = [row for family, rows in world.ALL.items() if family in world.UNSEEN for row in rows]
LEAST = {"left": 0.05, "right": 0.05, "above": 0.05, "below": 0.05}
LARGER = 1.25


class Doubt(AssertionError):
    """An answer that hangs on a difference too small to be seen."""


class Clear(float):
    """A measure that refuses to be compared with one that is hardly different."""

    gap: float

    def __new__(cls, value: float, gap: float) -> Clear:
        made = super().__new__(cls, value)
        made.gap = gap
        return made

    def _apart(self, other: float) -> None:
        if abs(float(self) - float(other)) < self.gap:
            raise Doubt(f"{float(self):.3g} against {float(other):.3g}")

    def __lt__(self, other: float) -> bool:
        self._apart(other)
        return float(self) < float(other)

    def __gt__(self, other: float) -> bool:
        self._apart(other)
        return float(self) > float(other)


class Careful(Truth):
    """Facts that raise ``Doubt`` where somebody who looks at the pictures could hesitate."""

    def things(self, noun: str, *looks: str, **where: Any) -> list[Thing]:
        sides = {side: of for side, of in where.items() if side in LEAST}
        image = where.get("image")
        for scene in self.scenes if image is None else (self.scenes[image],):
            for side, of in sides.items():
                (other,) = scene.named(of)
                for thing in scene.things:
                    if noun not in {thing.noun, sprites()[thing.noun].category}:
                        continue
                    if thing.holder is not None and scene.things[thing.holder] is other:
                        raise Doubt(f"a {noun} in or on the {of} that it is compared with")
                    axis, size = (
                        (0, scene.width) if side in {"left", "right"} else (1, scene.height)
                    )
                    if abs(thing.centre[axis] - other.centre[axis]) < LEAST[side] * size:
                        raise Doubt(f"{noun} {side} {of}")
        return super().things(noun, *looks, **where)

    def x(self, noun: str, *looks: str) -> float:
        return Clear(super().x(noun, *looks), 0.05 * self.scenes[0].width)

    def y(self, noun: str, *looks: str) -> float:
        return Clear(super().y(noun, *looks), 0.05 * self.scenes[0].height)

    def area(self, noun: str, *looks: str) -> float:
        area = super().area(noun, *looks)
        return Clear(area, (1 - 1 / LARGER) * area)

    def near(self, noun: str) -> float:
        return Clear(super().near(noun), 0.06)

    def distance(self, noun: str, other: str) -> float:
        return Clear(super().distance(noun, other), 0.08 * self.scenes[0].width)

    def end(self, noun: str, which: str) -> Thing:
        first = super().end(noun, which)
        for thing in self.things(noun):
            if thing.noun == first.noun and thing.colour == first.colour:
                continue
            if which in {"large", "small"}:
                areas = sorted((_area(thing), _area(first)))
                clear = areas[1] >= LARGER * areas[0]
            else:
                axis = 0 if which in {"left", "right"} else 1
                clear = abs(thing.centre[axis] - first.centre[axis]) >= 20
            if not clear:
                raise Doubt(f"{which}: {thing.phrase} or {first.phrase}")
        return first


def _area(thing: Thing) -> float:
    left, top, right, bottom = thing.box
    return (right - left) * (bottom - top)


def _answers(row: Asked, facts: Callable[[tuple[Shown, ...]], Truth]) -> list[object]:
    found: list[object] = []
    for shown in SIGHTS[row.place]:
        try:
            found.append(row.answer(facts(shown)))
        except ValueError:  # what the question takes for granted is not so
            found.append(None)
    return found


def _plain(question: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", question.lower()))


def test_there_are_enough_of_them_and_each_is_there_once() -> None:
    others = [row.question for family, rows in world.ALL.items() for row in rows]
    others += [row.question for row in (*gqa.ROWS, *nlvr.ROWS, *nlvr.WORLD)]
    said = Counter(_plain(question) for question in others)
    assert len(ROWS) >= 330
    assert [row.question for row in ROWS if said[_plain(row.question)] > 1] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.question)
def test_the_answer_is_beyond_doubt_and_depends_on_the_picture(row: Asked) -> None:
    answers = [answer for answer in _answers(row, Careful) if answer is not None]
    assert answers == [answer for answer in _answers(row, Truth) if answer is not None]
    assert len({(type(answer), answer) for answer in answers}) > 1
    for answer in answers:
        assert isinstance(answer, bool | int) or answer in _words()


def test_yes_is_as_frequent_as_no() -> None:
    given = Counter(
        answer for row in ROWS for answer in _answers(row, Truth) if isinstance(answer, bool)
    )
    assert 0.4 <= given[True] / given.total() <= 0.6


def test_all_of_them_are_held_back_and_the_older_files_are_halved() -> None:
    for family in world.HELD_BACK:
        assert {judge.half(number, family) for number in range(4)} == {"held back"}
    for family in world.OPEN:
        assert {judge.half(number, family) for number in range(4)} == {"open"}
    for family in set(world.ALL) - world.HELD_BACK - world.OPEN:
        assert [judge.half(number, family) for number in range(3)] == ["open", "held back", "open"]


def test_perfect_tools_read_the_signs_of_the_pictures() -> None:
    pictures = judge.Pictures()
    shown = [pictures.of(state) for state in SIGHTS["two shops"]]
    oracle = pictures.oracle()
    for images, state in zip(shown, SIGHTS["two shops"], strict=True):
        assert [oracle.ocr(image) for image in images] == [Truth((one,)).text for one in state]


def _words() -> set[str]:
    signs = {
        one.sign.text
        for place in SIGHTS.values()
        for shown in place
        for one in shown
        if not isinstance(one, Scene)
    }
    return (
        set(sprites())
        | set(COLOURS)
        | signs
        | {sign.lower() for sign in signs}
        | {"left", "right", "above", "below", "grass", "sand", "snow"}
        | {f"image {number}" for number in range(1, 6)}
    )
