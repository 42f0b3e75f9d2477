"""Where things are: beside, between, above and inside others, in plain words."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.truth import image, left_or_right
from visprog_benchmarks.phrasings.world.practice.inventory import only
from visprog_benchmarks.phrasings.world.practice.positions import (
    across,
    corner,
    most,
    pick,
    upright,
)
from visprog_benchmarks.phrasings.world.practice.whereabouts import closer, halves, side

ROWS: tuple[Asked, ...] = (
    Asked(
        "What is directly to the left of the robot?", "shelf", lambda t: t.neighbour("robot", -1)
    ),
    Asked(
        "Is the clock between the bell and the book?",
        "shelf",
        lambda t: t.between("clock", "bell", "book"),
    ),
    Asked(
        "Which is closer to the candle, the robot or the trophy?",
        "shelf",
        lambda t: closer(t, "candle", "robot", "trophy"),
    ),
    Asked("Which object is on the far right?", "shelf", lambda t: t.row()[-1]),
    Asked(
        "Seen from the left, does the clock come before the candle?",
        "shelf",
        lambda t: t.lies("clock", "left", "candle"),
    ),
    Asked(
        "Is the tent on the left side of the picture?",
        "beach",
        lambda t: across(t, "tent") == "left",
    ),
    Asked(
        "Is the umbrella to the right of the tent?",
        "beach",
        lambda t: t.lies("umbrella", "right", "tent"),
    ),
    Asked("Is the turtle above the tent?", "beach", lambda t: t.lies("turtle", "above", "tent")),
    Asked(
        "What is nearer to the laptop, the phone or the clock?",
        "desk",
        lambda t: t.closest("laptop", "phone", "clock"),
    ),
    Asked("Is the cat to the left of the tree?", "park", lambda t: t.lies("cat", "left", "tree")),
    Asked(
        "Which is higher, the sun or the airplane?",
        "sky",
        lambda t: pick(t, "sun", "above", "airplane"),
    ),
    Asked(
        "Is the airplane on the left side of the sun?",
        "sky",
        lambda t: t.lies("airplane", "left", "sun"),
    ),
    Asked("Is an owl sitting in the tree?", "park", lambda t: t.n("owl", held="tree") > 0),
    Asked("How many parrots are in the tree?", "zoo", lambda t: t.n("parrot", held="tree")),
    Asked("Is there anybody on the bus?", "street", lambda t: t.n("person", held="bus") > 0),
    Asked("Is the tent behind the horse?", "meadow", lambda t: bool(t.behind("tent", "horse"))),
    Asked("Which animal is in front?", "meadow", lambda t: t.nearest("animal")),
    Asked(
        "Which animal is on the far left of the picture?",
        "meadow",
        lambda t: most(t, "left", "animal").noun,
    ),
    Asked("Is the nest at the top of the picture?", "pond", lambda t: upright(t, "nest") == "top"),
    Asked("Is the boat below the nest?", "pond", lambda t: t.lies("boat", "below", "nest")),
    Asked(
        "On which side of the tree is the elephant?", "zoo", lambda t: side(t, "elephant", "tree")
    ),
    Asked("What is in the bowl?", "market", lambda t: t.what("bowl")),
    Asked(
        "Are all of the apples inside the basket?",
        "market",
        lambda t: t.n("apple", held="basket") == t.n("apple") if t.n("apple") else None,
    ),
    Asked(
        "Where are the apples, in the basket or in the bowl?",
        "market",
        lambda t: only(
            [one for one in ("basket", "bowl") if t.n("apple", held=one) == t.n("apple") > 1]
        ),
    ),
    Asked("What is in the top left corner?", "kitchen", lambda t: corner(t, "top left").noun),
    Asked(
        "Which object lies in the lower right corner?",
        "desk",
        lambda t: corner(t, "bottom right").noun,
    ),
    Asked(
        "Does the traffic light stand to the right of the car?",
        "street",
        lambda t: t.lies("traffic light", "right", "car"),
    ),
    Asked(
        "Is the truck higher up than the car?", "street", lambda t: t.lies("truck", "above", "car")
    ),
    Asked("Is the cat beneath the piano?", "stage", lambda t: t.lies("cat", "below", "piano")),
    Asked(
        "How many people are on the right of the cat?",
        "stage",
        lambda t: len(t.beside("person", "right", "cat")),
    ),
    Asked(
        "Is the sun on the left or on the right of the house?",
        "farm",
        lambda t: side(t, "sun", "house"),
    ),
    Asked(
        "From left to right, what comes right after the clock?",
        "shelf",
        lambda t: t.neighbour("clock", 1),
    ),
    # of several pictures
    Asked(
        "In which image is the tree on the right side?",
        "two parks",
        lambda t: image([one == "right" for one in halves(t, "tree")]),
    ),
    Asked(
        "Is the tent on the same side in both images?",
        "two beaches",
        lambda t: len(set(halves(t, "tent"))) == 1,
    ),
    Asked(
        "Which picture shows a bird that is not in a tree?",
        "two parks",
        lambda t: image([one.n("bird") > one.n("bird", held="tree") for one in t.pictures()]),
    ),
    Asked(
        "Are there more parrots in the left picture's tree than in the right picture's tree?",
        "two zoos",
        lambda t: t.n("parrot", held="tree", image=0) > t.n("parrot", held="tree", image=1),
    ),
    Asked(
        "In one of the pictures, the airplane is higher than the sun.",
        "two skies",
        lambda t: any(one.lies("airplane", "above", "sun") for one in t.pictures()),
    ),
    Asked(
        "How many eggs are in the two nests altogether?",
        "two ponds",
        lambda t: t.n("egg", held="nest"),
    ),
    Asked(
        "Which picture has an empty boat, the left one or the right one?",
        "two ponds",
        lambda t: left_or_right(*[n == 0 for n in t.each("thing", held="boat")]),
    ),
    Asked(
        "In which of the three pictures is the lion at the top?",
        "three zoos",
        lambda t: image([upright(one, "lion") == "top" for one in t.pictures()]),
    ),
    Asked(
        "Is the umbrella on the right of the tent in all three images?",
        "three beaches",
        lambda t: all(one.lies("umbrella", "right", "tent") for one in t.pictures()),
    ),
    Asked(
        "Is the dog in the boat in both pictures?",
        "two harbours",
        lambda t: min(t.each("dog", held="boat")) > 0,
    ),
)
