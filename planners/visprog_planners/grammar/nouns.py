"""Nouns in English: the singular, one word for one thing, and what cannot be a noun."""

from __future__ import annotations

from visprog_planners.grammar.everyday import EITHER, KINDS

IRREGULAR = {
    "peoples": "person", "people": "person", "men": "man", "women": "woman",
    "children": "child", "mice": "mouse",
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
    "policemen": "policeman", "clothes": "clothing",
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

BUNCHES = frozenset({"boot", "glove", "key", "mitten", "sandal", "shoe", "slipper", "sock"})
"""Their plural is said of one bunch or pair."""

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
    "human being": "person", "individual": "person", "soul": "person",
    "living soul": "person", "bath tub": "bathtub",
    "bathing tub": "bathtub", "pail": "bucket", "purse": "handbag", "hand bag": "handbag",
    "rucksack": "backpack", "back pack": "backpack", "ice-cream": "ice cream",
    "icecream": "ice cream", "chopper": "helicopter", "maize": "corn", "sun flower": "sunflower",
    "tea pot": "teapot", "snow man": "snowman", "burger": "hamburger", "space rocket": "rocket",
    "loaf of bread": "bread", "ear of corn": "corn", "head of broccoli": "broccoli",
    "broccolis": "broccoli", "pair of scissors": "scissors", "tee shirt": "shirt",
    "t-shirt": "shirt", "tshirt": "shirt", "panda bear": "panda",
    "traffic signal": "traffic light", "skate board": "skateboard", "folk": "person",
    "teddy": "teddy bear", "puppy": "dog", "doggy": "dog", "doggie": "dog", "kitten": "cat",
    "kitty": "cat", "passenger": "person", "rider": "person", "pony": "horse", "lamb": "sheep",
    "piglet": "pig", "duckling": "duck", "clothes": "clothing", "garment": "clothing",
    "musical instrument": "instrument", "creature": "animal",
    "house pet": "pet", "livestock": "farm animal", "silverware": "cutlery",
    "flatware": "cutlery", "eating utensil": "cutlery", "flying machine": "aircraft",
    "baked good": "pastry", "baggage": "luggage", "headwear": "headgear",
    "stringed instrument": "string instrument", "electronic device": "device",
    "gadget": "device", "electronics": "device",
    "living creature": "animal", "living being": "animal", "veggie": "vegetable",
    "automobiles": "car", "sailboat": "boat", "pickup truck": "truck", "alarm clock": "clock",
    "tv set": "television", "sunshine": "sun",
    "signboard": "sign", "sign board": "sign", "placard": "sign",
    "notice": "sign", "notice board": "sign", "noticeboard": "sign", "signpost": "sign",
    "lady": "woman", "gentleman": "man", "guy": "man", "kid": "child",
}  # fmt: skip
"""Everyday words for one thing, brought to the word that detectors here know best."""

NEVER = frozenset(
    {
        "about", "adjacent", "against", "all", "almost", "along", "am", "another", "anything",
        "approximately", "around", "as", "at", "average", "because", "been", "behind", "being",
        "beside", "besides", "by", "carrying", "close", "closer", "closest", "coloured",
        "difference", "differences", "join", "joins", "joined",
        "become", "becomes", "became", "emptier", "fuller",
        "different",
        "double", "down", "drinking", "eating", "either", "else", "everybody", "everyone",
        "everything", "except", "facing", "farther", "farthest", "faster", "few", "filled", "for",
        "from", "front", "further", "furthest", "had", "half", "has", "having", "he", "heavier",
        "her", "him", "his", "holding", "how", "if", "into", "it", "its", "least", "looking",
        "made", "many", "may", "me", "might", "most", "much", "must", "my", "near",
        "nearby", "nearest", "neighbouring",
        "nearly", "neither",
        "neighbour", "neighbours",
        "next", "nobody", "nor", "nothing", "number", "of", "off", "older", "ones", "other",
        "others", "our", "out", "playing", "pulling", "pushing", "roughly", "same", "several",
        "actually", "alone", "away",
        "altogether", "always", "anywhere", "appear", "appears", "come",
        "looked",
        "common", "commonest",
        "comes",
        "ashore", "contain", "contains", "doubt",
        "count", "counted", "counting", "elsewhere", "ever", "exceed", "never",
        "halfway", "throughout",
        "exist", "exists", "free", "get", "gets", "go", "goes", "got", "hang", "hangs", "hold",
        "holds", "just", "lack", "lacks", "leave", "lie", "lies", "like", "live", "majority",
        "missing", "nowhere", "only", "outnumber", "outnumbered", "perhaps", "really", "remain",
        "remains", "say", "says", "see", "seen", "sit", "sits", "somewhere", "stand", "stands",
        "still", "tell", "together", "yet",
        "amount", "amounts", "answer", "any", "appearing", "be", "both", "can", "carries", "catch",
        "caught", "could", "did", "do", "does", "each", "every", "exact", "exactly", "extra",
        "feature", "features", "find", "finds", "form", "forms", "found", "give", "given", "have",
        "here",
        "i", "include", "included", "includes", "instead", "kind", "kinds", "know", "larger",
        "smaller", "bigger", "less", "let", "look", "looks", "make", "makes", "maximum", "mean",
        "means", "minimum", "more", "myself", "need", "no", "none", "not", "now", "numbers",
        "once", "or", "overall", "own", "part", "parts", "percent", "please", "precise",
        "precisely", "quantity", "rest", "share", "shares", "show", "shown", "shows", "sort",
        "sorts", "such", "sum", "take", "taken", "takes", "tally", "that", "the", "there",
        "these", "this", "those", "thus", "total", "totals", "true", "type", "types", "unless",
        "until", "visible", "want", "was", "we", "were", "whatever", "whether", "while", "wish",
        "wonder", "write", "yes", "you",
        "located", "positioned", "situated", "signposted", "advertised",
        "she", "shorter", "should", "single", "so", "something", "taller", "than", "their",
        "them", "then", "they", "through", "to", "too", "touching", "toward", "towards",
        "twice", "up", "us", "using", "very", "wear", "wearing", "wears", "what", "when",
        "where", "which", "who", "whom", "whose", "why", "wider", "will", "with", "without",
        "would", "younger", "your", "image", "images", "added", "plural", "agreed",
        "apart", "aside", "match", "matching", "again", "today", "tonight", "yesterday", "tomorrow",
        "combined", "correct", "counts", "equal", "equals", "excluded", "excluding", "exceeds",
        "gives", "including", "minority", "minus", "numerous", "plus", "reach", "reaches",
        "summed", "sums", "thanks", "time", "times", "false", "adding", "lone", "species",
        "combining", "summing", "totalling", "per",
        "itself", "themselves", "himself", "herself", "able", "fullest", "emptiest",
        "gone", "removed", "disappear",
        "disappeared", "vanish", "vanished", "arrived", "changed",
        "before", "after", "afterwards", "later", "earlier", "already", "stolen", "newly",
        "sold", "offered", "stocked", "bred", "verify", "verified", "confirm", "confirmed",
        "bet", "right",
    }
)  # fmt: skip
"""Words that are in no name of a thing: prepositions, pronouns, verbs, vague numbers."""

HANDS = frozenset(
    {"person", "man", "woman", "boy", "girl", "child", "lady", "player", "baby", "monkey"}
)
"""Those who hold things in their hands."""

CARRYING = frozenset({"carrying", "holding", "containing", "transporting"})
"""What such do with things; of others it says what is in them."""

ADJECTIVES = frozenset(
    {
        "adult", "asleep", "awake", "bare", "bent", "blond", "blonde", "bright", "broken", "calm",
        "clean", "clear", "closed", "cloudy", "curly", "dark", "dirty", "dry", "elderly", "empty",
        "female", "folded", "full", "fuzzy", "golden", "happy", "leafy", "male",
        "off", "old", "older", "open", "parked", "plaid", "round", "rusty", "sad",
        "shiny", "short", "striped", "tall", "thick", "thin", "wet", "wide", "wooden",
        "woolen", "young", "younger",
    }
)  # fmt: skip
"""Qualities that stand before a name and never end one."""

ING_NOUNS = frozenset(
    {
        "building", "ceiling", "clothing", "drawing", "dressing", "duckling", "dumpling",
        "earring", "fencing", "gosling", "herring", "icing", "king", "lightning", "painting",
        "paving", "pudding", "railing", "ring", "sibling", "sling", "spring", "starling",
        "sting", "string", "swing", "thing", "wedding", "wing",
    }
)  # fmt: skip
"""Words in -ing that are things and not what something does."""

GLASSES = frozenset(
    {"wine", "champagne", "beer", "water", "shot", "cocktail", "drinking", "milk", "juice", "empty"}
)
"""Words before which glasses are for drinking, and have a singular."""

PLURAL_FRONTS = frozenset({"sports", "glasses", "sunglasses", "brussels"})
"""Plurals that stand before another noun in the name of one thing."""


LY_WORDS = frozenset(
    {
        "anomaly", "assembly", "belly", "bubbly", "bully", "butterfly", "chilly", "curly", "dolly",
        "dragonfly", "family", "filly", "firefly", "fly", "friendly", "frilly", "gully", "hilly",
        "holly", "housefly", "jelly", "jolly", "lily", "lively", "lonely", "lovely", "oily",
        "prickly",
        "silly", "smelly", "tally", "ugly", "wobbly", "woolly", "wooly", "wrinkly",
    }
)  # fmt: skip
"""Words in -ly that are things, or say how a thing looks."""


def is_adverb(word: str) -> bool:
    """Whether a word looks like one that says how or where, and not what: ``directly``."""
    return word.endswith("ly") and word not in LY_WORDS


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


def plural(word: str) -> str:
    """``hats`` for ``hat``, ``people`` for ``person``."""
    known = {one: many for many, one in IRREGULAR.items()}
    if word in known:
        return known[word]
    if word in UNCHANGED:
        return word
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "z", "ch", "sh")) else f"{word}s"


def noun(words: list[str]) -> str:
    """A noun phrase in the singular, by the word that detectors know: ``mobile phones``."""
    *front, head = words
    if EITHER in head and not front:
        return EITHER.join(noun([one]) for one in head.split(EITHER))
    last = "glass" if head == "glasses" and set(front) & GLASSES else singular_word(head)
    if (
        front
        and last in {"item", "piece", "article"}
        and SYNONYMS.get(front[-1], front[-1]) in KINDS
    ):
        return noun(front)
    phrase = " ".join([*front, last])
    return SYNONYMS.get(phrase, phrase)


def unfit(words: list[str]) -> str | None:
    """Why these words cannot be the name of a thing, or None when they can.

    A plural or a participle in the middle means that the run of words is more than a name:
    ``people wearing hats``, ``dogs playing``.
    """
    if len(words) > 4:
        return f"'{' '.join(words)}' is too long for the name of a thing"
    if words[-1] in ADJECTIVES:
        return f"'{words[-1]}' is a quality and not a thing"
    for place, word in enumerate(words):
        if word in NEVER or word.startswith("non-") or is_adverb(word):
            return f"'{word}' is not among the words that it knows what to do with"
        verbal = word.endswith("ing") and word not in ING_NOUNS and len(word) > 4
        if verbal and (place > 0 or len(words) == 1):
            return f"'{word}' says what something does"
        plural = is_plural(word) and word not in PLURAL_FRONTS
        if plural and place < len(words) - 1:
            return f"'{word}' is followed by '{words[place + 1]}'"
    return None


def head(name: str) -> str:
    """The name without the qualities before it: ``girl`` for ``young girl``."""
    words = name.split()
    while len(words) > 1 and words[0] in ADJECTIVES:
        words = words[1:]
    return " ".join(words)
