"""A folder of photographs: what each shows, which are nearly the same, and a summary that only counts what was seen."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from assistant.cancel import Cancelled, Token
from assistant.types import Box, Capture, FileNotes, Thing
from models.objects.tally import Tally
from models.photo import album_telling
from models.photo.album import Album, Photo, alike, days, difference_hash, pictures_in
from models.photo.faults import Fault
from models.photo.words import photo_words

PHOTOS = Path(__file__).parents[2] / "data" / "photos"
PEOPLE = Tally("person", (Thing(1, "person", box=Box(0, 0, 9, 9), confidence=0.99, source="object"),), True, True)


def photo(name: str, taken: str = "", print_: int | None = 0, *kinds: str) -> Photo:
    faults = tuple(Fault(kind, True, 1.0) for kind in kinds)  # type: ignore[arg-type]
    return Photo(name, FileNotes(taken=taken), faults=faults, colour="green", print=print_)


def test_a_photograph_in_a_folder_is_told_by_what_it_shows() -> None:
    pixels = np.asarray(Image.open(PHOTOS / "astronaut.jpg").convert("RGB"))
    seen = Album().look(Capture(pixels, "file", name="a.jpg", notes=FileNotes(alt="In orbit")), Token())
    assert seen.people is not None and seen.people.count == 1 and seen.faces == 1 and seen.faults == ()
    assert album_telling.line(seen, "en", place=False).startswith("A person.")
    assert "In orbit" in album_telling.line(seen, "de", place=False)


def test_what_is_no_photograph_has_a_colour_and_no_faults() -> None:
    drawn = np.full((200, 300, 3), 10, np.uint8)
    seen = Album().look(Capture(drawn, "file", name="a.png"), Token())
    assert seen.faults == () and seen.tallies == () and seen.print is None
    assert album_telling.line(seen, "en", place=False) == "Mostly black."


def test_a_hush_stops_it() -> None:
    token = Token()
    token.cancel()
    with pytest.raises(Cancelled):
        Album().look(Capture(np.zeros((9, 9, 3), np.uint8), "file"), token)


def test_the_same_scene_smaller_and_lighter_has_nearly_the_same_print_and_another_has_not() -> None:
    with Image.open(PHOTOS / "astronaut.jpg") as image:
        one = np.asarray(image.convert("RGB"))
        small = np.asarray(image.convert("RGB").resize((200, 200)))
    other = np.asarray(Image.open(PHOTOS / "chelsea.jpg").convert("RGB"))
    first, second, third = difference_hash(one), difference_hash((small * 0.8).astype(np.uint8)), difference_hash(other)
    assert first is not None and second is not None and third is not None
    assert (first ^ second).bit_count() <= 6 < 24 < (first ^ third).bit_count()


def test_series_are_of_neighbours_of_one_day_and_each_photograph_is_in_one() -> None:
    a, b, c = (photo(f"{name}.jpg", f"2024-05-01 14:3{at}", 0b111) for at, name in enumerate("abc"))
    later, other = photo("d.jpg", "2024-06-01 14:30", 0b111), photo("e.jpg", "2024-05-01 15:00", 2**40 - 1)
    assert [[one.name for one in series] for series in alike([c, later, a, other, b])] == [["a.jpg", "b.jpg", "c.jpg"]]
    assert alike([photo("a.jpg", print_=None), photo("b.jpg", print_=None)]) == []
    assert days([a, later]) == ("2024-05-01", "2024-06-01") and days([photo("a.jpg")]) is None


def test_the_summary_counts_and_names_a_few() -> None:
    blurred = [photo(f"{at}.jpg", "2024-05-01 10:00", 2 ** (9 * at), "blur") for at in range(5)]
    people = Photo("p.jpg", FileNotes(taken="2024-05-03 10:00"), tallies=(PEOPLE,))
    said = album_telling.summary("trip", 7, [*blurred, people], ["bad.jpg"], "en")
    assert said[0] == "7 pictures in trip."
    assert "Taken from 2024-05-01 to 2024-05-03, as the files say." in said
    assert "With people: 1." in said
    assert "Blurred: 0.jpg, 1.jpg, 2.jpg, and 2 more." in said
    assert said[-1] == "I can't read: bad.jpg."
    stopped = album_telling.summary("trip", 900, blurred, [], "en", stopped=True)
    assert "Stopped: I looked at 5 of 900." in stopped


@pytest.mark.parametrize("language", ["en", "de", "zh"])
def test_every_sentence_of_a_folder_has_its_words(language: str) -> None:
    words = photo_words(language).album
    assert set(words) == set(photo_words("en").album)
    assert album_telling.summary("trip", 2, [photo("a.jpg", "2024-05-01 10:00", 1, "dark")], ["b"], language)


def test_only_picture_files_of_the_folder_itself_are_looked_at(tmp_path: Path) -> None:
    for name in ("b.JPG", "a.png", ".hidden.jpg", "notes.txt"):
        (tmp_path / name).touch()
    (tmp_path / "deeper").mkdir()
    assert [path.name for path in pictures_in(tmp_path)] == ["a.png", "b.JPG"]


def test_what_a_file_says_is_short_in_a_line_and_tells_no_secret() -> None:
    said = "password: tulip77 and card 4111 1111 1111 1111 " + "word " * 300
    seen = Photo("a.jpg", FileNotes(alt=said), colour="green")
    told = album_telling.line(seen, "en", place=False)
    alt_text = album_telling.as_json(seen, told, place=False)["alt_text"]
    assert len(told) < 300 and told.endswith("word \N{HORIZONTAL ELLIPSIS}\N{RIGHT DOUBLE QUOTATION MARK}")
    for text in (told, alt_text):
        assert "tulip77" not in text and "4111" not in text


def test_a_name_that_would_drive_the_terminal_is_told_without_it() -> None:
    evil = "a\x1b[2J\N{RIGHT-TO-LEFT OVERRIDE}gpj.\nexe"
    said = " ".join(album_telling.summary(evil, 2, [photo(evil, "", 1, "dark")], [evil], "en"))
    assert said.isprintable() and said.count("a?[2J?gpj.?exe") == 3
