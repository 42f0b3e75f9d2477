"""The static graph of a program: what uses what, before anything runs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from visprog.cli.explaining import graph_of, needs, rails, svg
from visprog.graph import ANSWER, StepGraph
from visprog.session import Session

LOOP = """def execute_command(image):
    patch = ImagePatch(image)
    dogs = patch.find('dog')
    red = []
    for dog in dogs:
        if dog.verify_property('dog', 'red'):
            red.append(dog)
    if len(red) > 1:
        return patch.simple_query('Why?')
    return len(red)
"""


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    with Session(pack="micro") as opened:
        yield opened


def edges(graph: StepGraph) -> set[tuple[str, str, str]]:
    tools = {step: graph.facts(step).get("tool", step) for step in graph}
    return {(tools[e.source], tools[e.target], e.kind) for e in graph.edges()}


def test_names_are_followed_through_lines_and_texts(session: Session) -> None:
    _, program = session.plan("Are there exactly 3 people in the boat?")
    graph = graph_of(session, program)
    assert edges(graph) >= {
        ("LOC", "CROP", "data"),
        ("CROP", "LOC", "data"),
        ("LOC", "COUNT", "data"),
        ("COUNT", "EVAL", "data"),
        ("EVAL", ANSWER, "data"),
    }
    assert rails(graph)[0] == "\u25cf c1 BOX0 = LOC(image=IMAGE, object='boat')"
    assert rails(graph)[-1].endswith("\u25cf answer")
    (row, *_) = needs(session, graph)
    assert row["tool"] == "LOC"
    assert "micro" in row["models"]["locate"]


def test_loops_conditions_and_plain_python(session: Session) -> None:
    graph = graph_of(session, session.check(LOOP))
    found = edges(graph)
    assert ("find", "verify_property", "data") in found
    assert ("find", "verify_property", "control") in found
    assert ("find", "simple_query", "control") in found
    assert ("simple_query", ANSWER, "data") in found
    assert ("find", ANSWER, "data") in found


def test_every_edge_is_drawn_and_nothing_becomes_markup(session: Session) -> None:
    program = session.check(
        "A=LOC(image=LEFT,object='<b>')\nB=LOC(image=RIGHT,object='dog')\n"
        "C=COUNT(box=A)\nD=COUNT(box=B)\nE=EVAL(expr='{C} > {D}')\nF=RESULT(var=E)\n",
        2,
    )
    graph = graph_of(session, program)
    drawn = svg(graph, "a & b")
    assert drawn.count("<polyline") == len(graph.edges())
    assert drawn.count("data-step") == len(graph)
    assert "<b>" not in drawn
    assert "a &amp; b" in drawn
    marks = [line.split("\u25cf")[0] for line in rails(graph)]
    assert len(marks) == len(graph)
    assert marks[0] == ""
    assert all(mark.strip() for mark in marks[2:]), "every later call uses something"
