"""Runs every program here on its pictures and keeps what happened as the expected trace.

    python examples/programs/record.py        # look at the difference before you commit it

``expected.json`` has, for each program, its pictures, its answer in words, and for each step the
tool, the line and its value when that is a number, a text or a truth value (else its kind).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from visprog.answer import Answer
from visprog.session import Session

HERE = Path(__file__).parent
EXPECTED = HERE / "expected.json"


def happened(answer: Answer) -> dict[str, Any]:
    """What a run is compared by."""
    return {
        "answer": answer.text,
        "steps": [[step.tool, step.line, _value(step.load())] for step in answer.steps],
        "edges": [
            f"{edge.source} -> {edge.target}: {edge.label}" for edge in answer.graph.edges("data")
        ],
    }


def _value(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return round(value, 2)
    size = f" of {len(value)}" if hasattr(value, "__len__") else ""
    return f"{type(value).__name__}{size}"


def run(session: Session, name: str, images: list[str]) -> Answer:
    """Run one program on its pictures."""
    text = (HERE / f"{name}.txt").read_text("utf-8")
    return session.run(text, [HERE.parent / f"{image}.png" for image in images])


def main() -> None:
    expected = json.loads(EXPECTED.read_text("utf-8"))
    with Session(pack="micro") as session:
        for name, entry in expected.items():
            answer = run(session, name, entry["images"])
            print(f"{name}: {answer.text}")
            expected[name] = {"images": entry["images"], **happened(answer)}
    EXPECTED.write_text(json.dumps(expected, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
