"""A student learns what its teacher says; a run that was stopped goes on to the very same weights."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from PIL import Image

from assistant.cancel import Cancelled, Token
from assistant.cli_train import train
from assistant.errors import InstallFailed, ModelBroken, ModelTrouble, UnusableInput
from models.device import Device
from models.training import distill
from models.training.distill import Progress, Recipe
from models.vlm.families import load
from tests.models.vlm import tiny, tiny_families

CPU = Device("CPU", "cpu", "float32", "a test")
LOOKS = [tiny.picture(*pair) for pair in tiny.all_captions()]
RECIPE = Recipe(epochs=2, batch=3, learning_rate=2e-3, tokens=10, seed=7)


@pytest.fixture(scope="module")
def student(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Untrained, with the teacher's tokenizer."""
    return tiny.save(tmp_path_factory.mktemp("distill") / "student")


@pytest.fixture(scope="module")
def teacher(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """It need not say anything sensible to be learned from."""
    return tiny.save(tmp_path_factory.mktemp("distill") / "teacher", steps=12)


@pytest.fixture
def run(teacher: Path, student: Path) -> Callable[..., Progress]:
    def go(out: Path, recipe: Recipe = RECIPE, **more: Any) -> Progress:
        return distill.distill(load(teacher, CPU), load(student, CPU), LOOKS, out, student, recipe, **more)

    return go


def learned(out: Path) -> dict[str, Any]:
    from safetensors.torch import load_file

    return load_file(out / distill.STATE)


def same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    import torch

    return one.keys() == other.keys() and all(torch.equal(one[name], other[name]) for name in one)


def test_the_softened_loss_by_hand() -> None:
    """Softened by two, logits of 2 ln 3 and 0 are three to one: KL(3/4, 1/4 || 1/2, 1/2) = 3/4 ln 3/2 + 1/4 ln 1/2."""
    import torch

    wanted = 4 * (0.75 * math.log(1.5) + 0.25 * math.log(0.5))
    given = distill.softened(torch.zeros(1, 2), torch.tensor([[2 * math.log(3), 0.0]]), 2.0)
    assert float(given) == pytest.approx(wanted, rel=1e-5)
    assert float(distill.softened(torch.ones(3, 4), torch.zeros(3, 4), 5.0)) == pytest.approx(0.0, abs=1e-6)


def test_the_loss_on_pictures_held_back_falls_and_the_student_loads(
    tmp_path: Path, run: Callable[..., Progress]
) -> None:
    steps: list[float] = []
    done = run(tmp_path / "out", told=lambda progress, loss: steps.append(loss))
    assert done.losses[-1] < 0.8 * done.losses[0]
    assert done.best == min(done.losses[1:])
    assert len(steps) == done.step == 2 * 3  # seven pictures to learn from, three a step
    assert load(tmp_path / "out" / distill.STUDENT, CPU).family == "vision-encoder-decoder"
    assert [json.loads(row)["epoch"] for row in (tmp_path / "out" / distill.LOG).read_text().splitlines()] == [1, 2]


def test_a_stopped_run_goes_on_to_the_same_weights(tmp_path: Path, run: Callable[..., Progress]) -> None:
    whole = run(tmp_path / "whole")
    token = Token()

    def stop(progress: Progress, loss: float) -> None:
        if progress.step == 5:  # in the middle of the second epoch
            token.cancel()

    with pytest.raises(Cancelled):
        run(tmp_path / "parts", told=stop, token=token)
    after = run(tmp_path / "parts")
    assert after.losses == whole.losses
    assert same(learned(tmp_path / "parts"), learned(tmp_path / "whole"))


def test_a_run_goes_on_with_more_epochs_but_not_by_another_recipe(tmp_path: Path, run: Callable[..., Progress]) -> None:
    from dataclasses import replace

    assert run(tmp_path, replace(RECIPE, epochs=1)).epoch == 1
    assert run(tmp_path).epoch == 2
    with pytest.raises(UnusableInput, match="another recipe"):
        run(tmp_path, replace(RECIPE, temperature=3.0))


def test_a_run_that_gets_no_better_ends_early(
    tmp_path: Path, run: Callable[..., Progress], monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    losses = iter([5.0, 3.0, 4.0, 4.0, 9.0])
    monkeypatch.setattr(distill._Run, "measured", lambda *_: next(losses))
    monkeypatch.setattr(distill._Run, "step", lambda *_: 1.0)
    done = run(tmp_path, replace(RECIPE, epochs=50, patience=2))
    assert (done.ended, done.epoch, done.best) == ("early", 3, 3.0)


def test_a_loss_that_is_no_number_ends_the_run_and_keeps_the_last_good_student(
    tmp_path: Path, run: Callable[..., Progress], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = distill._Run._loss

    def broken(self: Any, pixels: Any, caption: Any) -> Any:
        return plain(self, pixels, caption) * (math.nan if (tmp_path / distill.STATE).is_file() else 1)

    monkeypatch.setattr(distill._Run, "_loss", broken)
    with pytest.raises(ModelTrouble, match=r"step 3: the loss is no number.*best student so far"):
        run(tmp_path)
    kept = load(tmp_path / distill.STUDENT, CPU).model
    assert all(bool(weight.isfinite().all()) for weight in kept.parameters())


@pytest.mark.parametrize("text", [b"", b"no tensors at all"])
def test_a_damaged_state_is_told(tmp_path: Path, run: Callable[..., Progress], text: bytes) -> None:
    (tmp_path / distill.STATE).write_bytes(text)
    with pytest.raises(ModelBroken, match="is damaged"):
        run(tmp_path)


def test_a_run_of_other_pictures_is_not_gone_on_with(tmp_path: Path, teacher: Path, student: Path) -> None:
    """One picture more, and some that were learned from would be held back."""
    recipe = Recipe(epochs=1, batch=3, tokens=4)

    def go(count: int) -> Progress:
        return distill.distill(load(teacher, CPU), load(student, CPU), LOOKS[:count], tmp_path, student, recipe)

    go(6)
    with pytest.raises(UnusableInput, match="other pictures"):
        go(5)
    (tmp_path / "student").rename(tmp_path / distill.OLD_STUDENT)  # it was stopped between the two names
    go(6)
    assert load(tmp_path / "student", CPU).tasks


def test_a_full_disk_ends_a_run_in_a_sentence(
    tmp_path: Path, teacher: Path, student: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from safetensors import SafetensorError

    def full(*_: object, **__: object) -> None:
        raise SafetensorError("I/O error: No space left on device (os error 28)")

    monkeypatch.setattr("safetensors.torch.save_file", full)
    with pytest.raises(InstallFailed, match="room on the disk"):
        distill.distill(
            load(teacher, CPU), load(student, CPU), LOOKS[:5], tmp_path, student, Recipe(epochs=1, tokens=4)
        )
    (tmp_path / "file").touch()
    with pytest.raises(InstallFailed, match="could not be written"):
        distill.distill(load(teacher, CPU), load(student, CPU), LOOKS[:5], tmp_path / "file", student, RECIPE)


def test_pictures_are_read_one_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.capture.file import FileSource
    from assistant.model_speed import every_picture_of, pictures_of

    for number in range(60):
        Image.fromarray(LOOKS[0][:2, :2]).save(tmp_path / f"{number:02}.png")
    read: list[str] = []
    plain = FileSource.grab
    monkeypatch.setattr(FileSource, "grab", lambda self: (read.append(self.path.name), plain(self))[1])
    pictures = every_picture_of(str(tmp_path))
    assert (len(pictures), read) == (60, [])
    assert pictures[7].shape == (2, 2, 3)
    assert read == ["07.png"]
    assert len(pictures_of(str(tmp_path))) == 50


def test_models_that_do_not_fit_together_are_refused(tmp_path: Path, teacher: Path, untrained: Path) -> None:
    with pytest.raises(ModelTrouble, match="different tokenizers"):
        distill.distill(load(teacher, CPU), load(untrained, CPU), LOOKS, tmp_path, untrained, RECIPE)
    blip = load(tiny.save_blip(tmp_path / "blip"), CPU)
    with pytest.raises(ModelTrouble, match="family blip, which I can't use"):
        distill.distill(blip, blip, LOOKS, tmp_path, tmp_path / "blip", RECIPE)
    with pytest.raises(UnusableInput, match="at least 5 pictures"):
        distill.distill(load(teacher, CPU), load(teacher, CPU), LOOKS[:4], tmp_path, teacher, RECIPE)


@pytest.mark.parametrize("family", ["smolvlm", "git", "florence2"])
def test_other_families_are_taught_too(family: str, tmp_path: Path) -> None:
    from dataclasses import replace

    folder = tiny_families.BUILDERS[family](tmp_path / family)
    teacher, student = load(folder, CPU), load(folder, CPU)
    looks = [tiny_families.noise(seed) for seed in range(5)]
    caption = distill._caption(teacher, looks[0], 4, Token())
    given, inside = distill._read(teacher, looks[0], caption)
    assert given.argmax(-1).tolist() == caption[1:].tolist()  # what it reads is what it wrote
    assert all(len(state) == len(caption) - 1 for state in inside)
    recipe = replace(RECIPE, epochs=1, tokens=4, hidden=0, words=0)
    same = distill.distill(teacher, student, looks, tmp_path / "out", folder, recipe)
    assert same.losses[0] == pytest.approx(0, abs=1e-5)  # it knows all that its teacher knows: itself


def test_the_command_says_how_it_went(teacher: Path, student: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    arguments = ["distill", str(teacher), str(student), "--data", str(data), "--out", str(tmp_path / "out")]
    none = CliRunner().invoke(train, arguments)
    assert isinstance(none.exception, UnusableInput)
    for number, pixels in enumerate(LOOKS[:5]):
        Image.fromarray(pixels).save(data / f"{number}.png")
    done = CliRunner().invoke(train, [*arguments, "--epochs", "1", "--device", "cpu", "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["ended"] == "epochs"
    assert Path(told["student"]).is_dir()
    itself = ["distill", str(teacher), str(teacher), "--data", str(data), "--out", str(tmp_path / "worse")]
    worse = CliRunner().invoke(train, [*itself, "--epochs", "1", "--device", "cpu", "--learning-rate", "1"])
    assert "no better than before" in worse.output  # such steps ruin any model
    assert "Examples" in CliRunner().invoke(train, ["distill", "--help"]).output
    assert CliRunner().invoke(train, ["distill", str(teacher)]).exit_code == 2
