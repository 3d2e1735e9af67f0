"""A neural voice on the CPU: a Piper model (VITS) run by onnxruntime, its phonemes from our espeak-ng.

A sentence is made in pieces, the first of them short, so that it is heard after some 60 to 150 ms; the rest is made
while that plays, and `prepare` makes the beginning of the next sentence meanwhile. Nothing of Piper's own code is
needed: a model is one ONNX file and a JSON file that says which phoneme has which number.
"""

from __future__ import annotations

import json
import logging
import os
import re
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant import errors
from assistant.cancel import Cancelled
from speech.resample import Resampler
from speech.voices import scripts
from speech.voices.espeak import EspeakVoice

if TYPE_CHECKING:
    from assistant.ports import SampleSink
    from assistant.types import Manner, Samples

log = logging.getLogger(__name__)

NATURAL_WPM = 190
"""What the voice joe (en_US, medium) speaks at length scale 1, in words a minute as espeak-ng counts them (measured:
36 words in 9.4 s; espeak-ng takes 9.7 s at 190)."""
SCALES = (0.45, 2.4)
"""Below 0.45 (some 400 words a minute) the model swallows phonemes instead of speaking faster."""
KEEPS_UP = 0.7
"""The highest real-time factor that leaves no gaps: each piece must be ready before the one before it was heard."""
FIRST_LETTERS = 60
"""The first piece is cut here at the latest: its length is how long the first sound is waited for."""
GROWTH = 4
"""A piece may be so many times longer than what was made before it: at a real-time factor of 0.2 it is in time."""
EDGE, LEAD_S, TRAIL_S = 0.008, 0.01, 0.05
"""What is softer than EDGE before and after a piece is cut down to so much: the model leaves up to 0.3 s of it."""
SLICE_S = 0.05
FORESEEN = 2
"""The speaker tells of the next sentence just before it asks for this one."""
LONGEST_CLAUSE = 200
"""A clause without end (a path, a line of signs) is cut here, wherever that is."""
_CLAUSE = re.compile(r"(?:[^.,;:!?…—]|[.,:](?=\w))+[.,;:!?…—]*\s*|[.,;:!?…—]+\s*")
_PAUSES = {"…": ".", "—": ","}


class PiperVoice:
    """A `ports.Voice` that streams; also `ports.Preparing`. `folder` holds one model, `*.onnx` and `*.onnx.json`.

    Other languages and scripts than its own, and spelling, are espeak-ng's. With `must_keep_up`, a computer that it
    is too slow on gets `errors.NoVoice` from `speak`, so that the next voice takes over.
    Raises `errors.NoVoice` when the model or espeak-ng is not there.
    """

    name = "piper"
    streams = True

    def __init__(self, folder: Path, *, must_keep_up: bool = False) -> None:
        models = sorted(folder.glob("*.onnx"))
        if not models:
            raise errors.NoVoice("The neural voice is not installed. Run: hearsight models install piper-joe")
        self._model = models[0]
        self._must_keep_up = must_keep_up
        self._espeak = EspeakVoice()
        self._changed = threading.Condition()
        """Guards all below and every job."""
        self._jobs: deque[_Job] = deque()
        self._current: _Job | None = None
        """What `speak` speaks."""
        self._prepared: list[_Job] = []
        """At most FORESEEN, the oldest first."""
        self._closed = False
        self._worker: threading.Thread | None = None

    # -- the port -----------------------------------------------------------------------------------------------

    def speak(self, text: str, manner: Manner, sink: SampleSink) -> None:
        """Raises `Cancelled` when hushed, `errors.NoVoice` for a language that espeak-ng does not know either, or when
        the model fails."""
        import numpy as np

        job = self._begin(text, manner)
        try:
            sink.write(np.zeros(0, np.float32))  # a hush before `_begin` is an era gone by now
            if manner.spell:
                self._espeak.speak(text, manner, sink)
                return
            for made, rate in self._made(job):
                resampler = Resampler(rate, sink.rate)
                step = max(1, round(rate * SLICE_S))
                for at in range(0, len(made), step):
                    if job.dropped:
                        raise Cancelled
                    sink.write(resampler.feed(made[at : at + step]))
                sink.write(resampler.end())
        finally:
            self._drop(job)

    def prepare(self, text: str, manner: Manner) -> None:
        """Make the beginning of what will be spoken next. Returns at once; any thread."""
        with self._changed:
            wanted = _Job(text, manner)
            if self._closed or manner.spell or any(job.same(wanted) for job in self._prepared):
                return
            if len(self._prepared) == FORESEEN:
                self._prepared.pop(0).drop()
            self._prepared.append(wanted)
            self._queue(wanted)

    def hush(self) -> None:
        with self._changed:
            for job in (self._current, *self._prepared):
                if job is not None:
                    job.drop()
            self._prepared.clear()
            self._changed.notify_all()
        self._espeak.hush()

    def languages(self) -> Sequence[str]:
        """BCP 47 tags, as they are accepted in `Manner.language`; the model's own first."""
        return tuple(dict.fromkeys((*self._own(), *self._espeak.languages())))

    def _own(self) -> tuple[str, str]:
        tag = str(self._config["language"]["code"]).lower().replace("_", "-")
        return (tag.split("-")[0], tag)

    def close(self) -> None:
        self.hush()
        with self._changed:
            self._closed = True
            self._changed.notify_all()
            worker = self._worker
        if worker is not None:
            worker.join(5)

    # -- the jobs -----------------------------------------------------------------------------------------------

    def _begin(self, text: str, manner: Manner) -> _Job:
        with self._changed:
            job = _Job(text, manner)
            known = next((one for one in self._prepared if one.same(job)), None)
            if known is not None:
                self._prepared.remove(known)
                job = known
            elif not manner.spell:
                self._queue(job)
            self._after(job)
            self._current = job
            return job

    def _queue(self, job: _Job) -> None:
        if self._worker is None:
            self._worker = threading.Thread(target=self._work, name="piper", daemon=True)
            self._worker.start()
        self._jobs.append(job)
        self._changed.notify_all()

    def _after(self, job: _Job) -> None:
        """What was prepared is for later: it must not hold up the sentence that is spoken now."""
        if job.over:
            return
        for index, later in enumerate(self._prepared):
            if later in self._jobs:
                self._jobs.remove(later)
            elif not later.over:  # it is being made
                later.drop()
                later = self._prepared[index] = _Job(later.text, later.manner)
            if not later.over:
                self._queue(later)

    def _drop(self, job: _Job) -> None:
        with self._changed:
            job.drop()
            if self._current is job:
                self._current = None

    def _made(self, job: _Job) -> Iterator[tuple[Samples, int]]:
        """(samples, rate) of each piece as soon as it is made."""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: job.made or job.over or job.dropped)
                if job.dropped:
                    raise Cancelled
                if not job.made:
                    if job.failure is not None:
                        raise job.failure
                    return
                piece = job.made.popleft()
            yield piece

    def _work(self) -> None:
        """The worker's thread: the model is only ever run here."""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._jobs or self._closed)
                if self._closed:
                    return
                job = self._jobs.popleft()
            try:
                for piece in self._synthesise(job):
                    with self._changed:
                        job.made.append(piece)
                        self._changed.notify_all()
            except Cancelled:
                log.debug("dropped while it was made")
            except Exception as error:  # noqa: BLE001 - told to `speak`, where the next voice takes over
                if not job.dropped:
                    job.failure = _told(error)
            with self._changed:
                job.over = True
                self._changed.notify_all()

    # -- the model ----------------------------------------------------------------------------------------------

    @cached_property
    def _config(self) -> dict[str, Any]:
        try:
            config: dict[str, Any] = json.loads(self._model.with_name(self._model.name + ".json").read_bytes())
        except (OSError, ValueError) as error:
            raise _told(error) from error
        return config

    @cached_property
    def _session(self) -> Any:
        """Loaded by the first sentence: 0.4 s."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = min(4, os.cpu_count() or 1)
        options.inter_op_num_threads = 1
        return onnxruntime.InferenceSession(str(self._model), options, providers=["CPUExecutionProvider"])

    @cached_property
    def real_time_factor(self) -> float:
        """Seconds to make a second of sound, measured on a short sentence once it is warm."""
        sentence = self._phonemes("The file has not been saved.")
        for _ in range(2):
            began = time.perf_counter()
            samples = self._run(sentence, 1.0, None)
            took_s = time.perf_counter() - began
        return took_s * float(self._config["audio"]["sample_rate"]) / max(len(samples), 1)

    def _synthesise(self, job: _Job) -> Iterator[tuple[Samples, int]]:
        manner = job.manner
        own = self._own()[0]
        if self._must_keep_up and self.real_time_factor > KEEPS_UP:
            raise errors.NoVoice("The neural voice is too slow here.", detail=f"factor {self.real_time_factor:.2f}")
        # Played at another rate, sound is higher and shorter; made longer by as much, it is only higher.
        pitch: float = 2.0 ** ((min(max(manner.pitch, 0), 100) - 50) / 100)
        rate = round(self._config["audio"]["sample_rate"] * pitch / 50) * 50
        scale = min(max(NATURAL_WPM / max(manner.rate_wpm, 1), SCALES[0]), SCALES[1]) * pitch
        volume = min(max(manner.volume, 0.0), 1.0)
        text = scripts.speakable(job.text)
        for language, run in scripts.runs(text, manner.language):
            if language.lower().replace("_", "-").split("-")[0] != own:
                yield self._other(run, manner, language), OTHER_RATE
                continue
            for piece in pieces(run):
                if job.dropped:
                    return
                if phonemes := self._phonemes(piece):
                    yield _trimmed(self._run(phonemes, scale, job), rate) * volume, rate

    def _run(self, phonemes: str, scale: float, job: _Job | None) -> Samples:
        import numpy as np
        import onnxruntime

        known = self._config["phoneme_id_map"]
        ids = [*known["^"], *known["_"]]
        for one in phonemes:
            if one in known:
                ids += [*known[one], *known["_"]]
        ids += known["$"]
        inference = self._config["inference"]
        options = onnxruntime.RunOptions()
        if job is not None:
            job.options = options  # a drop ends the run
            if job.dropped:
                raise Cancelled
        result = self._session.run(
            None,
            {
                "input": np.array([ids], np.int64),
                "input_lengths": np.array([len(ids)], np.int64),
                "scales": np.array([inference["noise_scale"], scale, inference["noise_w"]], np.float32),
            },
            options,
        )
        samples: Samples = result[0].reshape(-1).astype(np.float32)
        return np.clip(samples, -1, 1)

    def _phonemes(self, text: str) -> str:
        """IPA with the punctuation kept, which is what tells the model how to intone. Empty for nothing to say."""
        said = []
        for clause in _CLAUSE.findall(text):
            words = clause.rstrip().rstrip(".,;:!?…—")
            ipa = self._espeak.phonemes(words, str(self._config["espeak"]["voice"])) if words.strip() else ""
            end = clause.rstrip()[len(words) :][-1:]
            if ipa:
                said.append(ipa + _PAUSES.get(end, end))
        return " ".join(said)

    def _other(self, text: str, manner: Manner, language: str) -> Samples:
        """What another script needs another voice for."""
        import numpy as np

        sink = _Collected()
        self._espeak.speak(text, replace(manner, language=language), sink)
        return np.concatenate(sink.pieces) if sink.pieces else np.zeros(0, np.float32)


OTHER_RATE = 22_050


class _Collected:
    rate = OTHER_RATE

    def __init__(self) -> None:
        self.pieces: list[Samples] = []

    def write(self, samples: Samples) -> None:
        self.pieces.append(samples)


class _Job:
    """One text to be made into sound. Its fields are guarded by the voice's condition."""

    def __init__(self, text: str, manner: Manner) -> None:
        self.text = text
        self.manner = manner
        self.made: deque[tuple[Samples, int]] = deque()
        self.over = False
        self.dropped = False
        self.failure: Exception | None = None
        self.options: Any = None

    def same(self, other: _Job) -> bool:
        return not self.dropped and (self.text, self.manner) == (other.text, other.manner)

    def drop(self) -> None:
        """What is being made is given up in the middle of the network."""
        self.dropped = True
        if self.options is not None:
            self.options.terminate = True


def pieces(text: str) -> list[str]:
    """The text, cut at clauses, in pieces that grow: the first is short, none is longer than can be made in time."""
    clauses: list[str] = []
    for clause in (part for whole in _CLAUSE.findall(text) for part in _cut(whole)):
        while not clauses and len(clause) > FIRST_LETTERS and " " in clause[:FIRST_LETTERS].strip():
            cut = clause.rindex(" ", 0, FIRST_LETTERS) + 1
            clauses.append(clause[:cut])
            clause = clause[cut:]
        clauses.append(clause)
    found: list[str] = []
    before = 0
    for clause in clauses:
        # A sentence that has ended is a piece: the next begins with an intonation of its own.
        open_piece = len(found) > 1 and not re.search(r"[.!?…]\s*$", found[-1])
        if open_piece and len(found[-1]) + len(clause) <= GROWTH * before:
            found[-1] += clause
        else:
            before += len(found[-1]) if found else 0
            found.append(clause)
    return found


def _cut(clause: str) -> list[str]:
    return [clause[at : at + LONGEST_CLAUSE] for at in range(0, len(clause), LONGEST_CLAUSE)]


def _trimmed(samples: Samples, rate: int) -> Samples:
    import numpy as np

    loud = np.flatnonzero(np.abs(samples) > EDGE)
    if not len(loud):
        return samples[:0]
    return samples[max(0, loud[0] - round(LEAD_S * rate)) : loud[-1] + round(TRAIL_S * rate)]


def _told(error: Exception) -> Exception:
    if isinstance(error, errors.HearsightError):
        return error
    return errors.NoVoice(
        "The neural voice is damaged. Run: hearsight models verify", detail=f"{type(error).__name__}: {error}"
    )
