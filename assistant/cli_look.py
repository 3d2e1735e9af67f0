"""`hearsight describe`, `read`, `ask`, `chat` and `transcribe`: what is in a picture, and what was said."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from assistant.cli_carry import OnText, carry, carry_alone
from assistant.cli_errors import check_language
from assistant.languages import LANGUAGES

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.carry import Command, Reply
    from assistant.wiring import Assembly


def _looking(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that every command with a picture has."""
    options = [
        click.option(
            "--source",
            metavar="SPEC",
            help="Where to look: window (default), screen, all, monitor:N, region:X,Y,W,H, clipboard, camera, "
            "camera:N, a video file, or a stream such as http://192.168.1.20:8080/video.",
        ),
        click.option("--verbosity", type=click.Choice(["brief", "normal", "full"]), help="How much is said."),
        click.option("--lang", "language", metavar="TAG", help=f"Language to speak: {', '.join(LANGUAGES)}."),
        click.option("--engine", type=click.Choice(["auto", "grounded", "vlm"]), help="Who looks."),
        click.option(
            "--model",
            metavar="NAME|DIR|URL",
            help="A vision-language model: installed, a folder or .gguf file, or a server such as "
            "http://127.0.0.1:8080/v1.",
        ),
        click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout and nothing else."),
        click.option("--no-speech", is_flag=True, help="Print only."),
        click.option("--no-daemon", is_flag=True, help="Do it here, also when the tray app runs."),
    ]
    for option in reversed(options):
        command = option(command)

    @wraps(command)
    def checked(**values: Any) -> None:
        check_language(values.get("language"))
        command(**values)

    return checked


_overlay = click.option(
    "--overlay", metavar="FILE.png", help="Draw what was told into the picture, numbered, with the sentences below."
)
_into_file = click.option("--out", metavar="FILE.wav", help="Write what is said into a sound file; nothing is heard.")


@click.command()
@click.argument("file", required=False, metavar="[FILE|FOLDER]")
@_overlay
@_into_file
@click.option("--explain", metavar="WORD", help="Show what part of the picture this word of a model's rests on.")
@click.option("--explain-to", metavar="FILE.png", help="Where to; by default explain-WORD.png.")
@_looking
def describe(file: str | None, explain: str | None, explain_to: str | None, **options: Any) -> None:
    """Say what is in a picture, or in the window that has the focus; of a folder, what its photographs are.

    [b]Examples[/b]

      hearsight describe photo.jpg --verbosity brief

      hearsight describe holiday/

      hearsight describe --source screen --json --no-speech

      hearsight describe photo.jpg --out speech.wav

      hearsight describe letter.png --overlay evidence.png

      hearsight describe photo.jpg --model vit-gpt2-image-captioning --explain dog
    """
    from assistant.cli_album import describe_folder, is_folder
    from assistant.cli_explain import wanted

    if file is not None and is_folder(file):
        if explain is not None or explain_to is not None:
            raise click.UsageError("--explain belongs to one picture, not to a folder.")
        describe_folder(file, options)
    _carry("describe", file, options, asked=wanted(explain, explain_to, file, options))


@click.command()
@click.argument("file", required=False, metavar="[FILE]")
@_overlay
@_into_file
@_looking
def read(file: str | None, **options: Any) -> None:
    """Read the text of a picture or window, word for word, in reading order."""
    _carry("read", file, options)


@click.command()
@click.argument("words", nargs=-1, metavar='[FILE] "QUESTION"')
@click.option("--audio", metavar="Q.wav", help="The question is spoken in this WAV file.")
@click.option("--listen", is_flag=True, help="Listen for the question at the microphone.")
@click.option("--why", is_flag=True, help="Say after the answer how it is known.")
@_overlay
@_into_file
@_looking
def ask(words: tuple[str, ...], audio: str | None, listen: bool, why: bool, **options: Any) -> None:
    """Ask about a picture, or about the window that has the focus.

    [b]Examples[/b]

      hearsight ask receipt.jpg "What is the total?"

      hearsight ask "Where is the Save button?"

      hearsight ask --source screen --listen
    """
    spoken = bool(audio) or listen
    if audio and listen:
        raise click.UsageError("Use --audio or --listen, not both.")
    if len(words) > (1 if spoken else 2):
        raise click.UsageError('Too many words. Put the question in quotes: hearsight ask photo.jpg "What is this?"')
    if not words and not spoken:
        raise click.UsageError('Ask something: hearsight ask photo.jpg "What is this?", or use --listen.')
    file = words[0] if len(words) == (1 if spoken else 2) else None
    question = "" if spoken else words[-1]
    if not spoken and not question.strip():
        raise click.UsageError("The question is empty.")
    _carry("ask", file, options, question=question, audio=audio, listen=listen, why=why)


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE...]")
@click.option("--listen", is_flag=True, help="Questions by voice: press Enter, then speak.")
@click.option("--window", is_flag=True, help="In the chat window of the running app.")
@_looking
def chat(files: tuple[str, ...], listen: bool, window: bool, **options: Any) -> None:
    """A dialogue about one picture or window: describe it, then answer until an empty line or Ctrl-D. Of several
    pictures a question may name one, or ask how they differ.

    [b]Examples[/b]

      hearsight chat receipt.jpg

      hearsight chat june.png july.png

      hearsight chat june.png july.png --window
    """
    from assistant.capture.choose import file_named

    if window:
        from assistant.chat_pictures import open_window

        sys.exit(open_window("chat", tuple(map(file_named, files))))
    if len(files) > 1:
        if listen or options["source"] or options["model"] or options["as_json"]:
            raise click.UsageError("Several pictures go without --listen, --source, --model and --json.")
        from assistant.chat_pictures import talk_about

        sys.exit(talk_about(files, speak=not options["no_speech"], language=options["language"]))
    from assistant.chat import talk

    command = _command("describe", files[0] if files else None, options)
    sys.exit(talk(command, listen=listen, model=options["model"]))


@click.command()
@click.argument("audio", metavar="Q.wav")
@click.option("--lang", "language", metavar="TAG", help="Language spoken; detected if not given.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout and nothing else.")
def transcribe(audio: str, language: str | None, as_json: bool) -> None:
    """Say (on stdout) what was said in a WAV file."""
    from assistant.chat import transcript_of

    result = transcript_of(Path(audio), language)
    click.echo(json.dumps(result, ensure_ascii=False) if as_json else result["text"])


# -- carrying out ---------------------------------------------------------------------------------------------------


def _command(kind: str, file: str | None, options: dict[str, Any], **more: Any) -> Command:
    from assistant.carry import Command

    if file is not None and options["source"] is not None:
        raise click.UsageError("Give a FILE or --source, not both.")
    from assistant.capture.choose import file_named, spelled_out

    audio = more.pop("audio", None)
    return Command(
        kind=kind,  # type: ignore[arg-type]
        file=file_named(file) if file else None,
        source=spelled_out(options["source"]),
        audio=str(Path(audio).absolute()) if audio else None,
        overlay=str(Path(options["overlay"]).absolute()) if options.get("overlay") else None,
        verbosity=options["verbosity"],
        language=options["language"],
        engine=options["engine"] or ("vlm" if options["model"] else None),
        speak=not options["no_speech"],
        **more,
    )


def _carry(
    kind: str, file: str | None, options: dict[str, Any], asked: tuple[str, Path] | None = None, **more: Any
) -> None:
    command = _command(kind, file, options, **more)
    out = Path(options["out"]).absolute() if options["out"] else None
    if out is not None and options["no_speech"]:
        raise click.UsageError("Use --out or --no-speech, not both.")
    alone = bool(options["no_daemon"] or options["model"] or asked) or out is not None
    carry(
        command,
        lambda command, on_text: _carry_here(command, on_text, options["model"], out, asked),
        as_json=options["as_json"],
        alone=alone,
    )


def _carry_here(
    command: Command, on_text: OnText, model: str | None, out: Path | None, asked: tuple[str, Path] | None
) -> Reply:
    from assistant.carry import carry_out

    def work(app: Assembly, command: Command, token: Token) -> Reply:
        for remark in app.remarks:
            click.echo(remark, err=True)
        reply = carry_out(app.session, command, app.source_from, on_text=on_text, token=token)
        if asked is None or reply.exit_code or token.cancelled:
            return reply
        from assistant.cli_explain import explained
        from assistant.error_words import told

        language = command.language or app.session.habits.language
        return explained(reply, app, *asked, model, token, lambda text: on_text(told(text, language)))

    return carry_alone(command, work, listen=command.listen, model=model, out=out)
