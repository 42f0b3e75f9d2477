"""A set of runs as tables on a terminal and as one page that opens from disk."""

from visprog.analysis.report.page import page
from visprog.analysis.report.tables import tables

__all__ = ["page", "tables"]
