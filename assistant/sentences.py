"""A stream of tokens -> whole sentences, as early as possible, so that speech starts before a model has finished.

A mark that certainly ends a sentence ("!", "。", a full stop with a space after an ordinary word) ends it at once.
A mark that may not (a decimal point, "Dr.", an ellipsis) waits for the one character that decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST = 300
"""Characters. A longer run without an end is broken at a clause, so that a voice never waits for a runaway sentence."""

ALWAYS_GO_ON = (
    "mr mrs ms dr prof sr st mt rev gen col sgt capt lt gov sen rep hon fig eq vol pp ed eds approx ca cf vs viz "
    "e.g i.e resp esp incl ext tel dept est"
)
NEVER_END = frozenset(ALWAYS_GO_ON.split())
"""Abbreviations after which a sentence goes on."""
GO_ON_OR_END = (
    "etc inc ltd co corp jr bros u.s u.k e.u u.n a.m p.m ph.d b.c a.d jan feb mar apr jun jul aug sep sept oct nov dec "
    "mon tue wed thu fri sat sun min max avg no nr"
)
MAY_END = frozenset(GO_ON_OR_END.split())
"""Abbreviations that end a sentence only when a capital letter (or the end) follows."""
BEFORE_A_NUMBER = frozenset(("p", "no", "nr", "n°", "art", "ch", "sec"))
"""Abbreviations after which a sentence goes on with a number ("p. 55")."""
STARTERS = (
    "a after all also although an and are as at because but can did do does for has have he her his how however i if "
    "in is it its many most my no not now on one our she so some that the their then there these they this those to "
    "was we were what when where which while who why will with would yes you your"
)
FIRST_WORDS = frozenset(STARTERS.split())
"""Words that begin a sentence after "U.S." or "p.m.", where a name would go on with it ("the U.S. Senate")."""
ORDINAL_NOUNS = (
    "januar jänner februar märz april mai juni juli august september oktober november dezember quartal jahrhundert "
    "stock etage klasse kapitel platz auflage"
)
AFTER_AN_ORDINAL = frozenset(ORDINAL_NOUNS.split())
"""German writes "third" as "3.": words that go on after such a number."""
BULLETS = "•⁃‣◦-*"
LIST_ITEM = re.compile(rf"\s*[{re.escape(BULLETS)}]?\s*(\d{{1,4}}|[A-Za-z])[.)]")
LAST_WORD = re.compile(rf"(?:[{re.escape(BULLETS)}]\s*)?\S+$")
CLOSERS = "\"'”’»)]}」』）】》"
OPENERS = {"”": "“", "’": "‘", "」": "「", "』": "『", "）": "（", "】": "【", "》": "《"}
WIDE_ENDS = "。！？"
ENDS = ".!?…"


def sentences(chunks: Iterator[str]) -> Iterator[str]:
    """Whole sentences, stripped, in order; each is yielded in the pull that completes it.

    `chunks` may cut the text anywhere, also inside a word. What is left at the end is the last sentence.
    """
    buffer = ""
    start = 0  # what lies before was already examined and holds no end
    for chunk in chunks:
        buffer += chunk
        while True:
            end, start = _find_end(buffer, start)
            if end is None:
                break
            sentence = buffer[:end].strip()
            buffer, start = buffer[end:], 0
            if _has_words(sentence):
                yield sentence
    if _has_words(buffer):
        yield buffer.strip()


def _has_words(text: str) -> bool:
    return any(char.isalnum() for char in text)


def _find_end(text: str, start: int) -> tuple[int | None, int]:
    """The offset just after the first sentence end, or None and where to go on looking."""
    at = start
    while at < len(text):
        char = text[at]
        if char == "\n" and _has_words(text[:at]):
            return at, 0
        if char in WIDE_ENDS or char in ENDS:
            end, decided = _mark(text, at)
            if not decided:
                return None, at
            if end is not None:
                return end, 0
            while at + 1 < len(text) and text[at + 1] in ENDS:
                at += 1  # an ellipsis is one mark
        at += 1
    if len(text) > LONGEST:
        cut = max(text.rfind(mark, LONGEST // 3, LONGEST) for mark in (", ", "; ", ": ", "，", "；", " "))
        if cut > 0:
            return cut + 1, 0
    return None, at


def _mark(text: str, at: int) -> tuple[int | None, bool]:
    """Whether the mark at `at` ends a sentence: (end or None, True), or (None, False) while more must be seen."""
    char = text[at]
    after = at + 1
    while after < len(text) and text[after] in ENDS + WIDE_ENDS:
        after += 1  # "?!", "...", "……"
    run = text[at:after]
    while after < len(text) and text[after] in CLOSERS:
        after += 1
    seen_all = after == len(text)
    if text.count("《", 0, at) > text.count("》", 0, at):
        return None, True  # in the title of a book
    if char in WIDE_ENDS:
        # The closing quote may still be under way; that can only be if one is open.
        waiting = seen_all and text[after - 1] not in CLOSERS and _quote_is_open(text[:after])
        return (None, False) if waiting else (after, True)
    if seen_all:
        return None, False
    if run.startswith("……") or (run == "…" and _wide(text[after])):
        return (after, True) if text[after] not in "，、" else (None, True)
    if not text[after].isspace():
        # "3.5", "example.org", "e.g.,": not an end; "Yes!No" and "好.中" are.
        return (after, True) if (char in "!?" and text[after].isalpha()) or _wide(text[after]) else (None, True)
    if "\n" in text[after : after + 2]:
        return after, True
    if run.startswith("..") and text[at - 1 : at] in ("[", "("):
        return None, True  # what was left out of a quotation: "[...]"
    if (text[after - 1] in CLOSERS and not text[at - 1 : at].isdigit()) or (
        char == "." and text[at - 1 : at].isspace()
    ):
        return _by_next_letter(text, after)  # '"Stop!" he said', ". . ."
    if run.startswith(("..", "…")):
        return _by_next_letter(text, after)
    return (after, True) if char in "!?" else _full_stop(text, at, after)


def _full_stop(text: str, at: int, after: int) -> tuple[int | None, bool]:
    words = text[:at].split()
    word = words[-1].lstrip("\"'“‘([{" + BULLETS).lower() if words else ""
    if word in NEVER_END:
        return None, True
    named = len(words) > 1 and words[-2][0].isupper()
    if len(word) == 1 and word.isalpha() and words[-1].isupper() and (word != "i" or named):
        return None, True  # an initial: "J. Smith", but "you and I."
    if word in BEFORE_A_NUMBER and (rest := text[after:].lstrip())[:1].isdigit():
        return None, True
    if word in BEFORE_A_NUMBER and not rest:
        return None, False
    if "." in word and len(word) < 8 and all(len(part) == 1 for part in word.split(".")):
        return _by_next_word(text, after)  # "U.S.A.", "p.m."
    if (len(words) == 1 or (len(words) == 2 and words[0] in BULLETS)) and _numbers(word):
        return None, True  # the number of a list item: "1. Open the lid"
    item = LIST_ITEM.match(text)
    if item and _numbers(word) and word == _following(item[1].lower()):
        return LAST_WORD.search(text, 0, at).start(), True  # type: ignore[union-attr]  # the item before ends here
    if word.isdigit() and len(word) <= 2 and (ordinal := _after_ordinal(text, after)) is not None:
        return None, ordinal
    if word in MAY_END:
        return _by_next_letter(text, after)
    return after, True


def _by_next_letter(text: str, after: int) -> tuple[int | None, bool]:
    """An end if the next word begins with a capital letter."""
    rest = text[after:].lstrip()
    if not rest:
        return None, False
    first = rest.lstrip("\"'“‘([{")[:1]
    if not first:
        return None, False
    return (after, True) if first.isupper() or _wide(first) else (None, True)


def _after_ordinal(text: str, after: int) -> bool | None:
    """True where the text after "3." makes an ordinal of it, False while it may, None where it does not."""
    rest = text[after:].lstrip()
    whole = re.match(r"[A-Za-zÄÖÜäöü]+(?=\W)", rest)
    if whole is not None:
        return True if whole[0].lower() in AFTER_AN_ORDINAL else None
    if not any(noun.startswith(rest.lower()) for noun in AFTER_AN_ORDINAL):
        return None
    return rest.lower() in AFTER_AN_ORDINAL


def _numbers(word: str) -> bool:
    return word.isdigit() or (len(word) == 1 and word.isalpha())


def _following(number: str) -> str:
    """ "1" -> "2", "a" -> "b"."""
    return str(int(number) + 1) if number.isdigit() else chr(ord(number) + 1)


def _by_next_word(text: str, after: int) -> tuple[int | None, bool]:
    """An end if the next word is one that begins sentences."""
    first = text[after:].lstrip().lstrip("\"'“‘([{")
    word = first.split(maxsplit=1)[0].rstrip(",.!?:;…") if first else ""
    if not first or (len(word) == len(first) and first[0].isupper()):
        return None, False  # the word may not be whole yet
    return (after, True) if _wide(first[0]) or (word[0].isupper() and word.lower() in FIRST_WORDS) else (None, True)


def _wide(char: str) -> bool:
    return "\u3000" <= char <= "\u9fff" or "\uff00" <= char <= "\uffef"


def _quote_is_open(text: str) -> bool:
    return any(text.count(opener) > text.count(closer) for closer, opener in OPENERS.items() if closer not in "’")
