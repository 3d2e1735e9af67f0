"""Setting up: what is told while it runs, when it fails, and when it goes on after it was cut short."""

from __future__ import annotations

import os
import re
import shutil
import sys
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import prepare
import pytest
import python_packages
import steps
import system_packages

PIP_OFFLINE = (
    "WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after connection broken "
    "by 'NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object at 0x7f>: Failed to establish a "
    "new connection: [Errno -3] Temporary failure in name resolution')': /simple/annotated-doc/"
)
APT_OFFLINE = "E: Failed to fetch http://deb.debian.org/x.deb  Temporary failure resolving 'deb.debian.org'"


@pytest.fixture
def venv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A virtual environment whose Python is the script that `pretend` writes."""
    folder = tmp_path / ".venv"
    (folder / "bin").mkdir(parents=True)
    (folder / "bin/pip").touch()
    monkeypatch.setattr(python_packages, "VENV", folder)
    return folder


def pretend(venv: Path, script: str) -> None:
    program = venv / "bin/python"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


# -- telling ------------------------------------------------------------------------------------------------------


def test_a_long_step_tells_where_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = tmp_path / "told"
    script = f"import pathlib\nprint('begun')\nwhile not pathlib.Path({str(told)!r}).exists(): pass\nprint('done')"

    def status(lines: Sequence[str]) -> str:
        if lines:
            told.touch()  # the program goes on only when its first line was told
        return f"so far {list(lines)}"

    assert steps.run([sys.executable, "-c", script], status, every_s=0.01) == (0, ["begun", "done"])
    assert re.search(r" \d+ s: so far \['begun'\]$", capsys.readouterr().out, re.MULTILINE)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (PIP_OFFLINE, "The internet is out of reach."),
        (APT_OFFLINE, "The internet is out of reach."),
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            "The disk is full.",
        ),
        ("E: You don't have enough free space in /var/cache/apt/archives/.", "The disk is full."),
        (
            "E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 12",
            "Another program is installing",
        ),
    ],
)
def test_a_known_trouble_is_one_sentence(line: str, sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert steps.failed("It", ["first", line]) == 4
    assert f"It failed. {sentence}" in capsys.readouterr().err


def test_an_unknown_trouble_shows_its_last_lines(capsys: pytest.CaptureFixture[str]) -> None:
    steps.failed("It", [f"line {n}" for n in range(100)])
    told = capsys.readouterr().err
    assert "line 99" in told and "line 10\n" not in told and "Its last lines are above." in told


def test_what_pip_does_is_told_in_words(venv: Path) -> None:
    lines = ["Collecting torch==2.13.0", "  Downloading torch-2.13.0+cpu-cp311.whl (190.5 MB)"]
    assert python_packages.where_pip_is([], 90) == "asking pip"
    assert python_packages.where_pip_is(lines, 90) == "fetching 1 of 90: torch, 190.5 MB"
    (venv / "lib/python3.11/site-packages/torch-2.13.0.dist-info").mkdir(parents=True)
    assert python_packages.where_pip_is([*lines, "Installing collected packages: torch"], 90) == "unpacking, 1 of 90"


# -- the Python it runs with --------------------------------------------------------------------------------------


def too_old(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(prepare.sys, "version_info", (3, 10, 12, "final", 0))  # type: ignore[attr-defined]
    monkeypatch.setenv("PATH", str(path))
    monkeypatch.setattr(sys, "argv", ["prepare.py", "--for", "run"])


def test_an_old_python_is_said_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    too_old(monkeypatch, tmp_path)
    assert prepare.main() == 4
    told = capsys.readouterr().err
    assert "Hearsight needs Python 3.11 or newer" in told and "apt-get install python3.11 python3.11-venv" in told


def test_an_old_python_hands_over_to_a_newer_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    newer = tmp_path / "python3.12"
    newer.write_text("#!/bin/sh\n")
    newer.chmod(0o755)
    too_old(monkeypatch, tmp_path)
    called: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda _program, arguments: called.append(arguments))
    prepare.main()
    assert called == [[str(newer), "prepare.py", "--for", "run"]]


# -- the virtual environment --------------------------------------------------------------------------------------


def test_an_environment_that_was_cut_short_is_made_anew(venv: Path) -> None:
    pretend(venv, "exit 0")
    assert python_packages.sound(venv)
    python_packages.half_done(venv).touch()
    assert not python_packages.sound(venv)


def test_an_environment_whose_python_is_gone_is_made_anew(venv: Path) -> None:
    (venv / "bin/python").symlink_to("/nowhere/python3.9")
    assert not python_packages.sound(venv)


def test_a_lost_connection_leaves_the_environment_as_it_was(venv: Path) -> None:
    pretend(venv, "echo Collecting torch; exit 1")
    assert python_packages.pip(["torch"], lambda _: "")[0] == 1
    assert not python_packages.half_done(venv).exists()


def test_a_failure_while_unpacking_is_remembered(venv: Path) -> None:
    pretend(venv, "echo Installing collected packages: torch; exit 1")
    python_packages.pip(["torch"], lambda _: "")
    assert python_packages.half_done(venv).exists()


def test_a_full_disk_is_said_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(python_packages, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=900_000_000))
    assert python_packages.install() == 4
    assert "GB, 0.9 GB are free" in capsys.readouterr().err
    assert not (tmp_path / ".venv").exists()


# -- torch --------------------------------------------------------------------------------------------------------

PINS = ["numpy==2.4.6", "torch==2.13.0"]


def test_the_cpu_build_at_hand_needs_no_other_index(venv: Path) -> None:
    pretend(venv, 'for last; do :; done; [ "$last" = "torch==2.13.0+cpu" ]')
    assert python_packages.cpu_torch_source(PINS) == []


def test_the_cpu_build_is_looked_for_where_torch_publishes_it(venv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(venv, "exit 1")
    asked: list[str] = []

    def opened(url: str, timeout: float) -> object:
        asked.append(url)
        return (venv / "bin/pip").open()

    monkeypatch.setattr(urllib.request, "urlopen", opened)
    assert python_packages.cpu_torch_source(PINS) == ["--extra-index-url", python_packages.CPU_TORCH_INDEX]
    assert asked == [f"{python_packages.CPU_TORCH_INDEX}/torch/"]


def test_a_cpu_build_out_of_reach_is_said(
    venv: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def unreachable(*_: object, **__: object) -> object:
        raise urllib.error.URLError("no route")

    pretend(venv, "exit 1")
    monkeypatch.setattr(urllib.request, "urlopen", unreachable)
    assert python_packages.cpu_torch_source(PINS) is None
    assert "out of reach" in capsys.readouterr().out


# -- system packages ----------------------------------------------------------------------------------------------


def test_another_name_of_a_package_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_packages, "installed", lambda _names: {"xclip", "libglib2.0-0t64"})
    missing = system_packages.missing_of({"clipboard": "xclip", "windows": "libglib2.0-0 libegl1"})
    assert missing["windows"] == ["libegl1"] and "clipboard" not in missing


def test_without_sudo_the_command_for_root_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert system_packages.as_root(["xclip", "espeak-ng"])[1] == 4
    told = capsys.readouterr().err
    assert "no sudo here" in told and "apt-get install xclip espeak-ng" in told


def test_a_machine_without_apt_is_told_what_is_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert system_packages.install({"pictures on the clipboard": "xclip"}) == 0
    assert "pictures on the clipboard: xclip" in capsys.readouterr().out
