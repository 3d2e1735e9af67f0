from __future__ import annotations

import pytest

from speech.words import spoken

SENTENCE = 'He said: "Hello, Anna!" (50 + 5) @ work, isn\'t it?'
LEVELS = {
    "none": "He said: Hello, Anna! 50 5 work, isn't it?",
    "some": 'He said: "Hello, Anna!" (50 plus 5) at work, isn\'t it?',
    "most": "He said colon: quote Hello, Anna! quote open paren 50 plus 5 close paren at work, isn't it?",
    "all": "He said colon: quote Hello comma, Anna exclamation mark! quote open paren 50 plus 5 close paren at work "
    "comma, isn't it question mark?",
}
ROWS = [
    ("-----", "line"),
    ("===== Title =====", "line, Title, line"),
    ("- - - - -", "line"),
    ("___________", "line"),
    ("Chapter 1 ........ 12", "Chapter 1, 12"),
    ("Wait... what", "Wait... what"),
    ("No!!! Really???", "No! Really?"),
    ("********", "star 8 times"),
    ("Name | Qty | Price", "Name, Qty, Price"),
    ("| Tea | 2 | EUR 3.00 |", "Tea, 2, 3 euros"),
    ("Name:\tAnna\tAge:\t35", "Name: Anna, Age: 35"),
    ("First line\nSecond line", "First line, Second line"),
    ("One.\nTwo.", "One. Two."),
]
CODE = [
    ("if (x == 0) { return; }", "if open paren x equals equals 0 close paren open brace return semicolon; close brace"),
    ("def area(w, h):", "def area open paren w, h close paren colon:"),
    ("x = [1, 2]", "x equals open bracket 1, 2 close bracket"),
    ("items.map(i => i.price)", "items dot map open paren i right arrow i dot price close paren"),
    ("a != b && !c", "a not equals b and and exclamation mark! c"),
    ("<b>Hi</b>", "less than b greater than Hi less than slash b greater than"),
    ("$ git commit --amend -m fix", "dollar git commit dash dash amend dash m fix"),
    ("C++ and C#", "C plus plus and C hash"),
    ("Press Ctrl+Shift+T", "Press Ctrl plus Shift plus T"),
]


@pytest.mark.parametrize(("level", "said"), LEVELS.items())
def test_each_level_names_the_signs_it_should_and_keeps_the_pauses(level: str, said: str) -> None:
    assert spoken(SENTENCE, "en", level) == said  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "said"), ROWS)
def test_a_row_of_signs_is_said_once_and_a_cell_is_a_breath(text: str, said: str) -> None:
    assert spoken(text, "en") == said


@pytest.mark.parametrize(("text", "said"), CODE)
def test_in_code_every_sign_is_said(text: str, said: str) -> None:
    assert spoken(text, "en") == said


def test_signs_between_chinese_letters_have_chinese_names() -> None:
    assert spoken("（注意）", "zh", "most") == "左括号 注意 右括号"
    assert spoken("成功 & 失败", "zh") == "成功 和号 失败"


def test_ordinary_prose_is_left_alone() -> None:
    for text in (
        "The disk is full.",
        "It's a well-known problem, isn't it?",
        'She said "no" (twice) - and left; then: nothing.',
        "I'd like “quotes” and ‘more’ — thanks…",
    ):
        assert spoken(text, "en") == text
