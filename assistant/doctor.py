"""What works on this computer, what does not, and what to do about it. A check that fails is a finding."""

from __future__ import annotations

import os
import platform
import shutil
import time
from dataclasses import dataclass
from typing import Any, Literal

from assistant.errors import HearsightError
from assistant.folders import config_dir, data_dir
from assistant.settings import FILE_NAME, load

State = Literal["ok", "missing", "broken"]
TALK_OVER_IT = frozenset({"espeak", "piper", "system"})
"""Voices that know nothing of what the screen reader says. (Speech Dispatcher queues what Orca and we say.)"""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `needed`: without it the main job does not work."""

    name: str
    state: State
    sentence: str
    needed: bool = True
    code: int = 4

    @property
    def exit_code(self) -> int:
        return self.code if self.needed and self.state != "ok" else 0

    def as_json(self) -> dict[str, Any]:
        return {"name": self.name, "state": self.state, "needed": self.needed, "sentence": self.sentence}


def examine() -> list[Finding]:
    """Run every check; some seconds."""
    findings = []
    for check in (
        _python,
        _settings,
        _display,
        _tree,
        _sound_out,
        _voices,
        _braille,
        _microphone,
        _cameras,
        _models,
        _captions,
        _device,
        _disk,
    ):
        try:
            found = check()
        except HearsightError as error:
            found = Finding(check.__name__.strip("_"), "missing", error.spoken, code=error.exit_code)
        findings.extend(found if isinstance(found, list) else [found])
    return findings


def print_report(findings: list[Finding]) -> None:
    """What does not work first: that is what is listened for."""
    order = {"broken": 0, "missing": 1, "ok": 2}
    for finding in sorted(findings, key=lambda f: (order[f.state], not f.needed)):
        word = "OK" if finding.state == "ok" else "Problem" if finding.needed else "Note"
        print(f"{word}: {finding.name}. {finding.sentence}")


def _python() -> Finding:
    return Finding("Python", "ok", f"{platform.python_version()} on {platform.system()} {platform.machine()}.")


def _settings() -> Finding:
    load()
    path = config_dir() / FILE_NAME
    kept = "read" if path.exists() else "not there yet, so the defaults hold"
    return Finding("Settings", "ok", f"{path}: {kept}. Logs lie in {data_dir()}.")


def _display() -> Finding:
    from assistant.capture.choose import source_from

    started = time.monotonic()
    capture = source_from("all", None).grab()
    ms = (time.monotonic() - started) * 1000
    wayland = bool(os.environ.get("WAYLAND_DISPLAY"))
    note = (
        " This is Wayland: global hotkeys are the desktop's; bind a desktop shortcut to: hearsight describe."
        if wayland
        else ""
    )
    return Finding("Screen", "ok", f"{capture.width} by {capture.height} pixels, seen in {ms:.0f} ms.{note}")


def _tree() -> Finding:
    import numpy as np

    from assistant.cancel import Token
    from assistant.types import Capture, Scene
    from models.evidence.tree import TreeGatherer

    gatherer = TreeGatherer()
    screen = Capture(np.zeros((1, 1, 3), np.uint8), "screen")
    try:
        trouble = [found.trouble for found in gatherer.gather(screen, Scene(1, 1, "screen"), Token()) if found.trouble]
    finally:
        gatherer.close()
    if trouble:
        return Finding("Accessibility tree", "missing", trouble[0], needed=False)
    return Finding("Accessibility tree", "ok", "Programs can be asked what they show.")


def _sound_out() -> Finding:
    from speech.audio import AudioOut
    from speech.sound_card import SoundCard, device_names

    card = SoundCard(load().speech.device)
    audio = AudioOut(card)
    rate = audio.rate
    audio.close()
    there = f"For speech.device there are: {', '.join(device_names())}."
    if card.absent:
        sentence = f"{card.absent} can't be had, so the usual device is used. {there}"
        return Finding("Loudspeaker", "broken", sentence, needed=False)
    return Finding("Loudspeaker", "ok", f"Opened at {rate} samples a second. {there}")


def _voices() -> list[Finding]:
    from assistant.wiring.speech import piper_folder
    from speech.voices.choose import available

    troubles = dict(available(piper_folder()))
    findings = [
        Finding(
            f"Voice {name}", "ok" if trouble is None else "missing", trouble or "Can speak.", needed=name == "espeak"
        )
        for name, trouble in troubles.items()
    ]
    chosen = load().speech.voice
    if troubles["screen-reader"] is None and chosen in TALK_OVER_IT:
        sentence = (
            f"A screen reader is running, and the voice {chosen} may be heard together with it. "
            "For one voice: hearsight settings speech.voice auto"
        )
        findings.append(Finding("One voice at a time", "missing", sentence, needed=False))
    return findings


def _braille() -> Finding:
    from speech.braille import state
    from speech.reader_bridge import NAMES

    speech = load().speech
    needed = speech.braille == "only"
    if speech.braille == "off":
        return Finding("Braille", "ok", "Switched off.", needed=False)
    try:
        reader, shows = state()
    except HearsightError as error:
        return Finding("Braille", "missing", error.spoken, needed=needed)
    if not reader:
        return Finding("Braille", "missing", f"No screen reader is running. {_FOLLOW}", needed=needed)
    name = NAMES.get(reader, reader)
    if shows == "alone":
        return Finding("Braille", "ok", f"{name} shows what is said.", needed=needed)
    if shows == "not":
        return Finding("Braille", "missing", f"{name} takes no text for a braille display. {_FOLLOW}", needed=needed)
    if needed:
        return Finding(
            "Braille",
            "ok",
            f"{name} shows what is said, and speaks it, too, unless its own speech is off.",
            needed=True,
        )
    if speech.voice in ("auto", "screen-reader"):
        return Finding("Braille", "ok", f"{name} shows what it is given to say.", needed=False)
    return Finding(
        "Braille",
        "missing",
        f"{name} shows only what it also speaks. For both: hearsight settings speech.voice screen-reader",
        needed=False,
    )


_FOLLOW = "In a terminal with a braille display, hearsight follow prints what is said."


def _microphone() -> Finding:
    from speech.microphone import default_microphone

    try:
        return Finding("Microphone", "ok", f"Found: {default_microphone()}.")
    except HearsightError as error:
        return Finding("Microphone", "missing", error.spoken, needed=False)


def _cameras() -> Finding:
    from assistant.capture.cameras import camera_named, cameras

    try:
        there = cameras()
        for one in there:
            camera_named(str(one.number), there)
    except HearsightError as error:
        return Finding("Camera", "missing", error.spoken, needed=False)
    if not there:
        return Finding(
            "Camera",
            "missing",
            "None is connected. A telephone's stream does, too: --source http://ADDRESS",
            needed=False,
        )
    names = ", ".join(f"camera:{one.number} ({one.name})" for one in there)
    return Finding("Camera", "ok", f"Found: {names}.", needed=False)


def _models() -> list[Finding]:
    from models.store import Store

    store = Store()
    findings = []
    for name in store.needed():
        there = store.installed(name)
        sentence = store.entry(name).purpose if there else f"Run: hearsight models install {name}"
        findings.append(Finding(f"Model {name}", "ok" if there else "missing", sentence, code=5))
    return findings


def _captions() -> Finding:
    from assistant.wiring.vlm import caption_worker
    from models.store import Store

    worker = caption_worker(load(), Store())
    if worker is not None and "url" in worker[1]:
        return Finding(
            "Captioning model", "ok", f"Pictures are shown to the server at {worker[1]['url']}.", needed=False
        )
    if worker is not None:
        name = str(worker[1]["source"]).replace("\\", "/").rpartition("/")[2]
        return Finding("Captioning model", "ok", f"{name} describes pictures.", needed=False)
    return Finding(
        "Captioning model",
        "missing",
        "None is installed, so pictures are described by their text, layout and colours alone. Run: "
        "hearsight models install --recommended",
        needed=False,
    )


def _device() -> Finding:
    from models.device import choose

    device = choose(load().host.device)
    return Finding("Models run on", "ok", f"{device.name}: {device.why}", needed=False)


def _disk() -> Finding:
    folder = data_dir()
    while not folder.exists():
        folder = folder.parent
    free_gb = shutil.disk_usage(folder).free / 1e9
    state: State = "ok" if free_gb > 1 else "broken"
    return Finding("Disk", state, f"{free_gb:.0f} GB are free for models and history.")
