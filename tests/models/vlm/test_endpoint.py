"""A model server on loopback: what it is asked, what comes of it, and every way in which it can fail."""

from __future__ import annotations

import base64
import io
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from assistant.cancel import Cancelled, Token
from assistant.conversation import Conversation
from assistant.errors import BadSetting, ModelTrouble
from assistant.host import LocalWorker
from assistant.settings import Settings, changed
from assistant.types import Answer, Box, Capture, Claim, Evidence, Question, Scene, TextBlock
from models.vlm.endings import Ended
from models.vlm.endpoint import Endpoint
from models.vlm.engine import VlmEngine
from models.vlm.prompt import Prompt
from tests.models.vlm.serving import Handler, Serving, says, serving

PICTURE = np.full((40, 60, 3), (200, 30, 30), np.uint8)
ASKED = Prompt("answer", "Be true.", "What colour is it?", "What colour is it?", (("Describe it.", "A square."),))


def written(server: Serving, token: Token | None = None, **settings: Any) -> list[Ended]:
    more = {name: settings.pop(name) for name in ("key", "model", "timeout_s") if name in settings}
    return list(Endpoint(server.url, **more).pieces(PICTURE, token=token or Token(), prompt=ASKED, **settings))


def test_the_request_is_as_the_protocol_has_it_with_the_picture_as_a_data_url() -> None:
    with serving(says("A red ", "square.")) as server:
        assert "".join(piece.text for piece in written(server, max_new_tokens=30)) == "A red square."
        (path, _, _), (post, body, headers) = server.asked
    assert (path, post) == ("/v1/models", "/v1/chat/completions")
    assert body is not None
    assert (body["model"], body["stream"], body["max_tokens"]) == ("tiny-vl", True, 30)
    assert [one["role"] for one in body["messages"]] == ["system", "user", "assistant", "user"]
    picture, text = body["messages"][1]["content"]
    assert text == {"type": "text", "text": "Describe it."}
    kind, _, data = picture["image_url"]["url"].partition(";base64,")
    assert kind == "data:image/jpeg"
    seen = np.asarray(Image.open(io.BytesIO(base64.b64decode(data))))
    assert seen.shape == (40, 60, 3)
    assert abs(seen.astype(int) - PICTURE).max() < 6
    assert "Authorization" not in headers


def test_a_large_picture_is_made_smaller_and_its_shape_kept() -> None:
    with serving(says("Ok.")) as server:
        list(Endpoint(server.url, model="m").pieces(np.zeros((200, 4000, 3), np.uint8), token=Token()))
        body = server.asked[0][1]
    assert body is not None
    data = body["messages"][0]["content"][0]["image_url"]["url"].partition("base64,")[2]
    assert Image.open(io.BytesIO(base64.b64decode(data))).size == (1536, 77)


def test_the_last_piece_tells_whether_it_was_cut_and_probabilities_are_passed_on() -> None:
    with serving(says("A red", reason="length", chance=0.5)) as server:
        first, last = written(server)
    assert (first.text, first.cut, last.cut) == ("A red", False, True)
    assert first.probability == pytest.approx(0.5)
    assert last.probability is None


def test_the_first_words_come_while_the_server_still_writes() -> None:
    go_on = threading.Event()

    def reply(handler: Handler, body: Any) -> None:
        handler.begin()
        handler.event("A dog runs. ")
        go_on.wait(20)
        handler.event("A cat sits.")
        handler.event(reason="stop")
        handler.done()

    with serving(reply) as server:
        pieces = Endpoint(server.url, model="m").pieces(PICTURE, token=Token())
        assert next(pieces).text == "A dog runs. "
        go_on.set()
        assert "".join(piece.text for piece in pieces) == "A cat sits."


def test_a_cancel_is_heard_while_the_server_thinks_and_ends_the_request() -> None:
    reached, left, token = threading.Event(), threading.Event(), Token()

    def reply(handler: Handler, body: Any) -> None:
        reached.set()
        handler.connection.settimeout(20)
        if handler.connection.recv(1) == b"":  # the client has gone
            left.set()

    with serving(reply) as server:
        cancel = threading.Thread(target=lambda: (reached.wait(20), token.cancel()))
        cancel.start()
        with pytest.raises(Cancelled):
            written(server, token, model="m")
        cancel.join()
        assert left.wait(20)


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_events_may_come_in_any_pieces_with_comments_between(ending: str) -> None:
    one = json.dumps({"choices": [{"delta": {"content": "Größe 大"}, "finish_reason": None}]}, ensure_ascii=False)
    two = json.dumps({"choices": [{"delta": {}, "finish_reason": "stop"}]})
    stream = f": ping{ending}{ending}event: message{ending}data: {one}{ending}{ending}data:{two}{ending}{ending}"

    def reply(handler: Handler, body: Any) -> None:
        handler.begin()
        for byte in stream.encode():
            handler.wfile.write(bytes([byte]))
        handler.done()

    with serving(reply) as server:
        assert "".join(piece.text for piece in written(server)) == "Größe 大"


def test_a_server_that_does_not_stream_is_understood() -> None:
    def reply(handler: Handler, body: Any) -> None:
        answer = {"choices": [{"message": {"content": "A red square."}, "finish_reason": "stop"}]}
        handler.whole(200, "application/json", json.dumps(answer).encode())

    with serving(reply) as server:
        assert [piece.text for piece in written(server)] == ["A red square."]


def test_a_server_that_knows_no_probabilities_is_asked_without_them() -> None:
    def reply(handler: Handler, body: dict[str, Any]) -> None:
        if "logprobs" in body:
            handler.whole(400, "application/json", b'{"error": "logprobs is not supported"}')
        else:
            says("Red.")(handler, body)

    with serving(reply) as server:
        endpoint = Endpoint(server.url, model="m")
        for _ in range(2):
            assert [piece.text for piece in endpoint.pieces(PICTURE, token=Token()) if piece.text] == ["Red."]
        assert len(server.asked) == 3


# -- what can go wrong ----------------------------------------------------------------------------------------------


def _status(code: int, **headers: str) -> Any:
    def reply(handler: Handler, body: Any) -> None:
        handler.whole(code, "application/json", b'{"error": "sk-secret is wrong"}', **headers)

    return reply


def _html(handler: Handler, body: Any) -> None:
    handler.whole(200, "text/html; charset=utf-8", b"<html><body>Sign in to the network</body></html>")


def _nonsense(handler: Handler, body: Any) -> None:
    handler.begin()
    handler.raw("data: <oops>\n\n")


def _breaks_off(handler: Handler, body: Any) -> None:
    handler.begin()
    handler.event("A dog that bites")
    handler.close_connection = True


def _breaks_off_before(handler: Handler, body: Any) -> None:
    handler.close_connection = True


def _fails_within(handler: Handler, body: Any) -> None:
    handler.begin()
    handler.raw('data: {"error": {"message": "out of memory"}}\n\n')


def _silent(handler: Handler, body: Any) -> None:
    handler.begin()
    handler.connection.settimeout(20)
    handler.connection.recv(1)


def _without_end(handler: Handler, body: Any) -> None:
    handler.begin()
    try:
        while True:
            handler.event("word " * 500)
    except OSError:
        return


def _deep(handler: Handler, body: Any) -> None:
    handler.begin()
    handler.raw(f"data: {'[' * 200_000}\n\n")


def _event_without_end(handler: Handler, body: Any) -> None:
    handler.begin()
    try:
        while True:
            handler.raw("data: x\n" * 2000)
    except OSError:
        return


TROUBLES = [
    (_deep, "writes no JSON"),
    (_event_without_end, "broke off in the middle"),
    (_status(401), "wants another key"),
    (_status(404), "does not know that address or model"),
    (_status(302, Location="http://example.org/"), "is no model server"),
    (_status(400), "may not look at pictures"),
    (_status(503), "is busy"),
    (_status(500), "failed with code 500"),
    (_html, "is no model server"),
    (_nonsense, "is no model server"),
    (_breaks_off, "broke off"),
    (_breaks_off_before, "broke off"),
    (_fails_within, "failed"),
    (_silent, "was silent for 1 seconds"),
    (_without_end, "wrote without end"),
]


@pytest.mark.parametrize(("reply", "sentence"), TROUBLES, ids=[sentence for _, sentence in TROUBLES])
def test_each_trouble_is_one_sentence(reply: Any, sentence: str) -> None:
    with serving(reply) as server:
        with pytest.raises(ModelTrouble, match=sentence) as caught:
            written(server, model="m", timeout_s=1 if reply is _silent else 60)  # a loaded machine is slow
    assert "\n" not in caught.value.spoken
    assert "sk-secret" not in caught.value.spoken + caught.value.detail


def test_a_server_that_is_not_there_is_one_sentence() -> None:
    with serving(says("x")) as server:
        url = server.url
    with pytest.raises(ModelTrouble, match="does not answer"):
        list(Endpoint(url, model="m").pieces(PICTURE, token=Token()))


@pytest.mark.parametrize(("models", "sentence"), [((), "has no model"), (("a", "b"), "There are: a, b")])
def test_which_model_is_meant_must_be_known(models: tuple[str, ...], sentence: str) -> None:
    with serving(says("x"), models=models) as server:
        with pytest.raises(ModelTrouble, match=sentence):
            written(server)


def test_names_of_models_are_told_without_what_a_terminal_obeys() -> None:
    with serving(says("x"), models=("a\x1b[2J", "b" * 1000)) as server:
        with pytest.raises(ModelTrouble) as caught:
            written(server)
    assert "There are: a[2J, bbb" in caught.value.spoken
    assert len(caught.value.spoken) < 300


def test_a_server_that_refuses_once_still_tells_chances_afterwards() -> None:
    refusals = 2

    def reply(handler: Handler, body: dict[str, Any]) -> None:
        nonlocal refusals
        refusals -= 1
        (_status(400) if refusals >= 0 else says("Red.", chance=0.5))(handler, body)

    with serving(reply) as server:
        endpoint = Endpoint(server.url, model="m")
        with pytest.raises(ModelTrouble, match="does not take the picture"):
            list(endpoint.pieces(PICTURE, token=Token()))
        assert next(endpoint.pieces(PICTURE, token=Token())).probability == pytest.approx(0.5)


class Grounded:
    """Who answers instead."""

    name = "grounded"

    def describe(self, capture: Any, scenes: Any, verbosity: Any, language: Any, token: Any) -> Iterator[Claim]:
        (scene,) = scenes
        yield Claim("A window.", (Evidence("tree", Box(0, 0, scene.width, scene.height)),))

    def answer(self, *_: Any) -> Answer:
        return Answer("The total is 5 euros.", True, (Evidence("ocr", Box(0, 0, 1, 1)),))


@pytest.mark.parametrize("reply", [_breaks_off, _html, _status(401)])
def test_the_grounded_answer_comes_instead_and_half_a_sentence_never(reply: Any) -> None:
    capture = Capture(PICTURE, "file")
    scene = Scene(60, 40, "file", complete=True)
    with serving(reply) as server:
        engine = VlmEngine(LocalWorker(Endpoint(server.url, model="m", timeout_s=5)), instead=Grounded())
        told: list[str] = []
        with pytest.raises(ModelTrouble):
            for claim in engine.describe(capture, iter([scene]), "normal", "en", Token()):
                told.append(claim.text)
        answer = engine.answer(Question("What is the total?"), capture, scene, Conversation(), Token())
    assert told == ["A window."]
    assert answer.text.endswith("I tell what I see without it. The total is 5 euros.")
    assert answer.answerable
    assert "bites" not in answer.text


# -- whom pictures may be sent to -----------------------------------------------------------------------------------


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080/v1", "http://localhost:11434/v1", "https://[::1]/v1", ""])
def test_this_computer_needs_no_permission(url: str) -> None:
    assert changed(Settings(), "endpoint.url", url).endpoint.url == url


def test_it_is_off_by_default() -> None:
    assert Settings().endpoint.url == ""


@pytest.mark.parametrize(
    "url", ["http://192.168.1.20:8080/v1", "https://api.openai.com/v1", "http://127.0.0.1.evil.org"]
)
def test_another_computer_must_be_named_first(url: str) -> None:
    with pytest.raises(BadSetting, match="is another computer, and pictures would be sent to it"):
        changed(Settings(), "endpoint.url", url)
    with pytest.raises(BadSetting):
        Endpoint(url)


def test_a_named_computer_of_the_own_network_is_allowed() -> None:
    named = changed(Settings(), "endpoint.network_host", "192.168.1.20")
    assert changed(named, "endpoint.url", "http://192.168.1.20:8080/v1").endpoint.url
    with pytest.raises(BadSetting, match="is another computer"):
        changed(named, "endpoint.url", "http://192.168.1.21:8080/v1")


def test_a_computer_on_the_internet_is_refused_though_it_is_named() -> None:
    with pytest.raises(BadSetting, match="not in your own network"):
        Endpoint("http://8.8.8.8/v1", network_host="8.8.8.8", model="m").pieces(PICTURE, token=Token()).__next__()


@pytest.mark.parametrize(
    "url", ["ftp://127.0.0.1", "http://user:pw@127.0.0.1/", "127.0.0.1:80", "http://127.0.0.1/?a=b"]
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(BadSetting, match=r"endpoint\.url can't be"):
        changed(Settings(), "endpoint.url", url)


def test_the_key_is_read_where_the_settings_say_and_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "key"
    kept.write_text("sk-from-file\n", encoding="utf-8")
    kept.chmod(0o600)
    monkeypatch.setenv("MY_KEY", "sk-from-environment")
    with serving(says("Red.")) as server:
        for key, sent in ((f"file:{kept}", "sk-from-file"), ("env:MY_KEY", "sk-from-environment")):
            written(server, model="m", key=key)
            assert server.asked[-1][2]["Authorization"] == f"Bearer {sent}"


def test_a_key_that_is_not_there_or_open_to_others_is_one_sentence(tmp_path: Path) -> None:
    kept = tmp_path / "key"
    kept.write_text("sk-open", encoding="utf-8")
    kept.chmod(0o644)
    with serving(says("x")) as server:
        for key, sentence in (
            ("env:NOT_THERE", "has no NOT_THERE"),
            (f"file:{tmp_path / 'none'}", "can't be read"),
            (f"file:{kept}", "Others may read"),
        ):
            with pytest.raises(BadSetting, match=sentence):
                written(server, model="m", key=key)
        assert not server.asked


def test_a_key_goes_to_another_computer_by_https_only() -> None:
    far = Endpoint("http://192.168.1.20/v1", network_host="192.168.1.20", model="m", key="env:PATH")
    with pytest.raises(BadSetting, match="by https only"):
        next(far.pieces(PICTURE, token=Token()))


def test_a_secret_that_was_read_reaches_neither_the_picture_nor_the_words() -> None:
    shown = np.full((100, 200, 3), 255, np.uint8)
    shown[20:40, 20:120] = 0
    secret = TextBlock("[hidden card number]", Box(20, 20, 100, 20))
    scene = Scene(200, 100, "file", blocks=(secret, TextBlock("Invoice", Box(0, 60, 50, 10))), complete=True)
    with serving(says("An invoice.")) as server:
        engine = VlmEngine(LocalWorker(Endpoint(server.url, model="m")))
        engine.answer(Question("What is it for?"), Capture(shown, "file"), scene, Conversation(), Token())
        body = server.asked[-1][1]
    assert body is not None
    content = body["messages"][-1]["content"]
    assert "Invoice" in content[1]["text"]
    assert "hidden" not in content[1]["text"]
    data = content[0]["image_url"]["url"].partition("base64,")[2]
    seen = np.asarray(Image.open(io.BytesIO(base64.b64decode(data))))
    assert seen[25:35, 30:110].min() > 100  # grey, not black
