"""`hearsight models list|info|remove|verify|bench`: the models on this computer, shown and looked after."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from assistant.errors import BadSetting, DeviceMissing, ModelBroken

if TYPE_CHECKING:
    from models.catalogue import Entry
    from models.store import Store


def store_here() -> Store:
    """The store, as the settings want it."""
    from assistant.settings import load
    from models.store import Store

    return Store(offline=load().models.offline)


def list_models(as_json: bool, *, task: str | None = None, installed: bool = False) -> None:
    store = store_here()
    entries = [store.entry(name) for name in store.names()]
    rows = [_row(store, entry) for entry in entries if task is None or task in entry.tasks]
    if installed:
        rows = [row for row in rows if row["installed"]]
    if as_json:
        print(json.dumps({"models": rows, "folder": str(store.root)}, ensure_ascii=False))
        return
    # One line a model, most telling word first: a table of columns is slow to hear.
    for row in rows:
        needed = "needed, " if row["needed"] and not row["installed"] else ""
        size = f", {row['megabytes']} MB" if row["megabytes"] else ""
        trust = " Hashes are recorded at the first install." if _to_be_trusted(row) else ""
        accept = " Its licence must be accepted first." if row["must_accept"] and not row["installed"] else ""
        print(f"{row['name']}: {needed}{row['state']}{size}. {row['purpose']} Licence {row['licence']}.{accept}{trust}")
    if not rows:
        print("There is none of that kind." if not installed else "None of that kind is installed.")


def show_model(name: str, as_json: bool) -> None:
    """Raises `errors.Usage` for a name that no model has."""
    from models.catalogue import FolderSource
    from models.recommend import read_bench

    store = store_here()
    name = store.name_of(name)
    entry = store.entry(name)
    row = {
        **_row(store, entry),
        "good_at": entry.good_at or None,
        "family": entry.family or None,
        "runner": entry.runner,
        "parameters_m": entry.parameters_m or None,
        "memory_by_precision_mb": entry.memory or None,
        "licence_url": entry.licence_url or None,
        "licence_accepted": store.trust.accepted(entry) if entry.must_accept else None,
        "needs": entry.needs or None,
        "origin": entry.origin,
        "from_a_folder": any(isinstance(source, FolderSource) for source in entry.sources),
        "sources": [str(source) for source in entry.sources],
        "download_megabytes": round(entry.download_bytes / 1e6) or None,
        "half_fetched_megabytes": round(store.half_fetched(name) / 1e6) or None,
        "trusted_commit": store.trust.commit(name),
        "record": store.record(name),
        "files": [{"path": f.path, "bytes": f.bytes, "sha256": f.sha256 or None} for f in entry.files],
        "measured": read_bench(store.root).get(name),
        "folder": str(store.path(name)) if store.installed(name) else None,
        "plan": _plan(store, entry),
    }
    if as_json:
        print(json.dumps(row, ensure_ascii=False))
    else:
        print("\n".join(_told(row)))


def _plan(store: Store, entry: Entry) -> dict[str, Any] | None:
    """How a model of transformers would be run here; None for others. torch is asked for the hardware."""
    if entry.runner != "transformers" or entry.needs:
        return None
    from models.device import asked_for as device_asked_for
    from models.device import choose
    from models.vlm import planning, quick

    folder = str(store.path(entry.name)) if store.installed(entry.name) else entry.name
    measured = quick.measured_choice(folder, None, None)
    try:
        hardware = planning.hardware(choose(precision=None if measured is None else measured.precision))
    except (BadSetting, DeviceMissing) as error:  # the rest of what is known is worth telling
        return {"device": None, "why": [error.spoken]}
    model = planning.model_of(folder) if store.installed(entry.name) else planning.model_of_entry(entry)
    compiles = measured is not None and measured.compiled
    asked, stays = quick.asked_for(None), device_asked_for(None)
    found = planning.plan(hardware, model, asked=asked, stays=stays, compiles=compiles)
    run = found.device
    return {
        "device": run.torch_device,
        "device_name": run.name,
        "precision": run.dtype,
        "weights": run.weights,
        "attention": run.attention,
        "compiled": run.compiled,
        "needs_mb": found.needs_mb or None,
        "free_mb": found.free_mb,
        "why": list(found.why),
    }


def remove_models(names: Sequence[str], as_json: bool) -> None:
    """Raises `errors.Usage` for an unknown name and for a part of Hearsight, before anything is removed."""
    from models.fetch import say_waiting

    store = store_here()
    names = list(dict.fromkeys(store.name_of(name) for name in names))
    for name in names:
        if store.entry(name).bundled is not None:
            store.remove(name)  # raises, with the sentence
    removed = {name: store.remove(name, partial(say_waiting, name)) for name in names}
    if as_json:
        print(json.dumps({"models": [{"name": name, "removed": gone} for name, gone in removed.items()]}))
        return
    for name, gone in removed.items():
        print(f"{name} was removed." if gone else f"{name} is not installed.")


def verify_models(names: Sequence[str], as_json: bool = False) -> int:
    """0 when all named (default: all that were installed) are sound, else the exit code of a broken model."""
    store = store_here()
    wanted = [store.name_of(name) for name in names] or [name for name in store.names() if store.present(name)]
    for name in wanted:
        store.entry(name)  # an unknown name is said before the others are hashed
    found: dict[str, list[str]] = {}
    for name in dict.fromkeys(wanted):
        found[name] = store.verify(name)
        if not as_json:  # each as soon as it is known: hashing all can take minutes
            print("\n".join(f"{name}: {trouble}" for trouble in found[name] or ["sound"]), flush=True)
    if as_json:
        rows = [{"name": name, "sound": not troubles, "problems": troubles} for name, troubles in found.items()]
        print(json.dumps({"models": rows}, ensure_ascii=False))
    return ModelBroken.exit_code if any(found.values()) else 0


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


# -- in words -------------------------------------------------------------------------------------------------------


def _row(store: Store, entry: Entry) -> dict[str, Any]:
    return {
        "name": entry.name,
        "state": store.state(entry.name),
        "installed": store.installed(entry.name),
        "kind": entry.kind,
        "tasks": list(entry.tasks),
        "needed": entry.needed,
        "megabytes": round(_bytes(store, entry) / 1e6) or None,
        "memory_mb": entry.memory_mb,
        "licence": entry.licence,
        "must_accept": entry.must_accept,
        "languages": list(entry.languages),
        "purpose": entry.purpose,
        "verified": entry.verified,
    }


def _bytes(store: Store, entry: Entry) -> int:
    """On the disk: what lies there, else what the catalogue expects."""
    from models import bundled

    record = store.record(entry.name)
    if record is not None:
        return sum(int(file["bytes"]) for file in record["files"])
    return sum(file.bytes for file in bundled.files(entry, entry.bundled)) if entry.bundled else entry.bytes


def _to_be_trusted(row: dict[str, Any]) -> bool:
    return not row["verified"] and row["state"] in ("not installed", "half fetched")


def _told(row: dict[str, Any]) -> list[str]:
    """One line a fact, in the order in which a person asks."""
    lines = [f"{row['name']}: {row['purpose']}", f"State: {_state(row)}"]
    if row["good_at"]:
        lines.append(f"Good at: {row['good_at']}.")
    if row["tasks"]:
        lines.append(f"Tasks: {', '.join(row['tasks'])}.")
    if row["languages"]:
        lines.append(f"Languages: {', '.join(row['languages'])}.")
    lines.append(f"Licence: {_licence(row)}")
    if row["needs"]:
        lines.append(f"Needs: {row['needs']}")
    if row["megabytes"]:
        about = "" if row["installed"] or row["verified"] else "about "
        fetched = row["download_megabytes"] and not row["installed"]
        download = f", {about}{row['download_megabytes']} MB to fetch" if fetched else ""
        lines.append(f"Size: {about}{row['megabytes']} MB on the disk{download}.")
    lines.append(f"Memory: {_memory(row)}")
    if row["plan"]:
        lines.append(f"Here it runs so: {' '.join(row['plan']['why'])}")
    if row["measured"]:
        measured = row["measured"]
        lines.append(
            f"Measured here: {measured['tokens_per_s']:.1f} tokens a second, the first after "
            f"{measured['first_token_s']:.1f} seconds, in {measured['precision']}."
        )
    if row["from_a_folder"]:
        lines.append(f"From: the folder {row['origin']}.")
    else:
        lines.append(f"From: {', then '.join(row['sources'])}. Its makers: {row['origin']}")
    lines.append(_trusted(row))
    return lines


def _state(row: dict[str, Any]) -> str:
    if row["record"] is not None:
        when = time.strftime("%Y-%m-%d", time.localtime(row["record"]["installed_at"]))
        where = f" in {row['folder']}" if row["folder"] else ""
        return f"{row['state']}, on {when}, from {row['record']['source']}{where}."
    if row["half_fetched_megabytes"]:
        return f"half fetched: {row['half_fetched_megabytes']} MB are here, and the next install goes on from there."
    return f"{row['state']}."


def _licence(row: dict[str, Any]) -> str:
    if not row["must_accept"]:
        return f"{row['licence']}."
    said = "You accepted it." if row["licence_accepted"] else "It must be accepted first:"
    command = (
        "" if row["licence_accepted"] else f" hearsight models install {row['name']} --accept-licence {row['name']}"
    )
    return f"{row['licence']}, {row['licence_url']}. {said}{command}"


def _memory(row: dict[str, Any]) -> str:
    by_precision = row["memory_by_precision_mb"]
    if not by_precision:
        return f"about {row['memory_mb']} MB." if row["memory_mb"] else "not known."
    figures = ", ".join(f"{precision} {megabytes} MB" for precision, megabytes in by_precision.items())
    return f"{figures}; reckoned from its {row['parameters_m']} million weights as published, not measured."


def _trusted(row: dict[str, Any]) -> str:
    if row["verified"]:
        return f"Hashes: all {len(row['files'])} files are held against the SHA-256 in the catalogue."
    if row["state"] == "part of Hearsight":
        return "Hashes: as the package that it is in says."
    if row["from_a_folder"]:
        return "Hashes: unverified; its files are held against those that were copied from the folder."
    if row["trusted_commit"]:
        return f"Hashes: unverified; those of the first install here are held, of commit {row['trusted_commit']}."
    return "Hashes: unverified; they are recorded at the first install, and every later one is held against them."
