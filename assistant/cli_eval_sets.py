"""`hearsight eval captions` and `hearsight eval vqa`: on sets of pictures with what people wrote of them."""

from __future__ import annotations

import json
import math
import sys
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from assistant.cli_progress import check_out, progress, write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from assistant.types import Verbosity
    from models.evaluation.captions.datasets import Set
    from models.evaluation.captions.files import Pictures
    from models.evaluation.captions.look import Said
    from models.evaluation.captions.report import Report, Tools

LISTED = 10
"""So many bad rows are listed on the terminal; all of them are in the JSON."""


def _of_sets(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that both commands have."""
    options = [
        click.argument("folder", metavar="DIR"),
        click.option("--split", default="", metavar="WORD", help="Of several sets, the one with this in its name."),
        click.option("--pictures", metavar="DIR", help="Where the pictures are, if not in the set's folder."),
        click.option("--engine", type=click.Choice(["grounded", "auto", "vlm"]), help="Who looks."),
        click.option("--model", metavar="NAME|DIR|URL", help="A model: installed, a folder, a .gguf file, a server."),
        click.option("--raw", is_flag=True, help="What the model says, unchecked: for figures beside published ones."),
        click.option("--limit", type=click.IntRange(min=1), metavar="N", help="The first N rows only."),
        click.option(
            "--bad-share", type=click.FloatRange(0, 1), default=0.01, show_default=True,
            help="The share of rows that may be left out because they can't be used.",
        ),
        click.option("--answers", metavar="FILE", help="Keep what is said there, and go on from it (.jsonl)."),
        click.option("--results", metavar="FILE", help="Look at nothing: these results, in the set's own format."),
        click.option("--out", metavar="FILE", help="Write the figures there: .md, .csv or .json."),
        click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout and nothing else."),
    ]  # fmt: skip
    for option in reversed(options):
        command = option(command)

    @wraps(command)
    def checked(**values: Any) -> None:
        check_out(values["out"], ".md", ".csv", ".json")
        if math.isnan(values["bad_share"]):
            raise click.BadParameter("It is between 0 and 1.", param_hint="--bad-share")
        if values["results"] is not None and (values["engine"] or values["model"] or values["answers"]):
            raise click.UsageError("--results looks at nothing: leave out --engine, --model and --answers.")
        if values["raw"] and (values["engine"] or ("vlm" if values["model"] else "grounded")) == "grounded":
            raise click.UsageError("--raw is for what a model says: name one with --model, or --engine vlm.")
        command(**values)

    return checked


@click.command("captions")
@_of_sets
@click.option("--verbosity", type=click.Choice(["brief", "normal", "full"]), default="brief", show_default=True)
@click.option("--tools", metavar="DIR", help="The folder of pycocoevalcap: its METEOR and SPICE (they need Java).")
@click.option("--wordnet", metavar="PATH", help="The dict folder of WordNet 3, for METEOR's synonyms without Java.")
@click.option("--objects", metavar="FILE", help="CHAIR's own list of words for objects (synonyms.txt).")
def captions(
    folder: str, verbosity: Verbosity, tools: str | None, wordnet: str | None, objects: str | None, **values: Any
) -> None:
    """What is said of each picture, against what people wrote: BLEU, METEOR, ROUGE-L, CIDEr, SPICE, CHAIR.

    DIR is a set on this computer in the layout of COCO-Captions (docs/evaluation.md). Nothing is fetched.

    [b]Examples[/b]

      hearsight eval captions coco --split val2014 --model vit-gpt2 --limit 500 --answers said.jsonl

      hearsight eval captions coco --split val2014 --results captions_val2014_fakecap_results.json
    """
    from models.evaluation.captions import datasets

    have = _tools(tools, wordnet, objects)
    found = datasets.captions(Path(folder), split=values["split"], pictures=_pictures(**values))
    _measured(found, have, verbosity=verbosity, **values)


@click.command("vqa")
@_of_sets
def vqa(folder: str, **values: Any) -> None:
    """What is answered to questions about pictures: VQA accuracy, yes or no (POPE), and what can't be answered.

    DIR is a set on this computer in the layout of VQAv2, VizWiz, TextVQA, ScreenQA, POPE or easy-VQA
    (docs/evaluation.md). Nothing is fetched.

    [b]Examples[/b]

      hearsight eval vqa easy_vqa --split test --engine grounded

      hearsight eval vqa VizWiz --split val --model smolvlm2-500m --limit 1000 --answers said.jsonl --out vizwiz.md
    """
    from models.evaluation.captions import datasets
    from models.evaluation.captions.objects import ours
    from models.evaluation.captions.report import Tools

    found = datasets.questions(Path(folder), split=values["split"], pictures=_pictures(**values))
    _measured(found, Tools(ours()), verbosity="normal", **values)


def _tools(jars: str | None, wordnet: str | None, objects: str | None) -> Tools:
    from models.evaluation.captions import java
    from models.evaluation.captions import wordnet as synonyms
    from models.evaluation.captions.files import text_of
    from models.evaluation.captions.objects import of_lines, ours
    from models.evaluation.captions.report import Tools

    kinds = ours() if objects is None else of_lines(text_of(Path(objects)).splitlines())
    at_hand = java.folder(Path(jars) if jars is not None else None)
    words = Path(wordnet) if wordnet is not None else at_hand / java.METEOR_JAR if at_hand is not None else None
    return Tools(kinds, synonyms.load(words) if words is not None else None, at_hand)


def _pictures(pictures: str | None, results: str | None, **_: Any) -> Path | Pictures | None:
    from assistant.errors import NoSuchFile
    from models.evaluation.captions.files import Unseen

    if pictures is not None and not Path(pictures).is_dir():
        raise NoSuchFile(f"There is no folder {pictures}.")
    if results is not None:
        return Unseen()
    return Path(pictures) if pictures is not None else None


def _measured(
    found: Set,
    have: Tools,
    *,
    verbosity: Verbosity,
    limit: int | None,
    bad_share: float,
    engine: str | None,
    model: str | None,
    raw: bool,
    answers: str | None,
    results: str | None,
    out: str | None,
    as_json: bool,
    **_: Any,
) -> None:
    from models.evaluation.captions import datasets, kept, report
    from models.evaluation.captions.run import limited

    found = limited(datasets.checked(found, bad_share), limit)
    engine = engine or ("vlm" if model is not None else "grounded")
    run = {"set": found.kind, "file": found.name, "engine": engine, "model": "", "verbosity": verbosity}
    run |= {"checked": "no"} if raw else {}
    if results is not None:
        run = {"results": Path(results).name}
        said: Mapping[str, Said] = kept.results(Path(results), found)
    else:
        keep = Path(answers) if answers is not None else Path(out).with_suffix(".answers.jsonl") if out else None
        found, said, run = _looked(found, run, model, keep, bad_share)
    made = report.of(found, said, have)
    as_object = json.dumps(report.as_json(made, found, run), ensure_ascii=False)
    if out is not None:
        forms = {".md": report.markdown(made), ".csv": report.as_csv(made), ".json": as_object + "\n"}
        write_whole(Path(out), forms[Path(out).suffix])
    if as_json:
        click.echo(as_object)
    else:
        _print(found, made, run)


def _looked(
    found: Set, run: dict[str, str], model: str | None, keep: Path | None, bad_share: float
) -> tuple[Set, Mapping[str, Said], dict[str, str]]:
    from assistant.cancel import Cancelled, Token
    from assistant.ctrl_c import CtrlCHushes
    from assistant.errors import STOPPED
    from assistant.logfile import log_to_file
    from assistant.settings import load as load_settings
    from assistant.wiring.examining import looker, model_name, where_pictures_go
    from models.evaluation.captions.kept import Kept
    from models.evaluation.captions.run import through

    log_to_file()
    token, settings = Token(), load_settings()
    verbosity: Any = run["verbosity"]
    if run["engine"] != "grounded":
        run["model"] = model_name(settings, model)
    if note := where_pictures_go(settings, engine=run["engine"], model=model):
        click.echo(note, err=True)
    with Kept(keep, run) as kept:
        if kept.rows:
            click.echo(f"{keep} has {len(kept.rows)} rows from before: they are not looked at again.", err=True)
        try:
            with (
                looker(settings, engine=run["engine"], model=model, raw="checked" in run) as looking,
                CtrlCHushes(token),
                progress(len(found.rows), "rows") as tell,
            ):
                left = through(found, looking, kept, tell, token, verbosity=verbosity, most_bad=bad_share)
        except Cancelled:
            where = f"What was said is kept in {keep}: the same command goes on from it." if keep else ""
            click.echo(f"Stopped. {where}".strip(), err=True)
            sys.exit(STOPPED)
        return left, kept.rows, run


def _print(found: Set, made: Report, run: Mapping[str, str]) -> None:
    from models.evaluation.captions import report

    about = ", ".join(f"{key} {value}" for key, value in run.items() if value and key not in ("set", "file"))
    click.echo(f"{found.kind}, {found.name}: {about}\n")
    click.echo(report.markdown(made), nl=False)
    if found.bad:
        click.echo(f"\nRows that could not be used and are left out: {len(found.bad)}", err=True)
        for bad in found.bad[:LISTED]:
            click.echo(f"  {bad.id}: {bad.why}", err=True)
        if len(found.bad) > LISTED:
            click.echo("  ... (--json has them all)", err=True)
