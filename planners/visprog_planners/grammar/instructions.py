"""Reads an editing instruction: text to the edits it asks for, or a refusal that says why.

As with questions, every derivation of the grammar is turned into its meaning; when two remain, the
instruction is ambiguous and refused.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from lark import Token, Transformer, v_args

from visprog_planners.grammar import nouns
from visprog_planners.grammar.edits import Edit, Everything, Faces, Part, Thing
from visprog_planners.grammar.reader import LONGEST, Unread

if TYPE_CHECKING:
    from lark import Lark

SPELLINGS = (
    (r"\bcolor(s|ed|ful)?\b", r"colour\1"),
    (r"\bcolour-?pop\b|\bcolour pop\b", "colour pop"),
    (r"\bgrey\b", "gray"),
    (r"\b(photo|picture|photograph|pic|img)\b", "image"),
    (r"(\d)\s*[x\u00d7]\s*(\d)", r"\1 by \2"),
    (r"(\d)\s*px\b", r"\1 pixels"),
)
POLITE = re.compile(
    r"^((please|now|ok|okay|hey|hi|could you|can you|would you|i want you to|i would like you to"
    r"|i want to|i would like to|let us|let's|just)\b[ ,]*)+"
)
ENDING = re.compile(r"[ ,]*\b(please|for me|thanks|thank you|in (the|this) image)$")

SAME = Thing("it")
"""What the clause before was about."""


def read(instruction: str) -> tuple[Edit, ...]:
    """The edits, in order. Raises :class:`Unread`."""
    from lark.exceptions import UnexpectedInput, VisitError
    from lark.visitors import CollapseAmbiguities

    text = tidy(instruction)
    if not text:
        raise Unread("it is empty")
    if len(text.split()) > LONGEST:
        raise Unread(f"it has more than {LONGEST} words")
    try:
        tree = parser().parse(text)
    except UnexpectedInput as error:
        raise Unread(_where(text, error)) from None
    meanings: dict[tuple[Edit, ...], None] = {}
    reasons: list[str] = []
    for derivation in CollapseAmbiguities().transform(tree):
        try:
            meanings[_resolved(_Instruction(text).transform(derivation))] = None
        except VisitError as error:
            if not isinstance(error.orig_exc, Unread):
                raise
            reasons.append(str(error.orig_exc))
        except Unread as error:
            reasons.append(str(error))
    most = max((len(edits) for edits in meanings), default=0)
    kept = [edits for edits in meanings if len(edits) == most]
    if not kept:
        raise Unread(reasons[0] if reasons else "it has no meaning here")
    if len(kept) > 1:
        readings = "; ".join(f"({n}) {spoken(edits)}" for n, edits in enumerate(kept, 1))
        raise Unread(f"it can be read in {len(kept)} ways: {readings}")
    return kept[0]


def spoken(edits: tuple[Edit, ...]) -> str:
    """The edits in plain words."""
    return ", then ".join(map(str, edits))


def tidy(text: str) -> str:
    """Lower case, one spelling, no quotation marks, politeness or final punctuation."""
    text = text.lower().replace("\u2019", "'").replace("\u2018", "'")
    text = re.sub(r"[\"\u201c\u201d()]", " ", text)
    text = re.sub(r"[?!.]+(?=\s|$)", " ", text)
    for pattern, word in SPELLINGS:
        text = re.sub(pattern, word, text)
    text = re.sub(r"\s+", " ", text).strip(" ,")
    return ENDING.sub("", POLITE.sub("", text)).strip(" ,")


@cache
def parser() -> Lark:
    """The grammar, compiled once."""
    from lark import Lark

    text = files("visprog_planners.grammar").joinpath("instructions.lark").read_text("utf-8")
    return Lark(
        text, parser="earley", lexer="basic", ambiguity="explicit", propagate_positions=True
    )


def _where(text: str, error: Any) -> str:
    """What stands in the way of reading on."""
    token = getattr(error, "token", None)
    place = getattr(token, "start_pos", None)
    if place is None:
        place = getattr(error, "pos_in_stream", None)
    if not isinstance(place, int) or not 0 <= place < len(text):
        return "something is missing at its end"
    return f"I cannot go on at '{text[place:][:40]}'"


def _resolved(edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """With what ``it`` and ``the rest`` speak of; the rest of nothing is that of every thing."""
    known: tuple[Part, ...] = ()
    done: list[Edit] = []
    for edit in edits:
        parts = tuple(Thing(part.noun) if isinstance(part, _Some) else part for part in edit.parts)
        if SAME in parts:
            if not known:
                raise Unread("'it' speaks of nothing before it")
            parts = known
        if not parts and edit.action in {"blur all but", "colour-pop", "background"}:
            parts = known or (Everything(),)
        known = parts or known
        done.append(replace(edit, parts=parts))
    return tuple(dict.fromkeys(done))


@v_args(inline=True)
class _Instruction(Transformer[Token, Any]):
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

    def remove(self, target: tuple[Part, ...]) -> Edit:
        if GROUND in target:
            return Edit("background", (), "white")
        return Edit("remove", target)

    def hide(self, target: tuple[Part, ...], emoji: str) -> Edit:
        return Edit("hide", _things(target), emoji)

    def hide_after(self, emoji: str, target: tuple[Part, ...]) -> Edit:
        return self.hide(target, emoji)

    def blur(self, target: tuple[Part, ...]) -> Edit:
        if GROUND in target:
            raise Unread("the background is not a thing")  # blur_rest reads it
        return Edit("blur", target)

    def blur_rest(self, *children: Any) -> Edit:
        return Edit("blur all but", _things(_target_in(children)))

    def colourpop(self, *children: Any) -> Edit:
        return Edit("colour-pop", _things(_target_in(children)))

    def highlight(self, target: tuple[Part, ...]) -> Edit:
        return Edit("highlight", _things(target))

    def tag(self, target: tuple[Part, ...]) -> Edit:
        return Edit("tag", _things(target))

    def crop(self, target: tuple[Part, ...]) -> Edit:
        return Edit("crop to", _things(target))

    def background(self, target: tuple[Part, ...], prompt: str) -> Edit:
        if any(isinstance(part, _Some) for part in target):
            raise Unread(f"it does not say which {target[0]} of the image is meant (say 'the')")
        return Edit("background", _things(target), prompt)

    def recolour(self, target: tuple[Part, ...], colour: str) -> Edit:
        return Edit("recolour", _things(target), colour)

    def resize_both(self, *sizes: Token) -> Edit:
        width, height = (int(size) for size in sizes if size.type == "NUMBER")
        return Edit("resize", width=width, height=height)

    def resize_wide(self, *sizes: Token) -> Edit:
        return Edit("resize", width=int(sizes[-1]))

    def resize_tall(self, *sizes: Token) -> Edit:
        return Edit("resize", height=int(sizes[-1]))

    # ---- what they are about

    def target(self, *parts: Part) -> tuple[Part, ...]:
        return tuple(dict.fromkeys(parts))

    def named(self, *words: Any) -> Part:
        *det, noun = words
        return _Some(noun) if det == ["a"] else Thing(noun)

    def held(self, *words: Any) -> Part:
        noun, holder = (word for word in words if word not in ("a", "the"))
        return Thing(noun, holder)

    def faces_of(self, *words: Any) -> Part:
        (noun,) = (w for w in words if not isinstance(w, Token) and w not in ("a", "the"))
        return Faces(noun)

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

    def noun(self, *words: Token) -> str:
        run = [str(word) for word in words]
        if run == [str(words[0])] and words[0].type == "COLOUR" and run != ["orange"]:
            raise Unread(f"'{run[0]}' is a colour")
        if (trouble := nouns.unfit(run)) is not None:
            raise Unread(trouble)
        return nouns.noun(run)

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
        return re.sub(r"^(a|an|the) | (emoji|emoticon|smiley)s?$", "", text).strip()

    certain_emoji = emoji

    def colour(self, *words: Token) -> str:
        return " ".join(words).removesuffix(" coloured")

    def _span(self, meta: Any) -> str:
        return self._text[meta.start_pos : meta.end_pos].strip()


class _Some(Thing):
    """A thing that the instruction speaks of with ``a``: not known to be in the picture."""


GROUND = Thing("background")


def _target_in(children: tuple[Any, ...]) -> tuple[Part, ...]:
    return next((child for child in children if isinstance(child, tuple)), ())


def _things(target: tuple[Part, ...]) -> tuple[Part, ...]:
    if GROUND in target and len(target) == 1:
        return ()
    return target
