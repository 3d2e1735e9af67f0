"""`hearsight settings profile` and `hearsight settings program`."""

from __future__ import annotations

import rich_click as click


@click.group()
def profile() -> None:
    """Sets of changes that are laid over the settings: home, work, meeting, and your own.

    [b]Examples[/b]

      hearsight settings profile use meeting

      hearsight settings profile save travel speech.volume=0.6 describe.verbosity=brief

      hearsight settings profile use none
    """


@profile.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout and nothing else.")
def profile_list(as_json: bool) -> None:
    """Show the profiles, what they change, and which is in use."""
    from assistant.settings_edit import file_of
    from assistant.settings_toml import read

    kept = read(file_of())
    used = kept.settings.profile
    if as_json:
        import json

        profiles = {name: dict(one) for name, one in kept.profiles.items()}
        click.echo(json.dumps({"used": used or None, "profiles": profiles}, ensure_ascii=False))
        return
    for name, values in kept.profiles.items():
        changes = ", ".join(f"{key}={value}" for key, value in values.items())
        click.echo(f"{name}{' (in use)' if name == used else ''}: {changes or 'changes nothing'}")
    if not used:
        click.echo("None is in use.")


@profile.command("use")
@click.argument("name")
def profile_use(name: str) -> None:
    """Use a profile from now on; none: no profile. A running Hearsight says it."""
    from assistant.settings_edit import use_profile

    used = use_profile("" if name == "none" else name).settings.profile
    click.echo(f"Profile: {used}." if used else "No profile is in use.")


@profile.command("save")
@click.argument("name")
@click.argument("values", nargs=-1, metavar="[KEY=VALUE]...")
def profile_save(name: str, values: tuple[str, ...]) -> None:
    """Keep changes under a name. Without any: all settings that are not the default now.

    [b]Example[/b]

      hearsight settings profile save travel speech.volume=0.6 describe.verbosity=brief
    """
    from assistant import profile_rules
    from assistant import settings as store
    from assistant.settings_edit import not_default, save_profile

    changes: dict[str, object] = {}
    for one in values:
        key, sign, value = one.partition("=")
        if not sign:
            raise click.UsageError(f"{one!r} is no KEY=VALUE, such as speech.volume=0.6.")
        changes[key] = store.parsed(key, value)
    if not values:
        changes = not_default(store.load())
    kept = save_profile(name, changes)
    name = profile_rules.checked_name(name)
    click.echo(
        f"{name}: {', '.join(f'{key}={value}' for key, value in kept.profiles[name].items()) or 'changes nothing'}"
    )


@profile.command("remove")
@click.argument("name")
def profile_remove(name: str) -> None:
    """Delete a profile of yours; home, work and meeting are then as they came. It can be undone."""
    from assistant.settings_edit import remove_profile

    remove_profile(name)
    click.echo(f"The profile {name} is removed. To take that back: hearsight settings undo")


@click.command()
@click.argument("name", required=False)
@click.argument("key", required=False)
@click.argument("value", required=False)
@click.option("--forget", is_flag=True, help="Nothing special holds for that program any more.")
def program(name: str | None, key: str | None, value: str | None, forget: bool) -> None:
    """Settings for one program: never_look, verbosity, engine. Without a name: all of them, and what runs now.

    NAME is how the program calls its windows, in whatever case. With never_look nothing of it is looked at, whichever
    way: no key, no watching, no narration, no question.

    [b]Examples[/b]

      hearsight settings program keepassxc never_look on

      hearsight settings program firefox verbosity brief

      hearsight settings program firefox --forget
    """
    from assistant import settings_edit

    if name is None:
        _show_programs()
    elif forget:
        if key is not None:
            raise click.UsageError("Name a setting or --forget, not both.")
        settings_edit.forget_program(name)
        click.echo(f"Nothing special holds for {name} any more.")
    elif key is None:
        _show_program(name)
    else:
        from assistant.program_rules import checked

        given = None if value is None else checked(name, key, value)
        if value is None:
            _show_program(name, key)
            return
        settings_edit.set_program(name, key, given)
        click.echo(f"{name}: {key} = {given}")
        if key == "never_look" and given:
            _tell_if_unknown(name)


def _tell_if_unknown(name: str) -> None:
    """A name that no window has hides nothing: that is better known at once."""
    from assistant.errors import DeviceMissing
    from assistant.program_rules import same_program

    try:
        from assistant.capture.desktop import desktop

        shown = sorted({pane.app for pane in desktop().panes() or () if pane.app})
    except DeviceMissing:
        return
    if shown and not any(same_program(name, one) for one in shown):
        click.echo(f"No window that is shown now has that name. There are: {', '.join(shown)}", err=True)


def _show_programs() -> None:
    from assistant.errors import DeviceMissing
    from assistant.settings import load

    for one in load().programs:
        told = [f"{key} = {value}" for key, value in _values(one).items() if value]
        click.echo(f"{one.name}: {', '.join(told) or 'as everywhere'}")
    try:
        from assistant.capture.desktop import desktop

        running = sorted({window.app for window in desktop().windows() if window.app})
    except DeviceMissing:
        running = []
    if running:
        click.echo(f"Programs with windows now: {', '.join(running)}")


def _show_program(name: str, key: str | None = None) -> None:
    from assistant import program_rules
    from assistant.settings import load

    found = _values(load().program(name) or program_rules.Program(name))
    if key is not None:
        program_rules.checked(name, key, found.get(key) or ("off" if key == "never_look" else "auto"))
    for one, value in found.items():
        if key in (None, one):
            click.echo(f"{one} = {value or 'as everywhere'}" if one != "never_look" else f"{one} = {value}")


def _values(one: object) -> dict[str, object]:
    from assistant.program_rules import RULES

    return {key: getattr(one, key) for key in RULES}
