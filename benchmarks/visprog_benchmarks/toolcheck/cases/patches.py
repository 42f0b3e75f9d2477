"""ViperGPT's methods and functions; rectangles there have the y axis pointing up."""

from __future__ import annotations

from typing import Any

import numpy as np

from visprog.types import Box, Image
from visprog_benchmarks.toolcheck.case import Bad, Case, Wrong
from visprog_benchmarks.toolcheck.judging import equal, expect, image_in, inside, pairs, says
from visprog_benchmarks.toolcheck.stage import Stage

EDGES = ("left", "lower", "right", "upper")
INSIDE_OUT = (
    Bad("right", "-5", "edge left of the left one"),
    Bad("upper", "-5", "edge below the lower one"),
)


def _patch(noun: str) -> str:
    """The expression that cuts out a thing."""
    return f"image.crop({', '.join(f'${noun}.{edge}' for edge in EDGES)})"


def _edges(noun: str) -> dict[str, str]:
    return {edge: f"${noun}.{edge}" for edge in EDGES}


def _root(image: Image) -> Box:
    return image.frame.to_root(image.box)


def _dogs(found: Any, stage: Stage) -> str:
    if not isinstance(found, list) or not all(isinstance(item, Image) for item in found):
        raise Wrong(f"{type(found).__name__} instead of patches")
    return pairs([_root(patch) for patch in found], stage.boxes("dog"), "dog")


def _cut(found: Any, stage: Stage) -> str:
    image, place = image_in(found), stage.box("car")
    expect(_root(image) == place, f"cut at {_root(image).xyxy}, not at {place.xyxy}")
    pixels = stage.image.pixels[inside(place, stage.image)]
    same = np.array_equal(image.pixels.reshape(-1, 3), pixels)
    return expect(same, f"{image.width} x {image.height} pixels, as in the picture")


def _farther(found: Any, stage: Stage) -> str:
    cactus, person = found
    said = f"cactus {cactus:.2f}, person {person:.2f}: the cactus is farther"
    return expect(cactus > person, said)


def _apart(found: Any, stage: Stage) -> str:
    tree, car = stage.box("tree"), stage.box("car")
    wanted = float(np.hypot(max(car.left - tree.right, 0), max(tree.top - car.bottom, 0)))
    return expect(found == wanted, f"{found:g} pixels, {wanted:g} by the scene graph")


CASES = (
    Case("find", {"patch": "image", "object_name": "'dog'"}, _dogs, on="left"),
    Case(
        "exists",
        {"patch": "image", "object_name": "'dog'"},
        equal([True, False]),
        on="left",
        answer="[CALL, image.exists('whale')]",
    ),
    Case(
        "verify_property",
        {"patch": _patch("car"), "object_name": "'car'", "attribute": "'red'"},
        equal([True, False]),
        on="left",
        answer=f"[CALL, {_patch('car')}.verify_property('car', 'blue')]",
    ),
    Case(
        "best_text_match",
        {"patch": _patch("car"), "option_list": "['tree', 'car', 'dog']"},
        equal("car"),
        on="left",
    ),
    Case(
        "simple_query",
        {"patch": _patch("car"), "question": "'What color is the car?'"},
        says("red"),
        on="left",
        bad=(Bad("question", "''", "empty text"),),
    ),
    Case(
        "compute_depth",
        {"patch": _patch("cactus")},
        _farther,
        on="desert",
        answer=f"[CALL, {_patch('person')}.compute_depth()]",
    ),
    Case(
        "crop",
        {"patch": "image", **_edges("car")},
        _cut,
        on="left",
        bad=INSIDE_OUT,
    ),
    Case(
        "overlaps_with",
        {"patch": _patch("tree"), **_edges("bird")},
        equal([True, False]),
        on="left",
        answer=f"[CALL, {_patch('dog')}.overlaps_with({', '.join(_edges('bird').values())})]",
        bad=INSIDE_OUT,
    ),
    Case(
        "ImagePatch.llm_query",
        {"patch": "image", "question": "'How many legs does a spider have?'"},
        says("8", "eight"),
    ),
    Case(
        "best_image_match",
        {
            "list_patches": f"[{_patch('tree')}, {_patch('dog')}, {_patch('car')}]",
            "content": "['red car']",
            "return_index": "True",
        },
        equal(2),
        on="left",
    ),
    Case(
        "distance",
        {"patch_a": _patch("tree"), "patch_b": _patch("car")},
        _apart,
        on="left",
    ),
    Case("bool_to_yesno", {"bool_answer": "True"}, equal("yes")),
    Case(
        "coerce_to_numeric",
        {"string": "'about 3 of them'"},
        equal(3.0),
        bad=(Bad("string", "'many'", "text without a number"),),
    ),
    Case(
        "llm_query",
        {"query": "'How many days does a week have?'", "long_answer": "False"},
        says("7", "seven"),
        bad=(Bad("context", "[image]", "image for facts"),),
    ),
    Case(
        "process_guesses",
        {
            "prompt": "'What is the capital of France?'",
            "guess1": "'Paris'",
            "guess2": "'Lyon'",
        },
        says("paris"),
    ),
)
