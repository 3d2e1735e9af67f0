"""`hearsight describe FOLDER`: a folder of photographs, all together and one by one."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import rich_click as click

from assistant.cli_aloud import aloud
from assistant.cli_errors import say_error
from assistant.errors import STOPPED, UnusableInput

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.settings import Settings
    from models.photo.album import Photo


def is_folder(name: str | None) -> bool:
    import os

    from assistant.capture.choose import expanded

    return name is not None and os.path.isdir(expanded(name))  # noqa: PTH112 - of a name that is too long it raises nothing


def describe_folder(name: str, options: dict[str, Any]) -> NoReturn:
    """A summary, spoken unless --no-speech, then a line for each picture. Ctrl-C tells what was seen so far. Raises
    `errors.UnusableInput`, `errors.ModelBroken`, `click.UsageError`."""
    from assistant.cancel import Token
    from assistant.capture.choose import expanded
    from assistant.ctrl_c import CtrlCHushes
    from assistant.settings import load
    from assistant.wiring.habits import language_of
    from models.photo.telling import shown

    _check(options)
    settings = load()
    language = options["language"] or language_of(settings)
    folder = expanded(name)
    files = _files(folder)
    token = Token()
    with CtrlCHushes(token):
        photos, broken = _looked_at(files, language, token)
        stopped = token.cancelled
        result = _told(folder, len(files), photos, broken, language, settings, stopped=stopped)
        if options["as_json"]:
            click.echo(json.dumps(result, ensure_ascii=False))
        else:
            click.echo(result["text"])
            for photo in result["photos"]:
                click.echo(f"{shown(photo['file'])}: {photo['text']}")
    code = aloud(result["text"], language) if not options["no_speech"] and not stopped else 0
    sys.exit(STOPPED if stopped else code or (3 if broken and not photos else 0))


def _check(options: dict[str, Any]) -> None:
    """Nothing that is wished is left out silently."""
    for key, flag in (
        ("source", "--source"),
        ("overlay", "--overlay"),
        ("out", "--out"),
        ("model", "--model"),
        ("verbosity", "--verbosity"),
    ):
        if options.get(key) is not None:
            raise click.UsageError(f"{flag} belongs to one picture, not to a folder.")
    if options.get("engine") == "vlm":
        raise click.UsageError("--engine vlm belongs to one picture, not to a folder.")


def _files(folder: Path) -> list[Path]:
    """Raises `errors.UnusableInput`."""
    from models.photo.album import pictures_in

    name = folder.resolve().name or str(folder)
    try:
        files = list(pictures_in(folder))
    except PermissionError as error:
        raise UnusableInput(f"I am not allowed to read {name}.", detail=str(folder)) from error
    except OSError as error:
        raise UnusableInput(f"I can't open {name}.", detail=f"{folder}: {error}") from error
    if not files:
        raise UnusableInput(f"There is no picture in {name}.", detail=str(folder))
    return files


def _looked_at(files: list[Path], language: str, token: Token) -> tuple[list[Photo], list[str]]:
    """What was seen until the token was cancelled, and the names of files that can't be read (each told on stderr).
    Raises `errors.ModelBroken`."""
    from assistant.cancel import Cancelled
    from assistant.capture.file import FileSource
    from assistant.cli_progress import progress
    from models.photo.album import Album
    from models.photo.telling import shown

    album, photos, broken = Album(), [], []
    with progress(len(files), "pictures") as tell:
        for path in files:
            if token.cancelled:
                break
            try:
                photos.append(album.look(FileSource(path).grab(), token))
            except UnusableInput as error:
                broken.append(path.name)
                say_error(shown(error.spoken), language)
            except Cancelled:
                break
            tell(shown(path.name))
    return photos, broken


def _told(
    folder: Path,
    count: int,
    photos: list[Photo],
    broken: list[str],
    language: str,
    settings: Settings,
    *,
    stopped: bool,
) -> dict[str, Any]:
    """What `--json` gives."""
    from models.photo import album_telling
    from models.photo.album import alike, days
    from models.photo.words import photo_words

    name, place = folder.resolve().name or str(folder), settings.photos.place
    said = album_telling.summary(name, count, photos, broken, language, stopped=stopped)
    return {
        "folder": name,
        "text": photo_words(language).join.join(said),
        "pictures": count,
        "looked_at": len(photos) + len(broken),
        "stopped": stopped,
        "days": list(days(photos) or ()) or None,
        "with_people": sum(photo.people is not None for photo in photos),
        "alike": [[photo.name for photo in series] for series in alike(photos)],
        "broken": broken,
        "photos": [
            album_telling.as_json(photo, album_telling.line(photo, language, place=place), place=place)
            for photo in photos
        ],
    }
