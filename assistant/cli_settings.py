"""`hearsight settings`: show, find and change what can be set."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rich_click as click

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.settings import Settings
    from assistant.settings_journal import Change
    from assistant.settings_toml import Kept


class SettingsGroup(click.RichGroup):
    """`hearsight settings KEY` and `hearsight settings KEY VALUE` are short for get and set: keys have a dot, or are
    told to be no setting."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and not args[0].startswith("-") and args[0] not in self.list_commands(ctx):
            args = ["get" if len(args) == 1 else "set", *args]
        return super().parse_args(ctx, args)


@click.group(cls=SettingsGroup, invoke_without_command=True)
@click.option("--path", "show_path", is_flag=True, help="Only say where the file lies.")
@click.pass_context
def settings(context: click.Context, show_path: bool) -> None:
    """Show all settings, or change them. A running Hearsight follows at once.

    [b]Examples[/b]

      hearsight settings search voice

      hearsight settings speech.rate_wpm 300

      hearsight settings undo

      hearsight settings profile use meeting

      hearsight settings program keepassxc never_look on
    """
    if context.invoked_subcommand is not None:
        return
    if show_path:
        context.invoke(where)
    else:
        context.invoke(get)


@settings.command("path")
def where() -> None:
    """Say where the file lies. It is text, and made to be changed by hand, too."""
    from assistant.settings_edit import file_of

    click.echo(file_of())


@settings.command("open")
def open_it() -> None:
    """Open the window of the settings, in the running app."""
    import sys

    from assistant.chat_pictures import open_window

    sys.exit(open_window("settings"))


@settings.command()
@click.argument("key", required=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout and nothing else.")
def get(key: str | None = None, as_json: bool = False) -> None:
    """Show one setting, or all.

    [b]Examples[/b]

      hearsight settings get speech.rate_wpm

      hearsight settings get --json
    """
    from assistant import settings as store

    current = store.load()
    keys = store.known_keys() if key is None else (key,)
    if as_json:
        import json

        language = _language(current)
        found = {one: _told(current, one, language) for one in keys}
        click.echo(json.dumps(found if key is None else {"key": key, **found[key]}, ensure_ascii=False))
    elif key is not None:
        click.echo(store.get(current, key))
    else:
        for name in keys:
            click.echo(f"{name} = {store.get(current, name)}")


def _told(current: Settings, key: str, language: str) -> dict[str, object]:
    from assistant import setting_words
    from assistant import settings as store

    return {
        "value": store.get(current, key),
        "default": store.get(store.Settings(), key),
        "allowed": store.allowed(key),
        "label": setting_words.label(key, language),
        "explanation": setting_words.explanation(key, language),
    }


@settings.command("set", context_settings={"ignore_unknown_options": True})
@click.argument("key")
@click.argument("value")
def change(key: str, value: str) -> None:
    """Change one setting; comments and order of the file stay. In a profile that names it, it is changed there.

    [b]Examples[/b]

      hearsight settings set hotkeys.ask ctrl+alt+j

      hearsight settings set speech.volume 0.5
    """
    from assistant import settings as store
    from assistant.settings_edit import set_value

    if key.startswith("hotkeys.") and key in store.known_keys():
        from ui.chords import parse_chord

        if chord := store.parsed(key, value) if key != "hotkeys.letters" else "":
            parse_chord(str(chord))  # raises for a key that no keyboard has
    kept = set_value(key, value)
    click.echo(f"{key} = {store.get(kept.settings, key)}")
    _tell_if_later(key)


@settings.command()
@click.argument("key", required=False)
@click.option("--all", "everything", is_flag=True, help="Every setting. Profiles and programs stay.")
def reset(key: str | None, everything: bool) -> None:
    """Give one setting, or every one, its default again. `hearsight settings undo` takes it back.

    [b]Examples[/b]

      hearsight settings reset speech.rate_wpm

      hearsight settings reset --all
    """
    from assistant import settings as store
    from assistant.settings_edit import reset as reset_one
    from assistant.settings_edit import reset_all

    if (key is None) == (not everything):
        raise click.UsageError("Name one setting, or --all.")
    if key is None:
        reset_all()
        click.echo("Every setting has its default. To take that back: hearsight settings undo")
        return
    kept = reset_one(key)
    click.echo(f"{key} = {store.get(kept.settings, key)}")
    _tell_if_later(key)


@settings.command()
def undo() -> None:
    """Take the last change back, also one from before a restart; fifty are known."""
    _undo(again=False)


@settings.command()
def redo() -> None:
    """Make the change that was taken back last once more."""
    _undo(again=True)


def _undo(*, again: bool) -> None:
    from assistant.settings_edit import undo as take_back

    changes, kept = take_back(again=again)
    for line in said_of(changes, kept):
        click.echo(line)


def said_of(changes: Iterable[Change], kept: Kept) -> list[str]:
    """A line for each change, as it is now."""
    from assistant import settings as store

    lines = []
    for one in changes:
        key = ".".join(one.place)
        if len(one.place) == 2 and one.new is None and key in store.known_keys():
            lines.append(f"{key} = {store.get(kept.base, key)} (the default)")
        elif one.new != {} and one.old != {}:
            lines.append(f"{key} = {'(none)' if one.new is None else one.new}")
    return lines or ["Done."]


@settings.command()
@click.argument("words", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout and nothing else.")
def search(words: tuple[str, ...], as_json: bool) -> None:
    """Find settings by words of their names and explanations, in English, Chinese or German; without words: all.

    [b]Examples[/b]

      hearsight settings search how fast

      hearsight settings search 语速
    """
    from assistant import setting_words
    from assistant import settings as store

    current = store.load()
    language = _language(current)
    found = setting_words.search(" ".join(words))
    if as_json:
        import json

        click.echo(json.dumps({key: _told(current, key, language) for key in found}, ensure_ascii=False))
        return
    for key in found:
        click.echo(f"{key} = {store.get(current, key)}")
        click.echo(f"  {setting_words.explanation(key, language)} ({store.allowed(key)})")
    if not found:
        click.echo("No setting has these words. All of them: hearsight settings")


@settings.command()
def mend() -> None:
    """Make a broken file readable: it is kept aside, and the lines that can't be read become comments."""
    from assistant.settings_edit import file_of
    from assistant.settings_mend import read_or_mend

    kept = read_or_mend()
    for trouble in kept.troubles:
        click.echo(trouble)
    if not kept.troubles:
        click.echo(f"Nothing is wrong with {file_of()}.")


@settings.command()
def edit() -> None:
    """Open the file in $VISUAL or $EDITOR, and check it afterwards: what is wrong can be mended, or taken back."""
    from assistant import settings_edit
    from assistant.errors import BadSetting
    from assistant.settings_toml import read

    path = settings_edit.file_of()
    before = settings_edit.begin_by_hand(path)
    while True:
        _open_editor(str(path))
        try:
            troubles = list(read(path).troubles)
        except BadSetting as error:
            troubles = [error.spoken]
        for trouble in troubles:
            click.echo(trouble, err=True)
        if not troubles:
            settings_edit.note_edited(before, path)
            return
        answer = click.prompt("Edit again, go back to how it was, or keep it so?", default="edit",
                              type=click.Choice(["edit", "back", "keep"]))  # fmt: skip
        if answer == "back":
            settings_edit.put_back(before, path)
            click.echo("The settings are as they were.")
        if answer != "edit":
            return


def _open_editor(path: str) -> None:
    """Raises `errors.Usage` when it can't be started or ends with an error."""
    import os
    import shlex
    import shutil
    import subprocess

    from assistant.errors import Usage

    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    line = shlex.split(named) or [next((one for one in ("nano", "vi") if shutil.which(one)), "")]
    if not line[0] or shutil.which(line[0]) is None:
        raise Usage("I can't start the editor. Name one: EDITOR=nano hearsight settings edit")
    if subprocess.run([*line, path], check=False).returncode != 0:
        raise Usage("The editor ended with an error. Name another one: EDITOR=nano hearsight settings edit")


def _language(current: Settings) -> str:
    from assistant.wiring.habits import language_of

    return language_of(current)


def _tell_if_later(key: str) -> None:
    from assistant.folders import runtime_dir
    from assistant.remote import status as ask_status
    from assistant.settings_file import at_next_start

    if at_next_start(key) and ask_status(runtime_dir()) is not None:
        click.echo("The running Hearsight uses it from its next start on.", err=True)


from assistant.cli_settings_sets import profile, program  # noqa: E402 - they are put into the group above

settings.add_command(profile)
settings.add_command(program)
