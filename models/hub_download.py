"""Downloads the safe files of one hub repository. A program of its own, so that it can be stopped at any moment
and so that its progress is simply the size of the folder it fills.

    python hub_download.py REQUEST

REQUEST is one JSON object: {"repo", "revision", "folder", "patterns"} (see `Request`). Prints JSON lines:
{"plan": {"commit", "bytes"}} once it is known what is to come, then {"commit": the exact commit that was taken}; or
{"error": one of `KINDS`, "message"} and exits with 1.

What lies in the folder from an earlier run is gone on with: a file that is there with the hash that the hub declares
is kept, one that is half there (".incomplete") is asked for from its end on (HTTP Range, RFC 9110 section 14). Each
file is held against the hash that the hub itself declares: SHA-256 for large files, git's blob hash for the others.
Connections that break are taken up again, `TRIES` times in a row without a byte between them.

Only the files that match the patterns are taken; they never include pickles. Many older repositories keep
safetensors weights only in a pull request opened by the hub's own conversion service; when the revision is "main",
has none, and such a request exists, its commit is taken.
"""

from __future__ import annotations

import contextlib
import errno
import fnmatch
import hashlib
import json
import os
import re
import shutil
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, get_args

CONVERTER = "SFconvertbot"
"""The account of the hub's conversion service. Anyone can open a pull request, so the author is what counts."""

Kind = Literal[
    "gated", "missing", "revision", "offline", "unreached", "network", "page", "wrong", "space", "unsafe", "other"
]
KINDS: tuple[Kind, ...] = get_args(Kind)
""" "unreached": the hub has told nothing yet; "network": a file broke off."""
INCOMPLETE = ".incomplete"
WEIGHTS = (".safetensors", ".gguf", ".onnx", "/model.bin")
TRIES = 5
CONNECT_S, READ_S, ASK_S = 15.0, 30.0, 30.0
LONGEST_PAUSE_S = 60.0
_BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class Request:
    """`pause_s`: before a broken connection is taken up again, doubled each time."""

    repo: str
    revision: str
    folder: str
    patterns: list[str]
    pause_s: float = 1.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """One file that the hub has. `hash` is "sha256:..." or "git:..."; both are None where a mirror doesn't tell."""

    path: str
    bytes: int | None
    hash: str | None


class Trouble(Exception):
    """Ends the download: what went wrong, for the store to say."""

    def __init__(self, kind: Kind, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class _Broken(Exception):
    """A connection that broke: worth another try, after `pause_s` where the server named one."""

    def __init__(self, why: str, pause_s: float | None = None) -> None:
        super().__init__(why)
        self.pause_s = pause_s


def main(arguments: list[str]) -> int:
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    try:
        request = Request(**json.loads(arguments[0]))
        from huggingface_hub import HfApi, constants

        take = _from_cache if constants.HF_HUB_OFFLINE else from_hub
        mirror = os.environ.get("HF_ENDPOINT", "").rstrip("/")
        commit = take(HfApi(endpoint=mirror or None), request)
    except Exception as error:  # noqa: BLE001 - the border of a program: everything becomes one line
        _say({"error": kind_of(error), "message": without_secrets(f"{type(error).__name__}: {error}")[:2000]})
        return 1
    _say({"commit": commit})
    return 0


def from_hub(api: Any, request: Request) -> str:
    """The commit that was taken. Raises `Trouble` and what `huggingface_hub` raises."""
    info = _info(api, request.repo, request.revision, request.pause_s)
    if request.revision == "main" and not _has_weights(_paths(info), request.patterns):
        converted = _converted(api, request)
        info = converted if converted is not None else info
    if not _has_weights(_paths(info), request.patterns):
        raise Trouble("unsafe", "it has no weights in a safe format (safetensors)")
    commit, folder = str(info.sha), Path(request.folder)
    files = [_wanted_file(file) for file in info.siblings if _wanted(file.rfilename, request.patterns)]
    _say({"plan": {"commit": commit, "bytes": sum(file.bytes or 0 for file in files)}})
    _sweep(folder, files)
    for file in files:
        _fetch(api, request, commit, file, folder)
    return commit


def kind_of(error: BaseException) -> Kind:
    """In one word what went wrong, from whatever library it comes."""
    from huggingface_hub import errors

    if isinstance(error, Trouble):
        return error.kind
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "space"
    if isinstance(error, (errors.OfflineModeIsEnabled, errors.LocalEntryNotFoundError)):
        return "offline"
    status = getattr(getattr(error, "response", None), "status_code", None)
    if isinstance(error, errors.GatedRepoError) or status in (401, 403):
        return "gated"
    if isinstance(error, errors.RevisionNotFoundError):
        return "revision"
    if isinstance(error, (errors.RepositoryNotFoundError, errors.EntryNotFoundError)) or status == 404:
        return "missing"
    if isinstance(error, ValueError):  # a page where an answer in JSON should be
        return "page"
    if isinstance(error, (_http().TransportError, ConnectionError, TimeoutError)) or (status or 0) >= 429:
        return "network"
    return "other"


def without_secrets(message: str) -> str:
    """No password of an address (https://NAME:PASSWORD@host), and no signature that a hub puts behind it."""
    return re.sub(r"(https?://)[^/\s@]*@", r"\1", re.sub(r"(https?://[^\s?'\"]*)\?[^\s'\"]*", r"\1", message))


# -- what there is --------------------------------------------------------------------------------------------------


def _info(api: Any, repo: str, revision: str, pause_s: float) -> Any:
    """What the hub says of a revision."""
    return _patiently(lambda: api.model_info(repo, revision=revision, files_metadata=True, timeout=ASK_S), pause_s)


def _patiently(ask: Callable[[], Any], pause_s: float) -> Any:
    """Asked again where the hub is only busy, or the line broke."""
    for left in reversed(range(TRIES)):
        try:
            return ask()
        except Exception as error:
            if kind_of(error) != "network":
                raise
            if left == 0:
                raise Trouble("unreached", f"{type(error).__name__}: {error}") from error
            time.sleep(min(pause_s * 2 ** (TRIES - 1 - left), LONGEST_PAUSE_S))
    raise AssertionError("the last try returns or raises")


def _wanted_file(file: Any) -> Wanted:
    _inside(file.rfilename)
    if file.lfs is not None:
        return Wanted(file.rfilename, file.lfs.size, f"sha256:{file.lfs.sha256}")
    return Wanted(file.rfilename, file.size, f"git:{file.blob_id}" if file.blob_id else None)


def _inside(path: str) -> None:
    """A hub, or what claims to be one, must not write outside the folder."""
    parts = path.split("/")
    if path.startswith("/") or "\\" in path or ":" in path or any(part in ("", ".", "..") for part in parts):
        raise Trouble("unsafe", f"not a path inside a model's folder: {path[:200]!r}")


def _converted(api: Any, request: Request) -> Any | None:
    """The commit of a safe conversion; None, too, where requests are switched off, or a mirror doesn't know them."""
    try:
        requests = _patiently(lambda: list(api.get_repo_discussions(repo_id=request.repo)), request.pause_s)
    except Exception as error:
        if kind_of(error) in ("gated", "missing", "page"):
            return None
        raise
    for discussion in requests:
        if discussion.is_pull_request and discussion.status == "open" and discussion.author == CONVERTER:
            info = _info(api, request.repo, f"refs/pr/{discussion.num}", request.pause_s)
            if _has_weights(_paths(info), request.patterns):
                return info
    return None


def _paths(info: Any) -> list[str]:
    return [str(file.rfilename) for file in info.siblings or []]


def _has_weights(files: list[str], patterns: list[str]) -> bool:
    """Weights that the patterns let through: in a safe format, or a file that the catalogue names (and hashes)."""
    named = [pattern for pattern in patterns if "*" not in pattern]
    if len(named) == len(patterns):
        return set(named) <= set(files)
    return any(f"/{path}".endswith(WEIGHTS) and _wanted(path, patterns) for path in files)


def _wanted(path: str, patterns: list[str]) -> bool:
    return any(fnmatch.fnmatch(path, pattern) for pattern in patterns)


# -- getting it -----------------------------------------------------------------------------------------------------


def _sweep(folder: Path, files: list[Wanted]) -> None:
    """Of an earlier run only what belongs to the same bytes is kept: the hub may have moved on meanwhile."""
    notes = folder.parent / "hashes.json"
    known: dict[str, str | None] = {}
    with contextlib.suppress(OSError, ValueError):
        known = dict(json.loads(notes.read_text(encoding="utf-8")))
    now = {file.path: file.hash for file in files}
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix().removesuffix(INCOMPLETE)
        if not path.is_dir() and (name not in now or now[name] is None or known.get(name) != now[name]):
            path.unlink()
    temporary = notes.with_suffix(".new")
    temporary.write_text(json.dumps(now), encoding="utf-8")
    temporary.replace(notes)


def _fetch(api: Any, request: Request, commit: str, file: Wanted, folder: Path) -> None:
    target = folder / file.path
    if target.is_file() and _is(target, file):
        return
    target.unlink(missing_ok=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + INCOMPLETE)
    from huggingface_hub import hf_hub_url

    url = hf_hub_url(request.repo, file.path, revision=commit, endpoint=api.endpoint)
    began_before = part.exists() and part.stat().st_size > 0
    _fetch_whole(api, url, file, part, request.pause_s)
    if not _is(part, file) and began_before:
        # What was there may have been damaged since. From the beginning, once.
        part.unlink()
        _fetch_whole(api, url, file, part, request.pause_s)
    if not _is(part, file):
        part.unlink()
        raise Trouble("wrong", f"{file.path} is not what the hub itself says it is")
    part.replace(target)


def _fetch_whole(api: Any, url: str, file: Wanted, part: Path, pause_s: float) -> None:
    """Until the file is whole. Raises `Trouble` of kind "network" after `TRIES` broken connections without news."""
    tries = 0
    while True:
        before = _size(part)
        if file.bytes is not None and before > file.bytes:
            part.unlink()
            before = 0
        try:
            if file.bytes is None or before < file.bytes or not part.exists():
                _fetch_once(api, url, file, part)
            if file.bytes is None or _size(part) >= file.bytes:
                return
            raise _Broken(f"it ended after {_size(part)} of {file.bytes} bytes")
        except _Broken as error:
            tries = 1 if _size(part) > before else tries + 1
            if tries >= TRIES:
                raise Trouble("network", f"{file.path}: {error}") from error
            time.sleep(min(error.pause_s or pause_s * 2 ** (tries - 1), LONGEST_PAUSE_S))


def _fetch_once(api: Any, url: str, file: Wanted, part: Path) -> None:
    from huggingface_hub.utils import build_hf_headers, get_session, hf_raise_for_status

    http, have = _http(), _size(part)
    headers = build_hf_headers(token=api.token)
    headers["Accept-Encoding"] = "identity"  # a range of packed bytes is no range of the file
    if have:
        headers["Range"] = f"bytes={have}-"
    timeout = http.Timeout(READ_S, connect=CONNECT_S)
    try:
        # Redirects go to other hosts; the library takes the person's token out of the headers then.
        with get_session().stream("GET", url, headers=headers, timeout=timeout, follow_redirects=True) as response:
            if response.status_code == 416:  # there is nothing after what we have, which was not the whole
                part.unlink()
                raise _Broken("the server has no such range")
            if response.status_code in (408, 429) or response.status_code >= 500:
                after = response.headers.get("Retry-After", "")
                raise _Broken(f"HTTP {response.status_code}", float(after) if after.isdecimal() else None)
            hf_raise_for_status(response)
            _check_kind(response, file)
            goes_on = response.status_code == 206 and _begins_at(response.headers) == have
            if response.status_code == 206 and not goes_on:
                raise Trouble("wrong", f"{file.path}: the server sent another range than it was asked for")
            with part.open("ab" if goes_on else "wb") as write:
                for block in response.iter_raw():
                    write.write(block)
                    if file.bytes is not None and write.tell() > file.bytes:
                        break  # more than it is: its size tells that, and a server must not fill the disk
    except http.TransportError as error:
        raise _Broken(f"{type(error).__name__}: {error}") from error


def _check_kind(response: Any, file: Wanted) -> None:
    """A network that wants a login answers everything with its page, and says 200."""
    if "text/html" in response.headers.get("Content-Type", "") and not file.path.endswith((".html", ".htm")):
        raise Trouble("page", f"{file.path}: a web page came instead of the file")
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise Trouble("wrong", f"{file.path}: packed, though it was asked for as it is")


def _begins_at(headers: Any) -> int | None:
    """ "bytes 100-199/200" -> 100."""
    begin = headers.get("Content-Range", "").removeprefix("bytes ").partition("-")[0]
    return int(begin) if begin.isdecimal() else None


def _is(path: Path, file: Wanted) -> bool:
    """Whether these are the bytes that the hub declares."""
    if file.bytes is not None and _size(path) != file.bytes:
        return False
    if file.hash is None:
        return True
    kind, _, wanted = file.hash.partition(":")
    digest = hashlib.sha256() if kind == "sha256" else hashlib.sha1(usedforsecurity=False)
    if kind == "git":  # git-hash-object: the hash of "blob SIZE\0" and the bytes
        digest.update(f"blob {_size(path)}\0".encode())
    with path.open("rb") as read:
        while block := read.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest() == wanted


def _from_cache(api: Any, request: Request) -> str:
    """HF_HUB_OFFLINE is set: what an earlier download of any program left in the hub's cache."""
    patterns, folder = request.patterns, Path(request.folder)
    asked = {"revision": request.revision, "allow_patterns": patterns, "local_files_only": True}
    snapshot = Path(api.snapshot_download(request.repo, **asked))
    found = [path.relative_to(snapshot).as_posix() for path in snapshot.rglob("*") if path.is_file()]
    if not _has_weights(found, patterns):  # a program that only looked at the settings left just those
        raise Trouble("offline", "the hub's cache has no safe weights of it")
    shutil.rmtree(folder, ignore_errors=True)  # what a download left may be of another commit
    folder.mkdir(parents=True)
    for relative in found:
        if _wanted(relative, patterns):
            target = folder / relative
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(snapshot / relative, target)  # follows the cache's links to the real bytes
    return snapshot.name


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _http() -> Any:
    """What `huggingface_hub` speaks HTTP with: httpx2 since its version 2, httpx before."""
    try:
        import httpx2 as http
    except ImportError:
        import httpx as http  # type: ignore[no-redef,import-not-found,unused-ignore]
    return http


def _say(line: dict[str, object]) -> None:
    print(json.dumps(line), flush=True)


def as_argument(request: Request) -> str:
    """What the program takes on its command line."""
    return json.dumps(asdict(request))


def _end_with_parent() -> None:
    """Whoever started us holds our standard input. When it ends, so do we: nobody waits for the files any more."""
    while os.read(0, 1):  # not by sys.stdin, whose lock a thread would still hold when we end by ourselves
        pass
    os._exit(1)


if __name__ == "__main__":
    threading.Thread(target=_end_with_parent, daemon=True).start()
    raise SystemExit(main(sys.argv[1:]))
