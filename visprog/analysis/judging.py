"""Findings of a run as the words and classes that a page of it shows."""

from __future__ import annotations

from visprog.analysis.findings import Findings, StepFinding
from visprog.trace.export.exhibits import Judged


def judged(found: Findings) -> Judged:
    """What :func:`visprog.trace.export.page.page` takes. Blame and repair stay two things."""
    return Judged(
        classes={item.step: item.kind for item in found.steps if item.kind is not None},
        notes={item.step: note for item in found.steps if (note := _note(item))},
        headline=_headline(found),
        expected=None if found.expected is None else str(found.expected),
    )


def _headline(found: Findings) -> str:
    sentence = found.sentence
    said = f"{sentence[:1].upper()}{sentence[1:]}."
    if not found.confidence:
        return said
    asked = [step for step in found.steps if step.asks_model]
    how = "calibrated" if all(step.calibrated for step in asked) else "not calibrated"
    return f"{said} Sure of the answer: {found.confidence:.2f} ({how})."


def _note(item: StepFinding) -> str:
    parts = []
    if item.asks_model and item.confidence is not None:
        how = "calibrated" if item.calibrated else "as it says itself, not calibrated"
        parts.append(f"sure {item.confidence:.2f} ({how})")
    if item.types:
        parts.append(f"wrong by {', '.join(item.types)}")
    if item.kind == "intrinsic" or item.blame:
        parts.append(f"blame {item.blame:+.2f}, alone {item.alone:+.2f}")
    if item.repairable:
        parts.append("repairable here: with this value right, so is the answer")
    if item.repair is not None:
        low, high = item.repair["interval"]
        parts.append(f"repairable: gain {item.repair['gain']:+.3f} ({low:+.2f} to {high:+.2f})")
    if item.look is not None:
        look = item.look
        parts.append(
            f"risk {look['risk']:.3f}: doubt {look['doubt']:.2f}, "
            f"sensitivity {look['sensitivity']:.2f}"
        )
        parts += [breach["message"] for breach in look["breaches"]]
    return "; ".join(parts)
