"""The history as a file: a page of HTML, Markdown, or JSON.

The page holds everything in itself (pictures too) and asks no server for anything. It is made for screen readers: a
language, landmarks, a heading a day and a turn, times as times, and a text for each picture.
"""

from __future__ import annotations

import base64
import json
import re
import time
from collections.abc import Callable, Iterable, Mapping
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Literal

from assistant.errors import HearsightError, UnusableInput, Usage
from assistant.history_query import Kept
from assistant.languages import primary_tag
from assistant.whole_file import whole_file

Format = Literal["html", "md", "json"]
FORMATS: Mapping[str, Format] = {".html": "html", ".htm": "html", ".md": "md", ".markdown": "md", ".json": "json"}
WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {"title": "History of Hearsight", "asked": "You asked", "said": "Hearsight said", "note": "Kept as",
           "none": "There are no turns.", "contents": "Days", "picture": "The picture that was looked at: {title}",
           "to": "To the turns"},
    "de": {"title": "Verlauf von Hearsight", "asked": "Gefragt", "said": "Hearsight sagte", "note": "Behalten als",
           "none": "Es gibt keine Einträge.", "contents": "Tage", "picture": "Das angesehene Bild: {title}",
           "to": "Zu den Einträgen"},
    "zh": {"title": "Hearsight 历史", "asked": "您问", "said": "Hearsight 说", "note": "保留为",
           "none": "没有记录。", "contents": "日期", "picture": "看过的图像：{title}", "to": "跳到记录"},
}  # fmt: skip
STYLE = """
:root { color-scheme: light dark; font: 1.1rem/1.5 system-ui, sans-serif; }
body { max-width: 45rem; margin: 0 auto; padding: 1rem; }
img { max-width: 100%; height: auto; }
a:focus-visible { outline: 3px solid; outline-offset: 2px; }
.skip:not(:focus) { position: absolute; left: -100vw; }
dt { font-weight: bold; } dd { margin: 0 0 .5rem; white-space: pre-wrap; }
"""
CHINESE = re.compile(r"[\u3400-\u9fff]")
Picture = Callable[[int], bytes]


def format_of(path: Path) -> Format:
    """By the name's ending. Raises `errors.Usage`."""
    found = FORMATS.get(path.suffix.lower())
    if found is None:
        raise Usage("The history goes to a file that ends with .html, .md or .json.")
    return found


def exported(turns: Iterable[Kept], kind: Format, language: str, picture: Picture | None = None) -> str:
    """`turns` as a text of that kind; with `picture`, which opens one by a turn's number, the pictures are in it."""
    turns = list(turns)
    words = WORDS.get(primary_tag(language), WORDS["en"])
    if kind == "json":
        rows = [{**as_json(kept), **_picture_json(kept, picture)} for kept in turns]
        return json.dumps({"turns": rows}, ensure_ascii=False, indent=1) + "\n"
    return (_page if kind == "html" else _markdown)(turns, words, language, picture)


def save(path: Path, text: str) -> None:
    """Readable by the owner only. Raises `errors.UnusableInput` where it can't be written; the old file then stays."""
    try:
        with whole_file(path, ".history-") as file:
            file.write(text.encode())
    except FileNotFoundError as error:
        raise UnusableInput(f"I can't write {path.name}: there is no folder {path.parent}.") from error
    except OSError as error:
        raise UnusableInput(
            f"I can't write {path.name}: the folder {path.parent} may not be written to.", detail=str(error)
        ) from error


def as_json(kept: Kept) -> dict[str, object]:
    """One turn, as `hearsight history --json` shows it."""
    turn = kept.turn
    return {
        "id": kept.id,
        "at": turn.at,
        "kind": turn.kind,
        "asked": turn.asked,
        "said": turn.said,
        "source": turn.source,
        "title": turn.title,
        "kept": kept.kept,
        "note": kept.note,
        "program": turn.program,
        "picture": bool(kept.picture),
    }


def _opened(kept: Kept, picture: Picture | None) -> bytes | None:
    """One that can't be opened is left out: the words are what is exported."""
    if picture is None or not kept.picture:
        return None
    try:
        return picture(kept.id)
    except HearsightError:
        return None


def _picture_json(kept: Kept, picture: Picture | None) -> dict[str, str]:
    data = _opened(kept, picture)
    return {"picture_jpeg_base64": base64.b64encode(data).decode()} if data is not None else {}


def _day(kept: Kept) -> str:
    return time.strftime("%Y-%m-%d", time.localtime(kept.turn.at))


def _name(kept: Kept) -> str:
    return kept.turn.title or kept.turn.program or kept.turn.source or kept.turn.kind


# -- the page -------------------------------------------------------------------------------------------------------


def _page(turns: list[Kept], words: Mapping[str, str], language: str, picture: Picture | None) -> str:
    days = [(day, list(some)) for day, some in groupby(turns, _day)]
    links = "".join(f'<li><a href="#d{n}"><time>{day}</time></a></li>' for n, (day, _) in enumerate(days))
    contents = f'<nav aria-labelledby="c"><h2 id="c">{words["contents"]}</h2><ul>{links}</ul></nav>' if days else ""
    body = "".join(
        f'<section aria-labelledby="d{n}"><h2 id="d{n}"><time datetime="{day}">{day}</time></h2>\n'
        + "".join(_article(kept, words, language, picture) for kept in some)
        + "</section>\n"
        for n, (day, some) in enumerate(days)
    )
    main = f'<main id="turns">\n{body or "<p>" + words["none"] + "</p>"}</main>'
    return html_page(words, language, "turns", f"{contents}\n{main}")


def html_page(words: Mapping[str, str], language: str, skip_to: str, body: str) -> str:
    """A whole page. `words` has its title and what the link to `skip_to`, an id in `body`, is called ("to")."""
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{words['title']}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f'<a class="skip" href="#{skip_to}">{words["to"]}</a>\n'
        f"<header><h1>{words['title']}</h1></header>\n{body}\n</body>\n</html>\n"
    )


def _article(kept: Kept, words: Mapping[str, str], language: str, picture: Picture | None) -> str:
    turn, heading = kept.turn, f"t{kept.id}"
    clock = time.strftime("%H:%M", time.localtime(turn.at))
    moment = time.strftime("%Y-%m-%dT%H:%M:%S%z", time.localtime(turn.at))
    rows = [(words["note"], kept.note), (words["asked"], turn.asked), (words["said"], turn.said)]
    told = "".join(
        f"<dt>{name}</dt><dd{_lang(text, language)}>{escape(text)}</dd>" for name, text in rows if text.strip()
    )
    data = _opened(kept, picture)
    shown = ""
    if data is not None:
        alt = escape(words["picture"].format(title=_name(kept)), quote=True)
        shown = f'<img alt="{alt}" src="data:image/jpeg;base64,{base64.b64encode(data).decode()}">'
    return (
        f'<article aria-labelledby="{heading}"><h3 id="{heading}"><time datetime="{moment}">{clock}</time> '
        f"<span{_lang(_name(kept), language)}>{escape(_name(kept))}</span></h3>"
        f"{'<dl>' + told + '</dl>' if told else ''}{shown}</article>\n"
    )


def _lang(text: str, page: str) -> str:
    """What a Chinese text in a page of another language is read with, and the other way round."""
    own = "zh" if CHINESE.search(text) else "" if primary_tag(page) != "zh" else "en"
    return f' lang="{own}"' if own and own != primary_tag(page) else ""


# -- Markdown -------------------------------------------------------------------------------------------------------


def _markdown(turns: list[Kept], words: Mapping[str, str], language: str, picture: Picture | None) -> str:
    lines = [f"# {words['title']}", ""]
    for day, some in groupby(turns, _day):
        lines += [f"## {day}", ""]
        for kept in some:
            turn = kept.turn
            lines += [f"### {time.strftime('%H:%M', time.localtime(turn.at))} {plain(_name(kept))}", ""]
            for name, text in ((words["note"], kept.note), (words["asked"], turn.asked), (words["said"], turn.said)):
                if text.strip():
                    lines += [f"**{name}:** {plain(text)}", ""]
            if (data := _opened(kept, picture)) is not None:
                alt = plain(words["picture"].format(title=_name(kept)))
                lines += [f"![{alt}](data:image/jpeg;base64,{base64.b64encode(data).decode()})", ""]
    return "\n".join(lines if turns else [*lines, words["none"], ""])


def plain(text: str) -> str:
    """Nothing that was read on a screen becomes a heading, a link or a tag here."""
    return re.sub(r"([\\`*_{}\[\]<>#|!])", r"\\\1", " ".join(text.split()))
