"""Numbers: how many of something, under which conditions, together, more than others."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.truth import excess
from visprog_benchmarks.phrasings.world.unseen.sides import beside

ROWS = (
    # of one noun
    Asked("How many monkeys can you find in this picture?", "zoo", lambda t: t.n("monkey")),
    Asked("how many crabs are on the sand", "beach", lambda t: t.n("crab")),
    Asked("What's the number of zebras?", "zoo", lambda t: t.n("zebra")),
    Asked("Count the monkeys for me.", "zoo", lambda t: t.n("monkey")),
    Asked("Could you count the balloons?", "sky", lambda t: t.n("balloon")),
    Asked("I'd like to know how many ducks there are.", "pond", lambda t: t.n("duck")),
    Asked("how many kites?", "sky", lambda t: t.n("kite")),
    Asked("Number of people in the photo?", "beach", lambda t: t.n("person")),
    Asked("How many balls do we have here?", "beach", lambda t: t.n("ball")),
    Asked("How many shoes are there altogether?", "wardrobe", lambda t: t.n("shoe")),
    Asked("Tell me the number of cups in the shot.", "desk", lambda t: t.n("cup")),
    Asked("How many frogs does the scene have?", "pond", lambda t: t.n("frog")),
    Asked("How many birds are pictured?", "sky", lambda t: t.n("bird")),
    Asked("how many birds are up in the sky", "sky", lambda t: t.n("bird")),
    Asked("Hey, how many guitars are in this image?", "stage", lambda t: t.n("guitar")),
    Asked("What is the count of carrots?", "market", lambda t: t.n("carrot")),
    Asked("How many people does the picture show?", "stage", lambda t: t.n("person")),
    Asked("If I counted every crab, what number would I get?", "beach", lambda t: t.n("crab")),
    # of a category
    Asked("How many animals are in this shot?", "zoo", lambda t: t.n("animal")),
    Asked("How many musical instruments can you see?", "stage", lambda t: t.n("instrument")),
    Asked("how many vegetables are there", "market", lambda t: t.n("vegetable")),
    Asked(
        "Please tell me how many pieces of fruit the picture shows.",
        "market",
        lambda t: t.n("fruit"),
    ),
    Asked(
        "How many kinds of animal are there?",
        "zoo",
        lambda t: len({thing.noun for thing in t.things("animal")}),
    ),
    Asked("Not counting the lion, how many animals are there?", "zoo", lambda t: t.n("animal") - 1),
    Asked(
        "How many animals other than monkeys are there?",
        "zoo",
        lambda t: t.n("animal") - t.n("monkey"),
    ),
    Asked("How many animals are there besides the horse?", "farm", lambda t: t.n("animal") - 1),
    # in and on something
    Asked("How many parrots are perched in the tree?", "zoo", lambda t: t.n("parrot", held="tree")),
    Asked("How many parrots sit in the tree?", "zoo", lambda t: t.n("parrot", held="tree")),
    Asked("How many eggs does the nest hold?", "pond", lambda t: t.n("egg", held="nest")),
    Asked("In the nest, how many eggs are there?", "pond", lambda t: t.n("egg", held="nest")),
    Asked("how many lemons are in the bowl", "market", lambda t: t.n("lemon", held="bowl")),
    Asked("Count the apples in the basket.", "market", lambda t: t.n("apple", held="basket")),
    Asked(
        "How many pieces of fruit are in the basket?",
        "market",
        lambda t: t.n("fruit", held="basket"),
    ),
    Asked("How many people are aboard the boat?", "pond", lambda t: t.n("person", held="boat")),
    Asked("How many people are riding in the bus?", "street", lambda t: t.n("person", held="bus")),
    Asked("How many animals are in the boat?", "pond", lambda t: t.n("animal", held="boat")),
    Asked(
        "How many animals do you see on the couch?", "room", lambda t: t.n("animal", held="couch")
    ),
    Asked(
        "What is the number of people who are in the boat?",
        "harbour",
        lambda t: t.n("person", held="boat"),
    ),
    Asked(
        "How many people aren't on the boat?",
        "harbour",
        lambda t: t.n("person") - t.n("person", held="boat"),
    ),
    Asked(
        "How many of the people in the picture are in the boat?",
        "harbour",
        lambda t: t.n("person", held="boat"),
    ),
    Asked(
        "How many apples are not in the basket or the bowl?",
        "market",
        lambda t: t.n("apple") - t.n("apple", held="basket") - t.n("apple", held="bowl"),
    ),
    Asked(
        "How many more people are in the boat than outside it?",
        "harbour",
        lambda t: excess(t.n("person", held="boat"), t.n("person") - t.n("person", held="boat")),
    ),
    # of a colour
    Asked(
        "How many of the balloons are red?",
        "sky",
        lambda t: t.n("balloon", "red") if t.n("balloon") else None,
    ),
    Asked("How many blue books do you see?", "desk", lambda t: t.n("book", "blue")),
    Asked("Count only the green shirts.", "wardrobe", lambda t: t.n("shirt", "green")),
    Asked("How many shoes are black?", "wardrobe", lambda t: t.n("shoe", "black")),
    Asked("How many balloons aren't red?", "sky", lambda t: t.n("balloon") - t.n("balloon", "red")),
    Asked(
        "How many shirts are not green?",
        "wardrobe",
        lambda t: t.n("shirt") - t.n("shirt", "green"),
    ),
    Asked(
        "How many balls are red or yellow?",
        "beach",
        lambda t: t.n("ball", "red") + t.n("ball", "yellow"),
    ),
    Asked(
        "how many red and blue balloons are there in all",
        "sky",
        lambda t: t.n("balloon", "red") + t.n("balloon", "blue"),
    ),
    Asked(
        "How many different colours of balloon are there?",
        "sky",
        lambda t: len({thing.colour for thing in t.things("balloon")}),
    ),
    Asked(
        "How many balls have the same color as the bucket?",
        "beach",
        lambda t: t.n("ball", t.colour("bucket")),
    ),
    # somewhere
    Asked(
        "How many crabs are to the right of the tent?",
        "beach",
        lambda t: beside(t, "crab", "right", "tent"),
    ),
    Asked(
        "how many balls are left of the umbrella", "beach", lambda t: t.n("ball", left="umbrella")
    ),
    Asked(
        "How many people are there on the left of the tent?",
        "beach",
        lambda t: beside(t, "person", "left", "tent"),
    ),
    Asked(
        "To the right of the turtle, how many crabs are there?",
        "beach",
        lambda t: t.n("crab", right="turtle"),
    ),
    Asked(
        "How many balloons are higher than the plane?",
        "sky",
        lambda t: t.n("balloon", above="airplane"),
    ),
    Asked(
        "How many clouds are below the plane?",
        "sky",
        lambda t: beside(t, "cloud", "below", "airplane"),
    ),
    Asked(
        "How many cups are on the left side of the laptop?",
        "desk",
        lambda t: beside(t, "cup", "left", "laptop"),
    ),
    Asked(
        "How many frogs are below the boat?", "pond", lambda t: beside(t, "frog", "below", "boat")
    ),
    Asked(
        "How many fish can be seen to the right of the boat?",
        "pond",
        lambda t: beside(t, "fish", "right", "boat"),
    ),
    Asked(
        "How many monkeys are higher up than the elephant?",
        "zoo",
        lambda t: beside(t, "monkey", "above", "elephant"),
    ),
    Asked(
        "How many things are to the left of the robot?", "shelf", lambda t: t.row().index("robot")
    ),
    Asked(
        "How many objects are between the clock and the trophy?",
        "shelf",
        lambda t: len(t.amid("clock", "trophy")),
    ),
    Asked(
        "What's the number of people left of the umbrella and above the bucket?",
        "beach",
        lambda t: t.n("person", left="umbrella", above="bucket"),
    ),
    # together
    Asked(
        "How many crabs and balls are there in total?", "beach", lambda t: t.n("crab") + t.n("ball")
    ),
    Asked(
        "How many lions, zebras and monkeys are there altogether?",
        "zoo",
        lambda t: t.n("lion") + t.n("zebra") + t.n("monkey"),
    ),
    Asked(
        "What's the total number of ducks and frogs?", "pond", lambda t: t.n("duck") + t.n("frog")
    ),
    Asked(
        "How many guitars and trumpets are there combined?",
        "stage",
        lambda t: t.n("guitar") + t.n("trumpet"),
    ),
    Asked(
        "If you count the clouds and the birds together, how many are there?",
        "sky",
        lambda t: t.n("cloud") + t.n("bird"),
    ),
    Asked(
        "Add the number of cups to the number of books.",
        "desk",
        lambda t: t.n("cup") + t.n("book"),
    ),
    # how many more
    Asked(
        "How many more balloons than kites are there?",
        "sky",
        lambda t: excess(t.n("balloon"), t.n("kite")),
    ),
    Asked(
        "What is the difference between the number of ducks and the number of frogs?",
        "pond",
        lambda t: abs(t.n("duck") - t.n("frog")),
    ),
    Asked(
        "The sheep outnumber the cows by how many?",
        "farm",
        lambda t: excess(t.n("sheep"), t.n("cow")) or None,
    ),
    Asked(
        "How many fewer cups than books are there?",
        "desk",
        lambda t: excess(t.n("book"), t.n("cup")),
    ),
)
