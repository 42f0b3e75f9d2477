"""VQA, CAPTION, OCR and the language model's tools; the endpoint talks to a server on this host."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar

import pytest

from tests.tools.bench import Bench, Models, Scripted, Served, picture
from visprog.errors import ToolError, Unavailable
from visprog.model import ModelSpec
from visprog.types import Box, Regions
from visprog_tools import answer, caption, llm, ocr, packs, patch
from visprog_tools.models.blip import Blip
from visprog_tools.models.endpoint import LONGEST, Endpoint, data_url


def says(text: object, **settings: Any) -> Scripted:
    return Scripted(text, **settings)


# VQA, CAPTION, OCR


async def test_a_question_and_its_answer() -> None:
    model = says("a boat")
    at = Bench(Models(vqa=model))
    assert await at.call(answer.vqa, image=picture(), question=" What is it? ") == "a boat"
    assert await at.call(patch.simple_query, patch=picture(), question="What is it?") == "a boat"
    assert model.asked[0][1] == {"image": picture(), "question": "What is it?"}


async def test_several_pictures_and_examples_go_with_the_question() -> None:
    model, other = says("yes"), picture(20, 20)
    await Bench(Models(vqa=model)).call(
        answer.vqa, image=picture(), question="Same?", more=[other], examples=[(other, "no")]
    )
    assert model.asked[0][1]["more"] == (other,)
    assert model.asked[0][1]["examples"] == ((other, "no"),)


async def test_what_an_answer_cost_is_noted() -> None:
    at = Bench(Models(vqa=says({"text": "a boat", "cost": 0.0002, "tokens": 40})))
    assert await at.call(answer.vqa, image=picture(), question="What?") == "a boat"
    assert at.notes == [("cost", "40 tokens, price $0.000200", {"cost": 0.0002, "tokens": 40})]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"question": " "}, "needs a question"),
        ({"question": "What?", "examples": "no"}, "pairs"),
        ({"question": "What?", "examples": [("a", "b")]}, "pairs"),
    ],
)
async def test_bad_questions(arguments: dict[str, object], said: str) -> None:
    with pytest.raises(ToolError, match=said):
        await Bench(Models(vqa=says(""))).call(answer.vqa, image=picture(), **arguments)


def test_a_model_of_one_picture_refuses_more() -> None:
    model = Blip(ModelSpec(role="vqa", family="blip", checkpoint="x/y", revision="1"))
    (refused,) = model.answer([{"image": picture(), "question": "Same?", "more": (picture(),)}])
    assert isinstance(refused, ToolError)
    assert "one picture" in str(refused)


async def test_caption_and_ocr_are_texts() -> None:
    at = Bench(Models(caption=says("two halves"), ocr=says(" STOP\n")))
    assert await at.call(caption.caption, image=picture()) == "two halves"
    assert await at.call(ocr.ocr, image=picture()) == "STOP"


# The language model


@pytest.mark.parametrize(
    "written",
    [
        "Ross\nRachel\nRoss",
        "1. Ross\n2) Rachel",
        "- Ross\n* Rachel",
        "Ross, Rachel.",
        '"Ross"\n"Rachel"',
    ],
)
async def test_lists_in_every_form(written: str) -> None:
    at = Bench(Models(llm=says({"text": written, "cost": None, "tokens": 9})))
    assert await at.call(llm.list_facts, query="friends", max=5) == ["Ross", "Rachel"]
    assert at.notes[0][1] == "9 tokens, price unknown"


async def test_a_list_is_cut_at_max() -> None:
    at = Bench(Models(llm=says("a\nb\nc")))
    assert await at.call(llm.list_facts, query="letters", max=2) == ["a", "b"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [({"query": ""}, "empty"), ({"query": "x", "max": 0}, "max is"), ({"query": "x"}, "nothing")],
)
async def test_bad_lists(arguments: dict[str, object], said: str) -> None:
    with pytest.raises(ToolError, match=said):
        await Bench(Models(llm=says(" \n"))).call(llm.list_facts, **arguments)


async def test_queries_show_their_context_and_length() -> None:
    model = says("Paris")
    at = Bench(Models(llm=model))
    await at.call(llm.query, query="Capital?", facts={"country": "France"})
    await at.call(llm.llm_query, query="Capital?", long_answer=False)
    await at.call(llm.patch_llm_query, patch=picture(), question="Capital?")
    first, second, third = (asked for _, asked in model.asked)
    assert "France" in first["prompt"]
    assert first["max_tokens"] == second["max_tokens"] == llm.SHORT_TOKENS
    assert third["max_tokens"] == llm.LONG_TOKENS
    with pytest.raises(ToolError, match="needs a question"):
        await at.call(llm.llm_query, query=" ")


@pytest.mark.parametrize("facts", [picture(), [1, {"seen": picture()}], Regions()])
async def test_a_language_model_is_not_shown_what_it_cannot_read(facts: object) -> None:
    model = says("Paris")
    with pytest.raises(ToolError, match=r"^LLM_QUERY: facts must be texts"):
        await Bench(Models(llm=model)).call(llm.query, query="Capital?", facts=facts)
    assert not model.asked


async def test_guesses_are_judged_only_when_they_differ() -> None:
    model = says("tennis")
    at = Bench(Models(llm=model))
    guesses = {"prompt": "Which sport?", "guess1": "tennis", "guess2": "squash"}
    assert await at.call(llm.process_guesses, **guesses) == "tennis"
    assert await at.call(llm.process_guesses, prompt="Which?", guess1="golf") == "golf"
    assert len(model.asked) == 1
    with pytest.raises(ToolError, match="at least one"):
        await at.call(llm.process_guesses, prompt="Which?")


# The endpoint


class Handler(BaseHTTPRequestHandler):
    """An OpenAI-compatible server that repeats what it saw of the last message."""

    requests: ClassVar[list[dict[str, Any]]] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.requests.append(body)
        last = body["messages"][-1]["content"]
        kinds = [part["type"] for part in last] if isinstance(last, list) else ["text"]
        message = {"role": "assistant", "content": f" {'+'.join(kinds)} "}
        reply = json.dumps(
            {
                "id": "1",
                "object": "chat.completion",
                "model": body["model"],
                "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
                "usage": {"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10},
            }
        ).encode()
        self.send_response(400 if body["model"] == "broken" else 200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@pytest.fixture
def url(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    Handler.requests.clear()
    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    thread.join()
    server.server_close()


def endpoint(role: str, model: str, url: str) -> Served:
    spec = packs.load("micro").with_llm(model, url).models["llm"]
    return Served(
        Endpoint(ModelSpec(role, "litellm", spec.checkpoint, "none", settings=spec.settings))
    )


@pytest.mark.filterwarnings("default")
async def test_an_endpoint_answers_every_role(url: str) -> None:
    at = Bench(
        Models(
            llm=endpoint("llm", "openai/tiny", url),
            vqa=endpoint("vqa", "openai/tiny", url),
            caption=endpoint("caption", "openai/tiny", url),
        )
    )
    assert await at.call(llm.query, query="Capital?") == "text"
    assert await at.call(caption.caption, image=picture()) == "image_url+text"
    examples = [(picture(30, 30), "no")]
    said = await at.call(
        answer.vqa, image=picture(), question="Same?", more=[picture(20, 20)], examples=examples
    )
    assert said == "image_url+image_url+text"
    roles = [message["role"] for message in Handler.requests[-1]["messages"]]
    assert roles == ["user", "assistant", "user"]
    assert Handler.requests[0]["temperature"] == 0
    assert [facts["tokens"] for _, _, facts in at.notes] == [10, 10, 10]


@pytest.mark.filterwarnings("default")
async def test_an_endpoint_that_refuses_is_one_line(url: str) -> None:
    at = Bench(Models(llm=endpoint("llm", "openai/broken", url)))
    with pytest.raises(ToolError, match="broken did not answer") as caught:
        await at.call(llm.query, query="Capital?")
    assert "\n" not in str(caught.value)


def test_no_endpoint_says_what_to_do() -> None:
    model = Endpoint(packs.load("micro").models["llm"])
    with pytest.raises(Unavailable, match="VISPROG_LLM"):
        model.load()


def test_pictures_are_sent_at_a_bounded_size() -> None:
    import base64
    import io

    from PIL import Image as PilImage

    large = picture(3000, 1000)
    with PilImage.open(io.BytesIO(base64.b64decode(data_url(large).partition(",")[2]))) as sent:
        assert sent.size == (LONGEST, 341)
    small = picture().crop(Box(0, 0, 10, 10))
    with PilImage.open(io.BytesIO(base64.b64decode(data_url(small).partition(",")[2]))) as sent:
        assert sent.size == (10, 10)
