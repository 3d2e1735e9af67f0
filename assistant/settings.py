"""Settings: frozen nested dataclasses <-> one TOML file.

Every value is checked when a section is made, so a `Settings` that exists can be used. Errors name the key, the bad
value and what is allowed.
"""

from __future__ import annotations

import difflib
from dataclasses import Field, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, ClassVar

from assistant.default_keys import default_keys
from assistant.errors import BadSetting
from assistant.folders import config_dir
from assistant.languages import LANGUAGES
from assistant.layer_keys import Letters
from assistant.program_rules import Program
from assistant.setting_rules import (
    Amount,
    Choice,
    Earcons,
    Flag,
    Hotkey,
    Keeps,
    KeyPlace,
    Pattern,
    Rule,
    Text,
    Url,
    WakePhrase,
    Whole,
    endpoint_trouble,
)

FILE_NAME = "settings.toml"


def _setting(default: Any, rule: Rule) -> Any:
    return field(default=default, metadata={"rule": rule})


def _key(action: str) -> Any:
    return _setting(default_keys().get(action, ""), Hotkey())


class Section:
    """Base of the sections: checks each value by the rule of its field. Raises `errors.BadSetting`."""

    __slots__ = ()
    name: ClassVar[str]

    def __post_init__(self) -> None:
        for item in fields(self):  # type: ignore[arg-type]  # every subclass is a dataclass
            object.__setattr__(self, item.name, _checked(f"{self.name}.{item.name}", item, getattr(self, item.name)))


@dataclass(frozen=True, slots=True)
class Speech(Section):
    name: ClassVar[str] = "speech"

    voice: str = _setting(
        "auto", Choice("auto", "screen-reader", "espeak", "speech-dispatcher", "piper", "system", "console")
    )
    rate_wpm: int = _setting(220, Whole(80, 900))
    """Words a minute as espeak-ng counts them; its own limits are 80 and 450, 900 by its sped-up mode."""
    pitch: int = _setting(50, Whole(0, 100))
    volume: float = _setting(1.0, Amount(0.0, 1.0))
    punctuation: str = _setting("some", Choice("none", "some", "most", "all"))
    """Which signs are said by name; some: those with a meaning of their own, such as @ and %."""
    earcons: str = _setting("sound", Earcons())
    """Short sounds that mean something (hearsight earcons plays them), or a word for each."""
    earcon_volume: float = _setting(1.0, Amount(0.0, 1.0))
    device: str = _setting("", Text())
    """The loudspeaker, by its name or a part of it (hearsight doctor lists them); empty: the system's."""
    braille: str = _setting("also", Choice("off", "also", "only"))
    """What is said is shown by the screen reader's braille display, too; only: it is not spoken."""
    braille_cells: int = _setting(40, Whole(8, 120))
    """The length of the display, which no screen reader tells."""
    say_back: bool = _setting(False, Flag())
    """Say every recognised question before its answer; one that may have been misheard always is."""


@dataclass(frozen=True, slots=True)
class Listening(Section):
    name: ClassVar[str] = "listening"

    recogniser: str = _setting("auto", Choice("auto", "faster-whisper", "openai-whisper"))
    model: str = _setting("auto", Pattern(r"[A-Za-z0-9][\w.\-]*", "auto or a model's name"))
    max_s: float = _setting(20.0, Amount(1.0, 120.0))
    """The longest question, in seconds."""
    device: str = _setting("", Text())
    """The microphone, by its name or a part of it; empty: the system's."""
    barge_in: str = _setting("off", Choice("off", "headphones", "loudspeaker"))
    """Whether a voice interrupts speech: with headphones any voice does, with a loudspeaker all but Hearsight's own."""
    hands_free: bool = _setting(False, Flag())
    """Keep the microphone open for the wake phrase."""
    wake_phrase: str = _setting("okay hearsight", WakePhrase())


@dataclass(frozen=True, slots=True)
class Describe(Section):
    name: ClassVar[str] = "describe"

    verbosity: str = _setting("normal", Choice("brief", "normal", "full"))
    language: str = _setting("auto", Choice("auto", *LANGUAGES))
    engine: str = _setting("auto", Choice("auto", "grounded", "vlm"))
    vlm_model: str = _setting("", Text())
    """A model's name or a folder; empty: whichever is installed."""
    ask_twice: bool = _setting(False, Flag())
    """The model describes each picture twice, and what it tells in one description alone, and nothing backs, is not
    said. It takes twice as long."""
    second_press: str = _setting("changes", Choice("changes", "again"))
    """What a second press on the same window tells: what has changed since the first, or everything once more."""
    second_press_s: float = _setting(60.0, Amount(1.0, 3600.0))
    """So long after the first look a press is a second one, in seconds."""


@dataclass(frozen=True, slots=True)
class ActingSettings(Section):
    name: ClassVar[str] = "acting"

    allowed: str = _setting("ask", Choice("ask", "focus", "never"))
    """What Hearsight may do on the screen: move the focus and open a link after a yes; move the focus at once; nothing.
    A link is never opened without a yes."""


@dataclass(frozen=True, slots=True)
class Hotkeys(Section):
    """Modifiers and a key's X11 name, lower case, joined by "+". Empty: no key for that action."""

    name: ClassVar[str] = "hotkeys"

    describe_window: str = _key("describe_window")
    describe_screen: str = _key("describe_screen")
    describe_focus: str = _key("describe_focus")
    describe_pointer: str = _key("describe_pointer")
    describe_clipboard: str = _key("describe_clipboard")
    read: str = _key("read")
    ask: str = _key("ask")
    repeat: str = _key("repeat")
    go_on: str = _key("go_on")
    next_sentence: str = _key("next_sentence")
    previous_sentence: str = _key("previous_sentence")
    whats_new: str = _key("whats_new")
    describe_camera: str = _key("describe_camera")
    camera: str = _key("camera")
    explore: str = _key("explore")
    watch: str = _key("watch")
    where_am_i: str = _key("where_am_i")
    remember: str = _key("remember")
    hands_free: str = _key("hands_free")
    hush: str = _key("hush")
    slower: str = _key("slower")
    faster: str = _key("faster")
    quieter: str = _key("quieter")
    louder: str = _key("louder")
    settings: str = _key("settings")
    history: str = _key("history")
    chat: str = _key("chat")
    private: str = _key("private")
    next_profile: str = _key("next_profile")
    welcome: str = _key("welcome")
    commands: str = _key("commands")
    letters: str = _setting("", Letters())
    """The letters of the command layer that are not the usual ones (`hearsight hotkeys list` says which those are)."""

    def __post_init__(self) -> None:
        Section.__post_init__(self)  # super() does not work in a slotted dataclass before Python 3.14
        owner: dict[frozenset[str], str] = {}
        for action, keys in self.bindings().items():
            chord = frozenset(keys.split("+"))
            if chord in owner:
                raise BadSetting(
                    f"hotkeys.{action} can't be {keys!r}: hotkeys.{owner[chord]} is that key already. "
                    "Choose another one, or leave one of them empty."
                )
            owner[chord] = action

    def bindings(self) -> dict[str, str]:
        """Action -> key, without the actions that have none."""
        named = (item.name for item in fields(self) if item.name != "letters")
        return {name: value for name in named if (value := getattr(self, name))}


@dataclass(frozen=True, slots=True)
class CameraSettings(Section):
    """For the keys, the menu and the voice; `--source` and `--density` are the commands' own."""

    name: ClassVar[str] = "camera"

    source: str = _setting("camera", Text())
    """As `--source` has it: camera, camera:NAME, the address of a stream, a video file."""
    density: str = _setting("normal", Choice("sparse", "normal", "dense"))
    allowed: bool = _setting(False, Flag())
    """The camera may be opened by a key. Set when the person has confirmed it once."""


@dataclass(frozen=True, slots=True)
class PhotoSettings(Section):
    name: ClassVar[str] = "photos"

    place: bool = _setting(False, Flag())
    """Tell where a photograph was taken, roughly, if its file says so. Nothing is looked up."""


@dataclass(frozen=True, slots=True)
class HistorySettings(Section):
    name: ClassVar[str] = "history"

    keep: str = _setting("text", Keeps())
    """Pictures are sealed, with a key in the system's key store."""
    days: int = _setting(30, Whole(1, 3650))
    pictures_mb: int = _setting(200, Whole(1, 100_000))
    """All pictures together; then the oldest go."""
    private: bool = _setting(False, Flag())
    """Keep nothing of what is looked at and asked, neither on the disk nor to compare with later."""


@dataclass(frozen=True, slots=True)
class LooksSettings(Section):
    """Of the windows."""

    name: ClassVar[str] = "looks"

    theme: str = _setting("system", Choice("system", "light", "dark", "high-contrast"))
    scale: float = _setting(1.0, Amount(1.0, 3.0))
    """How many times as large as usual letters are."""


@dataclass(frozen=True, slots=True)
class HostSettings(Section):
    name: ClassVar[str] = "host"

    idle_exit_s: float = _setting(600.0, Amount(0.0, 86_400.0))
    """The model process leaves after this many idle seconds; 0: it stays."""
    device: str = _setting("auto", Pattern(r"auto|cpu|mps|(cuda|xpu)(:\d{1,2})?", "auto, cpu, cuda, cuda:1, mps, xpu"))


@dataclass(frozen=True, slots=True)
class EndpointSettings(Section):
    """A model server (OpenAI-compatible) that pictures are shown to. Off while `url` is empty."""

    name: ClassVar[str] = "endpoint"

    url: str = _setting("", Url())
    model: str = _setting("", Text())
    """As the server calls it; empty: the only one it has."""
    network_host: str = _setting("", Pattern(r"[A-Za-z0-9.:\-\[\]]{0,253}", "a computer's name or address, or empty"))
    """The one other computer, of your own network, that pictures may be sent to."""
    key: str = _setting("", KeyPlace())
    """Where the server's key is; never the key itself."""
    timeout_s: float = _setting(60.0, Amount(1.0, 110.0))
    """The longest silence of the server, in seconds."""

    def __post_init__(self) -> None:
        Section.__post_init__(self)
        if self.url and (trouble := endpoint_trouble(self.url, self.network_host)):
            raise BadSetting(trouble)


@dataclass(frozen=True, slots=True)
class ModelSettings(Section):
    name: ClassVar[str] = "models"

    offline: bool = _setting(False, Flag())
    """Fetch no model from any network; folders and the hub's cache on this computer still serve."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All of them. `Settings()` has the defaults."""

    speech: Speech = field(default_factory=Speech)
    listening: Listening = field(default_factory=Listening)
    describe: Describe = field(default_factory=Describe)
    acting: ActingSettings = field(default_factory=ActingSettings)
    hotkeys: Hotkeys = field(default_factory=Hotkeys)
    camera: CameraSettings = field(default_factory=CameraSettings)
    photos: PhotoSettings = field(default_factory=PhotoSettings)
    history: HistorySettings = field(default_factory=HistorySettings)
    looks: LooksSettings = field(default_factory=LooksSettings)
    host: HostSettings = field(default_factory=HostSettings)
    endpoint: EndpointSettings = field(default_factory=EndpointSettings)
    models: ModelSettings = field(default_factory=ModelSettings)
    programs: tuple[Program, ...] = ()
    """What holds for single programs, by their names."""
    profile: str = ""
    """The one that is laid over the others; its values are among those above."""

    def program(self, app: str) -> Program | None:
        """What holds for the program that a window says it belongs to ("KeePassXC")."""
        return next((one for one in self.programs if one.means(app)), None)


SECTIONS: dict[str, type[Section]] = {
    kind.name: kind
    for kind in (
        Speech,
        Listening,
        Describe,
        ActingSettings,
        Hotkeys,
        CameraSettings,
        PhotoSettings,
        HistorySettings,
        LooksSettings,
        HostSettings,
        EndpointSettings,
        ModelSettings,
    )
}

# -- one value ------------------------------------------------------------------------------------------------------


def known_keys() -> tuple[str, ...]:
    """Every key, "speech.rate_wpm" and so on, in the order of the file."""
    return tuple(f"{name}.{item.name}" for name, kind in SECTIONS.items() for item in _fields(kind))


def allowed(key: str) -> str:
    """What `key` allows, in words: "80 to 900". Raises `errors.BadSetting` for an unknown key."""
    return _rule(_field(key)).allowed


def get(settings: Settings, key: str) -> Any:
    """The value of "speech.rate_wpm". Raises `errors.BadSetting` for an unknown key."""
    _field(key)
    section, name = key.split(".")
    return getattr(getattr(settings, section), name)


def changed(settings: Settings, key: str, value: object) -> Settings:
    """Settings with one value changed; a string is read as the type of the field ("300", "off", "0.5").

    Raises `errors.BadSetting` for an unknown key and for a value that is not allowed.
    """
    value = parsed(key, value)
    section, name = key.split(".")
    old = getattr(settings, section)
    return replace(settings, **{section: replace(old, **{name: value})})


def _fields(kind: type[Section]) -> tuple[Field[Any], ...]:
    return fields(kind)  # type: ignore[arg-type]  # every section is a dataclass


def rule_of(key: str) -> Rule:
    """Raises `errors.BadSetting` for an unknown key."""
    return _rule(_field(key))


def _rule(item: Field[Any]) -> Rule:
    rule: Rule = item.metadata["rule"]
    return rule


def _field(key: str) -> Field[Any]:
    section, _, name = key.partition(".")
    for item in _fields(SECTIONS[section]) if section in SECTIONS else ():
        if item.name == name:
            return item
    raise unknown(key)


def checked(key: str, value: object) -> object:
    """The value as it is kept. Raises `errors.BadSetting` for an unknown key and for a value that is not allowed."""
    return _checked(key, _field(key), value)


def parsed(key: str, value: object) -> object:
    """The same, but a string is read as the type of the setting ("300", "off", "0.5")."""
    item = _field(key)
    if isinstance(value, str):
        try:
            value = _rule(item).parse(value)
        except ValueError:
            raise _not_allowed(key, item, value) from None
    return _checked(key, item, value)


def _checked(key: str, item: Field[Any], value: object) -> object:
    try:
        return _rule(item).check(value)
    except ValueError:
        raise _not_allowed(key, item, value) from None


def _not_allowed(key: str, item: Field[Any], value: object) -> BadSetting:
    shown = "that" if _rule(item).secret else repr(value)
    if len(shown) > 60:
        shown = shown[:57] + "..."
    return BadSetting(f"{key} can't be {shown}: it must be {_rule(item).allowed}.")


def unknown(key: str) -> BadSetting:
    known = known_keys()
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
    if not near:  # "rate" alone, or the right name in the wrong section
        last = key.rpartition(".")[2]
        names = {name.partition(".")[2]: name for name in known}
        near = [names[found] for found in difflib.get_close_matches(last, names, n=1, cutoff=0.5)]
    hint = f"Did you mean {near[0]}?" if near else "See: hearsight settings"
    return BadSetting(f"There is no setting {key!r}. {hint}")


# -- the file -------------------------------------------------------------------------------------------------------


def load(path: Path | None = None) -> Settings:
    """The settings in effect by the file (`config_dir()/settings.toml`), its profile laid over them; the defaults where
    it says nothing or is not there.

    Raises `errors.BadSetting` for a broken file (the line is named), an unknown key or a value not allowed.
    """
    from assistant.settings_toml import read

    kept = read(path or config_dir() / FILE_NAME)
    if kept.troubles:
        raise BadSetting(kept.troubles[0])
    return kept.settings


def save(settings: Settings, path: Path | None = None) -> Path:
    """Make the file say these, as `settings_edit.write` does: what it says already stays as it is written there.

    Raises `errors.BadSetting` if the file there is broken: what a person wrote by hand is never thrown away
    silently. Raises `errors.CantKeep` if it can't be written; the old file is then as it was.
    """
    from assistant.settings_edit import write

    return write(settings, path or config_dir() / FILE_NAME)
