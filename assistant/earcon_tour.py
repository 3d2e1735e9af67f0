"""`hearsight earcons`: each sound with its name and what it means, so that they can be learned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.errors import Usage
from assistant.languages import LANGUAGES
from assistant.languages import language as language_named

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.ports import Earcon, Mouth

MEANINGS = {tag: language_named(tag).earcon_meanings for tag in LANGUAGES}
SAID_S, SOUND_S, PAUSE_S = 30.0, 1.0, 0.4
"""The longest wait for a sentence and for a sound; the silence between a name and its sound."""


def tour(names: tuple[str, ...]) -> int:
    """Exit status. Raises `errors.Usage` for an unknown name, `errors.NoSound` without a loudspeaker."""
    import time

    from assistant.settings import load
    from assistant.wiring.habits import language_of
    from assistant.wiring.speech import lone_mouth

    settings = load()
    wanted = chosen(names)
    with lone_mouth(settings) as speaker:
        play(wanted, language_of(settings), speaker, lambda: time.sleep(PAUSE_S), speaker.drained)
    return 0


def chosen(names: tuple[str, ...]) -> list[Earcon]:
    """All in the order of a turn, or those named. Raises `errors.Usage`."""
    known: list[Earcon] = list(MEANINGS["en"])  # type: ignore[arg-type]  # a test holds the keys to the port
    for name in names:
        if name not in known:
            raise Usage(f"No sound is called {name!r}. There are: {', '.join(known)}.")
    return [name for name in known if not names or name in names]


def play(
    names: list[Earcon], language: str, mouth: Mouth, pause: Callable[[], None], drained: Callable[[float], bool]
) -> None:
    """Say what each means (and print it), then let it be heard."""
    meanings = MEANINGS.get(language, MEANINGS["en"])
    for name in names:
        print(meanings[name], flush=True)
        mouth.say(meanings[name], language=language)
        mouth.wait_idle(SAID_S)
        pause()
        mouth.earcon(name)
        drained(SOUND_S)
        pause()
