"""`hearsight eval`: how well it sees and answers, on screens and pictures of which the truth is known."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from assistant.cli_eval_sets import captions, vqa
from assistant.cli_progress import check_out, progress, write_whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.cancel import Token
    from models.evaluation.examine import Result
    from models.evaluation.facts import Facts
    from models.evaluation.report import Row


@click.group("eval")
def evaluate() -> None:
    """Measure how well Hearsight sees and answers."""


evaluate.add_command(captions)
evaluate.add_command(vqa)


@evaluate.command("screens")
@click.argument("folder", metavar="DIR")
@click.option("--only", multiple=True, metavar="NAME", help="Screens with this in their name; may be repeated.")
@click.option("--engine", type=click.Choice(["grounded", "auto", "vlm"]), default="grounded", show_default=True)
@click.option("--with-tree/--without-tree", default=False, help="Let programs tell of themselves (default: pixels).")
@click.option("--questions", metavar="DIR", help="Ask what NAME.json in this folder asks of the screen NAME.")
@click.option("--misses", is_flag=True, help="List all that went wrong.")
@click.option("--said", is_flag=True, help="Show the descriptions.")
@click.option("--out", metavar="FILE", help="Write the table there: .csv or .md.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout and nothing else.")
def screens(
    folder: str,
    only: tuple[str, ...],
    engine: str,
    with_tree: bool,
    questions: str | None,
    misses: bool,
    said: bool,
    out: str | None,
    as_json: bool,
) -> None:
    """Look at every screen of a set with facts, and print what was right.

    A set is a folder with one folder a screen: screen.png and facts.json (docs/evaluation.md).

    [b]Examples[/b]

      hearsight eval screens build/screens --misses

      hearsight eval screens build/screens --with-tree --out table.csv
    """
    from assistant.errors import NoSuchFile
    from models.evaluation import report
    from models.evaluation.facts import find, load

    check_out(out, ".csv", ".md")
    asked = Path(questions) if questions is not None else None
    if asked is not None and not asked.is_dir():
        raise NoSuchFile(f"There is no folder {asked}.")
    all_facts = [load(path, asked) for path in find(Path(folder), only)]
    results = _examined(all_facts, engine=engine, with_tree=with_tree)
    found = report.rows(results)
    if out is not None:
        write_whole(Path(out), report.as_csv(found) if Path(out).suffix == ".csv" else report.markdown(found))
    if as_json:
        click.echo(json.dumps(report.as_json(results, found), ensure_ascii=False))
    else:
        _print(results, found, misses=misses, said=said)
    if any(result.failed for result in results):
        click.echo("Some screens failed. The log says more: hearsight doctor shows where it lies.", err=True)
        sys.exit(1)


def _examined(all_facts: Sequence[Facts], *, engine: str, with_tree: bool) -> list[Result]:
    from assistant.cancel import Cancelled, Token
    from assistant.ctrl_c import CtrlCHushes
    from assistant.errors import STOPPED
    from assistant.logfile import log_to_file
    from assistant.settings import load as load_settings
    from assistant.wiring.examining import examiner, where_pictures_go

    log_to_file()
    token, settings = Token(), load_settings()
    if note := where_pictures_go(settings, engine=engine):
        click.echo(note, err=True)
    with examiner(settings, engine=engine, with_tree=with_tree) as examining, CtrlCHushes(token):
        try:
            with progress(len(all_facts), "screens") as tell:
                return [_one(examining.examine, facts, tell, token) for facts in all_facts]
        except Cancelled:
            click.echo("Stopped.", err=True)
            sys.exit(STOPPED)


def _one(examine: Callable[[Facts, Token], Result], facts: Facts, tell: Callable[[str], None], token: Token) -> Result:
    result = examine(facts, token)
    tell(facts.name)
    return result


def _print(results: Sequence[Result], found: Sequence[Row], *, misses: bool, said: bool) -> None:
    from models.evaluation import report

    for result in results if misses or said else ():
        click.echo(f"\n{result.facts.name}")
        for verbosity, text in result.said.items() if said else ():
            click.echo(f"  {verbosity} ({result.words[verbosity]} words): {text}")
        for miss in report.misses(result) if misses else ():
            click.echo(f"  {miss}")
    click.echo(report.markdown(found), nl=False)
    click.echo(f"\n{report.in_words(results)}")
