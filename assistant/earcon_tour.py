"""`hearsight earcons`: each sound with its name and what it means, so that they can be learned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.errors import Usage

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.ports import Earcon, Mouth

MEANINGS: dict[str, dict[Earcon, str]] = {
    "en": {
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
    "zh": {
        "looked": "已拍下画面。",
        "thinking": "还在处理，会重复，直到开始说话。",
        "listening": "请说话。",
        "received": "麦克风已关闭。",
        "answered": "说完了，或者命令已执行。",
        "refused": "没有可描述的内容，或者没有答案。",
        "failed": "出错了。",
        "aimed": "相机已对准，请别动。",
        "open": "麦克风一直开着，会重复。",
    },
}
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
    known = list(MEANINGS["en"])
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
