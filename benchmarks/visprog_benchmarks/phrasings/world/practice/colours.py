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
    same,
    several,
)
from visprog_benchmarks.phrasings.world.practice.whereabouts import across, big, smallest

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
        lambda t: most(several(t, "balloon")),
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
    Asked("colour of the hat please", "park", lambda t: t.colour("hat")),
    Asked("The bucket is what color?", "beach", lambda t: t.colour("bucket")),
    Asked("I want to buy that dress; tell me its colour.", "wardrobe", lambda t: t.colour("dress")),
    Asked(
        "Is the scarf red or green?",
        "wardrobe",
        lambda t: among(t.colour("scarf"), "red", "green"),
    ),
    Asked(
        "I'm colour-blind. Is that car a green one or a red one?",
        "roadside",
        lambda t: among(t.colour("car"), "green", "red"),
    ),
    Asked("Is the chair green?", "room", lambda t: t.colour("chair") == "green"),
    Asked(
        "Which colour does the balloon furthest to the left have?",
        "sky",
        lambda t: several(t, "balloon") and t.extreme("balloon", "left").colour,
    ),
    Asked(
        "What is the colour of the book on the far right of the desk?",
        "desk",
        lambda t: t.extreme("book", "right").colour,
    ),
    Asked("What's the smallest balloon's colour?", "sky", lambda t: smallest(t, "balloon")),
    Asked(
        "Which colour do most of the balloons have?", "sky", lambda t: most(several(t, "balloon"))
    ),
    Asked("Count the red things in the wardrobe.", "wardrobe", lambda t: t.n("thing", "red")),
    Asked(
        "Name the only thing here that is blue.",
        "wardrobe",
        lambda t: t.the("thing", "blue").noun,
    ),
    Asked(
        "Which one is blue, the bell or the book?",
        "shelf",
        lambda t: t.the("thing", "blue").noun,
    ),
    Asked("Is anything in this room purple?", "room", lambda t: t.n("thing", "purple") > 0),
    Asked(
        "Do the hat and the handbag match in colour?",
        "wardrobe",
        lambda t: t.colour("hat") == t.colour("handbag"),
    ),
    Asked(
        "Which one matches the colour of the dress: the hat or the scarf?",
        "wardrobe",
        lambda t: coloured(t, t.colour("dress"), "hat", "scarf"),
    ),
    Asked(
        "The couch and the chair are different colours.",
        "room",
        lambda t: t.colour("couch") != t.colour("chair"),
    ),
    Asked(
        "Are the two balls alike in colour?",
        "park",
        lambda t: same(hues(t, "ball")) if t.n("ball") == 2 else None,
    ),
    Asked(
        "One car isn't red. What colour is it then?",
        "harbour",
        lambda t: only({hue for hue in hues(t, "car") if hue and hue != "red"}),
    ),
    Asked(
        "What color is the highest ball in the photo?",
        "beach",
        lambda t: several(t, "ball") and t.extreme("ball", "above").colour,
    ),
    Asked(
        "What is red here: the shirt or the chair?",
        "room",
        lambda t: coloured(t, "red", "shirt", "chair"),
    ),
    Asked(
        "which thing has the bucket's colour, umbrella or ball",
        "beach",
        lambda t: coloured(t, t.colour("bucket"), "umbrella", "ball"),
    ),
    Asked(
        "How many books have another colour than red?",
        "desk",
        lambda t: t.n("book") - t.n("book", "red"),
    ),
    Asked(
        "Some of the shoes are brown, aren't they?",
        "wardrobe",
        lambda t: "brown" in several(t, "shoe"),
    ),
    Asked("Look for a green ball. Did you find one?", "park", lambda t: t.n("ball", "green") > 0),
    Asked("What is the ground covered with, grass, sand or snow?", "outdoors", lambda t: t.ground),
    Asked(
        "Does the bowl have the same color as the teapot?",
        "kitchen",
        lambda t: t.colour("bowl") == t.colour("teapot"),
    ),
    Asked(
        "Which is bigger, the house or the horse?",
        "farm",
        lambda t: t.larger("house", "horse"),
    ),
    Asked("Name the largest animal you can see.", "zoo", lambda t: t.biggest("animal")),
    Asked(
        "What takes up more space in the image, the bus or the car?",
        "street",
        lambda t: t.larger("bus", "car"),
    ),
    Asked(
        "Does the teapot look smaller than the bowl?",
        "kitchen",
        lambda t: t.larger("teapot", "bowl") == "bowl",
    ),
    Asked("biggest vehicle?", "street", lambda t: t.biggest("vehicle")),
    Asked(
        "The bigger of the two dogs: is it on the left or on the right?",
        "park",
        lambda t: across(t, big(t.things("dog"))) if t.n("dog") == 2 else None,
    ),
    Asked(
        "Is the tractor drawn smaller than the horse?",
        "farm",
        lambda t: t.larger("horse", "tractor") == "horse",
    ),
    Asked("Which animal is the smallest one?", "zoo", lambda t: t.biggest("animal", -1)),
)
