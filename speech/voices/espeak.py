"""espeak-ng in this process, streamed: the first samples are there within a millisecond of the call.

The library is driven by ctypes (speak_lib.h of espeak-ng 1.49 and later) in synchronous mode: `espeak_Synth` calls
back with each 20 ms of sound, and stops when the callback returns 1. It has one global state, so one lock guards it.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import importlib.util
import logging
import os
import sys
import threading
from collections.abc import Callable, Sequence
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from assistant import errors
from assistant.cancel import Cancelled
from speech.resample import Resampler
from speech.voices import scripts

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.ports import SampleSink
    from assistant.types import Manner, Samples

log = logging.getLogger(__name__)

# From speak_lib.h
_SYNCHRONOUS, _DONT_EXIT, _POS_CHARACTER = 2, 0x8000, 1
_CHARS_UTF8, _SSML, _ENDPAUSE = 1, 0x10, 0x1000
_RATE, _VOLUME, _PITCH = 1, 2, 3
_IPA = 2
_OK = 0
_CHUNK_MS = 20
RATES_WPM = (80, 900)
"""What espeak-ng can do; above 450 words a minute its libsonic squeezes the sound."""

_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class _VoiceEntry(ctypes.Structure):
    """espeak_VOICE of speak_lib.h."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_void_p),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("xx1", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )


# Tags people use -> tags of espeak-ng, best first. Debian's 1.51 reads Chinese with its "cmn" voice as English
# letters ("en three"); the voice with Latin as pinyin is right in 1.51 and 1.52, and Latin words never reach it.
_ALIASES = {
    "en": ("en-us", "en-gb"),
    "zh": ("cmn-latn-pinyin", "cmn"),
    "cmn": ("cmn-latn-pinyin", "cmn"),
    "zh-hk": ("yue",),
    "no": ("nb",),
    "pt": ("pt-br", "pt"),
}


class EspeakVoice:
    """A `ports.Voice` that streams. Keeps the promises of the port; see `assistant.ports.Voice`.

    `library` names another libespeak-ng; else the system's is taken, else that of the package `espeakng_loader`.
    Raises `errors.NoVoice` when there is none, or when its data is missing.
    """

    name = "espeak"
    streams = True

    def __init__(self, library: Path | None = None) -> None:
        self._library = _load(str(library) if library else "")
        self._hushed = threading.Event()

    def speak(self, text: str, manner: Manner, sink: SampleSink) -> None:
        """Raises `Cancelled` when hushed, `errors.NoVoice` when no voice knows the language."""
        import numpy as np

        self._hushed.clear()
        sink.write(np.zeros(0, np.float32))  # a hush before the line above is an era gone by now
        base = self._library.voice_for(manner.language)
        if base is None:
            raise errors.NoVoice(f"I have no voice for the language {manner.language}.")
        while not self._library.lock.acquire(timeout=0.02):
            self._check(sink)
        try:
            pieces = scripts.runs(scripts.speakable(text), manner.language)
            for index, (language, piece) in enumerate(pieces):
                self._library.set_manner(self._library.voice_for(language) or base, manner)
                flags = (_SSML if manner.spell else 0) | (_ENDPAUSE if index == len(pieces) - 1 else 0)
                self._stream(_spelled(piece) if manner.spell else piece, flags, sink)
        finally:
            self._library.lock.release()

    def hush(self) -> None:
        self._hushed.set()

    def phonemes(self, text: str, voice: str) -> str:
        """How `voice` ("en-us") would pronounce the text, in IPA. Without punctuation. Raises `errors.NoVoice`."""
        name = self._library.voice_for(voice)
        if name is None:
            raise errors.NoVoice(f"I have no voice for the language {voice}.")
        with self._library.lock:
            return self._library.phonemes(scripts.speakable(text), name)

    def languages(self) -> Sequence[str]:
        """BCP 47 tags, as they are accepted in `Manner.language`."""
        return self._library.languages

    def close(self) -> None:
        """Nothing to give back: the library lives as long as the process (it can't be initialised twice)."""

    def _check(self, sink: SampleSink) -> None:
        import numpy as np

        if self._hushed.is_set():
            raise Cancelled
        sink.write(np.zeros(0, np.float32))

    def _stream(self, text: str, flags: int, sink: SampleSink) -> None:
        """Synthesise on this thread; the library calls `take` with each chunk."""
        import numpy as np

        resampler = Resampler(self._library.rate, sink.rate)

        def take(samples: Samples | None) -> None:
            if self._hushed.is_set():
                raise Cancelled
            sound = (
                resampler.end() if samples is None else resampler.feed(samples.astype(np.float32) / np.float32(32768))
            )
            sink.write(sound)

        self._library.synthesise(text, flags, take)
        take(None)


class _Library:
    """libespeak-ng, initialised. All but `voice_for` and `languages` only with `lock` held."""

    def __init__(self, lib: ctypes.CDLL, data: str | None) -> None:
        self.lock = threading.Lock()
        lib.espeak_Initialize.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_int]
        lib.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_VoiceEntry))
        lib.espeak_Synth.argtypes = [
            ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int, ctypes.c_uint, ctypes.c_uint,
            ctypes.c_void_p, ctypes.c_void_p,
        ]  # fmt: skip
        lib.espeak_TextToPhonemes.argtypes = [ctypes.POINTER(ctypes.c_void_p), ctypes.c_int, ctypes.c_int]
        lib.espeak_TextToPhonemes.restype = ctypes.c_char_p
        self.rate: int = lib.espeak_Initialize(_SYNCHRONOUS, _CHUNK_MS, os.fsencode(data) if data else None, _DONT_EXIT)
        if self.rate <= 0:
            raise errors.NoVoice(detail=f"espeak_Initialize gave {self.rate}; data: {data}")
        self._lib = lib
        self._take: Callable[[Samples | None], None] | None = None
        self._failures: list[BaseException] = []
        self._callback = _Callback(self._on_samples)  # kept, else it is collected while the library holds it
        lib.espeak_SetSynthCallback(self._callback)
        self._voices = self._list_voices()
        self._voice = b""
        self.languages = tuple(sorted({*self._voices, *(tag for tag in _ALIASES if self.voice_for(tag))}))

    def voice_for(self, language: str) -> bytes | None:
        """The library's own name of the best voice: for the tag, for its aliases, for its primary tag. Or None."""
        tag = language.lower().replace("_", "-")
        for wanted in (tag, tag.split("-")[0]):
            for name in (*_ALIASES.get(wanted, ()), wanted):
                if name in self._voices:
                    return self._voices[name]
        return None

    def set_manner(self, voice: bytes, manner: Manner) -> None:
        self._set_voice(voice)
        rate = min(max(manner.rate_wpm, RATES_WPM[0]), RATES_WPM[1])
        self._lib.espeak_SetParameter(_RATE, rate, 0)
        self._lib.espeak_SetParameter(_PITCH, min(max(manner.pitch, 0), 100), 0)
        self._lib.espeak_SetParameter(_VOLUME, round(100 * min(max(manner.volume, 0.0), 1.0)), 0)

    def phonemes(self, text: str, voice: bytes) -> str:
        self._set_voice(voice)
        raw = ctypes.create_string_buffer(text.encode("utf-8"))
        place = ctypes.c_void_p(ctypes.addressof(raw))
        clauses = []
        while place.value:  # the library moves it to the next clause, and to NULL behind the last
            found: bytes | None = self._lib.espeak_TextToPhonemes(ctypes.byref(place), _CHARS_UTF8, _IPA)
            clauses.append((found or b"").decode("utf-8", "replace"))
        return " ".join(filter(None, clauses))

    def _set_voice(self, voice: bytes) -> None:
        if voice != self._voice:
            if self._lib.espeak_SetVoiceByName(voice) != _OK:
                raise errors.NoVoice(detail=f"espeak-ng lists the voice {voice!r} but can't load it")
            self._voice = voice

    def synthesise(self, text: str, flags: int, take: Callable[[Samples | None], None]) -> None:
        """Raises what `take` raised, which stops the synthesis."""
        raw = text.encode("utf-8")
        self._take, self._failures = take, []
        status = self._lib.espeak_Synth(raw, len(raw) + 1, 0, _POS_CHARACTER, 0, _CHARS_UTF8 | flags, None, None)
        self._take = None
        if self._failures:
            raise self._failures.pop()
        if status != _OK:
            raise errors.NoVoice(detail=f"espeak_Synth gave {status}")

    def _on_samples(self, wav: ctypes._Pointer[ctypes.c_short], count: int, _events: int | None) -> int:
        if self._failures:
            return 1
        if not wav or count <= 0 or self._take is None:
            return 0
        import numpy as np

        try:
            # Copied: the library writes its next chunk to the same place.
            self._take(np.ctypeslib.as_array(wav, (count,)).copy())
        except BaseException as error:  # noqa: BLE001 - nothing may cross the C frames; raised again behind them
            self._failures.append(error)
            return 1
        return 0

    def _list_voices(self) -> dict[str, bytes]:
        """Tag -> identifier, of the voice that gives the tag the highest priority (the lowest number)."""
        best: dict[str, tuple[int, bytes]] = {}
        entries = self._lib.espeak_ListVoices(None)
        index = 0
        while entries[index]:
            entry = entries[index].contents
            place = entry.languages
            while priority := ctypes.string_at(place, 1)[0]:
                tag = ctypes.string_at(place + 1)
                place += len(tag) + 2
                key = tag.decode("ascii", "replace").lower()
                if key not in best or priority < best[key][0]:
                    best[key] = (priority, entry.identifier)
            index += 1
        return {tag: identifier for tag, (_, identifier) in best.items()}


def _spelled(text: str) -> str:
    """SSML that names each character; capitals are called so."""
    return "".join(f'<say-as interpret-as="tts:char">{escape(one)}</say-as> ' for one in text)


@cache
def _load(library: str) -> _Library:
    tried = []
    for name, data in _candidates(library):
        try:
            lib = ctypes.CDLL(name)
        except OSError as error:
            tried.append(f"{name}: {error}")
            continue
        return _Library(lib, data)
    raise errors.NoVoice(detail="; ".join(tried) or "no espeak-ng library found")


def _candidates(library: str) -> list[tuple[str, str | None]]:
    """(library, folder of its data or None for its own), in the order to be tried."""
    if library:
        return [(library, None)]
    named = {"linux": "libespeak-ng.so.1", "darwin": "libespeak-ng.dylib", "win32": "libespeak-ng.dll"}
    found: list[tuple[str, str | None]] = [(named.get(sys.platform, "libespeak-ng.so.1"), None)]
    elsewhere = ctypes.util.find_library("espeak-ng")
    if elsewhere:
        found.append((elsewhere, None))
    if importlib.util.find_spec("espeakng_loader") is not None:
        import espeakng_loader

        found.append((str(espeakng_loader.get_library_path()), str(espeakng_loader.get_data_path())))
    return found
