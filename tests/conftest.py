"""What tests of several rooms share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from virtual_desktop import VirtualDesktop

from tests.second_chances import pytest_sessionfinish as pytest_sessionfinish


@pytest.fixture(scope="session")
def session_bus() -> Iterator[VirtualDesktop]:
    """The only session bus that screen readers are looked for on in this process: libraries below prismatoid make a
    process's connection to its bus once, and hold on to it after that bus has ended."""
    with VirtualDesktop(display=False, accessibility=False, tray=False, sound=False) as one:
        yield one


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Asked only when there are several workers."""
    from tests.side_by_side import QuietLast

    return QuietLast(config, log)
