"""The reader of lines: its arithmetic, its weights, what it makes of damaged ones."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from assistant.cancel import Cancelled, Token
from assistant.errors import ModelBroken, ModelMissing
from assistant.types import Answer
from models.catalogue import read
from models.grounded.engine import GroundedEngine
from models.grounded.reader import SHA256, TOKENS, WEIGHTS, LineReader, encoded
from tests.models.grounded.conftest import Here
from tests.models.grounded.test_answers import ask
from tests.models.grounded.test_answers_more import seen

QUESTION = "When do they let people in?"
LINES = [
    ("Open-air cinema", "Gates open: 19:15"),
    ("Open-air cinema", "Film begins: 20:40"),
    ("", "Bring a blanket."),
    ("A very long heading that goes on and on, far beyond what anybody would read aloud", "word " * 200),
]
PROBABILITIES = (0.25865, 0.20512, 0.00521, 0.00127)
"""That torch computed for them, from the weights that ship."""


@pytest.fixture(scope="module")
def reader(minilm: Path) -> LineReader:
    return LineReader(minilm)


def test_it_computes_what_torch_computed(reader: LineReader) -> None:
    """`tests/models/training/test_reader_training.py` compares weights of a moment with torch itself."""
    assert np.abs(np.array(PROBABILITIES) - reader.read(QUESTION, LINES)).max() < 1e-3


def test_the_weights_are_those_that_the_catalogue_lists() -> None:
    told = hashlib.sha256(WEIGHTS.read_bytes()).hexdigest()
    assert told == SHA256
    assert [(one.path, one.bytes, one.sha256) for one in read()["line-reader"].files] == [
        ("weights/line-reader.safetensors", WEIGHTS.stat().st_size, told)
    ]


def test_the_line_that_answers_is_likelier_than_one_that_is_like_it(reader: LineReader) -> None:
    opens, begins, blanket, _ = reader.read(QUESTION, LINES)
    assert opens > begins
    assert opens > blanket


def test_lines_are_rated_alike_whatever_is_read_beside_them(reader: LineReader) -> None:
    alone = [reader.read(QUESTION, [line])[0] for line in LINES]
    assert np.allclose(alone, reader.read(QUESTION, LINES), atol=1e-4)
    assert reader.read(QUESTION, []) == []


def test_a_long_line_is_cut_and_an_empty_one_does_no_harm(reader: LineReader, minilm: Path) -> None:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(minilm / "tokenizer.json"))
    assert len(encoded(tokenizer, "why " * 100, LINES[3])[0]) == TOKENS
    assert all(0 <= one <= 1 for one in reader.read("", [("", ""), LINES[3]]))


def test_a_cancel_is_noticed(reader: LineReader) -> None:
    token = Token()
    token.cancel()
    with pytest.raises(Cancelled):
        reader.read(QUESTION, LINES, token=token)


def test_missing_and_damaged_weights_are_told(minilm: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelBroken):
        LineReader(minilm, tmp_path / "none.safetensors").read(QUESTION, LINES)
    with pytest.raises(ModelMissing):
        LineReader(tmp_path).read(QUESTION, LINES)
    from safetensors.numpy import save

    changed = bytearray(WEIGHTS.read_bytes())
    changed[len(changed) // 2] ^= 1  # still weights, with another number
    for data in (changed, b"nothing of the sort"):
        (tmp_path / "changed.safetensors").write_bytes(data)
        with pytest.raises(ModelBroken) as told:
            LineReader(minilm, tmp_path / "changed.safetensors").read(QUESTION, LINES)
        assert "not the file that was shipped" in told.value.detail
    for data in (WEIGHTS.read_bytes()[:5000], save({"head.0.weight": np.zeros((2, 2), np.float16)})):
        (tmp_path / "other.safetensors").write_bytes(data)
        of_it = hashlib.sha256(data).hexdigest()
        with pytest.raises(ModelBroken):
            LineReader(minilm, tmp_path / "other.safetensors", of_it).read(QUESTION, LINES)


NOTICE = ("Open-air cinema", "Gates open: 19:15", "Film begins: 20:40", "Bring a blanket.", "Dogs stay at home.")


class Rated:
    """A reader that holds the lines with a certain word likely, and texts unlike each other."""

    def __init__(self, word: str, probability: float = 0.7) -> None:
        self.word, self.probability, self.read_of = word, probability, 0

    def read(self, question: str, lines: Sequence[tuple[str, str]], *, token: Token) -> list[float]:
        self.read_of += 1
        return [self.probability if self.word in line else 0.01 for _, line in lines]

    def embed(self, texts: Sequence[str], *, token: Token) -> npt.NDArray[np.float32]:
        return np.eye(len(texts), dtype=np.float32)


def offered(target: object, question: str, lines: tuple[str, ...] = NOTICE, language: str = "en") -> Answer:
    here = Here(target)
    return ask(GroundedEngine(here, None, here), seen(*lines), question, language=language)


def test_where_nothing_answers_the_likeliest_line_is_offered_and_not_told() -> None:
    answer = offered(Rated("blanket"), "What keeps us warm?")
    assert not answer.answerable
    assert answer.untold
    assert "The nearest I see is:" in answer.text
    assert "blanket" in answer.text
    assert all("blanket" in one.text for one in answer.evidence)


def test_a_line_that_hardly_answers_is_not_offered() -> None:
    assert "blanket" not in offered(Rated("blanket", 0.015), "What keeps us warm?").text


def test_what_the_rules_answer_is_not_read() -> None:
    reader = Rated("blanket")
    assert "20:40" in offered(reader, "When does the film begin?").text
    assert not reader.read_of


def test_other_languages_are_not_read() -> None:
    reader = Rated("Hund")
    offered(reader, "Darf man Tiere mitbringen?", ("Kino", "Der Hund bleibt zu Hause."), "de")
    assert not reader.read_of


def test_no_secret_is_offered() -> None:
    lines = ("Hall", "The alarm password is sunflower77.", "Dogs stay at home.")
    assert "sunflower77" not in offered(Rated("alarm"), "What silences the siren?", lines).text


def test_without_its_weights_words_and_meaning_must_do(minilm: Path, tmp_path: Path) -> None:
    lame = LineReader(minilm, tmp_path / "none.safetensors")
    answer = offered(lame, "When do they let people in?")
    assert not answer.answerable
