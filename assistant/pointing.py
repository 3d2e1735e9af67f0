"""What a sentence points at: which thing of the tree "it" is, and where a link leads, in words."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urlsplit

from assistant.phrases import say_in

if TYPE_CHECKING:
    from assistant.conversation import Statement
    from assistant.types import Evidence, Scene, Thing

INSIDE = 0.8
"""Share of a line's box that lies in a control whose words it is."""
HOLDS_NO_FOCUS = ("window", "dialog", "alert", "document", "group")
"""What has the focus only by what is in it: nobody asks to be taken to all of a window."""
FILE_NAMES = re.compile(
    r"pdf|zip|gz|exe|msi|deb|rpm|png|jpe?g|gif|svg|webp|txt|html?|xml|json|csv|docx?|xlsx?|odt|ods|md|py|js|ts|rs|sh|"
    r"go|cpp|hpp|java|css|php|jsx|tsx|toml|ya?ml|lock|ini|cfg|conf|log|tar|xz|whl|jar|iso|dmg|apk|tex|epub|pptx?|odp|"
    r"ogg|flac|wav|mkv|tiff?|heic"
)
"""Ends of names that are files far oftener than hosts."""
_HOST = re.compile(
    r"(?:(?P<scheme>https?)://(?:[^\s/@]*@)?)?(?P<host>(?:[\w-]+\.)+[^\W\d_]{2,})(?=[^\w.@-]|\.(?!\w)|$)"
)


def things_of(statement: Statement) -> list[Thing]:
    """The things that a sentence is about and that can be reached, each once; those of its subject if it has one."""
    found: dict[str, Thing] = {}
    for evidence in statement.subject or statement.evidence:
        thing = _thing_of(evidence, statement.scene)
        if thing is not None:
            found.setdefault(thing.handle, thing)
    return list(found.values())


def with_focus(thing: Thing, scene: Scene) -> Thing | None:
    """The thing, or the nearest around it, that can have the focus: a button for its label. None for mere text."""
    by_id = {one.id: one for one in scene.things if one.source == "tree"}
    at: Thing | None = thing
    while at is not None and at.role not in HOLDS_NO_FOCUS:
        if {"focusable", "focused", "disabled"} & at.states and at.handle:
            return at
        at = by_id.get(at.parent) if at.parent is not None else None
    return None


def link_of(thing: Thing, scene: Scene) -> Thing | None:
    """The link that a thing is, is in, or has alone in it."""
    by_id = {one.id: one for one in scene.things if one.source == "tree"}
    at: Thing | None = thing
    while at is not None:
        if at.role == "link":
            return at
        at = by_id.get(at.parent) if at.parent is not None else None
    inside = [one for one in scene.things if one.role == "link" and one.parent == thing.id]
    return inside[0] if len(inside) == 1 else None


def _thing_of(evidence: Evidence, scene: Scene) -> Thing | None:
    box = evidence.box
    if box is None:
        return None
    tree = [thing for thing in scene.things if thing.handle and thing.box is not None]
    if evidence.kind == "tree":
        same = [thing for thing in tree if thing.box == box and evidence.text in (thing.name, thing.value)]
        return same[-1] if same else None
    if evidence.kind != "ocr":
        return None
    around = [
        thing
        for thing in tree
        if thing.box is not None
        and thing.role not in HOLDS_NO_FOCUS
        and "focusable" in thing.states
        and thing.box.overlap(box) >= INSIDE * box.area
    ]
    return min(around, key=lambda thing: thing.box.area if thing.box else 0, default=None)


# -- links --------------------------------------------------------------------------------------------------------


def target_in_words(target: str, language: str) -> str:
    """Where an address leads: a host, a file, a mail, a script; empty for an address that says nothing."""
    try:
        parts = _split(target)
        host = parts.hostname or ""
    except ValueError:
        return ""
    if parts.scheme in ("http", "https"):
        return host
    if parts.scheme == "file":
        return say_in(language, "leads_to_file", name=unquote(parts.path).rpartition("/")[2])
    if parts.scheme == "mailto":
        return say_in(language, "leads_to_mail", address=unquote(parts.path))
    if parts.scheme in ("javascript", "data", "vbscript", "blob"):
        return say_in(language, "leads_to_script")
    return say_in(language, "leads_elsewhere", scheme=parts.scheme) if parts.scheme else ""


def other_host_named(text: str, target: str) -> str:
    """The host that a link's text names, if the link leads to another one; else empty.

    Only hosts are compared, and those without case (RFC 4343): whatever stands in the path of an address, its owner may
    write. Case is not folded: that would make one of "straße.de" and "strasse.de", which are two."""
    plain = unicodedata.normalize("NFC", text).lower().strip()
    try:
        parts = _split(target)
        host = parts.hostname or ""
    except ValueError:
        return ""
    if parts.scheme == "mailto":
        host = unquote(parts.path).rpartition("@")[2]
    for found in _HOST.finditer(plain):
        named = found["host"]
        sure = found["scheme"] or named.startswith("www.")
        if not sure and FILE_NAMES.fullmatch(named.rpartition(".")[2]):
            continue
        if not _same_site(_as_written(named), _as_written(host)):
            return named
    return ""


def _split(target: str) -> SplitResult:
    """As a browser reads it: in a web address a backslash is a slash (WHATWG URL), so the host ends there. Raises
    `ValueError`."""
    parts = urlsplit(target)
    return urlsplit(target.replace("\\", "/")) if parts.scheme in ("http", "https") else parts


def _as_written(host: str) -> str:
    """In lower case, in its own letters (RFC 5891 writes them as "xn--..." too), without the point of the root."""
    labels = host.lower().removesuffix(".").split(".")
    for at, label in enumerate(labels):
        if label.startswith("xn--"):
            with contextlib.suppress(UnicodeError):
                labels[at] = label.removeprefix("xn--").encode("ascii").decode("punycode")
    return unicodedata.normalize("NFC", ".".join(labels))


def _same_site(named: str, host: str) -> bool:
    bare = named.removeprefix("www.")
    return host.removeprefix("www.") == bare or host.endswith(f".{bare}")
