"""The whole way: a pack that names the authors' code, the command line, and programs on a scene."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.backends import tiny
from tests.cli.test_commands import BOAT, Run, last
from tests.cli.test_commands import visprog as visprog
from visprog import picture
from visprog.session import Session
from visprog.types import Regions
from visprog_tools import packs

pytestmark = pytest.mark.filterwarnings("default")

LOC = "BOX0=LOC(image=IMAGE,object='boat')\nRESULT(var=BOX0)\n"
SEG = "OBJ0=SEG(image=IMAGE,object=[40, 60, 300, 320])\nRESULT(var=OBJ0)\n"
BOTH = "OBJ0=SEG(image=IMAGE,object='boat')\nANSWER0=COUNT(box=OBJ0)\nRESULT(var=ANSWER0)\n"


@pytest.fixture
def pack(
    groundingdino_folder: Path, sam2_folder: Path, small_pictures: None, tmp_path: Path
) -> str:
    roles = {
        "locate": ("groundingdino_py", groundingdino_folder, tiny.GROUNDINGDINO),
        "segment": ("sam2_predictor", sam2_folder, tiny.SAM2),
    }
    text = ""
    for role, (family, folder, settings) in roles.items():
        table = ", ".join(f"{name} = {value!r}" for name, value in settings.items())
        text += f"[roles.{role}]\nfamily = '{family}'\ncheckpoint = '{folder}'\nrevision = '1'\n"
        text += f"licence = 'Apache-2.0'\nsettings = {{ {table} }}\n"
    path = tmp_path / "authors.toml"
    path.write_text(f"name = 'authors'\n{text}")
    packs.load.cache_clear()
    return str(path)


def test_the_pack_is_listed_and_checked(visprog: Run, pack: str) -> None:
    code, out, _ = visprog("models", "ls", pack, "--json")
    assert code == 0
    assert {row["role"]: row["family"] for row in last(out)} == {
        "locate": "groundingdino_py",
        "segment": "sam2_predictor",
    }
    assert all(row["available"] for row in last(out))
    code, out, err = visprog("models", "check", pack, "--image", BOAT, "--phrase", "boat")
    assert code == 0, out + err
    assert "ok locate" in out
    assert "candidates for boat" in out
    assert "ok segment" in out
    assert "masks of" in out


def test_programs_run_and_run_alike(pack: str) -> None:
    """Random weights see nothing, so what is judged is the form, and that it is the same again."""
    image = picture.read(Path(BOAT))
    found: list[tuple[Regions, Regions, Regions]] = []
    for _ in range(2):
        with Session(pack=pack) as session:
            located, segmented, counted = (session.run(text, image) for text in (LOC, SEG, BOTH))
            both = counted.steps[0].load()
            assert counted.value == len(both.items)
            found.append((located.value, segmented.value, both))
    assert found[0] == found[1]
    boxes, box, phrase = found[0]
    assert boxes.items
    assert {region.label for region in boxes.items} == {"boat"}
    assert all(0.5 <= region.score <= 1 for region in boxes.items)
    assert all(
        region.box.clipped(image.width, image.height) == region.box for region in boxes.items
    )
    assert len(box.items) == 1
    for region in (*box.items, *phrase.items):
        assert region.mask is not None
        assert region.mask.bits.shape == (image.height, image.width)
        assert region.mask.area
