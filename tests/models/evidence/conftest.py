"""One virtual desktop for all tests of the evidence, with real programs on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from virtual_desktop import VirtualDesktop

from models.evidence.ocr import Reader
from models.evidence.tree import TreeGatherer
from tests.models.evidence.stage import Stage


@pytest.fixture(scope="session")
def desktop() -> Iterator[VirtualDesktop]:
    with VirtualDesktop((1280, 800), sound=False, tray=False) as desktop:
        yield desktop


@pytest.fixture(scope="session")
def _gatherer(desktop: VirtualDesktop) -> Iterator[TreeGatherer]:
    gatherer = TreeGatherer(desktop.env["DBUS_SESSION_BUS_ADDRESS"], display=desktop.env["DISPLAY"])
    gatherer.warm()
    yield gatherer
    gatherer.close()


@pytest.fixture
def stage(desktop: VirtualDesktop, _gatherer: TreeGatherer, tmp_path: Path) -> Iterator[Stage]:
    stage = Stage(desktop, _gatherer, tmp_path)
    yield stage
    stage.clear()


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader()
