"""On which side things are: in halves, in corners, of each other; and which is furthest."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.truth import among
from visprog_benchmarks.phrasings.world.practice.inventory import given
from visprog_benchmarks.phrasings.world.practice.whereabouts import (
    across,
    clear,
    cornermost,
    down,
    first,
    side,
    tucked,
)

ROWS: tuple[Asked, ...] = (
    # left of, right of
    Asked(
        "I'd say the chair stands left of the bed. Do you agree?",
        "room",
        lambda t: t.lies("chair", "left", "bed"),
    ),
    Asked("basket left of bowl?", "market", lambda t: t.lies("basket", "left", "bowl")),
    Asked(
        "The tractor is to the right of the horse, isn't it?",
        "farm",
        lambda t: t.lies("tractor", "right", "horse"),
    ),
    Asked(
        "Do you find the umbrella on the right of the tent?",
        "beach",
        lambda t: t.lies("umbrella", "right", "tent"),
    ),
    Asked(
        "Would I have to look left or right of the tree to find the cat?",
        "park",
        lambda t: side(t, "cat", "tree"),
    ),
    Asked(
        "On which side of the elephant is the giraffe?",
        "zoo",
        lambda t: side(t, "giraffe", "elephant"),
    ),
    # above, below
    Asked(
        "Is the kite higher up than the bicycle?",
        "park",
        lambda t: t.lies("kite", "above", "bicycle"),
    ),
    Asked(
        "Can the television be seen above the bed?",
        "room",
        lambda t: t.lies("television", "above", "bed"),
    ),
    Asked(
        "Check this: the lion is below the elephant.",
        "zoo",
        lambda t: t.lies("lion", "below", "elephant"),
    ),
    Asked(
        "Does the handbag lie lower than the dress?",
        "wardrobe",
        lambda t: t.lies("handbag", "below", "dress"),
    ),
    Asked(
        "Is the plane flying above the sun or below it?",
        "sky",
        lambda t: "above" if t.lies("airplane", "above", "sun") else "below",
    ),
    Asked(
        "Which one is higher in the picture, the car or the bus?",
        "street",
        lambda t: first(t, "above", "car", "bus"),
    ),
    Asked(
        "The rabbit or the horse: which of them is further down?",
        "outdoors",
        lambda t: first(t, "below", "rabbit", "horse"),
    ),
    Asked(
        "What do you see lower down, the tent or the turtle?",
        "beach",
        lambda t: first(t, "below", "tent", "turtle"),
    ),
    # halves and corners
    Asked(
        "The piano stands in the left half of the picture.",
        "stage",
        lambda t: across(t, t.the("piano")) == "left",
    ),
    Asked(
        "Where's the umbrella, on the left or on the right of the photo?",
        "harbour",
        lambda t: across(t, t.the("umbrella")),
    ),
    Asked(
        "Traffic light on the left side of the picture?",
        "street",
        lambda t: across(t, t.the("traffic light")) == "left",
    ),
    Asked(
        "Is the clock near the top or near the bottom?", "desk", lambda t: down(t, t.the("clock"))
    ),
    Asked(
        "Is the laptop in the lower half of the picture?",
        "desk",
        lambda t: down(t, t.the("laptop")) == "bottom",
    ),
    Asked(
        "Are the kite and the bicycle on the same side of the picture?",
        "park",
        lambda t: across(t, t.the("kite")) == across(t, t.the("bicycle")),
    ),
    Asked(
        "Is the anchor down in the bottom left corner?",
        "harbour",
        lambda t: tucked(t, t.the("anchor"), 0, 1),
    ),
    Asked(
        "Did they put the sun in the upper left corner?",
        "farm",
        lambda t: tucked(t, t.the("sun"), 0, 0),
    ),
    Asked("What is in the bottom right corner?", "park", lambda t: cornermost(t, 1, 1)),
    Asked(
        "Which piece of clothing do we see at the top right?",
        "wardrobe",
        lambda t: cornermost(t, 1, 0),
    ),
    Asked(
        "Name the animal in the lower left corner.",
        "pond",
        lambda t: among(cornermost(t, 0, 1), "frog", "duck", "fish"),
    ),
    # how many on a side
    Asked(
        "How many cars are there to the right of the boat?",
        "harbour",
        lambda t: len(t.beside("car", "right", "boat")),
    ),
    Asked(
        "Count the balls left of the tent.",
        "beach",
        lambda t: len(t.beside("ball", "left", "tent")),
    ),
    Asked(
        "How many balloons can you count on the right of the plane?",
        "sky",
        lambda t: len(t.beside("balloon", "right", "airplane")),
    ),
    Asked(
        "number of sheep on the left of the house",
        "farm",
        lambda t: len(t.beside("sheep", "left", "house")),
    ),
    Asked(
        "How many dogs are lower down than the kite?",
        "park",
        lambda t: len(t.beside("dog", "below", "kite")),
    ),
    Asked(
        "And below the basket, how many carrots lie there?",
        "market",
        lambda t: len(t.beside("carrot", "below", "basket")),
    ),
    Asked(
        "How many cups are in the top half?",
        "kitchen",
        lambda t: sum(down(t, thing) == "top" for thing in t.things("cup")),
    ),
    # the furthest
    Asked(
        "Tell me the colour of the leftmost ball.",
        "park",
        lambda t: t.extreme("ball", "left").colour,
    ),
    Asked(
        "Which animal is all the way over on the right?",
        "zoo",
        lambda t: t.extreme("animal", "right").noun,
    ),
    Asked(
        "Which musical instrument is the furthest left?",
        "stage",
        lambda t: t.extreme("instrument", "left").noun,
    ),
    Asked(
        "Going from left to right, what comes first: the bus, the truck or the car?",
        "street",
        lambda t: first(t, "left", "bus", "truck", "car"),
    ),
    # all and any
    Asked(
        "Are all the sheep to the right of the horse?",
        "farm",
        lambda t: given(
            t.things("sheep"), len(t.beside("sheep", "right", "horse")) == t.n("sheep")
        ),
    ),
    Asked(
        "Is somebody standing to the right of the bus?",
        "street",
        lambda t: (
            sum(
                clear((one.centre[0] - t.x("bus")) / t.scenes[0].width)
                for one in t.things("person")
                if one.holder is None
            )
            > 0
        ),
    ),
    Asked("Is any frog above the boat?", "pond", lambda t: bool(t.beside("frog", "above", "boat"))),
    Asked(
        "Looking to the right of the basket, do you see any bread?",
        "market",
        lambda t: len(t.beside("bread", "right", "basket")) > 0,
    ),
)
