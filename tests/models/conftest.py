"""A hub on the loopback interface, for the tests of the model store."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from models import hub_download, sources
from tests.models.hub_server import Hub, serving
from tests.models.hub_shelf import FILES, REPO


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    with serving() as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
        monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
        for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HF_HUB_CACHE"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setattr(sources, "RETRY_PAUSE_S", 0.001)
        hub.put(REPO, FILES)
        yield hub


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The download runs here instead of in a process of its own, which saves half a second each time."""
    from huggingface_hub import close_session

    close_session()  # one of an earlier test knows that test's proxies

    def watch(command: list[str], *_: object, **__: object) -> tuple[int, str, str]:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            code = hub_download.main(command[-1:])
        return code, out.getvalue(), ""

    monkeypatch.setattr(sources, "_watch", watch)
