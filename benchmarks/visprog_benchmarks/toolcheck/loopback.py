"""A script in a language model's place: real HTTP on loopback, and the answers to the cases.

With it the tools that ask a language model can be called where none is at hand. That shows that
they ask an endpoint and read its answer; it says nothing about any model.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MODEL = "openai/script"
"""As LiteLLM names it."""

REPLIES = {
    "the days of the week": "Monday\nTuesday\nWednesday\nThursday\nFriday\nSaturday\nSunday",
    "legs does a spider have": "8",
    "days does a week have": "7",
    "the capital of France": "Paris",
}
"""By words of the question."""


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        asked = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
        text = next((reply for words, reply in REPLIES.items() if words in asked), "I cannot say.")
        message = {"role": "assistant", "content": text}
        body = {
            "id": "script",
            "object": "chat.completion",
            "created": 0,
            "model": MODEL,
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0},
        }
        data = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *values: object) -> None:
        """The output is the table's."""


@contextmanager
def endpoint() -> Iterator[str]:
    """The script's base URL, until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
