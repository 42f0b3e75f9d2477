"""Where a thing is in one of several pictures, in each, and in how many."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.truth import image
from visprog_benchmarks.phrasings.world.practice.positions import (
    across,
    corner,
    cornered,
    further_left,
    higher,
    most,
    one_of,
    only,
    order,
    share,
    third,
    upright,
)

ROWS: tuple[Asked, ...] = (
    # two pictures
    Asked(
        "Is the tree on the same side in both pictures?",
        "two parks",
        lambda t: len({across(p, "tree") for p in t.pictures()}) == 1,
    ),
    Asked(
        "In which picture is the hat to the left of the tree?",
        "two parks",
        lambda t: image([p.lies("hat", "left", "tree") for p in t.pictures()]),
    ),
    Asked(
        "From the first picture to the second, the cat moves from right to left of the tree.",
        "two parks",
        lambda t: [p.lies("cat", "left", "tree") for p in t.pictures()] == [False, True],
    ),
    Asked(
        "How many of the two pictures have the umbrella right of the boat?",
        "two harbours",
        lambda t: sum(p.lies("umbrella", "right", "boat") for p in t.pictures()),
    ),
    Asked(
        "Does the house change sides between the two pictures?",
        "two farms",
        lambda t: len({across(p, "house") for p in t.pictures()}) == 2,
    ),
    Asked(
        "In the second picture, which is further left, the house or the tractor?",
        "two farms",
        lambda t: order(t.pictures()[1], "house", "tractor")[0],
    ),
    Asked(
        "Only one of the two shows the tractor to the right of the house.",
        "two farms",
        lambda t: sum(p.lies("tractor", "right", "house") for p in t.pictures()) == 1,
    ),
    Asked(
        "The turtle stays at the bottom in both photos, doesn't it?",
        "two beaches",
        lambda t: all(upright(p, "turtle") == "bottom" for p in t.pictures()),
    ),
    Asked(
        "What colour is the umbrella in the picture where it stands right of the tent?",
        "two beaches",
        lambda t: only([p for p in t.pictures() if p.lies("umbrella", "right", "tent")]).colour(
            "umbrella"
        ),
    ),
    Asked(
        "Is the giraffe left of the elephant in one picture and right of it in the other?",
        "two zoos",
        lambda t: len({p.lies("giraffe", "left", "elephant") for p in t.pictures()}) == 2,
    ),
    Asked(
        "Second image, top left corner: what animal is there?",
        "two zoos",
        lambda t: (
            one_of(
                [
                    one
                    for one in t.pictures()[1].things("animal")
                    if cornered(t.pictures()[1], one, "top left")
                ]
            ).noun
        ),
    ),
    Asked(
        "Show me the picture with the airplane in its lower half.",
        "two skies",
        lambda t: image([upright(p, "airplane") == "bottom" for p in t.pictures()]),
    ),
    Asked(
        "Are the suns on opposite sides in the two pictures?",
        "two skies",
        lambda t: len({across(p, "sun") for p in t.pictures()}) == 2,
    ),
    Asked(
        "Did the clock go from the left of the laptop to its right?",
        "two desks",
        lambda t: [p.lies("clock", "left", "laptop") for p in t.pictures()] == [True, False],
    ),
    Asked(
        "In the right picture, the book furthest left: red, green, blue or yellow?",
        "two desks",
        lambda t: most(t.pictures()[1], "left", "book").colour,
    ),
    Asked(
        "Compare the nests: in which picture is the nest higher up?",
        "two ponds",
        lambda t: higher(t, "nest"),
    ),
    Asked(
        "One of these shows the house on the right. Which one?",
        "two shops",
        lambda t: image([across(p, "house") == "right" for p in t.pictures()]),
    ),
    Asked(
        "What does the sign say in the picture with the tree on the left?",
        "two shops",
        lambda t: only([p for p in t.pictures() if across(p, "tree") == "left"]).sign,
    ),
    Asked(
        "Which picture has the lion up in its top half?",
        "two zoos",
        lambda t: image([upright(p, "lion") == "top" for p in t.pictures()]),
    ),
    Asked(
        "Where the tree is in the first picture, is the house there in the second?",
        "two shops",
        lambda t: across(t.pictures()[0], "tree") == across(t.pictures()[1], "house"),
    ),
    Asked(
        "What is up in the right-hand corner of the second picture?",
        "two skies",
        lambda t: corner(t.pictures()[1], "top right").noun,
    ),
    Asked(
        "The dog stands further left in the second picture than in the first.",
        "two signposts",
        lambda t: further_left(t, "dog"),
    ),
    # three and more
    Asked(
        "In how many of the three pictures is the kite on the right?",
        "three parks",
        lambda t: sum(across(p, "kite") == "right" for p in t.pictures()),
    ),
    Asked(
        "Which one of the three shows the tree on the right-hand side?",
        "three parks",
        lambda t: image([share(p, p.the("tree")) > 0.58 for p in t.pictures()]),
    ),
    Asked(
        "How many times is the house at the left, in all four pictures together?",
        "four farms",
        lambda t: sum(share(p, p.the("house")) < 0.42 for p in t.pictures()),
    ),
    Asked(
        "Just one of the three has the turtle above the tent.",
        "three beaches",
        lambda t: sum(p.lies("turtle", "above", "tent") for p in t.pictures()) == 1,
    ),
    Asked(
        "Pick out the picture in which the lion is above the elephant.",
        "three zoos",
        lambda t: image([p.lies("lion", "above", "elephant") for p in t.pictures()]),
    ),
    Asked(
        "Is the sun higher than the airplane in every picture?",
        "three skies",
        lambda t: all(p.lies("sun", "above", "airplane") for p in t.pictures()),
    ),
    Asked(
        "Pictures with the nest on the right of the boat: how many?",
        "four ponds",
        lambda t: sum(p.lies("nest", "right", "boat") for p in t.pictures()),
    ),
    Asked(
        "Of these five photos, how many have the laptop left of the phone?",
        "five desks",
        lambda t: sum(p.lies("laptop", "left", "phone") for p in t.pictures()),
    ),
    Asked(
        "the clock is in the upper half every time, true or false?",
        "five desks",
        lambda t: all(upright(p, "clock") == "top" for p in t.pictures()),
    ),
    Asked(
        "At least one of the four pictures has the house in the middle.",
        "four farms",
        lambda t: any(third(share(p, p.the("house"))) == "middle" for p in t.pictures()),
    ),
)
