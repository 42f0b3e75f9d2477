"""Each adapter on a tiny random model of its real class: equal to the class's own forward pass."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from transformers import (
    AutoModel,
    AutoModelForDepthEstimation,
    AutoModelForImageTextToText,
    AutoModelForZeroShotObjectDetection,
    AutoProcessor,
    BlipForConditionalGeneration,
    BlipForQuestionAnswering,
    GotOcr2ForConditionalGeneration,
    Owlv2ForObjectDetection,
    Sam2Model,
    Sam2Processor,
    Sam3Model,
    Sam3Processor,
    Sam3TrackerModel,
    Sam3TrackerProcessor,
    ViltForQuestionAnswering,
)

from tests.tools import tiny
from tests.tools.bench import Bench, Models, Served, picture
from visprog.errors import Unavailable
from visprog.model import ModelSpec
from visprog.types import Image, Mask
from visprog_tools import packs
from visprog_tools.face import facedet
from visprog_tools.models import blueprint, molmo2
from visprog_tools.models.blip import Blip, BlipCaption
from visprog_tools.models.clip import Clip
from visprog_tools.models.depth_anything import DepthAnything
from visprog_tools.models.got_ocr import GotOcr
from visprog_tools.models.grounding_dino import GroundingDino
from visprog_tools.models.image_text import ImageText, conversation, turn
from visprog_tools.models.molmo2 import Molmo2, parse
from visprog_tools.models.owlv2 import Owlv2
from visprog_tools.models.sam2 import Sam2
from visprog_tools.models.sam3 import Sam3, Sam3Tracker
from visprog_tools.models.vilt import Vilt
from visprog_tools.models.yunet import YuNet

pytestmark = pytest.mark.filterwarnings("default")


def noise(width: int = 96, height: int = 72, seed: int = 0) -> Image:
    return Image(np.random.default_rng(seed).integers(0, 255, (height, width, 3), dtype=np.uint8))


@pytest.mark.parametrize("make", [tiny.clip, tiny.siglip])
def test_clip_and_siglip(make: Any, tmp_path: Path) -> None:
    model = tiny.loaded(Clip, "classify", make(tmp_path))
    own, processor = AutoModel.from_pretrained(tmp_path), AutoProcessor.from_pretrained(tmp_path)
    images, texts = [noise(seed=1), picture()], ["a cat", "a long boat"]
    with torch.inference_mode():
        inputs = processor(
            images=[image.pixels for image in images],
            text=texts,
            padding="max_length",
            return_tensors="pt",
        )
        out = own(**inputs)
    got = np.stack(model.image([{"image": image} for image in images]))
    assert np.allclose(got, _unit(out.image_embeds), atol=1e-5)
    got = np.stack(model.text([{"text": text} for text in texts]))
    assert np.allclose(got, _unit(out.text_embeds), atol=1e-5)
    assert got.dtype == np.float32


def _unit(vectors: torch.Tensor) -> np.ndarray:  # type: ignore[type-arg]
    return (vectors / vectors.norm(dim=-1, keepdim=True)).numpy()


def test_owlv2(tmp_path: Path) -> None:
    model = tiny.loaded(Owlv2, "detect", tiny.owlv2(tmp_path))
    own = Owlv2ForObjectDetection.from_pretrained(tmp_path)
    processor = AutoProcessor.from_pretrained(tmp_path)
    image, other = noise(), picture()
    texts = ["a photo of a cat", "a photo of an owl"]
    with torch.inference_mode():
        inputs = processor(
            text=[texts], images=[image.pixels], padding="max_length", return_tensors="pt"
        )
        out = own(**inputs)
    best = out.logits[0].sigmoid().max(-1)
    order = best.values.argsort(descending=True)
    order = order[best.values[order] >= 0.02]
    first, second = model.detect(
        [{"image": image, "phrases": ("cat", "owl")}, {"image": other, "phrases": ("owl",)}]
    )
    assert np.allclose(first[:, 1], best.values[order], atol=1e-5)
    assert first[:, 0].tolist() == best.indices[order].tolist()
    center, size = out.pred_boxes[0, order, :2] * 96, out.pred_boxes[0, order, 2:] * 96
    assert np.allclose(first[:, 2:4], center - size / 2, atol=1e-3)
    (alone,) = model.detect([{"image": other, "phrases": ("owl",)}])
    assert np.allclose(second, alone, atol=1e-4)


@pytest.mark.parametrize("make", [tiny.grounding_dino, tiny.llmdet])
def test_grounding_dino(make: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("visprog_tools.models.grounding_dino.FLOOR", 0.001)
    model = tiny.loaded(GroundingDino, "locate", make(tmp_path))
    own = AutoModelForZeroShotObjectDetection.from_pretrained(tmp_path)
    processor = AutoProcessor.from_pretrained(tmp_path)
    image = noise()
    inputs = processor(images=image.pixels, text="cat.", return_tensors="pt")
    with torch.inference_mode():
        out = own(**inputs)
    (wanted,) = processor.post_process_grounded_object_detection(
        out, inputs.input_ids, threshold=0.001, text_threshold=0.001, target_sizes=[(72, 96)]
    )
    (table,) = model.detect([{"image": image, "phrases": ("Cat",)}])
    assert len(table) == len(wanted["scores"]) > 0
    assert np.allclose(table[:, 1], wanted["scores"].sort(descending=True).values, atol=1e-5)
    (both,) = model.detect([{"image": image, "phrases": ("cat", "dog")}])
    assert set(both[:, 0].tolist()) <= {0.0, 1.0}
    assert np.allclose(both[both[:, 0] == 0][:, 1:], table[:, 1:], atol=1e-4)


def test_sam2(tmp_path: Path) -> None:
    model = tiny.loaded(Sam2, "segment", tiny.sam2(tmp_path))
    own, processor = Sam2Model.from_pretrained(tmp_path), Sam2Processor.from_pretrained(tmp_path)
    image = noise()
    box = {"image": image, "box": (5.0, 6.0, 50.0, 60.0), "multiple": False}
    click = {"image": image, "points": ((20.0, 30.0),), "labels": (1,), "multiple": True}
    ((boxed,), clicked) = model.masks([box, click])
    inputs = processor(images=image.pixels, input_boxes=[[[5, 6, 50, 60]]], return_tensors="pt")
    with torch.inference_mode():
        out = own(**inputs, multimask_output=False)
    (wanted,) = processor.post_process_masks(out.pred_masks, inputs["original_sizes"])
    assert boxed[0] == Mask(wanted[0, 0].numpy())
    assert boxed[1] == pytest.approx(float(out.iou_scores[0, 0, 0]), abs=1e-5)
    inputs = processor(
        images=image.pixels, input_points=[[[[20, 30]]]], input_labels=[[[1]]], return_tensors="pt"
    )
    with torch.inference_mode():
        out = own(**inputs, multimask_output=True)
    scores = out.iou_scores[0, 0].sort(descending=True).values
    assert [score for _, score in clicked] == pytest.approx(scores.tolist(), abs=1e-5)
    assert all(mask.bits.shape == (72, 96) for mask, _ in clicked)


def test_sam3_finds_by_phrase(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("visprog_tools.models.sam3.FLOOR", 0.0)
    model = tiny.loaded(Sam3, "locate", tiny.sam3(tmp_path))
    own, processor = Sam3Model.from_pretrained(tmp_path), Sam3Processor.from_pretrained(tmp_path)
    image = noise()
    inputs = processor(images=image.pixels, text="owl", return_tensors="pt")
    with torch.inference_mode():
        out = own(**inputs)
    (wanted,) = processor.post_process_instance_segmentation(
        out, threshold=0.0, target_sizes=[(72, 96)]
    )
    (table,) = model.detect([{"image": image, "phrases": ("cat", "owl")}])
    owls = table[table[:, 0] == 1]
    assert len(owls) == len(wanted["scores"]) == 12
    order = wanted["scores"].argsort(descending=True)
    assert np.allclose(owls[:, 1], wanted["scores"][order], atol=1e-5)
    assert np.allclose(owls[:, 2:], wanted["boxes"][order], atol=1e-2)
    assert (np.diff(table[:, 1]) <= 0).all()


def test_sam3_cuts_masks_as_sam2_does(tmp_path: Path) -> None:
    model = tiny.loaded(Sam3Tracker, "segment", tiny.sam3_tracker(tmp_path))
    own = Sam3TrackerModel.from_pretrained(tmp_path)
    processor = Sam3TrackerProcessor.from_pretrained(tmp_path)
    image = noise()
    box = {"image": image, "box": (5.0, 6.0, 50.0, 60.0), "multiple": False}
    click = {"image": image, "points": ((20.0, 30.0),), "labels": (1,), "multiple": True}
    ((boxed,), clicked) = model.masks([box, click])
    inputs = processor(images=image.pixels, input_boxes=[[[5, 6, 50, 60]]], return_tensors="pt")
    with torch.inference_mode():
        out = own(**inputs, multimask_output=False)
    (wanted,) = processor.post_process_masks(out.pred_masks, inputs["original_sizes"])
    assert boxed[0] == Mask(wanted[0, 0].numpy())
    assert boxed[1] == pytest.approx(float(out.iou_scores[0, 0, 0]), abs=1e-5)
    assert len(clicked) == 3


def test_sam2_encodes_a_picture_once(tmp_path: Path) -> None:
    model = tiny.loaded(Sam2, "segment", tiny.sam2(tmp_path), embedding_megabytes=1)
    passes: list[int] = []
    embed = model._embed

    def counted(pixels: torch.Tensor) -> Any:
        passes.append(len(pixels))
        return embed(pixels)

    model._embed = counted
    prompts = [
        {"image": image, "box": (1.0, 1.0, 20.0 + n, 30.0), "multiple": False}
        for image in (noise(), picture())
        for n in range(3)
    ]
    together = model.masks(prompts)
    assert passes == [2]
    for prompt, [[mask, score]] in zip(prompts, together, strict=True):
        [[alone, sure]] = model.masks([prompt])[0]
        assert alone == mask
        assert sure == pytest.approx(score, abs=1e-5)
    assert passes == [2]
    room = model.embeddings.budget // (model.embeddings.bytes // 2)
    for seed in range(5, 5 + room):
        model.masks([{**prompts[0], "image": noise(seed=seed)}])
    model.masks([prompts[0]])
    assert len(passes) == 1 + room + 1, "the oldest had to go"
    assert model.embeddings.bytes <= model.embeddings.budget


@pytest.mark.parametrize("how", ["eager", "aot_eager"])
def test_compiled_encoders_see_the_same(tmp_path: Path, how: str) -> None:
    folder = tiny.sam2(tmp_path / "sam2")
    plain = tiny.loaded(Sam2, "segment", folder)
    fast = tiny.loaded(Sam2, "segment", folder, compile=how)
    prompts = [
        {"image": noise(seed=seed), "box": (1.0, 1.0, 20.0, 30.0), "multiple": False}
        for seed in range(3)
    ]
    for wanted, got in zip(plain.masks(prompts), fast.masks(prompts), strict=True):
        assert got[0][0] == wanted[0][0]
        assert got[0][1] == pytest.approx(wanted[0][1], abs=1e-4)
    folder = tiny.owlv2(tmp_path / "owlv2")
    item = {"image": noise(), "phrases": ("cat",)}
    (wanted_table,) = tiny.loaded(Owlv2, "detect", folder).detect([item])
    (table,) = tiny.loaded(Owlv2, "detect", folder, compile=how).detect([item])
    assert np.allclose(table, wanted_table, atol=1e-3)


def test_without_a_compiler_the_encoder_goes_on_as_it_is(tmp_path: Path) -> None:
    folder = tiny.owlv2(tmp_path / "owlv2")
    item = {"image": noise(), "phrases": ("cat",)}
    (wanted,) = tiny.loaded(Owlv2, "detect", folder).detect([item])
    np.save(tmp_path / "wanted.npy", wanted)
    script = f"""if True:
        import warnings
        warnings.simplefilter("ignore")  # torch's own, about its compiler
        from pathlib import Path
        import numpy as np
        from tests.tools import tiny
        from tests.tools.test_adapters import noise
        from visprog_tools.models.owlv2 import Owlv2
        model = tiny.loaded(Owlv2, "detect", Path({str(folder)!r}), compile=True)
        item = {{"image": noise(), "phrases": ("cat",)}}
        for _ in range(2):
            model.embeddings.clear()
            (table,) = model.detect([item])
            assert np.allclose(table, np.load({str(tmp_path / "wanted.npy")!r}), atol=1e-5)
        (remark,) = model.remarks
        print(remark)
    """
    environment = {
        **os.environ,
        "CXX": str(tmp_path / "no compiler"),
        "TORCHINDUCTOR_CACHE_DIR": str(tmp_path / "cache"),
    }
    command = [sys.executable, "-c", script]
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert said.stdout.startswith("the encoder goes on uncompiled: InvalidCxxCompiler: No working")
    assert len(said.stdout.splitlines()) == 1


def test_an_unknown_compiler_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"torch\.compile has no backend fastest"):
        tiny.loaded(Sam2, "segment", tiny.sam2(tmp_path), compile="fastest")


def test_sam2_prompts_of_every_form_in_one_batch(tmp_path: Path) -> None:
    model = tiny.loaded(Sam2, "segment", tiny.sam2(tmp_path))
    forms: list[dict[str, Any]] = [
        {"box": (1.0, 1.0, 20.0, 30.0), "multiple": False},
        {"points": ((5.0, 6.0),), "labels": (1,), "multiple": True},
        {"points": ((5.0, 6.0), (9.0, 9.0)), "labels": (1, 0), "multiple": True},
        {"box": (2.0, 3.0, 25.0, 28.0), "multiple": True},
    ]
    prompts = [{"image": image, **form} for form in forms for image in (noise(), picture())]
    together = model.masks(prompts)
    for prompt, pairs in zip(prompts, together, strict=True):
        alone = model.masks([prompt])[0]
        assert len(pairs) == (3 if prompt["multiple"] else 1)
        assert [mask for mask, _ in pairs] == [mask for mask, _ in alone]
        assert [s for _, s in pairs] == pytest.approx([s for _, s in alone], abs=1e-5)


@pytest.fixture
def yunet(tmp_path: Path) -> YuNet:
    """YuNet's adapter with a network that takes each red cell of 32 pixels for a face."""
    spec = packs.load("standard").models["face"]
    model = YuNet(blueprint.unfold(spec, tmp_path, "cpu"))
    model.load()
    return model


@pytest.mark.parametrize(
    ("width", "height", "scale"), [(640, 640, 1), (300, 200, 1), (1280, 960, 2)]
)
def test_yunet_finds_faces_of_pictures_of_any_size(
    yunet: YuNet, width: int, height: int, scale: int
) -> None:
    pixels = np.full((height, width, 3), 30, np.uint8)
    for left, top in ((96, 64), (192, 128)):
        pixels[scale * top : scale * (top + 32), scale * left : scale * (left + 32)] = (255, 0, 0)
    found, nothing = yunet.faces([{"image": Image(pixels)}, {"image": noise()}])
    assert nothing.shape == (0, 5)
    assert nothing.dtype == found.dtype == np.float32
    assert (found[:, 0] > 0.9).all()
    boxes = sorted(found[:, 1:].tolist())
    wanted = [[64, 32, 160, 128], [160, 96, 256, 192]]
    assert np.allclose(boxes, scale * np.array(wanted), atol=1e-3)


async def test_facedet_by_yunet(yunet: YuNet) -> None:
    pixels = np.full((200, 300, 3), 30, np.uint8)
    pixels[64:96, 96:128] = (255, 0, 0)
    at = Bench(Models(face=Served(yunet, **yunet.spec.settings)))
    (face,) = await at.call(facedet, image=Image(pixels))
    assert (face.label, face.box.xyxy) == ("face", (64, 32, 160, 128))
    assert not list(await at.call(facedet, image=noise()))


def test_blip_answers_and_describes(tmp_path: Path) -> None:
    image = noise()
    folder = tiny.blip(tmp_path / "vqa", "Salesforce/blip-vqa-base")
    own = BlipForQuestionAnswering.from_pretrained(folder)
    processor = AutoProcessor.from_pretrained(folder)
    inputs = processor(images=[image.pixels], text=["What?"], return_tensors="pt")
    wanted = processor.batch_decode(own.generate(**inputs, max_new_tokens=10), True)
    items = [{"image": image, "question": "What?"}, {"image": picture(), "question": "Who is it?"}]
    answers = tiny.loaded(Blip, "vqa", folder).answer(items)
    assert answers[0] == wanted[0].strip()
    assert all(isinstance(answer, str) for answer in answers)

    folder = tiny.blip(tmp_path / "caption", "Salesforce/blip-image-captioning-base")
    own = BlipForConditionalGeneration.from_pretrained(folder)
    pixels = processor.image_processor(images=[image.pixels], return_tensors="pt")
    wanted = processor.batch_decode(own.generate(**pixels, max_new_tokens=40), True)
    (said,) = tiny.loaded(BlipCaption, "caption", folder).caption([{"image": image}])
    assert said == wanted[0].strip()
    told = tiny.loaded(BlipCaption, "caption", folder)
    (scored,) = told.caption([{"image": image, "scored": True}])
    assert scored["text"] == said
    assert 0 <= scored["score"] <= 1


def test_vilt(tmp_path: Path) -> None:
    model = tiny.loaded(Vilt, "vqa", tiny.vilt(tmp_path))
    own = ViltForQuestionAnswering.from_pretrained(tmp_path)
    processor = AutoProcessor.from_pretrained(tmp_path)
    image = noise()
    with torch.inference_mode():
        out = own(**processor(images=image.pixels, text="What?", return_tensors="pt"))
    (answer,) = model.answer([{"image": image, "question": "What?"}])
    assert answer == f"answer {int(out.logits.argmax())}"
    (scored,) = model.answer([{"image": image, "question": "What?", "scored": True}])
    best = out.logits[0].sigmoid().sort(descending=True)
    assert scored["text"] == answer
    assert scored["score"] == pytest.approx(float(best.values[0]), abs=1e-5)
    assert [name for name, _ in scored["ranking"]] == [f"answer {i}" for i in best.indices[:5]]


def test_depth_anything(tmp_path: Path) -> None:
    model = tiny.loaded(DepthAnything, "depth", tiny.depth_anything(tmp_path))
    own = AutoModelForDepthEstimation.from_pretrained(tmp_path)
    image = noise()
    inputs = model._processor(images=[image.pixels], return_tensors="pt")
    with torch.inference_mode():
        out = own(**inputs)
    (wanted,) = model._processor.post_process_depth_estimation(out, target_sizes=[(72, 96)])
    (field,) = model.depth([{"image": image}])
    assert field.shape == (72, 96)
    assert np.allclose(field, -wanted["predicted_depth"], atol=1e-5)


def test_got_ocr(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from visprog_tools.models import got_ocr

    monkeypatch.setattr(got_ocr, "TOKENS", 5)
    model = tiny.loaded(GotOcr, "ocr", tiny.got_ocr(tmp_path))
    own = GotOcr2ForConditionalGeneration.from_pretrained(tmp_path)
    inputs = model._processor(images=[noise().pixels], return_tensors="pt")
    tokens = own.generate(**inputs, max_new_tokens=5, do_sample=False)
    wanted = model._processor.tokenizer.decode(
        tokens[0, inputs["input_ids"].shape[1] :], skip_special_tokens=True
    )
    (text,) = model.read([{"image": noise()}])
    assert text == wanted.strip()


WRITTEN = {
    tiny.llava: (
        "USER: <image>\nRed? Answer in a word or two. ASSISTANT: no "
        "USER: <image>\n<image>\nRed? Answer in a word or two. ASSISTANT:"
    ),
    tiny.smolvlm: (
        "<|im_start|>User:<image>Red? Answer in a word or two.<end_of_utterance>\n"
        "Assistant: no<end_of_utterance>\n"
        "User:<image><image>Red? Answer in a word or two.<end_of_utterance>\nAssistant:"
    ),
    tiny.qwen3_vl: (
        "<|im_start|>user\n<image>Red? Answer in a word or two.<|im_end|>\n"
        "<|im_start|>assistant\nno<|im_end|>\n"
        "<|im_start|>user\n<image><image>Red? Answer in a word or two.<|im_end|>\n"
        "<|im_start|>assistant\n"
    ),
    tiny.molmo2: (  # all pictures first, numbered, whatever their place
        "<|im_end|>Image 1<image>Image 2<image>Image 3<image>"
        "<|im_start|>user\nRed? Answer in a word or two.<|im_end|>\n"
        "<|im_start|>assistant\nno<|im_end|>\n"
        "<|im_start|>user\nRed? Answer in a word or two.<|im_end|>\n<|im_start|>assistant\n"
    ),
}
"""What each model's own chat template makes of an example and two pictures."""
PICTURE = {
    tiny.llava: r"(<image>)+",
    tiny.smolvlm: r"<fake_token_around_image><global-img>(<image>)+<fake_token_around_image>",
    tiny.qwen3_vl: r"<\|vision_start\|>(<\|image_pad\|>)+<\|vision_end\|>",
    tiny.molmo2: r"<low_res_im_start>.*?<im_end>(<im_start>.*?<im_end>)?",
}
"""What stands for one picture in the tokens."""


@pytest.mark.parametrize("make", WRITTEN)
def test_the_prompt_that_a_chat_model_reads(make: Any, tmp_path: Path) -> None:
    model = tiny.loaded(Molmo2 if make is tiny.molmo2 else ImageText, "vqa", make(tmp_path))
    shown, first, second = noise(64, 64, 1), noise(96, 64, 2), noise(64, 96, 3)
    item = {"image": first, "more": (second,), "examples": ((shown, "no"),), "question": "Red?"}
    inputs = model._inputs([conversation(item)])
    text = model._processor.tokenizer.decode(inputs["input_ids"][0])
    assert re.sub(PICTURE[make], "<image>", text, flags=re.DOTALL) == WRITTEN[make]
    alone = [
        model._inputs([[turn("user", "Red?", [image])]])["pixel_values"]
        for image in (shown, first, second)
    ]
    together = inputs["pixel_values"].reshape(-1, *alone[0].shape[-1:])
    parts = torch.cat([pixels.reshape(-1, *pixels.shape[-1:]) for pixels in alone])
    assert torch.equal(together, parts), "the pictures in the order of the conversation"


@pytest.mark.parametrize("make", WRITTEN)
def test_chat_models_answer(make: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = tiny.loaded(Molmo2 if make is tiny.molmo2 else ImageText, "vqa", make(tmp_path))
    own = AutoModelForImageTextToText.from_pretrained(tmp_path)
    monkeypatch.setattr("visprog_tools.models.image_text.ANSWER_TOKENS", 4)
    one = {"image": noise(), "question": "What?"}
    several = {**one, "more": (picture(),), "examples": ((picture(40, 40), "no"),)}
    wanted = []
    for item in (one, several):
        inputs = model._inputs([conversation(item)])
        tokens = own.generate(**inputs, max_new_tokens=4, do_sample=False)
        written = tokens[0, inputs["input_ids"].shape[1] :]
        wanted.append(model._processor.tokenizer.decode(written, skip_special_tokens=True).strip())
    assert model.answer([one]) == wanted[:1]
    assert model.answer([one, several]) == wanted, "padding the shorter prompt changes nothing"


def test_molmo2_points(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(molmo2, "TOKENS", 4)
    model = tiny.loaded(Molmo2, "point", tiny.molmo2(tmp_path))
    (nothing,) = model.point([{"image": picture(), "phrase": "boat"}])
    assert nothing.shape == (0, 2)
    said = 'Counting the <points coords="1 1 073 160 2 500 600" alt="boats">boats</points> shows 2.'
    monkeypatch.setattr(model, "_write", lambda asked, most: [said])
    (found,) = model.point([{"image": picture(), "phrase": "boat"}])
    assert np.allclose(found, [[7.3, 12.8], [50, 48]])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('"1 1 308 305 2 752 377">curb<', [(0, 0.308, 0.305), (0, 0.752, 0.377)]),
        ('"1 1 0308 1000"/><', [(0, 0.308, 1.0)]),
        ('"1 1 073 160" alt="boats">the boats<', [(0, 0.073, 0.16)]),
        ('"1 1 555 169;2 2 649 154 3 709 162">x<',
         [(0, 0.555, 0.169), (1, 0.649, 0.154), (1, 0.709, 0.162)]),
        ('"1 1 555 169\t2 2 649 154">x<', [(0, 0.555, 0.169), (1, 0.649, 0.154)]),
        ('"">x<', []),
    ],
)  # fmt: skip
def test_the_points_of_a_text(text: str, found: list[tuple[int, float, float]]) -> None:
    text = f"Here: <points coords={text}/points>."
    assert np.allclose(np.reshape(parse(text), (-1, 3)), np.reshape(found, (-1, 3)))


def test_none_are_no_points() -> None:
    assert parse("There are none.") == []
    assert parse("<point x=1 y=2>") == []


@pytest.mark.parametrize(
    ("checkpoint", "said"),
    [
        ("nobody/nothing", "hf download nobody/nothing"),
        ("no-such-folder", "no folder"),
        ("embedded:micro/none", "reinstall"),
    ],
)
def test_missing_weights_say_how_to_get_them(
    checkpoint: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(Unavailable, match=said):
        Sam2(ModelSpec("segment", "sam2", checkpoint, "main")).load()


def test_a_missing_file_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    face = packs.load("standard").models["face"]
    with pytest.raises(Unavailable, match="hf download opencv/face_detection_yunet face_det"):
        YuNet(face).load()
    with pytest.raises(Unavailable, match="there is no"):
        YuNet(replace(face, checkpoint=str(tmp_path))).load()
    (tmp_path / "broken.onnx").write_text("no")
    with pytest.raises(Unavailable, match="cannot read"):
        YuNet(replace(face, checkpoint=str(tmp_path), settings={"file": "broken.onnx"})).load()
