"""Where things are and how large, of a scene with perfect tools: the programs give the truth."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.planners.drawn import Ask, seeing
from visprog_benchmarks.world.layout import Put, compose

SCENE = compose(
    [
        Put("giraffe", (0.16, 0.55), 0.50),
        Put("dog", (0.48, 0.52), 0.20),
        Put("book", (0.84, 0.20), 0.18, "red"),
        Put("book", (0.66, 0.86), 0.18, "blue"),
        Put("cat", (0.86, 0.80), 0.22),
    ],
    ground="plain",
)


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    with seeing(SCENE) as asking:
        yield asking


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How many books are on the shelf?", 2),
        ("Is there a cat in the street?", True),
        ("Is there a horse in the meadow?", False),
        ("Is the street empty?", False),
        ("What is on the road?", "book and cat and dog and giraffe"),
        ("Which animals are at the station?", "dog and cat and giraffe"),
        ("Is the dog in the street or in the boat?", "street"),
        ("How many books are on the left of the stage?", 0),
        ("Which is taller, the dog or the giraffe?", "giraffe"),
        ("Is the cat taller than the giraffe?", False),
        ("How many animals are shorter than the giraffe?", 2),
        ("What is the second tallest animal?", "cat"),
        ("Which animal is closest to the middle?", "dog"),
        ("Is the dog in the middle of the picture?", True),
        ("Is the cat closer to the middle than the dog?", False),
        ("Which animal is farthest from the cat?", "giraffe"),
        ("Which is closest to the cat, the dog, the giraffe or the red book?", "dog"),
        ("What colour is the book closest to the cat?", "blue"),
        ("Is the giraffe in the left third of the image?", True),
        ("How many books are in the top third?", 1),
        ("In which corner is the red book?", "top right"),
        ("What is in the bottom right corner?", "cat"),
        ("List the animals from left to right.", "giraffe, dog, cat"),
        ("What are the objects, from top to bottom?", "book, dog, giraffe, cat, book"),
        ("Is the red book directly above the cat?", True),
        ("Is the dog above and to the left of the cat?", True),
        ("What colour is the rightmost book?", "red"),
        ("Which animal comes last from the left on the shelf?", "cat"),
        ("Which one's on the right, the dog or the cat?", "cat"),
        ("Which animals are not left of the dog?", "cat and dog"),
        ("Who is furthest to the right?", "cat"),
        ("Is the blue book directly left of the cat?", True),
        ("Is the red book directly left of the cat?", False),
        ("How many animals are neither on a book nor on a chair?", 3),
        ("Is the dog on the left, in the middle or on the right?", "middle"),
        ("Where in the picture is the giraffe: left, middle or right?", "left"),
        ("Is the red book at the top, in the middle or at the bottom?", "top"),
        ("Are there more animals on the left or on the right?", "left"),
        (
            "From the right, what is the order of the dog, the giraffe and the cat?",
            "cat, dog, giraffe",
        ),
        ("Are the giraffe and the dog on the same side of the cat?", True),
        ("Are the giraffe and the cat on opposite sides of the dog?", True),
        ("Are the two books on the same side of the giraffe?", True),
        ("Are the books on opposite sides of the dog?", False),
        ("Is any book closer to the cat than the dog is?", True),
        ("Are all the books closer to the cat than the dog?", False),
        ("Is no book farther from the cat than the dog?", False),
    ],
)
def test_it_is_answered_rightly(ask: Ask, question: str, answer: object) -> None:
    assert ask(question).value == answer


@pytest.mark.parametrize(
    "question", ["What is in the top right corner?", "Name the animal in the top right corner."]
)
def test_in_a_corner_is_what_is_closest_to_it(question: str) -> None:
    """The dog is farther from the middle, and the bird is closer to the corner."""
    things = [Put("dog", (0.93, 0.46), 0.14), Put("bird", (0.84, 0.16), 0.14)]
    scene = compose(things, ground="plain")
    with seeing(scene) as ask:
        assert ask(question).value == "bird"


def test_who_is_in_the_boat_is_on_neither_side_of_it() -> None:
    riders = (Put("cat", size=0.12), Put("dog", size=0.12))
    scene = compose([Put("boat", (0.5, 0.6), 0.5, holds=riders)], ground="water")
    with seeing(scene) as ask:
        assert ask("How many animals are in the boat?").value == 2
        for side in ("left", "right"):
            question = f"How many animals are {side} of the boat?"
            assert ask(question).value == 0


ROW = compose(
    [
        Put(noun, (0.10 + 0.16 * place, 0.7), 0.12, colour)
        for place, (noun, colour) in enumerate(
            [("clock", None), ("bell", "red"), ("robot", None), ("bell", "blue"), ("candle", None)]
        )
    ],
    ground="plain",
)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What is two places to the right of the clock?", "robot"),
        ("What is the second thing to the left of the candle?", "robot"),
        ("Is the robot the second thing to the right of the clock?", True),
        ("In which position from the left is the robot?", 3),
        ("Is the third thing a robot?", True),
        ("Counting from the right, is the robot the second?", False),
        ("Is the clock left of every other thing on the shelf?", True),
        ("Is the thing to the right of the clock a bell?", True),
        ("Is the thing to the right of the clock a robot?", False),
        ("What colour is the bell on the right?", "blue"),
        ("What colour is the bell on the left?", "red"),
        ("Is there anything red next to the robot?", True),
        ("Is there something green next to the robot?", False),
        ("Between which things does the robot stand?", "bell"),
    ],
)
def test_a_row_is_read_from_either_end(question: str, answer: object) -> None:
    with seeing(ROW) as ask:
        assert ask(question).value == answer


def test_a_desk_that_is_asked_about_itself_has_to_be_seen(ask: Ask) -> None:
    error = ask("What colour is the desk?").error
    assert error is not None
    assert "no desk was found" in str(error)
