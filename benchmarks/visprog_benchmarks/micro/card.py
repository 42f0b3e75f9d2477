"""The figures of the model card, as tables, from `card.json`.

The file has an entry for every role: `training` (what was done), `figures` (what `evaluate`
returned) and `headline` (the one figure that stands for the role). A figure says what it is in
`what`. A role that the weights of another serve has `stand_in` (what does its work) for `training`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

BEGIN, FINISH = "<!-- figures -->", "<!-- end of figures -->"


def keep(pack: Path, figures: Mapping[str, dict[str, Any]], headlines: Mapping[str, Any]) -> None:
    """Write measured figures of some roles into the pack's `card.json` and the tables of its card.

    What else an entry says (`training`, `stand_in`) stays; the order of the roles is that of the
    file.
    """
    path, page = pack / "card.json", pack / "README.md"
    card = json.loads(path.read_text(encoding="utf-8"))
    for role, found in figures.items():
        card[role] = {**card.get(role, {}), "figures": found, "headline": headlines[role]}
    path.write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    before, rest = page.read_text(encoding="utf-8").split(BEGIN)
    after = rest.split(FINISH)[1]
    page.write_text(f"{before}{BEGIN}\n{tables(card)}\n{FINISH}{after}", encoding="utf-8")


def tables(card: dict[str, Any]) -> str:
    """Markdown tables of every role's measured figures with their 95 % intervals."""
    parts = []
    for role, entry in card.items():
        parts.append(_table(role, entry["figures"]))
        if table := entry["figures"].get("reliability"):
            parts.append(_reliability(role, table))
    return "\n\n".join(parts)


def _table(role: str, figures: dict[str, Any]) -> str:
    """One row per figure; or per axis (a kind of test picture) when the figures have axes."""
    axes = figures.get("axes")
    facts = [f"{name} {value}" for name, value in figures.items() if isinstance(value, int | float)]
    lines = [", ".join([f"**{role}**", *facts]), ""]
    if axes is None:
        lines += ["| figure | value |", "|---|---|"]
        found = (figure for figure in figures.values() if _measured(figure))
        return "\n".join([*lines, *(f"| {f['what']} | {_with_interval(f)} |" for f in found)])
    columns = [f["what"] for f in next(iter(axes.values())).values() if _measured(f)]
    lines += [
        f"| test pictures | things | {' | '.join(columns)} |",
        "|---" * len(columns) + "|---|---|",
    ]
    for axis in axes.values():
        cells = [_with_interval(figure) for figure in axis.values() if _measured(figure)]
        what = f"{axis['what']} (n = {axis['pictures']})"
        lines.append(f"| {what} | {axis['things']} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _reliability(role: str, table: dict[str, Any]) -> str:
    """What scores of a role are worth: for each range of scores its mean and the share of right."""
    lines = [
        f"Scores of **{role}**, {table['what']}:",
        "",
        "| score | n | mean score | right |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {row['low']:.1f} to {row['high']:.1f} | {row['n']} | {row['score']:.3f} "
        f"| {row['right']:.3f} |"
        for row in table["rows"]
    ]
    return "\n".join(lines)


def _measured(figure: Any) -> bool:
    return isinstance(figure, dict) and "interval" in figure


def _with_interval(figure: dict[str, Any]) -> str:
    low, high = figure["interval"]
    return f"{figure['value']:.3f} [{low:.3f}, {high:.3f}]"
