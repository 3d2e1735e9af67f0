"""`hearsight describe --explain WORD`: what is refused, and what comes of it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import rich_click as click

from assistant import cli_explain
from assistant.cancel import Token
from assistant.carry import Reply
from assistant.errors import ModelTrouble, UnusableInput, Usage
from assistant.types import Box, Capture, Scene


def test_nothing_is_explained_that_was_not_asked_for() -> None:
    assert cli_explain.wanted(None, None, "a.jpg", {"engine": None}) is None


def test_a_word_makes_the_model_look_and_names_the_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    options: dict[str, Any] = {"engine": None}
    assert cli_explain.wanted("red car", None, None, options) == ("red car", tmp_path / "explain-red-car.png")
    assert options["engine"] == "vlm"


@pytest.mark.parametrize(("word", "engine"), [("dog", "grounded"), ("dog", "auto"), (None, "vlm")])
def test_only_what_a_model_wrote_can_be_explained(word: str | None, engine: str) -> None:
    with pytest.raises(click.UsageError, match=r"--engine vlm|with --explain WORD"):
        cli_explain.wanted(word, "a.png", None, {"engine": engine})


@pytest.mark.parametrize(
    ("word", "to", "says"), [(" ", None, "a word"), ("dog", "a.jpg", "png"), ("dog", "IT", "itself")]
)
def test_a_picture_that_must_not_be_written_is_refused(tmp_path: Path, word: str, to: str | None, says: str) -> None:
    picture = tmp_path / "photo.png"
    picture.touch()
    with pytest.raises(Usage, match=says):
        cli_explain.wanted(word, str(picture) if to == "IT" else to, str(picture), {"engine": "vlm"})


def app(scene: Scene | None) -> Any:
    pixels = np.full((20, 20, 3), 200, np.uint8)
    capture = Capture(pixels, "file") if scene is not None else None
    return SimpleNamespace(session=SimpleNamespace(conversation=SimpleNamespace(capture=capture, scene=scene)))


SCENE = Scene(20, 20, "file", complete=True, hidden=(Box(0, 0, 5, 5),))


def test_what_is_secret_is_masked_and_the_place_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen, told = [], []
    found = {"word": "dog", "where": "the top left of the picture", "adds_up": True, "picture": "dog.png"}

    def explain(pixels: Any, *rest: Any) -> dict[str, object]:
        seen.append(pixels)
        return found

    monkeypatch.setattr(cli_explain, "_explain", explain)
    reply = cli_explain.explained(
        Reply({"text": "A dog."}), app(SCENE), "dog", tmp_path / "dog.png", None, Token(), told.append
    )
    assert reply.result == {"text": "A dog.", "explained": found}
    assert told == ["The word 'dog' rests on the top left of the picture. The picture: dog.png"]
    assert not (seen[0][:5, :5] == 200).any()


@pytest.mark.parametrize(
    ("scene", "error", "code"),
    [
        (None, None, UnusableInput.exit_code),
        (Scene(20, 20, "file", unread=True), None, UnusableInput.exit_code),
        (SCENE, ModelTrouble("I can't."), ModelTrouble.exit_code),
    ],
)
def test_what_can_not_be_explained_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, scene: Scene | None, error: Exception | None, code: int
) -> None:
    def explain(*_: Any) -> dict[str, object]:
        assert error is not None, "shown to the model"
        raise error

    monkeypatch.setattr(cli_explain, "_explain", explain)
    before = Reply({"text": "A dog."})
    reply = cli_explain.explained(before, app(scene), "dog", tmp_path / "dog.png", None, Token(), lambda _: None)
    assert (reply.exit_code, reply.result) == (code, before.result)
    assert reply.error.endswith(".")
