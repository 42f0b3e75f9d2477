"""The step graph: grows, never gets a cycle, and knows causes and cones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visprog.graph import Edge, StepGraph
from visprog.program import Control, Site


@st.composite
def dependencies(draw: st.DrawFn) -> list[list[int]]:
    """For each step, earlier steps that it uses."""
    count = draw(st.integers(1, 12))
    return [
        draw(st.lists(st.integers(0, index - 1), max_size=3)) if index else []
        for index in range(count)
    ]


def built(uses: list[list[int]]) -> StepGraph:
    graph = StepGraph()
    for index, sources in enumerate(uses):
        graph.add(f"s{index}", {"x": [f"s{source}" for source in sources]})
    return graph


@given(dependencies())
def test_the_order_of_a_grown_graph_is_the_order_of_growth(uses: list[list[int]]) -> None:
    graph = built(uses)
    assert graph.order() == [f"s{index}" for index in range(len(uses))] == list(graph)


@given(dependencies())
def test_causes_and_cones_mirror_each_other(uses: list[list[int]]) -> None:
    graph = built(uses)
    for a in graph:
        assert a not in graph.causes(a)
        for b in graph:
            assert (a in graph.causes(b)) == (b in graph.cone(a))


@given(dependencies())
def test_causes_are_what_a_walk_finds(uses: list[list[int]]) -> None:
    graph = built(uses)
    for index in range(len(uses)):
        found: set[int] = set()
        todo = list(uses[index])
        while todo:
            source = todo.pop()
            if source not in found:
                found.add(source)
                todo += uses[source]
        assert graph.causes(f"s{index}") == {f"s{source}" for source in found}


@given(dependencies())
def test_edges_to_every_step_are_all_edges(uses: list[list[int]]) -> None:
    graph = built(uses)
    assert sorted(edge for step in graph for edge in graph.edges_to(step)) == sorted(graph.edges())


def test_data_and_control_edges_say_what_they_are() -> None:
    graph = StepGraph()
    for name in ("IMAGE", "s1"):
        graph.add(name, tool="x")
    graph.add(
        "s2",
        {"image": ["IMAGE", "IMAGE"], "box": ["s1"]},
        [Control(("s1",), Site(3), "True")],
    )
    assert graph.edges() == [
        Edge("IMAGE", "s2", "data", "image"),
        Edge("s1", "s2", "data", "box"),
        Edge("s1", "s2", "control", "line 3 True"),
    ]
    assert [edge.label for edge in graph.edges("control")] == ["line 3 True"]
    assert graph.facts("s1") == {"tool": "x"}


def test_a_step_is_added_once_and_only_after_what_it_uses() -> None:
    graph = StepGraph()
    graph.add("s1")
    with pytest.raises(ValueError, match="already"):
        graph.add("s1")
    with pytest.raises(KeyError, match="s9"):
        graph.add("s2", {"x": ["s9"]})
    assert "s2" not in graph
    assert len(graph) == 1
