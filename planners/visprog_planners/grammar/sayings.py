"""What signs are claimed to say: the one in a picture, or one that a phrase singles out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lark import Token

from visprog_planners.grammar import meaning as m
from visprog_planners.grammar.amounts import Amounts
from visprog_planners.grammar.parts import (
    Claim,
    Look,
    Phrase,
    Pictures,
    Unread,
    negated,
    with_comparisons,
    with_sayings,
)
from visprog_planners.grammar.signs import BEARING, KINDS_OF_SIGN, LETTERED, SAYING, STOP, UNWRITTEN
from visprog_planners.grammar.trades import offers

PICTURED: dict[m.Measure, int] = {"left": 0, "right": 1}
"""The one of two pictures that "the left sign" is in."""


class Sayings(Amounts):
    """Claims about texts."""

    def text(self, children: list[Token]) -> str:
        if UNWRITTEN & {*map(str, children)}:
            raise Unread("it does not say which of its words are on the sign")
        return " ".join(children)

    def saying(self, children: list[str]) -> m.Condition:
        return m.Says(children[0])

    def saying_either(self, children: list[str]) -> m.Condition:
        """``says either open or closed``."""
        return m.Both("or", tuple(map(m.Says, children)))

    def saying_neither(self, children: list[str]) -> m.Condition:
        return m.Not(self.saying_either(children))

    def starting(self, children: list[Token]) -> m.Condition:
        return m.Says(children[0][-1], how="start")

    def ending(self, children: list[Token]) -> m.Condition:
        return m.Says(children[0][-1], how="end")

    def spelled_with(self, children: list[Token]) -> m.Condition:
        return m.Says(children[0].removesuffix(" in it")[-1], how="in")

    def says(self, children: list[Any]) -> Claim:
        said = children[0]
        return Claim(m.Says(said) if isinstance(said, str) else said)

    def says_there(self, children: list[Any]) -> Claim:
        """``is there a sign that says open``: in any of the pictures."""
        somewhere = Pictures("any", word="any") if self.given > 1 else None
        return replace(self.says(children), pictures=somewhere)

    def for_sale(self, children: list[Claim]) -> Claim:
        """``are there for sale books and maps``: there are some, or a sign says so."""
        (claim,) = children

        def sold(compared: m.Compare) -> m.Condition:
            counted = compared.first
            if not isinstance(counted, m.Count) or compared.second != 0:
                raise Unread("no sign says how many things are sold")
            thing = counted.thing
            if thing != m.Thing(thing.noun, image=thing.image):
                raise Unread("no sign says which things are sold, or where")
            there = replace(compared, operator=">")
            said = (m.Says(text, thing.image) for text in offers(thing.noun))
            either = m.Both("or", (there, *said))
            return either if compared.operator == ">" else m.Not(either)

        return replace(claim, condition=with_comparisons(claim.condition, sold))

    def thing_says(self, children: list[Any]) -> Claim:
        """``does the sign next to the tree say open``."""
        phrase, said = children
        if not phrase.definite:
            if not isinstance(said, m.Says) or said.how != "all" or phrase.plural:
                raise Unread("it does not say which sign is meant")
            look = Look((f"{SAYING}{said.text}",))
            bare = replace(phrase, thing=look.on(phrase.thing), pictures=None)
            self._lettered(phrase)
            return Claim(m.Compare(self._count(bare), ">", 0), phrase.pictures)
        on, image = self._lettered(phrase)
        return Claim(with_sayings(said, lambda says: replace(says, image=image, on=on)))

    def thing_says_not(self, children: list[Any]) -> Claim:
        if not children[0].definite:
            raise Unread("it does not say which sign is meant")
        return Claim(negated(self.thing_says(children).condition))

    def things_say_same(self, children: list[Phrase]) -> Claim:
        """``do the sign on the left and the one on the right say the same``."""
        first, *others = children
        if not others:
            if not first.plural:
                raise Unread("it does not say with what the sign is compared")
            self._lettered(first)
            return Claim(m.AllSaySame(self._thing(first)))
        (second,) = others
        if second.thing.noun == m.ONE:
            second = replace(second, thing=replace(second.thing, noun=first.thing.noun))
        texts = tuple(self._lettered(phrase) for phrase in (first, second))
        one, other = (image if on is None else on for on, image in texts)
        if one is None or other is None or one == other:
            raise Unread("it does not say which two signs are compared")
        return Claim(m.SaysSame(one, other))

    def things_say_other(self, children: list[Phrase]) -> Claim:
        return Claim(m.Not(self.things_say_same(children).condition))

    def _lettered(self, phrase: Phrase) -> tuple[m.Thing | None, int | None]:
        """The sign that a phrase singles out, or the picture whose text it is.

        Raises :class:`Unread` for what bears no text.
        """
        thing = self._thing(phrase)
        front, _, last = thing.noun.rpartition(" ")
        kind = last == "sign" and front in KINDS_OF_SIGN and thing.noun != STOP
        if not kind and thing.noun not in LETTERED | BEARING:
            raise Unread(f"a {thing.noun} says nothing")
        noun = "sign" if kind or thing.noun in LETTERED | {"board"} else thing.noun
        if phrase.besides or any(word.startswith(SAYING) for word in thing.attributes):
            raise Unread("it does not say which sign is meant")
        thing = replace(thing, noun=noun, definite=True)
        near = thing.closest or (thing.place.of if thing.place else None)
        image = thing.image if thing.image is not None or near is None else near.image
        if self.given == 2 and image is None and thing.most in PICTURED:
            image, thing = PICTURED[thing.most], replace(thing, most=None)
        if image is not None:
            thing = thing.within(image)
        if replace(thing, image=None) == m.Thing("sign", definite=True):
            return None, image
        return thing, None

    def says_something(self, children: list[Any]) -> Claim:
        return Claim(m.Not(m.Says("")))

    def says_nothing(self, children: list[Any]) -> Claim:
        return Claim(m.Says(""))

    def says_same(self, children: list[Any]) -> Claim:
        if self.given == 1:
            return Claim(m.AllSaySame(m.Thing("sign")))
        if self._several() != 2:
            raise Unread("it does not say which two signs are compared")
        return Claim(m.SaysSame(0, 1))

    def says_other(self, children: list[Any]) -> Claim:
        return Claim(m.Not(self.says_same(children).condition))

    def says_word(self, children: list[Any]) -> Claim:
        pictures = next((child for child in children if isinstance(child, Pictures)), None)
        (word,) = (child for child in children if isinstance(child, Token))
        return Claim(m.Says(str(word)), pictures)

    def image_says(self, children: list[Any]) -> Claim:
        pictures, said = children
        return self._said_in(pictures, said)

    def image_says_something(self, children: list[Any]) -> Claim:
        return self._said_in(children[0], m.Not(m.Says("")))

    def _said_in(self, pictures: Pictures, condition: m.Condition) -> Claim:
        return Claim(condition, pictures)

    def says_not(self, children: list[Any]) -> Claim:
        return Claim(negated(self.says(children).condition))
