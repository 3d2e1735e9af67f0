"""What a person can tell Hearsight to do, in the order of the menu. No Qt and no X here: also used for spoken words."""

from __future__ import annotations

from typing import NamedTuple


class Action(NamedTuple):
    """One thing to do: its name in settings, its text in the menu ("&" marks the menu letter), its spoken name."""

    name: str
    label: str
    spoken: str


ACTIONS = (
    Action("describe_window", "Describe the &window", "describe the window"),
    Action("describe_screen", "Describe the whole &screen", "describe the whole screen"),
    Action("describe_clipboard", "Describe the picture on the &clipboard", "describe the picture on the clipboard"),
    Action("read", "&Read the text", "read the text"),
    Action("whats_new", "What has chang&ed", "what has changed"),
    Action("watch", "Watch this window until &you end it", "watch this window"),
    Action("where_am_i", "Where a&m I", "where am I"),
    Action("describe_camera", "Look thro&ugh the camera", "look through the camera"),
    Action("camera", "Tell li&ve what the camera sees", "tell live what the camera sees"),
    Action("ask", "&Ask by voice", "ask by voice"),
    Action("hands_free", "Listen han&ds-free", "listen hands-free"),
    Action("repeat", "Say it a&gain", "say it again"),
    Action("go_on", "Go &on", "go on"),
    Action("next_sentence", "&Next sentence", "next sentence"),
    Action("previous_sentence", "&Previous sentence", "previous sentence"),
    Action("remember", "&Keep the last answer", "keep the last answer"),
    Action("hush", "Be qu&iet", "be quiet"),
    Action("slower", "Speak s&lower", "speak slower"),
    Action("faster", "Speak &faster", "speak faster"),
    Action("quit", "&Quit Hearsight", "quit Hearsight"),
)
BY_NAME = {action.name: action for action in ACTIONS}
LOOKING_AT_THE_DESKTOP = frozenset({"describe_window", "describe_screen", "read", "whats_new", "watch", "where_am_i"})
"""Actions that look at what the person works with, which must not be a window of ours."""


def spoken_name(action: str) -> str:
    """The action in words; a name that isn't in the list is spoken as it is written."""
    known = BY_NAME.get(action)
    return known.spoken if known else action.replace("_", " ")
