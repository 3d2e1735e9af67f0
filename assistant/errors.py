"""The tree of errors. Each carries the sentence that is spoken for it, and an exit code.

    HearsightError                  exit 1
    +-- Usage                       exit 2   the command or a setting is wrong
    |   +-- BadSetting
    +-- UnusableInput               exit 3   the picture, sound or question can't be used
    |   +-- BrokenPicture, EmptyPicture, TooLarge, NoSuchFile, NotAPicture, NothingOnClipboard, BrokenSound
    +-- DeviceMissing               exit 4   a device or a permission is missing
    |   +-- NoDisplay, NoWindow, NoSound, MicrophoneMissing, NoSessionBus, HotkeyTaken, NoVoice, CameraMissing,
    |   |   CantKeep, NeverLook, SessionLocked
    +-- ModelTrouble                exit 5   a model is missing or broken
        +-- ModelMissing, ModelBroken, OutOfMemory, InstallFailed, HostDied, HostTimeout

`str(error)` is one sentence for a person: what happened and what to do. `detail` is for the log
only and may name paths; it never holds what was seen on the screen.
"""

from __future__ import annotations

STOPPED = 130
"""Exit code of a command that a person stopped with Ctrl-C, as shells have it (128 + SIGINT)."""


class HearsightError(Exception):
    """Something a person should hear about, in one sentence."""

    exit_code = 1
    sentence = "Something went wrong."
    spoke_instead = ""
    """The name of the engine that told what it saw when this had happened to another."""

    def __init__(self, sentence: str | None = None, *, detail: str = "") -> None:
        self.spoken = sentence or self.sentence
        self.detail = detail
        super().__init__(self.spoken)

    def __reduce__(self) -> tuple[object, ...]:  # travels across the process border with its detail
        return (_rebuild, (type(self), self.spoken, self.detail))


def _rebuild(kind: type[HearsightError], sentence: str, detail: str) -> HearsightError:
    return kind(sentence, detail=detail)


class Usage(HearsightError):
    exit_code = 2
    sentence = "That command is not right. Try: hearsight --help"


class BadSetting(Usage):
    sentence = "A setting has a value that can't be used."


class UnusableInput(HearsightError):
    exit_code = 3
    sentence = "That can't be used as input."


class NoSuchFile(UnusableInput):
    sentence = "There is no such file."


class NotAPicture(UnusableInput):
    sentence = "That file is not a picture I can open."


class BrokenPicture(UnusableInput):
    sentence = "That picture is broken: I can't read all of it."


class EmptyPicture(UnusableInput):
    sentence = "That file is empty."


class TooLarge(UnusableInput):
    sentence = "That picture is too large for me. Try a part of it, or a smaller copy."


class NothingOnClipboard(UnusableInput):
    sentence = "There is no picture on the clipboard. Copy one first."


class BrokenSound(UnusableInput):
    sentence = "I can't read that sound file. A WAV file works best."


class DeviceMissing(HearsightError):
    exit_code = 4
    sentence = "A device is missing."


class NoDisplay(DeviceMissing):
    sentence = "I can't see a screen: there is no display. Name a picture file instead."


class NoWindow(DeviceMissing):
    sentence = "No window has the focus. Try describing the whole screen."


class NoSound(DeviceMissing):
    sentence = "I can't speak: no sound device was found. Connect one, or use --no-speech."


class NoVoice(DeviceMissing):
    sentence = "I can't speak: no voice was found. Install espeak-ng."


class MicrophoneMissing(DeviceMissing):
    sentence = "I can't hear you: no microphone is connected. You can type the question instead."


class NoSessionBus(DeviceMissing):
    sentence = "I can't ask programs what they show: there is no session bus. I read the pixels instead."


class HotkeyTaken(DeviceMissing):
    sentence = "Another program already uses that key. Choose another one in the settings."


class CantKeep(DeviceMissing):
    sentence = "The settings can't be written. Nothing was changed."


class NeverLook(DeviceMissing):
    sentence = "I don't look at this program: your settings say so."


class SessionLocked(DeviceMissing):
    sentence = "The screen is locked, or its screen saver is on, so I don't look at it. Unlock it first."


class CameraMissing(DeviceMissing):
    sentence = "I can't see: no camera is connected."


class ModelTrouble(HearsightError):
    exit_code = 5
    sentence = "A model is missing or broken."


class ModelMissing(ModelTrouble):
    sentence = "A model is missing. Run: make setup"


class RecogniserMissing(ModelMissing):
    sentence = "I can't understand speech yet: a model is missing. Run: hearsight models install --needed"


class ModelBroken(ModelTrouble):
    sentence = "A model file is damaged. Run: hearsight models verify"


class OutOfMemory(ModelTrouble):
    sentence = "There is not enough memory for the model. Close some programs and try again."


class InstallFailed(ModelTrouble):
    sentence = "The model could not be fetched. Check the connection and try again."


class HostDied(ModelTrouble):
    sentence = "The part of me that looks at pictures stopped. Please try again."


class HostTimeout(ModelTrouble):
    sentence = "Looking took too long, so I stopped. Please try again."
