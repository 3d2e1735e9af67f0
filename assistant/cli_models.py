"""`hearsight models ...`: the command line of `assistant.model_shelf` and `assistant.model_install`."""

from __future__ import annotations

import sys

import rich_click as click

from assistant.cli_models_look import ground, match

_json = click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout and nothing else.")
_TASKS = ("caption", "answer", "ground", "match", "embed", "hear", "speak", "read", "detect")


@click.group()
def models() -> None:
    """The models on this computer: list, info, install, remove, verify, bench.

    [b]Examples[/b]

      hearsight models list --task answer

      hearsight models install --recommended

      hearsight models info smolvlm2-500m
    """


@models.command("list")
@click.option("--task", type=click.Choice(_TASKS), help="Only models that can do this.")
@click.option("--installed", is_flag=True, help="Only those on this computer.")
@_json
def models_list(task: str | None, installed: bool, as_json: bool) -> None:
    """What there is, what is installed, what each is for.

    Tasks: caption (describes pictures), answer (questions about them), ground (where a thing is), match (how well words
    fit a picture), embed (search), hear, speak, read (text in pixels), detect (parts of screens and pages).

    [b]Examples[/b]

      hearsight models list --installed

      hearsight models list --task caption --json
    """
    from assistant.model_shelf import list_models

    list_models(as_json, task=task, installed=installed)


@models.command("info")
@click.argument("name")
@_json
def models_info(name: str, as_json: bool) -> None:
    """Everything that is known of one model: size, memory by precision, licence, sources, hashes, how it runs here.

    Where a model runs, in which precision and with which attention, is decided by the memory that is free, what the
    card can do, the packages that are installed, and what hearsight models bench measured.

    [b]Example[/b]

      hearsight models info qwen3-vl-2b
    """
    from assistant.model_shelf import show_model

    show_model(name, as_json)


@models.command("install")
@click.argument("names", nargs=-1, metavar="NAME|DIR...")
@click.option("--needed", is_flag=True, help="All that the main job needs.")
@click.option("--recommended", is_flag=True, help="The captioning model that suits this computer, and what is needed.")
@click.option("-y", "--yes", is_flag=True, help="Do what is recommended without asking.")
@click.option("--accept-licence", "accepted", multiple=True, metavar="NAME", help="You read and accept NAME's licence.")
@click.option(
    "--trust-again", is_flag=True, help="Take what is published today in the place of what was trusted first."
)
@click.option("--speech/--no-speech", default=None, help="Say each tenth aloud. By default in a terminal only.")
@_json
def models_install(
    names: tuple[str, ...],
    needed: bool,
    recommended: bool,
    yes: bool,
    accepted: tuple[str, ...],
    trust_again: bool,
    speech: bool | None,
    as_json: bool,
) -> None:
    """Fetch and verify models by name, or copy one from a folder.

    A download that broke, was stopped by Ctrl-C or killed goes on from there. Proxies are taken from the environment,
    a mirror of the model hub from HF_ENDPOINT, a token from HF_TOKEN. With --recommended the memory and speed of this
    computer are measured first, and nothing is asked of the network before you said yes.

    [b]Examples[/b]

      hearsight models install --recommended

      hearsight models install smolvlm2-500m

      hearsight models install gemma-3-4b --accept-licence gemma-3-4b

      hearsight models install ~/my-captioner
    """
    from assistant.model_install import Wishes, install_models

    if not names and not needed and not recommended:
        raise click.UsageError("Which one? hearsight models list shows them.")
    if yes and not recommended:
        raise click.UsageError("--yes goes with --recommended.")
    if as_json and recommended and not yes:
        raise click.UsageError("With --json nobody can be asked: add --yes.")
    wishes = Wishes(names, needed, recommended, yes, accepted, trust_again, speech, as_json)
    sys.exit(install_models(wishes, ask=lambda question: click.confirm(question, default=True)))


@models.command("remove")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@_json
def models_remove(names: tuple[str, ...], as_json: bool) -> None:
    """Delete models from this computer, and what unfinished downloads left.

    [b]Example[/b]

      hearsight models remove vit-gpt2
    """
    from assistant.model_shelf import remove_models

    remove_models(names, as_json)


@models.command("verify")
@click.argument("names", nargs=-1, metavar="[NAME...]")
@_json
def models_verify(names: tuple[str, ...], as_json: bool) -> None:
    """Hash every file again; exit code 5 if one is damaged.

    [b]Examples[/b]

      hearsight models verify

      hearsight models verify whisper-base --json
    """
    from assistant.model_shelf import verify_models

    sys.exit(verify_models(names, as_json))


@models.command("bench")
@click.argument("name", required=False, metavar="[NAME|DIR]")
@click.option("--pictures", metavar="FOLDER", help="Compare captions on these pictures (at most 50).")
@click.option("--device", metavar="DEVICE", help="cpu, cuda, cuda:1, mps or xpu; the best one by default.")
@_json
def models_bench(name: str | None, pictures: str | None, device: str | None, as_json: bool) -> None:
    """Measure how quick models are here: without a name the recognisers, with one a model that describes pictures.

    Of such a model each precision is measured; the quickest that writes what the exact one writes is
    used from then on (bench.json beside the models).

    [b]Examples[/b]

      hearsight models bench

      hearsight models bench vit-gpt2 --pictures ~/Pictures

      hearsight models bench ~/my-captioner --json
    """
    if name is None:
        if pictures or device:
            raise click.UsageError("--pictures and --device go with a NAME.")
        from assistant.model_shelf import bench_models

        bench_models(as_json)
        return
    from assistant.model_speed import bench_model

    bench_model(name, pictures, device, as_json)


@models.command("quantize")
@click.argument("name", metavar="NAME|DIR")
@click.option("--int8", "kind", flag_value="int8", help="8 bits a weight.")
@click.option(
    "--int4", "kind", flag_value="int4", help="4 bits a weight and a scale for each 32: smallest, least exact."
)
@click.option("--bf16", "kind", flag_value="bf16", help="16 bits a weight; other programs can load it, too.")
@click.option("--out", required=True, metavar="DIR", help="The folder to write; it must not be there yet.")
@click.option("--pictures", metavar="FOLDER", help="Compare captions on these pictures (at most 50).")
@_json
def models_quantize(name: str, kind: str | None, out: str, pictures: str | None, as_json: bool) -> None:
    """Write a smaller copy of a model, verify it, and tell its size, speed and how often it writes the same.

    [b]Examples[/b]

      hearsight models quantize vit-gpt2 --int8 --out ~/vit-gpt2-int8 --pictures ~/Pictures

      hearsight describe photo.jpg --engine vlm --model ~/vit-gpt2-int8
    """
    if kind is None:
        raise click.UsageError("How small? Give --int8, --int4 or --bf16.")
    from assistant.model_speed import quantize_model

    quantize_model(name, kind, out, pictures, as_json)  # type: ignore[arg-type]


models.add_command(ground)
models.add_command(match)
