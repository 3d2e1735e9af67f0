from __future__ import annotations

import pytest

from speech.words import spoken
from speech.words.identifiers import in_groups, letters

CAPITALS = [
    ("the PDF on USB", "the P.D.F on U.S.B"),
    ("API, APIs and PDFs", "A.P.I, A.P.I's and P.D.F's"),
    ("HTML, HDMI, UEFI, IEEE", "H.T.M.L, H.D.M.I, U.E.F.I, I.E.E.E"),
    ("NASA and RAM", "nasa and ram"),
    ("WARNING", "warning"),
    ("WARNING: DO NOT OPEN IT", "warning: do not open it"),
    ("ask IT for help", "ask I.T for help"),
    ("OK, I see A", "OK, I see A"),
    ("AT&T and R&D", "A.T and T and R and D"),
    ("DON'T", "don't"),
    ("World War II", "World War 2"),
    ("UTF-8", "U.T.F, 8"),
    ("CPU's load", "C.P.U's load"),
]
NAMES = [
    ("getUserName", "get User Name"),
    ("XMLHttpRequest", "X.M.L Http Request"),
    ("user_name", "user underscore name"),
    ("MAX_RETRY_COUNT", "max underscore retry underscore count"),
    ("__init__", "underscore underscore init underscore underscore"),
    ("McDonald and LaTeX", "McDonald and LaTeX"),
    ("self.__dict__", "self dot underscore underscore dict underscore underscore"),
]
CODES = [
    ("0x1F", "0 X, 1 F"),
    ("a3f9c2", "A3 F, 9 C 2"),
    ("commit 3df95251 is", "commit 3 D.F, 9 5 2, 5 1 is"),
    ("order X7K9P2", "order X 7 K, 9 P 2"),
    ("INV-2026-00123", "I.N.V dash 2 0 2 6 dash 0 0 1, 2 3"),
    ("#10482", "number 10482"),
    ("#ff8800", "number F.F 8, 8 0 0"),
    ("aa:bb:cc:dd:ee:0f", "A.A colon B.B colon C.C colon D.D colon E.E colon 0 F"),
    ("12:34:56:78:9a:bc", "1 2 colon 3 4 colon 5 6 colon 7 8 colon 9 A colon B.C"),
    ("2001:db8::1", "2 0 0 1 colon D.B 8 colon colon 1"),
    ("4111 1111 1111 1234", "4 1 1 1, 1 1 1 1, 1 1 1 1, 1 2 3 4"),
    ("DE89 3704 0044 0532 0130 00", "D.E 8 9, 3 7 0 4, 0 0 4 4, 0 5 3 2, 0 1 3 0, 0 0"),
    ("550e8400-e29b-41d4-a716-446655440000", "5 5 0, E 8 4, 0 0, E 2 9 B, 4 1 D 4, A7 1 6, 4 4 6, 6 5 5, 4 4 0, 0 0 0"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), CAPITALS)
def test_capitals_are_spelled_when_nobody_could_read_them_as_a_word(text: str, said: str) -> None:
    assert spoken(text, "en") == said


@pytest.mark.parametrize(("text", "said"), NAMES)
def test_the_words_of_an_identifier_are_heard(text: str, said: str) -> None:
    assert spoken(text, "en") == said


@pytest.mark.parametrize(("text", "said"), CODES)
def test_a_code_is_spelled_in_groups_that_can_be_typed(text: str, said: str) -> None:
    assert spoken(text, "en") == said


def test_capitals_inside_chinese_are_found_without_spaces_around_them() -> None:
    assert spoken("打开PDF文件", "zh") == "打开 P.D.F 文件"


def test_a_group_of_one_is_never_left_over() -> None:
    assert in_groups("1234567") == "1 2 3, 4 5 6 7"
    assert letters("A3fc9") == "A3 F.C 9"
