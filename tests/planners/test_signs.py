"""Signs, by where they stand and by what they say, with perfect tools: the programs give the
truth."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from visprog import plugins
from visprog.session import Session
from visprog.types import Image
from visprog_benchmarks.phrasings.places import SIGNPOST
from visprog_benchmarks.phrasings.sights import ROADSIDE, SHOP
from visprog_benchmarks.world.oracle import Oracle, picture
from visprog_planners.grammar.reader import read

PLACES = {"shop": SHOP, "road": ROADSIDE, "post": SIGNPOST}

ONE = [
    # a sign that is singled out, and its text
    ("shop 0", "What does the sign next to the tree say?", "OPEN"),
    ("shop 5", "Which word is on the sign beside the person?", "HOTEL"),
    ("shop 2", "Read out the text on the sign near the house.", "BAKERY"),
    ("post 2", "What sign can be seen near the cat?", "OPEN"),
    ("road 2", "What does the sign between the tree and the house say?", "SLOW"),
    ("shop 3", "What is written on the rightmost sign?", "BOOKS"),
    ("post 4", "What does the sign on the left say?", "FERRY"),
    ("post 5", "Next to the cow there is a sign. What does it tell us?", "BAKERY"),
    ("shop 4", "Does the sign between the tree and the house say OPEN?", True),
    ("post 3", "Does the sign below the clock say OPEN?", False),
    ("shop 1", "Is the sign closest to the house OPEN or CLOSED?", "CLOSED"),
    ("road 4", "Is the sign next to the dog a TAXI sign?", True),
    ("post 1", "Do the signs say the same thing?", True),
    ("shop 0", "To the left of the house, is there a sign?", False),
    ("shop 0", "Between the house and the tree, is there a sign?", True),
    ("post 4", "How often does the letter R occur on the sign?", 2),
    ("shop 3", "Are there two O's in the word on the sign?", True),
    ("shop 3", "Is there more than one S on the sign?", False),
    ("post 3", "What colour are the letters on the sign?", "white"),
    ("road 4", "Are the letters on the sign white?", False),
    # a sign that is singled out by its text
    ("post 4", "Which animal is nearest to the FERRY sign?", "bird"),
    ("post 3", "What stands to the left of the sign marked STOP?", "clock"),
    ("shop 2", "Is there a bicycle to the left of the sign with BAKERY on it?", True),
    ("shop 3", "How many people are to the left of the BOOKS sign?", 2),
    ("shop 5", "Is anybody standing next to the HOTEL sign?", True),
    ("shop 0", "Is the house or the tree closer to the OPEN sign?", "tree"),
    ("shop 0", "Is the dog to the right of the one that says OPEN?", False),
    ("road 0", "Is the car to the left of the STOP sign?", True),
    ("road 0", "What is closest to the STOP sign?", "tree"),
    ("road 0", "How many STOP signs are there?", 1),
    ("road 1", "Are there any STOP signs?", False),
    ("road 4", "What colour is the car next to the TAXI sign?", "yellow"),
    ("road 4", "Is there a sign that says TAXI to the left of the dog?", False),
    # what the signs of a picture say
    ("post 4", "Does any of the signs mention a ferry?", True),
    ("post 3", "Does any of the signs mention a ferry?", False),
    ("post 5", "How many signs have the word BAKERY on them?", 1),
    ("post 5", "How many signs do not say BAKERY?", 0),
    ("post 0", "How many signs are marked CLOSED?", 0),
    ("road 2", "Is the SLOW sign the only sign here?", True),
    ("shop 4", "Give me the words on all the signs.", "OPEN"),
    ("road 3", "Would I be told to stop by any sign in this picture?", False),
    ("road 0", "Is it a STOP sign or a SLOW sign?", "STOP"),
    ("road 0", "How many road signs are there?", 1),
    ("shop 0", "Is there a sign next to the tree?", True),
    ("shop 0", "Is there a sign next to the dog?", False),
    ("shop 2", "Does every sign say OPEN?", False),
    # what a sign says of the place
    ("shop 2", "Is it a bakery?", True),
    ("shop 3", "Is this a bakery?", False),
    ("shop 5", "Is it a hotel or a bakery?", "HOTEL"),
    ("shop 5", "Can a visitor stay overnight here?", True),
    ("shop 3", "Do they sell books?", True),
    ("shop 2", "Are books sold here?", False),
    ("shop 2", "Can I buy bread here?", True),
    ("road 4", "Can I get a cab here, or is there no TAXI sign?", True),
    ("shop 0", "Does the sign say RED?", False),
    ("shop 0", "Could I walk in and shop right now?", True),
    ("shop 1", "Has the shop shut?", True),
    ("shop 1", "Does it look like the shop is shut?", True),
    ("road 0", "May I drive on without stopping?", False),
    ("road 4", "Is this where the taxis wait?", True),
    ("shop 3", "Is the letter K in the word on the sign?", True),
    ("shop 0", "Is the letter K in the word on the sign?", False),
    ("shop 0", "Is there only one word in the picture?", True),
    ("shop 5", "I need a room for tonight. Is this the place?", True),
    ("shop 3", "I need a room for tonight. Is this the place?", False),
    ("shop 1", "Does the sign turn customers away?", True),
    ("shop 0", "Is the OPEN sign next to the tree?", True),
    ("shop 0", "Is the OPEN sign next to the dog?", False),
    ("shop 0", "Is there an OPEN sign beside the tree?", True),
    ("shop 1", "Is there an OPEN sign beside the tree?", False),
    ("road 2", "Would the green car have to slow down?", True),
    ("shop 1", "Does a passer-by learn from the sign that the shop is shut?", True),
    ("shop 2", "Is there a word that ends in Y?", True),
    ("shop 2", "Is there a word with five letters?", False),
    ("shop 0", "Does it say CLOSED rather than OPEN?", False),
    # a sign that may not be there
    ("road 4", "Is the yellow car parked next to a TAXI sign?", True),
    ("road 0", "Is the red car parked next to a TAXI sign?", False),
    ("road 1", "Is the blue car left of a TAXI sign?", False),
    ("road 3", "Someone told me there was a TAXI sign beside a tree. Was there?", False),
    # a sign by a clause
    ("shop 2", "Which sign does the bicycle stand closest to?", "BAKERY"),
    ("shop 0", "Which sign comes first, going from the left?", "OPEN"),
    ("road 2", "State the text on the sign that has a house next to it.", "SLOW"),
    ("shop 3", "Not counting the BOOKS sign, how many signs remain?", 0),
    ("shop 3", "Is the BOOKS sign closer to the house or to the tree?", "house"),
]

TWO = [
    ("shop 3", "shop 5", "Are there people only in the picture with the BOOKS sign?", False),
    ("post 4", "post 5", "Is there a boat only in the picture with the FERRY sign?", True),
    ("post 4", "post 5", "How many letters do both words have together?", 11),
    ("post 4", "post 5", "By how many letters is the second word longer?", 1),
    (
        "shop 3",
        "shop 5",
        "Are there more people in the picture with the BOOKS sign than in the other?",
        True,
    ),
    (
        "shop 5",
        "shop 3",
        "Does the picture with the HOTEL sign have more people than the one with the BOOKS sign?",
        False,
    ),
    ("shop 0", "shop 1", "What do both signs say?", ["OPEN", "CLOSED"]),
    ("post 4", "post 5", "Do the words on the two signs begin with the same letter?", False),
    ("post 4", "post 5", "Do both words end with the same letter?", True),
    ("post 1", "post 2", "What is the ground where the sign says OPEN?", "snow"),
    ("post 1", "post 2", "What is the ground in the first picture?", "sand"),
    ("post 1", "post 2", "Is the writing on the sign in the second picture blue?", True),
    ("shop 0", "shop 4", "Do both signs say the same?", True),
    ("shop 0", "shop 1", "Has the sign changed from one picture to the other?", True),
    ("shop 0", "shop 1", "Does the sign on the left say the same as the one on the right?", False),
    ("post 4", "post 5", "What is on the sign in the second picture?", "BAKERY"),
    ("post 4", "post 5", "What does the sign next to the boat in the first picture say?", "FERRY"),
    ("post 4", "post 5", "What does the left sign say?", "FERRY"),
    ("post 4", "post 5", "Which animal is nearest to the BAKERY sign?", "cow"),
    ("post 5", "post 4", "What is next to the FERRY sign?", "boat"),
    ("shop 5", "shop 3", "Which picture shows a person next to a HOTEL sign?", "left"),
    ("shop 0", "shop 2", "Whose sign has the longer word?", "right"),
    ("shop 1", "shop 0", "What does the other sign say, the one that isn't OPEN?", "CLOSED"),
    ("shop 0", "shop 2", "Is the sign on the same side of the house in both?", True),
    ("shop 0", "shop 1", "Is the sign on the same side of the house in both?", False),
    ("shop 0", "shop 1", "Please compare the signs: is the wording identical?", False),
    ("shop 0", "shop 1", "Did the shop close between the first picture and the second?", True),
    ("shop 1", "shop 0", "Did the shop close between the first picture and the second?", False),
    ("shop 1", "shop 0", "Is the first shop open and the second closed?", False),
    ("shop 1", "shop 0", "Is the left shop open or closed?", "CLOSED"),
    ("road 4", "road 0", "Is the car in the picture with the TAXI sign yellow?", True),
    ("road 4", "road 0", "What colour is the car in the picture with the STOP sign?", "red"),
    ("road 2", "road 0", "In which picture must the driver stop?", "right"),
    ("shop 2", "shop 3", "Is there a bicycle where the sign says BAKERY?", True),
    ("shop 2", "shop 5", "Where could I spend the night, in the first or the second?", "right"),
    ("shop 2", "shop 5", "Is the first a bakery and the second a hotel?", True),
    ("shop 0", "shop 4", "Do they both say OPEN, or just one?", "both"),
    ("shop 1", "shop 4", "Is the sign in the picture with the bicycle OPEN?", True),
    ("shop 0", "shop 1", "First it says OPEN, then CLOSED, right?", True),
    ("shop 0", "shop 1", "Only one of the two says OPEN. Which?", "left"),
    ("shop 0", "shop 1", "One sign says OPEN; what does the other say?", "CLOSED"),
    ("shop 0", "shop 1", "Is either of the shops shut?", True),
    ("shop 2", "shop 1", "Which of the signs starts with the letter C?", "right"),
    ("shop 3", "shop 5", "Are the words on the two signs equally long?", True),
    ("road 0", "road 1", "Do I have to stop in both pictures?", False),
    ("road 1", "road 2", "Which picture with a sign has a car?", "right"),
    ("shop 0", "shop 1", "Is the shop with the dog outside open?", True),
    ("shop 0", "shop 2", "Compare the signs. Which one has more letters?", "right"),
    ("shop 2", "shop 3", "Books are sold in which shop, the first or the second?", "right"),
    ("shop 2", "shop 3", "Which one sells books?", "right"),
    ("shop 2", "shop 3", "Which one is a bakery?", "left"),
    ("shop 2", "shop 3", "Do they both sell books?", False),
    ("post 1", "post 4", "How many cows are there in the picture with the CLOSED sign?", 1),
    ("post 1", "post 4", "Does any of the signs mention a ferry?", True),
    ("post 4", "post 2", "What does the sign next to the cat say?", "OPEN"),
    ("post 4", "post 2", "Does the sign by the boat say FERRY?", True),
    ("post 0", "post 2", "Do all the signs say OPEN?", True),
    ("post 0", "post 1", "How many signs say OPEN?", 1),
    ("road 0", "road 1", "Is STOP written on a sign in either image?", True),
    ("road 0", "road 1", "Does STOP appear on exactly one of these two signs?", True),
]


SAME = [
    (
        "Are the left sign and the right sign the same?",
        "Do the leftmost sign and the rightmost sign say the same thing?",
    ),
    ("Sign or no sign?", "Is there a sign?"),
    (
        "Which stands further left, the STOP or the SLOW sign?",
        "Which is further left, the STOP sign or the SLOW sign?",
    ),
    ("Is it a four-letter word?", "Does the sign have four letters?"),
    ("How is the sign worded?", "What does the sign say?"),
    ("The text on the sign reads how?", "What does the sign say?"),
    ("Is there a sign, and if so, what does it say?", "What does the sign say?"),
    ("Near the sign, a dog?", "Is there a dog near the sign?"),
    (
        "Starting at the sign, which thing comes next on the right?",
        "What is directly right of the sign?",
    ),
    (
        "Are more people on the left of the sign or on the right?",
        "Which side of the sign has more people?",
    ),
    ("Were I to walk by, which word would I read?", "What does the sign say?"),
    ("It's late. Is the shop still open?", "Does the sign say OPEN?"),
    ("What does the sign want from me?", "What does the sign say?"),
    ("Is that a B at the beginning of the sign?", "Does the sign start with B?"),
    ("Do exactly two signs say OPEN?", "Are there exactly two signs that say OPEN?"),
    ("Has a car stopped at the STOP sign?", "Is a car next to the STOP sign?"),
    (
        "From the sign, is the dog to the left or the right?",
        "Is the dog left or right of the sign?",
    ),
    ("Open or closed?", "What does the sign say?"),
    ("Hotel or bakery: which is it?", "What does the sign say?"),
    ("What is written above the dog?", "What does the sign above the dog say?"),
    ("Whats the word?", "What does the sign say?"),
    ("Is the sign an order to stop?", "Does the sign say STOP?"),
    ("Is there anyone by the sign?", "Is the person right next to the sign?"),
    ("Does the sign say OPEN and nothing else?", "Does the sign say OPEN?"),
    ("Which thing is furthest from the sign?", "What is the thing farthest from the sign?"),
    ("The shop is open according to its sign, isn't it?", "Does the sign say OPEN?"),
    ("Has the sign got a single word that begins with B?", "Does the sign start with B?"),
    (
        "There's a sign reading SLOW, but is there one reading STOP as well?",
        "Is there a sign that says STOP?",
    ),
    ("The word CLOSED appears on how many of the signs?", "How many signs say CLOSED?"),
    (
        "What does it say on the sign at the bottom of the picture?",
        "What does the lowest sign say?",
    ),
    ("Which sign is higher, OPEN or BOOKS?", "Which is higher, the OPEN sign or the BOOKS sign?"),
    ("What's the word on the sign that the cat is under?", "What does the sign above the cat say?"),
    (
        "The house with a sign next to it: what does that sign say?",
        "What does the sign closest to the house say?",
    ),
    ("What am I being asked to do by the road sign?", "What does the sign say?"),
    ("Every sign says STOP. Is that so?", "Are there no signs that do not say STOP?"),
    ("If the sign says OPEN, answer yes; otherwise no.", "Does the sign say OPEN?"),
    ("Closest object to the CLOSED sign?", "What is the thing closest to the CLOSED sign?"),
    ("Is the bird's nearest neighbour the sign?", "Is the thing closest to the bird the sign?"),
    ("The lamp is left of every cup.", "Are all the cups right of the lamp?"),
    (
        "The picture has a sign and a clock; which one is further left?",
        "Which is further left, the sign or the clock?",
    ),
    ("I can't see the picture. Is there any writing on a sign in it?", "Is there a sign?"),
    ("Does the sign say red or blue?", "What does the sign say?"),
    ("This is a hotel, right?", "Is it a hotel?"),
]


@pytest.fixture(scope="module")
def images() -> dict[str, Image]:
    return {
        f"{name} {number}": picture(shown)
        for name, place in PLACES.items()
        for number, shown in enumerate(place)
    }


@pytest.fixture(scope="module")
def session(images: dict[str, Image]) -> Iterator[Session]:
    shown = [scene for place in PLACES.values() for scene in place]
    tools = plugins.tools().replaced(Oracle(zip(images.values(), shown, strict=True)).tools())
    with Session(pack="micro", planner="grammar", tools=tools) as opened:
        yield opened


@pytest.mark.parametrize(("seen", "question", "answer"), ONE)
def test_one_picture_is_answered_about_rightly(
    session: Session, images: dict[str, Image], seen: str, question: str, answer: object
) -> None:
    result = session.ask(images[seen], question)
    assert result.error is None
    assert result.value == answer


@pytest.mark.parametrize(("first", "second", "question", "answer"), TWO)
def test_two_pictures_are_answered_about_rightly(
    session: Session,
    images: dict[str, Image],
    first: str,
    second: str,
    question: str,
    answer: object,
) -> None:
    result = session.ask([images[first], images[second]], question)
    assert result.error is None
    assert result.value == answer


@pytest.mark.parametrize(("asked", "plain"), SAME)
def test_it_means_the_same(asked: str, plain: str) -> None:
    assert read(asked)[0] == read(plain)[0]


def test_a_sign_that_is_not_there_is_no_answer(session: Session, images: dict[str, Image]) -> None:
    error = session.ask(images["post 0"], "What does the sign next to the cow say?").error
    assert error is not None
    assert "no cow" in str(error)
