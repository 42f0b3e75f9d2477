"""How results look on a terminal, and as JSON."""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from visprog.errors import VisprogError

if TYPE_CHECKING:
    from visprog.answer import Answer
    from visprog.trace import Run, Step


def say(text: str) -> None:
    """A line about progress, on stderr."""
    print(text, file=sys.stderr, flush=True)


def complain(error: VisprogError) -> None:
    """An error in one line, on stderr."""
    say(f"visprog: {' '.join(str(error).split())}")


def emit_json(data: Any) -> None:
    """One JSON object on one line, on stdout."""
    print(json.dumps(data, ensure_ascii=False, default=str))


def show_answer(answer: Answer, file: Path | None = None, *, quiet: bool) -> None:
    """The answer on the first line, or the file that holds it; then the evidence of every step."""
    if answer.ok:
        print(file or answer.text)
        show_places(answer.result)
    if not answer.ok and not answer.steps:
        return
    if not quiet:
        if file:
            say(answer.text)
        print()
        show_steps(answer.run)
        usage = answer.run.usage
        computed, cached = usage.get("model_calls", 0), usage.get("cached", 0)
        say(
            f"{len(answer.steps)} steps, {computed} model calls"
            + (f" ({cached} more from the cache)" if cached else "")
            + f", {answer.run.seconds:.2f} s; trace: {answer.trace or 'not kept'}"
        )
    if not quiet:
        for one in answer.run.tried:
            why = f" ({one.doubt})" if one.doubt else ""
            say(f"also tried, {one.status}: {one.answer}{why}; run {one.run}")
        if answer.run.chosen is not None:
            say(f"chosen by {answer.run.chosen.by}: {answer.run.chosen.reason}")
    for warning in answer.warnings:
        say(f"note: {warning}")


def show_places(value: Any) -> None:
    """One line for each region that is the answer: its name, and where it lies in its picture."""
    from visprog.wording import wording
    from visprog_tools.showing import places

    for region in places(value) or ():
        in_root = dataclasses.replace(region, box=region.root_box, frame=None)
        print(f"  {wording(in_root)}")


def show_steps(run: Run) -> None:
    """Every step: what was called, what came of it, how it was computed."""
    for step in run.steps:
        print(f"  {step.id:>4}  {call_text(step)}")
        outcome = step.error if step.status == "error" else step.value
        print(f"        -> {outcome}")
        details = [f"line {step.line}", f"{step.ms:.0f} ms"]
        if step.model:
            details.append(f"{step.model}{' (cached)' if step.cached else ''}")
        details += [note for note in step.notes if note]
        print(f"           {'; '.join(str(detail) for detail in details)}")


def call_text(step: Step) -> str:
    """``LOC(image=IMAGE, object='boat')``"""
    return f"{step.tool}({', '.join(f'{name}={text}' for name, text in step.args.items())})"


def worded(run: Run) -> str:
    """A run's answer in words; how it ended when it has none."""
    from visprog.wording import wording

    return wording(run.answer) if run.status == "ok" else run.status
