"""Voice commands: a few things that are said to Hearsight itself rather than asked about the screen."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from assistant.command_words import LANGUAGES, CommandKind, CommandWords, command_words


@dataclass(frozen=True, slots=True)
class Command:
    """What to do with the last answer or with the voice."""

    kind: CommandKind
    argument: str = ""
    """What to spell (empty means the last answer), the note that comes with "remember this", what to wait for, what to
    look for, or the name of a thing on the screen."""
    sure: bool = True
    """False: the recogniser doubted a word on which much depends."""
    or_else: CommandKind | None = None
    """What it means instead right after the focus was moved."""


PHRASES: dict[str, Mapping[CommandKind, tuple[str, ...]]] = {tag: command_words(tag).phrases for tag in LANGUAGES}
SURE = 86
"""Percent of likeness (mean of spelling and sound) from which a misheard command is still taken. Measured: of 800
transcripts of 100 ordinary questions the nearest is 80 ("Read the table." to "read the page")."""
SURE_ZH = 83
"""Percent of the syllables: one wrong of six. One of five is too much: "有什么新的" (what's new), "有什么新闻" (what
news is there)."""
LEAD = 8
"""And so much more than any other command: "speaks louder" is near to "speak slower", too."""
SHORTEST_FUZZY = 8
"""Letters. A shorter phrase must be heard exactly: "stop" is one letter from "step" and "shop"."""
SHORTEST_ZH, SHORT_ZH = 2, 3
"""Syllables below which a Chinese phrase must be heard exactly, and up to which every syllable must be the same."""
LONGEST_SPELLED = 3
"""Words."""
ASKED: tuple[CommandKind, ...] = ("whats_new", "where_am_i", "how_known", "camera_look")
"""Commands that are questions."""
ACTS: tuple[CommandKind, ...] = (
    "focus", "focus_back", "read_here", "read_cursor", "copy", "copy_text", "open_link", "yes", "no",
)  # fmt: skip
"""Commands about what was told last and where it is on the screen."""
TYPED: tuple[CommandKind, ...] = (*ACTS, "how_known")
"""Commands that a typed question may be, too."""
EXACT: tuple[CommandKind, ...] = ("yes", "no")
"""Commands that are never guessed from a sound: something on the screen changes by a yes."""
YES_SURE = 0.7
"""Confidence of the recogniser below which a yes is asked for once more. tiny.en hears "guess", "yet" and "less" as
"Yes." at 0.6 to 0.9, a yes itself at 0.8 to 0.95 (one voice of four: 0.53)."""
DOUBTFUL = 0.6
"""Confidence of the recogniser below which only a command that was heard exactly is taken."""


def parse_command(text: str, language: str, confidence: float | None = None) -> Command | None:
    """The command, or None for anything else, also for what only resembles one.

    The whole utterance must be the command (politeness aside), so a question about a Stop button is never one.
    `confidence` is the recogniser's, 0..1: in doubt only what was heard exactly is taken.
    """
    text = said_once(text)
    words = command_words(language)
    said = _plain(text, words)
    if not said:
        return None
    if words.question is not None and words.question.fullmatch(text.strip()):
        return next((Command(kind) for kind in ASKED if said in words.phrases[kind]), None)
    for kind, phrases in words.phrases.items():
        if said in phrases:
            doubted = kind == "yes" and confidence is not None and confidence < YES_SURE
            return Command(kind, sure=not doubted, or_else="focus_back" if said in words.back else None)
    if note := words.remember.fullmatch(said):
        return Command("remember", _original(text, note[1]))
    if words.find is not None and (sought := words.find.fullmatch(said)):
        return Command("find", _original(text, next(filter(None, sought.groups()))))
    if words.teach is not None and (taught := words.teach.fullmatch(said)):
        return Command("teach", _original(text, next(filter(None, taught.groups()))))
    if words.watch is not None and (until := words.watch.fullmatch(said)):
        return Command("watch", _original(text, next(filter(None, until.groups()))))
    for act, named in (("focus", words.focus), ("open_link", words.open_link)):
        if named is not None and (found := named.fullmatch(said)):
            return Command(act, _original(text, next(filter(None, found.groups()))))  # type: ignore[arg-type]
    for kind, pattern in (("spell_phonetically", words.spell_phonetically), ("spell", words.spell)):
        spelled = pattern.fullmatch(said)
        if spelled and len(spelled[1].split()) <= LONGEST_SPELLED:
            return Command(kind, _original(text, spelled[1]))
    if confidence is not None and confidence < DOUBTFUL:
        return None
    nearest = _by_sound(said, words) if words.spaced else _by_sound_zh(said, words)
    return Command(nearest) if nearest and nearest not in EXACT else None


def parse_typed(text: str, language: str) -> Command | None:
    """The command that a typed question is, to the letter; of those alone that are about what was told."""
    command = parse_command(text, language, 0.0)
    return replace(command, sure=True) if command is not None and command.kind in TYPED else None


def _by_sound(said: str, words: CommandWords) -> CommandKind | None:
    if len(said) < SHORTEST_FUZZY or words.asking.match(said) or said in words.sound_alike:
        return None
    return _clearly_best(said, words, _likeness, SURE)


def _by_sound_zh(said: str, words: CommandWords) -> CommandKind | None:
    """Chinese is misheard as other signs of the same sound."""
    if len(said) < SHORTEST_ZH or said in words.sound_alike:
        return None
    return _clearly_best(said, words, _likeness_zh, SURE_ZH)


def _clearly_best(
    said: str, words: CommandWords, likeness: Callable[[str, str], float], sure: float
) -> CommandKind | None:
    scores = {kind: max(likeness(said, phrase) for phrase in group) for kind, group in words.phrases.items()}
    ranked = sorted(scores, key=lambda kind: scores[kind], reverse=True)
    if scores[ranked[0]] >= sure and scores[ranked[0]] - scores[ranked[1]] >= LEAD:
        return ranked[0]
    return None


def _likeness(said: str, phrase: str) -> float:
    """0 to 100: how alike two utterances are, half by their letters, half by their sound."""
    from rapidfuzz import fuzz

    if len(phrase) < SHORTEST_FUZZY or (said.startswith("read ") and not phrase.startswith("read ")):
        return 0.0  # "read the last sentence" is about the screen, "repeat the last sentence" is not
    return float(fuzz.ratio(said, phrase) + fuzz.ratio(sound_of(said), sound_of(phrase))) / 2


def _likeness_zh(said: str, phrase: str) -> float:
    """0 to 100: how many syllables are the same. Of a short phrase all must be, and half of the signs too, since two
    syllables alone are the sound of many words."""
    from rapidfuzz.distance import Levenshtein

    short = min(len(said), len(phrase)) <= SHORT_ZH
    if short and (len(said) != len(phrase) or 2 * sum(map(str.__eq__, said, phrase)) < len(phrase)):
        return 0.0
    alike = 100 * Levenshtein.normalized_similarity(syllables(said), syllables(phrase))
    return 0.0 if short and alike < 100 else alike


@cache
def syllables(text: str) -> tuple[str, ...]:
    """ "重复" -> ("cong", "fu"), as "从复": without tones, and what people mix up made one: zh, ch, sh
    are z, c, s; n is l; ang, eng, ing are an, en, in."""
    from pypinyin import lazy_pinyin  # a dictionary of 3 MB: 0.1 s

    found = []
    for syllable in lazy_pinyin(text):
        syllable = re.sub(r"^([zcs])h", r"\1", syllable)
        found.append(re.sub(r"(?<=[aei])ng$", "n", re.sub(r"^n", "l", syllable)))
    return tuple(found)


SOUNDS = tuple(
    (re.compile(letters), sound)
    for letters, sound in (
        (r"\bwr", "r"), (r"\bkn", "n"), (r"\bwh", "w"), (r"ough\b|augh\b", "af"), (r"igh", "a"), (r"gh", ""),
        (r"l(?=k)", ""), (r"(?<=[aeiou][^aeiou\W])e\b", ""), (r"tion\b|cian\b", "Xn"), (r"ph", "f"),
        (r"tch|ch|sh|j", "X"),
        (r"th", "T"), (r"ck|[cq](?![eiy])|g", "k"), (r"x", "ks"), (r"[cz]", "s"), (r"d", "t"), (r"b", "p"), (r"v", "f"),
        (r"ng\b", "n"), (r"m", "n"), (r"[aeiouy]+[wh]?", "a"), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip
"""English spelling to a rough sound, applied in this order, in the spirit of Soundex and Metaphone: letters that are
silent go, voiced and voiceless become one (they are what a recogniser mixes up), all vowels become one."""


@cache
def sound_of(text: str) -> str:
    """ "write everything" -> "ratafaraTank", as "read everything". No spaces: where a word ends is misheard first."""
    for letters, sound in SOUNDS:
        text = letters.sub(sound, text)
    return text.replace(" ", "")


def _plain(text: str, words: CommandWords) -> str:
    """Lower case, without punctuation and politeness."""
    said = re.sub(r"[^\w\s']", " ", text.lower().replace("’", "'").translate(words.simpler))
    said = " ".join(said.split())
    bare = " ".join(words.polite.sub(" ", said).split())
    return bare if words.spaced else bare.replace(" ", "")


def said_once(text: str) -> str:
    """ "What's new? What's new?" -> "What's new?": people say a thing twice, and Whisper writes a short one twice."""
    parts = [part for part in re.split(r"(?<=[.?!。？！])\s*", text) if part.strip()]
    alike = {"".join(char for char in part.casefold() if char.isalnum()) for part in parts}
    return parts[0] if len(parts) > 1 and len(alike) == 1 and alike != {""} else text


def _original(text: str, lowered: str) -> str:
    """The words as they were written, with their capitals."""
    found = re.search(re.escape(lowered), text, re.IGNORECASE)
    return found[0] if found else lowered
