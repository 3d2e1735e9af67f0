"""Is what a sentence says of writing true: quotations, numbers, names, and that words belong together."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.guard.amounts import agree, is_a_price
from models.guard.known import CODE, NUMBER, Known, Row, folded, is_done, stem
from models.guard.sentence import WORD, Finding, Sentence, Span, inside, overlaps

_WORDS = re.compile(r"[^\W\d_]+")
_COSTS = re.compile(r"\b(?:costs?|priced at|price is|kostet|kosten)\W+(?:[^\W\d]+\W+)?$|(?:售价|价格)[^\d]{0,4}$", re.I)
MOST_COUNTED = 20
"""An answer that is a number and nothing else, up to this one, is a count: of what, only the question tells."""


def quotations(sentence: Sentence, known: Known) -> Iterator[Finding]:
    for quote in sentence.quotes:
        if known.find(quote.text):
            yield Finding("text", True, "the text was seen", (quote.span,))
        elif known.denies(quote.text):
            yield Finding("text", False, "the text denies what is quoted of it", (quote.span,))
        elif known.doubtful(quote.text):
            yield Finding("text", None, "a text like it was seen", (quote.span,))
        else:
            yield Finding("text", False, "it quotes text that was not seen", (quote.span,))


def numbers(sentence: Sentence, known: Known, counted: list[Span]) -> Iterator[Finding]:
    """Digits outside of quotations; `counted` are those that say how many of a thing there are."""
    for match in NUMBER.finditer(sentence.open):
        if any(overlaps(match.span(), span) for span in counted):
            continue
        if match[0] in known.numbers:
            seen = known.signs_of(match[0])
            holds = agree(sentence.open, *match.span(), seen)
            if holds and _COSTS.search(sentence.open, 0, match.start()) and not is_a_price(match[0], seen):
                holds = None
            yield Finding("number", holds, "by the signs of a number that was seen", (match.span(),))
        elif sentence.text.strip(" .") == match[0] and match[0].isdigit() and int(match[0]) <= MOST_COUNTED:
            yield Finding("number", None, "how many there are could not be counted", (match.span(),))
        else:
            yield Finding("number", False, "it names a number that was not seen", (match.span(),))


def codes(sentence: Sentence, known: Known) -> Iterator[Finding]:
    """File names, addresses and the like outside of quotations: seen as they are, or invented."""
    for match in CODE.finditer(sentence.open):
        seen = any(folded(match[0]) in text for text, _ in known.texts) or bool(known.find(match[0]))
        why = "the code was seen" if seen else "it names a code that was not seen"
        yield Finding("code", seen, why, (match.span(),) if seen else ())


def names(sentence: Sentence, known: Known) -> Iterator[Finding]:
    """Words in capitals that no text has. On a page of text a name would be written; in a photo it need not."""
    if sentence.words.language != "en":
        return
    shown = {stem(word) for word in sentence.words.plain | sentence.words.known_names}
    for match in WORD.finditer(sentence.open):
        word = match[0]
        if match.start() == 0 or not word[0].isupper() or stem(word) in shown:
            continue
        if stem(word) in known.stems or _all_parts_seen(word, known):
            continue
        near = _almost_seen(word, known)
        holds = False if known.is_page and known.scene.complete and not near else None
        yield Finding("name", holds, "it names something that is not written there", (match.span(),))


def _all_parts_seen(word: str, known: Known) -> bool:
    parts = re.split(r"[-'’]", word)
    return len(parts) > 1 and all(stem(part) in known.stems for part in parts if part)


def _almost_seen(word: str, known: Known) -> bool:
    from rapidfuzz.distance import Levenshtein

    return any(Levenshtein.distance(stem(word), seen, score_cutoff=2) <= 2 for seen in known.stems if len(seen) > 3)


def belonging(sentence: Sentence, known: Known, spans: list[Span], named: list[Span]) -> Iterator[Finding]:
    """Words and numbers of one clause are only backed where they stand side by side: both words of "Ada paid 40" may
    be on the page and the sentence be wrong. `spans`: words that are vouched for otherwise. `named`: names of
    things, each one item."""
    for clause in sentence.clauses:
        items = list(_items(sentence, known, clause, spans, named))
        if len(items) < 2:
            continue
        near = any(_has_all(row, items) for row in known.rows)
        links = [
            match.span()
            for match in sentence.words.pattern(frozenset({"from", "by", "von"})).finditer(sentence.open, *clause)
        ]
        linked = tuple(links[:1]) if len(links) == 1 else ()
        yield Finding("relation", True if near else None, "by whether its words are seen side by side", linked)


def _items(
    sentence: Sentence, known: Known, clause: Span, spans: list[Span], named: list[Span]
) -> Iterator[tuple[str, bool]]:
    """What a clause claims of the text, in its order: quotations, numbers, and words that are seen; and whether it is
    such a word, loose in the sentence."""
    found: list[tuple[int, str, bool]] = [
        (quote.span[0], folded(quote.text), False) for quote in sentence.quotes if inside(quote.span, clause)
    ]
    loose = 0
    units = [span for span in named if inside(span, clause) and "\0" not in sentence.open[span[0] : span[1]]]
    units += [match.span() for match in CODE.finditer(sentence.open, *clause)]
    for start, end in units:
        found.append((start, folded(sentence.open[start:end]), False))
    spans = spans + units
    for match in NUMBER.finditer(sentence.open, clause[0], clause[1]):
        if not any(overlaps(match.span(), span) for span in spans):
            found.append((match.start(), match[0], False))
            loose += 1
    for match in WORD.finditer(sentence.open, clause[0], clause[1]):
        word = match[0].casefold()
        vouched = any(overlaps(match.span(), span) for span in spans)
        free = word in sentence.words.plain or word in sentence.words.holders or stem(word) in known.titled
        if not vouched and not free and stem(word) in known.stems:
            found.append((match.start(), word, True))
            loose += 1
    if loose:  # quotations alone only say that each is there
        for _, item, alone in sorted(found):
            yield item, alone


def _has_all(row: Row, items: list[tuple[str, bool]]) -> bool:
    """All items in the row: its words in the order of the sentence, and so its numbers where there is more than one."""
    at, numbers = 0, [item for item, _ in items if NUMBER.fullmatch(item)]
    if not set(numbers) <= set(row.numbers):
        return False
    for item, loose in items:
        if NUMBER.fullmatch(item):
            continue
        if loose:
            if stem(item) not in row.words[at:] or (is_done(item) and item not in row.forms):
                return False
            at = row.words.index(stem(item), at)
        elif item not in row.text and not {stem(part) for part in _WORDS.findall(item)} <= set(row.words):
            return False
    places = [row.numbers.index(number) for number in numbers]
    return places == sorted(places)
