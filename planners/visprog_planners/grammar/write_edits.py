"""Programs for editing instructions, in VisProg's dialect.

Things are looked for in the picture as it was given; regions know where they lie in it, so they fit
every picture that was edited from it. Only when it was stretched, or a side of it was cut off, they
are looked for in what is left.
"""

from __future__ import annotations

from visprog_planners.grammar.edits import Edit, Everything, Faces, Half, Part, Thing
from visprog_planners.grammar.everyday import KINDS

TOOLS = {
    "replace": ("REPLACE", "prompt"),
    "remove": ("REMOVE", ""),
    "background": ("BACKGROUND", "prompt"),
    "hide": ("EMOJI", "emoji"),
    "blur": ("BLUR", ""),
    "blur all but": ("BGBLUR", ""),
    "colour-pop": ("COLORPOP", ""),
    "highlight": ("HIGHLIGHT", ""),
    "tag": ("TAG", ""),
    "recolour": ("RECOLOR", "colour"),
}
"""By action, the tool and the parameter that takes the edit's value."""

CROPS = {
    "crop to": "CROP",
    "crop left of": "CROP_LEFTOF",
    "crop right of": "CROP_RIGHTOF",
    "crop above": "CROP_ABOVE",
    "crop below": "CROP_BELOW",
    "crop in front of": "CROP_FRONTOF",
    "crop behind": "CROP_BEHIND",
}
"""By action, the tool that cuts the picture."""

FACE = "1.3"
"""How much larger than a face's box what hides it is: detectors leave out chin and brow."""

BOXES = {"tag", *CROPS}
"""Actions for which a box is enough."""


def write(edits: tuple[Edit, ...]) -> str:
    """The program."""
    program = _Program()
    image = "IMAGE"
    for edit in edits:
        image = program.edited(image, edit)
        if _rearranged(edit):
            program.seen = image
    program.line("FINAL_RESULT", "RESULT", var=image)
    return "\n".join(program.lines) + "\n"


class _Program:
    """The lines so far; ``seen`` is the picture in which things are looked for."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.seen = "IMAGE"
        self._counts = {"BOX": 0, "OBJ": 0, "IMAGE": 0}
        self._known: dict[tuple[str, str], str] = {}

    def line(self, target: str, tool: str, **arguments: str) -> str:
        inside = ",".join(f"{name}={value}" for name, value in arguments.items())
        self.lines.append(f"{target}={tool}({inside})")
        return target

    def call(self, kind: str, tool: str, **arguments: str) -> str:
        """The variable that holds this call's result; equal calls are made once."""
        key = (tool, repr(arguments))
        if key not in self._known:
            target = f"{kind}{self._counts[kind]}"
            self._counts[kind] += 1
            self._known[key] = self.line(target, tool, **arguments)
        return self._known[key]

    def edited(self, image: str, edit: Edit) -> str:
        """The variable that holds the picture after one more edit."""
        if edit.action == "resize":
            sizes = {"width": edit.width, "height": edit.height, "scale": edit.scale}
            given = {name: f"{size}" for name, size in sizes.items() if size is not None}
            return self.call("IMAGE", "RESIZE", image=image, **given)
        regions = self.regions(edit.parts, boxes=edit.action in BOXES)
        if edit.action in CROPS:
            if len(edit.parts) > 1 or any(_several(part) for part in edit.parts):
                regions = self.call("OBJ", "UNION", image=self.seen, object=regions)
            return self.call("IMAGE", CROPS[edit.action], image=image, box=regions)
        tool, parameter = TOOLS[edit.action]
        value = {parameter: repr(edit.value)} if parameter else {}
        return self.call("IMAGE", tool, image=image, object=regions, **value)

    def regions(self, parts: tuple[Part, ...], *, boxes: bool) -> str:
        """The variable that holds all the parts, with masks unless boxes are enough."""
        plain = [p for p in parts if isinstance(p, Thing) and not p.holder and not p.order]
        found = [self._part(part, boxes) for part in parts if part not in plain]
        if plain:
            found.append(self._things([noun for thing in plain for noun in _nouns(thing)], boxes))
        together = found[0]
        for other in found[1:]:
            together = self.call("OBJ", "UNION", image=self.seen, object=together, other=other)
        return together

    def _part(self, part: Part, boxes: bool) -> str:
        if isinstance(part, Everything):
            return self.call("OBJ", "SEG", image=self.seen)
        if isinstance(part, Half):
            return self.call("BOX", "LOC", image=self.seen, object=repr(part.side))
        if isinstance(part, Faces):
            image = self._cut(part.of) if part.of else self.seen
            return self.call("OBJ", "FACEDET", image=image, grow=FACE)
        if part.holder:
            held = self._cut(part.holder)
            found = self.call("OBJ", "SEG", image=held, object=repr(part.noun))
        else:
            found = self._things(_nouns(part), boxes)
        if part.order is None:
            return found
        rank = {"rank": str(part.rank)} if part.rank > 1 else {}
        return self.call("OBJ", "PICK", object=found, order=repr(part.order), **rank)

    def _cut(self, noun: str) -> str:
        """The part of the picture that shows one thing."""
        box = self.call("BOX", "LOC", image=self.seen, object=repr(noun))
        return self.call("IMAGE", "CROP", image=self.seen, box=box)

    def _things(self, nouns: list[str], boxes: bool) -> str:
        if len(nouns) == 1:
            tool = "LOC" if boxes else "SEG"
            kind = "BOX" if boxes else "OBJ"
            return self.call(kind, tool, image=self.seen, object=repr(nouns[0]))
        found = self.call("OBJ", "DETECT", image=self.seen, object=repr(",".join(nouns)))
        return found if boxes else self.call("OBJ", "SEG", image=self.seen, object=found)


def _nouns(thing: Thing) -> list[str]:
    return list(KINDS.get(thing.noun, (thing.noun,)))


def _rearranged(edit: Edit) -> bool:
    """Whether regions of the picture before may not fit the picture after the edit."""
    if edit.action == "resize":
        return edit.width is not None and edit.height is not None
    one_side = any(isinstance(part, Half) for part in edit.parts)
    return edit.action in CROPS and (edit.action != "crop to" or one_side)


def _several(part: Part) -> bool:
    """Whether more than one region may be meant, so that not only the best one counts."""
    if isinstance(part, Thing):
        return part.order is None and (part.several or part.noun in KINDS)
    return not isinstance(part, Half)
