"""Follow-ups: a question or an instruction that goes on from the one before."""

from __future__ import annotations

import asyncio

import pytest

from visprog.errors import PlanError
from visprog_planners import Request, Turn
from visprog_planners.grammar import GrammarPlanner
from visprog_planners.prompt import messages


def last(images: int, *said: str) -> tuple[str, str]:
    """The reading and the program of the last of several turns."""
    before, reading = None, ""
    for text in said:
        request = Request(text, images, before=before)
        written = asyncio.run(GrammarPlanner().plan(request))
        before, reading = Turn(text, written.program, before), written.readings[0]
    assert before is not None
    return reading, before.program


def asked(images: int, question: str) -> str:
    return asyncio.run(GrammarPlanner().plan(Request(question, images))).program


@pytest.mark.parametrize(
    ("images", "said", "same"),
    [
        (
            1,
            ("How many red cars are there?", "and the blue ones?"),
            "How many blue cars are there?",
        ),
        (1, ("How many cars are there?", "what about dogs?"), "How many dogs are there?"),
        (
            1,
            ("How many dogs are there?", "How about cats?", "and in the boat?"),
            "How many cats are in the boat?",
        ),
        (
            2,
            ("Is there a dog in the left image?", "and in the right one?", "what about a cat?"),
            "Is there a cat in the right image?",
        ),
        (1, ("How many dogs are there?", "Is there a cat?"), "Is there a cat?"),
    ],
)
def test_a_question_is_asked_of_something_else(
    images: int, said: tuple[str, ...], same: str
) -> None:
    assert last(images, *said)[1] == asked(images, same)


@pytest.mark.parametrize(
    ("said", "same"),
    [
        (
            ("Replace the dog with a cat", "use a rabbit instead", "now blur the rest"),
            "Replace the dog with a rabbit, then blur the rest",
        ),
        (("Remove the dog", "and blur the cat", "undo that"), "Remove the dog"),
        (("Colour-pop the bus", "remove the car"), "Colour-pop the bus and remove the car"),
        (("Colour-pop the bus", "start over: remove the car"), "Remove the car"),
        (("Make the bus red", "make it blue instead"), "Make the bus blue"),
    ],
)
def test_an_instruction_goes_on_from_the_edits_before(said: tuple[str, ...], same: str) -> None:
    assert last(1, *said)[1] == asked(1, same)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (("Remove the dog", "undo that"), "nothing would be left"),
        (("Remove the dog", "use a rabbit instead"), "nothing that could be exchanged"),
        (("How many dogs are there?", "what about very much?"), "could be asked of"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_reason(said: tuple[str, ...], why: str) -> None:
    with pytest.raises(PlanError, match=why):
        last(1, *said)


def test_a_model_is_shown_the_program_before() -> None:
    before = Turn("How many dogs are there?", "BOX0=LOC(image=IMAGE,object='dog')\n")
    told = messages(Request("and the cats?", before=before))[-1]["content"]
    assert "How many dogs are there?" in told
    assert "BOX0=LOC(image=IMAGE,object='dog')" in told
    assert told.index("How many dogs") < told.index("and the cats?")
