"""Measuring a model writes a choice that loading respects; the commands tell it in words and in JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from assistant.cancel import Cancelled, Token
from assistant.cli_models import models
from assistant.errors import HearsightError, InstallFailed, ModelBroken, NoSuchFile, OutOfMemory, UnusableInput
from models.device import Device
from models.vlm import bench, bench_file, packed, planning
from models.vlm.captioner import Captioner
from tests.models.vlm import tiny


@pytest.fixture(autouse=True)
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("HEARSIGHT_DEVICE", "HEARSIGHT_PRECISION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HEARSIGHT_MODELS", str(tmp_path / "shelf"))
    return tmp_path / "shelf"


@pytest.fixture
def run() -> Callable[..., Result]:
    def call(*arguments: str) -> Result:
        return CliRunner().invoke(models, arguments)

    return call


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = tmp_path / "pictures"
    folder.mkdir()
    for number, pair in enumerate(tiny.all_captions()[:3]):
        Image.fromarray(tiny.picture(*pair)).save(folder / f"{number}.png")
    return folder


def way(precision: str, caption_s: float, agreement: float = 1.0) -> bench.Way:
    return bench.Way(precision, 1, "cpu", 10.0, 0.1, caption_s, agreement, 100)


def test_the_quickest_that_writes_the_same_is_chosen() -> None:
    exact, quicker, other = way("float32", 2.0), way("float16-weights", 1.0), way("int8", 0.5, 0.9)
    assert bench.chosen([exact, quicker, other]) is quicker
    assert bench.chosen([exact, other]) is exact
    assert bench.chosen([exact, way("float16-weights", 1.95)]) is exact  # no gain worth naming


@pytest.fixture
def on_a_card(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """What was measured on a card that is none: the captions' seconds by way; a trouble is raised instead."""

    def give(**outcomes: float | Exception) -> list[str]:
        asked: list[str] = []

        def measured(
            source: object, precision: str, *, compiled: bool = False, **_: object
        ) -> tuple[bench.Way, object]:
            name = "compiled" if compiled else precision
            asked.append(name)
            outcome = outcomes[name]
            if isinstance(outcome, Exception):
                raise outcome
            return bench.Way(precision, 0, "cuda:0", 10.0, 0.1, outcome, 1.0, 100, compiled), [[1]]

        card = Device("the card", "cuda:0", "bfloat16", "a test")
        packages = frozenset({"bitsandbytes", "accelerate", "triton"})
        hardware = planning.Hardware(card, 8000, (8, 6), "bfloat16", packages)
        monkeypatch.setattr("models.device.choose", lambda *_: card)
        monkeypatch.setattr(planning, "hardware", lambda _: hardware)
        monkeypatch.setattr(bench, "_measured", measured)
        return asked

    return give


NO_MEMORY = RuntimeError("CUDA out of memory")


def test_on_a_card_smaller_weights_and_a_compiled_step_are_measured(on_a_card: Callable[..., list[str]]) -> None:
    asked = on_a_card(float32=4.0, bfloat16=2.0, int8=3.0, int4=2.5, compiled=1.0)
    best = bench.chosen(bench.measure("mine"))
    assert asked == ["float32", "bfloat16", "int8", "int4", "compiled"]
    assert (best.precision, best.compiled) == ("bfloat16", True)
    bench_file.write("mine", bench.figures(best))
    kept = bench_file.choice("mine")
    assert kept is not None
    assert kept.compiled


def test_what_does_not_fit_on_the_card_is_passed_over(on_a_card: Callable[..., list[str]]) -> None:
    on_a_card(float32=NO_MEMORY, bfloat16=NO_MEMORY, int8=3.0, int4=2.0, compiled=RuntimeError("no C compiler"))
    told: list[str] = []
    ways = bench.measure("mine", told=told.append)
    assert [way.precision for way in ways] == ["int8", "int4"]
    assert "float32: not enough memory on the card; next" in told
    assert told[-1] == "int4 could not be compiled; next"
    on_a_card(float32=NO_MEMORY, bfloat16=NO_MEMORY, int8=NO_MEMORY, int4=NO_MEMORY)
    with pytest.raises(OutOfMemory):
        bench.measure("mine")
    on_a_card(float32=ValueError("damaged"))
    with pytest.raises(ValueError, match="damaged"):
        bench.measure("mine")


def test_a_measured_model_is_loaded_as_it_was_quickest(
    untrained: Path, pictures: Path, shelf: Path, run: Callable[..., Result], token: Token
) -> None:
    done = run("bench", str(untrained), "--pictures", str(pictures), "--device", "cpu", "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["ways"][0]["precision"] == "float32"
    assert all(row["tokens_per_s"] > 0 and row["first_token_s"] > 0 for row in told["ways"])
    row = json.loads((shelf / "bench.json").read_text())[str(untrained.resolve())]
    assert {"tokens_per_s", "first_token_s", "precision"} <= row.keys()
    assert bench_file.choice(untrained) is not None
    if not packed.packs("int8"):
        return
    bench_file.write(untrained, bench_file.Figures("int8", 1, 9.0, 0.1, "cpu", 1.0))
    assert Captioner(str(untrained)).about(token=token)["packed"] == "int8"
    assert Captioner(str(untrained), precision="float32").about(token=token)["packed"] is None


def test_what_was_asked_for_counts_more_than_what_was_measured(
    untrained: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench_file.write(untrained, bench_file.Figures("bfloat16", 0, 9.0, 0.1, "cuda:0", 1.0))
    assert bench_file.choice(untrained) is not None
    assert bench_file.choice(untrained, "cpu") is None
    monkeypatch.setenv("HEARSIGHT_DEVICE", "cpu")
    assert bench_file.choice(untrained) is None


@pytest.mark.parametrize("text", ["", "[]", "{", '{"x": 1}', '{"KEY": {"precision": "int3"}}', '{"KEY": 7}'])
def test_a_damaged_file_of_figures_is_only_a_lost_hint(untrained: Path, shelf: Path, text: str) -> None:
    shelf.mkdir()
    (shelf / "bench.json").write_text(text.replace("KEY", str(untrained.resolve())))
    assert bench_file.choice(untrained) is None
    bench_file.write(untrained, bench_file.Figures("float32", 1, 9.0, 0.1, "cpu", 1.0))
    assert bench_file.choice(untrained) is not None


def test_figures_that_can_t_be_kept_are_a_sentence(
    untrained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("HEARSIGHT_MODELS", str(tmp_path / "file" / "models"))
    with pytest.raises(InstallFailed, match="could not be kept"):
        bench_file.write(untrained, bench_file.Figures("int8", 1, 9.0, 0.1, "cpu", 1.0))


def test_measuring_can_be_cancelled(untrained: Path) -> None:
    token = Token()
    token.cancel()
    with pytest.raises(Cancelled):
        bench.measure(untrained, device="cpu", token=token)


def test_quantize_tells_size_speed_and_agreement(
    untrained: Path, pictures: Path, tmp_path: Path, run: Callable[..., Result]
) -> None:
    out = tmp_path / "smaller"
    done = run("quantize", str(untrained), "--int8", "--out", str(out), "--pictures", str(pictures))
    assert done.exit_code == 0, done.output
    assert "MB instead of" in done.output
    assert "word for word" in done.output
    again = run("quantize", str(untrained), "--bf16", "--out", str(tmp_path / "bf16"), "--json")
    told = json.loads(again.stdout)
    assert told["megabytes"]["after"] < 0.6 * told["megabytes"]["before"]
    assert 0 <= told["agreement"] <= 1


@pytest.mark.parametrize(
    ("arguments", "error", "code", "words"),
    [
        (("quantize", "HERE", "--int8", "--out", "HERE"), InstallFailed, 5, "is there already"),
        (("quantize", "EMPTY", "--int8", "--out", "NEW"), ModelBroken, 5, "holds no model"),
        (("quantize", "nobody", "--int8", "--out", "NEW"), HearsightError, 2, "nobody"),
        (("bench", "HERE", "--pictures", "NEW"), NoSuchFile, 3, "no folder"),
        (("bench", "HERE", "--pictures", "EMPTY"), UnusableInput, 3, "no pictures"),
    ],
)
def test_bad_input_is_one_sentence(
    untrained: Path,
    tmp_path: Path,
    run: Callable[..., Result],
    arguments: tuple[str, ...],
    error: type[HearsightError],
    code: int,
    words: str,
) -> None:
    (tmp_path / "empty").mkdir()
    places: dict[str, Any] = {"HERE": untrained, "EMPTY": tmp_path / "empty", "NEW": tmp_path / "new"}
    done = run(*(str(places.get(one, one)) for one in arguments))
    assert isinstance(done.exception, error)
    assert done.exception.exit_code == code
    assert words in str(done.exception.spoken)
    assert not (tmp_path / "new").exists()


def test_wrong_usage_is_told_at_once(run: Callable[..., Result]) -> None:
    assert run("quantize", "x", "--out", "y").exit_code == 2
    assert run("bench", "--pictures", "x").exit_code == 2
    for command in ("bench", "quantize"):
        assert "Examples" in run(command, "--help").output


def test_on_a_cpu_a_large_model_sees_five_tiles_at_most(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from models.device import Device
    from models.vlm import quick
    from models.vlm.families import load
    from tests.models.vlm import tiny_families

    pixels = tiny_families.noise(1, 200, 200)
    for family, tiles in (("smolvlm", 5), ("qwen3_vl", None)):
        folder = tiny_families.BUILDERS[family](tmp_path / family)
        loaded = load(folder, Device("CPU", "cpu", "float32", "a test"))
        look = loaded.image_processor
        size = {**dict(look.size), "longest_edge": 128 if tiles else 10_000_000}
        look.size = type(look.size)(**size) if not isinstance(look.size, dict) else size
        before = loaded.inputs(pixels)["input_ids"].shape[1]
        quick.make_quick(loaded)  # a small model stays as it is
        assert loaded.inputs(pixels)["input_ids"].shape[1] == before
        with monkeypatch.context() as patch:
            patch.setattr(packed, "WORTH_WEIGHTS", 0)
            quick.make_quick(loaded)
        if tiles:
            assert loaded.inputs(pixels)["pixel_values"].shape[1] == tiles
        else:
            assert dict(loaded.image_processor.size)["longest_edge"] == quick.MOST_PIXELS
