"""The product put together to be examined: its eyes and engines, without a desktop, a voice or a memory."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.wiring.habits import language_of
from assistant.wiring.models import Workers, engines, eyes, workers_for
from assistant.wiring.vlm import name_of, notices

if TYPE_CHECKING:
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
        _warm(settings, engine, model) as (alone, seeing, known),
        Examiner(seeing, known | alone, FileSource, engine=engine, with_tree=with_tree) as found,
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

    if engine != "grounded" and not model_name(settings, model):
        raise ModelMissing("No captioning model is installed. Run: hearsight models install vit-gpt2")
    with _warm(settings, engine, model, raw=raw) as (alone, seeing, known):
        if "vlm" in alone:
            noted = Noted(alone["vlm"])
            known |= {"vlm": noted, "auto": AutoEngine(known["grounded"], noted)}
        with Looker(seeing, known, FileSource, engine=engine) as found:
            yield found


def _anything(sentence: str, scene: Scene, probability: float | None) -> Verdict:
    from models.guard import Verdict

    return Verdict("say", sentence, "unchecked")


def model_name(settings: Settings, model: str | None = None) -> str:
    """Of the model that would be asked; "" for none. Raises what `workers_for` raises."""
    from models.store import Store

    worker = workers_for(settings, Store(), model).get("caption")
    return name_of(worker) if worker is not None else ""


def where_pictures_go(settings: Settings, *, engine: str, model: str | None = None) -> str:
    """To be said before the first of them is given to a model that another program runs; empty where it was said
    before, and for a model that runs here."""
    from models.store import Store

    store = Store()
    worker = workers_for(settings, store, model).get("caption")
    if engine == "grounded" or worker is None:
        return ""
    return notices(settings, store, worker, model=model).before(language_of(settings))


@contextlib.contextmanager
def _warm(
    settings: Settings, engine: str, model: str | None, *, raw: bool = False
) -> Iterator[tuple[dict[str, Engine], Eyes, dict[str, Engine]]]:
    """The model speaking for itself ("vlm"; nothing where none takes part), the eyes, the engines of the product."""
    from assistant.errors import ModelMissing
    from assistant.host import Host
    from models.store import Store

    workers = _needed(workers_for(settings, Store(), model), engine)
    with Host(workers, idle_exit_s=settings.host.idle_exit_s) as host:
        for name in workers:
            host.warm(name)
        twice = settings.describe.ask_twice
        known = engines(host, workers, twice=twice)
        if engine not in known:
            raise ModelMissing("No captioning model is installed. Run: hearsight models install vit-gpt2")
        alone: dict[str, Engine] = {}
        if "caption" in workers:
            from models.vlm.engine import VlmEngine

            match = host.worker("match") if "match" in workers else None
            check = _anything if raw else None
            alone["vlm"] = VlmEngine(host.worker("caption"), check=check, match=match, twice=twice)
        yield alone, eyes(host, workers), known


def _needed(workers: Workers, engine: str) -> Workers:
    """For the grounded engine no captioning model is loaded, and no model server asked."""
    unused = {"hear", "caption", "match"} if engine == "grounded" else {"hear"}
    return {name: worker for name, worker in workers.items() if name not in unused}
