"""`hearsight models ...`: the models on this computer, shown and looked after."""

from __future__ import annotations

import json
from collections.abc import Sequence

from assistant.errors import ModelBroken


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


def bench_models(as_json: bool) -> None:
    """Measure the recognisers anew, for the language that is spoken. Raises `errors.RecogniserMissing`."""
    from assistant.settings import load
    from assistant.wiring.models import recogniser_figures

    language, figures, chosen, why = recogniser_figures(load(), again=True)
    if as_json:
        rows = [
            {"name": f.name, "runs": f.runs, "real_time_factor": f.real_time_factor, "trouble": f.trouble or None}
            for f in figures
        ]
        print(json.dumps({"language": language, "recognisers": rows, "chosen": chosen or None, "why": why}))
        return
    for figure in figures:
        print(f"{figure.name}: {figure.in_words()}")
    print(f"For {language} questions I use {chosen}: {why}." if chosen else why)
