"""The tray app: one instance, its hotkeys and windows, and the socket through which commands reach it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

from assistant.carry import Command, Reply, carry_out
from assistant.phrases import say_in
from assistant.remote import Server
from assistant.settings import data_dir, load, runtime_dir
from assistant.wiring import assemble, language_of

if TYPE_CHECKING:
    from assistant.cancel import Token

log = logging.getLogger("hearsight")


def log_to_file() -> None:
    """Warnings and errors of Hearsight (never what was seen or said) into a file of at most 1 MB, twice."""
    folder = data_dir()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handler = RotatingFileHandler(folder / "hearsight.log", maxBytes=1_000_000, backupCount=1, delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.INFO)


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
