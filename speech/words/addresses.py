"""Web addresses, e-mail addresses, paths and file names: every sign in them matters, so it is said at every level.
The scheme of a web address is dropped."""

from __future__ import annotations

import re

from speech.words import identifiers
from speech.words.rule import AFTER, BEFORE, Rule, Words

# Only endings that are no file name's (.py, .sh, .pl are countries too) and hardly a missing space after a full stop.
_DOMAINS = (
    "com|org|net|edu|gov|info|io|dev|app|ai|eu|de|fr|nl|es|pl|cz|ch|se|dk|fi|uk|cn|jp|kr|tw|hk|ru|br|au|nz|ca|us|tv"
)
_ENDINGS = (
    "pdf|txt|md|rst|docx?|xlsx?|pptx?|odt|ods|odp|csv|tsv|json|jsonl|xml|ya?ml|toml|ini|cfg|conf|html?|css|js|ts|tsx|"
    "jsx|py|pyc|ipynb|rb|rs|go|java|kt|c|h|cc|cpp|hpp|cs|sh|bat|ps1|exe|dll|so|dmg|msi|deb|rpm|apk|zip|gz|tgz|xz|7z|"
    "rar|tar|iso|png|jpe?g|gif|webp|svg|bmp|tiff?|heic|ico|mp3|mp4|wav|flac|ogg|m4a|mov|avi|mkv|webm|log|lock|bak|"
    "tmp|sql|sqlite|db|onnx|epub|eml|ics|ttf|otf|woff2?"
)
_STOP = r"\s<>\"“”‘’「」『』，。；：、！？（）"
_REST = rf"[^{_STOP}]*[^{_STOP}.,;:!?)\]}}'*_]"
_PIECE = re.compile(r"[^\W_]+|.", re.DOTALL)
# Endings that are said as words or by letters against the rule for capitals.
_SAID = {"jpg": "J.P.G", "jpeg": "jpeg", "exe": "E.X.E", "py": "P.Y", "md": "M.D", "ini": "I.N.I", "ico": "I.C.O"}


def address(text: str, words: Words) -> str:
    """Names and signs, in order: "a-b.org/x" -> "a dash b dot org slash x"."""
    said = []
    pieces = _PIECE.findall(text)
    for place, piece in enumerate(pieces):
        if piece[0].isalnum():
            ending = place == len(pieces) - 1 and place > 0 and pieces[place - 1] == "."
            said.append(_SAID.get(piece, "") if ending and piece in _SAID else _part(piece, words))
        else:
            said.append(words.sign(piece))
    return " ".join(said)


def _part(piece: str, words: Words) -> str:
    """Small letters that nobody can pronounce ("pdf", "www") are spelled."""
    if piece in "aA":
        return "A,"  # without the breath it would be an article
    if piece.isascii() and piece.isalpha() and piece.islower() and len(piece) <= 4 and not re.search("[aeiouy]", piece):
        return identifiers.letters(piece)
    return identifiers.name(piece, words)


def _url(match: re.Match[str], words: Words) -> str:
    return address(re.sub(r"^(?i:https?|ftp)://", "", match[0]).removesuffix("/"), words)


def _plain(match: re.Match[str], words: Words) -> str:
    return address(match[0], words)


def _dotted_name(match: re.Match[str], words: Words) -> str | None:
    """os.path.join, Node.js, .gitignore; but neither "e.g", "U.S.A", nor a full stop without its space."""
    parts = match[0].split(".")
    if len(parts[-1]) < 2 or (parts[0][:1].islower() and parts[-1][0].isupper()):
        return None
    return f" {words.sign('.')} ".join(_snake(part, words) for part in parts).strip()


def _snake(part: str, words: Words) -> str:
    return address(part, words) if "_" in part else identifiers.name(part, words)


_POSIX = r"(?:(?:~|\.{1,2})(?:/[\w.@%+-]*[\w@%+-])+|(?:/[\w.@%+-]*[\w@%+-])+)/?"
RULES = (
    Rule("url", rf"{BEFORE}(?i:(?:https?|ftp)://|www\.){_REST}/?", _url),
    Rule("email", r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?<![.-])", _plain),
    Rule("windows_path", rf"{BEFORE}(?:[A-Za-z]:\\|\\\\(?=[\w.-]+\\))(?:{_REST})?\\?", _plain),
    Rule("posix_path", rf"(?<![^\s\"'“‘(\[=,;:]){_POSIX}", _plain),
    Rule(
        "domain",
        rf"{BEFORE}(?<![.@-])(?:[A-Za-z0-9][A-Za-z0-9-]*\.)+(?:{_DOMAINS}){AFTER}(?!\.?[-@])(?:/{_REST})?/?",
        _url,
    ),
    Rule("relative_path", rf"{BEFORE}(?<![./-])\w[\w.-]*(?:/[\w.-]+)*/[\w-]+\.[A-Za-z]\w{{0,4}}{AFTER}", _plain),
    Rule("file_name", rf"{BEFORE}(?<![.-])[\w-]+(?:\.[\w-]+)*\.(?:{_ENDINGS}){AFTER}", _plain),
    Rule(
        "dotted_name", rf"{BEFORE}(?<![.-])[A-Za-z_]\w*+(?:\.[A-Za-z_]\w*+)+{AFTER}|(?<!\S)\.[A-Za-z]\w+", _dotted_name
    ),
)
