"""Numbers of things, added up, compared and claimed."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.truth import excess
from visprog_benchmarks.phrasings.world.practice.inventory import given, hues, kinds, more

ROWS: tuple[Asked, ...] = (
    Asked(
        "Are more people in the boat than outside it?",
        "harbour",
        lambda t: 2 * t.n("person", held="boat") > t.n("person"),
    ),
    Asked(
        "People and dogs in the boat, how many passengers does that make?",
        "harbour",
        lambda t: t.n("person", held="boat") + t.n("dog", held="boat"),
    ),
    Asked(
        "For every car there is a bird, no more and no fewer.",
        "harbour",
        lambda t: t.n("car") == t.n("bird"),
    ),
    Asked("Exactly two birds are in sight, aren't they?", "harbour", lambda t: t.n("bird") == 2),
    Asked(
        "Leaving out the dogs, how many animals remain?",
        "park",
        lambda t: t.n("animal") - t.n("dog"),
    ),
    Asked(
        "How many balls have a colour other than red?",
        "park",
        lambda t: t.n("ball") - t.n("ball", "red"),
    ),
    Asked("At most one dog is running about here.", "park", lambda t: t.n("dog") <= 1),
    Asked("Just a single ball, then?", "park", lambda t: t.n("ball") == 1),
    Asked(
        "How many pieces of fruit have been left outside the bowl?",
        "kitchen",
        lambda t: t.n("fruit") - t.n("fruit", held="bowl"),
    ),
    Asked(
        "We are three people. Is there a cup for each of us?",
        "kitchen",
        lambda t: t.n("cup") >= 3,
    ),
    Asked("Apples all told, the ones in the bowl included?", "kitchen", lambda t: t.n("apple")),
    Asked("Number of pets in the room, please.", "room", lambda t: t.n("cat") + t.n("dog")),
    Asked("Is the couch taken by more than one?", "room", lambda t: t.n("thing", held="couch") > 1),
    Asked(
        "Which are more numerous here, the cows or the pigs?",
        "farm",
        lambda t: more(t, "cow", "pig"),
    ),
    Asked("How many sheep more than cows?", "farm", lambda t: excess(t.n("sheep"), t.n("cow"))),
    Asked(
        "Does the farmer have all three: cows, pigs and sheep?",
        "farm",
        lambda t: all(t.n(noun) for noun in ("cow", "pig", "sheep")),
    ),
    Asked("The horse isn't the only animal around.", "farm", lambda t: t.n("animal") > 1),
    Asked("How many other animals keep the horse company?", "farm", lambda t: t.n("animal") - 1),
    Asked(
        "Bicycles and motorcycles counted together come to what number?",
        "street",
        lambda t: t.n("bicycle") + t.n("motorcycle"),
    ),
    Asked(
        "Is anyone here who did not get on the bus?",
        "street",
        lambda t: t.n("person") > t.n("person", held="bus"),
    ),
    Asked(
        "Count everybody: those riding in the bus and those on foot.",
        "street",
        lambda t: t.n("person"),
    ),
    Asked("Has the bus just one passenger?", "street", lambda t: t.n("person", held="bus") == 1),
    Asked(
        "Are the people outnumbered by crabs?",
        "beach",
        lambda t: t.n("crab") > t.n("person"),
    ),
    Asked(
        "How many balls are neither red nor blue?",
        "beach",
        lambda t: t.n("ball") - t.n("ball", "red") - t.n("ball", "blue"),
    ),
    Asked("What do zebras plus monkeys add up to?", "zoo", lambda t: t.n("zebra") + t.n("monkey")),
    Asked("How many parrots has the tree got?", "zoo", lambda t: t.n("parrot", held="tree")),
    Asked(
        "In how many different colours do the balloons come?",
        "sky",
        lambda t: len(set(hues(t, "balloon"))) or None,
    ),
    Asked(
        "At least two balloons share a colour.",
        "sky",
        lambda t: len(set(hues(t, "balloon"))) < t.n("balloon"),
    ),
    Asked(
        "The airplane included, how many aircraft are flying?",
        "sky",
        lambda t: t.n("airplane") + t.n("helicopter"),
    ),
    Asked("Fewer cups than books on this desk?", "desk", lambda t: t.n("cup") < t.n("book")),
    Asked(
        "I am colour-blind. How many blue books are lying on the desk?",
        "desk",
        lambda t: t.n("book", "blue"),
    ),
    Asked(
        "How many pairs of shoes could one wear?",
        "wardrobe",
        lambda t: t.n("shoe") // 2 if t.n("shoe") % 2 == 0 else None,
    ),
    Asked("Is there more than one shirt to choose from?", "wardrobe", lambda t: t.n("shirt") > 1),
    Asked(
        "How many kinds of fruit are on offer, whatever they lie in?",
        "market",
        lambda t: len(set(kinds(t, "fruit"))),
    ),
    Asked(
        "Does the bowl contain a larger number of fruits than the basket?",
        "market",
        lambda t: t.n("fruit", held="bowl") > t.n("fruit", held="basket"),
    ),
    Asked(
        "Every apple is in the basket, is it not?",
        "market",
        lambda t: given(t.things("apple"), t.n("apple") == t.n("apple", held="basket")),
    ),
    Asked(
        "Are there enough instruments for everyone on stage to get one?",
        "stage",
        lambda t: given(t.things("person"), t.n("instrument") >= t.n("person")),
    ),
    Asked(
        "Of ducks, frogs and fish, what is there most of?",
        "pond",
        lambda t: more(t, "duck", "frog", "fish"),
    ),
    Asked("Is it one egg that lies in the nest?", "pond", lambda t: t.n("egg", held="nest") == 1),
)
