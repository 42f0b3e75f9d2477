"""Tools that should not pass."""

from visprog.errors import ToolError
from visprog.tool import tool
from visprog.types import Image, Regions
from visprog_benchmarks.toolcheck import Bad, Case, Wrong


@tool("DOUBLE", example="ANSWER0=DOUBLE(number=3)")
def double(number: float) -> float:
    """Twice the number, off by one."""
    return 2 * number + 1


@tool("SHOUT", example="ANSWER0=SHOUT(text='boat')")
def shout(text: str) -> str:
    """The text, louder."""
    if len(text) > 4:
        raise ToolError("that is much too long a word")
    return text[0].upper() + text[1:].upper()


@tool("SHRINK", example="ANSWER0=SHRINK(image=IMAGE,object=OBJ0)")
def shrink(image: Image, object: Regions) -> float:
    """Knows no region that it would not take."""
    return float(len(object))


def six(found: object, stage: object) -> str:
    if found != 6.0:
        raise Wrong(f"{found}, and twice three is 6")
    return "6"


TOOLS = (double, shout, shrink)
CASES = (
    Case("DOUBLE", {"number": "3"}, six),
    Case(
        "SHOUT",
        {"text": "'boat'"},
        lambda found, stage: found,
        bad=(Bad("text", "'boating'", "too long"),),
    ),
)
