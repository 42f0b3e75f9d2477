"""groundingdino-py 0.4.0 under transformers 5.

The package takes a BERT apart (``BertModelWarper``) to give it a mask in which each phrase of the
caption sees itself alone, and binds three methods for that which every model of transformers 4 had
and none of transformers 5 has: ``get_extended_attention_mask``, ``invert_attention_mask`` and
``get_head_mask``. Today's ``BertModel`` takes a mask of four dimensions as it is, so here it stays
whole and stands in the warper's place. Under the same weights the detector is the same as under
transformers 4.57 (``tests/backends/test_groundingdino_py.py``).

The weights of BERT are part of Grounding DINO's own, so only its configuration and its tokenizer
are read, where the package would also fetch 440 MB that it then replaces.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

from visprog.errors import Unavailable

TEXT_FILES = "config.json tokenizer.json tokenizer_config.json vocab.txt"
"""What is needed of the text encoder."""

OUTDATED = ("Importing from timm.models.layers", "torch.meshgrid", "`torch.cuda.amp.autocast")
"""Warnings that only the package's authors could heed; nothing follows from them here."""


def builder() -> Callable[[Mapping[str, Any]], Any]:
    """What builds the package's ``GroundingDINO`` from a configuration, with random weights.

    ``text_encoder_type`` is a folder or Hub repository with :data:`TEXT_FILES`; ``Unavailable``
    says so when it is not there. Raises ``ImportError`` when the package, or one that it needs, is
    not installed.
    """
    for message in OUTDATED:
        warnings.filterwarnings("ignore", message)
    from groundingdino.models import build_model
    from groundingdino.models.GroundingDINO import groundingdino
    from groundingdino.util import get_tokenlizer

    get_tokenlizer.get_tokenlizer = _tokenizer
    get_tokenlizer.get_pretrained_language_model = _bert
    groundingdino.BertModelWarper = _whole
    return lambda config: build_model(SimpleNamespace(**config))


def _tokenizer(name: str) -> Any:
    from transformers import AutoTokenizer

    return _read(AutoTokenizer, name)


def _bert(name: str) -> Any:
    """A ``BertModel`` that also takes masks of shape ``(batch, tokens, tokens)``, true where one
    token sees another."""
    import torch
    from transformers import AutoConfig, BertConfig, BertModel

    class PhraseBert(BertModel):  # type: ignore[misc]
        def forward(self, attention_mask: torch.Tensor, **inputs: Any) -> Any:
            if attention_mask.ndim == 3:
                unseen = attention_mask[:, None] == 0
                attention_mask = torch.zeros(unseen.shape, dtype=self.dtype, device=unseen.device)
                attention_mask.masked_fill_(unseen, torch.finfo(self.dtype).min)
            return super().forward(attention_mask=attention_mask, **inputs)

    config = _read(AutoConfig, name)
    if not isinstance(config, BertConfig):
        raise Unavailable(f"the text encoder {name} is no BERT, and no other is known here")
    return PhraseBert(config)


def _whole(bert_model: Any) -> Any:
    return bert_model


def _read(part: Any, name: str) -> Any:
    try:
        return part.from_pretrained(name)
    except (OSError, ValueError) as error:
        reason = (str(error).strip() or type(error).__name__).splitlines()[0][:200]
        raise Unavailable(
            f"Grounding DINO's text encoder {name} is not here: {reason}; with a network: "
            f"hf download {name} {TEXT_FILES}; or name a folder with these files as "
            "setting text_encoder"
        ) from error
