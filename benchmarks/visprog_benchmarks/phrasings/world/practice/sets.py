"""Forms of asking about three pictures or more."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.truth import image
from visprog_benchmarks.phrasings.world.practice.pairs import beside, has
from visprog_benchmarks.phrasings.world.practice.series import highest, tints

ROWS = (
    # all together
    Asked("Over all the pictures, how many dogs are there?", "three parks", lambda t: t.n("dog")),
    Asked(
        "How many balls are there if you take the three images together?",
        "three parks",
        lambda t: t.n("ball"),
    ),
    Asked(
        "What is the total number of sheep across the four pictures?",
        "four farms",
        lambda t: t.n("sheep"),
    ),
    Asked("count the cows in all of the photos", "four farms", lambda t: t.n("cow")),
    Asked(
        "How many pigs do these pictures contain altogether?", "four farms", lambda t: t.n("pig")
    ),
    Asked(
        "Summed over the images, how many red balls do you find?",
        "three parks",
        lambda t: t.n("ball", "red"),
    ),
    Asked(
        "Are there more than five dogs in all pictures together?",
        "three parks",
        lambda t: t.n("dog") > 5,
    ),
    Asked(
        "Taking all the pictures together, are there more pigs than cows?",
        "four farms",
        lambda t: t.n("pig") > t.n("cow"),
    ),
    Asked(
        "Do the four pictures show at least eight sheep between them?",
        "four farms",
        lambda t: t.n("sheep") >= 8,
    ),
    # in how many
    Asked("How many of the photos show a dog?", "three parks", lambda t: sum(has("dog", t))),
    Asked(
        "In how many of the pictures does a pig appear?", "four farms", lambda t: sum(has("pig", t))
    ),
    Asked(
        "How many images are there with at least two sheep in them?",
        "four farms",
        lambda t: sum(n >= 2 for n in t.each("sheep")),
    ),
    Asked(
        "How many of the images don't have any cows?",
        "four farms",
        lambda t: t.each("cow").count(0),
    ),
    Asked(
        "How many pictures have exactly one dog?", "three parks", lambda t: t.each("dog").count(1)
    ),
    Asked(
        "Of the four photos, how many show a cloud?", "four farms", lambda t: sum(has("cloud", t))
    ),
    Asked(
        "How many of the pictures show both a cow and a pig?",
        "four farms",
        lambda t: sum(c and p for c, p in zip(has("cow", t), has("pig", t), strict=True)),
    ),
    Asked(
        "In how many pictures are there more sheep than cows?",
        "four farms",
        lambda t: sum(s > c for s, c in zip(t.each("sheep"), t.each("cow"), strict=True)),
    ),
    Asked(
        "what number of the pictures have a red ball",
        "three parks",
        lambda t: sum(n > 0 for n in t.each("ball", "red")),
    ),
    Asked(
        "In how many images is the horse to the left of the tractor?",
        "four farms",
        lambda t: sum(beside("horse", "left", "tractor", t)),
    ),
    Asked(
        "How many scenes have cows but no pigs?",
        "four farms",
        lambda t: sum(c and not p for c, p in zip(has("cow", t), has("pig", t), strict=True)),
    ),
    # every, some, none
    Asked(
        "Is there a dog in each of the three pictures?", "three parks", lambda t: all(has("dog", t))
    ),
    Asked("Do all the images contain cows?", "four farms", lambda t: all(has("cow", t))),
    Asked(
        "Does every one of the pictures show at least one sheep?",
        "four farms",
        lambda t: all(has("sheep", t)),
    ),
    Asked(
        "Is there a picture with four sheep in it?", "four farms", lambda t: 4 in t.each("sheep")
    ),
    Asked(
        "Does any of the pictures show three or more sheep?",
        "four farms",
        lambda t: max(t.each("sheep")) >= 3,
    ),
    Asked(
        "Is there at least one picture without dogs?",
        "three parks",
        lambda t: not all(has("dog", t)),
    ),
    Asked("Does none of the images contain a cow?", "four farms", lambda t: not any(has("cow", t))),
    Asked(
        "Is there a pig in two or more of the pictures?",
        "four farms",
        lambda t: sum(has("pig", t)) >= 2,
    ),
    Asked(
        "Do most of the pictures show a cloud?",
        "four farms",
        lambda t: 2 * sum(has("cloud", t)) > 4,
    ),
    Asked(
        "is the sun missing from any of the images", "four farms", lambda t: not all(has("sun", t))
    ),
    Asked(
        "Do exactly two of the images show a pig?", "four farms", lambda t: sum(has("pig", t)) == 2
    ),
    Asked(
        "Is there only one picture with a dog in it?",
        "three parks",
        lambda t: sum(has("dog", t)) == 1,
    ),
    Asked(
        "Is the hat black in any of these pictures?",
        "three parks",
        lambda t: "black" in tints(t, "hat"),
    ),
    # this picture and that
    Asked("How many dogs are in image number two?", "three parks", lambda t: t.n("dog", image=1)),
    Asked("Image 3: how many balls?", "three parks", lambda t: t.n("ball", image=2)),
    Asked(
        "How many sheep does the fourth picture show?",
        "four farms",
        lambda t: t.n("sheep", image=3),
    ),
    Asked(
        "What colour is the hat in the middle picture?", "three parks", lambda t: tints(t, "hat")[1]
    ),
    Asked("Does the last picture have a cloud?", "four farms", lambda t: has("cloud", t)[3]),
    Asked(
        "Does the third picture show more dogs than the first?",
        "three parks",
        lambda t: t.each("dog")[2] > t.each("dog")[0],
    ),
    Asked(
        "Are there as many balls in the first image as in the last?",
        "three parks",
        lambda t: t.each("ball")[0] == t.each("ball")[2],
    ),
    Asked(
        "Do the first and the last picture both show cows?",
        "four farms",
        lambda t: has("cow", t)[0] and has("cow", t)[3],
    ),
    Asked("Is there an owl in the second picture?", "three parks", lambda t: has("owl", t)[1]),
    # which
    Asked(
        "Which of the three images contains the most dogs?",
        "three parks",
        lambda t: highest(t.each("dog")),
    ),
    Asked(
        "Which picture has the fewest balls?",
        "three parks",
        lambda t: highest([-n for n in t.each("ball")]),
    ),
    Asked(
        "In which of the pictures can you find an owl?",
        "three parks",
        lambda t: image(has("owl", t)),
    ),
    Asked("Which image is the one with the owl?", "three parks", lambda t: image(has("owl", t))),
    Asked(
        "in which image is the hat red",
        "three parks",
        lambda t: image([c == "red" for c in tints(t, "hat")]),
    ),
    Asked(
        "Name the image that has the most sheep.",
        "four farms",
        lambda t: highest(t.each("sheep")),
    ),
    Asked(
        "Where do you count the largest number of sheep, that is, in which image?",
        "four farms",
        lambda t: highest(t.each("sheep")),
    ),
    # the most in one
    Asked(
        "What is the largest number of sheep in any one picture?",
        "four farms",
        lambda t: max(t.each("sheep")),
    ),
    Asked(
        "What's the smallest number of sheep that a picture has?",
        "four farms",
        lambda t: min(t.each("sheep")),
    ),
)
