"""What a step has to show for itself: what its tool saw, what it found, how sure it was."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from visprog.events import ModelCalled
from visprog.graph import Edge
from visprog.trace import nearness
from visprog.trace.export.exhibits import FALLBACKS, Exhibits, Lost
from visprog.trace.export.figure import Drawn, Gallery, figure, plain_picture
from visprog.trace.export.markup import Content, Markup, join, tag
from visprog.trace.export.pictures import colour, difference
from visprog.trace.export.sighting import sighting
from visprog.trace.held import held
from visprog.trace.run import Run, Step, model_name
from visprog.types import Box, Image, Mask, Region, Regions
from visprog.wording import wording

ROWS = 40
"""Candidates in a table, at most; the rest are counted."""


def evidence(exhibits: Exhibits, gallery: Gallery, step: Step) -> Markup:
    """Figures, tables and notes of one step."""
    value = exhibits.value(step.id)
    facts = exhibits.facts(step)
    parts: list[Markup] = []
    if isinstance(value, Lost):
        parts.append(tag("p", f"The value is not in the trace: {value.why}.", class_="bad"))
    elif step.status == "ok":
        parts += _shown(exhibits, gallery, step, value, facts)
    parts += _rankings(facts)
    parts += _prompts(step)
    parts += _notes(step)
    parts += _control(exhibits, step)
    if step.model_calls:
        parts.append(_models(step))
    return join(*parts)


# -- values


def _shown(
    exhibits: Exhibits, gallery: Gallery, step: Step, value: Any, facts: Mapping[str, Any]
) -> Iterator[Markup]:
    pictures = dict(exhibits.pictures(step))
    first = next(iter(pictures.values()), None)
    match value:
        case Regions():
            image = value.image or first
            yield from _regions(gallery, image, list(value), _others(facts))
        case Region():
            yield from _regions(gallery, first, [value], [])
        case Image():
            yield from _image(gallery, value, pictures)
        case Mask():
            if first is not None and value.bits.shape == first.pixels.shape[:2]:
                said = _mask_facts(value)
                yield _row(figure(gallery, first, said, masks=[value], described=said))
        case list() | tuple() if value and all(isinstance(item, Image) for item in value):
            yield from _patches(gallery, value, first, facts)
        case _:
            if first is not None:
                yield _row(*_seen(exhibits, gallery, step))
            said = wording(value)
            length = "long" if len(said) > 60 else ""
            yield tag("p", said, class_=f"value {length}".strip())


def _regions(
    gallery: Gallery,
    image: Image | None,
    found: Sequence[Region],
    others: Sequence[tuple[str, Region]],
) -> Iterator[Markup]:
    if image is not None:
        boxes = [
            Drawn(
                _in(image, region),
                f"{index} {region.label} {region.score:.2f}",
                f"{index}: {region.label}, score {region.score:.3f}",
                index,
            )
            for index, region in enumerate(found)
        ]
        boxes += [
            Drawn(_in(image, r), r.label, f"{why}: {r.label}, score {r.score:.3f}", counted=False)
            for why, r in others[:ROWS]
        ]
        masks = [region.mask for region in found if region.mask is not None]
        seen = f"{len(found)} found in {_size(image)}" + (
            f", {len(others)} that did not count" if others else ""
        )
        drawn = figure(gallery, image, seen, boxes=boxes, masks=masks)
        yield _row(drawn, _table(found, others, image))
    elif found or others:
        yield _table(found, others, None)


def _table(
    found: Sequence[Region], others: Sequence[tuple[str, Region]], image: Image | None
) -> Markup:
    rows = [
        _table_row(str(index), region, image, "used", index) for index, region in enumerate(found)
    ]
    rows += [_table_row("", region, image, why, None) for why, region in others[:ROWS]]
    more = len(others) - ROWS
    if more > 0:
        rows.append(tag("tr", tag("td", f"{more} more", colspan=6)))
    if not rows:
        rows.append(tag("tr", tag("td", "nothing was found", colspan=6)))
    heads = ("", "label", "score", "box (left, top, right, bottom)", "size", "")
    head = tag("tr", *(tag("th", name, scope="col") for name in heads))
    margin = ""
    if len(found) > 1:
        margin = f"First ahead of second by {found[0].score - found[1].score:.3f}. "
    rest = [region.score for _, region in others]
    if found and rest:
        last = found[-1].score
        margin += f"Last that counted {last:.3f}, best that did not {max(rest):.3f}."
    note = tag("p", margin, class_="quiet") if margin else Markup("")
    return tag("div", tag("table", tag("thead", head), tag("tbody", *rows)), note, class_="scroll")


def _table_row(
    number: str, region: Region, image: Image | None, why: str, index: int | None
) -> Markup:
    box = region.box
    dot = tag(
        "svg", tag("rect", width=10, height=10, rx=2, fill=colour(index)), width=10, height=10,
        aria_hidden="true",
    ) if index is not None else Markup("")  # fmt: skip
    share = ""
    if image is not None and image.box.area:
        share = f", {min(1.0, box.area / image.box.area):.1%}"
    size = f"{box.width:.0f} × {box.height:.0f}{share}"
    state = why if region.mask is None else f"{why}; {_mask_facts(region.mask)}"
    if not box.area and region.mask is None:
        state += "; empty box"
    return tag(
        "tr",
        tag("td", dot, f" {number}" if number else ""),
        tag("td", region.label or "–"),
        tag("td", bar(region.score), f" {region.score:.3f}", class_="number"),
        tag("td", ", ".join(f"{edge:.0f}" for edge in box.xyxy), class_="number"),
        tag("td", size, class_="number"),
        tag("td", state),
        class_=None if index is not None else "other",
    )


def _others(facts: Mapping[str, Any]) -> list[tuple[str, Region]]:
    """Candidates that did not count, and why."""
    found = []
    for name, why in (("suppressed", "suppressed"), ("below", "below threshold")):
        regions = facts.get(name)
        if isinstance(regions, Regions):
            found += [(why, region) for region in regions]
    candidates = facts.get("candidates")
    if not found and isinstance(candidates, Regions):
        found = [("candidate", region) for region in candidates]
    return found


def _image(gallery: Gallery, value: Image, pictures: Mapping[str, Image]) -> Iterator[Markup]:
    source = next(iter(pictures.values()), None)
    if source is None:
        yield _row(figure(gallery, value, _size(value)))
        return
    same_root = value.frame.root == source.frame.root
    window = source.frame.from_root(value.frame.to_root(value.box)) if same_root else None
    if source == value:
        yield _row(figure(gallery, value, f"the same picture, {_size(value)}"))
    elif source.pixels.shape == value.pixels.shape:
        yield from _edited(gallery, source, value)
    elif window is not None and window.area < source.box.area * 0.9999:
        share = window.area / source.box.area
        yield _row(
            figure(gallery, source, f"cut from {_size(source)}", window=window),
            figure(gallery, value, f"{_size(value)}: {share:.1%} of the picture"),
        )
    else:
        yield _row(figure(gallery, source, f"before, {_size(source)}"),
                   figure(gallery, value, f"after, {_size(value)}"))  # fmt: skip


def _edited(gallery: Gallery, before: Image, after: Image) -> Iterator[Markup]:
    changed = (before.pixels != after.pixels).any(axis=2)
    share = f"{changed.mean():.1%} of the pixels changed"
    figures = [figure(gallery, before, "before"), figure(gallery, after, f"after: {share}")]
    heat = difference(before, after)
    if heat is not None and changed.any():
        figures.append(
            plain_picture(heat, "how much each pixel changed", after.width, after.height)
        )
    yield _row(*figures)


def _patches(
    gallery: Gallery, patches: Sequence[Image], first: Image | None, facts: Mapping[str, Any]
) -> Iterator[Markup]:
    """Crops of one picture are boxes in it."""
    regions = facts.get("regions")
    if isinstance(regions, Regions) and len(regions) == len(patches):
        yield from _regions(gallery, first, list(regions), _others(facts))
    elif first is not None and all(patch.frame.root == first.frame.root for patch in patches):
        boxes = [
            Drawn(first.frame.from_root(patch.frame.to_root(patch.box)), str(i), "", i)
            for i, patch in enumerate(patches)
        ]
        said = f"{len(patches)} cut from {_size(first)}"
        yield _row(figure(gallery, first, said, boxes=boxes))
    shown = patches[:12]
    each = [figure(gallery, p, f"{i}: {_size(p)}", largest=180) for i, p in enumerate(shown)]
    yield _row(*each)
    if len(patches) > len(shown):
        yield tag("p", f"{len(patches) - len(shown)} more patches", class_="quiet")


def _seen(exhibits: Exhibits, gallery: Gallery, step: Step) -> Iterator[Markup]:
    """What a step looked at that came to a number, a word or a truth value."""
    for name, value in exhibits.arguments(step).items():
        if isinstance(value, Image):
            yield figure(gallery, value, f"{name}: {_size(value)}", largest=240)
        elif isinstance(value, Regions) and value.image is not None:
            boxes = [
                Drawn(_in(value.image, region), str(index), region.label, index)
                for index, region in enumerate(value)
            ]
            said = f"{name}: {wording(value)}"
            yield figure(gallery, value.image, said, boxes=boxes, largest=240)


# -- scores, notes, models


def _rankings(facts: Mapping[str, Any]) -> Iterator[Markup]:
    """Top-k lists, with margin and entropy."""
    tables: list[Any] = []
    for name in ("rankings", "ranking"):
        found = facts.get(name)
        if isinstance(found, list) and found:
            tables += found if name == "rankings" else [found]
    for index, ranking in enumerate(tables[:8]):
        pairs = [(str(word), float(p)) for word, p in ranking if isinstance(p, int | float)]
        if not pairs:
            continue
        rows = [
            tag("tr", tag("td", word), tag("td", bar(p), f" {p:.3f}", class_="number"))
            for word, p in pairs
        ]
        scores = [p for _, p in pairs]
        said = f"margin {scores[0] - scores[1]:.3f}" if len(scores) > 1 else ""
        if 0.5 < sum(scores) <= 1.001:
            entropy = -sum(p * math.log2(p) for p in scores if p > 0)
            said += f", entropy {entropy:.2f} bit" if said else f"entropy {entropy:.2f} bit"
        caption = f"region {index}: {said}" if len(tables) > 1 else said
        yield tag("table", tag("caption", caption), tag("tbody", *rows), class_="ranking")


def _prompts(step: Step) -> Iterator[Markup]:
    """The exact texts that models were asked with, and what they said in so many words."""
    said: list[tuple[str, str]] = []
    for call in step.model_calls:
        item = held(call.item).json
        for name, value in item.items() if isinstance(item, dict) else ():
            if isinstance(value, str) and call.operation not in ("text", "detect"):
                reply = held(call.result)
                said.append((f"{call.role}.{name}: {value}", reply.said))
    for prompt, answer in said[:12]:
        yield tag("p", tag("q", prompt), " → ", tag("b", answer), class_="prompt")


def _notes(step: Step) -> Iterator[Markup]:
    items = [
        tag("li", tag("code", note.code), " ", note.message,
            class_="fallback" if note.code in FALLBACKS else None)
        for note in step.noted
    ]  # fmt: skip
    if items:
        yield tag("ul", *items, class_="notes")


def _control(exhibits: Exhibits, step: Step) -> Iterator[Markup]:
    """Decisions that the step hangs on, and looks at its value."""
    decided = [edge for edge in step.edges if edge.kind == "control"]
    for edge in decided:
        value = wording(exhibits.value(edge.source)) if edge.source in exhibits.steps else ""
        margin = _margin(exhibits.run, edge)
        near = f": {margin}" if margin is not None else ""
        said = f"Ran because of {edge.label}, which looked at {edge.source} ({value}){near}."
        yield tag("p", said, class_="quiet")
    arguments = exhibits.arguments(step)
    if isinstance(expression := arguments.get("expr"), str):
        for margin in nearness.of_expression(expression, arguments):
            yield tag("p", f"{margin}.", class_="quiet")
    looks = [look for look in exhibits.run.looks if look.ref.split("[")[0].split(".")[0] == step.id]
    if looks:
        lines = ", ".join(str(line) for line in sorted({look.line for look in looks}))
        yield tag("p", f"The program looked at its value on line {lines}.", class_="quiet")


def _margin(run: Run, edge: Edge) -> nearness.Margin | None:
    """How near the decision of a control edge was to going the other way."""
    line = int(edge.label.split()[1])
    looks = [look for look in run.looks if (look.ref, look.line) == (edge.source, line)]
    shown = [held(look.shown).json for look in looks]
    return nearness.of_line(run.program or "", line, shown)


def _models(step: Step) -> Markup:
    shown = step.model_calls[:60]
    heads = (
        "model", "operation", "asked with", "seen as",
        "queued", "computed", "batch", "device", "memory", "cache",
    )  # fmt: skip
    rows = [tag("tr", *(tag("td", cell) for cell in _call(call))) for call in shown]
    more = len(step.model_calls) - len(shown)
    if more:
        rows.append(tag("tr", tag("td", f"{more} more", colspan=len(heads))))
    head = tag("tr", *(tag("th", name, scope="col") for name in heads))
    table = tag("table", tag("thead", head), tag("tbody", *rows))
    calls = f"{len(step.model_calls)} model call{'' if len(step.model_calls) == 1 else 's'}"
    said = f"{calls}: {step.model}"
    return tag("details", tag("summary", said), tag("div", table, class_="scroll"))


def _call(call: ModelCalled) -> tuple[Content, ...]:
    cache = "hit" if call.cached else "merged" if call.merged else "computed"
    key = f" {call.key[:10]}" if call.key else ""
    return (
        join(model_name(call), " ", tag("small", call.revision[:12])),
        f"{call.role}.{call.operation}" + (f": {call.error}" if call.error else ""),
        held(call.item).text,
        sighting(call),
        "" if call.cached else f"{call.queued_ms:.1f} ms",
        "" if call.cached else f"{call.compute_ms:.1f} ms",
        f"{call.batch} of {call.batch_size}" if call.batch else "",
        call.device,
        _megabytes(call.memory, call.peak),
        cache + key,
    )


def _megabytes(held_: int, peak: int) -> str:
    said = (f"{held_ / 2**20:.0f} MB held" if held_ else "", f"peak {peak / 2**20:.0f} MB")
    return ", ".join(filter(None, said)) if peak or held_ else ""


# -- small things


def bar(share: float) -> Markup:
    """A number from 0 to 1 as a bar."""
    wide = 60 * min(max(share, 0.0), 1.0)
    return tag(
        "svg",
        tag("rect", width=60, height=8, rx=2, class_="rest"),
        tag("rect", width=wide, height=8, rx=2, class_="share"),
        width=60, height=8, class_="bar", aria_hidden="true",
    )  # fmt: skip


def _row(*figures: Content) -> Markup:
    return tag("div", *figures, class_="row")


def _size(image: Image) -> str:
    return f"{image.width} × {image.height} pixels"


def _in(image: Image, region: Region) -> Box:
    """A region's box in this picture's own pixels."""
    if region.frame is None or region.frame == image.frame:
        return region.box
    return image.frame.from_root(region.root_box)


def _mask_facts(mask: Mask) -> str:
    from scipy import ndimage

    share = mask.area / mask.bits.size
    _, parts = ndimage.label(mask.bits)
    framed = np.pad(~mask.bits, 1, constant_values=True)  # what touches the edge is no hole
    holes = ndimage.label(framed)[1] - 1
    return (
        f"mask {share:.1%}, {parts} part{'' if parts == 1 else 's'}, "
        f"{holes} hole{'' if holes == 1 else 's'}"
    )
