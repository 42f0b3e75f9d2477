"""How many, how many more, at least, altogether."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked

ROWS = (
    # how many
    Asked("How many dogs are visible?", "park", lambda t: t.n("dog")),
    Asked("how many dogs", "park", lambda t: t.n("dog")),
    Asked("Count the balls.", "park", lambda t: t.n("ball")),
    Asked("count all the birds please", "harbour", lambda t: t.n("bird")),
    Asked("What's the total number of cars?", "harbour", lambda t: t.n("car")),
    Asked("Give me the number of sheep in this picture.", "farm", lambda t: t.n("sheep")),
    Asked("Tell me how many pigs there are.", "farm", lambda t: t.n("pig")),
    Asked("Can you tell me how many cups there are?", "kitchen", lambda t: t.n("cup")),
    Asked("how many people do you see here?", "street", lambda t: t.n("person")),
    Asked("How many persons are shown in the photo?", "harbour", lambda t: t.n("person")),
    Asked("How many cows does this image contain?", "farm", lambda t: t.n("cow")),
    Asked("How many bikes are in this scene?", "street", lambda t: t.n("bicycle")),
    Asked("How many apples in total?", "kitchen", lambda t: t.n("apple")),
    Asked("In the photo, how many books are there?", "room", lambda t: t.n("book")),
    Asked("How many animals are there in all?", "farm", lambda t: t.n("animal")),
    Asked("How many vehicles can be seen?", "street", lambda t: t.n("vehicle")),
    Asked("How many pieces of furniture are there?", "room", lambda t: t.n("furniture")),
    Asked("Number of clouds?", "farm", lambda t: t.n("cloud")),
    Asked("How many automobiles are there?", "harbour", lambda t: t.n("car")),
    Asked("how many sheeps are there", "farm", lambda t: t.n("sheep")),
    Asked("Please count the animals in the image.", "park", lambda t: t.n("animal")),
    Asked("What is the amount of bananas?", "kitchen", lambda t: t.n("banana")),
    # in and on something
    Asked("How many people are inside the boat?", "harbour", lambda t: t.n("person", held="boat")),
    Asked("How many people does the boat carry?", "harbour", lambda t: t.n("person", held="boat")),
    Asked("Count the people on the boat.", "harbour", lambda t: t.n("person", held="boat")),
    Asked("How many birds are sitting in the tree?", "park", lambda t: t.n("bird", held="tree")),
    Asked("How many birds are on top of the tree?", "park", lambda t: t.n("bird", held="tree")),
    Asked(
        "What is the number of apples inside the bowl?",
        "kitchen",
        lambda t: t.n("apple", held="bowl"),
    ),
    Asked("How many passengers are in the bus?", "street", lambda t: t.n("person", held="bus")),
    Asked("How many people ride on the bus?", "street", lambda t: t.n("person", held="bus")),
    Asked(
        "In the boat, how many people are there?", "harbour", lambda t: t.n("person", held="boat")
    ),
    Asked("How many animals are on the couch?", "room", lambda t: t.n("animal", held="couch")),
    Asked(
        "How many people are not in the boat?",
        "harbour",
        lambda t: t.n("person") - t.n("person", held="boat"),
    ),
    Asked(
        "How many birds aren't on the tree?",
        "park",
        lambda t: t.n("bird") - t.n("bird", held="tree"),
    ),
    Asked(
        "How many people are outside the bus?",
        "street",
        lambda t: t.n("person") - t.n("person", held="bus"),
    ),
    Asked("how many of the birds are in the tree", "park", lambda t: t.n("bird", held="tree")),
    Asked("How many things are in the bowl?", "kitchen", lambda t: t.n("thing", held="bowl")),
    Asked("How many objects are on the plate?", "kitchen", lambda t: t.n("thing", held="plate")),
    # amounts
    Asked("Are there two dogs?", "park", lambda t: t.n("dog") == 2),
    Asked("Are there exactly 2 pigs?", "farm", lambda t: t.n("pig") == 2),
    Asked("Do you see precisely three cars?", "harbour", lambda t: t.n("car") == 3),
    Asked("Is there just one dog?", "park", lambda t: t.n("dog") == 1),
    Asked("Is there only one cow in the picture?", "farm", lambda t: t.n("cow") == 1),
    Asked("Is there a single ball?", "park", lambda t: t.n("ball") == 1),
    Asked("Are there two or more cows?", "farm", lambda t: t.n("cow") >= 2),
    Asked("Are there at least a couple of pigs?", "farm", lambda t: t.n("pig") >= 2),
    Asked("Is there more than one bird?", "harbour", lambda t: t.n("bird") > 1),
    Asked("Are there more than two cars here?", "harbour", lambda t: t.n("car") > 2),
    Asked("Are there less than 3 balls?", "park", lambda t: t.n("ball") < 3),
    Asked("Are there fewer than two sheep in the photo?", "farm", lambda t: t.n("sheep") < 2),
    Asked("Are there no more than two cups?", "kitchen", lambda t: t.n("cup") <= 2),
    Asked("Are there not more than two cups?", "kitchen", lambda t: t.n("cup") <= 2),
    Asked("Are there at most two dogs in this picture?", "park", lambda t: t.n("dog") <= 2),
    Asked("Are there three or fewer sheep?", "farm", lambda t: t.n("sheep") <= 3),
    Asked("Can you see at least two apples?", "kitchen", lambda t: t.n("apple") >= 2),
    Asked("Does the image contain two or more bicycles?", "street", lambda t: t.n("bicycle") >= 2),
    Asked("Does the picture show exactly one bird?", "harbour", lambda t: t.n("bird") == 1),
    Asked("are there 3 cups", "kitchen", lambda t: t.n("cup") == 3),
    Asked("Is the number of cars greater than two?", "harbour", lambda t: t.n("car") > 2),
    Asked("Is the number of dogs at least 2?", "park", lambda t: t.n("dog") >= 2),
    Asked("Are there several cars?", "harbour", lambda t: t.n("car") > 1),
    Asked("Are there multiple dogs?", "park", lambda t: t.n("dog") > 1),
    Asked("Is there more than a single cup?", "kitchen", lambda t: t.n("cup") > 1),
    Asked("Are there between one and two cows?", "farm", lambda t: 1 <= t.n("cow") <= 2),
    Asked("Are there one or two pigs?", "farm", lambda t: t.n("pig") in (1, 2)),
    Asked("Is the number of dogs even?", "park", lambda t: t.n("dog") % 2 == 0),
    Asked("Is there an odd number of balls?", "park", lambda t: t.n("ball") % 2 == 1),
    Asked("There are three sheep, right?", "farm", lambda t: t.n("sheep") == 3),
    # amounts in something
    Asked(
        "Are there at least two people in the boat?",
        "harbour",
        lambda t: t.n("person", held="boat") >= 2,
    ),
    Asked(
        "Are exactly three people in the boat?",
        "harbour",
        lambda t: t.n("person", held="boat") == 3,
    ),
    Asked(
        "Is there more than one person on the bus?",
        "street",
        lambda t: t.n("person", held="bus") > 1,
    ),
    Asked("Does the bowl contain two apples?", "kitchen", lambda t: t.n("apple", held="bowl") == 2),
    Asked(
        "Does the tree have more than one bird in it?",
        "park",
        lambda t: t.n("bird", held="tree") > 1,
    ),
    Asked(
        "Are fewer than three people in the bus?", "street", lambda t: t.n("person", held="bus") < 3
    ),
    Asked("Is only one person in the boat?", "harbour", lambda t: t.n("person", held="boat") == 1),
    # comparing
    Asked("Are there more dogs than balls?", "park", lambda t: t.n("dog") > t.n("ball")),
    Asked("Do dogs outnumber the balls?", "park", lambda t: t.n("dog") > t.n("ball")),
    Asked("Are there as many dogs as balls?", "park", lambda t: t.n("dog") == t.n("ball")),
    Asked(
        "Are there the same number of dogs and balls?", "park", lambda t: t.n("dog") == t.n("ball")
    ),
    Asked(
        "Is the number of sheep equal to the number of pigs?",
        "farm",
        lambda t: t.n("sheep") == t.n("pig"),
    ),
    Asked(
        "Are there an equal number of cows and pigs?", "farm", lambda t: t.n("cow") == t.n("pig")
    ),
    Asked("Are there fewer birds than cars?", "harbour", lambda t: t.n("bird") < t.n("car")),
    Asked("Are there less birds than people?", "harbour", lambda t: t.n("bird") < t.n("person")),
    Asked("Do you see more cars than people?", "harbour", lambda t: t.n("car") > t.n("person")),
    Asked(
        "Does the photo show more cups than apples?", "kitchen", lambda t: t.n("cup") > t.n("apple")
    ),
    Asked(
        "Are there at least as many people as bikes?",
        "street",
        lambda t: t.n("person") >= t.n("bicycle"),
    ),
    Asked(
        "Is the number of cars bigger than the number of birds?",
        "harbour",
        lambda t: t.n("car") > t.n("bird"),
    ),
    Asked(
        "Which are there more of, cows or pigs?", "farm", lambda t: _more(t.n("cow"), t.n("pig"))
    ),
    Asked("Are there more cows or more pigs?", "farm", lambda t: _more(t.n("cow"), t.n("pig"))),
    Asked("What is there more of, cows or pigs?", "farm", lambda t: _more(t.n("cow"), t.n("pig"))),
    Asked(
        "Are there more people in the boat than cars?",
        "harbour",
        lambda t: t.n("person", held="boat") > t.n("car"),
    ),
    Asked(
        "Are there more birds in the tree than dogs?",
        "park",
        lambda t: t.n("bird", held="tree") > t.n("dog"),
    ),
    Asked(
        "Are there more people in the boat than outside it?",
        "harbour",
        lambda t: 2 * t.n("person", held="boat") > t.n("person"),
    ),
    Asked(
        "Are there twice as many people as cars?",
        "harbour",
        lambda t: t.n("person") == 2 * t.n("car"),
    ),
    # differences and sums
    Asked(
        "How many more people are there than birds?",
        "harbour",
        lambda t: extra(t.n("person"), t.n("bird")),
    ),
    Asked(
        "How many more sheep than horses are there?",
        "farm",
        lambda t: extra(t.n("sheep"), t.n("horse")),
    ),
    Asked(
        "How many fewer dogs than balls are there?",
        "two parks",
        lambda t: extra(t.n("ball"), t.n("dog")),
    ),
    Asked(
        "What's the difference between the number of people and the number of cars?",
        "harbour",
        lambda t: abs(t.n("person") - t.n("car")),
    ),
    Asked(
        "How many dogs and cats are there altogether?", "park", lambda t: t.n("dog") + t.n("cat")
    ),
    Asked(
        "How many cows and pigs can you see in total?", "farm", lambda t: t.n("cow") + t.n("pig")
    ),
    Asked(
        "What is the total number of cars and people?",
        "harbour",
        lambda t: t.n("car") + t.n("person"),
    ),
    Asked(
        "How many cows, pigs and sheep are there?",
        "farm",
        lambda t: t.n("cow") + t.n("pig") + t.n("sheep"),
    ),
    Asked("Count the apples and the cups.", "kitchen", lambda t: t.n("apple") + t.n("cup")),
    Asked("How many cars or trucks are there?", "street", lambda t: t.n("car") + t.n("truck")),
    Asked("How many dogs plus cats?", "park", lambda t: t.n("dog") + t.n("cat")),
    Asked(
        "How many animals are there besides the dogs?",
        "park",
        lambda t: t.n("animal") - t.n("dog"),
    ),
    Asked(
        "How many animals other than sheep are there?",
        "farm",
        lambda t: t.n("animal") - t.n("sheep"),
    ),
)


def _more(cows: int, pigs: int) -> str | None:
    return None if cows == pigs else "cow" if cows > pigs else "pig"


def extra(more: int, fewer: int) -> int | None:
    """``How many more`` takes for granted that there are not fewer."""
    return more - fewer if more >= fewer else None
