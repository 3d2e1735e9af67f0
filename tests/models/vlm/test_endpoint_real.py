"""The server of llama-cpp-python, started on this computer with a tiny random vision model. Needs the extra "gguf" and
its server (pip install 'llama-cpp-python[server]'): skipped without them."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from assistant.cancel import Cancelled, Token
from assistant.errors import ModelTrouble
from models.vlm.endpoint import Endpoint
from models.vlm.prompt import Prompt
from tests.models.vlm.tiny_families import noise
from tests.models.vlm.tiny_gguf import WORDS, vision_model

NEEDED = ("llama_cpp", "fastapi", "uvicorn", "sse_starlette", "starlette_context", "pydantic_settings")
pytestmark = pytest.mark.skipif(
    any(find_spec(name) is None for name in NEEDED), reason="the server of llama-cpp-python is not installed"
)
RED = np.full((60, 90, 3), (220, 20, 20), np.uint8)
ASKED = Prompt("answer", "Be true.", "What is it?", "What is it?")
UP_S = 120.0


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = vision_model(tmp_path_factory.mktemp("server") / "tiny")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "llama_cpp.server", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--model", str(folder / "tiny-f32.gguf"), "--model_alias", "tiny", "--n_ctx", "2048"]
    command += ["--chat_format", "mtmd", "--clip_model_path", str(folder / "mmproj-tiny-f32.gguf")]
    with (folder / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as server:
        url = f"http://127.0.0.1:{port}/v1"
        try:
            _wait_for(url, server, folder / "log")
            yield url
        finally:
            server.terminate()


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    token, pause = Token(), Token()
    for _ in range(int(UP_S / 0.2)):
        with suppress(ModelTrouble):
            Endpoint(url).warm(token=token)
            return
        if server.poll() is not None:
            break
        pause.wait(0.2)
    pytest.fail(f"The server did not come up. It said: {log.read_text(errors='replace')[-2000:]}")


def text(url: str, pixels: np.ndarray, prompt: Prompt = ASKED) -> str:
    return "".join(piece.text for piece in Endpoint(url).pieces(pixels, token=Token(), prompt=prompt, max_new_tokens=8))


def test_the_model_is_found_by_asking_and_what_it_writes_depends_on_the_picture(address: str) -> None:
    endpoint = Endpoint(address)
    endpoint.warm(token=Token())
    assert endpoint.about(token=Token())["name"] == "tiny"
    first = text(address, RED)
    assert first != text(address, noise(0))
    assert text(address, RED) == first
    assert set(first.split()) <= set(WORDS)


def test_it_comes_in_pieces_and_the_last_one_tells_that_it_was_cut(address: str) -> None:
    *pieces, last = Endpoint(address).pieces(RED, token=Token(), prompt=ASKED, max_new_tokens=8)
    assert len(pieces) >= 8
    assert not any(piece.cut for piece in pieces)
    assert last.cut


def test_a_cancel_leaves_the_server_ready_for_the_next_picture(address: str) -> None:
    before = text(address, RED)
    token = Token()
    pieces = Endpoint(address).pieces(RED, token=token, prompt=ASKED, max_new_tokens=500)
    next(pieces)
    token.cancel()
    with pytest.raises(Cancelled):
        list(pieces)
    assert text(address, RED) == before


def test_a_prompt_that_does_not_fit_and_a_model_that_it_does_not_have_are_one_sentence(address: str) -> None:
    with pytest.raises(ModelTrouble, match="model server"):
        text(address, RED, Prompt("answer", user="word " * 2000))
    with pytest.raises(ModelTrouble, match=r"no model server|does not know|/v1"):
        Endpoint(address.removesuffix("/v1")).warm(token=Token())
    assert text(address, RED)
