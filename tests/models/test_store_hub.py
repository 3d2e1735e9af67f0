"""The model store and a hub that behaves badly. The hub is a server of our own on the loopback interface; the download
is the real one, in its own process."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.cancel import Cancelled, Token
from assistant.errors import InstallFailed
from models import hub_download, lock, sources
from models.catalogue import Entry, HubSource, ModelFile
from models.store import Store
from tests.models.hub_server import Fault, Hub, serving

REPO = "hs-test/captioner"
CONFIG = b'{"model_type": "blip"}'
HEADER = json.dumps({"__metadata__": {"format": "pt"}}).encode()
WEIGHTS = len(HEADER).to_bytes(8, "little") + HEADER + bytes(range(256)) * 2000  # half a megabyte
FILES = {
    "config.json": CONFIG,
    "model.safetensors": WEIGHTS,
    "chat_template.jinja": b"{{ messages }}",
    "pytorch_model.bin": b"\x80\x02 a pickle",
    "modeling.py": b"raise SystemExit('the code of a model was run')",
}
TAKEN = [".hearsight.json", "chat_template.jinja", "config.json", "model.safetensors"]


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    with serving() as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
        monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
        for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HF_HUB_CACHE"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setattr(sources, "RETRY_PAUSE_S", 0.001)
        hub.put(REPO, FILES)
        yield hub


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The download runs here instead of in a process of its own, which saves half a second each time."""
    from huggingface_hub import close_session

    close_session()  # one of an earlier test knows that test's proxies

    def watch(command: list[str], *_: object, **__: object) -> tuple[int, str, str]:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            code = hub_download.main(command[-1:])
        return code, out.getvalue(), ""

    monkeypatch.setattr(sources, "_watch", watch)


def entry(name: str = "captioner", **more: Any) -> Entry:
    values: dict[str, Any] = {
        "purpose": "For the tests.", "kind": "captioner", "licence": "MIT", "languages": ("en",), "memory_mb": 1,
        "origin": "nowhere", "needed": False, "verified": False, "download_bytes": 1 << 40, "files": (),
        "sources": (HubSource(REPO),),
    }  # fmt: skip
    return Entry(name=name, **{**values, **more})


def store(tmp_path: Path, *entries: Entry, free: int = 1 << 40, offline: bool = False) -> Store:
    known = {each.name: each for each in entries or (entry(),)}
    return Store(tmp_path / "root", entries=known, free_bytes=lambda _: free, offline=offline)


def left(shelf: Store) -> list[str]:
    """Everything in the store but locks."""
    return sorted(path.name for path in shelf.root.iterdir() if not path.name.endswith(".lock"))


def ranges(hub: Hub) -> list[str | None]:
    """What was asked of the weights, at the host that has them."""
    return [asked.range for asked in hub.of("model.safetensors") if asked.path.startswith("/cdn/")]


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
        "import sys\nfrom pathlib import Path\nfrom tests.models import test_store_hub as t\n"
        "print('now', flush=True)\n"
        "t.sources.RETRY_PAUSE_S = 0.001\n"
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
@pytest.mark.parametrize("damaged", [b"x" + WEIGHTS[1:], WEIGHTS[:-1], WEIGHTS + b"x"])
def test_other_bytes_than_the_hub_declares_are_thrown_away(tmp_path: Path, hub: Hub, damaged: bytes) -> None:
    shelf = store(tmp_path)
    hub.faults["model.safetensors"] = [Fault(body=damaged)] * 20
    with pytest.raises(InstallFailed) as caught:
        shelf.install("captioner")
    assert "model.safetensors" in caught.value.detail
    assert shelf.verify("captioner") == ["captioner is not installed."]


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


@pytest.mark.usefixtures("in_process")
def test_the_first_version_stays_until_the_person_trusts_another(tmp_path: Path, hub: Hub) -> None:
    shelf = store(tmp_path)
    shelf.install("captioner")
    first = hub.refs[REPO, "main"]
    newer = hub.put(REPO, {**FILES, "model.safetensors": WEIGHTS + b"!"})
    shelf.remove("captioner")
    shelf.install("captioner")
    assert (shelf.record("captioner") or {})["origin"] == first

    shelf.remove("captioner")
    del hub.commits[REPO, first]
    with pytest.raises(InstallFailed, match=r"no longer has the version of captioner .* --trust-again"):
        shelf.install("captioner")
    hub.api_answer = Fault(status=503)
    with pytest.raises(InstallFailed):
        shelf.install("captioner", trust_again=True)
    assert shelf.trust.commit("captioner") == first  # until another is here
    hub.api_answer = None
    shelf.install("captioner", trust_again=True)
    assert shelf.trust.commit("captioner") == newer
    assert (shelf.record("captioner") or {})["origin"] == newer
    assert shelf.verify("captioner") == []


@pytest.mark.usefixtures("in_process")
def test_the_catalogues_hashes_hold_whatever_the_hub_says(tmp_path: Path, hub: Hub) -> None:
    files = (ModelFile("config.json", len(CONFIG), hashlib.sha256(b"another").hexdigest()),)
    shelf = store(tmp_path, entry(files=files, verified=True))
    with pytest.raises(InstallFailed) as caught:
        shelf.install("captioner")
    assert "config.json" in caught.value.detail
    assert left(shelf) == []


@pytest.mark.usefixtures("in_process")
@pytest.mark.parametrize(
    ("status", "headers", "body", "match"),
    [
        (401, {"X-Error-Code": "GatedRepo"}, b"{}", "log in at https://huggingface.co/hs-test/captioner.*HF_TOKEN"),
        (403, {"X-Error-Code": "GatedRepo"}, b"{}", "accept their conditions"),
        (404, {"X-Error-Code": "RepoNotFound"}, b"{}", "has no hs-test/captioner any more, or it is private"),
        (200, {"Content-Type": "text/html"}, b"<html>Log in to Cafe WiFi</html>", "web page came instead"),
    ],
)
def test_a_hub_that_refuses_is_one_sentence(
    tmp_path: Path, hub: Hub, status: int, headers: dict[str, str], body: bytes, match: str
) -> None:
    hub.api_answer = Fault(status=status, headers=headers, body=body)
    with pytest.raises(InstallFailed, match=match) as caught:
        store(tmp_path).install("captioner")
    assert "\n" not in caught.value.spoken
    assert left(store(tmp_path)) == []


@pytest.mark.usefixtures("in_process")
def test_a_page_in_the_place_of_a_file_never_reaches_it(tmp_path: Path, hub: Hub) -> None:
    shelf = store(tmp_path)
    page = Fault(body=b"<html>Log in</html>", headers={"Content-Type": "text/html; charset=utf-8"})
    hub.faults["model.safetensors"] = [Fault(cut=200_000), page]
    with pytest.raises(InstallFailed, match="web page came instead"):
        shelf.install("captioner")
    hub.faults.clear()
    shelf.install("captioner")
    assert shelf.verify("captioner") == []


@pytest.mark.usefixtures("in_process")
def test_a_mirror_that_declares_nothing_is_held_to_what_the_names_say(tmp_path: Path, hub: Hub) -> None:
    shelf = store(tmp_path)
    hub.declared = dict.fromkeys(FILES, "")
    hub.put(REPO, {**FILES, "model.safetensors": b"\x80\x02 a pickle under another name"})
    with pytest.raises(InstallFailed, match=r"no whole model.*model.safetensors is not what its name says"):
        shelf.install("captioner")
    assert left(shelf) == []
    hub.put(REPO, FILES)
    shelf.install("captioner")
    assert shelf.verify("captioner") == []


@pytest.mark.usefixtures("in_process")
def test_a_path_that_leads_outside_is_refused(tmp_path: Path, hub: Hub) -> None:
    hub.put(REPO, {**FILES, "../../outside.json": b"{}"})
    with pytest.raises(InstallFailed) as caught:
        store(tmp_path).install("captioner")
    assert "outside" in caught.value.detail
    assert not list(tmp_path.rglob("outside.json"))


def test_space_is_checked_by_what_the_hub_says(tmp_path: Path, hub: Hub) -> None:
    # The catalogue's guess of a terabyte counts for nothing.
    with pytest.raises(InstallFailed, match=r"too full for the model captioner: it needs 10[45] megabytes free"):
        store(tmp_path, free=104_900_000).install("captioner")
    hub.asked.clear()
    with pytest.raises(InstallFailed, match=r"it needs at least 104 megabytes free"):
        store(tmp_path, free=1_000_000).install("captioner")
    assert hub.asked == []
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
    with lock.held(shelf.root, "captioner"):
        with pytest.raises(Cancelled):
            shelf.install("captioner", token=token)
        token = Token()
        with pytest.raises(Cancelled):
            shelf.install("captioner", token=token, waiting=lambda: (waits.append("told"), token.cancel())[0])
    assert waits == ["told"]


@pytest.mark.usefixtures("in_process")
def test_the_persons_token_reaches_the_hub_and_no_other_host(
    tmp_path: Path, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    store(tmp_path).install("captioner")
    told = {asked.host.partition(":")[0]: asked.authorisation for asked in hub.of("model.safetensors")}
    assert told == {"127.0.0.1": "Bearer hf_secret", "localhost": None}


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


@pytest.mark.parametrize("switched", ["by the setting", "by HF_HUB_OFFLINE"])
def test_offline_asks_nobody(tmp_path: Path, hub: Hub, monkeypatch: pytest.MonkeyPatch, switched: str) -> None:
    if switched == "by HF_HUB_OFFLINE":
        monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(InstallFailed, match="network is switched off for models"):
        store(tmp_path, offline=switched == "by the setting").install("captioner")
    assert hub.asked == []


@pytest.mark.usefixtures("in_process")
def test_a_licence_is_accepted_before_anything_is_fetched(tmp_path: Path, hub: Hub) -> None:
    gemma = entry(licence="Gemma Terms of Use", licence_url="https://example.org/terms", must_accept=True)
    shelf = store(tmp_path, gemma)
    with pytest.raises(InstallFailed, match=r"https://example.org/terms.*--accept-licence captioner"):
        shelf.install("captioner")
    assert hub.asked == []
    shelf.accept_licence("captioner")
    noted = json.loads((shelf.root / "accepted.json").read_text())
    assert noted["captioner"]["licence"] == "Gemma Terms of Use"
    assert shelf.install("captioner").is_dir()
    changed = store(tmp_path, entry(licence="Gemma Terms of Use, 2", licence_url="https://e.org/2", must_accept=True))
    assert not changed.trust.accepted(changed.entry("captioner"))


@pytest.mark.usefixtures("in_process")
def test_ctranslate2_weights_are_taken_and_a_pickle_of_their_name_is_not(tmp_path: Path, hub: Hub) -> None:
    source = HubSource(REPO, include=("config.json", "model.bin"))
    hub.put(REPO, {"config.json": CONFIG, "model.bin": (6).to_bytes(4, "little") + b"weights", "other.txt": b""})
    folder = store(tmp_path, entry(sources=(source,))).install("captioner")
    assert sorted(path.name for path in folder.iterdir()) == [".hearsight.json", "config.json", "model.bin"]
    hub.put(REPO, {"config.json": CONFIG, "model.bin": b"\x80\x02 a pickle"})
    with pytest.raises(InstallFailed, match=r"model.bin is not what its name says"):
        store(tmp_path / "other", entry(sources=(source,))).install("captioner")


@pytest.mark.usefixtures("in_process")
def test_safe_weights_of_the_hubs_own_converter_are_taken_where_there_are_only_pickles(
    tmp_path: Path, hub: Hub
) -> None:
    hub.put(REPO, {"config.json": CONFIG, "pytorch_model.bin": b"\x80\x02"})
    converted = hub.put(REPO, {"config.json": CONFIG, "model.safetensors": WEIGHTS}, ref="refs/pr/7")
    request = {
        "num": 7, "title": "Adding `safetensors` variant", "status": "open", "isPullRequest": True,
        "author": {"name": "somebody"}, "createdAt": "2026-01-01T00:00:00.000Z",
        "repo": {"name": REPO, "type": "model"},
    }  # fmt: skip
    hub.discussions = [request]
    with pytest.raises(InstallFailed, match="no weights in a format that can't carry code"):
        store(tmp_path).install("captioner")  # a stranger's pull request is not trusted
    hub.discussions = [{**request, "author": {"name": hub_download.CONVERTER}}]
    shelf = store(tmp_path)
    shelf.install("captioner")
    assert (shelf.record("captioner") or {})["origin"] == converted
    hub.api_faults = [Fault(status=200, headers={"Content-Type": "application/json"}, body=hub_says(hub))]
    hub.api_answer = Fault(status=403, body=b"{}")  # as where discussions are switched off
    with pytest.raises(InstallFailed, match="no weights in a format that can't carry code"):
        store(tmp_path / "other").install("captioner")


def hub_says(hub: Hub) -> bytes:
    commit = hub.refs[REPO, "main"]
    return json.dumps(hub.info(REPO, commit, hub.commits[REPO, commit])).encode()


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


@pytest.mark.usefixtures("in_process")
def test_a_piece_that_the_index_names_and_the_hub_lacks_is_missed(tmp_path: Path, hub: Hub) -> None:
    index = {"weight_map": {"a": "model-00001-of-00002.safetensors", "b": "model-00002-of-00002.safetensors"}}
    hub.put(REPO, {
        "config.json": CONFIG, "model-00001-of-00002.safetensors": WEIGHTS,
        "model.safetensors.index.json": json.dumps(index).encode(),
    })  # fmt: skip
    with pytest.raises(InstallFailed, match=r"no whole model.*: model-00002-of-00002\.safetensors is missing"):
        store(tmp_path).install("captioner")
    assert left(store(tmp_path)) == []


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("ConnectError: http://me:pw@hub.example/api/models/a/b", "ConnectError: http://hub.example/api/models/a/b"),
        ("for url 'https://cdn.example/x?X-Sig=abc&y=1'\nMore", "for url 'https://cdn.example/x'\nMore"),
        ("OSError: what? a@b", "OSError: what? a@b"),
    ],
)
def test_no_password_or_signature_of_an_address_is_told(message: str, told: str) -> None:
    assert hub_download.without_secrets(message) == told


def test_every_trouble_that_a_person_can_act_on_has_its_sentence() -> None:
    assert {*sources._HUB_TROUBLES, "space", "other"} == {*hub_download.KINDS}
