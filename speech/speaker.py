"""The mouth: what is said next, and what a hush throws away.

One thread speaks, one utterance after the other, with the first voice that can. A second thread tells the listener
of `on_event`, so that a slow listener delays no word. Each hush begins an era, and what belongs to an older era is
dropped wherever it is: in the queue, in a voice, in the buffer of the sound device.

How a hush stays both safe and quick: the speaker thread passes a turnstile (`_lock`) between two utterances, a hush
holds it while it begins the new era, drops the sound, and tells the voice. So `Voice.hush` can only meet the
utterance it was meant for, and nothing ever waits for the device with the turnstile held.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant import errors
from assistant.cancel import Cancelled
from assistant.ports import Playing, Preparing
from assistant.types import Manner
from speech import earcons as sounds
from speech import sonify, words
from speech.news import Kind, News, SpeakerEvent
from speech.utterance import Unheard, Utterance
from speech.voice_order import VoiceOrder, in_the_log
from speech.watchdog import Watchdog

if TYPE_CHECKING:
    from assistant.ports import Earcon, Earcons, Priority, SampleSink, Voice
    from assistant.types import Spelling, Tune
    from speech.audio import AudioOut

log = logging.getLogger(__name__)

DEVICE_PATIENCE_S = 20.0
"""How long a sentence waits for the sound device to come back, when no other voice can say it."""
TONES = "♪"
"""Stands for tones where what is said is shown as text."""
LAST_RESORT = "en"
"""The language of a voice that reads what no voice knows the language of."""


class Speaker:
    """A `ports.Mouth`. Owns the voices and the audio it is given: `close` closes them.

    `voices`: best first; a voice that raises is replaced by the next one for the same sentence. `audio` None: only
    voices that play or print by themselves are used, and earcons make no sound. `on_event` is called on a thread of
    the speaker, one event after the other. All methods may be called from any thread, also from `on_event`.
    """

    def __init__(
        self,
        voices: Sequence[Voice],
        audio: AudioOut | None,
        manner: Manner | None = None,
        on_event: Callable[[SpeakerEvent], None] | None = None,
        earcons: Earcons = "sound",
        watchdog: Watchdog | None = None,
    ) -> None:
        self._watchdog = watchdog or Watchdog()
        self._order = VoiceOrder(voices, self._watchdog)
        self._new_voices: tuple[Voice, ...] = ()
        self.audio = audio
        self.earcons = earcons
        self.earcon_volume = 1.0
        """0..1, of the sounds alone."""
        self._worded_at: dict[Earcon, float] = {}
        self._manner = manner or Manner()
        self._lock = threading.Condition(threading.RLock())
        self._news = News(self._lock, on_event, self._played)
        self._era = 0
        self._next: deque[Utterance] = deque()
        self._normal: deque[Utterance] = deque()
        self._current: Utterance | None = None
        self._voice: Voice | None = None
        self._sounding: list[Utterance] = []
        """Handed to the device's buffer in whole, not yet played to the end."""
        self._closed = False
        if audio is not None:
            audio.watchers.append(self._device_changed)
        self._thread = threading.Thread(target=self._run, name="speaker", daemon=True)
        self._thread.start()

    # -- the port -----------------------------------------------------------------------------------------------

    def say(
        self,
        text: str,
        *,
        priority: Priority = "normal",
        language: str | None = None,
        era: int | None = None,
        spelling: Spelling | None = None,
        mark: int | None = None,
    ) -> None:
        """See `ports.Mouth.say`. Text without a visible character is nothing to say. Several "next" keep their
        order. After `close`, dropped."""
        text = text.strip()
        if not text:
            return
        with self._lock:
            utterance = Utterance(text, self._era if era is None else era, language, spelling, mark)
            self._news.put("queued", utterance)
            if self._closed or utterance.era < self._era:
                self._end(utterance, "dropped")
                return
            if priority == "now":
                self._silence(earcons=False)
            self._make_way()
            (self._next if priority == "next" else self._normal).append(utterance)
            self._foresee()
            self._lock.notify_all()

    def earcon(self, name: Earcon) -> None:
        """As a sound: at once, over speech; one of waiting (`earcons.BACKGROUND`) in silence only, and the first word
        ends it. As a word: when nothing else waits to be said, and cut off by what is said next, so that it never
        holds up a sentence. Raises `ValueError`."""
        if name not in sounds.SHAPES:
            raise ValueError(f"no earcon is called {name!r}; there are: {', '.join(sounds.SHAPES)}")
        with self._lock:
            waiting = name in sounds.BACKGROUND
            if self._closed or (waiting and self._busy()):
                return
            if self.earcons == "words":
                self._say_word(name)
            elif self.earcons == "sound" and self.audio is not None and self.audio.available:
                sound = sounds.sound(name, self.audio.rate, self.earcon_volume)
                self.audio.mix(sound, background=waiting)

    def beacon(self, height: float, side: float) -> bool:
        """See `ports.Mouth.beacon`."""
        with self._lock:
            if self._closed or self.earcons != "sound" or self.audio is None or not self.audio.available:
                return False
            if not self._busy():
                tone = sonify.beacon(height, side, self.audio.rate, self.earcon_volume)
                self.audio.mix(tone, background=True)
            return True

    def play(self, tune: Tune, *, era: int | None = None, mark: int | None = None) -> bool:
        """See `ports.Mouth.play`."""
        with self._lock:
            device = self.audio is not None and self.audio.available
            if self._closed or not (device or self._player() is not None):
                return False
            utterance = Utterance(TONES, self._era if era is None else era, None, mark=mark, tune=tune)
            self._news.put("queued", utterance)
            if utterance.era < self._era:
                self._end(utterance, "dropped")
                return True
            self._make_way()
            self._normal.append(utterance)
            self._lock.notify_all()
            return True

    def hush(self) -> int:
        with self._lock:
            self._era += 1
            self._silence(earcons=True)
            return self._era

    @property
    def era(self) -> int:
        return self._era

    @property
    def speaking(self) -> bool:
        """True while anything is queued, being said, or still in the buffer of the device."""
        with self._lock:
            return self._busy()

    # -- more than the port -------------------------------------------------------------------------------------

    @property
    def manner(self) -> Manner:
        """Rate, pitch, volume, language, spelling: read when an utterance starts, so a change holds for all that
        waits. `language` of `say` goes before `manner.language`."""
        return self._manner

    @manner.setter
    def manner(self, manner: Manner) -> None:
        self._manner = manner

    @property
    def voices(self) -> tuple[Voice, ...]:
        """Best first."""
        return self._order.voices

    @property
    def coming_voices(self) -> tuple[Voice, ...]:
        """Those of the next utterance."""
        with self._lock:
            return self._new_voices or self._order.voices

    def drained(self, timeout_s: float) -> bool:
        """Wait until every earcon was handed to the device. False when time is up."""
        return self.audio is None or self.audio.drain(timeout_s)

    def use_voices(self, voices: Sequence[Voice]) -> None:
        """Other voices from the next utterance on; the old ones are closed then."""
        with self._lock:
            unused, self._new_voices = self._new_voices, tuple(voices)
        for voice in unused:
            voice.close()

    def wait_idle(self, timeout_s: float) -> bool:
        """Until nothing is left to say and every event was told. False when time is up. Not from `on_event`."""
        with self._lock:
            return self._lock.wait_for(lambda: not self._busy() and not self._news.untold, timeout_s)

    def close(self) -> None:
        """Hush, end the threads, close voices and audio. May be called twice. Not from `on_event`."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._silence(earcons=False)
            self._lock.notify_all()
        self._thread.join(5)
        if self.audio is not None:
            self.audio.drain(0.5)  # an earcon may still sound
        for voice in (*self.voices, *self._new_voices):
            if not self._watchdog.hangs(voice):
                voice.close()
        if self.audio is not None:
            self.audio.close()
        self._news.close()

    # -- with the turnstile held --------------------------------------------------------------------------------

    def _say_word(self, name: Earcon) -> None:
        now = time.monotonic()
        pause_s = sounds.WORD_AT_MOST_EVERY_S.get(name, 0.0)
        if self._next or self._normal or now - self._worded_at.get(name, -pause_s) < pause_s:
            return
        self._worded_at[name] = now
        word = sounds.word(name, self._manner.language)
        self._normal.append(Utterance(word, self._era, None, fleeting=True))
        self._lock.notify_all()

    def _make_way(self) -> None:
        """For a sentence: whatever stands for an earcon ends. (Not where the end of a sentence is still heard with
        it: the two could only be silenced together.)"""
        if self.audio is not None:
            self.audio.end_background()
        for word in [one for one in self._normal if one.fleeting]:
            self._normal.remove(word)
            self._end(word, "dropped")
        heard = [*self._sounding, *([self._current] if self._current else [])]
        if heard and all(one.fleeting for one in heard):
            waiting = self._next, self._normal
            self._next, self._normal = deque(), deque()
            self._silence(earcons=False)
            self._next, self._normal = waiting

    def _busy(self) -> bool:
        return bool(self._next or self._normal or self._current or self._sounding)

    def _silence(self, *, earcons: bool) -> None:
        waiting = [*self._sounding, *([self._current] if self._current else []), *self._next, *self._normal]
        self._sounding.clear()
        self._next.clear()
        self._normal.clear()
        if self.audio is not None:
            self.audio.hush(earcons=earcons)
        if self._voice is not None:
            self._voice.hush()
        for utterance in waiting:
            self._end(utterance, "dropped")
        self._lock.notify_all()

    def _end(self, utterance: Utterance, kind: Kind, at: float | None = None) -> None:
        """Each utterance ends once: whoever comes second (a hush, its last sample) changes nothing."""
        if not utterance.ended:
            utterance.ended = True
            self._news.put(kind, utterance, at)

    # -- the speaker thread -------------------------------------------------------------------------------------

    def _run(self) -> None:
        words.warm()
        while (utterance := self._take()) is not None:
            try:
                self._perform(utterance)
            except Cancelled:
                log.debug("hushed")
            with self._lock:
                self._current = self._voice = None
                self._lock.notify_all()

    def _take(self) -> Utterance | None:
        with self._lock:
            self._lock.wait_for(lambda: self._closed or self._next or self._normal)
            if self._closed:
                return None
            self._current = (self._next or self._normal).popleft()
            old: tuple[Voice, ...] = ()
            if self._new_voices:
                old = self._order.voices
                self._order.replace(self._new_voices)
                self._new_voices = ()
            current = self._current
        for voice in old:
            if not self._watchdog.hangs(voice):
                voice.close()
        return current

    def _perform(self, utterance: Utterance) -> None:
        """Say it with the first voice that can. Raises `Cancelled` when it was dropped meanwhile."""
        if utterance.tune is not None:
            self._perform_tune(utterance, utterance.tune)
            return
        give_up_at = time.monotonic() + DEVICE_PATIENCE_S
        while True:
            manner = self._manner_of(utterance)
            failures = self._try_all(utterance, manner)
            if failures and manner.language != LAST_RESORT:
                # Read with the wrong accent is better than not read at all.
                failures = self._try_all(utterance, replace(manner, language=LAST_RESORT))
            if not failures:
                return
            if not self._device_returns(utterance, failures, give_up_at):
                break
        log.error("no voice could speak: %s", "; ".join(map(in_the_log, failures)))
        with self._lock:
            self._end(utterance, "failed")

    def _perform_tune(self, utterance: Utterance, tune: Tune) -> None:
        """What the device took with it is not played from the middle: it can be asked for again."""
        player = self._player()
        try:
            sink = self._begin(player, utterance, told=True)
            if player is not None:
                player.play(tune, self._manner.volume, sink)
            else:
                sonify.play(tune, sink, self._manner.volume)
            self._hand_over(utterance, sink)
        except (errors.NoSound, errors.UnusableInput) as error:
            log.info("tones were not played to the end: %s", error.detail)
            with self._lock:
                self._end(utterance, "failed")

    def _player(self) -> Playing | None:
        """The voice that takes tones where there is no device for them."""
        return next((voice for voice in self.voices if self.audio is None and isinstance(voice, Playing)), None)

    def _manner_of(self, utterance: Utterance) -> Manner:
        return replace(self._manner, language=utterance.language) if utterance.language else self._manner

    def _foresee(self) -> None:
        """With the turnstile held: a voice that can is told what it will speak next."""
        waiting = self._next or self._normal
        if waiting and isinstance(self._voice, Preparing):
            self._voice.prepare(*waiting[0].as_read(self._voice, self._manner_of(waiting[0])))

    def _try_all(self, utterance: Utterance, manner: Manner) -> list[Exception]:
        """What went wrong with each voice; empty when one of them said it."""
        failures: list[Exception] = []
        heard = self.audio is not None and self.audio.available
        for voice in self._order.usable(manner.language, heard=heard):
            failure = self._try(voice, utterance, manner)
            if failure is None:
                return []
            failures.append(failure)
        return failures or [errors.NoSound(detail="there is no voice that can be heard without a sound device")]

    def _try(self, voice: Voice, utterance: Utterance, manner: Manner) -> Exception | None:
        """None when the voice said it, else why not. Raises `Cancelled` when the utterance was dropped."""
        try:
            note = self._order.note(manner.language)
            if voice.streams and self.audio is not None:
                note = f"{note} {self.audio.remark(manner.language)}".strip()
            if note:
                aside = self._begin(voice, utterance, told=False)
                self._watchdog.speak(voice, note, manner, aside, lambda: utterance.ended)
            sink = self._begin(voice, utterance, told=True)
            text, manner_read = utterance.as_read(voice, manner)
            self._watchdog.speak(voice, text, manner_read, sink, lambda: utterance.ended)
            self._hand_over(utterance, sink)
            return None
        except Cancelled:
            if utterance.ended:
                raise
            failure: Exception = errors.NoVoice(detail=f"{voice.name} stopped by itself")
        except errors.NoSound as error:  # the device's fault: the voice stays the first choice
            return error
        except Exception as error:  # noqa: BLE001 - a voice may break in any way; the sentence must not get lost
            failure = error
        self._order.failed(voice, manner.language, failure)
        return failure

    def _begin(self, voice: Voice | None, utterance: Utterance, *, told: bool) -> SampleSink:
        """Pass the turnstile with an utterance (`told`) or with the note before it, which has no events. Tones have no
        voice."""
        streams = voice is None or voice.streams
        with self._lock:
            if not streams:  # it plays by itself: not over the end of what another voice said
                self._lock.wait_for(lambda: not self._sounding or utterance.ended)
            if utterance.ended:
                raise Cancelled
            self._voice = voice
            if told:
                utterance.voice = voice.name if voice is not None else ""
                self._foresee()
                self._news.put("started", utterance)
            if self.audio is None or not streams:
                return Unheard(utterance)
            if not told:
                return self.audio.sink()
            return self.audio.sink(
                on_first=lambda at: self._news.put_from_device("first_sample", utterance, at),
                on_last=lambda at: self._news.put_from_device("last_sample", utterance, at),
            )

    def _hand_over(self, utterance: Utterance, sink: SampleSink) -> None:
        """All of it was spoken; what a streaming voice spoke has yet to be played."""
        with self._lock:
            if utterance.ended:
                raise Cancelled
            if isinstance(sink, Unheard):
                self._end(utterance, "finished")
                return
            sink.finish()  # type: ignore[attr-defined]
            self._sounding.append(utterance)
            self._current = self._voice = None

    # -- the device ---------------------------------------------------------------------------------------------

    def _device_returns(self, utterance: Utterance, failures: list[Exception], give_up_at: float) -> bool:
        """True when the sound device was all that was missing, and is there again."""
        left_s = give_up_at - time.monotonic()
        missing = any(isinstance(failure, errors.NoSound) for failure in failures)
        if self.audio is None or not missing or left_s <= 0 or not any(voice.streams for voice in self.voices):
            return False
        with self._lock:
            if utterance.ended:
                raise Cancelled
            era = self.audio.era
        back = self.audio.wait_available(left_s, era)
        if utterance.ended:
            raise Cancelled
        return back

    def _device_changed(self, there: bool) -> None:
        """The device took the end of what was sounding with it: that is said again, in the same order."""
        if not there:
            with self._lock:
                self._next.extendleft(one for one in reversed(self._sounding) if not one.ended)
                self._sounding.clear()
                self._lock.notify_all()

    def _played(self, utterance: Utterance) -> None:
        """With the turnstile held: its last sample was, and that was told."""
        self._sounding = [one for one in self._sounding if one is not utterance]
