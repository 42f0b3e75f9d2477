"""Vision tools, model adapters and packs.

``TOOLS`` is what the entry point ``visprog.tools`` offers; it comes in by the same door as a
plugin's tools.
"""

from __future__ import annotations

from visprog.tool import ToolSpec
from visprog_tools import (
    answer,
    caption,
    classify,
    color,
    count,
    crop,
    depth,
    evaluate,
    face,
    llm,
    locate,
    masks,
    ocr,
    patch,
    point,
    result,
    segment,
)
from visprog_tools.edit import EDITING

TOOLS: tuple[ToolSpec, ...] = (
    locate.loc,
    locate.detect,
    segment.seg,
    point.point,
    face.facedet,
    count.count,
    crop.crop,
    crop.crop_leftof,
    crop.crop_rightof,
    crop.crop_above,
    crop.crop_below,
    depth.crop_frontof,
    depth.crop_behind,
    depth.depth,
    color.color,
    color.color_distance,
    masks.union,
    masks.intersect,
    masks.difference,
    masks.invert,
    masks.grow,
    *EDITING,
    classify.classify,
    classify.select,
    answer.vqa,
    caption.caption,
    ocr.ocr,
    llm.list_facts,
    llm.query,
    evaluate.evaluate,
    result.result,
    patch.find,
    patch.exists,
    patch.verify_property,
    patch.best_text_match,
    patch.simple_query,
    depth.compute_depth,
    patch.crop,
    patch.overlaps_with,
    llm.patch_llm_query,
    patch.best_image_match,
    patch.distance,
    patch.bool_to_yesno,
    patch.coerce_to_numeric,
    llm.llm_query,
    llm.process_guesses,
)
