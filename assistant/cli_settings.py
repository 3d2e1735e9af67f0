"""`hearsight settings`: show and change what can be set."""

from __future__ import annotations

import rich_click as click


@click.command()
@click.argument("key", required=False)
@click.argument("value", required=False)
@click.option("--path", "show_path", is_flag=True, help="Only say where the file lies.")
def settings(key: str | None, value: str | None, show_path: bool) -> None:
    """Show all settings, one, or change one.

    [b]Examples[/b]

      hearsight settings speech.rate_wpm 300

      hearsight settings hotkeys.ask ctrl+alt+q
    """
    from assistant import settings as store
    from assistant.folders import config_dir

    if show_path:
        click.echo(config_dir() / store.FILE_NAME)
        return
    current = store.load()
    if key is None:
        for name in store.known_keys():
            click.echo(f"{name} = {store.get(current, name)}")
    elif value is None:
        click.echo(store.get(current, key))
    else:
        changed = store.changed(current, key, value)
        if key.startswith("hotkeys."):
            from ui.chords import parse_chord

            if store.get(changed, key):
                parse_chord(store.get(changed, key))  # raises for a key that no keyboard has
        store.save(changed)
        click.echo(f"{key} = {store.get(changed, key)}")
        _tell_if_later(key)


def _tell_if_later(key: str) -> None:
    from assistant.folders import runtime_dir
    from assistant.remote import status as ask_status
    from assistant.settings_file import at_next_start

    if at_next_start(key) and ask_status(runtime_dir()) is not None:
        click.echo("The running Hearsight uses it from its next start on.", err=True)
