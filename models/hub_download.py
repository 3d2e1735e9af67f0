"""Downloads the safe files of one hub repository. A program of its own, so that it can be stopped at any moment
and so that its progress is simply the size of the folder it fills.

    python hub_download.py REPO REVISION FOLDER PATTERN...

Prints one JSON line, {"commit": the exact commit that was taken}, or {"error": one sentence}; exits with 1 then.
Only the files that match the patterns are taken; they never include pickles. Many older repositories keep
safetensors weights only in a pull request opened by the hub's own conversion service; when the revision is "main",
has none, and such a request exists, its commit is taken.
"""

from __future__ import annotations

import fnmatch
import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

CONVERTER = "SFconvertbot"
"""The account of the hub's conversion service. Anyone can open a pull request, so the author is what counts."""


def main(arguments: list[str]) -> int:
    repo, revision, folder, *patterns = arguments
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    try:
        from huggingface_hub import HfApi, constants

        take = _from_cache if constants.HF_HUB_OFFLINE else _from_hub
        commit = take(HfApi(), repo, revision, Path(folder), patterns)
    except Exception as error:  # noqa: BLE001 - the border of a program: everything becomes one line
        print(json.dumps({"error": f"{type(error).__name__}: {error}"}))
        return 1
    print(json.dumps({"commit": commit}))
    return 0


def _from_hub(api: Any, repo: str, revision: str, folder: Path, patterns: list[str]) -> str:
    info = api.model_info(repo, revision=revision)
    if revision == "main" and not _has_weights(info, patterns):
        converted = _converted(api, repo, patterns)
        info = converted if converted is not None else info
    if not _has_weights(info, patterns):
        raise FileNotFoundError("it has no weights in a safe format (safetensors)")
    commit = str(info.sha)
    api.snapshot_download(repo, revision=commit, allow_patterns=patterns, local_dir=folder)
    shutil.rmtree(folder / ".cache", ignore_errors=True)
    return commit


def _from_cache(api: Any, repo: str, revision: str, folder: Path, patterns: list[str]) -> str:
    """HF_HUB_OFFLINE is set: what an earlier download of any program left in the hub's cache."""
    snapshot = Path(api.snapshot_download(repo, revision=revision, allow_patterns=patterns, local_files_only=True))
    for path in snapshot.rglob("*"):
        relative = path.relative_to(snapshot).as_posix()
        if path.is_file() and _wanted(relative, patterns):
            target = folder / relative
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)  # follows the cache's links to the real bytes
    return snapshot.name


def _converted(api: Any, repo: str, patterns: list[str]) -> Any | None:
    for discussion in api.get_repo_discussions(repo_id=repo):
        if discussion.is_pull_request and discussion.status == "open" and discussion.author == CONVERTER:
            info = api.model_info(repo, revision=f"refs/pr/{discussion.num}")
            if _has_weights(info, patterns):
                return info
    return None


def _has_weights(info: Any, patterns: list[str]) -> bool:
    """Weights that the patterns let through: safetensors, or a file that the catalogue names (and hashes)."""
    named = [pattern for pattern in patterns if "*" not in pattern]
    files = [file.rfilename for file in info.siblings or []]
    return set(named) <= set(files) if named else any(file.endswith(".safetensors") for file in files)


def _wanted(path: str, patterns: list[str]) -> bool:
    return any(fnmatch.fnmatch(path, pattern) for pattern in patterns)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
