"""Colours and sizes: which, whether, the same, larger."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.truth import LARGER, Truth, among


def _alike(t: Truth, noun: str, other: str) -> bool:
    return t.colour(noun) == t.colour(other)


def _coloured(t: Truth, colour: str, noun: str, other: str) -> str:
    (found,) = (name for name in (noun, other) if t.colour(name) == colour)
    return found


def _larger(t: Truth, noun: str, other: str) -> str:
    return noun if t.area(noun) > t.area(other) else other


_DISH = 0.46
"""Of a plate's box, what the dish without its fork and knife takes."""


def _beside_the_plate(t: Truth, noun: str) -> str | None:
    """The larger of the thing and the plate, if it is so with and without fork and knife."""
    area, plate = t.area(noun), t.area("plate")
    if area > LARGER * plate:
        return noun
    return "plate" if _DISH * plate > LARGER * area else None


ROWS = (
    # which colour
    Asked("What colour's the umbrella?", "beach", lambda t: t.colour("umbrella")),
    Asked("what color is the bucket", "beach", lambda t: t.colour("bucket")),
    Asked("Which color does the dress have?", "wardrobe", lambda t: t.colour("dress")),
    Asked("Tell me the colour of the hat.", "wardrobe", lambda t: t.colour("hat")),
    Asked("The scarf is what color?", "wardrobe", lambda t: t.colour("scarf")),
    Asked("What is the handbag's colour?", "wardrobe", lambda t: t.colour("handbag")),
    Asked("Can you tell me what colour the bell is?", "shelf", lambda t: t.colour("bell")),
    Asked("Of what color is the book?", "shelf", lambda t: t.colour("book")),
    Asked("I wonder what colour the couch is.", "room", lambda t: t.colour("couch")),
    Asked("Name the colour of the car.", "street", lambda t: t.colour("car")),
    Asked("What color would you say the bowl is?", "market", lambda t: t.colour("bowl")),
    Asked("What's the car's color?", "roadside", lambda t: t.colour("car")),
    Asked("What colour is the chair in this photo?", "room", lambda t: t.colour("chair")),
    Asked("do you know what color the teapot is?", "kitchen", lambda t: t.colour("teapot")),
    Asked("colour of the umbrella?", "harbour", lambda t: t.colour("umbrella")),
    # of one of several
    Asked(
        "What is the colour of the leftmost balloon?",
        "sky",
        lambda t: t.end("balloon", "left").colour,
    ),
    Asked("What color is the biggest balloon?", "sky", lambda t: t.end("balloon", "large").colour),
    Asked(
        "What colour is the smallest balloon?", "sky", lambda t: t.end("balloon", "small").colour
    ),
    Asked(
        "What's the color of the book that's furthest to the right?",
        "desk",
        lambda t: t.end("book", "right").colour,
    ),
    Asked(
        "what colour is the balloon at the very top",
        "sky",
        lambda t: t.end("balloon", "high").colour,
    ),
    Asked(
        "What color is the lowest of the balloons?", "sky", lambda t: t.end("balloon", "low").colour
    ),
    Asked("Colour of the rightmost balloon?", "sky", lambda t: t.end("balloon", "right").colour),
    Asked(
        "What colour is the largest shirt?", "wardrobe", lambda t: t.end("shirt", "large").colour
    ),
    Asked(
        "The rightmost shirt is which colour?", "wardrobe", lambda t: t.end("shirt", "right").colour
    ),
    Asked(
        "Which color is the book on the far left?", "desk", lambda t: t.end("book", "left").colour
    ),
    Asked(
        "Is the largest balloon red?", "sky", lambda t: t.end("balloon", "large").colour == "red"
    ),
    Asked("Is the leftmost book red?", "desk", lambda t: t.end("book", "left").colour == "red"),
    # one or the other
    Asked(
        "Is the umbrella red or yellow?",
        "beach",
        lambda t: among(t.colour("umbrella"), "red", "yellow"),
    ),
    Asked(
        "Is the dress red, blue or green?",
        "wardrobe",
        lambda t: among(t.colour("dress"), "red", "blue", "green"),
    ),
    Asked(
        "is the hat black or is it red?",
        "wardrobe",
        lambda t: among(t.colour("hat"), "black", "red"),
    ),
    Asked(
        "What color is the couch, red or blue?",
        "room",
        lambda t: among(t.colour("couch"), "red", "blue"),
    ),
    Asked(
        "Which is it: is the bell red or yellow?",
        "shelf",
        lambda t: among(t.colour("bell"), "red", "yellow"),
    ),
    Asked(
        "Does the bowl look green or blue?",
        "market",
        lambda t: among(t.colour("bowl"), "green", "blue"),
    ),
    Asked(
        "Which is red, the hat or the dress?",
        "wardrobe",
        lambda t: _coloured(t, "red", "hat", "dress"),
    ),
    Asked(
        "Which one is green, the hat or the scarf?",
        "wardrobe",
        lambda t: _coloured(t, "green", "hat", "scarf"),
    ),
    # whether
    Asked("Is the hat green?", "wardrobe", lambda t: t.colour("hat") == "green"),
    Asked("is the umbrella blue", "beach", lambda t: t.colour("umbrella") == "blue"),
    Asked("The bucket is red, isn't it?", "beach", lambda t: t.colour("bucket") == "red"),
    Asked("Is green the color of the scarf?", "wardrobe", lambda t: t.colour("scarf") == "green"),
    Asked(
        "Is it true that the bell is red or green?",
        "shelf",
        lambda t: t.colour("bell") in {"red", "green"},
    ),
    Asked("Is the car anything other than red?", "roadside", lambda t: t.colour("car") != "red"),
    Asked("The hat is black.", "wardrobe", lambda t: t.colour("hat") == "black"),
    Asked("The umbrella isn't red.", "beach", lambda t: t.colour("umbrella") != "red"),
    Asked(
        "Both the hat and the dress are green.",
        "wardrobe",
        lambda t: t.colour("hat") == t.colour("dress") == "green",
    ),
    Asked(
        "Neither the hat nor the dress is red.",
        "wardrobe",
        lambda t: "red" not in {t.colour("hat"), t.colour("dress")},
    ),
    # the same colour
    Asked(
        "Is the dress the same colour as the scarf?",
        "wardrobe",
        lambda t: _alike(t, "dress", "scarf"),
    ),
    Asked(
        "Do the dress and the hat have the same color?",
        "wardrobe",
        lambda t: _alike(t, "dress", "hat"),
    ),
    Asked(
        "are the hat and the handbag the same colour",
        "wardrobe",
        lambda t: _alike(t, "hat", "handbag"),
    ),
    Asked(
        "Does the book have the same color as the bell?",
        "shelf",
        lambda t: _alike(t, "book", "bell"),
    ),
    Asked(
        "Are the umbrella and the bucket different colours?",
        "beach",
        lambda t: not _alike(t, "umbrella", "bucket"),
    ),
    Asked(
        "Does the bucket match the umbrella in color?",
        "beach",
        lambda t: _alike(t, "umbrella", "bucket"),
    ),
    Asked(
        "Is there a shirt that has the same colour as the dress?",
        "wardrobe",
        lambda t: t.n("shirt", t.colour("dress")) > 0,
    ),
    Asked(
        "Is any shirt the same color as the handbag?",
        "wardrobe",
        lambda t: t.n("shirt", t.colour("handbag")) > 0,
    ),
    Asked(
        "The hat and the handbag don't have the same colour.",
        "wardrobe",
        lambda t: not _alike(t, "hat", "handbag"),
    ),
    # sizes
    Asked(
        "Does the horse appear larger than the house?",
        "farm",
        lambda t: t.area("horse") > t.area("house"),
    ),
    Asked(
        "Is the teapot smaller than the bowl?",
        "kitchen",
        lambda t: t.area("teapot") < t.area("bowl"),
    ),
    Asked(
        "which one is bigger in the picture, the car or the bus",
        "street",
        lambda t: _larger(t, "car", "bus"),
    ),
    Asked(
        "What's larger: the clock or the bowl?", "kitchen", lambda t: _larger(t, "clock", "bowl")
    ),
    Asked(
        "Of the house and the horse, which one looks bigger?",
        "farm",
        lambda t: _larger(t, "house", "horse"),
    ),
    Asked(
        "Does the bus look larger than the car?", "street", lambda t: t.area("bus") > t.area("car")
    ),
    Asked(
        "The clock looks bigger than the bowl.",
        "kitchen",
        lambda t: t.area("clock") > t.area("bowl"),
    ),
    Asked(
        "Which animal looks the largest in this photo?",
        "zoo",
        lambda t: t.end("animal", "large").noun,
    ),
    Asked(
        "what is the smallest animal in the picture", "zoo", lambda t: t.end("animal", "small").noun
    ),
    Asked(
        "Which takes up more of the picture, the clock or the plate?",
        "kitchen",
        lambda t: _beside_the_plate(t, "clock"),
    ),
)
