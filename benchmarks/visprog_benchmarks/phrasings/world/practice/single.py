"""What people ask about one picture: numbers, presence, amounts, looks, what holds what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.truth import LARGER, Truth


def hues(t: Truth, noun: str) -> list[str | None]:
    """The colour of each of them."""
    return [thing.colour for thing in t.things(noun)]


def more(t: Truth, one: str, other: str) -> str | None:
    """That of two nouns of which there are more; ``None`` for a draw."""
    return None if t.n(one) == t.n(other) else one if t.n(one) > t.n(other) else other


def only(t: Truth, *nouns: str) -> str | None:
    """That of some nouns which is there; ``None`` where none or several are."""
    shown = [noun for noun in nouns if t.n(noun)]
    return shown[0] if len(shown) == 1 else None


def kinds(t: Truth, category: str, held: str | None = None) -> list[str]:
    """The noun of each thing of a category."""
    return [thing.noun for thing in t.things(category, held=held)]


def most(words: Iterable[str | None]) -> str | None:
    """The word that is there most often; ``None`` for a draw."""
    found = [*Counter(words).most_common(2), (None, 0), (None, 0)]
    return found[0][0] if found[0][1] > found[1][1] else None


def aboard(t: Truth) -> list[str]:
    """Whether it is a person or an animal, for each who is in the boat."""
    return [what for what in ("person", "animal") for _ in t.things(what, held="boat")]


def holder(t: Truth, noun: str) -> str | None:
    """The noun of what the one thing is in or on."""
    index = t.the(noun).holder
    return None if index is None else t.scenes[0].things[index].noun


def outside(t: Truth) -> str | None:
    """The noun of the fruit that is not in the bowl."""
    nouns = {thing.noun for thing in t.things("fruit") if thing.holder is None}
    return nouns.pop() if len(nouns) == 1 else None


def lacking(t: Truth, one: str, other: str) -> str | None:
    """That of two nouns which is not there; ``None`` unless the other is."""
    return {one: other, other: one}.get(str(only(t, one, other)))


def unused(t: Truth, *holders: str) -> str | None:
    """That of some holders which holds nothing; ``None`` where none or several do."""
    empty = [noun for noun in holders if not t.n("thing", held=noun)]
    return empty[0] if len(empty) == 1 else None


def smallest(t: Truth, noun: str) -> str | None:
    """The colour of the smallest of several. Raises ``ValueError`` if another may be meant."""
    things = sorted(t.things(noun), key=lambda thing: thing.pose.length)
    if len(things) < 2:
        raise ValueError(f"there are no two of {noun}")
    first = things[0]
    for thing in things:
        if thing.colour != first.colour and thing.pose.length**2 < LARGER * first.pose.length**2:
            raise ValueError(f"which {noun} is smallest is unclear")
    return first.colour


def same(found: Sequence[object]) -> bool | None:
    """Whether they are all alike; ``None`` unless there are two or more."""
    return len(set(found)) == 1 if len(found) > 1 else None


def given(found: Sequence[object], judged: bool) -> bool | None:
    """What is judged of them; ``None`` where there are none."""
    return judged if found else None


ROWS: tuple[Asked, ...] = (
    # numbers
    Asked("Mummy, how many ducks are swimming there?", "pond", lambda t: t.n("duck")),
    Asked("Count the monkeys for me and tell me the number.", "zoo", lambda t: t.n("monkey")),
    Asked("What is the total of balloons in the air?", "sky", lambda t: t.n("balloon")),
    Asked("Number of shoes", "wardrobe", lambda t: t.n("shoe")),
    Asked(
        "I can't see the photo myself. How many people are on this beach?",
        "beach",
        lambda t: t.n("person"),
    ),
    Asked(
        "How many pieces of clothing are green?",
        "wardrobe",
        lambda t: t.n("clothing", "green"),
    ),
    Asked(
        "In how many different colours do the balls come?",
        "park",
        lambda t: len(set(hues(t, "ball"))),
    ),
    Asked(
        "How many kinds of animals does this zoo show?",
        "zoo",
        lambda t: len(set(kinds(t, "animal"))),
    ),
    Asked("Ducks plus frogs makes what?", "pond", lambda t: t.n("duck") + t.n("frog")),
    Asked(
        "How many people are on foot?",
        "street",
        lambda t: t.n("person") - t.n("person", held="bus"),
    ),
    Asked("How many musical instruments has the band got?", "stage", lambda t: t.n("instrument")),
    Asked(
        "Apples in total, those in the basket or bowl and those lying around",
        "market",
        lambda t: t.n("apple"),
    ),
    Asked(
        "Excuse me, how many animals are travelling in the boat?",
        "pond",
        lambda t: t.n("animal", held="boat"),
    ),
    Asked(
        "How many of the books are not blue?",
        "desk",
        lambda t: t.n("book") - t.n("book", "blue"),
    ),
    Asked("Red items: give the figure.", "wardrobe", lambda t: t.n("thing", "red")),
    Asked(
        "With the bus included, how many vehicles are on this street?",
        "street",
        lambda t: t.n("vehicle"),
    ),
    Asked(
        "Besides the boat, how many vehicles did you find?",
        "harbour",
        lambda t: t.n("vehicle") - 1,
    ),
    Asked(
        "What is the difference between the number of sheep and the number of cows?",
        "farm",
        lambda t: abs(t.n("sheep") - t.n("cow")),
    ),
    Asked(
        "How many more birds than clouds does the sky have?",
        "sky",
        lambda t: t.n("bird") - t.n("cloud") if t.n("bird") > t.n("cloud") else None,
    ),
    Asked(
        "I'm making lemonade, so how many lemons would the bowl give me?",
        "market",
        lambda t: t.n("lemon", held="bowl"),
    ),
    Asked(
        "State the number of fruits contained in the basket.",
        "market",
        lambda t: t.n("fruit", held="basket"),
    ),
    Asked(
        "How many fruits were put neither in the basket nor in the bowl?",
        "market",
        lambda t: t.n("fruit") - t.n("fruit", held="basket") - t.n("fruit", held="bowl"),
    ),
    Asked("Of the cars, how many are painted red?", "harbour", lambda t: t.n("car", "red")),
    Asked(
        "The cars that are black or blue, what do they add up to?",
        "harbour",
        lambda t: t.n("car", "black") + t.n("car", "blue"),
    ),
    Asked(
        "How many living creatures, people included, can be seen at the beach?",
        "beach",
        lambda t: t.n("animal") + t.n("person"),
    ),
    Asked(
        "Take the balls and the kite together: how many toys is that?",
        "park",
        lambda t: t.n("ball") + t.n("kite"),
    ),
    Asked(
        "How many two-wheelers are there if motorcycles count as well?",
        "street",
        lambda t: t.n("bicycle") + t.n("motorcycle"),
    ),
    Asked(
        "Not counting the horse, how many animals does the farmer have here?",
        "farm",
        lambda t: t.n("animal") - t.n("horse"),
    ),
    Asked("How many carrots do I have for my soup?", "market", lambda t: t.n("carrot")),
    Asked(
        "How many persons has the boat taken on board?",
        "harbour",
        lambda t: t.n("person", held="boat"),
    ),
    Asked(
        "Airplanes and helicopters taken as one group: what is their count?",
        "sky",
        lambda t: t.n("airplane") + t.n("helicopter"),
    ),
    Asked("Output the number of instances of class crab.", "beach", lambda t: t.n("crab")),
    # presence and absence
    Asked("Is there a helicopter somewhere?", "sky", lambda t: t.n("helicopter") > 0),
    Asked("Has anybody left a backpack here?", "wardrobe", lambda t: t.n("backpack") > 0),
    Asked("Is this stage free of people?", "stage", lambda t: t.n("person") == 0),
    Asked("This farm keeps no pigs.", "farm", lambda t: t.n("pig") == 0),
    Asked(
        "Are both sheep and pigs in view?",
        "farm",
        lambda t: t.n("sheep") > 0 and t.n("pig") > 0,
    ),
    Asked(
        "Is it the case that neither a drum nor a trumpet is depicted?",
        "stage",
        lambda t: t.n("drum") == 0 and t.n("trumpet") == 0,
    ),
    Asked(
        "Is at least one of these on the desk: a camera, a key?",
        "desk",
        lambda t: t.n("camera") + t.n("key") > 0,
    ),
    Asked(
        "Does the photo have a dog or a bicycle, but not both?",
        "shop",
        lambda t: (t.n("dog") > 0) is not (t.n("bicycle") > 0),
    ),
    Asked(
        "I need to cut paper. Did they put scissors here?", "desk", lambda t: t.n("scissors") > 0
    ),
    Asked("The cheese is missing.", "market", lambda t: t.n("cheese") == 0),
    Asked("I believe there is bread among these things.", "market", lambda t: t.n("bread") > 0),
    Asked("Has this scene got a sign?", "roadside", lambda t: bool(t.text)),
    Asked("You won't see a sign in this picture.", "roadside", lambda t: not t.text),
    Asked("Is anybody outside the shop?", "shop", lambda t: t.n("person") > 0),
    Asked("Wait, is that an owl I see?", "park", lambda t: t.n("owl") > 0),
    Asked(
        "Which one is in the picture, the dog or the bicycle?",
        "shop",
        lambda t: only(t, "dog", "bicycle"),
    ),
    Asked("What animal is in this photo?", "signpost", lambda t: t.kind("animal")),
    Asked("A cat or a dog, which did they draw?", "signpost", lambda t: only(t, "cat", "dog")),
    Asked("Is the ground covered with snow?", "outdoors", lambda t: t.ground == "snow"),
    Asked(
        "What are the horse and the rabbit standing on, grass, sand or snow?",
        "outdoors",
        lambda t: t.ground,
    ),
    Asked(
        "My daughter lost her teddy bear; is it in this room?",
        "room",
        lambda t: t.n("teddy bear") > 0,
    ),
    Asked(
        "The sun and a cloud can be seen at once, true or false?",
        "farm",
        lambda t: t.n("sun") > 0 and t.n("cloud") > 0,
    ),
    Asked("Anything red to wear?", "wardrobe", lambda t: t.n("clothing", "red") > 0),
    Asked(
        "Does this kitchen have cookies or cake for me?",
        "kitchen",
        lambda t: t.n("cookie") + t.n("cake") > 0,
    ),
    Asked("Is the car the only vehicle here?", "roadside", lambda t: t.n("vehicle") == 1),
    Asked("One lone person is in view.", "shop", lambda t: t.n("person") == 1),
    Asked(
        "Are there animals other than the horse on this farm?",
        "farm",
        lambda t: t.n("animal") > t.n("horse"),
    ),
    # amounts
    Asked("At least three balloons, yes?", "sky", lambda t: t.n("balloon") >= 3),
    Asked("You can count no more than one crab.", "beach", lambda t: t.n("crab") <= 1),
    Asked("Does just a single cup stand on the desk?", "desk", lambda t: t.n("cup") == 1),
    Asked(
        "Are two or more birds flying about up there?",
        "sky",
        lambda t: t.n("bird") >= 2,
    ),
    Asked("Is the number of ducks odd?", "pond", lambda t: t.n("duck") % 2 == 1),
    Asked("Are there enough cups for three guests?", "kitchen", lambda t: t.n("cup") >= 3),
    Asked(
        "Could each of my two children have an apple?",
        "market",
        lambda t: t.n("apple") >= 2,
    ),
    Asked("Do I count fewer than four shoes?", "wardrobe", lambda t: t.n("shoe") < 4),
    Asked(
        "One, two or three sheep: is that how many there are?",
        "farm",
        lambda t: 1 <= t.n("sheep") <= 3,
    ),
    Asked(
        "Is the majority of the cars red?",
        "harbour",
        lambda t: t.n("car", "red") > t.n("car") / 2 if t.n("car") > 1 else None,
    ),
    Asked(
        "Most of the people in the photo are in the boat.",
        "harbour",
        lambda t: t.n("person", held="boat") > t.n("person") / 2,
    ),
    Asked("The desk has two books at most.", "desk", lambda t: t.n("book") <= 2),
    Asked(
        "Is one egg all that the nest has in it?",
        "pond",
        lambda t: t.n("egg", held="nest") == 1,
    ),
    Asked("All the balls are of one colour.", "park", lambda t: same(hues(t, "ball"))),
    Asked(
        "Do all of the people sit in the bus?",
        "street",
        lambda t: given(t.things("person"), t.n("person") == t.n("person", held="bus")),
    ),
    Asked(
        "Does any animal in the zoo appear exactly three times?",
        "zoo",
        lambda t: 3 in Counter(kinds(t, "animal")).values(),
    ),
    Asked(
        "Of every kind of animal there is only one.",
        "farm",
        lambda t: max(Counter(kinds(t, "animal")).values()) == 1,
    ),
    Asked(
        "Seven things are lying on this desk, is that true?", "desk", lambda t: t.n("thing") == 7
    ),
    Asked("Are less than four vehicles on the road?", "street", lambda t: t.n("vehicle") < 4),
    # comparisons of numbers
    Asked("Do the pigs outnumber the cows?", "farm", lambda t: t.n("pig") > t.n("cow")),
    Asked("Fewer frogs than ducks?", "pond", lambda t: t.n("frog") < t.n("duck")),
    Asked(
        "Are there as many eggs in the nest as ducks on the water?",
        "pond",
        lambda t: t.n("egg", held="nest") == t.n("duck"),
    ),
    Asked(
        "Which do we have more of, crabs or people?", "beach", lambda t: more(t, "crab", "person")
    ),
    Asked(
        "Carrots or broccoli: what is there in larger number?",
        "market",
        lambda t: more(t, "carrot", "broccoli"),
    ),
    Asked(
        "In this wardrobe the shoes are in the majority and the shirts in the minority.",
        "wardrobe",
        lambda t: t.n("shoe") > t.n("shirt"),
    ),
    Asked(
        "The number of balls equals the number of dogs.",
        "park",
        lambda t: t.n("ball") == t.n("dog"),
    ),
    Asked(
        "Could every dog get a ball of its own?",
        "park",
        lambda t: given(t.things("dog"), t.n("ball") >= t.n("dog")),
    ),
    Asked(
        "Are more people riding in the bus than are outside it?",
        "street",
        lambda t: t.n("person", held="bus") > t.n("person") / 2,
    ),
    Asked(
        "Does the basket hold more pieces of fruit than the bowl?",
        "market",
        lambda t: t.n("fruit", held="basket") > t.n("fruit", held="bowl"),
    ),
    Asked(
        "Books and cups: which are fewer?",
        "desk",
        lambda t: {"cup": "book", "book": "cup"}.get(str(more(t, "cup", "book"))),
    ),
    Asked(
        "The balloons number twice the clouds, correct?",
        "sky",
        lambda t: given(t.things("cloud"), t.n("balloon") == 2 * t.n("cloud")),
    ),
    Asked(
        "Zebras and monkeys are equally numerous, I think.",
        "zoo",
        lambda t: t.n("zebra") == t.n("monkey"),
    ),
    Asked(
        "People are scarcer than animals here, aren't they?",
        "beach",
        lambda t: t.n("person") < t.n("animal"),
    ),
    Asked(
        "What is the most common animal on the farm?", "farm", lambda t: most(kinds(t, "animal"))
    ),
    Asked(
        "Are more of the balls red than not red?",
        "park",
        lambda t: t.n("ball", "red") > t.n("ball") / 2,
    ),
    Asked(
        "Do the sheep make up more than half of all the animals?",
        "farm",
        lambda t: t.n("sheep") > t.n("animal") / 2,
    ),
    Asked("More fish than frogs, no doubt.", "pond", lambda t: t.n("fish") > t.n("frog")),
    Asked(
        "Who is in greater number on the boat, people or animals?",
        "pond",
        lambda t: most(aboard(t)),
    ),
    # colours and sizes
    Asked("What colour did they choose for the umbrella?", "beach", lambda t: t.colour("umbrella")),
    Asked("Which colour does the bell have?", "shelf", lambda t: t.colour("bell")),
    Asked(
        "Is the book on the shelf the same colour as the bell?",
        "shelf",
        lambda t: t.colour("book") == t.colour("bell"),
    ),
    Asked(
        "The hat matches the dress in colour.",
        "wardrobe",
        lambda t: t.colour("hat") == t.colour("dress"),
    ),
    Asked(
        "Do hat and handbag have different colours?",
        "wardrobe",
        lambda t: t.colour("hat") != t.colour("handbag"),
    ),
    Asked(
        "Is the bucket of another colour than the umbrella?",
        "beach",
        lambda t: t.colour("bucket") != t.colour("umbrella"),
    ),
    Asked("Colour of the teapot, please", "kitchen", lambda t: t.colour("teapot")),
    Asked(
        "For my blind sister: is the couch red, blue or purple?",
        "room",
        lambda t: t.colour("couch"),
    ),
    Asked(
        "Couch and chair in one colour?", "room", lambda t: t.colour("couch") == t.colour("chair")
    ),
    Asked(
        "Are any of the balls a colour other than red?",
        "beach",
        lambda t: given(t.things("ball"), set(hues(t, "ball")) != {"red"}),
    ),
    Asked("At least one of those cars is blue.", "harbour", lambda t: t.n("car", "blue") > 0),
    Asked("Blue car, yes or no?", "street", lambda t: t.colour("car") == "blue"),
    Asked(
        "I would like to know whether the bowl is green.",
        "kitchen",
        lambda t: t.colour("bowl") == "green",
    ),
    Asked("The shirt isn't red, is it?", "room", lambda t: t.colour("shirt") != "red"),
    Asked(
        "Do any two of the balloons share a colour?",
        "sky",
        lambda t: given(t.things("balloon"), len(set(hues(t, "balloon"))) < t.n("balloon")),
    ),
    Asked(
        "None of the shirts is like another in colour.",
        "wardrobe",
        lambda t: len(set(hues(t, "shirt"))) == t.n("shirt") if t.n("shirt") > 1 else None,
    ),
    Asked(
        "Every shoe you see is black.",
        "wardrobe",
        lambda t: given(t.things("shoe"), t.n("shoe", "black") == t.n("shoe")),
    ),
    Asked("Which looks bigger, the cat or the kite?", "park", lambda t: t.larger("cat", "kite")),
    Asked(
        "Elephant bigger than giraffe in this picture?",
        "zoo",
        lambda t: t.larger("elephant", "giraffe") == "elephant",
    ),
    Asked("What is the biggest animal in the image?", "zoo", lambda t: t.biggest("animal")),
    Asked(
        "The truck takes up more room than the car.",
        "street",
        lambda t: t.larger("truck", "car") == "truck",
    ),
    Asked(
        "Is the horse drawn smaller than the house?",
        "farm",
        lambda t: t.larger("house", "horse") == "house",
    ),
    Asked("Among the vehicles, name the largest.", "street", lambda t: t.biggest("vehicle")),
    Asked(
        "Next to the teapot, does the bowl look small?",
        "kitchen",
        lambda t: t.larger("bowl", "teapot") == "teapot",
    ),
    # in and on
    Asked("what did they put on the plate", "kitchen", lambda t: t.what("plate")),
    Asked("Is my plate empty already?", "kitchen", lambda t: not t.n("thing", held="plate")),
    Asked("Who or what is sitting on the couch?", "room", lambda t: t.what("couch")),
    Asked("Where has the cat gone, onto the bed or the couch?", "room", lambda t: holder(t, "cat")),
    Asked("A book lies on the bed.", "room", lambda t: t.n("book", held="bed") > 0),
    Asked(
        "Do a cat and a dog share the couch?",
        "room",
        lambda t: {"cat", "dog"} <= set(kinds(t, "animal", "couch")),
    ),
    Asked("Does the nest contain eggs?", "pond", lambda t: t.n("egg", held="nest") > 0),
    Asked("Apples in the bowl?", "market", lambda t: t.n("apple", held="bowl") > 0),
    Asked(
        "All apples of this kitchen are in the bowl.",
        "kitchen",
        lambda t: given(t.things("apple"), t.n("apple") == t.n("apple", held="bowl")),
    ),
    Asked(
        "Does the basket contain two sorts of fruit?",
        "market",
        lambda t: len(set(kinds(t, "fruit", "basket"))) == 2,
    ),
    Asked(
        "Is there something sitting in the zoo's tree?",
        "zoo",
        lambda t: t.n("thing", held="tree") > 0,
    ),
    Asked("Which animal is on board?", "pond", lambda t: t.kind("animal", held="boat")),
    Asked(
        "The boat carries somebody but no dog.",
        "pond",
        lambda t: t.n("person", held="boat") > 0 == t.n("dog", held="boat"),
    ),
    Asked(
        "Is everybody in the picture on the boat?",
        "harbour",
        lambda t: t.n("person") == t.n("person", held="boat"),
    ),
    # several of these at once
    Asked("How many sorts of fruit are on offer?", "market", lambda t: len(set(kinds(t, "fruit")))),
    Asked(
        "How many other things share the colour of the dress?",
        "wardrobe",
        lambda t: hues(t, "thing").count(t.colour("dress")) - 1,
    ),
    Asked(
        "How colourful is it: how many colours occur in this wardrobe?",
        "wardrobe",
        lambda t: len(set(hues(t, "thing"))),
    ),
    Asked(
        "Which colour is the most frequent one among these things?",
        "wardrobe",
        lambda t: most(hues(t, "thing")),
    ),
    Asked("The commonest balloon colour is which?", "sky", lambda t: most(hues(t, "balloon"))),
    Asked(
        "Leaving aside red and blue ones, how many balloons remain?",
        "sky",
        lambda t: t.n("balloon") - t.n("balloon", "red") - t.n("balloon", "blue"),
    ),
    Asked(
        "Exactly half of the balls are red.",
        "park",
        lambda t: 2 * t.n("ball", "red") == t.n("ball"),
    ),
    Asked(
        "All people and animals have gone aboard the boat.",
        "harbour",
        lambda t: all(t.n(one) == t.n(one, held="boat") for one in ("person", "animal")),
    ),
    Asked(
        "By what number do the people in the boat exceed those ashore?",
        "harbour",
        lambda t: (
            2 * t.n("person", held="boat") - t.n("person")
            if 2 * t.n("person", held="boat") > t.n("person")
            else None
        ),
    ),
    Asked("Which fruit was left outside the bowl?", "kitchen", lambda t: outside(t)),
    Asked(
        "Is it the bread or the cheese that is lacking?",
        "market",
        lambda t: lacking(t, "bread", "cheese"),
    ),
    Asked(
        "What do we miss in this zoo picture, the zebras or the monkeys?",
        "zoo",
        lambda t: lacking(t, "zebra", "monkey"),
    ),
    Asked("What colour is the smallest of the balloons?", "sky", lambda t: smallest(t, "balloon")),
    Asked(
        "Of all the animals in the park, the cat is the largest.",
        "park",
        lambda t: t.biggest("animal") == "cat",
    ),
    Asked(
        "Does the horse beat all other animals in size?",
        "farm",
        lambda t: t.biggest("animal") == "horse" if t.n("animal") > 1 else None,
    ),
    Asked(
        "Dress, hat and handbag: one and the same colour for all three?",
        "wardrobe",
        lambda t: t.colour("dress") == t.colour("hat") == t.colour("handbag"),
    ),
    Asked(
        "Does any shirt go with the dress in colour?",
        "wardrobe",
        lambda t: given(t.things("shirt"), t.colour("dress") in hues(t, "shirt")),
    ),
    Asked(
        "The couch is either red or purple.",
        "room",
        lambda t: t.colour("couch") in ("red", "purple"),
    ),
    Asked(
        "Teacher says the chair is neither green nor blue. Is she right?",
        "room",
        lambda t: t.colour("chair") not in ("green", "blue"),
    ),
    Asked(
        "Are the parrots in the tree more than the monkeys?",
        "zoo",
        lambda t: t.n("parrot", held="tree") > t.n("monkey"),
    ),
    Asked(
        "How many animals stayed out of the tree?",
        "zoo",
        lambda t: t.n("animal") - t.n("animal", held="tree"),
    ),
    Asked("There are at least as many cups as books.", "desk", lambda t: t.n("cup") >= t.n("book")),
    Asked(
        "Crabs, balls, people: are all three to be found on the sand?",
        "beach",
        lambda t: all(t.n(one) for one in ("crab", "ball", "person")),
    ),
    Asked(
        "It shows monkeys but no zebras.", "zoo", lambda t: t.n("monkey") > 0 and t.n("zebra") == 0
    ),
    Asked(
        "Sunshine without clouds, is that what the farm has?",
        "farm",
        lambda t: t.n("sun") > 0 and t.n("cloud") == 0,
    ),
    Asked("Which one is empty, the nest or the boat?", "pond", lambda t: unused(t, "nest", "boat")),
    Asked(
        "What is the combined number of fruits in bowl and basket?",
        "market",
        lambda t: t.n("fruit", held="bowl") + t.n("fruit", held="basket"),
    ),
    Asked(
        "Is the person in the boat travelling all alone?",
        "pond",
        lambda t: t.n("thing", held="boat") == 1 if t.n("person", held="boat") == 1 else None,
    ),
    Asked("Any human being on that boat?", "pond", lambda t: t.n("person", held="boat") > 0),
    Asked(
        "Is there a big dog together with a much smaller dog?",
        "park",
        lambda t: t.n("dog") == 2 if t.n("dog") < 3 else None,
    ),
    Asked(
        "Are there two sorts of musical instruments, and no more?",
        "stage",
        lambda t: len(set(kinds(t, "instrument"))) == 2,
    ),
)
