"""The words for "everything": what SEG looks for when no object is named.

A pack says which list its detector knows: ``vocabulary = "coco"`` (the default) or ``"world"``, the
nouns of the rendered world, or a list of its own.
"""

from __future__ import annotations

from visprog.errors import ToolError
from visprog.tool import Operations

COCO = (
    "person", "bicycle", "car", "motorcycle", "airplane", "bus", "train", "truck", "boat",
    "traffic light", "fire hydrant", "stop sign", "parking meter", "bench", "bird", "cat", "dog",
    "horse", "sheep", "cow", "elephant", "bear", "zebra", "giraffe", "backpack", "umbrella",
    "handbag", "tie", "suitcase", "frisbee", "skis", "snowboard", "sports ball", "kite",
    "baseball bat", "baseball glove", "skateboard", "surfboard", "tennis racket", "bottle",
    "wine glass", "cup", "fork", "knife", "spoon", "bowl", "banana", "apple", "sandwich", "orange",
    "broccoli", "carrot", "hot dog", "pizza", "donut", "cake", "chair", "couch", "potted plant",
    "bed", "dining table", "toilet", "tv", "laptop", "mouse", "remote", "keyboard", "cell phone",
    "microwave", "oven", "toaster", "sink", "refrigerator", "book", "clock", "vase", "scissors",
    "teddy bear", "hair drier", "toothbrush",
)  # fmt: skip
"""The 80 things of COCO (Lin et al., 2014, arXiv:1405.0312)."""


def of(detector: Operations) -> tuple[str, ...]:
    """The words that a pack's detector is asked for all at once. Raises ``ToolError``."""
    chosen = detector.settings.get("vocabulary", "coco")
    if chosen == "coco":
        return COCO
    if chosen == "world":
        from visprog_tools.sprites import nouns

        return tuple(nouns())
    if isinstance(chosen, list | tuple) and chosen:
        return tuple(str(word) for word in chosen)
    raise ToolError("the pack's vocabulary is coco, world or a list of words")
