"""The product put together to be examined: its eyes and engines, without a desktop, a voice or a memory."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.wiring.models import engines, eyes, workers_for

if TYPE_CHECKING:
    from assistant.settings import Settings
    from models.evaluation.examine import Examiner


@contextlib.contextmanager
def examiner(settings: Settings, *, engine: str, with_tree: bool, model: str | None = None) -> Iterator[Examiner]:
    """Warm: models are loaded. Raises `errors.ModelTrouble` for one that is missing or broken."""
    from assistant.capture.file import FileSource
    from assistant.errors import ModelMissing
    from assistant.host import Host
    from models.evaluation.examine import Examiner
    from models.store import Store

    workers = {name: worker for name, worker in workers_for(settings, Store(), model).items() if name != "hear"}
    with Host(workers, idle_exit_s=settings.host.idle_exit_s) as host:
        for name in workers:
            host.warm(name)
        known = engines(host, workers)
        if engine not in known:
            raise ModelMissing("No captioning model is installed. Run: hearsight models install vit-gpt2")
        with Examiner(eyes(host, workers), known, FileSource, engine=engine, with_tree=with_tree) as found:
            yield found
