"""YuNet, a face detector of 75,856 weights (Wu, Peng and Yu, 2023, doi:10.1007/s11633-023-1423-y).

Checkpoint: ``opencv/face_detection_yunet`` (MIT), one ONNX file that OpenCV runs on the CPU. It
finds faces of about 10 to 300 pixels in a picture of 640 x 640, also turned and half hidden ones.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from visprog.errors import Unavailable
from visprog.model import Item, Model, op
from visprog.types import Image
from visprog_tools.models import checkpoint

SIDE = 640
"""Pixels of the square that the published network takes, and no other."""
FLOOR = 0.3
"""Scores below this are not even candidates."""
OVERLAP = 0.3
"""IoU above which two of the network's boxes are one."""
MOST = 1000


class YuNet(Model):
    """Serves the role ``face``."""

    family = "yunet"

    def load(self) -> None:
        import cv2

        path = checkpoint.file(self.spec)
        level = cv2.utils.logging.getLogLevel()
        cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_ERROR)
        try:
            self._detector = cv2.FaceDetectorYN.create(
                str(path), "", (SIDE, SIDE), FLOOR, OVERLAP, MOST
            )
        except cv2.error as error:
            raise Unavailable(f"OpenCV {cv2.__version__} cannot read {path}: {error.err}") from None
        finally:
            cv2.utils.logging.setLogLevel(level)

    @op(max_batch=4)
    def faces(self, items: list[Item]) -> list[Any]:
        """``image`` to ``(n, 5)`` float32: score, left, top, right, bottom in pixels of the image,
        the best first."""
        return [self._found(item["image"]) for item in items]

    def _found(self, image: Image) -> Any:
        import cv2

        scale = min(1.0, SIDE / max(image.width, image.height))
        size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
        canvas = np.zeros((SIDE, SIDE, 3), np.uint8)
        small = cv2.resize(image.pixels, size, interpolation=cv2.INTER_AREA)
        canvas[: size[1], : size[0]] = small[..., ::-1]
        _, found = self._detector.detect(canvas)
        if found is None:
            return np.zeros((0, 5), np.float32)
        left, top, width, height = found[:, :4].T
        boxes = np.stack([left, top, left + width, top + height], axis=1)
        boxes *= [image.width / size[0], image.height / size[1]] * 2
        table = np.column_stack([found[:, -1], boxes]).astype(np.float32)
        return table[np.argsort(-table[:, 0], kind="stable")]
