"""Signs: their words, their colours and what stands by them, in plain words."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.truth import among, image, left_or_right
from visprog_benchmarks.phrasings.world.practice.series import picture
from visprog_benchmarks.phrasings.world.practice.signage import (
    beside_the_sign,
    board,
    boards,
    by_the_sign,
    ink,
    leftward,
    signs,
    upward,
    where,
)
from visprog_benchmarks.phrasings.world.practice.whereabouts import clear

ROWS: tuple[Asked, ...] = (
    Asked("What word is written on the sign?", "signpost", lambda t: t.sign),
    Asked(
        "Is the sign next to the tree or next to the car?",
        "roadside",
        lambda t: by_the_sign(t, "tree", "car"),
    ),
    Asked("What is next to the sign?", "signpost", beside_the_sign),
    Asked("What color is the sign?", "shop", board),
    Asked("Is the sign yellow?", "signpost", lambda t: board(t) == "yellow"),
    Asked("Is the sign to the left of the house?", "shop", lambda t: leftward(t, "house")),
    Asked("Is the sign above the house?", "roadside", lambda t: upward(t, "house")),
    Asked(
        "Is there a bicycle near the sign?", "shop", lambda t: by_the_sign(t, "thing") == "bicycle"
    ),
    Asked("What animal can you see besides the sign?", "signpost", lambda t: t.kind("animal")),
    Asked(
        "Is STOP or SLOW written on the sign?", "roadside", lambda t: among(t.sign, "STOP", "SLOW")
    ),
    Asked("How many letters does the sign have?", "shop", lambda t: len(t.sign)),
    Asked(
        "The sign says OPEN and there is a dog.",
        "signpost",
        lambda t: t.sign == "OPEN" and t.n("dog") > 0,
    ),
    Asked(
        "In which half of the picture is the sign, left or right?",
        "signpost",
        lambda t: "left" if clear(0.5 - where(t)[0]) else "right",
    ),
    Asked(
        "Which is closer to the sign, the house or the tree?",
        "shop",
        lambda t: by_the_sign(t, "house", "tree"),
    ),
    Asked("Is there any text in the picture?", "roadside", lambda t: bool(t.text)),
    Asked("Is the sign orange or white?", "shop", lambda t: among(board(t), "orange", "white")),
    Asked(
        "What color is the car in the picture with the sign?",
        "roadside",
        lambda t: t.colour("car") if t.text else None,
    ),
    Asked("Is the car on the left of the sign?", "roadside", lambda t: not leftward(t, "car")),
    Asked(
        "Is the dog to the left or to the right of the sign?",
        "signpost",
        lambda t: "right" if leftward(t, "dog") else "left",
    ),
    Asked("How many people are in the picture with the sign?", "shop", lambda t: t.n("person")),
    Asked(
        "Is the sign standing on sand or on snow?",
        "signpost",
        lambda t: among(t.ground, "sand", "snow"),
    ),
    Asked(
        "Does the sign tell us that the place is closed?",
        "shop",
        lambda t: among(t.sign, "OPEN", "CLOSED") and t.sign == "CLOSED",
    ),
    Asked("Does the cow stand above the sign?", "signpost", lambda t: not upward(t, "cow")),
    Asked("What is the color of the writing on the sign?", "shop", ink),
    Asked("There is no sign in this picture.", "roadside", lambda t: not t.text),
    Asked("Tell me whether the sign says OPEN.", "shop", lambda t: t.sign == "OPEN"),
    # of several pictures
    Asked(
        "Do the signs in both pictures say the same thing?",
        "two signposts",
        lambda t: len(set(signs(t))) == 1,
    ),
    Asked(
        "In which picture does the sign say CLOSED, the left or the right?",
        "two shops",
        lambda t: left_or_right(*(float(text == "CLOSED") for text in signs(t))),
    ),
    Asked(
        "Is there a dog in the picture with the OPEN sign?",
        "two shops",
        lambda t: picture(t, lambda one: one.sign == "OPEN").n("dog") > 0,
    ),
    Asked("One of the signs says OPEN.", "two signposts", lambda t: "OPEN" in signs(t)),
    Asked(
        "Is the sign in the left picture a yellow one?",
        "two signposts",
        lambda t: boards(t)[0] == "yellow",
    ),
    Asked(
        "Which picture's sign is orange?",
        "two signposts",
        lambda t: image([colour == "orange" for colour in boards(t)]),
    ),
)
