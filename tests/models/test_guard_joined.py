"""That two things are there is not enough for a sentence that joins them."""

from __future__ import annotations

import pytest

from models.guard import check
from tests.models.test_guard import DIALOG


@pytest.mark.parametrize(
    "sentence",
    [
        'The "OK" button is inside the "File" menu.',
        'The "File" menu contains an "OK" button.',
        'The "File" menu includes "Wi-Fi" and "Flight mode".',
        'The menu shows "12.50".',
        '"Tax" reads "12.50".',
        'The "Cancel" button says "OK".',
        'The "OK" button is labeled "Cancel".',
        'The "Wi-Fi" checkbox is labeled "Flight mode".',
        "Das Menü „File“ enthält „OK“.",
        'Several "OK" buttons are shown.',
    ],
)
def test_what_is_not_in_the_other_is_not_said(sentence: str) -> None:
    assert check(sentence, DIALOG, 0.9).decision == "hedge"


@pytest.mark.parametrize(
    "sentence",
    [
        'The dialog contains an "OK" button.',
        'The "Print" dialog has an "OK" button.',
        'A dialog titled "Print".',
        'There are buttons labeled "OK" and "Cancel".',
        "Der Dialog „Print“ enthält die Schaltfläche „OK“.",
    ],
)
def test_what_is_in_the_other_is_said(sentence: str) -> None:
    assert check(sentence, DIALOG, 0.9).decision == "say"


@pytest.mark.parametrize("state", ["open", "highlighted", "currently open", "very large"])
def test_what_is_said_of_a_thing_is_a_claim_and_no_frame(state: str) -> None:
    assert check(f'The "File" menu is {state}.', DIALOG, 0.9).decision == "hedge"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("「Cancel」按钮在「OK」按钮的左边。", "say"),
        ("「OK」按钮位于「Cancel」按钮右侧。", "say"),
        ("「Flight mode」复选框在「Wi-Fi」复选框的下方。", "say"),
        ("「Cancel」按钮在「OK」按钮的右边。", "drop"),
        ("「Cancel」按钮在「OK」右边。", "drop"),
        ("「Wi-Fi」复选框在「Flight mode」复选框的下方。", "drop"),
        ("「OK」按钮在对话框的右下角。", "hedge"),
    ],
)
def test_chinese_tells_which_is_beside_which(sentence: str, expected: str) -> None:
    assert check(sentence, DIALOG, 0.9).decision == expected
