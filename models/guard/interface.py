"""Is what a sentence says of controls true: which there are, how many, and in which state."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.types import Box, Thing
from models.guard.known import Hit, Known, folded
from models.guard.sentence import Finding, Sentence, Span, inside, overlaps

STRICT = frozenset({"slider", "progressbar", "radio", "checkbox", "spinbutton", "tab", "switch", "combobox"})
"""Roles that every accessibility tree tells: what it doesn't have isn't there."""
PRESSABLE = frozenset({"button", "menuitem", "checkbox", "textbox", "tab", "slider", "combobox", "radio", "switch"})
TEXT_ROLES = frozenset({"text", "label", "paragraph", "heading", "cell", "row", "document", "window"})
_CHAIN = re.compile(r"^\s*(?:,|and|or|und|oder|和|、|与|\s)+\s*(?:an?\s+|ein(?:e|en)?\s+)?$", re.I)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A part of a sentence that names something in the picture, and where that is."""

    span: Span
    hits: tuple[Hit, ...]
    text: str = ""
    """As it is written there; empty for "the menu bar"."""

    @property
    def things(self) -> tuple[Thing, ...]:
        """Those that bear the name, else those whose text has it."""
        whole = tuple(hit.thing for hit in self.hits if hit.thing is not None and hit.whole)
        return whole or tuple(hit.thing for hit in self.hits if hit.thing is not None)

    @property
    def boxes(self) -> tuple[Box, ...]:
        """Of what bears the name; of every place with it where nothing does."""
        whole = tuple(hit.box for hit in self.hits if hit.box is not None and hit.whole)
        return whole or tuple(hit.box for hit in self.hits if hit.box is not None)


@dataclass(frozen=True, slots=True)
class Noun:
    """A role or an object that a sentence names."""

    span: Span
    word: str
    roles: tuple[str, ...] = ()
    kind: str = ""
    """The class of a detected object."""


def anchors(sentence: Sentence, known: Known) -> tuple[Anchor, ...]:
    """Quotations that were found, and names of things without quotation marks, in the sentence's order."""
    found = [
        Anchor(quote.span, tuple(hits), quote.text) for quote in sentence.quotes if (hits := known.find(quote.text))
    ]
    taken = [anchor.span for anchor in found]
    lowered = sentence.open.casefold()
    if len(lowered) != len(sentence.open):
        return tuple(found)
    for name in sorted({folded(thing.name) for thing in known.things if thing.name}, key=len, reverse=True):
        if len(name) < (3 if sentence.words.spaced else 2) or len(name) > 60:
            continue
        for match in re.finditer(
            rf"(?<!\w){re.escape(name)}(?!\w)" if sentence.words.spaced else re.escape(name), lowered
        ):
            if any(overlaps(match.span(), span) for span in taken) or not _as_name(sentence, match.span()):
                continue
            found.append(Anchor(match.span(), tuple(hit for hit in known.find(name) if hit.whole), name))
            taken.append(match.span())
    return tuple(sorted(found, key=lambda anchor: anchor.span))


def _as_name(sentence: Sentence, span: Span) -> bool:
    """In capitals, and not only because the sentence begins with it; or right before a role: "the save button"."""
    if not sentence.words.spaced:
        return True
    text = sentence.open[span[0] : span[1]]
    after = sentence.words.pattern(frozenset(sentence.words.roles)).match(sentence.open, span[1] + 1)
    return after is not None or (text[0].isupper() and span[0] > 0)


def nouns(sentence: Sentence) -> tuple[Noun, ...]:
    words = sentence.words
    roles = [
        Noun(match.span(), match[0].casefold(), words.roles[match[0].casefold()])
        for match in words.pattern(words.roles).finditer(sentence.open)
    ]
    things = [
        Noun(match.span(), match[0].casefold(), (), words.objects[match[0].casefold()])
        for match in words.pattern(words.objects).finditer(sentence.open)
        if not any(overlaps(match.span(), role.span) for role in roles) and match[0].casefold() not in words.colours
    ]
    return tuple(sorted(roles + things, key=lambda noun: noun.span))


def attached(sentence: Sentence, noun: Noun, named: Sequence[Anchor]) -> list[Anchor]:
    """What the noun is said of: `"Save" button`, `buttons labelled "A", "B" and "C"`."""
    after = [anchor for anchor in named if anchor.span[0] >= noun.span[1]]
    before = [anchor for anchor in named if anchor.span[1] <= noun.span[0]]
    if before and not sentence.open[before[-1].span[1] : noun.span[0]].strip(" \0的"):
        return _chain(sentence, before[::-1]) if noun.word.endswith("s") else [before[-1]]
    if after and _naming(sentence, sentence.open[noun.span[1] : after[0].span[0]]):
        return _chain(sentence, after)
    return []


def _naming(sentence: Sentence, gap: str) -> bool:
    """Only such words lie between as "labelled", "that says"."""
    words = re.findall(r"[^\W\d_]+", gap.casefold())
    if not sentence.words.spaced:
        return len(gap) <= 6
    return len(words) <= 4 and not re.search(r"[,;]", gap) and sentence.words.naming.issuperset(words)


def _chain(sentence: Sentence, rest: Sequence[Anchor]) -> list[Anchor]:
    """The first, and those that "and" or a comma join to it."""
    chain = [rest[0]]
    for anchor in rest[1:]:
        one, other = sorted((chain[-1].span, anchor.span))
        if not _CHAIN.match(sentence.open[one[1] : other[0]]):
            break
        chain.append(anchor)
    return chain


# -- which there are, and how many ------------------------------------------------------------------------------------


def controls(sentence: Sentence, known: Known, named: Sequence[Anchor]) -> Iterator[Finding]:
    """Roles: whether they are there, as many as is said, and bear the names that they are given."""
    for noun in nouns(sentence):
        if noun.kind:
            continue  # see `models.guard.objects`
        count = counted(sentence, noun)
        bearers = attached(sentence, noun, named)
        for anchor in bearers:
            yield _bears(known, noun, anchor)
        if count is not None:
            yield _count(known, noun, count)
        elif not bearers:
            yield from _there(sentence, known, noun)


def counted(sentence: Sentence, noun: Noun) -> tuple[int, Span] | None:
    """The number that stands before the noun, with at most two words between, and its place."""
    words = sentence.words
    gap = r"(?:\s+[^\W\d_]+){0,2}\s+$" if words.spaced else r"[个张只位条行本]?(?:[^\W\d_]{0,3}?的)?$"
    start = r"(?<![\w.,:-])" if words.spaced else ""
    before = sentence.open[: noun.span[0]]
    match = None
    for match in re.finditer(rf"{start}({words.number_pattern})(?={gap})", before, re.I):  # noqa: B007 - the last
        pass
    if match is None:
        return None
    between = re.findall(r"[^\W\d_]+", before[match.end() :].casefold()) if words.spaced else []
    if any(word in words.roles or word in words.objects or word in words.plain for word in between):
        return None
    text = match[1].casefold()
    value = int(text) if text.isdigit() else words.numbers[text]
    return value, match.span(1)


def _count(known: Known, noun: Noun, count: tuple[int, Span]) -> Finding:
    claimed, span = count
    things = known.of_roles(noun.roles)
    there = len(things)
    spans = (span, noun.span)
    if claimed == there or ("row" in noun.roles and claimed == there - 1):
        return Finding("count", True if there else None, "as many were seen", spans)
    if not known.has_tree or known.scene.unread or not known.scene.complete:
        return Finding("count", None, "they could not be counted", spans)
    if there and STRICT.intersection(noun.roles) and len(noun.roles) <= 2 and claimed < 20:
        return Finding("count", False, "another number of them was seen", spans)
    far = there and (claimed > 1.5 * there or claimed * 1.5 < there) and abs(claimed - there) > 1
    return Finding("count", False if far else None, "another number of them was seen", spans)


def _there(sentence: Sentence, known: Known, noun: Noun) -> Iterator[Finding]:
    if known.of_roles(noun.roles):
        yield Finding("role", True, "there is such a thing", (noun.span,))
    elif noun.word not in sentence.words.plain:
        absent = known.has_tree and known.scene.complete and STRICT.issuperset(noun.roles)
        yield Finding("role", False if absent else None, "there is no such thing", (noun.span,))


def _bears(known: Known, noun: Noun, anchor: Anchor) -> Finding:
    """Is what has this name what it is called?"""
    spans = (noun.span, anchor.span)
    things = [thing for thing in anchor.things if thing.source == "tree"]
    if any(hit.thing is not None and hit.thing.role in noun.roles for hit in anchor.hits):
        return Finding("role", True, "it is what it is called", spans)
    if noun.word in ("title", "titel", "标题") and known.scene.window is not None:
        window = folded(known.scene.window.title)
        if folded(anchor.text) in window:
            return Finding("role", True, "the window has this title", spans)
    roles = {thing.role for thing in things}
    if not roles or not known.has_tree:
        return Finding("role", None, "what it is could not be told", spans)
    strict = bool(STRICT.intersection(noun.roles))
    wrong = strict and (roles <= TEXT_ROLES or roles <= PRESSABLE - set(noun.roles))
    return Finding("role", False if wrong else None, "it is another kind of thing", spans)


# -- states -----------------------------------------------------------------------------------------------------------


def states(sentence: Sentence, known: Known, named: Sequence[Anchor]) -> Iterator[Finding]:
    words = sentence.words
    for match in words.pattern(frozenset(words.states)).finditer(sentence.open):
        state = words.states[match[0].casefold()]
        after = sentence.open[match.end() :]
        if match[0].casefold() in ("is on", "is off") and not re.match(r"\W*(?:$|and\b|while\b|but\b)|\s*[,.;]", after):
            continue
        about = _subject(sentence, match.span(), named)
        if not about and state == "blank" and re.search(words.fields, sentence.open, re.I):
            yield _blank(known, match.span())
            continue
        if not about:
            yield Finding("state", None, "of what it is said is not known", (match.span(),))
        for anchor in about:
            holds = _is(anchor.things, state, known)
            yield Finding("state", holds, "by its state in the accessibility tree", (match.span(),))


def _subject(sentence: Sentence, span: Span, named: Sequence[Anchor]) -> list[Anchor]:
    """What a state is said of: the last thing named before it in its clause, else the first after it."""
    clause = sentence.clause_of(span[0])
    before = [anchor for anchor in named if anchor.span[1] <= span[0]]
    if before and (inside(before[-1].span, clause) or not [a for a in named if inside(a.span, clause)]):
        return _chain(sentence, before[::-1])
    after = [anchor for anchor in named if anchor.span[0] >= span[1] and inside(anchor.span, clause)]
    return _chain(sentence, after) if after else []


def _is(things: Sequence[Thing], state: str, known: Known) -> bool | None:
    has = frozenset[str]().union(*(thing.states for thing in things))
    if state in ("checked", "unchecked"):
        if has & {"checked", "pressed"}:
            return state == "checked"
        if "unchecked" in has:
            return state == "unchecked"
        return None
    if state in ("selected", "unselected"):
        if has & {"selected", "checked"}:
            return state == "selected"
        roles = {thing.role for thing in things}
        another = any("selected" in thing.states and thing.role in roles for thing in known.things)
        return (state == "unselected") if another else None
    if state in ("disabled", "enabled"):
        if "disabled" in has:
            return state == "disabled"
        pressable = any(thing.role in PRESSABLE and thing.source == "tree" for thing in things)
        return (state == "enabled") if pressable else None
    if state == "focused":
        focus = known.scene.focus
        return None if focus is None or not things else any(thing.id == focus.id for thing in things)
    if state in ("expanded", "collapsed"):
        return state in has if has & {"expanded", "collapsed"} else None
    fields = [thing for thing in things if thing.role in ("textbox", "combobox")]
    return all(not thing.value.strip() for thing in fields) if fields else None


def _blank(known: Known, span: Span) -> Finding:
    fields = known.of_roles(("textbox",))
    holds = not fields[0].value.strip() if len(fields) == 1 else None
    return Finding("state", holds, "by what is in the field", (span,))
