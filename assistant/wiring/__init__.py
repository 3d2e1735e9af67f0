"""The only place that names concrete classes: it puts the rooms together from the settings.

`models` has what needs a model, `speech` the mouth and the ear, `habits` what the settings say.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.aiming_aloud import Aimings
from assistant.camera_keys import CameraKeys
from assistant.desk import Desk
from assistant.errors import HearsightError
from assistant.exploring_desk import Exploring
from assistant.folders import HISTORY_FILE, data_dir
from assistant.following import Feed
from assistant.hands_free import HandsFree
from assistant.layer_keys import letters_of
from assistant.narrating_aloud import Narrations
from assistant.picture_chat import PictureChat
from assistant.session import Session
from assistant.silent import SilentLane
from assistant.watcher import Watcher
from assistant.wiring.guiding import aims, guides
from assistant.wiring.habits import camera_wishes_of, habits_of, language_of, wishes_of
from assistant.wiring.models import (
    comparer,
    engines,
    eyes,
    in_brief,
    narrators,
    reach_of_the_desktop,
    recogniser,
    tables_of,
    workers_for,
)
from assistant.wiring.speech import (
    braille_mirror,
    braille_remarks,
    ears,
    microphone_of,
    speaker_for,
    speaker_into,
    with_sign,
)
from assistant.wiring.teaching import lessons, teaches
from assistant.wiring.vlm import notices

if TYPE_CHECKING:
    from assistant.history import History
    from assistant.host import Host
    from assistant.ports import CaptureSource, Recogniser
    from assistant.settings import Settings
    from assistant.teaching import Lessons
    from speech.braille import BrailleMirror
    from speech.open_ear import OpenEar
    from speech.speaker import Speaker

log = logging.getLogger("hearsight.wiring")


@dataclass(slots=True)
class Assembly:
    """Everything that runs, and how it is ended. A context manager."""

    settings: Settings
    session: Session
    silent: SilentLane
    """For commands of scripts."""
    desk: Desk
    narrations: Narrations
    hands_free: HandsFree
    open_ear: OpenEar | None
    host: Host
    source_from: Callable[[str | None, str | None], CaptureSource]
    speaker: Speaker | None = None
    mute_because: HearsightError | None = None
    """Why it can't speak though it should."""
    endings: list[Callable[[], None]] = field(default_factory=list)
    feed: Feed = field(default_factory=Feed)
    """What is said, as text."""
    mirror: BrailleMirror | None = None
    remarks: list[str] = field(default_factory=list)
    """What is not as the settings want it, to be said or printed once."""
    recogniser: Recogniser | None = None
    aimings: Aimings = field(init=False)
    lessons: Lessons = field(init=False)
    """Guidance: `hearsight find` and `hearsight shoot`."""
    _warming: list[threading.Thread] | None = None

    def __enter__(self) -> Assembly:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def use_microphone(self) -> None:
        """The one that the settings name now."""
        if self.open_ear is not None:
            self.open_ear.use(microphone_of(self.settings))

    def warm(self) -> None:
        """Load what the first key press will need, on threads of their own. Returns at once."""
        self._warming = [
            threading.Thread(target=work, name="warm", daemon=True)
            for work in (self._warm_models, _warm_desktop, _warm_engine)
        ]
        for thread in self._warming:
            thread.start()

    @property
    def ready(self) -> bool:
        """All was loaded that the first key press will need."""
        return self._warming is not None and not any(thread.is_alive() for thread in self._warming)

    def _warm_models(self) -> None:
        for name in ("ocr", "hear", "embed"):  # in the order in which they are missed
            try:
                if name == "hear" and self.recogniser is not None:
                    self.recogniser.warm()  # and not the worker alone: it knows what to do about one that dies
                else:
                    self.host.warm(name)
            except (HearsightError, ValueError) as error:
                log.info("%s is not warm: %s", name, error)

    def close(self) -> None:
        self.session.close()
        for end in reversed(self.endings):
            end()


def assemble(
    settings: Settings,
    *,
    speak: bool = True,
    listen: bool = True,
    model: str | None = None,
    keep_waiting_for_sound: bool = False,
    out: Path | None = None,
    look_at_once: bool = False,
) -> Assembly:
    """`model`: name or folder of a captioning model, instead of the one in the settings. `keep_waiting_for_sound`:
    a missing sound device is waited for (the tray app) instead of being reported (one command). `out`: a WAV file
    that takes what is said, instead of the loudspeaker. `look_at_once`: the eyes load while the rest is put together.

    Raises `errors.ModelTrouble` for a captioning model that was named and can't be had, `errors.UnusableInput` for
    an `out` that can't be written."""
    from assistant.capture.choose import live_source_from, source_from
    from assistant.capture.pasted import BytesSource
    from assistant.capture.watched import watched
    from assistant.host import Host
    from models.store import Store

    store = Store()
    workers = workers_for(settings, store, model)
    host = Host(workers, idle_exit_s=settings.host.idle_exit_s)
    endings: list[Callable[[], None]] = [host.close]
    if look_at_once:
        threading.Thread(target=_warm_eyes, args=(host,), name="warm", daemon=True).start()
    box: dict[str, Any] = {}
    speaker, mute_because, mirror = None, None, None
    feed = Feed()
    heard_of: list[Callable[[Any], None]] = [lambda news: box["session"].heard_of(news), feed.heard_of]

    def told(news: Any) -> None:
        for listener in heard_of:
            listener(news)

    if speak and out is not None:
        speaker = speaker_into(out, settings, told)
        endings.append(speaker.close)
    elif speak:
        speaker, mute_because = speaker_for(settings, told, keep_waiting_for_sound)
        if speaker is not None:
            mirror = braille_mirror(settings)
            heard_of.append(mirror.heard_of)
            endings += [mirror.close, speaker.close]
    history = _history(settings, lambda sentence: box["session"].say(sentence))
    if history is not None:
        endings.append(history.close)
    open_ear, ear = ears(settings, store, speaker) if listen else (None, None)
    parts: dict[str, Any] = {
        "eyes": eyes(host, workers),
        "engines": engines(
            host,
            workers,
            notices(settings, store, workers["caption"], model=model) if "caption" in workers else None,
            twice=settings.describe.ask_twice,
        ),
        "window": lambda: source_from(None, None),
        "ear": ear,
        "recogniser": recogniser(host, workers),
        "memory": history,
        "compare": comparer(),
        "habits": habits_of(settings),
    }
    silent = SilentLane(Session(**parts))
    endings.append(silent.close)
    reach, let_go = reach_of_the_desktop()
    endings.append(let_go)
    session = Session(
        **parts,
        mouth=speaker,
        reach=reach,
        on_event=lambda event: box["desk"].emit(event) if "desk" in box else None,
        on_command=lambda command: bool(box["desk"].carry_out(command)),
    )
    desk = Desk(
        session,
        sources=lambda spec: source_from(spec, None),
        bindings=settings.hotkeys.bindings(),
        remember=_keep_setting,
    )
    desk.looks, desk.language = settings.looks, language_of(settings)
    desk.letters = letters_of(settings.hotkeys.letters)
    box.update(session=session, desk=desk)
    desk.on_private = silent.keep_nothing
    desk.history = _past(history, settings)
    if history is None:
        endings.append(desk.history.close)
    desk.chat = PictureChat(session, Session(**{**parts, "memory": None, "ear": None}), source_from, BytesSource)
    endings.append(desk.chat.close)
    looker = Session(**{**parts, "memory": None, "ear": None})
    desk.exploring = Exploring(session, looker, source_from, tables_of)
    endings.append(desk.exploring.close)
    desk.watcher = Watcher(session, parts["eyes"], parts["compare"], watched, in_brief())
    endings.append(desk.watcher.close)
    narrations = Narrations(session, narrators(host, session.clean), live_source_from)
    silent.session.freshest = narrations.now
    endings.append(narrations.close)
    desk.camera = CameraKeys(
        session,
        narrations,
        lambda spec: with_sign(source_from(spec, None), speaker),
        lambda: camera_wishes_of(box["app"].settings),
        lambda key, value: desk.remember(key, value),
    )
    desk.end_narration = desk.camera.end
    hands_free = HandsFree(session, open_ear, parts["recogniser"], wishes_of(settings), emit=desk.emit)
    heard_of.append(hands_free.heard_of)
    endings.append(hands_free.close)
    remarks = [] if speaker is None or out is not None else braille_remarks(settings, speaker)
    app = Assembly(
        settings,
        session,
        silent,
        desk,
        narrations,
        hands_free,
        open_ear,
        host,
        source_from,
        speaker,
        mute_because,
        endings,
        feed,
        mirror,
        remarks,
    )
    app.recogniser = parts["recogniser"]
    app.aimings = Aimings(session, narrations, guides(host), live_source_from)
    desk.aim = aims(app.aimings, desk.camera, session)
    desk.take_picture = app.aimings.take
    app.lessons = lessons(session, narrations, host, workers, store)
    desk.teach = teaches(app.lessons, narrations, desk.camera)
    box["app"] = app
    return app


def _warm_eyes(host: Host) -> None:
    with contextlib.suppress(HearsightError):  # what is missing is told by the look that needs it
        host.warm("ocr")


def _warm_engine() -> None:
    from models.grounded.engine import GroundedEngine

    GroundedEngine.warm()


def _warm_desktop() -> None:
    from assistant.capture.desktop import warm

    with contextlib.suppress(HearsightError):  # a missing display is told by the look that needs it
        warm()


def _history(settings: Settings, tell: Callable[[str], None]) -> History | None:
    if settings.history.keep == "off":
        return None
    from assistant.history import History

    wanted = settings.history
    return History(
        data_dir() / HISTORY_FILE, keep=wanted.keep, days=wanted.days, pictures_mb=wanted.pictures_mb, tell=tell
    )


def _past(history: History | None, settings: Settings) -> History:
    """What the history's window shows: what was kept before also where nothing is kept any more."""
    from assistant.history import History

    return history or History(data_dir() / HISTORY_FILE, keep="off", days=settings.history.days)


def _keep_setting(key: str, value: str) -> None:
    """A changed rate or volume outlives the program."""
    from assistant.settings_edit import set_value

    with contextlib.suppress(HearsightError):
        set_value(key, value)
