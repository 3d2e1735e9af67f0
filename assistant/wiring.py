"""The only file that names concrete classes: it puts the rooms together from the settings."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.desk import Desk
from assistant.errors import HearsightError, NoVoice
from assistant.following import Feed
from assistant.hands_free import HandsFree, Wishes
from assistant.phrases import say_in
from assistant.ports import Coming
from assistant.session import Session
from assistant.silent import SilentLane
from assistant.telling import Habits
from assistant.viewing import Eyes

if TYPE_CHECKING:
    from assistant.history import History
    from assistant.host import Host
    from assistant.ports import CaptureSource, Comparer, Ear, Engine, Recogniser, Voice
    from assistant.settings import Settings
    from assistant.types import Manner
    from models.catalogue import Entry
    from models.store import Store
    from speech.braille import BrailleMirror
    from speech.microphone import Microphone
    from speech.open_ear import OpenEar
    from speech.recognisers.chosen import Figure
    from speech.speaker import Speaker

log = logging.getLogger("hearsight.wiring")

HISTORY_FILE = "history.sqlite"
RECOGNISERS_FILE = "recognisers.json"
"""Beside the models: how quick each recogniser is here (`speech.recognisers.choose`)."""


@dataclass(slots=True)
class Assembly:
    """Everything that runs, and how it is ended. A context manager."""

    settings: Settings
    session: Session
    silent: SilentLane
    """For commands of scripts."""
    desk: Desk
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
    _warming: list[threading.Thread] = field(default_factory=list)

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
        for work in (self._warm_models, _warm_desktop):
            thread = threading.Thread(target=work, name="warm", daemon=True)
            self._warming.append(thread)
            thread.start()

    @property
    def ready(self) -> bool:
        """Nothing is loading any more."""
        return not any(thread.is_alive() for thread in self._warming)

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
) -> Assembly:
    """`model`: name or folder of a captioning model, instead of the one in the settings. `keep_waiting_for_sound`:
    a missing sound device is waited for (the tray app) instead of being reported (one command). `out`: a WAV file
    that takes what is said, instead of the loudspeaker.

    Raises `errors.ModelTrouble` for a captioning model that was named and can't be had, `errors.UnusableInput` for
    an `out` that can't be written."""
    from assistant.capture.choose import source_from
    from assistant.host import Host
    from models.store import Store

    store = Store()
    workers = _workers(settings, store, model)
    host = Host(workers, idle_exit_s=settings.host.idle_exit_s)
    endings: list[Callable[[], None]] = [host.close]
    box: dict[str, Any] = {}
    speaker, mute_because, mirror = None, None, None
    feed = Feed()
    heard_of: list[Callable[[Any], None]] = [lambda news: box["session"].heard_of(news), feed.heard_of]

    def told(news: Any) -> None:
        for listener in heard_of:
            listener(news)

    if speak and out is not None:
        speaker = _speaker_into(out, settings, told)
        endings.append(speaker.close)
    elif speak:
        speaker, mute_because = _speaker(settings, told, keep_waiting_for_sound)
        if speaker is not None:
            mirror = _mirror(settings)
            heard_of.append(mirror.heard_of)
            endings += [mirror.close, speaker.close]
    history = _history(settings, lambda sentence: box["session"].say(sentence))
    if history is not None:
        endings.append(history.close)
    open_ear, ear = _ears(settings, store, speaker) if listen else (None, None)
    parts: dict[str, Any] = {
        "eyes": _eyes(host),
        "engines": _engines(host, workers),
        "window": lambda: source_from(None, None),
        "ear": ear,
        "recogniser": _recogniser(host, workers),
        "memory": history,
        "compare": _comparer(),
        "habits": habits_of(settings),
    }
    silent = SilentLane(Session(**parts))
    endings.append(silent.close)
    session = Session(
        **parts,
        mouth=speaker,
        on_event=lambda event: box["desk"].emit(event) if "desk" in box else None,
        on_command=lambda command: bool(box["desk"].carry_out(command)),
    )
    desk = Desk(
        session,
        sources=lambda spec: source_from(spec, None),
        bindings=settings.hotkeys.bindings(),
        remember=_keep_setting,
    )
    box.update(session=session, desk=desk)
    hands_free = HandsFree(session, open_ear, parts["recogniser"], wishes_of(settings), emit=desk.emit)
    heard_of.append(hands_free.heard_of)
    endings.append(hands_free.close)
    remarks = [] if speaker is None or out is not None else braille_remarks(settings, speaker)
    app = Assembly(
        settings,
        session,
        silent,
        desk,
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
    return app


def braille_remarks(settings: Settings, speaker: Speaker) -> list[str]:
    """That braille alone was asked for and can't be had now."""
    if settings.speech.braille != "only" or settings.speech.voice == "console":
        return []
    if shows_braille(speaker.coming_voices):
        return []
    return [say_in(language_of(settings), "no_braille")]


def habits_of(settings: Settings) -> Habits:
    return Habits(
        verbosity=settings.describe.verbosity,  # type: ignore[arg-type]  # its rule allows just these
        language=language_of(settings),
        engine=settings.describe.engine,
        say_back=settings.speech.say_back,
        longest_question_s=settings.listening.max_s,
        earcons_as_words=settings.speech.earcons == "words",
    )


def language_of(settings: Settings) -> str:
    """The language to speak: the one set, else the system's if there is a phrase file for it, else English."""
    if settings.describe.language != "auto":
        return settings.describe.language
    import locale
    import os

    name = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or locale.getlocale()[0]
    return "zh" if (name or "").lower().startswith(("zh", "chinese")) else "en"


def _warm_desktop() -> None:
    from assistant.capture.desktop import warm

    with contextlib.suppress(HearsightError):  # a missing display is told by the look that needs it
        warm()


# -- the parts ------------------------------------------------------------------------------------------------------


def _workers(settings: Settings, store: Store, model: str | None) -> dict[str, tuple[str, dict[str, object]]]:
    """What lives in the host process; only those whose models are installed."""
    workers: dict[str, tuple[str, dict[str, object]]] = {"ocr": ("models.evidence.ocr:Reader", {})}
    if store.installed("minilm-l6-v2"):
        workers["embed"] = ("models.grounded.embeddings:Embedder", {"folder": str(store.path("minilm-l6-v2"))})
    hearing = hearing_model(settings, store)
    if hearing is not None:
        workers["hear"] = hearing
    captions = caption_folder(settings, store, model)
    if captions is not None:
        workers["caption"] = (
            "models.vlm.captioner:Captioner",
            {"source": str(captions), "device": settings.host.device},
        )
    return workers


def caption_folder(settings: Settings, store: Store, model: str | None = None) -> Path | None:
    """Of the captioning model: the one named (by name or folder), else whichever is installed, else None.

    Raises `errors.Usage` for an unknown name, `errors.ModelMissing` for one that is not installed."""
    name = model or settings.describe.vlm_model
    if name:
        folder = Path(name)
        return folder.resolve() if folder.is_dir() else store.path(name)
    return next(
        (store.path(n) for n in store.names() if store.entry(n).kind == "captioner" and store.installed(n)), None
    )


def hearing_model(
    settings: Settings, store: Store, language: str | None = None
) -> tuple[str, dict[str, object]] | None:
    """The recogniser as a worker of the host process, None when no model for the language (by default the one that is
    spoken) is there. One whose files are damaged counts as there: it is told, not passed over.

    Raises `errors.Usage` or `errors.ModelMissing` for a model that the settings name and that isn't there."""
    wanted, language = settings.listening.model, language or language_of(settings)
    models = [
        {"name": name, "folder": str(store.root / name), "memory_mb": store.entry(name).memory_mb}
        for name in store.names()
        if store.present(name) and _hears(store.entry(name), language, named=name == wanted)
    ]
    if wanted != "auto" and wanted not in {model["name"] for model in models}:
        store.path(wanted)  # raises, with what to do
    if not models:
        return None
    return "speech.recognisers.chosen:ChosenWhisper", {
        "models": models,
        "ledger": str(store.root / RECOGNISERS_FILE),
        "kind": settings.listening.recogniser,
        "device": settings.host.device,
        "language": language,
        "pinned": "" if wanted == "auto" else wanted,
    }


def _hears(entry: Entry, language: str, *, named: bool) -> bool:
    """Whether a model is a recogniser for the language. One installed from a folder says nothing of itself: it is
    taken when it is named."""
    return named or (entry.kind == "recogniser" and bool({language, "multilingual"} & set(entry.languages)))


def recogniser_figures(settings: Settings, *, again: bool) -> tuple[str, list[Figure], str, str]:
    """How quick each recogniser is here (`again`: measured anew): the language, the figures, the name of the one that
    is chosen ("" for none), and why. Raises `errors.RecogniserMissing`."""
    from assistant.cancel import Token
    from assistant.errors import RecogniserMissing
    from assistant.host import Host
    from models.store import Store

    hearing = hearing_model(settings, Store())
    if hearing is None:
        raise RecogniserMissing
    with Host({"hear": hearing}) as host:
        figures, name, why = host.worker("hear").call("figures", token=Token(), timeout_s=600, again=again)
    return language_of(settings), figures, name, why


@contextlib.contextmanager
def lone_recogniser(settings: Settings) -> Iterator[Recogniser | None]:
    """The recogniser alone, in a host of its own; None when no model for it is installed."""
    from assistant.host import Host
    from models.store import Store

    hearing = hearing_model(settings, Store())
    if hearing is None:
        yield None
        return
    with Host({"hear": hearing}) as host:
        yield _recogniser(host, {"hear": hearing})


def _eyes(host: Host) -> Eyes:
    from assistant.capture.gate import Gate
    from models.evidence.merge import SceneMerger
    from models.evidence.ocr import OcrGatherer
    from models.evidence.secrets import SecretRedactor
    from models.evidence.tree import TreeGatherer

    redactor = SecretRedactor()
    return Eyes(
        tree=TreeGatherer(),
        others=(OcrGatherer(host.worker("ocr")),),
        merger=SceneMerger(redactor),
        redactor=redactor,
        gate=Gate(),
    )


def _comparer() -> Comparer:
    from models.grounded.changes import changes

    return changes


def _engines(host: Host, workers: dict[str, tuple[str, dict[str, object]]]) -> dict[str, Engine]:
    from models.auto import AutoEngine
    from models.grounded.engine import GroundedEngine

    grounded = GroundedEngine(host.worker("embed") if "embed" in workers else None)
    engines: dict[str, Engine] = {"grounded": grounded}
    if "caption" in workers:
        from models.vlm.engine import VlmEngine

        engines["vlm"] = VlmEngine(host.worker("caption"))
    engines["auto"] = AutoEngine(grounded, engines.get("vlm"))
    return engines


def _speaker(
    settings: Settings, on_event: Callable[[Any], None], keep_waiting: bool
) -> tuple[Speaker | None, HearsightError | None]:
    from speech.audio import AudioOut
    from speech.sound_card import SoundCard
    from speech.speaker import Speaker

    audio, voices = None, []
    try:
        voices = chosen_voices(settings)
        if settings.speech.voice != "console":
            card = SoundCard(settings.speech.device)
            audio = AudioOut(card, required=not keep_waiting and not shows_braille(voices))
    except HearsightError as error:
        log.warning("no speech: %s %s", error.spoken, error.detail)
        for voice in voices:
            voice.close()
        return None, error
    speaker = Speaker(
        voices,
        audio,
        _manner(settings),
        on_event=on_event,
        earcons=settings.speech.earcons,  # type: ignore[arg-type]  # its rule allows just these
    )
    speaker.earcon_volume = settings.speech.earcon_volume
    return speaker, None


def shows_braille(voices: Sequence[Voice]) -> bool:
    """Whether a voice that shows instead of speaking has a display to show on now."""
    return any(voice.name == "braille" and isinstance(voice, Coming) and voice.there for voice in voices)


def chosen_voices(settings: Settings) -> list[Voice]:
    """Raises `errors.NoVoice`."""
    from speech.voices.choose import voices_for

    speech = settings.speech
    return voices_for(speech.voice, piper_folder(), braille=speech.braille, cells=speech.braille_cells)


def _mirror(settings: Settings) -> BrailleMirror:
    from speech.braille import BrailleMirror

    return BrailleMirror(settings.speech.braille_cells, on=mirrors_braille(settings))


def mirrors_braille(settings: Settings) -> bool:
    return settings.speech.braille == "also" and settings.speech.voice != "console"


@contextlib.contextmanager
def lone_mouth(settings: Settings) -> Iterator[Speaker]:
    """The speaker alone, with the sounds on, whatever the settings say. Raises `errors.NoSound`, `errors.NoVoice`."""
    from dataclasses import replace

    wanted = settings.speech
    voice = "auto" if wanted.voice == "console" else wanted.voice
    volume = wanted.earcon_volume or 1.0
    speech = replace(wanted, voice=voice, earcons="sound", earcon_volume=volume, braille="off")
    speaker, trouble = _speaker(replace(settings, speech=speech), lambda _: None, keep_waiting=False)
    if speaker is None:
        raise trouble or NoVoice()
    with contextlib.closing(speaker):
        yield speaker


def _speaker_into(out: Path, settings: Settings, on_event: Callable[[Any], None]) -> Speaker:
    from speech.speaker import Speaker
    from speech.voices.choose import streaming_voice
    from speech.voices.wav import WavVoice

    voice = WavVoice(out, streaming_voice(settings.speech.voice, piper_folder()))
    return Speaker([voice], None, _manner(settings), on_event=on_event)


def piper_folder() -> Path | None:
    """Of the neural voice, None when none is installed."""
    from models.store import Store

    store = Store()
    names = (name for name in store.names() if store.entry(name).kind == "voice" and store.installed(name))
    return next((store.path(name) for name in names), None)


def _manner(settings: Settings) -> Manner:
    from assistant.types import Manner

    return Manner(
        rate_wpm=settings.speech.rate_wpm,
        pitch=settings.speech.pitch,
        volume=settings.speech.volume,
        punctuation=settings.speech.punctuation,  # type: ignore[arg-type]  # its rule allows just these
        language=language_of(settings),
    )


def _ears(settings: Settings, store: Store, speaker: Speaker | None) -> tuple[OpenEar | None, Ear | None]:
    """The microphone, and what records questions through it."""
    if not store.installed("silero-vad"):
        return None, None
    from speech.listener import Listener
    from speech.open_ear import OpenEar
    from speech.vad import SileroVad

    vad = store.path("silero-vad")
    open_ear = OpenEar(microphone_of(settings), SileroVad(vad))
    if speaker is not None and speaker.audio is not None:
        speaker.audio.taps.append(open_ear.played)
    return open_ear, Listener(vad, open_ear)


def microphone_of(settings: Settings) -> Microphone:
    from speech.microphone import SoundCardMicrophone

    return SoundCardMicrophone(settings.listening.device or None)


def wishes_of(settings: Settings) -> Wishes:
    """What the microphone may be open for."""
    listening = settings.listening
    return Wishes(listening.hands_free, listening.wake_phrase, listening.barge_in)


def _recogniser(host: Host, workers: dict[str, tuple[str, dict[str, object]]]) -> Recogniser | None:
    if "hear" not in workers:
        return None
    from speech.recognisers.choose import Ledger
    from speech.recognisers.hosted import HostedRecogniser

    ledger = Ledger(Path(str(workers["hear"][1]["ledger"])))
    return HostedRecogniser(host.worker("hear"), "hosted", blame=ledger.blame)


def _history(settings: Settings, tell: Callable[[str], None]) -> History | None:
    if settings.history.keep == "off":
        return None
    from assistant.history import History
    from assistant.settings import data_dir

    return History(data_dir() / HISTORY_FILE, keep=settings.history.keep, days=settings.history.days, tell=tell)


def _keep_setting(key: str, value: str) -> None:
    """A changed rate or volume outlives the program."""
    from assistant import settings as store

    with contextlib.suppress(HearsightError, OSError):
        store.save(store.changed(store.load(), key, value))
