"""`--explain WORD`: which part of the picture a word of a model's sentence rests on, drawn into the picture."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import HearsightError, UnusableInput, Usage

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.carry import Reply
    from assistant.cli_carry import OnText
    from assistant.types import Pixels
    from assistant.wiring import Assembly

ADDS_UP = 0.5
"""How far from 1 the completeness of a map may be without being called a hint."""
TIMEOUT_S = 600.0
"""A model of ViT-base's size takes about a minute on two cores."""


def wanted(word: str | None, to: str | None, file: str | None, options: dict[str, Any]) -> tuple[str, Path] | None:
    """The word to be explained and the picture to be written, if any; then a model looks. Raises what `checked` does
    and `click.UsageError`."""
    import rich_click as click

    if word is None and to is None:
        return None
    if word is None:
        raise click.UsageError("--explain-to says where the picture goes: use it with --explain WORD.")
    if options["engine"] not in (None, "vlm"):
        raise click.UsageError("--explain WORD explains what a model wrote: use it with --engine vlm or --model.")
    options["engine"] = "vlm"
    return word, checked(word, to, file)


def checked(word: str, out: str | None, file: str | None) -> Path:
    """Where the picture goes: `out`, else "explain-WORD.png" in the current folder. Raises what
    `overlay.check` raises, before any work is done."""
    from assistant import overlay

    if not word.strip():
        raise Usage("--explain needs a word of the description: --explain dog")
    safe = "".join(char if char.isalnum() else "-" for char in word.strip())
    path = Path(out or f"explain-{safe}.png").absolute()
    if path.suffix.lower() != ".png":
        raise Usage("--explain-to needs the name of a .png file.")
    if file is not None and path.exists() and Path(file).exists() and path.samefile(file):
        raise Usage("--explain-to can't be the picture itself: that would be lost. Give another name.")
    overlay.check(path, file)
    return path


def explained(
    reply: Reply, app: Assembly, word: str, path: Path, model: str | None, token: Token, on_text: OnText
) -> Reply:
    """The reply, with where the word comes from as one more line and key, and the picture written. The model sees,
    and the picture shows, what everything else saw: secrets masked."""
    from assistant.masking import hidden_boxes, masked

    capture, scene = app.session.conversation.capture, app.session.conversation.scene
    try:
        if capture is None or scene is None:
            raise UnusableInput("I saw nothing that could be explained.")
        if scene.unread:
            raise UnusableInput("Not all the text in the picture could be read, so I don't show it to the model.")
        pixels = masked(capture.pixels, hidden_boxes(scene))
        told = _explain(pixels, word, path, app, model, token)
    except HearsightError as error:
        return replace(reply, exit_code=error.exit_code, error=error.spoken)
    on_text(_sentence(told))
    return replace(reply, result={**reply.result, "explained": told})


def _sentence(told: dict[str, object]) -> str:
    if told["where"] is None:
        return (
            f"The word {told['word']!r} rests on no part of the picture: the model would write it without one as well. "
            f"The picture: {told['picture']}"
        )
    sure = "" if told["adds_up"] else " Take it as a hint: the parts do not add up to what the picture does."
    return f"The word {told['word']!r} rests on {told['where']}.{sure} The picture: {told['picture']}"


def _explain(
    pixels: Pixels, word: str, path: Path, app: Assembly, model: str | None, token: Token
) -> dict[str, object]:
    from PIL import Image

    from assistant import overlay
    from assistant.host import Host
    from assistant.wiring.vlm import caption_folder
    from models.store import Store
    from models.vlm.explain import overlaid, where

    folder = caption_folder(app.settings, Store(), model)
    if folder is None or not folder.is_dir():
        raise Usage("--explain needs a model's folder on this computer. Name one: --model DIR")
    settings: dict[str, object] = {"source": str(folder), "device": app.settings.host.device}
    with Host({"explain": ("models.vlm.explain:Explainer", settings)}) as host:
        found = host.worker("explain").call("explain", pixels, word, token=token, timeout_s=TIMEOUT_S)
    overlay.save(Image.fromarray(overlaid(pixels, found.heat)), path)
    return {
        "word": found.word,
        "text": found.text,
        "where": where(found.heat) if found.rests else None,
        "adds_up": abs(found.completeness - 1) <= ADDS_UP,
        "log_probability": round(found.log_probability, 3),
        "log_probability_without_picture": round(found.without, 3),
        "completeness": round(found.completeness, 3),
        "picture": str(path),
    }
