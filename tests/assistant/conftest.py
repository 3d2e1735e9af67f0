"""What tests of the session share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.assistant.test_session import Stage


@pytest.fixture
def stage() -> Iterator[Callable[..., Stage]]:
    made: list[Stage] = []

    def make(*args: Any, **more: Any) -> Stage:
        made.append(Stage(*args, **more))
        return made[-1]

    yield make
    for each in made:
        each.session.close()
