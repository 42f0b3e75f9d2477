"""Whether something is there, all of it or none, both or neither: forms of asking for presence."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.truth import Truth


def all_held(noun: str, holder: str, t: Truth) -> bool:
    """Whether all are in or on the holder. Raises ``ValueError`` where there are none."""
    if not t.n(noun):
        raise ValueError(f"there is no {noun}")
    return t.n(noun, held=holder) == t.n(noun)


ROWS = (
    # is there
    Asked("any sign of a dog?", "park", lambda t: t.n("dog") > 0),
    Asked("Any sheep in this one?", "farm", lambda t: t.n("sheep") > 0),
    Asked("Does the image have a cloud in it?", "farm", lambda t: t.n("cloud") > 0),
    Asked("Is a pig anywhere to be seen?", "farm", lambda t: t.n("pig") > 0),
    Asked("Has this photo got a candle in it?", "kitchen", lambda t: t.n("candle") > 0),
    Asked("Can a bird be made out in the picture?", "harbour", lambda t: t.n("bird") > 0),
    Asked("Do you happen to see a teddy bear?", "room", lambda t: t.n("teddy bear") > 0),
    Asked("Do bicycles appear in the scene?", "street", lambda t: t.n("bicycle") > 0),
    Asked("Are cows present?", "farm", lambda t: t.n("cow") > 0),
    Asked("please tell me if there's a dog in the room", "room", lambda t: t.n("dog") > 0),
    Asked("I'd like to know whether any pigs are shown.", "farm", lambda t: t.n("pig") > 0),
    Asked("Let me know if you see a motorcycle.", "street", lambda t: t.n("motorcycle") > 0),
    Asked("Could you check for owls?", "park", lambda t: t.n("owl") > 0),
    Asked("Is there an owl among the animals?", "park", lambda t: t.n("owl") > 0),
    Asked("Is it the case that the picture contains a cloud?", "farm", lambda t: t.n("cloud") > 0),
    Asked("Isn't there a dog somewhere?", "park", lambda t: t.n("dog") > 0),
    Asked(
        "There's a pear somewhere in the picture, isn't there?",
        "kitchen",
        lambda t: t.n("pear") > 0,
    ),
    Asked("Does anyone appear in this photo?", "street", lambda t: t.n("person") > 0),
    # is there none
    Asked("Is the picture free of dogs?", "park", lambda t: not t.n("dog")),
    Asked("Are there zero pigs?", "farm", lambda t: not t.n("pig")),
    Asked("Is this a scene without any birds?", "harbour", lambda t: not t.n("bird")),
    Asked("Does the image lack bicycles?", "street", lambda t: not t.n("bicycle")),
    Asked("is it true that no sheep can be seen?", "farm", lambda t: not t.n("sheep")),
    Asked("There aren't any cows, right?", "farm", lambda t: not t.n("cow")),
    Asked("Is nobody on the bus?", "street", lambda t: not t.n("person", held="bus")),
    Asked("Is the bowl empty?", "kitchen", lambda t: not t.n("thing", held="bowl")),
    Asked(
        "Is there nothing at all on the plate?", "kitchen", lambda t: not t.n("thing", held="plate")
    ),
    Asked("Is the couch without a dog?", "room", lambda t: not t.n("dog", held="couch")),
    # in, on, beside
    Asked("Is anything lying on the plate?", "kitchen", lambda t: t.n("thing", held="plate") > 0),
    Asked(
        "Is there anyone at all who isn't on the bus?",
        "street",
        lambda t: t.n("person") > t.n("person", held="bus"),
    ),
    Asked("Is there a dog aboard the boat?", "harbour", lambda t: t.n("dog", held="boat") > 0),
    Asked("Is the boat carrying a dog?", "harbour", lambda t: t.n("dog", held="boat") > 0),
    Asked("Does the tree have an owl in it?", "park", lambda t: t.n("owl", held="tree") > 0),
    Asked("Is the bed occupied by a cat?", "room", lambda t: t.n("cat", held="bed") > 0),
    Asked("has anyone left a book on the bed", "room", lambda t: t.n("book", held="bed") > 0),
    Asked(
        "Inside the bowl, are there any bananas?",
        "kitchen",
        lambda t: t.n("banana", held="bowl") > 0,
    ),
    Asked(
        "Are there apples that are not in the bowl?",
        "kitchen",
        lambda t: t.n("apple") > t.n("apple", held="bowl"),
    ),
    Asked(
        "Is at least one of the people out of the boat?",
        "harbour",
        lambda t: t.n("person") > t.n("person", held="boat"),
    ),
    Asked(
        "Left of the house, is there a pig?",
        "farm",
        lambda t: bool(t.beside("pig", "left", "house")),
    ),
    Asked(
        "Does the horse have a sheep to its right?",
        "farm",
        lambda t: bool(t.beside("sheep", "right", "horse")),
    ),
    Asked(
        "Is there a ball somewhere to the right of the tree?",
        "park",
        lambda t: bool(t.beside("ball", "right", "tree")),
    ),
    Asked(
        "Do any birds show up above the boat?",
        "harbour",
        lambda t: bool(t.beside("bird", "above", "boat")),
    ),
    # both, either, neither, but
    Asked("Are cows and pigs both present?", "farm", lambda t: t.n("cow") > 0 and t.n("pig") > 0),
    Asked("Are there pigs as well as cows?", "farm", lambda t: t.n("cow") > 0 and t.n("pig") > 0),
    Asked(
        "Does the scene contain the sun along with a cloud?",
        "farm",
        lambda t: t.n("sun") > 0 and t.n("cloud") > 0,
    ),
    Asked(
        "Is either a motorcycle or a bicycle to be seen?",
        "street",
        lambda t: t.n("motorcycle") + t.n("bicycle") > 0,
    ),
    Asked("Are there neither pigs nor cows?", "farm", lambda t: not t.n("pig") and not t.n("cow")),
    Asked("Are both pigs and cows absent?", "farm", lambda t: not t.n("pig") and not t.n("cow")),
    Asked(
        "Is there the sun but not a single cloud?",
        "farm",
        lambda t: t.n("sun") > 0 and not t.n("cloud"),
    ),
    Asked("Do you see sheep, but no cows?", "farm", lambda t: t.n("sheep") > 0 and not t.n("cow")),
    Asked("Are there pigs without any cows?", "farm", lambda t: t.n("pig") > 0 and not t.n("cow")),
    Asked(
        "Can you see any of these: a cow, a pig, a cloud?",
        "farm",
        lambda t: t.n("cow") + t.n("pig") + t.n("cloud") > 0,
    ),
    Asked(
        "Is there at least one cow, one pig and one sheep?",
        "farm",
        lambda t: all(map(t.n, ("cow", "pig", "sheep"))),
    ),
    Asked(
        "Does the couch hold both a cat and a dog?",
        "room",
        lambda t: t.n("cat", held="couch") > 0 and t.n("dog", held="couch") > 0,
    ),
    Asked(
        "Is there either a cat or a dog on the sofa?",
        "room",
        lambda t: t.n("cat", held="couch") + t.n("dog", held="couch") > 0,
    ),
    Asked(
        "Is there something other than a cat on the couch?",
        "room",
        lambda t: t.n("thing", held="couch") > t.n("cat", held="couch"),
    ),
    Asked("Are there animals other than the horse?", "farm", lambda t: t.n("animal") > 1),
    Asked(
        "Besides the sheep, are there any cows or pigs?",
        "farm",
        lambda t: t.n("cow") + t.n("pig") > 0,
    ),
    Asked(
        "Is there exactly one of the two, the sun or a cloud?",
        "farm",
        lambda t: t.n("sun") + t.n("cloud") == 1,
    ),
    # all, some, none
    Asked("Is any one of these cars red?", "harbour", lambda t: t.n("car", "red") > 0),
    Asked("Is there a blue one among the balls?", "park", lambda t: t.n("ball", "blue") > 0),
    Asked("Do any of the cars happen to be black?", "harbour", lambda t: t.n("car", "black") > 0),
    Asked("Is each of the balls red?", "park", lambda t: t.n("ball", "red") == t.n("ball")),
    Asked("are the cars all red", "harbour", lambda t: t.n("car", "red") == t.n("car")),
    Asked("Is red the colour of every ball?", "park", lambda t: t.n("ball", "red") == t.n("ball")),
    Asked("Are none of the cars blue?", "harbour", lambda t: not t.n("car", "blue")),
    Asked("Is not a single ball green?", "park", lambda t: not t.n("ball", "green")),
    Asked("Is there a ball that isn't red?", "park", lambda t: t.n("ball", "red") < t.n("ball")),
    Asked(
        "Can you find a car whose colour is blue or black?",
        "harbour",
        lambda t: t.n("car", "blue") + t.n("car", "black") > 0,
    ),
    Asked(
        "Is everybody in the boat?",
        "harbour",
        lambda t: t.n("person", held="boat") == t.n("person"),
    ),
    Asked(
        "Are all the people who are in the picture on the bus?",
        "street",
        lambda t: all_held("person", "bus", t),
    ),
    Asked("Are all the apples in the bowl?", "kitchen", lambda t: all_held("apple", "bowl", t)),
    Asked("Is any of the dogs small?", "park", lambda t: t.n("dog", "small") > 0),
)
