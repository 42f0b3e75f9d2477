"""The editing tools: each takes a picture and regions, and returns a picture.

Every region given is used, by its mask where it has one. Edges are soft, and that nothing outside
the edited area changed is checked in every call (note ``outside_unchanged``).
"""

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
"""What :data:`visprog_tools.TOOLS` takes from here."""
