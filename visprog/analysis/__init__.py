"""What recorded runs have to say: what would be if, which step is to blame, how reliable tools are.

Two interventions are kept apart throughout. Correcting a step's *value* shows where an answer is
**repairable**; replacing a step's *mechanism* by an oracle on the inputs that it really got shows
**blame**. One error in the first of three steps is repairable at all three, and only the first is
to blame.
"""

from visprog.analysis.changes import Changes, changes
from visprog.analysis.diff import Diff, diff
from visprog.analysis.forecast import Forecast, forecast
from visprog.analysis.recording import Recording
from visprog.analysis.replay import Replayed, Served, replay

__all__ = [
    "Changes",
    "Diff",
    "Forecast",
    "Recording",
    "Replayed",
    "Served",
    "changes",
    "diff",
    "forecast",
    "replay",
]
