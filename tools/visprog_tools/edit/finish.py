"""The end of every edit: floats to pixels, and proof that nothing else was touched."""

from __future__ import annotations

import numpy as np

from visprog.errors import ToolError
from visprog.tool import Context
from visprog.types import Bits, Image
from visprog_tools.filters import Floats


def finish(tool: str, image: Image, colours: Floats, allowed: Bits, context: Context) -> Image:
    """The edited picture, in the frame of the one it was made from.

    Outside ``allowed`` every pixel must be the picture's own: the largest difference goes into the
    note ``outside_unchanged``, and one above zero is a ``ToolError``.
    """
    pixels = np.rint(np.clip(colours, 0, 255)).astype(np.uint8)
    change = np.abs(pixels.astype(np.int16) - image.pixels).max(-1)
    outside = int(change[~allowed].max(initial=0))
    if outside:
        raise ToolError(
            f"{tool} changed pixels outside the edited area by up to {outside} of 255: "
            "the result was thrown away"
        )
    context.note(
        "outside_unchanged",
        f"{(change > 0).mean():.1%} of the pixels changed, none outside the edited area",
        largest=outside,
        changed=round(float((change > 0).mean()), 4),
        allowed=round(float(allowed.mean()), 4),
    )
    return Image(pixels, image.frame)
