from __future__ import annotations

from speech.words.spelling import ALPHABET, spelled


def test_spelling_names_capitals_and_signs() -> None:
    assert spelled("Ab-1@x", "en") == "capital A, b, dash, 1, at, x"
    assert spelled("a b", "en") == "a, space, b"


def test_the_phonetic_alphabet_tells_letters_apart_that_sound_alike() -> None:
    assert spelled("BDp-7", "en", "phonetic") == "capital Bravo, capital Delta, Papa, dash, 7"
    assert sorted(ALPHABET) == list("abcdefghijklmnopqrstuvwxyz")
    assert all(word.lower().startswith(letter) for letter, word in ALPHABET.items())


def test_accents_are_not_lost_in_the_phonetic_alphabet() -> None:
    assert spelled("é", "en", "phonetic") == "Echo acute accent"
    assert spelled("Ü", "en", "phonetic") == "capital Uniform diaeresis"


def test_chinese_is_spelled_character_by_character_with_chinese_names_of_signs() -> None:
    assert spelled("文件-A", "zh") == "文, 件, 横杠, 大写 A"
    assert spelled("文A", "zh-CN", "phonetic") == "文, 大写 Alfa"


def test_what_hides_in_text_is_found_by_spelling_it() -> None:
    assert spelled("a\u200bb\u202e", "en") == "a, zero width space, b, right-to-left override"


def test_every_sign_of_the_keyboard_has_a_name() -> None:
    for sign in (chr(code) for code in range(32, 127)):
        for language in ("en", "zh"):
            said = spelled(sign, language)
            assert said == sign or said.startswith(("capital", "大写")) if sign.isalnum() else said not in ("", sign)
