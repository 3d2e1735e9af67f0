"""Makes the 8-bit networks in models/weights from those of the rapidocr package (PP-OCRv6 small, Apache-2.0).

    pip install onnx==1.20.0
    python -m models.training.quantise_ocr [--out models/weights]

Static quantisation (onnxruntime: unsigned activations, signed weights a channel, ranges from minimum and maximum) over
screens that are drawn here: this project's own English and Chinese texts, every font of the computer that can write
them, 10 to 26 pixels high, light and dark. The recogniser's last layer is kept apart, in 16 bits
(`models/evidence/ocr_quick.py` says why). Prints the SHA-256 of each file, which is written into that module by hand:
what ships is what was measured.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.types import Box
from models.evidence import ocr_nets, ocr_quick

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

ROOT = Path(__file__).resolve().parent.parent.parent
SCREENS = 64
SIZE = 1280, 768
THEMES = (
    ("#ffffff", "#000000"), ("#ffffff", "#767676"), ("#f6f5f4", "#2e3436"), ("#1e1e1e", "#d4d4d4"),
    ("#002b36", "#839496"), ("#3584e4", "#ffffff"), ("#fff8dc", "#5c3317"), ("#0d1117", "#8b949e"),
)  # fmt: skip
NUMBERS = (
    "Total: $1,284.50", "192.168.1.254", "2026-11-24 23:41:07", "/usr/share/doc", "https://example.org/?q=a&b=c",
    "DE44 5001 0517 5407 3249 31", "08:45 - 17:30", "a1b2c3d4e5f6", "-rw-r--r-- 1 root 4096", "{[(<>)]} += != ~ @#%",
)  # fmt: skip
LAST = "p2o.pd_op.transpose.8.0"
"""What the recogniser's last layer gets: (1, steps, 120)."""
OPSET = 17
"""Ranges a channel need an opset from 13 on; the original has 11."""


def texts() -> tuple[list[str], list[str]]:
    """English lines (prose, code, numbers), and Chinese ones."""
    english: list[str] = []
    for path in sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"))):
        words = " ".join(re.sub(r"[`*|#]", "", path.read_text(encoding="utf-8")).split())
        english += [part.strip() for part in re.split(r"(?<=[.!?]) ", words) if 15 < len(part) < 130]
    for path in sorted(ROOT.glob("assistant/*.py")):
        english += [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if 20 < len(line) < 110]
    said = (ROOT / "models/grounded/phrases/zh.py").read_text(encoding="utf-8")
    return english + list(NUMBERS) * 40, re.findall(r'"([^"]*[\u4e00-\u9fff][^"]*)"', said)


def fonts(language: str) -> list[str]:
    """Files of the fonts that can write a language."""
    listed = subprocess.run(
        ["fc-list", f":lang={language}", "file", "style"], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    found = (line.split(":")[0] for line in listed if re.search(r"Regular|Book|Bold\b|Roman", line))
    return sorted({path for path in found if path.endswith((".ttf", ".otf", ".ttc"))})


def screens(seed: int = 17) -> Iterator[tuple[Any, list[tuple[int, int, int, int]]]]:
    """(h, w, 3) uint8 RGB pictures, and the boxes (left, top, right, bottom) of their lines."""
    import numpy as np
    from PIL import Image, ImageDraw, ImageFont

    chance = random.Random(seed)  # noqa: S311 - no secret
    (english, chinese), latin, han = texts(), fonts("en"), fonts("zh-cn")
    for number in range(SCREENS):
        background, ink = THEMES[number % len(THEMES)]
        picture = Image.new("RGB", SIZE, background)
        pen, top, boxes = ImageDraw.Draw(picture), 8, []
        while top < SIZE[1] - 40:
            in_chinese = chance.random() < 0.25
            line = chance.choice(chinese if in_chinese else english)
            letters = ImageFont.truetype(chance.choice(han if in_chinese else latin), chance.randint(10, 26))
            left = chance.choice((8, 40, 120))
            pen.text((left, top), line, font=letters, fill=ink)
            box = pen.textbbox((left, top), line, font=letters)
            boxes.append(
                (max(0, int(box[0]) - 3), max(0, int(box[1]) - 3), min(SIZE[0], int(box[2]) + 3), int(box[3]) + 3)
            )
            top = int(box[3]) + chance.choice((3, 6, 14))
        yield np.asarray(picture), boxes


def with_gelu(model: Any) -> Any:
    """The model with each x / 2 ** 0.5 -> Erf -> + 1 -> * x -> * 0.5 as one node, onnxruntime's own, which stays in 32
    bits: five nodes in 8 bits took a fifth of the recogniser's time, and were less exact."""
    from onnx import helper

    graph = model.graph
    users = {name: node for node in reversed(graph.node) for name in node.input}
    makers = {name: node for node in graph.node for name in node.output}
    fused, gone = {}, set()
    for erf in (node for node in graph.node if node.op_type == "Erf"):
        chain = [makers[erf.input[0]], erf]
        for wanted in ("Add", "Mul", "Mul"):
            chain.append(users[chain[-1].output[0]])
            if chain[-1].op_type != wanted:
                raise ValueError(f"{erf.name} is no part of a GELU")
        inside, out = chain[0].input[0], chain[-1].output[0]
        fused[out] = helper.make_node("Gelu", [inside], [out], name=f"Gelu.{erf.name}", domain="com.microsoft")
        gone |= {node.name for node in chain}
    nodes = [fused.get(node.output[0], node) for node in graph.node]
    del graph.node[:]
    graph.node.extend(node for node in nodes if node.name not in gone)
    model.opset_import.append(helper.make_opsetid("com.microsoft", 1))
    return model


def quantise(model: Path, out: Path, blobs: list[Floats], metadata: dict[str, str]) -> None:
    """Write `model` in 8 bits, with ranges from the inputs `blobs`."""
    import onnx
    from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
    from onnxruntime.quantization.shape_inference import quant_pre_process

    class Blobs(CalibrationDataReader):  # type: ignore[misc]  # onnxruntime has no types
        def __init__(self) -> None:
            self._left = iter(blobs)

        def get_next(self) -> dict[str, Floats] | None:
            blob = next(self._left, None)
            return None if blob is None else {"x": blob}

    with tempfile.TemporaryDirectory() as folder:
        newer, ready = Path(folder) / "newer.onnx", Path(folder) / "ready.onnx"
        onnx.save(onnx.version_converter.convert_version(onnx.load(model), OPSET), newer)
        quant_pre_process(newer, ready, skip_symbolic_shape=True)
        onnx.save(with_gelu(onnx.load(ready)), ready)
        quantize_static(
            ready,
            out,
            Blobs(),
            quant_format=QuantFormat.QDQ,
            per_channel=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
        )
    made = onnx.load(out)
    onnx.helper.set_model_props(made, metadata)
    onnx.save(made, out)


def main() -> None:
    import numpy as np
    import onnx
    from onnx import numpy_helper
    from safetensors.numpy import save_file

    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--out", type=Path, default=ocr_quick.FOLDER)
    out = arguments.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    source = ocr_nets.model_folder()
    drawn = list(screens())

    print("detector ...", flush=True)
    pieces = [ocr_nets.as_input(picture[top : top + 256]) for picture, _ in drawn for top in (0, 256, 512)]
    quantise(source / ocr_nets.DETECTOR, out / ocr_quick.DETECTOR, pieces, {})

    print("recogniser ...", flush=True)
    original = onnx.load(source / ocr_nets.RECOGNISER)
    lines = []
    for picture, boxes in drawn:
        for left, top, right, bottom in boxes[::3]:
            corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom)], np.float32)
            spot = ocr_nets.Spot(corners, Box(left, top, right - left, bottom - top), 1.0)
            line = ocr_nets.cut_out(picture, spot)
            if line is not None:
                lines.append(ocr_nets.as_input(line))
    with tempfile.TemporaryDirectory() as folder:
        body = Path(folder) / "body.onnx"
        onnx.utils.extract_model(str(source / ocr_nets.RECOGNISER), str(body), ["x"], [LAST])
        characters = {entry.key: entry.value for entry in original.metadata_props}["character"]
        quantise(body, out / ocr_quick.RECOGNISER, lines, {"character": characters})

    weights = {tensor.name: numpy_helper.to_array(tensor) for tensor in original.graph.initializer}
    for node in original.graph.node:
        if node.op_type == "Identity" and node.input[0] in weights:
            weights[node.output[0]] = weights[node.input[0]]
    product = next(node for node in original.graph.node if node.op_type == "MatMul" and node.input[0] == LAST)
    added = next(node for node in original.graph.node if node.op_type == "Add" and node.input[0] == product.output[0])
    layer = {"weight": weights[product.input[1]], "bias": weights[added.input[1]]}
    save_file({name: value.astype(np.float16) for name, value in layer.items()}, out / ocr_quick.HEAD)
    for name in ocr_quick.SHA256:
        data = (out / name).read_bytes()
        print(f"{name}  {len(data) / 1e6:.1f} MB  {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
