"""What may be set for one program: whether it is looked at, how much is said of it, and by which engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from assistant.errors import BadSetting
from assistant.setting_rules import Choice, Flag, NotAllowed, Rule

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "never_look": Flag(),
        "verbosity": Choice("brief", "normal", "full"),
        "engine": Choice("auto", "grounded", "vlm"),
    }
)


@dataclass(frozen=True, slots=True)
class Program:
    """The settings of one program. `name` as its windows give it (WM_CLASS on X11), in whatever case."""

    name: str
    never_look: bool = False
    """Nothing of it is captured, by whichever way."""
    verbosity: str = ""
    """Empty: as everywhere."""
    engine: str = ""

    def means(self, app: str) -> bool:
        return same_program(self.name, app)


def same_program(name: str, app: str) -> bool:
    """Whether the program of the settings is the one of a window: "keepassxc" is also "org.keepassxc.KeePassXC",
    and the other way round."""
    name, app = name.casefold().strip(), app.casefold().strip()
    short, short_app = name.rpartition(".")[2], app.rpartition(".")[2]
    return bool(name and app) and (app in (name, short) or short_app == name)


def rule_of(key: str) -> Rule:
    """Raises `errors.BadSetting`."""
    if key not in RULES:
        raise BadSetting(f"A program has no setting {key!r}. It has: {', '.join(RULES)}.")
    return RULES[key]


def checked(program: str, key: str, value: object) -> object:
    """The value as it is kept; a string is read as the type of the key. Raises `errors.BadSetting`."""
    rule = rule_of(key)
    try:
        return rule.check(rule.parse(value) if isinstance(value, str) else value)
    except (NotAllowed, ValueError):
        raise BadSetting(f"{program}: {key} can't be {value!r}: it must be {rule.allowed}.") from None


def program_of(name: str, values: Mapping[str, object], troubles: list[str]) -> Program:
    """What is wrong is added to the troubles. A `never_look` that can't be read is a yes: a program that somebody
    wanted to hide is not shown because of a typing mistake."""
    good: dict[str, object] = {}
    for key, value in values.items():
        try:
            good[key] = checked(name, key, value)
        except BadSetting as error:
            troubles.append(error.spoken)
            if "never" in key.casefold():
                good["never_look"] = True
    return Program(name, **good)  # type: ignore[arg-type]  # each was checked by its rule
