"""Rewordings: what is tried on a question that the grammar does not read as it stands."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lark.exceptions import UnexpectedInput

from visprog_benchmarks.phrasings.world import OPEN, REPHRASED
from visprog_planners.grammar import rewordings
from visprog_planners.grammar.literals import fulfilled, needed
from visprog_planners.grammar.paraphrases import table
from visprog_planners.grammar.parts import LONGEST, Unread
from visprog_planners.grammar.reader import parser, read, read_plainly
from visprog_planners.grammar.rewordings import TEXTS, reworded
from visprog_planners.grammar.words import settled, tidy

SAID = (
    "i can not see the image myself , how many red dogs are there in it picture has does it have"
    " if you look at boat on left of what is that so please count all cats kind sort one"
)
QUESTIONS = [row.question for family, rows in REPHRASED.items() if family in OPEN for row in rows][
    ::50
]
TABLES = [
    "paraphrases.txt",
    *(f"rewordings/{name}.txt" for name in ("counts", "presence", "looks", "space", "several")),
    *(f"rewordings/{name}.txt" for name in ("manner", "plain", "comparing")),
]
TEXT = st.lists(st.sampled_from(SAID.split()), max_size=25).map(" ".join)


@settings(deadline=None)
@given(TEXT)
def test_no_text_comes_twice_nor_the_text_itself(text: str) -> None:
    text = settled(text)
    found = [other for texts in reworded(text, settled) for other in texts]
    assert len(set(found)) == len(found) <= TEXTS
    assert text not in found
    assert all(found)


@settings(deadline=None, max_examples=30)
@given(TEXT)
def test_a_beginning_that_led_nowhere_is_not_held_against_other_words(text: str) -> None:
    text = tidy(text)

    def derived(how: object) -> bool:
        try:
            how(text)  # type: ignore[operator]
        except UnexpectedInput:
            return False
        return True

    assert derived(parser().derived) == derived(parser().derived) == derived(parser().lark.parse)


@pytest.mark.parametrize(
    ("after", "shorter"),
    [
        ("how many dogs are here", True),
        ("how many dogs", True),
        ("how many dogs are there", False),
        ("are here how many dogs", False),
    ],
)
def test_what_only_leaves_words_out_is_known(after: str, shorter: bool) -> None:
    assert rewordings._left_out("say, how many dogs are here, friend", after) == shorter


@pytest.mark.parametrize(
    "question",
    [
        "How many dogs can be found in this picture?",
        "What number of cups are there?",
        "How many bicycles appear in the image?",
    ],
)
def test_what_is_read_plainly_keeps_its_meaning(question: str) -> None:
    """Whatever the rewordings would make of it."""
    assert list(reworded(tidy(question), settled))
    assert read(question) == read_plainly(question)


@pytest.mark.parametrize("word", ["zorp", "dogs", "the", "in it ,", "is it"])
def test_for_a_long_refused_question_so_many_texts_are_tried(word: str) -> None:
    question = "how many " + " ".join([word] * LONGEST)
    question = " ".join(question.split()[:LONGEST])
    with pytest.raises(Unread):
        read(question)
    assert sum(map(len, reworded(tidy(question), settled))) <= TEXTS


@pytest.mark.parametrize(
    ("pattern", "clauses"),
    [
        (r"\bmake out\b", {"make out"}),
        (r"^(?:is|are) (.+?) here$", {"is|are", " here"}),
        (r"colou?r of x{2}", {"colo", "r of x"}),
        (r"a?b?c* d+e", {" d", "e"}),
        (r"\bthere (?!is)[a-z ]+ , ", {"there ", " , "}),
        (r"one|two", {"one|two"}),
        (r"(?:one of|two)? (?:three|)four", {"four"}),
        (r"(?:a dog|(?:big )?cats)(?<!x)(y)*", {"a dog|cats"}),
        (r"is (?P<what>red|{SIZE})", {"is ", "red|big|small"}),
        (r"(?:{SIZE})? {NONE}", set()),
    ],
)
def test_what_a_pattern_needs(pattern: str, clauses: set[str]) -> None:
    lists = {"SIZE": needed("big|small", {})}
    assert needed(pattern, lists) == {frozenset(options.split("|")) for options in clauses}


def test_no_turn_needs_what_a_text_can_do_without() -> None:
    turns = [turn for name in TABLES for turn in table(name)]
    assert len(turns) > 3000
    texts = [tidy(question) for question in QUESTIONS]
    missed = [
        (turn.source, text)
        for turn in turns
        for text in texts
        if turn.pattern.search(text) and not fulfilled(turn.needs, text)
    ]
    assert missed == []
