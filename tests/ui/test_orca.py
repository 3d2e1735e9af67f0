"""What the real Orca says in our windows, with the keyboard alone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from virtual_desktop import VirtualDesktop

from tests.ui.orca import PATIENCE_S, Orca, missing

QUIET = "qt.accessibility.atspi=false"
"""Qt tells of every question of a screen reader's that it has no answer to."""
ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(bool(missing()), reason=f"no {missing()} is installed")


@pytest.fixture(scope="module")
def desktop() -> Iterator[VirtualDesktop]:
    """One of its own: a screen reader leaves it said on the bus that it was there."""
    with VirtualDesktop(sound=False) as desktop:
        yield desktop


@pytest.fixture(scope="module")
def orca(desktop: VirtualDesktop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Orca]:
    with Orca(desktop, tmp_path_factory.mktemp("orca")) as orca:
        yield orca


@contextmanager
def program(desktop: VirtualDesktop, *arguments: str) -> Iterator[None]:
    process = desktop.start(
        [sys.executable, str(Path(__file__).with_name(arguments[0])), *arguments[1:]],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error", "QT_LOGGING_RULES": QUIET},
    )
    try:
        yield
    finally:
        _, err = process.communicate(b"", timeout=PATIENCE_S)
    assert (err.decode(), process.returncode) == ("", 0)


def test_a_window_that_opens_is_told_and_not_read_aloud_whole(
    desktop: VirtualDesktop, orca: Orca, tmp_path: Path
) -> None:
    """Orca reads every label of a dialog that is related to nothing: of the settings, all that is explained."""
    orca.forget()
    with program(desktop, "settings_program.py", str(tmp_path / "settings.toml")):
        desktop.focus(desktop.wait_for_window("Settings of Hearsight"))
        opened = orca.wait_for("Settings of Hearsight")
    assert not any("words a minute" in words for words in opened)
