"""The model describes twice (`describe.ask_twice`): what only one text tells, and nothing backs, is not said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.cancel import Cancelled, Token
from assistant.errors import ModelTrouble
from assistant.host import LocalWorker
from assistant.settings import Settings, changed
from assistant.types import Box, Capture, Scene, TextBlock
from assistant.wiring.models import engines
from models.vlm.captioner import Captioner, Piece
from models.vlm.engine import VlmEngine
from tests.models.vlm import tiny

BOTH = "A dog on grass. A red kite in the sky."


class Writes:
    """A model that writes one text greedily and another when it samples."""

    def __init__(self, text: str, again: str | Exception, **about: object) -> None:
        self.text, self.again, self.asked = text, again, list[dict[str, Any]]()
        self.told = {"tasks": ("caption",), **about}

    def about(self, *, token: Token) -> dict[str, object]:
        return self.told

    def remarks(self, *, token: Token) -> list[str]:
        return []

    def pieces(self, pixels: Any, *, token: Token, **settings: Any) -> Iterator[Piece]:
        token.check()
        self.asked.append(settings)
        text = self.again if "temperature" in settings else self.text
        if isinstance(text, Exception):
            raise text
        yield Piece(text, 0.9)


def said(writes: Writes, *texts: str, twice: bool = True) -> list[str]:
    capture = Capture(tiny.picture("red", "white"), "file")
    blocks = tuple(TextBlock(text, Box(0, 0, 10, 10)) for text in texts)
    scene = Scene(capture.width, capture.height, "file", blocks=blocks, complete=True)
    engine = VlmEngine(LocalWorker(writes), twice=twice)
    return [one.text for one in engine.describe(capture, iter([scene]), "normal", "en", Token())]


def test_what_the_second_text_has_nothing_of_is_dropped_and_sameness_lifts_no_doubt() -> None:
    assert said(Writes(BOTH, "A dog runs over the grass.")) == ["It may show a dog on grass."]
    assert said(Writes(BOTH, BOTH)) == ["It may show a dog on grass.", "It may show a red kite in the sky."]


def test_by_default_the_model_is_asked_once() -> None:
    writes = Writes(BOTH, "")
    assert len(said(writes, twice=False)) == 2
    assert len(writes.asked) == 1


def test_evidence_needs_no_second_text() -> None:
    sentence = 'The sign says "Open all day".'
    assert said(Writes(sentence, "A wooden door."), "Open all day") == [sentence]


def test_a_second_text_that_fails_or_is_empty_changes_nothing() -> None:
    for again in (ModelTrouble("It stopped."), ""):
        assert said(Writes("A dog on grass.", again)) == ["It may show a dog on grass."]


def test_a_captioner_is_told_to_sample_others_by_temperature_alone() -> None:
    captioner, server = Writes(BOTH, BOTH, torch_device="cpu"), Writes(BOTH, BOTH)
    said(captioner)
    said(server)
    assert captioner.asked[0]["do_sample"] is True and captioner.asked[0]["temperature"] > 0
    assert "do_sample" not in server.asked[0] and server.asked[0]["num_beams"] == 1
    assert "temperature" not in captioner.asked[1]


def test_a_hush_ends_the_second_text_too() -> None:
    token, capture = Token(), Capture(tiny.picture("red", "white"), "file")
    token.cancel()
    scene = Scene(capture.width, capture.height, "file", complete=True)
    with pytest.raises(Cancelled):
        list(VlmEngine(LocalWorker(Writes(BOTH, BOTH)), twice=True).claims(capture, scene, token))


def test_a_real_model_that_is_sure_says_the_same_twice(colours: Path) -> None:
    worker = LocalWorker(Captioner(str(colours), device="cpu", precision="float32", seed=3))
    capture = Capture(tiny.picture("blue", "black"), "file")
    scene = Scene(capture.width, capture.height, "file", complete=True)
    claims = VlmEngine(worker, twice=True).describe(capture, iter([scene]), "normal", "en", Token())
    assert [one.text for one in claims] == ["It may show a blue square on a black background."]


def test_the_setting_reaches_the_engines() -> None:
    class Hosts:
        def worker(self, name: str) -> str:
            return name

    assert not Settings().describe.ask_twice
    twice = changed(Settings(), "describe.ask_twice", "on").describe.ask_twice
    hosts: Any = Hosts()
    made: Any = engines(hosts, {"caption": ("", {})}, twice=twice)
    assert made["vlm"]._twice and made["auto"]._vlm._twice
