"""`hearsight models ground|match`: a model of the task looks at a picture file, in a host process of its own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.cancel import Token
from assistant.errors import ModelMissing, ModelTrouble, Usage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.ports import Worker

LOAD_S = 600.0
"""The longest wait: a large model is read from a slow disk first."""


def tell_places(file: Path, words: str, model: str | None, as_json: bool) -> None:
    """Raises what `assistant.capture.file.FileSource.grab` and loading a model raise."""
    with _looker("ground", model) as (worker, name):
        found = worker.call("ground", _pixels(file), words, token=Token(), timeout_s=LOAD_S)
        remarks = worker.call("remarks", token=Token())
    if as_json:
        rows = [{"label": label, "box": [box.x, box.y, box.w, box.h], "score": score} for label, box, score in found]
        print(json.dumps({"found": rows, "model": name, "remarks": remarks}, ensure_ascii=False))
        return
    for remark in remarks:
        print(remark)
    for label, box, _ in found:
        print(f"{label}: {box.w} by {box.h} pixels, {box.x} from the left, {box.y} from the top.")
    if not found:
        print(f"The model {name} finds no {words} in it." if words else f"The model {name} finds nothing in it.")


def tell_matches(file: Path, texts: Sequence[str], model: str | None, as_json: bool) -> None:
    """Raises as `tell_places`, and `errors.Usage` for a text without words."""
    if not all(text.strip() for text in texts):
        raise Usage("A text to match has no words.")
    with _looker("match", model) as (worker, name):
        scores = worker.call("match", _pixels(file), list(texts), token=Token(), timeout_s=LOAD_S)
        about = worker.call("about", token=Token())
        remarks = worker.call("remarks", token=Token())
    shares = bool(about["compares"])
    if as_json:
        rows = [{"text": text, "score": round(score, 6)} for text, score in zip(texts, scores, strict=True)]
        print(json.dumps({"matches": rows, "shares": shares, "model": name, "remarks": remarks}, ensure_ascii=False))
        return
    for remark in remarks:
        print(remark)
    for score, text in sorted(zip(scores, texts, strict=True), reverse=True):
        print(f"{score:.0%}: {text}")
    if shares:
        print(f"The model {name} only compares these texts: one of them is the best, and all may be wrong.")


def _pixels(file: Path) -> Any:
    from assistant.capture.file import FileSource

    return FileSource(file).grab().pixels


@contextmanager
def _looker(task: str, model: str | None) -> Iterator[tuple[Worker, str]]:
    from assistant.host import Host
    from assistant.settings import load

    settings = load()
    folder = _folder(task, model)
    arguments: dict[str, object] = {"source": str(folder), "device": settings.host.device}
    with Host({"look": ("models.vlm.captioner:Captioner", arguments)}) as host:
        yield host.worker("look"), folder.name


def _folder(task: str, model: str | None) -> Path:
    from assistant.model_shelf import store_here

    store = store_here()
    if model:
        path = Path(model).expanduser()
        folder = path.resolve() if path.is_dir() else store.path(model)
    else:
        able = [name for name in store.names() if task in store.entry(name).tasks and store.installed(name)]
        if not able:
            raise ModelMissing(
                f'No model with the task "{task}" is installed. Run: hearsight models list --task {task}'
            )
        folder = store.path(able[0])
    if not (folder / "config.json").is_file() and any(folder.glob("*.gguf")):
        raise ModelTrouble(f"The model {folder.name} is a GGUF file, which can only describe and answer.")
    return folder
