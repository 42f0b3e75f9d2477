"""ViperGPT's ``ImagePatch`` and its helper functions (Surís et al., 2023, arXiv:2303.08128).

A patch is an image that knows where it lies in its root image. Its coordinates have the y axis
pointing up; ``crop`` takes them relative to the patch it is called on, ``overlaps_with`` and the
attributes relative to the root image, as in the original. ``find`` cuts tight boxes where the
original adds a margin of ten pixels.
"""

from __future__ import annotations

import re

import numpy as np

from visprog.attributes import PATCH
from visprog.errors import ToolError
from visprog.tool import Context, tool
from visprog.types import Box, Image
from visprog_tools import prompts, similarity
from visprog_tools.answer import ask
from visprog_tools.detection import detect


@tool(
    "find",
    example="patches = image_patch.find('dog')",
    dialect="vipergpt",
    method=True,
    roles=("locate",),
)
async def find(patch: Image, object_name: str, context: Context) -> list[Image]:
    """One patch for every instance of a thing (a singular noun phrase), best first."""
    phrase = object_name.strip()
    if not phrase:
        raise ToolError("find needs something to look for: object_name is empty")
    regions = await detect(patch, (phrase,), context.models.locate, context)
    context.note("regions", f"{len(regions)} x {phrase}", regions=regions)
    return [patch.crop(region.box) for region in regions]


@tool(
    "exists",
    example="image_patch.exists('dog')",
    dialect="vipergpt",
    method=True,
    roles=("locate",),
)
async def exists(patch: Image, object_name: str, context: Context) -> bool:
    """Whether there is at least one instance of a thing in the patch."""
    phrase = object_name.strip()
    if not phrase:
        raise ToolError("exists needs something to look for: object_name is empty")
    regions = await detect(patch, (phrase,), context.models.locate, context)
    context.note("regions", f"{len(regions)} x {phrase}", regions=regions)
    return len(regions) > 0


@tool(
    "verify_property",
    example="patch.verify_property('car', 'red')",
    dialect="vipergpt",
    method=True,
    roles=("classify",),
)
async def verify_property(patch: Image, object_name: str, attribute: str, context: Context) -> bool:
    """Whether the thing in the patch has an attribute.

    A colour has to win against the other colours; anything else against the bare noun.
    """
    thing, quality = object_name.strip(), attribute.strip()
    if not thing or not quality:
        raise ToolError("verify_property needs an object_name and an attribute")
    colours = context.models.classify.settings.get("colours", prompts.COLOURS)
    if quality.lower() in colours:
        rivals = [f"{colour} {thing}" for colour in colours if colour != quality.lower()]
    else:
        rivals = [thing]
    phrases = [f"{quality} {thing}", *rivals]
    row = (await similarity.probabilities([patch], phrases, context))[0]
    context.note(
        "classified", f"{phrases[int(row.argmax())]}", ranking=similarity.top(phrases, row)
    )
    return bool(row.argmax() == 0)


@tool(
    "best_text_match",
    example="patch.best_text_match(['red', 'blue'], prefix='car')",
    dialect="vipergpt",
    method=True,
    roles=("classify",),
)
async def best_text_match(
    patch: Image, option_list: list[str], context: Context, prefix: str | None = None
) -> str:
    """The option that describes the patch best. `prefix` is put before every option."""
    options = [option for option in option_list if option.strip()]
    if not options:
        raise ToolError("best_text_match needs options: option_list is empty")
    phrases = [f"{prefix} {option}".strip() if prefix else option for option in options]
    row = (await similarity.probabilities([patch], phrases, context))[0]
    best = int(row.argmax())
    context.note("classified", phrases[best], ranking=similarity.top(phrases, row))
    return options[best]


@tool(
    "simple_query",
    example="image_patch.simple_query('What is this?')",
    dialect="vipergpt",
    method=True,
    roles=("vqa",),
)
async def simple_query(patch: Image, context: Context, question: str = "What is this?") -> str:
    """Answer a question about the patch in a word or two."""
    return await ask("simple_query", patch, question, context)


@tool(
    "crop",
    example="image_patch.crop(0, 0, 100, image_patch.height)",
    dialect="vipergpt",
    method=True,
)
def crop(patch: Image, left: float, lower: float, right: float, upper: float) -> Image:
    """A patch of this patch; pixels from its own lower left corner, y axis up."""
    if right <= left or upper <= lower:
        raise ToolError(
            f"crop needs left < right and lower < upper, got {left:g}, {lower:g}, {right:g}, "
            f"{upper:g} (the y axis points up)"
        )
    box = Box(left, patch.height - upper, right, patch.height - lower)
    if box.intersection(patch.box) is None:
        raise ToolError(f"crop would leave no pixels: {left:g}, {lower:g}, {right:g}, {upper:g}")
    return patch.crop(box)


@tool(
    "overlaps_with",
    example="patch.overlaps_with(other.left, other.lower, other.right, other.upper)",
    dialect="vipergpt",
    method=True,
)
def overlaps_with(patch: Image, left: float, lower: float, right: float, upper: float) -> bool:
    """Whether the patch and a rectangle (root pixels, y axis up) have pixels in common."""
    if right < left or upper < lower:
        raise ToolError(
            f"overlaps_with needs left <= right and lower <= upper, got {left:g}, {lower:g}, "
            f"{right:g}, {upper:g} (the y axis points up)"
        )
    mine = {name: float(PATCH[name](patch)) for name in ("left", "lower", "right", "upper")}
    return (
        mine["left"] <= right
        and mine["right"] >= left
        and mine["lower"] <= upper
        and mine["upper"] >= lower
    )


@tool(
    "best_image_match",
    example="best_image_match(patches, ['red car'])",
    dialect="vipergpt",
    roles=("classify",),
)
async def best_image_match(
    list_patches: list[Image],
    content: list[str],
    context: Context,
    return_index: bool = False,
) -> object:
    """The patch that fits the texts best (mean over them), or its index."""
    if not list_patches:
        raise ToolError("best_image_match needs patches: list_patches is empty")
    phrases = [phrase for phrase in content if phrase.strip()]
    if not phrases:
        raise ToolError("best_image_match needs texts: content is empty")
    rows = [await similarity.similarities(list_patches, phrase, context) for phrase in phrases]
    scores = np.mean(rows, axis=0)
    context.note("selected", "cosines", cosines=[round(float(score), 4) for score in scores])
    best = int(scores.argmax())
    return best if return_index else list_patches[best]


@tool("distance", example="distance(patch_a, patch_b)", dialect="vipergpt")
def distance(patch_a: Image, patch_b: Image) -> float:
    """Pixels between the nearest edges of two patches; minus their IoU when they overlap."""
    a = patch_a.frame.to_root(patch_a.box)
    b = patch_b.frame.to_root(patch_b.box)
    if a.intersection(b) is not None:
        return -a.iou(b)
    dx = max(b.left - a.right, a.left - b.right, 0.0)
    dy = max(b.top - a.bottom, a.top - b.bottom, 0.0)
    return float((dx**2 + dy**2) ** 0.5)


@tool("bool_to_yesno", example="bool_to_yesno(len(patches) > 2)", dialect="vipergpt")
def bool_to_yesno(bool_answer: bool) -> str:
    """``True`` is "yes", ``False`` is "no"."""
    return "yes" if bool_answer else "no"


@tool("coerce_to_numeric", example="coerce_to_numeric('about 3')", dialect="vipergpt")
def coerce_to_numeric(string: str) -> float:
    """The first number in a text."""
    found = re.search(r"-?\d+(?:\.\d+)?", string)
    if found is None:
        raise ToolError(f"coerce_to_numeric finds no number in its string {string[:40]!r}")
    return float(found.group())
