"""What people ask about one place each: where, which, what it says."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.world.practice.inventory import only
from visprog_benchmarks.phrasings.world.practice.whereabouts import (
    across,
    at_corner,
    big,
    closer,
    corner,
    down,
    front,
)

ROWS: tuple[Asked, ...] = (
    # the harbour
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
)
