"""Reads a question: text to the one thing it means, or a refusal that says why.

Every derivation that the grammar allows is turned into its meaning. When two meanings remain the
question is ambiguous, and the refusal names the readings rather than picking one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, Literal, cast

from lark import Tree
from lark.exceptions import UnexpectedEOF, UnexpectedInput, VisitError
from lark.visitors import CollapseAmbiguities

from visprog_planners.grammar import meaning as m
from visprog_planners.grammar.across import compared, sides_as_images
from visprog_planners.grammar.choices import chosen_from, listed, pictured
from visprog_planners.grammar.compound import conditional, joined
from visprog_planners.grammar.derivation import Derivation
from visprog_planners.grammar.earley import Earley
from visprog_planners.grammar.everyday import SETTINGS
from visprog_planners.grammar.lettering import lettering
from visprog_planners.grammar.offers import chooses, choosing, coloured, colouring, offered
from visprog_planners.grammar.parts import (
    LONGEST,
    Ambiguous,
    Unread,
    chosen,
    negated,
    things_counted,
    with_things,
)
from visprog_planners.grammar.reference import referred
from visprog_planners.grammar.rewordings import reworded
from visprog_planners.grammar.rivals import rivalled
from visprog_planners.grammar.settings import in_the_picture
from visprog_planners.grammar.signs import read_off, unsingled
from visprog_planners.grammar.singled import placed, singled_out
from visprog_planners.grammar.weighing import weighed
from visprog_planners.grammar.words import settled, tidy

SETTING = (
    r"(indoors?|outdoors?|day( ?time)?|night( ?time)?|sunny|cloudy|rainy|raining|snowing|dark"
    r"|winter( ?time)?|summer( ?time)?|spring( ?time)?|autumn|evening|morning|noon|dawn|dusk"
    r"|sunset|sunrise|foggy|misty|windy|snowy|stormy)"
)
SIGN = r"(sign|board|label|placard|notice|text|writing)s?"
SIDED = re.compile(
    r"\bthe (?:left|right)(?:-hand)? "
    r"(?!of\b|in\b|to\b|and\b|or\b|than\b|hand\b|side|end\b|edge|half|part\b|corner)[a-z]"
    r"|\b(?:both|the two) [a-z]"
)
OUTERMOST = re.compile(r"\b(?:left|right)[ -]?most\b")
SOME_SETTING = re.compile(
    rf"\b(?:any|each|every|either|neither|which) (?:{'|'.join(sorted(SETTINGS))})\b"
)
"""Of several pictures that is one of them, and no part of one."""
OF_A_TEXT = re.compile(
    rf"(what (does|do) the {SIGN}( in the image)? (say|read)|what does it say on the {SIGN}"
    rf"|what is (written|printed|the word|the text) (on|in) the ({SIGN}|image)"
    rf"|(read|what is|tell)( me)?( out)? the {SIGN}( on the {SIGN})?"
    rf"|(what|which) (word|text)s? (is|are) (written |printed )?(there )?(on|in) the {SIGN}"
    rf"|what does the {SIGN}(?= (in|on|of) .* (say|read)$))"
    r"( (in|on|of) the (?P<side>left|right|first|second|third) image)?( in the image)?( say| read)?"
)
SIDE = r"(?P<side>left|right|first|second|third)"
CHOICE = re.compile(
    r"^(?!.*\bimages?\b)(?:which|what)\b.*, (?:in |on )?the [a-z]+(?: [a-z]+)?,? or (?:in |on )?"
    r"the [a-z]+(?: [a-z]+)?$"
)
"""It offers two things, of which one is the answer."""
OF_ALL_IN_IT = re.compile(
    rf"(describe|caption)( me)?( (the|this)( {SIDE})? image)?|what does (the|this)( (?P<other>left"
    r"|right|first|second|third))? image (show|depict|contain)|what (do|can) you see( here)?"
    r"( in (the|this) image)?|what is (this|it)( an image of)?|what is (the|this) image (of|about)"
    r"|what is (seen |shown |depicted |there )?in (the|this) image"
)
"""What a caption says."""
OF_A_LETTER = re.compile(
    r"(?:what|which) (?:is the |letter is the )?(?P<part>first|last) letter (?:of|on|in) the"
    rf" {SIGN}"
    r"(?: in the (?P<side>left|right|first|second|third) image)?"
)
"""The letter that a text starts or ends with."""
GROUND = re.compile(
    r"(what|which) (is|kind of|sort of|type of)( the)? (?:ground|floor)( (is (it|this|there|that)"
    r"|do you see|covered (with|in|by)|made of|is shown))?( in (the|this) image)?"
    r"|what is the image set on|what covers the ground|what is the ground like"
    r"|is (the ground|the floor|the image set on|the image set in|it set on) (?P<never>not"
    r"|anything but|anything other than|something other than)? ?(covered (with|in|by) |made of )?"
    r"(?P<word>(?!what\b|which\b)[a-z]+)(,? or (is it )?(on |in )?(?P<other>[a-z]+))?"
    r"|(is (it|there|that) |is )(?P<stuff>grass|sand|snow|water|ice|mud|dirt|soil|gravel|concrete"
    r"|asphalt|earth|stone|wood)( covering| all over| on) the (ground|floor)"
)
"""What a picture is set on."""
STATED_GROUND = re.compile(r"^(the (?:ground|floor)) is\b")
OF_ONE = re.compile(rf" ?\b[io][nf] the {SIDE} image\b")
OF_THE_WHOLE = re.compile(
    r"(what|which) (is|kind of) (the )?background( is (it|this|there))?"
    r"|(how|what) is the weather( like)?( in the image)?"
    r"|(what|which) (kind of )?(place|room|location) is (it|this|this place|shown|that)"
    r"|where (was|is) (the|this) image( taken)?|where is (this|it)"
    rf"|is (it|this|the image) (an? )?{SETTING}( image)?( or (an? )?{SETTING})?"
)
"""Questions about a picture as a whole, which only a model that answers questions can answer."""


def read(question: str, images: int = 1, reading: int | None = None) -> tuple[m.Meaning, int]:
    """What the question means, and of how many pictures it speaks.

    ``reading`` picks one of several meanings, counted from 1. Raises :class:`Unread`.
    """
    try:
        return read_plainly(question, images, reading)
    except Ambiguous:
        raise
    except Unread as refusal:
        if found := read_reworded(question, images, reading):
            return found
        raise refusal from None


def read_plainly(
    question: str, images: int = 1, reading: int | None = None
) -> tuple[m.Meaning, int]:
    """The same, of the question as it stands."""
    text = tidy(question)
    if not text:
        raise Unread("it is empty")
    if len(text.split()) > LONGEST:
        raise Unread(f"it has more than {LONGEST} words")
    try:
        meanings = _meanings(text, images)
        if _of_sides(question, text, images):
            meanings = sides_as_images(meanings)
        return _chosen(meanings, reading)
    except UnexpectedInput:
        raise _Stuck(text) from None


def read_reworded(
    question: str, images: int = 1, reading: int | None = None
) -> tuple[m.Meaning, int] | None:
    """What the question means in other words, the nearest that do; ``None`` where none do."""
    text = tidy(question)
    if len(text.split()) > LONGEST:
        return None
    meanings = _reworded(text, images) or _offered(text, images) or _in_parts(text, images)
    return _chosen(weighed(meanings, images), reading) if meanings else None


def _offered(text: str, images: int) -> dict[m.Meaning, int]:
    """What a question means that offers things to choose between, read without them."""
    things, colours = offered(text), coloured(text)
    if (choice := things or colours) is None:
        return {}
    among = choosing if things else colouring
    asked, options = choice
    try:
        return among(_meanings(asked, images), options)
    except (Unread, UnexpectedInput):
        return among(_reworded(asked, images), options)


def _in_parts(text: str, images: int) -> dict[m.Meaning, int]:
    """What several clauses mean together, each read by itself, in other words where need be."""

    @cache
    def part(text: str, of: int) -> dict[m.Meaning, int]:
        try:
            return _meanings(text, of)
        except (Unread, UnexpectedInput):
            return _reworded(text, of)

    try:
        if meanings := conditional(text, images, part):
            return meanings
    except Unread:
        return {}
    return {m.Whether(claim): spoken for claim, spoken in joined(text, images, part).items()}


def _reworded(text: str, images: int) -> dict[m.Meaning, int]:
    """What tidied text can mean in the nearest other words in which it means anything."""
    options, named = listed(text, images), pictured(text, images)
    if images < 3 or len(named) == images:
        named = frozenset()
    choice = offered(text)
    told = CHOICE.search(text) is not None
    searches: dict[m.Meaning, int] = {}
    for texts in reworded(text, settled):
        meanings: dict[m.Meaning, int] = {}
        of_sides: dict[m.Meaning, int] = {}
        for other in texts:
            if not _names(other, images, options, named):
                continue
            if images > 1 and SOME_SETTING.search(other):
                continue
            try:
                found = _meanings(other, images)
            except (Unread, UnexpectedInput):
                continue
            if told and any(isinstance(meaning, m.Find) for meaning in found):
                continue
            if choice is not None:
                found = {asked: n for asked, n in found.items() if chooses(asked, choice[1])}
            if _of_sides(text, other, images):
                of_sides |= sides_as_images(found)
            else:
                meanings |= found
        read = meanings or of_sides
        which = {asked: n for asked, n in read.items() if images < 2 or not _everywhere(asked)}
        if which:
            return which
        searches = searches or read
    return searches


def _everywhere(meaning: m.Meaning) -> bool:
    """Whether it looks for things in all pictures, where which picture it is may be meant."""
    return isinstance(meaning, m.Find) and all(thing.image is None for thing in meaning.things)


def _of_sides(question: str, text: str, images: int) -> bool:
    """Whether the left bowl became the leftmost: of two pictures that is the bowl in the left
    one."""
    said = question.lower()
    sided = SIDED.search(said) and not OUTERMOST.search(said) and " between " not in said
    return images == 2 and bool(sided and OUTERMOST.search(text))


def _names(text: str, images: int, options: frozenset[int], named: frozenset[int]) -> bool:
    """Whether a text still names the pictures that it named, as a choice or at all."""
    still = pictured(text, images)
    return (listed(text, images) or still) >= options and still >= named


def _chosen(meanings: dict[m.Meaning, int], reading: int | None) -> tuple[m.Meaning, int]:
    alike: dict[m.Meaning, m.Meaning] = {}
    for one in sorted(meanings, key=str):
        alike.setdefault(_spelled_out(one), one)
    meaning = chosen(list(alike.values()), reading, str)
    return meaning, meanings[meaning]


def _spelled_out(meaning: m.Meaning) -> m.Meaning:
    """The meaning with what is denied of several claims denied of each: neither of them holds."""
    meaning = with_things(meaning, _in_the_place)
    if not isinstance(meaning, m.Whether):
        return meaning
    return m.Whether(_each_denied(meaning.condition))


def _in_the_place(thing: m.Thing) -> m.Thing:
    """``in a boat`` is ``in the boat``."""
    if thing.place is None:
        return thing
    return replace(thing, place=replace(thing.place, of=replace(thing.place.of, definite=True)))


def _flat(word: str, parts: Iterable[m.Condition]) -> Iterator[m.Condition]:
    """``a and (b and c)`` without the brackets."""
    for part in parts:
        if isinstance(part, m.Both) and part.word == word:
            yield from part.parts
        else:
            yield part


def _each_denied(condition: m.Condition) -> m.Condition:
    if isinstance(condition, m.Both):
        parts = map(_each_denied, condition.parts)
        return m.Both(condition.word, tuple(_flat(condition.word, parts)))
    if not isinstance(condition, m.Not) or not isinstance(condition.part, m.Both):
        return condition
    word: Literal["and", "or"] = "and" if condition.part.word == "or" else "or"
    return m.Both(word, tuple(_each_denied(negated(part)) for part in condition.part.parts))


def _meanings(text: str, images: int) -> dict[m.Meaning, int]:
    """What tidied text can mean, each with the number of pictures that it speaks of.

    Raises :class:`Unread`, or ``UnexpectedInput`` where the grammar has no derivation.
    """
    if asked := lettering(text, images):
        meaning, side = asked
        if side == "all":
            return {meaning: images}
        image, spoken = _named_image(side, images)
        return {meaning if image is None else placed(meaning, image): spoken}
    if found := OF_A_TEXT.fullmatch(text):
        image, spoken = _named_image(found.group("side"), images)
        return {m.Read(image): spoken}
    if found := OF_A_LETTER.fullmatch(text):
        image, spoken = _named_image(found.group("side"), images)
        part: Literal["first", "last"] = "first" if found.group("part") == "first" else "last"
        return {m.Read(image, part): spoken}
    if found := OF_ALL_IN_IT.fullmatch(text):
        image, spoken = _named_image(found.group("side") or found.group("other"), images)
        return {m.Describe(image): spoken}
    if found := GROUND.fullmatch(STATED_GROUND.sub(r"is \1", text)):
        return {_ground(found.groupdict(), images): 1}
    if images != 1 and (named := OF_ONE.search(text)):
        rest = OF_ONE.sub("", text, count=1).strip(", ")
        if found := GROUND.fullmatch(STATED_GROUND.sub(r"is \1", rest)):
            image, spoken = _named_image(named["side"], images)
            return {placed(_ground(found.groupdict(), 1), image or 0): spoken}
    if OF_THE_WHOLE.fullmatch(text):
        if images > 1:
            raise Unread("it does not say which image it means")
        return {m.Ask(None, f"{text.capitalize()}?"): 1}
    for special in (chosen_from, compared, rivalled, singled_out):
        if meant := special(text, images, _meanings):
            return meant
    try:
        if meant := conditional(text, images, _meanings):
            return meant
    except (Unread, UnexpectedInput):
        pass
    meanings: dict[m.Meaning, tuple[int, int]] = {}
    reasons: list[str] = []
    for derivation in _derivations(parser().derived(text)):
        try:
            meaning, spoken, open_words = _meaning(derivation, images)
        except Unread as error:
            reasons.append(str(error))
        else:
            meanings[meaning] = min(meanings.get(meaning, (99, 0)), (open_words, spoken))
    if not meanings:
        raise Unread(reasons[0] if reasons else "it has no meaning here")
    # "the wine glass" is one thing: a word is a quality only where no reading does without that
    least = min(open_words for open_words, _ in meanings.values())
    return {
        meaning: spoken for meaning, (open_words, spoken) in meanings.items() if open_words == least
    }


@cache
def parser() -> Earley:
    """The grammar, compiled once."""
    return Earley("questions.lark", "phrases.lark", "words.lark")


def _named_image(side: str | None, images: int) -> tuple[int | None, int]:
    """The picture that is named, or the only one, and of how many that speaks."""
    if side is None:
        if images > 1:
            raise Unread("it does not say which image it means")
        return None, 1
    index = {"left": 0, "right": 1, "first": 0, "second": 1, "third": 2}[side]
    if images == 1 or index >= max(images, 2):
        raise Unread(f"it speaks of the {side} image, and there is none")
    return index, images or 2


def _ground(said: dict[str, str | None], images: int) -> m.Meaning:
    """What the only picture is set on, or whether that is so."""
    if images > 1:
        raise Unread("it does not say which image it means")
    question = "What is the ground?"
    word = said["word"] or said["stuff"]
    if word is None or said["other"] is not None:
        return m.Ask(None, question)
    condition: m.Condition = m.AnswerIs(question, word)
    return m.Whether(m.Not(condition) if said["never"] else condition)


class _Stuck(Unread):
    """No derivation; where it ends is looked up only when somebody wants to know."""

    def __str__(self) -> str:
        return _obstacle(*self.args)


def _obstacle(text: str) -> str:
    """Where the whole grammar, which knows that best, cannot go on."""
    error: Any = None
    try:
        parser().parse(text)
    except UnexpectedInput as found:
        error = found
    if isinstance(error, UnexpectedEOF):
        return "something is missing at its end"
    place = getattr(error, "pos_in_stream", None)
    token = getattr(error, "token", None)
    if token is not None and getattr(token, "start_pos", None) is not None:
        place = token.start_pos
    if not isinstance(place, int) or place < 0:
        return "its form is unknown"
    return f"I cannot go on at '{text[place:][:40]}'"


def _derivations(tree: Tree[Any]) -> Sequence[Tree[Any]]:
    return cast("Sequence[Tree[Any]]", CollapseAmbiguities().transform(tree))


def _meaning(tree: Tree[Any], images: int) -> tuple[m.Meaning, int, int]:
    derivation = Derivation(images)
    try:
        meaning = derivation.transform(tree)
    except VisitError as error:
        if isinstance(error.orig_exc, Unread):
            raise error.orig_exc from None
        raise
    named = read_off(referred(cast(m.Meaning, meaning)), images)
    if any(thing.closest or thing.most for thing in things_counted(named)):
        raise Unread("what is closest or largest is always there, where anything is")
    return in_one_picture(unsingled(in_the_picture(named))), derivation.spoken, derivation.open


def in_one_picture(meaning: m.Meaning) -> m.Meaning:
    """What is asked of things one of which is in a picture that is named: all are in that."""
    if not isinstance(meaning, m.WhichSide | m.WhichOf | m.WhichAmong | m.WhichPlace):
        return meaning
    named: set[int | None] = set()

    def look(thing: m.Thing) -> m.Thing:
        named.add(thing.image)
        return thing

    with_things(meaning, look)
    images = [image for image in named if image is not None]
    if len(images) != 1:
        return meaning
    return with_things(meaning, lambda thing: thing.within(images[0]))
