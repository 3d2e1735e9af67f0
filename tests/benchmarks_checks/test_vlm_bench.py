"""benchmarks/vlm.py runs at the smallest size: its tables are whole, and what must be equal is equal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks import vlm, vlm_equal, vlm_hush


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Tiny matrices run faster on one thread than on several that wait for each other."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def run(*arguments: str) -> Any:
    asked = vlm.parser().parse_args(["--size", "tiny", "--runs", "1", *arguments])
    return vlm.hush(asked) if asked.hush else vlm.followup(asked) if asked.followup else vlm.captions(asked)


def test_captions_are_the_same_in_every_exact_way() -> None:
    told = run("--tokens", "4")
    assert {"plain float32", "float32"} <= told["rows"].keys()
    assert told["rows"]["float32"]["equal"] == 1
    for row in told["rows"].values():
        assert min(row["greedy_ms"], row["beams_ms"], row["token_ms"], row["bound_share"]) > 0


def test_a_follow_up_is_measured_beside_one_from_nothing() -> None:
    told = run("--followup", "--width", "128", "--height", "128")
    assert told["seconds"].keys() == {"first", "second", "second, nothing kept"}
    assert told["ratio"] > 0


def test_a_hush_is_measured_for_both_kinds_of_model() -> None:
    told = run("--hush", "3", "--tokens", "20")
    assert told.keys() == {"ViT + GPT-2, 4 beams", "SmolVLM"}
    assert all(row["most_ms"] >= row["median_ms"] >= 0 for row in told.values())


def test_a_hush_that_was_stopped_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = ["--tokens", "8", "--kept", str(tmp_path)]
    over = run("--hush", "9", "--budget", "0", *kept)
    assert all(row["asked"] == 9 and row["runs"] <= 1 for row in over.values())
    with (tmp_path / "hush.jsonl").open("a") as file:
        file.write('{"key": "cut o')
    tried: list[int] = []
    stopped = vlm_hush._stopped
    monkeypatch.setattr(vlm_hush, "_stopped", lambda *given: tried.append(1) or stopped(*given))  # type: ignore[func-returns-value]
    monkeypatch.setattr(vlm, "save_smolvlm", None)  # the models are there
    run("--hush", "3", *kept)
    assert len(tried) == 4
    run("--hush", "3", *kept)
    assert len(tried) == 4, "all of it was measured before"
    run("--hush", "4", *kept)
    assert len(tried) == 6


def test_equal_captions_are_counted_and_a_stopped_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--size", "taught", "--steps", "2", "--tokens", "3", "--kept", str(tmp_path)]
    one = vlm_equal.compare(vlm.parser().parse_args(["--equal", "1", *arguments]))
    assert one["greedy"]["ways"]["float32"] | {"at_least": 0, "at_most": 1} == {
        "same": 1, "of": 1, "share": 1, "at_least": 0, "at_most": 1,
    }  # fmt: skip
    with (tmp_path / "captions.jsonl").open("a") as file:
        file.write('\n{"cut o')
    monkeypatch.setattr(vlm_equal, "save_taught", None)
    written = vlm_equal._write
    looked: list[int] = []
    monkeypatch.setattr(vlm_equal, "_write", lambda *given: looked.append(1) or written(*given))  # type: ignore[func-returns-value]
    vlm_equal.show(two := vlm_equal.compare(vlm.parser().parse_args(["--equal", "2", *arguments])))
    assert {row["of"] for found in two.values() for row in found["ways"].values()} == {2}
    assert len(looked) == len(two["greedy"]["ways"]) + 1
    assert "2 of 2 equal" in capsys.readouterr().out


def test_the_interval_is_wilsons() -> None:
    # Agresti and Coull 1998, section 1: no success of ten
    assert vlm_equal.wilson(0, 10) == pytest.approx((0, 0.2775), abs=1e-3)
    assert vlm_equal.wilson(50, 100) == pytest.approx((0.4038, 0.5962), abs=1e-4)
    assert vlm_equal.wilson(0, 0) == (0, 1)


def test_what_cannot_be_measured_is_said_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for wrong, told in ((["--device", "warp"], "none of"), (["--size", "taught"], "--equal")):
        monkeypatch.setattr("sys.argv", ["vlm.py", *wrong])
        with pytest.raises(SystemExit) as ended:
            vlm.main()
        assert ended.value.code == 2
        assert told in capsys.readouterr().err


def test_a_few_moments_lie_evenly_and_none_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert [vlm_hush.evenly(number) for number in range(1, 8)] == [0.5, 0.25, 0.75, 0.125, 0.625, 0.375, 0.875]
    vlm_hush.show({"SmolVLM": {"runs": 0}})
    assert "not stopped at any moment" in capsys.readouterr().out


def test_a_folder_that_is_none_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr("sys.argv", ["vlm.py", "--hush", "1", "--kept", str(tmp_path / "file")])
    with pytest.raises(SystemExit) as ended:
        vlm.main()
    assert ended.value.code == 3
    assert "Nothing can be kept in" in capsys.readouterr().err
