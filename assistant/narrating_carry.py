"""Carries out `hearsight narrate`, here or in the running app, and words the reply."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.carry import Command, Reply, evidence_json
from assistant.live_carry import reply_to

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.narrating import Narration, Told
    from assistant.narrating_aloud import Narrations


def carry_narrate(
    narrations: Narrations, command: Command, *, on_text: Callable[[str], None] = lambda _: None, token: Token
) -> Reply:
    """Narrate to the end. Blocks; `token` ends it early. `on_text` hears each sentence; with `command.as_lines` each as
    a JSON object, and last how it ended."""

    def tell(told: Told) -> None:
        on_text(_line(told) if command.as_lines else told.text)

    def look() -> Narration:
        return narrations.carry_out(
            command.source or "camera",
            seconds=command.seconds or None,
            density=command.density,
            language=command.language,
            speak=command.speak,
            on_told=tell,
            token=token,
        )

    return reply_to(command, look, lambda run: {"sentences": len(run.said), **run.effort}, on_text=on_text, token=token)


def _line(told: Told) -> str:
    return json.dumps(
        {
            "text": told.text,
            "kind": told.kind,
            "at_s": told.at_s,
            "frame_s": told.frame_s,
            "said_s": told.said_s,
            "urgent": told.urgent,
            "evidence": [evidence_json(item) for item in told.evidence],
        },
        ensure_ascii=False,
    )
