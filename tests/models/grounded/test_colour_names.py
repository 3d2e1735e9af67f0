"""A colour is called as people call it."""

from __future__ import annotations

import pytest
from PIL import ImageColor

from models.grounded.colour_survey import SURVEY
from models.grounded.phrases import phrases
from models.grounded.picture import colour_name

MEANT = {
    "navy": "blue", "crimson": "red", "firebrick": "red", "forestgreen": "green", "gold": "yellow", "hotpink": "pink",
    "indigo": "purple", "lime": "green", "maroon": "red", "orchid": "purple", "royalblue": "blue",
    "saddlebrown": "brown", "sienna": "brown", "skyblue": "blue", "turquoise": "cyan", "violet": "purple",
    "darkorange": "orange", "deeppink": "pink", "seagreen": "green", "dodgerblue": "blue",
    "lightpink": "pink", "olivedrab": "green",
    "midnightblue": "blue", "rebeccapurple": "purple", "chocolate": "brown", "tomato": "red",
}  # fmt: skip
"""Names of the web, which are of another origin than the survey, and the basic term that most people would use."""


def test_colours_of_the_web_have_the_names_that_people_use() -> None:
    called = {name: colour_name(*ImageColor.getrgb(name)).split("_")[-1] for name in MEANT}
    wrong = {name: term for name, term in called.items() if term != MEANT[name]}
    assert len(wrong) <= 0.2 * len(MEANT), wrong


@pytest.mark.parametrize(
    ("colour", "name"),
    [
        ((0, 0, 0), "black"), ((255, 255, 255), "white"), ((128, 128, 128), "grey"), ((210, 214, 212), "light_grey"),
        ((20, 30, 90), "dark_blue"), ((190, 215, 255), "light_blue"), ((120, 70, 30), "brown"), ((200, 30, 30), "red"),
    ],
)  # fmt: skip
def test_plain_ones_are_what_they_were(colour: tuple[int, int, int], name: str) -> None:
    assert colour_name(*colour) == name


@pytest.mark.parametrize("language", ["en", "de", "zh"])
def test_every_name_has_its_word(language: str) -> None:
    words = phrases(language).colours
    named = {colour_name(*bytes.fromhex(code)) for codes in SURVEY.values() for code in codes.split()}
    assert named <= set(words)
