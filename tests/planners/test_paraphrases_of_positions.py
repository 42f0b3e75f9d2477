"""Where things are, asked in other words, is read as its plainer form."""

from __future__ import annotations

import pytest

from visprog_planners.grammar.parts import Unread
from visprog_planners.grammar.reader import read

SAME = [
    ("Could you point out what the robot stands beside?", 1, "What is next to the robot?"),
    ("Look at the lower half: how many frogs are there?", 1,
     "How many frogs are in the lower half?"),
    ("Second image, top left corner: what animal is there?", 2,
     "What animal is in the top left corner of the second image?"),
    ("Left of the lion in the first picture, which animal stands?", 2,
     "Which animal is left of the lion in the first picture?"),
    ("Which picture has more balloons in its upper half?", 2,
     "Which image has more balloons in the upper half?"),
    ("Look at picture three and tell me the colour of its highest balloon.", 3,
     "What colour is the highest balloon in the third image?"),
    ("How many of the four pictures show a cow at the left end?", 4,
     "In how many of the images is the leftmost thing a cow?"),
    ("Do both pictures have the monkey at the right edge?", 2,
     "Is the rightmost thing a monkey in both images?"),
    ("What do we find at the two ends of the row?", 1, "What is at both ends?"),
    ("Only one of the two shows the tractor to the right of the house.", 2,
     "In exactly one image the tractor is right of the house."),
    ("Pictures with the nest on the right of the boat: how many?", 4,
     "In how many images is the nest right of the boat?"),
    ("Is the house in the middle in both pictures?", 2,
     "In both pictures, is the house in the middle?"),
    ("Which farm animal is the house's nearest neighbour?", 1,
     "Which animal is closest to the house?"),
    ("What is the second thing to the right of the tractor?", 1,
     "What is two places to the right of the tractor?"),
    ("Which two things have the cup between them?", 1, "What is on either side of the cup?"),
    ("On one side of the book there is the candle; what is on the other side?", 1,
     "What is on either side of the book, besides the candle?"),
    ("The item between the two hats, what is it?", 1, "What is between the two hats?"),
    ("How many animals separate the lion from the elephant?", 1,
     "How many animals are between the lion and the elephant?"),
    ("Beside the tent there's a ball; what colour?", 1, "What colour is the ball beside the tent?"),
    ("Of all the cars, which colour is furthest to the right?", 1,
     "What colour is the rightmost car?"),
    ("Which ball is nearest the dog: red, green or blue?", 1,
     "What colour is the ball nearest the dog, red, green or blue?"),
    ("What's the middle animal of the three?", 1, "What is the middle animal?"),
    ("Is the yellow ball in the middle of the row of balls?", 1, "Is the middle ball yellow?"),
    ("Is the trumpet in the middle of the other two instruments?", 1,
     "Is there an instrument left of the trumpet and an instrument right of the trumpet?"),
    ("Cat on the bed or cat on the couch: which is it?", 1,
     "Is the cat on the bed or on the couch?"),
    ("Seen from the bell, is the robot or the candle farther away?", 1,
     "Which is farther from the bell, the robot or the candle?"),
    ("Airplane or helicopter, what flies higher?", 1,
     "Which is higher, the airplane or the helicopter?"),
    ("Is the dog near the yellow umbrella or far from it?", 1,
     "Is the dog near or far from the yellow umbrella?"),
    ("Which has more neighbours on its left, the clock or the bell?", 1,
     "Which is further right, the clock or the bell?"),
    ("Is there a dog on the side of the tree where the kite is?", 1,
     "Is a dog on the same side of the tree as the kite?"),
    ("Top right corner, that is where the traffic light is.", 1,
     "Is the traffic light in the top right corner?"),
    ("Does the handbag have the same colour as the hat above it?", 1,
     "Are the handbag and the hat above the handbag the same colour?"),
    ("What colour is the couch that the teddy bear is on?", 1,
     "What colour is the couch with the teddy bear on it?"),
    ("Put the giraffe, lion and zebra in order from left to right.", 1,
     "In what order are the giraffe, the lion and the zebra from left to right?"),
    ("If you count from the left, which number is the robot?", 1,
     "What is the number of things left of the robot plus 1?"),
    ("Did the clock go from the left of the laptop to its right?", 2,
     "Is the clock left of the laptop in the first image and right of it in the second image?"),
    ("What does the sign say in the picture with the tree on the left?", 2,
     "In the picture where the tree is on the left, what does the sign say?"),
    ("Both nests are to the left of their boats.", 2, "The nest is left of the boat in both."),
    ("What is up in the right-hand corner of the second picture?", 2,
     "What is in the top right corner of the second picture?"),
    ("Is the kite flying above every tree?", 1, "Are all the trees below the kite?"),
    ("Is either shoe to the left of the handbag?", 1, "Is any shoe left of the handbag?"),
    ("Do we have people on both sides of the boat, outside it?", 1,
     "Are there people on both sides of the boat?"),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "images", "plainly"), SAME)
def test_of_positions_it_means_the_same(asked: str, images: int, plainly: str) -> None:
    assert read(asked, images)[0] == read(plainly, images)[0]


@pytest.mark.parametrize(
    ("asked", "images", "no"),
    [
        ("What colour is the book next to the camera?", 1, "nearest"),
        ("The item between the two hats, what is it?", 1, "number"),
        ("Of all the cars, which colour is furthest to the right?", 1, "boxes"),
        ("Which picture has its sign to the right of the house?", 2, "saying"),
        ("The clock is in the upper half every time.", 2, "time"),
        ("Cat on the bed or cat on the couch: which is it?", 1, "is it so"),
    ],
)
def test_a_position_is_not_taken_for_that(asked: str, images: int, no: str) -> None:
    try:
        meaning = read(asked, images)[0]
    except Unread:
        return
    assert no not in str(meaning)
