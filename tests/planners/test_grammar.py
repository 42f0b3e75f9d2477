"""The offline grammar: what it reads, what it writes, what it refuses."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.planners.phrasings import judge, phrasings
from visprog.errors import PlanError
from visprog.session import Session
from visprog_benchmarks.world.questions import questions
from visprog_planners import Plan, Request, planner_named
from visprog_planners.grammar import GrammarPlanner
from visprog_planners.grammar import meaning as m
from visprog_planners.grammar.everyday import NOUNS
from visprog_planners.grammar.nouns import noun, singular_word
from visprog_planners.grammar.parts import LONGEST, Unread
from visprog_planners.grammar.reader import read
from visprog_tools.sprites import nouns, sprites


def plan(question: str, images: int = 1) -> Plan:
    return asyncio.run(GrammarPlanner().plan(Request(question, images)))


def test_the_boat_program_is_the_one_of_the_paper() -> None:
    assert plan("Are there exactly 3 people in the boat?").program.splitlines() == [
        "BOX0=LOC(image=IMAGE,object='boat')",
        "IMAGE0=CROP(image=IMAGE,box=BOX0)",
        "BOX1=LOC(image=IMAGE0,object='person')",
        "ANSWER0=COUNT(box=BOX1)",
        'ANSWER1=EVAL(expr="{ANSWER0} == 3")',
        "FINAL_RESULT=RESULT(var=ANSWER1)",
    ]


def test_nothing_is_on_a_ground_that_is_not_there() -> None:
    assert plan("How many dogs are on the grass?").program.splitlines() == [
        "OBJ0=SEG(image=IMAGE,object='grass')",
        "IMAGE0=CROP(image=IMAGE,box=OBJ0,empty='whole-image')",
        "BOX0=LOC(image=IMAGE0,object='dog')",
        "ANSWER0=COUNT(box=BOX0)",
        "ANSWER1=COUNT(box=OBJ0)",
        'ANSWER2=EVAL(expr="{ANSWER0} if {ANSWER1} > 0 else 0")',
        "FINAL_RESULT=RESULT(var=ANSWER2)",
    ]
    examples = Path(__file__).parents[2] / "examples"
    with Session(pack="micro", planner="grammar") as session:
        said = [
            session.ask(examples / name, "Is there a cactus on the sand?").value
            for name in ("desert.png", "sky.png")
        ]
    assert said == [True, False]


def test_unseen_phrasings() -> None:
    """Nearly all are right; a wrong answer to any phrasing is too many."""
    verdicts = [judge(phrasing) for phrasing in phrasings()]
    firm = [v for v in verdicts if v.phrasing.answer is not None and not v.phrasing.may_refuse]
    assert len(firm) >= 300
    bad = [
        (v.phrasing.question, v.phrasing.answer, v.kind, v.detail) for v in verdicts if not v.good
    ]
    assert sum(v.kind == "right" for v in firm) >= 0.98 * len(firm), bad
    assert not [row for row in bad if row[2] in {"wrong", "crashed"}]


def test_every_world_question_is_read_as_it_was_meant() -> None:
    for question in questions(88, seed=21):
        meaning, images = read(question.text, len(question.scenes))
        assert (meaning, images) == (question.meaning, len(question.scenes)), question.text


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("How many dogs are there?", "count the dogs"),
        ("Is there a fire truck?", "do you see any fire trucks"),
        ("What color is the car?", "What's the car's colour?"),
        ("Are there more dogs than cats?", "Are there fewer cats than dogs?"),
        ("Are there 3 people?", "Are there exactly three persons?"),
    ],
)
def test_two_ways_to_ask_one_thing(first: str, second: str) -> None:
    one, other = read(first)[0], read(second)[0]
    if isinstance(one, m.Whether) and isinstance(one.condition, m.Compare):
        assert isinstance(other, m.Whether)
        assert isinstance(other.condition, m.Compare)
        mirrored = m.Compare(other.condition.second, ">", other.condition.first)
        assert one.condition in (other.condition, mirrored)
    else:
        assert one == other


@pytest.mark.parametrize(
    ("question", "noun"),
    [
        ("How many traffic lights are there?", "traffic light"),
        ("How many fire trucks are there?", "fire truck"),
        ("How many coffee tables are there?", "coffee table"),
        ("How many wine glasses are there?", "wine glass"),
        ("How many parking meters are there?", "parking meter"),
        ("How many zorblaxes are there?", "zorblax"),
        ("How many women are there?", "woman"),
        ("How many mice are there?", "mouse"),
        ("How many buses are there?", "bus"),
        ("How many scissors are there?", "scissors"),
        ("How many knives are there?", "knife"),
        ("How many cacti are there?", "cactus"),
    ],
)
def test_nouns_need_no_vocabulary_and_are_asked_for_in_the_singular(
    question: str, noun: str
) -> None:
    assert read(question)[0] == m.HowMany(m.Count(m.Thing(noun)))


def test_every_noun_of_the_world_is_brought_back_from_its_plural() -> None:
    for name, sprite in sprites().items():
        assert noun(sprite.plural.split()) == name
        assert noun(name.split()) == name


def test_the_tables_of_everyday_things_know_the_world() -> None:
    missing = {
        held for sprite in sprites().values() if sprite.holds for held in sprite.holds.what
    } - NOUNS
    assert not missing
    assert set(nouns()) & NOUNS


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("", "empty"),
        ("   ?", "empty"),
        ("dog", "missing at its end"),
        ("How many dogs are around the boat?", "the boat"),
        ("What is behind the boat?", "beside another thing"),
        ("Is there a dog in the left image?", "more than one image"),
        ("How many dogs are in image 4?", "image 4"),
        ("How many dogs are in each image?", "one number for each"),
        ("Is there a thing?", "which kind of thing"),
        ("Is there " + "a dog and " * 40 + "a cat?", f"more than {LONGEST} words"),
    ],
)
def test_what_it_cannot_read_it_refuses_and_says_why(question: str, reason: str) -> None:
    images = 2 if "each" in question else 1
    with pytest.raises(PlanError, match=reason) as caught:
        plan(question, images)
    message = str(caught.value)
    assert "\n" not in message
    assert "--planner" in message
    assert "counting" in message
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("Where is the car?", "OBJ0=POINT(image=IMAGE,object='car',masks=True)"),
        ("Point to the car", "OBJ0=POINT(image=IMAGE,object='car',masks=True)"),
        ("Find the dogs", "OBJ0=LOC(image=IMAGE,object='dog')"),
        ("Segment the tractor", "OBJ0=SEG(image=IMAGE,object='tractor')"),
    ],
)
def test_asking_for_a_place_gives_the_place(question: str, line: str) -> None:
    assert plan(question).program.splitlines() == [line, "FINAL_RESULT=RESULT(var=OBJ0)"]


@pytest.mark.parametrize(
    "question", ["Describe the picture.", "what does this photo show", "What's in the image?"]
)
def test_a_picture_is_described_by_its_caption(question: str) -> None:
    assert plan(question).program.splitlines()[0] == "ANSWER0=CAPTION(image=IMAGE)"
    with pytest.raises(PlanError, match="which image"):
        plan(question, 2)


def test_one_of_two_pictures_is_described() -> None:
    lines = plan("What does the right image show?", 2).program.splitlines()
    assert lines[0] == "ANSWER0=CAPTION(image=RIGHT)"


def test_ambiguity_yields_the_readings() -> None:
    with pytest.raises(Unread) as caught:
        read("Is the dog in the boat to the left of the cat?")
    message = str(caught.value)
    assert "the dog in the boat is left of the cat" in message
    assert "the dog is in the boat left of the cat" in message


def test_two_images_are_told_apart_by_their_names() -> None:
    question = "Are there more dogs in the left image than in the right image?"
    program = plan(question, 2).program
    assert "LOC(image=LEFT,object='dog')" in program
    assert "LOC(image=RIGHT,object='dog')" in program
    assert plan(question, 0).program == program, "an unknown number of images is taken from it"
    three = plan("How many dogs are there in the third image?", 3).program
    assert "LOC(image=IMAGE3,object='dog')" in three


def test_a_dialect_can_be_wished_for() -> None:
    request = Request("How many dogs are there?", dialect="vipergpt")
    written = asyncio.run(GrammarPlanner().plan(request))
    assert written.dialect == "vipergpt"
    assert written.program.startswith("def execute_command(image):")


def test_a_plan_says_how_the_question_was_read() -> None:
    assert plan("How many dogs are there?").readings == ("what is the number of dog?",)


def test_there_is_nothing_to_repair() -> None:
    written = plan("How many dogs are there?")
    with pytest.raises(PlanError, match="no other program"):
        asyncio.run(
            GrammarPlanner().repair(Request("How many dogs are there?"), written, "it failed")
        )


def test_the_grammar_is_found_by_name() -> None:
    assert isinstance(planner_named("grammar"), GrammarPlanner)


SOME_WORDS = """how many are there is the a dog dogs in on left right of image more than two no
and or red what which colour boat 3 , ? not both larger"""
WORDS = st.sampled_from(SOME_WORDS.split())


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=12).map(" ".join))
def test_any_words_are_read_or_refused(question: str) -> None:
    try:
        written = plan(question, 0)
    except PlanError:
        return
    compile(written.program, "program", "exec")


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(question: str) -> None:
    try:
        plan(question, 1)
    except PlanError:
        return


@settings(deadline=None)
@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12))
def test_a_singular_word_is_never_longer(word: str) -> None:
    assert len(singular_word(word)) <= len(word) + 1
