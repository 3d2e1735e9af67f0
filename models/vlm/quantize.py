"""A smaller copy of a model's folder: bf16, or 8 or 4 bits a weight, in safetensors; and reading such a folder.

`int8`: each output channel of a linear layer has one scale, its largest weight is 127. `int4`: runs of 32 weights have
a scale, two weights lie in a byte (-7 to 7, offset 8). Rounding is to nearest. Large tables that no layer multiplies
with, or that words share, become float16; norms and biases stay as they are. The folder holds `weights.safetensors`
and a description with its SHA-256; other programs find no `model.safetensors` there and say so, rather than load half
a model.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from assistant.cancel import Token
from assistant.errors import InstallFailed, ModelBroken

Kind = Literal["bf16", "int8", "int4"]
KINDS: tuple[Kind, ...] = ("bf16", "int8", "int4")
DESCRIPTION = "hearsight_weights.json"
WEIGHTS = "weights.safetensors"
GROUP = 32
"""Weights of int4 that share a scale, as GGUF's Q4_0 has it."""
SMALLEST = 1 << 10
"""Weights of a matrix; smaller ones are not worth a rounding error."""
HALF_MOST = 60_000
"""float16 ends at 65,504."""
_ENDS = (".safetensors", ".bin", ".pt", ".pth", ".gguf", ".onnx", ".msgpack", ".h5", ".safetensors.index.json")


def quantize(folder: Path, out: Path, kind: Kind) -> frozenset[str]:
    """Write `out`: the model of `folder` with smaller weights, checked after writing; the model's tasks. Built beside
    its place and renamed, so that it is whole or not there. Raises `InstallFailed` (out is there already, disk full)
    and what `models.vlm.families.load` raises for a folder that holds no usable model."""
    from safetensors import SafetensorError

    from models.device import Device
    from models.vlm.families import load

    if out.exists():
        raise InstallFailed(f"The folder {out} is there already. Give another with --out, or remove it first.")
    if (folder / DESCRIPTION).is_file():
        raise InstallFailed(f"The model {folder.name} is quantized already. Give me the original.")
    loaded = load(folder, Device("CPU", "cpu", "float32", "to be quantized"))
    part = out.with_name(f".{out.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        part.mkdir(parents=True)
        copy_companions(folder, part)
        if kind == "bf16":
            import torch

            loaded.model.to(torch.bfloat16).save_pretrained(part)
        else:
            _write(loaded.model, part, kind)
        load(part, Device("CPU", "cpu", "float32", "to be verified"))
        part.replace(out)
        return loaded.tasks
    except (OSError, SafetensorError) as error:
        raise InstallFailed(
            f"The folder {out} could not be written. Is there room on the disk?", detail=repr(error)
        ) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def copy_companions(folder: Path, to: Path) -> None:
    """What lies beside the weights of a model: configuration, tokenizer, processor, licence."""
    for file in sorted(folder.iterdir()):
        if file.is_file() and not file.name.startswith(".") and not file.name.endswith(_ENDS):
            shutil.copyfile(file, to / file.name)


def _write(model: Any, folder: Path, kind: Kind) -> None:
    import torch
    from safetensors.torch import save_file

    from models.hashing import sha256

    matrices = set(_matrices(model))
    tensors: dict[str, Any] = {}
    rounded: dict[str, list[int]] = {}
    seen: dict[int, str] = {}
    for name, tensor in model.state_dict().items():
        if tensor.data_ptr() in seen and tensor.numel():
            continue  # tied to one that is written: transformers ties it again
        seen[tensor.data_ptr()] = name
        if name in matrices:
            codes, scales = int8(tensor) if kind == "int8" else int4(tensor)
            tensors[f"{name}.codes"], tensors[f"{name}.scales"] = codes, scales
            rounded[name] = list(tensor.shape)
        else:
            large = tensor.is_floating_point() and tensor.numel() >= SMALLEST and tensor.abs().max() < HALF_MOST
            tensors[name] = tensor.half().contiguous() if large else tensor.contiguous().clone()
    with torch.inference_mode():
        save_file(tensors, folder / WEIGHTS, metadata={"format": "pt"})
    description = {"format": 1, "kind": kind, "sha256": sha256(folder / WEIGHTS, Token()), "rounded": rounded}
    (folder / DESCRIPTION).write_text(json.dumps(description, indent=1) + "\n", encoding="utf-8")


def _matrices(model: Any) -> Iterator[str]:
    """Names of the weights that linear layers multiply with. A table of words that a head shares stays: rounding it
    would round the words too."""
    import torch
    from transformers.pytorch_utils import Conv1D

    tables = {id(module.weight) for module in model.modules() if isinstance(module, torch.nn.Embedding)}
    for name, module in model.named_modules():
        multiplies = isinstance(module, (torch.nn.Linear, Conv1D)) and module.weight.numel() >= SMALLEST
        if multiplies and id(module.weight) not in tables:
            yield f"{name}.weight"


def int8(weight: Any) -> tuple[Any, Any]:
    """(rows, columns) float -> int8 codes of the same shape, float32 scales (rows, 1)."""
    import torch

    weight = weight.float()
    scales = (weight.abs().amax(1, keepdim=True) / 127).clamp(min=torch.finfo(torch.float32).tiny)
    return torch.round(weight / scales).clamp(-127, 127).to(torch.int8), scales


def int4(weight: Any) -> tuple[Any, Any]:
    """(rows, columns) float -> uint8 codes (rows, ceil(columns / 32) * 16), float16 scales (rows, groups). The lower
    half of a byte holds the earlier weight."""
    import torch

    weight = torch.nn.functional.pad(weight.float(), (0, -weight.shape[1] % GROUP))
    groups = weight.view(len(weight), -1, GROUP)
    scales = (groups.abs().amax(2, keepdim=True) / 7).clamp(min=2**-14).half()
    codes = (torch.round(groups / scales.float()).clamp(-7, 7) + 8).to(torch.uint8).view(len(weight), -1)
    return codes[:, 0::2] | (codes[:, 1::2] << 4), scales.squeeze(2)


def whole(codes: Any, scales: Any, columns: int) -> Any:
    """What `int8` or `int4` gave -> (rows, columns) float32."""
    import torch

    if codes.dtype == torch.int8:
        return codes.float() * scales
    pairs = torch.stack((codes & 15, codes >> 4), 2).view(len(codes), -1, GROUP)
    return ((pairs.float() - 8) * scales.float().unsqueeze(2)).view(len(codes), -1)[:, :columns].contiguous()


def describes(folder: Path) -> bool:
    """Whether a folder was written by `quantize` in 8 or 4 bits."""
    return (folder / DESCRIPTION).is_file()


def restored(folder: Path, **asked: Any) -> tuple[Any, dict[str, Any]]:
    """The model of such a folder and what `from_pretrained`, given what is `asked`, told of its weights."""
    import transformers

    tensors, _ = state(folder)
    config = transformers.AutoConfig.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
    model, told = getattr(transformers, config.architectures[0]).from_pretrained(
        None, config=config, state_dict=tensors, output_loading_info=True, **asked
    )
    if (folder / "generation_config.json").is_file():
        model.generation_config = transformers.GenerationConfig.from_pretrained(folder, local_files_only=True)
    return model, dict(told)


def state(folder: Path) -> tuple[dict[str, Any], Kind]:
    """The weights of such a folder, as float32, for `from_pretrained(state_dict=...)`. Raises `ModelBroken` where
    the file is not the one that was written."""
    from safetensors.torch import load_file

    from models.hashing import sha256

    try:
        description = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
        kind, rounded = description["kind"], description["rounded"]
        if (
            description["format"] != 1
            or kind not in KINDS
            or sha256(folder / WEIGHTS, Token()) != description["sha256"]
        ):
            raise ValueError("not what was written")
        tensors = load_file(folder / WEIGHTS)
        for name, shape in rounded.items():
            tensors[name] = whole(tensors.pop(f"{name}.codes"), tensors.pop(f"{name}.scales"), int(shape[1]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelBroken(
            f"The quantized model {folder.name} is damaged. Make it again with: hearsight models quantize",
            detail=repr(error),
        ) from error
    return tensors, kind
