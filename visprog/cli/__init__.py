"""The command line. Data goes to stdout, everything else to stderr.

Exit codes: 0 ok, 1 the run failed, 2 usage, 3 program rejected, 4 tool failed, 5 weights or service
absent, 130 interrupted.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit the process with the documented code. Only the command itself,
    which is given no ``arguments``, leaves without taking apart what was imported."""
    from visprog.cli.leaving import leave

    try:
        _run(arguments)
    except SystemExit as end:
        if arguments is None and isinstance(end.code, int | None):
            leave(end.code or 0)
        raise


def _run(arguments: Sequence[str] | None) -> None:
    from visprog.cli.app import app
    from visprog.cli.output import complain
    from visprog.errors import VisprogError

    try:
        app(args=arguments, prog_name="visprog")
    except VisprogError as error:
        complain(error)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        print("visprog: interrupted", file=sys.stderr)
        sys.exit(INTERRUPTED)
