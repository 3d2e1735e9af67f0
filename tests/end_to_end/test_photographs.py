"""`hearsight photo-check`, `teach` and `recognise` beside the running app: what its voice then says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.end_to_end.conftest import HEARSIGHT, App, words

pytestmark = pytest.mark.desktop
PHOTOS = Path(__file__).parents[1] / "data" / "photos"


def heard(app: App, wav: Path, *command: str) -> set[str]:
    """Words of what the speakers play while a command runs, which ends with its speech."""
    with app.desktop.recording(wav):
        app.desktop.run([*HEARSIGHT, *command], timeout_s=120)
    return set(words(app.recognised(wav)).split())


def test_what_is_wrong_with_a_photograph_and_what_was_done_is_heard(app: App, tmp_path: Path) -> None:
    picture, better = tmp_path / "orbit.jpg", tmp_path / "better.jpg"
    pixels = np.asarray(Image.open(PHOTOS / "astronaut.jpg").convert("RGB"))
    Image.fromarray((pixels * 0.3).astype(np.uint8)).save(picture, quality=92)
    kept = picture.read_bytes()
    said = heard(app, tmp_path / "check.wav", "photo-check", str(picture), "--fix", str(better))
    assert {"dark", "face"} <= said, said
    assert picture.read_bytes() == kept
    assert np.asarray(Image.open(better)).mean() > 1.5 * (pixels * 0.3).mean()


def test_what_was_taught_is_heard_again_in_another_picture(app: App, tmp_path: Path) -> None:
    views = [str(PHOTOS / f"oat-milk-{view}.jpg") for view in range(1, 5)]
    said = heard(app, tmp_path / "teach.wav", "teach", "my breakfast", *views)
    assert {"know", "breakfast"} <= said, said
    try:
        said = heard(app, tmp_path / "known.wav", "recognise", str(PHOTOS / "oat-milk-5.jpg"))
        assert "breakfast" in said, said
        said = heard(app, tmp_path / "stranger.wav", "recognise", str(PHOTOS / "chelsea.jpg"))
        assert "breakfast" not in said and said, said
    finally:
        app.desktop.run([*HEARSIGHT, "taught", "forget", "my breakfast"])
