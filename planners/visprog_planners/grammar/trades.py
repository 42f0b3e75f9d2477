"""Trades: what a sign says of a place, and of what is to be had there."""

from __future__ import annotations

from visprog_planners.grammar.nouns import plural

NAMED = frozenset(
    {
        "bakery", "bank", "bar", "barber", "bookshop", "bookstore", "butcher", "cafe", "chemist",
        "cinema", "dentist", "diner", "florist", "garage", "gym", "hospital", "hotel", "inn",
        "laundry", "library", "motel", "museum", "pharmacy", "pizzeria", "post office", "pub",
        "restaurant", "school", "supermarket", "theater", "theatre",
    }
)  # fmt: skip
"""Places of business: what they are stands on their signs, if anywhere."""

PREMISES = NAMED | {"business", "establishment", "place", "premises", "shop", "store"}
"""What is open or closed."""

SELLERS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("book", "novel"), ("books", "bookshop", "bookstore")),
    **dict.fromkeys(
        ("bread", "bun", "cake", "croissant", "loaf", "pastry", "roll"), ("bakery",)
    ),
    **dict.fromkeys(("medicine", "pill"), ("pharmacy", "chemist")),
    **dict.fromkeys(("coffee", "tea"), ("cafe",)),
    **dict.fromkeys(("beer", "drink"), ("bar", "pub")),
    **dict.fromkeys(("bed", "room"), ("hotel", "motel", "inn")),
    **dict.fromkeys(("cab", "taxi", "taxi ride"), ("taxi",)),
    **dict.fromkeys(("ferry", "ferry ride", "ferry ticket"), ("ferry",)),
    **dict.fromkeys(("flower", "rose"), ("florist",)),
    **dict.fromkeys(("meat", "sausage"), ("butcher",)),
    "pizza": ("pizzeria",),
}  # fmt: skip
"""From what is to be had to the signs that say so."""


TITLES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("bookshop", "bookstore"), ("bookshop", "bookstore", "books")),
    **dict.fromkeys(("chemist", "pharmacy"), ("chemist", "pharmacy")),
}
"""What else than its name can be written on a place of business."""


def titles(noun: str) -> tuple[str, ...]:
    """What a sign can say at such a place."""
    return TITLES.get(noun, (noun,))


def offers(noun: str) -> tuple[str, ...]:
    """What a sign can say where such things are to be had."""
    return tuple(dict.fromkeys((noun, plural(noun), *SELLERS.get(noun, ()))))
