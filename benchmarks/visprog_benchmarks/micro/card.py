"""The figures of the model card, as a table, from `card.json`."""

from __future__ import annotations

from typing import Any

BEGIN, FINISH = "<!-- figures -->", "<!-- end of figures -->"
WORDS = {
    "plain": "whole pictures, 384 x 384",
    "wide": "whole pictures, 640 x 480",
    "crops": "crops of what holds things",
    "held_out_combinations": "nouns on grounds kept for testing",
    "harder": "harder scenes (up to 10 things, 8 % to 50 %, strong overlap)",
    "nouns": "right noun of 141 (chance 0.7 %)",
    "five": "right noun of 5 (chance 20 %)",
    "colours": "right colour of 8 (chance 12.5 %)",
    "box": "mean IoU from a box",
    "best": "mean IoU from a click, best of three masks",
    "point": "mean IoU from a click, mask with the highest score",
    "filled": "mean IoU of filling the box (baseline)",
}
DETECTION = ("ap50", "ap75", "precision", "recall", "count_exact")


def tables(card: dict[str, Any]) -> str:
    """Markdown tables of every role's measured figures with their 95 % intervals."""
    parts = [_detection(role, card[role]) for role in ("detect", "locate") if role in card]
    parts += [_simple(role, card[role]) for role in ("classify", "segment") if role in card]
    return "\n\n".join(parts)


def _detection(role: str, entry: dict[str, Any]) -> str:
    lines = [
        f"**{role}**, threshold {entry['figures']['threshold']}, NMS {entry['figures']['nms_iou']}",
        "",
        "| test pictures | things | AP50 | AP75 | precision | recall | exact count |",
        "|---|---|---|---|---|---|---|",
    ]
    for axis, figures in entry["figures"]["axes"].items():
        cells = " | ".join(_with_interval(figures[name]) for name in DETECTION)
        what = f"{WORDS[axis]} (n = {figures['pictures']})"
        lines.append(f"| {what} | {figures['things']} | {cells} |")
    return "\n".join(lines)


def _simple(role: str, entry: dict[str, Any]) -> str:
    lines = [f"**{role}**", "", "| figure | value |", "|---|---|"]
    for name, figure in entry["figures"].items():
        if name in WORDS and isinstance(figure, dict):
            lines.append(f"| {WORDS[name]} | {_with_interval(figure)} |")
    return "\n".join(lines)


def _with_interval(figure: dict[str, Any]) -> str:
    low, high = figure["interval"]
    return f"{figure['value']:.3f} [{low:.3f}, {high:.3f}]"
