"""The LLM planner against a real HTTP server whose every answer is scripted."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from tests.planners.scripted import Break, Fail, Hang, Raw, Say, Script, scripted
from visprog.errors import Diagnostic, PlanError, Unavailable
from visprog.tool import ToolTable
from visprog_planners import Request, planner_named
from visprog_planners.client import Patience
from visprog_planners.llm import LLMPlanner
from visprog_planners.replies import Replies
from visprog_planners.source import PromptTooLong, Refused
from visprog_tools.builtin import TOOLS

# LiteLLM's streams read what pydantic has deprecated
pytestmark = pytest.mark.filterwarnings("ignore:Accessing the 'model_:DeprecationWarning")

PROGRAM = """\
BOX0=LOC(image=IMAGE,object='dog')
ANSWER0=COUNT(box=BOX0)
FINAL_RESULT=RESULT(var=ANSWER0)
"""
FENCED = f"```python\n{PROGRAM}```"
BROKEN = PROGRAM.replace("BOX0=LOC", "BOX0=FROBNICATE")
REQUEST = Request("How many dogs are there?", tools=ToolTable(TOOLS))
QUICK = Patience(request_seconds=100.0, total_seconds=300.0, attempts=3, backoff_seconds=0.01)


def planner(script: Script, patience: Patience = QUICK) -> LLMPlanner:
    return LLMPlanner("openai/scripted", api_base=script.url, patience=patience)


@pytest.fixture(autouse=True)
def _no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)


async def test_a_fenced_program_with_its_usage() -> None:
    with scripted(Say(FENCED)) as script:
        plan = await planner(script).plan(REQUEST)
    assert plan.program == PROGRAM
    assert plan.dialect == "visprog"
    assert plan.planner == "openai/scripted"
    assert plan.usage.requests == 1
    assert (plan.usage.prompt_tokens, plan.usage.completion_tokens) == (100, 20)
    assert plan.usage.reused_tokens == 64
    assert plan.usage.cost is None
    assert plan.seconds > 0


async def test_the_price_of_a_model_that_has_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    with scripted(Say(FENCED)) as script:
        monkeypatch.setenv("OPENAI_API_BASE", script.url)
        plan = await LLMPlanner("openai/gpt-4o", patience=QUICK).plan(REQUEST)
    # 36 fresh, 64 reused and 20 written tokens at 2.50, 1.25 and 10 dollars for a million
    assert plan.usage.cost == pytest.approx(36 * 2.5e-6 + 64 * 1.25e-6 + 20 * 10e-6)


async def test_the_prompt_holds_every_tool_and_the_question() -> None:
    with scripted(Say(FENCED)) as script:
        await planner(script).plan(REQUEST)
    system, user = (message["content"] for message in script.requests[0]["messages"])
    for spec in TOOLS:
        assert spec.name in system
        assert spec.summary in system
    assert "How many dogs are there?" in user
    assert script.requests[0]["model"] == "scripted"


async def test_a_program_in_prose() -> None:
    prose = f"Sure! First I locate the dogs, then count.\n\n{PROGRAM}\nThis gives the number."
    with scripted(Say(prose)) as script:
        plan = await planner(script).plan(REQUEST)
    assert plan.program == PROGRAM


async def test_too_many_requests_then_success() -> None:
    with scripted(Fail(429, headers={"retry-after": "0"}), Say(FENCED)) as script:
        plan = await planner(script).plan(REQUEST)
    assert plan.program == PROGRAM
    assert plan.usage.requests == 2
    assert len(script.requests) == 2


async def test_server_errors_to_the_end() -> None:
    with scripted(Fail(500, "out of order")) as script:
        with pytest.raises(Unavailable, match="gave no answer in 3 tries") as caught:
            await planner(script).plan(REQUEST)
        assert len(script.requests) == 3
    assert caught.value.exit_code == 5
    assert "\n" not in str(caught.value)


async def test_a_server_that_hangs() -> None:
    patience = Patience(request_seconds=0.4, total_seconds=1.2, attempts=2, backoff_seconds=0.01)
    with scripted(Hang()) as script:
        start = time.monotonic()
        with pytest.raises(Unavailable, match=r"no answer within 0\.4 s"):
            await planner(script, patience).plan(REQUEST)
        assert time.monotonic() - start < 4


async def test_malformed_json_then_success() -> None:
    with scripted(Raw(b'{"choices": [{"mess'), Say(FENCED)) as script:
        plan = await planner(script).plan(REQUEST)
    assert plan.program == PROGRAM


async def test_malformed_json_for_ever() -> None:
    with scripted(Raw(b"<html>hello</html>")) as script:
        with pytest.raises((Unavailable, PlanError)):
            await planner(script).plan(REQUEST)
        assert len(script.requests) <= 3


async def test_a_cut_connection_then_success() -> None:
    with scripted(Raw(b'{"choices": ', declared=5000), Say(FENCED)) as script:
        plan = await planner(script).plan(REQUEST)
    assert plan.program == PROGRAM
    assert plan.usage.requests == 2


async def test_nobody_listens() -> None:
    with scripted(Say("")) as script:
        url = script.url
    dead = LLMPlanner("openai/scripted", api_base=url, patience=QUICK)
    with pytest.raises(Unavailable, match=url):
        await dead.plan(REQUEST)


async def test_a_context_that_is_too_long() -> None:
    message = "This model's maximum context length is 4096 tokens. However, you requested 9000."
    with scripted(Fail(400, message, "context_length_exceeded")) as script:
        with pytest.raises(PromptTooLong, match="longer context"):
            await planner(script).plan(REQUEST)
        prompts = [len(json.dumps(request["messages"])) for request in script.requests]
    assert len(prompts) == 2, "asked once more, without examples, and never again"
    assert prompts[1] < prompts[0]


async def test_a_context_that_is_too_long_for_examples_alone() -> None:
    with scripted(Fail(400, "", "context_length_exceeded"), Say(FENCED)) as script:
        plan = await planner(script).plan(REQUEST)
        assert "A wrong program" not in json.dumps(script.requests[1]["messages"])
    assert plan.program == PROGRAM


async def test_a_refusal_by_policy() -> None:
    message = "Your request was rejected as a result of our safety system."
    with scripted(Fail(400, message, "content_policy_violation")) as script:
        with pytest.raises(Refused, match="policy"):
            await planner(script).plan(REQUEST)
        assert len(script.requests) == 1


async def test_an_answer_that_was_filtered() -> None:
    with (
        scripted(Say(None, finish="content_filter")) as script,
        pytest.raises(PlanError, match="policy"),
    ):
        await planner(script).plan(REQUEST)


async def test_a_wrong_key_is_named_and_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    key = "sk-abcdefghijklmnop0123456789"
    monkeypatch.setenv("OPENAI_API_KEY", key)
    with scripted(Fail(401, f"Incorrect API key provided: {key}.")) as script:
        with pytest.raises(Unavailable, match="OPENAI_API_KEY") as caught:
            await planner(script).plan(REQUEST)
        assert len(script.requests) == 1
        assert script.authorizations == [f"Bearer {key}"]
    assert key not in str(caught.value)


async def test_a_missing_key_is_named() -> None:
    with pytest.raises(Unavailable, match="OPENAI_API_KEY"):
        await LLMPlanner("openai/gpt-none", patience=QUICK).plan(REQUEST)


async def test_a_model_string_without_provider() -> None:
    with pytest.raises(Unavailable, match="PROVIDER/MODEL"):
        await LLMPlanner("nosuchmodel", patience=QUICK).plan(REQUEST)


async def test_prose_without_a_program_is_asked_again_once() -> None:
    with scripted(Say("I cannot see the image."), Say(FENCED)) as script:
        plan = await planner(script).plan(REQUEST)
        assert "held no program" in script.requests[1]["messages"][-1]["content"]
    assert plan.program == PROGRAM
    assert plan.usage.requests == 2
    with (
        scripted(Say("I cannot see the image.")) as script,
        pytest.raises(PlanError, match="no program"),
    ):
        await planner(script).plan(REQUEST)


async def test_an_empty_answer() -> None:
    with (
        scripted(Say("")) as script,
        pytest.raises(PlanError, match="answered with nothing"),
    ):
        await planner(script).plan(REQUEST)


async def test_all_diagnostics_go_back_in_one_turn() -> None:
    diagnostics = [
        Diagnostic(2, 0, "undefined-name", "BOX7 is not defined"),
        Diagnostic(1, 5, "unknown-tool", "no tool is called FROBNICATE", "there is LOC"),
    ]
    with scripted(Say(f"```\n{BROKEN}```"), Say(FENCED)) as script:
        writer = planner(script)
        first = await writer.plan(REQUEST)
        assert first.program == BROKEN
        second = await writer.repair(REQUEST, first, diagnostics)
        turns = script.requests[1]["messages"]
    assert second.program == PROGRAM
    assert second.usage.requests == 2
    assert second.repairs == ("the model wrote it again",)
    assert [turn["role"] for turn in turns] == ["system", "user", "assistant", "user"]
    assert BROKEN.strip() in turns[2]["content"]
    said = turns[3]["content"]
    assert said.index("FROBNICATE") < said.index("BOX7")


async def test_a_rule_repairs_before_the_model_is_asked() -> None:
    nearly = PROGRAM.replace("LOC(image=", "Loc8(Image=").replace("COUNT", "COUN")
    with scripted(Say(f"```\n{nearly}```")) as script:
        writer = planner(script)
        plan = await writer.plan(REQUEST)
        fixed = await writer.repair(REQUEST, plan, [Diagnostic(1, 0, "unknown-tool", "no Loc8")])
        assert len(script.requests) == 1
    assert fixed.program == PROGRAM
    assert len(fixed.repairs) == 3


async def test_a_failed_run_goes_back_in_words() -> None:
    with scripted(Say(FENCED)) as script:
        writer = planner(script)
        plan = await writer.plan(REQUEST)
        await writer.repair(REQUEST, plan, "line 2: CROP has nothing to crop to")
        assert "nothing to crop to" in script.requests[1]["messages"][-1]["content"]


async def test_a_bare_name_with_a_url_speaks_openai() -> None:
    with scripted(Say(FENCED)) as script:
        plan = await planner_named("qwen3", script.url).plan(REQUEST)
        assert script.requests[0]["model"] == "qwen3"
        assert script.authorizations == ["Bearer none"]
    assert plan.program == PROGRAM


# ---- other providers' own protocols


async def test_anthropic_is_told_which_beginning_to_keep(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "none")
    body = {
        "id": "scripted", "type": "message", "role": "assistant", "model": "claude-sonnet-4-5",
        "content": [{"type": "text", "text": FENCED}], "stop_reason": "end_turn",
        "usage": {"input_tokens": 10, "output_tokens": 20, "cache_read_input_tokens": 90,
                  "cache_creation_input_tokens": 0},
    }  # fmt: skip
    with scripted(Raw(json.dumps(body).encode())) as script:
        writer = LLMPlanner(
            "anthropic/claude-sonnet-4-5", api_base=script.url.removesuffix("/v1"), patience=QUICK
        )
        plan = await writer.plan(REQUEST)
        (system,) = script.requests[0]["system"]
    assert system["cache_control"] == {"type": "ephemeral"}
    assert "Tools of the VisProg dialect" in system["text"]
    assert plan.program == PROGRAM
    assert (plan.usage.prompt_tokens, plan.usage.reused_tokens) == (100, 90)


async def test_ollama() -> None:
    body = {
        "model": "qwen3", "created_at": "2026-01-01T00:00:00Z", "done": True,
        "message": {"role": "assistant", "content": FENCED},
        "prompt_eval_count": 100, "eval_count": 20,
    }  # fmt: skip
    with scripted(Raw(json.dumps(body).encode())) as script:
        url = script.url.removesuffix("/v1")
        plan = await LLMPlanner("ollama_chat/qwen3", api_base=url, patience=QUICK).plan(REQUEST)
        assert script.requests[0]["model"] == "qwen3"
    assert plan.program == PROGRAM
    assert (plan.usage.prompt_tokens, plan.usage.completion_tokens) == (100, 20)


# ---- streams


async def test_a_stream_is_heard_as_it_is_written() -> None:
    heard: list[str] = []
    with scripted(Say(f"Sure!\n{FENCED}")) as script:
        writer = LLMPlanner(
            "openai/scripted", api_base=script.url, patience=QUICK, heard=heard.append
        )
        plan = await writer.plan(REQUEST)
        assert script.requests[0]["stream"] is True
    assert "".join(heard) == f"Sure!\n{FENCED}"
    assert len(heard) > 5
    assert plan.program == PROGRAM
    assert (plan.usage.prompt_tokens, plan.usage.completion_tokens) == (100, 20)


@pytest.mark.parametrize("abrupt", [True, False])
async def test_a_stream_that_is_cut_is_asked_for_again(abrupt: bool) -> None:
    with scripted(Break(FENCED[:40], abrupt=abrupt), Say(FENCED)) as script:
        writer = LLMPlanner(
            "openai/scripted", api_base=script.url, patience=QUICK, heard=lambda piece: None
        )
        plan = await writer.plan(REQUEST)
        assert len(script.requests) == 2
    assert plan.program == PROGRAM
    assert plan.usage.requests == 2


async def test_a_stream_that_is_cut_for_ever_ends() -> None:
    with scripted(Break(FENCED[:40])) as script:
        writer = LLMPlanner(
            "openai/scripted", api_base=script.url, patience=QUICK, heard=lambda piece: None
        )
        with pytest.raises(Unavailable, match="broke off after 40 characters"):
            await writer.plan(REQUEST)
        assert len(script.requests) == 3


async def test_a_stream_that_falls_silent() -> None:
    patience = Patience(request_seconds=0.4, total_seconds=1.5, attempts=2, backoff_seconds=0.01)
    heard: list[str] = []
    with scripted(Break(FENCED[:40], stall=True)) as script:
        writer = LLMPlanner(
            "openai/scripted", api_base=script.url, patience=patience, heard=heard.append
        )
        start = time.monotonic()
        with pytest.raises(Unavailable, match=r"no answer within 0\.4 s"):
            await writer.plan(REQUEST)
        assert time.monotonic() - start < 4
    assert FENCED[:40] in "".join(heard)


# ---- replies that are kept


async def test_the_same_question_is_asked_once(tmp_path: Path) -> None:
    with scripted(Say(FENCED)) as script:
        for _ in range(2):  # a second planner finds what the first left on disk
            writer = LLMPlanner(
                "openai/scripted",
                api_base=script.url,
                patience=QUICK,
                replies=Replies(tmp_path / "replies"),
            )
            plan = await writer.plan(REQUEST)
        assert len(script.requests) == 1
        assert plan.program == PROGRAM
        assert (plan.usage.requests, plan.usage.remembered, plan.usage.cost) == (0, 1, None)
        await writer.plan(Request("How many cats are there?", tools=REQUEST.tools))
        assert len(script.requests) == 2


def damage(folder: Path, text: str) -> None:
    for file in folder.rglob("*.json"):
        file.write_text(text)


async def test_a_damaged_reply_is_asked_for_again(tmp_path: Path) -> None:
    with scripted(Say(FENCED)) as script:
        for text in ("", "not json", '{"format": 1, "sum": "0", "text": "rm -rf"}'):
            damage(tmp_path, text)
            writer = LLMPlanner(
                "openai/scripted", api_base=script.url, patience=QUICK, replies=Replies(tmp_path)
            )
            assert (await writer.plan(REQUEST)).program == PROGRAM
        assert len(script.requests) == 3


async def test_a_disk_that_takes_nothing_costs_only_the_memory(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with scripted(Say(FENCED)) as script:
        writer = LLMPlanner(
            "openai/scripted", api_base=script.url, patience=QUICK, replies=Replies(blocked)
        )
        for _ in range(2):
            assert (await writer.plan(REQUEST)).program == PROGRAM
        assert len(script.requests) == 1
    assert len(caplog.messages) == 1
    assert "stay in memory" in caplog.messages[0]


async def test_samples_are_asked_for_one_by_one_and_vary() -> None:
    with scripted(Say(FENCED)) as script:
        writer = planner(script)
        for sample in (0, 1, 2, 1):
            await writer.plan(Request(REQUEST.question, tools=REQUEST.tools, sample=sample))
        asked = [(item["temperature"], item.get("seed")) for item in script.requests]
    assert asked == [(0.0, None), (0.7, 1), (0.7, 2)]


async def test_a_user_in_a_url_is_never_said() -> None:
    with scripted(Fail(500)) as script:
        url = script.url.replace("//", "//me:pa55word@")
        writer = LLMPlanner("openai/scripted", api_base=url, patience=QUICK)
        with pytest.raises(Unavailable) as caught:
            await writer.plan(REQUEST)
    assert "pa55word" not in str(caught.value)
    assert "127.0.0.1" in str(caught.value)
