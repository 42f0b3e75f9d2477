"""The phrased instructions: each is read as the edits that it asks for, on the things it means."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from typing import Any

from tests.benchmarks import plain
from visprog.errors import PlanError, ToolError
from visprog.types import Image, Regions
from visprog_benchmarks.phrasings.instructions import ROWS, Instructed
from visprog_benchmarks.phrasings.places import PLACES
from visprog_benchmarks.phrasings.truth import Truth
from visprog_benchmarks.world.scene import Thing
from visprog_planners import Request
from visprog_planners.grammar import GrammarPlanner

VALUES = {"prompt", "colour", "emoji"}
TOOLS = (
    "REPLACE", "REMOVE", "BACKGROUND", "COLORPOP", "BGBLUR", "BLUR", "HIGHLIGHT", "RECOLOR",
    "EMOJI", "TAG",
)  # fmt: skip


def judged(row: Instructed) -> str:
    """``right``, ``refused`` or what is wrong, over every state of the place."""
    try:
        program = asyncio.run(GrammarPlanner().plan(Request(row.instruction))).program
    except PlanError:
        return "refused" if row.edits else "right"
    for scenes in PLACES[row.place]:
        try:
            wanted = [
                (
                    edit.tool,
                    _boxes(edit.which(Truth(scenes))) if callable(edit.which) else [],
                    edit.how,
                )
                for edit in row.edits
            ]
        except ValueError:
            continue  # "the leftmost car" where there is none
        if not all(boxes for _, boxes, _ in wanted):
            continue  # nothing to do, or not a thing of the scene
        done: list[Any] = []
        try:
            shown = plain.run(program, scenes, {name: _recorder(name, done) for name in TOOLS})
        except (ToolError, AssertionError) as error:
            return f"failed: {error}"
        if isinstance(shown, Image) and wanted and wanted[-1][0] == "CROP":
            done.append(("CROP", [_rounded(shown.frame.to_root(shown.box).xyxy)], ""))
        if done != wanted:
            return f"wrong: {done}, not {wanted}"
    return "right"


def _recorder(name: str, done: list[Any]) -> Callable[..., Image]:
    def record(image: Image, object: Regions, **more: Any) -> Image:
        boxes = sorted(_rounded(region.root_box.xyxy) for region in object)
        value = next((str(more[key]) for key in VALUES if key in more), "")
        words = [word for word in value.split() if word not in {"a", "an", "the"}]
        done.append((name, boxes, " ".join(words)))
        return image

    return record


def _boxes(things: list[Thing]) -> list[tuple[int, ...]]:
    return sorted(_rounded(thing.box) for thing in things)


def _rounded(box: tuple[float, ...]) -> tuple[int, ...]:
    return tuple(round(edge) for edge in box)


def test_no_instruction_is_misread_and_few_are_refused() -> None:
    found = {row.instruction: judged(row) for row in ROWS}
    counts = Counter(said.partition(":")[0] for said in found.values())
    assert not counts["failed"] + counts["wrong"], found
    assert counts["right"] >= 0.8 * len(ROWS), counts
