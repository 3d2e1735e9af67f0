"""The published programs in Java, where the person has them: METEOR 1.5 with its paraphrases, and SPICE 1.0.

Both come with the package pycocoevalcap (its code isn't run, only the jars); SPICE also needs Stanford's models, which
that package fetches at its first use.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from assistant.errors import UnusableInput

Words = Sequence[str]
Pairs = Sequence[tuple[Words, Sequence[Words]]]
METEOR_JAR = "meteor/meteor-1.5.jar"
SPICE_JAR = "spice/spice-1.0.jar"
PARSER = ("spice/lib/stanford-corenlp-3.6.0.jar", "spice/lib/stanford-corenlp-3.6.0-models.jar")
_OPENED = " ".join(
    f"--add-opens=java.base/{package}=ALL-UNNAMED"
    for package in ("java.lang", "java.util", "java.math", "java.net", "java.text", "java.nio", "sun.nio.ch")
)
"""What SPICE's libraries of 2016 look into, which Java since 16 forbids. Told in the environment: Java 8 knows no such
option, and doesn't read it there."""
LONGEST_S = 3600.0


def folder(named: Path | None) -> Path | None:
    """With the jars: the one named, or where Python has pycocoevalcap. Raises `errors.UnusableInput` for a named one
    without them."""
    if named is not None:
        found = next((path for path in (named, named / "pycocoevalcap") if (path / METEOR_JAR).is_file()), None)
        if found is None:
            raise UnusableInput(f"{named} has no {METEOR_JAR}: name the folder of pycocoevalcap.")
        return found.resolve()
    spec = importlib.util.find_spec("pycocoevalcap")
    places = list(spec.submodule_search_locations or ()) if spec is not None else []
    return next((Path(place) for place in places if (Path(place) / METEOR_JAR).is_file()), None)


def missing(named: Path | None, *, spice: bool = False) -> str:
    """Why the program can't be run here, in words; "" where it can."""
    if shutil.which("java") is None:
        return "Java is not installed"
    if named is None:
        return "pycocoevalcap is not at hand"
    if spice and not (named / SPICE_JAR).is_file():
        return "SPICE's jar is not at hand"
    if spice and not all((named / name).is_file() for name in PARSER):
        return "Stanford's models for SPICE are not at hand"
    return ""


def meteor(pairs: Pairs, jars: Path, *arguments: str) -> list[float]:
    """One figure a caption, and last that of the whole set. `arguments` are the jar's own. Raises
    `errors.UnusableInput`."""
    command = [
        "java",
        "-Xmx2G",
        "-jar",
        METEOR_JAR.rpartition("/")[2],
        "-",
        "-",
        "-stdio",
        "-l",
        "en",
        "-norm",
        *arguments,
    ]
    asked = ["SCORE ||| " + " ||| ".join([*map(_line, references), _line(caption)]) for caption, references in pairs]
    with tempfile.TemporaryFile() as errors:  # no pipe: nobody reads it while the program runs
        try:
            with _running(command, jars / "meteor", errors) as program:
                stats = [_told(program, line) for line in asked]
                each = [float(_told(program, " ||| ".join(["EVAL", *stats])))]
                each += [float(_told(program)) for _ in pairs]
        except (OSError, ValueError) as error:
            errors.seek(0)
            said = errors.read()[-2000:].decode("utf-8", "replace")
            raise UnusableInput(
                "METEOR's program said something else than figures.", detail=said or str(error)
            ) from error
    return each


@contextlib.contextmanager
def _running(command: list[str], place: Path, errors: IO[bytes]) -> Iterator[subprocess.Popen[str]]:
    """A program that is spoken to; it ends with the context, and after `LONGEST_S` in any case."""
    program = subprocess.Popen(
        command, cwd=place, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, encoding="utf-8"
    )
    longest = threading.Timer(LONGEST_S, program.kill)
    longest.daemon = True
    longest.start()
    try:
        yield program
    finally:
        longest.cancel()
        program.kill()
        for pipe in (program.stdin, program.stdout):
            with contextlib.suppress(OSError):  # what could not be written to it is still in the buffer
                pipe.close()  # type: ignore[union-attr]  # there are both
        program.wait()


def _told(program: subprocess.Popen[str], line: str = "") -> str:
    """The next line that the program says, after this one. Raises `ValueError` where it has none."""
    assert program.stdin is not None and program.stdout is not None  # noqa: S101
    if line:
        program.stdin.write(line + "\n")
        program.stdin.flush()
    said = program.stdout.readline().strip()
    if not said:
        raise ValueError("an empty line, or the end")
    return said


def spice(pairs: Pairs, jars: Path) -> float:
    """The mean over the captions, 0..1. Raises `errors.UnusableInput`."""
    with tempfile.TemporaryDirectory(prefix="hearsight-spice-") as place:
        given, out = Path(place) / "given.json", Path(place) / "out.json"
        rows = [
            {"image_id": number, "test": " ".join(caption), "refs": [" ".join(one) for one in references]}
            for number, (caption, references) in enumerate(pairs)
        ]
        given.write_text(json.dumps(rows), encoding="utf-8")
        jar = str(jars / SPICE_JAR)
        command = ["java", "-Xmx8G", "-jar", jar, str(given), "-out", str(out), "-subset", "-silent"]
        _run(command, jars / "spice")
        try:
            scores = [float(row["scores"]["All"]["f"]) for row in json.loads(out.read_text("utf-8"))]
        except (OSError, LookupError, TypeError, ValueError) as error:
            raise UnusableInput("SPICE's program said something else than figures.", detail=str(error)) from error
    if len(scores) != len(rows):
        raise UnusableInput(f"SPICE's program gave {len(scores)} figures for {len(rows)} captions.")
    return sum(scores) / len(scores) if scores else 0.0


def _line(words: Words) -> str:
    return " ".join(words).replace("|||", "")


def _run(command: list[str], place: Path) -> None:
    try:
        subprocess.run(
            command,
            cwd=place,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=LONGEST_S,
            check=True,
            env={**os.environ, "JDK_JAVA_OPTIONS": _OPENED},
        )
    except (OSError, subprocess.SubprocessError) as error:
        said = getattr(error, "stderr", "") or str(error)
        raise UnusableInput(
            f"{Path(command[command.index('-jar') + 1]).name} failed.", detail=str(said)[-2000:]
        ) from error
