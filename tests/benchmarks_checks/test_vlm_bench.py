"""benchmarks/vlm.py runs at the smallest size: its tables are whole, and what must be equal is equal."""

from __future__ import annotations

from typing import Any

from benchmarks import vlm


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
