"""What signs say, in one picture or in two."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.truth import CLEAR, Truth, among, image, left_or_right
from visprog_benchmarks.phrasings.world.practice.series import every, picture
from visprog_benchmarks.world.signs import SignedScene

BOARDS = {
    (226, 120, 30): "orange",
    (166, 30, 36): "red",
    (252, 214, 66): "yellow",
    (24, 96, 56): "green",
}


def signs(t: Truth) -> list[str]:
    """What the signs say, picture by picture."""
    return [one.sign for one in t.pictures()]


def signed(t: Truth) -> SignedScene:
    """The one picture, which has to have a sign."""
    (shown,) = t.shown
    if not isinstance(shown, SignedScene):
        raise ValueError("there is no sign")
    return shown


def where(t: Truth) -> tuple[float, float]:
    """The middle of the one picture's sign, as shares of its width and height."""
    shown = signed(t)
    return shown.sign.x / shown.scene.width, shown.sign.y / shown.scene.height


def clear(difference: float) -> bool:
    """Whether the difference is positive; it has to be clear."""
    if abs(difference) < CLEAR:
        raise ValueError("hardly to either side")
    return difference > 0


def board(t: Truth) -> str:
    """The colour of the one sign's board."""
    return BOARDS[signed(t).sign.board]


ROWS: tuple[Asked, ...] = (
    Asked("What does it say on the board?", "signpost", lambda t: t.sign),
    Asked(
        "Could you please read me the writing on that sign? I can't see it.",
        "signpost",
        lambda t: t.sign,
    ),
    Asked("text on sign", "roadside", lambda t: t.sign),
    Asked("What word would I see on the sign outside this house?", "shop", lambda t: t.sign),
    Asked("Are we told that they are open?", "signpost", lambda t: t.sign == "OPEN"),
    Asked("It says something else than STOP, doesn't it?", "signpost", lambda t: t.sign != "STOP"),
    Asked("OPEN or CLOSED, which is it?", "signpost", lambda t: among(t.sign, "OPEN", "CLOSED")),
    Asked(
        "Neither OPEN nor CLOSED is written there.",
        "signpost",
        lambda t: t.sign not in ("OPEN", "CLOSED"),
    ),
    Asked("How many letters has the word on the sign?", "signpost", lambda t: len(t.sign)),
    Asked("Does the word on the sign begin with an S?", "signpost", lambda t: t.sign[0] == "S"),
    Asked(
        "I spy the letter E on the sign. Do you see it too?", "signpost", lambda t: "E" in t.sign
    ),
    Asked("Which animal shares the picture with the sign?", "signpost", lambda t: t.kind("animal")),
    Asked("What colour has the sign's background?", "signpost", board),
    Asked("Is it a yellow sign?", "signpost", lambda t: board(t) == "yellow"),
    Asked(
        "Has the sign been put in the upper half of the image?",
        "signpost",
        lambda t: clear(0.5 - where(t)[1]),
    ),
    Asked(
        "You'd find the sign to the left of the dog, right?",
        "signpost",
        lambda t: clear(t.x("dog") / t.scenes[0].width - where(t)[0]),
    ),
    Asked(
        "Do a dog and the word OPEN both occur here?",
        "signpost",
        lambda t: t.n("dog") > 0 and t.sign == "OPEN",
    ),
    Asked("Can we tell from the sign that this is a bakery?", "shop", lambda t: t.sign == "BAKERY"),
    Asked(
        "Which of these words is on the sign: BOOKS, BAKERY or HOTEL?",
        "shop",
        lambda t: among(t.sign, "BOOKS", "BAKERY", "HOTEL"),
    ),
    Asked(
        "Does the sign say OPEN although nobody is around?",
        "shop",
        lambda t: t.sign == "OPEN" and not t.n("person"),
    ),
    Asked(
        "Compared with the tree, is the sign further to the right?",
        "shop",
        lambda t: clear(where(t)[0] - t.x("tree") / t.scenes[0].width),
    ),
    Asked("Is there a sign at all?", "roadside", lambda t: bool(t.text)),
    Asked("No sign anywhere in this one, correct?", "roadside", lambda t: not t.text),
    Asked("Is a stop sign to be seen by the road?", "roadside", lambda t: t.text == "STOP"),
    Asked("Does the notice ask drivers to go slow?", "roadside", lambda t: t.sign == "SLOW"),
    Asked(
        "The picture contains a sign but no dog.",
        "roadside",
        lambda t: bool(t.text) and not t.n("dog"),
    ),
    Asked("Do both signs say the same?", "two signposts", lambda t: len(set(signs(t))) == 1),
    Asked(
        "Which image is the one whose sign says OPEN?",
        "two signposts",
        lambda t: image(every(t, lambda one: one.sign == "OPEN")),
    ),
    Asked("How many of the signs read OPEN?", "two signposts", lambda t: signs(t).count("OPEN")),
    Asked(
        "Read out the sign in the left-hand picture for the class.",
        "two signposts",
        lambda t: signs(t)[0],
    ),
    Asked(
        "Is the word in the first picture longer than the word in the second?",
        "two signposts",
        lambda t: len(signs(t)[0]) > len(signs(t)[1]),
    ),
    Asked(
        "What is written in the photo that has no dog in it?",
        "two signposts",
        lambda t: picture(t, lambda one: not one.n("dog")).sign,
    ),
    Asked(
        "Going by the signs, which shop is open, the left one or the right one?",
        "two shops",
        lambda t: left_or_right(*(float(text == "OPEN") for text in signs(t))),
    ),
    Asked("Does CLOSED stand on at least one sign?", "two shops", lambda t: "CLOSED" in signs(t)),
    Asked(
        "Where you can see the dog, what does the sign tell you?",
        "two shops",
        lambda t: picture(t, lambda one: one.n("dog") > 0).sign,
    ),
)
