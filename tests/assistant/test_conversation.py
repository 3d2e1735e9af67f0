from __future__ import annotations

from assistant.conversation import KEPT, Conversation
from assistant.types import Answer, Box, Claim, Evidence, Scene

HERE = Evidence("tree", Box(0, 0, 10, 10), text="Save")
THERE = Evidence("ocr", Box(5, 5, 10, 10), 0.9, "Total")


def test_it_refers_to_what_the_last_answer_was_about() -> None:
    talk = Conversation()
    talk.exchange("where is Save", Answer("Top left.", True, (THERE,), subject=(HERE,)))
    assert talk.subject == (HERE,)
    assert talk.last_words == "Top left."


def test_without_a_subject_the_evidence_is_what_it_means() -> None:
    talk = Conversation()
    talk.exchange("what is the total", Answer("Total: 3", True, (THERE,)))
    assert talk.subject == (THERE,)


def test_after_a_description_it_means_what_was_said_first() -> None:
    talk = Conversation()
    talk.describe([Claim("Save button.", (HERE,)), Claim("Total.", (THERE,))])
    assert talk.subject == (HERE,)
    assert talk.last_words == "Save button. Total."


def test_a_new_scene_forgets_what_it_meant() -> None:
    talk = Conversation()
    talk.exchange("where is Save", Answer("Top left.", True, (HERE,)))
    scene = Scene(10, 10, "file")
    talk.look_at(None, scene)
    assert talk.scene is scene
    assert talk.subject == ()
    assert talk.asked == ""
    assert talk.exchanges == []
    assert talk.last_words == ""


def test_a_long_talk_stays_bounded() -> None:
    talk = Conversation()
    for number in range(KEPT + 5):
        talk.exchange(str(number), Answer("Yes.", True, (HERE,)))
    assert len(talk.exchanges) == KEPT
    assert talk.exchanges[-1][0] == str(KEPT + 4)
