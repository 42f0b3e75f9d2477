"""Tools and model families that installed packages offer, through entry points.

The built-in ones come in by the same door: ``visprog.tools`` names an iterable of
:class:`~visprog.tool.ToolSpec`, ``visprog.models`` one of :class:`~visprog.model.Model` classes.
"""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points
from typing import Any

from visprog.errors import UsageError
from visprog.model import Model
from visprog.tool import ToolSpec, ToolTable


def tools() -> ToolTable:
    """Every installed tool. Raises :class:`UsageError` for a plugin that cannot be loaded."""
    specs: list[ToolSpec] = []
    for point, found in _load("visprog.tools"):
        for spec in found:
            if not isinstance(spec, ToolSpec):
                raise UsageError(f"plugin {point.value} offers {spec!r}, which is not a tool")
            specs.append(spec)
    try:
        return ToolTable(specs)
    except ValueError as error:
        raise UsageError(str(error)) from None


def families() -> dict[str, type[Model]]:
    """Every installed model family by name."""
    found: dict[str, type[Model]] = {}
    for point, offered in _load("visprog.models"):
        for family in offered:
            if not (isinstance(family, type) and issubclass(family, Model)):
                raise UsageError(f"plugin {point.value} offers {family!r}, which is not a model")
            if found.setdefault(family.family, family) is not family:
                raise UsageError(f"two plugins offer a model family called {family.family}")
    return found


def cases() -> list[object]:
    """The right calls that plugins offer for their tools; :mod:`visprog_benchmarks.toolcheck`
    makes them."""
    return [case for _, offered in _load("visprog.cases") for case in offered]


def _load(group: str) -> list[tuple[EntryPoint, Any]]:
    loaded = []
    for point in sorted(entry_points(group=group), key=lambda p: (p.name != "builtin", p.name)):
        try:
            loaded.append((point, point.load()))
        except Exception as error:
            raise UsageError(f"plugin {point.value} cannot be loaded: {error}") from error
    return loaded
