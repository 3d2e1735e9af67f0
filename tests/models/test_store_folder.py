"""Models from folders of this computer, names that folders can't have, and records that are damaged."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest

from assistant.cancel import Cancelled, Token
from assistant.errors import InstallFailed, ModelBroken, ModelTrouble, Usage
from models import lock
from models.catalogue import Entry, HubSource
from models.store import Store

WEIGHTS = (2).to_bytes(8, "little") + b"{}" + b"weights" * 1000  # as safetensors begin
CONFIG = b'{"model_type": "blip"}'
GATED = Entry(
    "gated", "For the tests.", "captioner", "Terms", ("en",), 1, "nowhere", False, False, 1, (),
    (HubSource("hs-test/gated"),), licence_url="https://e.org", must_accept=True,
)  # fmt: skip


def shelf(tmp_path: Path) -> Store:
    return Store(tmp_path / "root", entries={"gated": GATED}, free_bytes=lambda _: 1 << 40, offline=True)


def folder(tmp_path: Path, name: str = "mine", **files: bytes) -> Path:
    made = tmp_path / name
    made.mkdir()
    for path, data in (files or {"config.json": CONFIG, "model.safetensors": WEIGHTS}).items():
        (made / path).parent.mkdir(exist_ok=True)
        (made / path).write_bytes(data)
    return made


def test_a_model_from_a_folder_is_there_by_its_name_and_is_mended_from_the_folder(tmp_path: Path) -> None:
    store, mine = shelf(tmp_path), folder(tmp_path)
    installed = store.install(mine)
    calls: list[int] = []
    assert store.install("mine", lambda done, total: calls.append(done)) == installed
    assert calls == []
    (installed / "config.json").write_bytes(CONFIG[:-1] + b" ")
    assert store.verify("mine") == ["config.json is damaged."]
    store.install("mine")
    assert store.verify("mine") == []
    (installed / "config.json").unlink()
    for path in sorted(mine.iterdir()):
        path.unlink()
    mine.rmdir()
    with pytest.raises(InstallFailed, match=r"The folder .*mine is not there any more"):
        store.install("mine")
    assert (installed / "model.safetensors").is_file()


def test_a_folder_whose_weights_are_a_page_or_lack_a_piece_is_refused(tmp_path: Path) -> None:
    page = folder(tmp_path, "page", **{"config.json": CONFIG, "model.safetensors": b"<html>Log in</html>"})
    with pytest.raises(
        InstallFailed, match=r"^The folder page holds no whole model.*: model.safetensors is not what its name says"
    ):
        shelf(tmp_path).install(page)
    index = json.dumps({"weight_map": {"a": "model-1.safetensors", "b": "model-2.safetensors"}}).encode()
    half = folder(tmp_path, "half", **{"model.safetensors.index.json": index, "model-1.safetensors": WEIGHTS})
    with pytest.raises(InstallFailed, match=r"no whole model.*: model-2.safetensors is missing"):
        shelf(tmp_path).install(half)
    assert not [path for path in (tmp_path / "root").iterdir() if path.suffix != ".lock"]


def test_a_home_is_not_taken_for_a_model(tmp_path: Path) -> None:
    home = folder(tmp_path, "home", **{"secrets.json": b"{}", "models/model.safetensors": WEIGHTS})
    with pytest.raises(InstallFailed, match=r"safely: .* at its top"):
        shelf(tmp_path).install(home)
    assert not (tmp_path / "root").exists()


@pytest.mark.parametrize("name", ["trusted.json", "bench.json", ".hidden", "gated"])
def test_a_folder_cannot_take_the_place_of_a_record_or_of_a_known_model(tmp_path: Path, name: str) -> None:
    with pytest.raises(InstallFailed, match="Rename it first"):
        shelf(tmp_path).install(folder(tmp_path, name))


@pytest.mark.parametrize("name", ["..", ".", "", "../root", ".mine.part"])
def test_no_name_leads_out_of_the_store(tmp_path: Path, name: str) -> None:
    store = shelf(tmp_path)
    installed = store.install(folder(tmp_path))
    for at in (tmp_path, store.root, store.root / ".mine.part"):
        at.mkdir(exist_ok=True)
        (at / ".hearsight.json").write_bytes((installed / ".hearsight.json").read_bytes())
    for act in (store.remove, store.verify, store.path):
        with pytest.raises(Usage):
            act(name)
    assert installed.is_dir()


@pytest.mark.parametrize("damaged", ["{bad", "[]", "5", '{"gated": 5}', '{"gated": {}}'])
def test_a_damaged_record_is_said_and_nothing_is_trusted_anew(tmp_path: Path, damaged: str) -> None:
    store = shelf(tmp_path)
    store.root.mkdir()
    (store.root / "accepted.json").write_text(damaged)
    for refused in (lambda: store.trust.accepted(GATED), lambda: store.install("gated")):
        with pytest.raises(ModelBroken, match=r"licences that you accepted can't be read\. Delete .*accepted\.json"):
            refused()
    (store.root / "accepted.json").unlink()
    store.accept_licence("gated")
    (store.root / "trusted.json").write_text(damaged)
    for act in (lambda: store.trust.commit("gated"), lambda: store.install("gated")):
        with pytest.raises(
            ModelBroken, match=r"models that were trusted can't be read.* .*trusted\.json, or delete it"
        ):
            act()
    assert store.verify(store.install(folder(tmp_path)).name) == []  # it needs no such trust


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, mine = shelf(tmp_path), folder(tmp_path)
    opened = Path.open

    def locked(path: Path, *mode: str, **more: str) -> object:
        if path == mine / "model.safetensors":
            raise PermissionError(errno.EACCES, "Permission denied")
        return opened(path, *mode, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", locked)
    with pytest.raises(InstallFailed, match=r"The file model.safetensors of that folder can't be read"):
        store.install(mine)
    assert not store.installed("mine")


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "root").write_text("a file where the folder should be")
    store, mine = shelf(tmp_path), folder(tmp_path)
    for act in (lambda: store.install(mine), lambda: store.remove("gated"), lambda: store.accept_licence("gated")):
        with pytest.raises(ModelTrouble, match=r"can't write into the folder of the models, .*HEARSIGHT_MODELS"):
            act()


def test_checking_a_model_that_is_there_can_be_stopped(tmp_path: Path) -> None:
    store, token = shelf(tmp_path), Token()
    store.install(folder(tmp_path))
    token.cancel()
    with pytest.raises(Cancelled):
        store.verify("mine", token)
    with pytest.raises(Cancelled):
        store.install("mine", token=token)
    assert store.installed("mine")


def test_who_removes_what_another_installs_hears_that_it_waits(tmp_path: Path) -> None:
    store = shelf(tmp_path)
    store.install(folder(tmp_path))
    held = lock.held(store.root, "mine")
    held.__enter__()
    told: list[str] = []

    def waiting() -> None:
        told.append("waits")
        held.__exit__(None, None, None)

    assert store.remove("mine", waiting)
    assert told == ["waits"]


def test_a_model_is_replaced_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, mine = shelf(tmp_path), folder(tmp_path)
    installed = store.install(mine)
    (mine / "config.json").write_bytes(b"{}")
    moved: list[str] = []
    replace = Path.replace

    def watched(path: Path, target: Path) -> Path:
        if target == installed:  # at the last step the old one is out of the way, and not yet deleted
            moved.extend(each.name for each in store.root.glob(".mine.old/*.json"))
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", watched)
    store.install(mine)
    assert sorted(moved) == [".hearsight.json", "config.json"]
    assert (installed / "config.json").read_bytes() == b"{}"
    assert not (store.root / ".mine.old").exists()


def test_an_install_that_was_killed_at_its_last_step_loses_no_model(tmp_path: Path) -> None:
    store, mine = shelf(tmp_path), folder(tmp_path)
    installed = store.install(mine)
    installed.rename(store.root / ".mine.old")
    (mine / "model.safetensors").unlink()  # nothing could be installed from there
    with pytest.raises(InstallFailed):
        store.install(mine)
    assert not store.installed("mine")
    (mine / "model.safetensors").write_bytes(WEIGHTS[:-1])
    with pytest.raises(Cancelled):
        token = Token()
        store.install(mine, lambda done, total: token.cancel(), token)
    assert store.verify("mine") == []
    assert store.path("mine") == installed
