"""The tray app: one instance, its hotkeys and windows, and the socket through which commands reach it."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.aiming_carry import carry_aim
from assistant.aloud_carry import carry_aloud, carry_copy
from assistant.carry import Command, Reply, carry_out, carry_watch
from assistant.error_words import told
from assistant.errors import BadSetting, ModelTrouble, Usage
from assistant.events import WindowWanted
from assistant.folders import runtime_dir
from assistant.live_settings import LiveSettings
from assistant.logfile import log_to_file
from assistant.narrating_carry import carry_narrate
from assistant.phrases import say_in
from assistant.remote import AlreadyRunning, OneInstance, Server, status
from assistant.settings import Settings
from assistant.settings_mend import read_or_mend
from assistant.teaching_carry import carry_teach
from assistant.window_carry import carry_open
from assistant.wiring import Assembly, assemble
from assistant.wiring.habits import language_of

if TYPE_CHECKING:
    from assistant.cancel import Token

log = logging.getLogger(__name__)


def run_tray() -> int:
    """Run until the person quits. Raises `errors.NoDisplay`, `remote.AlreadyRunning`.

    What is wrong with the settings is said, and the app runs without it: whoever starts it from a menu sees no
    terminal, and would be left in silence.
    """
    folder = runtime_dir()
    try:
        instance = OneInstance(folder)
    except AlreadyRunning:
        status(folder, started=True)
        raise
    with contextlib.closing(instance):
        log_to_file()
        settings, troubles = usable_settings()
        app = assembled(settings, troubles)
        try:
            app.desk.bindings = usable_keys(app.desk.bindings, troubles)
            troubles += app.remarks
            return _run(app, instance, troubles)
        finally:
            app.close()


def _run(app: Assembly, instance: OneInstance, troubles: list[str]) -> int:
    from ui.app import run_app

    def carry(command: Command, on_text: Callable[[str], None], token: Token) -> Reply:
        if command.kind == "watch":
            return carry_watch(app.desk.watcher, command, on_text=on_text, token=token)
        if command.kind == "narrate":
            return carry_narrate(app.narrations, command, on_text=on_text, token=token)
        if command.kind in ("find", "shoot"):
            return carry_aim(app.aimings, command, on_text=on_text, token=token)
        if command.kind == "teach":
            return carry_teach(app.lessons, command, on_text=on_text, token=token)
        if command.kind == "open":
            return carry_open(app.desk, command)
        if command.kind == "copy":
            return carry_copy(app.session, command)
        if command.kind == "tell":
            return carry_aloud(app.session, command, token=token)
        if app.silent.takes(command):
            return app.silent.carry_out(command, app.source_from, on_text=on_text, token=token)
        return carry_out(app.session, command, app.source_from, on_text=on_text, token=token)

    def started_again() -> None:
        app.desk.announce(AlreadyRunning.sentence)
        app.desk.emit(WindowWanted("plain_window"))

    live = LiveSettings(app)
    server = Server(runtime_dir(), carry, lambda: app.ready, started_again, instance, app.feed)
    live.start()
    try:
        key = app.desk.bindings.get("describe_window", "")
        language = language_of(app.settings)
        started = say_in(language, "started", key=key.replace("+", " "))
        app.desk.announce(" ".join((started, *(told(trouble, language) for trouble in troubles))))
        app.hands_free.start()
        return run_app(app.desk, shown=app.warm)
    finally:
        server.close()
        live.close()


def usable_settings() -> tuple[Settings, list[str]]:
    """What can be used of the file, and what is wrong with the rest of it."""
    kept = read_or_mend()
    for trouble in kept.troubles:
        log.warning("settings: %s", trouble)
    troubles = list(kept.troubles)
    return kept.settings, [*troubles, say_in(language_of(kept.settings), "default_settings")] if troubles else []


def usable_keys(bindings: Mapping[str, str], troubles: list[str]) -> dict[str, str]:
    """The hotkeys that there can be; the others are added to the troubles."""
    from ui.hotkeys import parse_bindings

    usable: dict[str, str] = {}
    for action, chord in bindings.items():
        try:
            parse_bindings({action: chord})
            usable[action] = chord
        except BadSetting as error:
            troubles.append(error.spoken)
    return usable


def assembled(settings: Settings, troubles: list[str]) -> Assembly:
    try:
        return assemble(settings, keep_waiting_for_sound=True)
    except (ModelTrouble, Usage) as error:  # a model that the settings name
        log.warning("settings: %s %s", error.spoken, error.detail)
        troubles.append(error.spoken)
        listening = replace(settings.listening, model="auto")
        describe, server = replace(settings.describe, vlm_model=""), replace(settings.endpoint, url="")
        without = replace(settings, describe=describe, listening=listening, endpoint=server)
        return assemble(without, keep_waiting_for_sound=True)
