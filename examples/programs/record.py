"""Runs the programs here on their pictures and keeps what happened as the expected trace.

    python examples/programs/record.py [NAME...]    # look at the difference before you commit it

``expected.json`` has, for each program, its pictures (of ``examples/``, or a photograph that
scikit-image ships), what a language model replies if the program asks one, its answer in words, and
for each step the tool, the line and its value when that is a number, a text or a truth value (else
its kind). A new program needs an entry with its ``images``, and its ``replies``, to be recorded.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.planners.scripted import Say, scripted
from visprog.answer import Answer
from visprog.picture import Picture
from visprog.session import Session

HERE = Path(__file__).parent
EXPECTED = HERE / "expected.json"
PHOTOGRAPHS = "skimage.data."

Run = Callable[[str, Mapping[str, Any]], Answer]


@contextmanager
def stage() -> Iterator[Run]:
    """Runs programs by their name and entry, all in one session of the micro pack.

    The language model is a server on loopback that says the entry's replies, one for each request.
    """
    with (
        scripted(Say("")) as model,
        Session(pack="micro", llm="openai/scripted", llm_url=model.url) as session,
    ):

        def run(name: str, entry: Mapping[str, Any]) -> Answer:
            model.steps[:] = [Say(reply) for reply in entry.get("replies", [""])]
            text = (HERE / f"{name}.txt").read_text("utf-8")
            return session.run(text, [picture(image) for image in entry["images"]])

        yield run


def picture(name: str) -> Picture:
    """``boat`` is examples/boat.png, ``skimage.data.astronaut`` the photograph of that name."""
    if not name.startswith(PHOTOGRAPHS):
        return HERE.parent / f"{name}.png"
    from skimage import data

    photograph: Picture = getattr(data, name.removeprefix(PHOTOGRAPHS))()
    return photograph


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


def main(names: list[str]) -> None:
    expected = json.loads(EXPECTED.read_text("utf-8"))
    if unknown := [name for name in names if name not in expected]:
        sys.exit(f"there is no entry {unknown[0]} in {EXPECTED}: add one with its images")
    with stage() as run:
        for name in names or expected:
            answer = run(name, expected[name])
            print(f"{name}: {answer.text}")
            expected[name] |= happened(answer)
    EXPECTED.write_text(json.dumps(expected, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
