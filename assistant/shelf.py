"""`hearsight history ...`: what was said, shown and forgotten."""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from assistant.folders import data_dir
from assistant.wiring import HISTORY_FILE


def show_history(search: str | None, count: int, as_json: bool, *, kept: bool = False) -> None:
    """The last `count` turns, those with words in them, or those that are kept."""
    from assistant.history import History

    history = History(data_dir() / HISTORY_FILE, tell=_tell)
    try:
        found = history.kept(count) if kept else history.search(search, count) if search else history.recent(count)
    finally:
        history.close()
    if as_json:
        rows = [
            {
                "id": each.id,
                **{key: getattr(each.turn, key) for key in ("at", "kind", "asked", "said", "source", "title")},
                "kept": each.kept,
                "note": each.note,
            }
            for each in found
        ]
        print(json.dumps({"turns": rows}, ensure_ascii=False))
        return
    for each in found:
        turn = each.turn
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(turn.at))
        asked = f" You asked: {turn.asked}" if turn.asked else ""
        note = f" {each.note}:" if each.note else ""
        print(f"{each.id}.{note} {when}, {turn.title or turn.source}.{asked} {turn.said}")
    if not found:
        print("Nothing was found." if search else "Nothing is kept yet.")


def forget_history(**what: Any) -> None:
    """`what`: as `History.forget` takes it."""
    from assistant.history import History

    history = History(data_dir() / HISTORY_FILE, tell=_tell)
    try:
        gone = history.forget(**what)
    finally:
        history.close()
    print(f"{gone} turns were forgotten." if gone != 1 else "One turn was forgotten.")


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr)
