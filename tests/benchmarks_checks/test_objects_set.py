"""The labels of the pictures by which the detector of objects is judged, and how they are counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.types import Box
from benchmarks import objects as bench
from models.objects import KINDS, calibration
from models.objects.net import Spotted

BOX = Box(0, 0, 50, 50)


def test_every_label_names_a_kind_and_a_known_source(tmp_path: Path) -> None:
    found = bench.labels(tmp_path)
    assert len(found) > 140
    for picture, of_it in found.items():
        assert picture.partition("/")[0] in {*bench.SOURCES, "wheels"}
        assert set(of_it) <= set(KINDS)
        assert all(count in ("+", "?") or (isinstance(count, int) and count > 0) for count in of_it.values())


def test_the_fit_finds_the_likelihood_that_the_data_have() -> None:
    rows = [bench.Top(f"p{at}", "dog", 0.4 + 0.004 * (at % 100), at % 100 > 50) for at in range(400)]
    slope, levels = bench.fit(rows)
    assert slope > 10 and levels["animal"] == pytest.approx(-slope * 0.103, abs=1.0)


def test_counts_and_sentences_are_judged_by_the_labels() -> None:
    sure = next(score / 100 for score in range(30, 100) if calibration.probability("dog", score / 100) > 0.97)
    looked = bench.Looked("a/b.jpg", (200, 200), (Spotted("dog", BOX, sure), Spotted("dog", BOX.moved(90, 90), sure)))
    truth: bench.Labels = {"a/b.jpg": {"dog": 2, "cat": "?"}}
    assert bench.counts([looked], truth)["exact right %"] == 100.0
    told = bench.sentences([looked], truth)
    assert told["there"] == {"asked": 1, "say %": 100.0, "hedge %": 0.0, "drop %": 0.0}
    assert all(told[name]["say %"] == 0.0 for name in ("random", "popular", "adversarial"))  # type: ignore[index]
    assert [row.there for row in bench.tops([looked], truth)] == [True]
