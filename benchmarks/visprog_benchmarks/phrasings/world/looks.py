"""Colours and sizes."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.truth import Truth

ROWS = (
    # what colour
    Asked("What color's the bowl?", "kitchen", lambda t: t.colour("bowl")),
    Asked("What is the colour of the umbrella?", "harbour", lambda t: t.colour("umbrella")),
    Asked("which color does the teapot have?", "kitchen", lambda t: t.colour("teapot")),
    Asked("What colour hat is this?", "park", lambda t: t.colour("hat")),
    Asked("Tell me the color of the car.", "street", lambda t: t.colour("car")),
    Asked("What colour is that couch?", "room", lambda t: t.colour("couch")),
    Asked("The chair is what color?", "room", lambda t: t.colour("chair")),
    Asked("Of what colour is the shirt?", "room", lambda t: t.colour("shirt")),
    Asked("name the color of the teapot", "kitchen", lambda t: t.colour("teapot")),
    Asked("What color is the umbrella in the picture?", "harbour", lambda t: t.colour("umbrella")),
    Asked("What is the sofa's color?", "room", lambda t: t.colour("couch")),
    Asked("What colour does the hat have?", "park", lambda t: t.colour("hat")),
    Asked("Which colour is the automobile?", "street", lambda t: t.colour("car")),
    Asked("What colour is the bowl that holds the fruit?", "kitchen", lambda t: t.colour("bowl")),
    Asked(
        "What color is the couch with the dog on it?",
        "room",
        lambda t: t.colour("couch") if t.n("dog", held="couch") else None,
    ),
    # is it red
    Asked("Is the teapot green?", "kitchen", lambda t: t.colour("teapot") == "green"),
    Asked("Is that umbrella a red one?", "harbour", lambda t: t.colour("umbrella") == "red"),
    Asked("Is the color of the hat blue?", "park", lambda t: t.colour("hat") == "blue"),
    Asked("is the bowl red in color", "kitchen", lambda t: t.colour("bowl") == "red"),
    Asked("Does the couch have a red color?", "room", lambda t: t.colour("couch") == "red"),
    Asked("Is the chair blue or not?", "room", lambda t: t.colour("chair") == "blue"),
    Asked("Isn't the car blue?", "street", lambda t: t.colour("car") == "blue"),
    Asked("Is the car not red?", "street", lambda t: t.colour("car") != "red"),
    Asked("Would you say the shirt is purple?", "room", lambda t: t.colour("shirt") == "purple"),
    Asked("Is it a red hat?", "park", lambda t: t.colour("hat") == "red"),
    Asked(
        "Are the hat and the ball both blue?",
        "park",
        lambda t: _blue(t, "hat") and _blue(t, "ball") if t.n("ball") == 1 else None,
    ),
    Asked(
        "Is the umbrella red or is it blue?",
        "harbour",
        lambda t: t.colour("umbrella") if t.colour("umbrella") in ("red", "blue") else None,
    ),
    Asked("Is the chair green, red or blue?", "room", lambda t: t.colour("chair")),
    Asked("What color is the bowl, red, green or blue?", "kitchen", lambda t: t.colour("bowl")),
    Asked("Which colour is the car: red, blue or green?", "street", lambda t: t.colour("car")),
    Asked("Is the bowl red or green or blue?", "kitchen", lambda t: t.colour("bowl")),
    Asked(
        "Does the teapot look green or yellow?",
        "kitchen",
        lambda t: t.colour("teapot") if t.colour("teapot") != "blue" else None,
    ),
    Asked(
        "Are the bowl and the teapot the same color?",
        "kitchen",
        lambda t: t.colour("bowl") == t.colour("teapot"),
    ),
    Asked(
        "Do the chair and the shirt have the same colour?",
        "room",
        lambda t: t.colour("chair") == t.colour("shirt"),
    ),
    Asked(
        "Is the couch the same color as the chair?",
        "room",
        lambda t: t.colour("couch") == t.colour("chair"),
    ),
    Asked(
        "Are the couch and the chair different colors?",
        "room",
        lambda t: t.colour("couch") != t.colour("chair"),
    ),
    Asked(
        "Does the hat have a different colour than the ball?",
        "park",
        lambda t: t.colour("hat") != t.colour("ball") if t.n("ball") == 1 else None,
    ),
    # counting and finding by colour
    Asked("How many red cars can you see?", "harbour", lambda t: t.n("car", "red")),
    Asked("How many of the cars are red?", "harbour", lambda t: t.n("car", "red")),
    Asked("How many balls are blue?", "park", lambda t: t.n("ball", "blue")),
    Asked("how many cars are there that are red", "harbour", lambda t: t.n("car", "red")),
    Asked("How many cars are not red?", "harbour", lambda t: t.n("car") - t.n("car", "red")),
    Asked("How many non-red cars are there?", "harbour", lambda t: t.n("car") - t.n("car", "red")),
    Asked("Count the red balls.", "park", lambda t: t.n("ball", "red")),
    Asked(
        "How many red or blue balls are there?",
        "park",
        lambda t: t.n("ball", "red") + t.n("ball", "blue"),
    ),
    Asked(
        "How many balls are red or green?",
        "park",
        lambda t: t.n("ball", "red") + t.n("ball", "green"),
    ),
    Asked("How many red things are there?", "room", lambda t: t.n("thing", "red")),
    Asked("Is there a blue car?", "harbour", lambda t: t.n("car", "blue") > 0),
    Asked("Are there any black cars around?", "harbour", lambda t: t.n("car", "black") > 0),
    Asked("Is there a ball that is blue?", "park", lambda t: t.n("ball", "blue") > 0),
    Asked("Is there a ball which is not red?", "park", lambda t: t.n("ball") > t.n("ball", "red")),
    Asked("Is one of the balls green?", "park", lambda t: t.n("ball", "green") > 0),
    Asked("Are any of the cars black?", "harbour", lambda t: t.n("car", "black") > 0),
    Asked("Is any car blue?", "harbour", lambda t: t.n("car", "blue") > 0),
    Asked("Are all the cars red?", "harbour", lambda t: t.n("car") == t.n("car", "red")),
    Asked("Are all of the balls blue?", "park", lambda t: t.n("ball") == t.n("ball", "blue")),
    Asked("Is every car red?", "harbour", lambda t: t.n("car") == t.n("car", "red")),
    Asked("Are none of the cars red?", "harbour", lambda t: t.n("car", "red") == 0),
    Asked("Are at least two of the balls red?", "park", lambda t: t.n("ball", "red") >= 2),
    Asked(
        "Are there more red cars than blue cars?",
        "harbour",
        lambda t: t.n("car", "red") > t.n("car", "blue"),
    ),
    Asked(
        "Are there more red cars than blue ones?",
        "harbour",
        lambda t: t.n("car", "red") > t.n("car", "blue"),
    ),
    Asked("Are there two red balls?", "park", lambda t: t.n("ball", "red") == 2),
    Asked(
        "Is there a red ball and a blue ball?",
        "park",
        lambda t: t.n("ball", "red") > 0 and t.n("ball", "blue") > 0,
    ),
    Asked(
        "Is there a red ball but no green one?",
        "park",
        lambda t: t.n("ball", "red") > 0 and t.n("ball", "green") == 0,
    ),
    Asked(
        "Is there a yellow or green umbrella?",
        "harbour",
        lambda t: t.n("umbrella", "yellow") + t.n("umbrella", "green") > 0,
    ),
    Asked("Is there anything purple?", "room", lambda t: t.n("thing", "purple") > 0),
    Asked("Is there something green in the picture?", "room", lambda t: t.n("thing", "green") > 0),
    Asked(
        "What is green in the picture?",
        "kitchen",
        lambda t: t.things("thing", "green")[0].noun if t.n("thing", "green") == 1 else None,
    ),
    # sizes
    Asked("Is there a small dog?", "park", lambda t: t.n("dog", "small") > 0),
    Asked("How many small dogs are there?", "park", lambda t: t.n("dog", "small")),
    Asked("Are there any large dogs?", "park", lambda t: t.n("dog", "large") > 0),
    Asked("How many of the dogs are small?", "park", lambda t: t.n("dog", "small")),
    Asked("Is there a big chair?", "room", lambda t: t.n("chair", "large") > 0),
    Asked("Are there any little sheep?", "farm", lambda t: t.n("sheep", "small") > 0),
    Asked("Is there a small red ball?", "park", lambda t: t.n("ball", "small", "red") > 0),
    Asked("Is there a large blue car?", "street", lambda t: t.n("car", "large", "blue") > 0),
)


def _blue(t: Truth, noun: str) -> bool:
    return t.colour(noun) == "blue"
