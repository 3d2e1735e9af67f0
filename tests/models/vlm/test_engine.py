"""The vlm engine over a trained tiny model, in this process and in a real host process."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from assistant.cancel import Cancelled, Token
from assistant.conversation import Conversation
from assistant.errors import HostDied, ModelBroken, ModelTrouble
from assistant.host import Host, LocalWorker
from assistant.ports import Worker
from assistant.types import Box, Capture, Question, Scene, TextBlock
from models.guard import Verdict
from models.vlm.captioner import Captioner, Piece
from models.vlm.engine import VlmEngine
from tests.models.vlm import tiny

CAPTIONER = "models.vlm.captioner:Captioner"


@pytest.fixture(scope="module")
def host(colours: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    settings: dict[str, object] = {"source": str(colours), "device": "cpu", "precision": "float32"}
    nowhere = tmp_path_factory.mktemp("empty")
    with Host({"caption": (CAPTIONER, settings), "empty": (CAPTIONER, {"source": str(nowhere)})}) as made:
        yield made


@pytest.fixture(params=["local", "host"])
def worker(request: pytest.FixtureRequest, colours: Path, host: Host) -> Worker:
    if request.param == "host":
        return host.worker("caption")
    return LocalWorker(Captioner(str(colours), device="cpu", precision="float32"))


def photo(colour: str = "red", background: str = "white", source: str = "file") -> Capture:
    return Capture(tiny.picture(colour, background), source)


def scenes(capture: Capture, *texts: str) -> Iterator[Scene]:
    """What gatherers give: first nothing, then the text that was read."""
    yield Scene(capture.width, capture.height, capture.source)
    blocks = tuple(TextBlock(text, Box(0, 0, 10, 10)) for text in texts)
    yield Scene(capture.width, capture.height, capture.source, blocks=blocks, complete=True)


class Says:
    """A captioner that writes what the test wants, as a model might."""

    def __init__(self, *pieces: tuple[str, float]) -> None:
        self.pieces_to_say = pieces

    def about(self, *, token: Token) -> dict[str, object]:
        return {"tasks": ("caption",)}

    def pieces(self, pixels: Any, *, token: Token, **settings: Any) -> Iterator[Piece]:
        for text, probability in self.pieces_to_say:
            token.check()
            yield Piece(text, probability)


def spoken(engine: VlmEngine, capture: Capture, *texts: str, verbosity: Any = "normal") -> list[str]:
    claims = engine.describe(capture, scenes(capture, *texts), verbosity, "en", Token())
    return [claim.text for claim in claims]


@pytest.mark.parametrize("beams", [1, 4])
def test_a_picture_is_described_rightly_with_evidence(worker: Worker, beams: int, token: Token) -> None:
    engine = VlmEngine(worker, num_beams=beams)
    capture = photo("blue", "black")
    claims = list(engine.describe(capture, scenes(capture), "normal", "en", token))
    assert [claim.text for claim in claims] == ["It may show a blue square on a black background."]
    (evidence,) = claims[0].evidence
    assert evidence.kind == "model"
    assert evidence.box == Box(0, 0, 96, 96)
    assert evidence.confidence is not None
    assert 0.8 < evidence.confidence <= 1
    assert evidence.text == "a blue square on a black background"


def test_what_is_in_the_picture_is_answered_and_nothing_else(worker: Worker, token: Token) -> None:
    engine, capture = VlmEngine(worker, num_beams=1), photo("green", "white")
    scene = list(scenes(capture))[-1]

    def ask(words: str, language: str = "en") -> Any:
        return engine.answer(Question(words, language), capture, scene, Conversation(), token)

    answer = ask("What is in the picture?")
    assert (answer.text, answer.answerable) == ("It may show a green square on a white background.", True)
    assert answer.evidence[0].kind == "model"
    for question in ("What does the error say?", "How many people are there?", "What is on the table?"):
        answer = ask(question)
        assert not answer.answerable
        assert "only describes pictures" in answer.text
        assert not answer.evidence
    assert "不能回答" in ask("总价是多少？", "zh").text


def test_a_cancelled_turn_stops_the_captioner(worker: Worker) -> None:
    token, capture = Token(), photo()
    token.cancel()
    with pytest.raises(Cancelled):
        list(VlmEngine(worker).describe(capture, scenes(capture), "normal", "en", token))


def test_kill_9_of_the_host_is_a_sentence_and_the_next_turn_works(host: Host, token: Token) -> None:
    engine, capture = VlmEngine(host.worker("caption"), num_beams=1), photo("yellow", "black")
    expected = ["It may show a yellow square on a black background."]
    assert [claim.text for claim in engine.claims(capture, list(scenes(capture))[-1], token)] == expected
    pid = host.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)  # so that the turn is under way for as long as the test needs
    process, tick = host.running(token), threading.Event()
    with ThreadPoolExecutor(1) as pool:
        turn = pool.submit(spoken, engine, capture)
        while not process._calls:
            tick.wait(0.005)
        os.kill(pid, signal.SIGKILL)
        with pytest.raises(HostDied, match="Please try again"):
            turn.result(timeout=20)
    assert spoken(engine, capture) == expected


def test_a_model_that_is_not_whole_is_a_sentence(host: Host, token: Token) -> None:
    with pytest.raises(ModelBroken, match=r"config\.json is missing"):
        host.warm("empty")
    capture = photo()
    with pytest.raises(ModelTrouble):
        list(VlmEngine(host.worker("empty")).describe(capture, scenes(capture), "brief", "en", token))


def test_no_word_is_asked_of_the_model_before_the_evidence_is_complete(token: Token) -> None:
    order: list[str] = []

    class Watched(Says):
        def pieces(self, pixels: Any, *, token: Token, **settings: Any) -> Iterator[Piece]:
            order.append("model")
            return super().pieces(pixels, token=token, **settings)

    def watched() -> Iterator[Scene]:
        for scene in scenes(photo()):
            order.append("complete" if scene.complete else "scene")
            yield scene

    engine = VlmEngine(LocalWorker(Watched(("a dog", 0.9))))
    assert [claim.text for claim in engine.describe(photo(), watched(), "normal", "en", token)] == [
        "It may show a dog."
    ]
    assert order == ["scene", "complete", "model"]


def test_the_first_sentence_comes_before_the_second_is_written(token: Token) -> None:
    written: list[str] = []

    class Slow(Says):
        def pieces(self, pixels: Any, *, token: Token, **settings: Any) -> Iterator[Piece]:
            for piece in super().pieces(pixels, token=token, **settings):
                written.append(piece.text)
                yield piece

    worker = LocalWorker(Slow(("A dog runs.", 0.9), (" On", 0.9), (" grass", 0.9), (" it plays.", 0.9)))
    claims = VlmEngine(worker).describe(photo(), scenes(photo()), "normal", "en", token)
    assert next(claims).text == "Perhaps a dog runs."
    assert len(written) < 4


def test_each_sentence_has_its_own_confidence(token: Token) -> None:
    worker = LocalWorker(Says(("A dog runs. ", 0.9), ("It has a hat.", 0.3)))
    claims = list(VlmEngine(worker).describe(photo(), scenes(photo()), "full", "en", token))
    assert [claim.text for claim in claims] == ["Perhaps a dog runs.", "Perhaps it has a hat."]
    assert [claim.evidence[0].confidence for claim in claims] == pytest.approx([0.9, 0.3])


def test_invented_text_is_not_spoken_and_that_is_said() -> None:
    engine = VlmEngine(LocalWorker(Says(('a sign that says "Open all day"', 0.95))))
    assert spoken(engine, photo(), "Closed") == ["I don't trust what the model makes of this picture."]


def test_a_model_without_words_is_said() -> None:
    assert spoken(VlmEngine(LocalWorker(Says())), photo()) == ["I don't trust what the model makes of this picture."]


def test_brief_is_one_sentence() -> None:
    engine = VlmEngine(LocalWorker(Says(("A dog runs. A cat sits. A bird flies. A fish swims.", 0.9))))
    assert len(spoken(engine, photo(), verbosity="brief")) == 1
    assert len(spoken(engine, photo(), verbosity="normal")) == 3
    assert len(spoken(engine, photo(), verbosity="full")) == 4


def test_the_guard_can_be_another() -> None:
    def strict(sentence: str, scene: Scene, probability: float | None) -> Verdict:
        return Verdict("drop" if "dog" in sentence else "say", sentence, "the test")

    engine = VlmEngine(LocalWorker(Says(("A dog runs. A cat sits.", 0.9))), check=strict)
    assert spoken(engine, photo()) == ["A cat sits."]


def test_a_matching_model_takes_a_second_look_and_its_trouble_is_none() -> None:
    class Matches:
        error: Exception | None = None

        def match(self, pixels: Any, texts: list[str], *, token: Token) -> list[float]:
            if self.error:
                raise self.error
            return [0.9 if "yellow dog" in text else 0.1 for text in texts]

    matcher = Matches()
    told = [
        spoken(VlmEngine(LocalWorker(Says((text, 0.9))), match=LocalWorker(matcher)), photo("yellow"))
        for text in ("a yellow dog", "a yellow cat")
    ]
    assert told == [["A yellow dog."], ["It may show a yellow cat."]]
    matcher.error = ModelTrouble("I am broken.")
    engine = VlmEngine(LocalWorker(Says(("a yellow dog", 0.9))), match=LocalWorker(matcher))
    assert spoken(engine, photo("yellow")) == ["It may show a yellow dog."]
