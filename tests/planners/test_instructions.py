"""Editing instructions: what they mean, the programs they become, what is refused."""

from __future__ import annotations

import pytest

from visprog import plugins
from visprog.errors import PlanError
from visprog.program import Limits
from visprog_planners import Request
from visprog_planners.grammar import InstructionPlanner
from visprog_planners.grammar.instructions import read, spoken
from visprog_planners.grammar.reader import Unread
from visprog_sandbox import Sandbox

MEANT = {
    "Replace the desert with lush green grass": "replace desert with 'lush green grass'",
    "Replace desert with lush green grass": "replace desert with 'lush green grass'",
    "Turn the desert into a lush meadow": "replace desert with 'a lush meadow'",
    "Swap the cat for a lion": "replace cat with 'a lion'",
    "Replace the cat by a unicorn, then tag the dog": "replace cat with 'a unicorn', then tag dog",
    "Replace the background with snow": "background every thing with 'snow'",
    "Put the dog on a beach background": "background dog with 'a beach'",
    "Put the dog on the beach": "background dog with 'the beach'",
    "Remove the background": "background every thing with 'white'",
    "Remove the dog": "remove dog",
    "Can you please remove all the people?": "remove person",
    "Get rid of the dog in the boat": "remove dog in boat",
    "Make the dog disappear": "remove dog",
    "Hide the face with \U0001f60e": "hide faces with '\U0001f60e'",
    "Put \U0001f60e on the face": "hide faces with '\U0001f60e'",
    "Hide the dog with a smiling face emoji": "hide dog with 'smiling face'",
    "Cover the dog with the thinking face emoji": "hide dog with 'thinking face'",
    "Hide the man's face with smiling face with sunglasses": (
        "hide faces of man with 'smiling face with sunglasses'"
    ),
    "Hide the faces of the people with \U0001f60e and blur the background": (
        "hide faces of person with '\U0001f60e', then blur all but faces of person"
    ),
    "Hide faces": "blur faces",
    "Blur the faces": "blur faces",
    "Blur the background": "blur all but every thing",
    "Blur everything except the dog": "blur all but dog",
    "Colour-pop the bus and blur the rest": "colour-pop bus, then blur all but bus",
    "Create a color pop of the bear": "colour-pop bear",
    "Keep the bus in colour and make the rest gray": "colour-pop bus",
    "Make everything black and white except the bus": "colour-pop bus",
    "Make the car blue": "recolour car with 'blue'",
    "Recolour the car dark blue": "recolour car with 'dark blue'",
    "Change the color of the car to red": "recolour car with 'red'",
    "Make the orange blue": "recolour orange with 'blue'",
    "Highlight the cat": "highlight cat",
    "Tag all the dogs": "tag dog",
    "Draw boxes around the dogs and cats": "tag dog and cat",
    "Crop to the boat": "crop to boat",
    "Resize the image to 320x240": "resize to 320 x 240 pixels",
    "Make the image 320 pixels wide": "resize to 320 x any pixels",
}

REFUSED = {
    "": "it is empty",
    "What is this?": "cannot go on at 'what is this'",
    "Remove the dog near the boat": "cannot go on at",
    "Make the dog happy": "something is missing",
    "Put a hat on the dog": "which hat",
    "Make it blue": "'it' speaks of nothing before it",
    "Replace the dog with a cat and the cat with a dog": "not clear where",
    "Make everything red except the bus": "only gray",
    "Remove people wearing hats": "'people' is followed by 'wearing'|says what something does",
    "remove " * 80: "more than 60 words",
}


@pytest.mark.parametrize(("instruction", "meaning"), MEANT.items())
def test_what_is_meant(instruction: str, meaning: str) -> None:
    assert spoken(read(instruction)) == meaning


@pytest.mark.parametrize(("instruction", "reason"), REFUSED.items())
def test_what_is_refused(instruction: str, reason: str) -> None:
    with pytest.raises(Unread, match=reason):
        read(instruction)


async def test_a_refusal_names_what_is_read() -> None:
    with pytest.raises(PlanError, match=r"It reads: replace X with Y, remove X, .*--planner"):
        await InstructionPlanner().plan(Request("Make the dog happy"))


async def test_the_program() -> None:
    plan = await InstructionPlanner().plan(Request("Colour-pop the bus and blur the rest"))
    assert plan.program == (
        "OBJ0=SEG(image=IMAGE,object='bus')\n"
        "IMAGE0=COLORPOP(image=IMAGE,object=OBJ0)\n"
        "IMAGE1=BGBLUR(image=IMAGE0,object=OBJ0)\n"
        "FINAL_RESULT=RESULT(var=IMAGE1)\n"
    )
    assert plan.dialect == "visprog"
    assert plan.readings == ("colour-pop bus, then blur all but bus",)


async def test_every_program_passes_the_checker() -> None:
    sandbox = Sandbox(plugins.tools())
    try:
        for instruction in (*MEANT, "Tag the animals", "Remove the face and the dog in the boat"):
            plan = await InstructionPlanner().plan(Request(instruction))
            program = await sandbox.check(plan.program, ("IMAGE", "image"), limits=Limits())
            assert program.dialect == "visprog"
    finally:
        await sandbox.close()
