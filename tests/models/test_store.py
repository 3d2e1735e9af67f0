"""The model store: what is installed is whole and is what it should be; what isn't, is said."""

from __future__ import annotations

import errno
import hashlib
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from assistant.cancel import Cancelled, Token
from assistant.errors import InstallFailed, ModelMissing, Usage
from models import sources
from models.catalogue import Entry, HubSource, ModelFile, PackageSource, Part, Source
from models.hashing import folder_size
from models.store import Store

FIRST, SECOND = (2).to_bytes(8, "little") + b"{}" + b"first half, " * 5000, b"second half"  # as safetensors begin
CONFIG = b'{"a": 1}'


def wheel(folder: Path, name: str, files: Mapping[str, bytes], version: str = "1.0") -> Path:
    """A real wheel, small and by hand."""
    folder.mkdir(exist_ok=True)
    plain = name.replace("-", "_")
    info = f"{plain}-{version}.dist-info"
    path = folder / f"{plain}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for member, data in files.items():
            archive.writestr(member, data)
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: t\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", "")
    return path


def file(path: str, data: bytes) -> ModelFile:
    return ModelFile(path, len(data), hashlib.sha256(data).hexdigest())


def entry(name: str, files: tuple[ModelFile, ...], *origins: Source, verified: bool = True) -> Entry:
    return Entry(
        name, "For the tests.", "other", "MIT", ("en",), 1, "nowhere", True, verified, 60_000, files, tuple(origins)
    )


HALVES = PackageSource(
    {
        "deep/model.bin": (Part("hs-test-one==1.0", "one/a.part"), Part("hs-test-two==1.0", "two/b.part")),
        "config.json": (Part("hs-test-one==1.0", "one/config.json"),),
    }
)
FILES = (file("deep/model.bin", FIRST + SECOND), file("config.json", CONFIG))


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    folder = tmp_path / "wheels"
    trap = b"raise SystemExit('the code of a model package was run')"
    wheel(folder, "hs-test-one", {"one/__init__.py": trap, "one/a.part": FIRST, "one/config.json": CONFIG})
    wheel(folder, "hs-test-two", {"two/__init__.py": trap, "two/b.part": SECOND})
    return folder


def store(tmp_path: Path, *entries: Entry, free: int = 1 << 40) -> Store:
    return Store(
        tmp_path / "root",
        entries={e.name: e for e in entries},
        pip_arguments=["--no-index", "--find-links", str(tmp_path / "wheels")],
        free_bytes=lambda _: free,
    )


def left(root: Path) -> list[str]:
    """Everything in the store but locks."""
    return sorted(path.name for path in root.iterdir() if not path.name.endswith(".lock"))


@pytest.mark.usefixtures("wheels")
def test_a_model_is_taken_out_of_packages_and_nothing_else_is(tmp_path: Path) -> None:
    shelf = store(tmp_path, entry("halves", FILES, HALVES))
    seen: list[tuple[int, int]] = []
    assert not shelf.installed("halves")
    folder = shelf.install("halves", lambda done, total: seen.append((done, total)))
    assert (folder / "deep/model.bin").read_bytes() == FIRST + SECOND
    assert sorted(path.name for path in folder.rglob("*")) == [".hearsight.json", "config.json", "deep", "model.bin"]
    assert shelf.installed("halves")
    assert shelf.path("halves") == folder
    assert shelf.verify("halves") == []
    assert seen[-1] == (60_000, 60_000)
    assert all(0 <= done <= total for done, total in seen)
    assert left(shelf.root) == ["halves"]


@pytest.mark.usefixtures("wheels")
def test_what_is_there_and_sound_is_not_fetched_again(tmp_path: Path) -> None:
    shelf = store(tmp_path, entry("halves", FILES, HALVES))
    shelf.install("halves")
    for path in (tmp_path / "wheels").iterdir():
        path.unlink()
    assert shelf.install("halves") == shelf.path("halves")


@pytest.mark.usefixtures("wheels")
def test_bytes_other_than_the_catalogue_says_are_refused(tmp_path: Path) -> None:
    wrong = (file("deep/model.bin", FIRST + SECOND + b"!"), FILES[1])
    shelf = store(tmp_path, entry("halves", wrong, HALVES))
    with pytest.raises(InstallFailed, match=r"is not what my list of models says, so it was thrown away") as caught:
        shelf.install("halves")
    assert "deep/model.bin" in caught.value.detail
    assert left(shelf.root) == []
    with pytest.raises(ModelMissing, match="hearsight models install halves"):
        shelf.path("halves")


def test_a_cut_wheel_is_refused(tmp_path: Path, wheels: Path) -> None:
    path = wheels / "hs_test_one-1.0-py3-none-any.whl"
    path.write_bytes(path.read_bytes()[:-2000])
    shelf = store(tmp_path, entry("halves", FILES, HALVES))
    with pytest.raises(InstallFailed):
        shelf.install("halves")
    assert left(shelf.root) == []


def test_a_package_that_is_nowhere_gives_one_sentence_and_the_details_for_the_log(tmp_path: Path) -> None:
    (tmp_path / "wheels").mkdir()
    shelf = store(tmp_path, entry("halves", FILES, HALVES))
    with pytest.raises(InstallFailed, match="could not be fetched from the Python packages") as caught:
        shelf.install("halves")
    assert caught.value.exit_code == 5
    assert "\n" not in caught.value.spoken
    assert "hs-test-one" in caught.value.detail


@pytest.mark.usefixtures("wheels")
def test_an_install_killed_in_the_middle_does_not_count_and_the_next_one_works(tmp_path: Path) -> None:
    shelf = store(tmp_path, entry("halves", FILES, HALVES))
    script = (
        "import sys; sys.path[:0] = sys.argv[1:3]\n"
        "from pathlib import Path; import test_store as t\n"
        "def stop(done, total):\n    print('now', flush=True); sys.stdin.read()\n"
        "t.store(Path(sys.argv[3]), t.entry('halves', t.FILES, t.HALVES)).install('halves', stop)\n"
    )
    here = Path(__file__).parent
    child = subprocess.Popen(
        [sys.executable, "-c", script, str(here), str(here.parents[1]), str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"now\n"
        child.kill()
    assert child.returncode == -signal.SIGKILL
    assert left(shelf.root) == [".halves.part"]
    assert not shelf.installed("halves")
    shelf.install("halves")
    assert shelf.verify("halves") == []
    assert left(shelf.root) == ["halves"]


def test_a_folder_that_vanishes_while_it_is_measured_ends_no_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b"):  # pip clears its own folders while we look how far it is
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_bytes(b"1234")
    scandir = os.scandir

    def vanishing(path: str) -> object:
        if Path(path).name == "a":
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", vanishing)
    assert folder_size(tmp_path) == 4


@pytest.mark.usefixtures("wheels")
def test_a_cancel_ends_the_download_and_leaves_nothing(tmp_path: Path) -> None:
    shelf = store(tmp_path, entry("halves", FILES, HALVES))
    token = Token()
    with pytest.raises(Cancelled):
        shelf.install("halves", lambda done, total: token.cancel(), token)
    assert left(shelf.root) == []


def test_a_full_disk_is_said_before_anything_is_fetched(tmp_path: Path) -> None:
    shelf = store(tmp_path, entry("halves", FILES, HALVES), free=1000)
    called: list[int] = []
    with pytest.raises(InstallFailed, match=r"too full for the model halves: it needs \d+ megabytes"):
        shelf.install("halves", lambda done, total: called.append(done))
    assert called == []


@pytest.mark.usefixtures("wheels")
def test_a_disk_that_fills_up_meanwhile_is_said_and_the_old_model_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = store(tmp_path, entry("halves", FILES, HALVES))
    folder = shelf.install("halves")
    (folder / "config.json").write_bytes(b'{"a": 2}')  # damaged: the next install fetches it again

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(sources, "_take", full)
    with pytest.raises(InstallFailed, match="disk is too full"):
        shelf.install("halves")
    assert left(shelf.root) == ["halves"]
    assert (folder / "deep/model.bin").read_bytes() == FIRST + SECOND


@pytest.mark.usefixtures("wheels")
def test_damage_is_found_and_an_install_repairs_it(tmp_path: Path) -> None:
    shelf = store(tmp_path, entry("halves", FILES, HALVES))
    folder = shelf.install("halves")
    big = folder / "deep/model.bin"

    big.write_bytes(b"?" + big.read_bytes()[1:])
    assert shelf.installed("halves")  # the quick look only counts bytes
    assert shelf.verify("halves") == ["deep/model.bin is damaged."]

    big.write_bytes(big.read_bytes()[:-5])
    assert not shelf.installed("halves")
    assert "bytes instead of" in shelf.verify("halves")[0]

    big.unlink()
    assert shelf.verify("halves") == ["deep/model.bin is missing."]

    shelf.install("halves")
    assert shelf.verify("halves") == []


@pytest.mark.usefixtures("wheels")
def test_a_removed_model_is_gone(tmp_path: Path) -> None:
    shelf = store(tmp_path, entry("halves", FILES, HALVES))
    shelf.install("halves")
    assert shelf.remove("halves") is True
    assert not shelf.installed("halves")
    assert shelf.verify("halves") == ["halves is not installed."]
    assert shelf.remove("halves") is False
    assert left(shelf.root) == []


def test_an_unknown_name_suggests_the_nearest(tmp_path: Path) -> None:
    shelf = store(tmp_path, entry("halves", FILES, HALVES))
    for act in (shelf.path, shelf.entry, shelf.verify, shelf.install, shelf.remove):
        with pytest.raises(Usage, match="Did you mean halves"):
            act("halfs")
    with pytest.raises(Usage):
        shelf.remove("../root")


# -- the hub, through its own cache ---------------------------------------------------------------------------------

COMMIT = "a" * 40
HUB = HubSource("hs-test/captioner")


@pytest.fixture
def hub_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What an earlier download of a hub repository left on this computer; the hub itself is not asked."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    monkeypatch.delenv("HF_HUB_CACHE", raising=False)
    repo = tmp_path / "hf/hub/models--hs-test--captioner"
    snapshot = repo / "snapshots" / COMMIT
    snapshot.mkdir(parents=True)
    (repo / "refs").mkdir()
    (repo / "refs/main").write_text(COMMIT)
    (snapshot / "config.json").write_bytes(CONFIG)
    (snapshot / "model.safetensors").write_bytes(FIRST)
    (snapshot / "pytorch_model.bin").write_bytes(b"\x80\x02a pickle")
    return snapshot


def test_a_hub_model_is_trusted_at_its_first_install_and_held_to_it(tmp_path: Path, hub_cache: Path) -> None:
    shelf = store(tmp_path, entry("captioner", (), HUB, verified=False))
    folder = shelf.install("captioner")
    assert sorted(path.name for path in folder.iterdir()) == [".hearsight.json", "config.json", "model.safetensors"]
    assert shelf.verify("captioner") == []

    (folder / "config.json").write_bytes(b'{"a": 2}')
    assert shelf.verify("captioner") == ["config.json is damaged."]

    shelf.remove("captioner")
    (hub_cache / "model.safetensors").write_bytes(FIRST[:-1] + b"!")
    with pytest.raises(InstallFailed, match="is not what was trusted at the first install") as caught:
        shelf.install("captioner")
    assert "model.safetensors" in caught.value.detail
    assert not shelf.installed("captioner")

    (hub_cache / "model.safetensors").write_bytes(FIRST)
    shelf.install("captioner")
    assert shelf.verify("captioner") == []


def test_when_the_first_source_fails_the_next_one_is_asked(tmp_path: Path, hub_cache: Path) -> None:
    (tmp_path / "wheels").mkdir()
    files = (file("config.json", CONFIG),)
    gone = PackageSource({"config.json": (Part("hs-test-gone==1.0", "x/config.json"),)})
    shelf = store(tmp_path, entry("small", files, gone, HUB))
    folder = shelf.install("small")
    assert sorted(path.name for path in folder.iterdir()) == [".hearsight.json", "config.json"]


@pytest.mark.usefixtures("hub_cache")
def test_offline_without_a_copy_is_one_sentence(tmp_path: Path) -> None:
    shelf = store(tmp_path, entry("other", (), HubSource("hs-test/other"), verified=False))
    with pytest.raises(InstallFailed, match="network is switched off for models"):
        shelf.install("other")


def test_settings_without_weights_in_the_hubs_cache_are_no_model(tmp_path: Path, hub_cache: Path) -> None:
    (hub_cache / "model.safetensors").unlink()  # as a program leaves it that only looked at the settings
    shelf = store(tmp_path, entry("captioner", (), HUB, verified=False))
    with pytest.raises(InstallFailed, match="network is switched off for models"):
        shelf.install("captioner")
    assert left(shelf.root) == []


# -- a folder of this computer ----------------------------------------------------------------------------------


def test_a_folder_is_copied_without_its_pickles(tmp_path: Path) -> None:
    mine = tmp_path / "my-captioner"
    (mine / "sub").mkdir(parents=True)
    (mine / "config.json").write_bytes(CONFIG)
    (mine / "sub/model.safetensors").write_bytes(FIRST)
    (mine / "pytorch_model.bin").write_bytes(b"\x80\x02a pickle")
    shelf = store(tmp_path)
    folder = shelf.install(str(mine))
    assert folder == shelf.path("my-captioner")
    assert not (folder / "pytorch_model.bin").exists()
    assert shelf.names() == ["my-captioner"]
    assert shelf.entry("my-captioner").bytes == len(CONFIG) + len(FIRST)
    (folder / "config.json").write_bytes(b"{} // 8b")
    assert shelf.verify("my-captioner") == ["config.json is damaged."]
    assert shelf.remove("my-captioner")
    assert shelf.names() == []


@pytest.mark.parametrize("name", ["pytorch_model.bin", "model.bin", "model.pt"])
def test_a_folder_with_nothing_but_a_pickle_is_refused(tmp_path: Path, name: str) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / name).write_bytes(b"\x80\x02a pickle")
    with pytest.raises(InstallFailed, match="safely"):
        store(tmp_path).install(mine)
    assert not store(tmp_path).installed("mine")


def test_a_folder_cannot_take_the_name_of_a_known_model(tmp_path: Path) -> None:
    mine = tmp_path / "halves"
    mine.mkdir()
    with pytest.raises(InstallFailed, match="Rename it"):
        store(tmp_path, entry("halves", FILES, HALVES)).install(mine)


@pytest.mark.parametrize(
    ("config", "kind", "tasks"),
    [
        ('{"model_type": "qwen3_vl"}', "captioner", ("caption", "answer", "ground")),
        ('{"model_type": "blip", "architectures": ["BlipForConditionalGeneration"]}', "captioner", ("caption",)),
        ('{"model_type": "blip", "architectures": ["BlipForQuestionAnswering"]}', "answerer", ("answer",)),
        ('{"model_type": "siglip"}', "matcher", ("match", "embed")),
        ('{"model_type": "whisper"}', "other", ()),
        ("not JSON", "other", ()),
    ],
)
def test_a_folder_is_known_by_what_its_files_say(
    tmp_path: Path, config: str, kind: str, tasks: tuple[str, ...]
) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "config.json").write_text(config)
    (mine / "model.safetensors").write_bytes(FIRST)
    shelf = store(tmp_path)
    shelf.install(mine)
    assert (shelf.entry("mine").kind, shelf.entry("mine").tasks) == (kind, tasks)
