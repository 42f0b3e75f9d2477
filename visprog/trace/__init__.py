"""The trace: every event of a run, on disk as it happens, and readable as a run."""

from visprog.trace.index import Listed, rebuild, runs
from visprog.trace.reader import events, read
from visprog.trace.recorder import Recorder, new_run_id
from visprog.trace.retention import Retention, outdated, prune, remove, sweep
from visprog.trace.run import Run, Step
from visprog.trace.verifying import verify

__all__ = [
    "Listed",
    "Recorder",
    "Retention",
    "Run",
    "Step",
    "events",
    "new_run_id",
    "outdated",
    "prune",
    "read",
    "rebuild",
    "remove",
    "runs",
    "sweep",
    "verify",
]
