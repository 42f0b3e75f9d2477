"""Yes or no about one picture: forms of claiming and of asking whether."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.truth import among
from visprog_benchmarks.phrasings.world.practice.inventory import (
    given,
    holder,
    hues,
    same,
    several,
)
from visprog_benchmarks.phrasings.world.practice.whereabouts import across, corner

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
    Asked("Is there a dog anywhere?", "park", lambda t: t.n("dog") > 0),
    Asked("Anybody on the bus?", "street", lambda t: t.n("person", held="bus") > 0),
    Asked("I don't see any cups on this desk. Is that correct?", "desk", lambda t: t.n("cup") == 0),
    Asked("No zebras here.", "zoo", lambda t: t.n("zebra") == 0),
    Asked("Does this farm keep more sheep than cows?", "farm", lambda t: t.n("sheep") > t.n("cow")),
    Asked(
        "Is it true that nobody is in the boat?", "pond", lambda t: t.n("person", held="boat") == 0
    ),
    Asked(
        "Is the cat on the bed or not?",
        "room",
        lambda t: holder(t, "cat") == "bed",
    ),
    Asked(
        "Both the cat and the dog are sitting on the sofa.",
        "room",
        lambda t: [holder(t, one) for one in ("cat", "dog")] == ["couch", "couch"],
    ),
    Asked(
        "Would I find some fruit in the bowl?", "kitchen", lambda t: t.n("fruit", held="bowl") > 0
    ),
    Asked("Can you see any clouds above the farm?", "farm", lambda t: t.n("cloud") > 0),
    Asked("The sky is free of clouds.", "sky", lambda t: t.n("cloud") == 0),
    Asked("Does the picture show exactly two zebras?", "zoo", lambda t: t.n("zebra") == 2),
    Asked(
        "Are all the balls red?",
        "park",
        lambda t: set(several(t, "ball")) == {"red"},
    ),
    Asked(
        "None of the balloons is blue.",
        "sky",
        lambda t: given(t.things("balloon"), t.n("balloon", "blue") == 0),
    ),
    Asked("At least one book on the desk is blue.", "desk", lambda t: t.n("book", "blue") > 0),
    Asked(
        "Are the shoes all the same colour, please?", "wardrobe", lambda t: same(hues(t, "shoe"))
    ),
    Asked(
        "Does the lion stand to the left of the elephant?",
        "zoo",
        lambda t: t.lies("lion", "left", "elephant"),
    ),
    Asked(
        "Is the TV higher up in the picture than the bed?",
        "room",
        lambda t: t.lies("television", "above", "bed"),
    ),
    Asked(
        "The car looks bigger than the truck, doesn't it?",
        "street",
        lambda t: t.larger("car", "truck") == "car",
    ),
    Asked("Does it say OPEN on the sign?", "shop", lambda t: t.sign == "OPEN"),
    Asked(
        "According to the sign, are they closed?",
        "shop",
        lambda t: among(t.sign, "OPEN", "CLOSED") and t.sign == "CLOSED",
    ),
    Asked(
        "Please check whether a helicopter is flying around.",
        "sky",
        lambda t: t.n("helicopter") > 0,
    ),
    Asked("There are no people at all on this stage.", "stage", lambda t: t.n("person") == 0),
    Asked("Do we have three people or more on the beach?", "beach", lambda t: t.n("person") >= 3),
    Asked(
        "Is there only one duck on the pond?",
        "pond",
        lambda t: given(t.things("duck"), t.n("duck") == 1),
    ),
    Asked(
        "Is the dog on board the boat?",
        "harbour",
        lambda t: holder(t, "dog") == "boat",
    ),
    Asked(
        "the monkeys outnumber the zebras, don't they",
        "zoo",
        lambda t: t.n("monkey") > t.n("zebra"),
    ),
    Asked("I play the guitar. Do they have one on stage?", "stage", lambda t: t.n("guitar") > 0),
    Asked("Has the nest got anything in it?", "pond", lambda t: t.n("thing", held="nest") > 0),
    Asked(
        "You can see a bicycle or a motorcycle in this street.",
        "street",
        lambda t: t.n("bicycle") + t.n("motorcycle") > 0,
    ),
    Asked(
        "Does this beach have a kite as well as a ball?",
        "beach",
        lambda t: t.n("kite") > 0 and t.n("ball") > 0,
    ),
    Asked(
        "Neither a dog nor a cow appears in this picture.",
        "signpost",
        lambda t: t.n("dog") + t.n("cow") == 0,
    ),
    Asked(
        "Is the robot standing right beside the clock?",
        "shelf",
        lambda t: "clock" in {t.neighbour("robot", -1), t.neighbour("robot", 1)},
    ),
    Asked(
        "Going from left to right, the bell comes before the book.",
        "shelf",
        lambda t: t.side("bell", "book") == "left",
    ),
    Asked(
        "Is the horse closer to the viewer than the dog is?",
        "meadow",
        lambda t: t.nearer("horse", "dog") == "horse",
    ),
    Asked("Are there fewer than two balls on the grass?", "park", lambda t: t.n("ball") < 2),
    Asked("An owl is sitting in the tree, right?", "park", lambda t: t.n("owl", held="tree") > 0),
    Asked(
        "Could you confirm that there is nothing but apples in the basket?",
        "market",
        lambda t: {one.noun for one in t.things("thing", held="basket")} == {"apple"},
    ),
    Asked(
        "Hello, I am blind. Is the dog in the left half of my photo?",
        "shop",
        lambda t: across(t, t.the("dog")) == "left",
    ),
    Asked("As many cups as books: yes or no?", "desk", lambda t: t.n("cup") == t.n("book")),
    Asked(
        "The traffic light is on the right-hand side.",
        "street",
        lambda t: across(t, t.the("traffic light")) == "right",
    ),
    Asked(
        "Teacher says there is just one parrot up in the tree. Is she right?",
        "zoo",
        lambda t: t.n("parrot", held="tree") == 1,
    ),
    Asked(
        "Is it the upper left corner where the tent is?",
        "beach",
        lambda t: corner(t, "tent") == "top left",
    ),
)
