"""The one sentence on stderr for what went wrong, in the person's language."""

from __future__ import annotations

import sys

import rich_click as click


def say_error(sentence: str, language: str | None = None) -> None:
    """`language`: the command's own, if it has one; else that of --lang or the settings."""
    from assistant.error_words import told

    line = told(sentence, language or _language(sys.argv[1:]))
    # a file or a server may have a name that would drive the terminal
    click.echo("".join(one if one.isprintable() or one in "\n\t" else " " for one in line), err=True)


def check_language(language: str | None) -> None:
    """Raises `click.BadParameter` for a --lang that Hearsight does not speak."""
    from assistant.languages import LANGUAGES

    if language not in (None, *LANGUAGES):
        raise click.BadParameter(f"{language!r} is not one of {', '.join(LANGUAGES)}.", param_hint="--lang")


def _language(arguments: list[str]) -> str:
    """Of the command line, which may not have been understood, then of the settings, then of the system."""
    from assistant.settings import Settings, load
    from assistant.wiring.habits import language_of

    its_own = arguments[:1] != ["transcribe"]  # there --lang is the language of the recording
    for at, one in enumerate(arguments if its_own else ()):
        if one.startswith("--lang="):
            return one.partition("=")[2]
        if one == "--lang" and at + 1 < len(arguments):
            return arguments[at + 1]
    try:
        return language_of(load())
    except Exception:  # noqa: BLE001 - a sentence about a crash must come, whatever is wrong with the settings
        return language_of(Settings())
