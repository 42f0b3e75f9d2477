"""The blueprint of YuNet: a network with its inputs and outputs that takes red for faces.

    pip install onnx && python tests/tools/make_yunet.py

As ``face_detection_yunet_2023mar.onnx`` it takes one 640 x 640 picture, blue first, and gives for
cells of 8, 16 and 32 pixels a class, an objectness, a box and five landmarks. Cells of 32 pixels
fire where they are red, with a box of 96 pixels around them; the others never do.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

SIDE = 640
FACE = 96


def network() -> onnx.ModelProto:
    nodes, weights, outputs = [], [], []

    def constant(name: str, value: np.ndarray) -> str:
        weights.append(numpy_helper.from_array(value, name))
        return name

    for cell in (8, 16, 32):
        count = (SIDE // cell) ** 2
        pooled = f"pooled_{cell}"
        nodes.append(
            helper.make_node(
                "AveragePool", ["input"], [pooled], kernel_shape=[cell, cell], strides=[cell, cell]
            )
        )
        redness = np.array([-1.0, -1.0, 1.0], np.float32) if cell == 32 else np.zeros(3, np.float32)
        kinds = {
            "cls": (redness[None] / 10, np.array([-10.0], np.float32)),
            "obj": (redness[None] / 10, np.array([-10.0], np.float32)),
            "bbox": (
                np.zeros((4, 3), np.float32),
                np.array([0.5, 0.5, *[math.log(FACE / cell)] * 2], np.float32),
            ),
            "kps": (np.zeros((10, 3), np.float32), np.zeros(10, np.float32)),
        }
        for kind, (matrix, bias) in kinds.items():
            name = f"{kind}_{cell}"
            size = len(bias)
            filters = constant(f"filters_{name}", matrix[:, :, None, None].astype(np.float32))
            shape = constant(f"shape_{name}", np.array([1, count, size], np.int64))
            nodes += [
                helper.make_node("Conv", [pooled, filters, constant(f"bias_{name}", bias)],
                                 [f"map_{name}"]),
                helper.make_node("Transpose", [f"map_{name}"], [f"last_{name}"],
                                 perm=[0, 2, 3, 1]),
            ]  # fmt: skip
            if kind in ("cls", "obj"):
                nodes.append(helper.make_node("Sigmoid", [f"last_{name}"], [f"sure_{name}"]))
            last = f"sure_{name}" if kind in ("cls", "obj") else f"last_{name}"
            nodes.append(helper.make_node("Reshape", [last, shape], [name]))
            outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, count, size]))
    picture = helper.make_tensor_value_info("input", TensorProto.FLOAT, [1, 3, SIDE, SIDE])
    graph = helper.make_graph(nodes, "yunet", [picture], outputs, weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.checker.check_model(model)
    return model


if __name__ == "__main__":
    root = Path(__file__).parents[2]
    folder = root / "tools" / "visprog_tools" / "packs" / "configs"
    onnx.save(network(), folder / "opencv--face_detection_yunet.onnx")
