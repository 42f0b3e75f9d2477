"""Nothing overlaps, everything flows to the right, the same graph gives the same picture."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from visprog.graph import StepGraph
from visprog.program import Control, Site
from visprog.trace.export.layout import Layout, Size, layout


def graph(uses: list[set[int]]) -> StepGraph:
    """Step ``i`` uses the steps ``uses[i]``, of which some by control."""
    made = StepGraph()
    for number, sources in enumerate(uses):
        data = {f"a{source}": [f"s{source}"] for source in sources if source % 3}
        control = [Control((f"s{s}",), Site(1), "True") for s in sources if not s % 3]
        made.add(f"s{number}", data, control)
    return made


dags = st.integers(0, 14).flatmap(
    lambda size: st.tuples(
        *(
            st.sets(st.integers(0, number - 1), max_size=4) if number else st.just(set())
            for number in range(size)
        )
    )
)


def overlaps(placed: Layout) -> list[tuple[str, str]]:
    nodes = list(placed.nodes.values())
    return [
        (a.step, b.step)
        for i, a in enumerate(nodes)
        for b in nodes[i + 1 :]
        if a.x < b.x + b.width and b.x < a.x + a.width
        and a.y < b.y + b.height and b.y < a.y + a.height
    ]  # fmt: skip


@given(dags)
@settings(max_examples=80, deadline=None)
def test_any_graph_has_a_place_for_everything(uses: tuple[set[int], ...]) -> None:
    made = graph(list(uses))
    placed = layout(made)
    assert set(placed.nodes) == set(made)
    assert overlaps(placed) == []
    assert [routed.edge for routed in placed.edges] == made.edges()
    for routed in placed.edges:
        source, target = placed.nodes[routed.edge.source], placed.nodes[routed.edge.target]
        assert source.layer < target.layer
        first, last = routed.points[0], routed.points[-1]
        assert first == (source.x + source.width, source.y + source.height / 2)
        assert last == (target.x, target.y + target.height / 2)
        xs = [x for x, _ in routed.points]
        assert xs == sorted(xs)
    for node in placed.nodes.values():
        assert 0 <= node.x <= placed.width - node.width
        assert -0.01 <= node.y <= placed.height - node.height + 0.01
    assert layout(made) == placed


@given(dags)
@settings(max_examples=40, deadline=None)
def test_edges_do_not_run_through_steps(uses: tuple[set[int], ...]) -> None:
    placed = layout(graph(list(uses)))
    for routed in placed.edges:
        for (x, y), (to_x, to_y) in zip(routed.points[1::2], routed.points[2::2], strict=False):
            assert y == to_y  # through a layer it runs straight
            for node in placed.nodes.values():
                inside = node.x < to_x and x < node.x + node.width
                assert not (inside and node.y < y < node.y + node.height), node.step


def test_a_chain_is_a_straight_line() -> None:
    placed = layout(graph([set(), {0}, {1}, {2}, {3}]))
    assert len({round(node.y, 3) for node in placed.nodes.values()}) == 1
    size = Size()
    assert placed.width == 5 * size.width + 4 * size.gap_x + 2 * size.margin


def test_two_arms_that_could_cross_do_not() -> None:
    made = StepGraph()
    for name in ("a", "b"):
        made.add(name)
    made.add("of_b", {"x": ["b"]})
    made.add("of_a", {"x": ["a"]})
    made.add("end", {"x": ["of_a", "of_b"]})
    nodes = layout(made).nodes
    assert (nodes["a"].y < nodes["b"].y) == (nodes["of_a"].y < nodes["of_b"].y)


def test_an_input_stands_beside_what_first_uses_it() -> None:
    made = graph([set(), {0}, {1}])
    made.add("late")
    made.add("end", {"x": ["s2", "late"]})
    nodes = layout(made).nodes
    assert nodes["late"].layer == nodes["end"].layer - 1


def test_a_long_loop_is_laid_out_quickly() -> None:
    uses: list[set[int]] = [set()]
    uses += [{0, max(0, number - 1)} for number in range(1, 250)]
    placed = layout(graph(uses))
    assert len(placed.nodes) == 250
