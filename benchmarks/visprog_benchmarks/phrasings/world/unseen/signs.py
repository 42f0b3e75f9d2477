"""Signs and grounds: what is written, whether it says so, what there is underfoot."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.truth import Truth, among, left_or_right


def _says(t: Truth, word: str) -> bool:
    return t.text.lower() == word


def _each(t: Truth, word: str) -> list[bool]:
    return [_says(one, word) for one in t.pictures()]


ROWS = (
    # what it says
    Asked("What does the sign read?", "shop", lambda t: t.text),
    Asked("what's written on the sign", "shop", lambda t: t.text),
    Asked("What word is on the sign?", "shop", lambda t: t.text),
    Asked("Read the sign, please.", "shop", lambda t: t.text),
    Asked("Tell me what the sign says.", "shop", lambda t: t.text),
    Asked("What text can be seen in the picture?", "shop", lambda t: t.text),
    Asked("Which word is written on the board?", "shop", lambda t: t.text),
    Asked("What's the sign say?", "shop", lambda t: t.text),
    Asked("What word can you read on the sign?", "shop", lambda t: t.text),
    Asked("How many letters does the word on the sign have?", "shop", lambda t: len(t.text)),
    Asked(
        "Does the sign say open or closed?",
        "shop",
        lambda t: among(t.text.lower(), "open", "closed"),
    ),
    # whether it says so
    Asked("Does the sign have the word open on it?", "shop", lambda t: _says(t, "open")),
    Asked('Is the word "closed" written on the sign?', "shop", lambda t: _says(t, "closed")),
    Asked("does it say BAKERY on the sign?", "shop", lambda t: _says(t, "bakery")),
    Asked('The sign says "Hotel".', "shop", lambda t: _says(t, "hotel")),
    Asked('The sign doesn\'t say "open".', "shop", lambda t: not _says(t, "open")),
    Asked("Is there a sign that says stop?", "roadside", lambda t: _says(t, "stop")),
    # whether there is one
    Asked("Is there a sign in the picture?", "roadside", lambda t: bool(t.text)),
    Asked("Do you see a sign anywhere?", "roadside", lambda t: bool(t.text)),
    Asked("is there any text in this image", "roadside", lambda t: bool(t.text)),
    # on two pictures
    Asked(
        "What does the sign in the left picture say?", "two shops", lambda t: t.pictures()[0].text
    ),
    Asked(
        "What is written on the sign in the second image?",
        "two shops",
        lambda t: t.pictures()[1].text,
    ),
    Asked(
        "In which image does the sign say 'open', the left or the right?",
        "two shops",
        lambda t: left_or_right(*_each(t, "open")),
    ),
    Asked("Does either sign say closed?", "two shops", lambda t: any(_each(t, "closed"))),
    Asked(
        "Is the same word written on both signs?",
        "two shops",
        lambda t: len({one.text for one in t.pictures()}) == 1,
    ),
    # grounds
    Asked("What kind of surface are the animals on?", "outdoors", lambda t: t.ground),
    Asked("On what kind of ground is the horse?", "outdoors", lambda t: t.ground),
    Asked("Is the ground covered in snow?", "outdoors", lambda t: t.ground == "snow"),
    Asked(
        "Are the animals on grass or on sand?",
        "outdoors",
        lambda t: among(t.ground, "grass", "sand"),
    ),
    Asked("what kind of ground is this", "outdoors", lambda t: t.ground),
    Asked("The horse is on grass.", "outdoors", lambda t: t.ground == "grass"),
)
