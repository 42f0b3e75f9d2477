"""Vision tools, model adapters and packs.

``TOOLS`` is what the entry point ``visprog.tools`` offers; it comes in by the same door as a
plugin's tools.
"""

from __future__ import annotations

from visprog.tool import ToolSpec
from visprog_tools import answer, classify, count, crop, depth, evaluate, locate, patch, result

TOOLS: tuple[ToolSpec, ...] = (
    locate.loc,
    locate.detect,
    count.count,
    crop.crop,
    crop.crop_leftof,
    crop.crop_rightof,
    crop.crop_above,
    crop.crop_below,
    classify.classify,
    classify.select,
    answer.vqa,
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
    patch.best_image_match,
    patch.distance,
    patch.bool_to_yesno,
    patch.coerce_to_numeric,
)
