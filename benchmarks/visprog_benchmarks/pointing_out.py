"""``visprog bench run world-refer``: is what an expression means found, point and pixels?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from visprog import plugins
from visprog.session import Session
from visprog.types import Bits, Image, Region, Regions
from visprog_benchmarks.metrics import Rate
from visprog_benchmarks.world.oracle import Oracle, picture
from visprog_benchmarks.world.referring import Referred, expressions
from visprog_benchmarks.world.render import masks, render
from visprog_tools import masking

SAME = 0.5
"""Overlap (IoU) of the mask with the thing's from which it is the same thing."""


def world_refer(n: int, seed: int, *, pack: str = "micro") -> dict[str, Any]:
    """Points on the right thing and masks of it, with models and with perfect tools.

    Programs come with the expressions. Right is exactly one region, with its point on the thing and
    a mask that overlaps the thing's by half. Raises ``Unavailable`` without the pack's weights.
    """
    asked = expressions(n, seed)
    images = [picture(one.scene) for one in asked]
    perfect = Oracle((image, one.scene) for image, one in zip(images, asked, strict=True)).tools()
    with Session(pack=pack, tools=plugins.tools().replaced(perfect)) as session:
        ideal = [wrong_with(session, *pair) for pair in zip(asked, images, strict=True)]
    with Session(pack=pack) as session:
        real = [wrong_with(session, *pair) for pair in zip(asked, images, strict=True)]
    rows = {
        kind: {
            "end_to_end": _rate(_of_kind(kind, asked, real)),
            "perfect_tools": _rate(_of_kind(kind, asked, ideal)),
        }
        for kind in dict.fromkeys(one.kind for one in asked)
    }
    return {
        "benchmark": "world-refer",
        "n": n,
        "seed": seed,
        "pack": pack,
        "end_to_end": _rate(real),
        "perfect_tools": _rate(ideal),
        "kinds": rows,
        "failures": [
            {"seed": one.scene.seed, "expression": one.text, "why": why}
            for one, why in zip(asked, real, strict=True)
            if why
        ],
    }


def show(result: Mapping[str, Any]) -> None:
    """The figures as a table on standard output."""
    print(f"{'kind':12}{'n':>5}{'end to end':>12}{'perfect tools':>15}")
    for kind, row in {**result["kinds"], "all": result}.items():
        real, ideal = row["end_to_end"], row["perfect_tools"]
        print(f"{kind:12}{real['n']:>5}{real['rate']:>12.3f}{ideal['rate']:>15.3f}")
    for failure in result["failures"][:20]:
        print(f"  {failure['expression']!r} on {failure['seed']}: {failure['why']}")


def wrong_with(session: Session, one: Referred, image: Image) -> str:
    """What is wrong with what a program found; empty when it is right."""
    answer = session.run(one.program, [image])
    if answer.error is not None:
        return str(answer.error)
    regions = answer.result
    if not isinstance(regions, Regions) or len(regions) != 1:
        return f"{len(regions) if isinstance(regions, Regions) else 'no'} regions"
    own = masks(render(one.scene)[1], len(one.scene.things))[one.thing]
    (region,) = regions
    if not _on(region, own):
        return "the point lies beside it"
    overlap = _overlap(masking.mask_of(region, image).bits, own)
    return "" if overlap >= SAME else f"the mask overlaps it by {overlap:.2f}"


def _on(region: Region, own: Bits) -> bool:
    """Whether the region's point, in the pixels of its own crop, is on the thing."""
    x, y = dict(region.extra)["point"]
    frame = region.frame
    left, top, scale = (frame.left, frame.top, frame.scale) if frame else (0.0, 0.0, 1.0)
    row, column = int(y * scale + top), int(x * scale + left)
    return bool(own[min(row, own.shape[0] - 1), min(column, own.shape[1] - 1)])


def _overlap(bits: Bits, own: Bits) -> float:
    return float(np.logical_and(bits, own).sum() / max(np.logical_or(bits, own).sum(), 1))


def _of_kind(kind: str, asked: Sequence[Referred], reasons: Sequence[str]) -> list[str]:
    return [why for one, why in zip(asked, reasons, strict=True) if one.kind == kind]


def _rate(reasons: Sequence[str]) -> dict[str, Any]:
    return Rate(sum(not why for why in reasons), len(reasons)).to_json()
