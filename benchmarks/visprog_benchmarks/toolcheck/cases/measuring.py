"""COUNT, DEPTH, COLOR, COLOR_DISTANCE, OCR, EVAL, RESULT: numbers and words."""

from __future__ import annotations

from typing import Any

from visprog_benchmarks.toolcheck.case import Bad, Case
from visprog_benchmarks.toolcheck.judging import equal, expect
from visprog_benchmarks.toolcheck.stage import Stage


def _farther(found: Any, stage: Stage) -> str:
    cactus, camel, person = found
    said = f"cactus {cactus:.2f}, camel {camel:.2f}, person {person:.2f}: the cactus is farthest"
    return expect(cactus > camel > person, said)


def _unlike(found: Any, stage: Stage) -> str:
    other, own = found
    said = f"{other:g} from the red car to the green tree, {own:g} to itself"
    return expect(other > 30 and own == 0, said)


CASES = (
    Case(
        "COUNT",
        {"box": "[$dog, $dog2]"},
        equal(2),
        on="left",
        takes={
            "box": frozenset(
                {
                    "no region",  # zero of them
                    "region of no area",
                    "region outside",
                    "region of another picture",
                }
            )
        },
    ),
    Case(
        "DEPTH",
        {"image": "image", "object": "$cactus"},
        _farther,
        on="desert",
        answer="[CALL, DEPTH(image=image, object=$camel), DEPTH(image=image, object=$person)]",
        bad=(Bad("object", "[]", "no region"),),
    ),
    Case(
        "COLOR",
        {"image": "image", "object": "$car"},
        equal("red"),
        on="left",
        bad=(Bad("object", "[]", "no region"),),
    ),
    Case(
        "COLOR_DISTANCE",
        {"image": "image", "object": "$car", "other": "$tree"},
        _unlike,
        on="left",
        answer="[CALL, COLOR_DISTANCE(image=image, object=$car, other=$car)]",
    ),
    Case(
        "EVAL",
        {"expr": "'{A} == 3 and len({B}) > 1'", "A": "3", "B": "['dog', 'cat']"},
        equal(True),
        bad=(
            Bad("expr", "''", "empty text"),
            Bad("expr", "'{A} +'", "unfinished expression"),
            Bad("expr", "'{A} == C'", "name without braces"),
            Bad("expr", "'open({A})'", "unknown function"),
            Bad("expr", "'{A}.real'", "attribute"),
            Bad("expr", "'{A} / 0'", "division by zero"),
            Bad("expr", "'{B} - {A}'", "list for a number"),
            Bad("expr", "image", "image for an expression"),
            Bad("A", "image", "image for a number"),
        ),
    ),
    Case("RESULT", {"var": "[1, 'two']"}, equal([1, "two"])),
)
