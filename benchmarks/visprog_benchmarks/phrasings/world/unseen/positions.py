"""Places: on which side, which is further, what is where, in what order, how near."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.truth import CLEAR, Truth, among
from visprog_benchmarks.phrasings.world.unseen.sides import beside, on_side


def _left(t: Truth, noun: str, other: str) -> bool:
    return t.side(noun, other) == "left"


def _above(t: Truth, noun: str, other: str) -> bool:
    return t.height(noun, other) == "above"


def _nearer(t: Truth, noun: str, other: str) -> str:
    return noun if t.near(noun) > t.near(other) else other


def _leftmost(t: Truth, noun: str) -> str:
    """Raises ``ValueError`` where another noun's left edge is as far."""
    (scene,) = t.scenes
    first = t.extreme(noun, "left")
    for thing in t.things(noun):
        if thing.noun != first.noun and thing.box[0] - first.box[0] < CLEAR * scene.width:
            raise ValueError(f"which {noun} is furthest left is unclear")
    return first.noun


def _farther(t: Truth, noun: str, other: str) -> str:
    return noun if t.near(noun) < t.near(other) else other


ROWS = (
    # whether it is there
    Asked("Is the turtle to the left of the tent?", "beach", lambda t: _left(t, "turtle", "tent")),
    Asked("is the lion right of the elephant", "zoo", lambda t: not _left(t, "lion", "elephant")),
    Asked(
        "Is the tent above the bucket?", "beach", lambda t: beside(t, "tent", "above", "bucket") > 0
    ),
    Asked(
        "Does the turtle appear below the umbrella?",
        "beach",
        lambda t: not _above(t, "turtle", "umbrella"),
    ),
    Asked(
        "Is the phone on the right-hand side of the laptop?",
        "desk",
        lambda t: not _left(t, "phone", "laptop"),
    ),
    Asked(
        "Is the clock higher than the laptop?",
        "desk",
        lambda t: beside(t, "clock", "above", "laptop") > 0,
    ),
    Asked("Is the boat left of the nest?", "pond", lambda t: _left(t, "boat", "nest")),
    Asked(
        "Is the giraffe standing to the right of the tree?",
        "zoo",
        lambda t: not _left(t, "giraffe", "tree"),
    ),
    Asked("Is the sun lower than the airplane?", "sky", lambda t: not _above(t, "sun", "airplane")),
    Asked("is the plane to the left of the sun?", "sky", lambda t: _left(t, "airplane", "sun")),
    Asked("Is the dress on the left of the hat?", "wardrobe", lambda t: _left(t, "dress", "hat")),
    Asked(
        "Tell me if the cat is to the right of the piano.",
        "stage",
        lambda t: not _left(t, "cat", "piano"),
    ),
    Asked("The nest is to the left of the boat.", "pond", lambda t: _left(t, "nest", "boat")),
    Asked("The laptop is below the phone.", "desk", lambda t: not _above(t, "laptop", "phone")),
    Asked("Is the house left or right of the tree?", "shop", lambda t: t.side("house", "tree")),
    Asked(
        "Is the tent to the left of both the umbrella and the turtle?",
        "beach",
        lambda t: _left(t, "tent", "umbrella") and beside(t, "tent", "left", "turtle") > 0,
    ),
    Asked(
        "Is the hat to the left of the scarf and above the handbag?",
        "wardrobe",
        lambda t: _left(t, "hat", "scarf") and _above(t, "hat", "handbag"),
    ),
    Asked(
        "Is the phone in the left half of the picture?", "desk", lambda t: t.half("phone") == "left"
    ),
    Asked(
        "Is the biggest balloon to the left of the plane?",
        "sky",
        lambda t: on_side(t, t.end("balloon", "large"), "left", "airplane"),
    ),
    # which side
    Asked(
        "Is the turtle left or right of the tent?",
        "beach",
        lambda t: "left" if t.lies("turtle", "left", "tent") else "right",
    ),
    Asked(
        "Is the lion to the left or to the right of the elephant?",
        "zoo",
        lambda t: t.side("lion", "elephant"),
    ),
    Asked(
        "On which side of the laptop is the phone, left or right?",
        "desk",
        lambda t: t.side("phone", "laptop"),
    ),
    Asked("is the clock above or below the laptop", "desk", lambda t: t.height("clock", "laptop")),
    Asked("Is the nest above the boat or below it?", "pond", lambda t: t.height("nest", "boat")),
    Asked("Which side of the tree is the giraffe on?", "zoo", lambda t: t.side("giraffe", "tree")),
    Asked("Where's the nest, on the left or on the right?", "pond", lambda t: t.half("nest")),
    Asked(
        "Is the giraffe on the left side or the right side of the image?",
        "zoo",
        lambda t: t.half("giraffe"),
    ),
    Asked(
        "In which half of the photo is the phone, left or right?", "desk", lambda t: t.half("phone")
    ),
    Asked(
        "Would I find the cat to the left or to the right of the piano?",
        "stage",
        lambda t: t.side("cat", "piano"),
    ),
    # further
    Asked(
        "Which is further left, the hat or the scarf?",
        "wardrobe",
        lambda t: "hat" if _left(t, "hat", "scarf") else "scarf",
    ),
    Asked(
        "What's further to the right, the turtle or the bucket?",
        "beach",
        lambda t: "bucket" if _left(t, "turtle", "bucket") else "turtle",
    ),
    Asked(
        "Which of these is higher up: the airplane or the sun?",
        "sky",
        lambda t: "airplane" if _above(t, "airplane", "sun") else "sun",
    ),
    Asked(
        "Which one is lower, the nest or the boat?",
        "pond",
        lambda t: "boat" if _above(t, "nest", "boat") else "nest",
    ),
    Asked("Which animal is furthest to the left?", "farm", lambda t: _leftmost(t, "animal")),
    Asked("What animal is on the far right?", "farm", lambda t: t.extreme("animal", "right").noun),
    Asked(
        "Which instrument is furthest left?", "stage", lambda t: t.end("instrument", "left").noun
    ),
    Asked(
        "Is the instrument furthest to the left a piano?",
        "stage",
        lambda t: t.end("instrument", "left").noun == "piano",
    ),
    Asked(
        "The rightmost animal is a horse.",
        "farm",
        lambda t: t.extreme("animal", "right").noun == "horse",
    ),
    # in a row
    Asked("What is the leftmost object?", "shelf", lambda t: t.row()[0]),
    Asked("What's the last thing on the right?", "shelf", lambda t: t.row()[-1]),
    Asked("What is the second object from the left?", "shelf", lambda t: t.row()[1]),
    Asked("What's the third thing from the right?", "shelf", lambda t: t.row()[-3]),
    Asked(
        "What is directly to the right of the clock?", "shelf", lambda t: t.neighbour("clock", 1)
    ),
    Asked(
        "Which object is immediately left of the book?", "shelf", lambda t: t.neighbour("book", -1)
    ),
    Asked(
        "What is between the book and the trophy?",
        "shelf",
        lambda t: t.amid("book", "trophy")[0] if len(t.amid("book", "trophy")) == 1 else None,
    ),
    Asked(
        "Which object sits between the clock and the bell?",
        "shelf",
        lambda t: t.amid("clock", "bell")[0] if len(t.amid("clock", "bell")) == 1 else None,
    ),
    Asked(
        "Is the candle between the clock and the book?",
        "shelf",
        lambda t: "candle" in t.amid("clock", "book"),
    ),
    Asked(
        "Is the robot somewhere between the bell and the trophy?",
        "shelf",
        lambda t: "robot" in t.amid("bell", "trophy"),
    ),
    Asked("Is the clock right next to the robot?", "shelf", lambda t: not t.amid("clock", "robot")),
    Asked(
        "is the trophy the last object on the right?", "shelf", lambda t: t.row()[-1] == "trophy"
    ),
    Asked(
        "Going from left to right, what comes right after the robot?",
        "shelf",
        lambda t: t.neighbour("robot", 1),
    ),
    Asked(
        "What is the color of the bell that is next to the clock?",
        "shelf",
        lambda t: t.colour("bell") if not t.amid("bell", "clock") else None,
    ),
    # what is in or on something
    Asked("What's in the basket?", "market", lambda t: t.what("basket")),
    Asked("what's lying on the plate", "kitchen", lambda t: t.what("plate")),
    Asked("What can be found in the bowl?", "kitchen", lambda t: t.what("bowl")),
    Asked("What's on top of the bed?", "room", lambda t: t.what("bed")),
    Asked("Which fruit is in the bowl?", "market", lambda t: t.kind("fruit", held="bowl")),
    Asked(
        "What kind of fruit is in the basket?", "market", lambda t: t.kind("fruit", held="basket")
    ),
    Asked("What sort of animal is on the couch?", "room", lambda t: t.kind("animal", held="couch")),
    Asked("Which animal is in the boat?", "pond", lambda t: t.kind("animal", held="boat")),
    Asked(
        "Is it a cat or a dog on the couch?",
        "room",
        lambda t: among(t.kind("animal", held="couch"), "cat", "dog"),
    ),
    Asked(
        "Are those apples or bananas in the bowl?",
        "kitchen",
        lambda t: among(t.what("bowl"), "apple", "banana"),
    ),
    Asked(
        "Does the bowl hold lemons or apples?",
        "market",
        lambda t: among(t.what("bowl"), "lemon", "apple"),
    ),
    Asked("What's in the boat, a dog or a cat?", "pond", lambda t: t.kind("animal", held="boat")),
    Asked(
        "Is the thing on the bed a book or a cat?",
        "room",
        lambda t: among(t.what("bed"), "book", "cat"),
    ),
    Asked(
        "Is what's on the plate a cake?",
        "kitchen",
        lambda t: t.what("plate") == "cake" if t.n("thing", held="plate") else None,
    ),
    Asked("Does the bowl have a lemon in it?", "market", lambda t: t.n("lemon", held="bowl") > 0),
    Asked(
        "Where's the cat, on the bed or on the couch?",
        "room",
        lambda t: (
            "bed" if t.n("cat", held="bed") else "couch" if t.n("cat", held="couch") else None
        ),
    ),
    Asked(
        "What is the cat sitting on?",
        "room",
        lambda t: (
            "bed" if t.n("cat", held="bed") else "couch" if t.n("cat", held="couch") else None
        ),
    ),
    # how near
    Asked(
        "Which is closer to the tent, the umbrella or the turtle?",
        "beach",
        lambda t: (
            "umbrella"
            if t.distance("umbrella", "tent") < t.distance("turtle", "tent")
            else "turtle"
        ),
    ),
    Asked(
        "Is the horse closer to the camera than the tent?",
        "meadow",
        lambda t: t.near("horse") > t.near("tent"),
    ),
    Asked(
        "Which of the two is farther away, the tent or the dog?",
        "meadow",
        lambda t: _farther(t, "tent", "dog"),
    ),
    Asked(
        "What's nearer to us, the dog or the horse?", "meadow", lambda t: _nearer(t, "dog", "horse")
    ),
    Asked(
        "Is the rabbit nearer to the viewer than the dog?",
        "meadow",
        lambda t: t.near("rabbit") > t.near("dog"),
    ),
    Asked(
        "Which one is in front, the tent or the horse?",
        "meadow",
        lambda t: _nearer(t, "tent", "horse"),
    ),
    Asked(
        "is the dog further away than the tent", "meadow", lambda t: t.near("dog") < t.near("tent")
    ),
    Asked("Which animal is closest to the camera?", "meadow", lambda t: t.nearest("animal")),
    Asked(
        "Is the tent further back than the rabbit?",
        "meadow",
        lambda t: t.near("tent") < t.near("rabbit"),
    ),
    Asked(
        "The dog is closer to us than the horse.",
        "meadow",
        lambda t: t.near("dog") > t.near("horse"),
    ),
    Asked(
        "Of the animals, which one is the furthest away?", "meadow", lambda t: t.farthest("animal")
    ),
)
