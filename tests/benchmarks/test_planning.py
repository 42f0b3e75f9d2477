"""The noisy planner errs as it says, and the strategies that are compared on it differ."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import pytest

from visprog import plugins
from visprog.errors import ProgramError
from visprog.session import Session
from visprog_benchmarks.metrics import right
from visprog_benchmarks.planning.compare import compare
from visprog_benchmarks.planning.noise import (
    FAILING,
    INVALID,
    NEARLY,
    WRONG,
    Change,
    NoisySource,
    Rates,
    _spoilt,
)
from visprog_benchmarks.world.oracle import Oracle, picture
from visprog_benchmarks.world.question import Question
from visprog_benchmarks.world.questions import questions
from visprog_planners import Request
from visprog_planners.library import dialect_of
from visprog_planners.prompt import Prompting, messages
from visprog_planners.repair import by_rule
from visprog_planners.source import Sampling

ASKED = questions(22, 5)
NONE = Rates(nearly=0, invalid=0, prose=0, failing=0, wrong=0, stubborn=0)


def variants(question: Question, kind: Sequence[Change]) -> set[str]:
    drawn = {_spoilt(question.program, kind, random.Random(n)) for n in range(12)}
    return drawn - {question.program}


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    pictures = {scene: picture(scene) for question in ASKED for scene in question.scenes}
    tools = plugins.tools().replaced(Oracle((p, s) for s, p in pictures.items()).tools())
    with Session(pack="micro", tools=tools) as opened:
        yield opened


def test_each_kind_of_mistake_is_what_it_says(session: Session) -> None:
    seen = dict.fromkeys(("nearly", "invalid", "failing", "wrong"), 0)
    for question in ASKED[::2]:
        images = [picture(scene) for scene in question.scenes]
        names = len(images)
        for text in variants(question, NEARLY):
            fixed, notes = by_rule(text, dialect_of(text), session.tools)
            assert notes
            assert fixed == question.program
            seen["nearly"] += 1
        for text in variants(question, INVALID):
            with pytest.raises(ProgramError):
                session.check(text, names)
            seen["invalid"] += 1
        for text in variants(question, FAILING):
            session.check(text, names)
            assert session.run(text, images).status == "error", text
            seen["failing"] += 1
        for text in variants(question, WRONG):
            answer = session.run(text, images)
            assert answer.ok, answer.error
            seen["wrong"] += not right(answer.result, question.answer)
    assert min(seen.values()) >= 8, seen


async def test_replies_follow_from_the_seed_and_not_from_the_order() -> None:
    programs = {question.text: question.program for question in ASKED}
    turns = [messages(Request(q.text, len(q.scenes)), Prompting(count=0, wrong=0)) for q in ASKED]
    one, other = NoisySource(programs, 7), NoisySource(programs, 7)
    first = [(await one.ask(turn, Sampling(), 1.0)).text for turn in turns]
    again = [(await other.ask(turn, Sampling(), 1.0)).text for turn in reversed(turns)]
    assert first == again[::-1]
    assert first != [(await one.ask(turn, Sampling(seed=1), 1.0)).text for turn in turns]
    quiet = NoisySource(programs, 7, NONE)
    for turn, question in zip(turns, ASKED, strict=True):
        assert question.program in (await quiet.ask(turn, Sampling(), 1.0)).text


def test_without_noise_one_shot_is_enough() -> None:
    result = compare(11, 5, rates=NONE, strategies=["one shot"], progress=False)
    assert result["strategies"]["one shot"]["rate"] == 1.0


def test_repair_and_votes_are_worth_something() -> None:
    names = ["one shot", "check and repair", "vote of 5, with repair"]
    result = compare(33, 5, strategies=names, progress=False)
    shot, repaired, voted = (result["strategies"][name]["rate"] for name in names)
    assert shot + 0.1 <= repaired <= voted
    assert 1.0 <= result["strategies"]["one shot"]["requests"] < 1.2, "prose is asked about again"
    assert result["strategies"]["vote of 5, with repair"]["requests"] >= 5
    for name in names:
        low, high = result["strategies"][name]["interval"]
        assert low <= result["strategies"][name]["rate"] <= high
