"""What, which, who, where: forms of asking for the name of something."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.truth import Truth
from visprog_benchmarks.phrasings.world.practice.inventory import holder, kinds, most
from visprog_benchmarks.phrasings.world.practice.looks import offered


def nouns(kind: str, t: Truth, held: str | None = None) -> list[str]:
    """The nouns of a category that are there. Raises ``ValueError`` where there are none."""
    found = sorted(set(kinds(t, kind, held=held)))
    if not found:
        raise ValueError(f"there is no {kind}")
    return found


ROWS = (
    # what is in or on it
    Asked("tell me what's lying on the plate", "kitchen", lambda t: t.what("plate")),
    Asked("What's been put on the plate?", "kitchen", lambda t: t.what("plate")),
    Asked("What does the bowl have in it?", "kitchen", lambda t: t.what("bowl")),
    Asked("Which fruit fills the bowl?", "kitchen", lambda t: t.what("bowl")),
    Asked("The fruit in the bowl: what is it?", "kitchen", lambda t: t.what("bowl")),
    Asked("Do you know which kind of fruit the bowl holds?", "kitchen", lambda t: t.what("bowl")),
    Asked("What's that on the bed?", "room", lambda t: t.what("bed")),
    Asked("What can be found on the bed?", "room", lambda t: t.what("bed")),
    Asked("Which thing lies on top of the bed?", "room", lambda t: t.what("bed")),
    Asked("On the bed there is something; what?", "room", lambda t: t.what("bed")),
    Asked("What is the name of the thing that the bed carries?", "room", lambda t: t.what("bed")),
    Asked("Which animals are on the couch?", "room", lambda t: nouns("animal", t, "couch")),
    Asked("What kind of food has been served on the plate?", "kitchen", lambda t: t.what("plate")),
    # which of these
    Asked(
        "What do you see on the plate, a cake or a cookie?",
        "kitchen",
        lambda t: offered(t.what("plate"), "cake", "cookie"),
    ),
    Asked(
        "Is that a cat or a book on the bed?",
        "room",
        lambda t: offered(t.what("bed"), "cat", "book"),
    ),
    Asked(
        "Is it apples, bananas or pears that are in the bowl?", "kitchen", lambda t: t.what("bowl")
    ),
    Asked(
        "Is the thing on the plate a donut or a cookie?",
        "kitchen",
        lambda t: offered(t.what("plate"), "donut", "cookie"),
    ),
    Asked("What lies on the bed: a book, a cat or a teddy bear?", "room", lambda t: t.what("bed")),
    # is it one of those
    Asked("Is the thing on the bed an animal?", "room", lambda t: t.n("animal", held="bed") > 0),
    Asked("Is what you see on the bed a book?", "room", lambda t: t.what("bed") == "book"),
    Asked("Is the food on the plate a cake?", "kitchen", lambda t: t.what("plate") == "cake"),
    Asked(
        "Is it bananas that the bowl is filled with?",
        "kitchen",
        lambda t: t.what("bowl") == "banana",
    ),
    Asked(
        "Is there anything to eat on the plate?", "kitchen", lambda t: t.n("food", held="plate") > 0
    ),
    Asked(
        "Is there any kind of animal on the bed?", "room", lambda t: t.n("animal", held="bed") > 0
    ),
    Asked("Is there a toy lying on the bed?", "room", lambda t: t.n("toy", held="bed") > 0),
    # where
    Asked("On what is the cat lying?", "room", lambda t: holder(t, "cat")),
    Asked("Which piece of furniture is the cat on?", "room", lambda t: holder(t, "cat")),
    Asked("Which has the cat on it: the bed or the couch?", "room", lambda t: holder(t, "cat")),
    Asked(
        "Is it the bed that the cat is lying on?",
        "room",
        lambda t: t.n("cat", held="bed") > 0,
    ),
    Asked("Where's the cat lying, on the bed or on the couch?", "room", lambda t: holder(t, "cat")),
    Asked(
        "Has the dog stayed out of the boat?",
        "harbour",
        lambda t: t.the("dog").holder is None,
    ),
    # which there are
    Asked("Which fruit is there the most of?", "kitchen", lambda t: most(kinds(t, "fruit"))),
    Asked("Which kind of animal is the most numerous?", "farm", lambda t: most(kinds(t, "animal"))),
    Asked(
        "what sort of animal is the most common here", "farm", lambda t: most(kinds(t, "animal"))
    ),
    Asked("Name every kind of animal in the picture.", "farm", lambda t: nouns("animal", t)),
    Asked("Which fruits does the picture show?", "kitchen", lambda t: nouns("fruit", t)),
    Asked("What animals live on this farm?", "farm", lambda t: nouns("animal", t)),
    # by kind
    Asked("How many toys can you count in the park?", "park", lambda t: t.n("toy")),
    Asked("How many animals, of whatever kind, are in the room?", "room", lambda t: t.n("animal")),
    Asked("How many vehicles of any kind are on the street?", "street", lambda t: t.n("vehicle")),
    Asked(
        "Is there more fruit in the bowl than food on the plate?",
        "kitchen",
        lambda t: t.n("fruit", held="bowl") > t.n("food", held="plate"),
    ),
    Asked("Are there more animals than toys?", "park", lambda t: t.n("animal") > t.n("toy")),
)
