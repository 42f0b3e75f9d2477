"""The command ends without taking its libraries apart, and with all that an end is for."""

from __future__ import annotations

import subprocess
import sys

import pytest

SCRIPT = """
import atexit, sys, threading
import torch
from visprog.cli import main

class Held:
    def __del__(self):
        print("taken apart", file=sys.stderr)

def slow():
    threading.main_thread().join()
    print("the thread")

held = Held()
held.itself = held
atexit.register(print, "the exit function")
threading.Thread(target=slow).start()
sys.argv = ["visprog", {arguments}]
main()
"""


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    script = SCRIPT.format(arguments=", ".join(map(repr, arguments)))
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "code"), [(("tools", "--help"), 0), (("bench", "load", "--runs", "0"), 2)]
)
def test_threads_end_exit_functions_run_and_the_code_is_the_commands(
    arguments: tuple[str, ...], code: int
) -> None:
    done = command(*arguments)
    assert done.returncode == code
    assert done.stdout.splitlines()[-2:] == ["the thread", "the exit function"]
    assert "taken apart" not in done.stderr


def test_nobody_reading_the_output_is_as_without_large_libraries() -> None:
    codes = []
    for library in ("json", "torch"):
        script = f"import sys, {library}; from visprog.cli import main; main()"
        with subprocess.Popen(
            [sys.executable, "-c", script, "--help"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as process:
            assert process.stdout is not None
            process.stdout.close()
            codes.append(process.wait(60))
    assert codes[0] == codes[1]
