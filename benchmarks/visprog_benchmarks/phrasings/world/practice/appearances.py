"""How things look: colours, kinds and sizes, in plain words."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.truth import among, image
from visprog_benchmarks.phrasings.world.practice.inventory import coloured, hues, kinds, only, same
from visprog_benchmarks.phrasings.world.practice.positions import given, most
from visprog_benchmarks.phrasings.world.practice.series import tints
from visprog_benchmarks.phrasings.world.practice.signage import boards
from visprog_benchmarks.phrasings.world.practice.whereabouts import big, larger, smallest

ROWS: tuple[Asked, ...] = (
    Asked("What color is the hat?", "wardrobe", lambda t: t.colour("hat")),
    Asked("Is the dress red?", "wardrobe", lambda t: t.colour("dress") == "red"),
    Asked(
        "Is the handbag a different color than the hat?",
        "wardrobe",
        lambda t: t.colour("handbag") != t.colour("hat"),
    ),
    Asked(
        "Which one is green, the dress or the scarf?",
        "wardrobe",
        lambda t: coloured(t, "green", "dress", "scarf"),
    ),
    Asked("How many of the shirts are green?", "wardrobe", lambda t: t.n("shirt", "green")),
    Asked("Are the balls all the same color?", "park", lambda t: same(hues(t, "ball"))),
    Asked("Are there any brown shoes?", "wardrobe", lambda t: t.n("shoe", "brown") > 0),
    Asked("What kind of animal is on the couch?", "room", lambda t: t.kind("animal", held="couch")),
    Asked(
        "What kind of fruit does the bowl contain?",
        "kitchen",
        lambda t: t.kind("fruit", held="bowl"),
    ),
    Asked(
        "Is the clock larger than the plate?",
        "kitchen",
        lambda t: t.larger("clock", "plate") == "clock",
    ),
    Asked("Which is bigger, the car or the truck?", "street", lambda t: t.larger("car", "truck")),
    Asked("What is the smallest vehicle?", "street", lambda t: t.biggest("vehicle", -1)),
    Asked("What animal is the largest in this photo?", "zoo", lambda t: t.biggest("animal")),
    Asked(
        "Is the horse the biggest animal here?", "farm", lambda t: t.biggest("animal") == "horse"
    ),
    Asked(
        "What is the color of the car that is farthest to the left?",
        "harbour",
        lambda t: most(t, "left", "car").colour,
    ),
    Asked(
        "What color is the bowl with the lemons in it?",
        "market",
        lambda t: given(t.n("lemon", held="bowl") > 0, t.colour("bowl")),
    ),
    Asked(
        "The cat is on a couch of what color?",
        "room",
        lambda t: given(t.n("cat", held="couch") > 0, t.colour("couch")),
    ),
    Asked(
        "Is the ball on the right a red one?",
        "park",
        lambda t: given(t.n("ball") > 1, most(t, "right", "ball").colour == "red"),
    ),
    Asked(
        "How many different colors do the balls have?", "beach", lambda t: len(set(hues(t, "ball")))
    ),
    Asked("Is there a red key on the desk?", "desk", lambda t: t.n("key", "red") > 0),
    Asked("Do you see a purple balloon?", "sky", lambda t: t.n("balloon", "purple") > 0),
    Asked(
        "Is the umbrella yellow or red?",
        "beach",
        lambda t: among(t.colour("umbrella"), "yellow", "red"),
    ),
    Asked(
        "What is red, the chair or the couch?",
        "room",
        lambda t: coloured(t, "red", "chair", "couch"),
    ),
    Asked(
        "Do the bucket and the umbrella match in color?",
        "beach",
        lambda t: t.colour("bucket") == t.colour("umbrella"),
    ),
    Asked("Please name the color of the bell.", "shelf", lambda t: t.colour("bell")),
    Asked(
        "Is the book black or blue?", "shelf", lambda t: among(t.colour("book"), "black", "blue")
    ),
    Asked(
        "The house is bigger than the horse, right?",
        "farm",
        lambda t: t.larger("house", "horse") == "house",
    ),
    Asked(
        "Which animal is smaller, the cow or the horse?",
        "farm",
        lambda t: among({"cow": "horse", "horse": "cow"}[t.larger("cow", "horse")], "cow", "horse"),
    ),
    Asked(
        "What is the color of the biggest balloon?",
        "sky",
        lambda t: big(t.things("balloon")).colour,
    ),
    Asked("Is the smallest balloon red?", "sky", lambda t: smallest(t, "balloon") == "red"),
    Asked(
        "Which piece of clothing is blue?",
        "wardrobe",
        lambda t: only(set(kinds(t, "clothing", "blue"))),
    ),
    Asked("How many books are not red?", "desk", lambda t: t.n("book") - t.n("book", "red")),
    Asked(
        "Do all the shoes have one and the same color?", "wardrobe", lambda t: same(hues(t, "shoe"))
    ),
    Asked(
        "Is the ground covered with snow or with sand?",
        "outdoors",
        lambda t: among(t.ground, "snow", "sand"),
    ),
    Asked(
        "What is the color of the book on the right?",
        "desk",
        lambda t: given(t.n("book") > 1, most(t, "right", "book").colour),
    ),
    # of several pictures
    Asked(
        "Do the umbrellas in the two pictures have different colors?",
        "two beaches",
        lambda t: len(set(tints(t, "umbrella"))) > 1,
    ),
    Asked(
        "Which picture has a red bucket?",
        "two beaches",
        lambda t: image([n > 0 for n in t.each("bucket", "red")]),
    ),
    Asked(
        "In which image is the horse larger?",
        "two farms",
        lambda t: image([side == larger(t, "horse") for side in ("left", "right")]),
    ),
    Asked(
        "Is there a red balloon in at least one of the images?",
        "two skies",
        lambda t: t.n("balloon", "red") > 0,
    ),
    Asked(
        "There is a yellow book in one of the images.",
        "two desks",
        lambda t: sum(n > 0 for n in t.each("book", "yellow")) == 1,
    ),
    Asked(
        "Is the color of the hat the same in both images?",
        "two parks",
        lambda t: len(set(tints(t, "hat"))) == 1,
    ),
    Asked(
        "Is there a red car in the second picture?",
        "two harbours",
        lambda t: t.n("car", "red", image=1) > 0,
    ),
    Asked(
        "Which image has the larger elephant, the left or the right?",
        "two zoos",
        lambda t: larger(t, "elephant"),
    ),
    Asked(
        "Is there a black hat in any of the three pictures?",
        "three parks",
        lambda t: t.n("hat", "black") > 0,
    ),
    Asked(
        "Which of the three images has a green umbrella?",
        "three beaches",
        lambda t: image([n > 0 for n in t.each("umbrella", "green")]),
    ),
    Asked("Are the two signs of the same color?", "two shops", lambda t: len(set(boards(t))) == 1),
)
