"""Which guesses of the network are told: buttons that look like tabs, alike marks in a column."""

from __future__ import annotations

import numpy as np
import pytest

from models.evidence.elements.choose import A_GUESS, Guessed, Seen, choose
from models.evidence.elements.net import ROLES, STATES

Box4 = tuple[int, int, int, int]


def guessed(*candidates: tuple[Box4, dict[str, float], dict[str, float]]) -> Guessed:
    """(box, chance by role, chance by state) each; what is left of the chances is "none"'s."""
    roles = np.zeros((len(candidates), len(ROLES)), np.float32)
    states = np.zeros((len(candidates), len(STATES)), np.float32)
    for at, (_, chances, held) in enumerate(candidates):
        for role, chance in chances.items():
            roles[at, ROLES.index(role)] = chance
        roles[at, 0] = 1 - sum(chances.values())
        for state, chance in held.items():
            states[at, STATES.index(state)] = chance
    boxes = np.array([box for box, _, _ in candidates], np.int32).reshape(-1, 4)
    return Guessed(boxes, roles, states, np.zeros(len(candidates), np.float32))


def told(*candidates: tuple[Box4, dict[str, float], dict[str, float]]) -> list[tuple[str, Box4]]:
    return [(one.role, (one.box.x, one.box.y, one.box.w, one.box.h)) for one in choose(guessed(*candidates))]


def test_a_button_that_might_be_a_tab_is_told_as_a_guess() -> None:
    seen = choose(guessed(((40, 200, 90, 32), {"button": 0.3, "tab": 0.67}, {})))
    assert [one.role for one in seen] == ["button"]
    assert seen[0].confidence <= A_GUESS


def test_what_touches_its_neighbour_may_be_a_tab_and_is_not_told() -> None:
    strip = [((40 + 80 * at, 20, 80, 30), {"button": 0.3, "tab": 0.65}, {}) for at in range(3)]
    assert told(*strip) == []
    apart = [((40 + 90 * at, 20, 80, 30), {"button": 0.3, "tab": 0.65}, {}) for at in range(3)]
    assert [role for role, _ in told(*apart)] == ["button"] * 3


@pytest.mark.parametrize("chances", [{"button": 0.5, "textbox": 0.48}, {"button": 0.4, "tab": 0.4}, {"tab": 0.9}])
def test_what_may_be_something_else_is_not_told(chances: dict[str, float]) -> None:
    assert told(((40, 200, 90, 32), chances, {})) == []


@pytest.mark.parametrize("tab", [{"tab": 0.95}, {"tab": 0.94, "button": 0.01}, {"tab": 0.8, "button": 0.18}])
def test_what_is_rather_a_tab_is_no_button_even_alone(tab: dict[str, float]) -> None:
    assert told(((40, 200, 90, 32), tab, {})) == []


def test_where_one_of_a_row_is_selected_they_may_be_tabs_and_none_is_told() -> None:
    unsure = {"button": 0.4, "tab": 0.55}
    tabs = [((40 + 100 * at, 20, 90, 32), unsure, {"selected": 0.99 if at == 0 else 0.01}) for at in range(4)]
    assert told(*tabs) == []
    below = ((40, 400, 90, 32), unsure, {"selected": 0.01})
    assert told(*tabs, below) == [("button", (40, 400, 90, 32))], "what is elsewhere is not one of them"


def test_what_stands_beside_a_button_is_one_though_it_looks_like_a_tab() -> None:
    """Cancel and Save of a dialog; the coloured one seems selected."""
    like_a_tab, save = {"button": 0.1, "tab": 0.88}, {"button": 0.88, "tab": 0.1}
    row = [((100, 200, 84, 30), like_a_tab, {}), ((190, 200, 84, 30), save, {"selected": 0.8})]
    assert [box for _, box in told(*row)] == [(100, 200, 84, 30), (190, 200, 84, 30)]
    assert [box for _, box in told(row[0], ((190, 300, 84, 30), save, {}))] == [(190, 300, 84, 30)]


def test_no_focus_nor_state_comes_from_nowhere() -> None:
    seen: list[Seen] = choose(guessed(((40, 200, 90, 32), {"button": 0.3, "tab": 0.67}, {"focused": 0.4})))
    assert seen[0].states == frozenset()


def test_a_mark_in_a_column_of_certain_ones_is_told_as_a_guess() -> None:
    certain = ((20, 40, 16, 16), {"checkbox": 0.95}, {"checked": 0.99})
    pale = ((20, 64, 16, 16), {"checkbox": 0.6}, {"checked": 0.02})
    seen = choose(guessed(certain, pale))
    assert [(one.role, one.states) for one in seen] == [
        ("checkbox", frozenset({"checked"})), ("checkbox", frozenset({"unchecked"}))
    ]  # fmt: skip
    assert seen[1].confidence < A_GUESS


@pytest.mark.parametrize("box", [(60, 64, 16, 16), (20, 64, 22, 22)])
def test_a_mark_elsewhere_or_of_another_size_is_not_told(box: Box4) -> None:
    certain = ((20, 40, 16, 16), {"checkbox": 0.95}, {"checked": 0.99})
    assert told(certain, (box, {"checkbox": 0.6}, {})) == [("checkbox", (20, 40, 16, 16))]


def test_what_stands_on_a_pane_may_be_its_tab_and_is_not_told() -> None:
    pane = ((40, 52, 400, 200), {}, {})
    assert told(((42, 20, 80, 30), {"button": 0.6, "tab": 0.38}, {}), pane) == []


def test_a_page_of_marks_is_not_compared_each_with_each() -> None:
    looked = []

    class Counted(np.ndarray):
        def __getitem__(self, place):  # type: ignore[no-untyped-def]
            looked.append(place)
            return super().__getitem__(place)

    many = [((20, 20 * at, 16, 16), {"checkbox": 0.6 if at % 2 else 0.95}, {}) for at in range(60)]
    plain = guessed(*many)
    counted = Guessed(plain.boxes.view(Counted), plain.roles, plain.states, plain.values)
    assert len(choose(counted)) == len(many)
    assert len(looked) <= 8 * len(many)
