"""Grounding DINO by its package alone, under the transformers that it was written for.

Run as a program, in the folder of a model (``tiny.groundingdino``) and with transformers 4.57 and
supervision 0.6 first on the path; visprog has no part in it:

    python reference.py PICTURE.png SHORTER LONGEST FLOOR OUT.npz CAPTION...

For every caption OUT.npz has scores ``(n,)`` and boxes ``(n, 4)`` in pixels, xyxy, best first.
"""

from __future__ import annotations

import sys

import numpy as np
import transformers
from groundingdino.datasets import transforms
from groundingdino.util.inference import load_model, predict
from PIL import Image
from torchvision.ops import box_convert


def main(picture: str, shorter: str, longest: str, floor: str, out: str, *captions: str) -> None:
    model = load_model("tiny.py", "tiny.pth", device="cpu")
    transform = transforms.Compose(
        [
            transforms.RandomResize([int(shorter)], max_size=int(longest)),
            transforms.ToTensor(),
            transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
        ]
    )
    image = Image.open(picture).convert("RGB")
    pixels, _ = transform(image, None)
    found = {"transformers": np.array(transformers.__version__)}
    for number, caption in enumerate(captions):
        boxes, scores, _ = predict(model, pixels, caption, float(floor), float(floor), device="cpu")
        order = scores.argsort(descending=True, stable=True)
        corners = box_convert(boxes[order], "cxcywh", "xyxy").numpy()
        found[f"scores{number}"] = scores[order].numpy()
        found[f"boxes{number}"] = corners * np.tile(image.size, 2)
    np.savez(out, **found)


if __name__ == "__main__":
    main(*sys.argv[1:])
