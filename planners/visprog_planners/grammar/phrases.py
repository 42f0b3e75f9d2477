"""Noun phrases: things, how they look and where they are."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lark import Token

from visprog_planners.grammar import meaning as m
from visprog_planners.grammar import nouns, signs, words
from visprog_planners.grammar.depicted import SIDES, both_named
from visprog_planners.grammar.everyday import HOLDERS, KINDS, NOUNS, SETTINGS
from visprog_planners.grammar.parts import Look, Phrase, Pictures, Unread
from visprog_planners.grammar.places import (
    BESIDE,
    MOST,
    PARTS,
    RANKS,
    SIDE_WORDS,
    Places,
)


def join(first: Phrase, last: Phrase) -> Phrase:
    """What stands after the last of several phrases is said of all of them."""
    if first.thing.place is None and first.pictures is None:
        thing = first.thing.at(last.thing.place)
        return replace(first, thing=thing, pictures=last.pictures)
    return first


SIDED = frozenset({"top", "bottom", "middle", "centre", "center", "half", "left", "right"})
"""Parts of a picture, unless they are spoken of as a thing: ``the top``."""


MIDDLES = frozenset({"middle", "centre", "center", "half", "corner", "edge"})

ALIKE = frozenset({"identical", "alike", "similar", "matching", "equal", "different", "same"})
"""What things are to each other."""


class Phrases(Places):
    """Things and places."""

    def the(self, children: list[Any]) -> str:
        return "the"

    def a(self, children: list[Any]) -> str:
        return "a"

    def some_of(self, children: list[Any]) -> str:
        return "some"

    def det(self, children: list[Any]) -> str:
        return str(children[0])

    def most(self, children: list[Token]) -> tuple[str, m.Measure]:
        if "middle" in children[0].split()[:2] and self.given > 2:
            raise Unread("it does not say whether it means an image or a place in one")
        return ("most", MOST[children[0].type])

    def bare_most(self, children: list[Token]) -> tuple[str, m.Measure]:
        """``the kite highest up``, and not ``the boat the biggest``."""
        if children[0].startswith("the "):
            raise Unread("it may say of one thing that it is another")
        return self.most(children)

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
        noun = nouns.noun(run)
        if len(run) == 2 and signs.worded(f"{run[0]} {noun.rpartition(' ')[2]}") is not None:
            return ("noun", f"{run[0]} sign", nouns.is_plural(run[-1]))  # "the books sign"
        if reason := nouns.unfit(run):
            raise Unread(reason)
        if noun in {"object", "item", "stuff", "something", "anything"}:
            noun = m.ANY
        return ("noun", noun, nouns.is_plural(run[-1]))

    def thing(self, children: list[Any]) -> Phrase:
        phrase = Phrase(m.Thing(""))
        for before, child in zip([None, *children], children, strict=False):
            holds = isinstance(child, tuple) and child[0] == "place" and child[1][0] == "holding"
            if holds and isinstance(before, Pictures):
                raise Unread("it says of an image what is in it")
            if isinstance(child, str):
                thing = replace(phrase.thing, definite=child == "the")
                phrase = replace(phrase, thing=thing, determined=child)
            elif isinstance(child, tuple) and child[0] == "noun":
                thing = replace(phrase.thing, noun=child[1])
                said, _, holder = child[1].partition(" ")
                if said in {"empty", "full"} and holder in HOLDERS:
                    look = Look(("empty",)) if said == "empty" else Look(never=("empty",))
                    thing = look.on(replace(thing, noun=holder))
                if (word := signs.worded(thing.noun)) is not None:
                    thing = self._sign(thing, word)
                phrase = replace(phrase, thing=thing, plural=child[2])
            else:
                phrase = self._part(phrase, child)
        parts = SIDED if not phrase.determined else MIDDLES
        if phrase.thing.noun in parts:
            raise Unread(f"'{phrase.thing.noun}' is a part of something")
        if phrase.thing.noun == m.ANY and not (
            phrase.thing.place or phrase.thing.attributes or phrase.thing.either
        ):
            phrase = replace(phrase, determined=phrase.determined or "a")
        return phrase

    def _sign(self, thing: m.Thing, text: str) -> m.Thing:
        return Look((f"{signs.SAYING}{text}",)).on(replace(thing, noun="sign"))

    def sign_saying(self, children: list[m.Condition]) -> Phrase:
        """``the sign that says open``."""
        thing = m.Thing("sign", definite=True)
        return self._part(Phrase(thing, determined="the"), self.post_says(children))

    def post_says(self, children: list[m.Condition]) -> Look:
        (said,) = children
        if not isinstance(said, m.Says) or said.how != "all":
            raise Unread("it does not say what the sign says")
        return Look((f"{signs.SAYING}{said.text}",))

    def post_says_not(self, children: list[m.Condition | str]) -> Look:
        """``signs that do not say open``."""
        said = [m.Says(part) if isinstance(part, str) else part for part in children]
        return Look(never=self.post_says(said).attributes)

    def nth(self, children: list[Token]) -> str:
        return children[0].type

    def ranked_thing(self, children: list[Any]) -> Phrase:
        """``the second largest dog``."""
        word, *rest = children
        phrase = self.thing(["the", *rest])
        if word == "LAST" or phrase.thing.most is None:
            raise Unread("it does not say in which order things are counted")
        return replace(phrase, thing=replace(phrase.thing, rank=RANKS[word]))

    def ranked_from(self, children: list[Any]) -> Phrase:
        """``the second dog from the left``."""
        word, *rest, side = children
        return self._ranked(self.thing(["the", *rest]), word, side)

    def ranked_there(self, children: list[Any]) -> Phrase:
        """``the third thing on the shelf from the left``, either way round."""
        side = next(c for c in children if isinstance(c, Token) and c.type == "FROM_SIDE")
        place = next(c for c in children if isinstance(c, tuple) and isinstance(c[1], Phrase))
        rest = [child for child in children if child is not side and child is not place]
        return self._part(self.ranked_from([*rest, side]), ("place", place))

    def _ranked(self, phrase: Phrase, word: str, side: Token) -> Phrase:
        most: m.Measure = "left" if "left" in side.split() else "right"
        if word == "LAST" and "from" in side.split():
            most = "right" if most == "left" else "left"
        thing = replace(phrase.thing, most=most, rank=RANKS[word], definite=True)
        return replace(phrase, thing=thing, determined="the")

    def most_of_them(self, children: list[Any]) -> Phrase:
        """``the largest of the dogs``."""
        kept = [child for child in children if not isinstance(child, Token)]
        if isinstance(children[0], Token):
            kept = [self.post_most([children[0]]), *kept]
        return replace(self.thing(["the", *kept]), plural=False)

    def one_thing(self, children: list[Any]) -> Phrase:
        """``the red one``: the noun is another phrase's."""
        *front, word = [child for child in children if isinstance(child, Token)]
        assert not front
        rest = [("noun", m.ONE, word == "ones") if child is word else child for child in children]
        return self.thing(rest)

    def other_thing(self, children: list[Any]) -> Phrase:
        """``the other cup``: than which one is found where all things are known."""
        phrase = self.thing(["the", *children])
        if phrase.plural:
            raise Unread("it does not say which ones are the others")
        return replace(phrase, thing=replace(phrase.thing, but=m.Thing(m.ONE, definite=True)))

    def some_thing(self, children: list[Any]) -> Phrase:
        return self.thing(["a", ("noun", m.ANY, False), *children[1:]])

    def _part(self, phrase: Phrase, part: Any) -> Phrase:
        """The phrase with one more of the things that stand before or after a noun."""
        if isinstance(part, Pictures):
            return replace(phrase, pictures=both_named(phrase.pictures, part))
        if isinstance(part, Look):
            said = (*part.attributes, *part.never)
            spoken = any(word.startswith(signs.SAYING) for word in said)
            if spoken and phrase.thing.noun == m.ONE:
                phrase = replace(phrase, thing=replace(phrase.thing, noun="sign"))
            if spoken and phrase.thing.noun not in signs.LETTERED:
                raise Unread("it is no sign that is said to say something")
            held = any(word.partition(" ")[0] in nouns.CARRYING for word in part.attributes)
            worn = any(word.partition(" ")[0] == "wearing" for word in part.attributes)
            if worn and phrase.thing.noun in HOLDERS and phrase.thing.noun != "horse":
                raise Unread("what holds things wears nothing")
            if held and phrase.thing.noun not in nouns.HANDS:
                raise Unread("it says what is in a thing, and not what that does")
            return replace(phrase, thing=part.on(phrase.thing))
        kind, detail = part
        if kind == "most":
            if phrase.thing.most is not None:
                raise Unread("it names two superlatives for one thing")
            thing = replace(phrase.thing, most=detail, definite=True)
            return replace(phrase, thing=thing, determined="the")
        if kind == "bare":
            if phrase.definite and not (phrase.plural or phrase.thing.noun in nouns.UNCHANGED):
                raise Unread("it says of one thing how it compares, and not which one is meant")
            return self._part(phrase, detail)
        if kind == "place":
            if detail[0] == "in the middle of" and phrase.definite and not phrase.plural:
                return self._part(phrase, ("most", "central"))  # the one that is closest to it
            return self._located(phrase, detail)
        if kind == "places":
            return self._at_all(phrase, detail)
        if kind == "like":
            other = replace(self._thing(detail), definite=True)
            return replace(phrase, thing=replace(phrase.thing, like=other))
        if kind == "closest":
            other = replace(self._thing(detail), definite=True)
            pictures = phrase.pictures or detail.pictures
            return replace(phrase, thing=replace(phrase.thing, closest=other), pictures=pictures)
        if kind == "neighbour":
            if not phrase.definite or phrase.plural:
                raise Unread("it does not say which thing is beside another")
            return self._part(self._located(phrase, detail), ("closest", detail[1]))
        if kind == "farthest":
            other = replace(self._thing(detail), definite=True)
            return replace(phrase, thing=replace(phrase.thing, closest=other, away=True))
        if kind == "outside":
            relation, other = detail
            if phrase.thing.outside is not None:
                raise Unread("it names two places for one thing")
            outside = m.Place(relation, other.thing, other.pair)
            return replace(phrase, thing=replace(phrase.thing, outside=outside))
        if kind == "besides":
            for other in detail:
                if phrase.definite and not phrase.plural and other.thing.noun == m.ONE:
                    raise Unread("it leaves out some of one thing")
                phrase = self._without(phrase, other)
            return phrase
        if kind == "among":
            return self._among(phrase, detail)
        assert kind == "side"
        return self._on_side(phrase, detail)

    def _without(self, phrase: Phrase, other: Phrase) -> Phrase:
        """The phrase's things but for some: others of their kind, or ``the red ones`` of them."""
        thing, left = phrase.thing, other.thing
        if left.noun in {m.ONE, thing.noun}:
            if left.most or left.outside or (left.place is None) == (not left.attributes):
                raise Unread("it is not clear which ones are left out")
            if left.place is not None:
                if thing.outside is not None:
                    raise Unread("it names two places for one thing")
                return replace(phrase, thing=replace(thing, outside=left.place))
            if len(left.attributes) > 1 or left.either or left.never:
                raise Unread("it is not clear which ones are left out")
            return replace(phrase, thing=Look(never=left.attributes).on(thing))
        if left.place is not None and thing.place is None:  # said of both: "but a cat on the couch"
            phrase = replace(phrase, thing=thing.at(left.place))
            left = replace(left, place=None)
        if thing.noun != m.ANY and left.noun not in KINDS.get(thing.noun, ()):
            kinds = ({noun, *KINDS.get(noun, ())} for noun in (thing.noun, left.noun))
            known = {thing.noun, left.noun} <= {*NOUNS, *KINDS}
            apart = known and not set.intersection(*kinds)
            if apart and not (phrase.definite and not phrase.plural):
                return phrase  # two things apart: none of them is left out
            raise Unread(f"it is not known that a {left.noun} is a {thing.noun}")
        return replace(phrase, besides=(*phrase.besides, replace(left, definite=False)))

    def _among(self, phrase: Phrase, group: Phrase) -> Phrase:
        """``a blue one among the balls``, ``an owl among the animals``."""
        thing, of = phrase.thing, group.thing
        if thing.noun == m.ONE:
            thing = replace(thing, noun=of.noun)
        if thing.noun != of.noun and thing.noun not in KINDS.get(of.noun, ()):
            raise Unread(f"it is not known that a {thing.noun} is a {of.noun}")
        if of.most or (of.place and thing.place):
            raise Unread("it does not say which of them are meant")
        look = Look(of.attributes, of.either, of.never)
        thing = look.on(thing).at(of.place)
        pictures = both_named(phrase.pictures, group.pictures)
        return replace(phrase, thing=thing, pictures=pictures)

    def _on_side(self, phrase: Phrase, word: str) -> Phrase:
        """``on the left``: of the picture; of two pictures it is the left one."""
        if self.given == 2 and word in SIDES:
            return replace(
                phrase, pictures=both_named(phrase.pictures, Pictures("index", SIDES[word], word))
            )
        return self._located(phrase, (SIDE_WORDS[word], Phrase(m.WHOLE)))

    def _located(self, phrase: Phrase, place: tuple[m.Relation, Phrase]) -> Phrase:
        relation, other = place
        if phrase.thing.place is not None:
            raise Unread("it names two places for one thing")
        if other.pictures is not None and phrase.pictures not in (None, other.pictures):
            raise Unread("it names two images for one thing")
        bare = phrase.pictures is None and self.given > 1
        if relation == "holding" and bare and phrase.thing.noun in SETTINGS:
            raise Unread(f"a {phrase.thing.noun} is what each of the images shows")
        if relation == "holding" and phrase.thing.noun == "sign":
            if other.determined or not other.thing.plain or " " in other.thing.noun:
                raise Unread("it does not say what the sign says")
            word = nouns.plural(other.thing.noun) if other.plural else other.thing.noun
            return self._part(phrase, Look((f"{signs.SAYING}{word}",)))
        if relation == "near" and phrase.definite and not phrase.plural and place[1].definite:
            return self._part(phrase, ("closest", other))
        if other.most and (phrase.plural or phrase.determined == "a"):
            raise Unread("only one of several holds most")
        at = m.Place(relation, other.thing, other.pair, other.number, other.most)
        definite = phrase.definite or bool(other.most)
        thing = replace(phrase.thing, place=at, definite=definite)
        single = definite and not phrase.plural and thing.most is None
        if thing.noun == m.ANY and single and other.definite:
            beside = relation in BESIDE and other.thing.noun != m.WHOLE.noun
            thing = replace(thing, closest=other.thing) if beside else thing
        return replace(phrase, thing=thing, pictures=other.pictures or phrase.pictures)

    def _at_all(self, phrase: Phrase, places: list[tuple[m.Relation, Phrase]]) -> Phrase:
        """The phrase's things at several places at once."""
        first, *others = places
        phrase = self._located(phrase, first)
        also = []
        for relation, other in others:
            if other.pictures is not None and phrase.pictures not in (None, other.pictures):
                raise Unread("it names two images for one thing")
            also.append(m.Place(relation, other.thing, other.pair))
        return replace(phrase, thing=replace(phrase.thing, also=(*phrase.thing.also, *also)))

    def nearest_thing(self, children: list[Any]) -> Phrase:
        """``the closest thing to the tree``."""
        _, noun, _, other = children
        return self._part(self.thing(["the", noun]), ("closest", other))

    def tail(self, children: list[Any]) -> list[Any]:
        return [child for child in children if child is not None]

    def and_others(self, children: list[Phrase]) -> list[Phrase]:
        """``dogs, cats and other animals`` are animals."""
        *front, last = children
        for phrase in front:
            if phrase.thing.noun not in KINDS.get(last.thing.noun, ()):
                raise Unread(f"it is not known that a {phrase.thing.noun} is a {last.thing.noun}")
        return [last]

    def things(self, children: list[Phrase]) -> list[Phrase]:
        *front, last = children
        if any(phrase.besides for phrase in front):
            raise Unread("it does not say whether the last is left out or counted")
        return [*(join(phrase, last) for phrase in front), last]

    def _tailed(self, phrase: Phrase, tail: list[Any]) -> Phrase:
        for part in tail:
            phrase = self._part(phrase, part)
        return phrase

    def number(self, children: list[Token]) -> int:
        return words.number(str(children[0]))

    def open_attribute(self, children: list[Token]) -> Token:
        word = children[0]
        if word in nouns.NEVER:
            raise Unread(f"'{word}' is not a quality")
        if nouns.is_adverb(word):
            raise Unread(f"'{word}' says how something is, and not which")
        if word in ALIKE:
            raise Unread(f"'{word}' is said of several, and not of one")
        if word in PARTS:
            raise Unread(f"'{word}' is a part of something")
        if word == "new" and self.spoken > 1:
            raise Unread("what is new in an image was not in the one before it")
        if word in NOUNS or nouns.is_plural(word):
            raise Unread(f"'{word}' is a thing where a quality is meant")
        self.open += 1
        return word


def attribute(token: Token) -> str:
    """``light red coloured`` is ``light red``."""
    text = str(token)
    return text.removesuffix(" coloured").removesuffix(" colored")
