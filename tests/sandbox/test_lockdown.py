"""The system-call filter on both machines that it is written for, and systems that lack a layer."""

from __future__ import annotations

import itertools
import json
import os
import re
import struct
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.sandbox.stubs import TOOLS, Bench
from visprog.errors import Unavailable, UsageError
from visprog_sandbox import Sandbox, lockdown
from visprog_sandbox.requirement import REQUIRED, required, weaker

ROOT = Path(__file__).parents[2]
LINK = 7
HEADERS = {
    "x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    "aarch64": Path("/usr/include/asm-generic/unistd.h"),
}
ALLOWED, REFUSED, KILLED = "allowed", "refused", "killed"


@dataclass(frozen=True)
class Call:
    """What the kernel shows a filter (``struct seccomp_data``)."""

    machine: int
    number: int
    arguments: tuple[int, ...] = (0, 0, 0, 0, 0, 0)

    def packed(self) -> bytes:
        return struct.pack("<iIQ6Q", self.number, self.machine, 0, *self.arguments)


def outcome(program: bytes, call: Call) -> str:
    """Classic BPF, as far as the filter uses it."""
    data, accumulator, at = call.packed(), 0, 0
    instructions = [struct.unpack_from("<HBBI", program, i) for i in range(0, len(program), 8)]
    while True:
        code, yes, no, value = instructions[at]
        at += 1
        if code == 0x06:
            return {0x7FFF0000: ALLOWED, 0x00050001: REFUSED, 0x80000000: KILLED}[value]
        if code == 0x20:
            (accumulator,) = struct.unpack_from("<I", data, value)
            continue
        met = {0x15: accumulator == value, 0x45: bool(accumulator & value)}[code]
        at += yes if met else no


@pytest.mark.parametrize("machine", lockdown.SYSCALLS)
def test_the_filter_allows_its_calls_and_nothing_else(machine: str) -> None:
    architecture, numbers = lockdown.SYSCALLS[machine]
    program = lockdown.seccomp_filter(machine, LINK)
    names = {number: name for name, number in numbers.items()}
    for number, first, third in itertools.product(
        [*range(600), 2**30, 2**30 + 59, 2**31 - 1], (LINK, 0, 3), (0, 3, 4, 7)
    ):
        name = names.get(number, "")
        wanted = ALLOWED if name else REFUSED
        if name in ("read", "write"):
            wanted = ALLOWED if first == LINK else REFUSED
        if name in ("mmap", "mprotect"):
            wanted = REFUSED if third & lockdown.PROT_EXEC else ALLOWED
        call = Call(architecture, number, (first, 0, third, 0, 0, 0))
        assert outcome(program, call) == wanted, (machine, number, name, first, third)


def test_a_call_by_another_machines_numbers_ends_the_process() -> None:
    """32-bit calls of a 64-bit kernel have other numbers."""
    for machine, other in itertools.product(
        lockdown.SYSCALLS, (0x40000003, 0x40000028, 0xC000003E, 0xC00000B7)
    ):
        program = lockdown.seccomp_filter(machine, LINK)
        if other != lockdown.SYSCALLS[machine][0]:
            assert outcome(program, Call(other, 1, (LINK, 0, 0, 0, 0, 0))) == KILLED


@pytest.mark.parametrize("machine", lockdown.SYSCALLS)
def test_the_numbers_are_those_of_the_kernels_headers(machine: str) -> None:
    header = HEADERS[machine]
    if not header.is_file():
        pytest.skip(f"no {header}: apt-get install linux-libc-dev")
    defined = dict(re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", header.read_text()))
    for name, number in lockdown.SYSCALLS[machine][1].items():
        assert int(defined[name]) == number, name


LACKING = """
import ctypes, os, struct, sys
from visprog_sandbox import lockdown as l
prctl, seccomp = {"x86_64": (157, 317), "aarch64": (167, 277)}[os.uname().machine]
def op(code, value, yes=0, no=0):
    return struct.pack("HBBI", code, yes, no, value)
refuse = op(l.RETURN, 0x00050000 | 38)
code = op(l.LOAD, l.NUMBER)
for number in (seccomp, 444, 445, 446):
    code += op(l.EQUAL, number, 0, 1) + refuse
code += op(l.EQUAL, prctl, 0, 3) + op(l.LOAD, l.FIRST)
code += op(l.EQUAL, l.PR_SET_SECCOMP, 0, 1) + refuse
code += op(l.RETURN, l.ALLOW)
l._prctl(l.PR_SET_NO_NEW_PRIVS, 1)
l._prctl(l.PR_SET_SECCOMP, 2, ctypes.byref(l._Program(len(code) // 8, code)))
os.execv(sys.executable, [sys.executable, "-m", "visprog", *sys.argv[1:]])
"""
"""A kernel without seccomp filters and Landlock, made by a filter that refuses them."""


def lacking(tmp_path: Path, *arguments: str, sandbox: str = "") -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ, "VISPROG_SANDBOX": sandbox, "VISPROG_PACK": "micro",
        "VISPROG_TRACE_DIR": str(tmp_path / "runs"), "VISPROG_CACHE_DIR": str(tmp_path / "cache"),
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, "-c", LACKING, *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300,
    )  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="takes layers of Linux away")
def test_a_system_without_a_required_layer_runs_nothing(tmp_path: Path) -> None:
    tried = lacking(tmp_path, "sandbox", "selftest", "--json")
    layers = {layer["name"]: layer for layer in json.loads(tried.stdout)["layers"]}
    assert tried.returncode == 1
    assert "no program will be run on this machine: seccomp must hold" in tried.stderr
    assert not layers["seccomp"]["holds"]
    assert not layers["landlock"]["holds"]
    assert all(layers[name]["holds"] for name in REQUIRED - {"seccomp"})
    assert layers["watchdog"]["holds"]
    program = tmp_path / "program.txt"
    program.write_text("X = EVAL(expr='6 * 7')\nRESULT(var=X)\n")
    ran = lacking(tmp_path, "run", str(program), "--image", str(ROOT / "examples" / "boat.png"))
    assert ran.returncode == 5
    assert "it has no seccomp" in ran.stderr
    assert ran.stderr.count("\n") == 1


@pytest.mark.skipif(sys.platform != "linux", reason="takes layers of Linux away")
def test_the_requirement_is_lowered_in_so_many_words_and_the_answer_says_so(tmp_path: Path) -> None:
    program = tmp_path / "program.txt"
    program.write_text("X = EVAL(expr='6 * 7')\nRESULT(var=X)\n")
    boat = str(ROOT / "examples" / "boat.png")
    ran = lacking(
        tmp_path, "run", str(program), "--image", boat, "--json", sandbox="without seccomp"
    )
    body = json.loads(ran.stdout)
    assert ran.returncode == 0, ran.stderr
    assert body["answer"] == 42
    assert "programs may run without seccomp" in " ".join(body["warnings"])


def test_what_a_user_may_say() -> None:
    assert required("") == REQUIRED
    assert required("with namespaces and landlock") == REQUIRED | {"namespaces", "landlock"}
    assert required("without seccomp, rlimits with identity") == (
        REQUIRED - {"seccomp", "rlimits"} | {"identity"}
    )
    assert weaker(required("with namespaces")) == ""
    assert "seccomp" in weaker(required("without seccomp"))
    for words in ("seccomp", "off", "without everything", "no seccomp"):
        with pytest.raises(UsageError, match="with namespaces"):
            required(words)


async def test_namespaces_are_used_when_they_are_asked_for() -> None:
    async with Sandbox(TOOLS, required("with namespaces")) as sandbox:
        try:
            engine, finished = await Bench(sandbox)("X = COUNT(LOC(IMAGE, 'dog')) + 1")
        except Unavailable as error:
            pytest.skip(f"this system forbids user namespaces: {error}")
        assert finished.value == 4
        assert [step.call.tool for step in engine.steps.values()] == ["LOC", "COUNT"]
