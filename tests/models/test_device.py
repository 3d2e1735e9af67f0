"""Which accelerator and precision: on this machine for real, on others by what torch would say there."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
import torch

from assistant.errors import BadSetting, DeviceMissing
from models import device
from models.device import Device, choose


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HEARSIGHT_DEVICE", "HEARSIGHT_PRECISION"):
        monkeypatch.delenv(name, raising=False)


def test_what_is_chosen_runs_here() -> None:
    chosen = choose()
    value = torch.ones(4, 4, device=chosen.torch_device, dtype=getattr(torch, chosen.dtype))
    assert float((value @ value).sum()) == 64.0
    assert chosen.why
    assert chosen.memory_bytes is None or chosen.memory_bytes > 1 << 28


def test_the_cpu_is_always_there() -> None:
    chosen = choose("cpu")
    assert (chosen.torch_device, chosen.kind) == ("cpu", "cpu")
    assert chosen.dtype in ("bfloat16", "float32")


def test_the_environment_decides_where_the_settings_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARSIGHT_DEVICE", "cpu")
    monkeypatch.setenv("HEARSIGHT_PRECISION", "float16")
    assert choose("auto").dtype == "float16"
    assert "HEARSIGHT_DEVICE" in choose().why
    assert choose("cpu", "float32").dtype == "float32"


@pytest.mark.parametrize("word", ["gpu", "cuda:x", "cpu:1", "mps:0", "cuda:-1"])
def test_an_unknown_device_is_a_wrong_setting(word: str) -> None:
    with pytest.raises(BadSetting, match="none of: auto, cpu, cuda"):
        choose(word)


def test_an_unknown_precision_is_a_wrong_setting() -> None:
    with pytest.raises(BadSetting, match="bfloat16, float16, float32"):
        choose("cpu", "int3")


def test_a_device_that_is_missing_names_what_works() -> None:
    with pytest.raises(DeviceMissing, match=r"cuda:97 is not available.*What works:.*cpu"):
        choose("cuda:97")


def cards(*free_and_capability: tuple[int, tuple[int, int]]) -> Any:
    """torch as it answers on a machine with these CUDA cards."""
    cuda = SimpleNamespace(
        is_available=lambda: bool(free_and_capability),
        device_count=lambda: len(free_and_capability),
        mem_get_info=lambda card: (free_and_capability[card][0], 24 << 30),
        get_device_capability=lambda card: free_and_capability[card][1],
        get_device_name=lambda card: f"card {card}",
    )
    return SimpleNamespace(cuda=cuda)


@pytest.mark.parametrize(
    ("capability", "dtype"),
    [((9, 0), "bfloat16"), ((8, 0), "bfloat16"), ((7, 5), "float16"), ((7, 0), "float16"), ((6, 1), "float32")],
)
def test_precision_follows_the_capability_of_the_card(capability: tuple[int, int], dtype: str) -> None:
    found = device._cuda(cards((8 << 30, capability)), None)
    assert found is not None
    assert found[2] == dtype


def test_of_several_cards_the_one_with_the_most_free_memory_is_taken() -> None:
    found = device._cuda(cards((1 << 30, (8, 0)), (9 << 30, (7, 0)), (2 << 30, (9, 0))), None)
    assert found is not None
    assert found[1] == "cuda:1"
    asked = device._cuda(cards((1 << 30, (8, 0)), (9 << 30, (7, 0))), 0)
    assert asked is not None
    assert asked[1] == "cuda:0"


def test_a_full_card_that_tells_nothing_of_itself_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asking how much is free makes a context, for which there is no room: "CUDA error: out of memory"."""
    there = cards((0, (8, 0)), (3 << 30, (7, 5)))

    def asked(card: int) -> tuple[int, int]:
        if card == 0:
            raise RuntimeError("CUDA error: out of memory")
        return 3 << 30, 24 << 30

    there.cuda.mem_get_info = asked
    monkeypatch.setattr(torch, "cuda", there.cuda)
    monkeypatch.setattr(device, "_adds", lambda torch, where: True)
    assert choose().torch_device == "cuda:1"
    with pytest.raises(DeviceMissing, match="What works: cuda, cpu"):
        choose("cuda:0")
    there.cuda.device_count = lambda: 1
    assert choose().torch_device == "cpu"


def test_a_card_that_cannot_add_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """An old card with a new build of torch: it is listed, and every kernel fails."""
    monkeypatch.setitem(device._PROBES, "cuda", lambda torch, number: ("old", "cuda:0", "float32", "", None))
    monkeypatch.setattr(device, "_adds", lambda torch, where: where == "cpu")
    assert choose().torch_device == "cpu"
    with pytest.raises(DeviceMissing):
        choose("cuda")


def test_a_cpu_without_bf16_units_computes_in_fp32(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_is_amx_tile_supported", "_is_avx512_bf16_supported"):
        monkeypatch.setattr(torch.cpu, name, lambda: False)
    assert choose("cpu").dtype == "float32"
    monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda: True)
    assert choose("cpu").dtype == "bfloat16"


def test_the_order_is_cuda_mps_xpu_cpu(monkeypatch: pytest.MonkeyPatch) -> None:
    there = set(device.ORDER)
    some = Device("x", "x", "float32", "x")
    monkeypatch.setattr(device, "_try", lambda kind, *_: replace(some, torch_device=kind) if kind in there else None)
    order = []
    while there:
        order.append(choose().torch_device)
        there.discard(order[-1])
    assert order == ["cuda", "mps", "xpu", "cpu"]


def test_importing_it_is_light() -> None:
    code = (
        "import models.device, models.guard, models.auto, models.vlm.engine, sys;"
        "print('torch' in sys.modules, 'numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
