"""Readings that a better one makes needless are not asked about; two good ones are."""

from __future__ import annotations

import pytest

from visprog_planners.grammar.parts import Ambiguous
from visprog_planners.grammar.reader import read


@pytest.mark.parametrize(
    ("question", "images", "meant"),
    [
        ("Is there a red key on each desk?", 2,
         "is it so that (the number of red key in image 1 > 0)"
         " and (the number of red key in image 2 > 0)?"),
        ("How many books do the two desks hold altogether?", 2, "what is the number of book?"),
        ("Name the object on the far right of the shelf.", 1,
         "what is the rightmost thing on the shelf?"),
        ("By the road stands a sign with STOP on it. Right?", 1,
         "is it so that the text says 'stop'?"),
        ("Of all the balloons, which colour floats highest?", 1,
         "which colour is the highest balloon?"),
        ("Where can I see a helicopter, in picture one or picture two?", 2,
         "which image has any helicopter?"),
        ("Does a dog share the couch with a cat?", 1,
         "is it so that (the number of dog on the couch > 0)"
         " and (the number of cat on the couch > 0)?"),
    ],
)  # fmt: skip
def test_one_reading_is_left(question: str, images: int, meant: str) -> None:
    assert str(read(question, images)[0]) == meant


def test_two_good_readings_are_asked_about() -> None:
    with pytest.raises(Ambiguous, match=r"== 1\?; \(2\) .* > 0\?"):
        read("Does one of the baskets contain a banana?")
