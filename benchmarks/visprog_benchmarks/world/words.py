"""What signs say: common words, numbers and codes, some words kept for testing."""

from __future__ import annotations

import string

from visprog_benchmarks.world.draws import Draws
from visprog_benchmarks.world.scene import Stage

LISTED = """
airport apples area bakery bank barber beach beer bikes boats books bread bridge bus
cafe camp cars castle caution cheese chemist church cinema city clinic closed club coast
coffee cold corner danger dentist depot diner dogs donuts door down drinks east eggs
enter exit express farm ferry fire fish floor florist flowers food forest free fresh
fruit fuel garage garden gate gifts grill hall harbour help hill hospital hotel house
ice inn island jazz juice jungle keys kiosk kitchen lake left library lift lunch mall
market meadow meat menu milk mill motel museum music new noodles north office oil only
open palace paper park parking pet pharmacy phone piano pier pizza platform police pool
post private pub quay queue quiet rail repair rest river road rooms route sale salon
school shoes shop silent slow soup south spa square stadium station stop store street
subway sweets taxi tea theatre tickets toilets tools tower town toys trail train tram
tunnel up valley village wait warm water welcome west wine wood yard zone zoo
"""
WORDS = tuple(LISTED.split())
"""Common words on signs and shops."""
HELD_OUT_WORDS = WORDS[1::4]
"""Words that only signs in test scenes show, and no reader is trained on."""
TRAINING_WORDS = tuple(word for word in WORDS if word not in HELD_OUT_WORDS)
VOWELS, CONSONANTS = "aeiou", "bcdfghjklmnprstvwxyz"
CODE = "".join(sorted(set(string.ascii_uppercase + string.digits) - set("IO")))
"""What codes are made of: capital i and o cannot be told from one and zero without a word."""


def draw_line(draws: Draws, stage: Stage) -> str:
    """One line of text, 1 to 12 characters: a word or two, an invented name, a number or a code."""
    kind = draws.number()
    if kind < 0.4:
        return _cased(draws, draw_word(draws, stage))
    if kind < 0.62:
        return _cased(draws, _name(draws))
    if kind < 0.76:
        return str(draws.whole(1, 10 ** draws.whole(1, 4) - 1))
    if kind < 0.88:
        return "".join(draws.pick(CODE) for _ in range(draws.whole(2, 6)))
    first = draw_word(draws, stage)
    short = first if len(first) <= 7 else draws.pick(("gate", "road", "room", "route", "area"))
    return f"{_cased(draws, short)} {draws.whole(1, 999)}"


def draw_word(draws: Draws, stage: Stage) -> str:
    """A listed word, lower case; in tests one that no reader was trained on."""
    return draws.pick(HELD_OUT_WORDS if stage == "test" else TRAINING_WORDS)


def _name(draws: Draws) -> str:
    """Letters in a pronounceable order that no list has."""
    syllables = [
        draws.pick(CONSONANTS) + draws.pick(VOWELS) + (draws.pick(CONSONANTS) * draws.chance(0.4))
        for _ in range(draws.whole(1, 3))
    ]
    return "".join(syllables)[:9]


def _cased(draws: Draws, word: str) -> str:
    kind = draws.number()
    if kind < 0.55:
        return word.upper()
    return word.capitalize() if kind < 0.9 else word
