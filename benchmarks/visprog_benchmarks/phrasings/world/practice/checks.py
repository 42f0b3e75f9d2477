"""Whether something is so in one picture: there or not, all, none, only, so many, so coloured."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked

ROWS: tuple[Asked, ...] = (
    Asked("Any pigs around?", "farm", lambda t: t.n("pig") > 0),
    Asked("Is a helicopter flying up there?", "sky", lambda t: t.n("helicopter") > 0),
    Asked("I think there's a trumpet on the stage.", "stage", lambda t: t.n("trumpet") > 0),
    Asked("Is the drum missing?", "stage", lambda t: t.n("drum") == 0),
    Asked("motorcycle: yes or no", "street", lambda t: t.n("motorcycle") > 0),
    Asked("The bus is empty: true?", "street", lambda t: t.n("person", held="bus") == 0),
    Asked("Please check whether bread is being sold.", "market", lambda t: t.n("bread") > 0),
    Asked(
        "Would I meet a cat if I climbed into the boat?",
        "pond",
        lambda t: t.n("cat", held="boat") > 0,
    ),
    Asked(
        "There's a bird sitting in the tree, but no owl.",
        "park",
        lambda t: t.n("bird", held="tree") > 0 and t.n("owl", held="tree") == 0,
    ),
    Asked(
        "Can you see both the sun and a cloud?",
        "farm",
        lambda t: t.n("sun") > 0 and t.n("cloud") > 0,
    ),
    Asked(
        "Neither a camera nor a pair of scissors lies on this desk.",
        "desk",
        lambda t: t.n("camera") + t.n("scissors") == 0,
    ),
    Asked(
        "Is the umbrella or the bucket red, or even both?",
        "beach",
        lambda t: "red" in (t.colour("umbrella"), t.colour("bucket")),
    ),
    Asked(
        "Just one of them, the couch or the chair, is red.",
        "room",
        lambda t: (t.colour("couch") == "red") != (t.colour("chair") == "red"),
    ),
    Asked(
        "The seller has carrots or broccoli, but not both, agreed?",
        "market",
        lambda t: (t.n("carrot") > 0) != (t.n("broccoli") > 0),
    ),
    Asked("Kites but no birds?", "sky", lambda t: t.n("kite") > 0 and t.n("bird") == 0),
    Asked(
        "Along with the phone, is there a key?",
        "desk",
        lambda t: t.n("phone") > 0 and t.n("key") > 0,
    ),
    Asked("Not every ball here is red.", "park", lambda t: t.n("ball") > t.n("ball", "red")),
    Asked(
        "Among the balloons none is red, correct?",
        "sky",
        lambda t: t.n("balloon", "red") == 0 if t.n("balloon") else None,
    ),
    Asked(
        "Does the bowl hold nothing but apples?",
        "kitchen",
        lambda t: t.what("bowl") == "apple",
    ),
    Asked(
        "Are the shoes all black?",
        "wardrobe",
        lambda t: t.n("shoe") == t.n("shoe", "black") if t.n("shoe") > 1 else None,
    ),
    Asked(
        "All books on the desk are blue or black.",
        "desk",
        lambda t: {one.colour for one in t.things("book")} <= {"blue", "black"},
    ),
    Asked(
        "Apart from people, is anything in the boat?",
        "pond",
        lambda t: t.n("thing", held="boat") > t.n("person", held="boat"),
    ),
    Asked(
        "Leaving out the turtle, do any animals live on this beach?",
        "beach",
        lambda t: t.n("animal") > t.n("turtle"),
    ),
    Asked(
        "Everyone who can be seen is in the boat.",
        "harbour",
        lambda t: t.n("person") == t.n("person", held="boat"),
    ),
    Asked("Is the horse all alone, with no other animal?", "farm", lambda t: t.n("animal") == 1),
    Asked(
        "Does the basket contain more than one kind of fruit?",
        "market",
        lambda t: len({one.noun for one in t.things("fruit", held="basket")}) > 1,
    ),
    Asked("At least two dogs are in the park.", "park", lambda t: t.n("dog") >= 2),
    Asked("Exactly three monkeys, true or false?", "zoo", lambda t: t.n("monkey") == 3),
    Asked("More sheep than cows?", "farm", lambda t: t.n("sheep") > t.n("cow")),
    Asked(
        "There are as many people as crabs on this beach.",
        "beach",
        lambda t: t.n("person") == t.n("crab"),
    ),
    Asked("Are fewer than three cups out?", "kitchen", lambda t: t.n("cup") < 3),
    Asked(
        "If there are monkeys, are there more than two of them?",
        "zoo",
        lambda t: t.n("monkey") > 2 if t.n("monkey") else None,
    ),
    Asked("Two eggs lie in the nest, don't they?", "pond", lambda t: t.n("egg", held="nest") == 2),
    Asked("Do the birds outnumber the clouds?", "sky", lambda t: t.n("bird") > t.n("cloud")),
    Asked("Am I right that we see more than one zebra?", "zoo", lambda t: t.n("zebra") > 1),
    Asked("At most one person is on the stage, I believe.", "stage", lambda t: t.n("person") <= 1),
    Asked("It is a green teapot.", "kitchen", lambda t: t.colour("teapot") == "green"),
    Asked(
        "Does the hat match the dress in colour?",
        "wardrobe",
        lambda t: t.colour("hat") == t.colour("dress"),
    ),
    Asked(
        "Is the hat either red or green?",
        "park",
        lambda t: t.colour("hat") in ("red", "green"),
    ),
    Asked("The car has a colour other than red.", "street", lambda t: t.colour("car") != "red"),
    Asked("Do you find a blue book on the desk?", "desk", lambda t: t.n("book", "blue") > 0),
    Asked(
        "Could you confirm that the dog is aboard the boat?",
        "harbour",
        lambda t: t.n("dog", held="boat") == 1,
    ),
    Asked("Has somebody left a book on the bed?", "room", lambda t: t.n("book", held="bed") > 0),
    Asked("Mum, is the horse standing in the snow?", "outdoors", lambda t: t.ground == "snow"),
    Asked(
        "The dog is on the right of the tent, no?",
        "meadow",
        lambda t: t.lies("dog", "right", "tent"),
    ),
)
