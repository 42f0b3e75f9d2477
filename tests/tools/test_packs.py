"""Packs: which are shipped, what a user's own may say, and what is wrong with one that is not."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.tools.bench import Bench, ColourClip, Models, picture
from visprog import plugins
from visprog.errors import Unavailable, UsageError
from visprog.model import ROLES
from visprog.types import Box
from visprog_tools import packs, patch
from visprog_tools.models import checkpoint
from visprog_tools.models.clip import Clip


def written(folder: Path, text: str) -> str:
    path = folder / "mine.toml"
    path.write_text(text)
    packs.load.cache_clear()
    return str(path)


@pytest.mark.parametrize("name", packs.SHIPPED)
def test_shipped_packs_serve_the_main_roles(name: str) -> None:
    pack = packs.load(name)
    assert {"locate", "detect", "classify"} <= set(pack.models)
    assert all(spec.licence for spec in filter(checkpoint.has_weights, pack.models.values()))
    assert bool(pack.warning) is (name == "micro")


def documented() -> list[str]:
    text = (Path(__file__).parents[2] / "docs" / "packs.md").read_text()
    return re.findall(r"```toml\n(.*?)```", text, re.DOTALL)


@pytest.mark.parametrize("text", documented())
def test_the_packs_of_the_documentation_are_packs(text: str, tmp_path: Path) -> None:
    families = plugins.families()
    for spec in packs.load(written(tmp_path, text)).models.values():
        assert spec.role in ROLES
        assert spec.family in families


def test_auto_says_why() -> None:
    pack = packs.load("auto")
    assert pack.because.startswith("auto: ")


def test_embedded_weights_have_their_hash_as_revision() -> None:
    spec = packs.load("micro").models["classify"]
    weights = Path(checkpoint.location(spec.checkpoint)) / "model.safetensors"
    assert spec.revision == hashlib.sha256(weights.read_bytes()).hexdigest()[:12]
    assert checkpoint.available(spec)


def test_what_training_measured_joins_the_settings(tmp_path: Path) -> None:
    (tmp_path / "visprog.json").write_text('{"threshold": 0.4, "nms_iou": 0.6}')
    pack = packs.load(
        written(
            tmp_path,
            '[roles.detect]\nfamily = "owlv2"\nrevision = "1"\nsettings = { threshold = 0.7 }\n'
            f'checkpoint = "{tmp_path}"\n',
        )
    )
    assert pack.models["detect"].settings == {"threshold": 0.7, "nms_iou": 0.6}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[roles.detect\n", "not TOML"),
        ("", "serves no role"),
        ("threads = 0\n[roles.vqa]\nfamily='x'", "threads is a whole number from 1"),
        ("threads = true\n[roles.vqa]\nfamily='x'", "threads is a whole number from 1"),
        ('[roles.detect]\nfamily = "owlv2"\n', "checkpoint"),
        (
            '[roles.detect]\nfamily = "owlv2"\ncheckpoint = "a/b"\nrevision = "1"\nspeed = 3\n',
            "speed",
        ),
    ],
)
def test_a_bad_pack_is_one_line(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(UsageError, match=says) as caught:
        packs.load(written(tmp_path, text))
    assert "\n" not in str(caught.value)


def test_unknown_packs(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="micro, standard, large"):
        packs.load("tiny")
    with pytest.raises(UsageError, match="cannot read"):
        packs.load(str(tmp_path / "none.toml"))


def test_absent_weights_name_the_repository_and_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Offline, as ``HF_HUB_OFFLINE=1`` makes it, in a process of its own: the Hub reads it once."""
    code = (
        "from visprog_tools import packs\n"
        "from visprog_tools.models.owlv2 import Owlv2\n"
        "Owlv2(packs.load('standard').models['detect']).load()\n"
    )
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    last = ran.stderr.strip().splitlines()[-1]
    assert Unavailable.__name__ in last
    assert "google/owlv2-base-patch16-ensemble" in last
    assert "download" in last


async def test_a_word_that_was_never_taught_cannot_win() -> None:
    clip = ColourClip()
    clip.settings = {**clip.settings, "untaught": ("white",)}
    at = Bench(Models(classify=clip))
    blue = picture().crop(Box(50, 0, 100, 80))
    options = ["white", "blue"]
    assert await at.call(patch.best_text_match, patch=blue, option_list=options) == "blue"
    assert ("untaught", "the model was never taught white", {}) in at.notes
    only = await at.call(patch.best_text_match, patch=blue, option_list=["white"])
    assert only == "white"


def test_a_packs_threads_hold_where_its_model_runs_and_nowhere_else() -> None:
    import torch

    spec = packs.load("micro").models["classify"]
    assert spec.settings["threads"] == 1
    before = torch.get_num_threads()
    with ThreadPoolExecutor(1) as worker:
        worker.submit(Clip(spec, "cpu").load).result()
        assert worker.submit(torch.get_num_threads).result() == 1
    assert torch.get_num_threads() == before
