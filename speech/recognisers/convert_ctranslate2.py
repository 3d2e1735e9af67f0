"""Turns Whisper weights from CTranslate2's file into the layout of OpenAI's own program, without any pickle.

The numbers are OpenAI's: CTranslate2 only renames tensors and fuses the attention projections, so undoing that
gives the original model back (key biases don't exist in Whisper; the converter had filled them with zeros).

The binary format (little-endian; CTranslate2, `python/ctranslate2/specs/model_spec.py`, `_serialize`, version 6):

    uint32 version, string spec, uint32 revision, uint32 number of variables,
    each: string name, uint8 rank, uint32 x rank shape, uint8 type, uint32 bytes, the data;
    uint32 number of aliases, each: string alias, string name
    a string: uint16 length with the closing zero, the bytes, a zero
"""

from __future__ import annotations

import json
import os
import shutil
import struct
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from assistant.errors import ModelBroken, ModelTrouble

if TYPE_CHECKING:
    import numpy.typing as npt

    Tensors = dict[str, npt.NDArray[Any]]

VERSION = 6
"""What CTranslate2 4 writes."""
_TYPES = ("float32", "int8", "int16", "int32", "float16")
"""CTranslate2's `DataType`, by number; 5 is bfloat16, which numpy lacks."""


def read_ctranslate2(path: Path) -> Tensors:
    """All variables of a CTranslate2 `model.bin`, by name. Raises `ModelBroken`."""
    import numpy as np

    try:
        with path.open("rb") as file:
            version = _number(file, "I")
            if version != VERSION:
                raise ModelBroken(detail=f"{path}: CTranslate2 version {version}")
            _string(file)
            _number(file, "I")
            tensors: Tensors = {}
            for _ in range(_number(file, "I")):
                name = _string(file)
                shape = tuple(_number(file, "I") for _ in range(_number(file, "B")))
                kind, length = np.dtype(_TYPES[_number(file, "B")]), _number(file, "I")
                tensors[name] = np.frombuffer(_exactly(file, length), kind).reshape(shape)
            return tensors
    except (OSError, struct.error, IndexError, ValueError, UnicodeDecodeError) as error:
        raise ModelBroken(detail=f"{path}: {error!r}") from error


def to_openai_whisper(tensors: Tensors) -> tuple[Tensors, dict[str, int]]:
    """The state dictionary of `whisper.model.Whisper` and the fields of its `ModelDimensions`.

    Raises `ModelTrouble` for quantised weights, `ModelBroken` when a tensor is missing or has a wrong shape.
    """
    if any(name.endswith("/weight_scale") for name in tensors):
        raise ModelTrouble("This copy of Whisper is quantised, which OpenAI's program can't use. Use faster-whisper.")
    try:
        return _state(tensors), _dimensions(tensors)
    except (KeyError, ValueError) as error:
        raise ModelBroken(detail=f"not a Whisper model: {error!r}") from error


def converted(folder: Path) -> Path:
    """The folder with `model.safetensors` and `dims.json` for the CTranslate2 model in `folder`; converts it at the
    first call (about a second) and keeps the result in `folder/openai`. Raises `ModelBroken` and `ModelTrouble`."""
    target = folder / "openai"
    if (target / "dims.json").is_file() and (target / "model.safetensors").is_file():
        return target
    from safetensors.numpy import save_file

    state, dims = to_openai_whisper(read_ctranslate2(folder / "model.bin"))
    building = folder / f".openai.{os.getpid()}.part"
    try:
        building.mkdir(exist_ok=True)
        save_file(state, building / "model.safetensors")
        (building / "dims.json").write_text(json.dumps(dims), encoding="utf-8")
        try:
            building.replace(target)
        except OSError:
            # Another process was quicker; its result is the same.
            if not (target / "dims.json").is_file():
                raise
    except OSError as error:
        raise ModelTrouble(
            "The speech model can't be converted: its folder can't be written to, or the disk is full.",
            detail=repr(error),
        ) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return target


def _state(tensors: Tensors) -> Tensors:
    state: Tensors = {}
    for number in (1, 2):
        for part in ("weight", "bias"):
            state[f"encoder.conv{number}.{part}"] = tensors[f"encoder/conv{number}/{part}"]
    state["encoder.positional_embedding"] = tensors["encoder/position_encodings/encodings"]
    state["decoder.positional_embedding"] = tensors["decoder/position_encodings/encodings"]
    state["decoder.token_embedding.weight"] = tensors["decoder/embeddings/weight"]
    _norm(state, "encoder.ln_post", tensors, "encoder/layer_norm")
    _norm(state, "decoder.ln", tensors, "decoder/layer_norm")
    for side in ("encoder", "decoder"):
        for index in range(_layers(tensors, side)):
            _block(state, f"{side}.blocks.{index}", tensors, f"{side}/layer_{index}", crossed=side == "decoder")
    return {name: _plain(value) for name, value in state.items()}


def _block(state: Tensors, new: str, tensors: Tensors, old: str, *, crossed: bool) -> None:
    _norm(state, f"{new}.attn_ln", tensors, f"{old}/self_attention/layer_norm")
    fused = _split(tensors, f"{old}/self_attention/linear_0", 3)
    _attention(state, f"{new}.attn", fused, tensors, f"{old}/self_attention/linear_1")
    if crossed:
        _norm(state, f"{new}.cross_attn_ln", tensors, f"{old}/attention/layer_norm")
        query = _split(tensors, f"{old}/attention/linear_0", 1)
        key_value = _split(tensors, f"{old}/attention/linear_1", 2)
        _attention(state, f"{new}.cross_attn", [*query, *key_value], tensors, f"{old}/attention/linear_2")
    _norm(state, f"{new}.mlp_ln", tensors, f"{old}/ffn/layer_norm")
    for position, layer in ((0, "linear_0"), (2, "linear_1")):
        for part in ("weight", "bias"):
            state[f"{new}.mlp.{position}.{part}"] = tensors[f"{old}/ffn/{layer}/{part}"]


def _attention(
    state: Tensors,
    new: str,
    projections: list[tuple[npt.NDArray[Any], npt.NDArray[Any]]],
    tensors: Tensors,
    out: str,
) -> None:
    for name, (weight, bias) in zip(("query", "key", "value"), projections, strict=True):
        state[f"{new}.{name}.weight"] = weight
        if name != "key":
            state[f"{new}.{name}.bias"] = bias
        elif bias.any():
            raise ValueError(f"{new}: a key with a bias")
    for part in ("weight", "bias"):
        state[f"{new}.out.{part}"] = tensors[f"{out}/{part}"]


def _split(tensors: Tensors, name: str, parts: int) -> list[tuple[npt.NDArray[Any], npt.NDArray[Any]]]:
    """The projections fused in one linear layer, as (weight, bias)."""
    import numpy as np

    weights = np.split(tensors[f"{name}/weight"], parts)
    return list(zip(weights, np.split(tensors[f"{name}/bias"], parts), strict=True))


def _norm(state: Tensors, new: str, tensors: Tensors, old: str) -> None:
    state[f"{new}.weight"] = tensors[f"{old}/gamma"]
    state[f"{new}.bias"] = tensors[f"{old}/beta"]


def _layers(tensors: Tensors, side: str) -> int:
    names = {name.split("/")[1] for name in tensors if name.startswith(f"{side}/layer_")}
    return len(names - {"layer_norm"})


def _dimensions(tensors: Tensors) -> dict[str, int]:
    audio_state, mels, _ = tensors["encoder/conv1/weight"].shape
    vocabulary, text_state = tensors["decoder/embeddings/weight"].shape
    return {
        "n_mels": int(mels),
        "n_audio_ctx": int(tensors["encoder/position_encodings/encodings"].shape[0]),
        "n_audio_state": int(audio_state),
        "n_audio_head": int(tensors["encoder/num_heads"]),
        "n_audio_layer": _layers(tensors, "encoder"),
        "n_vocab": int(vocabulary),
        "n_text_ctx": int(tensors["decoder/position_encodings/encodings"].shape[0]),
        "n_text_state": int(text_state),
        "n_text_head": int(tensors["decoder/num_heads"]),
        "n_text_layer": _layers(tensors, "decoder"),
    }


def _plain(value: npt.NDArray[Any]) -> npt.NDArray[Any]:
    import numpy as np

    if value.dtype not in (np.dtype(np.float16), np.dtype(np.float32)):
        raise ValueError(f"weights of type {value.dtype}")
    return np.ascontiguousarray(value)


def _number(file: BinaryIO, kind: str) -> int:
    return int(struct.unpack(f"<{kind}", _exactly(file, struct.calcsize(kind)))[0])


def _string(file: BinaryIO) -> str:
    return _exactly(file, _number(file, "H"))[:-1].decode()


def _exactly(file: BinaryIO, length: int) -> bytes:
    data = file.read(length)
    if len(data) != length:
        raise ValueError("the file ends too early")
    return data
