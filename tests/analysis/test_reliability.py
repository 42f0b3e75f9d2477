"""Sums over many runs, on findings whose sums are known."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visprog.analysis.findings import EdgeFinding, Findings, StepFinding, ToolFinding, load
from visprog.analysis.reliability import Judged, Report, summarise
from visprog.analysis.report import page, tables
from visprog.errors import UsageError
from visprog.trace import Run

HOSTILE = "<img src=x onerror=alert(1)>\u202e"


def judged(
    right: bool, loc: str, vqa: str, blame: tuple[float, float] = (0.0, 0.0), perfect: float = 1.0
) -> Judged:
    """LOC -> CROP -> VQA with these kinds."""
    run = Run()
    run.id, run.question, run.status, run.seconds = "r1", HOSTILE, "ok", 2.0
    run.usage = {"model_calls": 3, "tokens": 10, "cost": 0.25}
    crop = "inherited" if loc == "intrinsic" else "ok"
    missed = ("miss",) if loc in ("intrinsic", "masked") else ()
    steps = (
        StepFinding("s1", "LOC", True, 0.9, loc, missed),
        StepFinding("s2", "CROP", False, 1.0, crop),
        StepFinding("s3", "VQA", True, 0.8, vqa, ("text",) if vqa == "intrinsic" else ()),
    )
    edges = (EdgeFinding("s1", "s2", "box", True),) if loc == "intrinsic" else ()
    verdict = (
        ("clean" if loc == vqa == "ok" else "lucky")
        if right
        else ("tools" if perfect else "planner")
    )
    return Judged(
        run,
        Findings(
            run="r1",
            gold="steps",
            expected="yes",
            answer="no",
            right=right,
            verdict=verdict,
            confidence=0.72,
            steps=steps,
            edges=edges,
            tools=(ToolFinding("LOC", blame[0], blame[0]), ToolFinding("VQA", blame[1], blame[1])),
            looks=2,
            observed=float(right),
            perfect=perfect,
            ranking=("s1",),
        ),
    )


RUNS = [
    judged(True, "ok", "ok"),
    judged(True, "masked", "ok"),
    judged(False, "intrinsic", "inherited", (1.0, 0.0)),
    judged(False, "intrinsic", "intrinsic", (0.5, 0.5)),
    judged(False, "ok", "ok", perfect=0.0),
]


@pytest.fixture(scope="module")
def report() -> Report:
    return summarise(RUNS)


def test_rates_of_tools(report: Report) -> None:
    rows = {row.tool: row for row in report.tools}
    assert (rows["LOC"].errs.right, rows["LOC"].errs.n, rows["LOC"].masked) == (3, 5, 1)
    assert (rows["VQA"].errs.right, rows["VQA"].inherited) == (1, 1)
    assert rows["CROP"].errs.right == 0
    assert rows["LOC"].types == {"miss": 3}
    assert (report.looks.right, report.looks.n) == (4, 10)


def test_shares_add_up_to_the_gap(report: Report) -> None:
    assert report.gap == pytest.approx(0.6)
    assert sum(row.share for row in report.gains) == pytest.approx(report.gap)
    shares = {row.tool: row.share for row in report.gains}
    assert shares == pytest.approx({"LOC": 0.3, "VQA": 0.1, "planner": 0.2})


def test_luck_cost_and_edges(report: Report) -> None:
    assert (report.lucky.right, report.lucky.n) == (1, 2)
    assert report.cost.per_right(report.cost.seconds) == 5.0
    assert report.cost.per_right(report.cost.money) == 0.625
    ((passage),) = report.passages
    assert (passage.source, passage.target, passage.transmitted.n) == ("LOC", "CROP", 2)
    assert passage.absorbed == 0.0


def test_chains(report: Report) -> None:
    (chain,) = report.chains
    assert chain.k == 2
    assert chain.predicted == pytest.approx(0.36)
    assert chain.predicted_interval[0] < 0.36 < chain.predicted_interval[1]
    assert chain.by_tool == pytest.approx(0.4 * 0.8)
    assert (chain.right.right, chain.sound.right) == (2, 2)


def test_what_traces_say_stays_text(report: Report) -> None:
    text = page(report, HOSTILE)
    assert "<img" not in text
    assert "&lt;img src=x onerror=alert(1)&gt;" in text
    assert "\u202e" not in text
    assert "who costs the answers: a gap of 0.600" in tables(report)


def test_runs_without_gold_count_in_the_costs_alone() -> None:
    report = summarise([Judged(Run(), None)])
    assert report.runs == 1
    assert report.right.n == 0
    assert "1 runs" in tables(report)
    assert "<svg" not in page(report)


@given(st.lists(st.sampled_from(RUNS), min_size=1, max_size=20))
def test_any_runs_make_a_page_whose_bars_add_up(runs: list[Judged]) -> None:
    report = summarise(runs)
    assert sum(row.share for row in report.gains) == pytest.approx(report.gap)
    assert page(report).endswith("</html>\n")
    assert tables(report)


def test_findings_come_back_from_a_file(tmp_path: Path) -> None:
    found = RUNS[2].findings
    assert found is not None
    found.save(tmp_path)
    assert load(tmp_path) == found
    assert load(tmp_path / "none") is None
    (tmp_path / "attribution.json").write_text("{")
    with pytest.raises(UsageError, match="attribute again"):
        load(tmp_path)
