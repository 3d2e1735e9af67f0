"""English."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "hello": "Welcome to Hearsight. I look at the screen and tell you what is there. "
    "Press Enter to go on, Page Up to go back, Escape to leave. You can come back at any time.",
    "voice": "How fast shall I speak? Arrow up is faster, arrow down slower, right louder, left softer. "
    "You hear each change at once. Enter keeps it.",
    "key": "The most important key is {describe}: it describes the window. Try it now. "
    "Any key makes me quiet while I speak.",
    "question": "To ask me something, hold {ask}, speak, and let go. Try it: say a word. "
    "I open the microphone only while you hold the key. Enter skips this.",
    "permission": "Your system may ask whether Hearsight may see the screen or use the microphone or camera. "
    "Without your yes I can't look or listen. The camera I open only after you have agreed.",
    "models": "{models}",
    "privacy": "What I see and hear stays on this computer. I keep the text of what was said for thirty days, "
    "and pictures only if you want that. In private mode I keep nothing at all.",
    "end": "That was all. {describe} describes the window, {ask} asks. "
    "After {commands} a single letter is enough, and the question mark reads them out. Enter closes this.",
}
REPLIES: Mapping[str, str] = {
    "right": "That was right. Enter goes on.",
    "heard": "I heard: {heard}. Enter goes on.",
    "heard_nothing": "I heard nothing. Try again, or go on with Enter.",
    "resumed": "We go on where you left.",
    "models_there": "All the models that I need are on this computer.",
    "models_missing": "To listen and read I need models of {megabytes} megabytes, about {minutes} minutes of loading. "
    "Nothing is fetched without your yes: hearsight models install --needed asks you first.",
}
