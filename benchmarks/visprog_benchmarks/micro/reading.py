"""How well signs are read: whole pictures, cut-out signs, and pictures without any."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from visprog.model import ModelSpec
from visprog.types import Box, Image
from visprog_benchmarks.micro.figures import mean, share
from visprog_benchmarks.micro.recipe import Figures
from visprog_benchmarks.world import SEEDS, Split, Stage, make_scene, render
from visprog_benchmarks.world.signs import Sign, render_signed, with_sign
from visprog_benchmarks.world.words import HELD_OUT_WORDS
from visprog_tools.models.pp_ocr import PpOcr


@dataclass(frozen=True)
class Signed:
    """A sign, the picture it is in, and the same picture without it."""

    sign: Sign
    image: NDArray[np.uint8]
    without: NDArray[np.uint8]


def draw_signed(
    stage: Stage, count: int, *, split: Split = "plain", width: int = 384, height: int = 384
) -> Iterator[Signed]:
    """The first scenes of a stage, each with a sign."""
    for seed in SEEDS[stage][:count]:
        scene = make_scene(seed, split=split, width=width, height=height)
        signed = with_sign(scene)
        yield Signed(signed.sign, render_signed(signed)[0], render(scene)[0])


def choose_threshold(folder: Path, *, scenes: int, device: str) -> Figures:
    """The least confidence of a line, best on validation pictures with and without a sign."""
    reader = _reader(folder, {"boards": True}, device)
    drawn = list(draw_signed("validation", max(scenes // 2, 1)))
    best = (-1, 0.0)
    marks = []
    for one in drawn:
        marks.append((reader.lines(one.image), one.sign.text))
        marks.append((reader.lines(one.without), ""))
    for threshold in np.arange(0.3, 0.96, 0.05):
        kept = ("\n".join(t for t, sure in lines if sure >= threshold) for lines, _ in marks)
        right = sum(text == wanted for text, (_, wanted) in zip(kept, marks, strict=True))
        best = max(best, (right, round(float(threshold), 2)), key=lambda pair: pair[0])
    return {"boards": True, "threshold": best[1]}


def evaluate_ocr(folder: Path, *, scenes: int, device: str) -> Figures:
    """Figures of a reader's folder on test scenes, through the adapter that programs use.

    The words on test signs are in no training. What always gives an empty text, which is the
    constant predictor, is right in none of the pictures with a sign.
    """
    settings = json.loads((folder / "visprog.json").read_text(encoding="utf-8"))
    reader = _reader(folder, settings, device)
    half = max(scenes // 2, 1)
    axes = {
        "plain": ("whole pictures, 384 x 384", draw_signed("test", scenes)),
        "wide": ("whole pictures, 640 x 480", draw_signed("test", half, width=640, height=480)),
        "harder": ("harder scenes, 384 x 384", draw_signed("test", half, split="harder")),
    }
    return {
        "threshold": settings["threshold"],
        "axes": {name: _axis(what, drawn, reader) for name, (what, drawn) in axes.items()},
    }


def _axis(what: str, drawn: Iterator[Signed], reader: PpOcr) -> Figures:
    whole: list[bool] = []
    cut: list[bool] = []
    caseless: list[bool] = []
    words: list[bool] = []
    silent: list[bool] = []
    errors: list[float] = []
    for one in drawn:
        picture = Image(one.image)
        seen, read, nothing = reader.read(
            [
                {"image": picture},
                {"image": picture.crop(Box(*one.sign.box))},
                {"image": Image(one.without)},
            ]
        )
        whole.append(seen == one.sign.text)
        cut.append(read == one.sign.text)
        caseless.append(seen.lower() == one.sign.text.lower())
        silent.append(nothing == "")
        errors.append(distance(seen, one.sign.text) / len(one.sign.text))
        if all(word in HELD_OUT_WORDS for word in one.sign.text.lower().split()):
            words.append(whole[-1])
    return {
        "what": what,
        "pictures": len(whole),
        "things": len(whole),
        "whole": share("sign in a picture exact", sum(whole), len(whole)),
        "cut": share("cut-out sign exact", sum(cut), len(cut)),
        "caseless": share("in a picture, case ignored", sum(caseless), len(caseless)),
        "words": share("signs of unseen words exact", sum(words), len(words)),
        "errors": mean("character errors", errors),
        "silent": share("nothing read where no sign is", sum(silent), len(silent)),
    }


def distance(first: str, second: str) -> int:
    """How many characters have to be put in, taken out or changed (Levenshtein)."""
    row = list(range(len(second) + 1))
    for number, one in enumerate(first, 1):
        previous, row[0] = row[0], number
        for place, other in enumerate(second, 1):
            change = previous + (one != other)
            previous = row[place]
            row[place] = min(row[place] + 1, row[place - 1] + 1, change)
    return row[-1]


def _reader(folder: Path, settings: Figures, device: str) -> PpOcr:
    reader = PpOcr(ModelSpec("ocr", PpOcr.family, str(folder), "1", settings=settings), device)
    reader.load()
    return reader
