"""Three pictures and more: all together, in how many, in every one, in which."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.truth import Truth, image


def _with(t: Truth, noun: str, least: int = 1) -> int:
    """How many of the pictures have so many."""
    return sum(number >= least for number in t.each(noun))


def _most(t: Truth, noun: str, sign: int = 1) -> str | None:
    """The picture with the most (or, with -1, the fewest), if it is one."""
    numbers = [sign * number for number in t.each(noun)]
    return image([number == max(numbers) for number in numbers])


ROWS = (
    # all together
    Asked(
        "How many crabs are there in all the pictures together?",
        "three beaches",
        lambda t: t.n("crab"),
    ),
    Asked(
        "What is the total number of frogs across the four images?",
        "four ponds",
        lambda t: t.n("frog"),
    ),
    Asked("Counting all five photos, how many cups are there?", "five desks", lambda t: t.n("cup")),
    Asked(
        "how many zebras are in the three pictures in total", "three zoos", lambda t: t.n("zebra")
    ),
    Asked(
        "How many red balloons do you count over all the images?",
        "three skies",
        lambda t: t.n("balloon", "red"),
    ),
    Asked("Count the people in all three photos.", "three beaches", lambda t: t.n("person")),
    Asked(
        "Across all the images, how many people are in a boat?",
        "four ponds",
        lambda t: t.n("person", held="boat"),
    ),
    Asked(
        "There are more than three crabs in the three pictures together.",
        "three beaches",
        lambda t: t.n("crab") > 3,
    ),
    # in how many
    Asked(
        "In how many of the pictures can you see a kite?",
        "three beaches",
        lambda t: _with(t, "kite"),
    ),
    Asked("how many of the images contain people", "three beaches", lambda t: _with(t, "person")),
    Asked(
        "How many photos have at least two balloons?",
        "three skies",
        lambda t: _with(t, "balloon", 2),
    ),
    Asked(
        "How many of the five pictures don't have a camera?",
        "five desks",
        lambda t: 5 - _with(t, "camera"),
    ),
    Asked(
        "In how many photos is the umbrella red?", "three beaches", lambda t: t.n("umbrella", "red")
    ),
    Asked(
        "In how many images is the sun to the left of the airplane?",
        "three skies",
        lambda t: sum(one.side("sun", "airplane") == "left" for one in t.pictures()),
    ),
    Asked(
        "In how many pictures are there more ducks than frogs?",
        "four ponds",
        lambda t: sum(one.n("duck") > one.n("frog") for one in t.pictures()),
    ),
    Asked(
        "How many pictures contain both a camera and a cup?",
        "five desks",
        lambda t: sum(one.n("camera") > 0 < one.n("cup") for one in t.pictures()),
    ),
    Asked("Number of images with a monkey?", "three zoos", lambda t: _with(t, "monkey")),
    Asked(
        "In how many of the images is the boat empty?",
        "four ponds",
        lambda t: sum(one.n("thing", held="boat") == 0 for one in t.pictures()),
    ),
    # in every one, in some, in none
    Asked("Does every photo contain a cloud?", "three skies", lambda t: min(t.each("cloud")) > 0),
    Asked("Do all the images show people?", "three beaches", lambda t: min(t.each("person")) > 0),
    Asked(
        "Is there a monkey in each of the three pictures?",
        "three zoos",
        lambda t: min(t.each("monkey")) > 0,
    ),
    Asked("Is there any picture without a duck?", "four ponds", lambda t: min(t.each("duck")) == 0),
    Asked(
        "Does more than one picture show a helicopter?",
        "three skies",
        lambda t: _with(t, "helicopter") > 1,
    ),
    Asked(
        "Does exactly one of the images contain a kite?",
        "three beaches",
        lambda t: _with(t, "kite") == 1,
    ),
    Asked(
        "Do any of the pictures show four birds or more?",
        "three skies",
        lambda t: max(t.each("bird")) >= 4,
    ),
    Asked(
        "Is the umbrella the same colour in all the pictures?",
        "three beaches",
        lambda t: len({one.colour("umbrella") for one in t.pictures()}) == 1,
    ),
    Asked(
        "At least two of the pictures show a kite.", "three skies", lambda t: _with(t, "kite") >= 2
    ),
    Asked("Every picture has at least one frog.", "four ponds", lambda t: min(t.each("frog")) > 0),
    Asked("No image has more than two crabs.", "three beaches", lambda t: max(t.each("crab")) <= 2),
    Asked("None of the four pictures shows a cat.", "four ponds", lambda t: t.n("cat") == 0),
    # one of them
    Asked(
        "Are there any monkeys in the third picture?",
        "three zoos",
        lambda t: t.each("monkey")[2] > 0,
    ),
    Asked("How many crabs are in the first image?", "three beaches", lambda t: t.each("crab")[0]),
    Asked(
        "What colour is the umbrella in the second picture?",
        "three beaches",
        lambda t: t.pictures()[1].colour("umbrella"),
    ),
    Asked("is there a kite in the last picture?", "three skies", lambda t: t.each("kite")[-1] > 0),
    Asked(
        "Are there more balloons in the first image than in the last one?",
        "three skies",
        lambda t: t.each("balloon")[0] > t.each("balloon")[2],
    ),
    # which of them
    Asked("Which of the images shows the most birds?", "three skies", lambda t: _most(t, "bird")),
    Asked("Which picture has the fewest zebras?", "three zoos", lambda t: _most(t, "zebra", -1)),
    Asked(
        "In which image are there the most people?", "three beaches", lambda t: _most(t, "person")
    ),
    Asked(
        "One of the pictures has no people in it. Which one?",
        "three beaches",
        lambda t: image([number == 0 for number in t.each("person")]),
    ),
    Asked(
        "What is the largest number of birds in any one picture?",
        "three skies",
        lambda t: max(t.each("bird")),
    ),
)
