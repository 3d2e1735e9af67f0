"""What lists, boards and chats answer as they stand, on screens that are nobody's in particular."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.types import Box, Scene, TextBlock, Thing, WindowInfo
from models.grounded.computed.chats import MEMBERS
from models.grounded.previews import previews
from tests.models.grounded.test_answers_more import reply, window

FERRIES = (
    ("Leaves", "Harbour", "Quay", "Ferry", "Notes"),
    ("14:05", "Skarholm", "2", "F 12", "20 minutes late"),
    ("14:20", "Ulvo", "1", "F 31", ""),
    ("14:45", "Nordby", "4", "F 8", "Cancelled"),
    ("15:10", "Langsund", "3", "F 44", "not cancelled"),
)


def table(rows: tuple[tuple[str, ...], ...], *others: TextBlock, title: str = "Board") -> Scene:
    """A table as a browser tells it, and other text."""
    things = [Thing(0, "window", title, "", frozenset({"active"}), Box(0, 0, 1000, 600))]
    things.append(Thing(1, "table", "", "", frozenset(), Box(20, 100, 900, 40 * len(rows)), 0))
    blocks = []
    for y, row in enumerate(rows):
        holder = len(things)
        things.append(Thing(holder, "row", "", "", frozenset(), Box(20, 100 + 40 * y, 900, 40), 1))
        for x, text in enumerate(row):
            box = Box(20 + 180 * x, 100 + 40 * y, 180, 40)
            if text.startswith("["):
                box_states = frozenset({"checked" if text == "[x]" else "unchecked"})
                things.append(Thing(len(things), "cell", "", "", frozenset(), box, holder))
                things.append(Thing(len(things), "checkbox", "Mark", "", box_states, box, len(things) - 1))
                continue
            things.append(Thing(len(things), "cell", text, "", frozenset(), box, holder))
            if text:
                blocks.append(TextBlock(text, box, 1.0, "cell", "tree"))
    shown = WindowInfo(1, title, "", 1, Box(0, 0, 1000, 600))
    return Scene(1000, 600, "window", (*blocks, *others), tuple(things), shown, complete=True)


def line(text: str, x: int, y: int, kind: str = "line") -> TextBlock:
    return TextBlock(text, Box(x, y, 9 * len(text), 18), 0.98, kind)


BOARD = table(FERRIES, line("Sailings 13:58", 20, 20, "heading"), line("Kiosk at quay 1, open until 18:30.", 20, 500))


@pytest.mark.parametrize(
    ("question", "language", "told"),
    [
        ("Is any ferry late?", "en", "Yes. Skarholm: 20 minutes late."),
        ("Are any ferries delayed?", "en", "Skarholm: 20 minutes late"),
        ("Is anything cancelled?", "en", "Nordby: Cancelled."),
        ("Is the ferry to Nordby cancelled?", "en", "Yes. Nordby: Cancelled."),
        ("How late is the ferry to Skarholm?", "en", "20 minutes late"),
        ("What's the number of the ferry to Ulvo?", "en", "F 31"),
        ("When does the kiosk close?", "en", "open until 18:30"),
        ("How long is the kiosk open?", "en", "open until 18:30"),
        ("Wann schließt der Kiosk?", "de", ""),
        ("What time does the board show?", "en", "13:58"),
        ("Was zeigt die Uhr an?", "de", "13:58"),
    ],
)
def test_a_board_tells_what_is_remarked(question: str, language: str, told: str) -> None:
    answer = reply(BOARD, question, language)
    assert told in answer.text
    assert answer.answerable or not told


@pytest.mark.parametrize(
    ("question", "language", "remark"),
    [
        ("Ist der Zug nach Bergen verspätet?", "de", "10 Minuten Verspätung"),
        ("Ist ein Zug verspätet?", "de", "10 Minuten Verspätung"),
        ("去Bergen的列车晚点多久？", "zh", "延误10分钟"),
        ("有列车晚点吗？", "zh", "延误10分钟"),
    ],
)
def test_remarks_are_known_in_each_language(question: str, language: str, remark: str) -> None:
    heads = {"de": ("Zeit", "Nach", "Gleis", "Zug"), "zh": ("时间", "到", "站台", "车次")}[language]
    rows = (heads, ("14:05", "Bergen", "2", "R 12"), ("14:20", "Stavern", "1", "R 31"))
    board = table(((*rows[0], "Info" if language == "de" else "备注"), (*rows[1], remark), (*rows[2], "")))
    answer = reply(board, question, language)
    assert answer.answerable
    assert remark in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "Is the ferry to Ulvo late?",
        "Is the ferry to Langsund cancelled?",
        "How late is the ferry to Nordby?",
        "Is any plane late?",
        "When does the museum close?",
    ],
)
def test_of_what_is_not_remarked_nothing_is_said(question: str) -> None:
    assert not reply(BOARD, question).answerable


def test_next_and_last_may_stand_behind_the_verb() -> None:
    assert "Nordby" in reply(BOARD, "Which ferry leaves next after 14:20?").text
    assert "Skarholm" in reply(BOARD, "Which ferry leaves last before 14:15?").text


def test_the_number_beside_a_name_is_told_where_several_have_one() -> None:
    shelves = window(("treeitem", "Later 7", ""), ("treeitem", "Done (31)", ""), ("treeitem", "Shared 4", ""))
    for question in (
        "What number is next to Later?",
        "How many notes are in Later?",
        "How many items does Later have?",
    ):
        answer = reply(shelves, question)
        assert answer.answerable, question
        assert "7" in answer.text
    assert "31" in reply(shelves, "Wie viele Notizen sind in Done?", "de").text
    assert "4" in reply(shelves, "Shared旁边的数字是多少？", "zh").text
    assert not reply(shelves, "How many notes are in Trash?").answerable


def test_a_name_with_a_number_is_no_count() -> None:
    rooms = window(("listitem", "Building 12", ""), ("listitem", "Garden", ""))
    assert not reply(rooms, "How many messages are in Building?").answerable


def test_the_number_beside_a_name_is_seen_in_a_picture() -> None:
    blocks = (line("Later", 20, 40), line("7", 200, 40), line("Shared", 20, 80), line("12", 191, 80))
    answer = reply(Scene(900, 600, "file", blocks, complete=True), "What's the number beside Shared?")
    assert answer.answerable
    assert "12" in answer.text


def test_how_many_there_are_in_all_is_what_the_list_says() -> None:
    parcels = table(FERRIES, line("Parcels", 20, 20, "heading"), line("21-40 of 97", 800, 560), title="Parcels")
    answer = reply(parcels, "How many parcels are there in total?")
    assert answer.answerable
    assert "97" in answer.text
    assert not reply(parcels, "How many cousins are there in total?").answerable


MAILS = (
    ("[ ]", "Ida Holm", "Your bicycle is ready - Open till six", "11:02"),
    ("[x]", "North Choir", "No rehearsal this week - See you in May", "3 Apr"),
    ("[ ]", "Paul Brandt", "Lunch on Thursday? - At the usual place", "1 Apr"),
)


@pytest.mark.parametrize(
    ("question", "language", "told"),
    [
        ("What's the subject of Ida's mail?", "en", "Your bicycle is ready"),
        ("When did Paul Brandt's mail arrive?", "en", "1 Apr"),
        ("What does the choir want?", "en", "No rehearsal this week"),
        ("Is there anything from Paul Brandt?", "en", "Yes. Paul Brandt: Lunch"),
        ("Hat Ida geschrieben?", "de", "Your bicycle"),
        ("Wann kam die Mail von Paul Brandt an?", "de", "1 Apr"),
        ("Ida的邮件是什么时候来的？", "zh", "11:02"),
        ("Is the mail from North Choir ticked?", "en", "Yes"),
        ("Is Ida Holm's mail selected?", "en", "No"),
    ],
)
def test_a_list_of_mails_tells_who_wrote_what(question: str, language: str, told: str) -> None:
    answer = reply(table(MAILS, title="Mail"), question, language)
    assert answer.answerable
    assert told in answer.text


def test_of_somebody_who_is_not_listed_nothing_is_said() -> None:
    assert not reply(table(MAILS, title="Mail"), "Did Olga write?").answerable
    assert not reply(table(MAILS, title="Mail"), "Is the mail from Olga ticked?").answerable


def test_a_timetable_is_no_list_of_mails() -> None:
    assert previews(list(BOARD.blocks)) == []


def chat(*, asked: str = "How many life jackets do we have?", answered: str = "Ten. The old ones are torn.") -> Scene:
    names = (("Boat crew", "20:14", "Ten, I think"), ("Ida", "19:30", "See you"), ("Choir", "Sun", "New notes"))
    blocks = []
    for at, (name, time, text) in enumerate(names):
        y = 60 + 60 * at
        blocks += [line(name, 10, y), line(time, 280 - 9 * len(time), y), line(text, 10, y + 22)]
    blocks += [line("Boat crew", 420, 10), line("Nils, Ida and you", 420, 32)]
    for at, (who, text, time) in enumerate(
        (
            ("Nils", asked, "20:10"),
            ("Ida", answered, "20:14"),
            ("Nils", "Good, see you on board.", "20:15"),
        )
    ):
        y = 150 + 100 * at
        blocks += [line(who, 440, y), line(text, 440, y + 20), line(time, 395 + 9 * len(text), y + 40)]
    return Scene(1200, 700, "file", tuple(blocks), complete=True)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How many life jackets are there?", "Ten."),
        ("Which chat is open?", "Boat crew."),
        ("Who is in the group?", "Nils, Ida and you."),
        ("How many chats are there?", "3 chats: Boat crew, Ida and Choir."),
    ],
)
def test_a_chat_tells_what_was_answered_and_who_is_in_it(question: str, told: str) -> None:
    answer = reply(chat(), question)
    assert answer.answerable
    assert told in answer.text


def test_what_nobody_asked_in_the_chat_is_not_answered_by_it() -> None:
    assert not reply(chat(), "How many boats are there?").answerable
    assert not reply(chat(), "Who is in the orchestra?").answerable


def test_many_names_that_are_no_list_of_members_are_soon_left() -> None:
    names = ", ".join(f"Person {chr(97 + at)}" for at in range(24))
    assert MEMBERS.fullmatch(names)
    assert not MEMBERS.fullmatch(f"{names} and 3 more")


@pytest.mark.parametrize(
    ("question", "language", "remark"),
    [
        ("Is Oak online?", "en", "Last online 3 days ago"),
        ("Has Oak expired?", "en", "Expires 3 May 2031"),
        ("Has Oak failed?", "en", "0 failed"),
        ("Is Oak paid?", "en", "To be paid by 3 May"),
        ("Is Oak paid?", "en", "Partly paid"),
        ("Is any oak left?", "en", "0 left"),
        ("Is Oak open?", "en", "Opens at 9:00"),
        ("Is Oak complete?", "en", "45 % complete"),
        ("Is Oak done?", "en", "Almost done"),
        ("Is Oak selected?", "en", "Selected for 3 games"),
        ("Is Oak late?", "en", "0 minutes late"),
        ("Ist Oak fertig?", "de", "Fast fertig"),
        ("Ist Oak verspätet?", "de", "Verspätung behoben"),
        ("Ist Oak verspätet?", "de", "0 Min. verspätet"),
        ("Oak取消了吗？", "zh", "可免费取消"),
        ("Oak延误了吗？", "zh", "延误已解除"),
    ],
)
def test_what_only_speaks_of_a_remark_is_quoted_at_most(question: str, language: str, remark: str) -> None:
    rows = (("Name", "Place", "State"), ("Oak", "Rome", remark), ("Elm", "Oslo", ""), ("Ash", "Bonn", ""))
    answer = reply(table(rows), question, language)
    assert not answer.text.startswith(("Yes", "Ja", "有", "是"))
    assert not answer.answerable or remark in answer.text


@pytest.mark.parametrize(
    ("question", "language", "remark"),
    [
        ("Is Oak paid?", "en", "Paid"),
        ("Is Oak delayed?", "en", "Delayed by 2 hours"),
        ("Is Oak late?", "en", "Delay 10 min"),
        ("Ist Oak verspätet?", "de", "5 Min. verspätet"),
        ("Oak延误了吗？", "zh", "晚点约15分钟"),
    ],
)
def test_what_is_the_remark_is_affirmed(question: str, language: str, remark: str) -> None:
    rows = (("Name", "Place", "State"), ("Oak", "Rome", remark), ("Elm", "Oslo", ""), ("Ash", "Bonn", ""))
    answer = reply(table(rows), question, language)
    assert answer.answerable
    assert answer.text.startswith(("Yes", "Ja", "有"))


@pytest.mark.parametrize("question", ["Is the bicycle from Ida selected?", "Is the mail from Ida marked?"])
def test_where_rows_are_selected_their_boxes_do_not_tell_it(question: str) -> None:
    things = [Thing(0, "window", "Mail", "", frozenset({"active"}), Box(0, 0, 800, 600))]
    things.append(Thing(1, "list", "Mails", "", frozenset(), Box(0, 40, 800, 300), 0))
    for at, (name, states) in enumerate((("Ida Holm bicycle", {"selected"}), ("Paul Brandt lunch", set[str]()))):
        holder, y = len(things), 40 + 40 * at
        things.append(Thing(holder, "listitem", name, "", frozenset(states), Box(0, y, 800, 40), 1))
        things.append(Thing(holder + 1, "checkbox", "", "", frozenset({"unchecked"}), Box(4, y, 20, 20), holder))
    shown = WindowInfo(1, "Mail", "", 1, Box(0, 0, 800, 600))
    scene = Scene(800, 600, "window", (), tuple(things), shown, complete=True)
    assert "No" not in reply(scene, question).text
    assert reply(scene, "Is the Paul Brandt lunch ticked?").text == "No, Paul Brandt lunch is not checked."


@pytest.mark.parametrize(
    ("asked", "answered", "question"),
    [
        ("How many guests are coming?", "I'll tell you at 5.", "How many guests are there?"),
        ("How many guests are coming?", "At 5.", "How many guests are coming?"),
        ("How many guests are coming?", "5 pm is early.", "How many guests are coming?"),
        ("How many cups do we have?", "Four.", "How many red cups are there?"),
        ("How many cups did you break?", "Four.", "How many cups are there?"),
    ],
)
def test_another_question_of_the_chat_or_no_number_is_not_the_answer(asked: str, answered: str, question: str) -> None:
    assert not reply(chat(asked=asked, answered=answered), question).answerable
    assert reply(chat(asked="How many cups do we have?", answered="Four."), "How many cups are there?").answerable


@pytest.mark.parametrize(
    ("sentence", "question", "language"),
    [
        ("The pool is not open until 10:00.", "When does the pool close?", "en"),
        ("The pool was open from 9 to 17 before the fire.", "When does the pool close?", "en"),
        ("The pool is closing 3 rooms this week.", "When does the pool close?", "en"),
        ("Schließt die Bank 20 Filialen?", "Wann schließt die Bank?", "de"),
    ],
)
def test_what_is_no_time_of_closing_is_not_told_as_one(sentence: str, question: str, language: str) -> None:
    blocks = (line(sentence, 20, 40), line("Bring a towel.", 20, 80))
    assert not reply(Scene(900, 600, "file", blocks, complete=True), question, language).answerable


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("How many invoices are there?", "en"),
        ("How many emails are in the inbox?", "en"),
        ("Wie viele Invoices gibt es?", "de"),
    ],
)
def test_a_year_or_the_new_ones_are_not_how_many_there_are(question: str, language: str) -> None:
    names = ("Invoices 2022", "Taxes 2023", "Inbox (3)", "Drafts (1)")
    folders = window(*(("treeitem", name, "") for name in names))
    pager = line("1-50 of 348", 500, 40)
    assert not reply(replace(folders, blocks=(*folders.blocks, pager)), question, language).answerable


def test_the_number_of_a_sign_is_not_how_many_there_are() -> None:
    blocks = (line("Exits", 20, 40), line("27", 300, 40), line("Gates", 20, 80), line("45", 300, 80))
    assert not reply(Scene(900, 600, "file", blocks, complete=True), "How many exits are there?").answerable


@pytest.mark.parametrize(
    "blocks",
    [
        (line("Holiday video", 20, 20), line("12:34", 850, 570), line("Play", 20, 570)),
        (line("Dentist", 20, 20), line("14:00", 300, 20), line("Bring the card", 20, 60)),
        (line("Dentist 14:00", 20, 20, "heading"), line("Bring the card", 20, 60)),
    ],
)
def test_another_time_is_not_the_clock(blocks: tuple[TextBlock, ...]) -> None:
    assert not reply(Scene(900, 600, "file", blocks, complete=True), "What does the clock say?").answerable


def previewed(title: str, text: str) -> Scene:
    rows = (("[ ]", "Ida Holm", text, "14:30"), ("[ ]", "Garage", "Change the tyres", "16:00"))
    return table((*rows, ("[ ]", "Anna Lund", "Water the plants", "17:30")), title=title)


def test_what_was_sent_or_is_no_mail_was_not_written_by_who_is_named() -> None:
    assert reply(previewed("Mail", "See you tomorrow"), "Did Ida Holm write?").answerable
    assert not reply(previewed("Sent", "See you tomorrow"), "Did Ida Holm write?").text.startswith("Yes")
    assert not reply(previewed("Mail", "You: See you tomorrow"), "Did Ida Holm write?").text.startswith("Yes")
    plain = tuple(
        row[1:] for row in (("", "Dr Roth", "Annual check up", "14:30"), ("", "Garage", "Change the tyres", "16:00"))
    )
    days = table((*plain, ("Anna Lund", "Water the plants", "17:30")), title="Appointments")
    assert not reply(days, "Did Dr Roth write?").text.startswith("Yes")
