"""English."""

from __future__ import annotations

from collections.abc import Mapping

SECTIONS: Mapping[str, str] = {
    "speech": "Speech",
    "listening": "Listening",
    "describe": "Describing",
    "acting": "Acting on the screen",
    "hotkeys": "Keys",
    "camera": "Camera",
    "photos": "Photographs",
    "history": "History",
    "looks": "Looks of the windows",
    "host": "Models at work",
    "endpoint": "Model server",
    "models": "Fetching models",
    "profiles": "Profiles",
    "programs": "Programs",
}

WORDS: Mapping[str, tuple[str, str]] = {
    "speech.voice": ("Voice", "What speaks: a voice of Hearsight, your screen reader, or whatever is there."),
    "speech.rate_wpm": ("Speech rate", "How fast is spoken, in words a minute."),
    "speech.pitch": ("Pitch", "How high the voice is."),
    "speech.volume": ("Volume of speech", "How loud is spoken; 1 is the loudest."),
    "speech.punctuation": ("Punctuation", "Which signs are said by their names."),
    "speech.earcons": ("Signal sounds", "Short sounds that mean something, a word for each, or neither."),
    "speech.earcon_volume": ("Volume of signal sounds", "How loud the short sounds are; 1 is the loudest."),
    "speech.device": ("Loudspeaker", "The loudspeaker by its name, or a part of it; empty: the system's own."),
    "speech.braille": ("Braille", "Whether what is said is shown on the braille display of your screen reader."),
    "speech.braille_cells": ("Braille cells", "How many cells your braille display has."),
    "speech.say_back": ("Repeat my question", "Say every question that was understood before its answer."),
    "listening.recogniser": ("Recogniser of speech", "The program that understands what you say."),
    "listening.model": (
        "Model for speech",
        "The model that understands what you say; auto takes the best one there is.",
    ),
    "listening.max_s": ("Longest question", "How many seconds a spoken question may last."),
    "listening.device": ("Microphone", "The microphone by its name, or a part of it; empty: the system's own."),
    "listening.barge_in": ("Interrupt by voice", "Whether your voice interrupts what is being said."),
    "listening.hands_free": ("Hands-free", "Keep the microphone open and wait for the wake phrase."),
    "listening.wake_phrase": ("Wake phrase", "The words that begin a question without a key."),
    "describe.verbosity": ("How much is said", "How much a description tells: brief, normal or full."),
    "describe.language": ("Language", "The language that is spoken and shown; auto is that of the system."),
    "describe.engine": ("Engine", "What describes: rules over what was really seen, a picture model, or both."),
    "describe.vlm_model": (
        "Picture model",
        "The model that describes pictures; empty takes the one that is installed.",
    ),
    "describe.ask_twice": (
        "Describe twice",
        "The picture model describes each picture twice, and what it tells only once, and nothing backs, is not said.",
    ),
    "describe.second_press": (
        "Second press",
        "What a second press on the same window tells: what changed, or all again.",
    ),
    "describe.second_press_s": ("Time for a second press", "For how many seconds a press counts as a second one."),
    "acting.allowed": (
        "May act on the screen",
        "Whether Hearsight may move the focus or open a link: after a yes, the focus at once, or never.",
    ),
    "camera.source": ("Which camera", "The camera, the address of a stream, or a video file that the camera keys use."),
    "camera.density": ("How much of the camera", "How much is told of what the camera sees."),
    "camera.allowed": ("Camera allowed", "Whether a key may open the camera."),
    "photos.place": ("Where a photograph was taken", "Tell it roughly if the file says so; nothing is looked up."),
    "history.keep": ("What is kept", "What is kept of past turns: nothing, the text, or pictures, too (sealed)."),
    "history.days": ("How long it is kept", "After how many days past turns are deleted."),
    "history.pictures_mb": ("Space for pictures", "How many megabytes the kept pictures may take."),
    "history.private": ("Private mode", "While it is on, nothing at all is kept of what is seen and said."),
    "looks.theme": ("Colours", "The colours of the windows."),
    "looks.scale": ("Size of letters", "How many times as large as usual the letters of the windows are."),
    "host.idle_exit_s": (
        "Models leave after",
        "After how many idle seconds the models give their memory back; 0: never.",
    ),
    "host.device": ("Where models run", "The graphics card or processor that models run on."),
    "endpoint.url": ("Address of the model server", "A model server that pictures are shown to; empty: none."),
    "endpoint.model": ("Model of the server", "The model as the server calls it; empty: its only one."),
    "endpoint.network_host": (
        "Other computer allowed",
        "The one other computer of your own network that pictures may be sent to; empty: none.",
    ),
    "endpoint.key": ("Key of the server", "Where the server's key is kept, such as env:NAME; never the key itself."),
    "endpoint.timeout_s": ("Patience with the server", "How many seconds the server may be silent."),
    "models.offline": ("Fetch nothing", "Fetch no model from any network."),
    "hotkeys.letters": ("Letters of the command layer", "Which single letters do what after the command key."),
}

PROGRAM: Mapping[str, tuple[str, str]] = {
    "never_look": ("Never look at this program", "Nothing of the program is captured, by whichever way."),
    "verbosity": ("How much is said of it", "How much a description of this program tells."),
    "engine": ("Engine for it", "What describes this program."),
}

PROFILES: Mapping[str, str] = {"home": "home", "work": "work", "meeting": "meeting"}

HOTKEY = "The key to: {what}."
HOTKEYS: Mapping[str, str] = {
    "describe_window": "describe the window",
    "describe_screen": "describe the whole screen",
    "describe_focus": "describe what has the focus",
    "describe_pointer": "describe what is under the pointer",
    "describe_clipboard": "describe the picture on the clipboard",
    "read": "read the text",
    "ask": "ask by voice",
    "repeat": "say it again",
    "go_on": "go on",
    "next_sentence": "next sentence",
    "previous_sentence": "previous sentence",
    "whats_new": "tell what has changed",
    "describe_camera": "look through the camera",
    "camera": "tell live what the camera sees",
    "explore": "explore the picture",
    "watch": "watch this window",
    "where_am_i": "tell where I am",
    "remember": "keep the last answer",
    "hands_free": "listen hands-free",
    "hush": "be quiet",
    "slower": "speak slower",
    "faster": "speak faster",
    "quieter": "speak more softly",
    "louder": "speak louder",
    "settings": "open the settings",
    "history": "open the history",
    "chat": "chat about pictures",
    "private": "switch private mode",
    "next_profile": "use the next profile",
    "welcome": "open the welcome",
    "commands": "take the next key as a command",
}

CHOICES: Mapping[str, str] = {
    "": "as everywhere",
    "empty": "empty",
    "screen-reader": "screen reader",
    "speech-dispatcher": "Speech Dispatcher",
    "espeak": "eSpeak NG",
    "high-contrast": "high contrast",
}
