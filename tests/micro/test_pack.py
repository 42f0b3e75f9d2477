"""The weights in the tree load with stock classes and do what the card says."""

import json
from pathlib import Path

import pytest

from visprog.errors import Unavailable
from visprog_benchmarks.micro import card, evaluate, folders, served
from visprog_benchmarks.micro.detectors import find_all, owl
from visprog_benchmarks.micro.run import pack_folder
from visprog_benchmarks.micro.scoring import judge_all, rank
from visprog_benchmarks.micro.views import draw, holder_views, whole_views

PACK = pack_folder("detect").parent


def test_the_pack_is_small() -> None:
    size = sum(path.stat().st_size for path in PACK.rglob("*") if path.is_file())
    assert size < 60e6
    assert all(path.suffix != ".bin" for path in PACK.rglob("*"))


def test_the_card_shows_the_figures_of_card_json() -> None:
    text = (PACK / "README.md").read_text(encoding="utf-8")
    shown = text.split(card.BEGIN)[1].split(card.FINISH)[0].strip()
    figures = json.loads((PACK / "card.json").read_text(encoding="utf-8"))
    assert shown == card.tables(figures)


def test_settings_were_chosen_and_written_down() -> None:
    settings = json.loads((PACK / "detect" / "visprog.json").read_text(encoding="utf-8"))
    assert 0.1 < settings["threshold"] < 0.9
    assert 0.3 <= settings["nms_iou"] <= 0.6
    written = json.loads((PACK / "classify" / "visprog.json").read_text(encoding="utf-8"))
    chosen = folders.classifier_settings(PACK / "classify", scenes=2, device="cpu")
    assert written["templates"] == chosen["templates"]
    for each in (written, chosen):
        learnt = each["logit_scale"] * each["temperature"]
        assert learnt == pytest.approx(36.16, rel=1e-3)


def test_missing_weights_are_named(tmp_path: Path) -> None:
    assert {"classify", "detect"} <= set(served())
    with pytest.raises(Unavailable, match="no weights for locate"):
        evaluate("locate", folder=tmp_path)


def test_the_classifier_names_crops_and_colours() -> None:
    figures = evaluate("classify", scenes=12)
    assert figures["nouns"]["n"] > 20
    assert figures["nouns"]["value"] >= 0.95
    assert figures["colours"]["value"] >= 0.9


def test_the_detector_finds_what_is_there() -> None:
    detector = owl(pack_folder("detect"), "cpu")
    drawn = list(draw("test", 16))
    for views, least in ((whole_views(iter(drawn)), 0.85), (holder_views(iter(drawn)), 0.8)):
        found = [one.suppressed(0.5) for one in find_all(detector, views)]
        verdicts = judge_all(found, [view.truth for view in views], 0.5)
        assert rank(verdicts).average_precision() >= least


def test_the_segmenter_follows_prompts() -> None:
    figures = evaluate("segment", scenes=6)
    assert figures["box"]["value"] >= 0.85 > figures["filled"]["value"]
    assert figures["best"]["value"] >= 0.8


def test_every_folder_is_one_that_hugging_face_saved() -> None:
    for folder in (path for path in PACK.iterdir() if path.is_dir()):
        names = {path.name for path in folder.iterdir()}
        assert {"config.json", "model.safetensors"} <= names, folder
        assert not list(Path(folder).glob("*.py"))
