"""What it helps the recognisers to be told the words on the screen, and whether it does harm anywhere.

    python benchmarks/hints.py [--only MODEL] [--quick]

Seventy questions with names that the screen shows (programs, files, people, servers), forty without any, and the sounds
without a voice of `tests/speech/no_voices.py`; heard with the hint that `assistant.hearing.names_in` makes of such a
screen, and without. Voices as in `question_voices.py`. Counted are the names that were heard, the word error, and
intruders: words of the hint in the transcript of something in which they were not said.
"""

from __future__ import annotations

import argparse
import re
import sys
import warnings
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from ordinary_questions import ORDINARY  # noqa: E402
from question_voices import VOICES, in_noise, said  # noqa: E402

SCREENS = (
    ("Eskaton", "Backup", "Restore", "Zenith", "Schedule", "Quit"),
    ("Mousepad", "kestrel.txt", "Untitled", "Encoding", "Undo", "Find and Replace"),
    ("Priya Raghavan", "Oluwaseun", "Siobhan Byrne", "Inbox", "Drafts", "Compose"),
    ("invoice_march.pdf", "Thesis", "Kowalczyk", "Downloads", "Recycle Bin", "Rename"),
    ("Grafana", "Kubernetes", "Postgres", "Deploy", "Rollback", "Staging"),
    ("Nguyen", "Takahashi", "Bjornsson", "Minutes", "Agenda", "Attendees"),
    ("Inkscape", "Krita", "Audacity", "Layers", "Bezier", "Export"),
)
NAMED = (
    # (question, the name in it, the screen that shows it)
    ("Where is the Eskaton button?", "Eskaton", 0),
    ("What does Eskaton say?", "Eskaton", 0),
    ("Is Zenith selected?", "Zenith", 0),
    ("When is the next backup?", "backup", 0),
    ("What does the restore button do?", "restore", 0),
    ("Is Mousepad open?", "Mousepad", 1),
    ("How big is kestrel dot text?", "kestrel", 1),
    ("What is the title of the Mousepad window?", "Mousepad", 1),
    ("Where is the encoding menu?", "encoding", 1),
    ("Is there a kestrel file?", "kestrel", 1),
    ("What did Priya Raghavan write?", "Raghavan", 2),
    ("Is there a message from Oluwaseun?", "Oluwaseun", 2),
    ("When did Siobhan answer?", "Siobhan", 2),
    ("What is the first mail from Priya?", "Priya", 2),
    ("How many drafts are there?", "drafts", 2),
    ("Who is Kowalczyk?", "Kowalczyk", 3),
    ("Where is the thesis folder?", "thesis", 3),
    ("When was invoice march changed?", "invoice", 3),
    ("What is in the recycle bin?", "recycle", 3),
    ("Is Kowalczyk in the list?", "Kowalczyk", 3),
    ("Where is the Grafana link?", "Grafana", 4),
    ("Is Kubernetes running?", "Kubernetes", 4),
    ("What is the state of Postgres?", "Postgres", 4),
    ("Where is the rollback button?", "rollback", 4),
    ("Did the staging deploy finish?", "staging", 4),
    ("Is Nguyen on the list?", "Nguyen", 5),
    ("What did Takahashi say?", "Takahashi", 5),
    ("Is Bjornsson there?", "Bjornsson", 5),
    ("Where are the minutes?", "minutes", 5),
    ("Who are the attendees?", "attendees", 5),
    ("Is Inkscape running?", "Inkscape", 6),
    ("Where is the Krita icon?", "Krita", 6),
    ("How do I open Audacity?", "Audacity", 6),
    ("What does the Bezier tool do?", "Bezier", 6),
    ("How many layers are there?", "layers", 6),
)
PLAIN = ORDINARY[20:60]
SNR_DB = 15.0


def hint_of(screen: int) -> str:
    """As `assistant.hearing` makes it of a scene with those names."""
    from assistant.hearing import names_in
    from assistant.types import Scene, Thing

    return names_in(
        Scene(100, 100, "window", things=tuple(Thing(i, "button", name) for i, name in enumerate(SCREENS[screen])))
    )


def words_of(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text.lower())


def intruders(transcript: str, said_words: str, screen: int) -> set[str]:
    """Words of the hint that were heard but not said."""
    told = {word for name in SCREENS[screen] for word in words_of(name) if len(word) > 3}
    return (told & set(words_of(transcript))) - set(words_of(said_words))


def main() -> int:
    import jiwer
    from whisper.normalizers import EnglishTextNormalizer

    from assistant.cancel import Token
    from assistant.types import Clip
    from models.store import Store
    from speech.recognisers.hosted import make
    from tests.speech.no_voices import clips

    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--only", default="", help="one model, such as whisper-base")
    arguments.add_argument("--quick", action="store_true", help="every second question, by flite alone, no noise")
    chosen = arguments.parse_args()
    warnings.simplefilter("ignore")
    normal = EnglishTextNormalizer()
    voices, step = (VOICES[:4], 2) if chosen.quick else (VOICES, 1)
    named = [
        (q, name, screen, voices[(i + k) % len(voices)]) for i, (q, name, screen) in enumerate(NAMED) for k in (0, 3)
    ]
    plain = [(q, i % len(SCREENS), voices[i % len(voices)]) for i, q in enumerate(PLAIN)]
    named, plain, rooms = named[::step], plain[::step], {} if chosen.quick else clips()
    print(f"{len(named)} questions with names, {len(plain)} without, {len(rooms)} sounds without a voice\n")
    print("| model | hint | names missed | word error, with names | without | intruders | in noise | in no voice |")
    print("|---|---|---|---|---|---|---|---|")
    for model in ("whisper-tiny.en", "whisper-base"):
        if chosen.only not in model:
            continue
        recogniser = make("faster-whisper", Store().path(model), threads=1)

        def hear(clip: Any, hint: str, recogniser: Any = recogniser) -> str:
            return str(recogniser.transcribe(clip, Token(), language="en", hint=hint).text)

        for hinted in (False, True):
            heard = [hear(said(q, voice), hint_of(screen) if hinted else "") for q, _, screen, voice in named]
            missed = sum(name.lower() not in text.lower() for (_, name, _, _), text in zip(named, heard, strict=True))
            other = [hear(said(q, voice), hint_of(screen) if hinted else "") for q, screen, voice in plain]
            noise = [
                hear(in_noise(said(q, v), "babble", SNR_DB), hint_of(s) if hinted else "")
                for q, s, v in ([] if chosen.quick else plain)
            ]
            rooms_heard = [
                hear(Clip(sound), hint_of(i % len(SCREENS)) if hinted else "") for i, sound in enumerate(rooms.values())
            ]
            error = jiwer.wer([normal(q) for q, *_ in named], [normal(text) or "-" for text in heard])
            plainly = jiwer.wer([normal(q) for q, *_ in plain], [normal(text) or "-" for text in other])
            strange = [found for (q, _, s, _), t in zip(named, heard, strict=True) for found in intruders(t, q, s)]
            strange += [found for (q, s, _), t in zip(plain, other, strict=True) for found in intruders(t, q, s)]
            loud = [found for (q, s, _), t in zip(plain, noise, strict=False) for found in intruders(t, q, s)]
            ghosts = [text for text in rooms_heard if text]
            print(
                f"| {model} | {'names of the screen' if hinted else 'none'} | {missed} of {len(named)} | {error:.3f} "
                f"| {plainly:.3f} | {len(strange)} {' '.join(strange)} | {len(loud)} {' '.join(loud)} "
                f"| {len(ghosts)} |",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
