"""Left, right, above, below, nearer, between: forms of asking where something is."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.truth import Truth
from visprog_benchmarks.phrasings.world.practice.whereabouts import first, side


def some(noun: str, t: Truth) -> int:
    """How many there are. Raises ``ValueError`` where there are none."""
    if not t.n(noun):
        raise ValueError(f"there is no {noun}")
    return t.n(noun)


ROWS = (
    # left and right
    Asked("Does the cat sit left of the tree?", "park", lambda t: t.lies("cat", "left", "tree")),
    Asked(
        "Is the tree situated to the right of the cat?",
        "park",
        lambda t: t.lies("cat", "left", "tree"),
    ),
    Asked(
        "Would I have to look left of the boat to see the umbrella?",
        "harbour",
        lambda t: t.lies("umbrella", "left", "boat"),
    ),
    Asked(
        "As you look at it, is the umbrella on the boat's right-hand side?",
        "harbour",
        lambda t: t.lies("umbrella", "right", "boat"),
    ),
    Asked(
        "Is it to the left or to the right of the bed that the couch stands?",
        "room",
        lambda t: side(t, "couch", "bed"),
    ),
    Asked(
        "On what side of the boat is the umbrella?",
        "harbour",
        lambda t: side(t, "umbrella", "boat"),
    ),
    Asked(
        "which side of the house is the tractor on", "farm", lambda t: side(t, "tractor", "house")
    ),
    Asked(
        "Where is the clock relative to the bowl, left or right?",
        "kitchen",
        lambda t: side(t, "clock", "bowl"),
    ),
    Asked(
        "Left or right of the tractor: where does the horse stand?",
        "farm",
        lambda t: side(t, "horse", "tractor"),
    ),
    Asked(
        "Compared with the house, is the horse more to the left or more to the right?",
        "farm",
        lambda t: side(t, "horse", "house"),
    ),
    Asked(
        "Is the shirt further to the left than the couch?",
        "room",
        lambda t: t.lies("shirt", "left", "couch"),
    ),
    Asked("The sun: is it left of the house?", "farm", lambda t: t.lies("sun", "left", "house")),
    Asked(
        "Has the tractor got the horse on its left?",
        "farm",
        lambda t: t.lies("horse", "left", "tractor"),
    ),
    Asked(
        "Do you see the horse to the right of the tractor?",
        "farm",
        lambda t: t.lies("horse", "right", "tractor"),
    ),
    Asked(
        "Could you tell me whether the plate is on the left of the bowl?",
        "kitchen",
        lambda t: t.lies("plate", "left", "bowl"),
    ),
    Asked(
        "Isn't the couch to the right of the bed?",
        "room",
        lambda t: t.lies("couch", "right", "bed"),
    ),
    Asked(
        "Is the truck, and not the traffic light, further to the right?",
        "street",
        lambda t: t.lies("truck", "right", "traffic light"),
    ),
    Asked(
        "Is the traffic light not to the left of the bus?",
        "street",
        lambda t: not t.lies("traffic light", "left", "bus"),
    ),
    Asked(
        "Is the kite left of both the cat and the tree?",
        "park",
        lambda t: t.lies("kite", "left", "cat") and t.lies("kite", "left", "tree"),
    ),
    Asked(
        "Is the thing on the plate to the left of the bowl?",
        "kitchen",
        lambda t: bool(t.the("food", held="plate")) and t.lies("plate", "left", "bowl"),
    ),
    Asked(
        "If you move left from the boat, do you come to the anchor?",
        "harbour",
        lambda t: t.lies("anchor", "left", "boat"),
    ),
    # above and below
    Asked(
        "Does the bicycle stand below the kite?",
        "park",
        lambda t: t.lies("bicycle", "below", "kite"),
    ),
    Asked(
        "Is the kite higher up than the hat is?", "park", lambda t: t.lies("kite", "above", "hat")
    ),
    Asked(
        "Which of the two is higher up: the kite or the hat?",
        "park",
        lambda t: "kite" if t.lies("kite", "above", "hat") else "hat",
    ),
    Asked(
        "do you find the teapot above the plate or below it",
        "kitchen",
        lambda t: "above" if t.lies("teapot", "above", "plate") else "below",
    ),
    Asked(
        "Is the bed further down than the TV?",
        "room",
        lambda t: t.lies("bed", "below", "television"),
    ),
    Asked(
        "In the picture, is the television higher than the bed?",
        "room",
        lambda t: t.lies("television", "above", "bed"),
    ),
    Asked(
        "Is the teapot lower in the image than the plate?",
        "kitchen",
        lambda t: t.lies("teapot", "below", "plate"),
    ),
    Asked(
        "What is lower down, the bicycle or the kite?",
        "park",
        lambda t: "bicycle" if t.lies("bicycle", "below", "kite") else "kite",
    ),
    Asked(
        "Does the anchor appear further down than the umbrella?",
        "harbour",
        lambda t: t.lies("anchor", "below", "umbrella"),
    ),
    Asked("Is the hat found above the kite?", "park", lambda t: t.lies("hat", "above", "kite")),
    Asked(
        "Is the umbrella to the left of the boat and above the anchor?",
        "harbour",
        lambda t: t.lies("umbrella", "left", "boat") and t.lies("umbrella", "above", "anchor"),
    ),
    Asked(
        "Is there a dog to the left of the tree and below the kite?",
        "park",
        lambda t: any(
            d in t.beside("dog", "below", "kite") for d in t.beside("dog", "left", "tree")
        ),
    ),
    # furthest
    Asked(
        "Which is furthest to the left: the bowl, the plate or the clock?",
        "kitchen",
        lambda t: first(t, "left", "bowl", "plate", "clock"),
    ),
    Asked(
        "Out of the tree, the kite and the hat, which one is leftmost?",
        "park",
        lambda t: first(t, "left", "tree", "kite", "hat"),
    ),
    Asked(
        "Of all the animals, which is furthest to the right?",
        "farm",
        lambda t: t.extreme("animal", "right").noun,
    ),
    Asked("Which animal is at the far left?", "farm", lambda t: t.extreme("animal", "left").noun),
    Asked("what animal do you see highest up", "farm", lambda t: t.extreme("animal", "above").noun),
    Asked(
        "Is the animal that is furthest to the left a horse?",
        "farm",
        lambda t: t.extreme("animal", "left").noun == "horse",
    ),
    Asked(
        "Does the largest dog lie to the left of the tree?",
        "park",
        lambda t: bool(t.end("dog", "large") in t.beside("dog", "left", "tree")),
    ),
    Asked(
        "Is no car further to the left than the boat?",
        "harbour",
        lambda t: not t.beside("car", "left", "boat"),
    ),
    Asked(
        "Do at least two birds appear higher than the boat?",
        "harbour",
        lambda t: len(t.beside("bird", "above", "boat")) >= 2,
    ),
    Asked(
        "Are all of the balls to the left of the tree?",
        "park",
        lambda t: len(t.beside("ball", "left", "tree")) == t.n("ball"),
    ),
    Asked(
        "Does every sheep stand to the right of the horse?",
        "farm",
        lambda t: len(t.beside("sheep", "right", "horse")) == some("sheep", t),
    ),
    # closest
    Asked(
        "Which is closer to the tree, the cat or the kite?",
        "park",
        lambda t: t.closest("tree", "cat", "kite"),
    ),
    Asked(
        "Is the hat nearer to the tree than the bicycle is?",
        "park",
        lambda t: t.closest("tree", "hat", "bicycle") == "hat",
    ),
    Asked(
        "Which animal is closest to the tractor?", "farm", lambda t: t.closest("tractor", "animal")
    ),
    Asked(
        "What animal has the house nearest to it?", "farm", lambda t: t.closest("house", "animal")
    ),
    Asked(
        "Name the thing that is nearest to the shirt.",
        "room",
        lambda t: t.closest("shirt", "thing"),
    ),
    Asked(
        "What's the closest thing to the TV?", "room", lambda t: t.closest("television", "thing")
    ),
    Asked(
        "Is the cat the animal that is closest to the bicycle?",
        "park",
        lambda t: t.closest("bicycle", "animal") == "cat",
    ),
    Asked(
        "Which animal is standing next to the tractor?",
        "farm",
        lambda t: t.closest("tractor", "animal"),
    ),
    Asked("What has been put next to the shirt?", "room", lambda t: t.closest("shirt", "thing")),
    # nearer to whoever looks
    Asked(
        "Which is nearer to the camera, the car or the truck?",
        "street",
        lambda t: t.nearer("car", "truck"),
    ),
    Asked(
        "Is the chair closer to us than the bed?",
        "room",
        lambda t: t.nearer("chair", "bed") == "chair",
    ),
    Asked(
        "Is the truck in front of the traffic light?",
        "street",
        lambda t: t.nearer("truck", "traffic light") == "truck",
    ),
    Asked(
        "Does the bed stand behind the chair?",
        "room",
        lambda t: t.nearer("bed", "chair") == "chair",
    ),
    Asked(
        "Which is farther away: the bus or the traffic light?",
        "street",
        lambda t: "traffic light" if t.nearer("bus", "traffic light") == "bus" else "bus",
    ),
    Asked(
        "Which of the two stands further back, the chair or the bed?",
        "room",
        lambda t: "bed" if t.nearer("chair", "bed") == "chair" else "chair",
    ),
    Asked(
        "Is the bowl farther from the viewer than the clock?",
        "kitchen",
        lambda t: t.nearer("bowl", "clock") == "clock",
    ),
    Asked(
        "Behind the bus, are there any bicycles?",
        "street",
        lambda t: len(t.behind("bicycle", "bus")) > 0,
    ),
    # between
    Asked(
        "Does the shirt hang somewhere between the couch and the TV?",
        "room",
        lambda t: t.between("shirt", "couch", "television"),
    ),
    Asked(
        "Going from the couch to the shirt, would you pass the chair?",
        "room",
        lambda t: t.between("chair", "couch", "shirt"),
    ),
    Asked(
        "Does the boat lie between the anchor and the umbrella?",
        "harbour",
        lambda t: t.between("boat", "anchor", "umbrella"),
    ),
    Asked(
        "Standing between the house and the tractor, is there a horse?",
        "farm",
        lambda t: t.between("horse", "house", "tractor"),
    ),
)
