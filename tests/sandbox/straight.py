"""A second interpreter behind the host's side: it walks VisProg's straight lines and computes
nothing itself. Programs are what VisProg's paper writes: ``NAME=TOOL(argument=NAME or constant)``.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any

from visprog_sandbox.link import Link
from visprog_sandbox.names import Surface


class Straight:
    def __init__(self, surface: Surface) -> None:
        self._tools = surface.functions("visprog")

    def check(self, text: str, images: Sequence[str]) -> dict[str, Any]:
        calls, findings = [], []
        for line in ast.parse(text).body:
            if isinstance(line, ast.Assign) and isinstance(line.value, ast.Call):
                name = ast.unparse(line.value.func)
                if name in self._tools:
                    call = {"tool": self._tools[name].name, "line": line.lineno, "column": 0}
                    calls.append(call | {"target": ast.unparse(line.targets[0]), "uses": []})
                    continue
            findings.append([line.lineno, 0, "syntax", "not a call of a tool", "NAME=TOOL(...)"])
        if findings:
            return {"op": "rejected", "findings": findings}
        return {"op": "checked", "dialect": "visprog", "calls": calls, "advice": []}

    def run(self, text: str, images: Sequence[tuple[str, str]], link: Link) -> dict[str, Any]:
        values: dict[str, Any] = {name: {"h": token} for name, token in images}
        last: Any = None
        for line in ast.parse(text).body:
            assert isinstance(line, ast.Assign)
            assert isinstance(line.value, ast.Call)
            arguments = {
                str(word.arg): values[word.value.id]
                if isinstance(word.value, ast.Name)
                else ast.literal_eval(word.value)
                for word in line.value.keywords
            }
            site = [line.lineno, line.col_offset]
            tool = self._tools[ast.unparse(line.value.func)].name
            message = {"op": "call", "tool": tool, "args": arguments, "site": site}
            reply = link.ask(message | {"sources": {}, "control": []})
            if "error" in reply:
                error = {"type": "ToolError", "message": reply["error"], "number": reply["number"]}
                return {"op": "raised", "site": site, **error}
            last = values[ast.unparse(line.targets[0])] = {"h": reply["h"]}
        return {"op": "done", "value": last, "sources": [], "control": []}
