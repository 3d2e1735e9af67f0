"""A GGUF model with eyes, run by llama.cpp itself: random weights, so that what is known is what must depend on what.

Needs the extra "gguf" (pip install 'hearsight[gguf]', which compiles): skipped without it."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from assistant.cancel import Cancelled, Token
from assistant.errors import ModelBroken, ModelTrouble
from models.vlm.endings import Ended
from models.vlm.gguf import GgufModel, model_files
from models.vlm.prompt import Prompt
from tests.models.vlm.tiny_families import noise
from tests.models.vlm.tiny_gguf import WORDS, vision_model

real = pytest.mark.skipif(find_spec("llama_cpp") is None, reason="llama-cpp-python (the extra gguf) is not installed")
RED = np.full((60, 90, 3), (220, 20, 20), np.uint8)
ASKED = Prompt("answer", "Be true.", "What is it?", "What is it?")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return vision_model(tmp_path_factory.mktemp("gguf") / "tiny")


@pytest.fixture(scope="module")
def model(folder: Path) -> GgufModel:
    return GgufModel(str(folder), device="cpu", context=1024)


def written(model: GgufModel, pixels: np.ndarray, prompt: Prompt | None = ASKED) -> list[Ended]:
    return list(model.pieces(pixels, token=Token(), prompt=prompt, max_new_tokens=8))


def text(pieces: list[Ended]) -> str:
    return "".join(piece.text for piece in pieces)


def test_the_files_are_told_apart_and_say_what_they_are(folder: Path) -> None:
    language, eyes, header = model_files(folder)
    assert (language.name, eyes.name if eyes else None) == ("tiny-f32.gguf", "mmproj-tiny-f32.gguf")
    assert (header.name, header.architecture, header.talks) == ("Tiny random eyes", "llama", True)


@real
def test_what_is_written_depends_on_the_picture_and_on_nothing_before(model: GgufModel) -> None:
    first, other = text(written(model, RED)), text(written(model, noise(0)))
    assert first != other
    assert text(written(model, RED)) == first
    assert set(first.split()) <= set(WORDS)


@real
def test_each_piece_tells_how_sure_the_model_was_and_the_last_one_that_it_was_cut(model: GgufModel) -> None:
    *pieces, last = written(model, RED)
    assert len(pieces) == 8
    assert all(piece.probability is not None and 0 < piece.probability <= 1 for piece in pieces)
    assert not any(piece.cut for piece in pieces)
    assert last.cut


@real
@pytest.mark.parametrize("size", [(32, 32), (4, 120), (700, 60)])
def test_pictures_of_any_shape_are_looked_at(model: GgufModel, size: tuple[int, int]) -> None:
    assert text(written(model, noise(1, *size), None))


@real
def test_a_line_of_pixels_is_looked_at_or_refused_in_one_sentence(model: GgufModel) -> None:
    with pytest.raises(ModelTrouble, match="a picture of this shape"):  # these eyes see 64 pixels at most: none of it
        written(model, noise(1, 1, 400))


@real
def test_the_words_said_before_go_along(model: GgufModel) -> None:
    follow = Prompt("answer", "Be true.", "And now?", "And now?", history=(("What is it?", "A cup."),))
    assert text(written(model, RED, follow)) != text(written(model, RED, Prompt("answer", "Be true.", "And now?")))


@real
def test_a_cancel_is_heard_between_two_words_and_the_next_picture_is_as_ever(model: GgufModel) -> None:
    before = text(written(model, RED))
    token = Token()
    pieces = model.pieces(RED, token=token, prompt=ASKED, max_new_tokens=300)
    next(pieces)
    token.cancel()
    with pytest.raises(Cancelled):
        list(pieces)
    assert text(written(model, RED)) == before


@real
def test_a_prompt_that_does_not_fit_is_one_sentence_and_the_next_picture_is_as_ever(model: GgufModel) -> None:
    before = text(written(model, RED))
    with pytest.raises(ModelTrouble, match="too long for the model"):
        written(model, RED, Prompt("answer", user="word " * 1000))
    assert text(written(model, RED)) == before


@real
def test_nothing_that_was_asked_is_written_to_the_terminal(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The library's part with the eyes tells its log the whole prompt, words from the screen among it."""
    written(GgufModel(str(folder), device="cpu", context=1024), RED, Prompt("answer", user="my secret question"))
    told = capfd.readouterr()
    assert "secret" not in told.out + told.err


@real
@pytest.mark.parametrize("left", [200, 5000])
def test_eyes_that_are_not_whole_are_one_sentence(tmp_path: Path, left: int) -> None:
    folder = vision_model(tmp_path)
    eyes = folder / "mmproj-tiny-f32.gguf"
    eyes.write_bytes(eyes.read_bytes()[:left])
    with pytest.raises(ModelBroken):
        written(GgufModel(str(folder), device="cpu", context=1024), RED)
