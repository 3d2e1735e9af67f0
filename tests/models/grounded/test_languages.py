"""What holds for every language of the grounded engine. The German questions of german.json were written before the
rules first met them; as first asked 54 of 55 were right, and no unanswerable one was answered. The rules were mended
for the one since, so that what is measured here says nothing of questions never seen."""

from __future__ import annotations

import pytest

from models.grounded.engine import GroundedEngine
from models.grounded.phrases import LANGUAGES, phrases
from models.grounded.questions import parse, parse_target
from models.grounded.wording import word_count
from tests.models.grounded.scenes import load
from tests.models.grounded.test_answers import ask, right
from tests.models.grounded.test_narrate import VERBOSITIES, described

SCENES = {
    name: scene for file in ("tuning.json", "heldout.json", "german.json") for name, scene in load(file)[0].items()
}
DE = phrases("de")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(SCENES))
def test_a_description_stays_within_its_words_and_each_sentence_has_evidence(name: str, language: str) -> None:
    limits = {"brief": 15, "normal": 60}
    for verbosity in VERBOSITIES:
        said = described(SCENES[name], verbosity=verbosity, language=language)
        assert said
        assert all(one.evidence for one in said)
        assert sum(word_count(one.text) for one in said) <= limits.get(verbosity, 10_000), said


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_language_calls_a_thing_it_also_understands(language: str) -> None:
    own = phrases(language)
    for role in ("button", "checkbox", "textbox", "link", "tab", "heading", "table", "list", "menu", "slider"):
        assert role in parse_target(own.role(role).lower(), own).roles
        assert role in parse_target(own.role(role, 2).lower(), own).roles


def test_german_questions_are_answered_and_none_is_invented() -> None:
    scenes, cases = load("german.json")
    assert len(cases) >= 40
    assert 3 * sum(not case.answerable for case in cases) >= len(cases)
    engine = GroundedEngine(None)
    answers = [(case, ask(engine, scenes[case.scene], case.question, language="de")) for case in cases]
    assert [(c.question, a.text) for c, a in answers if a.answerable and not c.answerable] == []
    wrong = [(case.question, answer.text) for case, answer in answers if not right(case, answer)]
    assert len(wrong) <= 0.1 * len(cases), wrong
    assert all(answer.evidence for _, answer in answers if answer.answerable)


@pytest.mark.parametrize(
    ("question", "name", "role"),
    [
        ("die Schaltfläche Speichern", "speichern", "button"),
        ("Speichern-Schaltfläche", "speichern", "button"),
        ("der Knopf Abbrechen", "abbrechen", "button"),
        ("das Kontrollkästchen Newsletter", "newsletter", "checkbox"),
    ],
)
def test_a_german_kind_of_thing_is_split_off_before_and_after_its_name(question: str, name: str, role: str) -> None:
    ask = parse(f"Wo ist {question}?", DE)
    target = parse_target(ask.target, DE)
    assert (ask.intent, target.name) == ("where", name)
    assert role in target.roles


def test_german_keeps_the_gender_of_names_out_of_its_sentences() -> None:
    answer = ask(GroundedEngine(None), SCENES["anmeldung"], "Gibt es eine Schaltfläche Drucken?", language="de")
    assert answer.text.startswith("Nein, nicht zu sehen:")
    assert "Drucken" in answer.text or "drucken" in answer.text
    said = [one.text for one in described(SCENES["anmeldung"], language="de")]
    assert "Fokus: Benutzername, Textfeld, anna.weber." in said
