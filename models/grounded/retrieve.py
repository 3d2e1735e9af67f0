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
from models.grounded.alone import NO_PHONE, OF_OTHERS
from models.grounded.meant import heard, other_way_round
from models.grounded.pair_kinds import fits_by_unit, head, is_nobody, is_numbered, short
from models.grounded.pairs import Pair
from models.grounded.phrases import Phrases
from models.grounded.shapes import (
    AGED,
    DEFINES,
    MANY,
    MONEY,
    NEAR_NAME,
    NEGATED,
    NO_NAME,
    NUMERAL,
    PLACE,
    PLACE_NEAR,
    PRONOUN,
    SAID_SECRET,
    SECRET,
    SHAPES,
    TITLE,
    fits,
    is_day,
    tells,
)
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
NOUNS = ("port", "version", "folder", "file", "host", "share", "direction", "amount")
"""Kinds of value that a noun of the question names, and a label may."""
NEAR = 0.3
"""Cosine below which a text is not even worth offering as the nearest."""
POSSESSIVE = re.compile(r"['’]s?$")
CALLED = ("called", "named", "is called", "is named", "was called", "was named", "name is", "heißt")
"""What may stand between a thing and its name."""
ENDS_AMOUNT = (
    r"(?i)[^\w\s'’-]|(?:^|\s)(?:and|or|but|to|into|in|on|for|from|with|per|then|is|are"
    r"|und|oder|aber|zu|zum|zur|in|im|auf|für|von|vom|mit|pro|ist|sind)(?!\S)"
)
"""What parts an amount and its noun from the rest of the sentence."""
RIGHT_BEFORE = re.compile(r"(?i)([^\W\d_][\w'’-]*)(?:\s*[:=(–-]\s*|\s+(?:is|are|was|were|ist|sind|war|waren)\s+|\s+)$")
"""The word that an amount is told of before it."""
WEIGHED = 8
"""Candidates with some of the words that are weighed by meaning."""
EMBEDDED = 48
"""Candidates that are embedded, after a choice by their words: about 0.2 s on one core."""


class Retriever:
    """Stateless but for the embedder. Works without one (None, or a missing model), and then knows fewer words."""

    def __init__(self, embedder: Worker | None, phrases: Phrases, token: Token, reader: Worker | None = None) -> None:
        # MiniLM-L6 was trained on English; its vectors of other languages mean little.
        self.embedder = embedder if phrases.language == "en" else None
        self.reader = reader if self.embedder is not None else None
        self.phrases, self.token = phrases, token

    @property
    def can_read(self) -> bool:
        """Whether there is a model that tells how likely a line answers."""
        return self.reader is not None

    def likest(self, question: str, keys: Sequence[str], texts: Sequence[str], most: int) -> list[int]:
        """Which texts (by index) are most like the question, in words first and then in meaning."""
        order = sorted(range(len(texts)), key=lambda at: -sum(covered(list(keys), texts[at], self.phrases)))
        order = order[:EMBEDDED]
        scores = self._cosines(question, [texts[at] for at in order]) if len(order) > most else None
        if scores is not None:
            order = [order[int(at)] for at in (-scores).argsort()]
        return order[:most]

    def read(self, question: str, lines: Sequence[tuple[str, str]]) -> list[float]:
        """How likely (0..1) each line (what it stands under, its words) answers the question; 0 without a model.

        Raises `HostDied`, `HostTimeout`, `Cancelled`."""
        if self.reader is None or not lines:
            return [0.0] * len(lines)
        try:
            found: list[float] = self.reader.call("read", question, list(lines), token=self.token)
        except (ModelMissing, ModelBroken) as error:
            log.warning("no reader of lines: %s", error.detail or error)
            self.reader = None
            return [0.0] * len(lines)
        return found

    def find_pairs(self, wanted: Wanted, pairs: Sequence[Pair], context: Callable[[Box | None], str]) -> list[Pair]:
        """The pairs whose label answers; several only if they fit equally well (a column, a row)."""
        scored: list[tuple[float, Pair, list[str]]] = []
        for pair in pairs:
            label = f"{pair.label} {pair.column}".strip()
            # A label says whose name it is, so that "MORGAN / ALEX" will do, and "jholm" as a user name.
            called = wanted.kind == "name" and any(covered(list(wanted.about), label, self.phrases))
            # So is what stands beside the very noun ("Folder: Pictures"), not beside "File size".
            called = called or (wanted.kind in NOUNS and any(covered(list(wanted.about), head(label), self.phrases)))
            kind = "value" if wanted.kind == "person" or called else wanted.kind
            if not (pair.secret or fits(kind, pair.value, self.phrases) or fits_by_unit(kind, pair)):
                continue
            if wanted.kind in ("person", "name") and is_day(pair.value):
                continue
            if wanted.kind in ("amount", "place") and is_numbered(pair):
                continue
            if (wanted.kind == "person" and is_nobody(pair)) or (wanted.kind == "phone" and NO_PHONE.search(label)):
                continue
            if wanted.kind == "old" and not AGED.search(f"{label} {pair.value}"):
                continue
            label = heard(label, (*wanted.keys, *wanted.about), wanted.kind, self.phrases)
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
                scored.append((score, pair, self._missing(wanted, hits, f"{label} {near} {short(pair)} {pair.around}")))
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
        texts: list[str] = []
        for before, piece in zip([None, *pieces], pieces, strict=False):
            text = piece.text
            if (
                text.endswith(("?", "？"))
                or not tells(text)
                or other_way_round(wanted.asked, text, wanted.names, self.phrases)
            ):
                continue
            text = heard(text, (*wanted.keys, *wanted.about), wanted.kind, self.phrases)
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
            texts.append(text)
        known = [(score, piece) for score, piece, missing in scored if self._few(missing, wanted)]
        if not known:
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
            case "old":
                return fits("old", text, self.phrases) and AGED.search(text) is not None
            case "count_of":
                return self._counts(wanted.keys, text)
            case "amount":
                return MONEY.search(text) is not None
            case "secret":
                return SAID_SECRET.search(text) is not None
            case "phone":
                return fits("phone", text, self.phrases) and not NO_PHONE.search(text)
            case "email" | "version" | "often" | "quantity" if NEGATED.search(text):
                return False
            case "version" if wanted.bare and OF_OTHERS.search(text):
                return False
            case "quantity" if self.phrases.spaced and not wanted.about:
                return self._measures(wanted.keys[0], text)
            case "place" if self.phrases.spaced:
                return self._places(wanted.keys, text)
            case "value" if wanted.defines and self.phrases.spaced:
                return self._defines(wanted.keys, text)
            case "figure" if wanted.defines and self.phrases.spaced:
                return fits("figure", text, self.phrases) and self._defines(wanted.keys, text)
            case "person" | "name" if self.phrases.spaced:
                return self._names_somebody(wanted.keys, text, beside=wanted.kind == "name")
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

    def _names_somebody(self, keys: Sequence[str], text: str, *, beside: bool) -> bool:
        """Whether a name, which the question doesn't say, stands near what it asks for; or right beside it, since the
        dog that bit Kim is not Kim."""
        found = [m for m in re.finditer(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text) if not TITLE.fullmatch(m[0])]
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
        if beside:
            return any(
                not POSSESSIVE.search(said[name]) and (abs(name - at) == 1 or " ".join(said[at + 1 : name]) in CALLED)
                for name in names
                for at in asked
            )
        return any(0 < abs(name - at) <= NEAR_NAME for name in names for at in asked)

    def _counts(self, keys: Sequence[str], text: str) -> bool:
        """Whether a number stands right before one of the words: "3 unread messages"."""
        if not self.phrases.spaced:
            return True
        stems = {stem(key) for key in keys}
        after = re.findall(rf"(?i){NUMERAL}[\d.,]*(?:(?<=[a-z])['’])?((?:[ -]\w+){{1,3}})", text)
        return any(stem(word) in stems for following in after for word in words(following))

    def _measures(self, noun: str, text: str) -> bool:
        """Whether an amount is that of the noun: "200 g of sugar", "sugar: 200 g"; not "salt and 200 g of sugar"."""
        for match in SHAPES["quantity"].finditer(text):
            after = re.split(ENDS_AMOUNT, text[match.end() :])[0]
            before = RIGHT_BEFORE.search(text[: match.start()][-PLACE_NEAR:])
            alone = not re.match(r"[^\W\d_]", after.lstrip())
            if any(covered([noun], after, self.phrases)):
                return True
            if alone and before is not None and any(covered([noun], before[1], self.phrases)):
                return True
        return False

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
