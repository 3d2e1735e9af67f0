"""What a text speaks of only beside the way: the dean's office is not the dean, a price alarm no price, and who owes me
is not whom I owe."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.grounded.phrases import Phrases
from models.grounded.words import covered, same

GAP = "_"
"""In the place of a word that is not meant; no word itself."""
OWNER = re.compile(r"(?P<owner>[^\W\d_]+)(?:['’]s|(?<=s)['’])\s+(?P<of>[\w-]+(?:\s+[\w-]+)?)")
IS = re.compile(
    r"(?i)(?:an?|the|at|in|on|not|here|there|still|now|away|back|out|off|gone|very|so|too|my|your|his|her|our|been|got|\w+(?:ing|ed))\b"
)
"""What follows an "'s" that is short for "is" or "has"."""
OWNED_BY = {
    "en": re.compile(r"(?P<of>[\w-]+)\s+of\s+(?:(?:the|an?|my|your|our)\s+)?(?P<owner>[\w-]+)"),
    "de": re.compile(r"(?P<of>[\w-]+)\s+(?:des|eines|meines|Ihres)\s+(?P<owner>[\w-]+s)\b"),
    "zh": re.compile(r"(?P<owner>[\u4e00-\u9fff]{2,4})的(?P<of>[\u4e00-\u9fff]{2,4})"),
}
ABOUT = {
    "en": (
        "alarms?|alerts?|limits?|targets?|goals?|thresholds?|forecasts?|reminders?|trackers?|history|warnings?"
        "|guarantees?|caps?"
    ),
    "zh": "提醒|预警|警报|上限|下限|目标|预测|历史|保证",
}
"""Words after which what stands before is only what they are about. German writes both as one word."""
ACTS = {
    "en": re.compile(
        r"(?i)\b(?:do|does|did|have|has|will|must|should)\s+(?P<who>[\w-]+)\s+(?P<act>(?!not\b)[a-z]+)\s+(?P<whom>[\w-]+)"
    ),
    "de": re.compile(
        r"(?i)\b(?P<act>(?:schuld|zahl|leih|gib|gab|schick|verkauf|schreib|schrieb|sag)\w*)\s+(?P<who>[\w-]+)"
        r"\s+(?P<whom>[\w-]+)"
    ),
    "zh": re.compile(
        r"(?P<who>[我你他她]|[\u4e00-\u9fff]{2,3}?)(?:该|要|应该|还)?(?P<act>欠|付|借给|还给|寄给|卖给|告诉)了?"
        r"(?P<whom>[我你他她]|[\u4e00-\u9fff]{2,3}?)(?=多少|什么|几|$)"
    ),
}
"""Questions for what somebody does to somebody."""
STEM = {"de": 5}
"""Letters by which the verbs of `ACTS` are told apart, whatever their ending."""
SELF = ({"i", "me", "my"}, {"we", "us"}, {"you"}, {"ich", "mir", "mich"}, {"wir", "uns"}, {"du", "dir"}, {"我"})
"""Forms of one person."""


def heard(text: str, asked: Sequence[str], kind: str, phrases: Phrases) -> str:
    """The text with a gap for each asked word that only tells whose, or about what, something else is."""
    language = phrases.language
    known = [*asked, *phrases.dispensable]

    def gap(match: re.Match[str]) -> str:
        owner, of = match["owner"], match["of"]
        first, *others = of.lower().split()
        if not any(covered(list(asked), owner, phrases)) or any(covered(known, first, phrases)):
            return match[0]
        if any(other in known for other in others):  # "the baker's old shop"; not "the baker's nephew lives"
            return match[0]
        if language == "en" and "of" not in match[0][len(owner) : -len(of)] and IS.match(of):
            return match[0]
        at = match.start("owner") - match.start()
        return match[0][:at] + GAP + match[0][at + len(owner) :]

    if language == "en":
        text = OWNER.sub(gap, text)
    if kind in ("place", "person") and language in OWNED_BY:
        text = OWNED_BY[language].sub(gap, text)
    if language in ABOUT:
        space = r"\s+" if phrases.spaced else ""
        edge = r"\b" if phrases.spaced else ""
        word = r"[^\W\d_]+" if phrases.spaced else r"[\u4e00-\u9fff]{2}"
        pattern = re.compile(rf"(?i){edge}(?P<owner>{word})(?P<gap>{space})(?P<of>{ABOUT[language]}){edge}")
        text = pattern.sub(gap, text)
    return text


def other_way_round(asked: str, text: str, names: frozenset[str], phrases: Phrases) -> bool:
    """Whether the text tells the deed of the question the other way round: who owes me, where whom I owe is asked.
    `names` are those of the question, in lower case."""
    pattern = ACTS.get(phrases.language)
    match = pattern.search(asked) if pattern is not None else None
    if match is None:
        return False
    who, act, whom = match["who"].lower(), match["act"].lower(), match["whom"].lower()
    selves = set[str]().union(*SELF)
    if phrases.spaced and any(one not in selves and one not in names for one in (who, whom)):
        return False  # "whom do I call if"
    if not phrases.spaced:
        return re.search(f"{whom}.{{0,2}}{act}了?{who}", text) is not None
    said = [word.lower() for word in re.findall(r"[^\W_]+", text)]
    at = next((n for n, word in enumerate(said) if _is_act(act, word, phrases)), None)
    if at is None:
        return False
    before, after = said[max(0, at - 4) : at], said[at + 1 : at + 4]
    if any(_is(who, word) for word in before):
        return False
    return any(_is(who, word) for word in after) or any(_is(whom, word) for word in before)


def _is_act(act: str, word: str, phrases: Phrases) -> bool:
    start = STEM.get(phrases.language)
    return word[:start] == act[:start] if start is not None else same(act, word, phrases)


def _is(one: str, word: str) -> bool:
    return one == word or any(one in group and word in group for group in SELF)
