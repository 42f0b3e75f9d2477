"""Programs for editing instructions, in VisProg's dialect.

Things are always looked for in the picture as it was given; regions know where they lie in it, so
they fit every picture that was edited from it.
"""

from __future__ import annotations

from visprog_planners.grammar.edits import Edit, Everything, Faces, Part, Thing
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

FACE = "1.3"
"""How much larger than a face's box what hides it is: detectors leave out chin and brow."""

BOXES = {"tag", "crop to"}
"""Actions for which a box is enough."""


def write(edits: tuple[Edit, ...]) -> str:
    """The program."""
    program = _Program()
    image = "IMAGE"
    for edit in edits:
        image = program.edited(image, edit)
    program.line("FINAL_RESULT", "RESULT", var=image)
    return "\n".join(program.lines) + "\n"


class _Program:
    def __init__(self) -> None:
        self.lines: list[str] = []
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
            sizes = {"width": edit.width, "height": edit.height}
            given = {name: str(size) for name, size in sizes.items() if size is not None}
            return self.call("IMAGE", "RESIZE", image=image, **given)
        regions = self.regions(edit.parts, boxes=edit.action in BOXES)
        if edit.action == "crop to":
            return self.call("IMAGE", "CROP", image=image, box=regions)
        tool, parameter = TOOLS[edit.action]
        value = {parameter: repr(edit.value)} if parameter else {}
        return self.call("IMAGE", tool, image=image, object=regions, **value)

    def regions(self, parts: tuple[Part, ...], *, boxes: bool) -> str:
        """The variable that holds all the parts, with masks unless boxes are enough."""
        plain = [part for part in parts if isinstance(part, Thing) and not part.holder]
        found = [self._part(part) for part in parts if part not in plain]
        if plain:
            nouns = [noun for thing in plain for noun in KINDS.get(thing.noun, (thing.noun,))]
            found.append(self._things(nouns, boxes))
        together = found[0]
        for other in found[1:]:
            together = self.call("OBJ", "UNION", image="IMAGE", object=together, other=other)
        return together

    def _part(self, part: Part) -> str:
        if isinstance(part, Everything):
            return self.call("OBJ", "SEG", image="IMAGE")
        if isinstance(part, Faces):
            image = self._cut(part.of) if part.of else "IMAGE"
            return self.call("OBJ", "FACEDET", image=image, grow=FACE)
        return self.call("OBJ", "SEG", image=self._cut(part.holder), object=repr(part.noun))

    def _cut(self, noun: str) -> str:
        """The part of the picture that shows one thing."""
        box = self.call("BOX", "LOC", image="IMAGE", object=repr(noun))
        return self.call("IMAGE", "CROP", image="IMAGE", box=box)

    def _things(self, nouns: list[str], boxes: bool) -> str:
        if len(nouns) == 1:
            tool = "LOC" if boxes else "SEG"
            kind = "BOX" if boxes else "OBJ"
            return self.call(kind, tool, image="IMAGE", object=repr(nouns[0]))
        found = self.call("OBJ", "DETECT", image="IMAGE", object=repr(",".join(nouns)))
        return found if boxes else self.call("OBJ", "SEG", image="IMAGE", object=found)
