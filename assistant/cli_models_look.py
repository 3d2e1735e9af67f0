"""`hearsight models ground` and `match`: what a model that isn't asked in words can tell of a picture."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

_json = click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout and nothing else.")
_model = click.option("--model", metavar="NAME|DIR", help="An installed model or a folder; else the first that can.")


@click.command("ground")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("words", default="")
@_model
@_json
def ground(file: Path, words: str, model: str | None, as_json: bool) -> None:
    """Where in a picture the thing is that WORDS name; without WORDS, everything that the model knows.

    For models with the task "ground": Florence-2, Qwen-VL, PaliGemma. The picture stays on this computer; what is
    secret in it (a password beside its label) is covered first, and the places are the model's guess.

    [b]Examples[/b]

      hearsight models ground desk.jpg "the red cup" --model florence2-base

      hearsight models ground desk.jpg --json
    """
    from assistant.model_look import tell_places

    tell_places(file, words, model, as_json)


@click.command("match")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("texts", nargs=-1, required=True)
@_model
@_json
def match(file: Path, texts: tuple[str, ...], model: str | None, as_json: bool) -> None:
    """How well each of the TEXTS fits a picture, the best first.

    For models with the task "match": SigLIP, CLIP, BLIP-ITM. CLIP only compares: its scores are shares of the texts
    given. The picture stays on this computer; text in it that is secret is hidden from the model first.

    [b]Examples[/b]

      hearsight models match photo.jpg "a dog on grass" "a cat on a sofa"

      hearsight models match photo.jpg "a dog" --model ./siglip --json
    """
    from assistant.model_look import tell_matches

    tell_matches(file, texts, model, as_json)
