"""``visprog ask`` with a language model behind a URL: streams, votes, what was tried."""

from __future__ import annotations

import json

import pytest

from tests.cli.test_commands import EXAMPLES, Run, visprog
from tests.planners.scripted import Say, scripted

__all__ = ["visprog"]

pytestmark = pytest.mark.filterwarnings("ignore:Accessing the 'model_:DeprecationWarning")

BOAT = str(EXAMPLES / "boat.png")
QUESTION = "How many people are in the boat?"
IN_BOAT = """\
BOX0=LOC(image=IMAGE,object='boat')
IMAGE0=CROP(image=IMAGE,box=BOX0)
BOX1=LOC(image=IMAGE0,object='person')
ANSWER0=COUNT(box=BOX1)
FINAL_RESULT=RESULT(var=ANSWER0)
"""
ANYWHERE = """\
BOX1=LOC(image=IMAGE,object='person')
ANSWER0=COUNT(box=BOX1)
FINAL_RESULT=RESULT(var=ANSWER0)
"""


def fenced(program: str) -> Say:
    return Say(f"```python\n{program}```")


def test_a_stream_is_shown_without_what_a_terminal_would_obey(visprog: Run) -> None:
    with scripted(Say(f"\x1b[2JSure:\n```python\n{IN_BOAT}```")) as script:
        code, out, err = visprog(
            "ask", BOAT, QUESTION, "--planner", "m", "--planner-url", script.url, "--stream"
        )
    assert code == 0, err
    assert out.splitlines()[0] == "3", "and nothing of LiteLLM's own before it"
    assert IN_BOAT in err
    assert "\x1b" not in err


def test_a_vote_is_told(visprog: Run) -> None:
    arguments = ("--samples", "3", "--reruns", "0", "--planner", "m", "--planner-url")
    with scripted(fenced(IN_BOAT), fenced(ANYWHERE), fenced(IN_BOAT)) as script:
        code, out, err = visprog("ask", BOAT, QUESTION, *arguments, script.url)
        assert code == 0, err
        assert out.splitlines()[0] == "3"
        assert "also tried, ok: 4" in err
        assert "chosen by vote: 2 of 3 programs agree" in err
        code, out, err = visprog("ask", BOAT, QUESTION, *arguments, script.url, "--json")
        assert len(script.requests) == 3, "replies are kept under the cache directory"
    body = json.loads(out)
    assert body["chosen"]["weights"] == {"3": 2.0, "4": 1.0}
    assert body["tried"][0]["answer"] == "4"
    assert body["usage"]["requests"] == 0


@pytest.mark.parametrize(
    ("option", "value"), [("--samples", "0"), ("--choose", "luck"), ("--fallback", "coffee")]
)
def test_a_policy_that_is_none(visprog: Run, option: str, value: str) -> None:
    code, _, err = visprog("ask", BOAT, QUESTION, option, value)
    assert code == 2
    assert option.lstrip("-") in err
