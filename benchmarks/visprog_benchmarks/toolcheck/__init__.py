"""The self-test of the toolbox: every tool called once rightly, and wrongly in every way."""

from visprog_benchmarks.toolcheck.case import Bad, Case, Judge, Wrong
from visprog_benchmarks.toolcheck.cases import known_cases
from visprog_benchmarks.toolcheck.refusal import Refusal
from visprog_benchmarks.toolcheck.stage import Stage
from visprog_benchmarks.toolcheck.table import Row, check, summary

__all__ = [
    "Bad",
    "Case",
    "Judge",
    "Refusal",
    "Row",
    "Stage",
    "Wrong",
    "check",
    "known_cases",
    "summary",
]
