"""The picture of the evidence: what is drawn where, what is masked, and what is refused."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from assistant import overlay
from assistant.errors import UnusableInput, Usage
from assistant.languages import LANGUAGES
from assistant.masking import MASK, hidden_boxes
from assistant.overlay import COLOURS, Mark, check, draw, save
from assistant.types import Box, Evidence, Finding, Scene, TextBlock, Thing
from models.evidence.merge import SceneMerger
from tests.assistant.fakes import Finder
from tests.assistant.test_session import Stage

SAVE = Box(300, 200, 80, 30)
TITLE = Box(40, 40, 200, 20)


def white(width: int = 800, height: int = 400) -> np.ndarray:
    return np.full((height, width, 3), 255, np.uint8)


def drawn(
    marks: list[Mark], hidden: list[Box] | None = None, pixels: np.ndarray | None = None, **more: str
) -> Image.Image:
    pixels = white() if pixels is None else pixels
    return draw(pixels, marks, hidden or [], heading=more.get("heading", ""), language=more.get("language", "en"))


def around(picture: Image.Image, box: Box, colour: tuple[int, int, int], reach: int = 6) -> bool:
    """Whether a line of that colour runs along all four sides, outside the box."""
    pixels = np.array(picture)
    same = (pixels == np.array(colour)).all(axis=2)
    x, y = box.x + box.w // 2, box.y + box.h // 2
    return bool(
        same[box.y - reach : box.y, x].any()
        and same[box.bottom : box.bottom + reach, x].any()
        and same[y, box.x - reach : box.x].any()
        and same[y, box.right : box.right + reach].any()
    )


def test_each_kind_of_evidence_has_its_colour_around_it_and_not_over_it() -> None:
    picture = drawn([Mark("Save button.", (Evidence("tree", SAVE),)), Mark("A title.", (Evidence("ocr", TITLE, 0.9),))])
    assert around(picture, SAVE, COLOURS["tree"])
    assert around(picture, TITLE, COLOURS["ocr"])
    inside = np.array(picture)[SAVE.y : SAVE.bottom, SAVE.x : SAVE.right]
    assert (inside == 255).all(), "the words stay readable"


def test_the_legend_lies_below_the_picture_and_grows_with_what_was_told() -> None:
    few = drawn([Mark("One.", (Evidence("tree", SAVE),))])
    many = drawn([Mark(f"Sentence {n}.", (Evidence("tree", SAVE),)) for n in range(40)])
    assert (few.width, many.width) == (800, 800)
    assert 400 < few.height < many.height
    assert np.array(few)[400:].min() < 100, "something is written there"


def test_numbers_do_not_cover_each_other() -> None:
    boxes = [Box(100, 40 + 22 * n, 120, 18) for n in range(12)]
    picture = np.array(drawn([Mark(f"Line {n}.", (Evidence("tree", box),)) for n, box in enumerate(boxes)]))[:400]
    filled = (picture == np.array(COLOURS["tree"])).all(axis=2)
    badge_rows = [int(filled[box.y : box.bottom, 60:98].sum()) for box in boxes]
    assert min(badge_rows) > 50, "each line has a number of its own beside it"


@pytest.mark.parametrize("size", [(40, 30), (320, 200), (1366, 768), (3840, 2160), (9000, 600)])
def test_any_size_is_readable(size: tuple[int, int]) -> None:
    width, height = size
    box = Box(width // 4, height // 4, width // 2, height // 2)
    mark = Mark(
        "A sentence that is long enough to be broken into lines on a narrow canvas. " * 4, (Evidence("ocr", box, 0.5),)
    )
    picture = drawn([mark], pixels=white(width, height))
    assert 640 <= picture.width <= 4096
    assert np.array(picture).min() < 100


def test_a_word_of_any_length_is_broken_in_no_more_steps_than_it_has_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    class Ruler:
        def __init__(self) -> None:
            self.measured = 0

        def getlength(self, text: str) -> float:
            self.measured += 1
            return 7.0 * len(text)

    ruler = Ruler()
    monkeypatch.setattr(overlay, "_font", lambda *_, **__: ruler)
    word = "x" * 4000
    lines = overlay._Legend(640, 15, "en")._wrapped(word, 560)
    assert "".join(lines) == word
    assert {len(line) for line in lines[:-1]} == {80}
    assert ruler.measured < len(word)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_a_name_in_every_language(language: str) -> None:
    marks = [Mark("文字 Text", (Evidence(kind, SAVE, 0.5),)) for kind in COLOURS]  # type: ignore[arg-type]
    assert drawn(marks, language=language, heading="问题？\nAnswer.").height > 400


def test_evidence_without_a_place_and_places_outside_do_no_harm() -> None:
    marks = [
        Mark("", (Evidence("window", None, None, "Mail"),)),
        Mark("Out.", (Evidence("tree", Box(5000, 5000, 10, 10)), Evidence("tree", Box(-50, -50, 60, 60)))),
        Mark("All.", (Evidence("pixels", Box(0, 0, 800, 400)),)),
        Mark("Nothing.", ()),
        Mark("Control \x07 \u202e marks", (Evidence("ocr", Box(799, 399, 1, 1)),)),
    ]
    assert drawn(marks).width == 800


def test_secrets_are_masked() -> None:
    pixels = white()
    secret = Thing(1, "password", "Passphrase", box=Box(100, 100, 100, 20))
    card = TextBlock("Card [hidden card number]", Box(300, 100, 100, 20))
    scene = Scene(800, 400, "file", (card,), (secret,), hidden=(Box(500, 100, 60, 20),))
    hidden = hidden_boxes(scene)
    assert set(hidden) == {secret.box, card.box, Box(500, 100, 60, 20)}
    picture = np.array(drawn([], hidden, pixels))
    for box in hidden:
        assert (picture[box.y : box.bottom, box.x : box.right] == np.array(MASK)).all()
    assert pixels.min() == 255, "the picture that others look at is left as it is"


def test_what_was_read_beside_a_secret_label_is_masked_in_what_is_kept_of_a_turn(stage: Callable[..., Stage]) -> None:
    label, secret = TextBlock("Password:", Box(2, 2, 12, 8)), TextBlock("orchid-4711", Box(16, 2, 20, 8))
    s = stage(None, Finder("ocr", Finding("ocr", blocks=(label, secret))), merger=SceneMerger())
    s.run()
    (kept,) = s.memory.pictures
    assert (kept.pixels[2:10, 16:36] == MASK).all()
    assert not (kept.pixels[2:10, 2:12] == MASK).all(axis=2).any()


def test_the_picture_itself_is_never_overwritten(tmp_path: Path) -> None:
    picture, link, hard = tmp_path / "a.png", tmp_path / "link.png", tmp_path / "hard.png"
    Image.fromarray(white()).save(picture)
    link.symlink_to(picture)
    os.link(picture, hard)
    for path in (picture, link, hard):
        with pytest.raises(Usage, match="picture itself"):
            check(path, str(picture))
    check(tmp_path / "b.png", str(picture))


def test_a_bad_name_is_told_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(Usage, match=r"\.png"):
        check(tmp_path / "out.jpg", None)
    with pytest.raises(UnusableInput, match="no folder missing"):
        check(tmp_path / "missing" / "out.png", None)
    (tmp_path / "folder.png").mkdir()
    with pytest.raises(UnusableInput, match="is a folder"):
        check(tmp_path / "folder.png", None)


def test_what_is_written_is_the_owners_alone_and_replaces_what_was_there(tmp_path: Path) -> None:
    out = tmp_path / "out.png"
    out.write_bytes(b"old")
    save(drawn([Mark("One.", (Evidence("tree", SAVE),))]), out)
    with Image.open(out) as picture:
        assert picture.size[0] == 800
    assert out.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["out.png"]


FULL = """
import resource, sys
from pathlib import Path
import numpy as np
from PIL import Image
from assistant.errors import UnusableInput
from assistant.overlay import save
noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (300, 300, 3), np.uint8))
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    save(noise, Path(sys.argv[1]))
except UnusableInput as error:
    print(error.spoken)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of file sizes are POSIX")
def test_where_no_more_can_be_written_that_is_a_sentence_and_nothing_is_left_half_written(tmp_path: Path) -> None:
    out = tmp_path / "out.png"
    out.write_bytes(b"old")
    told = subprocess.run([sys.executable, "-c", FULL, str(out)], capture_output=True, text=True, check=True)
    assert told.stdout.startswith("I can't write out.png:")
    assert out.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.png"]
