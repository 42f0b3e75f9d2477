"""The self-test of the toolbox: every tool called once rightly, and wrongly in every way."""

from visprog_benchmarks.toolcheck.case import Bad, Case, Judge, Wrong
from visprog_benchmarks.toolcheck.cases import cases
from visprog_benchmarks.toolcheck.check import Refusal, Row, check, summary
from visprog_benchmarks.toolcheck.stage import Stage

__all__ = [
    "Bad",
    "Case",
    "Judge",
    "Refusal",
    "Row",
    "Stage",
    "Wrong",
    "cases",
    "check",
    "summary",
]
