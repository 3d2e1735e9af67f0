"""The command line: describe, ask, read, chat, transcribe, models, doctor, settings, history.

Stays light: whatever is slow to import is imported by the command that needs it. A test says so.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from assistant import __version__
from assistant.cli_act import act
from assistant.cli_cameras import cameras
from assistant.cli_carry import OnText, carry, carry_alone
from assistant.cli_chart import chart
from assistant.cli_errors import check_language, say_error
from assistant.cli_eval import evaluate
from assistant.cli_find import find
from assistant.cli_models import models
from assistant.cli_narrate import narrate
from assistant.cli_photo import photo_check
from assistant.cli_products import products
from assistant.cli_shelf import history
from assistant.cli_shoot import shoot
from assistant.cli_speech import earcons, follow
from assistant.cli_teach import recognise, taught, teach
from assistant.cli_train import train
from assistant.cli_watch import watch
from assistant.errors import STOPPED, HearsightError
from assistant.languages import LANGUAGES

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.carry import Command, Reply
    from assistant.wiring import Assembly

click.rich_click.TEXT_MARKUP = "rich"
click.rich_click.SHOW_ARGUMENTS = True
# A screen reader reads frames aloud: "vertical line, vertical line".
click.rich_click.STYLE_OPTIONS_PANEL_BOX = "SIMPLE_HEAD"
click.rich_click.STYLE_COMMANDS_PANEL_BOX = "SIMPLE_HEAD"
click.rich_click.STYLE_ERRORS_PANEL_BOX = "SIMPLE_HEAD"
click.rich_click.COMMAND_GROUPS = {
    "hearsight": [
        {
            "name": "Look and ask",
            "commands": [
                "run",
                "describe",
                "read",
                "ask",
                "chat",
                "photo-check",
                "watch",
                "narrate",
                "find",
                "shoot",
                "teach",
                "recognise",
                "cameras",
                "act",
                "transcribe",
            ],
        },
        {
            "name": "Look after it",
            "commands": [
                "status",
                "follow",
                "earcons",
                "doctor",
                "settings",
                "models",
                "taught",
                "history",
                "eval",
                "train",
            ],
        },
    ]
}


@click.group(invoke_without_command=True)
@click.version_option(__version__, prog_name="hearsight")
@click.pass_context
def cli(context: click.Context) -> None:
    """Hear what is in sight: the screen, a window or a picture, described aloud on this computer.

    Without a command the tray app starts: press [b]Ctrl+Alt+Space[/b] to hear the window, hold [b]Ctrl+Alt+A[/b] and
    ask, press any key to hush it.

    [b]Examples[/b]

      hearsight describe photo.jpg

      hearsight ask letter.png "What is the total?"

      hearsight read --source window --json
    """
    if context.invoked_subcommand is None:
        context.invoke(run)


def main() -> None:
    """Entry point: every error becomes one sentence on stderr and its exit code."""
    # Without any handler, logging prints warnings (tracebacks, too) to stderr.
    logging.getLogger().addHandler(logging.NullHandler())
    stdout = sys.stdout
    code: object = None
    try:
        code = cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except click.Abort:
        code = STOPPED
    except KeyboardInterrupt:
        code = STOPPED
    except HearsightError as error:
        say_error(error.spoken)
        code = error.exit_code
    except SystemExit as end:
        # When the reader (`| head`) has gone, click replaces stdout and exits with 1. But nothing went wrong.
        code = end.code if sys.stdout is stdout else 0
    except Exception as error:  # noqa: BLE001 - the last border before a person; the log gets the traceback
        _note_crash(error)
        say_error("Something went wrong. The log says more: hearsight doctor shows where it lies.")
        code = 1
    sys.exit(code if isinstance(code, int) else 0)


def _note_crash(error: Exception) -> None:
    from assistant.logfile import log_to_file

    if not any(isinstance(handler, logging.FileHandler) for handler in logging.getLogger().handlers):
        log_to_file()
    logging.getLogger("hearsight").error("crashed", exc_info=error)


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


@cli.command()
def run() -> None:
    """Start the tray app: hotkeys, voice, tray icon."""
    from assistant.app import run_tray

    sys.exit(run_tray())


@cli.command()
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


@cli.command()
@click.argument("file", required=False, metavar="[FILE]")
@_overlay
@_into_file
@_looking
def read(file: str | None, **options: Any) -> None:
    """Read the text of a picture or window, word for word, in reading order."""
    _carry("read", file, options)


@cli.command()
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


@cli.command()
@click.argument("file", required=False, metavar="[FILE]")
@click.option("--listen", is_flag=True, help="Questions by voice: press Enter, then speak.")
@_looking
def chat(file: str | None, listen: bool, **options: Any) -> None:
    """A dialogue about one picture or window: describe it, then answer until an empty line or Ctrl-D."""
    from assistant.chat import talk

    sys.exit(talk(_command("describe", file, options), listen=listen, model=options["model"]))


@cli.command()
@click.argument("audio", metavar="Q.wav")
@click.option("--lang", "language", metavar="TAG", help="Language spoken; detected if not given.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout and nothing else.")
def transcribe(audio: str, language: str | None, as_json: bool) -> None:
    """Say (on stdout) what was said in a WAV file."""
    from assistant.chat import transcript_of

    result = transcript_of(Path(audio), language)
    click.echo(json.dumps(result, ensure_ascii=False) if as_json else result["text"])


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout and nothing else.")
def doctor(as_json: bool) -> None:
    """What works on this computer, what does not, and what to do about it."""
    from assistant.doctor import examine, print_report

    findings = examine()
    if as_json:
        click.echo(json.dumps({"checks": [finding.as_json() for finding in findings]}, ensure_ascii=False))
    else:
        print_report(findings)
    sys.exit(max((finding.exit_code for finding in findings), default=0))


@cli.command()
@click.option(
    "--wait", "wait_s", type=click.FloatRange(0), default=0, metavar="SECONDS", help="Wait until it is ready."
)
def status(wait_s: float) -> None:
    """Whether the tray app runs and has its models at hand; exit code 4 if it doesn't run."""
    import time

    from assistant.folders import runtime_dir
    from assistant.remote import status as ask_status

    end = time.monotonic() + wait_s
    found = ask_status(runtime_dir())
    while (found is None or not found.ready) and time.monotonic() < end:
        time.sleep(0.1)
        found = ask_status(runtime_dir())
    if found is None:
        click.echo("Hearsight does not run. Start it with: hearsight", err=True)
        sys.exit(4)
    click.echo("Hearsight runs and is ready." if found.ready else "Hearsight runs and is still loading its models.")


@cli.command()
@click.argument("key", required=False)
@click.argument("value", required=False)
@click.option("--path", "show_path", is_flag=True, help="Only say where the file lies.")
def settings(key: str | None, value: str | None, show_path: bool) -> None:
    """Show all settings, one, or change one.

    [b]Examples[/b]

      hearsight settings speech.rate_wpm 300

      hearsight settings hotkeys.ask ctrl+alt+q
    """
    from assistant import settings as store
    from assistant.folders import config_dir

    if show_path:
        click.echo(config_dir() / store.FILE_NAME)
        return
    current = store.load()
    if key is None:
        for name in store.known_keys():
            click.echo(f"{name} = {store.get(current, name)}")
    elif value is None:
        click.echo(store.get(current, key))
    else:
        changed = store.changed(current, key, value)
        if key.startswith("hotkeys."):
            from ui.chords import parse_chord

            if store.get(changed, key):
                parse_chord(store.get(changed, key))  # raises for a key that no keyboard has
        store.save(changed)
        click.echo(f"{key} = {store.get(changed, key)}")
        _tell_if_later(key)


def _tell_if_later(key: str) -> None:
    from assistant.folders import runtime_dir
    from assistant.remote import status as ask_status
    from assistant.settings_file import at_next_start

    if at_next_start(key) and ask_status(runtime_dir()) is not None:
        click.echo("The running Hearsight uses it from its next start on.", err=True)


cli.add_command(models)
cli.add_command(history)
cli.add_command(cameras)
cli.add_command(earcons)
cli.add_command(follow)
cli.add_command(watch)
cli.add_command(narrate)
cli.add_command(find)
cli.add_command(shoot)
cli.add_command(chart)
cli.add_command(photo_check)
cli.add_command(products)
cli.add_command(teach)
cli.add_command(taught)
cli.add_command(recognise)
cli.add_command(act)
cli.add_command(evaluate)
cli.add_command(train)

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


if __name__ == "__main__":
    main()
