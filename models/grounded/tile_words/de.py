"""Kacheln auf Deutsch."""

# ruff: noqa: E501 - a table reads better unwrapped

from __future__ import annotations

from models.grounded.tile_words import TileWords

BE = r"(?:ist|sind|war|waren|beträgt|betragen|betrug)"
UP = r"gestiegen|gewachsen|zugenommen|steigt|wächst|stieg|steigen|wachsen|wuchsen|stiegen|nach oben gegangen"
DOWN = (
    r"gefallen|gesunken|zurückgegangen|abgenommen|fällt|sinkt|fiel|sank|fallen|sinken|fielen|sanken|nach unten gegangen"
)
OF = r"(?:die |der )?(?:zahl|anzahl|summe|wert|höhe) (?:der |von |des |für |an )"

WORDS = TileWords(
    value=(
        rf"(?:was|wie) (?:{BE}|lautet) (?:{OF})?(?P<x>.+)",
        rf"wie (?:hoch|groß|viel|viele) {BE} (?:{OF})?(?P<x>.+)",
        r"wie viele? (?P<x>.+?)(?: (?:gibt es|sind es|gab es|waren es|sind da|hat es|haben wir|hatten wir|siehst du))?(?: insgesamt)?",
        rf"{OF}(?P<x>.+)",
        r"(?P<x>.+)",
    ),
    change=(
        rf"um (?:wie ?viel|wie ?viele)(?: prozent)? (?:ist|sind|hat|haben) (?:{OF})?(?P<x>.+?) (?:{UP}|{DOWN})",
        rf"um (?:wie ?viel|wie ?viele)(?: prozent)? (?:{UP}|{DOWN}) (?:{OF})?(?P<x>.+)",
        rf"wie (?:hat|haben) sich (?:{OF})?(?P<x>.+?) (?:verändert|geändert)",
        rf"(?:was|wie hoch|wie groß|wie) (?:ist|war) die (?:änderung|veränderung|zunahme|abnahme) (?:bei |der |von |des |beim )?(?:{OF})?(?P<x>.+)",
        rf"(?:welche|welcher|wie viel|was für eine?) (?:prozentzahl|prozentsatz|prozent|änderung|veränderung) (?:steht|stehen|ist) (?:neben|bei|unter|beim) (?:{OF})?(?P<x>.+)",
    ),
    up=rf"\b(?:{UP}|zunahme)\b",
    down=rf"\b(?:{DOWN}|abnahme)\b",
    percent=r"prozent|%",
    many=r"^wie ?viele?\b|\b(?:zahl|anzahl)\b",
    size=rf"^wie (?:hoch|groß) {BE} (?!{OF})",
    list=rf"^(?:was|welche) (?:sind|waren) (?!{OF})",
    articles=r"(?:der|die|das|den|dem|des|unsere?|meine?|alle|diese) ",
)
