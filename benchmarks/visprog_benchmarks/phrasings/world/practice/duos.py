"""Two pictures: which of them, both, one, neither, and their numbers against each other."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.truth import excess, image, left_or_right

ROWS: tuple[Asked, ...] = (
    Asked(
        "Which picture has the helicopter?",
        "two skies",
        lambda t: image([n > 0 for n in t.each("helicopter")]),
    ),
    Asked(
        "Which of the two beaches has more crabs?",
        "two beaches",
        lambda t: image([n > min(t.each("crab")) for n in t.each("crab")]),
    ),
    Asked(
        "Which farm is the one without cows?",
        "two farms",
        lambda t: image([n == 0 for n in t.each("cow")]),
    ),
    Asked(
        "More birds: left or right?",
        "two skies",
        lambda t: left_or_right(*t.each("bird")),
    ),
    Asked(
        "Find the park with exactly two dogs in it.",
        "two parks",
        lambda t: image([n == 2 for n in t.each("dog")]),
    ),
    Asked(
        "In which photo has the dog got into the boat?",
        "two harbours",
        lambda t: image([n > 0 for n in t.each("dog", held="boat")]),
    ),
    Asked(
        "Which image shows fewer balloons than the other?",
        "two skies",
        lambda t: image([n < max(t.each("balloon")) for n in t.each("balloon")]),
    ),
    Asked(
        "I'd like the picture with the larger number of animals, please.",
        "two farms",
        lambda t: image([n > min(t.each("animal")) for n in t.each("animal")]),
    ),
    Asked(
        "In which picture does the tractor stand to the right of the house?",
        "two farms",
        lambda t: image([one.lies("tractor", "right", "house") for one in t.pictures()]),
    ),
    Asked("Are there pigs in both pictures?", "two farms", lambda t: min(t.each("pig")) > 0),
    Asked(
        "In both photos the elephant is left of the giraffe.",
        "two zoos",
        lambda t: all(one.lies("elephant", "left", "giraffe") for one in t.pictures()),
    ),
    Asked(
        "Each of the two ponds has at least one frog.",
        "two ponds",
        lambda t: min(t.each("frog")) > 0,
    ),
    Asked(
        "Somebody sits in the boat in the one picture as well as in the other.",
        "two ponds",
        lambda t: min(t.each("person", held="boat")) > 0,
    ),
    Asked(
        "A camera appears in only one of the two photos.",
        "two desks",
        lambda t: [n > 0 for n in t.each("camera")].count(True) == 1,
    ),
    Asked(
        "Is there an owl in one park and none in the other?",
        "two parks",
        lambda t: [n > 0 for n in t.each("owl")].count(True) == 1,
    ),
    Asked(
        "Is it only the first desk that has scissors on it?",
        "two desks",
        lambda t: t.each("scissors") == [1, 0],
    ),
    Asked(
        "People can be seen in the second picture only.",
        "two beaches",
        lambda t: t.each("person")[0] == 0 < t.each("person")[1],
    ),
    Asked(
        "Does at least one of the harbours have a red umbrella?",
        "two harbours",
        lambda t: t.n("umbrella", "red") > 0,
    ),
    Asked(
        "Is the boat empty in one of these?",
        "two ponds",
        lambda t: t.each("thing", held="boat").count(0) == 1,
    ),
    Asked(
        "Two balls in one picture, a single ball in the other: correct?",
        "two parks",
        lambda t: sorted(t.each("ball")) == [1, 2],
    ),
    Asked(
        "Does either sky have more than three birds?",
        "two skies",
        lambda t: max(t.each("bird")) > 3,
    ),
    Asked(
        "How many of the two boats carry a cat?",
        "two ponds",
        lambda t: sum(n > 0 for n in t.each("cat", held="boat")),
    ),
    Asked(
        "In neither picture can I spot a cloud.",
        "two farms",
        lambda t: t.n("cloud") == 0,
    ),
    Asked("Are red books absent from both desks?", "two desks", lambda t: t.n("book", "red") == 0),
    Asked(
        "There isn't a zebra in the first photo or in the second.",
        "two zoos",
        lambda t: t.n("zebra") == 0,
    ),
    Asked(
        "Does the first picture show more sheep than the second?",
        "two farms",
        lambda t: t.each("sheep")[0] > t.each("sheep")[1],
    ),
    Asked(
        "What's the difference between the two zoos in the number of zebras?",
        "two zoos",
        lambda t: abs(t.each("zebra")[0] - t.each("zebra")[1]),
    ),
    Asked(
        "By how many do the frogs of image 2 outnumber those of image 1?",
        "two ponds",
        lambda t: excess(t.each("frog")[1], t.each("frog")[0]),
    ),
    Asked(
        "Do both desks have the same number of books?",
        "two desks",
        lambda t: t.each("book")[0] == t.each("book")[1],
    ),
    Asked("Cars in the two harbours, all together?", "two harbours", lambda t: t.n("car")),
    Asked(
        "Looking from the first image to the second, the parrots become more.",
        "two zoos",
        lambda t: t.each("parrot")[0] < t.each("parrot")[1],
    ),
    Asked("Add up the eggs of the two nests.", "two ponds", lambda t: t.n("egg", held="nest")),
    Asked(
        "Equally many fish on the left and on the right?",
        "two ponds",
        lambda t: t.each("fish")[0] == t.each("fish")[1],
    ),
    Asked(
        "How many cups fewer are there on the second desk?",
        "two desks",
        lambda t: excess(*t.each("cup")),
    ),
    Asked(
        "Do the umbrellas have the same colour?",
        "two beaches",
        lambda t: len({one.colour("umbrella") for one in t.pictures()}) == 1,
    ),
    Asked(
        "The hat changes colour between the two pictures.",
        "two parks",
        lambda t: len({one.colour("hat") for one in t.pictures()}) == 2,
    ),
    Asked(
        "What colour is the umbrella in the photo with more birds?",
        "two harbours",
        lambda t: (
            max(t.pictures(), key=lambda one: one.n("bird")).colour("umbrella")
            if len(set(t.each("bird"))) == 2
            else None
        ),
    ),
    Asked(
        "Name the animal that rides in the boat of the second picture.",
        "two ponds",
        lambda t: t.pictures()[1].kind("animal", held="boat"),
    ),
    Asked(
        "Compare the buckets: is at least one of them red?",
        "two beaches",
        lambda t: t.n("bucket", "red") > 0,
    ),
    Asked(
        "If the left picture has a kite, does the right one have one too?",
        "two skies",
        lambda t: t.each("kite")[1] > 0 if t.each("kite")[0] else None,
    ),
)
