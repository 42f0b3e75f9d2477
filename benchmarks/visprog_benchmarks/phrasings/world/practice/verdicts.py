"""Yes or no about one picture: forms of claiming and of asking whether."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.world.practice.inventory import given, hues, same

ROWS: tuple[Asked, ...] = (
    Asked(
        "Is everybody in the picture aboard the boat?",
        "harbour",
        lambda t: t.n("person", held="boat") == t.n("person"),
    ),
    Asked("I'm blind. Is a dog anywhere in my photo?", "park", lambda t: t.n("dog") > 0),
    Asked("No owls in that tree, right?", "park", lambda t: t.n("owl", held="tree") == 0),
    Asked(
        "These balloons are all one colour, aren't they?", "sky", lambda t: same(hues(t, "balloon"))
    ),
    Asked(
        "The teapot is exactly the same colour as the bowl.",
        "kitchen",
        lambda t: t.colour("teapot") == t.colour("bowl"),
    ),
    Asked(
        "True or false: nothing has been put on the plate.",
        "kitchen",
        lambda t: t.n("thing", held="plate") == 0,
    ),
    Asked("is the cat lying on the couch or not", "room", lambda t: t.n("cat", held="couch") == 1),
    Asked(
        "The couch is red, and so is the chair.",
        "room",
        lambda t: t.colour("couch") == t.colour("chair") == "red",
    ),
    Asked(
        "Does this room have any books that aren't on the bed?",
        "room",
        lambda t: t.n("book") > t.n("book", held="bed"),
    ),
    Asked("Do they keep pigs on this farm?", "farm", lambda t: t.n("pig") > 0),
    Asked("Not one cloud above the farm today!", "farm", lambda t: t.n("cloud") == 0),
    Asked(
        "The house looks bigger than the horse.",
        "farm",
        lambda t: t.larger("house", "horse") == "house",
    ),
    Asked(
        "More than one passenger has boarded the bus.",
        "street",
        lambda t: t.n("person", held="bus") > 1,
    ),
    Asked(
        "Can you spot a bicycle or a motorcycle anywhere?",
        "street",
        lambda t: t.n("bicycle") + t.n("motorcycle") > 0,
    ),
    Asked(
        "Could there be a person who hasn't got on the bus?",
        "street",
        lambda t: t.n("person") > t.n("person", held="bus"),
    ),
    Asked(
        "Is it correct that the truck is smaller than the car?",
        "street",
        lambda t: t.larger("truck", "car") == "car",
    ),
    Asked(
        "I believe the umbrella and the bucket have the same color. Correct?",
        "beach",
        lambda t: t.colour("umbrella") == t.colour("bucket"),
    ),
    Asked("So nobody came to the beach?", "beach", lambda t: t.n("person") == 0),
    Asked(
        "Are there just as many crabs as there are balls?",
        "beach",
        lambda t: given(t.things("crab") and t.things("ball"), t.n("crab") == t.n("ball")),
    ),
    Asked(
        "The sky has clouds in it as well as birds.",
        "sky",
        lambda t: t.n("cloud") > 0 and t.n("bird") > 0,
    ),
    Asked(
        "Am I correct in thinking that no helicopter is in the air?",
        "sky",
        lambda t: t.n("helicopter") == 0,
    ),
    Asked("Can a sign be seen at all?", "roadside", lambda t: t.text != ""),
    Asked("Does the sign read OPEN?", "shop", lambda t: t.sign == "OPEN"),
    Asked("Isn't the horse on grass?", "outdoors", lambda t: t.ground == "grass"),
    Asked(
        "Does the basket have any fruit in it other than apples?",
        "market",
        lambda t: t.n("fruit", held="basket") > t.n("apple", held="basket"),
    ),
    Asked(
        "You get more fruit out of the basket than out of the bowl.",
        "market",
        lambda t: t.n("fruit", held="basket") > t.n("fruit", held="bowl"),
    ),
    Asked(
        "bread and cheese both there?", "market", lambda t: t.n("bread") > 0 and t.n("cheese") > 0
    ),
    Asked(
        "Are people in the majority on this stage, compared with instruments?",
        "stage",
        lambda t: t.n("person") > t.n("instrument"),
    ),
    Asked(
        "On the stage stands exactly one person, am I right?",
        "stage",
        lambda t: t.n("person") == 1,
    ),
    Asked("Did somebody leave the boat empty?", "pond", lambda t: t.n("thing", held="boat") == 0),
    Asked(
        "Only animals are in the boat, no people.",
        "pond",
        lambda t: given(
            t.things("thing", held="boat"),
            t.n("animal", held="boat") == t.n("thing", held="boat"),
        ),
    ),
    Asked("Just one egg in the nest?", "pond", lambda t: t.n("egg", held="nest") == 1),
    Asked("Are any of the clothes green?", "wardrobe", lambda t: t.n("clothing", "green") > 0),
    Asked("I can see at least two shirts here.", "wardrobe", lambda t: t.n("shirt") >= 2),
    Asked(
        "Zebras but no monkeys: is that true of this zoo?",
        "zoo",
        lambda t: t.n("zebra") > 0 and t.n("monkey") == 0,
    ),
    Asked(
        "Please tell me, has a parrot sat down in the tree?",
        "zoo",
        lambda t: t.n("parrot", held="tree") > 0,
    ),
    Asked("is that bell yellow", "shelf", lambda t: t.colour("bell") == "yellow"),
    Asked(
        "The book is not of the same colour as the bell.",
        "shelf",
        lambda t: t.colour("book") != t.colour("bell"),
    ),
    Asked(
        "If I look for scissors on the desk, will I find any?",
        "desk",
        lambda t: t.n("scissors") > 0,
    ),
)
