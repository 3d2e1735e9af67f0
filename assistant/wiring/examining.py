"""The product put together to be examined: its eyes and engines, without a desktop, a voice or a memory."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.wiring.models import engines, eyes, workers_for

if TYPE_CHECKING:
    from assistant.host import Host
    from assistant.ports import Engine
    from assistant.settings import Settings
    from assistant.types import Scene
    from assistant.viewing import Eyes
    from models.evaluation.captions.look import Looker
    from models.evaluation.examine import Examiner
    from models.guard import Verdict


@contextlib.contextmanager
def examiner(settings: Settings, *, engine: str, with_tree: bool, model: str | None = None) -> Iterator[Examiner]:
    """Of screens. Warm: models are loaded. Raises `errors.ModelTrouble` for one that is missing or broken."""
    from assistant.capture.file import FileSource
    from models.evaluation.examine import Examiner

    with (
        _warm(settings, engine, model) as (_, seeing, known),
        Examiner(seeing, known, FileSource, engine=engine, with_tree=with_tree) as found,
    ):
        yield found


@contextlib.contextmanager
def looker(settings: Settings, *, engine: str, model: str | None = None, raw: bool = False) -> Iterator[Looker]:
    """Of pictures with captions or questions. Warm; raises as `examiner`, also for `auto` without a model: that would
    be the grounded engine alone. The model speaks for itself: where it fails, nobody answers in its stead. `raw`: what
    it says isn't checked against the evidence."""
    from assistant.capture.file import FileSource
    from assistant.errors import ModelMissing
    from models.auto import AutoEngine
    from models.evaluation.captions.look import Looker, Noted
    from models.vlm.engine import VlmEngine

    if engine != "grounded" and not model_name(settings, model):
        raise ModelMissing("No captioning model is installed. Run: hearsight models install vit-gpt2")
    with _warm(settings, "grounded", model) as (host, seeing, known):
        if engine != "grounded":
            alone = Noted(VlmEngine(host.worker("caption"), check=_anything if raw else None))
            known |= {"vlm": alone, "auto": AutoEngine(known["grounded"], alone)}
        with Looker(seeing, known, FileSource, engine=engine) as found:
            yield found


def _anything(sentence: str, scene: Scene, probability: float | None) -> Verdict:
    from models.guard import Verdict

    return Verdict("say", sentence, "unchecked")


def model_name(settings: Settings, model: str | None = None) -> str:
    """Of the model that would be asked: the last part of its folder, file or address; "" for none. Raises what
    `workers_for` raises."""
    from models.store import Store

    worker = workers_for(settings, Store(), model).get("caption")
    if worker is None:
        return ""
    source = str(worker[1].get("source") or worker[1].get("model") or worker[1].get("url"))
    return source.rstrip("/").replace("\\", "/").rpartition("/")[2]


@contextlib.contextmanager
def _warm(settings: Settings, engine: str, model: str | None) -> Iterator[tuple[Host, Eyes, dict[str, Engine]]]:
    from assistant.errors import ModelMissing
    from assistant.host import Host
    from models.store import Store

    workers = {name: worker for name, worker in workers_for(settings, Store(), model).items() if name != "hear"}
    with Host(workers, idle_exit_s=settings.host.idle_exit_s) as host:
        for name in workers:
            host.warm(name)
        known = engines(host, workers)
        if engine not in known:
            raise ModelMissing("No captioning model is installed. Run: hearsight models install vit-gpt2")
        yield host, eyes(host, workers), known
