"""A report as one HTML file: it opens from a disk without a network, and runs no script."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from importlib.resources import files

from visprog.analysis.rate import Rate
from visprog.analysis.reliability import LONGEST, Gain, Report
from visprog.analysis.report.charts import Bar, Mark, bars, matrix, plane, waterfall
from visprog.trace.export.markup import Content, Markup, join, tag, verbatim


def page(report: Report, title: str = "Runs") -> str:
    """The file's text; whatever comes out of a trace is text in it."""
    style = files(__package__).joinpath("page.css").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    body = tag(
        "main",
        tag("p", "visprog report", class_="brand"),
        tag("h1", title),
        tag("div", *_tiles(report), class_="tiles"),
        tag("div", *_cards(report), class_="grid2"),
        tag(
            "footer",
            "Whiskers are 95 % intervals: Wilson's for rates, a bootstrap over runs for gains. "
            "Blame exchanges mechanisms; it is not where an answer could be repaired.",
        ),
    )
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", f"{title} · visprog report"),
        tag("style", verbatim(style)),
    )
    return f"<!doctype html>\n{tag('html', head, tag('body', body), lang='en')}\n"


def _tiles(report: Report) -> Iterator[Content]:
    yield _tile(f"{report.runs}", f"runs, {report.failed} without an answer")
    if report.right.n:
        yield _tile(f"{report.right.value:.1%}", f"right, {_interval(report.right)}", "right")
    if report.lucky.n:
        said = f"of right answers for the wrong reasons, {_interval(report.lucky)}"
        yield _tile(f"{report.lucky.value:.1%}", said, "bad" if report.lucky.right else "")
    if report.looks.n:
        yield _tile(f"{report.looks.value:.1%}", f"of looks err, {_interval(report.looks)}")
    cost = report.cost
    seconds = cost.per_right(cost.seconds)
    if seconds is not None:
        calls = cost.per_right(cost.model_calls) or 0.0
        tokens = cost.per_right(cost.tokens) or 0.0
        money = cost.per_right(cost.money) or 0.0
        yield _tile(
            f"{seconds:.2f} s",
            f"per right answer; {calls:.1f} model calls, {tokens:.0f} tokens, ${money:.4f}",
        )
    if report.calibration.n:
        yield _tile(f"{report.calibration.error:.3f}", "expected calibration error of answers")


def _tile(number: str, said: str, kind: str = "") -> Markup:
    return tag("div", tag("b", number, class_=kind or None), tag("span", said), class_="tile")


def _cards(report: Report) -> Iterator[Content]:
    if report.tools:
        yield _card(
            "What each tool does wrong by itself",
            "Steps that are wrong on right inputs; what they merely inherit does not count.",
            _error_bars(report),
        )
        yield _card(
            "How it is wrong",
            "Errors by tool and type; boxes by TIDE's types (miss, background, location …).",
            _type_matrix(report),
        )
    if report.gains and report.gap:
        yield _card(
            f"Who costs the answers: a gap of {report.gap:.1%}",
            "Shapley shares of the tools, and what a right program would gain. They add up.",
            _waterfall(report),
        )
        yield _card(
            "What one perfect tool would gain alone",
            "Every step of one tool exchanged for an oracle on the inputs that it really got.",
            _alone(report),
        )
    if report.passages:
        yield _card(
            "What becomes of an error",
            "How often a wrong value makes the next step wrong, when that step and all else it "
            "gets are sound; the rest is absorbed. Share / cases, from row to column.",
            tag("div", _passages(report), class_="scroll"),
        )
    if report.chains and report.looks.n:
        yield _card(
            "Right answers by the number of looks",
            f"Predicted from one error rate e = {report.looks.value:.3f}, and measured.",
            join(_chains(report), _chain_key()),
        )
    if report.calibration.n:
        yield _card(
            "Do confidences mean what they say?",
            "The answer's confidence is composed of its steps' along the executed graph: expected "
            f"error {report.calibration.error:.3f}, and {report.calibration.fitted_error:.3f} once "
            "two numbers are fitted to the other half of the runs.",
            _reliability(report),
        )
        yield _card(
            "Answering only when sure",
            f"The share of wrong answers among the surest; area {report.calibration.area:.3f}.",
            _risk(report),
        )
    if report.examples:
        yield tag(
            "section",
            tag("h2", "Wrong, and right by luck"),
            tag("p", f"The first {len(report.examples)}, oldest first.", class_="lead"),
            tag("div", _examples(report), class_="scroll"),
            class_="card wide",
        )


def _card(title: str, lead: str, content: Content) -> Markup:
    return tag("section", tag("h2", title), tag("p", lead, class_="lead"), content, class_="card")


def _error_bars(report: Report) -> Markup:
    rows = []
    for row in report.tools:
        low, high = row.errs.interval
        said = f"{row.errs.value:.3f}  of {row.errs.n}"
        rows.append(Bar(row.tool, row.errs.value, low, high, said, "second"))
    top = min(1.0, max(0.05, *(row.high for row in rows)) if rows else 1.0)
    return bars("Error rate of each tool", rows, top=top)


def _type_matrix(report: Report) -> Markup:
    rows = [row for row in report.tools if row.types]
    if not rows:
        return tag("p", "Nothing is wrong by itself.", class_="quiet")
    types = list(dict.fromkeys(name for row in rows for name in row.types))
    most = max(max(row.types.values()) for row in rows)
    cells = {
        (row.tool, name): (number / most, str(number), f"{row.tool}: {number} x {name}")
        for row in rows
        for name, number in row.types.items()
    }
    drawn = matrix("Errors by tool and type", [row.tool for row in rows], types, cells, "second")
    return tag("div", drawn, class_="scroll")


def _waterfall(report: Report) -> Markup:
    parts = [row for row in report.gains if abs(row.share) > 1e-9]
    rows = [
        Bar(
            row.tool,
            row.share,
            row.share_interval[0],
            row.share_interval[1],
            f"{row.share:+.3f}",
            _kind(row),
        )
        for row in parts
    ]
    right = 1 - report.gap
    return waterfall("Shares of the gap", right, rows, right + sum(row.share for row in parts))


def _alone(report: Report) -> Markup:
    rows = [
        Bar(
            row.tool,
            row.alone,
            row.alone_interval[0],
            row.alone_interval[1],
            f"{row.alone:+.3f}",
            _kind(row),
        )
        for row in sorted(report.gains, key=lambda row: -row.alone)
        if row.alone or row.share
    ]
    return bars("Isolated gains", rows)


def _kind(row: Gain) -> str:
    return "bad" if row.share < 0 else "third" if row.tool == "planner" else "second"


def _passages(report: Report) -> Markup:
    sources = list(dict.fromkeys(row.source for row in report.passages))
    targets = list(dict.fromkeys(row.target for row in report.passages))
    cells = {
        (row.source, row.target): (
            row.transmitted.value,
            f"{row.transmitted.value:.2f} / {row.transmitted.n}",
            f"{row.source} to {row.target}: {row.transmitted}",
        )
        for row in report.passages
    }
    return matrix("Transmission of errors", sources, targets, cells)


def _chains(report: Report) -> Markup:
    last = max(row.k for row in report.chains)
    marks = [
        Mark(row.k, row.right.value, *row.right.interval, f"K = {row.k}: {row.right}", 0.3)
        for row in report.chains
    ]
    e = report.looks
    low, high = e.interval
    ks = [1 + (last - 1) * step / 40 for step in range(41)] if last > 1 else [1.0]
    return plane(
        "Right answers by the number of looks",
        marks=marks,
        lines=[
            ([(k, (1 - e.value) ** k) for k in ks], "first"),
            ([(row.k, row.by_tool) for row in report.chains], "other"),
        ],
        band=[(k, (1 - high) ** k, (1 - low) ** k) for k in ks],
        x_range=(0.6, last + 0.4),
        x_ticks=[
            (row.k, f"{row.k}" if row.k <= LONGEST else f"> {LONGEST}") for row in report.chains
        ],
        x_name="looks that the answer depends on (K)",
        y_name="right",
    )


def _chain_key() -> Markup:
    return tag(
        "div",
        tag("span", tag("i"), "(1 − e)^K"),
        tag("span", tag("i", class_="other"), "product over its tools"),
        tag("span", tag("i", class_="dot"), "measured"),
        class_="key",
    )


def _reliability(report: Report) -> Markup:
    sure = report.calibration
    most = max(row.rate.n for row in sure.bins)
    marks = [
        Mark(
            row.confidence,
            row.rate.value,
            *row.rate.interval,
            f"confidence {row.confidence:.3f}: {row.rate}",
            row.rate.n / most,
        )
        for row in sure.bins
    ]
    return plane(
        "Confidence against rightness",
        marks=marks,
        lines=[([(0, 0), (1, 1)], "ideal")],
        x_name="confidence of the answer",
        y_name="right",
    )


def _risk(report: Report) -> Markup:
    curve = report.calibration.curve
    top = max(0.05, max(risk for _, risk in curve) * 1.15)
    return plane(
        "Risk and coverage",
        lines=[(curve, "first")],
        y_range=(0.0, min(1.0, top)),
        x_name="share of questions that are answered",
        y_name="wrong among them",
    )


def _examples(report: Report) -> Markup:
    rows: list[Content] = []
    for item in report.examples:
        found = item.findings
        assert found is not None
        said = {"tools": "tool error", "planner": "program error", "lucky": "right by luck"}
        verdict = tag(
            "span", said.get(found.verdict, found.verdict), class_=f"verdict {found.verdict}"
        )
        rows.append(
            tag(
                "tr",
                tag("td", verdict),
                tag("td", item.run.question or "-"),
                tag("td", found.answer),
                tag("td", found.expected or "-"),
                tag("td", found.sentence),
                tag("td", tag("code", item.run.id)),
            )
        )
    names = ("", "question", "answer", "expected", "finding", "run")
    return tag("table", tag("tr", *(tag("th", name) for name in names)), *rows)


def _interval(rate: Rate) -> str:
    low, high = rate.interval
    return f"95 % {low:.1%} to {high:.1%} of {rate.n}"
