from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.sentences import LONGEST, sentences

TABLE = [
    ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
    ("It costs 3.50 euros. Really.", ["It costs 3.50 euros.", "Really."]),
    ("Dr. Smith met Mrs. Jones. They left.", ["Dr. Smith met Mrs. Jones.", "They left."]),
    ("See www.example.org/a.html for more. Done.", ["See www.example.org/a.html for more.", "Done."]),
    ("Fruit, e.g. apples, i.e. food. Yes.", ["Fruit, e.g. apples, i.e. food.", "Yes."]),
    ("Apples, etc. are fruit. Plums, etc. Also figs.", ["Apples, etc. are fruit.", "Plums, etc.", "Also figs."]),
    ("He waits... and waits. Then... He goes.", ["He waits... and waits.", "Then...", "He goes."]),
    ("Well… maybe. No… Never.", ["Well… maybe.", "No…", "Never."]),
    ('She said "Stop." Then left.', ['She said "Stop."', "Then left."]),
    ("Open at 9 a.m. on Monday. At 5 p.m. We close.", ["Open at 9 a.m. on Monday.", "At 5 p.m.", "We close."]),
    ("Made in the U.S. by J. R. Smith. Good.", ["Made in the U.S. by J. R. Smith.", "Good."]),
    ("1. Open the lid. 2. Close it.", ["1. Open the lid.", "2. Close it."]),
    ("What?! No way!! Fine.", ["What?!", "No way!!", "Fine."]),
    ("First line\nSecond line\n\nThird", ["First line", "Second line", "Third"]),
    ("(It works.) Good.", ["(It works.)", "Good."]),
    ("Version 2.0.1. Then 3.", ["Version 2.0.1.", "Then 3."]),
    ("今天很好。明天呢？好！走吧", ["今天很好。", "明天呢？", "好！", "走吧"]),
    ("他说：“你好。”然后走了。", ["他说：“你好。”", "然后走了。"]),
    ("等等……好的。", ["等等……", "好的。"]),
    ("价格是3.5元。OK.", ["价格是3.5元。", "OK."]),
    ("Call 030 12.34.56 at 5 p.m. Then wait.", ["Call 030 12.34.56 at 5 p.m.", "Then wait."]),
    ("The U.S. Senate met. Good.", ["The U.S. Senate met.", "Good."]),
    ("“Stop!” he said. He left.", ["“Stop!” he said.", "He left."]),
    ("See p. 5 and no. 7. Done.", ["See p. 5 and no. 7.", "Done."]),
    ("The answer is no. 7 is wrong", ["The answer is no. 7 is wrong"]),
    ("Is it on? It is no. The end.", ["Is it on?", "It is no.", "The end."]),
    ("看《你好！李焕英》吗？看！", ["看《你好！李焕英》吗？", "看！"]),
    ("Lieferung am 3. Dezember. Danke.", ["Lieferung am 3. Dezember.", "Danke."]),
    ("Im 2. Quartal stieg es auf 3. Dann fiel es.", ["Im 2. Quartal stieg es auf 3.", "Dann fiel es."]),
    ("", []),
    (" \n ", []),
    ("...", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_text_is_cut_at_sentence_ends_and_nowhere_else(text: str, expected: list[str]) -> None:
    assert list(sentences(iter([text]))) == expected


@pytest.mark.parametrize(("text", "expected"), TABLE)
@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_it_does_not_matter_how_the_stream_is_cut(text: str, expected: list[str], size: int) -> None:
    assert list(sentences(text[at : at + size] for at in range(0, len(text), size))) == expected


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("A dog. A cat.", len("A dog. ")),
        ("A dog! A cat.", len("A dog! ")),
        ("一只狗。一只猫。", len("一只狗。")),
        ("A list\nmore", len("A list\n")),
        ("Mr. Fox etc. Then", len("Mr. Fox etc. T")),
    ],
)
def test_a_sentence_is_yielded_at_the_character_that_decides(text: str, read: int) -> None:
    taken = 0

    def letters() -> Iterator[str]:
        nonlocal taken
        for char in text:
            taken += 1
            yield char

    next(sentences(letters()))
    assert taken == read


def test_a_runaway_sentence_is_broken_at_a_clause() -> None:
    parts = list(sentences(iter(["a red house, " * 100])))
    assert len(parts) > 3
    assert all(len(part) <= LONGEST for part in parts)
    assert all(part.endswith(",") for part in parts)


def test_nothing_is_lost() -> None:
    text = "One. Two... three! Four etc. Five? " * 20
    assert " ".join(sentences(iter(text))).split() == text.split()
