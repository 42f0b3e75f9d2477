"""Blame in runs whose faults nobody put in: the models' own errors, against the scene graph."""

from __future__ import annotations

from typing import Any

from visprog.analysis import Recording
from visprog.analysis.attribution import attribute
from visprog.analysis.causal import SetMechanism, Structure
from visprog.analysis.distance import Failed
from visprog.analysis.findings import Findings, of_attribution
from visprog.analysis.whole import Whole
from visprog.answer import Answer
from visprog.session import Session
from visprog_benchmarks.metrics import right
from visprog_benchmarks.world.oracle import Oracle
from visprog_benchmarks.world.question import Question


def findings(session: Session, answer: Answer, question: Question, oracle: Oracle) -> Findings:
    """What every step of a run should have been, and who is to blame when the answer is wrong.

    A step's own work on right inputs is done by the session's models where the run did not do it.
    """
    recording = Recording.of(answer)
    table = session.tools
    model = Structure(recording, table, again=Whole(session, recording))
    functions = oracle.tools()
    oracles = {}
    for step, node in model.nodes.items():
        function = functions.get(node.tool)
        way = SetMechanism(function) if function else model.exact(step)
        if way is not None:
            oracles[step] = way

    def score(value: Any) -> float:
        return float(not isinstance(value, Failed) and right(value, question.answer))

    found = attribute(model, model.graph, model.observed, oracles, score)
    return of_attribution(recording.run, found, question.answer, table)
