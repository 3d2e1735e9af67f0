"""What every Whisper recogniser shares: only speech reaches the model, and what it says of it may be doubted.

Whisper writes something for any sound; on silence and noise that is what its training data's subtitles said there
("Thank you.", "Thanks for watching!"). So: no speech found by the voice activity detector, no words; and words
that the model itself doubts, or that are far too many for the time, are dropped.
"""

from __future__ import annotations

import math
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.languages import LANGUAGES
from assistant.languages import language as language_named
from assistant.types import Transcript
from speech.vad import RATE, START, SileroVad

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.types import Clip, Samples

MAX_CHUNK_S = 28.0
"""Whisper's window is 30 s; a chunk must leave room for its own edges."""
JOINT_S = 0.3
"""Silence put where a longer pause was cut out."""

MIN_LOGPROB = -1.0
"""OpenAI's own limit (`logprob_threshold`): below, the decoding counts as failed."""
MAX_COMPRESSION = 2.4
"""OpenAI's own limit (`compression_ratio_threshold`): above, the text repeats itself."""
MAX_NO_SPEECH = 0.6
"""OpenAI's own limit (`no_speech_threshold`)."""
DOUBT_LOGPROB = -0.5
"""Under this, a text that is typical of hallucinations is one."""
DOUBT_VAD = 0.85
"""Mean speech probability of the chunk under which the same holds."""
MAX_WORDS_PER_S = 9
"""Fast synthetic speech has 7 words a second, people 3 to 5."""
FREE_WORDS = 3

TOPICS = {tag: (language_named(tag).screen_hint, language_named(tag).topic_hint) for tag in LANGUAGES}
"""Tells Whisper what a question will be about; a prompt biases it towards such words ("error", not "hammer").
Measured with tiny.en on 64 held-out synthetic questions: word error 0.097 without, 0.064 with it. The commands in
front let "read all" be heard instead of "red oil": of 80 commands that were misheard without them 34 are heard with
them, and the word error of 400 clips of ordinary questions falls from 0.057 to 0.047."""

GHOSTS = frozenset(
    {
        "thank you", "thank you very much", "thank you so much", "thanks", "thank you for watching",
        "thanks for watching", "thanks for watching and i will see you in the next video", "see you next time",
        "see you in the next video", "bye", "bye bye", "goodbye", "you", "so", "oh", "okay", "hmm", "uh", "um", "the",
        "please subscribe", "subscribe", "like and subscribe", "please subscribe to my channel", "i m sorry",
        "music", "applause", "laughter", "silence", "blank audio", "foreign", "subtitles by the amara org community",
        "谢谢", "谢谢观看", "谢谢大家", "字幕by索兰娅", "请不吝点赞订阅转发打赏支持明镜与点点栏目",
    }
)  # fmt: skip
"""What Whisper is known to write for silence, noise and music, without punctuation, in lower case."""
NO_WORDS = re.compile(r"(?:m+|h+m+|m+h+m+|a+h+|o+h*|u+h*|u+m+|e+h*|h+a+|h+u+h+|a+w+|la|da|na|ba|嗯+|啊+|哦+|呃+|唔+)")
"""A sound, not a word. A text of nothing else ("Mm, mm, mm.") is what it makes of humming, sirens and a low beep."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a model made of one chunk."""

    text: str
    logprob: float
    """Mean natural logarithm of the tokens' probabilities."""
    no_speech: float
    """The model's own probability that nobody spoke, 0..1."""
    language: str
    echo: bool = False
    """The text only repeats the prompt."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Speech to be recognised at once: at most `MAX_CHUNK_S`, pauses shortened."""

    samples: Samples
    """(n,) float32 at 16 kHz."""
    speech_s: float
    """Seconds of it in which somebody speaks."""
    probability: float
    """Mean speech probability of the frames with speech."""


def recognise(clip: Clip, vad: SileroVad, token: Token, run: Callable[[Chunk], Heard], language: str) -> Transcript:
    """Cut the clip to its speech, run the model on each chunk, keep what can be believed.

    Polls the token before each chunk. `language` is what an empty transcript claims.
    """
    texts: list[str] = []
    weighted, seconds = 0.0, 0.0
    found_language = language
    for chunk in chunks(clip, vad):
        token.check()
        heard = run(chunk)
        if believable(heard, chunk):
            texts.append(heard.text.strip())
            weighted += heard.logprob * chunk.speech_s
            seconds += chunk.speech_s
            found_language = heard.language
    token.check()
    confidence = math.exp(weighted / seconds) if seconds else None
    return Transcript(" ".join(texts), found_language, confidence)


def chunks(clip: Clip, vad: SileroVad) -> list[Chunk]:
    """The speech of a clip of any rate. Empty when nobody speaks."""
    import numpy as np

    from speech.resample import resample
    from speech.vad import FRAME, find_segments

    samples = resample(np.asarray(clip.samples, np.float32), clip.rate, RATE)
    if not len(samples) or not np.isfinite(samples).all():
        return []
    probabilities = vad.probabilities(samples)
    segments = find_segments(probabilities.tolist(), len(samples), min_speech_ms=100, min_silence_ms=300, pad_ms=200)
    joint = np.zeros(int(JOINT_S * RATE), np.float32)
    limit = int(MAX_CHUNK_S * RATE)
    made: list[Chunk] = []
    pieces: list[Samples] = []
    speaking: list[float] = []

    def close() -> None:
        if pieces:
            sound = np.concatenate([part for piece in pieces for part in (piece, joint)][:-1])
            mean = sum(speaking) / len(speaking) if speaking else 0.0
            made.append(Chunk(sound, len(speaking) * FRAME / RATE, mean))
            pieces.clear()
            speaking.clear()

    for segment in segments:
        # Nobody asks for 28 s without a pause of 0.3 s; who does is cut there.
        for start in range(segment.start, segment.end, limit):
            end = min(segment.end, start + limit)
            if sum(len(piece) + len(joint) for piece in pieces) + end - start > limit:
                close()
            pieces.append(samples[start:end])
            frames = probabilities[start // FRAME : -(-end // FRAME)]
            speaking.extend(float(p) for p in frames if p >= START)
    close()
    return made


def believable(heard: Heard, chunk: Chunk) -> bool:
    """False when the text is probably not what was said."""
    plain = plain_words(heard.text)
    if all(NO_WORDS.fullmatch(word) for word in plain.split()) or heard.logprob < MIN_LOGPROB:
        return False
    if heard.no_speech > MAX_NO_SPEECH and heard.logprob < DOUBT_LOGPROB:
        return False
    if compression_ratio(heard.text) > MAX_COMPRESSION:
        return False
    if len(plain.split()) > FREE_WORDS + MAX_WORDS_PER_S * chunk.speech_s:
        return False
    doubtful = heard.logprob < DOUBT_LOGPROB or chunk.probability < DOUBT_VAD or heard.no_speech > MAX_NO_SPEECH
    return not (doubtful and (heard.echo or plain in GHOSTS))


def plain_words(text: str) -> str:
    """Lower case, words only, without what stands in brackets ("[Music]" is no speech but a ghost's form)."""
    inside = re.fullmatch(r"\s*[\[(*](.*)[\])*][.!]?\s*", text)
    if inside:
        return ""
    return " ".join(re.findall(r"\w+", text.lower()))


def compression_ratio(text: str) -> float:
    """As OpenAI's program computes it: how well the text compresses, which repetition does."""
    data = text.encode()
    return len(data) / len(zlib.compress(data)) if data else 0.0


def vad_for(folder: Path, vad: str | Path | None) -> SileroVad:
    """The detector at `vad`, or the one that the store keeps beside the model's folder."""
    return SileroVad(Path(vad) if vad else folder.parent / "silero-vad" / "silero_vad.onnx")


def prompt(language: str | None, hint: str) -> str | None:
    """Whisper's prompt: words of the screen (at most 200 characters of them), then what such a question is about.

    In this order because the end of a prompt weighs most: words of the screen that the question doesn't use did
    half the harm (word error 0.089 instead of 0.144 on 32 held-out questions), words that it uses helped as much.
    None when there is nothing to say. Without a known language no topic is named: it would decide the language.
    """
    words = " ".join(hint.split())[:200]
    if language not in TOPICS:
        return words or None
    shown, topic = TOPICS[language]
    return shown.replace("{}", words) + topic if words else topic


def echoes(text: str, language: str | None, hint: str) -> bool:
    """True when the text is nothing but a piece of the prompt, which Whisper repeats for unclear sound."""
    words = plain_words(text)
    return len(words.split()) > 2 and words in plain_words(prompt(language, hint) or "")
