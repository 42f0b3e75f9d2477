"""Editing instructions: what they mean, the programs they become, what is refused."""

from __future__ import annotations

import pytest

from visprog import plugins
from visprog.errors import PlanError
from visprog.program import Limits
from visprog_planners import Request
from visprog_planners.grammar import GrammarPlanner
from visprog_planners.grammar import reader as questions
from visprog_planners.grammar.instructions import read, spoken
from visprog_planners.grammar.parts import Unread
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
    "Crop the bus": "crop to bus",
    "Crop to the left of the boat": "crop left of boat",
    "Crop to what is above the boat": "crop above boat",
    "Crop to the area behind the boat": "crop behind boat",
    "Crop the picture to the left half": "crop to the left half",
    "Crop to the lower half of the image": "crop to the bottom half",
    "Resize the image to 320x240": "resize to 320 x 240 pixels",
    "Resize to 256x256": "resize to 256 x 256 pixels",
    "Make the image 320 pixels wide": "resize to 320 x any pixels",
    "Make it half as large": "resize to 0.5 times its size",
    "Shrink the picture to a quarter of its size": "resize to 0.25 times its size",
    "Scale it by 50%": "resize to 0.5 times its size",
    "Scale the image by 1.5": "resize to 1.5 times its size",
    "Shrink it by a factor of 4": "resize to 0.25 times its size",
    "Double the size of the image": "resize to 2 times its size",
    "Change the background to a beach": "background every thing with 'a beach'",
    "Make the background white": "background every thing with 'white'",
    "Remove everything but the dog": "background dog with 'white'",
    "Remove the people from the boat": "remove person in boat",
    "Hide everyone's faces": "blur faces of person",
    "Hide all the faces with a smiling face emoji": "hide faces with 'smiling face'",
    "Hide the face with a sunglasses emoji \U0001f60e": "hide faces with '\U0001f60e'",
    "Cover the dog with an emoji of a clown": "hide dog with 'clown'",
    "Change the car's color to red": "recolour car with 'red'",
    "Remove the leftmost car": "remove leftmost car",
    "Blur the dog on the left": "blur leftmost dog",
    "Remove the dog at the bottom": "remove lowest dog",
    "Replace the second car from the right with a bus": "replace second rightmost car with 'a bus'",
    "Hide the biggest red ball with a clown emoji": "hide largest red ball with 'clown'",
    "Remove the smallest apple in the bowl": "remove smallest apple in bowl",
    "Make the car furthest to the left green": "recolour leftmost car with 'green'",
    "Crop the image so that only the bus is visible": "crop to bus",
    "Give the couch a bokeh effect": "blur all but couch",
    "Remove the top hat": "remove top hat",
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
    "Remove the tallest dog": "tell the tallest dog from others",
    "Remove the largest dogs": "how many dogs are meant",
    "Remove the second dog": "from where things are counted",
    "Blur the dogs on the left": "tell the dog at the left from others",
    "Blur the dog in the top left corner": "tell the dog at the top left corner from others",
    "Tag the background": "the background is not a thing",
    "Resize to 10.5 by 20": "10.5 is no number of pixels",
    "Shrink it by a factor of 0": "scaled by 0",
    "Scale it to 0%": "scaled by 0",
    "Make the image smaller": "cannot go on at 'smaller'",
    "remove " * 80: "more than 60 words",
}


@pytest.mark.parametrize(("instruction", "meaning"), MEANT.items())
def test_what_is_meant(instruction: str, meaning: str) -> None:
    assert spoken(read(instruction)) == meaning


@pytest.mark.parametrize(("instruction", "reason"), REFUSED.items())
def test_what_is_refused(instruction: str, reason: str) -> None:
    with pytest.raises(Unread, match=reason):
        read(instruction)


@pytest.mark.parametrize("instruction", MEANT)
def test_no_instruction_is_a_question(instruction: str) -> None:
    with pytest.raises(Unread):
        questions.read(instruction)


async def test_a_refusal_says_both_reasons_and_what_is_read() -> None:
    with pytest.raises(PlanError) as caught:
        await GrammarPlanner().plan(Request("Make 3 dogs happy"))
    message = str(caught.value)
    assert "as a question: I cannot go on at" in message
    assert "as an instruction: I cannot go on at" in message
    assert "It reads questions: counting" in message
    assert "instructions: replace X with Y, remove X" in message
    assert "--planner" in message


async def test_an_instruction_is_about_one_picture() -> None:
    with pytest.raises(PlanError, match="edits one image, and there are 2"):
        await GrammarPlanner().plan(Request("Remove the dog", images=2))
    unknown = await GrammarPlanner().plan(Request("Remove the dog", images=0))
    assert "REMOVE(image=IMAGE" in unknown.program


async def test_the_program() -> None:
    plan = await GrammarPlanner().plan(Request("Colour-pop the bus and blur the rest"))
    assert plan.program == (
        "OBJ0=SEG(image=IMAGE,object='bus')\n"
        "IMAGE0=COLORPOP(image=IMAGE,object=OBJ0)\n"
        "IMAGE1=BGBLUR(image=IMAGE0,object=OBJ0)\n"
        "FINAL_RESULT=RESULT(var=IMAGE1)\n"
    )
    assert plan.dialect == "visprog"
    assert plan.readings == ("colour-pop bus, then blur all but bus",)


@pytest.mark.parametrize(
    ("instruction", "lines"),
    [
        ("Crop the bus", "BOX0=LOC(image=IMAGE,object='bus')|IMAGE0=CROP(image=IMAGE,box=BOX0)"),
        (
            "Crop to the people",
            "BOX0=LOC(image=IMAGE,object='person')|OBJ0=UNION(image=IMAGE,object=BOX0)"
            "|IMAGE0=CROP(image=IMAGE,box=OBJ0)",
        ),
        (
            "Crop to the dog and the cat",
            "OBJ0=DETECT(image=IMAGE,object='dog,cat')|OBJ1=UNION(image=IMAGE,object=OBJ0)"
            "|IMAGE0=CROP(image=IMAGE,box=OBJ1)",
        ),
        (
            "Crop below the sun",
            "BOX0=LOC(image=IMAGE,object='sun')|IMAGE0=CROP_BELOW(image=IMAGE,box=BOX0)",
        ),
        (
            "Crop to the right half",
            "BOX0=LOC(image=IMAGE,object='RIGHT')|IMAGE0=CROP(image=IMAGE,box=BOX0)",
        ),
        ("Resize to 256x128", "IMAGE0=RESIZE(image=IMAGE,width=256,height=128)"),
        ("Make it twice as large", "IMAGE0=RESIZE(image=IMAGE,scale=2)"),
        (
            "Resize to 256x128 and blur the dog",
            "IMAGE0=RESIZE(image=IMAGE,width=256,height=128)"
            "|OBJ0=SEG(image=IMAGE0,object='dog')|IMAGE1=BLUR(image=IMAGE0,object=OBJ0)",
        ),
        (
            "Crop to the left half and tag the dog",
            "BOX0=LOC(image=IMAGE,object='LEFT')|IMAGE0=CROP(image=IMAGE,box=BOX0)"
            "|BOX1=LOC(image=IMAGE0,object='dog')|IMAGE1=TAG(image=IMAGE0,object=BOX1)",
        ),
        (
            "Crop to the boat and tag the boat",
            "BOX0=LOC(image=IMAGE,object='boat')|IMAGE0=CROP(image=IMAGE,box=BOX0)"
            "|IMAGE1=TAG(image=IMAGE0,object=BOX0)",
        ),
    ],
)
async def test_programs_that_cut_and_scale(instruction: str, lines: str) -> None:
    plan = await GrammarPlanner().plan(Request(instruction))
    assert plan.program.splitlines()[:-1] == lines.split("|")


async def test_every_program_passes_the_checker() -> None:
    sandbox = Sandbox(plugins.tools())
    try:
        for instruction in (*MEANT, "Tag the animals", "Remove the face and the dog in the boat"):
            plan = await GrammarPlanner().plan(Request(instruction))
            program = await sandbox.check(plan.program, ("IMAGE", "image"), limits=Limits())
            assert program.dialect == "visprog"
    finally:
        await sandbox.close()
