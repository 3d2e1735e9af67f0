"""What can go wrong, in the person's language, one file a language.

An error carries its English sentence (`assistant.errors`), made where it is raised; it crosses processes and sockets as
that. Where it is told, `told` finds the sentence in the language's file, as gettext finds a message by its English one:
a key there is the English sentence with {gaps}, and what stood in the gaps goes into the translation's gaps of the same
names. A sentence that no file has stays English. A new language is a new file here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from assistant.languages import primary_tag

LONGEST = 2000
"""Characters of a sentence that is looked for: what stands in gaps may be long, and be made to match for long."""
_GAP = re.compile(r"\{(\w+)\}")


def told(sentence: str, language: str) -> str:
    """The sentence in a language ("de", "zh-CN"); as it is where there is no other for it."""
    tag = primary_tag(language)
    plain, open_ones = _known(tag)
    if sentence in plain:
        return plain[sentence]
    for pattern, there in open_ones if len(sentence) <= LONGEST else ():
        if found := pattern.fullmatch(sentence):
            gaps = {name: told(text, tag) for name, text in found.groupdict().items()}
            return _GAP.sub(lambda gap, gaps=gaps: gaps[gap[1]], there)  # type: ignore[misc]
    return sentence


def sentences(tag: str) -> Mapping[str, str]:
    """English -> the language's; nothing where it has no file."""
    import tomllib
    from importlib.resources import files

    file = files(__package__) / f"{tag}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


@cache
def _known(tag: str) -> tuple[dict[str, str], list[tuple[re.Pattern[str], str]]]:
    """Those without gaps, and patterns of the others, the ones with the most words of their own first."""
    listed = sentences(tag)
    with_gaps = sorted((key for key in listed if _GAP.search(key)), key=lambda key: -len(_GAP.sub("", key)))
    return (
        {key: there for key, there in listed.items() if key not in with_gaps},
        [(_pattern(key), listed[key]) for key in with_gaps],
    )


def _pattern(key: str) -> re.Pattern[str]:
    """A gap takes any text, also none; one that comes again takes the same."""
    parts, seen = [], set()
    for at, part in enumerate(_GAP.split(key)):
        if at % 2 == 0:
            parts.append(re.escape(part))
        elif part in seen:
            parts.append(f"(?P={part})")
        else:
            seen.add(part)
            parts.append(f"(?P<{part}>.*?)")
    return re.compile("".join(parts), re.S)
