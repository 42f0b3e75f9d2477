"""How many, at least how many, more than what: forms of asking for numbers."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.world.practice.inventory import more


def among(value: int, *offered: int) -> int:
    """The number, which has to be one of those that the question offers."""
    if value not in offered:
        raise ValueError(f"{value} is not offered")
    return value


ROWS = (
    # how many
    Asked("how many cars in total", "harbour", lambda t: t.n("car")),
    Asked("The number of cups, please.", "kitchen", lambda t: t.n("cup")),
    Asked("Bananas: how many?", "kitchen", lambda t: t.n("banana")),
    Asked("There are how many balls in this shot?", "park", lambda t: t.n("ball")),
    Asked("Please count all of the sheep in the photo", "farm", lambda t: t.n("sheep")),
    Asked("Give me a count of the birds.", "harbour", lambda t: t.n("bird")),
    Asked("Do you know how many pigs there are?", "farm", lambda t: t.n("pig")),
    Asked("I wonder how many bicycles this scene has.", "street", lambda t: t.n("bicycle")),
    Asked("can you tell me how many dogs u see", "park", lambda t: t.n("dog")),
    Asked(
        "Would you mind counting the people on the bus?",
        "street",
        lambda t: t.n("person", held="bus"),
    ),
    Asked("What would I get if I counted the cows?", "farm", lambda t: t.n("cow")),
    Asked("How many cups do we have here?", "kitchen", lambda t: t.n("cup")),
    Asked("How many sheep does the photographer show us?", "farm", lambda t: t.n("sheep")),
    Asked(
        "Looking at this picture, how many dogs would you say there are?",
        "park",
        lambda t: t.n("dog"),
    ),
    Asked("The picture shows some people: how many are they?", "harbour", lambda t: t.n("person")),
    Asked("How large is the number of balls?", "park", lambda t: t.n("ball")),
    Asked("Dogs, cats, birds and other animals: how many in all?", "park", lambda t: t.n("animal")),
    # with a condition
    Asked(
        "How many passengers are there on the bus?", "street", lambda t: t.n("person", held="bus")
    ),
    Asked(
        "How many people are being carried by the boat?",
        "harbour",
        lambda t: t.n("person", held="boat"),
    ),
    Asked(
        "What's the number of people sitting in the bus?",
        "street",
        lambda t: t.n("person", held="bus"),
    ),
    Asked(
        "How many pieces of fruit does the bowl have in it?",
        "kitchen",
        lambda t: t.n("fruit", held="bowl"),
    ),
    Asked(
        "how many things are lying on the plate", "kitchen", lambda t: t.n("thing", held="plate")
    ),
    Asked(
        "How many animals have made themselves comfortable on the sofa?",
        "room",
        lambda t: t.n("animal", held="couch"),
    ),
    Asked(
        "How many animals are on either the bed or the couch?",
        "room",
        lambda t: t.n("animal", held="bed") + t.n("animal", held="couch"),
    ),
    Asked(
        "How many people haven't got on the bus?",
        "street",
        lambda t: t.n("person") - t.n("person", held="bus"),
    ),
    Asked(
        "How many people remain if you leave out the ones in the boat?",
        "harbour",
        lambda t: t.n("person") - t.n("person", held="boat"),
    ),
    Asked(
        "How many fruits lie outside the bowl?",
        "kitchen",
        lambda t: t.n("fruit") - t.n("fruit", held="bowl"),
    ),
    Asked("How many of the cars you can see are red?", "harbour", lambda t: t.n("car", "red")),
    Asked("How many of the balls aren't red?", "park", lambda t: t.n("ball") - t.n("ball", "red")),
    Asked(
        "how many cars that are not black are there",
        "harbour",
        lambda t: t.n("car") - t.n("car", "black"),
    ),
    Asked(
        "How many non-red cars can you count?", "harbour", lambda t: t.n("car") - t.n("car", "red")
    ),
    Asked(
        "How many cars have a colour other than red?",
        "harbour",
        lambda t: t.n("car") - t.n("car", "red"),
    ),
    Asked(
        "Not counting the red ones, how many balls are there?",
        "park",
        lambda t: t.n("ball") - t.n("ball", "red"),
    ),
    Asked(
        "How many balls are there, leaving aside the green ones?",
        "park",
        lambda t: t.n("ball") - t.n("ball", "green"),
    ),
    Asked(
        "How many cars are either blue or black?",
        "harbour",
        lambda t: t.n("car", "blue") + t.n("car", "black"),
    ),
    Asked(
        "How many red or green balls are lying around?",
        "park",
        lambda t: t.n("ball", "red") + t.n("ball", "green"),
    ),
    Asked(
        "Apart from the horse, how many animals does this farm have?",
        "farm",
        lambda t: t.n("animal") - 1,
    ),
    Asked("How many animals besides dogs are there?", "park", lambda t: t.n("animal") - t.n("dog")),
    Asked(
        "How many animals that aren't sheep do you see?",
        "farm",
        lambda t: t.n("animal") - t.n("sheep"),
    ),
    Asked("How many dogs of small size do you see?", "park", lambda t: t.n("dog", "small")),
    Asked(
        "To the right of the horse, how many sheep are there?",
        "farm",
        lambda t: len(t.beside("sheep", "right", "horse")),
    ),
    Asked(
        "How many pigs are standing on the left-hand side of the house?",
        "farm",
        lambda t: len(t.beside("pig", "left", "house")),
    ),
    Asked(
        "Above the boat there are how many birds?",
        "harbour",
        lambda t: len(t.beside("bird", "above", "boat")),
    ),
    Asked(
        "How many cars do you find further down than the boat?",
        "harbour",
        lambda t: len(t.beside("car", "below", "boat")),
    ),
    Asked(
        "How many dogs have the kite to their right?",
        "park",
        lambda t: len(t.beside("dog", "left", "kite")),
    ),
    Asked(
        "Starting from the tree and looking left, how many balls would you come across?",
        "park",
        lambda t: len(t.beside("ball", "left", "tree")),
    ),
    Asked(
        "How many cups that are left of the teapot are there?",
        "kitchen",
        lambda t: len(t.beside("cup", "left", "teapot")),
    ),
    # kinds
    Asked(
        "How many kinds of animals are there?",
        "farm",
        lambda t: len({a.noun for a in t.things("animal")}),
    ),
    Asked(
        "how many different colours do the balls have?",
        "park",
        lambda t: len({b.colour for b in t.things("ball")}),
    ),
    # sums and differences
    Asked(
        "How many cows and pigs are there altogether?", "farm", lambda t: t.n("cow") + t.n("pig")
    ),
    Asked(
        "Counting dogs as well as cats, how many are there?",
        "park",
        lambda t: t.n("dog") + t.n("cat"),
    ),
    Asked(
        "What is the sum of the apples and the bananas?",
        "kitchen",
        lambda t: t.n("apple") + t.n("banana"),
    ),
    Asked(
        "Taken together, how many cows, pigs and sheep live here?",
        "farm",
        lambda t: t.n("cow") + t.n("pig") + t.n("sheep"),
    ),
    Asked(
        "Add the number of cars to the number of birds.",
        "harbour",
        lambda t: t.n("car") + t.n("bird"),
    ),
    Asked(
        "By how many do the sheep outnumber the cows?", "farm", lambda t: t.n("sheep") - t.n("cow")
    ),
    Asked(
        "How many fewer cows than sheep can be seen?", "farm", lambda t: t.n("sheep") - t.n("cow")
    ),
    Asked(
        "What's the difference between the number of dogs and the number of balls?",
        "park",
        lambda t: abs(t.n("dog") - t.n("ball")),
    ),
    Asked(
        "If one of the cars drove away, how many would be left?",
        "harbour",
        lambda t: t.n("car") - 1,
    ),
    # at least, at most, exactly
    Asked("Is the number of dogs two?", "park", lambda t: t.n("dog") == 2),
    Asked("Does the number of cars exceed one?", "harbour", lambda t: t.n("car") > 1),
    Asked("Is the number of sheep greater than 2?", "farm", lambda t: t.n("sheep") > 2),
    Asked("Do you arrive at three when you count the balls?", "park", lambda t: t.n("ball") == 3),
    Asked("are there less than 3 cups", "kitchen", lambda t: t.n("cup") < 3),
    Asked("Are there no more than two cars here?", "harbour", lambda t: t.n("car") <= 2),
    Asked(
        "Are no fewer than two people in the boat?",
        "harbour",
        lambda t: t.n("person", held="boat") >= 2,
    ),
    Asked("Is there only a single pig?", "farm", lambda t: t.n("pig") == 1),
    Asked("Are there multiple dogs in the picture?", "park", lambda t: t.n("dog") > 1),
    Asked("Is there a second car?", "harbour", lambda t: t.n("car") >= 2),
    Asked("Can you spot more than one sheep?", "farm", lambda t: t.n("sheep") > 1),
    Asked("Would you agree that there are at least two dogs?", "park", lambda t: t.n("dog") >= 2),
    Asked("Is the number of dogs either two or three?", "park", lambda t: t.n("dog") in (2, 3)),
    Asked("Is it two cars or three?", "harbour", lambda t: among(t.n("car"), 2, 3)),
    Asked(
        "How many people are in the boat: one, two or three?",
        "harbour",
        lambda t: among(t.n("person", held="boat"), 1, 2, 3),
    ),
    Asked("Is there an even number of balls?", "park", lambda t: t.n("ball") % 2 == 0),
    Asked(
        "Does the boat carry three people?", "harbour", lambda t: t.n("person", held="boat") == 3
    ),
    Asked(
        "Are exactly two apples in the bowl?", "kitchen", lambda t: t.n("apple", held="bowl") == 2
    ),
    Asked("Is there one cow, and not more than one?", "farm", lambda t: t.n("cow") == 1),
    Asked(
        "I'd like to know whether there are more than two cups.",
        "kitchen",
        lambda t: t.n("cup") > 2,
    ),
    Asked("Is one the number of balls in the park?", "park", lambda t: t.n("ball") == 1),
    Asked("Are at least 2 of the cars red?", "harbour", lambda t: t.n("car", "red") >= 2),
    Asked(
        "Does more than one animal sit on the couch?",
        "room",
        lambda t: t.n("animal", held="couch") > 1,
    ),
    Asked("Isn't there more than one bird?", "harbour", lambda t: t.n("bird") > 1),
    # comparing numbers
    Asked("Do the sheep outnumber the cows?", "farm", lambda t: t.n("sheep") > t.n("cow")),
    Asked("Are the cars outnumbered by the birds?", "harbour", lambda t: t.n("car") < t.n("bird")),
    Asked(
        "Is the number of balls the same as the number of dogs?",
        "park",
        lambda t: t.n("ball") == t.n("dog"),
    ),
    Asked("Are dogs and balls equal in number?", "park", lambda t: t.n("ball") == t.n("dog")),
    Asked("Does the picture show more pigs than cows?", "farm", lambda t: t.n("pig") > t.n("cow")),
    Asked("Cows or pigs: which are more numerous?", "farm", lambda t: more(t, "cow", "pig")),
    Asked(
        "What is there more of: apples or bananas?", "kitchen", lambda t: more(t, "apple", "banana")
    ),
    Asked("Are there more birds or more cars?", "harbour", lambda t: more(t, "bird", "car")),
    Asked("Do you see at least as many pigs as cows?", "farm", lambda t: t.n("pig") >= t.n("cow")),
    Asked(
        "are dogs fewer in number than balls",
        "park",
        lambda t: t.n("dog") < t.n("ball"),
    ),
    Asked(
        "Compared with the birds, are there more cars?",
        "harbour",
        lambda t: t.n("car") > t.n("bird"),
    ),
    Asked(
        "Are there more people in the boat than there are cars?",
        "harbour",
        lambda t: t.n("person", held="boat") > t.n("car"),
    ),
    Asked(
        "Are there more people on the bus than off it?",
        "street",
        lambda t: 2 * t.n("person", held="bus") > t.n("person"),
    ),
    Asked(
        "Are most of the people in the boat?",
        "harbour",
        lambda t: 2 * t.n("person", held="boat") > t.n("person"),
    ),
    Asked(
        "Are the majority of the cars red?", "harbour", lambda t: 2 * t.n("car", "red") > t.n("car")
    ),
    Asked(
        "Are more than half of the balls red?",
        "park",
        lambda t: 2 * t.n("ball", "red") > t.n("ball"),
    ),
    Asked(
        "Does the number of dogs match the number of balls?",
        "park",
        lambda t: t.n("dog") == t.n("ball"),
    ),
    Asked(
        "Is red the colour of most of the cars?",
        "harbour",
        lambda t: 2 * t.n("car", "red") > t.n("car"),
    ),
    Asked(
        "Is the number of fruits inside the bowl higher than the number outside?",
        "kitchen",
        lambda t: 2 * t.n("fruit", held="bowl") > t.n("fruit"),
    ),
)
