"""The desk app: tray, hotkeys and windows around one `Controller`, which does everything else."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QSocketNotifier, Qt, QTimer
from PySide6.QtWidgets import QApplication

from assistant import __version__
from assistant.errors import NoDisplay
from assistant.events import KeysChanged, LooksChanged, WindowWanted
from ui import menu
from ui.actions import LOOKING_AT_THE_DESKTOP
from ui.ask_window import AskWindow, TextWindow
from ui.bridge import Bridge, CopyText, QuitAsked
from ui.icons import status_icon
from ui.keys import Hotkeys, Pressed
from ui.looks import Looks
from ui.menu import Choices, hotkeys_text
from ui.status import Progress, Status
from ui.tray import TRAY_PATIENCE_MS, Tray
from ui.windows import WINDOWS, Windows

if TYPE_CHECKING:
    from assistant.events import Event
    from assistant.ports import Earcon
    from assistant.settings import LooksSettings

log = logging.getLogger(__name__)

POLL_MS = 100
"""How often it is asked whether speech is over, while there is speech or a turn; never when idle."""
DOCKING_MS = 400
"""For the panel to take the icon in, before whatever is loaded takes the processor."""
QUIET_POLLS = 3
"""So many quiet polls in a row are the end of speech: between two sentences there may be a short silence."""
UNWATCH_POLLS = 10
"""After so many quiet polls key presses are no longer watched."""
ABOUT = (
    "Hearsight {version}\n\n"
    "One key press and the computer says what is on the screen. Everything is looked at on this computer.\n"
    "Every sentence rests on something really seen; where nothing was seen, I say that I can't tell.\n\n"
    "Licence: MIT."
)


class Controller(Protocol):
    """What `assistant.wiring` builds and the windows use.

    `press`, `release` and `hush` are called on the hotkey thread (from the menu: on the Qt thread) and must return
    within a millisecond or so; everything else is called on the Qt thread and must not block it either. Times are
    `time.monotonic()` seconds. The callbacks given to `subscribe` and `on_copy` may be called from any thread.

    Actions: describe_window, describe_screen, describe_clipboard, read, ask, repeat, go_on, next_sentence,
    previous_sentence, hush, slower, faster and the others of `ui/actions.py`. The windows answer "quit" themselves,
    with `close`. "ask" is press-to-talk when tapped (the menu taps) and hold-to-talk when held: the controller decides
    by the two times.
    """

    @property
    def bindings(self) -> Mapping[str, str]:
        """Action -> chord ("ctrl+alt+d"), "" for none."""
        ...

    @property
    def letters(self) -> Mapping[str, str]:
        """Key -> action, of the command layer."""
        ...

    @property
    def looks(self) -> LooksSettings: ...

    @property
    def language(self) -> str:
        """The tag of the language that the windows speak."""
        ...

    @property
    def speaking(self) -> bool:
        """Any thread: something is being spoken, or waits to be."""
        ...

    def press(self, action: str, at: float) -> None: ...

    def release(self, action: str, at: float) -> None: ...

    def hush(self, at: float) -> None: ...

    def ask_text(self, text: str) -> None: ...

    def announce(self, sentence: str) -> None:
        """Speak a sentence of the windows, such as that a hotkey is taken."""
        ...

    def cue(self, name: Earcon) -> None:
        """Any thread: play the sound, unless the person wants none."""
        ...

    def say_fresh(self, sentence: str) -> None:
        """Speak it in the place of what is being said."""
        ...

    def subscribe(self, callback: Callable[[Event], None]) -> None: ...

    def on_copy(self, callback: Callable[[str], None]) -> None:
        """`callback` puts a text on the clipboard, whichever thread calls it."""
        ...

    def close(self) -> None: ...


def run_app(
    controller: Controller, *, tray_patience_ms: int = TRAY_PATIENCE_MS, shown: Callable[[], None] = lambda: None
) -> int:
    """Show the tray (or, after `tray_patience_ms` without one, a plain window) until the person quits.

    `shown` is called once the icon was asked for: what takes long to load comes after it. Returns the exit code.
    Blocks; call it on the main thread, where SIGINT and SIGTERM also end it cleanly. Closes the controller, also after
    an error. Raises `errors.NoDisplay` where there is no display and
    `errors.BadSetting` for a chord that can't be (the sentence names it).
    """
    hotkeys: Hotkeys | None = None
    try:
        _check_display()
        bridge = Bridge()
        hotkeys = Hotkeys(controller, bridge)
        app = _qt_app()
        with _signals_end(app):  # first: a signal while the windows are made is answered by exec
            desk = Desk(controller, bridge, hotkeys, app, tray_patience_ms)
            QTimer.singleShot(DOCKING_MS, shown)
            try:
                return int(app.exec())
            finally:
                bridge.close()
                desk.close()
    finally:
        if hotkeys is not None:
            hotkeys.close()
        controller.close()


class Desk(QObject):
    """Everything that is shown. Lives on the Qt thread."""

    def __init__(
        self, controller: Controller, bridge: Bridge, hotkeys: Hotkeys, app: QApplication, tray_patience_ms: int
    ) -> None:
        super().__init__()
        self._controller = controller
        self._hotkeys = hotkeys
        self._app = app
        self._looks = Looks(app)
        self._looks.apply(controller.looks, controller.language)
        self._progress = Progress()
        self._quiet_polls = 0
        self._choices = Choices(self)
        self._choices.chosen.connect(self._chosen)
        self._tray = Tray(self._choices, app.quit, patience_ms=tray_patience_ms)
        self._tray.show_keys(controller.bindings, hotkeys.conflicts)
        self._ask = AskWindow()
        self._ask.asked.connect(self._asked)
        self._texts: dict[str, TextWindow] = {}
        self._windows = Windows(controller)
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._poll)
        bridge.happened.connect(self._take, Qt.ConnectionType.QueuedConnection)
        controller.subscribe(bridge.emit)
        controller.on_copy(lambda text: bridge.emit(CopyText(text)))
        for trouble in hotkeys.troubles:
            controller.announce(trouble)
        self._expect_speech()  # those, and the greeting of whoever started us

    def close(self) -> None:
        self._timer.stop()
        self._tray.close()
        for window in (self._ask, *self._texts.values()):
            window.end()
        self._windows.end()
        self._looks.end()

    def _take(self, event: object) -> None:
        match event:
            case CopyText(text=text):
                self._app.clipboard().setText(text)
            case QuitAsked():
                self._app.quit()
            case Pressed():
                self._expect_speech()
            case KeysChanged():
                self._rebind()
            case WindowWanted(name=menu.PLAIN_WINDOW):
                self._tray.bring_up()
            case WindowWanted(name=name) if name in WINDOWS:
                self._windows.bring_up(name)  # its action has been told already, or there is none
                self._expect_speech()
            case WindowWanted(name=name):
                self._chosen(name)
            case LooksChanged():
                self._looks.apply(self._controller.looks, self._controller.language)
            case _:
                self._expect_speech()
                if self._progress.take(event):
                    self._show_progress()

    def _rebind(self) -> None:
        troubles = self._hotkeys.rebind()
        self._tray.show_keys(self._controller.bindings, self._hotkeys.conflicts)
        for trouble in troubles:
            self._controller.announce(trouble)
        if troubles:
            self._expect_speech()

    def _chosen(self, name: str) -> None:
        match name:
            case "quit":
                self._app.quit()
            case menu.TYPE_A_QUESTION:
                self._ask.bring_up()
            case menu.SHOW_HOTKEYS:
                text = hotkeys_text(self._controller.bindings, self._hotkeys.conflicts, self._hotkeys.troubles)
                self._show_text("Hotkeys of Hearsight", text)
            case menu.SHOW_ABOUT:
                self._show_text("About Hearsight", ABOUT.format(version=__version__))
            case "commands":
                self._hotkeys.take_command()
            case _ if name in LOOKING_AT_THE_DESKTOP:
                self._tray.step_aside(lambda: self._tap(name))
            case _:
                self._tap(name)

    def _tap(self, action: str) -> None:
        at = time.monotonic()
        self._controller.press(action, at)
        self._controller.release(action, at)
        if action in WINDOWS:
            self._windows.bring_up(action)
        self._expect_speech()

    def _asked(self, question: str) -> None:
        self._controller.ask_text(question)
        self._expect_speech()

    def _show_text(self, title: str, text: str) -> None:
        self._texts.setdefault(title, TextWindow(title)).show_text(text)

    def _show_progress(self) -> None:
        self._tray.show_status(self._progress.status)
        self._ask.show_last(self._progress.asked, self._progress.text)

    # -- any key hushes, while there is something to hush ---------------------------------------------------------

    def _expect_speech(self) -> None:
        self._quiet_polls = 0
        if not self._timer.isActive():
            self._hotkeys.watch_any_key(True)
            self._timer.start()

    def _poll(self) -> None:
        if self._controller.speaking or self._progress.busy:
            self._quiet_polls = 0
            return
        self._quiet_polls += 1
        if self._quiet_polls == QUIET_POLLS and self._progress.silent():
            self._show_progress()
        if self._quiet_polls >= UNWATCH_POLLS:
            self._timer.stop()
            self._hotkeys.watch_any_key(False)


def _check_display() -> None:
    """Qt aborts the process where it finds no display; find out first. Raises `NoDisplay`."""
    if sys.platform != "linux" or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("QT_QPA_PLATFORM"):
        return
    from Xlib import error
    from Xlib.display import Display

    try:
        Display().close()
    except (error.DisplayError, error.ConnectionClosedError, OSError) as trouble:
        raise NoDisplay("I can't show my menu: there is no display.", detail=str(trouble)) from trouble


def as_qt_app() -> QApplication:
    """For a window by itself. Raises `NoDisplay`."""
    _check_display()
    return _qt_app()


def _qt_app() -> QApplication:
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(["hearsight"])
    app.setApplicationName("hearsight")
    app.setApplicationDisplayName("Hearsight")
    app.setDesktopFileName("hearsight")
    app.setQuitOnLastWindowClosed(False)
    app.setWindowIcon(status_icon(Status.IDLE))
    return app


@contextmanager
def _signals_end(app: QApplication) -> Iterator[None]:
    """SIGINT and SIGTERM quit the event loop.

    Python runs its signal handlers only between two steps of Python code, and inside `exec` there may be none for
    a long time; a byte on a socket wakes Qt, and Qt calls us.
    """
    reading, writing = socket.socketpair()
    reading.setblocking(False)
    writing.setblocking(False)
    notifier = QSocketNotifier(reading.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(app.quit)
    old_fd = signal.set_wakeup_fd(writing.fileno(), warn_on_full_buffer=False)
    old = {number: signal.signal(number, lambda *_: None) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        signal.set_wakeup_fd(old_fd)
        for number, handler in old.items():
            signal.signal(number, handler)
        notifier.setEnabled(False)
        reading.close()
        writing.close()
