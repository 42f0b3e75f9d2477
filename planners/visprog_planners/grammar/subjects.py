"""What is said of what, as it is worded: subjects, and the predicates that go with them."""

from __future__ import annotations

from typing import Any

from lark import Token

from visprog_planners.grammar import meaning as m
from visprog_planners.grammar.claims import Claims
from visprog_planners.grammar.depicted import SIDES
from visprog_planners.grammar.everyday import BACKDROPS, SETTINGS
from visprog_planners.grammar.parts import (
    Look,
    Phrase,
    Pictures,
    Unread,
)
from visprog_planners.grammar.phrases import attribute
from visprog_planners.grammar.places import SIDE_WORDS


class Subjects(Claims):
    """Subjects as pairs of a quantity and a phrase, predicates as looks or tagged pairs."""

    def subject(self, children: list[Phrase]) -> tuple[str, Phrase]:
        phrase = children[0]
        if phrase.definite:
            return ("all" if phrase.plural else "the", phrase)
        if phrase.determined == "a":
            return ("any", phrase)
        raise Unread(f"it does not say which {phrase.thing.noun} is meant")

    def all_subject(self, children: list[Phrase]) -> tuple[str, Phrase]:
        return ("all", children[0])

    def any_subject(self, children: list[Phrase]) -> tuple[str, Phrase]:
        return ("any", children[-1])

    def share_subject(self, children: list[Any]) -> tuple[str, Phrase]:
        """``most of the cars``, ``half of them``."""
        word, phrase = children
        if self.spoken > 1 and phrase.thing.noun in BACKDROPS | SETTINGS:
            raise Unread(f"each {phrase.thing.noun} is an image")
        return (word.type, phrase)

    def no_subject(self, children: list[Phrase]) -> tuple[str, Phrase]:
        return ("no", children[0])

    def looked(self, children: list[Any]) -> Any:
        return children[0]

    def has(self, children: list[Token]) -> Look:
        return Look(tuple(attribute(child) for child in children))

    def has_not(self, children: list[Token]) -> Look:
        return Look(never=(attribute(children[0]),))

    def has_but_not(self, children: list[Token]) -> Look:
        first, second = (attribute(child) for child in children)
        return Look((first,), never=(second,))

    def has_one(self, children: list[Token]) -> Look:
        return Look(either=tuple(attribute(child) for child in children), whether=False)

    def has_either(self, children: list[Token]) -> Look:
        return Look(either=tuple(attribute(child) for child in children))

    def has_neither(self, children: list[Token]) -> Look:
        return Look(never=tuple(attribute(child) for child in children))

    def is_one(self, children: list[Any]) -> Look:
        looks = [child for child in children if isinstance(child, Look)]
        if any(look.either for look in looks):
            raise Unread("it asks which of several a thing is")
        words = tuple(word for look in looks for word in look.attributes)
        return Look(words, never=tuple(word for look in looks for word in look.never))

    def does(self, children: list[str]) -> Look:
        return Look((children[0],))

    def does_not(self, children: list[str]) -> tuple[str, Any]:
        return ("not", self.does(children))

    def made_of(self, children: list[Token]) -> Look:
        return Look((str(children[0]),))

    def turned(self, children: list[Token]) -> Look:
        return Look((str(children[0]),))

    def located(self, children: list[Any]) -> tuple[str, Any]:
        return ("at", children[0])

    def said_all(self, children: list[Any]) -> tuple[str, Any]:
        """``left of the tree and higher than the dog``."""
        return ("both", children)

    def not_said_of(self, children: list[Any]) -> tuple[str, Any]:
        return ("not", children[0])

    def located_shared(self, children: list[Any]) -> tuple[str, Any]:
        return ("both", [("at", place) for place in self.post_shared(children)[1]])

    def located_corner(self, children: list[Token]) -> tuple[str, Any]:
        """``in the top left corner``: in the upper half and in the left one."""
        return ("both", [("at", place) for place in self.post_corner(children)[1]])

    def located_out(self, children: list[Any]) -> tuple[str, Any]:
        return ("not", ("at", ("in", children[0])))

    def located_side(self, children: list[Token]) -> tuple[str, Any]:
        word = self.post_side(children)[1]
        if self.given == 2 and word in SIDES:
            return ("side", word)
        return self.at_side(word)

    def at_side(self, word: str) -> tuple[str, Any]:
        """On that side of a picture."""
        return ("at", (SIDE_WORDS[word], Phrase(m.WHOLE)))

    def is_kind(self, children: list[Any]) -> tuple[str, Any]:
        *looks, (_, noun, _) = children
        words = tuple(word for look in looks for word in look.attributes)
        return ("kind", (noun, words))

    def is_not_kind(self, children: list[Any]) -> tuple[str, Any]:
        return ("not", self.is_kind(children))

    def is_either(self, children: list[Any]) -> tuple[str, Any]:
        """``either a dog or a cat``, ``either in the boat or on the bed``."""
        return ("either", children)

    def is_neither(self, children: list[Any]) -> tuple[str, Any]:
        return ("not", self.is_either(children))

    def is_thing(self, children: list[Phrase]) -> tuple[str, Any]:
        return ("is", children[0])

    def nearer_to(self, children: list[Any]) -> tuple[str, Any]:
        return ("nearer", children)

    def exceeds_both(self, children: list[Any]) -> tuple[str, Any]:
        measure, *others = children
        return ("both", [("exceeds", (measure, other)) for other in others])

    def located_furthest(self, children: list[Token]) -> tuple[str, Any]:
        measure = self.post_most(children)[1]
        return ("is", Phrase(m.Thing(m.ANY, definite=True, most=measure)))

    def located_nth(self, children: list[Any]) -> tuple[str, Any]:
        return ("is", self._ranked(Phrase(m.Thing(m.ANY)), *children))

    def right_beside(self, children: list[Any]) -> tuple[str, Any]:
        return ("either side", children[-1])

    def located_amid(self, children: list[Any]) -> tuple[str, Any]:
        return ("at", self.post_amid(children)[1])

    def located_third(self, children: list[Any]) -> tuple[str, Any]:
        return ("at", self.post_third(children)[1])

    def neighbours(self, children: list[Any]) -> tuple[str, Any]:
        return ("neighbours", children[0])

    def located_both(self, children: list[Any]) -> tuple[str, Any]:
        relation, *others = children
        return ("both", [("at", (relation, other)) for other in others])

    def is_most(self, children: list[Any]) -> tuple[str, Any]:
        (_, measure), (_, noun, _) = children
        return ("most", (measure, noun))

    def visible(self, children: list[Any]) -> tuple[str, Any]:
        return ("visible", None)

    def visible_in(self, children: list[Pictures]) -> tuple[str, Any]:
        return ("visible", children[0])

    def exceeds(self, children: list[Any]) -> tuple[str, Any]:
        return ("exceeds", children)
