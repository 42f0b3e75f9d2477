"""Nouns in English: the singular, one word for one thing, and what cannot be a noun."""

from __future__ import annotations

IRREGULAR = {
    "people": "person", "men": "man", "women": "woman", "children": "child", "mice": "mouse",
    "geese": "goose", "feet": "foot", "teeth": "tooth", "oxen": "ox", "cacti": "cactus",
    "octopi": "octopus", "dice": "die", "leaves": "leaf", "knives": "knife", "wives": "wife",
    "wolves": "wolf", "loaves": "loaf", "shelves": "shelf", "halves": "half", "thieves": "thief",
    "calves": "calf", "elves": "elf", "scarves": "scarf", "hooves": "hoof", "lives": "life",
    "selves": "self", "potatoes": "potato", "tomatoes": "tomato", "heroes": "hero",
    "mangoes": "mango", "mosquitoes": "mosquito", "volcanoes": "volcano", "buses": "bus",
    "busses": "bus", "gases": "gas", "lenses": "lens", "viruses": "virus", "octopuses": "octopus",
    "cactuses": "cactus", "walruses": "walrus", "hippopotamuses": "hippopotamus",
    "hippopotami": "hippopotamus", "platypuses": "platypus", "crocuses": "crocus",
    "irises": "iris", "axes": "axe", "cookies": "cookie", "movies": "movie", "zombies": "zombie",
    "brownies": "brownie", "smoothies": "smoothie", "selfies": "selfie", "birdies": "birdie",
    "caches": "cache", "toothaches": "toothache", "headaches": "headache", "buffaloes": "buffalo",
    "oases": "oasis", "quizzes": "quiz", "snowmen": "snowman", "firemen": "fireman",
    "policemen": "policeman",
}  # fmt: skip

UNCHANGED = frozenset(
    {
        "abacus", "actress", "address", "aircraft", "asparagus", "atlas", "bass", "binoculars",
        "bison", "bonus", "brass", "bread", "broccoli", "bus", "business", "cactus", "campus",
        "canvas", "chaos", "chess", "christmas", "circus", "citrus", "class", "compass", "corn",
        "cosmos", "crocus", "cross", "cutlass", "cypress", "deer", "discus", "dress",
        "earphones", "eucalyptus", "fish", "floss", "fortress", "gas", "glass", "glasses",
        "gloss", "goggles", "grass", "harness", "headphones", "hibiscus", "hippopotamus",
        "hostess", "hummus", "iris", "jeans", "jellyfish", "leggings", "lens", "lotus",
        "mattress", "moose", "news", "octopus", "pajamas", "pants", "papyrus", "platypus",
        "pliers", "police", "press", "princess", "pyjamas", "rhinoceros", "rice", "salmon",
        "scissors", "series", "sheep", "shellfish", "shorts", "shrimp", "species", "squid",
        "starfish", "stylus", "sunglasses", "swordfish", "tennis", "thermos", "tights", "tongs",
        "trousers", "trout", "underpants", "virus", "waitress", "walrus", "wilderness",
    }
)  # fmt: skip
"""Words that end like a plural and are none, and words whose plural is the same."""

SYNONYMS = {
    "bike": "bicycle", "pushbike": "bicycle", "motorbike": "motorcycle", "plane": "airplane",
    "aeroplane": "airplane", "jet plane": "airplane", "sofa": "couch", "tv": "television",
    "television set": "television", "telly": "television", "telephone": "phone",
    "cell phone": "phone", "cellphone": "phone", "mobile phone": "phone", "smartphone": "phone",
    "automobile": "car", "lorry": "truck", "doughnut": "donut", "biscuit": "cookie",
    "ladybird": "ladybug", "ladybeetle": "ladybug", "aubergine": "eggplant",
    "notebook computer": "laptop", "laptop computer": "laptop", "wineglass": "wine glass",
    "stoplight": "traffic light", "lightbulb": "light bulb", "bulb": "light bulb",
    "hen": "chicken", "bunny": "rabbit", "bunny rabbit": "rabbit", "human": "person",
    "human being": "person", "individual": "person", "bath tub": "bathtub",
    "bathing tub": "bathtub", "pail": "bucket", "purse": "handbag", "hand bag": "handbag",
    "rucksack": "backpack", "back pack": "backpack", "ice-cream": "ice cream",
    "icecream": "ice cream", "chopper": "helicopter", "maize": "corn", "sun flower": "sunflower",
    "tea pot": "teapot", "snow man": "snowman", "burger": "hamburger", "space rocket": "rocket",
    "loaf of bread": "bread", "ear of corn": "corn", "head of broccoli": "broccoli",
    "broccolis": "broccoli", "pair of scissors": "scissors", "tee shirt": "shirt",
    "t-shirt": "shirt", "tshirt": "shirt", "panda bear": "panda",
    "traffic signal": "traffic light", "skate board": "skateboard", "folk": "person",
    "teddy": "teddy bear",
}  # fmt: skip
"""Everyday words for one thing, brought to the word that detectors here know best."""

ING_NOUNS = frozenset(
    {
        "building", "ceiling", "clothing", "drawing", "dressing", "duckling", "dumpling",
        "earring", "fencing", "gosling", "herring", "icing", "king", "lightning", "painting",
        "paving", "pudding", "railing", "ring", "sibling", "sling", "spring", "starling",
        "sting", "string", "swing", "thing", "wedding", "wing",
    }
)  # fmt: skip
"""Words in -ing that are things and not what something does."""

PLURAL_FRONTS = frozenset({"sports", "glasses", "sunglasses", "brussels"})
"""Plurals that stand before another noun in the name of one thing."""


def is_plural(word: str) -> bool:
    """Whether a word looks like the plural of another."""
    return singular_word(word) != word


def singular_word(word: str) -> str:
    """One word in the singular; a word that is no plural comes back as it is."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word in UNCHANGED or len(word) < 3 or not word.endswith("s") or word.endswith(("ss", "us")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zzes")):
        return word[:-2]
    return word[:-1]


def noun(words: list[str]) -> str:
    """A noun phrase in the singular, by the word that detectors know: ``mobile phones``."""
    *front, head = words
    phrase = " ".join([*front, singular_word(head)])
    return SYNONYMS.get(phrase, phrase)


def unfit(words: list[str]) -> str | None:
    """Why these words cannot be the name of a thing, or None when they can.

    A plural or a participle in the middle means that the run of words is more than a name:
    ``people wearing hats``, ``dogs playing``.
    """
    if len(words) > 4:
        return f"'{' '.join(words)}' is too long for the name of a thing"
    for place, word in enumerate(words):
        verbal = word.endswith("ing") and word not in ING_NOUNS and len(word) > 4
        if verbal and (place > 0 or len(words) == 1):
            return f"'{word}' says what something does"
        plural = is_plural(word) and word not in PLURAL_FRONTS
        if plural and place < len(words) - 1:
            return f"'{word}' is followed by '{words[place + 1]}'"
    return None
