"""Questions about a photograph as such: who faces the camera, is everybody in it, is it sharp, when and where was it
taken, indoors or outdoors, what more is there to tell."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.types import Evidence
from models.grounded import photographs
from models.grounded.claims import of_picture, of_thing
from models.grounded.computed.asks import plain
from models.grounded.questions import plain_question
from models.objects.tally import PICTURES
from models.photo import telling
from models.photo.words import photo_words

if TYPE_CHECKING:
    from assistant.types import Answer
    from models.grounded.reply import Context
    from models.photo.words import PhotoWords


def of_photo(ctx: Context) -> Answer | None:
    """None for any other question, and of what is on the screen."""
    if ctx.view.scene.source not in PICTURES or ctx.capture is None:
        return None
    words = photo_words(ctx.phrases.language)
    if (
        ctx.talk.answer is None
        and ctx.talk.statements
        and re.fullmatch(ctx.phrases.reckoning.more, plain(ctx.asked, ctx.phrases))
    ):
        more = photographs.rest(ctx)
        return replace(more, kind="aside") if more is not None else None
    asked = plain_question(ctx.asked, ctx.phrases)
    kind = next((name for name, pattern in words.asks.items() if re.fullmatch(pattern, asked)), "")
    if not kind or not photographs.is_one(ctx.view.scene, ctx.capture.pixels):
        return None  # of a page of text its words are asked
    match kind:
        case "facing":
            return _facing(ctx, words)
        case "whole":
            return _whole(ctx, words)
        case "faces":
            told = photographs.of_faces(ctx.view, ctx.phrases.language)
            return ctx.answer(*told) if told is not None else None
        case "taken" | "place":
            return _of_file(ctx, words, kind)
        case "wrong":
            return _wrong(ctx, words)
        case "where":
            where = photographs.whereabouts(ctx.view, ctx.phrases.language)
            return ctx.answer(*where) if where is not None else None
    return None


def _facing(ctx: Context, words: PhotoWords) -> Answer | None:
    """By noses: whether the eyes look there nobody can tell. That nobody does is told only of the faces that were
    seen."""
    faces = photographs.sure_faces(ctx.view)
    told = photographs.of_faces(ctx.view, ctx.phrases.language)
    if told is None:
        return None
    if any("facing" in face.states for face in faces):
        facing = [face for face in faces if "facing" in face.states]
        said = words.looks["some" if len(facing) < len(faces) else "all"]
        text = said.format(facing=words.number(len(facing)), faces=telling.count_of(len(faces), words))
        return ctx.answer(telling.capital(text), [of_thing(face) for face in facing])
    if all("turned" in face.states for face in faces):
        text = words.looks["none"].format(faces=telling.count_of(len(faces), words))
        return ctx.answer(telling.capital(text), told[1])
    return ctx.answer(words.looks["unsure"], told[1], sure=False)


def _whole(ctx: Context, words: PhotoWords) -> Answer | None:
    """Of those who were seen; whether somebody is missing no picture tells."""
    told = photographs.of_faces(ctx.view, ctx.phrases.language)
    if told is None or ctx.capture is None:
        return None
    heads = [one for one in photographs.wrong_with(ctx.view, ctx.capture.pixels) if one.kind == "head_cut"]
    said = [telling.sentence_of(one, words) for one in heads] or [told[0], words.looks["missing"]]
    return ctx.answer(words.join.join(dict.fromkeys(said)), told[1])


def _of_file(ctx: Context, words: PhotoWords, kind: str) -> Answer | None:
    """None where its file does not say, and a text in it may."""
    notes = ctx.capture.notes if ctx.capture is not None else None
    if notes is not None and kind == "taken" and notes.taken:
        text = words.taken.format(when=notes.taken)
        return ctx.answer(text, [photographs.of_file(text)])
    if notes is not None and kind == "place" and notes.place is not None:
        text = telling.of_place(notes.place, words, allowed=ctx.place_allowed)
        return ctx.answer(text, [photographs.of_file(text)], sure=ctx.place_allowed)
    if ctx.view.scene.blocks:
        return None
    return ctx.answer(words.not_noted[kind], [of_picture(ctx.view.scene)], sure=False)


def _wrong(ctx: Context, words: PhotoWords) -> Answer | None:
    if ctx.capture is None:
        return None
    found = photographs.wrong_with(ctx.view, ctx.capture.pixels)
    said = [telling.sentence_of(one, words) for one in found] or [words.nothing_wrong]
    return ctx.answer(words.join.join(dict.fromkeys(said)), [Evidence("pixels", ctx.view.frame)])
