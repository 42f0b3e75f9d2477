"""Where things are, as it is worded: relations, and what stands after a noun or a claim."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from lark import Token

from visprog_planners.grammar import meaning as m
from visprog_planners.grammar import nouns
from visprog_planners.grammar.depicted import Depicted
from visprog_planners.grammar.everyday import HOLDERS
from visprog_planners.grammar.parts import Look, Phrase, Pictures, Unread

MOST: dict[str, m.Measure] = {
    "LARGEST": "larger", "SMALLEST": "smaller", "LEFTMOST": "left", "RIGHTMOST": "right",
    "HIGHEST": "higher", "LOWEST": "lower", "NEAREST_MOST": "nearer",
    "FARTHEST_MOST": "farther", "TALLEST": "taller", "SHORTEST": "shorter", "WIDEST": "wider",
    "NARROWEST": "narrower", "LONGEST": "longer", "MOST_CENTRAL": "central", "OUTERMOST": "outer",
}  # fmt: skip


SIDE_WORDS: dict[str, m.Relation] = {
    "left": "left of", "right": "right of", "top": "above", "bottom": "below",
    "upper": "above", "lower": "below",
}  # fmt: skip


THIRDS: dict[str, m.Relation] = {
    "left": "in the left third of", "right": "in the right third of",
    "top": "in the top third of", "upper": "in the top third of",
    "bottom": "in the bottom third of", "lower": "in the bottom third of",
}  # fmt: skip


PARTS = frozenset(
    {"back", "board", "bottom", "center", "centre", "corner", "edge", "end", "front", "half",
     "letter", "line", "middle", "order", "part", "row", "side", "sign", "text", "top", "word"}
)  # fmt: skip
"""Words that are no quality, though no list of things has them."""

ARRANGED = frozenset(
    {"background", "corner", "distance", "row", "line", "queue", "order", "sequence", "circle",
     "group", "pair", "rear", "way"}
)  # fmt: skip
"""What things are in by how they lie, and which no detector finds."""

BESIDE: dict[str, m.Relation] = {
    "left of": "right of", "right of": "left of", "above": "below", "below": "above",
    "in front of": "behind", "behind": "in front of", "beside": "flanked by",
}  # fmt: skip
"""From a side to the opposite one."""

SIDES_OF_IT: dict[str, m.Relation] = {
    "ABOVE": "above", "BELOW": "below", "IN_FRONT": "in front of", "BEHIND": "behind",
}  # fmt: skip
"""``beneath it``, by the word."""

BEYOND: dict[str, m.Relation] = {
    "left": "left of", "right": "right of", "higher": "above", "lower": "below",
    "larger": "larger than", "smaller": "smaller than", "nearer": "in front of",
    "farther": "behind", "taller": "taller than", "shorter": "shorter than",
    "wider": "wider than", "narrower": "narrower than", "longer": "longer than",
}  # fmt: skip


RANKS = {"FIRST": 1, "SECOND": 2, "THIRD": 3, "FOURTH": 4, "FIFTH": 5, "LAST": 1}


class Places(Depicted):
    """Parts of a phrase as tagged pairs: ("place", ...), ("side", ...), or looks and pictures."""

    def post_place(self, children: list[Any]) -> tuple[str, Any]:
        return ("place", children[0])

    def post_image(self, children: list[Any]) -> Any:
        if len(children) == 1:
            return children[0]
        pictures, (relation, other) = children
        return ("place", (relation, replace(other, pictures=pictures)))

    def post_looks(self, children: list[Look]) -> Look:
        return children[0]

    def post_deed(self, children: list[str]) -> Look:
        return Look((children[0],))

    def post_not(self, children: list[Any]) -> tuple[str, Any]:
        return ("outside", children[0])

    def post_out(self, children: list[Phrase]) -> tuple[str, Any]:
        return ("outside", ("in", children[0]))

    def post_with(self, children: list[Phrase]) -> tuple[str, Any]:
        return ("place", ("holding", held(children[0])))

    def post_with_number(self, children: list[Any]) -> tuple[str, Any]:
        """``a boat with two people in it``."""
        amount, phrase = children
        if phrase.determined:
            raise Unread("it does not say which things are counted")
        number = bounds(amount(m.Count(phrase.thing)))
        return self.post_with([replace(phrase, number=number)])

    def post_with_most(self, children: list[Any]) -> tuple[str, Any]:
        """``the boat with the most people in it``."""
        word, phrase = children
        most: Literal[">", "<"] = ">" if word.type == "MOST" else "<"
        return self.post_with([replace(phrase, most=most)])

    def post_with_both(self, children: list[Phrase]) -> tuple[str, Any]:
        """``a bowl with both an apple and a pear``."""
        return ("places", [("holding", held(other)) for other in children])

    def post_without(self, children: list[Phrase]) -> tuple[str, Any]:
        return ("outside", ("holding", held(children[0])))

    def post_with_either(self, children: list[Phrase]) -> tuple[str, Any]:
        """``a boat with a dog or a cat in it``."""
        return ("place", ("holding", one_of(*children)))

    def post_without_either(self, children: list[Phrase]) -> tuple[str, Any]:
        """``a boat with neither a dog nor a cat in it``."""
        return ("outside", ("holding", one_of(*children)))

    def post_besides(self, children: list[Phrase]) -> tuple[str, Any]:
        """``besides the dogs``, ``besides dogs and cats``."""
        return ("besides", children)

    def post_among(self, children: list[Phrase]) -> tuple[str, Any]:
        return ("among", children[0])

    tail_among = post_among

    def its(self, children: list[Token]) -> m.Relation:
        """``to its right``: the side."""
        word = children[0]
        if word.type == "BESIDE_IT":
            return "beside"
        if word.type in SIDES_OF_IT:
            return SIDES_OF_IT[word.type]
        return "left of" if "left" in word.split() else "right of"

    def post_beside(self, children: list[Any]) -> tuple[str, Any]:
        """``with a cat to its left``: it is right of the cat."""
        other, side = children
        return ("place", (BESIDE[side], other))

    def post_beyond(self, children: list[Any]) -> tuple[str, Any]:
        """``further left than the tree``."""
        return ("place", self.beyond(children))

    def beyond(self, children: list[Any]) -> tuple[m.Relation, Phrase]:
        """``higher than the kite``, as a place."""
        measure, other = children
        if measure not in BEYOND:
            raise Unread("it does not say which thing is meant")
        return (BEYOND[measure], other)

    def post_beyond_both(self, children: list[Any]) -> tuple[str, Any]:
        measure, *others = children
        return ("places", [self.beyond([measure, other]) for other in others])

    def post_beyond_bare(self, children: list[Any]) -> tuple[str, Any]:
        return ("bare", self.post_beyond(children))

    def post_like_bare(self, children: list[Any]) -> tuple[str, Any]:
        return ("bare", self.post_like(children))

    def post_most(self, children: list[Token]) -> tuple[str, m.Measure]:
        return ("most", "left" if "left" in children[0] else "right")

    def post_side(self, children: list[Token]) -> tuple[str, str]:
        return ("side", side_word(children[0]))

    def post_corner(self, children: list[Token]) -> tuple[str, Any]:
        """``in the top left corner``."""
        words = [word for word in children[0].split() if word in SIDE_WORDS]
        down, across = sorted(words, key=lambda word: word in {"left", "right"})
        return ("places", [(SIDE_WORDS[word], Phrase(m.WHOLE)) for word in (down, across)])

    def post_worn(self, children: list[Phrase]) -> tuple[str, Any]:
        """``the hat that the man is wearing`` is on the man."""
        return ("place", ("on", children[0]))

    def deed(self, children: list[Token]) -> str:
        return str(children[0])

    def deed_of_some(self, children: list[Any]) -> str:
        return self._deed("a", children)

    def deed_of_the(self, children: list[Any]) -> str:
        return self._deed("the", children)

    def _deed(self, article: str, children: list[Any]) -> str:
        verb, *looks, (_, noun, plural) = children
        words = [word for look in looks for word in (*look.attributes, *look.either)]
        if str(verb) == "being":  # "being walked"
            return " ".join(["being", *words, noun])
        if plural or noun in nouns.UNCHANGED:
            return " ".join([str(verb), *words, nouns.plural(noun) if plural else noun])
        first = (words or [noun])[0]
        if article == "a" and first[0] in "aeiou":
            article = "an"
        return " ".join([str(verb), article, *words, noun])

    def post_places(self, children: list[Any]) -> tuple[str, Any]:
        """``left of the tree and below the kite``."""
        if all(relation in {"in", "on"} for relation, _ in children):
            raise Unread("nothing is in two things at once")
        return ("places", children)

    def post_both(self, children: list[Any]) -> tuple[str, Any]:
        """``left of both the tree and the kite``."""
        relation, *others = children
        return ("places", [(relation, other) for other in others])

    def post_shared(self, children: list[Any]) -> tuple[str, Any]:
        """``left of the tree and the kite``: of both."""
        relation, _, other = children
        if relation in {"in", "on"} or not other.definite or other.plural:
            raise Unread("it does not say what is at that place")
        self.open += 1  # "left of the tree and the dog below it": two claims rather
        return self.post_both(children)

    def post_like(self, children: list[Any]) -> tuple[str, Any]:
        return ("like", children[-1])

    def post_nearest(self, children: list[Any]) -> tuple[str, Any]:
        return ("closest", children[-1])

    def post_neighbour(self, children: list[Any]) -> tuple[str, Any]:
        """``the animal directly left of the tree``: the closest there."""
        return ("neighbour", children[-1])

    def post_farthest(self, children: list[Any]) -> tuple[str, Any]:
        return ("farthest", children[-1])

    def post_amid(self, children: list[Token]) -> tuple[str, Any]:
        """``in the middle of the image``."""
        self._only()
        return ("place", ("in the middle of", Phrase(m.WHOLE)))

    def post_third(self, children: list[Token]) -> tuple[str, Any]:
        """``in the left third``."""
        self._only()
        return ("place", (THIRDS[side_word(children[0])], Phrase(m.WHOLE)))

    def _only(self) -> None:
        if self.given > 1:
            raise Unread("it does not say whether it means an image or a part of it")

    def post_superlative(self, children: list[Any]) -> tuple[str, m.Measure]:
        return children[0]  # type: ignore[no-any-return]

    def between(self, children: list[Phrase]) -> tuple[m.Relation, Phrase]:
        first, second = children
        if any(end.plural and end.thing.noun not in nouns.BUNCHES for end in children):
            raise Unread("it is between more than two things")
        if first.pictures is not None and second.pictures is None:
            second = replace(second, pictures=first.pictures)
        other = replace(self._thing(second), definite=True)
        return ("between", replace(first, pair=other, pictures=second.pictures))

    def in_front(self, children: list[Any]) -> m.Relation:
        return "in front of"

    def behind(self, children: list[Any]) -> m.Relation:
        return "behind"

    def place(self, children: list[Any]) -> tuple[m.Relation, Phrase]:
        relation, other = children
        if other.besides:
            raise Unread("it does not say what is at that place")
        if relation in {"in", "on"} and other.thing.noun.split()[-1] in ARRANGED:
            raise Unread(f"'{other.thing.noun}' is no place where things can be looked for")
        if relation in {"in", "on"} and other.plural and other.thing.noun in HOLDERS:
            other = replace(other, thing=replace(other.thing, definite=False))  # in any of them
        return (relation, other)

    def straight(self, children: list[Any]) -> tuple[m.Relation, Phrase]:
        """``directly above the tree``: above it and not beside it."""
        relation, other = self.place(children)
        return ("straight above" if relation == "above" else "straight below", other)

    def place_it(self, children: list[m.Relation]) -> tuple[m.Relation, Phrase]:
        return (children[0], Phrase(m.Thing("it", definite=True)))

    def tail_looks(self, children: list[Look]) -> Look:
        return children[0]

    def tail_out(self, children: list[Phrase]) -> tuple[str, Any]:
        return ("outside", ("in", children[0]))

    def tail_not(self, children: list[Any]) -> tuple[str, Any]:
        return ("outside", children[0])

    def tail_besides(self, children: list[Phrase]) -> tuple[str, Any]:
        return ("besides", children)

    def tail_images(self, children: list[Pictures]) -> Pictures:
        """``in the first image and in the last``: in each of them."""
        several = self._several()
        named = tuple(sorted({self._picture(pictures) for pictures in children}))
        if len(named) < 2:
            raise Unread("it names one image twice")
        if len(named) < several:
            return Pictures("these", these=named)
        return Pictures("every", word="both" if several == 2 else "all")

    def tail_either(self, children: list[Pictures]) -> Pictures:
        """``in the left image or in the right image``: in any of them."""
        named = self.tail_images(children)
        if named.kind == "these":
            return replace(named, word="either")
        return Pictures("any", word="either")

    def tail_side(self, children: list[Token]) -> tuple[str, str]:
        return ("side", side_word(children[0]))

    def tail_place(self, children: list[Any]) -> tuple[str, Any]:
        return ("place", children[0])

    def tail_image(self, children: list[Any]) -> Pictures:
        return children[0]  # type: ignore[no-any-return]

    def total(self, children: list[Any]) -> Pictures:
        return Pictures("total")

    def nothing(self, children: list[Any]) -> None:
        return None

    def in_(self, children: list[Any]) -> m.Relation:
        return "in"

    def on_(self, children: list[Any]) -> m.Relation:
        return "on"

    def beside_one(self, children: list[Any]) -> m.Relation:
        return "beside"

    def near(self, children: list[Any]) -> m.Relation:
        return "near"

    def left_of(self, children: list[Any]) -> m.Relation:
        return "left of"

    def right_of(self, children: list[Any]) -> m.Relation:
        return "right of"

    def above(self, children: list[Any]) -> m.Relation:
        return "above"

    def below(self, children: list[Any]) -> m.Relation:
        return "below"


def side_word(token: Token) -> str:
    """``on the left hand side`` is ``left``."""
    return next(word for word in token.split() if word in SIDE_WORDS)


def held(phrase: Phrase) -> Phrase:
    """What is in or on something: of a kind, for anything found there may be the thing itself."""
    if phrase.thing.noun == m.ANY:
        raise Unread("it does not say what is in it")
    return phrase


def one_of(first: Phrase, second: Phrase) -> Phrase:
    """The first of two things, with the other that may be there as well as it."""
    if first.pictures is not None or second.pictures is not None:
        raise Unread("it names an image for what is in something")
    return replace(held(first), pair=replace(held(second).thing, definite=False))


def bounds(condition: m.Condition) -> tuple[tuple[str, int], ...]:
    """What a condition says of a number, as operators and numbers that all hold."""
    if isinstance(condition, m.Both) and condition.word == "and":
        return tuple(bound for part in condition.parts for bound in bounds(part))
    if not isinstance(condition, m.Compare) or not isinstance(condition.second, int):
        raise Unread("it leaves open how many there are in it")
    return ((condition.operator, condition.second),)
