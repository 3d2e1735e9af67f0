"""The 8-bit networks: as right as the original ones, and never used where they are not."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from rapidfuzz.distance import Levenshtein

from assistant import errors
from assistant.cancel import Token
from models.evidence import ocr_nets, ocr_quick
from models.evidence.ocr import Reader
from tests.models.evidence.stage import text_page


def read(reader: Reader, pixels: np.ndarray) -> str:
    return "\n".join(block.text for batch in reader.read(pixels, token=Token()) for block in batch)


@pytest.mark.skipif(not ocr_quick.exact_here(), reason="this processor rounds 8-bit sums: the original networks read")
@pytest.mark.parametrize("dark", [False, True])
def test_the_quick_networks_read_as_the_original_ones_do(dark: bool) -> None:
    pixels, lines = text_page(1280, 720)
    pixels = 255 - pixels if dark else pixels
    true = "\n".join(lines)
    original = read(Reader(str(ocr_nets.model_folder())), pixels)
    quick = read(Reader(), pixels)
    wrong, wrong_before = (Levenshtein.distance(seen, true) for seen in (quick, original))
    assert wrong <= wrong_before + 0.001 * len(true)


def test_the_last_layer_chooses_what_a_softmax_over_all_characters_would() -> None:
    _, quick = ocr_quick.quick_nets()
    hidden = np.random.default_rng(3).normal(0, 2, (150, quick._last.shape[0] - 1)).astype(np.float32)
    scores = np.concatenate([hidden, np.ones((150, 1), np.float32)], axis=1).astype(np.float64) @ quick._last
    chances = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    best, sure = quick._last_layer(hidden)
    assert (best == chances.argmax(axis=1)).all()
    said = best != 0
    assert np.allclose(sure[said], chances.max(axis=1)[said], atol=1e-4)


@pytest.mark.parametrize("name", list(ocr_quick.SHA256))
def test_a_damaged_file_is_named_and_not_used(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "weights"
    shutil.copytree(ocr_quick.FOLDER, folder)
    data = bytearray((folder / name).read_bytes())
    data[len(data) // 2] ^= 1
    (folder / name).write_bytes(data)
    with pytest.raises(errors.ModelBroken) as trouble:
        ocr_quick.quick_nets(folder)
    assert name in trouble.value.detail
    (folder / name).unlink()
    with pytest.raises(errors.ModelBroken):
        ocr_quick.quick_nets(folder)


def test_a_processor_that_rounds_reads_with_the_original_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr_quick, "exact_here", lambda: False)
    _, recogniser = ocr_quick.nets()
    assert isinstance(recogniser, ocr_nets.Recogniser)


@pytest.mark.parametrize(
    ("machine", "flags", "exact"),
    [
        ("x86_64", "flags : fpu avx2 avx512f avx512_vnni", True),
        ("x86_64", "flags : fpu avx2 avx_vnni", True),
        ("x86_64", "flags : fpu avx2 avx512f", False),
        ("aarch64", "Features : fp asimd asimddp", True),
        ("aarch64", "Features : fp asimd", False),
        ("riscv64", "", False),
    ],
)
def test_which_processors_multiply_bytes_exactly(
    machine: str, flags: str, exact: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr_quick.platform, "machine", lambda: machine)
    monkeypatch.setattr(ocr_quick, "_flags", lambda: frozenset(flags.split()))
    assert ocr_quick.exact_here.__wrapped__() is exact
