"""Answers that are pictures, or places in pictures: which file shows them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from visprog.errors import RunFailure, UsageError

if TYPE_CHECKING:
    from visprog.answer import Answer
    from visprog.types import Image

Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        help="Where an answer that is a picture, or regions drawn on one, goes: PNG, JPEG or WebP; "
        "else it is in the trace.",
    ),
]


def check_writable(*paths: Path | None) -> None:
    """Raises :class:`UsageError`, before any work is done, for what cannot be written."""
    from visprog.picture import FORMATS

    for path in filter(None, paths):
        if path.suffix.lower() not in FORMATS:
            raise UsageError(f"{path} must end in {', '.join(FORMATS)} to be written as a picture")
        if not path.parent.is_dir():
            raise UsageError(f"there is no folder {path.parent} to write {path.name} to")


def file_of(answer: Answer, output: Path | None) -> Path | None:
    """The file that holds the picture which is the answer, or shows the regions which are; None
    for any other answer.

    That is ``output``, which is written now, or else the trace's own picture. Raises
    :class:`RunFailure` when there is no picture to write.
    """
    from visprog import picture

    if not answer.ok:
        return None
    if output is None:
        return answer.picture
    picture.write(shown(answer), output)
    return output


def shown(answer: Answer) -> Image:
    """The picture that is the answer, or the pictures with the regions that are drawn on them.

    Raises :class:`RunFailure` for any other answer.
    """
    from visprog.types import Image
    from visprog_tools.showing import drawn, places

    if isinstance(answer.result, Image):
        return answer.result
    regions = places(answer.result)
    if regions is None:
        raise RunFailure(f"the answer is {answer.text!r}, not a picture: nothing was saved")
    return drawn(regions, [held.load() for _, held in answer.run.images])
