"""What people ask about numbers in one picture: how many, at least, more than."""

from __future__ import annotations

from collections import Counter

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.truth import Truth
from visprog_benchmarks.phrasings.world.practice.inventory import (
    given,
    hues,
    kinds,
    more,
    most,
    same,
)


def aboard(t: Truth) -> list[str]:
    """Whether it is a person or an animal, for each who is in the boat."""
    return [what for what in ("person", "animal") for _ in t.things(what, held="boat")]


ROWS: tuple[Asked, ...] = (
    # numbers
    Asked("Mummy, how many ducks are swimming there?", "pond", lambda t: t.n("duck")),
    Asked("Count the monkeys for me and tell me the number.", "zoo", lambda t: t.n("monkey")),
    Asked("What is the total of balloons in the air?", "sky", lambda t: t.n("balloon")),
    Asked("Number of shoes", "wardrobe", lambda t: t.n("shoe")),
    Asked(
        "I can't see the photo myself. How many people are on this beach?",
        "beach",
        lambda t: t.n("person"),
    ),
    Asked(
        "How many pieces of clothing are green?",
        "wardrobe",
        lambda t: t.n("clothing", "green"),
    ),
    Asked(
        "In how many different colours do the balls come?",
        "park",
        lambda t: len(set(hues(t, "ball"))),
    ),
    Asked(
        "How many kinds of animals does this zoo show?",
        "zoo",
        lambda t: len(set(kinds(t, "animal"))),
    ),
    Asked("Ducks plus frogs makes what?", "pond", lambda t: t.n("duck") + t.n("frog")),
    Asked(
        "How many people are on foot?",
        "street",
        lambda t: t.n("person") - t.n("person", held="bus"),
    ),
    Asked("How many musical instruments has the band got?", "stage", lambda t: t.n("instrument")),
    Asked(
        "Apples in total, those in the basket or bowl and those lying around",
        "market",
        lambda t: t.n("apple"),
    ),
    Asked(
        "Excuse me, how many animals are travelling in the boat?",
        "pond",
        lambda t: t.n("animal", held="boat"),
    ),
    Asked(
        "How many of the books are not blue?",
        "desk",
        lambda t: t.n("book") - t.n("book", "blue"),
    ),
    Asked("Red items: give the figure.", "wardrobe", lambda t: t.n("thing", "red")),
    Asked(
        "With the bus included, how many vehicles are on this street?",
        "street",
        lambda t: t.n("vehicle"),
    ),
    Asked(
        "Besides the boat, how many vehicles did you find?",
        "harbour",
        lambda t: t.n("vehicle") - 1,
    ),
    Asked(
        "What is the difference between the number of sheep and the number of cows?",
        "farm",
        lambda t: abs(t.n("sheep") - t.n("cow")),
    ),
    Asked(
        "How many more birds than clouds does the sky have?",
        "sky",
        lambda t: t.n("bird") - t.n("cloud") if t.n("bird") > t.n("cloud") else None,
    ),
    Asked(
        "I'm making lemonade, so how many lemons would the bowl give me?",
        "market",
        lambda t: t.n("lemon", held="bowl"),
    ),
    Asked(
        "State the number of fruits contained in the basket.",
        "market",
        lambda t: t.n("fruit", held="basket"),
    ),
    Asked(
        "How many fruits were put neither in the basket nor in the bowl?",
        "market",
        lambda t: t.n("fruit") - t.n("fruit", held="basket") - t.n("fruit", held="bowl"),
    ),
    Asked("Of the cars, how many are painted red?", "harbour", lambda t: t.n("car", "red")),
    Asked(
        "The cars that are black or blue, what do they add up to?",
        "harbour",
        lambda t: t.n("car", "black") + t.n("car", "blue"),
    ),
    Asked(
        "How many living creatures, people included, can be seen at the beach?",
        "beach",
        lambda t: t.n("animal") + t.n("person"),
    ),
    Asked(
        "Take the balls and the kite together: how many toys is that?",
        "park",
        lambda t: t.n("ball") + t.n("kite"),
    ),
    Asked(
        "How many two-wheelers are there if motorcycles count as well?",
        "street",
        lambda t: t.n("bicycle") + t.n("motorcycle"),
    ),
    Asked(
        "Not counting the horse, how many animals does the farmer have here?",
        "farm",
        lambda t: t.n("animal") - t.n("horse"),
    ),
    Asked("How many carrots do I have for my soup?", "market", lambda t: t.n("carrot")),
    Asked(
        "How many persons has the boat taken on board?",
        "harbour",
        lambda t: t.n("person", held="boat"),
    ),
    Asked(
        "Airplanes and helicopters taken as one group: what is their count?",
        "sky",
        lambda t: t.n("airplane") + t.n("helicopter"),
    ),
    Asked("Output the number of instances of class crab.", "beach", lambda t: t.n("crab")),
    # amounts
    Asked("At least three balloons, yes?", "sky", lambda t: t.n("balloon") >= 3),
    Asked("You can count no more than one crab.", "beach", lambda t: t.n("crab") <= 1),
    Asked("Does just a single cup stand on the desk?", "desk", lambda t: t.n("cup") == 1),
    Asked(
        "Are two or more birds flying about up there?",
        "sky",
        lambda t: t.n("bird") >= 2,
    ),
    Asked("Is the number of ducks odd?", "pond", lambda t: t.n("duck") % 2 == 1),
    Asked("Are there enough cups for three guests?", "kitchen", lambda t: t.n("cup") >= 3),
    Asked(
        "Could each of my two children have an apple?",
        "market",
        lambda t: t.n("apple") >= 2,
    ),
    Asked("Do I count fewer than four shoes?", "wardrobe", lambda t: t.n("shoe") < 4),
    Asked(
        "One, two or three sheep: is that how many there are?",
        "farm",
        lambda t: 1 <= t.n("sheep") <= 3,
    ),
    Asked(
        "Is the majority of the cars red?",
        "harbour",
        lambda t: t.n("car", "red") > t.n("car") / 2 if t.n("car") > 1 else None,
    ),
    Asked(
        "Most of the people in the photo are in the boat.",
        "harbour",
        lambda t: t.n("person", held="boat") > t.n("person") / 2,
    ),
    Asked("The desk has two books at most.", "desk", lambda t: t.n("book") <= 2),
    Asked(
        "Is one egg all that the nest has in it?",
        "pond",
        lambda t: t.n("egg", held="nest") == 1,
    ),
    Asked("All the balls are of one colour.", "park", lambda t: same(hues(t, "ball"))),
    Asked(
        "Do all of the people sit in the bus?",
        "street",
        lambda t: given(t.things("person"), t.n("person") == t.n("person", held="bus")),
    ),
    Asked(
        "Does any animal in the zoo appear exactly three times?",
        "zoo",
        lambda t: 3 in Counter(kinds(t, "animal")).values(),
    ),
    Asked(
        "Of every kind of animal there is only one.",
        "farm",
        lambda t: max(Counter(kinds(t, "animal")).values()) == 1,
    ),
    Asked(
        "Seven things are lying on this desk, is that true?", "desk", lambda t: t.n("thing") == 7
    ),
    Asked("Are less than four vehicles on the road?", "street", lambda t: t.n("vehicle") < 4),
    # comparisons of numbers
    Asked("Do the pigs outnumber the cows?", "farm", lambda t: t.n("pig") > t.n("cow")),
    Asked("Fewer frogs than ducks?", "pond", lambda t: t.n("frog") < t.n("duck")),
    Asked(
        "Are there as many eggs in the nest as ducks on the water?",
        "pond",
        lambda t: t.n("egg", held="nest") == t.n("duck"),
    ),
    Asked(
        "Which do we have more of, crabs or people?", "beach", lambda t: more(t, "crab", "person")
    ),
    Asked(
        "Carrots or broccoli: what is there in larger number?",
        "market",
        lambda t: more(t, "carrot", "broccoli"),
    ),
    Asked(
        "In this wardrobe the shoes are in the majority and the shirts in the minority.",
        "wardrobe",
        lambda t: t.n("shoe") > t.n("shirt"),
    ),
    Asked(
        "The number of balls equals the number of dogs.",
        "park",
        lambda t: t.n("ball") == t.n("dog"),
    ),
    Asked(
        "Could every dog get a ball of its own?",
        "park",
        lambda t: given(t.things("dog"), t.n("ball") >= t.n("dog")),
    ),
    Asked(
        "Are more people riding in the bus than are outside it?",
        "street",
        lambda t: t.n("person", held="bus") > t.n("person") / 2,
    ),
    Asked(
        "Does the basket hold more pieces of fruit than the bowl?",
        "market",
        lambda t: t.n("fruit", held="basket") > t.n("fruit", held="bowl"),
    ),
    Asked(
        "Books and cups: which are fewer?",
        "desk",
        lambda t: {"cup": "book", "book": "cup"}.get(str(more(t, "cup", "book"))),
    ),
    Asked(
        "The balloons number twice the clouds, correct?",
        "sky",
        lambda t: given(t.things("cloud"), t.n("balloon") == 2 * t.n("cloud")),
    ),
    Asked(
        "Zebras and monkeys are equally numerous, I think.",
        "zoo",
        lambda t: t.n("zebra") == t.n("monkey"),
    ),
    Asked(
        "People are scarcer than animals here, aren't they?",
        "beach",
        lambda t: t.n("person") < t.n("animal"),
    ),
    Asked(
        "What is the most common animal on the farm?", "farm", lambda t: most(kinds(t, "animal"))
    ),
    Asked(
        "Are more of the balls red than not red?",
        "park",
        lambda t: t.n("ball", "red") > t.n("ball") / 2,
    ),
    Asked(
        "Do the sheep make up more than half of all the animals?",
        "farm",
        lambda t: t.n("sheep") > t.n("animal") / 2,
    ),
    Asked("More fish than frogs, no doubt.", "pond", lambda t: t.n("fish") > t.n("frog")),
    Asked(
        "Who is in greater number on the boat, people or animals?",
        "pond",
        lambda t: most(aboard(t)),
    ),
)
