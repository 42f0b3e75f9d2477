"""What the clauses of an editing instruction mean: one parse tree to edits, or a refusal."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from lark import Token, Transformer, v_args

from visprog_planners.grammar import nouns
from visprog_planners.grammar.edits import (
    Action,
    Edit,
    Everything,
    Faces,
    Half,
    Order,
    Part,
    Side,
    Thing,
)
from visprog_planners.grammar.everyday import COLOURS
from visprog_planners.grammar.parts import Unread

SAME = Thing("it")
"""What the clause before was about."""

GROUND = Thing("background")

ORDERS: dict[str, Order] = {
    "leftmost": "left", "left": "left", "rightmost": "right", "right": "right",
    "topmost": "top", "uppermost": "top", "highest": "top", "upper": "top",
    "bottommost": "bottom", "lowest": "bottom", "lower": "bottom",
    "largest": "largest", "biggest": "largest", "smallest": "smallest", "tiniest": "smallest",
}  # fmt: skip
"""Words before a noun that choose one of several things."""

ENDS: dict[str, Order] = {"left": "left", "right": "right", "top": "top", "bottom": "bottom"}
"""Words after ``on the`` and ``from the`` that do."""

RANKS = {"first": 1, "second": 2, "third": 3, "fourth": 4}

CHOOSING = frozenset(
    {"tallest", "shortest", "longest", "widest", "nearest", "closest", "farthest", "last"}
)
"""Words before a noun that choose among several things in ways that no editing tool can."""

VAGUE = frozenset({"bit", "little", "lot", "touch", "tad", "shade", "third", "quarter", "half"})
"""Words after ``a`` that say how much, and not into what."""

COLOUR_WORDS = frozenset({*COLOURS, "grey", "violet", "golden", "gold", "silver", "colour"})
"""Words that end the name of a look."""

PLACES = frozenset(
    {"left", "right", "top", "bottom", "middle", "centre", "center", "corner", "foreground"}
)
"""Words after ``on`` and ``in`` that say where in the picture, and not in which thing."""

SYMBOL = re.compile(r"[^\x00-\x7f\u00c0-\u024f\u2018-\u201d]+")
"""An emoji's own characters."""

EMOJI_WORDS = re.compile(
    r"^((a|an|the) )?((emoji|emoticon|smiley)s? of )?((a|an|the) )?| (emoji|emoticon|smiley)s?$"
)
"""What stands around the name of an emoji."""

SCALES = {
    "half": 0.5, "halve": 0.5, "a third": 1 / 3, "a quarter": 0.25, "twice": 2, "double": 2,
    "triple": 3, "two": 2, "three": 3, "four": 4,
}  # fmt: skip

SIDES: dict[str, Side] = {
    "left": "LEFT", "right": "RIGHT", "top": "TOP", "upper": "TOP", "bottom": "BOTTOM",
    "lower": "BOTTOM",
}  # fmt: skip


@v_args(inline=True)
class Clauses(Transformer[Token, Any]):
    """Turns one parse tree into edits."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def start(self, *edits: Edit) -> tuple[Edit, ...]:
        return edits

    # ---- clauses

    def replace(self, target: tuple[Part, ...], prompt: str) -> Edit:
        if GROUND in target:
            return Edit("background", (), prompt)
        return Edit("replace", target, prompt)

    def replace_after(self, prompt: str, target: tuple[Part, ...]) -> Edit:
        return self.replace(target, prompt)

    def made(self, target: tuple[Part, ...], article: str, prompt: str) -> Edit:
        """``make the tractor a spaceship``: into another thing, and not into another look."""
        words = prompt.split()
        if words[0] in VAGUE or words[-1] in COLOUR_WORDS:
            raise Unread(f"'{article} {prompt}' is not a thing")
        return self.replace(target, f"{article} {prompt}")

    @v_args(meta=True, inline=True)
    def an(self, meta: Any) -> str:
        return self._span(meta)

    def remove(self, target: tuple[Part, ...]) -> Edit:
        if GROUND in target:
            return Edit("background", (), "white")
        return Edit("remove", target)

    def remove_rest(self, *children: Any) -> Edit:
        return Edit("background", _things(_target_in(children)), "white")

    def hide(self, target: tuple[Part, ...], emoji: str) -> Edit:
        return Edit("hide", _things(target), emoji)

    def hide_after(self, emoji: str, target: tuple[Part, ...]) -> Edit:
        return self.hide(target, emoji)

    def blur(self, target: tuple[Part, ...]) -> Edit:
        return Edit("blur", _things(target))  # blur_rest reads the background

    def blur_rest(self, *children: Any) -> Edit:
        return Edit("blur all but", _things(_target_in(children)))

    def colourpop(self, *children: Any) -> Edit:
        return Edit("colour-pop", _things(_target_in(children)))

    def highlight(self, *children: Any) -> Edit:
        return Edit("highlight", _things(_target_in(children)))

    def tag(self, target: tuple[Part, ...]) -> Edit:
        return Edit("tag", _things(target))

    def crop(self, target: tuple[Part, ...]) -> Edit:
        return Edit("crop to", _things(target))

    def crop_half(self, words: Token) -> Edit:
        (side,) = {SIDES[word] for word in re.split(r"[ -]", words) if word in SIDES}
        return Edit("crop to", (Half(side),))

    def crop_side(self, words: Token, target: tuple[Part, ...]) -> Edit:
        sides: dict[str, Action] = {
            "left": "crop left of", "right": "crop right of", "above": "crop above",
        }  # fmt: skip
        side = next((sides[word] for word in words.split() if word in sides), None)
        return Edit(side or "crop below", _things(target))

    def crop_behind(self, target: tuple[Part, ...]) -> Edit:
        return Edit("crop behind", _things(target))

    def crop_front(self, target: tuple[Part, ...]) -> Edit:
        return Edit("crop in front of", _things(target))

    def background(self, target: tuple[Part, ...], prompt: str) -> Edit:
        if any(isinstance(part, Some) for part in target):
            raise Unread(f"it does not say which {target[0]} of the image is meant (say 'the')")
        return Edit("background", _things(target), prompt)

    def recolour(self, target: tuple[Part, ...], colour: str) -> Edit:
        if target == (GROUND,):
            return Edit("background", (), colour)
        return Edit("recolour", _things(target), colour)

    def resize_both(self, *sizes: Token) -> Edit:
        width, height = (_pixels(size) for size in sizes if size.type == "NUMBER")
        return Edit("resize", width=width, height=height)

    def resize_wide(self, *sizes: Token) -> Edit:
        return Edit("resize", width=_pixels(sizes[-1]))

    def resize_tall(self, *sizes: Token) -> Edit:
        return Edit("resize", height=_pixels(sizes[-1]))

    def scale(self, *words: Token) -> Edit:
        return Edit("resize", scale=_factor(next(w for w in words if w.type != "PRONOUN")))

    def shrink(self, *words: Token) -> Edit:
        return Edit("resize", scale=1 / _factor(next(w for w in words if w.type != "PRONOUN")))

    # ---- what they are about

    def target(self, *parts: Part) -> tuple[Part, ...]:
        return tuple(dict.fromkeys(parts))

    def named(self, *words: Any) -> Part:
        *det, thing = words
        if isinstance(thing, Counted):
            raise Unread("it does not say from where things are counted (say 'from the left')")
        return Some(thing.noun) if det == ["a"] else thing

    def held(self, *words: Any) -> Part:
        thing, holder = (word for word in words if isinstance(word, Thing))
        if holder.noun in ENDS and thing.order is None and not thing.several:
            return Thing(thing.noun, order=ENDS[holder.noun], rank=thing.rank)
        if holder.noun.split()[-1] in PLACES or isinstance(thing, Counted):
            raise Unread(
                f"no editing tool can tell the {thing.noun} at the {holder.noun} from others"
            )
        return replace(thing, holder=holder.noun)

    def faces_of(self, *words: Any) -> Part:
        (thing,) = (word for word in words if isinstance(word, Thing))
        return Faces(thing.noun)

    def faces(self, *words: Any) -> Part:
        return Faces()

    def ground(self, *words: Any) -> Part:
        return GROUND

    def everything(self, *words: Any) -> Part:
        return Everything()

    def same(self, *words: Any) -> Part:
        return SAME

    @v_args(meta=True, inline=True)
    def det(self, meta: Any, *words: Any) -> str:
        return "a" if self._span(meta) in {"a", "an"} else "the"

    def noun(self, *words: Token) -> Thing:
        run = [str(word) for word in words]
        if run == [str(words[0])] and words[0].type == "COLOUR" and run != ["orange"]:
            raise Unread(f"'{run[0]}' is a colour")
        end = len(run) == 1 and run[0] in ENDS  # "from the right"
        if not end and (trouble := nouns.unfit(run)) is not None:
            raise Unread(trouble)
        if len(run) > 1 and run[0] in CHOOSING:
            raise Unread(f"no editing tool can tell the {run[0]} {' '.join(run[1:])} from others")
        *front, _ = run
        rank = RANKS.get(front[0]) if front else None
        front = front[1:] if rank else front
        order = ORDERS.get(front[0]) if front else None
        run = [*(front[1:] if order else front), run[-1]]
        several = nouns.is_plural(run[-1])
        if several and (order or rank):
            raise Unread(f"it does not say how many {run[-1]} are meant")
        kind = Counted if rank and order is None else Thing
        return kind(nouns.noun(run), several=several, order=order, rank=rank or 1)

    def rest(self, *words: Any) -> None:
        return None

    def grey(self, word: Token) -> None:
        if word.type == "COLOUR" and word != "gray":
            raise Unread(f"only gray can be made of everything else, not {word}")

    # ---- what they use

    @v_args(meta=True, inline=True)
    def prompt(self, meta: Any, *words: Any) -> str:
        text = self._span(meta).strip(" ,")
        if re.search(r"\b(and|,) .*\bwith\b", text):
            raise Unread(f"it is not clear where {text!r} ends")
        return text

    @v_args(meta=True, inline=True)
    def emoji(self, meta: Any, *words: Any) -> str:
        text = self._span(meta)
        if symbol := SYMBOL.search(text):
            return symbol.group()
        return EMOJI_WORDS.sub("", text).strip()

    certain_emoji = emoji

    def colour(self, *words: Token) -> str:
        return " ".join(words).removesuffix(" coloured")

    def _span(self, meta: Any) -> str:
        return self._text[meta.start_pos : meta.end_pos].strip()


class Counted(Thing):
    """``second car``: of which it is still to be said from where."""


class Some(Thing):
    """A thing that the instruction speaks of with ``a``: not known to be in the picture."""


def _target_in(children: tuple[Any, ...]) -> tuple[Part, ...]:
    return next((child for child in children if isinstance(child, tuple)), ())


def _things(target: tuple[Part, ...]) -> tuple[Part, ...]:
    if GROUND in target:
        raise Unread("the background is not a thing")
    return target


def _pixels(number: Token) -> int:
    if not number.isdigit():
        raise Unread(f"{number} is no number of pixels")
    return int(number)


def _factor(words: Token) -> float:
    """By how much: ``half its size``, ``twice as large``, ``50 %``, ``2``."""
    if known := next((by for word, by in SCALES.items() if words.startswith(word)), None):
        return known
    number = re.match(r"[\d.]+", words)
    assert number is not None, "the grammar's words begin with a number or a known word"
    factor = float(number.group()) / (100 if words.type == "PERCENT" else 1)
    if not factor:
        raise Unread("nothing can be scaled by 0")
    return factor
