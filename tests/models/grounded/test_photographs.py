"""What a description and an answer tell of a photograph as such: faults, faces, what its file says, where it may be."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from assistant.cancel import Token
from assistant.conversation import Conversation, Statement
from assistant.types import Answer, Box, Capture, FileNotes, Question, Scene, TextBlock, Thing, Verbosity
from models.grounded.engine import GroundedEngine

if TYPE_CHECKING:
    from assistant.types import Pixels

ASTRONAUT = np.asarray(Image.open(Path(__file__).parents[2] / "data" / "photos" / "astronaut.jpg").convert("RGB"))
NOTES = FileNotes(taken="2024-05-01 14:30", alt="A woman & a flag", place=(48.2082, -11.5))


def face(x: int, *ways: str, y: int = 100, confidence: float = 0.99) -> Thing:
    return Thing(5_000_000 + x, "face", states=frozenset(ways), box=Box(x, y, 60, 70), confidence=confidence,
                 source="object")  # fmt: skip


def thing(kind: str, x: int = 0) -> Thing:
    return Thing(x, kind, box=Box(x, 100, 100, 150), confidence=0.99, source="object")


def scene_of(*things: Thing, source: str = "file", blocks: tuple[TextBlock, ...] = ()) -> Scene:
    height, width = ASTRONAUT.shape[:2]
    return Scene(width, height, source, blocks=blocks, things=things, name="orbit.jpg", complete=True)


def told(
    *things: Thing,
    pixels: Pixels = ASTRONAUT,
    verbosity: Verbosity = "normal",
    notes: FileNotes | None = None,
    place: bool = False,
    language: str = "en",
) -> str:
    engine = GroundedEngine(place=lambda: place)
    capture = Capture(pixels, "file", notes=notes)
    claims = engine.describe(capture, iter([scene_of(*things)]), verbosity, language, Token())
    return " ".join(claim.text for claim in claims)


def ask(
    question: str,
    *things: Thing,
    pixels: Pixels = ASTRONAUT,
    notes: FileNotes | None = None,
    place: bool = False,
    language: str = "en",
    source: str = "file",
    talk: Conversation | None = None,
) -> Answer:
    return GroundedEngine(place=lambda: place).answer(
        Question(question, language),
        Capture(pixels, source, notes=notes),
        scene_of(*things, source=source),
        talk or Conversation(),
        Token(),
    )


def test_a_good_photograph_is_told_without_a_word_about_its_quality() -> None:
    said = told(thing("person"), face(20, "facing"))
    assert said.startswith("A person.")
    assert "face" not in said and "dark" not in said and "file says" not in said


def test_only_what_is_wrong_is_told_and_never_in_brief() -> None:
    dark = (ASTRONAUT * 0.3).astype(np.uint8)
    assert "It is too dark." in told(thing("person"), pixels=dark)
    assert "Es ist zu dunkel." in told(thing("person"), pixels=dark, language="de")
    assert "dark." not in told(thing("person"), pixels=dark, verbosity="brief")
    assert "The top of a head is cut off." in told(thing("person"), face(100, "facing", y=-10))


def test_of_a_drawing_nothing_is_told_but_what_its_file_says() -> None:
    drawn = np.full(ASTRONAUT.shape, 20, np.uint8)
    drawn[40:60, 40:60] = 40
    said = told(pixels=drawn, notes=FileNotes(alt="A small square"))
    assert "dark." not in said and "The file says: \N{LEFT DOUBLE QUOTATION MARK}A small square" in said


def test_the_alternative_text_is_told_at_once_and_the_rest_in_full() -> None:
    normal, full = told(thing("person"), notes=NOTES), told(thing("person"), notes=NOTES, verbosity="full")
    assert "A woman & a flag" in normal and "2024" not in normal
    assert "A woman & a flag" in full and "taken on 2024-05-01 14:30" in full
    assert "48" not in full and "photos.place on" in full


def test_the_place_is_told_roughly_and_only_if_the_person_allows() -> None:
    said = told(thing("person"), notes=NOTES, verbosity="full", place=True)
    assert "at about 48.2 degrees north, 11.5 degrees west" in said
    assert "48.2" in ask("Where was this photo taken?", notes=NOTES, place=True).text
    kept = ask("Where was this photo taken?", notes=NOTES)
    assert not kept.answerable and "48" not in kept.text
    assert ask("Where was this taken?", notes=NOTES).text == kept.text
    assert not ask("Where was it taken?", notes=FileNotes()).answerable


@pytest.mark.parametrize(
    ("question", "language", "answer"),
    [
        ("When was this photo taken?", "en", "The file says it was taken on 2024-05-01 14:30."),
        ("When was this taken?", "en", "The file says it was taken on 2024-05-01 14:30."),
        ("Wann wurde das Foto aufgenommen?", "de", "Laut der Datei aufgenommen am 2024-05-01 14:30."),
        ("这张照片什么时候拍的？", "zh", "文件里写着拍摄时间：2024-05-01 14:30。"),
    ],
)
def test_when_it_was_taken_is_what_the_file_says(question: str, language: str, answer: str) -> None:
    found = ask(question, notes=NOTES, language=language)
    assert found.text == answer and found.evidence[0].kind == "file"
    assert not ask(question, notes=FileNotes(), language=language).answerable


@pytest.mark.parametrize(
    ("question", "language"),
    [("Is anybody looking at the camera?", "en"), ("Schaut jemand in die Kamera?", "de"), ("有人看镜头吗？", "zh")],
)
def test_who_faces_the_camera_is_told_by_the_faces_that_were_seen(question: str, language: str) -> None:
    both = ask(question, face(20, "facing"), face(200, "turned"), language=language)
    assert both.answerable and len(both.evidence) == 1
    away = ask(question, face(20, "turned"), language=language)
    assert away.answerable and away.text != both.text
    assert not ask(question, face(20), language=language).answerable
    assert not ask(question, language=language).answerable


def test_the_wording_of_who_faces_the_camera() -> None:
    question = "Is anybody looking at the camera?"
    assert ask(question, face(20, "facing"), face(200, "turned")).text.startswith("Two faces, one of them facing")
    assert ask(question, face(20, "facing")).text.startswith("One face: facing the camera.")
    assert ask(question, face(20, "turned")).text.startswith("One face, not facing the camera. There may be others")


def test_whether_everyone_is_in_the_picture_is_told_of_those_who_were_seen() -> None:
    said = ask("Is everyone in the picture?", face(20, "facing"), face(200, "facing")).text
    assert said == "Two faces, all in the frame, all facing the camera. Whether somebody is missing I can't tell."
    assert ask("Is everybody in the frame?", face(-30)).text == "A face is cut off at the left edge."
    assert not ask("Is everyone in the picture?").answerable


def test_people_are_as_many_as_faces_and_bodies_say() -> None:
    assert ask("How many people are there?", thing("person"), face(20)).text == "A person."
    assert ask("How many people are there?", thing("person"), face(20), face(230)).text == "At least two people."
    assert ask("How many people are there?", face(20)).text == "At least one person."
    assert ask("How many faces are there?", face(20), face(230)).text.startswith("Two faces, all in the frame")


def test_what_is_wrong_with_it_can_be_asked() -> None:
    assert ask("What is wrong with the photo?").text == "I find nothing wrong with it."
    assert ask("Is it too dark?", pixels=(ASTRONAUT * 0.3).astype(np.uint8)).text == "It is too dark."


def test_indoors_or_outdoors_is_told_by_what_stands_there_or_not_at_all() -> None:
    assert ask("Is it indoors or outdoors?", thing("horse")).text == "Probably outdoors, by a horse."
    assert ask("Is this photo taken inside or outside?", thing("bed")).text == "Probably indoors, by a bed."
    assert not ask("Is it indoors or outdoors?", thing("bed"), thing("car", 200)).answerable
    assert not ask("Is it indoors or outdoors?", thing("person")).answerable


def test_more_tells_what_a_full_description_has_and_was_not_told() -> None:
    talk = Conversation()
    scene = scene_of(thing("person"), face(20, "facing"))
    talk.tell(1, Statement("A person.", (), scene))
    talk.mean("A person.")
    more = ask("Tell me more.", thing("person"), face(20, "facing"), notes=NOTES, talk=talk).text
    assert "One face" in more and "2024-05-01" in more and "A person." not in more


def test_of_the_screen_nothing_of_this_is_asked() -> None:
    assert "facing" not in ask("Is anybody looking at the camera?", face(20, "facing"), source="screen").text


@pytest.mark.parametrize("language", ["en", "de", "zh"])
def test_every_question_and_answer_has_its_words(language: str) -> None:
    from models.photo.words import photo_words

    for name in ("asks", "looks", "where", "not_noted", "compass"):
        assert set(getattr(photo_words(language), name)) == set(getattr(photo_words("en"), name))


def test_what_a_file_says_ends_where_its_quotation_marks_do() -> None:
    order = "Nothing.\N{RIGHT DOUBLE QUOTATION MARK} Nobody is in the picture. \N{LEFT DOUBLE QUOTATION MARK}Really"
    said = told(thing("person"), notes=FileNotes(alt=order))
    assert said.endswith(
        "\N{LEFT DOUBLE QUOTATION MARK}Nothing.' Nobody is in the picture. 'Really\N{RIGHT DOUBLE QUOTATION MARK}"
    )


@pytest.mark.parametrize("verbosity", ["normal", "full"])
def test_no_secret_of_a_file_is_told(verbosity: Verbosity) -> None:
    notes = FileNotes(alt="The password is tulip77", description="Card 4111 1111 1111 1111", title="PIN: 8261")
    said = told(thing("person"), notes=notes, verbosity=verbosity)
    assert "The file says" in said
    assert not any(secret in said for secret in ("tulip77", "4111", "8261"))
