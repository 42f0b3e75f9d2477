"""Two pictures: the left and the right one, one of them, both, together."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.truth import Truth, excess, left_or_right


def _more(t: Truth, noun: str, held: str | None = None) -> str | None:
    return left_or_right(*(one.n(noun, held=held) for one in t.pictures()))


def _colours(t: Truth, noun: str) -> list[str]:
    return [one.colour(noun) for one in t.pictures()]


def _only(t: Truth, noun: str, *looks: str) -> str | None:
    """The picture that alone has any."""
    here = [number > 0 for number in t.each(noun, *looks)]
    return left_or_right(*here) if sum(here) == 1 else None


ROWS = (
    # one of them
    Asked(
        "Are there any monkeys in the first image?", "two zoos", lambda t: t.each("monkey")[0] > 0
    ),
    Asked("How many crabs are in the second picture?", "two beaches", lambda t: t.each("crab")[1]),
    Asked("Does the left photo show a kite?", "two beaches", lambda t: t.each("kite")[0] > 0),
    Asked(
        "In the left image, how many balloons can you see?",
        "two skies",
        lambda t: t.each("balloon")[0],
    ),
    Asked(
        "how many zebras are there in the picture on the right",
        "two zoos",
        lambda t: t.each("zebra")[1],
    ),
    Asked(
        "In the picture on the left, what colour is the umbrella?",
        "two beaches",
        lambda t: t.pictures()[0].colour("umbrella"),
    ),
    Asked(
        "What color is the bucket in the right-hand picture?",
        "two beaches",
        lambda t: t.pictures()[1].colour("bucket"),
    ),
    Asked(
        "Is the lion to the left of the elephant in the second photo?",
        "two zoos",
        lambda t: t.pictures()[1].side("lion", "elephant") == "left",
    ),
    Asked(
        "In the right picture, how many people are in the boat?",
        "two ponds",
        lambda t: t.pictures()[1].n("person", held="boat"),
    ),
    Asked(
        "Is the boat in the left picture empty?",
        "two ponds",
        lambda t: t.pictures()[0].n("thing", held="boat") == 0,
    ),
    Asked(
        "Is there a camera in the image on the right?",
        "two desks",
        lambda t: t.each("camera")[1] > 0,
    ),
    Asked(
        "There are exactly two zebras in the left image.",
        "two zoos",
        lambda t: t.each("zebra")[0] == 2,
    ),
    Asked(
        "In the right image, the nest is below the boat.",
        "two ponds",
        lambda t: t.pictures()[1].height("nest", "boat") == "below",
    ),
    Asked(
        "The right image contains at least three frogs.",
        "two ponds",
        lambda t: t.each("frog")[1] >= 3,
    ),
    # both, either, only one
    Asked("Do both pictures contain people?", "two beaches", lambda t: min(t.each("person")) > 0),
    Asked("Do both of them have clouds?", "two skies", lambda t: min(t.each("cloud")) > 0),
    Asked(
        "are there birds in either of the photos?", "two skies", lambda t: max(t.each("bird")) > 0
    ),
    Asked(
        "Does at least one of the images contain a helicopter?",
        "two skies",
        lambda t: max(t.each("helicopter")) > 0,
    ),
    Asked(
        "Is there a kite in only one of the two images?",
        "two beaches",
        lambda t: sum(n > 0 for n in t.each("kite")) == 1,
    ),
    Asked(
        "Does exactly one of the pictures show a camera?",
        "two desks",
        lambda t: sum(n > 0 for n in t.each("camera")) == 1,
    ),
    Asked(
        "Is it true that neither picture has a cup in it?",
        "two desks",
        lambda t: sum(t.each("cup")) == 0,
    ),
    Asked(
        "Is there a kite in the left image but not in the right one?",
        "two beaches",
        lambda t: t.each("kite")[0] > 0 == t.each("kite")[1],
    ),
    Asked(
        "Each picture contains at least one bird.", "two skies", lambda t: min(t.each("bird")) > 0
    ),
    Asked(
        "One image has a kite and the other doesn't.",
        "two skies",
        lambda t: sum(n > 0 for n in t.each("kite")) == 1,
    ),
    Asked(
        "There are no monkeys in either image.", "two zoos", lambda t: sum(t.each("monkey")) == 0
    ),
    Asked(
        "In both images there are more ducks than frogs.",
        "two ponds",
        lambda t: all(one.n("duck") > one.n("frog") for one in t.pictures()),
    ),
    Asked(
        "In one of the pictures, the boat is empty.",
        "two ponds",
        lambda t: any(one.n("thing", held="boat") == 0 for one in t.pictures()),
    ),
    Asked(
        "The tent is to the left of the umbrella in both images.",
        "two beaches",
        lambda t: all(one.side("tent", "umbrella") == "left" for one in t.pictures()),
    ),
    # together
    Asked("How many frogs are in the two photos combined?", "two ponds", lambda t: t.n("frog")),
    Asked(
        "What's the total number of zebras across both pictures?",
        "two zoos",
        lambda t: t.n("zebra"),
    ),
    Asked("count the people in both images together", "two beaches", lambda t: t.n("person")),
    Asked(
        "How many animals do the two pictures show in all?", "two farms", lambda t: t.n("animal")
    ),
    Asked(
        "How many people are in the boats in the two images?",
        "two ponds",
        lambda t: t.n("person", held="boat"),
    ),
    Asked(
        "Adding up both photos, how many red balls are there?",
        "two beaches",
        lambda t: t.n("ball", "red"),
    ),
    Asked(
        "The two pictures contain exactly three balloons in total.",
        "two skies",
        lambda t: t.n("balloon") == 3,
    ),
    Asked(
        "There are more than four sheep in the two images together.",
        "two farms",
        lambda t: t.n("sheep") > 4,
    ),
    # one against the other
    Asked(
        "Do the two images have the same number of balloons?",
        "two skies",
        lambda t: len(set(t.each("balloon"))) == 1,
    ),
    Asked(
        "Are there more animals in the left picture than in the right picture?",
        "two farms",
        lambda t: t.each("animal")[0] > t.each("animal")[1],
    ),
    Asked(
        "Is the number of cups greater in the right image than in the left image?",
        "two desks",
        lambda t: t.each("cup")[1] > t.each("cup")[0],
    ),
    Asked(
        "How many more balls are in the left image than in the right one?",
        "two beaches",
        lambda t: excess(*t.each("ball")),
    ),
    Asked(
        "Does the second picture have fewer ducks than the first?",
        "two ponds",
        lambda t: t.each("duck")[1] < t.each("duck")[0],
    ),
    Asked(
        "The left image has more crabs than the right image.",
        "two beaches",
        lambda t: t.each("crab")[0] > t.each("crab")[1],
    ),
    Asked(
        "There are more people in the first picture than in the second.",
        "two harbours",
        lambda t: t.each("person")[0] > t.each("person")[1],
    ),
    Asked(
        "There are exactly twice as many zebras in the left picture as in the right one.",
        "two zoos",
        lambda t: t.each("zebra")[0] == 2 * t.each("zebra")[1] if sum(t.each("zebra")) else None,
    ),
    Asked(
        "Both pictures have the same number of birds.",
        "two skies",
        lambda t: len(set(t.each("bird"))) == 1,
    ),
    Asked(
        "Is the umbrella the same colour in both pictures?",
        "two beaches",
        lambda t: len(set(_colours(t, "umbrella"))) == 1,
    ),
    Asked(
        "Is the bucket in the left image the same color as the umbrella in the right one?",
        "two beaches",
        lambda t: _colours(t, "bucket")[0] == _colours(t, "umbrella")[1],
    ),
    Asked(
        "Is the giraffe on the same side of the tree in both images?",
        "two zoos",
        lambda t: len({one.side("giraffe", "tree") for one in t.pictures()}) == 1,
    ),
    Asked(
        "Do the nests in the two pictures hold the same number of eggs?",
        "two ponds",
        lambda t: len({one.n("egg", held="nest") for one in t.pictures()}) == 1,
    ),
    # which of them
    Asked("Which of the two pictures has more ducks?", "two ponds", lambda t: _more(t, "duck")),
    Asked(
        "Which image contains fewer books?",
        "two desks",
        lambda t: left_or_right(*(-n for n in t.each("book"))),
    ),
    Asked(
        "In which photo are there more zebras, the left or the right one?",
        "two zoos",
        lambda t: _more(t, "zebra"),
    ),
    Asked(
        "which picture shows more people in the boat",
        "two ponds",
        lambda t: _more(t, "person", held="boat"),
    ),
    Asked(
        "Compare the two pictures: which has more balloons, the left or the right?",
        "two skies",
        lambda t: _more(t, "balloon"),
    ),
    Asked(
        "Only one of these photos has a camera in it. Which one?",
        "two desks",
        lambda t: _only(t, "camera"),
    ),
    Asked(
        "Is the helicopter in the left or the right image?",
        "two skies",
        lambda t: _only(t, "helicopter"),
    ),
    Asked(
        "Which picture has the red umbrella?", "two beaches", lambda t: _only(t, "umbrella", "red")
    ),
    Asked(
        "Of the two images, which one has the greater number of animals?",
        "two farms",
        lambda t: _more(t, "animal"),
    ),
)
