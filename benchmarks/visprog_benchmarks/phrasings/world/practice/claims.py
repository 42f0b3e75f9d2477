"""Statements to be judged true or false, about one picture or several."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.world.practice.pairs import beside, has
from visprog_benchmarks.phrasings.world.practice.series import tints

ROWS = (
    # one picture
    Asked("True or false: there is a pig.", "farm", lambda t: t.n("pig") > 0),
    Asked("There is no cow in the picture.", "farm", lambda t: not t.n("cow")),
    Asked("there isn't a single dog", "park", lambda t: not t.n("dog")),
    Asked(
        "At least two people are in the boat.", "harbour", lambda t: t.n("person", held="boat") >= 2
    ),
    Asked("You can count exactly three sheep.", "farm", lambda t: t.n("sheep") == 3),
    Asked("There are more than two balls lying in the park.", "park", lambda t: t.n("ball") > 2),
    Asked("Every ball in the picture is red.", "park", lambda t: t.n("ball") == t.n("ball", "red")),
    Asked("None of the cars is black.", "harbour", lambda t: not t.n("car", "black")),
    Asked("The tree holds an owl.", "park", lambda t: t.n("owl", held="tree") > 0),
    Asked("Nobody is on the bus.", "street", lambda t: not t.n("person", held="bus")),
    Asked(
        "The couch is red and the chair is red too.",
        "room",
        lambda t: t.colour("couch") == t.colour("chair") == "red",
    ),
    Asked("The hat isn't red.", "park", lambda t: t.colour("hat") != "red"),
    Asked(
        "The number of sheep is greater than the number of cows.",
        "farm",
        lambda t: t.n("sheep") > t.n("cow"),
    ),
    Asked("One can see more balls than dogs.", "park", lambda t: t.n("ball") > t.n("dog")),
    Asked("It is a book that lies on the bed.", "room", lambda t: t.n("book", held="bed") > 0),
    Asked("The cat's on the bed.", "room", lambda t: t.n("cat", held="bed") > 0),
    Asked(
        "The umbrella is located to the left of the boat.",
        "harbour",
        lambda t: t.lies("umbrella", "left", "boat"),
    ),
    Asked(
        "Right or wrong? The kite is above the hat.",
        "park",
        lambda t: t.lies("kite", "above", "hat"),
    ),
    Asked(
        "Is the following statement correct? The bowl is green.",
        "kitchen",
        lambda t: t.colour("bowl") == "green",
    ),
    Asked("Is this true: the plate is empty?", "kitchen", lambda t: not t.n("thing", held="plate")),
    Asked(
        "I say that the teapot is yellow. Am I right?",
        "kitchen",
        lambda t: t.colour("teapot") == "yellow",
    ),
    Asked(
        "You can see a cloud, and the sun as well.",
        "farm",
        lambda t: t.n("sun") > 0 and t.n("cloud") > 0,
    ),
    Asked(
        "Neither cows nor pigs are in the picture.", "farm", lambda t: t.n("cow") + t.n("pig") == 0
    ),
    Asked(
        "The picture shows bicycles, but no motorcycle.",
        "street",
        lambda t: t.n("bicycle") > 0 and not t.n("motorcycle"),
    ),
    Asked(
        "The horse is bigger than the house.",
        "farm",
        lambda t: t.larger("horse", "house") == "horse",
    ),
    Asked(
        "The plate's larger than the clock.",
        "kitchen",
        lambda t: t.larger("plate", "clock") == "plate",
    ),
    Asked("The bowl has something in it.", "kitchen", lambda t: t.n("thing", held="bowl") > 0),
    Asked("The bus isn't empty.", "street", lambda t: t.n("thing", held="bus") > 0),
    Asked("Not all of the cars are red.", "harbour", lambda t: t.n("car", "red") < t.n("car")),
    Asked(
        "Besides the horse, there's at least one other animal.", "farm", lambda t: t.n("animal") > 1
    ),
    Asked("There are at most two dogs in this photo.", "park", lambda t: t.n("dog") <= 2),
    Asked(
        "In front of the bed stands the chair.",
        "room",
        lambda t: t.nearer("chair", "bed") == "chair",
    ),
    Asked(
        "A dog is on board the boat, and there are people with it.",
        "harbour",
        lambda t: t.n("dog", held="boat") > 0 and t.n("person", held="boat") > 0,
    ),
    # two pictures
    Asked("Both images show cows.", "two farms", lambda t: all(has("cow", t))),
    Asked(
        "The left image has more cars than the right image does.",
        "two harbours",
        lambda t: t.each("car")[0] > t.each("car")[1],
    ),
    Asked(
        "Exactly one of the images contains an owl.", "two parks", lambda t: sum(has("owl", t)) == 1
    ),
    Asked(
        "An owl is in one picture, but not in the other.",
        "two parks",
        lambda t: sum(has("owl", t)) == 1,
    ),
    Asked(
        "in total there are four cars in the two images", "two harbours", lambda t: t.n("car") == 4
    ),
    Asked(
        "The umbrella has the same colour in both images.",
        "two harbours",
        lambda t: len(set(tints(t, "umbrella"))) == 1,
    ),
    Asked(
        "In one of the images, there's a dog in the boat.",
        "two harbours",
        lambda t: t.n("dog", held="boat") > 0,
    ),
    Asked(
        "There are at least two cars in each image.",
        "two harbours",
        lambda t: min(t.each("car")) >= 2,
    ),
    Asked("There are no pigs in either image.", "two farms", lambda t: not any(has("pig", t))),
    Asked(
        "The second image contains one ball more than the first.",
        "two parks",
        lambda t: t.each("ball")[1] - t.each("ball")[0] == 1,
    ),
    Asked(
        "The images do not contain the same number of sheep.",
        "two farms",
        lambda t: t.each("sheep")[0] != t.each("sheep")[1],
    ),
    Asked(
        "In the left image, the horse stands to the left of the tractor.",
        "two farms",
        lambda t: beside("horse", "left", "tractor", t)[0],
    ),
    Asked("The right image shows a red hat.", "two parks", lambda t: tints(t, "hat")[1] == "red"),
    Asked(
        "There is a dog on the boat in the left image and none on the boat in the right image.",
        "two harbours",
        lambda t: [n > 0 for n in t.each("dog", held="boat")] == [True, False],
    ),
    # more than two
    Asked("All four pictures have sheep in them.", "four farms", lambda t: all(has("sheep", t))),
    Asked(
        "A dog appears in at least two of the pictures.",
        "three parks",
        lambda t: sum(has("dog", t)) >= 2,
    ),
    Asked("Not every picture shows a dog.", "three parks", lambda t: not all(has("dog", t))),
    Asked(
        "There is a picture that shows no animal except the horse.",
        "four farms",
        lambda t: 1 in t.each("animal"),
    ),
    Asked("Somewhere in the pictures there's a cow.", "four farms", lambda t: any(has("cow", t))),
    Asked(
        "More pictures show cows than show pigs.",
        "four farms",
        lambda t: sum(has("cow", t)) > sum(has("pig", t)),
    ),
)
