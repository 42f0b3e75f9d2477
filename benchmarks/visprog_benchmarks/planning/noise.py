"""A language model that is none: it knows the right program, and spoils it at known rates.

It stands where a model does (a :class:`~visprog_planners.source.Source`), so that prompt,
extraction, rules, repair conversation and sampling are the planner's own.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from visprog_planners.source import Heard, Message, Sampling, Written

Change = tuple[str, str]
"""A pattern and what takes its place, once."""

NEARLY: tuple[Change, ...] = (
    (r"\bCOUNT\(box=", "Counts(boxes="),
    (r"\bLOC\(image=", "Loc8(Image="),
    (r"\.find\(", ".fnd("),
    (r"\.verify_property\(", ".verifyProperty("),
)
"""Misspellings, which rules repair."""

INVALID: tuple[Change, ...] = (
    (r"\bCOUNT\(box=", "HOW_MANY_OF(these="),
    (r"\bCROP\(image=", "ZOOM_INTO(picture="),
    (r"RESULT\(var=(\w+)\)", "RESULT(var=THE_OUTPUT)"),
    (r"\.find\(", ".search_everywhere_for("),
    (r"\breturn ", "return not_defined or "),
    (r"\)\n", "\n"),
)
"""What only the writer can mend."""

FAILING: tuple[Change, ...] = (
    (r"(BOX0=LOC\(image=\w+,object=)'[^']*'(\)\nIMAGE0=CROP)", r"\1'thingamajig'\2"),
    (r"(\w+)_patches\[0\]", r"\1_patches[40]"),
    (r"len\((\w+_patches\w*)\)", r"len(\1[40])"),
    (r"\{ANSWER0\} (\S)", r"{ANSWER0} / 0 \1"),
    (r"FINAL_RESULT=RESULT\(var=(\w+)\)", r"OVER=EVAL(expr='1/0')\nFINAL_RESULT=RESULT(var=OVER)"),
)
"""What the checker takes and a run does not."""

WRONG: tuple[Change, ...] = (
    (r" > ", " <= "),
    (r" >= ", " < "),
    (r" == ", " != "),
    (r" < ", " >= "),
    (r" or ", " and "),
    (r" \+ ", " - "),
    (r"return (len\(.*\))\n", r"return \1 + 1\n"),
    (
        r"FINAL_RESULT=RESULT\(var=(ANSWER\w+)\)",
        r"N=EVAL(expr='{\1} + 1')\nFINAL_RESULT=RESULT(var=N)",
    ),
    (r"return (.+)\n", r"return 'no' if (\1) else 'yes'\n"),
)
"""What runs well and says something else."""


@dataclass(frozen=True, slots=True)
class Rates:
    """How often a reply is spoilt in which way. The rest is right."""

    nearly: float = 0.14
    invalid: float = 0.16
    prose: float = 0.03
    failing: float = 0.12
    wrong: float = 0.17
    stubborn: float = 0.06
    """Questions that are misread, always in the same way: no vote helps there."""
    learns: float = 0.7
    """How often a program that comes back with objections is written without such mistakes."""


class NoisySource:
    """Replies to the planner's prompts for the questions that it knows."""

    name = "noisy"
    place: str | None = None

    def __init__(self, programs: Mapping[str, str], seed: int, rates: Rates | None = None) -> None:
        self._programs = programs
        self._seed = seed
        self._rates = rates or Rates()

    async def ready(self) -> None:
        """There is nothing to load."""

    async def ask(
        self,
        messages: Sequence[Message],
        sampling: Sampling,
        seconds: float,
        heard: Heard | None = None,
    ) -> Written:
        question = _question(messages)
        right = self._programs[question]
        if self._draw(question).random() < self._rates.stubborn:
            return Written(_fenced(_spoilt(right, WRONG, self._draw(question, "misread"))))
        draw = self._draw(question, sampling.seed, messages[-1]["content"], len(messages))
        kinds = [*_chances(self._rates)]
        if len(messages) > 2 and draw.random() < self._rates.learns:
            kinds = [(chance, kind) for chance, kind in kinds if kind is WRONG]
        at = draw.random()
        for chance, kind in kinds:
            if at < chance:
                if kind is None:
                    return Written("I would look for it and then count what I found.")
                return Written(_fenced(_spoilt(right, kind, draw)))
            at -= chance
        return Written(_fenced(right))

    def _draw(self, *of: object) -> random.Random:
        """Draws that follow from the seed and from what is asked, in any order of asking."""
        return random.Random(hashlib.sha256(repr((self._seed, of)).encode()).digest())


def _chances(rates: Rates) -> list[tuple[float, tuple[Change, ...] | None]]:
    return [
        (rates.nearly, NEARLY),
        (rates.invalid, INVALID),
        (rates.prose, None),
        (rates.failing, FAILING),
        (rates.wrong, WRONG),
    ]


def _spoilt(program: str, kind: Sequence[Change], draw: random.Random) -> str:
    """The program with one change of a kind that fits it."""
    fit = [re.sub(pattern, put, program, count=1) for pattern, put in kind]
    fit = [text for text in fit if text != program]
    return draw.choice(fit) if fit else program


def _question(messages: Sequence[Message]) -> str:
    """The question of a conversation: the last one of its first user's turn."""
    asked = next(turn["content"] for turn in messages if turn["role"] == "user")
    found: list[str] = re.findall(r"^\d+ images?\. Question: (.*)$", asked, re.MULTILINE)
    return found[-1]


def _fenced(program: str) -> str:
    return f"```python\n{program}```"
