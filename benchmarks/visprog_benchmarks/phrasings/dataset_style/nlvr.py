"""Statements in the style of NLVR2: true or false of a left and a right picture."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.dataset_style.gqa import Told

WORLD = (
    Asked("There are exactly two dogs in total.", "two parks", lambda t: t.n("dog") == 2),
    Asked("There are three dogs in the pair of images.", "two parks", lambda t: t.n("dog") == 3),
    Asked(
        "The left image contains exactly two dogs.", "two parks", lambda t: t.n("dog", image=0) == 2
    ),
    Asked(
        "The right image contains at least one dog.",
        "two parks",
        lambda t: t.n("dog", image=1) >= 1,
    ),
    Asked(
        "There are more dogs in the left image than in the right image.",
        "two parks",
        lambda t: t.n("dog", image=0) > t.n("dog", image=1),
    ),
    Asked(
        "There are fewer balls in the image on the left than on the right.",
        "two parks",
        lambda t: t.n("ball", image=0) < t.n("ball", image=1),
    ),
    Asked(
        "There is at least one dog in each image.", "two parks", lambda t: min(t.each("dog")) >= 1
    ),
    Asked("Each image shows a cow.", "two farms", lambda t: all(t.each("cow"))),
    Asked("Each image contains exactly one pig.", "two farms", lambda t: t.each("pig") == [1, 1]),
    Asked("There are no dogs in the left image.", "two parks", lambda t: t.n("dog", image=0) == 0),
    Asked("An image shows exactly three sheep.", "two farms", lambda t: 3 in t.each("sheep")),
    Asked("One image contains exactly two pigs.", "two farms", lambda t: 2 in t.each("pig")),
    Asked(
        "At least one image contains more than two cars.",
        "two harbours",
        lambda t: max(t.each("car")) > 2,
    ),
    Asked(
        "In at least one image there are exactly two birds.",
        "two harbours",
        lambda t: 2 in t.each("bird"),
    ),
    Asked("In one of the images, there is a cloud.", "two farms", lambda t: any(t.each("cloud"))),
    Asked(
        "Both images contain the same number of dogs.",
        "two parks",
        lambda t: t.n("dog", image=0) == t.n("dog", image=1),
    ),
    Asked(
        "The two images contain the same number of cars.",
        "two harbours",
        lambda t: t.n("car", image=0) == t.n("car", image=1),
    ),
    Asked(
        "The combined images include exactly four balls.", "two parks", lambda t: t.n("ball") == 4
    ),
    Asked(
        "There are at most three people in the boat in the left image.",
        "two harbours",
        lambda t: t.n("person", held="boat", image=0) <= 3,
    ),
    Asked(
        "There are two people in the boat in one of the images.",
        "two harbours",
        lambda t: any(t.n("person", held="boat", image=i) == 2 for i in (0, 1)),
    ),
    Asked(
        "There is a red umbrella in one image.",
        "two harbours",
        lambda t: any(t.each("umbrella", "red")),
    ),
    Asked(
        "There is exactly one red car in the image on the right.",
        "two harbours",
        lambda t: t.n("car", "red", image=1) == 1,
    ),
    Asked(
        "There are two or more sheep in the right image.",
        "two farms",
        lambda t: t.n("sheep", image=1) >= 2,
    ),
    Asked(
        "The left image shows a cow and the right image shows a pig.",
        "two farms",
        lambda t: t.n("cow", image=0) > 0 and t.n("pig", image=1) > 0,
    ),
    Asked(
        "One image shows a sun, while the other shows a cloud.",
        "two farms",
        lambda t: any(t.n("sun", image=one) and t.n("cloud", image=1 - one) for one in (0, 1)),
    ),
    Asked("Only one image shows a dog.", "two parks", lambda t: sum(map(bool, t.each("dog"))) == 1),
    Asked(
        "The right image has no more than two sheep.",
        "two farms",
        lambda t: t.n("sheep", image=1) <= 2,
    ),
    Asked(
        "No image contains more than three cars.", "two harbours", lambda t: max(t.each("car")) <= 3
    ),
    Asked("There are a total of five dogs.", "two parks", lambda t: t.n("dog") == 5),
    Asked(
        "All of the cars in the left image are red.",
        "two harbours",
        lambda t: t.n("car", image=0) == t.n("car", "red", image=0),
    ),
    Asked(
        "A cat is to the left of a tree in the left image.",
        "two parks",
        lambda t: t.things("cat", image=0)[0].centre[0] < t.things("tree", image=0)[0].centre[0],
    ),
    Asked(
        "There is a bird in a tree in both images.",
        "two parks",
        lambda t: all(t.n("bird", held="tree", image=i) for i in (0, 1)),
    ),
    Asked(
        "One of the images contains a total of four sheep.",
        "two farms",
        lambda t: 4 in t.each("sheep"),
    ),
    Asked(
        "The number of balls in the left image is greater than the number of balls in the "
        "right image.",
        "two parks",
        lambda t: t.n("ball", image=0) > t.n("ball", image=1),
    ),
)
"""About rendered scenes; the truth is read off the scene graph."""

ROWS = (
    Told("A dog is sleeping in one of the images.", "beaches", ("yes", "yes")),
    Told("The left image shows a person holding a surfboard.", "beaches", ("yes", "no")),
    Told("A person in the left image is wearing a hat.", "beaches", ("yes", "yes")),
    Told("In one image, a dog is running.", "beaches", ("yes", "no")),
    Told("There is an open umbrella in the left image.", "beaches", ("yes", "no")),
    Told("At least one person is sitting on a bench.", "roads", ("yes", "yes")),
    Told("The bench in the left image is made of wood.", "roads", ("yes", "yes")),
    Told("There is a wooden bench in the right image.", "roads", ("no", "yes")),
    Told("An animal is lying on a couch in each image.", "livings", ("yes", "yes")),
    Told("The couch in the right image is white.", "livings", ("yes", "yes")),
    Told("The couches in both images are the same color.", "livings", ("no", "yes")),
    Told("One image shows a black cat.", "livings", ("yes", "no")),
    Told("There is a cat sleeping in the left image.", "livings", ("yes", "no")),
)
"""About told pictures."""
