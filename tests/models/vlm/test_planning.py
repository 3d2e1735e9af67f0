"""How a model is run: a table of computers that aren't here, asked as torch would answer there."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
import torch
from transformers.pytorch_utils import Conv1D
from transformers.quantizers.quantizers_utils import should_convert_module

from assistant.errors import BadSetting, ModelTrouble
from models import catalogue, device
from models.device import Device, choose
from models.vlm import applying, packed, planning, quantize
from models.vlm.captioner import TOO_LARGE, Captioner
from models.vlm.families import load
from models.vlm.planning import Hardware, Model, plan
from tests.models.vlm import tiny
from tests.models.vlm.tiny_families import noise

BNB = {"bitsandbytes", "accelerate"}
GIGA = 1_000_000_000
SMALL = Model("smolvlm2-500m", "smolvlm", 507)
MIDDLE = Model("qwen3-vl-2b", "qwen3_vl", 2127)
LARGE = Model("qwen2.5-vl-7b", "qwen2_5_vl", 8292)
PALIGEMMA = Model("paligemma2-3b", "paligemma", 3032)


CPU = Device("CPU", "cpu", "float32", "a test")
SEES = re.compile(r"vision|visual|image_encoder|connector|projector|^encoder\.")
TELLS = re.compile(r"text_model|language_model|^decoder\.|text_decoder|git\.encoder")


@pytest.fixture(autouse=True)
def nothing_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("HEARSIGHT_DEVICE", "HEARSIGHT_PRECISION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HEARSIGHT_MODELS", str(tmp_path / "shelf"))


@pytest.fixture
def computer(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Hardware]:
    """`planning.hardware` where torch has this card, and these packages are installed."""

    def give(kind: str, free: float = 0, capability: tuple[int, int] = (0, 0), packages: set[str] = set()) -> Hardware:  # noqa: B006
        cuda = SimpleNamespace(
            is_available=lambda: kind in ("cuda", "rocm"),
            device_count=lambda: 1,
            mem_get_info=lambda _: (int(free * GIGA), 24 * GIGA),
            get_device_capability=lambda _: capability,
            get_device_name=lambda _: "the card",
        )
        xpu = SimpleNamespace(
            is_available=lambda: kind == "xpu",
            device_count=lambda: 1,
            is_bf16_supported=lambda: True,
            get_device_properties=lambda _: SimpleNamespace(name="the card", total_memory=24 * GIGA),
            mem_get_info=lambda _: (int(free * GIGA), 24 * GIGA),
        )
        mps = SimpleNamespace(
            recommended_max_memory=lambda: int(free * GIGA) + GIGA, driver_allocated_memory=lambda: GIGA
        )
        monkeypatch.setattr(torch, "cuda", cuda)
        monkeypatch.setattr(torch, "xpu", xpu)
        monkeypatch.setattr(torch, "mps", mps)
        monkeypatch.setattr(torch.backends, "mps", SimpleNamespace(is_available=lambda: kind == "mps"))
        monkeypatch.setattr(torch.version, "hip", "6.0" if kind == "rocm" else None)
        monkeypatch.setattr(torch.cpu, "_is_amx_tile_supported", lambda: False)
        monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda: False)
        monkeypatch.setattr(device, "_adds", lambda torch, where: True)
        monkeypatch.setattr(planning, "installed", lambda: frozenset(packages))
        monkeypatch.setattr(planning, "rounding_trouble", lambda device: "")
        return planning.hardware(choose())

    return give


TURING, AMPERE, HOPPER, PASCAL, BLACKWELL = (7, 5), (8, 6), (9, 0), (6, 1), (12, 0)


@pytest.mark.parametrize(
    ("kind", "free", "capability", "packages", "model", "where", "dtype", "weights", "attention"),
    [
        ("none", 0, (0, 0), BNB, SMALL, "cpu", "float32", "float16", "sdpa"),
        # 4 GB: 3.3 are free, or 3.9
        ("cuda", 3.3, TURING, set(), SMALL, "cuda:0", "float16", None, "sdpa"),
        ("cuda", 3.3, TURING, set(), MIDDLE, "cpu", "float32", "float16", "sdpa"),
        ("cuda", 3.3, TURING, {"bitsandbytes"}, MIDDLE, "cpu", "float32", "float16", "sdpa"),
        ("cuda", 3.4, TURING, BNB, MIDDLE, "cuda:0", "float16", "int4", "sdpa"),
        ("cuda", 3.9, TURING, BNB, MIDDLE, "cuda:0", "float16", "int8", "sdpa"),
        ("cuda", 3.9, (7, 0), BNB, MIDDLE, "cuda:0", "float16", "int4", "sdpa"),
        ("cuda", 3.3, PASCAL, BNB, MIDDLE, "cpu", "float32", "float16", "sdpa"),
        ("cuda", 5.6, PASCAL, BNB, MIDDLE, "cuda:0", "float32", "int4", "sdpa"),
        ("cuda", 3.3, (5, 2), BNB, MIDDLE, "cpu", "float32", "float16", "sdpa"),
        ("cuda", 3.3, AMPERE, BNB, LARGE, "cpu", "float32", "float16", "sdpa"),
        # 8 GB
        ("cuda", 7.4, AMPERE, {*BNB, "flash_attention_2"}, MIDDLE, "cuda:0", "bfloat16", None, "flash_attention_2"),
        ("cuda", 10.5, AMPERE, {*BNB, "flash_attention_2"}, LARGE, "cuda:0", "bfloat16", "int4", "flash_attention_2"),
        ("cuda", 7.4, TURING, {"flash_attention_2"}, MIDDLE, "cuda:0", "float16", None, "sdpa"),
        ("cuda", 7.4, PASCAL, {"flash_attention_2"}, SMALL, "cuda:0", "float32", None, "sdpa"),
        # 24 GB and more
        ("cuda", 23, AMPERE, BNB, LARGE, "cuda:0", "bfloat16", None, "sdpa"),
        ("cuda", 23, AMPERE, {"flash_attention_3"}, LARGE, "cuda:0", "bfloat16", None, "sdpa"),
        ("cuda", 80, HOPPER, {"flash_attention_2"}, LARGE, "cuda:0", "bfloat16", None, "flash_attention_2"),
        ("cuda", 80, HOPPER, {"flash_attention_2", "flash_attention_3"}, LARGE, "cuda:0", "bfloat16", None,
         "flash_attention_3"),
        ("cuda", 30, BLACKWELL, {"flash_attention_2", "flash_attention_3"}, LARGE, "cuda:0", "bfloat16", None,
         "flash_attention_2"),
        ("cuda", 23, AMPERE, {"flash_attention_2"}, PALIGEMMA, "cuda:0", "bfloat16", None, "sdpa"),
        # others
        ("rocm", 23, (9, 0), {"flash_attention_2", "flash_attention_3"}, LARGE, "cuda:0", "bfloat16", None,
         "flash_attention_2"),
        ("mps", 12, (0, 0), {"flash_attention_2"}, MIDDLE, "mps", "float16", None, "sdpa"),
        ("mps", 3.3, (0, 0), BNB, MIDDLE, "cpu", "float32", "float16", "sdpa"),
        ("xpu", 15, (0, 0), BNB, MIDDLE, "xpu:0", "bfloat16", None, "sdpa"),
        ("xpu", 3.4, (0, 0), BNB, MIDDLE, "xpu:0", "bfloat16", "int4", "sdpa"),
        ("xpu", 3.3, (0, 0), set(), MIDDLE, "cpu", "float32", "float16", "sdpa"),
    ],
)  # fmt: skip
def test_the_plan_follows_memory_ability_and_packages(
    computer: Callable[..., Hardware],
    kind: str,
    free: float,
    capability: tuple[int, int],
    packages: set[str],
    model: Model,
    where: str,
    dtype: str,
    weights: str | None,
    attention: str,
) -> None:
    found = plan(computer(kind, free, capability, packages), model)
    run = found.device
    assert (run.torch_device, run.dtype, run.weights, run.attention) == (where, dtype, weights, attention), found.why
    assert not run.compiled
    assert run.kind == "cpu" or found.needs_mb <= free * 1000
    assert all(sentence.endswith((".", planning.INSTALL)) for sentence in found.why)


def test_what_would_help_is_told(computer: Callable[..., Hardware]) -> None:
    told = " ".join(plan(computer("cuda", 3.4, TURING), MIDDLE).why)
    assert "doesn't fit on the card: in float16 it needs about 5292 MB, and 3400 are free. In 4 bits it would" in told
    assert planning.INSTALL in told
    assert "On the CPU, in float16-weights" in told
    assert planning.INSTALL not in " ".join(plan(computer("cuda", 3.3, AMPERE), LARGE).why)
    tight = " ".join(plan(computer("cuda", 3.4, TURING, BNB), MIDDLE).why)
    assert "in 4 bits by bitsandbytes, computing in float16: in float16 it would need about 5292 MB" in tight
    assert "needs a newer card" in tight


@pytest.mark.parametrize(
    ("fails", "why"), [("imported", "AttributeError: "), ("used", "RuntimeError: Configured CUDA")]
)
def test_a_bitsandbytes_that_does_not_work_is_not_planned_with(
    fails: str, why: str, untrained: Path, computer: Callable[..., Hardware], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it is without the library for the driver's CUDA, or with another torch than it was built for."""
    real = planning.rounding_trouble
    computer("cuda", 3.4, TURING, BNB)
    package, functional = ModuleType("bitsandbytes"), ModuleType("bitsandbytes.functional")

    def quantize_4bit(*_: object, **__: object) -> None:
        raise RuntimeError("Configured CUDA binary not found at libbitsandbytes_cuda130.so\nlong help")

    if fails == "used":
        functional.quantize_4bit = quantize_4bit  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "bitsandbytes", package)
    monkeypatch.setitem(sys.modules, "bitsandbytes.functional", functional)
    on_cpu = Device("CPU", "cpu", "float32", "a test")  # there is no card here to put the block on
    told = real(on_cpu)
    assert told.startswith(why)
    assert "\n" not in told
    monkeypatch.setattr(planning, "rounding_trouble", lambda device: told)
    found = plan(planning.hardware(choose()), MIDDLE)
    assert found.device.torch_device == "cpu"
    assert "but bitsandbytes doesn't work on this card" in found.why[0]
    assert planning.INSTALL not in " ".join(found.why)
    monkeypatch.setattr(applying, "find_spec", lambda name: name)
    with pytest.raises(ModelTrouble, match="bitsandbytes doesn't work on this device"):  # named, not "damaged"
        load(untrained, replace(on_cpu, torch_device="cuda:0", weights="int4"))


def test_what_a_person_asks_for_is_done(computer: Callable[..., Hardware], monkeypatch: pytest.MonkeyPatch) -> None:
    here = computer("cuda", 3.4, TURING, BNB)
    stays = plan(replace(here, packages=frozenset()), MIDDLE, stays=True)
    assert (stays.device.torch_device, stays.device.dtype) == ("cuda:0", "float16")
    assert "which may be too little" in stays.why[0]
    monkeypatch.setenv("HEARSIGHT_PRECISION", "int4")
    asked = plan(planning.hardware(choose()), SMALL, asked=True).device
    assert (asked.dtype, asked.weights) == ("float16", "int4")
    monkeypatch.setenv("HEARSIGHT_PRECISION", "float32")
    assert plan(planning.hardware(choose()), MIDDLE, asked=True).device.dtype == "float32"
    with pytest.raises(BadSetting, match="for graphics cards only"):
        choose("cpu", "int4")
    with pytest.raises(BadSetting, match="for the CPU only"):
        choose("cuda", "float16-weights")
    monkeypatch.setenv("HEARSIGHT_PRECISION", "int4")
    assert device.fallback().torch_device == "cpu"


def test_an_old_flash_attention_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for version, counts in (("2.3.2", False), ("2.8.3.post2", True), ("2.10.0", True)):
        monkeypatch.setattr(planning, "version", lambda _: version)  # noqa: B023
        assert ("flash_attention_2" in planning.installed()) is counts


def test_only_a_measured_win_is_compiled(computer: Callable[..., Hardware]) -> None:
    assert plan(computer("cuda", 23, AMPERE, {"triton"}), MIDDLE, compiles=True).device.compiled
    assert not plan(computer("cuda", 23, AMPERE, set()), MIDDLE, compiles=True).device.compiled
    assert not plan(computer("mps", 23, packages={"triton"}), MIDDLE, compiles=True).device.compiled
    assert not plan(computer("none", packages={"triton"}), MIDDLE, compiles=True).device.compiled


def test_a_model_of_unknown_size_is_tried_on_the_card(computer: Callable[..., Hardware]) -> None:
    found = plan(computer("cuda", 0.5, TURING, BNB), Model("mine"))
    assert (found.device.torch_device, found.device.dtype, found.needs_mb) == ("cuda:0", "float16", 0)


def test_a_card_of_which_nothing_is_known_is_left_alone() -> None:
    card = Device("A card", "cuda:7", "bfloat16", "a test")
    found = planning.planned("nowhere", card).device
    assert (found.torch_device, found.dtype, found.weights) == ("cuda:7", "bfloat16", None)


def test_every_captioner_of_the_catalogue_has_a_plan_on_every_card(computer: Callable[..., Hardware]) -> None:
    here = computer("cuda", 7.4, AMPERE, BNB)
    for entry in catalogue.read().values():
        if entry.parameters_m and entry.runner == "transformers":
            found = plan(here, planning.model_of_entry(entry))
            assert found.device.kind == "cpu" or found.needs_mb <= 7400


def test_the_size_is_read_from_the_files(untrained: Path, tmp_path: Path) -> None:
    loaded = load(untrained, Device("CPU", "cpu", "float32", "a test"))
    weights = sum(weight.numel() for weight in loaded.model.parameters())
    found = planning.model_of(untrained)
    assert found.parameters_m * 1e6 == pytest.approx(weights, rel=0.01)
    assert found.family == "vision-encoder-decoder"
    assert found.tables_m is not None
    assert 0 < found.tables_m < found.parameters_m
    for kind in ("int8", "int4"):
        quantize.quantize(untrained, tmp_path / kind, kind)  # type: ignore[arg-type]
        smaller = planning.model_of(tmp_path / kind)
        assert smaller.parameters_m == pytest.approx(
            found.parameters_m, rel=0.01 if kind == "int8" else 0.25
        )  # rows are filled up to 32


@pytest.mark.parametrize(
    "damage", [b"", b"\xff" * 7, b"\xff" * 64, b"\x02\0\0\0\0\0\0\0[]", b"\x07\0\0\0\0\0\0\0" + b'{"a":1}']
)
def test_a_damaged_file_is_a_model_of_unknown_size(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "smolvlm"}))
    (tmp_path / "model.safetensors").write_bytes(damage)
    assert planning.model_of(tmp_path).parameters_m == 0


# -- what a plan does to a model ----------------------------------------------------------------------------------


def test_a_card_that_is_too_small_is_told_once(
    untrained: Path, computer: Callable[..., Hardware], monkeypatch: pytest.MonkeyPatch, token: Any
) -> None:
    computer("cuda", 0.001, AMPERE)
    worker = Captioner(str(untrained))
    assert worker.about(token=token)["torch_device"] == "cpu"
    assert worker.remarks(token=token) == [TOO_LARGE]
    assert list(worker.pieces(tiny.picture(*tiny.all_captions()[0]), token=token, max_new_tokens=2))
    assert worker.remarks(token=token) == []


def test_missing_packages_are_named_before_anything_is_read(untrained: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(applying, "find_spec", lambda name: None)
    for kind, weights in (("cuda:0", "int8"), ("cuda:0", "int4")):
        with pytest.raises(ModelTrouble, match=r"not installed: bitsandbytes\. Run: pip install bitsandbytes"):
            load(untrained, Device("A card", kind, "float16", "a test", weights=weights))


def test_rounding_is_asked_of_bitsandbytes_as_planned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transformers.utils.quantization_config.BitsAndBytesConfig.post_init", lambda self: None)
    card = Device("A card", "cuda:1", "float16", "a test")
    assert applying.settings(card) == {}
    four = applying.settings(replace(card, weights="int4", attention="flash_attention_2"))
    asked = four["quantization_config"]
    assert (asked.load_in_4bit, asked.bnb_4bit_quant_type) == (True, "nf4")
    assert asked.bnb_4bit_compute_dtype is torch.float16
    assert four["device_map"] == {"": "cuda:1"}
    assert four["attn_implementation"] == "flash_attention_2"
    assert applying.settings(replace(card, weights="int8"))["quantization_config"].load_in_8bit
    assert applying.settings(Device("CPU", "cpu", "float32", "a test", weights="int8")) == {}, "packed, by ours"


@pytest.mark.parametrize(
    "family", ["captioner", "smolvlm", "qwen2_5_vl", "qwen3_vl", "paligemma", "florence2", "llava", "git", "blip_vqa"]
)
def test_4_bits_leave_what_looks_at_the_picture_and_the_last_layer(
    family: str, make: Callable[[str], Path], untrained: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("transformers.utils.quantization_config.BitsAndBytesConfig.post_init", lambda self: None)
    four = applying.settings(Device("A card", "cuda:0", "float16", "a test", weights="int4"))
    left = four["quantization_config"].llm_int8_skip_modules
    model = load(untrained if family == "captioner" else make(family), CPU).model
    layers = {name for name, module in model.named_modules() if isinstance(module, (torch.nn.Linear, Conv1D))}
    rounded = {name for name in layers if should_convert_module(name, left)}
    assert not {name for name in rounded if SEES.search(name)}
    left_of_words = {name for name in layers - rounded if not SEES.search(name)}
    assert {name.rpartition(".")[2] for name in left_of_words} <= {"lm_head", "output", "decoder"}
    assert len(left_of_words) <= 1
    assert {name for name in rounded if TELLS.search(name)}, "the words are in 4 bits"


@pytest.mark.parametrize("packages", [set(), {"flash_attention_2"}])
def test_flash_attention_that_is_refused_is_sdpa(
    untrained: Path, packages: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By us where it isn't installed, so that nothing fetches it; else by transformers, which finds none here."""
    monkeypatch.setattr(planning, "installed", lambda: frozenset(packages))
    loaded = load(untrained, Device("CPU", "cpu", "float32", "a test", attention="flash_attention_2"))
    assert loaded.device.attention == "sdpa"


@pytest.mark.parametrize("family", ["smolvlm", "qwen2_5_vl", "captioner"])
def test_a_static_cache_writes_the_same(
    family: str, make: Callable[[str], Path], untrained: Path, monkeypatch: pytest.MonkeyPatch, token: Any
) -> None:
    """What runs on a card; nothing is compiled here, since transformers compiles on no CPU."""
    folder = str(untrained if family == "captioner" else make(family))
    written = []
    for compiles in (False, True):
        worker = Captioner(folder, device="cpu", precision="float32")
        if compiles:
            plain = worker._plan()
            monkeypatch.setattr(worker, "_plan", lambda: replace(plain, device=replace(plain.device, compiled=True)))  # noqa: B023
        written.append(["".join(worker.caption(noise(seed), token=token, max_new_tokens=6)) for seed in (1, 1, 2)])
        assert worker.about(token=token)["compiled"] is compiles
    assert written[0] == written[1]
    assert written[0][0]


def test_a_compiler_that_fails_is_left_out(untrained: Path, monkeypatch: pytest.MonkeyPatch, token: Any) -> None:
    class Fails(RuntimeError):
        pass

    Fails.__module__ = "torch._inductor.exc"
    worker = Captioner(str(untrained), device="cpu")
    plain = planning.planned

    def compiled(*given: Any, **told: Any) -> Any:
        found = plain(*given, **told)
        return replace(found, device=replace(found.device, compiled=True))

    monkeypatch.setattr(planning, "planned", compiled)
    assert worker.about(token=token)["compiled"] is True
    assert worker._loaded is not None

    def fails(*_: Any, **__: Any) -> None:
        raise Fails("no C compiler")

    worker._loaded.model.generate = fails
    assert list(worker.pieces(noise(1), token=token, max_new_tokens=2))
    assert worker.about(token=token)["compiled"] is False


@pytest.mark.skipif(find_spec("bitsandbytes") is None or find_spec("accelerate") is None, reason="not installed")
@pytest.mark.parametrize("family", ["smolvlm", "qwen2_5_vl", "captioner"])
def test_4_bits_run_on_the_cpu_too(family: str, make: Callable[[str], Path], untrained: Path, tmp_path: Path) -> None:
    folder = untrained if family == "captioner" else make(family)
    four = Device("CPU", "cpu", "bfloat16", "a test", weights="int4")
    quantize.quantize(folder, tmp_path / "smaller", "int8")
    weights = packed.weight_count(load(folder, replace(four, weights=None)).model)
    for source in (folder, tmp_path / "smaller"):
        loaded = load(source, four)
        rounded = [one for one in loaded.model.modules() if type(one).__name__ == "Linear4bit"]
        assert len(rounded) > 4
        assert packed.weight_count(loaded.model) == weights
        assert loaded.model.generate(**loaded.inputs(noise(1)), max_new_tokens=4).shape[1] > 1
