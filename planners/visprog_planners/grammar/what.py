"""Open questions: what there is, what a thing is, where it is, what a model says of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from lark import Token

from visprog_planners.grammar import meaning as m
from visprog_planners.grammar import nouns
from visprog_planners.grammar.comparisons import Comparisons
from visprog_planners.grammar.everyday import KINDS
from visprog_planners.grammar.parts import (
    Look,
    Phrase,
    Unread,
)
from visprog_planners.grammar.phrases import attribute
from visprog_planners.grammar.places import bounds
from visprog_planners.grammar.signs import BEARING, LETTERED, TEXTS

BESIDE = frozenset({"left of", "right of", "above", "below"})
"""Where the thing that is closest there is meant."""

SEVERAL = "things"
"""What is asked of any number of things of any kind."""

WAYS: dict[str, Literal["points", "boxes", "masks"]] = {
    "POINT_AT": "points", "WHERE": "points", "FIND": "boxes", "SEGMENT": "masks",
}  # fmt: skip
"""How what is found is shown, by the verb."""


THINGS = frozenset({"object", "thing", "item", "kind", "sort", "type"})
"""What may be of any kind."""

ORDERS: dict[str, Literal["left", "right", "higher", "lower"]] = {
    "left": "left", "right": "right", "top": "higher", "bottom": "lower",
}  # fmt: skip
"""Where a list begins."""


class What(Comparisons):
    """Questions whose answer is a noun, a place, or what a model says."""

    def but(self, meaning: m.What, other: Phrase) -> m.What:
        """What there is, without one more that is named."""
        thing = replace(other.thing, definite=False)
        if thing.place == meaning.place:
            thing = replace(thing, place=None)
        if thing != m.Thing(thing.noun) or other.pictures is not None or thing.noun == m.ANY:
            raise Unread("it is not clear which ones are left out")
        return replace(meaning, besides=(*meaning.besides, thing.noun))

    def what_furthest(self, children: list[Token]) -> m.WhatIs:
        measure = self.post_most(children)[1]
        return m.WhatIs(m.Thing(m.ANY, definite=True, most=measure))

    def what_most_of_all(self, children: list[Any]) -> m.WhatIs:
        """``which thing is closest to the middle``."""
        self._single()
        return m.WhatIs(m.Thing(m.ANY, definite=True, most=children[0][1]))

    def what_ranked(self, children: list[Any]) -> m.WhatIs:
        """``which animal is second from the left``."""
        tail = children.pop() if isinstance(children[-1], list) else []
        *kind, word, side = children
        phrase = self._tailed(Phrase(self._kind_or_any(kind)), tail)
        return m.WhatIs(self._one(self._ranked(phrase, word, side)))

    def what_nearest(self, children: list[Any]) -> m.WhatIs | m.Read:
        *kind, word, other = children
        to = self._one(other)
        away = word.type == "FARTHEST_FROM"
        if kind == ["sign"]:
            sign = m.Thing("sign", definite=True, closest=to, away=away, image=to.image)
            return m.Read(on=sign)
        return m.WhatIs(replace(self._kind_or_any(kind), closest=to, away=away, image=to.image))

    def most_of_kind(self, children: list[Any]) -> m.MostOfKind:
        word = next(child for child in children if isinstance(child, Token))
        kind = children[0] if children[0] is not word else m.EACH
        kind = m.EACH if kind in THINGS else kind
        tails = [child for child in children if isinstance(child, list)]
        phrase = self._tailed(Phrase(m.Thing(kind)), tails[0] if tails else [])
        thing = self._thing(phrase)
        if kind not in {*KINDS, m.EACH} or not thing.plain:
            raise Unread(f"'{kind}' is not among the kinds that it can list")
        if thing.image is None and (phrase.pictures is None or phrase.pictures.word != "images"):
            self._single()
        return m.MostOfKind(thing, "<" if word.type == "FEWEST" else ">")

    def which_colours(self, children: list[Any]) -> m.WhichColours:
        phrases, *tails = [child for child in children if isinstance(child, list)]
        if tails:
            phrases = [self._tailed(phrase, tails[0]) for phrase in phrases]
        if len(phrases) > 1 or not phrases[0].plural:
            raise Unread("it asks for the colours of one thing")
        return m.WhichColours(replace(self._thing(phrases[0]), definite=False))

    def which_colours_number(self, children: list[Any]) -> m.WhichColours:
        """``which colour has just one bucket``."""
        (phrase,) = (child for child in children if isinstance(child, Phrase))
        (amount,) = (
            child for child in children if callable(child) and not isinstance(child, Phrase)
        )
        number = bounds(amount(m.Count(phrase.thing)))
        if phrase.besides or phrase.definite or phrase.thing.attributes:
            raise Unread("it does not say of what there are so many in a colour")
        return m.WhichColours(replace(self._thing(phrase), definite=False), number=number)

    def which_colour_most(self, children: list[Any]) -> m.WhichColours:
        return replace(self.which_colours([[children[-1]]]), most=True)

    def kind(self, children: list[Token]) -> str:
        run = [str(word) for word in children]
        if reason := nouns.unfit(run):
            raise Unread(reason)
        return SEVERAL if run[0] in {"things", "objects", "items"} else nouns.noun(run)

    def what(self, children: list[Any]) -> m.What | m.WhatIs | m.WhatAll | m.Read:
        relation, phrase = children[-1]
        kind = children[0] if len(children) > 1 else None
        several = kind == SEVERAL
        kind = None if kind in {"object", "thing", "item", SEVERAL} else kind
        place = m.Place(relation, self._one(phrase))
        if relation in {"in", "on"} and phrase.thing.noun in LETTERED | BEARING:
            return self._read_off(kind, phrase)
        if relation in {"in", "on"}:
            return m.What(place, kind)
        if relation == "near" and kind != "sign" and not several:
            kinds = [] if kind is None else [kind]
            return self.what_nearest([*kinds, Token("NEAREST_TO", "near"), phrase])
        if several and relation in {*BESIDE, "near"}:
            return m.WhatAll(m.Thing(m.ANY, place=place))
        if kind is None and relation in BESIDE and place.other is None:
            return self.what_beside([children[-1]])
        if kind not in KINDS:
            raise Unread("what there is beside another thing takes a model that names anything")
        return m.WhatIs(m.Thing(kind, place=place, definite=True))

    def _read_off(self, kind: str | None, phrase: Phrase) -> m.Read:
        """``what is on the sign``: its text, and no thing."""
        if kind is not None and kind not in TEXTS:
            raise Unread(f"a {kind} is on no sign")
        on, image = self._lettered(phrase)
        return m.Read(image, on=on)

    def most_among(self, children: list[Any]) -> m.MostOfKind:
        """``which is there most of: cakes, cookies or donuts``."""
        (phrases,) = (c for c in children if isinstance(c, list) and isinstance(c[0], Phrase))
        (word,) = (child for child in children if isinstance(child, Token))
        things = [replace(self._thing(phrase), definite=False) for phrase in phrases]
        if any(not thing.plain or thing.image is not None for thing in things):
            raise Unread("it names more than kinds of things")
        names = tuple(thing.noun for thing in things)
        if len(set(names)) < len(names) or m.ANY in names:
            raise Unread("it names one thing twice")
        phrase = Phrase(m.Thing(" or ".join(names)))
        for child in children:
            if child is not phrases and child is not word:
                phrase = self._tailed(phrase, child)
        whole = self._thing(phrase)
        if not whole.plain:
            raise Unread("it does not say where each of them is")
        if whole.image is None:
            self._single()
        return m.MostOfKind(whole, "<" if word.type == "FEWEST" else ">", names)

    def what_beside(self, children: list[Any]) -> m.WhatIs:
        """``what is directly left of the clock``: what is closest on that side."""
        *kind, (relation, phrase) = children
        thing = self._kind_or_any(kind)
        other = self._one(phrase)
        return m.WhatIs(replace(thing, place=m.Place(relation, other), closest=other))

    def what_around(self, children: list[Any]) -> m.WhatAll:
        """``what is on either side of the clock``: its two neighbours."""
        *kind, _, phrase = children
        left, right = (
            self.what_beside([*kind, (side, phrase)]).thing for side in ("left of", "right of")
        )
        return m.WhatAll(replace(left, definite=False), replace(right, definite=False))

    def what_at_ends(self, children: list[Any]) -> m.WhatAll:
        """``what is at both ends of the row``: the leftmost and the rightmost thing."""
        self._single()
        thing = replace(self._kind_or_any(children[:-1]), definite=False)
        return m.WhatAll(replace(thing, most="left"), replace(thing, most="right"))

    def what_cornered(self, children: list[Any]) -> m.WhatIs:
        """``what is in the top left corner``: of what is in that quarter, the farthest out."""
        *kind, corner = children
        thing = self._thing(self._part(Phrase(self._kind_or_any(kind)), self.post_corner([corner])))
        if thing.image is None:
            self._single()
        whole = m.WHOLE if thing.image is None else m.WHOLE.within(thing.image)
        return m.WhatIs(replace(thing, closest=whole, away=True))

    def what_central(self, children: list[Any]) -> m.WhatIs:
        """``what is in the middle of the picture``: what is closest to that."""
        self._single()
        return m.WhatIs(replace(self._kind_or_any(children[:-1]), most="central"))

    def what_sided(self, children: list[Any]) -> m.WhatIs | m.WhatAll:
        """``what is on the left``, ``which animal is in the left third``."""
        *kind, side = children
        part = self.post_third([side]) if side.type == "THIRD_PART" else self.post_side([side])
        return self._what_at(kind, part)

    def what_at_both(self, children: list[Any]) -> m.WhatIs | m.WhatAll:
        """``what is left of both the dog and the cat``."""
        return self._what_at(children[:-3], self.post_both(children[-3:]))

    def what_beyond(self, children: list[Any]) -> m.WhatAll:
        """``which animals are taller than the dog``."""
        *kind, beyond = children
        phrase = self._part(Phrase(self._kind_or_any(kind)), ("place", beyond))
        thing = self._thing(phrase)
        if thing.image is None:
            self._single()
        return m.WhatAll(replace(thing, definite=False))

    def _what_at(self, kind: list[str], part: Any) -> m.WhatIs | m.WhatAll:
        """What there is at a place: the one of a kind, or everything."""
        thing = self._thing(self._part(Phrase(self._kind_or_any(kind)), part))
        if thing.image is None:
            self._single()
        if thing.noun == m.ANY:
            return m.WhatAll(replace(thing, definite=False))
        return m.WhatIs(thing)

    def what_between(self, children: list[Any]) -> m.WhatAll:
        *kind, (relation, phrase) = children
        thing = self._kind_or_any(kind)
        place = m.Place(relation, self._one(phrase), phrase.pair)
        return m.WhatAll(replace(thing, place=place, definite=False))

    def _kind_or_any(self, kind: list[str]) -> m.Thing:
        noun = kind[0] if kind else m.ANY
        noun = m.ANY if noun in {"object", "thing", "item", SEVERAL} else noun
        if noun not in {*KINDS, m.ANY}:
            raise Unread(f"'{noun}' is not among the kinds that it can list")
        return m.Thing(noun, definite=True)

    def contents(self, children: list[Any]) -> m.What | m.Read | m.Ask:
        kind = children[0] if len(children) > 1 else None
        if kind is None and nouns.head(children[-1].thing.noun) in nouns.HANDS:
            return self._asked(children[-1], "What is the {} holding?")
        if children[-1].thing.noun in LETTERED | BEARING:
            return self._read_off(kind, children[-1])
        return m.What(m.Place("in", self._one(children[-1])), kind)

    def what_is(self, children: list[Any]) -> m.What | m.WhatIs | m.WhatAll | m.Read:
        """``what is the animal on the couch``, ``what is the largest animal``."""
        phrase, *tails = children
        phrase = self._tailed(phrase, tails[0] if tails else [])
        thing = self._one(phrase)
        kind = None if thing.noun == m.ANY else thing.noun
        if kind == "sign" and (thing.closest or thing.most or thing.place) and not phrase.plural:
            return m.Read(on=replace(thing, definite=True))
        on = thing.place if thing.place and thing.place.relation in {"in", "on"} else None
        if kind is None and on is not None and on.of.noun in LETTERED | BEARING:
            return self._read_off(None, Phrase(on.of))  # "what is lettered on the sign"
        if kind is not None and kind not in KINDS:
            raise Unread(f"'{kind}' is not among the kinds that it can list")
        if thing.plain and thing.place is not None and thing.place.relation in {"in", "on"}:
            return m.What(thing.place, kind, _left_out(phrase))
        if phrase.besides:
            raise Unread("it does not say of what some are left out")
        if phrase.plural and (thing.attributes or thing.never or thing.either):
            return self._all(phrase)
        if thing.closest is not None or thing.most is not None:
            return m.WhatIs(thing)
        looks = thing.attributes or thing.never or thing.either
        if kind is None and thing.place is not None and not looks:
            return self._what_there(thing, phrase.plural)
        if kind is None and not looks:
            raise Unread("what there is takes a model that names anything")
        return m.WhatIs(thing)

    def what_most(self, children: list[Any]) -> m.What | m.WhatIs | m.WhatAll | m.Read:
        kind, most = children
        measure = self.post_most([most])[1] if isinstance(most, Token) else most[1]
        return self.what_is([Phrase(m.Thing(kind, definite=True, most=measure))])

    def _what_there(self, thing: m.Thing, several: bool) -> m.WhatIs | m.WhatAll:
        """``what is the thing to the left of the boat``, or ``in the top left corner``."""
        place = thing.place
        if place is not None and place.of != m.WHOLE and place.relation in BESIDE:
            if several:
                return m.WhatAll(replace(thing, definite=False))
            return m.WhatIs(replace(thing, closest=place.of))
        if thing.also and thing.image is None:
            self._single()
        if not thing.also or place is None or place.of.noun != m.WHOLE.noun:
            raise Unread("what there is takes a model that names anything")
        if several:
            return m.WhatAll(replace(thing, definite=False))
        return m.WhatIs(replace(thing, closest=place.of, away=True))

    def what_has(self, children: list[Any]) -> m.What | m.WhatIs | m.WhatAll | m.Read:
        word, *tails = children
        thing = m.Thing(m.ANY, (attribute(word),), definite=True)
        return self.what_is([Phrase(thing, determined="the"), *tails])

    def what_has_not(self, children: list[Any]) -> m.WhatAll:
        """``what is not red``."""
        word, *tails = children
        phrase = self._tailed(Phrase(m.Thing(m.ANY)), tails[0] if tails else [])
        thing = self._thing(self._part(phrase, Look(never=(attribute(word),))))
        if thing.image is None:
            self._single()
        return m.WhatAll(thing)

    def what_tinted(self, children: list[Any]) -> m.WhatAll:
        """``what red things are there on the shelf``."""
        look, noun, *tails = children
        phrase = self._tailed(Phrase(self._kind_or_any([noun[1]])), tails[0] if tails else [])
        return self._all(self._part(phrase, look))

    def what_looks(self, children: list[Any]) -> m.WhatIs | m.WhatAll:
        """``which animal is brown``; ``which animals are``."""
        named = [child for child in children if isinstance(child, tuple) and child[0] == "noun"]
        phrase = Phrase(self._kind_or_any([noun for _, noun, _ in named]), determined="the")
        for part in children[len(named) :]:
            phrase = self._tailed(phrase, part if isinstance(part, list) else [part])
        several = any(plural for _, _, plural in named)
        return self._all(phrase) if several else m.WhatIs(self._one(phrase))

    def _all(self, phrase: Phrase) -> m.WhatAll:
        if any(not besides.plain or besides.place for besides in phrase.besides):
            raise Unread("it does not say which kind of thing is left out")
        thing = self._thing(replace(phrase, besides=()))
        if thing.image is None:
            self._single()
        others = tuple(besides.noun for besides in phrase.besides)
        return m.WhatAll(replace(thing, definite=False), besides=others)

    def kind_choice(self, children: list[Any]) -> m.WhatIs:
        phrase, *options = children
        names = tuple(noun for _, noun, _ in options)
        thing = self._one(phrase)
        if thing.noun == "person" and thing.place and {*names} & {"person", *KINDS["animal"]}:
            thing = replace(thing, noun=m.ANY)  # "is the passenger in the boat a dog or a cat"
        if thing.noun not in KINDS and thing.noun not in {"person", m.ANY}:
            raise Unread(f"it asks whether a {thing.noun} is a {names[0]}")
        return m.WhatIs(thing, names)

    def what_holds(self, children: list[Any]) -> m.WhatHolds:
        phrase, relation = children
        if relation not in {"in", "on"}:
            raise Unread("what there is beside another thing takes a model that names anything")
        return m.WhatHolds(self._one(phrase), relation)

    def what_kinds(self, children: list[Any]) -> m.What | m.WhatAll:
        """``what animals are there``, ``list the animals in the boat``."""
        kind, *tails = children
        phrase = Phrase(m.Thing(kind))
        for part in (part for tail in tails for part in tail):
            phrase = self._part(phrase, part)
        return self._kinds(phrase)

    def listed(self, children: list[Any]) -> m.What | m.WhatAll:
        phrases, *tails = children
        if len(phrases) > 1:
            raise Unread("it asks for one list of several kinds")
        phrase = self._tailed(phrases[0], tails[0] if tails else [])
        thing = phrase.thing
        beside = thing.place is not None and thing.place.relation not in {"in", "on"}
        looks = thing.attributes or thing.never or thing.either or beside
        if thing.noun in {*KINDS, m.ANY} and looks:
            return self._all(phrase)
        return self._everything(phrase) if phrase.thing.noun == m.ANY else self._kinds(phrase)

    def _everything(self, phrase: Phrase) -> m.What | m.WhatAll:
        """``list the things on the desk``."""
        thing = self._thing(phrase)
        if not thing.plain or (phrase.pictures is None and self.spoken > 1):
            raise Unread("what there is beside another thing takes a model that names anything")
        if thing.place is None:
            everything = m.Thing(m.ANY, place=m.Place("in", m.WHOLE), image=thing.image)
            return m.WhatAll(everything, besides=_left_out(phrase))
        there: Any = self.what([(thing.place.relation, Phrase(thing.place.of))])
        return replace(there, besides=_left_out(phrase)) if phrase.besides else there  # type: ignore[no-any-return]

    def listed_in_order(self, children: list[Any]) -> m.WhatAll | m.WhichAmong:
        """``list the animals from the left``; ``list the horse, the cow and the pig``."""
        phrases, *tails, token = children
        order = next(ORDERS[word] for word in token.split() if word in ORDERS)
        if len(phrases) > 1 and not tails:
            if any(phrase.plural for phrase in phrases):
                raise Unread("it asks for one list of several kinds")
            return m.WhichAmong(tuple(map(self._one, phrases)), order, in_order=True)
        if len(phrases) > 1:
            raise Unread("it asks for one list of several kinds")
        thing = replace(
            self._thing(self._tailed(phrases[0], tails[0] if tails else [])), definite=False
        )
        if thing.noun not in {*KINDS, m.ANY}:
            raise Unread(f"'{thing.noun}' is not among the kinds that it can list")
        if thing.image is None:
            self._single()
        if thing.noun == m.ANY and thing.place is None:
            thing = thing.at(m.Place("in", m.WHOLE))
        return m.WhatAll(thing, order=order)

    def _kinds(self, phrase: Phrase) -> m.What | m.WhatAll:
        thing = self._thing(phrase)
        if thing.noun == m.ANY and thing.like is not None and not phrase.besides:
            return replace(self._all(phrase), besides=(thing.like.noun,))  # it is like itself
        if thing.noun in KINDS and thing.like is not None:
            return self._all(phrase)
        if thing.noun not in KINDS:
            raise Unread(f"'{thing.noun}' is not among the kinds that it can list")
        if thing.outside is not None and thing.place is None:
            return self._all(phrase)  # "which fruit is not in a bowl"
        place = thing.place or m.Place("in", m.WHOLE)
        if thing.outside and replace(thing, outside=None).plain and not phrase.besides:
            return self._all(phrase)  # "what fruit is not in the bowl"
        if not thing.plain or place.relation not in {"in", "on"}:
            raise Unread("what there is beside another thing takes a model that names anything")
        whole = place.of == m.WHOLE
        if whole and thing.image is None:
            self._single()
        of = replace(place.of, definite=True)
        of = of if thing.image is None else of.within(thing.image)
        return m.What(replace(place, of=of), thing.noun, _left_out(phrase))

    def find(self, children: list[Any]) -> m.Find:
        word, phrases, *tails = children
        found: list[m.Thing] = []
        for phrase in phrases:
            phrase = self._tailed(phrase, tails[0] if tails else [])
            if phrase.pictures is not None and phrase.pictures.kind == "every":
                phrase = replace(phrase, pictures=None)
            if phrase.besides:
                raise Unread("it leaves out some of the things")
            if word.type == "WHERE" and any(a.endswith("ing") for a in phrase.thing.attributes):
                raise Unread("where something goes or looks is not where it is")
            found.append(self._thing(phrase))
        return m.Find(tuple(found), WAYS[word.type])

    def ask_doing(self, children: list[Any]) -> m.Ask | m.What:
        phrase, verb = children
        if verb in nouns.CARRYING and nouns.head(phrase.thing.noun) not in nouns.HANDS:
            return m.What(m.Place("in", self._one(phrase)))
        return self._asked(phrase, f"What is the {{}} {verb}?")

    def ask_made(self, children: list[Phrase]) -> m.Ask:
        return self._asked(children[0], "What is the {} made of?")

    def ask_material(self, children: list[Any]) -> m.Ask:
        return self._asked(children[-1], "What is the {} made of?")

    def ask_shape(self, children: list[Any]) -> m.Ask:
        return self._asked(children[-1], "What shape is the {}?")

    def ask_how(self, children: list[Any]) -> m.Ask:
        words, phrase = children
        return self._asked(phrase, f"{words.capitalize()} is the {{}}?")

    def ask_who(self, children: list[str]) -> m.Ask:
        self._single()
        return m.Ask(None, f"Who is {children[0]}?")

    def _asked(self, phrase: Phrase, question: str) -> m.Ask:
        thing = self._one(phrase)
        if thing.image is None:
            self._single()
        return m.Ask(thing, question.format(nouns.head(thing.noun)))

    def _single(self) -> None:
        if self.spoken > 1:
            raise Unread("it does not say which image it means")


def _left_out(phrase: Phrase) -> tuple[str, ...]:
    """The nouns of what a phrase leaves out."""
    if any(thing != m.Thing(thing.noun) for thing in phrase.besides):
        raise Unread("it is not clear which ones are left out")
    return tuple(thing.noun for thing in phrase.besides)
