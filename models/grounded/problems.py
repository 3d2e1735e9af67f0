"""What is wrong on the screen: error dialogs, invalid fields, failed commands, unsaved changes."""

from __future__ import annotations

import re

from assistant.types import Evidence, Thing
from models.grounded.claims import normal, of_thing
from models.grounded.notifications import words_of
from models.grounded.phrases import Phrases
from models.grounded.view import FIELDS, INTERACTIVE, Piece, View, is_notice, is_prompt, text_of
from models.grounded.wording import word_count

TERMINAL_LINES = 12
"""Only errors among the last lines of a terminal are still news."""


STORY = 18
"""Words from which a text that doesn't begin with an error's word tells a story."""
PROSE_LINE, PROSE = 6, 60
"""Words of a line of running text, and words of such lines, from which a screen without fields tells a story."""
SETTING = re.compile(r"\s*[\w.-]+\s*=\s*\S+\s*$")
HOLDERS = ("list", "table", "tree", "toolbar", "menubar", "menu", "tablist", "listitem", "row")


def error_pieces(view: View, phrases: Phrases) -> list[Piece]:
    """The messages of alerts and of dialogs about an error, then lines that read like an error. Verbatim."""
    root = view.root
    if root is not None and root.role in ("alert", "dialog"):
        message = message_of(root, view)
        if message is not None and _is_problem(root, message, view, phrases):
            return [message]
    found = []
    # The page's own alerts before those of the browser around it.
    content = {thing.id for thing in view.content}
    for thing in sorted(view.things, key=lambda thing: thing.id not in content):
        message = message_of(thing, view) if thing.role in ("alert", "dialog") and not is_notice(thing) else None
        if message is not None and (thing.role == "alert" or re.search(phrases.problem, message.text)):
            found.append(message)
    # Most notifications tell of no problem: only the words of one do.
    hanging = [words for notice in view.notices if (words := words_of(notice, view, phrases)) is not None]
    found += [words for words in hanging if re.search(phrases.problem, words.text)]
    if found:
        return found
    if root is not None and root.role in ("alert", "dialog") and message_of(root, view) is not None:
        return []
    story = tells_a_story(view)
    long = [one.text for one in view.paragraphs if len(one.text.split()) > STORY]
    prose = " ".join(normal(text) for text in long if story or not _opens_with_error(text, phrases))
    found = [piece for piece in _candidates(view) if _reads_like_error(piece.text, phrases)]
    if is_terminal(view):
        return found
    found = [piece for piece in found if normal(piece.text) not in prose]
    return [piece for piece in found if begins_with_error(piece.text, phrases) or not (story or _goes_on(piece))]


def tells_a_story(view: View) -> bool:
    """Whether running text is what there is to see: in an article also a short sentence or a headline only speaks of
    what failed."""
    if view.of_roles(*FIELDS):
        return False
    lines = [word_count(piece.text) for piece in view.paragraphs]
    return sum(count for count in lines if count >= PROSE_LINE) >= PROSE


def _goes_on(piece: Piece) -> bool:
    """Whether it is the middle of a sentence: a line of a column that OCR gave by itself."""
    return piece.evidence.kind == "ocr" and piece.text.lstrip(" *-•([\"“„'")[:1].islower()


def _is_problem(window: Thing, message: Piece, view: View, phrases: Phrases) -> bool:
    """By the title or the sign beside the text; a question ("This cannot be undone. Go on?") is none by its words."""
    signs = [thing.name for thing in view.inside(window) if thing.role == "image"]
    if re.search(phrases.problem, " ".join((window.name, window.description, *signs))):
        return True
    return not re.search(r"[?？]", message.text) and (
        window.role == "alert" or re.search(phrases.problem, message.text) is not None
    )


def _candidates(view: View) -> list[Piece]:
    """Text that may tell of an error: what a program says, never what a person writes in an editor."""
    if is_terminal(view):
        return view.lines[-TERMINAL_LINES:]
    if view.editor is not None and view.root is not None and view.root.role == "window":
        inside = view.editor.box
        return [
            Piece(text_of(thing, view), of_thing(thing))
            for thing in view.of_roles("label", "text", "statusbar")
            if inside is None or thing.box is None or not inside.contains(thing.box, slack=2)
        ]
    return view.static_texts


def _reads_like_error(text: str, phrases: Phrases) -> bool:
    """Short, and with an error's words; a paragraph that talks about errors is not one, nor a setting of that name."""
    found = re.search(phrases.problem, text) if len(text) <= 240 and not SETTING.match(text) else None
    return found is not None and (len(text.split()) <= STORY or begins_with_error(text, phrases))


def _opens_with_error(text: str, phrases: Phrases) -> bool:
    """Whether its first sentence is an error: what a message says more is no story."""
    return _reads_like_error(re.split(r"(?<=[.!])\s", text)[0], phrases)


def begins_with_error(text: str, phrases: Phrases) -> bool:
    found = re.search(phrases.problem, text)
    return found is not None and text[: found.start()].strip(" *-!") == ""


def message_of(window: Thing, view: View) -> Piece | None:
    """What a dialog or alert says: its texts without its buttons; else its description or name."""
    inside = view.inside(window)
    if window.role == "dialog":  # an alert may list what is wrong
        inside = _without_lists(inside)
    # The label beside a field is the field's name, not a message.
    names = {normal(thing.name) for thing in inside if thing.role in INTERACTIVE} | {normal(window.name)}
    texts: list[str] = []
    evidence: Evidence | None = None
    for thing in inside:
        text = text_of(thing, view) if thing.role in ("label", "text", "paragraph", "heading", "alert") else ""
        if text.endswith((":", "：")) and texts:
            continue  # the name of what follows
        if text and normal(text) not in names | {normal(known) for known in texts}:
            texts.append(text)
            evidence = evidence or of_thing(thing)
    if not texts and window.box is not None:
        # Words that only OCR saw; what the tree told, it told as something else than a message.
        lists = [thing.box for thing in view.inside(window) if thing.role in HOLDERS and thing.box is not None]
        for block in view.loose_blocks:
            inside_list = any(box.contains(block.box, slack=2) for box in lists)
            if block.source == "ocr" and window.box.contains(block.box, slack=2) and not inside_list:
                texts.append(block.text)
                evidence = evidence or Evidence(
                    block.source, block.box, block.confidence if block.source == "ocr" else None, block.text
                )
    if not texts and window.description:
        texts = [window.description]
    if not texts and window.role == "alert" and window.name:
        texts = [window.name]
    if not texts:
        return None
    text = " ".join([*(_with_an_end(part) for part in texts[:-1]), texts[-1]])
    base = evidence or of_thing(window)
    return Piece(text, Evidence(base.kind, base.box or window.box, base.confidence, text))


def _without_lists(things: list[Thing]) -> list[Thing]:
    """Without what can be chosen from or pressed, and the labels in it."""
    inner: set[int] = set()
    for thing in things:
        if thing.role in HOLDERS or thing.parent in inner:
            inner.add(thing.id)
    return [thing for thing in things if thing.id not in inner]


def _with_an_end(text: str) -> str:
    """Two labels are two sentences, whether or not the first has a full stop."""
    if not text or not text[-1].isalnum():
        return text
    return text + ("。" if text[-1] >= "\u4e00" else ".")


def said_below(thing: Thing, view: View) -> str:
    """The text right under a field that is marked as wrong, where the program doesn't tell that it belongs to it."""
    if thing.box is None:
        return ""
    names = {normal(other.name) for other in view.things if other.role in INTERACTIVE}
    for block in view.blocks:
        gap = block.box.y - thing.box.bottom
        if -2 <= gap <= block.box.h and abs(block.box.x - thing.box.x) <= 2 * block.box.h:
            text = " ".join(block.text.split())
            return text if normal(text.rstrip(" *:")) not in names and normal(text) not in names else ""
    return ""


def invalid_things(view: View) -> list[Thing]:
    return [thing for thing in view.things if "invalid" in thing.states]


def unsaved_name(view: View, phrases: Phrases) -> str:
    """The document's name if the window's title carries a mark of unsaved changes, else ""."""
    title = view.scene.window.title if view.scene.window is not None else view.title
    if not re.search(phrases.unsaved, title):
        return ""
    return clean_title(title, view.app, phrases)


def clean_title(title: str, app: str, phrases: Phrases) -> str:
    """The title without a mark of changes, the folders of a path, and the program's name at its end."""
    title = re.sub(phrases.unsaved, "", title).strip()
    title = re.sub(r"^(?:~|/|[A-Z]:\\)\S*[/\\](?=[^\s/\\])", "", title)
    parts = re.split(r"\s[-—–|]\s", title)
    if len(parts) > 1 and app and (normal(parts[-1]) in normal(app) or normal(app) in normal(parts[-1])):
        return title[: title.rindex(parts[-1])].rstrip(" -—–|")
    return title


def is_terminal(view: View) -> bool:
    """A terminal by its role or program, or, where only words are seen, by its prompts."""
    if view.editor is not None and view.editor.role == "terminal":
        return True
    if re.search(r"(?i)term|konsole|console|cmd\.exe|powershell", view.app):
        return True
    bars = ("menubar", "menu", "menuitem", "alert")
    if not view.scene.blocks or (view.has_controls and any(one.role not in bars for one in view.things)):
        return False
    return any(is_prompt(block.text) for block in view.scene.blocks)
