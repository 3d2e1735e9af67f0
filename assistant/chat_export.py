"""A talk about pictures as a file: a page of HTML, Markdown, or JSON, with the pictures as they were looked at."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from html import escape

from assistant.history_export import Format, html_page, plain
from assistant.history_pictures import encoded
from assistant.languages import primary_tag
from assistant.picture_chat import ChatPicture, Exchange

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {"title": "A talk about pictures", "pictures": "Pictures", "talk": "Questions and answers",
           "picture": "Picture {n}", "asked": "Question {n}", "to": "To the questions"},
    "de": {"title": "Ein Gespräch über Bilder", "pictures": "Bilder", "talk": "Fragen und Antworten",
           "picture": "Bild {n}", "asked": "Frage {n}", "to": "Zu den Fragen"},
    "zh": {"title": "关于图像的对话", "pictures": "图像", "talk": "问与答",
           "picture": "图像 {n}", "asked": "问题 {n}", "to": "跳到问答"},
}  # fmt: skip


def exported_chat(pictures: Sequence[ChatPicture], talk: Sequence[Exchange], kind: Format, language: str) -> str:
    """Secrets are masked in what was looked at; a picture that was not asked about is there as it came."""
    words = WORDS.get(primary_tag(language), WORDS["en"])
    if kind == "json":
        rows = {"pictures": [*map(_picture_json, pictures)], "exchanges": [*map(_exchange_json, talk)]}
        return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
    return (_page if kind == "html" else _markdown)(pictures, talk, words, language)


def alt_of(picture: ChatPicture, talk: Sequence[Exchange], language: str) -> str:
    """What was told of it first, else its number and name."""
    words = WORDS.get(primary_tag(language), WORDS["en"])
    said = next((one.said for one in talk if one.picture == picture.number and one.answerable), "")
    return f"{words['picture'].format(n=picture.number)}{': ' + picture.name if picture.name else ''}. {said}".strip()


def _data(picture: ChatPicture) -> str:
    return base64.b64encode(encoded(picture.capture)).decode()


def _picture_json(picture: ChatPicture) -> dict[str, object]:
    capture = picture.capture
    return {"number": picture.number, "name": picture.name, "width": capture.width, "height": capture.height,
            "jpeg_base64": _data(picture)}  # fmt: skip


def _exchange_json(one: Exchange) -> dict[str, object]:
    spots = [{"picture": spot.picture, "box": spot.box.as_list()} for spot in one.spots]
    return {"asked": one.asked, "answer": one.said, "answerable": one.answerable, "picture": one.picture or None,
            "evidence": spots, "places": one.places}  # fmt: skip


def _page(pictures: Sequence[ChatPicture], talk: Sequence[Exchange], words: Mapping[str, str], language: str) -> str:
    shown = "".join(
        f'<h3 id="p{one.number}">{words["picture"].format(n=one.number)}: {escape(one.name)}</h3>'
        f'<img alt="{escape(alt_of(one, talk, language), quote=True)}" src="data:image/jpeg;base64,{_data(one)}">\n'
        for one in pictures
    )
    told = "".join(
        f"<h3>{words['asked'].format(n=number)}</h3><p><strong>{escape(one.asked)}</strong></p>"
        f"<p>{escape(one.said)}</p>{'<p>' + escape(one.places) + '</p>' if one.places else ''}\n"
        for number, one in enumerate(talk, 1)
    )
    main = (
        f'<main>\n<section aria-labelledby="pictures"><h2 id="pictures">{words["pictures"]}</h2>\n{shown}</section>\n'
        f'<section aria-labelledby="talk"><h2 id="talk">{words["talk"]}</h2>\n{told}</section>\n</main>'
    )
    return html_page(words, language, "talk", main)


def _markdown(
    pictures: Sequence[ChatPicture], talk: Sequence[Exchange], words: Mapping[str, str], language: str
) -> str:
    lines = [f"# {words['title']}", "", f"## {words['pictures']}", ""]
    for one in pictures:
        lines += [f"![{plain(alt_of(one, talk, language))}](data:image/jpeg;base64,{_data(one)})", ""]
    lines += [f"## {words['talk']}", ""]
    for exchange in talk:
        lines += [f"**{plain(exchange.asked)}**", "", plain(exchange.said), ""]
        lines += [plain(exchange.places), ""] if exchange.places else []
    return "\n".join(lines)
