"""What is said of a thing that a question takes for granted: that it is red, or in the boat."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lark import Token

from visprog_planners.grammar import meaning as m
from visprog_planners.grammar import nouns
from visprog_planners.grammar.depicted import SHARES, both_named
from visprog_planners.grammar.everyday import COLOURS, GROUNDS, KINDS, NOUNS, SETTINGS
from visprog_planners.grammar.nouns import CARRYING, HANDS
from visprog_planners.grammar.parts import Claim, Look, Phrase, Pictures, Unread, negated
from visprog_planners.grammar.phrases import attribute, join
from visprog_planners.grammar.places import SIDE_WORDS, THIRDS, side_word
from visprog_planners.grammar.quantities import share, shared
from visprog_planners.grammar.subjects import Subjects

SIDES: tuple[m.Relation, m.Relation] = ("left of", "right of")
"""Of a thing."""

ENDS: tuple[m.Measure, m.Measure] = ("left", "right")
"""Of a row."""


def apart(word: Token) -> m.Measure:
    """``nearer to`` or ``farther from``."""
    return "farther" if word.type in {"FARTHER_FROM", "FARTHEST_FROM"} else "nearer"


class Predicates(Subjects):
    """The conditions that predicates make of their subjects."""

    def not_said(self, children: list[Any]) -> Claim:
        """``not all of the cars are red``."""
        (quantity, _), _ = children
        if quantity != "all":
            raise Unread("it does not say of how many it is not so")
        return Claim(negated(self._settled(self.predication(children))))

    def said_each(self, children: list[Any]) -> Claim:
        """``the hat is red in one image and blue in the other``, either way round."""
        subject, first, pictures, second = children
        first, second = (
            self.at_side(said[1]) if isinstance(said, tuple) and said[0] == "side" else said
            for said in (first, second)
        )
        claims = [Claim(self.predication([subject, said]).condition) for said in (first, second)]
        return self.claim_each_other([pictures, *claims])

    def same_side(self, children: list[Any]) -> Claim:
        """``on the same side of the picture as the anchor``, or on opposite ones."""
        phrases = [child for child in children if isinstance(child, Phrase)]
        (token,) = (child for child in children if isinstance(child, Token))
        return self._sides(phrases, Phrase(m.WHOLE), token.type == "SAME_SIDE")

    def sides_of(self, children: list[Any]) -> Claim:
        """``the dog and the cat are on the same side of the tree``, or on opposite ones."""
        (token,) = (child for child in children if isinstance(child, Token))
        *phrases, of = (child for child in children if isinstance(child, Phrase))
        return self._sides_of(phrases, of, token.type == "SAME_SIDE")

    def same_side_of(self, children: list[Any]) -> Claim:
        """``the dog is on the same side of the tree as the cat``."""
        first, of, second = (child for child in children if isinstance(child, Phrase))
        return self._sides_of([first, second], of, same=True)

    def _sides_of(self, phrases: list[Phrase], of: Phrase, same: bool) -> Claim:
        if of.thing.noun == m.WHOLE.noun or of.thing.noun in GROUNDS | SETTINGS:
            raise Unread("it does not say which sides are meant")
        if len(phrases) == 2:
            return self._sides(phrases, of, same)
        (phrase,) = phrases
        if not phrase.plural and phrase.thing.noun not in nouns.UNCHANGED:
            raise Unread("it speaks of the same side, and of one thing")
        if same:
            return Claim(m.Both("or", tuple(self._at("all", phrase, side, of) for side in SIDES)))
        thing = replace(self._thing(phrase), definite=False)
        there = (thing.at(m.Place(side, self._one(of))) for side in SIDES)
        return Claim(m.Both("and", tuple(m.Compare(m.Count(one), ">", 0) for one in there)))

    def _sides(self, phrases: list[Phrase], of: Phrase, same: bool) -> Claim:
        """That two things are on the same side of another, or on opposite ones."""
        pairs = [[self._where(one, side, of) for side in SIDES] for one in phrases]
        (left, right), (also_left, also_right) = pairs
        ways = ((left, also_left), (right, also_right))
        if not same:
            ways = ((left, also_right), (right, also_left))
        return Claim(m.Both("or", tuple(m.Both("and", way) for way in ways)))

    def _where(self, phrase: Phrase, side: m.Relation, of: Phrase) -> m.Condition:
        """``the dog``, or ``a dog``, is there."""
        if phrase.definite:
            return self._at("the", phrase, side, of)
        if phrase.thing.noun == "person" and not phrase.plural:
            phrase = replace(phrase, determined="a")  # "anybody"
        return self._each(phrase, ("at", (side, of)))

    def at_an_end(self, children: list[Any]) -> Claim:
        """``at one of the two ends of the row``."""
        thing = self._thing(children[0])
        return Claim(m.Both("or", tuple(self._outermost(thing, end) for end in ENDS)))

    def opposite_ends(self, children: list[Any]) -> Claim:
        """``at opposite ends of the row``: one is the leftmost thing, the other the rightmost."""
        first, second = (self._one(child) for child in children if isinstance(child, Phrase))
        return Claim(
            m.Both(
                "or",
                tuple(
                    m.Both("and", (self._outermost(first, one), self._outermost(second, other)))
                    for one, other in (ENDS, ENDS[::-1])
                ),
            )
        )

    def _outermost(self, thing: m.Thing, end: m.Measure) -> m.Condition:
        return self._is_thing(thing, Phrase(m.Thing(m.ANY, definite=True, most=end)))

    def around_all(self, children: list[Any]) -> tuple[str, list[Any]]:
        """``the plate on its right and the clock below it``."""
        return ("and", children)

    def around_both(self, children: list[Any]) -> tuple[str, list[Any]]:
        first, second, side = children
        return ("and", [(first, side), (second, side)])

    def around_either(self, children: list[Any]) -> tuple[str, list[Any]]:
        return ("or", self.around_both(children)[1])

    def beside(self, children: list[Any]) -> tuple[Phrase, m.Relation]:
        return (children[0], children[1])

    def has_around(self, children: list[Any]) -> Claim:
        """``the tree has the kite above it``."""
        (quantity, holder), (word, found) = children
        if quantity != "the":
            raise Unread(f"it does not say which {holder.thing.noun} is meant")
        if not any(phrase.definite for phrase, _ in found):
            raise Unread("it says that there is something, and not where a thing is")
        parts = tuple(
            self._said("the", phrase, ("at", (side, holder)))
            if phrase.definite
            else self._settled(self.claim_beside([("the", holder), self.some([phrase]), side]))
            for phrase, side in found
        )
        return Claim(parts[0] if len(parts) == 1 else m.Both(word, parts))

    def some_alike(self, children: list[Any]) -> Claim:
        """``any two balls have the same colour``."""
        phrase = next(child for child in children if isinstance(child, Phrase))
        colours = self._distinct([phrase], "colour")
        return Claim(m.Compare(colours, "<", m.Count(colours.thing)))

    def predication(self, children: list[Any]) -> Claim:
        (quantity, phrase), predicate, *tails = children
        if phrase.thing.noun == m.ANY and phrase.thing.place is None and phrase.thing.plain:
            raise Unread("'thing' does not say which kind of thing")
        colours = {*COLOURS} & {*(predicate.attributes if isinstance(predicate, Look) else ())}
        if phrase.plural and len(colours) > 1:
            raise Unread("it does not say which of them has which colour")
        if tails and isinstance(predicate, tuple) and predicate[0] == "visible" and predicate[1]:
            raise Unread("it says more of a thing than in which image it is")
        everywhere = None
        of_all = phrase.pictures is not None and phrase.pictures.word == "images"
        if of_all or (phrase.pictures is not None and phrase.pictures.kind == "every"):
            everywhere, phrase = phrase.pictures, replace(phrase, pictures=None)
        for part in (part for tail in tails for part in tail):
            across = isinstance(part, Pictures) and part.word == "images"
            if isinstance(part, Pictures) and (
                across or part.kind not in {"index", "last", "whole"}
            ):
                everywhere = part
            else:
                phrase = self._part(phrase, part)
        return Claim(self._said(quantity, phrase, predicate), everywhere)

    def on_side_in(self, children: list[Any]) -> Claim:
        """``on the left in both pictures``: where a picture is named, a side is one of it."""
        subject, side, *named = children
        at = ("at", (SIDE_WORDS[side_word(side)], Phrase(m.WHOLE)))
        return self.predication([subject, at, *([part] for part in named)])

    def on_part_in(self, children: list[Any]) -> Claim:
        """``in the middle in both pictures``, ``in the left third in the second picture``."""
        subject, part, *named = children
        relation = "in the middle of" if part.type == "IN_MIDDLE" else THIRDS[side_word(part)]
        at = ("at", (relation, Phrase(m.WHOLE)))
        return self.predication([subject, at, *([pictures] for pictures in named)])

    def on_sides_in(self, children: list[Any]) -> Claim:
        """``on the left in the first picture and on the right in the second``."""
        subject, *rest = children
        parts = (self.on_side_in([subject, *rest[at : at + 2]]) for at in (0, 2))
        return Claim(m.Both("and", tuple(map(self._settled, parts))))

    def same_side_in(self, children: list[Any]) -> Claim:
        """``on the same side in both pictures``, or ``of the house`` in both."""
        subject, _, *of, images = children
        of = of or [Phrase(m.WHOLE)]
        sides: tuple[m.Relation, ...] = ("left of", "right of")
        parts = (
            self.predication([subject, ("at", (side, *of)), [self.every_image([images])]])
            for side in sides
        )
        return Claim(m.Both("or", tuple(map(self._settled, parts))))

    def both_of_them(self, children: list[Any]) -> Claim:
        """``are the cars both red``."""
        phrase: Phrase = children[0]
        if not (phrase.plural or phrase.thing.noun in nouns.UNCHANGED):
            raise Unread("it speaks of both, and there is one")
        return self.all_said(children)

    def all_said(self, children: list[Any]) -> Claim:
        """``are the cars all red``."""
        phrase, *said = children
        if phrase.determined == "a":
            raise Unread("it does not say which things are meant")
        return self.predication([("all", phrase), *said])

    def predication_has(self, children: list[Any]) -> Claim:
        subject, word, *_ = children
        return self.predication([subject, Look((attribute(word),))])

    def possessed(self, children: list[Any]) -> Claim:
        phrase, look = children
        return self.predication([self.subject([phrase]), look])

    def both_have(self, children: list[Any]) -> Claim:
        first, second, said = (child for child in children if not isinstance(child, Token))
        placed = isinstance(said, tuple) and said[0] == "at"
        if placed and first.thing.place is not None and second.thing.place is None:
            raise Unread("it may say of each of two things where it is")
        if first.thing.place is not None and second.thing.place is None:
            self.open += 1  # "the dog left of the tree and the hat red": two claims rather
        return Claim(m.Both("and", self._of_each(children)))

    def either_has(self, children: list[Any]) -> Claim:
        return Claim(m.Both("or", self._of_each(children)))

    def one_has(self, children: list[Any]) -> Claim:
        """``either the couch or the chair is red but not both``."""
        return Claim(m.Compare(m.Sum(self._of_each(children)), "==", 1))

    def neither_has(self, children: list[Any]) -> Claim:
        return Claim(m.Both("and", tuple(negated(part) for part in self._of_each(children))))

    def _of_each(self, children: list[Any]) -> tuple[m.Condition, ...]:
        """What is said of each of two things; the pictures of the second are those of both."""
        first, second, said = (child for child in children if not isinstance(child, Token))
        if not (first.definite or second.definite):
            raise Unread("it does not say which things are meant")
        return tuple(self._each(phrase, said) for phrase in (join(first, second), second))

    def _each(self, phrase: Phrase, said: Any) -> m.Condition:
        """``the cat``, or ``a dog`` where another thing is named with it."""
        if phrase.definite:
            return self._said("all" if phrase.plural else "the", phrase, said)
        if phrase.determined != "a" or phrase.plural:
            raise Unread("it does not say which things are meant")
        thing = replace(self._thing(phrase), definite=False)
        return share("any", thing, self._with_all(thing, [said]))

    def both_said(self, children: list[Any]) -> Claim:
        first, said, second, also = children  # each subject a pair of quantity and phrase
        if isinstance(also, tuple) and also[0] == "at" and also[1][1].thing.noun == "it":
            if not (isinstance(said, tuple) and said[0] == "at"):
                raise Unread("'it' speaks of nothing before it")
            also = ("at", (also[1][0], said[1][1]))
        parts = ((*first, said), (*second, also))
        return Claim(m.Both("and", tuple(self._said(*part) for part in parts)))

    def _said(self, quantity: str, phrase: Phrase, predicate: Any) -> m.Condition:
        """The condition that a predicate makes of a subject."""
        of_several = isinstance(predicate, Look) or predicate[0] == "at"
        if phrase.besides and (quantity == "the" or not of_several):
            raise Unread("it does not say of which of them it is so")
        if isinstance(predicate, Look):
            return self._looks(quantity, phrase, predicate)
        kind, detail = predicate
        if kind == "side":
            raise Unread("it does not say whether it means an image or a side of it")
        if kind == "not" and quantity in SHARES:
            raise Unread("it does not say of how many it is not so")
        if kind == "not" and quantity in {"any", "no"}:
            some = self._some_not(phrase, detail)
            return some if quantity == "any" else negated(some)
        if kind == "not":
            return negated(self._said(quantity, phrase, detail))
        if quantity != "the" and (kind == "exceeds" or (kind == "both" and quantity != "all")):
            parts = detail if kind == "both" else [predicate]
            thing = replace(self._thing(phrase), definite=False)
            return share(quantity, thing, self._with_all(thing, parts))
        if kind == "both":
            return m.Both("and", tuple(self._said(quantity, phrase, part) for part in detail))
        if kind == "either":
            if quantity != "the":
                raise Unread("it does not say which thing is meant")
            return m.Both("or", tuple(self._said(quantity, phrase, part) for part in detail))
        if kind == "visible":
            if quantity not in {"the", "any", "no"}:
                raise Unread("it does not say which thing is meant")
            if detail is not None:
                if phrase.thing.place is not None:
                    raise Unread("it says more of a thing than in which image it is")
                phrase = replace(phrase, pictures=both_named(phrase.pictures, detail))
            thing = replace(self._thing(phrase), definite=False)
            return m.Compare(m.Count(thing), "==" if quantity == "no" else ">", 0)
        if kind == "at":
            return self._at(quantity, phrase, *detail)
        if kind == "nearer" and quantity in {"any", "no", "all"}:
            return self._some_nearer(quantity, phrase, *detail)
        if quantity != "the":
            raise Unread("it does not say which thing is meant")
        thing = self._thing(phrase)
        if kind == "exceeds":
            measure, other = detail
            if phrase.pictures is None:
                thing = self._thing(replace(phrase, pictures=other.pictures))
            elif other.pictures is None:
                other = replace(other, pictures=phrase.pictures)
            return m.Exceeds(thing, measure, self._thing(other))
        if kind == "nearer":
            word, *parts = detail
            to, second = (replace(self._thing(part), definite=True) for part in parts)
            return m.Exceeds(thing, apart(word), second, to)
        if kind == "neighbours":
            return self._neighbours(thing, *detail)
        if kind == "either side":
            return self._beside(thing, detail)
        if kind == "is":
            return self._is_thing(thing, detail)
        if kind == "kind":
            return self._is_kind(thing, *detail)
        assert kind == "most"
        measure, noun = detail
        if thing.noun == noun or noun not in KINDS:
            raise Unread(f"'{noun}' is not among the kinds that it can compare")
        found = m.Thing(noun, definite=True, image=thing.image, most=measure)
        return self._is_one(found, thing)

    def _some_nearer(
        self, quantity: str, phrase: Phrase, word: Token, to: Phrase, second: Phrase
    ) -> m.Condition:
        """``any dog is closer to the boat than the cat``: the dog is that is closest to it."""
        thing, of = self._thing(phrase), self._one(to)
        away = (apart(word) == "farther") == (quantity != "all")
        if thing.closest or thing.most or phrase.besides:
            raise Unread("it does not say which thing is meant")
        one = replace(thing, definite=True, closest=of, away=away)
        exceeds = m.Exceeds(one, apart(word), self._one(second), of)
        there = m.Compare(m.Count(replace(thing, definite=False)), ">", 0)
        some = m.Both("and", (there, exceeds))
        return m.Not(some) if quantity == "no" else some

    def _with_all(self, thing: m.Thing, parts: list[Any]) -> m.Thing:
        """The thing with everything that several predicates say of it."""
        phrase, places = Phrase(thing), []
        for part in parts:
            if isinstance(part, Look) and (part.attributes or part.never):
                phrase = self._part(phrase, part)
            elif isinstance(part, tuple) and part[0] == "at":
                places.append(part[1])
            elif isinstance(part, tuple) and part[0] == "exceeds":
                places.append(self.beyond(part[1]))
            else:
                raise Unread("it does not say which thing is meant")
        return self._part(phrase, ("places", places)).thing if places else phrase.thing

    def _neighbours(self, thing: m.Thing, relation: m.Relation, phrase: Phrase) -> m.Condition:
        """``the robot is directly left of the clock``: what is closest on that side is a robot."""
        looks, thing = thing.attributes, replace(thing, attributes=())
        if not thing.plain or thing.place is not None or thing.noun == m.ANY:
            raise Unread("it does not say which thing is beside another")
        if any(m.asked(word) or word.endswith("ing") for word in looks):
            raise Unread("it says more of a thing than its kind and its looks")
        other = self._one(phrase)
        image = other.image if thing.image is None else thing.image
        place = m.Place(relation, other)
        found = m.Thing(m.ANY, place=place, closest=other, definite=True, image=image)
        if image is not None:
            found = found.within(image)
        kind = m.IsKind(found, thing.noun)
        return m.Both("and", (kind, m.Is(found, looks))) if looks else kind

    def _beside(self, thing: m.Thing, phrase: Phrase) -> m.Condition:
        """``the red chair is next to the couch``: what is closest on one of its sides is a chair,
        and the chair that is closest to it is red."""
        looks, bare = thing.attributes, replace(thing, attributes=())
        sides: tuple[m.Relation, ...] = ("left of", "right of")
        near = m.Both("or", tuple(self._neighbours(bare, side, phrase) for side in sides))
        if not looks:
            return near
        if any(m.asked(word) or word.endswith("ing") for word in looks):
            raise Unread("it says more of a thing than its kind and its looks")
        closest = replace(bare, closest=self._one(phrase), definite=True)
        return m.Both("and", (near, m.Is(closest, looks)))

    def _is_thing(self, thing: m.Thing, phrase: Phrase) -> m.Condition:
        """``the cat is the animal that is closest to the tree``."""
        other = self._thing(phrase)
        singled_out = other.most is not None or other.closest is not None
        if phrase.definite and not singled_out and self._only_looks(other, thing):
            return m.Is(thing, other.attributes)
        if not (phrase.definite and singled_out) or other.noun not in {*KINDS, m.ANY}:
            raise Unread("it asks whether a thing is a thing")
        return self._is_one(other, thing)

    def _only_looks(self, other: m.Thing, thing: m.Thing) -> bool:
        """Whether it is the thing that is singled out, by how it looks: ``the red one``."""
        plain = replace(other, attributes=(), definite=False, image=None)
        return (
            other.noun in {m.ONE, thing.noun}
            and plain == m.Thing(other.noun)
            and len(other.attributes) == 1
            and (thing.most is not None or thing.closest is not None)
        )

    def _is_one(self, found: m.Thing, thing: m.Thing) -> m.Condition:
        """That what is singled out is of the thing's kind, and looks as it does."""
        if replace(thing, attributes=(), definite=True) != m.Thing(
            thing.noun, definite=True, image=thing.image
        ):
            raise Unread("it says more of a thing than its kind and its looks")
        kind = m.IsKind(found, thing.noun)
        if thing.attributes:
            return m.Both("and", (kind, m.Is(found, thing.attributes)))
        return kind

    def _is_kind(self, thing: m.Thing, noun: str, looks: tuple[str, ...]) -> m.Condition:
        if noun == thing.noun and looks:
            return m.Is(thing, looks)
        singled_out = thing.noun == m.ANY and (thing.most or thing.closest)
        if thing.noun == m.ANY and thing.place is not None and not singled_out:
            every = (*thing.attributes, *looks)
            named = replace(thing, noun=noun, definite=False, attributes=every)
            return m.Compare(m.Count(named), ">", 0)
        if thing.noun not in KINDS and thing.noun != "person" and not singled_out:
            raise Unread(f"it asks whether a {thing.noun} is a {noun}")
        if looks:
            return m.Both("and", (m.IsKind(thing, noun), m.Is(thing, looks)))
        return m.IsKind(thing, noun)

    def _at(
        self, quantity: str, phrase: Phrase, relation: m.Relation, other: Phrase
    ) -> m.Condition:
        if quantity == "any":
            raise Unread("it does not say which thing is meant")
        if other.pictures is not None and other.pictures.word == "images":
            raise Unread("it speaks of several images where one is meant")
        if phrase.pictures is None and other.pictures is not None:
            phrase = replace(phrase, pictures=other.pictures)
        if other.pictures is None:
            other = replace(other, pictures=phrase.pictures)
        of, pair = self._thing(other), other.pair
        if pair is not None and of.image is not None:
            pair = pair.within(of.image)
        place = m.Place(relation, of, pair)
        thing = self._thing(phrase)
        if thing.place is not None and thing.place.of.noun == place.of.noun == m.WHOLE.noun:
            raise Unread("it says twice on which side of the image a thing is")
        if quantity == "the":
            return m.Is(thing, place=place)
        if thing.place is not None:
            raise Unread("it names two places for one thing")
        *front, last = place.of.noun.split()
        of_it = thing.noun == m.ANY or last in KINDS.get(thing.noun, ())
        if of_it and front and other.plural and front[0] in NOUNS:  # "fruit in the bowl apples"
            raise Unread("it may say where they are or what they are")
        thing = replace(thing, definite=False)
        return self._shared(quantity, phrase, thing, replace(thing, place=place))

    def _some_not(self, phrase: Phrase, predicate: Any) -> m.Condition:
        """``any of the birds are not on the tree``."""
        thing = replace(self._thing(phrase), definite=False)
        if isinstance(predicate, Look) and len(predicate.attributes) == 1:
            narrowed = Look(never=predicate.attributes).on(thing)
        elif isinstance(predicate, tuple) and predicate[0] == "at" and thing.outside is None:
            relation, other = predicate[1]
            other = replace(other, pictures=other.pictures or phrase.pictures)
            narrowed = replace(thing, outside=m.Place(relation, self._thing(other)))
        else:
            raise Unread("it does not say which thing is meant")
        return m.Compare(m.Count(narrowed), ">", 0)

    def _looks(self, quantity: str, phrase: Phrase, look: Look) -> m.Condition:
        thing = self._thing(phrase)
        carries = any(word.split()[0] in CARRYING for word in look.attributes)
        if carries and thing.noun not in HANDS:
            raise Unread("it asks what is in a thing, and not what that does")
        if quantity == "the":
            if look in {Look(("empty",)), Look(never=("empty",))}:
                held = m.Thing(m.ANY, place=m.Place("in", thing))
                return m.Compare(m.Count(held), ">" if look.never else "==", 0)
            if look.never:
                none: tuple[m.Condition, ...] = tuple(
                    m.Not(m.Is(thing, (word,))) for word in look.never
                )
                if look.attributes:
                    none = (m.Is(thing, look.attributes), *none)
                return none[0] if len(none) == 1 else m.Both("and", none)
            if not look.whether:
                raise Unread(f"it asks which of {' and '.join(look.either)} it is")
            if look.either:
                return m.Both("or", tuple(m.Is(thing, (word,)) for word in look.either))
            return m.Is(thing, look.attributes)
        thing = replace(thing, definite=False)
        return self._shared(quantity, phrase, thing, look.on(thing))

    def _shared(
        self, quantity: str, phrase: Phrase, thing: m.Thing, narrowed: m.Thing
    ) -> m.Condition:
        """That all, any or none of a phrase's things, without those it leaves out, are the
        narrowed ones."""
        every, some = (
            self._count(replace(phrase, thing=one, pictures=None)) for one in (thing, narrowed)
        )
        return shared(quantity, every, some)

    def _one(self, phrase: Phrase) -> m.Thing:
        """The thing of a phrase that means one thing."""
        if phrase.determined in {"a", "some"}:
            raise Unread(f"it does not say which {phrase.thing.noun} is meant")
        return replace(self._thing(phrase), definite=True)
