"""What a sign says and what a picture stands on."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.world.practice.looks import offered
from visprog_benchmarks.phrasings.world.practice.pairs import alone

ROWS = (
    Asked("What does it say on the sign?", "signpost", lambda t: t.sign.lower()),
    Asked("Read me the sign, please.", "signpost", lambda t: t.sign.lower()),
    Asked("which word is on the sign", "signpost", lambda t: t.sign.lower()),
    Asked("What's the text on the board?", "signpost", lambda t: t.sign.lower()),
    Asked("Can you tell me what is written on the sign?", "signpost", lambda t: t.sign.lower()),
    Asked("The sign in the picture, what does it read?", "signpost", lambda t: t.sign.lower()),
    Asked('Does the sign say "open"?', "signpost", lambda t: t.sign == "OPEN"),
    Asked("Is the word OPEN written on the sign?", "signpost", lambda t: t.sign == "OPEN"),
    Asked("Does the sign read anything other than 'open'?", "signpost", lambda t: t.sign != "OPEN"),
    Asked(
        "Is it open or closed, according to the sign?",
        "signpost",
        lambda t: offered(t.sign.lower(), "open", "closed"),
    ),
    Asked(
        "Does the sign say open, and is there a cat?",
        "signpost",
        lambda t: t.sign == "OPEN" and t.n("cat") > 0,
    ),
    Asked("What is the ground in this picture?", "signpost", lambda t: t.ground),
    Asked("What kind of ground do you see?", "signpost", lambda t: t.ground),
    Asked("What is the ground covered with?", "signpost", lambda t: t.ground),
    Asked("Is the sign without the word stop?", "signpost", lambda t: t.sign != "STOP"),
    Asked("Is the ground anything but grass?", "signpost", lambda t: t.ground != "grass"),
    Asked("Is the ground grass?", "signpost", lambda t: t.ground == "grass"),
    Asked(
        "Is the picture set on grass or on sand?",
        "signpost",
        lambda t: offered(t.ground, "grass", "sand"),
    ),
    Asked(
        "Do the two signs say the same thing?",
        "two signposts",
        lambda t: t.pictures()[0].sign == t.pictures()[1].sign,
    ),
    Asked(
        "What does the sign in the right picture say?",
        "two signposts",
        lambda t: t.pictures()[1].sign.lower(),
    ),
    Asked(
        "In which image does the sign say open?",
        "two signposts",
        lambda t: alone([p.sign == "OPEN" for p in t.pictures()]),
    ),
)
