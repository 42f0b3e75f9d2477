"""Forms of asking about two pictures."""

from __future__ import annotations

from collections.abc import Sequence

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.truth import Truth
from visprog_benchmarks.phrasings.world.practice.series import tints


def ahead(numbers: Sequence[int]) -> str:
    """The image with the larger number. Raises ``ValueError`` for a draw."""
    left, right = numbers
    if left == right:
        raise ValueError("as many in the one as in the other")
    return "left" if left > right else "right"


def behind(numbers: Sequence[int]) -> str:
    """The image with the smaller number."""
    return "right" if ahead(numbers) == "left" else "left"


def alone(fit: Sequence[bool]) -> str:
    """The one image that fits. Raises ``ValueError`` when both do or neither."""
    left, right = fit
    return ahead((int(left), int(right)))


def has(noun: str, t: Truth) -> list[bool]:
    """Whether it is there, for each picture."""
    return [number > 0 for number in t.each(noun)]


def beside(noun: str, side: str, of: str, t: Truth) -> list[bool]:
    """Whether the one thing is on that side of the other, for each picture."""
    return [picture.lies(noun, side, of) for picture in t.pictures()]


ROWS = (
    # how many
    Asked(
        "How many cars does the left picture show?", "two harbours", lambda t: t.n("car", image=0)
    ),
    Asked(
        "In the right-hand image, how many birds are there?",
        "two harbours",
        lambda t: t.n("bird", image=1),
    ),
    Asked(
        "how many sheep do you count in the second picture",
        "two farms",
        lambda t: t.n("sheep", image=1),
    ),
    Asked("First picture: how many dogs?", "two parks", lambda t: t.n("dog", image=0)),
    Asked(
        "What's the number of cows in the picture on the right?",
        "two farms",
        lambda t: t.n("cow", image=1),
    ),
    Asked(
        "How many people are in the boat in the photo on the left?",
        "two harbours",
        lambda t: t.n("person", held="boat", image=0),
    ),
    Asked(
        "Of the two pictures, take the second: how many balls does it show?",
        "two parks",
        lambda t: t.n("ball", image=1),
    ),
    Asked(
        "How many balls do the two pictures have between them?", "two parks", lambda t: t.n("ball")
    ),
    Asked(
        "Adding up both images, how many birds are there?", "two harbours", lambda t: t.n("bird")
    ),
    Asked(
        "Across the two photos, how many people are sitting in a boat?",
        "two harbours",
        lambda t: t.n("person", held="boat"),
    ),
    Asked(
        "How many red cars are there in both pictures taken together?",
        "two harbours",
        lambda t: t.n("car", "red"),
    ),
    Asked(
        "If you count the pigs on the left and the pigs on the right, how many do you get?",
        "two farms",
        lambda t: t.n("pig"),
    ),
    Asked(
        "By how many do the two images differ in their number of sheep?",
        "two farms",
        lambda t: abs(t.each("sheep")[0] - t.each("sheep")[1]),
    ),
    Asked("How many of the two pictures show a pig?", "two farms", lambda t: sum(has("pig", t))),
    Asked(
        "In how many of these two images do you see an owl?",
        "two parks",
        lambda t: sum(has("owl", t)),
    ),
    # comparing
    Asked(
        "Are there more birds in the left photo than in the right one?",
        "two harbours",
        lambda t: t.each("bird")[0] > t.each("bird")[1],
    ),
    Asked(
        "Does the left image have more cars than the right?",
        "two harbours",
        lambda t: t.each("car")[0] > t.each("car")[1],
    ),
    Asked(
        "Does the second picture contain fewer sheep than the first?",
        "two farms",
        lambda t: t.each("sheep")[1] < t.each("sheep")[0],
    ),
    Asked(
        "Do both pictures have equally many cows?",
        "two farms",
        lambda t: t.each("cow")[0] == t.each("cow")[1],
    ),
    Asked(
        "is the number of dogs the same in the two images",
        "two parks",
        lambda t: t.each("dog")[0] == t.each("dog")[1],
    ),
    Asked(
        "Are there just as many pigs in the left image as there are in the right?",
        "two farms",
        lambda t: t.each("pig")[0] == t.each("pig")[1],
    ),
    Asked(
        "Compared with the first picture, does the second show more balls?",
        "two parks",
        lambda t: t.each("ball")[1] > t.each("ball")[0],
    ),
    Asked(
        "Has the number of sheep gone up from the first picture to the second?",
        "two farms",
        lambda t: t.each("sheep")[1] > t.each("sheep")[0],
    ),
    Asked(
        "Is the boat in the left image carrying more people than the one in the right image?",
        "two harbours",
        lambda t: t.each("person", held="boat")[0] > t.each("person", held="boat")[1],
    ),
    Asked(
        "Do the images differ in how many cars they show?",
        "two harbours",
        lambda t: t.each("car")[0] != t.each("car")[1],
    ),
    Asked(
        "Is the total number of cars in the two pictures greater than three?",
        "two harbours",
        lambda t: t.n("car") > 3,
    ),
    Asked(
        "Do the two images show a total of at least 3 dogs?", "two parks", lambda t: t.n("dog") >= 3
    ),
    # which
    Asked(
        "Which of the two pictures shows more sheep?", "two farms", lambda t: ahead(t.each("sheep"))
    ),
    Asked("In which image do you see fewer cars?", "two harbours", lambda t: behind(t.each("car"))),
    Asked("which photo has an owl in it", "two parks", lambda t: alone(has("owl", t))),
    Asked(
        "Which of the images has no cows?",
        "two farms",
        lambda t: alone([not here for here in has("cow", t)]),
    ),
    Asked(
        "Where are there more birds, in the left image or in the right one?",
        "two harbours",
        lambda t: ahead(t.each("bird")),
    ),
    Asked(
        "Is it the left or the right picture that shows cows?",
        "two farms",
        lambda t: alone(has("cow", t)),
    ),
    Asked(
        "Left or right: which image contains more balls?",
        "two parks",
        lambda t: ahead(t.each("ball")),
    ),
    Asked(
        "Which boat has more people in it, the left image's or the right image's?",
        "two harbours",
        lambda t: ahead(t.each("person", held="boat")),
    ),
    Asked(
        "Tell me which image has the red umbrella.",
        "two harbours",
        lambda t: alone([c == "red" for c in tints(t, "umbrella")]),
    ),
    Asked(
        "In which of the two pictures is the umbrella red?",
        "two harbours",
        lambda t: alone([c == "red" for c in tints(t, "umbrella")]),
    ),
    # is there
    Asked("Is a cloud visible in both pictures?", "two farms", lambda t: all(has("cloud", t))),
    Asked(
        "Can a pig be seen in either of the two images?", "two farms", lambda t: any(has("pig", t))
    ),
    Asked("Do both of the photos show a bird?", "two harbours", lambda t: all(has("bird", t))),
    Asked(
        "Does each image have at least two cars in it?",
        "two harbours",
        lambda t: min(t.each("car")) >= 2,
    ),
    Asked("Does neither picture contain a pig?", "two farms", lambda t: not any(has("pig", t))),
    Asked(
        "Is there a dog in only one of the two images?",
        "two parks",
        lambda t: sum(has("dog", t)) == 1,
    ),
    Asked(
        "Does exactly one of the pictures show an owl?",
        "two parks",
        lambda t: sum(has("owl", t)) == 1,
    ),
    Asked(
        "Is there an owl in the first picture but not in the second?",
        "two parks",
        lambda t: has("owl", t) == [True, False],
    ),
    Asked(
        "Does the left image have cows while the right one has none?",
        "two farms",
        lambda t: has("cow", t) == [True, False],
    ),
    Asked(
        "Is at least one of the two boats carrying a dog?",
        "two harbours",
        lambda t: t.n("dog", held="boat") > 0,
    ),
    Asked(
        "Does either photo have exactly three sheep?", "two farms", lambda t: 3 in t.each("sheep")
    ),
    Asked(
        "Is there an image in which there are no cows?",
        "two farms",
        lambda t: not all(has("cow", t)),
    ),
    Asked(
        "Are there any cows in the left image or any pigs in the right one?",
        "two farms",
        lambda t: has("cow", t)[0] or has("pig", t)[1],
    ),
    Asked(
        "In the picture on the left, do you see a bird?",
        "two harbours",
        lambda t: has("bird", t)[0],
    ),
    Asked(
        "Are the same kinds of animals in both pictures?",
        "two farms",
        lambda t: len({frozenset(a.noun for a in p.things("animal")) for p in t.pictures()}) == 1,
    ),
    # colours and places
    Asked(
        "What colour is the umbrella in the right photo?",
        "two harbours",
        lambda t: tints(t, "umbrella")[1],
    ),
    Asked(
        "Which colour does the hat have in the first of the two pictures?",
        "two parks",
        lambda t: tints(t, "hat")[0],
    ),
    Asked(
        "Is the umbrella the same color in the two pictures?",
        "two harbours",
        lambda t: len(set(tints(t, "umbrella"))) == 1,
    ),
    Asked(
        "Does the umbrella change colour from the first picture to the second?",
        "two harbours",
        lambda t: len(set(tints(t, "umbrella"))) == 2,
    ),
    Asked(
        "Do the hats in the two images have different colours?",
        "two parks",
        lambda t: len(set(tints(t, "hat"))) == 2,
    ),
    Asked(
        "Are the hats in both images red?", "two parks", lambda t: set(tints(t, "hat")) == {"red"}
    ),
    Asked(
        "Is the umbrella yellow in one of the images and red in the other?",
        "two harbours",
        lambda t: set(tints(t, "umbrella")) == {"yellow", "red"},
    ),
    Asked(
        "Is the horse left of the tractor in both images?",
        "two farms",
        lambda t: all(beside("horse", "left", "tractor", t)),
    ),
    Asked(
        "In the first picture, is the umbrella to the left of the boat?",
        "two harbours",
        lambda t: beside("umbrella", "left", "boat", t)[0],
    ),
    Asked(
        "Is the umbrella left of the boat in one picture and right of it in the other?",
        "two harbours",
        lambda t: len(set(beside("umbrella", "left", "boat", t))) == 2,
    ),
)
