"""Where things stand in one picture, and which stands so."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.truth import among
from visprog_benchmarks.phrasings.world.practice.inventory import given, holder, only
from visprog_benchmarks.phrasings.world.practice.whereabouts import (
    across,
    at_corner,
    closer,
    down,
    first,
    side,
)

ROWS: tuple[Asked, ...] = (
    Asked(
        "Left or right of the boat: where's the umbrella?",
        "harbour",
        lambda t: side(t, "umbrella", "boat"),
    ),
    Asked(
        "is the anchor to the right of the boat",
        "harbour",
        lambda t: t.lies("anchor", "right", "boat"),
    ),
    Asked(
        "The anchor has been placed in the upper half of the image.",
        "harbour",
        lambda t: down(t, t.the("anchor")) == "top",
    ),
    Asked(
        "Which half of the picture has the tree in it, left or right?",
        "park",
        lambda t: across(t, t.the("tree")),
    ),
    Asked(
        "What's the number of dogs to the left of the tree?",
        "park",
        lambda t: len(t.beside("dog", "left", "tree")),
    ),
    Asked(
        "Is the kite above the bicycle or below it?",
        "park",
        lambda t: "above" if t.lies("kite", "above", "bicycle") else "below",
    ),
    Asked("The cat is lower than the hat.", "park", lambda t: t.lies("cat", "below", "hat")),
    Asked(
        "What stands immediately to the left of the robot?",
        "shelf",
        lambda t: t.neighbour("robot", -1),
    ),
    Asked("Name the thing at the far right of the shelf.", "shelf", lambda t: t.row()[-1]),
    Asked("Counting from the left, what comes third on the shelf?", "shelf", lambda t: t.row()[2]),
    Asked("second from right = what?", "shelf", lambda t: t.row()[-2]),
    Asked(
        "Are the candle and the trophy right next to each other?",
        "shelf",
        lambda t: not t.amid("candle", "trophy"),
    ),
    Asked(
        "How many objects separate the clock from the candle?",
        "shelf",
        lambda t: len(t.amid("clock", "candle")),
    ),
    Asked(
        "Somewhere between the clock and the candle you'll find the robot.",
        "shelf",
        lambda t: "robot" in t.amid("clock", "candle"),
    ),
    Asked(
        "Which do I reach first coming from the left, the book or the bell?",
        "shelf",
        lambda t: first(t, "left", "book", "bell"),
    ),
    Asked(
        "Are the house and the car on the same side of the picture?",
        "roadside",
        lambda t: across(t, t.the("house")) == across(t, t.the("car")),
    ),
    Asked(
        "Which of them is further left: tree or house?",
        "shop",
        lambda t: first(t, "left", "tree", "house"),
    ),
    Asked("What's in the bottom left corner?", "shop", lambda t: at_corner(t, 0, 1)),
    Asked("what animal is closest to the tent", "meadow", lambda t: t.closest("tent", "animal")),
    Asked(
        "Who is nearer to the camera, the horse or the rabbit?",
        "outdoors",
        lambda t: t.nearer("horse", "rabbit"),
    ),
    Asked(
        "Which of the animals in the meadow is farthest away from us?",
        "meadow",
        lambda t: t.farthest("animal"),
    ),
    Asked(
        "The dog stands behind the tent, doesn't it?",
        "meadow",
        lambda t: bool(t.behind("dog", "tent")),
    ),
    Asked(
        "Is the order from left to right horse, dog, rabbit?",
        "meadow",
        lambda t: [noun for noun in t.row() if noun != "tent"] == ["horse", "dog", "rabbit"],
    ),
    Asked(
        "Of the three animals, is the rabbit the one lowest down?",
        "meadow",
        lambda t: t.extreme("animal", "below").noun == "rabbit",
    ),
    Asked(
        "Does the elephant stand in front of the giraffe?",
        "zoo",
        lambda t: t.nearer("elephant", "giraffe") == "elephant",
    ),
    Asked(
        "How many zebras do you see on the right side of the lion?",
        "zoo",
        lambda t: len(t.beside("zebra", "right", "lion")),
    ),
    Asked(
        "Monkeys that are higher up than the elephant: count them.",
        "zoo",
        lambda t: len(t.beside("monkey", "above", "elephant")),
    ),
    Asked("sun higher than the airplane?", "sky", lambda t: t.lies("sun", "above", "airplane")),
    Asked("On which side of the sky is the sun?", "sky", lambda t: across(t, t.the("sun"))),
    Asked(
        "Please tell me what I would see in the top right corner.",
        "sky",
        lambda t: at_corner(t, 1, 0),
    ),
    Asked(
        "All the balloons float to the right of the plane.",
        "sky",
        lambda t: given(
            t.things("balloon"), len(t.beside("balloon", "right", "airplane")) == t.n("balloon")
        ),
    ),
    Asked(
        "Are any clouds lower down than the plane?",
        "sky",
        lambda t: bool(t.beside("cloud", "below", "airplane")),
    ),
    Asked(
        "The cat has climbed higher than the piano, yes?",
        "stage",
        lambda t: t.lies("cat", "above", "piano"),
    ),
    Asked(
        "Count the people in the bottom half of the picture.",
        "stage",
        lambda t: sum(thing.centre[1] > t.scenes[0].height / 2 for thing in t.things("person")),
    ),
    Asked(
        "Which instrument is the one furthest to the left?",
        "stage",
        lambda t: t.extreme("instrument", "left").noun,
    ),
    Asked(
        "What lies higher in the picture, the laptop or the phone?",
        "desk",
        lambda t: first(t, "above", "laptop", "phone"),
    ),
    Asked(
        "Look to the right of the laptop. Is the clock there?",
        "desk",
        lambda t: t.lies("clock", "right", "laptop"),
    ),
    Asked("The leftmost book is what color?", "desk", lambda t: t.extreme("book", "left").colour),
    Asked(
        "How many of the books are above the laptop?",
        "desk",
        lambda t: len(t.beside("book", "above", "laptop")),
    ),
    Asked(
        "Does the scarf hang between the dress and the hat?",
        "wardrobe",
        lambda t: t.between("scarf", "dress", "hat"),
    ),
    Asked(
        "The handbag can be found to the left of the dress, can't it?",
        "wardrobe",
        lambda t: t.lies("handbag", "left", "dress"),
    ),
    Asked(
        "On which side of the tent did they leave the bucket?",
        "beach",
        lambda t: side(t, "bucket", "tent"),
    ),
    Asked(
        "Bucket or tent: which one is the turtle closer to?",
        "beach",
        lambda t: closer(t, "turtle", "bucket", "tent"),
    ),
    Asked(
        "Basket on the left, bowl on the right: is that how they stand?",
        "market",
        lambda t: t.lies("basket", "left", "bowl"),
    ),
    Asked(
        "Do all of the ducks swim above the boat?",
        "pond",
        lambda t: given(t.things("duck"), len(t.beside("duck", "above", "boat")) == t.n("duck")),
    ),
    Asked(
        "Is the teapot closer to the clock or to the bowl?",
        "kitchen",
        lambda t: closer(t, "teapot", "clock", "bowl"),
    ),
    Asked(
        "What's nearer to the turtle, the tent or the bucket?",
        "beach",
        lambda t: closer(t, "turtle", "tent", "bucket"),
    ),
    Asked(
        "Is the tree between the elephant and the giraffe?",
        "zoo",
        lambda t: t.between("tree", "elephant", "giraffe"),
    ),
    Asked(
        "The hat hangs between the dress and the scarf, right?",
        "wardrobe",
        lambda t: t.between("hat", "dress", "scarf"),
    ),
    Asked(
        "Who is nearer to the camera, the horse or the dog?",
        "meadow",
        lambda t: t.nearer("horse", "dog"),
    ),
    Asked(
        "Is the rabbit in front of the horse?",
        "outdoors",
        lambda t: t.nearer("rabbit", "horse") == "rabbit",
    ),
    Asked(
        "Where is the cat lying, on the bed or on the couch?",
        "room",
        lambda t: among(holder(t, "cat"), "bed", "couch"),
    ),
    Asked(
        "Which fruit is lying outside the bowl?",
        "kitchen",
        lambda t: only({thing.noun for thing in t.things("fruit") if thing.holder is None}),
    ),
    Asked("What is the third object from the left?", "shelf", lambda t: t.row()[2]),
    Asked(
        "What stands directly to the left of the clock?",
        "shelf",
        lambda t: t.neighbour("clock", -1),
    ),
    Asked(
        "Is the candle at one of the two ends of the row?",
        "shelf",
        lambda t: "candle" in (t.row()[0], t.row()[-1]),
    ),
    Asked(
        "How many things stand between the bell and the trophy?",
        "shelf",
        lambda t: len(t.amid("bell", "trophy")),
    ),
    Asked(
        "Is the book immediately to the right of the robot?",
        "shelf",
        lambda t: t.neighbour("robot", 1) == "book",
    ),
    Asked(
        "Are the robot and the clock next to each other?",
        "shelf",
        lambda t: not t.amid("robot", "clock"),
    ),
    Asked(
        "How many objects come after the clock, reading from left to right?",
        "shelf",
        lambda t: len(t.row()) - 1 - t.row().index("clock"),
    ),
)
