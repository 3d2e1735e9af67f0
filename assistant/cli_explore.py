"""`hearsight explore`: the explorer's window over a picture or the screen, in the running app or by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rich_click as click

from assistant.cli_carry import OnText, carry, carry_alone

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.carry import Command, Reply
    from assistant.wiring import Assembly


@click.command()
@click.argument("file", required=False, metavar="[FILE]")
@click.option(
    "--source",
    metavar="SPEC",
    help="Where to look: window (default), screen, monitor:N, region:X,Y,W,H, clipboard, camera ...",
)
@click.option("--no-speech", is_flag=True, help="Without a voice of its own: for use with a screen reader.")
@click.option("--no-daemon", is_flag=True, help="Open it here, also when the tray app runs.")
def explore(file: str | None, source: str | None, no_speech: bool, no_daemon: bool) -> None:
    """Move among the things of a picture with the arrow keys; each is said, and sounded from where it is.

    F1 in the window lists its keys. It returns when the window is closed; in the running app, at once.

    [b]Examples[/b]

      hearsight explore letter.png

      hearsight explore --source screen

      hearsight explore photo.jpg --no-daemon --no-speech
    """
    from assistant.capture.choose import file_named, source_from, spelled_out
    from assistant.carry import Command

    if file is not None and source is not None:
        raise click.UsageError("Give a FILE or --source, not both.")
    name = file_named(file) if file is not None else None
    spec = spelled_out(source) or "window"
    source_from(None if name else spec, name)  # raises for what is no source, before any window is there
    files = (name,) if name is not None else ()
    command = Command(kind="open", question="explore", files=files, source=spec, speak=not no_speech)
    carry(command, explored_here, as_json=False, alone=no_daemon or no_speech)


def explored_here(command: Command, on_text: OnText) -> Reply:
    def work(app: Assembly, command: Command, _token: Token) -> Reply:
        from assistant.carry import Reply
        from assistant.window_carry import explore_for
        from ui.explorer_alone import run_explorer

        exploring = app.desk.exploring
        assert exploring is not None  # noqa: S101 - the wiring makes one
        exploring.aloud = command.speak
        failures = run_explorer(app.desk, lambda: explore_for(exploring, command))
        return Reply(exit_code=3, error=failures[-1]) if failures else Reply()

    return carry_alone(command, work, listen=False)
