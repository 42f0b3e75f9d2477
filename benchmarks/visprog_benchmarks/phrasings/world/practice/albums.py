"""What people ask about three to five pictures of the same place."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.truth import image
from visprog_benchmarks.phrasings.world.practice.series import every, highest

ROWS: tuple[Asked, ...] = (
    # three beaches
    Asked(
        "In how many of the three pictures is there a kite?",
        "three beaches",
        lambda t: sum(every(t, lambda one: one.n("kite"))),
    ),
    Asked(
        "Which of the three beaches has the most people?",
        "three beaches",
        lambda t: highest(t.each("person")),
    ),
    Asked(
        "There's a person in all three of them, I think.",
        "three beaches",
        lambda t: all(t.each("person")),
    ),
    Asked(
        "None of the umbrellas is green.",
        "three beaches",
        lambda t: t.n("umbrella", "green") == 0,
    ),
    Asked(
        "Do exactly two of these beaches have a red bucket?",
        "three beaches",
        lambda t: t.each("bucket", "red").count(1) == 2,
    ),
    # three zoos
    Asked(
        "We are looking for the zoo that has no zebras: which image?",
        "three zoos",
        lambda t: image([count == 0 for count in t.each("zebra")]),
    ),
    Asked(
        "What is the total number of monkeys in these three pictures?",
        "three zoos",
        lambda t: t.n("monkey"),
    ),
    Asked(
        "Every one of the trees has a parrot in it.",
        "three zoos",
        lambda t: all(t.each("parrot", held="tree")),
    ),
    Asked(
        "Is the lion ever above the tree?",
        "three zoos",
        lambda t: any(every(t, lambda one: one.lies("lion", "above", "tree"))),
    ),
    Asked(
        "Is the elephant bigger than the giraffe in at least two of the pictures?",
        "three zoos",
        lambda t: sum(every(t, lambda one: one.larger("elephant", "giraffe") == "elephant")) >= 2,
    ),
    # three skies
    Asked(
        "How many of these skies have no birds?",
        "three skies",
        lambda t: t.each("bird").count(0),
    ),
    Asked(
        "Tell me which picture shows the most balloons, please.",
        "three skies",
        lambda t: highest(t.each("balloon")),
    ),
    Asked(
        "Does each photo have a cloud somewhere?",
        "three skies",
        lambda t: all(t.each("cloud")),
    ),
    Asked(
        "Kites show up in the first and the last picture but not in the middle one.",
        "three skies",
        lambda t: every(t, lambda one: one.n("kite")) == [True, False, True],
    ),
    Asked(
        "Which one has birds but no kites?",
        "three skies",
        lambda t: image(every(t, lambda one: one.n("bird") > 0 and one.n("kite") == 0)),
    ),
    # four ponds
    Asked(
        "How many of the four ponds are without frogs?",
        "four ponds",
        lambda t: t.each("frog").count(0),
    ),
    Asked(
        "Do at least three of the ponds contain fish?",
        "four ponds",
        lambda t: sum(every(t, lambda one: one.n("fish"))) >= 3,
    ),
    Asked(
        "Does any one of the nests have nothing in it?",
        "four ponds",
        lambda t: 0 in t.each("thing", held="nest"),
    ),
    Asked(
        "Ducks, counted over all four pictures: how many?",
        "four ponds",
        lambda t: t.n("duck"),
    ),
    Asked(
        "Out of the four, which has the largest number of fish?",
        "four ponds",
        lambda t: highest(t.each("fish")),
    ),
    # five desks
    Asked(
        "On how many of the five desks does a camera lie?",
        "five desks",
        lambda t: sum(every(t, lambda one: one.n("camera"))),
    ),
    Asked(
        "Are there scissors in more than one of the pictures?",
        "five desks",
        lambda t: sum(every(t, lambda one: one.n("scissors"))) > 1,
    ),
    Asked(
        "Most of the desks have two cups.",
        "five desks",
        lambda t: t.each("cup").count(2) >= 3,
    ),
    # three parks
    Asked(
        "No park is without a dog.",
        "three parks",
        lambda t: all(t.each("dog")),
    ),
    Asked(
        "Which photo should I open if I want to see the owl?",
        "three parks",
        lambda t: image([count > 0 for count in t.each("owl")]),
    ),
    Asked(
        "Is the hat red in the last of the pictures?",
        "three parks",
        lambda t: t.n("hat", "red", image=2) == 1,
    ),
    Asked(
        "Where are there the fewest dogs: in picture one, two or three?",
        "three parks",
        lambda t: image([count == min(t.each("dog")) for count in t.each("dog")]),
    ),
    Asked(
        "With each picture there are more balls than in the one before.",
        "three parks",
        lambda t: t.n("ball", image=0) < t.n("ball", image=1) < t.n("ball", image=2),
    ),
    # four farms
    Asked(
        "Count the pictures with a sun in them.",
        "four farms",
        lambda t: sum(every(t, lambda one: one.n("sun"))),
    ),
    Asked(
        "Is there a pig in all but one of the four?",
        "four farms",
        lambda t: t.each("pig").count(0) == 1,
    ),
    Asked(
        "There isn't a single cow anywhere in these four pictures.",
        "four farms",
        lambda t: t.n("cow") == 0,
    ),
    Asked(
        "Are there equally many sheep in the first and the last picture?",
        "four farms",
        lambda t: t.n("sheep", image=0) == t.n("sheep", image=3) if t.n("sheep") else None,
    ),
)
