"""Listings that no longer tell what a folder holds, commands that failed, and secrets among what was typed."""

from __future__ import annotations

import pytest

from models.grounded.terminals.withheld import without
from tests.models.grounded.test_answers_more import reply
from tests.models.grounded.test_terminals import screen

P = "ida@barge:~/cargo$"
ROWS = (
    "total 8",
    "-rw-r--r-- 1 ida crew 912 Feb 3 2023 crates.txt",
    "-rw-r--r-- 1 ida crew 91 Feb 4 2023 route.txt",
    "drwxr-xr-x 2 ida crew 4096 Jan 1 2022 maps",
)


@pytest.mark.parametrize(
    "rows",
    [
        (f"{P} ls -l crates.txt", ROWS[1], P),
        (f"{P} ls -ld crates.txt", ROWS[1], P),
        (f"{P} ls -l --hide=anchor.txt", *ROWS, P),
        (f"{P} ls -l /mnt/usb", *ROWS, P),
        (f"{P} ls -l", *ROWS, f"{P} touch anchor.txt", P),
        (f"{P} ls -l", *ROWS, f"{P} python3 unload.py", P),
        (f"{P} ls -l", *ROWS, f"{P} cd ../other", "ida@barge:~/other$"),
        (f"{P} ls -l", *ROWS, f"{P} cat route.txt > anchor.txt", P),
    ],
)
def test_a_listing_of_less_or_of_before_denies_and_counts_nothing(rows: tuple[str, ...]) -> None:
    assert not reply(screen(*rows), "Is there a file called anchor.txt?").answerable
    assert not reply(screen(*rows), "How many files are there?").answerable


def test_what_may_be_gone_is_not_said_to_be_there() -> None:
    scene = screen(f"{P} ls -l", *ROWS, f"{P} rm route.txt", P)
    assert not reply(scene, "Is there a file called route.txt?").answerable
    assert not reply(scene, "Which file is the biggest?").answerable


@pytest.mark.parametrize(
    ("options", "question", "told"),
    [
        ("-l", "Is there a file called .profile?", ""),
        ("-la", "Is there a file called .profile?", "No"),
        ("-l", "Is there a file called anchor.txt?", "No"),
        ("-lh --color=auto", "Is there a file called anchor.txt?", "No"),
        ("-l", "Is there a file called maps/anchor.txt?", ""),
        ("-l", "How many files are there?", "2:"),
        ("-lt", "Which file is the biggest?", "crates.txt: 912"),
    ],
)
def test_a_whole_listing_denies_what_it_would_show(options: str, question: str, told: str) -> None:
    answer = reply(screen(f"{P} ls {options}", *ROWS, f"{P} cat route.txt", "Emden", P), question)
    assert answer.answerable == bool(told), answer.text
    assert told in answer.text


@pytest.mark.parametrize(
    ("question", "language"),
    [("Which file is the newest?", "en"), ("Welche Datei ist die neueste?", "de"), ("最新的文件是哪个？", "zh")],
)
def test_files_of_one_day_are_told_apart_by_their_times(question: str, language: str) -> None:
    rows = [f"-rw-r--r-- 1 ida crew 91 2024-05-{at} {name}.txt" for at, name in (("01 09:00", "a"), ("01 17:30", "b"))]
    answer = reply(screen(f"{P} ls -l", "total 8", *rows, P), question, language)
    assert "b.txt" in answer.text
    assert "a.txt" not in answer.text


@pytest.mark.parametrize(
    ("question", "told"), [("Which folder is the newest?", "nets"), ("What is the oldest folder?", "maps")]
)
def test_the_folder_itself_and_the_one_above_are_none_of_its_folders(question: str, told: str) -> None:
    days = {".": "May 1 2024", "..": "Jan 1 2019", "maps": "Jan 1 2022", "nets": "Jan 1 2023"}
    rows = [f"drwxr-xr-x 2 ida crew 4096 {day} {name}" for name, day in days.items()]
    assert reply(screen(f"{P} ls -la", "total 8", *rows, P), question).text.startswith(f"{told}:")


FAILED = screen(f"{P} rm a.txt", "rm: cannot remove 'a.txt': Permission denied", f"{P} ls", "a.txt", P)


@pytest.mark.parametrize(
    ("question", "language"), [("What was deleted?", "en"), ("What was removed?", "en"), ("Was wurde gelöscht?", "de")]
)
def test_what_a_failed_command_was_for_is_not_done(question: str, language: str) -> None:
    answer = reply(FAILED, question, language)
    assert not answer.answerable or "cannot remove" in answer.text


def test_a_failed_command_is_told_with_its_error() -> None:
    answer = reply(FAILED, "Which command deleted a.txt?")
    assert not answer.answerable or "Permission denied" in answer.text
    assert "rm a.txt" in reply(FAILED, "What was the rm command?").text


@pytest.mark.parametrize("command", ["grep -i error app.log", "cat app.log", "make | tee app.log"])
def test_errors_in_what_a_command_reads_are_not_its_own(command: str) -> None:
    assert not reply(screen(f"{P} {command}", "12:01 error: disk full", P), "Why did the last command fail?").answerable


def test_the_own_error_of_a_command_that_reads_is_told() -> None:
    rows = (f"{P} grep -i error app.log", "grep: app.log: No such file or directory", P)
    assert "No such file" in reply(screen(*rows), "Why did the last command fail?").text


@pytest.mark.parametrize(
    "command",
    [
        "mysql -u root -phunter2", "mysql -u root -p'top hunter2' shop", "mysqldump --password=hunter2 db",
        "tool --token hunter2 x",
        "curl -H \"Authorization: Bearer hunter2\" a.example",
        "curl -u anna:hunter2 a.example",
        "curl -H 'X-Api-Key: hunter2' a.example", "curl -H 'Authorization: Basic hunter2' b",
        "sshpass -p hunter2 ssh a",
        "docker login -u a -p hunter2", "PGPASSWORD=hunter2 psql", "export API_KEY='a hunter2'",
        "echo hunter2 | sudo -S ls",
        "git clone https://anna:hunter2@x.example/a.git", "gh auth login ghp_hunter2hunter2", "redis-cli -a hunter2",
    ],
)  # fmt: skip
def test_a_secret_that_was_typed_is_left_out(command: str) -> None:
    assert "hunter2" not in without(command)
    scene = screen(f"{P} {command}", "done", P)
    for question in (
        f"What was the {command.split()['=' in command.split()[0]]} command?",
        "What was the last command?",
    ):
        assert "hunter2" not in reply(scene, question).text


@pytest.mark.parametrize(
    "command", ["cp -p a b", "mkdir -p a/b", "grep -i token app.log", "ssh -p 22 a@b", "git log -3"]
)
def test_a_command_without_a_secret_is_left_as_it_is(command: str) -> None:
    assert without(command) == command
