"""The list of chats (or mails) beside a conversation: a name with a time on its line, what was written last below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.types import Box, TextBlock
from models.evidence.structure.chat import Message
from models.grounded.stripes import Stripes

if TYPE_CHECKING:
    from models.grounded.view import View

FEWEST = 3
"""So many rows make a list."""
NAME_WORDS = 4
TEXT_WORDS = 2
"""Words of a subject with the beginning of its mail, at least."""
APART = 1.5
"""Heights of a name between it and what stands below, at most."""
LEVEL = 4
"""Pixels by which the edges of one column may differ."""
MONTH = r"(?:jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)[a-zä]*\.?"
WHEN = re.compile(
    r"(?i)\d{1,2}[:.]\d\d(?: ?[ap]m)?|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
    r"|(?:mo|di|mi|do|fr|sa|so)\.?|\w+tag|(?:yester|to)day|gestern|heute|昨天|今天|星期.|周."
    rf"|\d{{1,2}}\.? ?(?:{MONTH}|\d{{1,2}}\.(?:\d{{2,4}})?)|{MONTH} \d{{1,2}}|\d+月\d+日"
)
"""A time, a weekday or a date, by itself."""
OWN = re.compile(r"(?i)(?:you|me|du|sie|ich|我|你|您) ?[:：]")
"""Before what the user wrote."""
SAID = re.compile(r"[^\W\d_]+ ?[:：] ?\S")
"""Who of a group wrote, before the words."""
SENT = re.compile(r"(?i)\b(?:sent|drafts?|outbox|gesendete?\w*|entw[uü]rfe?|postausgang)\b|已发送|草稿|发件箱")
INBOX = re.compile(r"(?i)\b(?:inbox|posteingang)\b|收件箱")
MAIL = re.compile(
    r"(?i)\b(?:e-?mails?|mails?|inbox|chats?|messages?|messenger|posteingang|nachrichten)\b|邮件|邮箱|收件箱|聊天|消息"
    r"|mail\b|thunderbird|evolution|claws|geary|mutt|outlook|telegram|signal|slack|whatsapp|element"
)
SENDING = "sent sender send schickte geschickt absender 发 发件人"
CALLED = {
    "mail": f"mail mails e-mail message messages nachricht nachrichten 邮件 消息 {SENDING}",
    "chat": f"chat chats message messages nachricht nachrichten 聊天 消息 {SENDING}",
}
"""What each row of such a list is called, and what somebody did. Only to find it by: none of that is told."""
FOLDER_WORDS = 3
"""Words of the name of a folder with its number, at most."""


def previews(blocks: Sequence[TextBlock]) -> list[Message]:
    """From the top; [] where fewer than `FEWEST` rows look alike."""
    near = Stripes((block.box, block) for block in blocks)
    if listed := _alike([row for block in blocks if (row := _in_one_line(block, near)) is not None]):
        return listed
    rows = [row for block in blocks if (row := _row(block, near)) is not None]
    names = {id(name) for name, _, _ in rows}
    rows = [row for row in rows if id(row[2]) not in names]  # else it is a table of one line a row
    return _alike(rows)


def received(view: View) -> list[Message]:
    """Those of a list of mails or chats that are of whom they name; [] where that is not sure: of another list, of what
    was sent or only drafted, or where it can't be told which folder is open."""
    listed = previews(view.content_blocks)
    picked = [one.name for one in view.things if "selected" in one.states]
    shown = [view.title, *picked, *(piece.text for piece in view.headings)]
    if not listed or any(SENT.search(text) for text in shown):
        return []
    if not any(INBOX.search(text) for text in shown) and any(_is_sent(block.text) for block in view.blocks):
        return []
    said = any(one.blocks[2].box.y >= one.blocks[0].box.bottom and SAID.match(one.text) for one in listed)
    known = said or view.messages or MAIL.search(f"{view.title} {view.app}") or view.of_roles("checkbox")
    return [one for one in listed if not OWN.match(one.text)] if known else []


def called(view: View) -> dict[int, str]:
    """For each block (by its `id`) of such a list what its row is called: that is written nowhere in a picture. Only
    where nothing but the picture tells of it, and it says what is listed: in a heading, or by the folder."""
    if view.of_roles("table", "list"):
        return {}
    picked = [one.name for one in view.things if "selected" in one.states]
    over = " ".join([view.title, view.app, *picked, *(piece.text for piece in view.headings)])
    if not MAIL.search(over):
        return {}
    kind = "chat" if view.messages else "mail"
    return {id(block): CALLED[kind] for one in received(view) for block in one.blocks}


def _is_sent(text: str) -> bool:
    found = SENT.search(text)
    return found is not None and len(text.split()) <= FOLDER_WORDS


def _alike(rows: Sequence[tuple[TextBlock, TextBlock, TextBlock]]) -> list[Message]:
    """Those (name, time, text) that stand in columns with `FEWEST` or more of them, from the top."""
    found: list[Message] = []
    for name, time, text in rows:
        alike = sum(
            abs(words.box.x - text.box.x) <= LEVEL and abs(when.box.right - time.box.right) <= 2 * LEVEL
            for _, when, words in rows
        )
        if alike >= FEWEST:
            found.append(Message(name.text.strip(), text.text.strip(), time.text.strip(), "", (name, time, text)))
    return sorted(found, key=lambda one: one.blocks[0].box.y)


def _in_one_line(name: TextBlock, near: Stripes[TextBlock]) -> tuple[TextBlock, TextBlock, TextBlock] | None:
    """A mail: who wrote, what about (and how it begins), and when, with nothing else beside them."""
    box = name.box
    if len(name.text.split()) > NAME_WORDS or _is_time(name.text) or not re.search(r"[^\W\d_]{2}", name.text):
        return None
    level = sorted(_level(name, near.near(box)), key=lambda one: one.box.x)
    before = [b for b in near.near(box) if b.box.right <= box.x and _shares_line(b, name) and _is_time(b.text)]
    if len(level) != 2 or before or not _is_time(level[1].text) or len(level[0].text.split()) < TEXT_WORDS:
        return None
    return name, level[1], level[0]


def _level(name: TextBlock, blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """What stands to the right on the same line."""
    return [b for b in blocks if b.box.x >= name.box.right - LEVEL and _shares_line(b, name)]


def _shares_line(one: TextBlock, name: TextBlock) -> bool:
    return min(one.box.bottom, name.box.bottom) - max(one.box.y, name.box.y) > name.box.h / 2


def _row(name: TextBlock, near: Stripes[TextBlock]) -> tuple[TextBlock, TextBlock, TextBlock] | None:
    box = name.box
    if len(name.text.split()) > NAME_WORDS or _is_time(name.text) or name.text.rstrip().endswith((".", "?", "!", ":")):
        return None
    reach = Box(box.x, box.y, box.w, round((1 + APART) * box.h))
    blocks = near.near(reach)
    level = [
        b for b in blocks if b.box.x >= box.right and min(b.box.bottom, box.bottom) - max(b.box.y, box.y) > b.box.h / 2
    ]
    beside = min(level, key=lambda one: one.box.x, default=None)
    if beside is None or not _is_time(beside.text):
        return None
    below = [b for b in blocks if abs(b.box.x - box.x) <= LEVEL and 0 <= b.box.y - box.bottom <= APART * box.h]
    text = min(below, key=lambda one: one.box.y, default=None)
    return None if text is None or _is_time(text.text) else (name, beside, text)


def _is_time(text: str) -> bool:
    return WHEN.fullmatch(text.strip()) is not None
