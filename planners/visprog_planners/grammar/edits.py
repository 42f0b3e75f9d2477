"""What an editing instruction asks for: a row of edits, each of something in the picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Action: TypeAlias = Literal[
    "replace", "remove", "background", "hide", "blur", "blur all but", "colour-pop",
    "highlight", "tag", "crop to", "crop left of", "crop right of", "crop above", "crop below",
    "crop in front of", "crop behind", "recolour", "resize",
]  # fmt: skip
Side: TypeAlias = Literal["LEFT", "RIGHT", "TOP", "BOTTOM"]
Order: TypeAlias = Literal["left", "right", "top", "bottom", "largest", "smallest"]

FROM: dict[Order, str] = {
    "left": "leftmost",
    "right": "rightmost",
    "top": "topmost",
    "bottom": "lowest",
    "largest": "largest",
    "smallest": "smallest",
}
ORDINALS = {1: "", 2: "second ", 3: "third ", 4: "fourth "}


@dataclass(frozen=True, slots=True)
class Thing:
    """Things by their noun phrase in the singular, wherever they are or in (or on) another.

    ``several`` says that the instruction speaks of more than one; ``order`` that it speaks of one
    of several, the first or that of ``rank`` from there.
    """

    noun: str
    holder: str = ""
    several: bool = False
    order: Order | None = None
    rank: int = 1

    def __str__(self) -> str:
        which = f"{ORDINALS[self.rank]}{FROM[self.order]} " if self.order else ""
        return f"{which}{self.noun} in {self.holder}" if self.holder else f"{which}{self.noun}"


@dataclass(frozen=True, slots=True)
class Faces:
    """Every face, or those of things of one kind."""

    of: str = ""

    def __str__(self) -> str:
        return f"faces of {self.of}" if self.of else "faces"


@dataclass(frozen=True, slots=True)
class Everything:
    """Every thing in the picture."""

    def __str__(self) -> str:
        return "every thing"


@dataclass(frozen=True, slots=True)
class Half:
    """One half of the picture."""

    side: Side

    def __str__(self) -> str:
        return f"the {self.side.lower()} half"


Part: TypeAlias = Thing | Faces | Everything | Half


@dataclass(frozen=True, slots=True)
class Edit:
    """One action on all the parts together; ``value`` is the prompt, emoji or colour.

    Resizing is to ``width`` and ``height`` in pixels, or by the factor ``scale``.
    """

    action: Action
    parts: tuple[Part, ...] = ()
    value: str = ""
    width: int | None = None
    height: int | None = None
    scale: float | None = None

    def __str__(self) -> str:
        words = [self.action, " and ".join(map(str, self.parts))]
        words += [f"with {self.value!r}"] if self.value else []
        if self.scale is not None:
            words.append(f"to {self.scale:g} times its size")
        elif self.action == "resize":
            words.append(f"to {self.width or 'any'} x {self.height or 'any'} pixels")
        return " ".join(word for word in words if word)
