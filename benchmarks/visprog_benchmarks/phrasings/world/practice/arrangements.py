"""Where things are in a row, on a desk, on a stage, and how near to each other."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.world.practice.positions import (
    busier_half,
    corner,
    cornered,
    given,
    half,
    most,
    nearer_to,
    only,
    order,
    outer,
    past_book,
    pick,
    straight,
)

ROWS: tuple[Asked, ...] = (
    # a desk
    Asked(
        "Look at the leftmost book. What colour do you see?",
        "desk",
        lambda t: most(t, "left", "book").colour,
    ),
    Asked(
        "I want to know how many cups are lower in the image than the laptop.",
        "desk",
        lambda t: len(t.beside("cup", "below", "laptop")),
    ),
    Asked(
        "Are the clock and the phone on the same side of the laptop?",
        "desk",
        lambda t: t.lies("clock", "left", "laptop") is t.lies("phone", "left", "laptop"),
    ),
    Asked(
        "I'm blind. What lies in the corner at the bottom right of my desk?",
        "desk",
        lambda t: corner(t, "bottom right").noun,
    ),
    Asked(
        "And the key to the right of the laptop, what colour is that one?",
        "desk",
        lambda t: given(t.lies("key", "right", "laptop"), t.colour("key")),
    ),
    Asked(
        "Clock, then laptop, then phone: is this how they lie from left to right?",
        "desk",
        lambda t: order(t, "clock", "laptop", "phone") == ["clock", "laptop", "phone"],
    ),
    # clothes
    Asked(
        "which one hangs higher, the dress or the handbag",
        "wardrobe",
        lambda t: pick(t, "dress", "above", "handbag"),
    ),
    Asked(
        "Can you say what colour the thing at the far right is?",
        "wardrobe",
        lambda t: most(t, "right").colour,
    ),
    Asked(
        "Is the handbag straight below the hat?",
        "wardrobe",
        lambda t: straight(t, "handbag", "below", "hat"),
    ),
    Asked(
        "All of the shoes are in the left half of the picture.",
        "wardrobe",
        lambda t: given(t.n("shoe") > 0, all(half(t, shoe) == "left" for shoe in t.things("shoe"))),
    ),
    Asked(
        "Does the handbag have the same colour as the hat above it?",
        "wardrobe",
        lambda t: given(t.lies("hat", "above", "handbag"), t.colour("hat") == t.colour("handbag")),
    ),
    Asked(
        "Of dress, hat and scarf, which is in the middle?",
        "wardrobe",
        lambda t: order(t, "dress", "hat", "scarf")[1],
    ),
    # a market and a stage
    Asked(
        "Which fruit is in the container on the left, be it the basket or the bowl?",
        "market",
        lambda t: t.what(order(t, "basket", "bowl")[0]),
    ),
    Asked(
        "On the right, is that the basket or the bowl?",
        "market",
        lambda t: order(t, "basket", "bowl")[1],
    ),
    Asked(
        "Bread: above the bowl or below it?",
        "market",
        lambda t: "above" if t.lies("bread", "above", "bowl") else "below",
    ),
    Asked(
        "cheese in the lower right corner?",
        "market",
        lambda t: any(cornered(t, one, "bottom right") for one in t.things("cheese")),
    ),
    Asked(
        "Count whoever is standing on the right half of the stage.",
        "stage",
        lambda t: sum(half(t, one) == "right" for one in t.things("person")),
    ),
    Asked(
        "Find the instrument that is furthest to the left and name it.",
        "stage",
        lambda t: most(t, "left", "instrument").noun,
    ),
    Asked(
        "Nothing in the picture is further right than the cat.",
        "stage",
        lambda t: outer(t, "cat", 1),
    ),
    Asked(
        "Which half has more musical instruments, the top or the bottom?",
        "stage",
        lambda t: busier_half(t, "instrument"),
    ),
    # a pond
    Asked(
        "Which is nearer to the viewer, the boat or the nest?",
        "pond",
        lambda t: t.nearer("boat", "nest"),
    ),
    Asked(
        "The nest lies on the left of the boat.",
        "pond",
        lambda t: t.lies("nest", "left", "boat"),
    ),
    # a row
    Asked("What stands at the left end of the row?", "shelf", lambda t: t.row()[0]),
    Asked("Name the third thing from the left.", "shelf", lambda t: t.row()[2]),
    Asked("Counting from the right, what is second?", "shelf", lambda t: t.row()[-2]),
    Asked(
        "What does the clock have as its right-hand neighbour?",
        "shelf",
        lambda t: t.neighbour("clock", 1),
    ),
    Asked(
        "What stands between the robot and the candle?",
        "shelf",
        lambda t: only(t.amid("robot", "candle")),
    ),
    Asked(
        "How many things are there between the clock and the trophy?",
        "shelf",
        lambda t: len(t.amid("clock", "trophy")),
    ),
    Asked(
        "If you count from the left, which number is the robot?",
        "shelf",
        lambda t: t.row().index("robot") + 1,
    ),
    Asked(
        "Do the clock and the trophy stand side by side?",
        "shelf",
        lambda t: not t.amid("clock", "trophy"),
    ),
    Asked(
        "Is the candle at one of the two ends?",
        "shelf",
        lambda t: t.row().index("candle") in (0, 5),
    ),
    Asked(
        "Seen from the bell, is the robot or the candle farther away?",
        "shelf",
        lambda t: "candle" if nearer_to(t, "bell", "robot", "candle") == "robot" else "robot",
    ),
    Asked(
        "There is a bell at one end of the row. What colour?",
        "shelf",
        lambda t: given(t.row().index("bell") in (0, 5), t.colour("bell")),
    ),
    Asked(
        "On one side of the book there is the candle; what is on the other side?",
        "shelf",
        lambda t: past_book(t),
    ),
    Asked(
        "Is there anything at all to the left of the trophy?",
        "shelf",
        lambda t: t.row()[0] != "trophy",
    ),
    # near and far
    Asked("Which animal is the farthest away?", "meadow", lambda t: t.farthest("animal")),
    Asked(
        "Who is closest to the camera: the dog, the horse or the rabbit?",
        "meadow",
        lambda t: t.nearest("animal"),
    ),
    Asked(
        "Is the horse behind the tent, farther away from us?",
        "meadow",
        lambda t: t.nearer("horse", "tent") == "tent",
    ),
    Asked(
        "Of all things here, the dog is the one furthest to the right.",
        "meadow",
        lambda t: outer(t, "dog", 1),
    ),
    Asked(
        "Kindly tell me what is nearest to the dog: the horse, the tent or the rabbit.",
        "meadow",
        lambda t: t.closest("dog", "horse", "tent", "rabbit"),
    ),
)
