"""What the model store doesn't take from a hub, and what it trusts: hashes, versions, licences, a person's token."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from assistant.errors import InstallFailed
from models import hub_download, sources
from models.catalogue import HubSource, ModelFile
from tests.models.hub_server import Fault, Hub
from tests.models.hub_shelf import CONFIG, FILES, REPO, WEIGHTS, entry, left, store


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


@pytest.mark.usefixtures("in_process")
def test_the_persons_token_reaches_the_hub_and_no_other_host(
    tmp_path: Path, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    store(tmp_path).install("captioner")
    told = {asked.host.partition(":")[0]: asked.authorisation for asked in hub.of("model.safetensors")}
    assert told == {"127.0.0.1": "Bearer hf_secret", "localhost": None}


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
