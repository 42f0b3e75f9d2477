"""Noun phrases and pictures: the lower half of a derivation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lark import Token, Transformer

from visprog_planners.grammar import meaning as m
from visprog_planners.grammar import nouns, words
from visprog_planners.grammar.everyday import KINDS, NOUNS
from visprog_planners.grammar.parts import Look, Phrase, Pictures, Unread

SIDES = {"left": 0, "right": 1, "first": 0, "second": 1, "third": 2, "fourth": 3}
MOST: dict[str, m.Measure] = {
    "LARGEST": "larger", "SMALLEST": "smaller", "LEFTMOST": "left", "RIGHTMOST": "right",
    "HIGHEST": "higher", "LOWEST": "lower",
}  # fmt: skip


SIDE_WORDS: dict[str, m.Relation] = {
    "left": "left of", "right": "right of", "top": "above", "bottom": "below",
}  # fmt: skip


def join(first: Phrase, last: Phrase) -> Phrase:
    """What stands after the last of several phrases is said of all of them."""
    if first.thing.place is None and first.pictures is None:
        thing = first.thing.at(last.thing.place)
        return replace(first, thing=thing, pictures=last.pictures)
    return first


def both_named(one: Pictures | None, other: Pictures | None) -> Pictures | None:
    """Which pictures are meant where two phrases say so; "in both images together" is all at once.

    A phrase that says nothing leaves it to the other.
    """
    kinds = {part.kind for part in (one, other) if part is not None}
    if "total" in kinds:
        if kinds <= {"total", "every", "whole"}:
            return Pictures("whole")
        return one if other is not None and other.kind == "total" else other
    if kinds == {"whole"}:
        return one or other
    if one is not None and other is not None and one != other:
        raise Unread("it names two images for one thing")
    return one or other


class Phrases(Transformer[Token, Any]):
    """Pictures, things and places; ``spoken`` is how many pictures the question speaks of."""

    def __init__(self, images: int) -> None:
        super().__init__()
        self.given = images
        self.spoken = images or 1
        self.open = 0
        """How many words were taken as attributes although no list holds them."""

    # ---- pictures

    def _picture(self, pictures: Pictures) -> int:
        if pictures.kind == "last":
            return self._several() - 1
        index = pictures.index
        if pictures.word in {"left", "right"}:
            if self._several() != 2:
                raise Unread(f"it speaks of the {pictures.word} image, and there are not two")
        elif self.given == 0:
            self.spoken = max(self.spoken, 2, index + 1)
        if index >= max(self.given, self.spoken):
            raise Unread(f"it speaks of image {index + 1}, and there are only {self.given}")
        return index

    def _several(self) -> int:
        if self.given == 0:
            self.spoken = max(self.spoken, 2)
        if self.spoken < 2:
            raise Unread("it speaks of more than one image, and there is one")
        return self.spoken

    def _thing(self, phrase: Phrase) -> m.Thing:
        """The phrase's thing in the picture that it names, if it names one."""
        if phrase.pictures is None or phrase.pictures.kind == "whole":
            return phrase.thing
        if phrase.pictures.kind in {"index", "last"}:
            return phrase.thing.within(self._picture(phrase.pictures))
        raise Unread("it speaks of several images where one is meant")

    def image_number(self, children: list[Any]) -> Pictures:
        word = children[0]
        return Pictures("last") if word == "last" else Pictures("index", SIDES[word], word)

    def side(self, children: list[Token]) -> str:
        return (
            children[0]
            .split()[0]
            .replace("1st", "first")
            .replace("2nd", "second")
            .replace("3rd", "third")
            .replace("4th", "fourth")
            .replace("final", "last")
        )

    def image_counted(self, children: list[Any]) -> Pictures:
        if children[0] < 1:
            raise Unread("images are counted from 1")
        return Pictures("index", children[0] - 1)

    def whole(self, children: list[Any]) -> Pictures:
        return Pictures("whole")

    def images(self, children: list[Any]) -> Pictures:
        return Pictures("whole", word="images")

    def every_image(self, children: list[Token]) -> Pictures:
        return Pictures("every", word=children[0].split()[0])

    def some_images(self, children: list[Any]) -> Pictures:
        return Pictures("amount", amount=children[0])

    def any_image(self, children: list[Any]) -> Pictures:
        return Pictures("any")

    def no_image(self, children: list[Any]) -> Pictures:
        return Pictures("none")

    def one_image(self, children: list[Any]) -> Pictures:
        return Pictures("one")

    # ---- noun phrases

    def the(self, children: list[Any]) -> str:
        return "the"

    def a(self, children: list[Any]) -> str:
        return "a"

    def some_of(self, children: list[Any]) -> str:
        return "some"

    def det(self, children: list[Any]) -> str:
        return str(children[0])

    def most(self, children: list[Token]) -> tuple[str, m.Measure]:
        return ("most", MOST[children[0].type])

    def modifier(self, children: list[Token]) -> Look:
        return Look((attribute(children[0]),))

    def not_modifier(self, children: list[Token]) -> Look:
        return Look(never=(children[0].removeprefix("non-"),))

    def either_modifier(self, children: list[Token]) -> Look:
        return Look(either=tuple(attribute(child) for child in children))

    def noun(self, children: list[Token]) -> tuple[str, str, bool]:
        if children[0].type == "PERSON":
            return ("noun", "person", False)
        run = [str(word) for word in children]
        if reason := nouns.unfit(run):
            raise Unread(reason)
        noun = nouns.noun(run)
        if noun in {"object", "item", "stuff", "something", "anything"}:
            noun = m.ANY
        return ("noun", noun, nouns.is_plural(run[-1]))

    def thing(self, children: list[Any]) -> Phrase:
        phrase = Phrase(m.Thing(""))
        for child in children:
            if isinstance(child, str):
                thing = replace(phrase.thing, definite=child == "the")
                phrase = replace(phrase, thing=thing, determined=child)
            elif isinstance(child, tuple) and child[0] == "noun":
                thing = replace(phrase.thing, noun=child[1])
                phrase = replace(phrase, thing=thing, plural=child[2])
            else:
                phrase = self._part(phrase, child)
        if phrase.thing.noun == m.ANY and not (
            phrase.thing.place or phrase.thing.attributes or phrase.thing.either
        ):
            phrase = replace(phrase, determined=phrase.determined or "a")
        return phrase

    def one_thing(self, children: list[Any]) -> Phrase:
        """``the red one``: the noun is another phrase's."""
        *front, word = [child for child in children if isinstance(child, Token)]
        assert not front
        rest = [("noun", m.ONE, word == "ones") if child is word else child for child in children]
        return self.thing(rest)

    def some_thing(self, children: list[Any]) -> Phrase:
        return self.thing(["a", ("noun", m.ANY, False), *children[1:]])

    def _part(self, phrase: Phrase, part: Any) -> Phrase:
        """The phrase with one more of the things that stand before or after a noun."""
        if isinstance(part, Pictures):
            return replace(phrase, pictures=both_named(phrase.pictures, part))
        if isinstance(part, Look):
            return replace(phrase, thing=part.on(phrase.thing))
        kind, detail = part
        if kind == "most":
            if phrase.thing.most is not None:
                raise Unread("it names two superlatives for one thing")
            thing = replace(phrase.thing, most=detail, definite=True)
            return replace(phrase, thing=thing, determined="the")
        if kind == "place":
            return self._located(phrase, detail)
        if kind == "outside":
            relation, other = detail
            if phrase.thing.outside is not None:
                raise Unread("it names two places for one thing")
            outside = m.Place(relation, other.thing)
            return replace(phrase, thing=replace(phrase.thing, outside=outside))
        if kind == "besides":
            if detail.thing.noun not in KINDS.get(phrase.thing.noun, ()):
                raise Unread(f"it is not known that a {detail.thing.noun} is a {phrase.thing.noun}")
            return replace(phrase, besides=replace(detail.thing, definite=False))
        assert kind == "side"
        return self._on_side(phrase, detail)

    def _on_side(self, phrase: Phrase, word: str) -> Phrase:
        """``on the left``: of the picture; of two pictures it is the left one."""
        if self.given == 2 and word in SIDES:
            return replace(
                phrase, pictures=both_named(phrase.pictures, Pictures("index", SIDES[word], word))
            )
        return self._located(phrase, (SIDE_WORDS[word], Phrase(m.WHOLE)))

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
        return ("place", ("holding", children[0]))

    def post_besides(self, children: list[Phrase]) -> tuple[str, Any]:
        return ("besides", children[0])

    def post_most(self, children: list[Token]) -> tuple[str, m.Measure]:
        return ("most", "left" if "left" in children[0] else "right")

    def post_side(self, children: list[Token]) -> tuple[str, str]:
        return ("side", side_word(children[0]))

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
        if plural or noun in nouns.UNCHANGED:
            return " ".join([str(verb), *words, nouns.plural(noun) if plural else noun])
        first = (words or [noun])[0]
        if article == "a" and first[0] in "aeiou":
            article = "an"
        return " ".join([str(verb), article, *words, noun])

    def _located(self, phrase: Phrase, place: tuple[m.Relation, Phrase]) -> Phrase:
        relation, other = place
        if phrase.thing.place is not None:
            raise Unread("it names two places for one thing")
        if other.pictures is not None and phrase.pictures not in (None, other.pictures):
            raise Unread("it names two images for one thing")
        thing = replace(phrase.thing, place=m.Place(relation, other.thing))
        return replace(phrase, thing=thing, pictures=other.pictures or phrase.pictures)

    def place(self, children: list[Any]) -> tuple[m.Relation, Phrase]:
        return (children[0], children[1])

    def place_it(self, children: list[m.Relation]) -> tuple[m.Relation, Phrase]:
        return (children[0], Phrase(m.Thing("it", definite=True)))

    def tail_looks(self, children: list[Look]) -> Look:
        return children[0]

    def tail_out(self, children: list[Phrase]) -> tuple[str, Any]:
        return ("outside", ("in", children[0]))

    def tail_not(self, children: list[Any]) -> tuple[str, Any]:
        return ("outside", children[0])

    def tail_besides(self, children: list[Phrase]) -> tuple[str, Any]:
        return ("besides", children[0])

    def tail_images(self, children: list[Pictures]) -> Pictures:
        """``in the left image and in the right image``: in both, where there are two."""
        if self._several() != len({self._picture(pictures) for pictures in children}):
            raise Unread("it names several images for one thing")
        return Pictures("whole", word="images")

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

    def tail(self, children: list[Any]) -> list[Any]:
        return [child for child in children if child is not None]

    def things(self, children: list[Phrase]) -> list[Phrase]:
        *front, last = children
        return [*(join(phrase, last) for phrase in front), last]

    def _tailed(self, phrase: Phrase, tail: list[Any]) -> Phrase:
        for part in tail:
            phrase = self._part(phrase, part)
        return phrase

    def in_(self, children: list[Any]) -> m.Relation:
        return "in"

    def on_(self, children: list[Any]) -> m.Relation:
        return "on"

    def left_of(self, children: list[Any]) -> m.Relation:
        return "left of"

    def right_of(self, children: list[Any]) -> m.Relation:
        return "right of"

    def above(self, children: list[Any]) -> m.Relation:
        return "above"

    def below(self, children: list[Any]) -> m.Relation:
        return "below"

    def number(self, children: list[Token]) -> int:
        return words.number(str(children[0]))

    def open_attribute(self, children: list[Token]) -> Token:
        word = children[0]
        if word in nouns.NEVER:
            raise Unread(f"'{word}' is not a quality")
        if word in NOUNS or nouns.is_plural(word):
            raise Unread(f"'{word}' is a thing where a quality is meant")
        self.open += 1
        return word


def attribute(token: Token) -> str:
    """``light red coloured`` is ``light red``."""
    text = str(token)
    return text.removesuffix(" coloured").removesuffix(" colored")


def side_word(token: Token) -> str:
    """``on the left hand side`` is ``left``."""
    return next(word for word in token.split() if word in SIDE_WORDS)
