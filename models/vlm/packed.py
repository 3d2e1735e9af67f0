"""Linear layers whose weights lie packed, for CPUs without bf16 units: half of the bytes, or a quarter.

A decoder that writes one token at a time reads every weight for it, so its speed is the memory's. `float16` keeps the
weights as float16 and multiplies in float32 (FBGEMM, `linear_dynamic_fp16`; arXiv 2101.05615); `int8` keeps each
output channel as 8-bit numbers with one scale and rounds the input of each call to 8 bits as well. Both are also
quicker than torch's own float32 for the few rows that beams are, since the weights lie in the kernel's order.
"""

from __future__ import annotations

import functools
import math
import warnings
from typing import Any, Literal

Weights = Literal["float16", "int8"]

WORTH_WEIGHTS = 50_000_000
"""Smaller models lie in the processor's cache, where packing wins nothing: they stay exactly as they are."""
SMALLEST = 1 << 10
"""Weights of a layer; smaller ones stay as they are."""


@functools.cache
def packs(weights: Weights) -> bool:
    """Whether this processor and this build of torch have the kernel (x86 with AVX2)."""
    import torch

    if torch.backends.quantized.engine not in ("x86", "fbgemm"):
        return False
    try:
        packed = _pack(torch.eye(4), None, weights)
        return bool((_multiply(torch.ones(1, 4), packed, weights) - 1).abs().max() < 0.05)
    except (RuntimeError, AttributeError, NotImplementedError):  # removed from torch, or not for this processor
        return False


def pack(model: Any, weights: Weights) -> int:
    """Replace the linear layers of a float32 model on the CPU, in place; how many there were. Biases, embeddings,
    convolutions and norms stay. A head that shares its weights with the embedding gets packed ones of its own."""
    import torch
    from transformers.pytorch_utils import Conv1D

    tables = {id(module.weight) for module in model.modules() if isinstance(module, torch.nn.Embedding)}
    packed = 0
    for parent in list(model.modules()):
        for name, child in list(parent.named_children()):
            if type(child) not in (torch.nn.Linear, Conv1D) or child.weight.numel() < SMALLEST:
                continue  # a subclass may do more than multiply
            if child.weight.dtype != torch.float32 or child.weight.device.type != "cpu":
                continue
            weight = child.weight.detach().t() if isinstance(child, Conv1D) else child.weight.detach()
            shared = id(child.weight) in tables
            setattr(parent, name, packed_linear()(weight.contiguous(), child.bias, weights, shared))
            packed += 1
    return packed


def weight_count(model: Any) -> int:
    """Weights of a model, the packed ones too; those that layers share count once."""
    counted = sum(_count(weight) for weight in model.parameters())
    layers = (module for module in model.modules() if isinstance(module, packed_linear()))
    return counted + sum(int(layer.counted_weights) for layer in layers)


def _count(weight: Any) -> int:
    """bitsandbytes keeps two weights of 4 bits in a byte, and beside them the shape that they had."""
    state = getattr(weight, "quant_state", None)
    return math.prod(state.shape) if state is not None else int(weight.numel())


def packed_bytes(model: Any) -> int:
    """What the model holds in memory, the packed weights too."""
    held = sum(int(weight.numel() * weight.element_size()) for weight in model.parameters())
    held += sum(int(buffer.numel() * buffer.element_size()) for buffer in model.buffers())
    for module in model.modules():
        if isinstance(module, packed_linear()):
            held += int(module.packed_weights) * (2 if module.weights == "float16" else 1)
    return held


@functools.cache
def packed_linear() -> Any:
    """The class, made where torch is there."""
    import torch

    class PackedLinear(torch.nn.Module):  # type: ignore[misc]
        """`nn.Linear` for (..., in) float32 on the CPU, inference only."""

        def __init__(self, weight: Any, bias: Any, weights: Weights, shared: bool = False) -> None:
            super().__init__()
            self.out_features, self.in_features = weight.shape
            self.weights = weights
            self.packed_weights = weight.numel()
            self.counted_weights = (0 if shared else weight.numel()) + (0 if bias is None else bias.numel())
            self._packed = _pack(weight, None if bias is None else bias.detach(), weights)
            self.training = False

        @property
        def weight(self) -> Any:
            """(out, in) float32, unpacked at each call: for code that asks a layer for its precision."""
            return _unpack(self._packed, self.weights)

        def forward(self, x: Any) -> Any:
            return _multiply(x, self._packed, self.weights)

        def extra_repr(self) -> str:
            return f"{self.in_features}, {self.out_features}, weights={self.weights}"

    return PackedLinear


def _pack(weight: Any, bias: Any, weights: Weights) -> Any:
    import torch

    if weights == "float16":
        return torch.ops.quantized.linear_prepack_fp16(weight, bias)
    scales = (weight.abs().amax(1) / 127).clamp(min=torch.finfo(torch.float32).tiny)
    zeros = torch.zeros(len(weight), dtype=torch.long)
    with warnings.catch_warnings():
        # "quantized tensor creation functions ... are deprecated": `packs` sees when they are gone.
        warnings.simplefilter("ignore")
        rounded = torch.quantize_per_channel(weight, scales, zeros, 0, torch.qint8)
        return torch.ops.quantized.linear_prepack(rounded, bias)


def _unpack(packed: Any, weights: Weights) -> Any:
    import torch

    if weights == "float16":
        return torch.ops.quantized.linear_unpack_fp16(packed)[0]
    return torch.ops.quantized.linear_unpack(packed)[0].dequantize()


def _multiply(x: Any, packed: Any, weights: Weights) -> Any:
    import torch

    if weights == "float16":
        return torch.ops.quantized.linear_dynamic_fp16(x, packed)
    # Kernels of AVX2 add pairs of products in 16 bits: `reduce_range` keeps the input to 7 bits, so that no pair
    # overflows (https://docs.pytorch.org/docs/stable/quantization.html, "default qconfig").
    return torch.ops.quantized.linear_dynamic(x, packed, True)
