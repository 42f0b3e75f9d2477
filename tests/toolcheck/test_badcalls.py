"""Which wrong calls follow from a specification."""

from __future__ import annotations

from visprog.tool import tool
from visprog.types import Image, Regions
from visprog_benchmarks.toolcheck import Bad, Case
from visprog_benchmarks.toolcheck.badcalls import BadCall, bad_calls


@tool("PAINT", example="IMAGE0=PAINT(image=IMAGE,object=OBJ0,colour='red')")
def paint(image: Image, object: Regions, colour: str, strength: float = 1.0) -> Image:
    """Paint the regions."""
    return image


@tool("listen", example="image_patch.listen('dog')", dialect="vipergpt", method=True)
def listen(patch: Image, sound: str) -> bool:
    """Whether it can be heard."""
    return bool(sound)


@tool("find", example="image_patch.find('dog')", dialect="vipergpt", method=True)
def find(patch: Image, noun: str) -> bool:
    """Has the name of a method that texts have."""
    return bool(noun)


def kinds(calls: list[BadCall], argument: str) -> list[str]:
    return [call.kind for call in calls if call.argument == argument]


def test_every_parameter_is_left_out_mistyped_and_emptied() -> None:
    calls = bad_calls(paint, None)
    assert kinds(calls, "") == ["misspelt tool", "unknown argument", "one too many"]
    assert kinds(calls, "image") == [
        "undefined variable",
        "left out",
        "text for an image",
        "list for an image",
        "None",
    ]
    assert kinds(calls, "colour") == [
        "left out",
        "number for text",
        "image for text",
        "None",
        "empty text",
        "blank text",
    ]
    assert {"no region", "region of no area", "region outside", "box inside out"} <= {
        *kinds(calls, "object")
    }
    assert kinds(calls, "strength")[-2:] == ["not a number", "endless"]
    texts = {(call.kind, call.argument): call for call in calls}
    assert texts["misspelt tool", ""].text.startswith("PAINTT(image=image, object=[")
    assert texts["left out", "colour"].mentions == ("PAINT", "colour")
    assert texts["left out", "colour"].stage == "check"
    assert texts["empty text", "colour"].stage == "run"


def test_a_case_gives_arguments_further_values_and_exceptions() -> None:
    case = Case(
        "PAINT",
        {"image": "image", "object": "$car", "colour": "'blue'"},
        lambda found, stage: "",
        bad=(Bad("strength", "7", "too strong"), Bad("colour", None, "neither")),
        takes={"object": frozenset({"no region"})},
    )
    calls = bad_calls(paint, case)
    assert "no region" not in kinds(calls, "object")
    assert calls[-2] == BadCall(
        "too strong",
        "strength",
        "PAINT(image=image, object=$car, colour='blue', strength=7)",
        "run",
        ("PAINT", "strength"),
    )
    assert calls[-1].text == "PAINT(image=image, object=$car)"


def test_methods_are_called_on_a_patch() -> None:
    calls = bad_calls(listen, None)
    assert not kinds(calls, "patch")
    assert calls[0].text == "image.listenn(sound='boat')"
    assert {call.stage for call in calls if call.kind == "left out"} == {"check"}
    assert {call.stage for call in bad_calls(find, None) if call.kind == "left out"} == {"check"}
