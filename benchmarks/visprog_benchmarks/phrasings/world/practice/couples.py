"""What people ask about two pictures of the same place."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.truth import excess, image, left_or_right
from visprog_benchmarks.phrasings.world.practice.inventory import kinds, only
from visprog_benchmarks.phrasings.world.practice.series import every, highest, picture, tints
from visprog_benchmarks.phrasings.world.practice.whereabouts import across, big, halves, higher

ROWS: tuple[Asked, ...] = (
    # two parks
    Asked(
        "Which picture has more dogs, the left one or the right one?",
        "two parks",
        lambda t: left_or_right(*t.each("dog")),
    ),
    Asked(
        "Can an owl be seen in at least one of the two parks?",
        "two parks",
        lambda t: t.n("owl") > 0,
    ),
    Asked(
        "The hats in these two photos have the same colour.",
        "two parks",
        lambda t: len(set(tints(t, "hat"))) == 1,
    ),
    Asked(
        "Is the tree on the left in one picture and on the right in the other?",
        "two parks",
        lambda t: len(set(halves(t, "tree"))) == 2,
    ),
    Asked(
        "How many more balls are there in the second photo than in the first?",
        "two parks",
        lambda t: excess(t.n("ball", image=1), t.n("ball", image=0)),
    ),
    # two harbours
    Asked(
        "The umbrellas aren't both yellow.",
        "two harbours",
        lambda t: t.n("umbrella", "yellow") < 2,
    ),
    Asked(
        "Only one of the two photos has birds in it, correct?",
        "two harbours",
        lambda t: sum(every(t, lambda one: one.n("bird"))) == 1,
    ),
    Asked(
        "Whose boat has more people aboard: that of picture 1 or that of picture 2?",
        "two harbours",
        lambda t: highest(t.each("person", held="boat")),
    ),
    Asked(
        "In the first image the dog is in the boat, in the second it isn't.",
        "two harbours",
        lambda t: every(t, lambda one: one.n("dog", held="boat")) == [True, False],
    ),
    Asked(
        "Leaving out those in the boats, how many people do the two pictures show?",
        "two harbours",
        lambda t: t.n("person") - t.n("person", held="boat"),
    ),
    Asked(
        "Did the anchor change sides from one picture to the next?",
        "two harbours",
        lambda t: len(set(halves(t, "anchor"))) == 2,
    ),
    # two farms
    Asked(
        "Do the two farms have the same number of sheep?",
        "two farms",
        lambda t: t.n("sheep", image=0) == t.n("sheep", image=1) if t.n("sheep") else None,
    ),
    Asked(
        "Is the sun out in one picture but not in the other?",
        "two farms",
        lambda t: sum(every(t, lambda one: one.n("sun"))) == 1,
    ),
    Asked(
        "Which farm is without cows, number one or number two?",
        "two farms",
        lambda t: image([count == 0 for count in t.each("cow")]),
    ),
    Asked(
        "Do both pictures taken together contain more sheep than cows?",
        "two farms",
        lambda t: t.n("sheep") > t.n("cow"),
    ),
    Asked(
        "In which of the two does the horse look bigger, the left or the right?",
        "two farms",
        lambda t: ("left", "right")[t.things("horse").index(big(t.things("horse")))],
    ),
    # two signposts
    Asked(
        "Do both signs say the same thing?",
        "two signposts",
        lambda t: len({one.text for one in t.pictures()}) == 1,
    ),
    Asked(
        "I'm looking for the picture whose sign says OPEN. Which is it?",
        "two signposts",
        lambda t: image([one.text == "OPEN" for one in t.pictures()]),
    ),
    Asked(
        "Is there a dog in each of these pictures?",
        "two signposts",
        lambda t: all(t.each("dog")),
    ),
    Asked(
        "Read me the sign in the second image.",
        "two signposts",
        lambda t: t.pictures()[1].text,
    ),
    Asked(
        "Neither sign says CLOSED.",
        "two signposts",
        lambda t: not any(one.text == "CLOSED" for one in t.pictures()),
    ),
    Asked(
        "Was one of these two taken in the snow?",
        "two signposts",
        lambda t: any(one.ground == "snow" for one in t.pictures()),
    ),
    # two beaches
    Asked(
        "The busier beach, with more people on it: left or right?",
        "two beaches",
        lambda t: left_or_right(*t.each("person")),
    ),
    Asked(
        "On one of the two beaches there's nobody at all.",
        "two beaches",
        lambda t: t.each("person").count(0) == 1,
    ),
    Asked(
        "Is the turtle higher up in the left picture or in the right one?",
        "two beaches",
        lambda t: higher(t, "turtle"),
    ),
    Asked(
        "Is there a picture here with more crabs than people?",
        "two beaches",
        lambda t: any(every(t, lambda one: one.n("crab") > one.n("person"))),
    ),
    Asked(
        "My daughter says the tent is on the same side in both pictures; is she right?",
        "two beaches",
        lambda t: len(set(halves(t, "tent"))) == 1,
    ),
    # two zoos
    Asked(
        "Zebras appear in just one of the two zoos.",
        "two zoos",
        lambda t: sum(every(t, lambda one: one.n("zebra"))) == 1,
    ),
    Asked(
        "How many parrots sit in the two trees altogether?",
        "two zoos",
        lambda t: t.n("parrot", held="tree"),
    ),
    Asked(
        "In both pictures the giraffe is to the left of the elephant.",
        "two zoos",
        lambda t: all(every(t, lambda one: one.lies("giraffe", "left", "elephant"))),
    ),
    Asked(
        "In which image does the tree have no parrots in it?",
        "two zoos",
        lambda t: image([count == 0 for count in t.each("parrot", held="tree")]),
    ),
    Asked(
        "Does the first picture show as many monkeys as the second shows zebras?",
        "two zoos",
        lambda t: t.n("monkey", image=0) == t.n("zebra", image=1),
    ),
    Asked(
        "By how many do the numbers of monkeys in the two pictures differ?",
        "two zoos",
        lambda t: abs(t.n("monkey", image=0) - t.n("monkey", image=1)),
    ),
    # two skies
    Asked(
        "Is at least one of the two skies without a helicopter?",
        "two skies",
        lambda t: 0 in t.each("helicopter"),
    ),
    Asked(
        "Which sky has fewer clouds in it, left or right?",
        "two skies",
        lambda t: left_or_right(t.n("cloud", image=1), t.n("cloud", image=0)),
    ),
    Asked(
        "There's a balloon in one of them or in both.",
        "two skies",
        lambda t: t.n("balloon") > 0,
    ),
    Asked(
        "What can be seen in the left sky that isn't in the right one?",
        "two skies",
        lambda t: only(set(kinds(t.pictures()[0], "thing")) - set(kinds(t.pictures()[1], "thing"))),
    ),
    Asked(
        "Do the two pictures have at least four balloons between them?",
        "two skies",
        lambda t: t.n("balloon") >= 4,
    ),
    Asked(
        "The sun stands higher in the second picture than in the first.",
        "two skies",
        lambda t: higher(t, "sun") == "right",
    ),
    # two desks
    Asked(
        "I need scissors. Which desk should I go to, the left or the right?",
        "two desks",
        lambda t: left_or_right(*(int(count > 0) for count in t.each("scissors"))),
    ),
    Asked(
        "Are there cups on one of the desks only?",
        "two desks",
        lambda t: sum(every(t, lambda one: one.n("cup"))) == 1,
    ),
    Asked(
        "Looking at picture 1 only, are there more books than cups?",
        "two desks",
        lambda t: t.n("book", image=0) > t.n("cup", image=0),
    ),
    Asked(
        "Has the clock moved to the other side of the laptop in the second picture?",
        "two desks",
        lambda t: len({one.side("clock", "laptop") for one in t.pictures()}) == 2,
    ),
    # two ponds
    Asked(
        "One boat is empty. Is it in the first or the second image?",
        "two ponds",
        lambda t: image([count == 0 for count in t.each("thing", held="boat")]),
    ),
    Asked(
        "Do frogs live in both of the ponds shown?",
        "two ponds",
        lambda t: all(t.each("frog")),
    ),
    Asked(
        "Add up the eggs in both nests.",
        "two ponds",
        lambda t: t.n("egg", held="nest"),
    ),
    Asked(
        "Are there more ducks in the left picture than fish in the right one?",
        "two ponds",
        lambda t: t.n("duck", image=0) > t.n("fish", image=1),
    ),
    Asked(
        "Somebody is sitting in the boat in both cases.",
        "two ponds",
        lambda t: all(t.each("person", held="boat")),
    ),
    # two shops
    Asked(
        "Which of the shops is closed, according to its sign?",
        "two shops",
        lambda t: image([one.text == "CLOSED" for one in t.pictures()]),
    ),
    Asked(
        "The two shops have different signs, haven't they?",
        "two shops",
        lambda t: len({one.text for one in t.pictures()}) == 2,
    ),
    Asked(
        "Is it so that there are no people in either picture?",
        "two shops",
        lambda t: t.n("person") == 0,
    ),
    Asked(
        "Does the picture with the dog have a sign saying OPEN?",
        "two shops",
        lambda t: picture(t, lambda one: one.n("dog")).text == "OPEN",
    ),
    Asked(
        "Where the house is on the left, what does the sign say?",
        "two shops",
        lambda t: picture(t, lambda one: across(one, one.the("house")) == "left").text,
    ),
)
