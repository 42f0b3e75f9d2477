"""Instructions, and what judges the pictures that come of them."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from numpy.typing import NDArray

from visprog.types import Image
from visprog_benchmarks.editing import world_edit
from visprog_benchmarks.world.edited import judge, target_of
from visprog_benchmarks.world.instructions import KINDS, Instruction, instructions
from visprog_benchmarks.world.render import render
from visprog_benchmarks.world.splits import SEEDS
from visprog_planners.grammar import instructions as grammar
from visprog_planners.grammar import write_edits


@pytest.fixture(scope="module")
def given() -> list[Instruction]:
    return instructions(2 * len(KINDS), seed=5)


def of(given: list[Instruction], kind: str) -> Instruction:
    return next(one for one in given if one.kind == kind)


def edited(one: Instruction, paint: tuple[int, int, int]) -> tuple[Image, Image, NDArray[np.uint8]]:
    """The scene's picture, the same with the named pixels painted, and the id map."""
    pixels, ids = render(one.scene)
    after = pixels.copy()
    after[target_of(one, ids)] = paint
    return Image(pixels), Image(after), ids


def test_the_same_seed_gives_the_same_instructions(given: list[Instruction]) -> None:
    again = instructions(2 * len(KINDS), seed=5)
    assert [one.text for one in given] == [one.text for one in again]
    assert Counter(one.kind for one in given) == dict.fromkeys(KINDS, 2)
    assert all(one.scene.seed in SEEDS["test"] for one in given)


def test_the_grammar_reads_every_instruction(given: list[Instruction]) -> None:
    for one in given:
        assert "RESULT" in write_edits.write(grammar.read(one.text))


def test_a_picture_that_stayed_as_it_was_is_wrong(given: list[Instruction]) -> None:
    for one in given:
        pixels, ids = render(one.scene)
        assert not judge(one, Image(pixels), Image(pixels), ids).right, one.text
        smaller = Image(pixels[:-2].copy())
        assert not judge(one, Image(pixels), smaller, ids).right


def test_the_right_colour_in_the_right_place_is_right(given: list[Instruction]) -> None:
    one = of(given, "recolour")
    rgb = {"red": (220, 20, 30), "yellow": (250, 220, 40), "green": (30, 150, 50)}
    rgb |= {"blue": (30, 70, 220), "purple": (130, 40, 170)}
    before, after, ids = edited(one, rgb[one.made])
    assert judge(one, before, after, ids).right
    wrong = next(paint for name, paint in rgb.items() if name != one.made)
    before, other, ids = edited(one, wrong)
    judged = judge(one, before, other, ids)
    assert judged.outside
    assert not judged.inside


def test_paint_beside_the_thing_is_wrong(given: list[Instruction]) -> None:
    one = of(given, "hide")
    before, after, ids = edited(one, (250, 210, 0))
    assert judge(one, before, after, ids).right
    spilt = after.pixels.copy()
    rows = np.flatnonzero(~target_of(one, ids).any(1))
    spilt[rows[: len(rows) // 2]] += 1
    judged = judge(one, before, Image(spilt), ids)
    assert judged.inside
    assert not judged.outside


def test_what_is_removed_must_look_like_what_is_around_it(given: list[Instruction]) -> None:
    one = of(given, "remove")
    pixels, ids = render(one.scene)
    ground = tuple(int(channel) for channel in np.median(pixels[ids == 0], axis=0))
    before, after, ids = edited(one, (ground[0], ground[1], ground[2]))
    assert judge(one, before, after, ids).right
    before, loud, ids = edited(one, (255, 0, 255))
    assert not judge(one, before, loud, ids).effect


def test_with_perfect_regions_edits_are_right_and_with_models_most() -> None:
    result = world_edit(len(KINDS), 3)
    assert result["accuracy_perfect_regions"] == 1, result["failures_perfect_regions"]
    assert result["accuracy"] >= 0.6
    assert set(result["kinds"]) == set(KINDS)
