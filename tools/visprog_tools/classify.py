"""CLASSIFY and SELECT: which region is which, by CLIP with a prompt ensemble.

CLIP: Radford et al., 2021, arXiv:2103.00020. Probabilities compare the given phrases with one
another only; they are not calibrated against "none of these".
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from visprog.errors import ToolError
from visprog.tool import Context, tool
from visprog.types import Image, Region, Regions
from visprog_tools import masking, similarity


def crops(image: Image, regions: Regions) -> list[Image]:
    """The pixels of each region, cut from ``image``. Raises ``ToolError`` for one without any."""
    return [image.crop(masking.within(region, image)) for region in regions]


def labelled(
    regions: Regions,
    classes: Sequence[str],
    table: npt.NDArray[np.float64],
    context: Context,
    **facts: Any,
) -> Regions:
    """Each region with its best class as label and that class's probability as score.

    ``table`` has shape ``(regions, classes)``. A region keeps the best five classes (``ranking``)
    and how far the first is ahead of the second (``margin``) in its ``extra``; the step's note has
    them too, with ``facts``.
    """
    found: list[Region] = []
    rankings = [similarity.top(classes, row) for row in table]
    margins = [similarity.margin(row) for row in table]
    for region, row, ranking, margin in zip(regions, table, rankings, margins, strict=True):
        best = int(row.argmax())
        extra = (("detected_as", region.label), ("ranking", ranking), ("margin", margin))
        found.append(
            dataclasses.replace(
                region,
                label=classes[best],
                score=float(row[best]),
                extra=(*region.extra, *extra),
            )
        )
    said = (
        f"{item.label} {item.score:.2f}, ahead by {margin:.2f}"
        for item, margin in zip(found[:5], margins, strict=False)
    )
    context.note("classified", "; ".join(said), rankings=rankings, margins=margins, **facts)
    return Regions.of(found, regions.image)


@tool(
    "CLASSIFY",
    "Classify",
    example="OBJ1=CLASSIFY(image=IMAGE,object=OBJ0,categories='red car,blue car')",
    roles=("classify",),
)
async def classify(
    image: Image,
    object: Regions,
    categories: list[str],
    context: Context,
    one_each: bool = False,
    prompts: object = None,
) -> Regions:
    """Label each region with the category that fits it best; its probability becomes the score.

    With `one_each`, as in VisProg, only the best region of every category is kept. A single
    category competes with "other". `prompts` says which texts stand for a category: `single`,
    `ensemble` (ImageNet's 80 templates), `cupl` (descriptions by a language model), a list of
    templates with {} for the category, or a dict from category to texts.
    """
    names = list(dict.fromkeys(name.strip() for name in categories if name.strip()))
    if not names:
        raise ToolError("CLASSIFY needs categories: a list, or one text with commas")
    if not len(object):
        return object
    phrases = names if len(names) > 1 else [names[0], "other"]
    table = await similarity.probabilities(crops(image, object), phrases, context, prompts)
    found = labelled(object, phrases, table, context)
    if one_each:
        best_of = {
            name: max(
                (item for item in found if item.label == name),
                key=lambda item: item.score,
                default=None,
            )
            for name in names
        }
        found = Regions.of([item for item in best_of.values() if item is not None], object.image)
    return found


@tool(
    "SELECT",
    "Select",
    example="OBJ1=SELECT(image=IMAGE,object=OBJ0,query='red car',category=None)",
    roles=("classify",),
)
async def select(
    image: Image,
    object: Regions,
    query: list[str],
    context: Context,
    category: str | None = None,
) -> Regions:
    """Choose regions: those labelled `category` if there are any, then the best one for each query.

    `query` is a list of phrases, or one text with commas; an empty query keeps all that are left.
    """
    candidates = list(object)
    if category:
        wanted = category.strip().lower()
        candidates = [region for region in candidates if region.label.lower() == wanted]
        if not candidates:
            context.note("no-category", f"no region is labelled {category!r}; all were considered")
            candidates = list(object)
    queries = [item.strip() for item in query if item.strip()]
    if not candidates or not queries:
        return Regions.of(candidates, object.image)
    images = crops(image, Regions.of(candidates, object.image))
    chosen: list[Region] = []
    for phrase in queries:
        scores = await similarity.similarities(images, phrase, context)
        best = int(scores.argmax())
        context.note(
            "selected",
            f"region {best} for {phrase!r}",
            cosines=[round(float(score), 4) for score in scores],
        )
        chosen.append(dataclasses.replace(candidates[best], label=phrase))
    return Regions.of(chosen, object.image)
