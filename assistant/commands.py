"""Voice commands: a few things that are said to Hearsight itself rather than asked about the screen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

CommandKind = Literal[
    "repeat",
    "spell",
    "spell_phonetically",
    "slower",
    "faster",
    "louder",
    "quieter",
    "stop",
    "continue",
    "copy",
    "read_all",
]


@dataclass(frozen=True, slots=True)
class Command:
    """What to do with the last answer or with the voice."""

    kind: CommandKind
    argument: str = ""
    """What to spell; empty means the last answer."""


PHRASES: dict[str, dict[CommandKind, tuple[str, ...]]] = {
    "en": {
        "repeat": (
            "repeat",
            "repeat that",
            "repeat it",
            "again",
            "say again",
            "say that again",
            "say it again",
            "once more",
            "one more time",
            "pardon",
            "pardon me",
            "what did you say",
            "what was that",
            "come again",
            "repeat the answer",
            "repeat the last sentence",
        ),
        "spell": (
            "spell",
            "spell that",
            "spell it",
            "spell that out",
            "spell it out",
            "spell this",
            "spell the answer",
        ),
        "spell_phonetically": (
            "spell phonetically",
            "spell that phonetically",
            "spell it phonetically",
            "spell this phonetically",
            "spell the answer phonetically",
            "spell that with the phonetic alphabet",
            "spell it with the phonetic alphabet",
            "spell with the phonetic alphabet",
            "spell that using the phonetic alphabet",
            "spell it in the phonetic alphabet",
            "spell that in the phonetic alphabet",
            "use the phonetic alphabet",
            "phonetic alphabet",
            "phonetic spelling",
        ),
        "slower": (
            "slower",
            "speak slower",
            "speak more slowly",
            "more slowly",
            "slow down",
            "talk slower",
            "too fast",
            "not so fast",
            "go slower",
            "read slower",
        ),
        "faster": (
            "faster",
            "speak faster",
            "speed up",
            "talk faster",
            "too slow",
            "go faster",
            "quicker",
            "more quickly",
            "read faster",
        ),
        "louder": (
            "louder",
            "speak louder",
            "speak up",
            "volume up",
            "turn it up",
            "too quiet",
            "talk louder",
            "turn up the volume",
        ),
        "quieter": (
            "quieter",
            "speak quieter",
            "speak more quietly",
            "softer",
            "volume down",
            "turn it down",
            "too loud",
            "not so loud",
            "talk quieter",
            "turn down the volume",
        ),
        "stop": (
            "stop",
            "stop it",
            "stop talking",
            "stop speaking",
            "be quiet",
            "quiet",
            "shut up",
            "silence",
            "hush",
            "enough",
            "never mind",
        ),
        "continue": ("go on", "continue", "carry on", "keep going", "keep reading", "resume", "go ahead"),
        "copy": (
            "copy",
            "copy that",
            "copy it",
            "copy this",
            "copy the answer",
            "copy that to the clipboard",
            "copy it to the clipboard",
            "copy to clipboard",
        ),
        "read_all": (
            "read all",
            "read everything",
            "read it all",
            "read all of it",
            "read all the text",
            "read the whole screen",
            "read the screen",
            "read the whole page",
            "read the page",
            "read the whole thing",
            "read all text",
        ),
    },
    "zh": {
        "repeat": (
            "重复",
            "重复一遍",
            "重复一下",
            "再说一遍",
            "再说一次",
            "再来一遍",
            "再念一遍",
            "再读一遍",
            "你说什么",
            "刚才说什么",
        ),
        "spell": ("拼写", "拼出来", "拼一下", "怎么拼", "怎么写", "逐字读", "一个字一个字读"),
        "spell_phonetically": (
            "用字母表拼写",
            "用音标字母拼写",
            "用无线电字母拼写",
            "用北约字母拼写",
            "用单词拼写",
            "用字母解释法拼写",
        ),
        "slower": ("慢一点", "慢点", "说慢一点", "读慢一点", "太快了", "慢一些", "放慢"),
        "faster": ("快一点", "快点", "说快一点", "读快一点", "太慢了", "快一些", "加快"),
        "louder": ("大声一点", "大声点", "声音大一点", "太小声了", "大点声", "音量大一点"),
        "quieter": ("小声一点", "小声点", "声音小一点", "太大声了", "小点声", "音量小一点"),
        "stop": ("停", "停止", "停下", "别说了", "不要说了", "安静", "闭嘴", "够了"),
        "continue": ("继续", "继续说", "继续读", "接着说", "接着读", "往下读"),
        "copy": ("复制", "复制这个", "复制下来", "复制到剪贴板", "拷贝"),
        "read_all": (
            "全部朗读",
            "全部读出来",
            "读全部",
            "朗读全部",
            "朗读全文",
            "读全文",
            "全读一遍",
            "读整个屏幕",
            "全都读出来",
        ),
    },
}

POLITE = {
    "en": re.compile(
        r"\b(please|thanks|thank you|hey|hearsight|okay|ok|now|just|could you|can you|would you|will you|kindly|"
        r"a bit|a little|a little bit|for me)\b"
    ),
    "zh": re.compile(r"(请你|请|麻烦你|麻烦|能不能|可以|帮我|吧|吗|呢|啊|好吗|谢谢)"),
}
SPELL = {
    "en": re.compile(r"(?:spell|how do you spell) (?!the\b|that\b|it\b|this\b|check)(.+)"),
    "zh": re.compile(r"拼写(?:一下)?(.+)"),
}
PHONETICALLY = {
    "en": re.compile(
        r"(?:spell|how do you spell) (?!the\b|that\b|it\b|this\b|check|with\b)(.+?) "
        r"(?:phonetically|(?:with|in|using) the phonetic alphabet)"
    ),
    "zh": re.compile(r"用(?:字母表|音标字母|无线电字母|北约字母|单词)拼写(?:一下)?(.+)"),
}
SURE = 86
"""Percent of likeness (mean of spelling and sound) from which a misheard command is still taken. Measured: of 800
transcripts of 100 ordinary questions the nearest is 80 ("Read the table." to "read the page")."""
SURE_ZH = 80
"""Of characters alone: one wrong of five."""
LEAD = 8
"""And so much more than any other command: "speaks louder" is near to "speak slower", too."""
SHORTEST_FUZZY = 8
"""Letters. A shorter phrase must be heard exactly: "stop" is one letter from "step" and "shop"."""
DOUBTFUL = 0.6
"""Confidence of the recogniser below which only a command that was heard exactly is taken."""
ASKING = re.compile(r"(?:where|who|when|why|which|how|is|are|does|do|did|was|were|has|have|can|will|what)\b")
"""A phrase that begins so is a question, unless it is a command to the letter."""


def parse_command(text: str, language: str, confidence: float | None = None) -> Command | None:
    """The command, or None for anything else, also for what only resembles one.

    The whole utterance must be the command (politeness aside), so a question about a Stop button is never one.
    `confidence` is the recogniser's, 0..1: in doubt only what was heard exactly is taken.
    """
    table = PHRASES.get(language, PHRASES["en"])
    said = _plain(text, language)
    if not said:
        return None
    for kind, phrases in table.items():
        if said in phrases:
            return Command(kind)
    spelled = PHONETICALLY.get(language, PHONETICALLY["en"]).fullmatch(said)
    if spelled and len(spelled[1].split()) <= 3:
        return Command("spell_phonetically", _original(text, spelled[1]))
    spelled = SPELL.get(language, SPELL["en"]).fullmatch(said)
    if spelled and len(spelled[1].split()) <= 3:
        return Command("spell", _original(text, spelled[1]))
    return None if confidence is not None and confidence < DOUBTFUL else _fuzzy(said, table, language)


def _fuzzy(said: str, table: dict[CommandKind, tuple[str, ...]], language: str) -> Command | None:
    if len(said) < (SHORTEST_FUZZY if language != "zh" else SHORTEST_FUZZY // 2) or ASKING.match(said):
        return None
    scores = {kind: max(_likeness(said, phrase, language) for phrase in phrases) for kind, phrases in table.items()}
    ranked = sorted(scores, key=lambda kind: scores[kind], reverse=True)
    sure = SURE_ZH if language == "zh" else SURE
    if scores[ranked[0]] >= sure and scores[ranked[0]] - scores[ranked[1]] >= LEAD:
        return Command(ranked[0])
    return None


def _likeness(said: str, phrase: str, language: str) -> float:
    """0 to 100: how alike two utterances are, half by their letters, half by their sound. Chinese has no letters that
    tell the sound: there the characters alone count."""
    from rapidfuzz import fuzz

    if language == "zh":
        return float(fuzz.ratio(said, phrase))
    if len(phrase) < SHORTEST_FUZZY:
        return 0.0
    return float(fuzz.ratio(said, phrase) + fuzz.ratio(sound_of(said), sound_of(phrase))) / 2


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


def _plain(text: str, language: str) -> str:
    """Lower case, without punctuation and politeness."""
    said = re.sub(r"[^\w\s']", " ", text.lower())
    said = " ".join(said.split())
    bare = " ".join(POLITE.get(language, POLITE["en"]).sub(" ", said).split())
    return bare.replace(" ", "") if language == "zh" else bare


def _original(text: str, lowered: str) -> str:
    """The words as they were written, with their capitals."""
    found = re.search(re.escape(lowered), text, re.IGNORECASE)
    return found[0] if found else lowered
