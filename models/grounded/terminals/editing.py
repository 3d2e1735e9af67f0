"""Which program and file a terminal shows, by the bars that programs draw at the edges; comments, sections, lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.types import Answer, TextBlock
from models.evidence.structure.code import FUNCTIONS, defined_names, line_numbers, looks_like_code
from models.grounded.claims import of_block
from models.grounded.pairs import SETTING, rows_of_blocks
from models.grounded.reply import Context
from models.grounded.terminals.withheld import without
from models.grounded.terminals.words import TerminalWords
from models.grounded.view import Piece, is_prompt
from models.grounded.words import content_words, covered

PROGRAM = re.compile(
    r"(?i)^\W*(?P<name>GNU nano|nano|N?VIM|GNU Emacs|Emacs|NeoMutt|Mutt|Midnight Commander|htop|btop|Lynx|ELinks|w3m"
    r"|tig|ranger|Helix|Kakoune|micro|joe|mcedit|WeeChat|irssi|Alpine|ncdu|lazygit|aptitude)"
    r"(?:[,:]? v?(?P<version>\d+(?:\.\d+)+)\b|(?<=mutt):|(?<=nano)\W*$)"
)
"""A program that writes its name into its title or status line, with its version or alone."""
EDITORS = re.compile(r"(?i)nano|vi|emacs|helix|kakoune|micro|joe|mcedit")
FILE = re.compile(
    r"(?i)^(?:file:|datei:|文件[:：]|editing:?|viewing:?|modified:?)?\s*[\"'<*]*"
    r"(?P<file>~?[\w./~+-]*?[\w+-]+\.[a-z][a-z0-9]{0,7}|~?/[\w./+-]+)"
    r"[\"'>*]*(?:\s*\[(?:\+|modified|ro|readonly|new|geändert)\])?"
    r"(?:\s+\d+L,.*|\s+lines? \d.*|\s+\d+%.*|\s+\(END\).*)?$"
)
BAR = re.compile(
    r"(?i)\(END\)|^\d+[,:]\d+(?:-\d+)?$|\b(?:All|AL[1Il]|Top|Bot)$|^\d{1,3} ?%|\d+L,"
    r"|\blines? \d+|\bNORMAL\b|\bINSERT\b|\bVISUAL\b|\bUTF-8\b"
    r"|\bmodified\b|\bgeändert\b|^\(?\d+,\d+\)?$"
    r"|\bLn:? ?\d+|\bLine:? ?\d+/\d+|\[(?:\+|modified)\]|^-{2,}|\bNew file\b|^L\d+"
)
"""What else stands in a bar that names the file: the place in it, the mode, whether it was changed."""
COMMENT = re.compile(
    r"^\s*(?:#(?![!{]|include|define|if|endif|pragma)|//|;(?=\s)|--\s|/\*|\*\s|<!--|%\s)\s*(?P<text>\S.*?)\s*(?:\*/|-->)?$"
)
TRAILING = re.compile(r"\S.*\s{1,}(?:#|//)\s+(?P<text>\S.*)$")
TITLED = re.compile(
    r"^[*•●+\s]*(?P<file>[\w+-]+(?:\.[\w+-]+)*\.(?P<end>[a-zA-Z][a-zA-Z0-9]{0,5}))[*•●+\s]*(?:[(\[].*[)\]])?[*\s]*$"
)
"""A part of a title that is the name of a file and nothing else."""
PARTS = re.compile(r"\s+[-–—|]\s+")
DOMAINS = frozenset(
    (
        "com",
        "org",
        "net",
        "edu",
        "gov",
        "int",
        "info",
        "biz",
        "io",
        "eu",
        "de",
        "at",
        "ch",
        "uk",
        "fr",
        "it",
        "es",
        "cn",
    )
)
"""Endings of addresses in the web."""
FIELD = re.compile(r"(?i)file|datei|name|文件|名")
SECTION = re.compile(r"^\[+(?P<name>[^\[\]]{1,40})\]+$")
FEWEST_SETTINGS = 3
EDGE = 4
"""Rows at the lower edge that may be bars."""
SCROLLED = re.compile(r"\b(?:Bot|Top)\b|\b\d{1,3} ?%")
PLACE = re.compile(r"(?:^|\s|Ln:? ?|[Ll]ine:? ?)(?P<line>\d{1,7})[,:/]\d+(?:-\d+)?(?:\s|$)")
KEYS = re.compile(r"^\W{0,2}[\^~][A-Z\\_/]|^:$|^\[ .* \]$|^(?:M-|F\d)")
ROOM = 3.5
"""Heights of free room below the last line from which a file ends in view: more than two blank lines."""


def _edge_rows(ctx: Context) -> list[list[TextBlock]]:
    """The first row and the last three: where bars are."""
    rows = rows_of_blocks(list(ctx.view.scene.blocks))
    return rows if len(rows) < 4 else [rows[0], *rows[-3:]]


def _open_file(ctx: Context) -> TextBlock | None:
    """The only file that a bar names."""
    found: dict[str, TextBlock] = {}
    for row in _edge_rows(ctx):
        for block in row:
            match = FILE.match(block.text.strip())
            others = [one.text.strip() for one in row if one is not block]
            beside = any(
                BAR.search(text) or PROGRAM.search(text)
                for text in (*others, block.text[match.end("file") :] if match else "")
            )
            if match is not None and beside:
                found[match["file"]] = block
    return next(iter(found.values())) if len(found) == 1 else None


def file(ctx: Context, words: TerminalWords, target: str, kind: str) -> Answer | None:
    """The file that an editor or pager has open. None of those that the text itself speaks of."""
    del words, target, kind
    view, p = ctx.view, ctx.phrases
    if view.title:
        named = _titled(ctx)
        return ctx.answer(p.ended(named), ctx.root_evidence()) if named else None
    block = None if in_shell(ctx) else _open_file(ctx)
    if block is not None:
        match = FILE.match(block.text.strip())
        return ctx.answer(
            p.ended(ctx.hedged(Piece(match["file"] if match else block.text, of_block(block)))), [of_block(block)]
        )
    if in_shell(ctx) or not (is_settings(ctx) or view.is_code):
        return None
    return ctx.cannot_tell()


def _titled(ctx: Context) -> str:
    """The file that the title of an editor names: one of its parts, whole. "" where a field tells of a file's name."""
    view = ctx.view
    if any(thing.role in ("textbox", "combobox") and FIELD.search(thing.name) for thing in view.things):
        return ""
    if not (view.is_code or is_settings(ctx) or view.editor is not None) or "@" in view.title:
        return ""
    parts = [found for part in PARTS.split(view.title) if (found := TITLED.match(part)) is not None]
    named = {found["file"] for found in parts if found["end"].lower() not in DOMAINS}
    return named.pop() if len(named) == 1 == len(parts) else ""


def program(ctx: Context, words: TerminalWords, target: str, kind: str) -> Answer | None:
    """As it calls itself, where no window tells."""
    del words, target
    if (ctx.view.scene.window is not None and ctx.view.app) or in_shell(ctx):
        return None
    for row in _edge_rows(ctx):
        for block in row:
            found = PROGRAM.search(block.text)
            if found is None or len(block.text) > 90:
                continue
            if kind and not EDITORS.search(found["name"]):
                continue
            name = " ".join(part for part in (found["name"], found["version"]) if part)
            return ctx.answer(ctx.phrases.ended(name), [of_block(block)])
    return None


def in_shell(ctx: Context) -> bool:
    """Whether there are prompts; "# " may as well begin a comment."""
    return any(is_prompt(line.text) and not line.text.startswith("# ") for line in ctx.view.lines)


# -- what is in it -------------------------------------------------------------------------------------------


def is_settings(ctx: Context) -> bool:
    """Whether it is a file of settings: lines of "key = value" and names of sections."""
    return sum(SETTING.match(line.text) is not None for line in ctx.view.lines) >= FEWEST_SETTINGS


def _comments(ctx: Context) -> list[list[Piece]]:
    """Each comment's lines, without their signs; those behind code only where there are no others."""
    lines = ctx.view.code_lines
    if in_shell(ctx) or not (is_settings(ctx) or looks_like_code([line.text for line in lines])):
        return []
    found: list[list[Piece]] = []
    before = False
    for line in lines:
        match = COMMENT.match(line.text)
        if match is not None:
            piece = Piece(match["text"], line.evidence)
            if before:
                found[-1].append(piece)
            else:
                found.append([piece])
        before = match is not None
    trailing = [
        [Piece(m["text"], line.evidence)]
        for line in lines
        if not COMMENT.match(line.text) and (m := TRAILING.match(line.text))
    ]
    return found or trailing


def comment(ctx: Context, words: TerminalWords, target: str, kind: str) -> Answer | None:
    """What the comments say, or the one about something."""
    del words, kind
    keys = content_words(target, ctx.phrases)
    p = ctx.phrases
    found = _comments(ctx)
    if keys:
        found = [lines for lines in found if all(covered(keys, " ".join(line.text for line in lines), p))]
    if not found:
        return None
    text = p.join.join(p.ended(" ".join(ctx.hedged(line) for line in lines)) for lines in found)
    return ctx.answer(text, [line.evidence for lines in found for line in lines])


def comments(ctx: Context, words: TerminalWords, target: str, kind: str) -> Answer | None:
    """How many comments are in view."""
    del target, kind
    found = _comments(ctx)
    if not found:
        return None
    names = ctx.phrases.listed([" ".join(line.text for line in lines) for lines in found])
    text = words.say["count"].format(count=len(found), names=names.rstrip("."))
    return ctx.answer(text, [line.evidence for lines in found for line in lines], sure=_ends(ctx))


def _sections(ctx: Context) -> list[tuple[str, Piece, list[Piece]]]:
    """Name, line, and the lines under it."""
    if in_shell(ctx) or not is_settings(ctx):
        return []
    found: list[tuple[str, Piece, list[Piece]]] = []
    for line in ctx.view.lines:
        if (match := SECTION.match(line.text.strip())) is not None:
            found.append((match["name"].strip(), line, []))
        elif found and SETTING.match(line.text):
            found[-1][2].append(line)
    return found


def sections(ctx: Context, words: TerminalWords, target: str, kind: str) -> Answer | None:
    del target, kind
    found = _sections(ctx)
    if not found:
        return None
    names = ctx.phrases.listed([name for name, _, _ in found])
    text = words.say["count"].format(count=len(found), names=names)
    return ctx.answer(text, [line.evidence for _, line, _ in found], sure=_ends(ctx))


def in_section(ctx: Context, words: TerminalWords, target: str, kind: str) -> Answer | None:
    del words, kind
    meant = [one for one in _sections(ctx) if one[0].lower() == target.strip("[] ").lower() and one[2]]
    if not meant:
        return None
    p = ctx.phrases
    shown = [line if (told := without(line.text)) == line.text else replace(line, text=told) for line in meant[0][2]]
    text = p.join.join(p.ended(ctx.hedged(line)) for line in shown)
    return ctx.answer(text, [line.evidence for line in meant[0][2]])


def sections_of(ctx: Context) -> dict[int, str]:
    """The name of the section that a line of settings stands in, by the line's id()."""
    return {id(line): name for name, _, inside in _sections(ctx) for line in inside}


def lines(ctx: Context, words: TerminalWords, target: str, kind: str) -> Answer | None:
    """How many lines the open file has, by the numbers beside them; only where it ends in view."""
    del target, kind
    blocks = ctx.view.content_blocks
    numbers = line_numbers(blocks)
    editor = ctx.view.editor
    if not numbers or (editor is not None and editor.value):
        return None
    at, number = max(numbers.items(), key=lambda one: one[1])
    return ctx.answer(words.say["lines"].format(count=number), [of_block(blocks[at])], sure=_ends(ctx))


def functions(ctx: Context, words: TerminalWords, target: str, kind: str) -> Answer | None:
    """How many functions or classes are defined, where the whole text is in view."""
    del target
    lines = ctx.view.code_lines
    texts = [line.text for line in lines]
    wanted = ctx.phrases.definitions.get(kind)
    if wanted is None or in_shell(ctx) or not looks_like_code(texts):
        return None
    names = defined_names(texts, wanted)
    if not names or not any(word in " ".join(texts) for word in FUNCTIONS | {"class", "struct"}):
        return None
    evidence = [line.evidence for line in lines if any(name in line.text for name in names)]
    text = words.say["count"].format(count=len(names), names=ctx.phrases.listed(names))
    return ctx.answer(text, evidence, sure=_ends(ctx))


def _ends(ctx: Context) -> bool:
    """Whether all of the text is in view: nothing shows that it is scrolled, and below its last line is free room,
    before the bar at the edge."""
    editor = ctx.view.editor
    if editor is not None and editor.value:
        return True
    numbers = line_numbers(ctx.view.content_blocks)
    if numbers and min(numbers.values()) != 1:
        return False
    blocks = [block for block in ctx.view.scene.blocks if block.text.strip(" ~")]
    rows: Sequence[Sequence[TextBlock]] = rows_of_blocks(blocks)
    if not rows:
        return False
    bars = next((at for at, row in enumerate(reversed(rows)) if at == EDGE or not _is_bar(row)), len(rows))
    for row in (rows[0], *rows[len(rows) - bars :]):
        for block in row:
            place = PLACE.search(block.text.strip())
            if SCROLLED.search(block.text.strip()) or (place and int(place["line"]) > len(rows)):
                return False
    heights = sorted(block.box.h for block in blocks)
    last = len(rows) - bars - 1
    if last < 0:
        return False
    bottom = max(block.box.bottom for block in rows[last])
    top = min(block.box.y for block in rows[last + 1]) if bars else ctx.view.scene.height
    return top - bottom >= ROOM * heights[len(heights) // 2]


def _is_bar(row: Sequence[TextBlock]) -> bool:
    """Whether a row at the lower edge tells of the program: the place in the file, keys, a message in brackets."""
    text = " ".join(block.text.strip() for block in row)
    return not SETTING.match(text) and any(
        BAR.search(block.text.strip()) or KEYS.search(block.text.strip()) for block in row
    )
