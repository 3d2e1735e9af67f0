"""Little screens with facts, drawn by Pillow: enough to test measures; the real ones come from real programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
LEFT = ("The library opens at nine on", "weekdays and at ten on Sundays.", "Children read free of charge.")
RIGHT = ("Lost cards cost four euros and", "are replaced at the front desk.", "Bring a photo of yourself.")


def write_screen(
    root: Path,
    name: str,
    texts: Sequence[tuple[str, int, int, int]],
    *,
    size: tuple[int, int] = (900, 420),
    theme: tuple[str, str] = ("white", "black"),
    **more: Any,
) -> Path:
    """`texts`: (text, x, y, block). `more`: keys of facts.json. Returns the screen's folder."""
    folder = root / name
    folder.mkdir(parents=True)
    picture = Image.new("RGB", size, theme[0])
    pen, letters = ImageDraw.Draw(picture), ImageFont.truetype(FONT, 20)
    lines = []
    for text, x, y, block in texts:
        pen.text((x, y), text, fill=theme[1], font=letters)
        left, top, right, bottom = pen.textbbox((x, y), text, font=letters)
        lines.append({"text": text, "box": [int(left), int(top), int(right - left), int(bottom - top)], "block": block})
    picture.save(folder / "screen.png")
    facts = {"name": name, "program": "drawn", "kind": "article", "size": list(size), "lines": lines, **more}
    (folder / "facts.json").write_text(json.dumps(facts), encoding="utf-8")
    return folder


def two_columns(root: Path, name: str = "columns") -> Path:
    texts = [(text, 30, 40 + 34 * row, 1) for row, text in enumerate(LEFT)]
    texts += [(text, 480, 40 + 34 * row, 2) for row, text in enumerate(RIGHT)]
    questions = [
        {
            "ask": ["What do lost cards cost?", "How much are lost cards?"],
            "type": "value",
            "answerable": True,
            "contains": ["four euros"],
        },
        {"ask": ["Who is the mayor of Oslo?"], "type": "text", "answerable": False},
    ]
    return write_screen(root, name, texts, questions=questions)


def dialog(root: Path, name: str = "dialog") -> Path:
    """A dialog with the record of its accessibility tree."""
    texts = [("Delete 3 messages?", 60, 60, 1), ("Cancel", 80, 160, 2), ("Delete", 260, 160, 3)]
    tree = [
        _thing(1, "dialog", "Mail", [0, 0, 900, 420], None, ["active", "modal"]),
        _thing(2, "label", "Delete 3 messages?", [55, 55, 220, 34], 1),
        _thing(3, "button", "Cancel", [60, 150, 120, 40], 1, ["focused", "focusable"]),
        _thing(4, "button", "Delete", [240, 150, 120, 40], 1, ["focusable"]),
    ]
    elements = [
        {"role": "button", "name": "Cancel", "box": [60, 150, 120, 40], "states": ["focused"]},
        {"role": "button", "name": "Delete", "box": [240, 150, 120, 40], "states": []},
    ]
    folder = write_screen(
        root,
        name,
        texts,
        kind="dialog",
        window={"app": "Mail", "title": "Mail", "box": [0, 0, 900, 420]},
        tree="tree.json",
        elements=elements,
        questions=[
            {
                "ask": ["What has the focus?"],
                "type": "state",
                "answerable": True,
                "contains": ["Cancel"],
                "needs": "tree",
            },
            {"ask": ["Is Delete enabled?"], "type": "state", "answerable": True, "contains": ["yes"]},
        ],
    )
    (folder / "tree.json").write_text(json.dumps(tree), encoding="utf-8")
    return folder


def _thing(
    number: int, role: str, name: str, box: list[int], parent: int | None, states: Sequence[str] = ()
) -> dict[str, Any]:
    return {"id": number, "role": role, "name": name, "box": box, "parent": parent, "states": list(states)}
