"""Things that a question leaves the choice between."""

from __future__ import annotations

import pytest

from visprog_planners.grammar import meaning as m
from visprog_planners.grammar.offers import chooses, offered
from visprog_planners.grammar.parts import Unread
from visprog_planners.grammar.reader import read

OFFERED = [
    ("Which animal is in the boat: cat or dog?", 1, ("cat", "dog")),
    ("A cat or a dog: which of them is in the boat?", 1, ("cat", "dog")),
    ("What sits in the boat, a cat, a dog or a person?", 1, ("cat", "dog", "person")),
    ("What is the red thing on the desk, a book or a phone?", 1, ("book", "phone")),
    ("Which animal is brown, a cow or a horse?", 1, ("cow", "horse")),
    ("What is the biggest animal, a cow or a horse?", 1, ("cow", "horse")),
    ("What animal is the largest, the cow or the horse?", 1, ("cow", "horse")),
    ("What is the dog lying on, the bed or the couch?", 1, ("bed", "couch")),
    ("Which is there only one of, the drum or the guitar?", 1, ("drum", "guitar")),
    ("What is there most of, apples, pears or plums?", 1, ("apple", "pear", "plum")),
    ("Which animal is in the boat in the right-hand picture, a cat or a dog?", 2, ("cat", "dog")),
    ("In the right-hand picture, which animal is in the boat: a cat or a dog?", 2, ("cat", "dog")),
    ("What's on the second desk that isn't on the first, a camera or scissors?", 2,
     ("camera", "scissors")),
    ("What is missing from the second desk, a camera, a phone or scissors?", 2,
     ("camera", "phone", "scissors")),
    ("What do both desks have, a phone or a camera?", 2, ("phone", "camera")),
    ("What is new in the second picture: the cat or the dog?", 2, ("cat", "dog")),
    ("Which vehicle does the first harbour have, a car or a boat?", 2, ("car", "boat")),
]  # fmt: skip

OPEN = [
    "Which desk has more cups, the left or the right?",
    "What colour is the hat, red or blue?",
    "What does the sign say, HOTEL or BAKERY?",
    "Which is larger, the red ball or the blue ball?",
    "What is in the boat, an animal or a person?",
]


@pytest.mark.parametrize(("asked", "images", "names"), OFFERED)
def test_the_answer_is_one_of_the_things_that_are_offered(
    asked: str, images: int, names: tuple[str, ...]
) -> None:
    meaning, _ = read(asked, images)
    assert chooses(meaning, names)
    assert all(name in str(meaning) for name in names)


@pytest.mark.parametrize("text", OPEN)
def test_colours_pictures_words_and_kinds_are_no_things_to_choose_between(text: str) -> None:
    assert offered(text.lower().rstrip("?")) is None


def test_each_of_the_things_is_asked_about_where_it_is() -> None:
    meaning, _ = read("What do both desks have, a phone or a camera?", 2)
    phones = (m.Compare(m.Count(m.Thing("phone", image=image)), ">", 0) for image in range(2))
    assert isinstance(meaning, m.WhichNamed)
    assert meaning.conditions[0] == m.Both("and", tuple(phones))


def test_what_cannot_be_answered_by_one_of_them_is_refused() -> None:
    with pytest.raises(Unread):
        read("What does the person hold, a drum or a trumpet?")
