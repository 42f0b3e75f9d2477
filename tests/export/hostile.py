"""A trace that wants to run code in whoever looks at it."""

from __future__ import annotations

from pathlib import Path

from tests.trace.scenes import picture
from visprog.events import (
    Checked,
    Looked,
    ModelCalled,
    Noted,
    Planned,
    Printed,
    RunFinished,
    RunStarted,
    StepFinished,
    StepStarted,
)
from visprog.graph import Edge
from visprog.program import Ref
from visprog.trace import Recorder, Run, read
from visprog.types import Box, Region, Regions

SCRIPT = "<script>document.title='taken'</script>"
IMG = "\"'><img src=x onerror=\"document.title='taken'\"><svg onload=\"document.title='taken'\">"
STYLE = "</style><style>*{display:none}</style>" + SCRIPT
LINK = "javascript:document.title='taken'"
CONTROL = "\x00\x1b[2J\u202eright to left\ud800"
EVERYTHING = SCRIPT + IMG + STYLE + LINK + CONTROL.replace("\ud800", "")


def hostile(root: Path) -> Run:
    """Every text in it is an attack, also the names of steps and arguments."""
    recorder = Recorder(root, "20260101-000000-000000-dead")
    image = picture(9, 40)
    name = 'IMAGE"]{}*</style><script>'
    step = 's1"]:hover{}</style><script>document.title="taken"</script>'
    found = Regions((Region(Box(1, 1, 30, 30), EVERYTHING, 0.5, frame=image.frame),), image)
    events = (
        RunStarted(
            "20260101-000000-000000-dead", 1.0, EVERYTHING, ((name, image),), EVERYTHING,
            {EVERYTHING: EVERYTHING}, {EVERYTHING: EVERYTHING}, {name: name},
            {EVERYTHING: {"checkpoint": EVERYTHING}}, EVERYTHING,
        ),
        Planned(EVERYTHING, EVERYTHING, 1, 0.1, {}),
        Planned(EVERYTHING, EVERYTHING, 2, 0.1, {}),
        Checked(f"A=LOC({EVERYTHING})\n{EVERYTHING}", EVERYTHING),
        StepStarted(
            step, EVERYTHING, 1, 0, {EVERYTHING: EVERYTHING, "image": Ref(name, "image")},
            (Edge(name, step, "data", EVERYTHING),), 0.1,
        ),
        ModelCalled(
            step, EVERYTHING, EVERYTHING, EVERYTHING, EVERYTHING, False, False, error=EVERYTHING,
            batch=EVERYTHING, device=EVERYTHING, key=EVERYTHING,
            item={EVERYTHING: EVERYTHING}, result=EVERYTHING,
        ),
        Noted(step, EVERYTHING, EVERYTHING, {"ranking": [[EVERYTHING, 0.5]], "below": found}, 0.2),
        StepFinished(step, "ok", found, None, 1.0, False, 0.3),
        StepStarted("s2", "X", 2, 0, {}, (Edge(step, "s2", "control", f"line 1 {EVERYTHING}"),)),
        StepFinished("s2", "error", None, EVERYTHING, 1.0, False, 0.4),
        Looked(step, 2, EVERYTHING, 0.4),
        Printed(EVERYTHING, 2, 0.4),
        RunFinished("ok", EVERYTHING, (Edge(step, "answer", "data", EVERYTHING),), None, 0.5, {}),
    )  # fmt: skip
    for event in events:
        recorder(event)
    recorder.close()
    return read(recorder.path)
