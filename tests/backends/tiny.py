"""Tiny random models of the authors' own classes, saved as the files that they publish.

Grounding DINO keeps its smallest backbone, Swin-T, and its width of 256: the package knows
backbones by name, and has that width in its code.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import torch
from transformers import BertConfig, BertModel

TEXT = "bert-base-uncased"
"""The text encoder that the configuration names: here a folder beside the weights."""

GROUNDINGDINO = {"file": "tiny.pth", "config": "tiny.py", "threshold": 0.5, "nms_iou": 0.5}
SAM2 = {"file": "tiny.pt", "config": "tiny.yaml"}
"""Settings of a pack that serves a role with them."""


def _randomise(model: torch.nn.Module, scale: float) -> None:
    """Weights large enough that outputs differ from input to input."""
    generator = torch.Generator().manual_seed(0)
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.ndim > 1:
                parameter.normal_(0, scale, generator=generator)


def groundingdino(folder: Path) -> Path:
    """``tiny.pth``, ``tiny.py`` made from the shipped ``GroundingDINO_SwinT_OGC.py``, and BERT."""
    import groundingdino.config

    from visprog_tools.models import groundingdino_compat
    from visprog_tools.models.groundingdino_py import assignments

    bert(folder / TEXT)
    shipped = Path(groundingdino.config.__file__).with_name("GroundingDINO_SwinT_OGC.py")
    config = assignments(shipped) | {
        "enc_layers": 1, "dec_layers": 2, "dim_feedforward": 64, "nheads": 4, "num_queries": 20,
    }  # fmt: skip
    text = "\n".join(f"{name} = {value!r}" for name, value in config.items())
    (folder / "tiny.py").write_text(text)
    model = groundingdino_compat.builder()(config | {"text_encoder_type": str(folder / TEXT)})
    _randomise(model, 0.05)
    model.transformer.decoder.norm.weight.data.fill_(0.1)  # scores that are not all 0 or 1
    state = {f"module.{name}": value for name, value in model.state_dict().items()}
    torch.save(
        {"model": state | {"module.label_enc.weight": torch.zeros(2, 2)}}, folder / "tiny.pth"
    )
    return folder


def bert(folder: Path) -> None:
    """A text encoder with a vocabulary of letters, its tokens where the real one has them."""
    letters = [chr(code) for code in range(ord("a"), ord("z") + 1)]
    words = {
        "[PAD]": 0,
        "[UNK]": 100,
        "[CLS]": 101,
        "[SEP]": 102,
        "[MASK]": 103,
        ".": 104,
        "?": 105,
    }
    words |= {
        word: 110 + n for n, word in enumerate([*letters, *(f"##{each}" for each in letters)])
    }
    names = {index: word for word, index in words.items()}
    size = max(names) + 1
    folder.mkdir(parents=True)
    vocabulary = "\n".join(names.get(n, f"[unused{n}]") for n in range(size))
    (folder / "vocab.txt").write_text(vocabulary)
    tokenizer = {"tokenizer_class": "BertTokenizer", "do_lower_case": True}
    (folder / "tokenizer_config.json").write_text(json.dumps(tokenizer))
    model = BertModel(
        BertConfig(
            vocab_size=size, hidden_size=32, num_hidden_layers=2, num_attention_heads=4,
            intermediate_size=48,
        )
    )  # fmt: skip
    model.save_pretrained(folder)


def sam2(folder: Path) -> Path:
    """``tiny.pt``, and ``tiny.yaml`` made from the shipped ``sam2.1_hiera_t.yaml``."""
    from hydra.utils import instantiate
    from omegaconf import OmegaConf

    config = sam2_config()
    folder.mkdir(parents=True, exist_ok=True)
    OmegaConf.save(config, folder / "tiny.yaml")
    model = instantiate(config.model, _recursive_=True)
    _randomise(model, 0.2)
    torch.save({"model": model.state_dict()}, folder / "tiny.pt")
    return folder


def sam2_config() -> Any:
    """Every width a part of the real one; the picture stays 1024 pixels wide, which is fixed."""
    import sam2 as package
    from omegaconf import OmegaConf

    shipped = Path(package.__path__[0]) / "configs" / "sam2.1" / "sam2.1_hiera_t.yaml"
    narrow = re.sub(
        r"(d_model|embedding_dim|num_pos_feats|dim|dim_feedforward|kv_in_dim|out_dim): (\d+)",
        lambda found: f"{found[1]}: {int(found[2]) // 8}",
        shipped.read_text(),
    )
    config = OmegaConf.create(narrow)
    config.model.memory_encoder.in_dim = 32
    config.model.memory_encoder.mask_downsampler.embed_dim = 32
    config.model.memory_attention.num_layers = 1
    encoder = config.model.image_encoder
    encoder.neck.backbone_channel_list = [64, 32, 16, 8]
    encoder.trunk.embed_dim = 8
    encoder.trunk.stages = [1, 1, 2, 1]
    encoder.trunk.global_att_blocks = [3]
    return config
