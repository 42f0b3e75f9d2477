"""Colours and sizes: forms of asking what something looks like."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.world.practice.inventory import coloured, hues, only, same


def offered(found: str | None, *choice: str) -> str:
    """What was found, which has to be one of those that the question offers."""
    if found is None or found not in choice:
        raise ValueError(f"{found} is not offered")
    return found


ROWS = (
    # what colour
    Asked("what color's the hat", "park", lambda t: t.colour("hat")),
    Asked("The umbrella is what colour?", "harbour", lambda t: t.colour("umbrella")),
    Asked("Please name the colour of the couch.", "room", lambda t: t.colour("couch")),
    Asked("Do you know what colour the teapot is?", "kitchen", lambda t: t.colour("teapot")),
    Asked("What colour does the shirt have?", "room", lambda t: t.colour("shirt")),
    Asked("I'd like to know the color of the bowl.", "kitchen", lambda t: t.colour("bowl")),
    Asked("What colour hat is there in the park?", "park", lambda t: t.colour("hat")),
    Asked("How would you describe the colour of the sofa?", "room", lambda t: t.colour("couch")),
    Asked("What's the umbrella's colour?", "harbour", lambda t: t.colour("umbrella")),
    Asked("shirt color?", "room", lambda t: t.colour("shirt")),
    Asked("What is the colour that the chair has been given?", "room", lambda t: t.colour("chair")),
    Asked("As for the car, what colour is it?", "street", lambda t: t.colour("car")),
    Asked("Look at the teapot. What colour is it?", "kitchen", lambda t: t.colour("teapot")),
    Asked("In which colour does the hat come?", "park", lambda t: t.colour("hat")),
    Asked(
        "What colour is the bowl that has fruit in it?",
        "kitchen",
        lambda t: offered(
            t.colour("bowl") if t.n("fruit", held="bowl") else None, "blue", "red", "green"
        ),
    ),
    Asked(
        "What colour is the couch on which the dog is lying?",
        "room",
        lambda t: offered(
            t.colour("couch") if t.n("dog", held="couch") else None, "blue", "purple"
        ),
    ),
    Asked(
        "What colour is the ball that has no other ball to its left?",
        "park",
        lambda t: t.extreme("ball", "left").colour,
    ),
    Asked(
        "Look for the ball that is lowest in the picture: what colour is it?",
        "park",
        lambda t: t.extreme("ball", "below").colour,
    ),
    Asked(
        "The car that's farthest right is what colour?",
        "harbour",
        lambda t: t.extreme("car", "right").colour,
    ),
    Asked(
        "What colour is the car that is to the left of the boat?",
        "harbour",
        lambda t: only([car.colour for car in t.beside("car", "left", "boat")]),
    ),
    Asked(
        "What colours do the cars come in?",
        "harbour",
        lambda t: sorted({str(c.colour) for c in t.things("car")}),
    ),
    Asked(
        "List all the colours of the balls.",
        "park",
        lambda t: sorted({str(b.colour) for b in t.things("ball")}),
    ),
    # is it of this colour
    Asked("Is red the colour of the umbrella?", "harbour", lambda t: t.colour("umbrella") == "red"),
    Asked("Is the hat green in colour?", "park", lambda t: t.colour("hat") == "green"),
    Asked("Is the couch a red one?", "room", lambda t: t.colour("couch") == "red"),
    Asked("Isn't the bowl green?", "kitchen", lambda t: t.colour("bowl") == "green"),
    Asked("Is the chair any colour but red?", "room", lambda t: t.colour("chair") != "red"),
    Asked("does the car have a blue color", "street", lambda t: t.colour("car") == "blue"),
    Asked(
        "Can you confirm that the teapot is green?",
        "kitchen",
        lambda t: t.colour("teapot") == "green",
    ),
    Asked("Is the umbrella not red?", "harbour", lambda t: t.colour("umbrella") != "red"),
    Asked("Is it a red shirt?", "room", lambda t: t.colour("shirt") == "red"),
    Asked("Is the hat either red or blue?", "park", lambda t: t.colour("hat") in ("red", "blue")),
    Asked(
        "Is the hat neither red nor green?",
        "park",
        lambda t: t.colour("hat") not in ("red", "green"),
    ),
    Asked(
        "Are the couch and the chair both red?",
        "room",
        lambda t: t.colour("couch") == t.colour("chair") == "red",
    ),
    Asked(
        "Is at least one of the shirt and the chair red?",
        "room",
        lambda t: "red" in (t.colour("shirt"), t.colour("chair")),
    ),
    Asked(
        "Is neither the chair nor the couch red?",
        "room",
        lambda t: "red" not in (t.colour("couch"), t.colour("chair")),
    ),
    Asked(
        "Is the bowl red and the teapot yellow?",
        "kitchen",
        lambda t: t.colour("bowl") == "red" and t.colour("teapot") == "yellow",
    ),
    Asked(
        "Is the sofa the cat is lying on red?",
        "room",
        lambda t: (
            offered(t.colour("couch") if t.n("cat", held="couch") else None, "blue", "red") == "red"
        ),
    ),
    Asked(
        "Is the car that is furthest left a red one?",
        "harbour",
        lambda t: t.extreme("car", "left").colour == "red",
    ),
    # which of these colours
    Asked(
        "Red or yellow: which is the umbrella?",
        "harbour",
        lambda t: offered(t.colour("umbrella"), "red", "yellow"),
    ),
    Asked(
        "Which colour is the hat, green or red?",
        "park",
        lambda t: offered(t.colour("hat"), "green", "red"),
    ),
    Asked(
        "Would you call the teapot green or blue?",
        "kitchen",
        lambda t: offered(t.colour("teapot"), "green", "blue"),
    ),
    Asked("Is the car's colour red, green or blue?", "street", lambda t: t.colour("car")),
    Asked(
        "Is it a red or a blue couch?", "room", lambda t: offered(t.colour("couch"), "red", "blue")
    ),
    Asked("The chair: green, red or blue?", "room", lambda t: t.colour("chair")),
    Asked(
        "Is the shirt green or is it red?",
        "room",
        lambda t: offered(t.colour("shirt"), "green", "red"),
    ),
    Asked(
        "Which one is red: the chair or the couch?",
        "room",
        lambda t: coloured(t, "red", "chair", "couch"),
    ),
    Asked(
        "Of the bowl and the teapot, which is the green one?",
        "kitchen",
        lambda t: coloured(t, "green", "bowl", "teapot"),
    ),
    # the same colour
    Asked(
        "Do the bowl and the teapot have the same color?",
        "kitchen",
        lambda t: t.colour("bowl") == t.colour("teapot"),
    ),
    Asked(
        "Are the couch and the chair alike in colour?",
        "room",
        lambda t: t.colour("couch") == t.colour("chair"),
    ),
    Asked(
        "Does the shirt match the chair in colour?",
        "room",
        lambda t: t.colour("shirt") == t.colour("chair"),
    ),
    Asked(
        "Is there a ball of the same colour as the hat?",
        "park",
        lambda t: t.n("ball", t.colour("hat")) > 0,
    ),
    Asked(
        "Does any ball share its colour with the hat?",
        "park",
        lambda t: t.n("ball", t.colour("hat")) > 0,
    ),
    Asked(
        "Do the couch and the chair come in different colours?",
        "room",
        lambda t: t.colour("couch") != t.colour("chair"),
    ),
    Asked(
        "Do the shirt and the couch differ in colour?",
        "room",
        lambda t: t.colour("shirt") != t.colour("couch"),
    ),
    Asked("Do all the balls share one colour?", "park", lambda t: same(hues(t, "ball"))),
    # sizes
    Asked(
        "Is the plate bigger than the clock?",
        "kitchen",
        lambda t: t.larger("plate", "clock") == "plate",
    ),
    Asked(
        "Is the clock bigger in size than the bowl?",
        "kitchen",
        lambda t: t.larger("clock", "bowl") == "clock",
    ),
    Asked(
        "Of the bus and the car, which is the bigger one?",
        "street",
        lambda t: t.larger("bus", "car"),
    ),
    Asked(
        "Compare the truck with the car: which of them is larger?",
        "street",
        lambda t: t.larger("truck", "car"),
    ),
    Asked(
        "is the car smaller than the bus is", "street", lambda t: t.larger("car", "bus") == "bus"
    ),
    Asked(
        "Which one is the smaller: the teapot or the plate?",
        "kitchen",
        lambda t: "plate" if t.larger("teapot", "plate") == "teapot" else "teapot",
    ),
    Asked(
        "Between the horse and the house, which takes up more of the picture?",
        "farm",
        lambda t: t.larger("horse", "house"),
    ),
    Asked(
        "Does the horse exceed the house in size?",
        "farm",
        lambda t: t.larger("horse", "house") == "horse",
    ),
    Asked(
        "Is the horse not as big as the tractor?",
        "farm",
        lambda t: t.larger("horse", "tractor") == "tractor",
    ),
    Asked(
        "Is the clock smaller or larger than the plate?",
        "kitchen",
        lambda t: "larger" if t.larger("clock", "plate") == "clock" else "smaller",
    ),
    Asked(
        "Which of the three is largest: the bowl, the plate or the clock?",
        "kitchen",
        lambda t: t.larger("bowl", t.larger("plate", "clock")),
    ),
    Asked("Which animal is the biggest of all?", "farm", lambda t: t.biggest("animal")),
    Asked("What's the smallest animal you can find?", "farm", lambda t: t.biggest("animal", -1)),
    Asked("Is it a large clock?", "kitchen", lambda t: t.the("clock").size == "large"),
    Asked("Would you call the horse small?", "farm", lambda t: t.the("horse").size == "small"),
    Asked("Is the clock small, medium or large?", "kitchen", lambda t: t.the("clock").size),
    Asked(
        "Do you see both a large dog and a small one?",
        "park",
        lambda t: t.n("dog", "large") > 0 and t.n("dog", "small") > 0,
    ),
)
