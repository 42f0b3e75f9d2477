"""Blame in runs whose faults nobody put in: the models' own errors, against the scene graph."""

from __future__ import annotations

from typing import Any

from visprog.analysis import Recording
from visprog.analysis.attribution import attribute
from visprog.analysis.blame import same
from visprog.analysis.causal import SetMechanism, Structure
from visprog.analysis.distance import Failed, compare
from visprog.analysis.findings import Findings, of_attribution
from visprog.analysis.whole import Whole
from visprog.answer import Answer
from visprog.session import Session
from visprog.types import Image
from visprog_benchmarks.world.oracle import Oracle


def findings(session: Session, answer: Answer, expected: Any, oracle: Oracle) -> Findings:
    """What every step of a run should have been, and who is to blame when the answer is wrong.

    ``expected`` is the right answer; ``None``: what the program comes to with perfect tools. A
    step's own work on right inputs is done by the session's models where the run did not do it.
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
    gold = model(oracles).answer if expected is None else expected

    def score(value: Any) -> float:
        if isinstance(value, Image) and isinstance(
            gold, Image
        ):  # outlines are never quite the same
            return float(not compare(value, gold).wrong)
        return float(same(value, gold))

    found = attribute(model, model.graph, model.observed, oracles, score)
    said = None if isinstance(gold, Failed) else gold
    return of_attribution(recording.run, found, said, table)
