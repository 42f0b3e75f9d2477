"""What people ask about one picture that takes several looks at it."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.truth import Truth
from visprog_benchmarks.phrasings.world.practice.inventory import (
    given,
    hues,
    kinds,
    most,
    only,
    present,
)
from visprog_benchmarks.phrasings.world.practice.whereabouts import smallest


def lacking(t: Truth, one: str, other: str) -> str | None:
    """That of two nouns which is not there; ``None`` unless the other is."""
    return {one: other, other: one}.get(str(present(t, one, other)))


ROWS: tuple[Asked, ...] = (
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
    Asked(
        "Which fruit was left outside the bowl?",
        "kitchen",
        lambda t: only({f.noun for f in t.things("fruit") if f.holder is None}),
    ),
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
    Asked(
        "Which one is empty, the nest or the boat?",
        "pond",
        lambda t: only([noun for noun in ("nest", "boat") if not t.n("thing", held=noun)]),
    ),
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
