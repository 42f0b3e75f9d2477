"""A scripted OpenAI-compatible server on loopback: real HTTP, one scripted step per request."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Say:
    """Answer with this text."""

    text: str | None
    finish: str = "stop"


@dataclass(frozen=True)
class Fail:
    """Answer with a status and an error body."""

    status: int
    message: str = "scripted failure"
    code: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Raw:
    """Answer 200 with these bytes; ``declared`` may promise more of them than come."""

    body: bytes
    declared: int | None = None


@dataclass(frozen=True)
class Hang:
    """Accept the request and say nothing."""


@dataclass(frozen=True)
class Break:
    """Stream this text and then end without a finish: ``abrupt`` cuts the connection itself, and
    ``stall`` says nothing more."""

    text: str
    abrupt: bool = False
    stall: bool = False


@dataclass(frozen=True)
class Think:
    """Answer with what a function makes of the request's messages."""

    answer: Callable[[list[dict[str, Any]]], str]


Step = Say | Fail | Raw | Hang | Break | Think


USAGE = {
    "prompt_tokens": 100,
    "completion_tokens": 20,
    "total_tokens": 120,
    "prompt_tokens_details": {"cached_tokens": 64},
}


class Script:
    """The server's side of a conversation, and what it was asked."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self.steps = list(steps)
        self.requests: list[dict[str, Any]] = []
        self.authorizations: list[str] = []
        self.released = threading.Event()
        self.url = ""

    @property
    def left(self) -> int:
        return len(self.steps)


@contextmanager
def scripted(*steps: Step) -> Iterator[Script]:
    """Serve the steps, the last one for ever; the server is gone when the block ends."""
    script = Script(steps)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            script.requests.append(json.loads(body))
            script.authorizations.append(self.headers.get("authorization", ""))
            step = script.steps.pop(0) if len(script.steps) > 1 else script.steps[0]
            if isinstance(step, Hang):
                script.released.wait(30)
                self.close_connection = True
            elif isinstance(step, Raw):
                self._send(200, step.body, {}, step.declared)
            elif isinstance(step, Fail):
                error = {"message": step.message, "type": "scripted", "code": step.code}
                self._send(step.status, json.dumps({"error": error}).encode(), step.headers)
            else:
                if isinstance(step, Think):
                    step = Say(step.answer(script.requests[-1]["messages"]))
                if isinstance(step, Break) or script.requests[-1].get("stream"):
                    self._stream(step)
                else:
                    self._send(200, json.dumps(_completion(step)).encode(), {})

        def _stream(self, step: Say | Break) -> None:
            """Server-sent events in pieces of a few characters, chunked as servers do."""
            self.send_response(200)
            self.send_header("content-type", "text/event-stream")
            self.send_header("transfer-encoding", "chunked")
            self.end_headers()
            text = step.text or ""
            for start in range(0, len(text), 7):
                self._event(_piece({"content": text[start : start + 7]}))
            if isinstance(step, Break):
                if step.stall:
                    script.released.wait(30)
                if not step.abrupt:
                    self.wfile.write(b"0\r\n\r\n")
            else:
                self._event(_piece({}, finish=step.finish))
                self._event({**_piece({}), "choices": [], "usage": USAGE})
                self._event("[DONE]")
                self.wfile.write(b"0\r\n\r\n")
            self.close_connection = True

        def _event(self, body: dict[str, Any] | str) -> None:
            data = body if isinstance(body, str) else json.dumps(body)
            line = f"data: {data}\n\n".encode()
            self.wfile.write(f"{len(line):x}\r\n".encode() + line + b"\r\n")
            self.wfile.flush()

        def _send(
            self,
            status: int,
            body: bytes,
            headers: Mapping[str, str],
            declared: int | None = None,
        ) -> None:
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(declared or len(body)))
            self.send_header("connection", "close")
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
            self.close_connection = True

        def log_message(self, *args: Any) -> None:
            """The tests' output is theirs."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    script.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield script
    finally:
        script.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _completion(step: Say) -> dict[str, Any]:
    message = {"role": "assistant", "content": step.text}
    return {
        "id": "scripted",
        "object": "chat.completion",
        "created": 0,
        "model": "scripted",
        "choices": [{"index": 0, "message": message, "finish_reason": step.finish}],
        "usage": USAGE,
    }


def _piece(delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
    return {
        "id": "scripted",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": "scripted",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }
