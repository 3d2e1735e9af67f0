"""What Hearsight says of itself in English, and how people ask in it."""

from __future__ import annotations

import re

from assistant.languages import Language

LANGUAGE = Language(
    tag="en",
    earcon_meanings={
        "looked": "Looked: the picture is taken.",
        "thinking": "Thinking: still at work. It is repeated until something is said.",
        "listening": "Listening: speak now.",
        "received": "Received: the microphone is closed.",
        "answered": "Answered: that was all, or your command was carried out.",
        "refused": "Refused: there is nothing to describe, or no answer.",
        "failed": "Failed: something went wrong.",
        "aimed": "Aimed: the camera sees all of it, hold still.",
        "open": "Open: the microphone stays open. It is repeated.",
    },
    earcon_words={
        "looked": "Looking",
        "thinking": "Still at work",
        "listening": "Speak",
        "received": "Heard",
        "answered": "Done",
        "refused": "No",
        "failed": "Failed",
        "aimed": "Hold still",
        "open": "Microphone open",
    },
    refusals={
        "black_desktop": "The picture of the screen is all black. A screen curtain, a screen that is off, or protected "
        "video can do that.",
        "black_camera": "The camera's picture is all black. Is its cover closed?",
        "black": "The picture is all black.",
        "blank_desktop": "There is nothing to see here: it is all {colour}.",
        "blank": "The picture is all {colour}, with nothing on it.",
        "unchanged": "Nothing has changed since I last looked.",
    },
    colours={
        "black": "black",
        "white": "white",
        "grey": "grey",
        "dark grey": "dark grey",
        "light grey": "light grey",
        "red": "red",
        "dark red": "dark red",
        "orange": "orange",
        "brown": "brown",
        "yellow": "yellow",
        "green": "green",
        "dark green": "dark green",
        "turquoise": "turquoise",
        "blue": "blue",
        "dark blue": "dark blue",
        "light blue": "light blue",
        "purple": "purple",
        "pink": "pink",
    },
    other_device="I can't use the sound device {device} now, so I speak through the usual one.",
    other_voice="Another voice is speaking now, because the usual one failed.",
    only_describes="This model only describes pictures: it can't answer that.",
    not_trusted="I don't trust what the model makes of this picture.",
    screen_hint="The screen shows: {}. ",
    topic_hint="Repeat. Slower. Louder. Quieter. Stop. Go on. Read all. Spell that. Copy that. "
    "A question about what is on the computer screen: a button, check box, text field, menu, error message, "
    "window, picture, table or list.",
    open_end=re.compile(
        r".*\b(?:the|a|an|of|and|or|but|my|your|his|her|our|their|its|than|because|if|every|very|some|any|what's|"
        r"where's|who's|how many|how much|next to|to the|is there an?|tell me|show me)"
    ),
    rare_end=re.compile(r".*\b(?:to|in|on|under|over|with|at|by|is|are|was|does|do|can|which|what|where|who)"),
)
