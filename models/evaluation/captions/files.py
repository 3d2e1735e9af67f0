"""The files of a set: JSON with what people wrote, and the pictures."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.errors import NoSuchFile, UnusableInput

DEEP = 3
"""Folders below the named one in which annotations are looked for."""
MOST_FILES = 200
OTHERS = ("instances", "person_keypoints", "stuff", "panoptic", "image_info", "complementary_pairs", "objects365")
"""How files begin that come with such sets and hold neither captions nor questions; some are very large."""
OURS = b'{"run": '
"""How a file of answers begins that `kept.Kept` writes: it may lie in the set's folder, and be cut off."""
PICTURES = frozenset((".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff"))


def json_files(folder: Path, split: str = "") -> Iterator[tuple[Path, Any]]:
    """The JSON files of a folder whose path has `split` in it, in the order of their names. Raises
    `errors.NoSuchFile`, and `errors.UnusableInput` for a file that is no JSON."""
    if not folder.is_dir():
        raise NoSuchFile(f"There is no folder {folder}.")
    for path in _paths(folder, split):
        if not _is_ours(path):
            yield path, rows_of(path)


def _is_ours(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(OURS)) == OURS
    except OSError:  # whoever reads all of it says so
        return False


def _paths(folder: Path, split: str) -> list[Path]:
    found = []
    for place, folders, names in os.walk(folder):
        here = Path(place)
        depth = len(here.relative_to(folder).parts)
        folders[:] = sorted(name for name in folders if not name.startswith(".")) if depth < DEEP else []
        for name in names:
            path = here / name
            if path.suffix.lower() not in (".json", ".jsonl") or name.startswith((".", *OTHERS)):
                continue
            if split.lower() in str(path.relative_to(folder)).lower() and path.is_file():  # no pipe, no broken link
                found.append(path)
    if len(found) > MOST_FILES:
        raise UnusableInput(f"{folder} has {len(found)} JSON files: name the folder of one set.")
    return sorted(found)


def rows_of(path: Path) -> Any:
    """What a JSON file holds; of one with a JSON object a line (.jsonl, or so named .json), the list of them."""
    text = text_of(path)
    try:
        return _parsed(text)
    except RecursionError as error:
        raise UnusableInput(f"{path.name} is nested too deeply for a set.") from error
    except ValueError as error:
        line = f": line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise UnusableInput(f"{path.name} is not JSON{line}.", detail=str(error)) from error


def _parsed(text: str) -> Any:
    """Raises the error of the whole where it isn't JSON line by line either."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as whole:
        try:
            return [json.loads(line) for line in text.split("\n") if line.strip()]
        except ValueError:
            raise whole from None


def text_of(path: Path) -> str:
    """Raises `errors.NoSuchFile`, `errors.UnusableInput`."""
    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError as error:
        raise NoSuchFile(f"There is no file {path}.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableInput(f"{path.name} can't be read as text.", detail=str(error)) from error


class Pictures:
    """The pictures below a folder, by name; of several with one name those in the folders that it names, then those of
    the split. The folder is walked once, at the first question; links are followed."""

    def __init__(self, folder: Path, split: str) -> None:
        self._folder = folder
        self._split = split.lower()
        self._known: dict[str, list[Path]] | None = None

    def named(self, name: str) -> Path:
        """By file name; whatever the ending, where there is none with this one. Raises `ValueError`."""
        base = name.replace("\\", "/").rpartition("/")[2]
        stem = Path(base).stem
        found = self._index().get(base.lower()) or self._index().get(stem.lower(), [])
        if len(found) > 1:  # "train/1.jpg" and "val/1.jpg"
            found = [path for path in found if self._below(path).endswith(f"/{name.lower()}")] or found
        return self._one(found)

    def numbered(self, number: int) -> Path:
        """By COCO's number. Raises `ValueError`."""
        index, padded = self._index(), f"{number:012d}"
        places = [f"coco_{split}2014_{padded}" for split in ("val", "train", "test")]
        places += [f"coco_test2015_{padded}", padded, str(number)]
        return self._one(next((index[place] for place in places if place in index), []))

    def _below(self, path: Path) -> str:
        return f"/{path.relative_to(self._folder).as_posix()}".lower()

    def _one(self, found: list[Path]) -> Path:
        if not found:
            raise ValueError("its picture is not there")
        if len(found) > 1:
            found = [path for path in found if self._split and self._split in self._below(path)] or found
        if len(found) > 1:
            raise ValueError("several pictures have its name")
        return found[0]

    def _index(self) -> dict[str, list[Path]]:
        if self._known is None:
            self._known = {}
            seen: set[str] = set()
            for place, folders, names in os.walk(self._folder, followlinks=True):
                real = os.path.realpath(place)
                if real in seen:  # links in a circle
                    folders[:] = []
                    continue
                seen.add(real)
                for name in names:
                    path = Path(place) / name
                    if path.suffix.lower() in PICTURES:
                        for key in {name.lower(), path.stem.lower()}:
                            self._known.setdefault(key, []).append(path)
        return self._known


class Unseen(Pictures):
    """Where nobody looks at them: any picture is taken to be there."""

    def __init__(self) -> None:
        super().__init__(Path(), "")

    def named(self, name: str) -> Path:
        return Path(name)

    def numbered(self, number: int) -> Path:
        return Path(f"{number:012d}.jpg")
