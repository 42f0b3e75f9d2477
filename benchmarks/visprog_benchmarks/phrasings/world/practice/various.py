"""Of all kinds, as people ask: where, which, what it says; and of several pictures at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.truth import (
    CLEAR,
    LARGER,
    NEARER,
    Truth,
    excess,
    image,
    left_or_right,
)
from visprog_benchmarks.world.scene import Thing


def across(t: Truth, thing: Thing) -> str:
    """``left`` or ``right``: the half it is in. Raises ``ValueError`` near the middle."""
    x = thing.centre[0] / t.scenes[0].width
    if abs(x - 0.5) < CLEAR:
        raise ValueError(f"the {thing.noun} is near the middle")
    return "left" if x < 0.5 else "right"


def down(t: Truth, thing: Thing) -> str:
    """``top`` or ``bottom``: the half it is in. Raises ``ValueError`` near the middle."""
    y = thing.centre[1] / t.scenes[0].height
    if abs(y - 0.5) < CLEAR:
        raise ValueError(f"the {thing.noun} is near the middle")
    return "top" if y < 0.5 else "bottom"


def corner(t: Truth, noun: str) -> str:
    """The quarter that the one thing is in, such as ``top left``."""
    return f"{down(t, t.the(noun))} {across(t, t.the(noun))}"


def at_corner(t: Truth, x: int, y: int) -> str:
    """The noun of what is by far the closest to a corner of the picture."""
    (scene,) = t.scenes
    away = sorted(
        (abs(x - one.centre[0] / scene.width) + abs(y - one.centre[1] / scene.height), one.noun)
        for one in scene.things
    )
    if away[0][0] > 0.7 * away[1][0]:
        raise ValueError("there are several near the corner")
    return away[0][1]


def closer(t: Truth, noun: str, one: str, other: str) -> str:
    """Which of two things the one thing is clearly closer to."""
    ratio = t.distance(noun, one) / t.distance(noun, other)
    if 1 / 1.3 < ratio < 1.3:
        raise ValueError("they are about equally far")
    return one if ratio < 1 else other


def big(things: Sequence[Thing]) -> Thing:
    """The clearly largest of several things."""
    size = [(one.box[2] - one.box[0]) * (one.box[3] - one.box[1]) for one in things]
    if sum(one > max(size) / LARGER for one in size) > 1:
        raise ValueError("none is clearly the largest")
    return things[size.index(max(size))]


def front(t: Truth, *nouns: str) -> str:
    """Which of several things is clearly the nearest."""
    first, second = sorted(nouns, key=t.near, reverse=True)[:2]
    if t.near(first) - t.near(second) < NEARER:
        raise ValueError(f"the {first} and the {second} are equally near")
    return first


def every(t: Truth, says: Callable[[Truth], object]) -> list[bool]:
    """Of each picture, whether something is so in it."""
    return [bool(says(one)) for one in t.pictures()]


def most(counts: Sequence[int]) -> str | None:
    """The picture with the highest of these numbers, if there is one such."""
    return image([one == max(counts) for one in counts])


def nouns(t: Truth) -> set[str]:
    """The nouns of what a picture shows."""
    return {thing.noun for thing in t.things("thing")}


def only(words: set[str]) -> str:
    """The one word. Raises ``ValueError`` unless there is one."""
    (word,) = words
    return word


def higher(t: Truth, noun: str) -> str | None:
    """``left`` or ``right``: the picture of two in which the one thing is clearly higher."""
    one, other = (picture.y(noun) / picture.scenes[0].height for picture in t.pictures())
    if abs(one - other) < CLEAR:
        raise ValueError(f"the {noun} is equally high in both")
    return left_or_right(other, one)


ROWS: tuple[Asked, ...] = (
    # one picture: the harbour
    Asked("Is the dog in the boat?", "harbour", lambda t: t.the("dog").holder is not None),
    Asked(
        "I can't see the photo: which side of the boat is the anchor on, left or right?",
        "harbour",
        lambda t: t.side("anchor", "boat"),
    ),
    Asked(
        "Tell me the colour of the leftmost car.",
        "harbour",
        lambda t: t.extreme("car", "left").colour,
    ),
    Asked(
        "Everybody you can see is aboard the boat.",
        "harbour",
        lambda t: t.n("person") == t.n("person", held="boat"),
    ),
    Asked(
        "Would you say the dog appears higher up than the anchor does?",
        "harbour",
        lambda t: t.lies("dog", "above", "anchor"),
    ),
    # the park
    Asked(
        "the kite has got to be higher than the bicycle, no?",
        "park",
        lambda t: t.lies("kite", "above", "bicycle"),
    ),
    Asked(
        "In which half of the photo would I find the bicycle, the left or the right?",
        "park",
        lambda t: across(t, t.the("bicycle")),
    ),
    Asked(
        "Is the hat to the right of the tree and to the right of the cat as well?",
        "park",
        lambda t: t.lies("hat", "right", "tree") and t.lies("hat", "right", "cat"),
    ),
    Asked("Look, does an owl sit in the tree?", "park", lambda t: t.n("owl", held="tree") > 0),
    Asked(
        "What colour is the ball that is closest to the bottom edge?",
        "park",
        lambda t: t.extreme("ball", "below").colour,
    ),
    Asked(
        "Do all of the balls lie on the left of the tree?",
        "park",
        lambda t: len(t.beside("ball", "left", "tree")) == t.n("ball"),
    ),
    # the kitchen
    Asked(
        "Bowl or clock: which one is the bigger of the two?",
        "kitchen",
        lambda t: t.larger("bowl", "clock"),
    ),
    Asked(
        "The teapot stands left of the plate, I take it.",
        "kitchen",
        lambda t: t.lies("teapot", "left", "plate"),
    ),
    Asked(
        "Is some of the fruit lying outside the bowl?",
        "kitchen",
        lambda t: t.n("fruit") > t.n("fruit", held="bowl"),
    ),
    Asked(
        "Could you please name the fruit in the bowl?",
        "kitchen",
        lambda t: t.kind("fruit", held="bowl"),
    ),
    # the room
    Asked(
        "Where has the cat settled down, on the bed or on the couch?",
        "room",
        lambda t: only({on for on in ("bed", "couch") if t.n("cat", held=on)}),
    ),
    Asked(
        "Is the television up in the top right-hand corner?",
        "room",
        lambda t: corner(t, "television") == "top right",
    ),
    Asked(
        "On which side of the bed is the chair? Answer left or right.",
        "room",
        lambda t: t.side("chair", "bed"),
    ),
    Asked(
        "Is the couch closer to the viewer than the bed?",
        "room",
        lambda t: t.nearer("couch", "bed") == "couch",
    ),
    # the farm
    Asked("Which of the animals is the biggest?", "farm", lambda t: t.biggest("animal")),
    Asked(
        "The tractor is right of the house and there is at least one pig.",
        "farm",
        lambda t: t.lies("tractor", "right", "house") and t.n("pig") > 0,
    ),
    Asked(
        "Do any sheep stand in the lower half of the picture?",
        "farm",
        lambda t: any(down(t, one) == "bottom" for one in t.things("sheep")),
    ),
    Asked(
        "So the sun is shining to the left of the house?",
        "farm",
        lambda t: t.lies("sun", "left", "house"),
    ),
    Asked(
        "Please tell me what animal is highest up in the picture.",
        "farm",
        lambda t: t.extreme("animal", "above").noun,
    ),
    # the street
    Asked(
        "The traffic light is on the right-hand side of the picture, isn't it?",
        "street",
        lambda t: across(t, t.the("traffic light")) == "right",
    ),
    Asked("truck further right than the bus?", "street", lambda t: t.lies("truck", "right", "bus")),
    Asked("Find the largest vehicle and name it.", "street", lambda t: t.biggest("vehicle")),
    Asked(
        "Is somebody on the bus while somebody else is outside it?",
        "street",
        lambda t: 0 < t.n("person", held="bus") < t.n("person"),
    ),
    Asked(
        "What is the car closer to, the truck or the bus?",
        "street",
        lambda t: closer(t, "car", "truck", "bus"),
    ),
    # the signpost
    Asked("What's the word on the sign?", "signpost", lambda t: t.text),
    Asked(
        "Besides the sign I think there is an animal; what is it?",
        "signpost",
        lambda t: t.kind("animal"),
    ),
    Asked(
        "Are a cow and a dog shown with a sign that reads BAKERY?",
        "signpost",
        lambda t: t.n("cow") > 0 and t.n("dog") > 0 and t.text == "BAKERY",
    ),
    # the beach
    Asked(
        "If I stood facing this, would the umbrella be to the right of the tent?",
        "beach",
        lambda t: t.lies("umbrella", "right", "tent"),
    ),
    Asked(
        "Turtle in the bottom right corner: yes or no?",
        "beach",
        lambda t: corner(t, "turtle") == "bottom right",
    ),
    Asked(
        "Does the bucket match the umbrella in colour and stand to the right of the tent?",
        "beach",
        lambda t: t.colour("bucket") == t.colour("umbrella") and t.lies("bucket", "right", "tent"),
    ),
    Asked(
        "I believe the turtle is below the tent.",
        "beach",
        lambda t: t.lies("turtle", "below", "tent"),
    ),
    Asked(
        "Was the photographer nearer to the tent than to the turtle?",
        "beach",
        lambda t: t.nearer("tent", "turtle") == "tent",
    ),
    Asked(
        "Are the people all in the upper half of the photo?",
        "beach",
        lambda t: (
            all(down(t, one) == "top" for one in t.things("person")) if t.n("person") else None
        ),
    ),
    # the zoo
    Asked(
        "Can the giraffe be found on the elephant's left?",
        "zoo",
        lambda t: t.lies("giraffe", "left", "elephant"),
    ),
    Asked(
        "Who's bigger here, the elephant or the giraffe?",
        "zoo",
        lambda t: t.larger("elephant", "giraffe"),
    ),
    Asked(
        "The lion is lower down than the tree, right?",
        "zoo",
        lambda t: t.lies("lion", "below", "tree"),
    ),
    Asked(
        "Is the tree standing between the elephant and the giraffe?",
        "zoo",
        lambda t: t.between("tree", "elephant", "giraffe"),
    ),
    # the sky
    Asked(
        "Compared with the airplane, is the sun further up?",
        "sky",
        lambda t: t.lies("sun", "above", "airplane"),
    ),
    Asked(
        "Give the colour of the largest balloon.",
        "sky",
        lambda t: big(t.things("balloon")).colour if t.n("balloon") else None,
    ),
    Asked(
        "Do you see a kite somewhere on the right of the airplane?",
        "sky",
        lambda t: bool(t.beside("kite", "right", "airplane")),
    ),
    Asked(
        "There are clouds but no birds.",
        "sky",
        lambda t: t.n("cloud") > 0 and t.n("bird") == 0,
    ),
    # the desk
    Asked(
        "Should I reach to the right of the laptop to get the phone?",
        "desk",
        lambda t: t.lies("phone", "right", "laptop"),
    ),
    Asked(
        "Of what colour is the book furthest to the left?",
        "desk",
        lambda t: t.extreme("book", "left").colour,
    ),
    Asked(
        "In the picture, does the phone lie lower than the laptop?",
        "desk",
        lambda t: t.lies("phone", "below", "laptop"),
    ),
    # the wardrobe
    Asked(
        "First find the hat, then the scarf: is the hat on the left of the scarf?",
        "wardrobe",
        lambda t: t.lies("hat", "left", "scarf"),
    ),
    Asked(
        "Which one is further down, the handbag or the dress?",
        "wardrobe",
        lambda t: "handbag" if t.lies("handbag", "below", "dress") else "dress",
    ),
    Asked(
        "Hat, handbag and dress all have the same colour.",
        "wardrobe",
        lambda t: len({t.colour("hat"), t.colour("handbag"), t.colour("dress")}) == 1,
    ),
    Asked(
        "What colour has the shirt on the far right?",
        "wardrobe",
        lambda t: t.extreme("shirt", "right").colour,
    ),
    Asked("What hangs in the top left corner?", "wardrobe", lambda t: at_corner(t, 0, 0)),
    # the market
    Asked("What do they keep in the basket?", "market", lambda t: t.what("basket")),
    Asked(
        "Standing in front of the stall, I'd have the basket right of the bowl, wouldn't I?",
        "market",
        lambda t: t.lies("basket", "right", "bowl"),
    ),
    Asked(
        "Is there a piece of fruit that's neither in the basket nor in the bowl?",
        "market",
        lambda t: any(one.holder is None for one in t.things("fruit")),
    ),
    Asked("Which vegetable is for sale here?", "market", lambda t: t.kind("vegetable")),
    # the stage
    Asked(
        "Starting from the left, which instrument comes first?",
        "stage",
        lambda t: t.extreme("instrument", "left").noun,
    ),
    Asked(
        "Is it true that the cat is nearer to us than the piano?",
        "stage",
        lambda t: t.nearer("cat", "piano") == "cat",
    ),
    Asked(
        "Some person can be seen at the right of the piano.",
        "stage",
        lambda t: bool(t.beside("person", "right", "piano")),
    ),
    # the pond
    Asked(
        "Which animal is being taken along in the boat?",
        "pond",
        lambda t: t.kind("animal", held="boat"),
    ),
    Asked(
        "The nest has eggs in it and there are ducks around.",
        "pond",
        lambda t: t.n("egg", held="nest") > 0 and t.n("duck") > 0,
    ),
    Asked(
        "The fish keep to the right half, every one of them.",
        "pond",
        lambda t: (
            all(across(t, one) == "right" for one in t.things("fish")) if t.n("fish") else None
        ),
    ),
    # the shelf
    Asked(
        "What's immediately to the right of the clock?",
        "shelf",
        lambda t: t.neighbour("clock", 1),
    ),
    Asked("The left end of the row: what is there?", "shelf", lambda t: t.row()[0]),
    Asked("Name the third thing from the right.", "shelf", lambda t: t.row()[-3]),
    Asked(
        "Is the candle right next to the trophy?",
        "shelf",
        lambda t: len(t.amid("candle", "trophy")) == 0,
    ),
    Asked(
        "Does the bell stand at one of the two ends of the row?",
        "shelf",
        lambda t: "bell" in {t.row()[0], t.row()[-1]},
    ),
    Asked(
        "How many things are there between the book and the bell?",
        "shelf",
        lambda t: len(t.amid("book", "bell")),
    ),
    # the shop
    Asked(
        "Going by the sign, is this place open?",
        "shop",
        lambda t: {"OPEN": True, "CLOSED": False}.get(t.text),
    ),
    Asked(
        "Is the dog under the house, or is it under the tree?",
        "shop",
        lambda t: closer(t, "dog", "house", "tree"),
    ),
    # by the road
    Asked("Any sign in this picture?", "roadside", lambda t: bool(t.text)),
    Asked(
        "Is the car parked on the same side of the picture as the house?",
        "roadside",
        lambda t: across(t, t.the("car")) == across(t, t.the("house")),
    ),
    Asked(
        "There is a dog here although there isn't a sign.",
        "roadside",
        lambda t: t.n("dog") > 0 and not t.text,
    ),
    # the meadow
    Asked(
        "The tent is further back than the horse.",
        "meadow",
        lambda t: bool(t.behind("tent", "horse")),
    ),
    Asked(
        "My pupils ask which animal is the farthest away.",
        "meadow",
        lambda t: t.farthest("animal"),
    ),
    Asked(
        "The animal nearest to me, what is it called?",
        "meadow",
        lambda t: front(t, "horse", "dog", "rabbit"),
    ),
    Asked(
        "Is the dog both higher than the horse and further to the right?",
        "meadow",
        lambda t: t.lies("dog", "above", "horse") and t.lies("dog", "right", "horse"),
    ),
    Asked(
        "Which animal has come closest to the tent?",
        "meadow",
        lambda t: t.closest("tent", "horse", "dog", "rabbit"),
    ),
    # out of doors
    Asked("What are the horse and the rabbit standing on?", "outdoors", lambda t: t.ground),
    Asked(
        "Are we on grass, with the rabbit to the right of the horse?",
        "outdoors",
        lambda t: t.ground == "grass" and t.lies("rabbit", "right", "horse"),
    ),
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
        lambda t: len({one.colour("hat") for one in t.pictures()}) == 1,
    ),
    Asked(
        "Is the tree on the left in one picture and on the right in the other?",
        "two parks",
        lambda t: len({across(one, one.the("tree")) for one in t.pictures()}) == 2,
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
        lambda t: most(t.each("person", held="boat")),
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
        lambda t: len({across(one, one.the("anchor")) for one in t.pictures()}) == 2,
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
        lambda t: len({across(one, one.the("tent")) for one in t.pictures()}) == 1,
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
        lambda t: only(nouns(t.pictures()[0]) - nouns(t.pictures()[1])),
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
        lambda t: only({one.text for one in t.pictures() if one.n("dog")}) == "OPEN",
    ),
    Asked(
        "Where the house is on the left, what does the sign say?",
        "two shops",
        lambda t: only(
            {one.text for one in t.pictures() if across(one, one.the("house")) == "left"}
        ),
    ),
    # three beaches
    Asked(
        "In how many of the three pictures is there a kite?",
        "three beaches",
        lambda t: sum(every(t, lambda one: one.n("kite"))),
    ),
    Asked(
        "Which of the three beaches has the most people?",
        "three beaches",
        lambda t: most(t.each("person")),
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
        lambda t: most(t.each("balloon")),
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
        lambda t: most(t.each("fish")),
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
