"""Signs: what is on them, which letters, where they stand, and two of them."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.truth import among, image
from visprog_benchmarks.phrasings.world.practice.signage import (
    board,
    boards,
    by_the_sign,
    leftward,
    signs,
    where,
)
from visprog_benchmarks.phrasings.world.practice.whereabouts import clear

ROWS: tuple[Asked, ...] = (
    Asked("I can't see well. What is written on the sign?", "signpost", lambda t: t.sign),
    Asked("the word on the sign", "shop", lambda t: t.sign),
    Asked("What message does the sign carry, if there is one?", "roadside", lambda t: t.sign),
    Asked(
        "FERRY or BAKERY: which of these two words stands on the sign?",
        "signpost",
        lambda t: among(t.sign, "FERRY", "BAKERY"),
    ),
    Asked("Does the sign announce that the shop is closed?", "shop", lambda t: t.sign == "CLOSED"),
    Asked("STOP is what the sign tells drivers, isn't it?", "roadside", lambda t: t.sign == "STOP"),
    Asked("The sign says something other than OPEN.", "signpost", lambda t: t.sign != "OPEN"),
    Asked("Can you find the word HOTEL anywhere in here?", "shop", lambda t: t.sign == "HOTEL"),
    Asked("Is there any sign at all that says TAXI?", "roadside", lambda t: t.text == "TAXI"),
    Asked("Has anything been written in this picture?", "roadside", lambda t: t.text != ""),
    Asked("There's no sign to be seen, right?", "roadside", lambda t: t.text == ""),
    Asked("How many signs can you make out?", "roadside", lambda t: int(t.text != "")),
    Asked(
        "I see a dog and also a sign in this photo.",
        "roadside",
        lambda t: t.n("dog") > 0 and t.text != "",
    ),
    Asked("A red car but no sign?", "roadside", lambda t: t.n("car", "red") > 0 and t.text == ""),
    Asked("Count the letters of the sign's text for me.", "signpost", lambda t: len(t.sign)),
    Asked("Does the word on the sign begin with a B?", "shop", lambda t: t.sign[0] == "B"),
    Asked("Is there an O in what the sign says?", "signpost", lambda t: "O" in t.sign),
    Asked("Is the sign's word longer than four letters?", "signpost", lambda t: len(t.sign) > 4),
    Asked("How often does the letter O occur on the sign?", "shop", lambda t: t.sign.count("O")),
    Asked("Which letter comes last on the sign?", "shop", lambda t: t.sign[-1]),
    Asked("Tell me the first letter you read on the sign.", "signpost", lambda t: t.sign[0]),
    Asked(
        "The text on the sign is made up of exactly six letters.",
        "shop",
        lambda t: len(t.sign) == 6,
    ),
    Asked("The sign's colour, please?", "signpost", lambda t: board(t)),
    Asked("The sign is painted yellow, yes?", "signpost", lambda t: board(t) == "yellow"),
    Asked(
        "Which colour is the sign that says OPEN?",
        "signpost",
        lambda t: board(t) if t.sign == "OPEN" else None,
    ),
    Asked(
        "Do the sign and the car share a colour?",
        "roadside",
        lambda t: board(t) == t.colour("car"),
    ),
    Asked(
        "Where's the sign, on the left or on the right?",
        "signpost",
        lambda t: "right" if clear(where(t)[0] - 0.5) else "left",
    ),
    Asked(
        "On which side of the house is the sign?",
        "shop",
        lambda t: "left" if leftward(t, "house") else "right",
    ),
    Asked(
        "Is it correct that the sign is to the right of the tree?",
        "shop",
        lambda t: not leftward(t, "tree"),
    ),
    Asked(
        "Which is nearer to the sign, the house or the tree?",
        "shop",
        lambda t: by_the_sign(t, "house", "tree"),
    ),
    Asked("What stands closest to the sign?", "signpost", lambda t: by_the_sign(t, "thing")),
    Asked(
        "Do the two signs read the same?",
        "two signposts",
        lambda t: signs(t)[0] == signs(t)[1],
    ),
    Asked(
        "Which of the two shops has put up a CLOSED sign?",
        "two shops",
        lambda t: image([said == "CLOSED" for said in signs(t)]),
    ),
    Asked("What does the sign in the second picture say?", "two shops", lambda t: signs(t)[1]),
    Asked(
        "What can be read on the sign in the picture that has a bicycle?",
        "two shops",
        lambda t: signs(t)[t.each("bicycle").index(1)] if t.n("bicycle") == 1 else None,
    ),
    Asked("Does either of these signs say STOP?", "two signposts", lambda t: "STOP" in signs(t)),
    Asked(
        "On how many of the two signs do I read OPEN?",
        "two shops",
        lambda t: signs(t).count("OPEN"),
    ),
    Asked(
        "Which image's sign has the longer word?",
        "two signposts",
        lambda t: image([len(said) > min(map(len, signs(t))) for said in signs(t)]),
    ),
    Asked(
        "The signs in the two photos are of different colours.",
        "two signposts",
        lambda t: boards(t)[0] != boards(t)[1],
    ),
    Asked(
        "One sign says OPEN, so what does the other one say?",
        "two signposts",
        lambda t: (
            next(said for said in signs(t) if said != "OPEN")
            if signs(t).count("OPEN") == 1
            else None
        ),
    ),
    Asked(
        "Show me the picture where the sign is yellow.",
        "two signposts",
        lambda t: image([colour == "yellow" for colour in boards(t)]),
    ),
)
