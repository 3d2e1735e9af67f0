"""`hearsight photo-check`: what is wrong with a photograph, and a new file without it."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from assistant.cli_aloud import aloud
from assistant.cli_errors import check_language, say_error
from assistant.errors import HearsightError, Usage

if TYPE_CHECKING:
    from assistant.types import FileNotes, Pixels
    from models.photo.check import Checked, PhotoCheck
    from models.photo.fix import Done


@dataclass(frozen=True, slots=True)
class _Wishes:
    language: str
    place: bool
    guesses: bool
    keep_place: bool
    force: bool


@click.command("photo-check")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--fix", "out", metavar="NEW", help="Write a picture without what can be set right; a folder for several."
)
@click.option(
    "--force", is_flag=True, help="With --fix: write over a file that is there (never over the picture itself)."
)
@click.option("--guesses", is_flag=True, help="With --fix: also set right what only may be wrong.")
@click.option("--keep-place", is_flag=True, help="With --fix: keep the place where it was taken in the new file.")
@click.option("--place", is_flag=True, help="Say where the file says it was taken.")
@click.option("--lang", "language", metavar="TAG", help="Language of the sentences.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout and nothing else.")
@click.option("--no-speech", is_flag=True, help="Print only.")
def photo_check(
    files: tuple[str, ...],
    out: str | None,
    force: bool,
    guesses: bool,
    keep_place: bool,
    place: bool,
    language: str | None,
    as_json: bool,
    no_speech: bool,
) -> None:
    """Say what is wrong with photographs (blurred, dark, leaning, a head cut off ...) and what can be done about it.

    What is not sure is told as "may be", and not acted on. Nobody is recognised. Your files are never changed. It is
    printed and spoken; any key, or Ctrl-C, hushes.

    [b]Examples[/b]

      hearsight photo-check holiday.jpg

      hearsight photo-check holiday.jpg --fix better.jpg

      hearsight photo-check *.jpg --fix better/

      hearsight photo-check holiday.jpg --json
    """
    from assistant.capture.choose import expanded
    from assistant.settings import load
    from assistant.wiring.habits import language_of

    check_language(language)
    if out is None and (force or keep_place or guesses):
        raise click.UsageError("--force, --guesses and --keep-place belong to --fix.")
    wishes = _Wishes(language or language_of(load()), place, guesses, keep_place, force)
    targets = _targets([expanded(file) for file in files], out)
    from models.photo import telling
    from models.photo.check import PhotoCheck

    check = PhotoCheck()
    results: list[dict[str, Any]] = []
    told: list[str] = []
    code = 0
    for path, target in targets:
        try:
            result = _looked_at(path, target, check, wishes)
        except HearsightError as error:
            say_error(telling.shown(error.spoken), wishes.language)
            code = max(code, error.exit_code)
            continue
        results.append(result)
        told.append(result["text"] if len(targets) == 1 else f"{telling.shown(path.name)}: {result['text']}")
        if not as_json:
            click.echo(told[-1])
    if as_json:
        click.echo(json.dumps({"photos": results}, ensure_ascii=False))
    if told and not no_speech:
        code = max(code, aloud("\n".join(told), wishes.language))
    sys.exit(code)


def _targets(files: list[Path], out: str | None) -> list[tuple[Path, Path | None]]:
    """Where the new picture of each goes. Raises `errors.Usage`, `errors.UnusableInput`."""
    if out is None:
        return [(file, None) for file in files]
    from assistant.capture.choose import expanded

    folder = expanded(out)
    if not os.path.isdir(folder):  # noqa: PTH112 - of a name that is too long it raises nothing
        if len(files) > 1:
            raise Usage("For several pictures --fix needs a folder that is there.")
        return [(files[0], folder)]
    from models.photo.saving import FORMATS

    targets: list[tuple[Path, Path | None]] = [  # of a kind that isn't written (HEIC, GIF) it becomes a JPEG
        (file, folder / (file.name if file.suffix.lower() in FORMATS else f"{file.stem}.jpg")) for file in files
    ]
    if len({target for _, target in targets}) < len(targets):
        raise Usage("Two of the pictures have the same name: their new files would be one.")
    return targets


def _looked_at(path: Path, target: Path | None, check: PhotoCheck, wishes: _Wishes) -> dict[str, Any]:
    """What `--json` gives of one picture."""
    from assistant.cancel import Token
    from assistant.capture.file import FileSource
    from assistant.types import FileNotes
    from models.photo import saving, telling
    from models.photo.words import photo_words

    if target is not None and os.path.exists(path):  # noqa: PTH110 - the same
        saving.checked(target, path, force=wishes.force)
    grabbed = FileSource(path).grab()
    pixels, notes = grabbed.pixels, grabbed.notes or FileNotes()
    checked = check.check(pixels, token=Token(), orientation=notes.orientation)
    words = photo_words(wishes.language)
    said = [*telling.of_faults(checked, words), *telling.of_remarks(checked, words, wishes.language)]
    said.append(telling.of_faces(checked, words))
    said += telling.of_notes(notes, words, place=wishes.place)
    result: dict[str, Any] = {"file": path.name, **telling.as_json(checked, wishes.language)}
    result["notes"] = {
        "taken": notes.taken or None,
        "alt_text": telling.harmless(notes.alt) or None,
        "title": telling.harmless(notes.title) or None,
        "description": telling.harmless(notes.description) or None,
        "place": list(notes.place) if notes.place is not None and wishes.place else None,
    }
    result["fixed"] = None
    if target is None:
        said.append(telling.of_steps(checked.faults, words))
    else:
        done, after = _fixed(path, pixels, checked, notes, target, check, wishes)
        if not done or after is None:
            said.append(words.no_fix)
        else:
            said.append(telling.of_done(done, telling.shown(target.name), words))
            if after.faults:
                still = words.join.join(telling.sentence_of(one, words) for one in after.faults)
                said.append(words.still.format(faults=still))
            if notes.place is not None:
                said.append(words.place_kept if wishes.keep_place else words.place_left_out)
            result["fixed"] = {
                "file": str(target),
                "steps": [{"step": one.step, "amount": round(one.amount, 2)} for one in done],
                "faults_after": [one.kind for one in after.faults],
            }
    result["text"] = words.join.join(filter(None, said))
    return result


def _fixed(
    path: Path, pixels: Pixels, checked: Checked, notes: FileNotes, target: Path, check: PhotoCheck, wishes: _Wishes
) -> tuple[list[Done], Checked | None]:
    """What was done, and what is wrong with the new picture; nothing is written where nothing was done."""
    from PIL import Image

    from assistant.cancel import Token
    from models.photo import fix, saving

    better, done = fix.fixed(pixels, checked.faults, guesses=wishes.guesses)
    if any(fault.kind == "stored_sideways" for fault in checked.faults):
        done.append(fix.Done("stored", notes.orientation))
    if not done:
        return [], None
    after = check.check(better, token=Token())
    with Image.open(path) as original:
        saving.saved(better, original, notes, target, keep_place=wishes.keep_place, force=wishes.force)
    return done, after
