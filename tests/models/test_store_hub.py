"""The model store and a hub that behaves badly. The hub is a server of our own on the loopback interface; the download
is the real one, in its own process unless a test says otherwise."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from assistant.cancel import Cancelled, Token
from assistant.errors import InstallFailed
from models import hub_download, lock
from tests.models.hub_server import Fault, Hub
from tests.models.hub_shelf import CONFIG, FILES, REPO, TAKEN, WEIGHTS, left, ranges, store


def test_the_safe_files_come_and_are_what_the_hub_says(tmp_path: Path, hub: Hub) -> None:
    shelf, seen = store(tmp_path), []
    folder = shelf.install("captioner", lambda done, total: seen.append((done, total)))
    assert sorted(path.name for path in folder.iterdir()) == TAKEN
    assert (folder / "model.safetensors").read_bytes() == WEIGHTS
    assert shelf.verify("captioner") == []
    assert (shelf.record("captioner") or {})["origin"] == hub.refs[REPO, "main"]
    assert left(shelf) == ["captioner", "trusted.json"]
    assert seen[-1][0] == seen[-1][1] == sum(len(FILES[name]) for name in TAKEN[1:])
    assert not hub.of("pytorch_model.bin")
    assert not hub.of("modeling.py")


@pytest.mark.usefixtures("in_process")
def test_a_broken_line_is_taken_up_where_it_broke(tmp_path: Path, hub: Hub) -> None:
    hub.faults["model.safetensors"] = [
        Fault(cut=200_000), Fault(status=503), Fault(status=429, headers={"Retry-After": "0"}), Fault(cut=0),
        Fault(cut=100_000),
    ]  # fmt: skip
    folder = store(tmp_path).install("captioner")
    assert (folder / "model.safetensors").read_bytes() == WEIGHTS
    asked = ranges(hub)
    assert asked[0] is None
    assert len(asked) == 6
    starts = [int(each.removeprefix("bytes=").removesuffix("-")) for each in asked[1:] if each]
    assert len(starts) == 5
    assert starts == sorted(starts)
    assert 0 < starts[0] <= 200_000 < starts[-1] <= 300_000


@pytest.mark.usefixtures("in_process")
def test_a_hub_that_is_busy_is_asked_again(tmp_path: Path, hub: Hub) -> None:
    hub.api_faults = [Fault(status=503), Fault(status=429)]
    assert store(tmp_path).install("captioner").is_dir()


@pytest.mark.usefixtures("in_process")
def test_a_server_that_heeds_no_range_is_no_harm(tmp_path: Path, hub: Hub) -> None:
    hub.faults["model.safetensors"] = [Fault(cut=200_000), Fault(whole=True)]
    folder = store(tmp_path).install("captioner")
    assert (folder / "model.safetensors").read_bytes() == WEIGHTS


def test_a_line_that_stays_dead_is_said_and_the_next_install_goes_on(tmp_path: Path, hub: Hub) -> None:
    shelf = store(tmp_path)
    hub.faults["model.safetensors"] = [Fault(cut=200_000), *[Fault(cut=0)] * 10]
    with pytest.raises(InstallFailed, match=r"connection broke while captioner was fetched\. What has come") as caught:
        shelf.install("captioner")
    assert "\n" not in caught.value.spoken
    assert shelf.state("captioner") == "half fetched"
    assert 100_000 < shelf.half_fetched("captioner") <= 200_000 + 100
    assert left(shelf) == [".captioner.download"]
    hub.faults.clear()
    hub.asked.clear()
    seen: list[int] = []
    shelf.install("captioner", lambda done, total: seen.append(done))
    assert seen[0] > 100_000
    assert [each is not None for each in ranges(hub)] == [True]
    assert not hub.of("config.json")
    assert shelf.verify("captioner") == []
    assert left(shelf) == ["captioner", "trusted.json"]


@pytest.mark.usefixtures("in_process")
def test_what_is_half_fetched_can_be_removed(tmp_path: Path, hub: Hub) -> None:
    shelf = store(tmp_path)
    hub.faults["model.safetensors"] = [Fault(cut=200_000), *[Fault(status=500)] * 10]
    with pytest.raises(InstallFailed):
        shelf.install("captioner")
    assert shelf.remove("captioner") is True
    assert left(shelf) == []
    assert shelf.remove("captioner") is False


def downloads_into(folder: Path) -> list[Path]:
    """The processes that download into a folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            command = process.read_bytes()
            if b"hub_download.py" in command and str(folder).encode() in command:
                found.append(process)
    return found


def test_a_killed_install_goes_on_and_its_download_dies_with_it(tmp_path: Path, hub: Hub) -> None:
    shelf = store(tmp_path)
    hub.faults["model.safetensors"] = [Fault(cut=200_000), Fault(wait=True)]
    script = (
        "import sys\nfrom pathlib import Path\nfrom models import sources\nfrom tests.models import hub_shelf as t\n"
        "print('now', flush=True)\n"
        "sources.RETRY_PAUSE_S = 0.001\n"
        "t.store(Path(sys.argv[1])).install('captioner', lambda done, total: print(done, flush=True))\n"
    )
    here = Path(__file__).parents[2]
    child = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, cwd=here, env={**os.environ}
    )
    with child:
        assert child.stdout is not None
        while line := child.stdout.readline():
            if line.strip().isdigit() and int(line) > 100_000:
                break
        child.kill()
    assert child.returncode == -signal.SIGKILL
    assert not shelf.installed("captioner")
    end = time.monotonic() + 60
    while downloads_into(tmp_path) and time.monotonic() < end:
        time.sleep(0.01)
    assert not downloads_into(tmp_path)
    hub.faults.clear()
    hub.asked.clear()
    shelf.install("captioner")
    assert shelf.verify("captioner") == []
    assert [each is not None for each in ranges(hub)] == [True]


def test_a_slow_server_can_be_left_at_once(tmp_path: Path, hub: Hub) -> None:
    shelf, token = store(tmp_path), Token()
    hub.faults["model.safetensors"] = [Fault(wait=True)]

    def stop(done: int, total: int) -> None:
        if hub.of("model.safetensors"):
            token.cancel()

    with pytest.raises(Cancelled):
        shelf.install("captioner", stop, token)
    assert not shelf.installed("captioner")


@pytest.mark.usefixtures("in_process")
def test_what_lies_here_damaged_is_fetched_from_the_beginning(tmp_path: Path, hub: Hub) -> None:
    shelf = store(tmp_path)
    hub.faults["model.safetensors"] = [Fault(cut=200_000), *[Fault(cut=0)] * 10]
    with pytest.raises(InstallFailed):
        shelf.install("captioner")
    part = shelf.root / ".captioner.download/files/model.safetensors.incomplete"
    part.write_bytes(b"?" + part.read_bytes()[1:])
    hub.faults.clear()
    shelf.install("captioner")
    assert (shelf.path("captioner") / "model.safetensors").read_bytes() == WEIGHTS


@pytest.mark.usefixtures("in_process")
def test_what_moved_meanwhile_is_not_mixed(tmp_path: Path, hub: Hub) -> None:
    shelf = store(tmp_path)
    hub.faults["model.safetensors"] = [Fault(cut=200_000), *[Fault(cut=0)] * 10]
    with pytest.raises(InstallFailed):
        shelf.install("captioner")
    hub.faults.clear()
    newer = WEIGHTS[:-1] + b"!"
    moved = hub.put(REPO, {"config.json": CONFIG, "model.safetensors": newer})
    folder = shelf.install("captioner")
    assert (folder / "model.safetensors").read_bytes() == newer
    assert not (folder / "chat_template.jinja").exists()
    assert (shelf.record("captioner") or {})["origin"] == moved


def test_space_is_checked_by_what_the_hub_says(tmp_path: Path, hub: Hub) -> None:
    # The catalogue's guess of a terabyte counts for nothing. The weights are held back: what came before we look,
    # need not fit any more.
    hub.faults["model.safetensors"] = [Fault(wait=True)]
    with pytest.raises(InstallFailed, match=r"too full for the model captioner: it needs 105 megabytes free"):
        store(tmp_path, free=104_900_000).install("captioner")
    hub.asked.clear()
    with pytest.raises(InstallFailed, match=r"it needs at least 104 megabytes free"):
        store(tmp_path, free=1_000_000).install("captioner")
    assert hub.asked == []
    hub.faults.clear()
    store(tmp_path, free=110_000_000).install("captioner")


@pytest.mark.usefixtures("in_process")
def test_a_disk_that_fills_up_keeps_what_has_come(tmp_path: Path, hub: Hub) -> None:
    shelf = store(tmp_path)
    part = shelf.root / ".captioner.download/files/model.safetensors.incomplete"
    part.parent.mkdir(parents=True)
    part.symlink_to("/dev/full")  # whoever writes there hears that no space is left, from the system itself
    hashes = {name: "sha256:" + hashlib.sha256(data).hexdigest() for name, data in FILES.items()}
    (shelf.root / ".captioner.download/hashes.json").write_text(json.dumps(hashes))
    with pytest.raises(
        InstallFailed,
        match=r"too full .*: it needs 105 megabytes free\. What has come so far is kept; hearsight models remove capt",
    ):
        shelf.install("captioner")
    part.unlink()
    shelf.install("captioner")
    assert shelf.verify("captioner") == []


def test_two_installs_at_once_fetch_it_once(tmp_path: Path, hub: Hub) -> None:
    folders: list[Path] = []
    threads = [threading.Thread(target=lambda: folders.append(store(tmp_path).install("captioner"))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert folders == [tmp_path / "root/captioner"] * 2
    assert ranges(hub) == [None]


def test_waiting_for_another_install_can_be_cancelled(tmp_path: Path, hub: Hub) -> None:
    shelf, token = store(tmp_path), Token()
    token.cancel()
    waits: list[str] = []

    def told() -> None:
        waits.append("told")
        token.cancel()

    with lock.held(shelf.root, "captioner"):
        with pytest.raises(Cancelled):
            shelf.install("captioner", token=token)
        token = Token()
        with pytest.raises(Cancelled):
            shelf.install("captioner", token=token, waiting=told)
    assert waits == ["told"]


def test_a_proxy_is_asked_for_a_hub_that_only_it_can_reach(
    tmp_path: Path, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://hub.invalid")
    for name in ("HTTP_PROXY", "http_proxy"):
        monkeypatch.setenv(name, hub.url)
    hub.cdn = "http://cdn.invalid"
    shelf = store(tmp_path)
    shelf.install("captioner")
    assert {asked.host for asked in hub.asked} == {"hub.invalid", "cdn.invalid"}
    assert shelf.verify("captioner") == []


def test_a_mirrors_address_may_end_with_a_slash_and_an_empty_one_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    from huggingface_hub import constants

    asked: list[str] = []

    def took(api: Any, _: hub_download.Request) -> str:
        asked.append(api.endpoint)
        return "commit"

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setattr(hub_download, "from_hub", took)
    request = hub_download.as_argument(hub_download.Request(REPO, "main", "nowhere", []))
    for address in ("http://mirror.example/", ""):
        monkeypatch.setenv("HF_ENDPOINT", address)
        assert hub_download.main([request]) == 0
    assert asked == ["http://mirror.example", constants.ENDPOINT]


@pytest.mark.usefixtures("in_process")
def test_a_hub_that_tells_nothing_is_not_said_to_have_brought_something(tmp_path: Path, hub: Hub) -> None:
    hub.api_answer = Fault(status=503)
    with pytest.raises(InstallFailed, match=r"could not be reached, or is too busy, so captioner was not fetched"):
        store(tmp_path).install("captioner")
    assert left(store(tmp_path)) == []


@pytest.mark.usefixtures("in_process")
def test_a_server_that_never_ends_does_not_fill_the_disk(tmp_path: Path, hub: Hub) -> None:
    endless = WEIGHTS + bytes(20_000_000)
    hub.faults["model.safetensors"] = [Fault(body=endless)]
    longest: list[int] = []
    kept = Path.unlink

    def unlink(path: Path, missing_ok: bool = False) -> None:
        if path.exists():
            longest.append(path.stat().st_size)
        kept(path, missing_ok)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "unlink", unlink)
        with pytest.raises(InstallFailed, match="not what the hub says it is"):
            store(tmp_path).install("captioner")
    assert len(WEIGHTS) < max(longest) < len(endless) // 2
