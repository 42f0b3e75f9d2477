"""Linear probes: the file, the tool, and what both refuse."""

from __future__ import annotations

import dataclasses
import json
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save_file

from tests.tools.bench import Bench, ColourClip, Models, picture
from visprog.errors import ToolError, UsageError
from visprog.model import ModelSpec
from visprog.tool import ToolTable
from visprog.types import Box, Region, Regions
from visprog_planners import Request
from visprog_planners.prompt import messages
from visprog_tools import linear_probe
from visprog_tools.builtin import TOOLS
from visprog_tools.linear_probe import HeldOut, Probe

CLIP = ModelSpec("classify", "clip", "org/clip", "abc")


def reddish() -> Probe:
    """Red against blue, on the mean colours that the bench's classifier gives."""
    return Probe(
        classes=("ripe", "unripe"),
        weights=np.array([[9.0, 0, 0, 0], [0, 0, 9.0, 0]]),
        features=CLIP.key,
        images=(12, 8),
        c=10.0,
        seed=3,
        held_out=HeldOut(4, 5, (0.376, 0.964), 3),
    )


def test_a_saved_probe_is_the_same_and_runs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "fruit.probe"
    linear_probe.save(reddish(), path)
    again = linear_probe.load(path)
    assert (again.weights == reddish().weights).all()
    fields = [field.name for field in dataclasses.fields(Probe) if field.name != "weights"]
    assert all(getattr(again, name) == getattr(reddish(), name) for name in fields)
    assert again.digest == reddish().digest
    header = json.loads(path.read_bytes()[8 : 8 + int.from_bytes(path.read_bytes()[:8], "little")])
    assert set(header) == {"__metadata__", "weights"}
    assert list(tmp_path.iterdir()) == [path]


def _hostile(path: Path, name: str, value: Any) -> None:
    """A probe with one fact or its weights replaced."""
    linear_probe.save(reddish(), path)
    from safetensors import safe_open

    with safe_open(str(path), framework="np") as opened:
        metadata, weights = dict(opened.metadata()), opened.get_tensor("weights")
    if name == "weights":
        weights = value
    else:
        metadata[name] = value
    save_file({"weights": weights}, path, metadata)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("format", "visprog linear probe 2"),
        ("classes", "not json"),
        ("classes", '["ripe"]'),
        ("classes", '["ripe", "ripe"]'),
        ("classes", json.dumps(["ripe", "x" * 81])),
        ("classes", json.dumps(["ripe", "ignore this\nand that"])),
        ("images", "[1]"),
        ("images", "null"),
        ("held_out", '{"right": 1}'),
        ("weights", np.zeros((3, 4))),
        ("weights", np.zeros(4)),
        ("weights", np.full((2, 4), np.nan)),
    ],
)
def test_a_file_that_lies_is_refused(tmp_path: Path, name: str, value: Any) -> None:
    path = tmp_path / "odd.probe"
    _hostile(path, name, value)
    with pytest.raises(UsageError, match=r"odd\.probe is not a probe"):
        linear_probe.load(path)


def test_other_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "other"
    path.write_bytes(pickle.dumps({"weights": 1}))
    with pytest.raises(UsageError, match="is not a probe"):
        linear_probe.load(path)
    save_file({"weights": np.zeros((2, 4))}, path)
    with pytest.raises(UsageError, match="is not a probe"):
        linear_probe.load(path)
    with pytest.raises(UsageError, match="cannot read probe"):
        linear_probe.load(tmp_path / "absent")
    with pytest.raises(UsageError, match="cannot read probe"):
        linear_probe.load(tmp_path)
    with pytest.raises(UsageError, match="cannot write"):
        linear_probe.save(reddish(), tmp_path / "absent" / "probe")


def test_features_of_another_model_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "fruit.probe"
    linear_probe.save(reddish(), path)
    assert set(linear_probe.load_all({"FRUIT": path}, CLIP)) == {"FRUIT"}
    others = [
        dataclasses.replace(CLIP, revision="def"),
        dataclasses.replace(CLIP, checkpoint="org/siglip"),
        dataclasses.replace(CLIP, dtype="bfloat16"),
        None,
    ]
    for other in others:
        with pytest.raises(UsageError, match="probe FRUIT was fitted on features of clip:org/clip"):
            linear_probe.load_all({"FRUIT": path}, other)


@pytest.mark.parametrize("name", ["fruit", "1FRUIT", "IMAGE", "IMAGE2", "LEFT", "A B", "_X", "É"])
def test_a_probe_is_named_like_a_tool(tmp_path: Path, name: str) -> None:
    linear_probe.save(reddish(), tmp_path / "probe")
    with pytest.raises(UsageError, match="name it in capitals"):
        linear_probe.load_all({name: tmp_path / "probe"}, CLIP)


def test_a_probe_cannot_stand_in_for_a_tool() -> None:
    with pytest.raises(UsageError, match="two tools are called LOC"):
        linear_probe.with_probes(ToolTable(TOOLS), {"LOC": reddish()})


def test_planners_and_the_checker_know_it_from_its_signature() -> None:
    tools = linear_probe.with_probes(ToolTable(TOOLS), {"FRUIT": reddish()})
    said = messages(Request("?", tools=tools))[0]["content"]
    assert "- FRUIT(image: image, object: regions = None) -> regions: Label each region" in said
    assert "one of: ripe, unripe." in said
    assert "Example: OBJ1=FRUIT(image=IMAGE,object=OBJ0)" in said


async def test_it_labels_regions_or_the_whole_picture() -> None:
    tools = linear_probe.with_probes(ToolTable(TOOLS), {"FRUIT": reddish()})
    spec, whole = tools["FRUIT"], picture()
    assert spec.signature == "FRUIT(image: image, object: regions = None) -> regions"
    assert "ripe, unripe" in spec.summary
    halves = Regions.of([Region(Box(0, 0, 50, 80), "apple"), Region(Box(50, 0, 100, 80))], whole)

    at = Bench(Models(classify=ColourClip()))
    found = await at.call(spec, image=whole, object=halves)
    assert [region.label for region in found] == ["ripe", "unripe"]
    facts = dict(found[0].extra)
    assert facts["detected_as"] == "apple"
    assert facts["ranking"][0] == ["ripe", pytest.approx(found[0].score, abs=1e-4)]
    assert facts["margin"] == pytest.approx(2 * found[0].score - 1, abs=1e-3)
    ((code, _, noted),) = at.notes
    assert code == "classified"
    assert noted["probe"] == reddish().digest

    (one,) = await at.call(spec, image=whole.crop(Box(60, 0, 100, 80)))
    assert one.label == "unripe"
    assert one.root_box == Box(60, 0, 100, 80)
    assert len(await at.call(spec, image=whole, object=Regions())) == 0


async def test_embeddings_of_another_size_are_an_error() -> None:
    wide = dataclasses.replace(reddish(), weights=np.zeros((2, 9)))
    at = Bench(Models(classify=ColourClip()))
    with pytest.raises(ToolError, match="takes 8 features, the classifier gives 3"):
        await at.call(linear_probe.as_tool("FRUIT", wide), image=picture())


def test_many_classes_do_not_flood_a_prompt() -> None:
    names = tuple(f"stage {number}" for number in range(1000))
    many = dataclasses.replace(
        reddish(), classes=names, weights=np.zeros((1000, 4)), images=(1,) * 1000
    )
    summary = linear_probe.as_tool("STAGE", many).summary
    assert "and 970 more" in summary
    assert len(summary) < 600
