"""What a follow-up makes of the question or instruction before it.

"And the cats?", "what about the right image?" and "and the blue ones?" ask the question before of
something else. An instruction after an instruction goes on from it ("now blur the rest"), "use a
rabbit instead" changes the last edit, "undo that" takes it back, and "start over:" begins anew.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TypeAlias

from visprog_planners.grammar import instructions, reader
from visprog_planners.grammar import meaning as m
from visprog_planners.grammar.edits import Edit
from visprog_planners.grammar.parts import Unread, with_things
from visprog_planners.grammar.words import tidy
from visprog_planners.planner import Turn

Read: TypeAlias = tuple[m.Meaning, int] | tuple[Edit, ...]
"""A question's meaning with the number of pictures it speaks of, or edits."""

ABOUT = re.compile(
    r"(?:and )?(?:(?:what|how) about|do the same (?:for|with)|the same (?:for|with)|(?:and|or) )"
    r" ?(?P<what>.+)|(?P<only>(?:in|on|to) (?:the )?.+)"
)
ALSO = re.compile(r"^(?:(?:and|then|also|now|next|after that|as well|too)\b[ ,]*)+")
AFRESH = re.compile(r"^(?:start over|start again|from the original|afresh)\b[ ,:]*(?:and )?")
INSTEAD = re.compile(
    r"(?:no[ ,]+)?(?:use|with|make (?:it|them|that)|paint|in|to|a|an|rather)? ?(?P<what>.+?)"
    r",? (?:instead|rather)"
)
UNDO = re.compile(
    r"(?:no[ ,]+)?(?:undo|revert|take back|forget|never ?mind)(?: (?:that|it|this))?"
    r"(?: (?:last )?(?:edit|step|change))?"
)


def follow(before: Turn, text: str, images: int) -> Read | None:
    """What a follow-up means after what was asked before, or None when it stands alone.

    Raises :class:`Unread` for one that does not fit what was before.
    """
    earlier = _earlier(before, images)
    if earlier is None:
        return None
    if isinstance(earlier[0], Edit):
        return _edited(tuple(part for part in earlier if isinstance(part, Edit)), text)
    meaning, spoken = earlier
    assert not isinstance(meaning, Edit)
    found = ABOUT.fullmatch(tidy(text))
    if found is None:
        return None
    swapped = _asked_of(meaning, found.group("what") or found.group("only"), images or spoken)
    return swapped, spoken


def _earlier(turn: Turn, images: int) -> Read | None:
    """What the turn before meant, itself perhaps a follow-up."""
    if turn.before is not None and (known := follow(turn.before, turn.question, images)):
        return known
    try:
        return reader.read(turn.question, images, turn.reading)
    except Unread:
        pass
    try:
        return instructions.read(turn.question, turn.reading)
    except Unread:
        return None


def _edited(edits: tuple[Edit, ...], text: str) -> tuple[Edit, ...] | None:
    said = instructions.tidy(text)
    if UNDO.fullmatch(said):
        if len(edits) < 2:
            raise Unread("there is one edit alone, and nothing would be left of it")
        return edits[:-1]
    if found := INSTEAD.fullmatch(said):
        if not edits[-1].value:
            raise Unread(f"the last edit ({edits[-1]}) uses nothing that could be exchanged")
        return (*edits[:-1], replace(edits[-1], value=found.group("what")))
    if AFRESH.match(said):
        return instructions.read(AFRESH.sub("", said))
    try:
        return instructions.read_after(edits, ALSO.sub("", said))
    except Unread:
        return None  # a question, or what the refusal is to be about


def _asked_of(meaning: m.Meaning, what: str, images: int) -> m.Meaning:
    """The same question of other things, of other ones, or somewhere else."""
    things: list[m.Thing] = []

    def look(thing: m.Thing) -> m.Thing:
        things.append(thing)
        return thing

    with_things(meaning, look)
    if not things:
        raise Unread("the question before is about no thing")
    first, new = things[0], _phrase(what, images)

    def swap(thing: m.Thing) -> m.Thing:
        if thing.noun != first.noun:
            return thing
        if new.noun != m.ONE:
            thing = replace(thing, noun=new.noun, attributes=(), either=(), never=())
        if new.attributes or new.either or new.never:
            thing = replace(
                thing, attributes=new.attributes, either=new.either, never=new.never, most=None
            )
        if new.most is not None:
            thing = replace(thing, most=new.most)
        if new.place is not None or new.outside is not None:
            thing = replace(thing, place=new.place, outside=new.outside)
        return thing if new.image is None else _moved(thing, new.image)

    return with_things(meaning, swap)


def _moved(thing: m.Thing, image: int) -> m.Thing:
    """The same thing in another picture, with what its places speak of."""
    return replace(
        thing,
        image=image,
        place=thing.place and replace(thing.place, of=replace(thing.place.of, image=image)),
        outside=thing.outside and replace(thing.outside, of=replace(thing.outside.of, image=image)),
    )


def _phrase(what: str, images: int) -> m.Thing:
    """A thing with what the follow-up says of it; its noun is "one" when it names none."""
    carriers = (f"how many {what} are there", f"how many dogs are there {what}", f"is {what} red")
    for number, carrier in enumerate(carriers):
        text = re.sub(r"^(how many) (the|a|an) ", r"\1 ", carrier)
        if number == 0 and re.search(r"\bones?\b", text):
            text = re.sub(r"\bones?\b", "zebras", text)
        try:
            meaning, _ = reader.read(text, images)
        except Unread:
            continue
        things: list[m.Thing] = []
        with_things(meaning, lambda thing, found=things: found.append(thing) or thing)  # type: ignore[misc]
        thing = things[0]
        named = number != 1 and thing.noun != "zebra"
        return thing if named else replace(thing, noun=m.ONE)
    raise Unread(f"'{what}' is not a thing that the question before could be asked of")
