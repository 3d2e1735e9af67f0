"""The log tells where something failed, never what was seen."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.logfile import log_to_file


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("HEARSIGHT_HOME", str(tmp_path))
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    log_to_file()
    yield tmp_path
    for handler in [handler for handler in root.handlers if handler not in before]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


def test_an_exception_is_logged_without_its_message(log: Path) -> None:
    try:
        raise ValueError("the PIN is 4711")
    except ValueError:
        logging.getLogger("hearsight.test").warning("a gatherer failed", exc_info=True)
    text = next(log.rglob("hearsight.log")).read_text()
    assert "ValueError" in text
    assert "test_logfile.py" in text
    assert "4711" not in text.replace('raise ValueError("the PIN is 4711")', "")


def test_the_log_is_the_owners_alone(log: Path) -> None:
    logging.getLogger("hearsight.test").info("hello")
    assert next(log.rglob("hearsight.log")).stat().st_mode & 0o077 == 0


def test_a_folder_that_can_not_be_written_costs_the_log_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("HEARSIGHT_HOME", str(tmp_path / "file"))
    before = list(logging.getLogger().handlers)
    log_to_file()
    for handler in [handler for handler in logging.getLogger().handlers if handler not in before]:
        logging.getLogger().removeHandler(handler)
