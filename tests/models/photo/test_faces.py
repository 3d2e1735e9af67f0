"""How many people there are: by their bodies and their faces, never more than were seen, never an animal's face."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from assistant.cancel import Token
from assistant.errors import ModelBroken
from assistant.host import LocalWorker
from assistant.types import Box, Capture, Scene, Thing
from models.objects.tally import Tally, faces_of, tallies
from models.photo.faces import MAYBE, SURE, probability
from models.photo.finder import FaceFinder, FacesGatherer

PHOTOS = Path(__file__).parents[2] / "data" / "photos"


def body(x: int, confidence: float = 0.99, kind: str = "person") -> Thing:
    return Thing(x, kind, box=Box(x, 100, 100, 300), confidence=confidence, source="object")


def face(x: int, confidence: float = 0.97, *, facing: bool = True) -> Thing:
    states = frozenset(("facing" if facing else "turned",))
    return Thing(1000 + x, "face", states=states, box=Box(x, 110, 40, 50), confidence=confidence, source="object")


def people(*things: Thing) -> Tally | None:
    return next((one for one in tallies(things) if one.kind == "person"), None)


@pytest.mark.parametrize(
    ("things", "count", "exact"),
    [
        ([body(0), body(200)], 2, True),
        ([body(0), body(200), face(30)], 2, True),  # the other one looks away
        ([body(0), face(30), face(400)], 2, False),  # somebody of whom only the face was seen
        ([body(0), face(0), face(55)], 2, False),  # two faces, one body
        ([face(30), face(400)], 2, False),
        ([body(0), face(30), face(400, 0.8)], 1, True),  # a probable face is nobody
    ],
)
def test_people_are_counted_by_bodies_and_faces_together(things: list[Thing], count: int, exact: bool) -> None:
    told = people(*things)
    assert told is not None and told.sure
    assert (told.count, told.exact) == (count, exact)


def test_a_face_makes_sure_of_who_is_only_probable() -> None:
    told = people(body(0, 0.8), face(30))
    assert told is not None and told.sure and told.count == 1 and told.exact
    told = people(body(0, 0.8), body(300, 0.8), face(30))
    assert told is not None and told.sure and told.count == 1 and not told.exact
    assert people(face(30, 0.8)) is None


def test_an_animals_face_is_nobodys() -> None:
    assert people(body(0, kind="dog"), face(30)) is None
    assert faces_of([body(0, kind="dog"), face(30)]) == []


def test_a_score_of_a_face_is_a_probability_and_the_bands_are_where_it_says() -> None:
    assert probability(SURE) == pytest.approx(0.95, abs=0.01)
    assert probability(MAYBE) == pytest.approx(0.79, abs=0.01)


def gathered(name: str, source: str = "file") -> list[Thing]:
    pixels = np.asarray(Image.open(PHOTOS / name).convert("RGB"))
    gatherer = FacesGatherer(LocalWorker(FaceFinder()))
    found = list(gatherer.gather(Capture(pixels, source), Scene(pixels.shape[1], pixels.shape[0], source), Token()))
    return [thing for one in found for thing in one.things]


def test_a_face_is_gathered_from_a_photograph_and_none_from_a_cat_or_the_screen() -> None:
    (told,) = gathered("astronaut.jpg")
    assert told.role == "face" and told.states == {"facing"} and (told.confidence or 0) > 0.95
    assert gathered("chelsea.jpg") == []
    assert gathered("astronaut.jpg", "screen") == []


def test_a_network_that_can_not_be_loaded_is_a_trouble_of_the_look() -> None:
    class Broken:
        def find(self, pixels: object, *, area: object, token: Token) -> None:
            raise ModelBroken

    pixels = np.asarray(Image.open(PHOTOS / "astronaut.jpg").convert("RGB"))
    gatherer = FacesGatherer(LocalWorker(Broken()))
    (found,) = gatherer.gather(Capture(pixels, "file"), Scene(pixels.shape[1], pixels.shape[0], "file"), Token())
    assert found.trouble == ModelBroken().spoken and not found.things
