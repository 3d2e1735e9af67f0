"""`--source` of the command line: a camera, an address, a video mean what they say, or one line and an exit code."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from assistant.cli import main
from tests.assistant.mjpeg_server import Connection, MjpegServer


def page() -> bytes:
    image = Image.new("RGB", (640, 240), "white")
    ImageDraw.Draw(image).text((40, 80), "Platform 7", fill="black", font_size=64)
    file = io.BytesIO()
    image.save(file, "JPEG", quality=92)
    return file.getvalue()


def test_a_stream_is_read_by_its_address(tmp_path: Path) -> None:
    def script(client: Connection) -> None:
        client.begin()
        client.until_it_goes(page(), 0.1)

    env = os.environ | {"HEARSIGHT_HOME": str(tmp_path)}
    with MjpegServer(script) as server:
        command = ["read", "--source", server.url, "--json", "--no-speech", "--no-daemon"]
        done = subprocess.run(
            [sys.executable, "-m", "assistant", *command], capture_output=True, text=True, env=env, timeout=240
        )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Platform 7" in json.loads(done.stdout)["text"]


@pytest.mark.parametrize(
    ("source", "code", "said"),
    [
        ("camera:4711", 4, "camera"),
        ("ftp://there/clip", 2, "I can't open ftp addresses. These work: http, https, rtsp, rtsps."),
        ("http://127.0.0.1:9/", 4, "I can't reach 127.0.0.1:9. Is it on, and is the address right?"),
        ("gone.mp4", 3, "There is no file gone.mp4."),
    ],
)
def test_a_wrong_source_is_one_line_and_an_exit_code(
    source: str,
    code: int,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HEARSIGHT_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["hearsight", "describe", "--source", source, "--no-speech", "--no-daemon"])
    with pytest.raises(SystemExit) as end:
        main()
    lines = capsys.readouterr().err.splitlines()
    assert (end.value.code, len(lines)) == (code, 1)
    assert said in lines[0]
