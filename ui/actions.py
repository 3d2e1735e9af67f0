"""What a person can tell Hearsight to do, in the order of the menu. No Qt and no X here: also used for spoken words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from ui.words import tr

Group = Literal["look", "ask", "voice", "windows", "state", "end"]


class Action(NamedTuple):
    """One thing to do: its name in settings, its spoken name, where it stands. `error_words` has the spoken ones in
    other languages."""

    name: str
    spoken: str
    group: Group

    @property
    def label(self) -> str:
        """Its text in the menu; "&" marks the menu letter."""
        return labels()[self.name]


ACTIONS = (
    Action("describe_window", "describe the window", "look"),
    Action("describe_screen", "describe the whole screen", "look"),
    Action("describe_focus", "describe what has the focus", "look"),
    Action("describe_pointer", "describe what is under the pointer", "look"),
    Action("describe_clipboard", "describe the picture on the clipboard", "look"),
    Action("read", "read the text", "look"),
    Action("whats_new", "what has changed", "look"),
    Action("watch", "watch this window", "look"),
    Action("where_am_i", "where am I", "look"),
    Action("describe_camera", "look through the camera", "look"),
    Action("camera", "tell live what the camera sees", "look"),
    Action("ask", "ask by voice", "ask"),
    Action("hands_free", "listen hands-free", "ask"),
    Action("repeat", "say it again", "voice"),
    Action("go_on", "go on", "voice"),
    Action("next_sentence", "next sentence", "voice"),
    Action("previous_sentence", "previous sentence", "voice"),
    Action("remember", "keep the last answer", "voice"),
    Action("hush", "be quiet", "voice"),
    Action("slower", "speak slower", "voice"),
    Action("faster", "speak faster", "voice"),
    Action("quieter", "speak more softly", "voice"),
    Action("louder", "speak louder", "voice"),
    Action("explore", "explore the picture", "windows"),
    Action("history", "open the history", "windows"),
    Action("chat", "chat about pictures", "windows"),
    Action("settings", "open the settings", "windows"),
    Action("welcome", "open the welcome", "windows"),
    Action("private", "switch private mode", "state"),
    Action("next_profile", "use the next profile of settings", "state"),
    Action("commands", "take the next key as a command", "state"),
    Action("quit", "quit Hearsight", "end"),
)
BY_NAME = {action.name: action for action in ACTIONS}
LOOKING_AT_THE_DESKTOP = frozenset(
    {
        "describe_window",
        "describe_screen",
        "describe_focus",
        "describe_pointer",
        "read",
        "whats_new",
        "watch",
        "where_am_i",
        "explore",
    }
)
"""Actions that look at what the person works with, which must not be a window of ours."""


def labels() -> Mapping[str, str]:
    """Action -> its text in the menu, in the language of the windows."""
    return {
        "describe_window": tr("Describe the &window"),
        "describe_screen": tr("Describe the whole &screen"),
        "describe_focus": tr("Describe what has the &focus"),
        "describe_pointer": tr("Describe what is under the &pointer"),
        "describe_clipboard": tr("Describe the picture on the &clipboard"),
        "read": tr("&Read the text"),
        "whats_new": tr("What has chang&ed"),
        "watch": tr("Watch this window until &you end it"),
        "where_am_i": tr("Where a&m I"),
        "describe_camera": tr("Look thro&ugh the camera"),
        "camera": tr("Tell li&ve what the camera sees"),
        "ask": tr("&Ask by voice"),
        "hands_free": tr("Listen han&ds-free"),
        "repeat": tr("Say it a&gain"),
        "go_on": tr("Go &on"),
        "next_sentence": tr("&Next sentence"),
        "previous_sentence": tr("&Previous sentence"),
        "remember": tr("&Keep the last answer"),
        "hush": tr("Be qu&iet"),
        "slower": tr("Speak s&lower"),
        "faster": tr("Speak &faster"),
        "quieter": tr("Speak more &softly"),
        "louder": tr("Speak lou&der"),
        "explore": tr("E&xplore the picture"),
        "history": tr("Histor&y"),
        "chat": tr("&Chat about pictures"),
        "settings": tr("&Settings"),
        "welcome": tr("&Welcome"),
        "private": tr("Private m&ode"),
        "next_profile": tr("&Next profile of settings"),
        "commands": tr("Next &key is a command"),
        "quit": tr("&Quit Hearsight"),
    }


def plain(label: str) -> str:
    """A label without its menu letter; one that is added in brackets, as Chinese does, goes with them."""
    start = label.find("(&")
    return (
        label[:start] + label[start + 4 :]
        if start >= 0 and label[start + 3 : start + 4] == ")"
        else label.replace("&", "")
    )


def spoken_name(action: str) -> str:
    """The action in words; a name that isn't in the list is spoken as it is written."""
    known = BY_NAME.get(action)
    return known.spoken if known else action.replace("_", " ")
