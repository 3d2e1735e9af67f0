"""`hearsight models ground|match`: a model of the task looks at a picture file, in a host process of its own. As any
model, it gets the picture without what is secret in it. What is being done is told on stderr, and Ctrl-C ends it."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.cancel import Cancelled, Token
from assistant.errors import STOPPED, ModelMissing, ModelTrouble, UnusableInput, Usage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.host import Host
    from assistant.ports import Worker
    from assistant.types import Capture
    from assistant.wiring.models import Workers

LOAD_S = 600.0
"""The longest wait: a large model is read from a slow disk first."""


def tell_places(file: Path, words: str, model: str | None, as_json: bool) -> None:
    """Raises what `assistant.capture.file.FileSource.grab` and loading a model raise, and `UnusableInput` where what
    is secret in the picture can't be known."""
    from models.evidence.upright import as_given

    with _looker("ground", model, file) as (worker, name, capture, token):
        _say(f"Looking for {words} ..." if words else "Looking for everything that it knows ...")
        places = worker.call("ground", capture.pixels, words, token=token, timeout_s=LOAD_S)
        remarks = worker.call("remarks", token=token)
    found = [(label, as_given(box, capture), score) for label, box, score in places]
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
    with _looker("match", model, file) as (worker, name, capture, token):
        _say("Comparing the picture with the text ..." if len(texts) == 1 else f"Comparing {len(texts)} texts ...")
        scores = worker.call("match", capture.pixels, list(texts), token=token, timeout_s=LOAD_S)
        about = worker.call("about", token=token)
        remarks = worker.call("remarks", token=token)
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


@contextmanager
def _looker(task: str, model: str | None, file: Path) -> Iterator[tuple[Worker, str, Capture, Token]]:
    """The worker with its model loaded, the model's name, the picture upright and masked, and the token that Ctrl-C
    cancels: then one line on stderr and exit code `STOPPED`."""
    from assistant.capture.file import FileSource
    from assistant.ctrl_c import CtrlCHushes
    from assistant.host import Host
    from assistant.settings import load
    from assistant.wiring.models import workers_of_eyes
    from models.store import Store

    folder = _folder(task, model)
    capture = FileSource(file).grab()
    arguments: dict[str, object] = {"source": str(folder), "device": load().host.device}
    seeing = workers_of_eyes(Store())
    token = Token()
    with Host({**seeing, "look": ("models.vlm.captioner:Captioner", arguments)}) as host, CtrlCHushes(token):
        try:
            _say("Reading the text in the picture: what is secret is covered first ...")
            shown = _masked(capture, host, seeing, token)
            _say(f"Loading the model {folder.name} ...")
            host.warm("look", token=token, timeout_s=LOAD_S)
            yield host.worker("look"), folder.name, shown, token
        except Cancelled:
            _say("Stopped. Nothing was found out.")
            sys.exit(STOPPED)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _masked(capture: Capture, host: Host, workers: Workers, token: Token) -> Capture:
    """As `describe` shows it to a model. Raises `UnusableInput` where not all text could be read, `ModelTrouble` where
    there is nothing to read it with."""
    from assistant.look import Look
    from assistant.masking import hidden_boxes, masked
    from assistant.wiring.models import eyes

    host.warm("ocr", token=token)
    seeing = eyes(host, workers)
    if seeing.upright is not None:
        capture = seeing.upright(capture, token)
    look = Look(
        capture,
        tree=None,
        others=seeing.others,
        late=seeing.late,
        merger=seeing.merger,
        redactor=seeing.redactor,
        token=token,
    )
    scene = look.finish()
    if scene.unread:
        raise UnusableInput("Not all the text in the picture could be read, so I don't show it to the model.")
    return replace(look.capture, pixels=masked(look.capture.pixels, hidden_boxes(scene)))


def _folder(task: str, model: str | None) -> Path:
    from assistant.model_shelf import store_here

    store = store_here()
    if model:
        path = Path(model).expanduser()
        folder = path.resolve() if path.is_dir() else store.path(store.name_of(model))
    else:
        able = [name for name in store.names() if task in store.entry(name).tasks and store.installed(name)]
        if not able:
            raise ModelMissing(f"No model with the task {task} is installed. Run: hearsight models list --task {task}")
        folder = store.path(able[0])
    if not (folder / "config.json").is_file() and any(folder.glob("*.gguf")):
        raise ModelTrouble(f"The model {folder.name} is a GGUF file, which can only describe and answer.")
    return folder
