"""Pairs and sets of pictures."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.world.counting import extra

ROWS = (
    # pairs: counting
    Asked("How many dogs are in the two pictures altogether?", "two parks", lambda t: t.n("dog")),
    Asked("How many dogs are there across both images?", "two parks", lambda t: t.n("dog")),
    Asked(
        "What is the total number of balls in both pictures?", "two parks", lambda t: t.n("ball")
    ),
    Asked("How many people are in these images in total?", "two harbours", lambda t: t.n("person")),
    Asked("Count the sheep in both photos combined.", "two farms", lambda t: t.n("sheep")),
    Asked("How many dogs are in the left picture?", "two parks", lambda t: t.n("dog", image=0)),
    Asked(
        "How many balls does the second image show?", "two parks", lambda t: t.n("ball", image=1)
    ),
    Asked(
        "In the right image, how many cars are there?",
        "two harbours",
        lambda t: t.n("car", image=1),
    ),
    Asked("How many cars are in the first photo?", "two harbours", lambda t: t.n("car", image=0)),
    Asked(
        "How many people are in the boat in the left image?",
        "two harbours",
        lambda t: t.n("person", held="boat", image=0),
    ),
    Asked(
        "How many red cars are in the right image?",
        "two harbours",
        lambda t: t.n("car", "red", image=1),
    ),
    Asked(
        "How many more dogs are in the right image than in the left?",
        "two parks",
        lambda t: extra(t.n("dog", image=1), t.n("dog", image=0)),
    ),
    # pairs: existence
    Asked("Is there a dog in each picture?", "two parks", lambda t: all(t.each("dog"))),
    Asked("Does each image contain a cow?", "two farms", lambda t: all(t.each("cow"))),
    Asked("Do both photos show a pig?", "two farms", lambda t: all(t.each("pig"))),
    Asked("Are there cows in both pictures?", "two farms", lambda t: all(t.each("cow"))),
    Asked(
        "Is there a cloud in either of the pictures?", "two farms", lambda t: any(t.each("cloud"))
    ),
    Asked(
        "Does at least one of the images show a cloud?", "two farms", lambda t: any(t.each("cloud"))
    ),
    Asked("Is there a pig in at least one image?", "two farms", lambda t: any(t.each("pig"))),
    Asked("Does neither image contain a pig?", "two farms", lambda t: not any(t.each("pig"))),
    Asked(
        "Is there a cow in exactly one of the images?",
        "two farms",
        lambda t: sum(map(bool, t.each("cow"))) == 1,
    ),
    Asked(
        "Does only one of the pictures contain a dog?",
        "two parks",
        lambda t: sum(map(bool, t.each("dog"))) == 1,
    ),
    Asked(
        "Does only the left image contain a sun?",
        "two farms",
        lambda t: t.n("sun", image=0) > 0 and t.n("sun", image=1) == 0,
    ),
    Asked(
        "Is there a cow in the left image but not in the right one?",
        "two farms",
        lambda t: t.n("cow", image=0) > 0 and t.n("cow", image=1) == 0,
    ),
    Asked("Are there no dogs in the right image?", "two parks", lambda t: t.n("dog", image=1) == 0),
    Asked("Is there no cow in either picture?", "two farms", lambda t: t.n("cow") == 0),
    Asked(
        "Is there a dog in the left photo and a cat in the right photo?",
        "two parks",
        lambda t: t.n("dog", image=0) > 0 and t.n("cat", image=1) > 0,
    ),
    Asked(
        "Is there a dog in the first image or a pig in the second?",
        "two farms",
        lambda t: t.n("dog", image=0) + t.n("pig", image=1) > 0,
    ),
    Asked(
        "Are all the cars in the left image red?",
        "two harbours",
        lambda t: t.n("car", image=0) == t.n("car", "red", image=0),
    ),
    Asked(
        "Is the dog in the boat in both images?",
        "two harbours",
        lambda t: all(t.n("dog", held="boat", image=i) for i in (0, 1)),
    ),
    # pairs: amounts
    Asked("Are there exactly three dogs in total?", "two parks", lambda t: t.n("dog") == 3),
    Asked(
        "Are there at least four balls in the two images combined?",
        "two parks",
        lambda t: t.n("ball") >= 4,
    ),
    Asked("Are there two pigs in the left image?", "two farms", lambda t: t.n("pig", image=0) == 2),
    Asked(
        "Does each picture have exactly one dog?", "two parks", lambda t: t.each("dog") == [1, 1]
    ),
    Asked(
        "Are there at least two sheep in each image?",
        "two farms",
        lambda t: min(t.each("sheep")) >= 2,
    ),
    Asked(
        "Does one of the images contain exactly three sheep?",
        "two farms",
        lambda t: 3 in t.each("sheep"),
    ),
    Asked(
        "Are there more than two cars in one of the pictures?",
        "two harbours",
        lambda t: max(t.each("car")) > 2,
    ),
    # pairs: comparing
    Asked(
        "Are there more dogs in the first picture than in the second?",
        "two parks",
        lambda t: t.n("dog", image=0) > t.n("dog", image=1),
    ),
    Asked(
        "Does the left image have more balls than the right image?",
        "two parks",
        lambda t: t.n("ball", image=0) > t.n("ball", image=1),
    ),
    Asked(
        "Does the right one show fewer sheep than the left one?",
        "two farms",
        lambda t: t.n("sheep", image=1) < t.n("sheep", image=0),
    ),
    Asked(
        "Do the two images show the same number of dogs?",
        "two parks",
        lambda t: t.n("dog", image=0) == t.n("dog", image=1),
    ),
    Asked(
        "Is the number of cars the same in both pictures?",
        "two harbours",
        lambda t: t.n("car", image=0) == t.n("car", image=1),
    ),
    Asked(
        "Do the pictures contain a different number of people?",
        "two harbours",
        lambda t: t.n("person", image=0) != t.n("person", image=1),
    ),
    Asked(
        "Are there more dogs in the left image than balls in the right image?",
        "two parks",
        lambda t: t.n("dog", image=0) > t.n("ball", image=1),
    ),
    Asked("Which picture shows more dogs?", "two parks", lambda t: _side(t.each("dog"))),
    Asked("Which image contains the most balls?", "two parks", lambda t: _side(t.each("ball"))),
    Asked(
        "Which photo has fewer cars?", "two harbours", lambda t: _side([-n for n in t.each("car")])
    ),
    Asked(
        "In which of the two images are there more people?",
        "two harbours",
        lambda t: _side(t.each("person")),
    ),
    Asked(
        "Which image has the larger number of sheep?", "two farms", lambda t: _side(t.each("sheep"))
    ),
    Asked(
        "Which picture has a cow in it?",
        "two farms",
        lambda t: _side(t.each("cow")) if 0 in t.each("cow") else None,
    ),
    Asked(
        "Are there twice as many sheep in the left image as in the right one?",
        "two farms",
        lambda t: t.n("sheep", image=0) == 2 * t.n("sheep", image=1),
    ),
    Asked(
        "Is the kite in the left image to the left of the tree?",
        "two parks",
        lambda t: t.things("kite", image=0)[0].centre[0] < t.things("tree", image=0)[0].centre[0],
    ),
    Asked(
        "Is the umbrella in the left image the same colour as the one in the right image?",
        "two harbours",
        lambda t: (
            t.things("umbrella", image=0)[0].colour == t.things("umbrella", image=1)[0].colour
        ),
    ),
    Asked(
        "What colour is the umbrella in the right image?",
        "two harbours",
        lambda t: t.things("umbrella", image=1)[0].colour,
    ),
    Asked(
        "Is the umbrella red in both images?", "two harbours", lambda t: t.n("umbrella", "red") == 2
    ),
    # sets
    Asked("How many dogs are there in all images together?", "three parks", lambda t: t.n("dog")),
    Asked("How many balls are in the three pictures?", "three parks", lambda t: t.n("ball")),
    Asked(
        "How many of the images contain a dog?",
        "three parks",
        lambda t: sum(map(bool, t.each("dog"))),
    ),
    Asked(
        "In how many pictures is there a cow?",
        "four farms",
        lambda t: sum(map(bool, t.each("cow"))),
    ),
    Asked(
        "How many images show at least two pigs?",
        "four farms",
        lambda t: sum(n >= 2 for n in t.each("pig")),
    ),
    Asked("Is there a dog in all of the images?", "three parks", lambda t: all(t.each("dog"))),
    Asked("Do all the pictures contain a cow?", "four farms", lambda t: all(t.each("cow"))),
    Asked("Does every image show a sheep?", "four farms", lambda t: all(t.each("sheep"))),
    Asked("Is there a cow in any of the images?", "four farms", lambda t: any(t.each("cow"))),
    Asked("Does none of the images show a cow?", "four farms", lambda t: not any(t.each("cow"))),
    Asked("How many dogs are in the third image?", "three parks", lambda t: t.n("dog", image=2)),
    Asked(
        "Are there more dogs in the last image than in the first one?",
        "three parks",
        lambda t: t.n("dog", image=2) > t.n("dog", image=0),
    ),
    Asked(
        "Which image has the most dogs?",
        "three parks",
        lambda t: t.each("dog").index(max(t.each("dog"))) + 1,
    ),
    Asked(
        "Is there a cloud in the fourth picture?", "four farms", lambda t: t.n("cloud", image=3) > 0
    ),
    Asked(
        "Do at least two of the images contain a cow?",
        "four farms",
        lambda t: sum(map(bool, t.each("cow"))) >= 2,
    ),
    Asked("Are there more than five sheep altogether?", "four farms", lambda t: t.n("sheep") > 5),
)


def _side(numbers: list[int]) -> str | None:
    left, right = numbers
    return None if left == right else "left" if left > right else "right"
