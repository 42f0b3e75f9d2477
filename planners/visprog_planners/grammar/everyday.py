"""What people commonly find in and on things, and which things are of a kind.

An open question ("What is in the boat?") needs candidates to look for. With a language model they
come from it; offline they come from this table. A holder that is not in it gets the general list.
"""

from __future__ import annotations

COLOURS = (
    "red", "orange", "yellow", "green", "blue", "purple", "brown", "black", "white", "gray", "pink",
)  # fmt: skip

KINDS: dict[str, tuple[str, ...]] = {
    "animal": (
        "dog", "cat", "horse", "cow", "sheep", "pig", "elephant", "mouse", "rabbit", "chicken",
        "bird", "duck", "owl", "penguin", "parrot", "turtle", "snake", "frog", "fish", "whale",
        "octopus", "crab", "snail", "butterfly", "bee", "ladybug", "spider", "camel", "giraffe",
        "zebra", "lion", "tiger", "bear", "panda", "monkey", "kangaroo", "hedgehog", "crocodile",
    ),
    "bird": ("bird", "owl", "parrot", "duck", "penguin", "chicken"),
    "vehicle": (
        "car", "bus", "truck", "tractor", "bicycle", "motorcycle", "train", "airplane",
        "helicopter", "rocket", "boat", "skateboard",
    ),
    "fruit": (
        "apple", "banana", "pear", "tangerine", "strawberry", "cherry", "watermelon",
        "pineapple", "lemon", "peach",
    ),
    "vegetable": ("carrot", "corn", "eggplant", "broccoli", "mushroom", "pumpkin"),
    "food": (
        "apple", "banana", "pear", "tangerine", "strawberry", "lemon", "peach", "carrot", "bread",
        "cheese", "egg", "pizza", "hamburger", "donut", "cookie", "cake", "ice cream",
        "sandwich", "hot dog", "salad", "soup", "rice", "pasta",
    ),
    "toy": ("teddy bear", "ball", "balloon", "robot", "kite", "snowman"),
    "clothing": (
        "shirt", "dress", "hat", "shoe", "sock", "scarf", "handbag", "backpack", "umbrella",
        "crown",
    ),
    "furniture": ("chair", "couch", "bed", "table", "desk", "bench", "bookcase"),
    "tableware": ("cup", "bowl", "plate", "teapot", "wine glass", "fork", "knife", "spoon"),
    "container": ("basket", "box", "bucket", "nest", "bathtub", "bottle", "bag"),
    "building": ("house", "castle", "tent"),
    "device": (
        "camera", "television", "laptop", "phone", "microscope", "light bulb", "clock", "lamp",
    ),
    "tool": ("hammer", "scissors", "ladder", "anchor"),
    "insect": ("butterfly", "bee", "ladybug", "spider"),
    "flower": ("sunflower", "rose"),
    "instrument": ("guitar", "drum", "trumpet", "piano"),
    "plant": ("tree", "cactus", "sunflower", "rose", "mushroom"),
}  # fmt: skip
"""From a kind to its members, the commonest first."""

WHO = "person-or-animal"
KINDS[WHO] = ("person", *KINDS["animal"])

SORTS: dict[str, tuple[str, ...]] = {
    "pet": ("dog", "cat", "rabbit", "hamster", "guinea pig", "parrot", "goldfish"),
    "farm animal": ("cow", "horse", "sheep", "pig", "chicken", "goat", "donkey", "goose", "duck"),
    "mammal": (
        "dog", "cat", "horse", "cow", "sheep", "pig", "elephant", "mouse", "rabbit", "whale",
        "camel", "giraffe", "zebra", "lion", "tiger", "bear", "panda", "monkey", "kangaroo",
        "hedgehog", "goat", "donkey", "fox", "wolf", "deer", "squirrel", "dolphin",
    ),
    "reptile": ("turtle", "snake", "crocodile", "lizard"),
    "big cat": ("lion", "tiger", "leopard"),
    "aircraft": ("airplane", "helicopter"),
    "two-wheeler": ("bicycle", "motorcycle"),
    "cutlery": ("fork", "knife", "spoon"),
    "crockery": ("cup", "bowl", "plate", "teapot"),
    "pastry": ("cake", "cookie", "donut"),
    "footwear": ("shoe", "boot", "sandal", "slipper"),
    "headgear": ("hat", "crown", "cap", "helmet"),
    "luggage": ("suitcase", "backpack", "handbag"),
    "string instrument": ("guitar", "violin", "cello", "harp"),
}  # fmt: skip
"""Kinds that people speak of and detectors do not know: each of their members is looked for."""

KINDS |= SORTS

EITHER = "-or-"
"""Between two nouns of which a thing has one: a detector looks for each by itself."""


def sought(noun: str) -> tuple[str, ...]:
    """What a detector looks for where things of this name are wanted."""
    return SORTS.get(noun) or tuple(noun.split(EITHER))


_RIDERS = ("person", "dog", "cat", "bird", "teddy bear", "duck")
_LYING = (
    "cat", "dog", "teddy bear", "person", "book", "cup", "hat", "shirt", "apple", "laptop",
    "handbag", "backpack", "phone",
)  # fmt: skip
_FRUIT = (*KINDS["fruit"], *KINDS["vegetable"], "egg", "bread")

CONTENTS: dict[str, tuple[str, ...]] = {
    "boat": (*_RIDERS, "fish", "anchor"),
    "car": _RIDERS,
    "bus": _RIDERS,
    "truck": _RIDERS,
    "train": _RIDERS,
    "bathtub": ("person", "duck", "fish", "teddy bear", "dog", "cat", "turtle", "boat"),
    "nest": ("egg", "bird", "owl", "parrot", "chicken", "duck"),
    "tree": ("bird", "owl", "parrot", "monkey", "cat", "apple", "nest", "butterfly", "snake"),
    "bowl": _FRUIT,
    "basket": _FRUIT,
    "plate": (*KINDS["food"],),
    "chair": _LYING,
    "couch": _LYING,
    "bed": _LYING,
}  # fmt: skip

HOLDERS = (
    *CONTENTS, "table", "bench", "desk", "shelf", "rug", "box", "bucket", "cup", "horse",
    "bicycle", "motorcycle", "skateboard", "sofa", "stool", "counter", "ladder", "sidewalk",
)  # fmt: skip
"""What things are in and on."""

GROUNDS = frozenset(
    {"grass", "lawn", "sand", "desert", "beach", "shore", "water", "sea", "ocean", "lake", "river",
     "pond", "snow", "ice", "sky", "meadow", "field", "pasture", "road", "street"}
)  # fmt: skip
"""What things stand on or in that goes through the picture: it is cut out, and not looked for as a
thing is."""

SETTINGS = frozenset(
    {"street", "road", "roadside", "highway", "motorway", "freeway", "lane", "avenue", "alley",
     "crossroads", "intersection", "junction", "parking lot", "car park", "driveway", "meadow",
     "field", "pasture", "paddock", "forest", "woods", "jungle", "savanna", "savannah", "prairie",
     "countryside", "farmland", "village", "town", "city", "square", "plaza", "station",
     "train station", "bus station", "railway station", "airport", "harbour", "harbor", "marina",
     "campsite", "camp", "museum", "library", "restaurant", "cafe", "canteen", "supermarket",
     "grocery store", "store", "mall", "school", "gym", "hall", "hallway", "corridor", "studio",
     "workshop", "stadium", "arena", "circus", "backyard", "courtyard", "yard", "vineyard",
     "valley", "coast", "seaside", "bay", "air", "landscape", "patio", "hospital", "neighbourhood",
     "neighborhood", "dining room", "park", "zoo", "beach", "market", "garden", "playground",
     "office", "bedroom", "bathroom", "classroom", "shop", "farm", "farmyard", "kitchen", "room",
     "living room", "port", "sky", "stage", "pond", "orchard"}
)  # fmt: skip
"""What a whole picture shows: what is there is in the picture."""

BACKDROPS = frozenset(
    {"shelf", "bookshelf", "desk", "counter", "countertop", "table", "tabletop", "workbench",
     "windowsill", "rack", "wardrobe", "closet", "cupboard", "floor", "ground", "carpet",
     "sidewalk", "pavement", "platform", "wall"}
)  # fmt: skip
"""What things are on or in that is a thing of the picture or fills it: where it is not found, it is
the picture itself."""

GENERAL = (
    "person", "dog", "cat", "bird", "teddy bear", "book", "cup", "apple", "banana", "bowl",
    "plate", "laptop", "phone", "bottle", "vase", "clock", "hat", "ball", "egg", "fish", "bread",
    "cake", "flower", "box",
)  # fmt: skip

ALONE = (
    "sun", "moon", "cloud", "rainbow", "star", "candle", "key", "bell", "gift", "trophy", "flag",
    "heart", "traffic light",
)  # fmt: skip
"""Things that are of no kind here and in or on nothing."""

NOUNS = frozenset(
    noun
    for kind in (
        *(names for kind, names in KINDS.items() if kind not in SORTS),
        *CONTENTS.values(),
        GENERAL,
        ALONE,
    )
    for noun in kind
)
"""Every thing that the tables name."""


_AFLOAT = ("boat", "duck", "fish", "frog", "turtle", "person", "bird", "dog")
_OUTDOORS = (
    "person", "dog", "cat", "horse", "cow", "sheep", "bird", "ball", "tree", "tent", "rabbit",
)  # fmt: skip
_KEPT = (
    "book", "clock", "cup", "laptop", "phone", "camera", "scissors", "key", "lamp", "teddy bear",
    "candle", "trophy", "robot", "bell", "bottle", "bowl", "plate", "vase", "box",
)  # fmt: skip

AROUND: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("water", "sea", "ocean", "lake", "river", "pond"), _AFLOAT),
    **dict.fromkeys(("grass", "lawn", "sand", "beach", "snow", "meadow", "field"), _OUTDOORS),
    **dict.fromkeys(("road", "street"), (*KINDS["vehicle"], "person", "dog", "cat")),
    **dict.fromkeys(("shelf", "bookshelf", "desk", "workbench", "windowsill", "rack"), _KEPT),
    **dict.fromkeys(("wardrobe", "closet"), KINDS["clothing"]),
}
"""What people commonly find on the grounds and backdrops."""


def contents(holder: str, kind: str | None = None) -> tuple[str, ...]:
    """What to look for in or on a thing; of a kind, when one is given."""
    if kind is not None:
        return KINDS.get(kind, ())
    return CONTENTS.get(holder) or AROUND.get(holder, GENERAL)
