"""What the commands that look at a moving picture share: narrate, find, shoot, teach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.cli_errors import check_language

if TYPE_CHECKING:
    from assistant.carry import Command, Kind


def live_command(
    kind: Kind, source: str, seconds: float | None, language: str | None, *, silent: bool, as_json: bool, **more: Any
) -> Command:
    """`more`: fields of `Command`. Raises `errors.Usage` for a source that is none; nothing is opened yet."""
    from assistant.capture.choose import live_source_from, spelled_out
    from assistant.carry import Command

    check_language(language)
    live_source_from(source)
    return Command(
        kind=kind,
        source=spelled_out(source),
        seconds=seconds or 0.0,
        language=language,
        speak=not silent,
        as_lines=as_json,
        **more,
    )
