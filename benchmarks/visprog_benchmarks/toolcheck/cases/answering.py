"""CLASSIFY, SELECT, VQA, CAPTION, OCR, LIST, LLM_QUERY: right words."""

from __future__ import annotations

from typing import Any

from visprog_benchmarks.toolcheck.case import Bad, Case
from visprog_benchmarks.toolcheck.judging import expect, pairs, regions_in, says
from visprog_benchmarks.toolcheck.stage import SIGN, TEXT, Stage

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _labels(found: Any, stage: Stage) -> str:
    labels = [region.label for region in regions_in(found)]
    return expect(labels == ["dog", "cat", "car"], ", ".join(labels) + " for a dog, a cat, a car")


def _the_cat(found: Any, stage: Stage) -> str:
    return pairs([region.box for region in regions_in(found)], stage.boxes("cat"), "cat", 0.99)


def _names_things(found: Any, stage: Stage) -> str:
    """A caption names at least half of the nouns in the scene, and so something that is there."""
    nouns = sorted(stage.known)
    named = [noun for noun in nouns if isinstance(found, str) and noun in found.lower()]
    said = f"{found!r:.70} names {len(named)} of {', '.join(nouns)}"
    return expect(2 * len(named) >= len(nouns), said)


def _days(found: Any, stage: Stage) -> str:
    named = [str(name).lower() for name in found]
    return expect(sorted(named) == sorted(DAYS), ", ".join(named))


THREE = "[$dog, $cat, $car]"

CASES = (
    Case(
        "CLASSIFY",
        {"image": "image", "object": THREE, "categories": "'dog,cat,car'"},
        _labels,
        on="right",
        takes={"object": frozenset({"no region"})},  # nothing is labelled
        bad=(
            Bad("prompts", "'poetic'", "unknown prompts"),
            Bad("prompts", "['no place for the word']", "template without {}"),
            Bad("prompts", "{'dog': 'a dog'}", "no prompt for a category"),
        ),
    ),
    Case(
        "SELECT",
        {"image": "image", "object": THREE, "query": "'cat'"},
        _the_cat,
        on="right",
        takes={
            "object": frozenset({"no region"}),
            "query": frozenset({"empty list", "blank text", "blank items"}),  # all that are left
        },
    ),
    Case(
        "VQA",
        {"image": "CROP(image=image, box=$car)", "question": "'What color is the car?'"},
        says("red"),
        on="left",
        bad=(
            Bad("examples", "'red'", "text for pairs"),
            Bad("examples", "[['red', image]]", "pairs the wrong way round"),
        ),
    ),
    Case("CAPTION", {"image": "image"}, _names_things, on="right"),
    Case("OCR", {"image": "image"}, says(TEXT.lower()), on=SIGN),
    Case(
        "LIST",
        {"query": "'the days of the week, in English'", "max": "7"},
        _days,
        bad=(Bad("max", "0", "too small"), Bad("max", "1000", "too large")),
    ),
    Case(
        "LLM_QUERY",
        {"query": "'How many legs does a spider have?'"},
        says("8", "eight"),
        bad=(
            Bad("facts", "image", "image for facts"),
            Bad("facts", "UNION(image=image, object=[9, 9, 99, 99])", "regions for facts"),
        ),
    ),
)
