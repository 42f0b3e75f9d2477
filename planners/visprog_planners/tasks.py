"""What kind of thing is asked, as far as the choice of examples goes."""

from __future__ import annotations

import re
from typing import Literal, get_args

Task = Literal["answering", "pairs", "sets", "tagging", "referring", "editing"]
"""Questions about one picture, about two, about more; names for things from knowledge; which thing
is meant; a picture to be changed."""

TASKS: tuple[Task, ...] = get_args(Task)

TAGGING = re.compile(r"\s*(please\s+)?(tag|label|annotate|name and mark|mark and name)\b", re.I)
EDITING = re.compile(
    r"\s*(please\s+)?(replace|remove|delete|erase|blur|hide|cover|crop|cut|colou?r|recolou?r|paint|"
    r"make|turn|change|create|highlight|resize|scale|enlarge|shrink|put|swap|zoom|dim|"
    r"gr[ae]y|pixelate|keep|give (?!me\b))\b",
    re.I,
)
REFERRING = re.compile(
    r"\s*(please\s+)?(find|locate|show( me)?|point (to|at|out)|where|select|pick out|get|"
    r"give me|segment)\b",
    re.I,
)
QUESTION = re.compile(
    r"\s*(is|are|was|were|do|does|did|has|have|can|could|how|what|which|who|whose|why|when|"
    r"there|in|on|at|tell)\b|.*\?\s*$",
    re.I,
)


def task_of(question: str, images: int = 1) -> Task:
    """A guess by the first words and the number of pictures; it decides what is shown, not done."""
    if images > 2:
        return "sets"
    if images == 2:
        return "pairs"
    if TAGGING.match(question):
        return "tagging"
    if EDITING.match(question) and not question.rstrip().endswith("?"):
        return "editing"
    if REFERRING.match(question) or not QUESTION.match(question):
        return "referring"
    return "answering"
