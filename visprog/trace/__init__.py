"""The trace: every event of a run, on disk as it happens, and readable as a run."""

from visprog.trace.reader import events, read
from visprog.trace.recorder import Recorder, new_run_id
from visprog.trace.run import Run, Step
from visprog.trace.store import Listed, runs, verify

__all__ = ["Listed", "Recorder", "Run", "Step", "events", "new_run_id", "read", "runs", "verify"]
