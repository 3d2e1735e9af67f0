"""`hearsight models ...` and `hearsight history ...`: what lies on this computer, shown and looked after."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence

from assistant.errors import ModelBroken
from assistant.settings import data_dir
from assistant.wiring import HISTORY_FILE


def list_models(as_json: bool) -> None:
    from models.store import Store

    store = Store()
    rows = []
    for name in store.names():
        entry = store.entry(name)
        rows.append(
            {
                "name": name,
                "installed": store.installed(name),
                "needed": entry.needed,
                "megabytes": round(entry.bytes / 1e6) or None,
                "memory_mb": entry.memory_mb,
                "licence": entry.licence,
                "languages": list(entry.languages),
                "purpose": entry.purpose,
                "verified": entry.verified,
            }
        )
    if as_json:
        print(json.dumps({"models": rows, "folder": str(store.root)}, ensure_ascii=False))
        return
    # One line a model, most telling word first: a table of columns is slow to hear.
    for row in rows:
        state = "installed" if row["installed"] else "needed, not installed" if row["needed"] else "not installed"
        size = f", {row['megabytes']} MB" if row["megabytes"] else ""
        trust = "" if row["verified"] else " Hashes are recorded at the first install."
        print(f"{row['name']}: {state}{size}. {row['purpose']} Licence {row['licence']}.{trust}")


def install_models(names: Sequence[str], *, needed: bool) -> None:
    """Raises `errors.Usage`, `errors.ModelTrouble`."""
    from models.fetch import install
    from models.store import Store

    install(Store(), names, needed=needed)


def remove_model(name: str) -> None:
    from models.store import Store

    print(f"{name} was removed." if Store().remove(name) else f"{name} is not installed.")


def verify_models(names: Sequence[str]) -> int:
    """0 when all named (default: all installed) models are sound, else the exit code of a broken model."""
    from models.store import Store

    store = Store()
    problems = 0
    for name in names or [name for name in store.names() if store.installed(name)]:
        found = store.verify(name)
        problems += len(found)
        print(f"{name}: sound" if not found else "\n".join(found))
    return ModelBroken.exit_code if problems else 0


def show_history(search: str | None, count: int, as_json: bool) -> None:
    from assistant.history import History

    history = History(data_dir() / HISTORY_FILE, tell=_tell)
    try:
        kept = history.search(search, count) if search else history.recent(count)
    finally:
        history.close()
    turns = [each.turn for each in kept]
    if as_json:
        rows = [
            {"at": t.at, "kind": t.kind, "asked": t.asked, "said": t.said, "source": t.source, "title": t.title}
            for t in turns
        ]
        print(json.dumps({"turns": rows}, ensure_ascii=False))
        return
    for turn in turns:
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(turn.at))
        asked = f" You asked: {turn.asked}" if turn.asked else ""
        print(f"{when}, {turn.title or turn.source}.{asked} {turn.said}")
    if not turns:
        print("Nothing was found." if search else "Nothing is kept yet.")


def forget_history(days: int | None) -> None:
    """`days` None: everything."""
    from assistant.history import History

    history = History(data_dir() / HISTORY_FILE, tell=_tell)
    try:
        gone = history.forget(everything=True) if days is None else history.forget(older_than_days=days)
    finally:
        history.close()
    print(f"{gone} turns were forgotten." if gone != 1 else "One turn was forgotten.")


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr)
