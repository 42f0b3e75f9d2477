"""Two pictures beside each other."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.truth import excess, image, left_or_right
from visprog_benchmarks.phrasings.world.practice.inventory import only, same
from visprog_benchmarks.phrasings.world.practice.series import every, tints
from visprog_benchmarks.phrasings.world.practice.whereabouts import halves, larger

ROWS: tuple[Asked, ...] = (
    Asked(
        "Which photo shows more dogs, the left or the right?",
        "two parks",
        lambda t: left_or_right(*t.each("dog")),
    ),
    Asked(
        "Do the hats in the two pictures differ in colour?",
        "two parks",
        lambda t: len(set(tints(t, "hat"))) == 2,
    ),
    Asked("Balls in the two pictures together?", "two parks", lambda t: t.n("ball")),
    Asked(
        "There is an owl in the second picture which the first does not have.",
        "two parks",
        lambda t: t.each("owl")[1] > 0 and not t.each("owl")[0],
    ),
    Asked(
        "By how many does the number of balls on the right exceed the number on the left?",
        "two parks",
        lambda t: excess(t.each("ball")[1], t.each("ball")[0]),
    ),
    Asked(
        "In which image do you see the cat to the left of the tree?",
        "two parks",
        lambda t: image(every(t, lambda one: one.lies("cat", "left", "tree"))),
    ),
    Asked("Dogs are found in each of these, correct?", "two parks", lambda t: all(t.each("dog"))),
    Asked(
        "How many people has the boat in the first picture got aboard?",
        "two harbours",
        lambda t: t.each("person", held="boat")[0],
    ),
    Asked(
        "In neither picture has the dog gone on board.",
        "two harbours",
        lambda t: not t.n("dog", held="boat"),
    ),
    Asked(
        "Find the picture where the umbrella is yellow.",
        "two harbours",
        lambda t: image(every(t, lambda one: one.colour("umbrella") == "yellow")),
    ),
    Asked(
        "If I lay both pictures side by side, how many birds can I count?",
        "two harbours",
        lambda t: t.n("bird"),
    ),
    Asked(
        "Does the boat carry more people in picture two than in picture one?",
        "two harbours",
        lambda t: t.each("person", held="boat")[1] > t.each("person", held="boat")[0],
    ),
    Asked(
        "Is one of the two without birds?", "two harbours", lambda t: t.each("bird").count(0) == 1
    ),
    Asked(
        "colour of the umbrella, image 2",
        "two harbours",
        lambda t: tints(t, "umbrella")[1],
    ),
    Asked(
        "How many fewer sheep are in the second picture than in the first?",
        "two farms",
        lambda t: excess(*t.each("sheep")),
    ),
    Asked(
        "The sun is out in only one of them, isn't it?",
        "two farms",
        lambda t: sum(map(bool, t.each("sun"))) == 1,
    ),
    Asked("Are there any pigs in the first image?", "two farms", lambda t: t.each("pig")[0] > 0),
    Asked(
        "Which farm has no cows, image 1 or image 2?",
        "two farms",
        lambda t: image(every(t, lambda one: not one.n("cow"))),
    ),
    Asked(
        "From the first beach to the second, has the number of crabs gone up?",
        "two beaches",
        lambda t: t.each("crab")[1] > t.each("crab")[0],
    ),
    Asked(
        "Which image has got a kite in it?",
        "two beaches",
        lambda t: image(every(t, lambda one: one.n("kite") > 0)),
    ),
    Asked(
        "I'd like to know whether people appear on both beaches.",
        "two beaches",
        lambda t: all(t.each("person")),
    ),
    Asked(
        "Tell me what colour the bucket on the right-hand picture is.",
        "two beaches",
        lambda t: tints(t, "bucket")[1],
    ),
    Asked(
        "True or false: at least one of the beaches has a red bucket.",
        "two beaches",
        lambda t: bool(t.n("bucket", "red")),
    ),
    Asked(
        "Looking at image 1 only, does the bucket match the umbrella in colour?",
        "two beaches",
        lambda t: t.pictures()[0].colour("bucket") == t.pictures()[0].colour("umbrella"),
    ),
    Asked(
        "More monkeys in the left zoo or in the right one?",
        "two zoos",
        lambda t: left_or_right(*t.each("monkey")),
    ),
    Asked("Can zebras be met in both zoos?", "two zoos", lambda t: all(t.each("zebra"))),
    Asked(
        "Count the parrots up in the left picture's tree.",
        "two zoos",
        lambda t: t.each("parrot", held="tree")[0],
    ),
    Asked(
        "In both pictures, does the lion stay on the same side of the elephant?",
        "two zoos",
        lambda t: len({one.lies("lion", "left", "elephant") for one in t.pictures()}) == 1,
    ),
    Asked(
        "One tree has birds in it while the other is empty. Is that so?",
        "two zoos",
        lambda t: t.each("parrot", held="tree").count(0) == 1,
    ),
    Asked("Zebras in the second image: number?", "two zoos", lambda t: t.each("zebra")[1]),
    Asked(
        "Has a helicopter turned up in the second shot that wasn't in the first?",
        "two skies",
        lambda t: t.each("helicopter") == [0, 1],
    ),
    Asked(
        "In which picture is the sky without a single cloud?",
        "two skies",
        lambda t: image(every(t, lambda one: not one.n("cloud"))),
    ),
    Asked(
        "How many red balloons do I have if I take both images into account?",
        "two skies",
        lambda t: t.n("balloon", "red"),
    ),
    Asked(
        "Either picture with three clouds or more?",
        "two skies",
        lambda t: max(t.each("cloud")) >= 3,
    ),
    Asked(
        "The two skies have at least one balloon each, am I right?",
        "two skies",
        lambda t: all(t.each("balloon")),
    ),
    Asked(
        "What's on the second desk that isn't on the first, a camera or scissors?",
        "two desks",
        lambda t: only(
            [noun for noun in ("camera", "scissors") if not t.each(noun)[0] and t.each(noun)[1]]
        ),
    ),
    Asked(
        "There are more books on one of the desks. Is it the left or the right?",
        "two desks",
        lambda t: left_or_right(*t.each("book")),
    ),
    Asked(
        "Does each desk hold as many cups as the other?",
        "two desks",
        lambda t: t.each("cup")[0] == t.each("cup")[1],
    ),
    Asked("The first desk lacks a cup.", "two desks", lambda t: not t.each("cup")[0]),
    Asked(
        "In picture 2, on which side of the laptop is the clock standing?",
        "two desks",
        lambda t: t.pictures()[1].side("clock", "laptop"),
    ),
    Asked(
        "Show me which of the two has a boat with nothing and nobody in it.",
        "two ponds",
        lambda t: image(every(t, lambda one: not one.n("thing", held="boat"))),
    ),
    Asked(
        "How many eggs do the two nests hold altogether?",
        "two ponds",
        lambda t: t.n("egg", held="nest"),
    ),
    Asked(
        "Only the second boat has a cat for a passenger.",
        "two ponds",
        lambda t: [number > 0 for number in t.each("cat", held="boat")] == [False, True],
    ),
    Asked(
        "At the pond on the left, do the ducks outnumber the frogs?",
        "two ponds",
        lambda t: t.each("duck")[0] > t.each("frog")[0],
    ),
    Asked(
        "Was the nest empty in one picture and with eggs in the other?",
        "two ponds",
        lambda t: t.each("egg", held="nest").count(0) == 1,
    ),
    Asked("Do both photos show a dog?", "two parks", lambda t: all(t.each("dog"))),
    Asked(
        "Which of the pictures has more sheep, the left or the right one?",
        "two farms",
        lambda t: left_or_right(*t.each("sheep")),
    ),
    Asked(
        "Is there a helicopter in either of these pictures?",
        "two skies",
        lambda t: t.n("helicopter") > 0,
    ),
    Asked(
        "How many cups are there in the two pictures together?", "two desks", lambda t: t.n("cup")
    ),
    Asked(
        "How many more ducks does the first picture show than the second?",
        "two ponds",
        lambda t: excess(*t.each("duck")),
    ),
    Asked(
        "Is the umbrella the same colour in both?",
        "two beaches",
        lambda t: same(tints(t, "umbrella")),
    ),
    Asked(
        "In which photo is the bucket red, left or right?",
        "two beaches",
        lambda t: left_or_right(*(float(colour == "red") for colour in tints(t, "bucket"))),
    ),
    Asked(
        "There are monkeys in the left picture but none in the right one.",
        "two zoos",
        lambda t: t.n("monkey", image=0) > 0 and t.n("monkey", image=1) == 0,
    ),
    Asked(
        "Are there more animals on the left than on the right picture?",
        "two zoos",
        lambda t: t.n("animal", image=0) > t.n("animal", image=1),
    ),
    Asked(
        "The cat is to the right of the tree in both images.",
        "two parks",
        lambda t: all(one.lies("cat", "right", "tree") for one in t.pictures()),
    ),
    Asked(
        "Which image has the empty boat, the first or the second?",
        "two ponds",
        lambda t: image(every(t, lambda one: not one.n("thing", held="boat"))),
    ),
    Asked(
        "I see people in both pictures. Is that right?",
        "two shops",
        lambda t: all(t.each("person")),
    ),
    Asked("Neither picture has scissors in it.", "two desks", lambda t: t.n("scissors") == 0),
    Asked(
        "Taking the two photos together, do they show more than three dogs?",
        "two parks",
        lambda t: t.n("dog") > 3,
    ),
    Asked(
        "Where does the horse look bigger, on the left picture or on the right?",
        "two farms",
        lambda t: larger(t, "horse"),
    ),
    Asked(
        "Does the sun shine in both of them?",
        "two farms",
        lambda t: all(t.each("sun")),
    ),
    Asked(
        "Is the number of clouds the same in the two pictures?",
        "two skies",
        lambda t: same(t.each("cloud")),
    ),
    Asked(
        "Compared with the first image, does the second one have fewer crabs?",
        "two beaches",
        lambda t: t.n("crab", image=1) < t.n("crab", image=0),
    ),
    Asked("colour of the bucket in image 1?", "two beaches", lambda t: tints(t, "bucket")[0]),
    Asked(
        "The tent is on the left in one picture and on the right in the other.",
        "two beaches",
        lambda t: not same(halves(t, "tent")),
    ),
    Asked(
        "What is on the right desk but not on the left one, the camera or the scissors?",
        "two desks",
        lambda t: only(
            [noun for noun in ("camera", "scissors") if not t.each(noun)[0] and t.each(noun)[1]]
        ),
    ),
    Asked(
        "In the left picture, is anyone sitting in the boat?",
        "two ponds",
        lambda t: t.n("person", held="boat", image=0) > 0,
    ),
    Asked(
        "How many eggs do both nests hold altogether?",
        "two ponds",
        lambda t: t.n("egg", held="nest"),
    ),
    Asked(
        "In how many of the two photos can you see a bird?",
        "two harbours",
        lambda t: sum(map(bool, t.each("bird"))),
    ),
    Asked(
        "Is there at least one picture with the dog in the boat?",
        "two harbours",
        lambda t: t.n("dog", held="boat") > 0,
    ),
    Asked(
        "Which picture shows no people, number 1 or number 2?",
        "two beaches",
        lambda t: image(every(t, lambda one: one.n("person") == 0)),
    ),
    Asked(
        "There are just as many cars in one picture as in the other.",
        "two harbours",
        lambda t: same(t.each("car")),
    ),
    Asked(
        "Did the photographer get the tractor on the same side both times?",
        "two farms",
        lambda t: same(halves(t, "tractor")),
    ),
    Asked(
        "Only one of the two has a kite in it, right?",
        "two skies",
        lambda t: sum(map(bool, t.each("kite"))) == 1,
    ),
    Asked("Add up the zebras in both pictures.", "two zoos", lambda t: t.n("zebra")),
    Asked(
        "In the second picture the hat has a different colour than in the first.",
        "two parks",
        lambda t: not same(tints(t, "hat")),
    ),
    Asked(
        "Which animal is in the boat in the right-hand picture, a cat or a dog?",
        "two ponds",
        lambda t: t.pictures()[1].kind("animal", held="boat"),
    ),
)
