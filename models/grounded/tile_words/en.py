"""Tiles in English."""

# ruff: noqa: E501 - a table reads better unwrapped

from __future__ import annotations

from models.grounded.tile_words import TileWords

BE = r"(?:is|are|was|were)"
DID = r"(?:did|does|do|has|have|is|are|was|were)"
UP = r"grow|grew|grown|rise|rose|risen|gain|gained|climb|climbed|increase|increased|go up|gone up|went up|up"
DOWN = r"fall|fell|fallen|drop|dropped|sink|sank|sunk|shrink|shrunk|decline|declined|decrease|decreased|go down|gone down|went down|down"
OF = r"(?:the )?(?:number|amount|figure|total|count|value)s? (?:of|for) "

WORDS = TileWords(
    value=(
        rf"what {BE} (?:{OF})?(?P<x>.+?)(?: figure| value| number| count)?",
        rf"how (?:high|large|big|much|many) {BE} (?:{OF})?(?P<x>.+)",
        r"how (?:many|much) (?P<x>.+?)(?: (?:are|were|is|was) (?:there|shown|counted)| does it (?:show|have)| do (?:we|i|you) (?:have|see)| did (?:we|i|you) have| (?:have|had) (?:we|i))?(?: in total| altogether)?",
        rf"{OF}(?P<x>.+)",
        r"(?P<x>.+)",
    ),
    change=(
        rf"by (?:how (?:much|many)|what)(?: per ?cent| percentage| points)? {DID} (?:{OF})?(?P<x>.+?) (?:{UP}|{DOWN}|change|changed)(?: by)?",
        rf"how (?:much|many per ?cent|many) {DID} (?:{OF})?(?P<x>.+?) (?:{UP}|{DOWN}|change|changed)(?: by)?",
        rf"how (?:did|has|have) (?:{OF})?(?P<x>.+?) (?:change|changed)",
        rf"what (?:is|was) the (?:change|growth|rise|increase|drop|fall|decrease|decline)(?: (?:in|of|for))(?: per ?cent)? (?:{OF})?(?P<x>.+)",
        rf"(?:what|which) (?:percentage|per ?cent|change) (?:is|stands|is shown|is given|do you see)(?: right)? (?:next to|beside|by|under|below|for|at) (?:{OF})?(?P<x>.+)",
    ),
    up=rf"\b(?:{UP}|growth)\b",
    down=rf"\b(?:{DOWN})\b",
    percent=r"\bper ?cent(?:age)?\b|%",
    many=rf"^how many\b|^(?:what {BE} )?{OF}",
    size=rf"^how (?:high|large|big|much) {BE} (?!{OF})",
    list=rf"^(?:what|which) (?:are|were) (?!{OF})",
    articles=r"(?:the|our|my|your|all|this|these) ",
)
