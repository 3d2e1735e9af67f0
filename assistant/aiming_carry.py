"""Carries out `hearsight find` and `hearsight shoot`, here or in the running app, and words the reply."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.aiming_aloud import Aim
from assistant.carry import Command, Reply
from assistant.live_carry import reply_to

if TYPE_CHECKING:
    from assistant.aiming import Aiming, Update
    from assistant.aiming_aloud import Aimings
    from assistant.cancel import Token


def carry_aim(
    aimings: Aimings, command: Command, *, on_text: Callable[[str], None] = lambda _: None, token: Token
) -> Reply:
    """Guide to the end. Blocks; `token` ends it early. `on_text` hears what is said; with `command.as_lines` each beat
    as a JSON object, and last how it ended."""
    kept: list[str] = []

    def tell(update: Update, said: tuple[str, ...]) -> None:
        if update.kept:
            kept.append(update.kept)
        if command.as_lines:
            on_text(_line(update, said))
        else:
            for text in said:
                on_text(text)

    aim = Aim(command.question, command.shoot, Path(command.out) if command.out else None)

    def look() -> Aiming:
        return aimings.carry_out(
            aim,
            command.source or "camera",
            seconds=command.seconds or None,
            language=command.language,
            speak=command.speak,
            on_update=tell,
            token=token,
        )

    return reply_to(command, look, lambda run: {**run.counts, "kept": kept}, on_text=on_text, token=token)


def _line(update: Update, said: tuple[str, ...]) -> str:
    line: dict[str, Any] = {
        "at_s": round(update.at_s, 3),
        "seen": update.seen,
        "height": round(update.height, 3),
        "side": round(update.side, 3),
        "box": update.box.as_list() if update.box is not None else None,
        "confidence": None if update.confidence is None else round(update.confidence, 3),
        "said": list(said),
        **({"kept": update.kept} if update.kept else {}),
        **update.extra,
    }
    return json.dumps(line, ensure_ascii=False)
