"""Whether: is there any, how many at least, more than others, both, neither; statements."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.truth import Truth
from visprog_benchmarks.phrasings.world.unseen.sides import beside


def _more(t: Truth, noun: str, other: str) -> str | None:
    """The noun of which there are more."""
    if t.n(noun) == t.n(other):
        return None
    return noun if t.n(noun) > t.n(other) else other


ROWS = (
    # there is
    Asked("Is there a camera anywhere?", "desk", lambda t: t.n("camera") > 0),
    Asked("Any monkeys here?", "zoo", lambda t: t.n("monkey") > 0),
    Asked("Can you spot a helicopter?", "sky", lambda t: t.n("helicopter") > 0),
    Asked("Does this picture have a drum in it?", "stage", lambda t: t.n("drum") > 0),
    Asked("Is a backpack visible?", "wardrobe", lambda t: t.n("backpack") > 0),
    Asked("Are there people in the photo?", "beach", lambda t: t.n("person") > 0),
    Asked("do you see any zebras", "zoo", lambda t: t.n("zebra") > 0),
    Asked("Are there any birds in the sky?", "sky", lambda t: t.n("bird") > 0),
    Asked("is anybody in the picture?", "stage", lambda t: t.n("person") > 0),
    Asked("Does the photo show any people at all?", "beach", lambda t: t.n("person") > 0),
    Asked("Are fish visible in this image?", "pond", lambda t: t.n("fish") > 0),
    Asked("Are any crabs shown in the photo?", "beach", lambda t: t.n("crab") > 0),
    Asked("Is there some bread?", "market", lambda t: t.n("bread") > 0),
    Asked("Please check whether there is a key.", "desk", lambda t: t.n("key") > 0),
    Asked("There's a trumpet in this scene, right?", "stage", lambda t: t.n("trumpet") > 0),
    Asked("I can't see any scissors. Are there any?", "desk", lambda t: t.n("scissors") > 0),
    Asked("Is there no kite in the image?", "beach", lambda t: t.n("kite") == 0),
    # in and on something
    Asked("Is there anyone in the boat?", "pond", lambda t: t.n("person", held="boat") > 0),
    Asked("Is the boat empty?", "pond", lambda t: t.n("thing", held="boat") == 0),
    Asked("Is there anything in the nest?", "pond", lambda t: t.n("thing", held="nest") > 0),
    Asked("Does the tree have any parrots in it?", "zoo", lambda t: t.n("parrot", held="tree") > 0),
    Asked(
        "is there any kind of fruit in the bowl", "kitchen", lambda t: t.n("fruit", held="bowl") > 0
    ),
    Asked("Is a dog sitting on the couch?", "room", lambda t: t.n("dog", held="couch") > 0),
    Asked("Can you see a cat in the boat?", "pond", lambda t: t.n("cat", held="boat") > 0),
    Asked("Are there apples in the basket?", "market", lambda t: t.n("apple", held="basket") > 0),
    Asked(
        "Is it true that nobody is on the bus?", "street", lambda t: t.n("person", held="bus") == 0
    ),
    Asked(
        "Are there any people who aren't on the boat?",
        "harbour",
        lambda t: t.n("person") > t.n("person", held="boat"),
    ),
    # of a colour
    Asked("Is there a blue balloon?", "sky", lambda t: t.n("balloon", "blue") > 0),
    Asked("Do you see a yellow ball?", "beach", lambda t: t.n("ball", "yellow") > 0),
    Asked(
        "Are any of the shirts green?",
        "wardrobe",
        lambda t: t.n("shirt", "green") > 0 if t.n("shirt") else None,
    ),
    Asked(
        "Is there a balloon that is not red?",
        "sky",
        lambda t: t.n("balloon") > t.n("balloon", "red"),
    ),
    Asked(
        "Are there any shoes that aren't black?",
        "wardrobe",
        lambda t: t.n("shoe") > t.n("shoe", "black"),
    ),
    Asked("Are none of the books red?", "desk", lambda t: t.n("book", "red") == 0),
    Asked(
        "Are all the shoes black?",
        "wardrobe",
        lambda t: t.n("shoe", "black") == t.n("shoe") if t.n("shoe") else None,
    ),
    Asked(
        "Are red balls the only balls here?",
        "beach",
        lambda t: t.n("ball", "red") == t.n("ball") if t.n("ball") else None,
    ),
    Asked(
        "Are all the balloons the same colour?",
        "sky",
        lambda t: (
            len({thing.colour for thing in t.things("balloon")}) == 1
            if t.n("balloon") > 1
            else None
        ),
    ),
    Asked(
        "If you took away the red balls, would any balls be left?",
        "beach",
        lambda t: t.n("ball") > t.n("ball", "red") if t.n("ball", "red") else None,
    ),
    # so many
    Asked("Are there exactly three zebras?", "zoo", lambda t: t.n("zebra") == 3),
    Asked("Is there just one monkey?", "zoo", lambda t: t.n("monkey") == 1),
    Asked("is there only one bird in the sky", "sky", lambda t: t.n("bird") == 1),
    Asked("Are there more than two crabs in the photo?", "beach", lambda t: t.n("crab") > 2),
    Asked("are there at least 2 balloons", "sky", lambda t: t.n("balloon") >= 2),
    Asked("Are there two or more guitars?", "stage", lambda t: t.n("guitar") >= 2),
    Asked("Is there more than one cup?", "desk", lambda t: t.n("cup") > 1),
    Asked("Do you see fewer than three ducks?", "pond", lambda t: t.n("duck") < 3),
    Asked("Are there no more than two people?", "stage", lambda t: t.n("person") <= 2),
    Asked(
        "Does the tree hold at least two parrots?", "zoo", lambda t: t.n("parrot", held="tree") >= 2
    ),
    Asked(
        "Are there exactly two eggs in the nest?", "pond", lambda t: t.n("egg", held="nest") == 2
    ),
    Asked("Is the number of balloons odd?", "sky", lambda t: t.n("balloon") % 2 == 1),
    # more than others
    Asked("Are there more ducks than frogs?", "pond", lambda t: t.n("duck") > t.n("frog")),
    Asked("Do the monkeys outnumber the zebras?", "zoo", lambda t: t.n("monkey") > t.n("zebra")),
    Asked("are there fewer cups than books", "desk", lambda t: t.n("cup") < t.n("book")),
    Asked("Are there more ducks or more frogs?", "pond", lambda t: _more(t, "duck", "frog")),
    Asked("What are there more of, cups or books?", "desk", lambda t: _more(t, "cup", "book")),
    Asked(
        "Are there exactly as many people as crabs?",
        "beach",
        lambda t: t.n("person") == t.n("crab"),
    ),
    Asked(
        "Is the number of guitars equal to the number of drums?",
        "stage",
        lambda t: t.n("guitar") == t.n("drum"),
    ),
    Asked(
        "Are there more people than animals in the boat?",
        "pond",
        lambda t: t.n("person", held="boat") > t.n("animal", held="boat"),
    ),
    Asked(
        "Are there exactly twice as many balloons as kites?",
        "sky",
        lambda t: t.n("balloon") == 2 * t.n("kite"),
    ),
    Asked(
        "Are there more balls to the left of the tent than to the right of it?",
        "beach",
        lambda t: t.n("ball", left="tent") > t.n("ball", right="tent"),
    ),
    # and, or, not
    Asked("Are there both monkeys and zebras?", "zoo", lambda t: t.n("monkey") > 0 < t.n("zebra")),
    Asked(
        "Is there a helicopter as well as a cloud?",
        "sky",
        lambda t: t.n("helicopter") > 0 < t.n("cloud"),
    ),
    Asked(
        "Do you see either a drum or a trumpet?",
        "stage",
        lambda t: t.n("drum") + t.n("trumpet") > 0,
    ),
    Asked("Are there any dogs or bicycles?", "shop", lambda t: t.n("dog") + t.n("bicycle") > 0),
    Asked("Is there a camera but no key?", "desk", lambda t: t.n("camera") > 0 == t.n("key")),
    Asked(
        "Does the image show kites but no balloons?",
        "sky",
        lambda t: t.n("kite") > 0 == t.n("balloon"),
    ),
    Asked(
        "Can you see a cup, a camera and a key?",
        "desk",
        lambda t: min(t.n("cup"), t.n("camera"), t.n("key")) > 0,
    ),
    Asked(
        "Is it true that there are neither balls nor crabs?",
        "beach",
        lambda t: t.n("ball") + t.n("crab") == 0,
    ),
    # somewhere
    Asked(
        "Is there a ball to the right of the umbrella?",
        "beach",
        lambda t: t.n("ball", right="umbrella") > 0,
    ),
    Asked("Are there any crabs below the tent?", "beach", lambda t: t.n("crab", below="tent") > 0),
    Asked(
        "is there a person left of the tent?",
        "beach",
        lambda t: beside(t, "person", "left", "tent") > 0,
    ),
    Asked(
        "Do you see a frog on the right of the boat?",
        "pond",
        lambda t: beside(t, "frog", "right", "boat") > 0,
    ),
    Asked("To the right of the bell, is there anything?", "shelf", lambda t: t.row()[-1] != "bell"),
    Asked(
        "Is there a cup to the left of the laptop and a phone to the right of it?",
        "desk",
        lambda t: beside(t, "cup", "left", "laptop") > 0 < t.n("phone", right="laptop"),
    ),
    Asked(
        "Are all the frogs to the left of the boat?",
        "pond",
        lambda t: t.n("frog") == beside(t, "frog", "left", "boat") if t.n("frog") else None,
    ),
    Asked(
        "Is every balloon higher than the plane?",
        "sky",
        lambda t: t.n("balloon") == t.n("balloon", above="airplane") if t.n("balloon") else None,
    ),
    # statements
    Asked("There are no people in the image.", "stage", lambda t: t.n("person") == 0),
    Asked("The nest has at least one egg in it.", "pond", lambda t: t.n("egg", held="nest") > 0),
    Asked("At least two of the books are blue.", "desk", lambda t: t.n("book", "blue") >= 2),
    Asked("Exactly one of the books is red.", "desk", lambda t: t.n("book", "red") == 1),
    Asked(
        "At least one of the balloons is blue.",
        "sky",
        lambda t: t.n("balloon", "blue") > 0 if t.n("balloon") else None,
    ),
    Asked("The tree has no parrots in it.", "zoo", lambda t: t.n("parrot", held="tree") == 0),
    Asked("True or false: there are exactly three frogs.", "pond", lambda t: t.n("frog") == 3),
    Asked("There isn't a single person in this picture.", "beach", lambda t: t.n("person") == 0),
    Asked("The number of trumpets is greater than two.", "stage", lambda t: t.n("trumpet") > 2),
    Asked(
        "There is a crab to the right of the turtle.",
        "beach",
        lambda t: t.n("crab", right="turtle") > 0,
    ),
)
