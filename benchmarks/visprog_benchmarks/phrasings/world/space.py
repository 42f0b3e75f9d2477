"""Where things are, which is larger, what is on it, the leftmost."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked


def _first(truth: bool, one: str, other: str) -> str:
    return one if truth else other


ROWS = (
    # left, right, above, below
    Asked("Is the cat left of the tree?", "park", lambda t: t.x("cat") < t.x("tree")),
    Asked("Is the cat on the left of the tree?", "park", lambda t: t.x("cat") < t.x("tree")),
    Asked("Is the kite to the right of the cat?", "park", lambda t: t.x("kite") > t.x("cat")),
    Asked(
        "Is the kite on the right side of the tree?", "park", lambda t: t.x("kite") > t.x("tree")
    ),
    Asked("is the teapot above the bowl", "kitchen", lambda t: t.y("teapot") < t.y("bowl")),
    Asked(
        "Is the clock higher than the teapot?", "kitchen", lambda t: t.y("clock") < t.y("teapot")
    ),
    Asked("Is the clock lower than the plate?", "kitchen", lambda t: t.y("clock") > t.y("plate")),
    Asked(
        "Is the couch underneath the television?",
        "room",
        lambda t: t.y("couch") > t.y("television"),
    ),
    Asked("Is the umbrella over the boat?", "harbour", lambda t: t.y("umbrella") < t.y("boat")),
    Asked("Is the anchor below the boat?", "harbour", lambda t: t.y("anchor") > t.y("boat")),
    Asked(
        "Is the house to the left or to the right of the tractor?",
        "farm",
        lambda t: _first(t.x("house") < t.x("tractor"), "left", "right"),
    ),
    Asked(
        "Is the horse above or below the tractor?",
        "farm",
        lambda t: _first(t.y("horse") < t.y("tractor"), "above", "below"),
    ),
    Asked(
        "Which side of the tree is the cat on, left or right?",
        "park",
        lambda t: _first(t.x("cat") < t.x("tree"), "left", "right"),
    ),
    Asked(
        "On which side of the house is the tractor?",
        "farm",
        lambda t: _first(t.x("tractor") < t.x("house"), "left", "right"),
    ),
    Asked("Is there a dog to the left of the tree?", "park", lambda t: t.n("dog", left="tree") > 0),
    Asked(
        "Are there any balls to the right of the cat?",
        "park",
        lambda t: t.n("ball", right="cat") > 0,
    ),
    Asked(
        "How many dogs are to the right of the tree?", "park", lambda t: t.n("dog", right="tree")
    ),
    Asked(
        "How many sheep are left of the tractor?", "farm", lambda t: t.n("sheep", left="tractor")
    ),
    Asked("How many balls are above the cat?", "park", lambda t: t.n("ball", above="cat")),
    Asked(
        "How many cars are below the umbrella?", "harbour", lambda t: t.n("car", below="umbrella")
    ),
    Asked(
        "Are there more than two sheep to the right of the house?",
        "farm",
        lambda t: t.n("sheep", right="house") > 2,
    ),
    Asked(
        "Is the red car to the left of the boat?",
        "harbour",
        lambda t: t.x("car", "red") < t.x("boat") if t.n("car", "red") == 1 else None,
    ),
    Asked(
        "Is the car to the right of the truck blue?",
        "street",
        lambda t: t.colour("car") == "blue" if t.n("car", right="truck") else None,
    ),
    Asked(
        "Is the ball to the left of the bicycle red?",
        "park",
        lambda t: (
            t.colour("ball", left="bicycle") == "red" if t.n("ball", left="bicycle") == 1 else None
        ),
    ),
    Asked(
        "What colour is the ball to the right of the cat?",
        "park",
        lambda t: t.colour("ball", right="cat") if t.n("ball", right="cat") == 1 else None,
    ),
    Asked(
        "What is the colour of the car below the umbrella?",
        "harbour",
        lambda t: t.colour("car", below="umbrella") if t.n("car", below="umbrella") == 1 else None,
    ),
    Asked(
        "Is the bowl left of the plate and above the clock?",
        "kitchen",
        lambda t: t.x("bowl") < t.x("plate") and t.y("bowl") < t.y("clock"),
    ),
    Asked(
        "Is the bus to the left of the truck and the car to the right of it?",
        "street",
        lambda t: t.x("bus") < t.x("truck") < t.x("car"),
    ),
    Asked("Is the cat not to the left of the tree?", "park", lambda t: t.x("cat") > t.x("tree")),
    # in, on
    Asked("Is the dog inside the boat?", "harbour", lambda t: t.n("dog", held="boat") > 0),
    Asked(
        "Is the cat on the bed or on the couch?",
        "room",
        lambda t: (
            _first(t.n("cat", held="bed") > 0, "bed", "couch")
            if t.n("cat", held="bed") + t.n("cat", held="couch")
            else None
        ),
    ),
    Asked("Is the cat sitting on the bed?", "room", lambda t: t.n("cat", held="bed") > 0),
    Asked("Is the cat off the couch?", "room", lambda t: t.n("cat", held="couch") == 0),
    Asked("Is the dog out of the boat?", "harbour", lambda t: t.n("dog", held="boat") == 0),
    Asked("What's in the bowl?", "kitchen", lambda t: t.what("bowl")),
    Asked("What is on the plate?", "kitchen", lambda t: t.what("plate")),
    Asked("What does the bowl contain?", "kitchen", lambda t: t.what("bowl")),
    Asked("What is the thing on the plate?", "kitchen", lambda t: t.what("plate")),
    Asked("What object is on the plate?", "kitchen", lambda t: t.what("plate")),
    Asked("What kind of fruit is in the bowl?", "kitchen", lambda t: t.what("bowl")),
    Asked("Which fruit is inside the bowl?", "kitchen", lambda t: t.what("bowl")),
    Asked("What food is on the plate?", "kitchen", lambda t: t.what("plate")),
    Asked("What lies on the bed?", "room", lambda t: t.what("bed")),
    Asked("What is lying on the bed?", "room", lambda t: t.what("bed")),
    Asked(
        "What animal is on the couch?",
        "room",
        lambda t: (
            t.things("animal", held="couch")[0].noun if t.n("animal", held="couch") == 1 else None
        ),
    ),
    Asked(
        "Which animal is sitting on the couch?",
        "room",
        lambda t: (
            t.things("animal", held="couch")[0].noun if t.n("animal", held="couch") == 1 else None
        ),
    ),
    Asked(
        "What is the cat on?",
        "room",
        lambda t: (
            _first(t.n("cat", held="bed") > 0, "bed", "couch")
            if t.n("cat", held="bed") + t.n("cat", held="couch")
            else None
        ),
    ),
    Asked("Tell me what is in the bowl.", "kitchen", lambda t: t.what("bowl")),
    Asked("Is the thing on the plate a cake?", "kitchen", lambda t: t.what("plate") == "cake"),
    Asked(
        "Is the fruit in the bowl an apple or a banana?",
        "kitchen",
        lambda t: t.what("bowl") if t.what("bowl") != "pear" else None,
    ),
    Asked(
        "Is there a donut or a cake on the plate?",
        "kitchen",
        lambda t: t.what("plate") in ("donut", "cake"),
    ),
    # comparing two things
    Asked(
        "Which is bigger, the cat or the tree?",
        "park",
        lambda t: _first(t.area("cat") > t.area("tree"), "cat", "tree"),
    ),
    Asked(
        "What is smaller, the clock or the bowl?",
        "kitchen",
        lambda t: _first(t.area("clock") < t.area("bowl"), "clock", "bowl"),
    ),
    Asked(
        "Is the horse bigger than the tractor?",
        "farm",
        lambda t: t.area("horse") > t.area("tractor"),
    ),
    Asked(
        "Is the house larger than the horse?", "farm", lambda t: t.area("house") > t.area("horse")
    ),
    Asked(
        "Is the teapot smaller than the plate?",
        "kitchen",
        lambda t: t.area("teapot") < t.area("plate"),
    ),
    Asked(
        "Which one is further to the left, the cat or the kite?",
        "park",
        lambda t: _first(t.x("cat") < t.x("kite"), "cat", "kite"),
    ),
    Asked(
        "Which is more to the right, the house or the tractor?",
        "farm",
        lambda t: _first(t.x("house") > t.x("tractor"), "house", "tractor"),
    ),
    Asked(
        "Which is higher, the clock or the plate?",
        "kitchen",
        lambda t: _first(t.y("clock") < t.y("plate"), "clock", "plate"),
    ),
    Asked(
        "Between the house and the tractor, which is bigger?",
        "farm",
        lambda t: _first(t.area("house") > t.area("tractor"), "house", "tractor"),
    ),
    Asked(
        "Of the cat and the hat, which is lower?",
        "park",
        lambda t: _first(t.y("cat") > t.y("hat"), "cat", "hat"),
    ),
    Asked(
        "Is the tractor or the house bigger?",
        "farm",
        lambda t: _first(t.area("house") > t.area("tractor"), "house", "tractor"),
    ),
    Asked("Is the car further left than the truck?", "street", lambda t: t.x("car") < t.x("truck")),
    Asked(
        "Which of the bus, the truck and the car is the biggest?",
        "street",
        lambda t: max(("bus", "truck", "car"), key=t.area),
    ),
    # superlatives
    Asked("What color is the leftmost car?", "harbour", lambda t: t.end("car", "left").colour),
    Asked(
        "What is the colour of the rightmost ball?", "park", lambda t: t.end("ball", "right").colour
    ),
    Asked("Is the leftmost car red?", "harbour", lambda t: t.end("car", "left").colour == "red"),
    Asked(
        "What colour is the car on the far left?", "harbour", lambda t: t.end("car", "left").colour
    ),
    Asked(
        "What colour is the car furthest to the right?",
        "harbour",
        lambda t: t.end("car", "right").colour,
    ),
    Asked("What is the biggest animal?", "farm", lambda t: t.end("animal", "large").noun),
    Asked("Which animal is the largest?", "farm", lambda t: t.end("animal", "large").noun),
    Asked(
        "Which is the smallest animal in the picture?",
        "farm",
        lambda t: t.end("animal", "small").noun,
    ),
    Asked("What animal is furthest left?", "farm", lambda t: t.end("animal", "left").noun),
    Asked("Which vehicle is the biggest?", "street", lambda t: t.end("vehicle", "large").noun),
    Asked(
        "Is the biggest animal a horse?", "farm", lambda t: t.end("animal", "large").noun == "horse"
    ),
    Asked(
        "Is the smallest dog to the left of the tree?",
        "park",
        lambda t: t.end("dog", "small").centre[0] < t.x("tree") if t.n("dog") > 1 else None,
    ),
    Asked(
        "What color is the topmost ball?",
        "park",
        lambda t: t.end("ball", "high").colour if t.n("ball") != 2 else None,
    ),
    Asked(
        "Is the horse the biggest animal?",
        "farm",
        lambda t: t.end("animal", "large").noun == "horse",
    ),
)
