"""SEG: which pixels belong to what, by SAM 2 (Ravi et al., 2024, arXiv:2408.00714).

A phrase is located first, so that SEG by phrase is LOC and then a mask from every box. VisProg's
SEG without an object segments everything of a closed set (COCO's panoptic classes there); here that
set is the pack's vocabulary.
"""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from visprog.errors import ToolError
from visprog.tool import Context, tool
from visprog.types import Box, Image, Mask, Point, Region, Regions
from visprog_tools import detection, grounds, masking, vocabulary

CHOICES = ("best", "part", "object", "whole")
RECORDED = 10
"""Prompts whose other masks are recorded, at most."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """What to segment: the arguments of one call of ``masks``, and the region it is about."""

    about: Region
    arguments: dict[str, Any]
    ambiguous: bool
    """A single click may mean a part, the object or the whole it belongs to."""


@tool(
    "SEG",
    "Seg",
    "SEGMENT",
    example="OBJ0=SEG(image=IMAGE,object='desert')",
    roles=("locate", "detect", "segment"),
)
async def seg(
    image: Image,
    context: Context,
    object: object = None,
    choice: str = "best",
    query: str | None = None,
) -> Regions:
    """Regions with masks for a phrase, for regions or a box, or for a click; best first.

    `object` is a noun phrase, the regions of another step, a box [left, top, right, bottom], a
    click [x, y], or a list of clicks [x, y, label] on one thing (label 1 is on it, 0 is not).
    Without it everything that the detector has words for is segmented. `query` is another name for
    a phrase. `choice` decides between the three masks of an ambiguous click: the best scored, or by
    size `part`, `object`, `whole`.
    """
    if choice not in CHOICES:
        raise ToolError(f"SEG: choice is one of {', '.join(CHOICES)}, not {choice[:40]!r}")
    if query is not None and object is not None:
        raise ToolError("SEG takes object or query, not both")
    wanted = await _wanted(image, query if query is not None else object, context)
    if isinstance(wanted, Regions):
        return wanted
    return await cut_out(image, wanted, context, choice)


async def cut_out(
    image: Image, prompts: Sequence[Prompt], context: Context, choice: str = "best"
) -> Regions:
    """A region with a mask for each prompt, in order; what has no pixels is left out, noted."""
    segmenter = context.models.segment
    drawn = {"edges": True} if segmenter.settings.get("edges") else {}
    several = [prompt.ambiguous or choice != "best" for prompt in prompts]
    answers = await asyncio.gather(
        *(
            segmenter.masks(image=image, multiple=multiple, **prompt.arguments, **drawn)
            for prompt, multiple in zip(prompts, several, strict=True)
        )
    )
    found: list[Region] = []
    missing = 0
    for prompt, masks in zip(prompts, answers, strict=True):
        candidates = [_region(prompt.about, mask, float(score), image) for mask, score in masks]
        chosen = pick([region for region in candidates if region.mask and region.mask.area], choice)
        if chosen is None:
            missing += 1
            continue
        if len(candidates) > 1 and len(found) < RECORDED:
            context.note(
                "masks",
                f"{choice} of {len(candidates)} masks: {_said(chosen)}",
                candidates=Regions.of(candidates),
            )
        found.append(chosen)
    if missing:
        context.note("no-mask", f"{missing} of {len(prompts)} prompts gave an empty mask")
    return Regions.of(found, image)


def pick(candidates: Sequence[Region], choice: str) -> Region | None:
    """The best scored mask, or the smallest, the middle or the largest of them."""
    if not candidates:
        return None
    if choice == "best":
        return max(candidates, key=_mask_score)
    by_area = sorted(candidates, key=lambda region: region.mask.area if region.mask else 0)
    return by_area[{"part": 0, "object": len(by_area) // 2, "whole": -1}[choice]]


def prompt_for(region: Region, image: Image) -> Prompt:
    """A region's box as a prompt; its point, when it is no larger than one."""
    box = masking.placed(region, image)
    about = dataclasses.replace(region, box=box, frame=image.frame, mask=None)
    if box.width < 1 and box.height < 1:
        return _click(image, [(box.center.x, box.center.y, 1)], about)
    inside = box.clipped(image.width, image.height)
    if not inside.area:
        raise ToolError(f"SEG: {masking.nowhere(region, image)}")
    return Prompt(about, {"box": inside.xyxy}, ambiguous=False)


async def _wanted(image: Image, wanted: Any, context: Context) -> list[Prompt] | Regions:
    """What to ask the segmenter; or the regions at once, where it need not be asked."""
    match wanted:
        case None:
            words = vocabulary.of(context.models.detect)
            regions = await detection.detect(image, words, context.models.detect, context)
        case str():
            if not wanted.strip():
                raise ToolError("SEG needs something to segment: object is empty")
            phrases = (wanted.strip(),)
            if context.models.segment.settings.get("grounds") and grounds.ground_named(wanted):
                context.note("stand-in", "the ground is told apart by its colours, not by a model")
                return grounds.segment(image, wanted)
            regions = await detection.detect(image, phrases, context.models.locate, context)
        case Regions():
            regions = wanted
        case Region():
            regions = Regions.of([wanted])
        case Box():
            regions = Regions.of([Region(wanted)])
        case Point():
            return [_click(image, [(wanted.x, wanted.y, 1)])]
        case list() | tuple() if wanted and all(isinstance(item, Region) for item in wanted):
            regions = Regions.of(wanted)
        case [int() | float(), int() | float(), int() | float(), int() | float()]:
            regions = Regions.of([Region(_box(wanted))])
        case [int() | float(), int() | float()]:
            return [_click(image, [(*wanted, 1)])]
        case [*clicks] if clicks and all(isinstance(item, list | tuple) for item in clicks):
            return [_click(image, clicks)]
        case _:
            raise ToolError(
                "SEG: object is a phrase, regions, a box [left, top, right, bottom], a click "
                f"[x, y] or a list of clicks [x, y, label], not {type(wanted).__name__}"
            )
    return [prompt_for(region, image) for region in regions]


def _box(numbers: Sequence[float]) -> Box:
    try:
        return Box(*map(float, numbers))
    except ValueError as error:
        raise ToolError(f"SEG: object is no box: {error}") from None


def _click(image: Image, clicks: Sequence[Any], about: Region | None = None) -> Prompt:
    points: list[tuple[float, float]] = []
    labels: list[int] = []
    for click in clicks:
        numbers = [float(n) for n in click if isinstance(n, int | float)]
        if len(numbers) != len(click) or len(click) not in (2, 3):
            raise ToolError(f"SEG: a click in object is [x, y] or [x, y, label], not {click!r:.60}")
        x, y, label = (*numbers, 1.0)[:3]
        if label not in (0, 1):
            raise ToolError(
                f"SEG: a click in object is labelled 1 (on it) or 0 (not on it), not {label:g}"
            )
        if not (0 <= x <= image.width and 0 <= y <= image.height):
            raise ToolError(
                f"SEG: object has the click ({x:g}, {y:g}), outside the picture of "
                f"{image.width} x {image.height} pixels"
            )
        points.append((x, y))
        labels.append(int(label))
    if 1 not in labels:
        raise ToolError("SEG: object needs at least one click on the thing (label 1)")
    (x, y) = points[labels.index(1)]
    return Prompt(
        about or Region(Box(x, y, x, y), frame=image.frame),
        {"points": tuple(points), "labels": tuple(labels)},
        ambiguous=len(points) == 1,
    )


def _region(about: Region, mask: Mask, score: float, image: Image) -> Region:
    return dataclasses.replace(
        about,
        box=mask.box or about.box,
        mask=mask,
        frame=image.frame,
        extra=(*about.extra, ("mask_score", score)),
    )


def _mask_score(region: Region) -> float:
    return float(dict(region.extra)["mask_score"])


def _said(region: Region) -> str:
    return f"{region.mask.area if region.mask else 0} pixels, score {_mask_score(region):.2f}"
