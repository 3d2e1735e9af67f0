"""Finds what answers a question: words first, meaning (sentence embeddings) second, and an honest nothing.

Every word of the question that carries meaning must be found: in the candidate, in the headings above it, or,
with the embedder, as a word of like meaning. That is what keeps "the shipping cost to France" from being answered
with a line that never speaks of France.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from assistant.errors import ModelBroken, ModelMissing
from assistant.types import Box
from models.grounded.pairs import Pair
from models.grounded.phrases import Phrases
from models.grounded.view import Piece
from models.grounded.wanted import Wanted
from models.grounded.words import covered, stem, words

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.cancel import Token
    from assistant.ports import Worker

log = logging.getLogger(__name__)

WORD_ALIKE = 0.55
"""Cosine from which two words of like meaning stand for each other ("cost" and "price" 0.67, "train" and "flight"
0.5, "shipping" and "France" 0.2)."""
TEXT_ALIKE = 0.38
"""Cosine of question and candidate below which a candidate found by meaning is dropped."""
SHORT_VALUE = 4
"""Words of a cell that may be what a question calls it by."""
NEAR = 0.3
"""Cosine below which a text is not even worth offering as the nearest."""
WEIGHED = 8
"""Candidates with some of the words that are weighed by meaning."""
EMBEDDED = 48
"""Candidates that are embedded, after a choice by their words: about 0.2 s on one core."""
DATE = re.compile(
    r"(?i)\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b"
    r"|\b\d{4}-\d\d-\d\d|\b\d{1,2}[./-]\d{1,2}[./-]|\b\d{1,2}(?:st|nd|rd|th)\b|\b(?:today|tomorrow|tonight|yesterday)\b"
    r"|\b(?:mon|diens|donners|frei|sams|sonn)tag|\bmittwoch|\bsonnabend"
    r"|\b\d{1,2}\. ?(?:jan|feb|mär|apr|mai|jun|jul|aug|sep|okt|nov|dez)"
    r"|\b(?:heute|morgen|gestern)\b|\d ?[月日号]|星期|周[一二三四五六日]|今天|明天|昨天"
)
"""A day that can be found in a calendar; "3 days" is none."""
TIME = re.compile(
    r"(?i)\b\d{1,2}:\d\d|\b\d{1,2}\.\d\d\s?(?:am|pm|uhr|h)\b|\b\d{1,2}\s?(?:am|pm|a\.m|p\.m|o'clock|h\b)|\bnoon\b|\bmidnight\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|\b\d{4}-\d\d-\d\d|\b(?:19|20)\d\d\b|\b(?:today|tomorrow|tonight|yesterday)\b"
    r"|\d\s?(?:days?|hours?|minutes?|weeks?|months?|years?)\b|\d+\s?[年月日号点时分天周]|星期|周[一二三四五六日]|今天|明天|昨天|上午|下午|晚上"
)
NUMERAL = (
    r"(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|thousand)\b"
    r"|[一二三四五六七八九十百千万两半])"
)
AMOUNT = re.compile(rf"(?i){NUMERAL}|\bfree\b|免费")
MONEY = re.compile(
    r"(?i)[$€£¥￥]\s?\d|\d[\d.,]*\s?(?:[€£元块]|dollars?|euros?|pounds?|cents?|usd|eur|gbp|yuan)|\d+[.,]\d\d\b(?!\.\d)(?!\s?%)"
    r"|\bfree\b|免费"
)
"""In running text a sum of money must look like one; beside a label a number will do."""
PERSON = re.compile(r"(?<!^)(?<![.!?]\s)\b[A-Z][a-z]+|[\u4e00-\u9fff]{2,}")
"""A capital inside a sentence, or Chinese, which has none."""
UNITS = {
    "long": (
        r"(?:seconds?|minutes?|mins?|hours?|h|days?|weeks?|months?|years?|m|cm|mm|km|metres?|meters?|miles?|feet"
        r"|inch(?:es)?)\b|秒|分|小时|天|周|月|年|米|公里"
    ),
    "far": r"(?:m|cm|mm|km|metres?|meters?|kilomet(?:re|er)s?|miles?|feet|inch(?:es)?|ft)\b|米|公里|里",
    "big": r"(?:[kmgt]i?b|bytes?|m²|cm|mm|m|inch(?:es)?|pixels?|px|square \w+|x \d+)\b|兆|平方|寸|厘米|米",
    "heavy": r"(?:kg|g|mg|lbs?|pounds?|ounces?|oz|tons?|tonnes?|kilos?|grams?|kilograms?)\b|公斤|千克|克|斤|吨",
    "warm": r"(?:°|degrees|celsius|fahrenheit|[cf]\b)|度",
    "fast": r"(?:km/h|mph|[kmg]bit|[kmg]b/s|[\w/]+ per \w+|rpm)|每秒|每小时",
    "old": r"(?:years?|months?|days?|weeks?)\b|岁|年|月|天",
    "full": r"(?:%|percent|[kmgt]b|litres?)|升",
    "often": r"(?:times?|every|daily|weekly|monthly|hours?|days?)\b|次",
}
DONE = re.compile(r"(?i)%|percent|prozent|\d+ ?(?:/|of|von) ?\d+|\b(?:left|remaining|übrig|verbleibend)\b|剩余")
"""How far something is that goes on."""
# Digits are taken whole (possessive): else a text of 4000 of them would take minutes.
MEASURES = {name: re.compile(rf"(?i){NUMERAL}[\d.,]*+[ -]?(?:\w+ )?(?:{units})") for name, units in UNITS.items()}
"""What a number must be followed by to be that kind of measure: a departure time is not how long a trip is."""
STATES = re.compile(r"(?i)\b(?:is|are|was|were|will|equals|has|have|costs?)\b|[:：=]|\d|是|为|有")
"""A sentence that tells something, as against a button's or a link's words."""


SHAPES = {
    "email": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*"),
    "phone": re.compile(r"\+?\d[\d /()-]{2,}\d"),
    "code": re.compile(r"\d"),
    "name": re.compile(r"[A-Z\u4e00-\u9fff]"),
}
"""What values of a kind that a noun of the question names look like."""
SECRET = re.compile(r"(?i)\b(?:password|passcode|passwort|kennwort|pin)\b|密码|口令")
SAID_SECRET = re.compile(
    r"(?i)\b(?:password|passcode|passwort|kennwort|pin)\b\s*(?:is|was|ist|war|[:：=])\s*[^\s.,]*[\d_#!$*+]"
    r"|(?:密码|口令)(?:是|为|[:：])\s*\S"
)
"""A password that is told, not only spoken of ("open it with your usual password"); words alone are taken for none."""
REASON = re.compile(
    r"(?i)\b(?:because|since|due to|as|when|so that|in order to|for|weil|da|wegen|damit|denn)\b|因为|由于|所以"
)
NO_NAME = re.compile(
    r"(?i)(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september"
    r"|october|november|december|mr|mrs|ms|dr|i|the|a|an|on|at|in|it|he|she|we|you|they"
)
DEFINES = frozenset(
    (
        "is",
        "are",
        "was",
        "were",
        "be",
        ":",
        "=",
        "–",
        "costs",
        "called",
        "named",
        "ist",
        "sind",
        "war",
        "heißt",
        "kostet",
    )
)
"""Words by which a sentence tells what something is."""
PLACE = re.compile(
    r"(?i)\b(?:in|at|on|near|behind|beside|opposite|hall|room|floor|street|road|lane|platform|gate|building|under|with)\b"
    r"|\b(?:im|am|bei|beim|auf|neben|hinter|raum|halle|gleis|straße|stock)\b"
)
PLACE_NEAR = 40
"""Characters after a name in which a word of place belongs to it."""
MANY = 3
"""Words that make a sentence that has them all an answer."""
NEAR_NAME = 4
"""Words between what a person is and the name, at most: "the mayor, Rita Soares"."""


PRONOUN = re.compile(r"(?i)\b(?:it|them|they|he|she|him|her|its|their|these|those|this)\b|它|他|她")


def fits(kind: str, value: str, phrases: Phrases) -> bool:
    """Whether the text can be a value of that kind at all."""
    own = phrases.kinds.get(kind)
    if own is not None and re.search(own, value):
        return True
    if kind == "count_of":
        return re.fullmatch(r"\W*\d[\d.,' ]*\W*|\d+\s*[^\W\d_]{4,}.*", value) is not None
    if kind == "amount" and not MONEY.search(value):
        return re.fullmatch(r"\W*[\d.,'\u00a0 ]*\d\W*", value) is not None
    checks = {
        **SHAPES,
        "why": REASON,
        "amount": AMOUNT,
        "number": AMOUNT,
        "time": TIME,
        "date": DATE,
        "figure": AMOUNT,
        "done": DONE,
        "person": PERSON,
        **MEASURES,
    }
    if kind not in checks:
        return own is None
    return checks[kind].search(value) is not None


class Retriever:
    """Stateless but for the embedder. Works without one (None, or a missing model), and then knows fewer words."""

    def __init__(self, embedder: Worker | None, phrases: Phrases, token: Token) -> None:
        # MiniLM-L6 was trained on English; its vectors of other languages mean little.
        self.embedder = embedder if phrases.language == "en" else None
        self.phrases, self.token = phrases, token

    def find_pairs(self, wanted: Wanted, pairs: Sequence[Pair], context: Callable[[Box | None], str]) -> list[Pair]:
        """The pairs whose label answers; several only if they fit equally well (a column, a row)."""
        scored: list[tuple[float, Pair, list[str]]] = []
        for pair in pairs:
            label = f"{pair.label} {pair.column}".strip()
            # A label says whose name it is, so that "MORGAN / ALEX" will do.
            kind = "value" if wanted.kind == "person" else wanted.kind
            if not (pair.secret or fits(kind, pair.value, self.phrases)):
                continue
            if wanted.kind in ("person", "name") and _is_day(pair.value):
                continue
            hits = covered(list(wanted.keys), label, self.phrases)
            # A table's name alone ("what files are there") picks none of its cells.
            typed = wanted.kind not in ("value", "open", "amount", "number", "count_of", "place")
            if wanted.kind == "count_of" and not (hits and hits[0] and self._counted(wanted, pair)):
                continue
            if wanted.kind == "amount" and pair.column and not self._priced(pair):
                continue
            if wanted.kind == "secret" and not SECRET.search(label):
                continue  # a cell that speaks of a password is none
            named = typed and len(wanted.keys) > 1 and any(covered(list(wanted.keys), pair.around, self.phrases))
            if any(hits) or named:
                extra = len(covered_not(words(pair.label), wanted.keys, self.phrases))
                near = context(pair.evidence[0].box)
                percent = wanted.kind == "amount" and pair.value.endswith("%")  # a rate, where a sum is asked for
                score = sum(hits) - 0.1 * extra - (0.3 if not pair.value else 0) - (0.5 if percent else 0)
                scored.append(
                    (score, pair, self._missing(wanted, hits, f"{label} {near} {_short(pair)} {pair.around}"))
                )
        known = [(score, pair) for score, pair, missing in scored if self._few(missing, wanted)]
        if not known:
            # What a row is called is a name: Hamburg is much like Berlin, and never the same.
            texts = [pair.column if pair.around else pair.label for _, pair, _ in scored]
            known = [scored[at][:2] for at in self._by_meaning(wanted, texts, [missing for *_, missing in scored])]
        top = max((score for score, _ in known), default=0.0)
        best = [pair for score, pair in known if score > top - 0.05]
        if wanted.kind == "count_of" and len(best) > 1 and len({pair.column for pair in best} - {""}) == 1:
            return []  # what a whole column has is no one count
        money = [pair for pair in best if MONEY.search(pair.value)] if wanted.kind == "amount" else []
        return money or best

    def find_sentence(
        self, wanted: Wanted, pieces: Sequence[Piece], context: Callable[[Box | None], str]
    ) -> Piece | None:
        """The sentence that speaks of all that was asked and tells something of the wanted kind."""
        scored: list[tuple[float, Piece, list[str]]] = []
        for before, piece in zip([None, *pieces], pieces, strict=False):
            text = piece.text
            if text.endswith(("?", "？")) or not _tells(text):
                continue
            if not self._may_tell(wanted, text) or _only_compares(wanted, text):
                continue
            hits = covered(list(wanted.keys), text, self.phrases)
            told = covered_not(words(text), wanted.keys, self.phrases)
            if 2 * sum(hits) < len(hits) or not any(hits) or not told:
                continue
            wider = f"{text} {context(piece.box)}"
            if before is not None and before.evidence == piece.evidence and PRONOUN.search(text):
                wider += f" {before.text}"  # "The tomatoes... Plant them after 15 May."
            scored.append((sum(hits) - 0.01 * len(told), piece, self._missing(wanted, hits, wider)))
        known = [(score, piece) for score, piece, missing in scored if self._few(missing, wanted)]
        if not known:
            texts = [piece.text for _, piece, _ in scored]
            known = [scored[at][:2] for at in self._by_meaning(wanted, texts, [missing for *_, missing in scored])]
        return max(known, key=lambda pair: pair[0])[1] if known else None

    def _priced(self, pair: Pair) -> bool:
        """Whether a cell tells of money: a platform's number is no price."""
        column = any(covered(["price", *self.phrases.dispensable, "total", "amount"], pair.column, self.phrases))
        return column or MONEY.search(pair.value) is not None

    def _counted(self, wanted: Wanted, pair: Pair) -> bool:
        """Whether a cell counts what is asked for: under "Platform" and "Order no." stands which one, not how many."""
        plural = [key for key in wanted.keys[:1] if self.phrases.language == "en" and key.endswith("s")]
        return not pair.column or all(
            key in words(pair.column) or not any(covered([key], pair.column, self.phrases)) for key in plural
        )

    def _may_tell(self, wanted: Wanted, text: str) -> bool:
        """Whether the sentence has a value of the kind that is asked for, where such a value must stand."""
        match wanted.kind:
            case "count_of":
                return self._counts(wanted.keys, text)
            case "amount":
                return MONEY.search(text) is not None
            case "secret":
                return SAID_SECRET.search(text) is not None
            case "place" if self.phrases.spaced:
                return self._places(wanted.keys, text)
            case "value" if wanted.defines and self.phrases.spaced:
                return self._defines(wanted.keys, text)
            case "figure" if wanted.defines and self.phrases.spaced:
                return fits("figure", text, self.phrases) and self._defines(wanted.keys, text)
            case "person" | "name" if self.phrases.spaced:
                return self._names_somebody(wanted.keys, text)
        return fits(wanted.kind, text, self.phrases)

    def _places(self, keys: Sequence[str], text: str) -> bool:
        """Whether a word of place follows what is asked for: "lost property is in hall B"."""
        found = [m for m in re.finditer(r"[^\W_]+", text) if any(covered([k], m[0], self.phrases)[0] for k in keys)]
        return bool(found) and PLACE.search(text[found[-1].end() :][:PLACE_NEAR]) is not None

    def _defines(self, keys: Sequence[str], text: str) -> bool:
        """Whether the sentence tells what something is, rather than only speaks of it: "the depth is 14 metres"."""
        if len(keys) >= MANY:
            return True
        for clause in re.split(r"[.,;!?]\s", text):
            said = re.findall(r"[^\W_]+(?:['’.,-][^\W_]+)*|[:=–-]", clause)
            at = [n for n, word in enumerate(said) if any(covered([key], word, self.phrases)[0] for key in keys)]
            near = {word.lower() for n in at for word in said[max(0, n - 2) : n + 1 + NEAR_NAME]}
            if any(word in DEFINES or word[0].isdigit() for word in near):
                return True
        return False

    def _names_somebody(self, keys: Sequence[str], text: str) -> bool:
        """Whether a name, which the question doesn't say, stands near what it asks for."""
        found = list(re.finditer(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text))
        said = [match[0] for match in found]
        first = {
            at for at, match in enumerate(found) if re.search(r"(?:^|[.!?]\s*|\d\s)[\s\"“„'(]*$", text[: match.start()])
        }
        asked = [at for at, word in enumerate(said) if any(covered([key], word, self.phrases)[0] for key in keys)]
        names = [
            at
            for at, word in enumerate(said)
            if word[0].isupper() and not NO_NAME.fullmatch(word) and at not in asked and at not in first
        ]
        return any(0 < abs(name - at) <= NEAR_NAME for name in names for at in asked)

    def _counts(self, keys: Sequence[str], text: str) -> bool:
        """Whether a number stands right before one of the words: "3 unread messages"."""
        if not self.phrases.spaced:
            return True
        stems = {stem(key) for key in keys}
        after = re.findall(rf"(?i){NUMERAL}[\d.,]*((?:[ -]\w+){{1,3}})", text)
        return any(stem(word) in stems for following in after for word in words(following))

    def nearest(self, question: str, keys: Sequence[str], pieces: Sequence[Piece]) -> Piece | None:
        """What to offer instead of an answer: the text nearest in meaning, or with most of the words."""
        if not pieces:
            return None
        chosen = self._likeliest(keys, pieces)
        scores = self._cosines(question, [piece.text for piece in chosen])
        if scores is not None:
            at = int(scores.argmax())
            return chosen[at] if scores[at] >= NEAR else None
        hits = [sum(covered(list(keys), piece.text, self.phrases)) for piece in chosen]
        return chosen[hits.index(max(hits))] if max(hits) else None

    def _missing(self, wanted: Wanted, hits: list[bool], wider: str) -> list[str]:
        """The asked words that neither the candidate has nor what stands around it."""
        missing = [key for key, hit in zip(wanted.keys, hits, strict=True) if not hit]
        return [key for key, hit in zip(missing, covered(missing, wider, self.phrases), strict=True) if not hit]

    def _few(self, missing: list[str], wanted: Wanted) -> bool:
        """None; in Chinese a few, since pairs of characters across a word border are in no text."""
        return not missing or (not self.phrases.spaced and 5 * len(missing) <= 2 * len(wanted.keys))

    def _by_meaning(self, wanted: Wanted, texts: list[str], missing: list[list[str]]) -> list[int]:
        """Which texts (by index) are like the question and have words of like meaning for those they lack."""
        order = sorted(range(len(texts)), key=lambda at: len(missing[at]))[:WEIGHED]
        order = [at for at in order if not any(any(char.isdigit() for char in key) for key in missing[at])]
        if not order or wanted.kind in ("open", "count_of", "person", "name"):
            return []
        seen = {at: [word for word in words(texts[at]) if word not in self.phrases.stopwords] for at in order}
        every = [wanted.text, *(texts[at] for at in order)]
        every += [word for at in order for word in (*missing[at], *seen[at])]
        vectors = self._embed(list(dict.fromkeys(every)))
        if vectors is None:
            return []
        of = dict(zip(dict.fromkeys(every), vectors, strict=True))
        return [
            at
            for at in order
            if float(of[wanted.text] @ of[texts[at]]) >= TEXT_ALIKE
            and all(
                key not in self.phrases.distinct
                and key not in wanted.names
                and any(
                    float(of[key] @ of[word]) >= WORD_ALIKE for word in seen[at] if word not in self.phrases.distinct
                )
                for key in missing[at]
            )
        ]

    def _likeliest(self, keys: Sequence[str], pieces: Sequence[Piece]) -> list[Piece]:
        if len(pieces) <= EMBEDDED:
            return list(pieces)
        ranked = sorted(pieces, key=lambda piece: -sum(covered(list(keys), piece.text, self.phrases)))
        return ranked[:EMBEDDED]

    def _cosines(self, question: str, texts: list[str]) -> npt.NDArray[np.float32] | None:
        vectors = self._embed([question, *texts])
        return None if vectors is None else vectors[1:] @ vectors[0]

    def _embed(self, texts: list[str]) -> npt.NDArray[np.float32] | None:
        """(n, 384) unit vectors; None without a model. Raises `HostDied`, `HostTimeout`, `Cancelled`."""
        if self.embedder is None:
            return None
        try:
            found: npt.NDArray[np.float32] = self.embedder.call("embed", texts, token=self.token)
        except (ModelMissing, ModelBroken) as error:
            # Words alone must do; `doctor` tells of it. A host that died is another matter: that is said.
            log.warning("no sentence embeddings: %s", error.detail or error)
            self.embedder = None
            return None
        return found


def _is_day(value: str) -> bool:
    """ "1 Mar" is nobody."""
    return len(value.split()) <= 3 and re.search(r"\d", value) is not None and DATE.search(value) is not None


def _short(pair: Pair) -> str:
    """The value as what else a question may name; never a sentence in a table's cell, which is then only quoted."""
    return pair.value if not pair.around or len(pair.value.split()) <= SHORT_VALUE else ""


def _tells(text: str) -> bool:
    """Whether it is a statement, as against the words of a link or a button."""
    return STATES.search(text) is not None or (text.endswith((".", "!", "。", "！")) and len(words(text)) >= 5)


def _only_compares(wanted: Wanted, text: str) -> bool:
    """Whether what is asked for is only a bound there: "louder than 100 %" does not tell how loud it is."""
    if re.search(r"\b(?:than|als)\b", wanted.text):
        return False
    return any(re.search(rf"(?i)\b{re.escape(key)}{key[-1]}?e?r (?:than|als)\b", text) for key in wanted.keys)


def covered_not(seen: list[str], keys: Sequence[str], phrases: Phrases) -> list[str]:
    """The words of a text that the question did not have: what it tells."""
    joined = " ".join(keys)
    flags = covered(seen, joined, phrases) if joined else [False] * len(seen)
    return [word for word, hit in zip(seen, flags, strict=True) if not hit and word not in phrases.stopwords]
