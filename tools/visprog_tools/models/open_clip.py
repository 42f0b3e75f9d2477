"""Models of open_clip: CLIP as its community trains it, and CoCa, which writes captions too.

CoCa: Yu et al., 2022, arXiv:2205.01917. open_clip: Ilharco et al., 2021,
https://github.com/mlfoundations/open_clip, an optional backend for weights that exist in its format
alone. A pack names the file of weights in a folder or Hub repository, and what to build: a
configuration beside them (``open_clip_config.json``) or one that open_clip comes with.

    [roles.classify]
    family = "open_clip"
    checkpoint = "laion/CoCa-ViT-B-32-laion2B-s13B-b90k"
    revision = "main"
    settings = { file = "open_clip_model.safetensors", config = "coca_ViT-B-32.json" }

The same entry as ``[roles.caption]`` shares the loaded model. Files other than safetensors are read
as tensors alone, never as pickled objects.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from visprog.errors import Unavailable
from visprog.model import Item, Model, op
from visprog.types import Image
from visprog_tools.models import checkpoint, released

PRECISION = {"float32": "fp32", "float16": "pure_fp16", "bfloat16": "pure_bf16"}
CAPTION_TOKENS = 30
"""open_clip's own limit."""


class OpenClip(Model):
    """Serves the roles ``classify`` and, with a CoCa, ``caption``."""

    family = "open_clip"

    def load(self) -> None:
        try:
            import open_clip
        except ImportError as error:
            raise Unavailable(
                f"{self.spec.checkpoint} (role {self.spec.role}) needs the library open_clip: "
                "pip install 'visprog[open-clip]'"
            ) from error
        checkpoint.torch_dtype(self.spec)
        release = released.find(self.spec, Path(open_clip.__path__[0]) / "model_configs")
        with release.loading(), tempfile.TemporaryDirectory(prefix="visprog-") as scratch:
            name = f"local-dir:{_folder(release, Path(scratch))}"
            self._model, self._preprocess = open_clip.create_model_from_pretrained(
                name, precision=PRECISION[self.spec.dtype], device=self.device
            )
            self._tokenizer = open_clip.get_tokenizer(name)
        self._model.eval()

    @op(max_batch=64)
    def image(self, items: list[Item]) -> list[Any]:
        """``image`` to a normalised ``(d,)`` float32 embedding."""
        return self._normalised(self._model.encode_image, self._pixels(items))

    @op(max_batch=128)
    def text(self, items: list[Item]) -> list[Any]:
        """``text`` to a normalised ``(d,)`` float32 embedding."""
        tokens = self._tokenizer([item["text"] for item in items]).to(self.device)
        return self._normalised(self._model.encode_text, tokens)

    @op(max_batch=1)
    def scale(self, items: list[Item]) -> list[Any]:
        """The factor on cosines that training ended with."""
        return [float(self._model.logit_scale.detach().exp()) for _ in items]

    @op(max_batch=16)
    def caption(self, items: list[Item]) -> list[Any]:
        """``image`` to a short description, each token the likeliest.

        Not open_clip's own ``generate``, which needs classes that transformers 5 has removed.
        """
        import open_clip
        import torch

        if not isinstance(self._model, open_clip.CoCa):
            kind = type(self._model).__name__
            raise Unavailable(
                f"{self.spec.checkpoint} is a {kind}, which writes no captions: choose a CoCa"
            )
        first, last = self._tokenizer.sot_token_id, self._tokenizer.eot_token_id
        pixels = self._pixels(items)
        tokens = torch.full((len(items), 1), first, device=self.device)
        ended = torch.zeros(len(items), dtype=torch.bool, device=self.device)
        with torch.inference_mode():
            seen = self._model(pixels)
            shown = {"image_latent": seen["image_features"], "image_embs": seen["image_embs"]}
            longest = min(CAPTION_TOKENS, self._tokenizer.context_length)
            while not ended.all() and tokens.shape[1] < longest:
                out = self._model(pixels, tokens, **shown, output_labels=False)
                likeliest = out["logits"][:, -1].argmax(-1)
                ended |= likeliest == last
                tokens = torch.cat([tokens, likeliest[:, None]], dim=1)
        return [self._written(row[1:], last) for row in tokens.tolist()]

    def _written(self, row: list[int], last: int) -> str:
        words = row[: row.index(last)] if last in row else row
        return str(self._tokenizer.decode(words)).strip()

    def _pixels(self, items: list[Item]) -> Any:
        import torch
        from PIL import Image as PilImage

        images: list[Image] = [item["image"] for item in items]
        pixels = torch.stack([self._preprocess(PilImage.fromarray(i.pixels)) for i in images])
        return pixels.to(self.device, checkpoint.torch_dtype(self.spec))

    def _normalised(self, encode: Any, inputs: Any) -> list[Any]:
        import torch

        with torch.inference_mode():
            vectors = encode(inputs, normalize=False).float()
            vectors = vectors / vectors.norm(dim=-1, keepdim=True)
        return list(vectors.cpu().numpy())


def _folder(release: released.Release, scratch: Path) -> Path:
    """The release laid out as the folders that open_clip loads.

    Raises ``ValueError`` for a text tower or tokenizer that would come from somewhere else.
    """
    config = json.loads(release.config.read_text("utf-8"))
    built = config.get("model_cfg", config)
    for elsewhere in ("hf_model_name", "hf_tokenizer_name"):
        if elsewhere in built["text_cfg"]:
            raise ValueError(f"its {elsewhere} is another repository's, which no pack pins")
    safe = release.weights.suffix == ".safetensors"
    file = "open_clip_model.safetensors" if safe else "open_clip_pytorch_model.bin"
    (scratch / file).symlink_to(release.weights.resolve())
    whole = {"model_cfg": built, "preprocess_cfg": config.get("preprocess_cfg", {})}
    (scratch / "open_clip_config.json").write_text(json.dumps(whole), "utf-8")
    return scratch
