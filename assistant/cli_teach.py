"""`hearsight teach`, `taught` and `recognise`: things of the person's own, known again by what they look like."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import rich_click as click

from assistant.cli_aloud import aloud
from assistant.cli_carry import carry, carry_alone
from assistant.cli_errors import check_language
from assistant.cli_live import live_command

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.carry import Command, Reply
    from assistant.cli_carry import OnText
    from assistant.types import Capture
    from assistant.wiring import Assembly
    from models.taught import Known
    from models.taught.store import TaughtThings
    from models.taught.words import TaughtWords


@click.command()
@click.argument("name")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option(
    "--source",
    metavar="SPEC",
    help="camera (the default), camera:N, camera:NAME, a video file, a folder of pictures, an http or rtsp address.",
)
@click.option("--seconds", type=click.FloatRange(min=1, max=60), help="How long it is looked at; by default 5.")
@click.option("--lang", "language", metavar="TAG", help="Language to speak.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout and nothing else.")
@click.option("--silent", "--no-speech", "silent", is_flag=True, help="Print only.")
@click.option("--no-daemon", is_flag=True, help="Do it here, also when the tray app runs.")
def teach(
    name: str,
    files: tuple[str, ...],
    source: str | None,
    seconds: float | None,
    language: str | None,
    as_json: bool,
    silent: bool,
    no_daemon: bool,
) -> None:
    """Teach what NAME looks like: through the camera, or from pictures (FILE) of it.

    Hold the thing in the middle, an arm's length away, and turn it slowly. What it looks like is kept on this computer
    only, as numbers; no picture is kept. A name that is known gets more views. Ctrl-C ends it, and nothing is kept.

    [b]Examples[/b]

      hearsight teach "my keys"

      hearsight teach "my mug" mug-1.jpg mug-2.jpg mug-3.jpg

      hearsight teach "my medicine" --source box.mp4 --seconds 10

      hearsight teach "mein Schlüssel" --lang de
    """
    from dataclasses import replace

    from assistant.capture.choose import VIDEOS, file_named
    from models.taught.store import thing_named

    if files and (source is not None or seconds is not None):
        raise click.UsageError("Name pictures, or --source and --seconds, not both.")
    videos = [file for file in files if file.casefold().endswith(tuple(VIDEOS))]
    if videos and len(files) > 1:
        raise click.UsageError("Name one video, or pictures.")
    name = thing_named(name)
    spec = file_named(videos[0]) if videos else source or "camera"
    command = live_command("teach", spec, seconds, language, silent=silent, as_json=as_json, question=name)
    if files and not videos:
        command = replace(command, files=tuple(file_named(file) for file in files))
    carry(command, _taught_here, as_json=as_json, alone=no_daemon)


def _taught_here(command: Command, on_text: OnText) -> Reply:
    def teach(app: Assembly, command: Command, token: Token) -> Reply:
        from assistant.teaching_carry import carry_teach

        return carry_teach(app.lessons, command, on_text=on_text, token=token)

    return carry_alone(command, teach, listen=False)


@click.group()
def taught() -> None:
    """The things that you taught: list, rename, forget. They are kept on this computer only.

    [b]Examples[/b]

      hearsight taught list

      hearsight taught rename "my mug" "my blue mug"

      hearsight taught forget "my keys"
    """


@taught.command("list")
@click.option("--lang", "language", metavar="TAG", help="Language of the words.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout and nothing else.")
def taught_list(language: str | None, as_json: bool) -> None:
    """All that were taught, and from how many views."""
    from datetime import UTC, datetime

    known = _things().all()
    if as_json:
        rows = [
            {"name": one.name, "views": len(one.views), "taught": datetime.fromtimestamp(one.at, UTC).isoformat()}
            for one in known
        ]
        click.echo(json.dumps({"taught": rows}, ensure_ascii=False))
        return
    words = _words(language)
    for one in known:
        key = "list_single" if len(one.views) == 1 else "list_one"
        click.echo(words.says[key].format(thing=one.name, count=len(one.views)))
    if not known:
        click.echo(words.say("nothing_taught"))


@taught.command("rename")
@click.argument("old")
@click.argument("new")
@click.option("--lang", "language", metavar="TAG", help="Language of the words.")
def taught_rename(old: str, new: str, language: str | None) -> None:
    """Call the thing OLD by the name NEW."""
    before, after = _things().rename(old, new)
    click.echo(_words(language).says["renamed"].format(old=before, new=after))


@taught.command("forget")
@click.argument("name")
@click.option("--lang", "language", metavar="TAG", help="Language of the words.")
def taught_forget(name: str, language: str | None) -> None:
    """Forget the thing NAME."""
    words = _words(language)
    click.echo(words.say("forgotten", _things().forget(name)))


@click.command()
@click.argument("file", required=False)
@click.option("--source", metavar="SPEC", help="camera, camera:N, clipboard, screen, a video file, a stream.")
@click.option("--lang", "language", metavar="TAG", help="Language of the words.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout and nothing else.")
@click.option("--silent", "--no-speech", "silent", is_flag=True, help="Print only.")
def recognise(file: str | None, source: str | None, language: str | None, as_json: bool, silent: bool) -> None:
    """Say which of the things that you taught a picture shows: "Your keys.", "Probably your keys.", or none of them.

    Elsewhere they are told, too: in [b]hearsight describe[/b], [b]ask "what is this?"[/b], [b]narrate[/b] and
    [b]find[/b]. It is printed and spoken; any key, or Ctrl-C, hushes.

    [b]Examples[/b]

      hearsight recognise table.jpg

      hearsight recognise --source camera

      hearsight recognise bag.jpg --json
    """
    from assistant.capture.choose import source_from
    from assistant.errors import TooLarge, Usage
    from models.taught.finder import LARGEST_SIDE
    from models.taught.matching import SURE

    if file is None and source is None:
        source = "camera"
    if file is not None and source is not None:
        raise Usage(f"Name a file or --source {source}, not both.")
    words = _words(language)
    _things().all()  # a damaged file is told
    capture = source_from(source, file).grab()
    if max(capture.pixels.shape[:2]) > LARGEST_SIDE:
        raise TooLarge
    found = _known(capture)
    told = [words.say("sure" if one.confidence >= SURE else "probably", one.name) for one in found]
    told = told or [words.say("none" if _things().all() else "nothing_taught")]
    if as_json:
        rows = [{"name": one.name, "box": one.box.as_list(), "confidence": round(one.confidence, 3)} for one in found]
        click.echo(json.dumps({"taught": rows}, ensure_ascii=False))
    else:
        click.echo("\n".join(told))
    if not silent:
        sys.exit(aloud(" ".join(told), language or _language()))


def _known(capture: Capture) -> list[Known]:
    """Raises `errors.ModelTrouble`."""
    from assistant.cancel import Token
    from assistant.host import Host
    from assistant.wiring.teaching import WORKER, recognition, worker_of_things
    from models.imagenet.net import MODEL
    from models.store import Store

    store = Store()
    workers = worker_of_things(store)
    if WORKER not in workers:
        store.path(MODEL)
    with Host(workers) as host:
        recognising = recognition(host)
        assert recognising is not None  # noqa: S101 - its worker is there
        return recognising.look(capture.pixels, token=Token(), everywhere=True)


def _things() -> TaughtThings:
    from assistant.wiring.teaching import taught_things

    return taught_things()


def _words(language: str | None) -> TaughtWords:
    from models.taught.words import taught_words

    check_language(language)
    return taught_words(language or _language())


def _language() -> str:
    from assistant.settings import load
    from assistant.wiring.habits import language_of

    return language_of(load())
