"""The command line: describe, ask, read, chat, transcribe, models, doctor, settings, history.

Stays light: whatever is slow to import is imported by the command that needs it. A test says so.
"""

from __future__ import annotations

import logging
import sys

import rich_click as click

from assistant import __version__
from assistant.cli_errors import say_error
from assistant.cli_lazy import LazyGroup
from assistant.errors import STOPPED, HearsightError

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
                "explore",
                "photo-check",
                "watch",
                "narrate",
                "find",
                "shoot",
                "teach",
                "recognise",
                "cameras",
                "act",
                "chart",
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
                "hotkeys",
                "welcome",
                "models",
                "taught",
                "products",
                "history",
                "eval",
                "train",
            ],
        },
    ]
}


COMMANDS = {
    "act": "assistant.cli_act:act",
    "ask": "assistant.cli_look:ask",
    "cameras": "assistant.cli_cameras:cameras",
    "chart": "assistant.cli_chart:chart",
    "chat": "assistant.cli_look:chat",
    "describe": "assistant.cli_look:describe",
    "doctor": "assistant.cli_state:doctor",
    "earcons": "assistant.cli_speech:earcons",
    "explore": "assistant.cli_explore:explore",
    "eval": "assistant.cli_eval:evaluate",
    "find": "assistant.cli_find:find",
    "follow": "assistant.cli_speech:follow",
    "history": "assistant.cli_shelf:history",
    "hotkeys": "assistant.cli_hotkeys:hotkeys",
    "models": "assistant.cli_models:models",
    "narrate": "assistant.cli_narrate:narrate",
    "photo-check": "assistant.cli_photo:photo_check",
    "products": "assistant.cli_products:products",
    "read": "assistant.cli_look:read",
    "recognise": "assistant.cli_teach:recognise",
    "settings": "assistant.cli_settings:settings",
    "shoot": "assistant.cli_shoot:shoot",
    "status": "assistant.cli_state:status",
    "taught": "assistant.cli_teach:taught",
    "teach": "assistant.cli_teach:teach",
    "train": "assistant.cli_train:train",
    "transcribe": "assistant.cli_look:transcribe",
    "watch": "assistant.cli_watch:watch",
    "welcome": "assistant.cli_hotkeys:welcome",
}
"""Name -> module:object. A command's module is imported when that command is wanted."""


@click.group(cls=LazyGroup, lazy=COMMANDS, invoke_without_command=True)
@click.version_option(__version__, prog_name="hearsight")
@click.pass_context
def cli(context: click.Context) -> None:
    """Hear what is in sight: the screen, a window or a picture, described aloud on this computer.

    Without a command the tray app starts: press [b]Ctrl+Alt+Space[/b] to hear the window, hold [b]Ctrl+Alt+Q[/b] and
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


@cli.command()
def run() -> None:
    """Start the tray app: hotkeys, voice, tray icon."""
    from assistant.app import run_tray

    sys.exit(run_tray())


if __name__ == "__main__":
    main()
