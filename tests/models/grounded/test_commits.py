"""Questions about commit logs where the log in view is filtered, cut off, out of date, or no log at all."""

from __future__ import annotations

import pytest

from models.grounded.terminals import commits
from tests.models.grounded.test_answers_more import reply
from tests.models.grounded.test_terminals import screen

AT = "tom@mill:~/bakery$"
TWO = ("77d02bf Weigh the flour twice", "a90c3e1 Recipe of the rye bread")
NAMED = (
    "4c1e9a0 Nora Byrne, 2024-11-21: Oven: preheat to 230",
    "77d02bf Raj Patel, 2024-11-20: Weigh the flour twice",
    "b7d02bf Raj Patel, 2024-11-19: Salt",
)
LAST = "What is the last commit about?"
MANY = "How many commits are there?"


@pytest.mark.parametrize(
    "typed",
    [
        "git log --author=Raj --oneline -2",
        "git log --oneline -- oven.py",
        "git log --oneline oven.py",
        "git log --oneline old-branch",
        "git log --oneline --all",
        "git log --oneline --reverse",
        "git log --oneline --since=2020-01-01 --until=2021-01-01",
        "git log --oneline | tac",
        "git --git-dir=../mill/.git log --oneline",
        "cat log.txt",
    ],
)
def test_a_filtered_log_does_not_tell_the_last_commit_or_how_many(typed: str) -> None:
    scene = screen(f"{AT} {typed}", *TWO, AT)
    assert not reply(scene, LAST).answerable
    assert not reply(scene, MANY).answerable


def test_a_commit_that_was_asked_for_is_not_the_last() -> None:
    shown = (
        "commit 77d02bf5ab1c3d9e0f117a2b3c4d5e6f7a8b9c0d",
        "Author: Raj Patel <raj@bakery.example>",
        "Date: Wed Nov 20 10:02:00 2019 +0000",
        "    Weigh the flour twice",
    )
    assert not reply(screen(f"{AT} git show v1.2", *shown, AT), "Who made the last commit?").answerable
    assert "Raj Patel" in reply(screen(f"{AT} git show", *shown, AT), "Who made the last commit?").text


@pytest.mark.parametrize(
    "then",
    [
        'git commit -am "Close the door"',
        "git pull",
        "git checkout rye",
        "cd ../mill",
        "./release.sh",
        "git status && git merge rye",
    ],
)
def test_a_log_is_out_of_date_after_what_may_bring_a_commit(then: str) -> None:
    for rows in (TWO, ("77d02bf (HEAD -> main) Weigh the flour twice", TWO[1])):
        scene = screen(f"{AT} git log --oneline", *rows, f"{AT} {then}", AT)
        assert not reply(scene, LAST).answerable
        assert not reply(scene, MANY).answerable


@pytest.mark.parametrize("then", ["git status", "ls -l | head -3", 'echo "git commit; cd"'])
def test_a_log_stays_true_after_what_changes_nothing(then: str) -> None:
    scene = screen(f"{AT} git log --oneline --decorate", *TWO, f"{AT} {then}", AT)
    assert "Weigh the flour" in reply(scene, LAST).text
    assert reply(scene, LAST).answerable
    assert reply(scene, MANY).answerable


def test_a_remote_head_is_not_the_newest_commit() -> None:
    scene = screen("77d02bf (origin/main, origin/HEAD) Weigh the flour twice", TWO[1])
    assert not reply(scene, LAST).answerable


def test_the_last_commit_about_something_is_not_the_last() -> None:
    scene = screen(f"{AT} git log --format='%h %an, %as: %s'", *NAMED, AT)
    assert "Nora Byrne" in reply(scene, "Who made the last commit?").text
    answer = reply(scene, "Who made the last commit about the salt?")
    assert not answer.answerable or "Raj Patel" in answer.text


@pytest.mark.parametrize(
    ("before", "after", "sure"),
    [
        ((f"{AT} git log --format='%h %an, %as: %s'",), (AT,), True),
        ((f"{AT} git log -3 --format='%h %an, %as: %s'",), (AT,), False),
        ((f"{AT} git log -n 3 --format='%h %an, %as: %s'",), (AT,), False),
        ((f"{AT} git log --format='%h %an, %as: %s'",), (":",), False),
        ((f"{AT} git log --format='%h %an, %as: %s'",), ("a line that was not read as a commit", AT), False),
        ((), (":",), False),
    ],
)
def test_commits_are_counted_for_sure_only_in_a_whole_log(
    before: tuple[str, ...], after: tuple[str, ...], sure: bool
) -> None:
    scene = screen(*before, *NAMED, *after)
    for question, told in ((MANY, "3:"), ("How many commits did Raj make?", "2:")):
        answer = reply(scene, question)
        assert answer.answerable == sure
        assert told in answer.text


@pytest.mark.parametrize(
    "rows",
    [
        ("Orders of the week", "10004521 Nora Byrne, 2024-11-21: Olive oil", "10004522 Raj Patel, 2024-11-20: Flour"),
        ("Parts", "10004521 Steel bolt", "10004522 Flour", "Designed by Ida Holm"),
        (
            f"{AT} docker ps",
            "4f1e9a02bc11 flour 3 hours ago Up 3 hours",
            "5f1e9a02bc12 salt 3 hours ago Up 2 hours",
            AT,
        ),
        (f"{AT} git show HEAD:a.txt", "4f1e9a02 Nora Byrne, 2024-11-21: Flour", "4f1e9a03 Raj Patel, 2024-11-20: Oil"),
    ],
)
def test_other_numbered_lists_are_no_commits(rows: tuple[str, ...]) -> None:
    scene = screen(*rows)
    for question in (MANY, "Who made the flour?", "When was the flour made?", "Who created the flour?"):
        assert not reply(scene, question).answerable, question


ADDED = "How many lines were added to util.py?"


@pytest.mark.parametrize(
    "rows",
    [
        (f"{AT} wc -l util.py", "12 util.py", AT),
        (f"{AT} du -k", "12  src/util.py", AT),
        (f"{AT} git log --numstat --oneline", TWO[0], "12  3  util.py", TWO[1], "40  1  util.py", AT),
        (f"{AT} git diff --stat", " a/util.py | 4 ++++", " b/util.py | 9 +++++++++", AT),
        (f"{AT} git show --numstat", "12  3  util.py", ":"),
        (f"{AT} git diff --numstat", "12  3  util.py", f"{AT} vim util.py", AT),
        (f"{AT} git status; wc -l *.py", "12 util.py", AT),
        ("12  3  util.py", AT),
    ],
)
def test_lines_that_git_does_not_tell_of_one_change_are_not_added(rows: tuple[str, ...]) -> None:
    answer = reply(screen(*rows), ADDED)
    assert not (answer.answerable and "added" in answer.text), answer.text


def test_the_one_file_that_git_tells_of_is_told() -> None:
    assert "12 added" in reply(screen(f"{AT} git diff --numstat", "12  3  util.py", AT), ADDED).text
    scene = screen(f"{AT} git diff --stat", " a/util.py | 4 ++++", " b/util.py | 9 +++++++++", AT)
    assert "4 added" in reply(scene, "How many lines were added to a/util.py?").text


def test_a_long_log_is_compared_once_a_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []
    same = commits._same

    def counted(one: str, other: str) -> bool:
        compared.append(one)
        return same(one, other)

    monkeypatch.setattr(commits, "_same", counted)
    rows = [f"{0x1A00000 + at * 977:07x} Nora Byrne, 2024-11-21: Oven {at}" for at in range(200)]
    scene = screen(f"{AT} git log --format='%h %an, %as: %s'", *rows, AT, height=5000)
    assert "200:" in reply(scene, MANY).text
    assert len(compared) <= len(rows)
