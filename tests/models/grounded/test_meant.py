"""What is only spoken of beside the way answers nothing: another's office, an alarm about a price, a debt the other
way round."""

from __future__ import annotations

import pytest

from tests.models.grounded.test_answers_more import reply, seen


@pytest.mark.parametrize(
    ("line", "question", "language"),
    [
        ("The dean's office is in room 5.", "Where is the dean?", "en"),
        ("The office of the dean is in room 5.", "Where is the dean?", "en"),
        ("The baker's nephew lives at 4 Mill Lane.", "Where does the baker live?", "en"),
        ("The captains' mess is on deck 3.", "Where are the captains?", "en"),
        ("Rita's ferry leaves at 9:15.", "When does Rita leave?", "en"),
        ("Landlord's agent: 555 0199", "What's the phone number of the landlord?", "en"),
        ("Price alarm: 1,200", "What's the price?", "en"),
        ("The weight limit is 23 kg.", "What is the weight?", "en"),
        ("Speed limit: 80 km/h", "What's the speed?", "en"),
        ("Parcel 8812", "How much did the parcel cost?", "en"),
        ("Parcel 8812", "Where is the parcel now?", "en"),
        ("Paket 8812", "Wie hoch ist das Paket?", "de"),
        ("Humidity target: 45 %", "What is the humidity?", "en"),
        ("Kim owes me 20 EUR.", "How much do I owe Kim?", "en"),
        ("I owe Kim 20 EUR.", "How much does Kim owe me?", "en"),
        ("Tom paid Ana 300 EUR in May.", "How much did Ana pay Tom?", "en"),
        ("Das Büro des Rektors ist in Raum 5.", "Wo ist der Rektor?", "de"),
        ("Preisalarm: 1.200 €", "Wie hoch ist der Preis?", "de"),
        ("Kim schuldet mir 20 €.", "Wie viel schulde ich Kim?", "de"),
        ("院长的办公室在5号楼。", "院长在哪里?", "zh"),
        ("价格提醒：1200元", "价格是多少?", "zh"),
        ("小王欠我20元。", "我欠小王多少?", "zh"),
    ],
)
def test_what_is_only_spoken_of_is_no_answer(line: str, question: str, language: str) -> None:
    answer = reply(seen("Notice", line), question, language)
    assert not answer.answerable, answer.text


@pytest.mark.parametrize(
    ("line", "question", "told", "language"),
    [
        ("The dean's office is in room 5.", "Where is the dean's office?", "room 5", "en"),
        ("The dean's in room 5.", "Where is the dean?", "5", "en"),
        ("The baker's shop is at 4 Mill Lane.", "Where is the shop of the baker?", "Mill Lane", "en"),
        ("The skiff's price is 1,200 EUR.", "What does the skiff cost?", "1,200", "en"),
        ("Rent: 1200", "How much is the rent?", "1200", "en"),
        ("Landlord's phone: 555 0199", "What's the phone number of the landlord?", "0199", "en"),
        ("Price alarm: 1,200", "What is the price alarm?", "1,200", "en"),
        ("Speed limit: 80 km/h", "What's the speed limit?", "80", "en"),
        ("Kim owes me 20 EUR.", "How much does Kim owe me?", "20", "en"),
        ("I owe Kim 20 EUR.", "How much do I owe Kim?", "20", "en"),
        ("Tom paid Ana 300 EUR in May.", "How much did Tom pay Ana?", "300", "en"),
        ("Das Büro des Rektors ist in Raum 5.", "Wo ist das Büro des Rektors?", "Raum 5", "de"),
        ("院长的办公室在5号楼。", "院长的办公室在哪里?", "5号楼", "zh"),
        ("价格提醒：1200元", "价格提醒是多少?", "1200", "zh"),
        ("小王欠我20元。", "小王欠我多少?", "20", "zh"),
    ],
)
def test_what_is_meant_is_told(line: str, question: str, told: str, language: str) -> None:
    answer = reply(seen("Notice", line), question, language)
    assert answer.answerable, answer.text
    assert told in answer.text
