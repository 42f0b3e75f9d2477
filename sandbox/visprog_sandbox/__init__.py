"""Checks generated programs and runs them in a locked-down child process.

The child imports this package too, so nothing is imported here until a name is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from visprog_sandbox.conversation import ProgramCrashed
    from visprog_sandbox.host import Sandbox

__all__ = ["ProgramCrashed", "Sandbox"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'visprog_sandbox' has no attribute {name!r}")
    from visprog_sandbox import conversation, host

    return getattr(host if name == "Sandbox" else conversation, name)
