"""Where one thing is, by another that is beside, above or nearest to it."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.world.practice.positions import (
    across,
    below_tree,
    bigger_balloon,
    close,
    corner,
    cornered,
    first,
    given,
    half,
    kite_side,
    last,
    most,
    nearer_to,
    nigh,
    one_of,
    order,
    pick,
    share,
    sign_left,
    third,
    under,
    upright,
)

ROWS: tuple[Asked, ...] = (
    # one thing beside another
    Asked(
        "Is the umbrella anywhere to the left of the boat?",
        "harbour",
        lambda t: t.lies("umbrella", "left", "boat"),
    ),
    Asked(
        "count the cars standing to the right of the boat",
        "harbour",
        lambda t: len(t.beside("car", "right", "boat")),
    ),
    Asked(
        "Every single car lies lower in the picture than the boat.",
        "harbour",
        lambda t: len(t.beside("car", "below", "boat")) == t.n("car"),
    ),
    Asked(
        "Which colour does the car furthest to the right have?",
        "harbour",
        lambda t: most(t, "right", "car").colour,
    ),
    Asked(
        "Where do I find the anchor, at the top or at the bottom of the picture?",
        "harbour",
        lambda t: upright(t, "anchor"),
    ),
    Asked(
        "Is the leftmost person sitting in the boat?",
        "harbour",
        lambda t: most(t, "left", "person").holder is not None,
    ),
    Asked(
        "Do we have people on both sides of the boat, outside it?",
        "harbour",
        lambda t: (
            {p.centre[0] < t.x("boat") for p in t.things("person") if p.holder is None}
            == {True, False}
        ),
    ),
    Asked(
        "The anchor is right at the left edge, no?",
        "harbour",
        lambda t: share(t, t.the("anchor")) < 0.1,
    ),
    Asked(
        "What is the colour of the ball nearest to the bicycle?",
        "park",
        lambda t: nigh(t, "ball", "bicycle").colour,
    ),
    Asked("Is there a dog on the side of the tree where the kite is?", "park", kite_side),
    Asked(
        "The hat lies higher than the cat, doesn't it?",
        "park",
        lambda t: t.lies("hat", "above", "cat"),
    ),
    Asked(
        "Tell me which is lower in the image: the kite or the bicycle.",
        "park",
        lambda t: pick(t, "kite", "below", "bicycle"),
    ),
    Asked(
        "Do the dogs all keep to the left of the tree?",
        "park",
        lambda t: given(t.n("dog") > 0, len(t.beside("dog", "left", "tree")) == t.n("dog")),
    ),
    Asked(
        "Is the ball furthest to the left the same colour as the hat?",
        "park",
        lambda t: most(t, "left", "ball").colour == t.colour("hat"),
    ),
    # a kitchen and a room
    Asked(
        "Please tell me what is on the plate to the right of the bowl.",
        "kitchen",
        lambda t: given(t.lies("plate", "right", "bowl"), t.what("plate")),
    ),
    Asked(
        "How many cups are in the bottom half of the photo?",
        "kitchen",
        lambda t: sum(half(t, cup, 1) == "bottom" for cup in t.things("cup")),
    ),
    Asked(
        "Reading from left to right, do I come to the teapot or the bowl first?",
        "kitchen",
        lambda t: order(t, "teapot", "bowl")[0],
    ),
    Asked(
        "What's the bowl's colour, the bowl left of the plate?",
        "kitchen",
        lambda t: given(t.lies("bowl", "left", "plate"), t.colour("bowl")),
    ),
    Asked(
        "Name the thing in the bottom right corner.",
        "kitchen",
        lambda t: corner(t, "bottom right").noun,
    ),
    Asked(
        "Are there more cups in the top half than in the bottom half?",
        "kitchen",
        lambda t: sum(1 if half(t, cup, 1) == "top" else -1 for cup in t.things("cup")) > 0,
    ),
    Asked(
        "Which piece of furniture is further left, the couch or the bed?",
        "room",
        lambda t: order(t, "couch", "bed")[0],
    ),
    Asked(
        "My cat: is it in the left half of the photo or in the right half?",
        "room",
        lambda t: across(t, "cat"),
    ),
    Asked(
        "What colour is the chair on the right-hand side?",
        "room",
        lambda t: given(across(t, "chair") == "right", t.colour("chair")),
    ),
    Asked(
        "Could you tell me whether the television is above the bed, please?",
        "room",
        lambda t: t.lies("television", "above", "bed"),
    ),
    Asked(
        "Is the cat lying on the bed or on the couch?",
        "room",
        lambda t: (
            "bed" if t.n("cat", held="bed") else given(bool(t.n("cat", held="couch")), "couch")
        ),
    ),
    # a farm and a street
    Asked(
        "Is the sun to the left or to the right of the house?",
        "farm",
        lambda t: "left" if t.lies("sun", "left", "house") else "right",
    ),
    Asked(
        "Is the tractor directly beneath the house?",
        "farm",
        lambda t: under(t.the("tractor"), t.the("house")),
    ),
    Asked(
        "Any sheep right of the house?",
        "farm",
        lambda t: bool(t.beside("sheep", "right", "house")),
    ),
    Asked(
        "The horse and the tractor are standing next to each other, aren't they?",
        "farm",
        lambda t: close(t, "horse", "tractor"),
    ),
    Asked(
        "Bus, truck and car: which of them is furthest to the right?",
        "street",
        lambda t: last(t, "bus", "truck", "car"),
    ),
    Asked(
        "Above the bus there is a car; tell me its colour.",
        "street",
        lambda t: given(t.lies("car", "above", "bus"), t.colour("car")),
    ),
    Asked(
        "Does the car have the bus to its right?",
        "street",
        lambda t: t.lies("bus", "right", "car"),
    ),
    Asked(
        "Top right corner, that is where the traffic light is.",
        "street",
        lambda t: cornered(t, t.the("traffic light"), "top right"),
    ),
    # pictures with a sign
    Asked(
        "What animal is in the left half of the picture?",
        "signpost",
        lambda t: one_of([a for a in t.things("animal") if half(t, a) == "left"]).noun,
    ),
    Asked(
        "Does the dog stand to the right of the cow?",
        "signpost",
        lambda t: t.lies("dog", "right", "cow"),
    ),
    Asked(
        "On which side of the tree is the house?",
        "shop",
        lambda t: "left" if t.lies("house", "left", "tree") else "right",
    ),
    Asked(
        "Is anybody on the same side of the picture as the house?",
        "shop",
        lambda t: any(half(t, one) == across(t, "house") for one in t.things("person")),
    ),
    Asked(
        "Who is below the tree, a person or a dog?",
        "shop",
        lambda t: below_tree(t),
    ),
    Asked(
        "Is the car parked below the house or below the tree?",
        "roadside",
        lambda t: "house" if under(t.the("car"), t.the("house")) else "tree",
    ),
    Asked(
        "The car parked underneath the tree is which colour?",
        "roadside",
        lambda t: given(under(t.the("car"), t.the("tree")), t.colour("car")),
    ),
    Asked(
        "Does the sign hang to the left of the house?",
        "shop",
        lambda t: sign_left(t, t.x("house")),
    ),
    Asked(
        "I see the sign in the left half of the picture. Am I right?",
        "signpost",
        lambda t: sign_left(t, t.scenes[0].width / 2),
    ),
    # a beach
    Asked(
        "How many balls lie to the left of the tent?",
        "beach",
        lambda t: len(t.beside("ball", "left", "tent")),
    ),
    Asked(
        "Is the bucket nearer to the turtle than to the umbrella?",
        "beach",
        lambda t: nearer_to(t, "bucket", "turtle", "umbrella") == "turtle",
    ),
    Asked(
        "Are there more crabs to the right of the tent than to its left?",
        "beach",
        lambda t: len(t.beside("crab", "right", "tent")) > len(t.beside("crab", "left", "tent")),
    ),
    Asked(
        "are the bucket and the umbrella close together",
        "beach",
        lambda t: close(t, "bucket", "umbrella"),
    ),
    # a zoo
    Asked(
        "Which of these is leftmost, the elephant, the giraffe or the lion?",
        "zoo",
        lambda t: first(t, "elephant", "giraffe", "lion"),
    ),
    Asked(
        "Is it true that the lion is lying beneath the tree?",
        "zoo",
        lambda t: under(t.the("lion"), t.the("tree")),
    ),
    Asked(
        "Is the elephant in the left part, in the middle or in the right part?",
        "zoo",
        lambda t: third(share(t, t.the("elephant"))),
    ),
    Asked(
        "Is the giraffe a long way from the elephant?",
        "zoo",
        lambda t: not close(t, "giraffe", "elephant"),
    ),
    # the sky
    Asked(
        "Colour of the lowest balloon, please.",
        "sky",
        lambda t: most(t, "below", "balloon").colour,
    ),
    Asked(
        "Number of clouds below the airplane?",
        "sky",
        lambda t: len(t.beside("cloud", "below", "airplane")),
    ),
    Asked("The sun: left or right?", "sky", lambda t: across(t, "sun")),
    Asked(
        "Airplane or helicopter, what flies higher?",
        "sky",
        lambda t: pick(t, "airplane", "above", "helicopter"),
    ),
    Asked(
        "Is the balloon closest to the sun a red one?",
        "sky",
        lambda t: nigh(t, "balloon", "sun").colour == "red",
    ),
    Asked(
        "Which balloon is bigger, the highest or the lowest?",
        "sky",
        lambda t: bigger_balloon(t),
    ),
    # of two pictures
    Asked(
        "Is the anchor at the bottom in both images?",
        "two harbours",
        lambda t: all(upright(p, "anchor") == "bottom" for p in t.pictures()),
    ),
    Asked(
        "Both nests are to the left of their boats.",
        "two ponds",
        lambda t: all(p.lies("nest", "left", "boat") for p in t.pictures()),
    ),
)
