"""The benchmark of attribution, small; and a graph that is walked against a program that runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from visprog.analysis.causal import SetMechanism
from visprog.analysis.distance import compare
from visprog.analysis.faults import slipping, slips
from visprog.analysis.whole import Whole
from visprog_benchmarks.attribution.bench import attribution
from visprog_benchmarks.attribution.shapes import TEMPLATES, more_tasks
from visprog_benchmarks.attribution.stage import Sound, Task, sound_runs, staged
from visprog_benchmarks.world.questions import questions


@pytest.fixture(scope="module")
def runs() -> Iterator[list[Sound]]:
    asked = [*map(Task.of, questions(22, 7)), *more_tasks(len(TEMPLATES), 7)]
    with staged(asked) as stage:
        yield sound_runs(stage, asked)


def test_every_family_and_template_has_a_right_run(runs: list[Sound]) -> None:
    assert len(runs) == 22 + len(TEMPLATES)


def test_nothing_changed_is_what_was_recorded(runs: list[Sound]) -> None:
    for run in runs:
        outcome = run.structure({})
        assert outcome.answer == run.answer.result
        assert run.structure.calls == run.structure.programs == 0


def test_walking_the_graph_gives_what_running_the_program_gives(runs: list[Sound]) -> None:
    for index, run in enumerate(runs):
        perfect = run.stage.perfect(run.structure)
        step, node = next(
            (step, node) for step, node in run.structure.nodes.items() if slips(node.value)
        )
        faulty = SetMechanism(slipping(perfect[step].function, slips(node.value)[0], index))
        walked = run.structure({step: faulty})
        whole = Whole(run.stage.session, run.recording)({step: faulty})
        assert type(walked.answer) is type(whole.answer), run.task.text
        assert not compare(walked.answer, whole.answer).distance, run.task.text
        for name, value in whole.values.items():
            if name in walked.values:
                assert not compare(walked.values[name], value).distance


@pytest.fixture(scope="module")
def result() -> dict[str, Any]:
    return attribution(33, 1, progress=False, chain_runs=3)


def test_the_guilty_step_is_found(result: dict[str, Any]) -> None:
    assert result["n"] >= 25
    assert result["shapes"] >= 8
    assert result["top1_step_gold"] >= 0.95
    assert result["top1_answer_gold"] >= 0.7
    assert result["clean_called_clean"] >= 0.99
    assert result["pairs_found"] == 1.0
    assert max(result["baselines"].values()) < result["top1_answer_gold"]


def test_chains_of_every_length_are_measured(result: dict[str, Any]) -> None:
    rows = result["chains"]["rows"]
    assert [row["k"] for row in rows] == [1, 2, 3, 4, 5, 6]
    assert all(row["right"]["n"] == 3 for row in rows)
    assert all(row["right"]["right"] >= row["sound"]["right"] for row in rows)


def test_the_same_seed_gives_the_same_figures() -> None:
    first, second = (attribution(5, 2, progress=False, chain_runs=1) for _ in range(2))
    assert first == second | {"seconds": first["seconds"]}
