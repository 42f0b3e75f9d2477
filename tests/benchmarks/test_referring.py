"""Expressions that mean one thing, and what points to it."""

from __future__ import annotations

from visprog import plugins
from visprog.session import Session
from visprog_benchmarks.pointing_out import wrong_with
from visprog_benchmarks.world.oracle import Oracle, picture
from visprog_benchmarks.world.oracle.words import names
from visprog_benchmarks.world.referring import KINDS, expressions


def test_expressions_mean_one_thing_alone() -> None:
    made = expressions(2 * len(KINDS), seed=4)
    assert [one.text for one in made] == [one.text for one in expressions(2 * len(KINDS), seed=4)]
    for one in made:
        thing = one.scene.things[one.thing]
        assert thing.noun in one.text
        if one.kind in ("noun", "colour"):
            fit = [other for other in one.scene.things if names(one.text, other)]
            assert fit == [thing]
        else:
            assert len(one.scene.named(thing.noun)) > 1


def test_programs_find_what_is_meant_and_another_thing_is_wrong() -> None:
    made = expressions(len(KINDS), seed=6)
    images = [picture(one.scene) for one in made]
    scenes = ((image, one.scene) for image, one in zip(images, made, strict=True))
    tools = plugins.tools().replaced(Oracle(scenes).tools())
    with Session(pack="micro", tools=tools) as session:
        for one, image in zip(made, images, strict=True):
            assert wrong_with(session, one, image) == "", one.text
        one, image = next(
            pair for pair in zip(made, images, strict=True) if len(pair[0].scene.things) > 1
        )
        other = (one.thing + 1) % len(one.scene.things)
        wrong = type(one)(one.text, one.scene, one.kind, other, one.program)
        assert wrong_with(session, wrong, image) != ""
