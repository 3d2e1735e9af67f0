"""The tray app: one instance, its hotkeys and windows, and the socket through which commands reach it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.carry import Command, Reply, carry_out
from assistant.logfile import log_to_file
from assistant.phrases import say_in
from assistant.remote import Server
from assistant.settings import load, runtime_dir
from assistant.wiring import assemble, language_of

if TYPE_CHECKING:
    from assistant.cancel import Token


def run_tray() -> int:
    """Run until the person quits. Raises `errors.NoDisplay`, `remote.AlreadyRunning`, `errors.BadSetting`."""
    from ui.app import run_app

    settings = load()
    log_to_file()
    app = assemble(settings, keep_waiting_for_sound=True)

    def carry(command: Command, on_text: Callable[[str], None], token: Token) -> Reply:
        return carry_out(app.session, command, app.source_from, on_text=on_text, token=token)

    try:
        app.warm()
        server = Server(runtime_dir(), carry, lambda: app.ready)
    except BaseException:
        app.close()
        raise
    try:
        key = app.desk.bindings.get("describe_window", "")
        app.desk.announce(say_in(language_of(settings), "started", key=key.replace("+", " ")))
        return run_app(app.desk)
    finally:
        server.close()
        app.close()
