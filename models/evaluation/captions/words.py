"""Words of a caption, as the published measures count them.

Treebank tokens in lower case without punctuation, as the COCO caption evaluation takes them from Stanford's
PTBTokenizer 3.4.1 (`-preserveLines -lowerCase`). This is that tokenizer's behaviour on captions, by rules of our own;
how far the two agree is in docs/evaluation.md.
"""

from __future__ import annotations

import re

PUNCTUATION = frozenset("'' ' `` ` -LRB- -RRB- -LCB- -RCB- . ? ! , : - -- ... ;".split())  # noqa: SIM905 - read as text
"""Dropped. The brackets are meant, but tokens are lower case by then: "-lrb-" stays a word in the published figures,
so it does here."""

_TYPOGRAPHY = str.maketrans(
    {
        "‘": "`",
        "’": "'",
        "“": "``",
        "”": "''",
        "–": "--",
        "—": "--",
        "…": "...",
        "£": "#",
        "€": "$",
        "\u00a0": " ",
        "\u200b": " ",
    }
)
_BRACKETS = {"(": "-lrb-", ")": "-rrb-", "[": "-lsb-", "]": "-rsb-", "{": "-lcb-", "}": "-rcb-"}
_SPLIT_WORDS = {
    "cannot": "can not", "gonna": "gon na", "wanna": "wan na", "gotta": "got ta", "gimme": "gim me",
    "lemme": "lem me", "'tis": "'t is", "'twas": "'t was", "d'ye": "d' ye",
}  # fmt: skip
_ABBREVIATED = (
    "mr mrs ms dr st vs jr sr prof gen rep sen gov lt col capt sgt rev hon inc co corp ltd bros etc ave blvd rd mt ft "
    "jan feb mar apr jun jul aug sep sept oct nov dec no al cf viz"
)
_ABBREVIATIONS = frozenset(_ABBREVIATED.split())
"""Their full stop belongs to them. "no." does before a number only."""
_TOKEN = re.compile(
    r"""
      (?:https?://|www\.)[^\s<>"]*[^\s<>".,;:!?)]                      # an address on the web
    | [\w.+-]+@[\w-]+(?:\.[\w-]+)+                                     # an e-mail address
    | </?[a-z][^<>\s]*>                                                # a tag
    | (?:[a-z]\.)+(?=[a-z]\.)[a-z]\.                                   # u.s.
    | '\d\ds?\b                                                        # '90s
    | \d+(?:[,.:/]\d+)+(?:-[^\W_]+)*                                   # 3,000 5:30 1/2
    | \.\.\.+ | --+ | `` | '' | "
    | (?<!\w)'(?:tis|twas)\b | \bo'clock\b | \b[a-z]'[a-z]{2,}(?=\W|$)(?<!'re)(?<!'ve)(?<!'ll)
    | n't\b | '(?:s|m|d|re|ve|ll)\b
    | [^\W_]+?(?=n't\b)
    | [^\W_](?:[\w&]|(?<=\w)[-/](?=\w)|(?<=[^\W\d_])\.(?=[^\W\d_]))*
    | _+ | \S
    """,
    re.X,
)


def tokens(text: str) -> list[str]:
    """All of them, punctuation too: "A man's dog." -> a man 's dog ."""
    text = " ".join(text.lower().translate(_TYPOGRAPHY).split())
    found: list[str] = []
    opened = False
    pieces = list(_TOKEN.finditer(text))
    for number, piece in enumerate(pieces):
        part = piece.group()
        if part == '"':
            opened = not opened
            part = "``" if opened else "''"
        elif part[:2] == "--":
            part = "--"
        elif part[:3] == "...":
            part = "..."
        if part == "." and found and _keeps_its_stop(found[-1], pieces, number):
            found[-1] += "."
            if number + 1 == len(pieces):
                found.append(".")
            continue
        if part.count(".") > 1 and part[-1] == "." and part != "..." and number + 1 == len(pieces):
            found += [part, "."]
            continue
        found += _SPLIT_WORDS.get(part, _BRACKETS.get(part, part)).split()
    return found


def words(text: str) -> list[str]:
    """The words that a measure counts: `tokens` without punctuation."""
    return [token for token in tokens(text) if token not in PUNCTUATION]


def _keeps_its_stop(before: str, pieces: list[re.Match[str]], number: int) -> bool:
    stop = pieces[number]
    if stop.start() == 0 or stop.string[stop.start() - 1].isspace():
        return False
    following = pieces[number + 1].group() if number + 1 < len(pieces) else ""
    if before == "no":
        return following[:1].isdigit()
    return before in _ABBREVIATIONS
