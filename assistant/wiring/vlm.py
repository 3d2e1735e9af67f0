"""The vision-language model: which one, who runs it, and what must be said of it."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.settings import Settings
    from models.store import Store
    from models.vlm.notices import Notices

TOLD_FILE = "told.json"
ENDPOINT = "endpoint"
"""The name of the model server that the settings name, where a model's name is wanted."""
_DESCRIBES = ("captioner", "answerer")


def caption_worker(settings: Settings, store: Store, model: str | None = None) -> tuple[str, dict[str, object]] | None:
    """As a worker of the host process, None where there is none. `model`: the name of an installed one, a folder, a
    .gguf file, "endpoint", or the address of a model server; by default the one of the settings, then the model server
    that the settings name, then whichever is installed.

    Raises `errors.Usage` for an unknown name or an address that pictures may not be sent to, `errors.ModelMissing` for
    a model that is not installed."""
    name = model or settings.describe.vlm_model
    url = name.rstrip("/") if _is_address(name) else settings.endpoint.url
    if not name or name == ENDPOINT or _is_address(name):
        if name == ENDPOINT and not url:
            from assistant.errors import Usage

            raise Usage("No model server is set. Run: hearsight settings endpoint.url http://127.0.0.1:8080/v1")
        if url:
            return _endpoint(settings, url)
    source = caption_folder(settings, store, model)
    if source is None:
        return None
    if source.suffix == ".gguf" or _holds_gguf(source):
        return "models.vlm.gguf:GgufModel", {"source": str(source), "device": settings.host.device}
    return "models.vlm.captioner:Captioner", {"source": str(source), "device": settings.host.device}


def caption_folder(settings: Settings, store: Store, model: str | None = None) -> Path | None:
    """Of the model that runs here (a .gguf file, too): the one named (by name or folder), else whichever is installed,
    else None, also where a model server is named.

    Raises `errors.Usage` for an unknown name, `errors.ModelMissing` for one that is not installed."""
    name = model or settings.describe.vlm_model
    if name == ENDPOINT or _is_address(name):
        return None
    if name:
        path = Path(name)
        with contextlib.suppress(OSError, ValueError):  # longer than any path, or where one may not look
            if path.is_dir() or (path.suffix == ".gguf" and path.is_file()):
                return path.resolve()
        return store.path(name)
    return next(
        (store.path(n) for n in store.names() if store.entry(n).kind in _DESCRIBES and store.installed(n)), None
    )


def notices(
    settings: Settings, store: Store, worker: tuple[str, dict[str, object]], *, model: str | None = None
) -> Notices:
    """What must be said of the model that `worker` is. `model`: as it was named for this command alone."""
    from urllib.parse import urlsplit

    from assistant.folders import data_dir
    from assistant.setting_rules import is_here
    from models.vlm.notices import Notices, Told

    told = Told(data_dir() / TOLD_FILE)
    if "url" in worker[1]:
        parts = urlsplit(str(worker[1]["url"]))
        away = not is_here(parts.hostname or "")
        return Notices(told, name_of(worker), where=parts.netloc, away=away, always=model is not None)
    name = name_of(worker)
    known = store.entry(name).good_at if name in store.names() else ""
    figure = known if "measured" in known else ""  # what its makers publish was measured elsewhere, on other pictures
    return Notices(told, name, figure=figure, always=model is not None)


def name_of(worker: tuple[str, dict[str, object]]) -> str:
    """As a person knows the model: its folder's or file's name; a server's by its word, else the server's address."""
    from urllib.parse import urlsplit

    if "url" in worker[1]:
        return str(worker[1]["model"]) or urlsplit(str(worker[1]["url"])).netloc
    source = Path(str(worker[1]["source"]))
    return source.stem if source.suffix == ".gguf" else source.name


def _endpoint(settings: Settings, url: str) -> tuple[str, dict[str, object]]:
    from assistant.errors import BadSetting
    from assistant.setting_rules import endpoint_trouble

    of_settings = settings.endpoint
    if trouble := endpoint_trouble(url, of_settings.network_host):
        raise BadSetting(trouble)
    same = url == of_settings.url  # the key and the model's name belong to the server of the settings
    return "models.vlm.endpoint:Endpoint", {
        "url": url,
        "model": of_settings.model if same else "",
        "network_host": of_settings.network_host,
        "key": of_settings.key if same else "",
        "timeout_s": of_settings.timeout_s,
    }


def _is_address(name: str) -> bool:
    return name.lower().startswith(("http://", "https://"))


def _holds_gguf(folder: Path) -> bool:
    return not (folder / "config.json").is_file() and any(folder.glob("*.gguf"))
