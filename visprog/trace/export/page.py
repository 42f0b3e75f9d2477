"""One run as one HTML file: it opens from a disk without a network, and runs no script.

Everything that comes out of a trace is text (:mod:`visprog.trace.export.markup`); the policy in the
file allows pictures from ``data:`` and the one style sheet, by its hash, and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

from visprog.graph import ANSWER
from visprog.trace.export.drawing import draw
from visprog.trace.export.evidence import evidence
from visprog.trace.export.exhibits import CLASSES, Exhibits, Judged, Lost
from visprog.trace.export.figure import Gallery, figure
from visprog.trace.export.markup import Content, Markup, join, tag, verbatim
from visprog.trace.run import Run, Step
from visprog.types import Image
from visprog.wording import wording


def page(run: Run, judged: Judged | None = None) -> str:
    """The file's text. A value that the trace lacks is said to be missing where it would be."""
    exhibits, gallery = Exhibits(run, judged), Gallery()
    body = tag(
        "main",
        _top(exhibits),
        tag("section", _inputs(exhibits, gallery), _program(exhibits), class_="columns"),
        _graph(exhibits),
        _steps(exhibits, gallery),
        _others(exhibits),
        _footer(exhibits),
    )
    style = files(__package__).joinpath("page.css").read_text("utf-8") + _hovers(exhibits)
    style += _classes()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'"
    )
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", f"{run.question or 'Run'} · {run.id}"),
        tag("style", verbatim(style)),
    )
    return f"<!doctype html>\n{tag('html', head, tag('body', body, gallery.store()), lang='en')}\n"


def _top(exhibits: Exhibits) -> Markup:
    run, judged = exhibits.run, exhibits.judged
    answer = exhibits.value(ANSWER)
    said = run.status if run.status != "ok" else _said(answer)
    when = datetime.fromtimestamp(run.time, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    brand = tag(
        "div", tag("b", "visprog"), tag("span", run.id), tag("span", when),
        tag("span", f"replay of {run.parent}") if run.parent else None, class_="brand",
    )  # fmt: skip
    question = tag("h1", run.question or "A program, run as it stands", class_="question")
    shown = tag("p", said, class_="answer long" if len(said) > 24 else "answer")
    usage = run.usage
    chips: list[Content] = [
        _chip("", run.status),
        _chip("expected", judged.expected) if judged.expected is not None else None,
        _chip("steps", len(run.steps)),
        _chip("seconds", f"{run.seconds:.2f}"),
        _chip("model calls", usage.get("model_calls", "–")),
        _chip("from the cache", usage.get("cached", "–")),
        _chip("pack", run.pack),
        _chip("planner", run.planner) if run.planner else None,
    ]
    return join(
        tag("header", brand, question, shown, class_="top"),
        tag("div", *chips, class_="chips"),
        _headline(exhibits),
    )


def _headline(exhibits: Exhibits) -> Markup:
    """The first thing to look at, in one sentence."""
    run, judged = exhibits.run, exhibits.judged
    if judged.headline:
        kinds = set(judged.classes.values())
        kind = "fault" if "intrinsic" in kinds else "fine" if kinds <= {"ok"} else ""
        return tag("p", judged.headline, class_=f"headline {kind}".strip())
    if run.status in ("error", "rejected", "killed"):
        message = (run.error or {}).get("message", "")
        failed = next((step for step in run.steps if step.status == "error"), None)
        where = join("at ", _link(failed), ": ") if failed else ""
        return tag(
            "p", f"The run ended with {run.status} ", where, message, class_="headline fault"
        )
    if run.status == "unfinished":
        return tag("p", "The trace just ends: the run was killed, or still runs.",
                   class_="headline fault")  # fmt: skip
    for step in run.steps:
        if fallbacks := exhibits.fallbacks(step):
            return tag("p", "Look here first: ", _link(step), " fell back: ", fallbacks[0],
                       class_="headline")  # fmt: skip
    return Markup("")


def _inputs(exhibits: Exhibits, gallery: Gallery) -> Markup:
    shown = [
        figure(gallery, image, f"{name}: {image.width} × {image.height} pixels")
        if isinstance(image, Image)
        else tag("p", f"{name}: {image.why if isinstance(image, Lost) else image}", class_="bad")
        for name, image in exhibits.inputs.items()
    ]
    answer = exhibits.value(ANSWER)
    if isinstance(answer, Image):
        shown.append(figure(gallery, answer, "the answer"))
    return tag("div", tag("h2", "Pictures"), tag("div", *shown, class_="row"), class_="inputs")


def _program(exhibits: Exhibits) -> Markup:
    run = exhibits.run
    problems = {item.line: item for item in run.diagnostics}
    rows = []
    used = set()
    for number, line in enumerate((run.program or "").splitlines(), 1):
        steps = [step for step in run.steps if step.line == number]
        kind = exhibits.line_class(number)
        if kind is not None:
            used.add(kind.name)
        off = kind is None and any(call[1] == number for call in run.calls)
        links = [tag("a", step.id, href=f"#{step.id}") for step in steps[:8]]
        more = f" +{len(steps) - 8}" if len(steps) > 8 else ""
        problem = problems.get(number)
        rows.append(
            tag(
                "li",
                tag("span", number),
                tag(
                    "span",
                    kind.sign if kind else "○" if off else "",
                    title=kind.words if kind else "not executed" if off else None,
                ),
                tag("code", line),
                tag("span", *links, more, class_="steps"),
                class_=f"line kind-{kind.name}" if kind else "line off" if off else "line",
            )
        )
        if problem is not None:
            rows.append(tag("li", "", "", tag("span", problem.message, class_="bad")))
    legend = [
        tag("span", tag("span", CLASSES[name].sign, class_=f"sign kind-{name}"), " ",
            CLASSES[name].words)
        for name in CLASSES
        if name in used
    ]  # fmt: skip
    return tag(
        "div",
        tag("h2", f"Program{f' ({run.dialect})' if run.dialect else ''}"),
        tag("div", tag("ol", *rows), class_="card program"),
        tag("div", *legend, class_="legend"),
    )


def _graph(exhibits: Exhibits) -> Markup:
    if not len(exhibits.graph):
        return Markup("")
    drawing = draw(exhibits, lambda node: f"#{node}" if node in exhibits.steps else None)
    return tag(
        "section",
        tag("h2", "What used what"),
        tag("div", tag("div", drawing, class_="graphbox"), class_="card", tabindex=0),
    )


def _steps(exhibits: Exhibits, gallery: Gallery) -> Markup:
    cards = [_step(exhibits, gallery, step) for step in exhibits.run.steps]
    return tag("section", tag("h2", "Evidence, step by step"), *cards) if cards else Markup("")


def _others(exhibits: Exhibits) -> Markup:
    """Other programs for the same question, and why this one's answer counts."""
    run = exhibits.run
    parts: list[Content] = []
    if run.chosen is not None:
        choice = run.chosen
        said = f"chosen by {choice.by}, agreement {choice.agreement:.0%}: {choice.reason}"
        parts.append(tag("p", said))
    for one in run.tried:
        doubt = f", but {one.doubt}" if one.doubt else ""
        said = f"{one.answer} ({one.status}, evidence {one.evidence:.2f}{doubt})"
        summary = tag("summary", tag("code", one.run), " → ", tag("b", said))
        parts.append(tag("details", summary, tag("pre", one.program)))
    if not parts:
        return Markup("")
    return tag(
        "section", tag("h2", "Other programs for it"), tag("div", *parts, class_="card others")
    )


def _step(exhibits: Exhibits, gallery: Gallery, step: Step) -> Markup:
    kind = exhibits.class_of(step.id)
    call = f"{step.tool}({', '.join(f'{name}={value}' for name, value in step.args.items())})"
    head = tag(
        "header",
        tag("h3", tag("small", step.id), step.tool),
        tag("span", f"{kind.sign} {kind.words}", class_="state"),
        tag("span", f"line {step.line} · {step.ms:.1f} ms", class_="meta"),
        tag("code", call, class_="call"),
    )
    judged = exhibits.judged.notes.get(step.id)
    parts: list[Content] = [head]
    if judged:
        parts.append(tag("p", judged, class_="headline"))
    if step.error:
        parts.append(tag("p", step.error, class_="bad"))
    parts.append(evidence(exhibits, gallery, step))
    if step.status in ("ok", "error"):
        again = f"visprog replay {exhibits.run.id} --set {step.id}=VALUE"
        parts.append(
            tag("details", tag("summary", "What if it were something else?"), tag("pre", again))
        )
    return tag("article", *parts, id=step.id, class_=f"card step kind-{kind.name}")


def _footer(exhibits: Exhibits) -> Markup:
    run = exhibits.run
    facts: dict[str, Any] = {
        **{f"version of {name}": value for name, value in run.versions.items() if name != "pid"},
        **{f"setting {name}": value for name, value in run.settings.items()},
    }
    models = [
        (f"model for {role}", f"{m.get('checkpoint')} @ {m.get('revision')}, {m.get('dtype')}, "
                              f"{m.get('kind')}: {m.get('settings')}")
        for role, m in run.models.items()
    ]  # fmt: skip
    listed = [join(tag("dt", name), tag("dd", value)) for name, value in [*facts.items(), *models]]
    parts: list[Content] = []
    for attempt in run.attempts[:-1]:
        parts.append(
            tag("details", tag("summary", f"attempt {attempt.attempt} of the planner, rejected"),
                tag("pre", attempt.program))
        )  # fmt: skip
    if run.prints:
        said = "".join(item.text for item in run.prints)
        parts.append(tag("details", tag("summary", "what the program printed"), tag("pre", said)))
    if run.damage:
        parts.append(tag("ul", *(tag("li", line, class_="bad") for line in run.damage)))
    parts.append(tag("details", tag("summary", "versions, settings, models"), tag("dl", *listed)))
    return tag("footer", *parts)


# -- style that follows from the run


def _classes() -> str:
    """The colour of every class, in the program, the graph, the cards and the legend."""
    return "".join(
        f".line.kind-{n}{{border-color:var(--{n})}}.line.kind-{n}>span:nth-child(2),"
        f".sign.kind-{n},.step.kind-{n} .state{{color:var(--{n})}}"
        f".graph .kind-{n} .band{{fill:var(--{n})}}.graph .kind-{n} .sign{{fill:var(--{n})}}"
        f".step.kind-{n}{{border-left-color:var(--{n})}}"
        for n in CLASSES
    )


def _hovers(exhibits: Exhibits) -> str:
    """Hovering a node, or reaching it by keyboard, dims what neither caused it nor follows from it.

    Node names in selectors are CSS strings: quoted and escaped.
    """
    graph = exhibits.graph
    rules = []
    names = list(graph)
    if len(names) > 80:
        return ""
    for name in names:
        kept = {name, *graph.causes(name), *graph.cone(name)}
        dim = [other for other in names if other not in kept]
        edges = {(edge.source, edge.target) for edge in graph.edges()}
        loose = [pair for pair in edges if not _on_a_way(name, pair, graph.causes(name), kept)]
        targets = [f".node[data-step={_css(other)}]" for other in dim] + [
            f".edge[data-source={_css(a)}][data-target={_css(b)}]" for a, b in sorted(loose)
        ]
        if targets:
            node = f".node[data-step={_css(name)}]"
            when = f".graph:has({node}:hover,{node} a:focus-visible)"
            rules.append(f"{when} :is({','.join(targets)}){{opacity:.16}}")
    return "".join(rules)


def _on_a_way(name: str, pair: tuple[str, str], causes: set[str], kept: set[str]) -> bool:
    """Whether an edge leads to the node, or away from it."""
    source, target = pair
    into = target == name or target in causes
    out = source == name or (source in kept and source not in causes)
    return (into and source in kept) or (out and target in kept)


def _css(name: str) -> str:
    return '"' + "".join(f"\\{ord(c):x} " if not c.isalnum() else c for c in name) + '"'


def _chip(name: str, value: Any) -> Markup:
    return tag("span", f"{name} " if name else "", tag("b", value), class_="chip")


def _link(step: Step | None) -> Markup:
    return tag("a", f"{step.id} ({step.tool})", href=f"#{step.id}") if step else Markup("")


def _said(value: Any) -> str:
    return value.why if isinstance(value, Lost) else wording(value)


def fragment(run: Run, judged: Judged | None = None) -> str:
    """A run for a notebook: question, answer, program, graph. Without script or style sheet."""
    exhibits = Exhibits(run, judged)
    answer = run.status if run.status != "ok" else _said(exhibits.value(ANSWER))
    rows = []
    for number, line in enumerate((run.program or "").splitlines(), 1):
        kind = exhibits.line_class(number)
        rows.append(f"{kind.sign if kind else ' '} {number:3}  {line}")
    drawing = draw(exhibits) if len(exhibits.graph) else Markup("")
    return tag(
        "div",
        tag("p", tag("b", answer), f" · {run.question}" if run.question else ""),
        tag("pre", "\n".join(rows)),
        tag("div", drawing),
    )
