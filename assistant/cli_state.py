"""`hearsight doctor` and `hearsight status`: what works here, and whether the tray app runs."""

from __future__ import annotations

import json
import sys

import rich_click as click


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout and nothing else.")
def doctor(as_json: bool) -> None:
    """What works on this computer, what does not, and what to do about it."""
    from assistant.doctor import examine, print_report

    findings = examine()
    if as_json:
        click.echo(json.dumps({"checks": [finding.as_json() for finding in findings]}, ensure_ascii=False))
    else:
        print_report(findings)
    sys.exit(max((finding.exit_code for finding in findings), default=0))


@click.command()
@click.option(
    "--wait", "wait_s", type=click.FloatRange(0), default=0, metavar="SECONDS", help="Wait until it is ready."
)
def status(wait_s: float) -> None:
    """Whether the tray app runs and has its models at hand; exit code 4 if it doesn't run."""
    import time

    from assistant.folders import runtime_dir
    from assistant.remote import status as ask_status

    end = time.monotonic() + wait_s
    found = ask_status(runtime_dir())
    while (found is None or not found.ready) and time.monotonic() < end:
        time.sleep(0.1)
        found = ask_status(runtime_dir())
    if found is None:
        click.echo("Hearsight does not run. Start it with: hearsight", err=True)
        sys.exit(4)
    click.echo("Hearsight runs and is ready." if found.ready else "Hearsight runs and is still loading its models.")
