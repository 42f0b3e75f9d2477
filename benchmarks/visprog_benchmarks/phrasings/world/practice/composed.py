"""Longer questions: several conditions, one thing found by another, halves of the picture."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.truth import LARGER, Truth
from visprog_benchmarks.phrasings.world.practice.inventory import holder, hues, most
from visprog_benchmarks.phrasings.world.practice.pairs import ahead, beside, has
from visprog_benchmarks.phrasings.world.practice.series import tints
from visprog_benchmarks.phrasings.world.practice.whereabouts import across, area, down


def sized(noun: str, than: str, t: Truth) -> tuple[int, int]:
    """How many are larger than the one thing and how many smaller. Raises ``ValueError`` where one
    hardly differs from it."""
    ratios = [box / t.area(than) for box in map(area, t.things(noun)) if box != t.area(than)]
    if any(1 / LARGER < ratio < LARGER for ratio in ratios):
        raise ValueError("one hardly differs")
    return sum(ratio > 1 for ratio in ratios), sum(ratio < 1 for ratio in ratios)


def middle(t: Truth, *nouns: str) -> str:
    """The one of three things with one to its left and one to its right."""
    (found,) = [
        noun
        for noun in nouns
        if sorted(t.lies(noun, "left", other) for other in nouns if other != noun) == [False, True]
    ]
    return found


def of(noun: str, image: int, t: Truth) -> int:
    """How many there are in that picture."""
    return t.n(noun, image=image)


ROWS = (
    # parts of the picture
    Asked(
        "On which side of the photo is the umbrella?",
        "harbour",
        lambda t: across(t, t.the("umbrella")),
    ),
    Asked(
        "Which side of the picture is the tractor on, the left or the right?",
        "farm",
        lambda t: across(t, t.the("tractor")),
    ),
    Asked(
        "Is the hat in the left half of the picture?",
        "park",
        lambda t: across(t, t.the("hat")) == "left",
    ),
    Asked(
        "is the bowl on the right side of the image",
        "kitchen",
        lambda t: across(t, t.the("bowl")) == "right",
    ),
    Asked(
        "Is the clock in the upper half or in the lower half of the picture?",
        "kitchen",
        lambda t: {"top": "upper", "bottom": "lower"}[down(t, t.the("clock"))],
    ),
    Asked(
        "Does the television appear in the top half of the photo?",
        "room",
        lambda t: down(t, t.the("television")) == "top",
    ),
    Asked(
        "Do you find the anchor at the bottom of the picture or at the top?",
        "harbour",
        lambda t: down(t, t.the("anchor")),
    ),
    Asked(
        "How many balls are in the left half of the picture?",
        "park",
        lambda t: sum(across(t, b) == "left" for b in t.things("ball")),
    ),
    Asked(
        "How many cups can be found in the lower half?",
        "kitchen",
        lambda t: sum(down(t, c) == "bottom" for c in t.things("cup")),
    ),
    Asked(
        "Is the umbrella on the same side of the picture as the anchor?",
        "harbour",
        lambda t: across(t, t.the("umbrella")) == across(t, t.the("anchor")),
    ),
    # one colour and another
    Asked(
        "How many balls are the same colour as the hat?",
        "park",
        lambda t: t.n("ball", t.colour("hat")),
    ),
    Asked(
        "Do any two balls have the same colour?",
        "park",
        lambda t: len({b.colour for b in t.things("ball")}) < t.n("ball"),
    ),
    Asked(
        "What's the most common colour among the cars?", "harbour", lambda t: most(hues(t, "car"))
    ),
    Asked("What colour are most of the balls?", "park", lambda t: most(hues(t, "ball"))),
    Asked(
        "Is the teapot's colour that of the bowl too?",
        "kitchen",
        lambda t: t.colour("teapot") == t.colour("bowl"),
    ),
    Asked(
        "If you look only at the red balls and the green ones, how many are there?",
        "park",
        lambda t: t.n("ball", "red") + t.n("ball", "green"),
    ),
    Asked(
        "Are there more red cars than blue and black ones together?",
        "harbour",
        lambda t: t.n("car", "red") > t.n("car", "blue") + t.n("car", "black"),
    ),
    # one size and another
    Asked("How many dogs are bigger than the cat?", "park", lambda t: sized("dog", "cat", t)[0]),
    Asked(
        "Is there a dog that is smaller than the cat?",
        "park",
        lambda t: sized("dog", "cat", t)[1] > 0,
    ),
    Asked(
        "Does any animal surpass the horse in size?",
        "farm",
        lambda t: t.biggest("animal") != "horse",
    ),
    Asked(
        "How many animals are there that are smaller than the horse?",
        "farm",
        lambda t: sized("animal", "horse", t)[1],
    ),
    # one place and another
    Asked(
        "Are the hat and the kite both to the right of the tree?",
        "park",
        lambda t: t.lies("hat", "right", "tree") and t.lies("kite", "right", "tree"),
    ),
    Asked(
        "Is either the hat or the kite to the left of the tree?",
        "park",
        lambda t: t.lies("hat", "left", "tree") or t.lies("kite", "left", "tree"),
    ),
    Asked(
        "Is the cat nearer to the left edge of the picture than the kite?",
        "park",
        lambda t: t.lies("cat", "left", "kite"),
    ),
    Asked(
        "Going from left to right, which comes second: the bowl, the plate or the clock?",
        "kitchen",
        lambda t: middle(t, "bowl", "plate", "clock"),
    ),
    Asked(
        "How many bicycles are there behind the bus?",
        "street",
        lambda t: len(t.behind("bicycle", "bus")),
    ),
    Asked(
        "The biggest dog: is it left of the cat?",
        "park",
        lambda t: t.end("dog", "large") in t.beside("dog", "left", "cat"),
    ),
    Asked(
        "Is there a pig to the left of the house but no sheep to the right of the horse?",
        "farm",
        lambda t: (
            bool(t.beside("pig", "left", "house")) and not t.beside("sheep", "right", "horse")
        ),
    ),
    Asked(
        "How many of the sheep that you see are to the right of both the horse and the house?",
        "farm",
        lambda t: sum(
            s in t.beside("sheep", "right", "house") for s in t.beside("sheep", "right", "horse")
        ),
    ),
    # what holds what
    Asked(
        "How many things are there in the bowl and on the plate together?",
        "kitchen",
        lambda t: t.n("thing", held="bowl") + t.n("thing", held="plate"),
    ),
    Asked(
        "Does the cat share the couch with a dog?",
        "room",
        lambda t: t.n("cat", held="couch") > 0 and t.n("dog", held="couch") > 0,
    ),
    Asked(
        "Are there more pieces of fruit in the bowl than there are cups?",
        "kitchen",
        lambda t: t.n("fruit", held="bowl") > t.n("cup"),
    ),
    Asked(
        "If neither the cat nor the dogs are counted, how many animals are there?",
        "park",
        lambda t: t.n("animal") - t.n("cat") - t.n("dog"),
    ),
    Asked(
        "The cat: is it the bed or the couch that it lies on?", "room", lambda t: holder(t, "cat")
    ),
    Asked(
        "Is it only people that the boat carries?",
        "harbour",
        lambda t: t.n("thing", held="boat") == t.n("person", held="boat"),
    ),
    Asked(
        "How many passengers other than people does the boat have?",
        "harbour",
        lambda t: t.n("thing", held="boat") - t.n("person", held="boat"),
    ),
    # one picture by another thing in it
    Asked(
        "How many balls are in the image with the most dogs?",
        "three parks",
        lambda t: of("ball", t.each("dog").index(max(t.each("dog"))), t),
    ),
    Asked(
        "In the image where the hat is red, how many dogs are there?",
        "three parks",
        lambda t: of("dog", tints(t, "hat").index("red"), t),
    ),
    Asked(
        "Does the picture with the owl show a dog as well?",
        "three parks",
        lambda t: of("dog", has("owl", t).index(True), t) > 0,
    ),
    Asked(
        "What colour is the hat in the picture that has an owl in it?",
        "three parks",
        lambda t: tints(t, "hat")[has("owl", t).index(True)],
    ),
    Asked(
        "Does the picture with more cows also have more sheep?",
        "two farms",
        lambda t: ahead(t.each("cow")) == ahead(t.each("sheep")),
    ),
    Asked(
        "Among the pictures, is there one with at least two sheep and no cow?",
        "four farms",
        lambda t: any(
            s >= 2 and not c for s, c in zip(t.each("sheep"), t.each("cow"), strict=True)
        ),
    ),
    Asked(
        "How many of the images have the horse to the right of the tractor or no sheep?",
        "four farms",
        lambda t: sum(
            r or not s
            for r, s in zip(beside("horse", "right", "tractor", t), t.each("sheep"), strict=True)
        ),
    ),
    # statements with parts
    Asked(
        "One image shows exactly two dogs, and the other image shows none.",
        "two parks",
        lambda t: sorted(t.each("dog")) == [0, 2],
    ),
    Asked(
        "The right image contains at least as many balls as the left image.",
        "two parks",
        lambda t: t.each("ball")[1] >= t.each("ball")[0],
    ),
    Asked("Each image shows exactly one car.", "two harbours", lambda t: t.each("car") == [1, 1]),
    Asked("No image shows more than two cars.", "two harbours", lambda t: max(t.each("car")) <= 2),
    Asked(
        "An image with three sheep is on the left.", "two farms", lambda t: t.each("sheep")[0] == 3
    ),
    Asked(
        "Either the left or the right image shows an owl, but they don't both.",
        "two parks",
        lambda t: sum(has("owl", t)) == 1,
    ),
    Asked(
        "There is a boat with three people in it in one of the images.",
        "two harbours",
        lambda t: 3 in t.each("person", held="boat"),
    ),
    Asked(
        "The left image has one more car than the right image.",
        "two harbours",
        lambda t: t.each("car")[0] - t.each("car")[1] == 1,
    ),
    Asked(
        "The bed carries a book and the cat is on the couch.",
        "room",
        lambda t: t.n("book", held="bed") > 0 and t.n("cat", held="couch") > 0,
    ),
    Asked(
        "Although there are cows, there are no pigs.",
        "farm",
        lambda t: t.n("cow") > 0 and not t.n("pig"),
    ),
    Asked(
        "There are as many sheep as there are cows and pigs combined.",
        "farm",
        lambda t: t.n("sheep") == t.n("cow") + t.n("pig"),
    ),
)
