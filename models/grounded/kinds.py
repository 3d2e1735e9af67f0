"""What kind of screen it is, from the evidence; a general kind ("window", "page", "text") where that does not tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from assistant.types import Evidence, Thing
from models.evidence.structure.code import looks_like_code
from models.grounded import sheets
from models.grounded.claims import normal, of_thing
from models.grounded.phrases import LANGUAGES, phrases
from models.grounded.problems import is_terminal
from models.grounded.view import FIELDS, TICKED, Piece, View, is_editor, text_of
from models.grounded.wording import word_count

KINDS = (
    "dialog", "login", "lock", "form", "terminal", "code", "editor", "article", "page", "document", "inbox", "chat",
    "spreadsheet", "table", "chart", "photo", "video", "desktop", "list", "menu", "window", "text",
)  # fmt: skip
PROGRAMS: dict[str, re.Pattern[str]] = {
    "lock": re.compile(r"(?i)screensaver|screenlock|i3lock|swaylock|light-?locker|kscreenlock|xlock|xsecurelock"),
    "desktop": re.compile(r"(?i)^(?:xfdesktop|plasmashell|nautilus-desktop|caja-desktop|pcmanfm-desktop|nemo-desktop)"),
    "spreadsheet": re.compile(r"(?i)gnumeric|\bcalc\b|localc|\bexcel\b|spreadsheet|pyspread"),
    "video": re.compile(r"(?i)^(?:mpv|vlc|totem|parole|celluloid|mplayer|smplayer|dragonplayer|xine|haruna)\b"),
    "photo": re.compile(
        r"(?i)^(?:eog|eom|ristretto|gpicview|feh|gthumb|shotwell|geeqie|gwenview|viewnior|xviewer|nomacs|qimgv|sxiv)\b"
    ),
    "chat": re.compile(
        r"(?i)hexchat|pidgin|irssi|weechat|quassel|polari|konversation|telegram|signal|slack|discord|element|kvirc"
    ),
    "inbox": re.compile(r"(?i)thunderbird|evolution|claws|sylpheed|geary|kmail|mutt|outlook|balsa"),
    "code": re.compile(
        r"(?i)\bcode\b|vscodium|geany|pycharm|kdevelop|eclipse|\bidle\b|qtcreator|intellij|netbeans|spyder"
    ),
}  # fmt: skip
"""Window classes of programs that do one thing; each is one piece of evidence, and kinds that matter want another."""
SOURCE_FILE = re.compile(
    r"(?i)[\w-]+\.(?:py|js|ts|tsx|jsx|c|h|cc|cpp|hpp|cs|java|rs|go|rb|php|sh|bash|pl|lua|sql|html?|css|scss|xml|json|ya?ml|toml|"
    r"swift|kt|scala|hs|r|jl|vue|makefile|cmake)\b|\bmakefile\b"
)
CLOCK_OF = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?\s*(?:/|of|von|共)\s*\d{1,2}:\d{2}(?::\d{2})?")
"""A place in a film: "1:23 / 4:56"."""
ROW_DATE = re.compile(
    r"(?i)\b\d{1,2}:\d{2}\b|\b\d{1,4}[./-]\d{1,2}(?:[./-]\d{2,4})?\b|\b\d{1,2}\.?\s(?:jan|feb|mar|apr|ma[iy]|jun|jul|aug|sep|oct|okt|nov|dec|dez)"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\s\d{1,2}\b|\d{1,2}月\d{1,2}日|\b(?:yesterday|today|gestern|heute|mon|tue|wed|thu|fri|sat|sun)\b|昨天|今天"
)
MESSAGES = 3
"""Rows with a date from which a list of them may be an inbox."""
PROSE_WORDS = 40
"""Words in paragraphs from which a page is an article."""
LOGIN_FIELDS = 4


def kind_of(view: View) -> str:
    """One of `KINDS`."""
    root, app = view.root, view.app
    if (root is not None and root.role in ("dialog", "alert")) and not _asks_who(view):
        return "dialog"
    for kind, holds in (
        ("lock", _is_lock),
        ("login", _asks_who),
        ("terminal", is_terminal),
        ("desktop", _is_desktop),
        ("chart", _is_chart),
        ("video", _is_video),
        ("spreadsheet", _is_spreadsheet),
        ("inbox", _is_inbox),
        ("chat", _is_chat),
        ("code", _is_code),
    ):
        if holds(view):
            return kind
    if not view.has_controls:
        if PROGRAMS["photo"].search(app):
            return "photo"
        return "text" if view.scene.window is None and root is None else "window"
    return _of_controls(view)


def _of_controls(view: View) -> str:
    """By what there is most of."""
    if PROGRAMS["photo"].search(view.app) and view.of_roles("image", "document"):
        return "photo"
    if view.paper is not None and not view.of_roles("dialog"):
        return "document"
    fields = [thing for thing in fields_of(view) if not _in_tools(thing, view)]
    paper = view.of_roles("document")
    if paper and (view.of_roles("link") or view.of_roles("heading") or view.of_roles("paragraph")):
        if len(fields) >= 3 and not view.of_roles("paragraph"):
            return "form"
        return "article" if _is_article(view) else "page"
    if view.editor is not None and (view.editor.box is None or 3 * view.editor.box.area >= view.frame.area):
        return "editor"
    if any(thing.box and 3 * thing.box.area >= view.frame.area for thing in view.of_roles("table")):
        return "table"
    if len(fields) >= 2:
        return "form"
    for role, kind in (("table", "table"), ("tree", "list"), ("list", "list"), ("menu", "menu")):
        if view.of_roles(role) and not fields and (role != "menu" or not view.of_roles("button", "menubar")):
            return kind
    return "window"


def _in_tools(thing: Thing, view: View) -> bool:
    """In a bar around the content: the fonts of a word processor make no form."""
    return any(one.role in ("toolbar", "statusbar") for one in view.ancestors(thing))


def tells_value(thing: Thing, view: View) -> bool:
    """Whether a text area's text goes with its name: it is one line, and not what the window is about."""
    about = kind_of(view) in ("editor", "terminal", "code")
    return not about and thing.role == "textbox" and "\n" not in thing.value


def fields_of(view: View) -> list[Thing]:
    """What can be filled in, without the browser's or editor's main text."""
    return [thing for thing in view.content if thing.role in FIELDS and not is_editor(thing)]


@cache
def signs(of: str) -> re.Pattern[str]:
    """The words by which a kind is known, in any language of the program: a screen need not be in the listener's."""
    found = [phrases(language).signs.get(of, "") for language in LANGUAGES]
    return re.compile("|".join(one for one in found if one) or "(?!)", re.IGNORECASE)


def _asks_who(view: View) -> bool:
    """A password and little else to fill in, and words of signing in; two passwords set up an account."""
    fields = [thing for thing in fields_of(view) if "disabled" not in thing.states]
    passwords = [thing for thing in fields if thing.role == "password"]
    if len(passwords) != 1 or len(fields) > LOGIN_FIELDS - 1 or view.editor is not None:
        return False
    told = [view.title, *(thing.name for thing in view.content if thing.role in ("button", "heading", "label", "text"))]
    return any(signs("login").search(text) for text in told)


def _is_lock(view: View) -> bool:
    if PROGRAMS["lock"].search(view.app) or PROGRAMS["lock"].search(view.title):
        return True
    passwords = [thing for thing in fields_of(view) if thing.role == "password"]
    return len(passwords) == 1 and len(fields_of(view)) == 1 and any(signs("lock").search(one) for one in _told(view))


def _is_desktop(view: View) -> bool:
    if PROGRAMS["desktop"].search(view.app):
        return True
    return bool(signs("desktop").fullmatch(view.title.strip())) and bool(view.of_roles("listitem", "image"))


def _is_chart(view: View) -> bool:
    charts = [thing for thing in view.things if thing.role in ("chart", "figure") and thing.box is not None]
    return any(3 * thing.box.area >= view.frame.area for thing in charts if thing.box is not None)


def _is_video(view: View) -> bool:
    if PROGRAMS["video"].search(view.app):
        return True
    plays = [thing for thing in view.of_roles("button") if signs("play").fullmatch(thing.name.strip())]
    return bool(plays) and (bool(view.of_roles("slider")) or any(CLOCK_OF.search(text) for text in _told(view)))


def _is_spreadsheet(view: View) -> bool:
    known = bool(PROGRAMS["spreadsheet"].search(view.app))
    return cell_reference(view) is not None or (known and bool(view.of_roles("table")))


def cell_reference(view: View) -> Thing | None:
    """The box of a spreadsheet that names the cell with the focus ("B4"), above its table. Where the tree tells of no
    table, the program must be known, and the window have a bar for what is in the cell."""
    named = sheets.name_box(view)
    return (
        named if view.of_roles("table") or (PROGRAMS["spreadsheet"].search(view.app) and sheets.drawn(view)) else None
    )


def in_cells(pieces: Sequence[Piece], view: View) -> list[Piece]:
    """Without the edges of a sheet that is only pixels; in any other window all of them."""
    return sheets.written_in(pieces, view) if PROGRAMS["spreadsheet"].search(view.app) else list(pieces)


def _is_inbox(view: View) -> bool:
    dated = [text for text in (row.text for row in listed_rows(view)) if ROW_DATE.search(text)]
    if len(dated) < MESSAGES and not (PROGRAMS["inbox"].search(view.app) and len(dated) >= 1):
        return False
    headed = " ".join(text_of(cell, view) for cell in view.of_roles("cell")[:6])
    told = [view.title, headed, *(thing.name for thing in view.of_roles("treeitem", "heading", "tab"))]
    return bool(PROGRAMS["inbox"].search(view.app)) or any(signs("inbox").search(text) for text in told)


def listed_rows(view: View) -> list[Piece]:
    """The rows of tables, without a first one of headings, or the items of lists."""
    from models.grounded.pairs import is_header
    from models.grounded.units import units

    tables = [view.rows_of(table) for table in view.of_roles("table")]
    rows = [_without_ticks(row, view) for table in tables for row in table]
    if rows:
        found = [_row_of(row, view) for row in rows if row]
        return found[1:] if is_header([[text_of(cell, view) for cell in row] for row in rows if row]) else found
    named = units("row", view)
    if named:
        return named
    items = [(text_of(thing, view), thing) for thing in view.of_roles("listitem")]
    return [Piece(text, of_thing(thing)) for text, thing in items if text]


def _without_ticks(row: list[Thing], view: View) -> list[Thing]:
    """Without the cells that only hold a check box or a button, whose name says the row's words again."""
    return [cell for cell in row if not _only_controls(cell, view)]


def _only_controls(cell: Thing, view: View) -> bool:
    inside = view.inside(cell)
    names = {normal(one.name) for one in inside}
    controls = bool(inside) and all(one.role in (*TICKED, "button") for one in inside)
    return controls and normal(cell.name or cell.value) in {"", *names}


def _row_of(cells: list[Thing], view: View) -> Piece:
    texts = [
        text.rstrip(".") if at < len(cells) - 1 else text
        for at, cell in enumerate(cells)
        if (text := text_of(cell, view))
    ]
    boxes = [cell.box for cell in cells if cell.box is not None]
    box = boxes[0] if boxes else None
    for other in boxes[1:]:
        box = box.union(other) if box is not None else other
    return Piece(", ".join(texts), Evidence("tree", box, None, ", ".join(texts)))


def _is_chat(view: View) -> bool:
    likely = bool(PROGRAMS["chat"].search(view.app)) or not view.has_controls
    return bool(view.messages) and (likely or bool(view.of_roles("textbox", "list", "table")))


def _is_code(view: View) -> bool:
    named = bool(SOURCE_FILE.search(view.title)) or bool(PROGRAMS["code"].search(view.app))
    if view.editor is not None:
        return looks_like_code(view.editor.value.splitlines()) and (named or len(view.editor.value) > 200)
    return named and looks_like_code([line.text for line in view.lines])


def _is_article(view: View) -> bool:
    texts = [text_of(thing, view) for thing in view.content if thing.role == "paragraph"]
    return len(texts) >= 2 and sum(word_count(text) for text in texts) >= PROSE_WORDS


def _told(view: View) -> list[str]:
    of_things = [text for thing in view.things for text in (thing.name, thing.value) if text]
    return [view.title, *of_things, *(block.text for block in view.blocks)]
