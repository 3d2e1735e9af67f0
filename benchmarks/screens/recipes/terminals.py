"""Programs in an xterm: shells, file managers, editors, mail. What stands in each cell is known from tmux."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.screens.recipe import Recipe, Shot
from benchmarks.screens.stage import Stage
from benchmarks.screens.terminals import PANE, Terminal, cell, grid_truth, write_files

PAGES = Path(__file__).resolve().parent.parent / "pages"
TEXTS = Path(__file__).resolve().parent.parent / "texts"
LIGHT, DARK, SOLAR, GREEN = (
    ("#ffffff", "#1e1e1e"), ("#1e1e1e", "#d4d4d4"), ("#002b36", "#93a1a1"), ("#000000", "#4af626"),
)  # fmt: skip
PROMPT = {"PS1": r"ada@harbour:\w$ ", "HISTFILE": "/dev/null"}


def text(name: str) -> str:
    return (TEXTS / f"{name}.txt").read_text("utf-8")


def project(home: Path) -> None:
    """A small project that shells, editors and file managers show."""
    write_files(
        home,
        {
            "lantern/README.md": "# Lantern\n\nA small shop for tea and lamps.\n",
            "lantern/orders.py": text("orders.py"),
            "lantern/server.ini": text("config.ini"),
            "lantern/tools/mail.c": text("mail.c"),
            "lantern/tests/test_sum.py": "from orders import total\n\n\ndef test_empty():\n    assert total([]) == 0\n",
            "lantern/docs/notes_zh.txt": text("notes_zh"),
            "letters/okafor.txt": text("letter"),
            "letters/release.txt": text("mixed"),
            "letters/story.txt": text("story"),
        },
    )
    for path in sorted(home.rglob("*"), reverse=True):
        if path.is_dir() and ".config" not in path.parts:
            os.utime(path, (1_710_090_000, 1_710_090_000))


def history(stage: Stage, folder: Path) -> None:
    """Commits with fixed dates and names."""
    stage.run("git", "init", "-q", "-b", "main", str(folder))
    messages = (
        ("Marta Lindqvist", "Totals of an order, in cents"), ("Oleg Petrov", "Server: listen on 8443"),
        ("Ada Moreau", "Round once a line, not once an order"), ("Wen Li", "Notes of the shopping trip"),
        ("Ada Moreau", "Count unread messages in C"), ("Marta Lindqvist", "Tests: an empty order costs nothing"),
    )  # fmt: skip
    names = sorted(
        str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts
    )
    for number, (author, message) in enumerate(messages):
        when = f"2025-03-{number + 3:02d}T09:{10 + 7 * number}:00+00:00"
        person = {"NAME": author, "EMAIL": f"{author.split()[0].lower()}@lantern.example", "DATE": when}
        dates = {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in person.items()}
        stage.run("git", "-C", str(folder), "add", names[number % len(names)])
        subprocess.run(
            ["git", "-C", str(folder), "commit", "-q", "--allow-empty", "-m", message], check=True, timeout=30,
            env={**stage.desktop.env, **stage.env, **dates}, capture_output=True,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Session:
    """What runs in a terminal, what is typed, and what must stand there before the picture is taken."""

    command: tuple[str, ...]
    until: str
    typed: tuple[tuple[str, ...], ...] = ()
    folder: str = ""
    points: float = 11
    colours: tuple[str, str] = LIGHT
    font: str = "DejaVu Sans Mono"
    panes: tuple[PANE, ...] = ()
    env: dict[str, str] = field(default_factory=dict)
    prepare: Callable[[Stage], None] | None = None


def terminal(
    name: str,
    program: str,
    kind: str,
    size: tuple[int, int],
    session: Session,
    *,
    languages: tuple[str, ...] = ("en",),
    packages: Sequence[str] = (),
) -> Recipe:
    theme = "light" if session.colours == LIGHT else "dark"
    needs = ("xterm", "tmux", *(() if program == "bash" else (session.command[0],)))
    if program != "bash":
        packages = packages or (program,)
    return Recipe(
        name, program, kind, size, lambda stage, _: _show(stage, session), needs,
        ("xterm", "tmux", "fonts-dejavu-core", "fonts-noto-cjk", *packages),
        session.points / 11, theme, languages,
    )  # fmt: skip


def _show(stage: Stage, session: Session) -> Shot:
    project(stage.home)
    if session.prepare:
        session.prepare(stage)
    folder = stage.home / session.folder
    shell = Terminal(
        stage, "-c", str(folder), *session.command, points=session.points, colours=session.colours, font=session.font,
        env={**PROMPT, **session.env},
    )  # fmt: skip
    try:
        for keys in session.typed:
            if session.command[0] == "bash":  # one command after the other, as a person types them
                shell.wait(prompts)
            shell.send(*keys)
        shell.wait(
            lambda rows: any(session.until in row for row in rows) and (session.command[0] != "bash" or prompts(rows))
        )
        capture = stage.still()
        rows = shell.rows()
        size = cell(stage.desktop.env["DISPLAY"], shell.window)
        return Shot(capture, grid_truth(rows, size, session.panes))
    finally:
        shell.close()


def prompts(rows: Sequence[str]) -> bool:
    """Whether the shell waits for the next command."""
    written = [row for row in rows if row.strip()]
    return bool(written) and written[-1].rstrip().endswith("$")


def mailbox(stage: Stage) -> None:
    """Messages with fixed dates."""
    mails = (
        ("Marta Lindqvist", "Keys for the flat"), ("Northern Rail", "Your booking QX7-4410 is confirmed"),
        ("City Library", "Two books are due on Friday"), ("Oleg Petrov", "Re: Minutes of the board meeting"),
        ("Dr. Amara Osei", "Appointment moved to 17 March, 14:20"), ("Bean and Leaf", "Invoice 2025-0318: EUR 34.90"),
        ("Lena Vogel", "Photos from Lisbon"), ("Sports Club", "Swimming starts again on Tuesday"),
    )  # fmt: skip
    box = ""
    for number, (who, subject) in enumerate(mails, 1):
        address = who.split()[0].lower().strip(".") + "@quayside.example"
        box += (
            f"From {address} Sat Mar  {number} 09:1{number}:00 2025\n"
            f"From: {who} <{address}>\nTo: ada@quayside.example\n"
            f"Date: Sat, {number} Mar 2025 09:1{number}:00 +0000\nSubject: {subject}\n"
            f"{'Status: RO' if number < 6 else 'X-Mailer: none'}\n\n{subject}.\n\n"
        )
    rc = 'set index_format="%3C %Z %{%d %b} %-20.20L %s"\nset sort=date\nset status_on_top=no\nset check_new=no\n'
    write_files(
        stage.home,
        {"mail.mbox": box, "neomuttrc": rc + "set mbox_type=mbox\nset folder=.\nset record=\nset header_cache=\n"},
    )


BASH = ("bash", "--norc", "--noprofile")


def typed(*lines: str) -> tuple[tuple[str, ...], ...]:
    return tuple((line, "Enter") for line in lines)


RECIPES = (
    terminal(
        "bash-project-light-100", "bash", "terminal", (1280, 800),
        Session(
            BASH, "No such file", typed("ls -l", "grep -n VAT orders.py", "python3 orders.py", "cat missing.txt"),
            folder="lantern",
        ),
        packages=("python3",),
    ),
    terminal(
        "bash-git-dark-100", "bash", "terminal", (1366, 768),
        Session(
            BASH, "DONE",
            typed("git log --format='%h %an, %as: %s'", "git status --short",
                  "git show --numstat HEAD~2", "echo DONE"),
            folder="lantern",
            colours=DARK, prepare=lambda stage: history(stage, stage.home / "lantern"), env={"GIT_PAGER": "cat"},
        ),
        packages=("git",),
    ),
    terminal(
        "less-story-solar-150", "less", "terminal", (1920, 1080),
        Session(("less", "letters/story.txt"), "under it will be me", points=16.5, colours=SOLAR),
    ),
    terminal(
        "vim-code-dark-100", "vim", "code", (1280, 800),
        Session(
            ("vim", "-u", "NONE", "-c", "set nu ru ls=2 nocp t_Co=256 bg=dark | syntax on", "orders.py"),
            "Green tea", folder="lantern", colours=DARK,
        ),
    ),
    terminal(
        "nano-config-light-125", "nano", "editor", (1280, 960),
        Session(("nano", "-I", "server.ini"), "keep_days", folder="lantern", points=13.75),
    ),
    terminal(
        "xterm-chinese-dark-125", "less", "terminal", (1280, 800),
        Session(
            ("less", "letters/release.txt", "lantern/docs/notes_zh.txt"), "Contact", points=13.75, colours=DARK,
            env={"LESSCHARSET": "utf-8"},
        ),
        languages=("en", "zh"),
    ),
    terminal(
        "mc-project-100", "mc", "files", (1280, 800),
        Session(
            ("mc", "-u", "lantern", "letters"), "Quit", colours=("#000000", "#d0d0d0"),
            panes=((0, 141, 0, 1), (0, 70, 1, 37), (70, 141, 1, 37), (0, 141, 37, 41)),
            prepare=lambda stage: write_files(
                stage.home, {".config/mc/ini": "[Layout]\nfree_space=false\nmessage_visible=false\n"}
            ),
        ),
    ),
    terminal(
        "neomutt-inbox-dark-125", "neomutt", "inbox", (1366, 768),
        Session(
            ("neomutt", "-n", "-F", "neomuttrc", "-f", "mail.mbox"), "Swimming", points=13.75, colours=DARK,
            prepare=mailbox,
        ),
    ),
    terminal(
        "w3m-timetable-green-100", "w3m", "table", (1024, 768),
        Session(("w3m", "-T", "text/html", str(PAGES / "departures.html")), "Coimbra", colours=GREEN),
    ),
    terminal(
        "python-prompt-800-100", "python3", "terminal", (800, 600),
        Session(
            ("python3", "-q"), "ZeroDivisionError",
            typed("prices = [12.4, 18.9, 3.6]", "sum(prices)", "max(prices) - min(prices)", "len(prices) / 0"),
        ),
    ),
)  # fmt: skip
