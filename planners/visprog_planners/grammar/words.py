"""English words as the grammar needs them: tidy text, singular nouns, numbers."""

from __future__ import annotations

import re

CONTRACTIONS = (
    (r"\bcan't\b", "can not"),
    (r"\bcannot\b", "can not"),
    (r"\bwon't\b", "will not"),
    (r"n't\b", " not"),
    (r"\b(what|which|who|where|how|there|that|it|here)'s\b", r"\1 is"),
    (r"'re\b", " are"),
    (r"\bi'm\b", "i am"),
    (r"'ll\b", " will"),
    (r"'ve\b", " have"),
    (r"s'(?= colou?rs?\b)", "s 's"),
    (r"'s\b", " 's"),
)

SPELLINGS = (
    (r"\bcolor(s|ed)?\b", r"colour\1"),
    (r"\bcolours\b", "colour"),
    (r"\bhue\b", "colour"),
    (r"\bgrey\b", "gray"),
    (r"\b(photo|picture|photograph|pic|scene|snapshot|img)\b", "image"),
    (r"\b(photos|pictures|photographs|pics|scenes|snapshots|imgs)\b", "images"),
    (r"\b(lefthand|left-hand|left hand)\b", "left"),
    (r"\b(righthand|right-hand|right hand)\b", "right"),
    (r"\b(left|right)-?most\b", r"\1most"),
    (r"\bno one\b", "nobody"),
    (r"\bhow much\b", "how many"),
    (r"\bin the foreground\b|\bin view\b|\bon display\b|\bin sight\b", "visible"),
)

OPENINGS = re.compile(
    r"^(hey|hi|hello|please|so|ok|okay|um|quick question|question"
    r"|((can|could|would) you )?(please )?(tell me|say|let me know|check|determine|work out|state)"
    r"|(can|could|would) you (please )?(?=(count|tell)\b)"
    r"|i (want|would like|need) to know|i wonder|i am wondering|do you know|any idea"
    r"|(look|looking) at (the|this) image"
    r"|(in|for|from) (this|the) image(?= (how|what|which|is|are|do|does|can|,))"
    r"|give me|statement)\b[ ,:]*"
)
ENDINGS = re.compile(
    r"[ ,]*\b(please|thanks|thank you|right now|currently|do you think|would you say|at all"
    r"|true or false|yes or no|can you tell( me)?)$"
)
NEGATIVE_QUESTION = re.compile(
    r"^(is|are|was|were|do|does|did|can|could) not (?=(there|the|you|any|a)\b)"
)

IRREGULAR = {
    "people": "person", "persons": "person", "men": "man", "women": "woman",
    "children": "child", "kids": "kid", "mice": "mouse", "geese": "goose", "feet": "foot",
    "teeth": "tooth", "oxen": "ox", "cacti": "cactus", "octopi": "octopus", "dice": "die",
    "leaves": "leaf", "knives": "knife", "wives": "wife", "wolves": "wolf", "loaves": "loaf",
    "shelves": "shelf", "halves": "half", "thieves": "thief", "calves": "calf",
    "elves": "elf", "scarves": "scarf", "hooves": "hoof", "lives": "life", "selves": "self",
    "potatoes": "potato", "tomatoes": "tomato", "heroes": "hero", "mangoes": "mango",
    "mosquitoes": "mosquito", "volcanoes": "volcano", "buses": "bus", "busses": "bus",
    "gases": "gas", "lenses": "lens", "viruses": "virus", "octopuses": "octopus",
    "cactuses": "cactus", "walruses": "walrus", "hippopotamuses": "hippopotamus",
    "hippopotami": "hippopotamus", "platypuses": "platypus", "crocuses": "crocus",
    "irises": "iris", "pianos": "piano", "photos": "photo", "shoes": "shoe", "axes": "axe",
    "cookies": "cookie", "movies": "movie", "pies": "pie", "ties": "tie", "zombies": "zombie",
    "brownies": "brownie", "smoothies": "smoothie", "selfies": "selfie", "birdies": "birdie",
    "caches": "cache", "toothaches": "toothache", "headaches": "headache", "geckos": "gecko",
    "canoes": "canoe", "toes": "toe", "hoes": "hoe", "oboes": "oboe", "buffaloes": "buffalo",
    "vases": "vase", "houses": "house", "horses": "horse", "noses": "nose", "roses": "rose",
    "hoses": "hose", "purses": "purse", "nurses": "nurse", "blouses": "blouse",
    "briefcases": "briefcase", "suitcases": "suitcase", "bookcases": "bookcase",
    "pillowcases": "pillowcase", "staircases": "staircase", "cases": "case", "bases": "base",
    "mooses": "moose", "cheeses": "cheese", "fuses": "fuse", "mouses": "mouse",
    "warehouses": "warehouse", "greenhouses": "greenhouse", "lighthouses": "lighthouse",
    "seahorses": "seahorse", "tortoises": "tortoise", "oases": "oasis", "cars": "car",
    "quizzes": "quiz", "snowmen": "snowman", "firemen": "fireman", "policemen": "policeman",
}  # fmt: skip

UNCHANGED = frozenset(
    "sheep fish deer aircraft scissors glasses sunglasses pants trousers shorts jeans series"
    " species tongs pliers binoculars bus gas lens virus octopus cactus walrus hippopotamus"
    " platypus crocus iris glass grass dress cross boss class moss mattress compass canvas"
    " tennis news christmas bass brass press chess cypress hippo asparagus hummus citrus"
    " eucalyptus chaos atlas harness fortress broccoli corn bread headphones earphones"
    " swiss princess actress waitress hostess walrus shellfish jellyfish starfish swordfish"
    " moose bison salmon trout shrimp squid rice police underpants leggings tights pyjamas"
    " pajamas goggles lass wilderness cosmos circus campus bonus genius cutlass business"
    " address ass kiss mess pass floss gloss hibiscus lotus discus papyrus abacus stylus"
    " rhinoceros thermos mars venus uranus".split()
)
"""Words that end like a plural and are none, and words whose plural is the same."""

SYNONYMS = {
    "bike": "bicycle", "pushbike": "bicycle", "motorbike": "motorcycle", "plane": "airplane",
    "aeroplane": "airplane", "jet plane": "airplane", "sofa": "couch", "tv": "television",
    "television set": "television", "telly": "television", "telephone": "phone",
    "cell phone": "phone", "cellphone": "phone", "mobile phone": "phone",
    "smartphone": "phone", "automobile": "car", "lorry": "truck", "doughnut": "donut",
    "biscuit": "cookie", "ladybird": "ladybug", "ladybeetle": "ladybug", "aubergine": "eggplant",
    "mandarin": "tangerine", "mandarin orange": "tangerine", "notebook computer": "laptop",
    "laptop computer": "laptop", "wineglass": "wine glass", "teddy": "teddy bear",
    "stoplight": "traffic light", "lightbulb": "light bulb", "bulb": "light bulb",
    "hen": "chicken", "bunny": "rabbit", "bunny rabbit": "rabbit", "human": "person",
    "human being": "person", "individual": "person", "folk": "person", "bath": "bathtub",
    "bath tub": "bathtub", "bathing tub": "bathtub", "pail": "bucket", "purse": "handbag",
    "hand bag": "handbag", "rucksack": "backpack", "back pack": "backpack",
    "ice-cream": "ice cream", "icecream": "ice cream", "hotair balloon": "hot air balloon",
    "chopper": "helicopter", "maize": "corn", "sun flower": "sunflower", "tea pot": "teapot",
    "snow man": "snowman", "crocodilian": "crocodile", "burger": "hamburger",
    "house mouse": "mouse", "spaceship": "rocket", "space rocket": "rocket",
    "present": "gift", "wrapped gift": "gift", "wrapped present": "gift", "pony": "horse",
    "kitty": "cat", "kitten": "cat", "puppy": "dog", "doggy": "dog", "piggy": "pig",
    "loaf of bread": "bread", "ear of corn": "corn", "head of broccoli": "broccoli",
    "broccolis": "broccoli", "pair of scissors": "scissors", "tee shirt": "shirt",
    "t-shirt": "shirt", "tshirt": "shirt", "lemon fruit": "lemon", "panda bear": "panda",
    "traffic signal": "traffic light", "skate board": "skateboard", "camera device": "camera",
    "armchair": "chair", "house plant": "houseplant", "rowing boat": "boat", "rowboat": "boat",
}  # fmt: skip
"""Everyday words for one thing, brought to the word that detectors here know best."""

NUMBERS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "a couple of": 2,
    "a pair of": 2, "a dozen": 12,
}  # fmt: skip

ING_NOUNS = frozenset(
    "building ceiling painting ring king wing string swing thing duckling clothing earring"
    " dumpling railing sling spring wedding sting earring drawing dressing fencing paving"
    " lightning icing pudding herring starling sibling gosling".split()
)
"""Words in -ing that are things and not what something does."""


def tidy(text: str) -> str:
    """The text as the grammar's words expect it; the order of the words stays."""
    text = text.lower().replace("\u2019", "'").replace("\u2018", "'").replace("`", "'")
    text = re.sub(r"[\"\u201c\u201d()]", " ", text)
    text = re.sub(r"[?!.;:]+(?=\s|$)", " ", text)
    for pattern, word in (*CONTRACTIONS, *SPELLINGS):
        text = re.sub(pattern, word, text)
    text = _spaced(text)
    text = _stripped(text)
    return NEGATIVE_QUESTION.sub(r"\1 ", text)


def _stripped(text: str) -> str:
    while True:
        shorter = _spaced(ENDINGS.sub("", OPENINGS.sub("", text)))
        if shorter == text or not shorter:
            return text
        text = shorter


def _spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" ,")


def number(word: str) -> int:
    """``3`` or ``three``."""
    return int(word) if word.isdigit() else NUMBERS[word]


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
        if place < len(words) - 1 and word in IRREGULAR and word != "glasses":
            return f"'{word}' is followed by '{words[place + 1]}'"
        if place < len(words) - 1 and word.endswith("s") and is_plural(word):
            if word not in {"sports", "glasses", "sunglasses", "brussels"}:
                return f"'{word}' is followed by '{words[place + 1]}'"
    return None
