"""The main job, shown without a screen, a loudspeaker or a microphone.

A virtual desktop with a real window; the tray app; the real hotkey pressed; the spoken description recorded and
recognised; a spoken question played into a virtual microphone, and its spoken answer recorded and recognised.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from virtual_desktop import VirtualDesktop, likeness

ROOT = Path(__file__).resolve().parent.parent
HEARSIGHT = str(ROOT / ".venv" / "bin" / "hearsight")
MESSAGE = "The disk is full. Three files were not saved."
QUESTION = "What does the error say?"
DESCRIBE_KEY = "ctrl+alt+space"
ALIKE = 70
ASK_KEYS = ("ctrl", "alt", "q")


def main() -> int:
    folder = Path(tempfile.mkdtemp(prefix="hearsight-demo-"))
    print(
        "Starting a virtual desktop: X server, window manager, tray, session bus, accessibility, sound ...", flush=True
    )
    with VirtualDesktop() as desktop:
        desktop.start(["zenity", "--error", "--title", "Backup", "--width", "420", "--text", MESSAGE])
        window = desktop.wait_for_window("^Backup$")
        # Slow enough for Whisper: at the rate that people listen to, espeak-ng is not what it was trained on.
        desktop.run([HEARSIGHT, "settings", "speech.rate_wpm", "150"])
        desktop.start([HEARSIGHT, "run"])
        desktop.wait_for_quiet()  # its greeting
        desktop.run([HEARSIGHT, "status", "--wait", "120"], timeout_s=130)
        desktop.focus(window)
        print(f'\nA window "Backup" with an error is open. Pressing {DESCRIBE_KEY} ...', flush=True)
        with desktop.recording(folder / "description.wav"):
            desktop.key(DESCRIBE_KEY)
            desktop.wait_for_quiet()
        desktop.screenshot(folder / "screen.png")
        heard = recognised(desktop, folder / "description.wav")
        print(f"What was heard from the loudspeaker (recognised by Whisper):\n  {heard}", flush=True)
        told = history(desktop)
        print(f"What Hearsight said:\n  {told}", flush=True)

        question = folder / "question.wav"
        desktop.run(["flite", "-voice", "slt", "-t", QUESTION, "-o", str(question)])
        print(f'\nHolding Ctrl+Alt+Q and asking, in another voice: "{QUESTION}"', flush=True)
        desktop.run(["xdotool", "keydown", ASK_KEYS[0], "keydown", ASK_KEYS[1], "keydown", ASK_KEYS[2]])
        time.sleep(0.5)  # a person, too, begins to speak a moment after the key is down
        desktop.speak_into_microphone(question)
        time.sleep(0.3)
        with desktop.recording(folder / "answer.wav"):
            desktop.run(["xdotool", "keyup", ASK_KEYS[2], "keyup", ASK_KEYS[1], "keyup", ASK_KEYS[0]])
            desktop.wait_for_quiet(quiet_s=4)  # between the sound "received" and the answer it is silent
        answer = recognised(desktop, folder / "answer.wav")
        print(f"What was heard from the loudspeaker:\n  {answer}", flush=True)
        print(f"What Hearsight said:\n  {history(desktop)}", flush=True)
    print(f"\nThe recordings and a screenshot lie in {folder}:")
    for name in ("screen.png", "description.wav", "question.wav", "answer.wav"):
        print(f"  {folder / name}")
    print("\nOn a computer with a screen, `make run` starts the tray app instead. Without it: hearsight describe FILE")
    if min(likeness(heard, MESSAGE), likeness(answer, MESSAGE)) < ALIKE:
        print("\nWhat was heard is not what should have been said.", file=sys.stderr)
        return 1
    return 0


def recognised(desktop: VirtualDesktop, wav: Path) -> str:
    return desktop.run([HEARSIGHT, "transcribe", str(wav), "--lang", "en"], timeout_s=300).stdout.strip()


def history(desktop: VirtualDesktop) -> str:
    turns = json.loads(desktop.run([HEARSIGHT, "history", "-n", "1", "--json"]).stdout)["turns"]
    return turns[0]["said"] if turns else "(nothing)"


if __name__ == "__main__":
    raise SystemExit(main())
