from __future__ import annotations

from assistant.conversation import Conversation
from assistant.types import Answer, Box, Evidence

HERE = Evidence("tree", Box(0, 0, 10, 10), text="Save")
THERE = Evidence("ocr", Box(5, 5, 10, 10), 0.9, "Total")


def test_it_refers_to_what_the_last_answer_was_about() -> None:
    talk = Conversation(asked="where is Save", answer=Answer("Top left.", True, (THERE,), subject=(HERE,)))
    assert talk.subject == (HERE,)


def test_without_a_subject_the_evidence_is_what_it_means() -> None:
    talk = Conversation(answer=Answer("Total: 3", True, (THERE,)))
    assert talk.subject == (THERE,)


def test_it_means_nothing_before_anything_was_answered() -> None:
    assert Conversation().subject == ()


def test_what_was_made_of_a_question_is_forgotten_with_the_question() -> None:
    talk = Conversation(
        asked="and Cancel?", answer=Answer("Yes.", True, (HERE,)), understood=("and Cancel?", "meaning")
    )
    assert talk.meaning() == "meaning"
    talk.asked = "what is the total"
    assert talk.meaning() is None
    talk.asked, talk.answer = "and Cancel?", None  # a new description
    assert talk.meaning() is None
