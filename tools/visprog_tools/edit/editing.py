"""The editing tools, all of them."""

from __future__ import annotations

from visprog.tool import ToolSpec
from visprog_tools.edit import emoji, focus, recolor, replace, resize, tag

EDITING: tuple[ToolSpec, ...] = (
    replace.replace,
    replace.remove,
    replace.background,
    focus.colorpop,
    focus.bgblur,
    focus.blur,
    focus.highlight,
    recolor.recolor,
    emoji.emoji,
    tag.tag,
    resize.resize,
)
"""What :data:`visprog_tools.builtin.TOOLS` takes from here."""
