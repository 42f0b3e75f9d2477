"""What things of one picture look like, and which looks so."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.truth import among
from visprog_benchmarks.phrasings.world.practice.inventory import (
    coloured,
    hues,
    kinds,
    most,
    only,
    present,
)
from visprog_benchmarks.phrasings.world.practice.whereabouts import big, smallest

ROWS: tuple[Asked, ...] = (
    Asked(
        "What colour is the car that isn't red?",
        "harbour",
        lambda t: only([hue for hue in hues(t, "car") if hue != "red"]),
    ),
    Asked(
        "Among the cars, which colour is more common, red or blue?",
        "harbour",
        lambda t: most(hue for hue in hues(t, "car") if hue in ("red", "blue")),
    ),
    Asked("Tell me the colour of the sofa.", "room", lambda t: t.colour("couch")),
    Asked(
        "Hat and dress go together in colour. Which colour is that?",
        "wardrobe",
        lambda t: only({t.colour("hat"), t.colour("dress")}),
    ),
    Asked(
        "Which colour do you see most often among the balloons?",
        "sky",
        lambda t: most(hues(t, "balloon")) if t.n("balloon") > 1 else None,
    ),
    Asked(
        "Which animal has made itself comfortable on the couch?",
        "room",
        lambda t: t.kind("animal", held="couch"),
    ),
    Asked(
        "Which one is red, the hat or the scarf?",
        "wardrobe",
        lambda t: coloured(t, "red", "hat", "scarf"),
    ),
    Asked(
        "What else has the same colour as the dress?",
        "wardrobe",
        lambda t: only([one for one in kinds(t, "thing", t.colour("dress")) if one != "dress"]),
    ),
    Asked(
        "Name the blue thing in this wardrobe.",
        "wardrobe",
        lambda t: only(kinds(t, "thing", "blue")),
    ),
    Asked(
        "is the dress blue or is it yellow",
        "wardrobe",
        lambda t: among(t.colour("dress"), "blue", "yellow"),
    ),
    Asked("What does the sign say?", "signpost", lambda t: t.sign),
    Asked("What is the ground in this image?", "signpost", lambda t: t.ground),
    Asked("Could you read me the word on the board?", "shop", lambda t: t.sign),
    Asked("What is written by the roadside?", "roadside", lambda t: t.sign),
    Asked("Are the animals on grass, on sand or in the snow?", "outdoors", lambda t: t.ground),
    Asked(
        "What colour are the balloons?",
        "sky",
        lambda t: only(set(hues(t, "balloon"))),
    ),
    Asked("Of all the animals, which one looks largest?", "zoo", lambda t: t.biggest("animal")),
    Asked(
        "Which takes up more of the picture, the bus or the car?",
        "street",
        lambda t: t.larger("bus", "car"),
    ),
    Asked(
        "The car here, is it red, blue or green?",
        "street",
        lambda t: among(t.colour("car"), "red", "blue", "green"),
    ),
    Asked(
        "The smaller of the two books is which colour?",
        "desk",
        lambda t: smallest(t, "book"),
    ),
    Asked("What's the biggest balloon's color?", "sky", lambda t: big(t.things("balloon")).colour),
    Asked(
        "What kind of fruit does the bowl hold?",
        "kitchen",
        lambda t: t.kind("fruit", held="bowl"),
    ),
    Asked(
        "Something to eat is on the plate. What is it?",
        "kitchen",
        lambda t: t.kind("food", held="plate"),
    ),
    Asked("That teapot, what color would you call it?", "kitchen", lambda t: t.colour("teapot")),
    Asked(
        "Is it the bowl or the teapot that is green?",
        "kitchen",
        lambda t: coloured(t, "green", "bowl", "teapot"),
    ),
    Asked(
        "The bowl, the plate and the teapot: which is the biggest?",
        "kitchen",
        lambda t: t.biggest("tableware"),
    ),
    Asked(
        "Bell, book: which one's yellow?",
        "shelf",
        lambda t: coloured(t, "yellow", "book", "bell"),
    ),
    Asked(
        "I was told to fetch the bucket. Which colour should I look for?",
        "beach",
        lambda t: t.colour("bucket"),
    ),
    Asked("Which vegetable can I buy at this market?", "market", lambda t: t.kind("vegetable")),
    Asked(
        "Apart from the piano, what instrument is shown?",
        "stage",
        lambda t: only(set(kinds(t, "instrument")) - {"piano"}),
    ),
    Asked(
        "Sun or cloud: which can be seen at the farm?",
        "farm",
        lambda t: present(t, "sun", "cloud"),
    ),
    Asked("hat color", "park", lambda t: t.colour("hat")),
    Asked(
        "Which animal do you find three times in this zoo?",
        "zoo",
        lambda t: only([kind for kind in set(kinds(t, "animal")) if t.n(kind) == 3]),
    ),
)
