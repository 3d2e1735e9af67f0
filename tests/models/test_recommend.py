"""Which model is recommended: by the computer's memory and speed; what was measured counts before what is reckoned."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from models import catalogue, recommend
from models.catalogue import Entry, memory_for
from models.device import Device
from models.recommend import FIRST_S, SPOKEN_TOKENS_PER_S, Fit, Machine


def here(
    memory_mb: int = 24_000, gigabytes_per_s: float = 20, gigaops: float = 100, precision: str = "fp32"
) -> Machine:
    return Machine("for the tests", precision, memory_mb, gigabytes_per_s * 1e9, gigaops * 1e9)


LAPTOP = here()
CARD_8_GB = here(6_800, 400, 40_000, "bf16")
CARD_24_GB = here(20_000, 900, 80_000, "bf16")


@pytest.fixture(scope="module")
def entries() -> dict[str, Entry]:
    return catalogue.read()


def found(entries: dict[str, Entry], machine: Machine, bench: dict[str, dict[str, object]] | None = None) -> list[Fit]:
    return recommend.fits(entries.values(), machine, bench or {})


def name_of(fit: Fit | None) -> str | None:
    return None if fit is None else fit.entry.name


def test_a_larger_computer_gets_an_abler_model(entries: dict[str, Entry]) -> None:
    chosen = [name_of(recommend.choose(found(entries, machine))) for machine in (LAPTOP, CARD_8_GB, CARD_24_GB)]
    assert chosen == ["smolvlm2-256m", "qwen3-vl-2b", "qwen2.5-vl-7b"]


def test_a_small_card_that_rounds_gets_an_abler_model(entries: dict[str, Entry]) -> None:
    card = replace(CARD_8_GB, smaller=("int8", "int4"))
    fits = {fit.entry.name: fit for fit in found(entries, card)}
    assert fits["qwen3-vl-2b"].precision == "bf16", "as it is where it fits"
    assert fits["qwen2.5-vl-3b"].precision == "int8"
    assert "MB of memory" not in fits["qwen2.5-vl-3b"].trouble
    assert "MB of memory" in fits["qwen3-vl-8b"].trouble
    small = {fit.entry.name: fit for fit in found(entries, replace(card, memory_mb=3100))}
    assert (small["qwen3-vl-2b"].precision, small["qwen3-vl-2b"].trouble) == ("int4", "")
    assert small["qwen3-vl-2b"].tokens_per_s == fits["qwen3-vl-2b"].tokens_per_s


def test_what_does_not_fit_is_told_with_its_reason(entries: dict[str, Entry]) -> None:
    fits = {fit.entry.name: fit for fit in found(entries, CARD_8_GB)}
    needed = memory_for(8767, "bf16")
    assert fits["qwen3-vl-8b"].trouble == f"it needs {needed} MB of memory, and 6800 are free for it"
    assert "licence must be accepted" in fits["gemma-3-4b"].trouble
    assert fits["moondream2"].trouble == "it needs more than Hearsight brings"
    assert fits["qwen3-vl-2b"].trouble == ""
    slow = {fit.entry.name: fit for fit in found(entries, LAPTOP)}
    assert slow["qwen3-vl-2b"].trouble == "it would write more slowly than it is spoken"


def test_everything_recommended_speaks_in_time(entries: dict[str, Entry]) -> None:
    for machine in (LAPTOP, CARD_8_GB, CARD_24_GB):
        fit = recommend.choose(found(entries, machine))
        assert fit is not None
        assert fit.memory_mb <= machine.memory_mb
        assert fit.tokens_per_s >= SPOKEN_TOKENS_PER_S
        assert fit.first_s <= FIRST_S


def test_where_nothing_is_quick_enough_nothing_is_recommended(entries: dict[str, Entry]) -> None:
    assert recommend.choose(found(entries, here(gigabytes_per_s=1))) is None
    assert recommend.choose(found(entries, here(memory_mb=300))) is None


def test_what_was_measured_counts_before_what_is_reckoned(entries: dict[str, Entry]) -> None:
    quick = {"smolvlm2-500m": {"tokens_per_s": 9.0, "first_token_s": 2.0, "precision": "int8"}}
    fit = recommend.choose(found(entries, LAPTOP, quick))
    assert fit is not None
    assert (fit.entry.name, fit.precision, fit.measured) == ("smolvlm2-500m", "int8", True)
    assert fit.memory_mb == memory_for(507, "int8")
    slow = {"smolvlm2-256m": {"tokens_per_s": 1.0, "first_token_s": 2.0, "precision": "float32"}}
    fits = {fit.entry.name: fit for fit in found(entries, LAPTOP, slow)}
    assert fits["smolvlm2-256m"].trouble == "it would write more slowly than it is spoken"
    # The share of the bandwidth that one reaches is expected of the others: 256 million weights of 4 bytes a token.
    assert fits["vit-gpt2"].tokens_per_s == pytest.approx(256 / 239)


def test_a_damaged_bench_file_counts_as_none(tmp_path: Path) -> None:
    assert recommend.read_bench(tmp_path) == {}
    file = tmp_path / recommend.BENCH_FILE
    for text in ("", "[1]", '{"a": 1}', '{"a": {"tokens_per_s": "much", "first_token_s": 1, "precision": "fp32"}}'):
        file.write_text(text)
        assert recommend.read_bench(tmp_path) == {}
    row = {"tokens_per_s": 3.5, "first_token_s": 1.5, "precision": "bf16"}
    file.write_text(json.dumps({"a": row}))
    assert recommend.read_bench(tmp_path) == {"a": row}
    file.write_text(json.dumps({"a": row, "b": 5, "c": {**row, "tokens_per_s": float("inf")}}))
    assert recommend.read_bench(tmp_path) == {"a": row}
    row["device"] = "cuda:0"
    file.write_text(json.dumps({"a": row}))
    assert recommend.read_bench(tmp_path, "cuda:0") == {"a": row}
    assert recommend.read_bench(tmp_path, "cpu") == {}


def test_this_computer_can_be_measured() -> None:
    machine = recommend.machine(Device("CPU", "cpu", "float32", "for the tests", 16 << 30))
    assert machine.precision == "fp32"
    assert machine.bytes_per_s > 1e6  # that is a unit's worth of sense, not a speed: this may be a busy computer
    assert machine.operations_per_s > 1e6
    assert machine.memory_mb >= 0


# -- the catalogue that is chosen from ------------------------------------------------------------------------------


def test_every_task_has_a_model_and_every_model_says_what_it_is_good_at(entries: dict[str, Entry]) -> None:
    assert {task for entry in entries.values() for task in entry.tasks} == set(catalogue.TASKS)
    for entry in entries.values():
        if entry.kind in ("captioner", "answerer", "matcher"):
            assert entry.good_at
            assert entry.parameters_m
            assert entry.picture_tokens
            assert entry.languages
    assert {name for name, entry in entries.items() if entry.must_accept} == {
        "gemma-3-4b", "paligemma2-3b", "qwen2.5-vl-3b",
    }  # fmt: skip


def test_memory_is_reckoned_from_the_published_weights(entries: dict[str, Entry]) -> None:
    memory = entries["qwen3-vl-2b"].memory
    assert memory == {"fp32": 10189, "bf16": 5294, "int8": 3214, "int4": 3004}
    assert entries["moondream2"].memory == {}  # a GGUF file has the precision that it has


def test_no_family_of_the_catalogue_needs_code_from_its_repository(entries: dict[str, Entry]) -> None:
    from transformers.models.auto import modeling_auto as auto

    own = {
        *auto.MODEL_FOR_IMAGE_TEXT_TO_TEXT_MAPPING_NAMES,
        *auto.MODEL_FOR_ZERO_SHOT_IMAGE_CLASSIFICATION_MAPPING_NAMES,
    }
    transformers = [entry for entry in entries.values() if entry.runner == "transformers" and entry.family]
    assert len(transformers) > 15
    assert {entry.family for entry in transformers} <= own
    assert entries["moondream2"].family not in own  # so it comes as GGUF
    assert entries["moondream2"].runner == "gguf"
    assert "llama.cpp" in entries["moondream2"].needs


def test_the_catalogue_promises_just_what_the_families_can_do(entries: dict[str, Entry]) -> None:
    from models.vlm.families import FAMILIES
    from models.vlm.families.loading import BY_ARCHITECTURE

    blip = {
        "answerer": BY_ARCHITECTURE["BlipForQuestionAnswering"][0],
        "matcher": BY_ARCHITECTURE["BlipForImageTextRetrieval"][0],
    }
    seen = [entry for entry in entries.values() if entry.runner == "transformers" and entry.family]
    promised = {entry.name: set(entry.tasks) for entry in seen}
    able = {
        entry.name: set(((entry.family == "blip" and blip.get(entry.kind)) or FAMILIES[entry.family]).tasks)
        for entry in seen
    }
    assert promised == able
