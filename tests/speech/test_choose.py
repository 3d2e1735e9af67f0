"""Which recogniser is used: the largest that is quick enough, and what stands in for one that can't be."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from assistant.cancel import Token
from assistant.cli import cli
from assistant.errors import HostDied, ModelBroken, OutOfMemory
from assistant.host import Host
from assistant.settings import Listening, Settings
from assistant.types import Clip, Transcript
from assistant.wiring.models import hearing_model
from models.store import Store
from speech.recognisers.choose import ALONE_S, BUDGET_S, FORGET_S, QUESTION_S, Ledger, Model, Runs, by_size, choose
from speech.recognisers.chosen import ChosenWhisper
from speech.recognisers.hosted import HostedRecogniser
from speech.recognisers.whisper import memory_ran_out
from tests.speech.spoken import say

TINY, BASE, SMALL = Model("tiny", "", 210), Model("base", "", 260), Model("small", "", 430)
SIZES = [TINY, BASE, SMALL]
QUICK, SLOW = 0.5 * BUDGET_S / QUESTION_S, 1.1 * BUDGET_S / QUESTION_S
RUNS = Runs("faster-whisper", "1.0", "cpu", "int8", 2)
ROOT = Store().root


def test_the_largest_model_that_is_quick_enough_is_used() -> None:
    assert choose(SIZES, {"tiny": QUICK, "base": QUICK, "small": SLOW}).model == BASE
    assert choose(SIZES, {"tiny": QUICK, "base": QUICK, "small": QUICK}).model == SMALL


def test_where_none_is_quick_enough_the_smallest_is_used_and_said_to_be_slow() -> None:
    chosen = choose(SIZES, {"tiny": SLOW, "base": 2 * SLOW})
    assert chosen.model == TINY
    assert "the quickest, though" in chosen.why


def test_the_models_name_in_the_settings_goes_first_however_slow_it_is() -> None:
    assert choose(SIZES, {"tiny": QUICK, "small": 5 * SLOW}, pinned="small").model == SMALL


@pytest.mark.parametrize("pinned", ["", "small"])
def test_the_next_smaller_model_stands_in_for_one_that_failed(pinned: str) -> None:
    factors = dict.fromkeys(("tiny", "base", "small"), QUICK)
    chosen = choose(SIZES, factors, ["small"], pinned=pinned)
    assert chosen.model == BASE
    assert chosen.failed == SMALL
    assert choose(SIZES, factors, ["base"], pinned=pinned).failed is None
    with pytest.raises(OutOfMemory):
        choose(SIZES, factors, ["tiny", "base", "small"], pinned=pinned)


def test_a_model_is_not_used_where_the_free_memory_is_too_small_for_it() -> None:
    factors = dict.fromkeys(("tiny", "base", "small"), QUICK)
    assert choose(SIZES, factors, free_mb=600).model == BASE
    with pytest.raises(OutOfMemory):
        choose(SIZES, factors, free_mb=100)


def test_of_two_of_a_size_the_one_for_the_language_is_the_better() -> None:
    both = [Model("base.en", "", 260), TINY, Model("base", "", 260)]
    assert [model.name for model in by_size(both, "en")] == ["tiny", "base", "base.en"]
    assert [model.name for model in by_size(both, "zh")] == ["tiny", "base.en", "base"]


def test_a_measurement_holds_for_that_program_device_and_precision_alone(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "recognisers.json")
    ledger.measured(BASE, RUNS, 0.1)
    assert Ledger(tmp_path / "recognisers.json").factors(SIZES, RUNS) == {"base": 0.1}
    for other in (
        Runs("faster-whisper", "1.1", "cpu", "int8", 2),
        Runs("faster-whisper", "1.0", "cuda:0", "int8", 2),
        Runs("faster-whisper", "1.0", "cpu", "float32", 2),
    ):
        assert ledger.factors(SIZES, other) == {}


def test_a_model_that_failed_is_tried_again_after_an_hour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = Ledger(tmp_path / "recognisers.json")
    monkeypatch.setattr("time.time", lambda: 1e9)
    ledger.fail("base")
    assert ledger.failed() == ["base"]
    monkeypatch.setattr("time.time", lambda: 1e9 + FORGET_S)
    assert ledger.failed() == []


@pytest.mark.parametrize("pinned", ["", "small"])
def test_when_all_have_failed_the_smallest_is_tried_again_after_a_minute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pinned: str
) -> None:
    path, runs = tmp_path / "recognisers.json", Runs("faster-whisper", "1.0", "cuda:0", "int8", 2)
    models = [{"name": model.name, "folder": "", "memory_mb": model.memory_mb} for model in SIZES]
    recogniser = ChosenWhisper(models, str(path), pinned=pinned)
    monkeypatch.setattr("time.time", lambda: 1e9)
    for model in SIZES:
        Ledger(path).fail(model.name)
    with pytest.raises(OutOfMemory):
        recogniser._choose(runs)
    monkeypatch.setattr("time.time", lambda: 1e9 + ALONE_S)
    assert recogniser._choose(runs).model == TINY


@pytest.mark.parametrize("text", ["", "[]", "{", '{"factors": 3}', "\x00"])
def test_a_damaged_ledger_only_means_measuring_again(tmp_path: Path, text: str) -> None:
    path = tmp_path / "recognisers.json"
    path.write_text(text)
    ledger = Ledger(path)
    assert ledger.factors(SIZES, RUNS) == {}
    ledger.measured(TINY, RUNS, 0.2)
    assert ledger.factors(SIZES, RUNS) == {"tiny": 0.2}


# -- the real models ------------------------------------------------------------------------------------------------


def installed(folder: Path, *names: str) -> Path:
    """A model store of its own, with copies of the models (the big files are links until a test breaks them)."""
    for name in ("silero-vad", *names):
        shutil.copytree(ROOT / name, folder / name, copy_function=lambda a, b: Path(b).symlink_to(a), symlinks=True)
    return folder


def spoil(path: Path, change: Callable[[bytes], bytes]) -> None:
    data = change(path.read_bytes())
    path.unlink()
    path.write_bytes(data)


def chosen_from(folder: Path, model: str = "auto") -> ChosenWhisper:
    spec = hearing_model(Settings(listening=Listening(model=model)), Store(folder), "en")
    assert spec is not None
    settings: dict[str, Any] = spec[1]
    return ChosenWhisper(**settings)


def test_where_nothing_can_be_written_what_has_failed_is_known_until_the_end(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way of a folder")
    ledger, runs = Ledger(tmp_path / "file" / "recognisers.json"), Runs("faster-whisper", "1", "cpu", "int8", 2)
    model = Model("whisper-base", "", 300)
    ledger.loading("whisper-base")
    ledger.measured(model, runs, 0.1)
    ledger.fail("whisper-base")
    assert ledger.factors([model], runs) == {"whisper-base": 0.1}
    assert ledger.failed() == ["whisper-base"]  # or it would be loaded again and again
    ledger.forget()
    assert ledger.failed() == []


def ask(recogniser: ChosenWhisper) -> Transcript:
    clip = say("What does the error say?")
    return recogniser.transcribe(clip.samples, clip.rate, token=Token(), language="en")


def test_the_models_are_measured_once_and_the_figures_are_kept(tmp_path: Path) -> None:
    root = installed(tmp_path, "whisper-tiny.en", "whisper-base")
    figures, name, why = chosen_from(root).figures(token=Token())
    assert [figure.name for figure in figures] == ["whisper-tiny.en", "whisper-base"]
    assert all(figure.real_time_factor for figure in figures)
    assert name in ("whisper-tiny.en", "whisper-base")
    assert why
    kept = (root / "recognisers.json").read_text()
    heard = ask(chosen_from(root))
    assert heard.text == "What does the error say?"
    assert heard.remark == ""
    assert json.loads((root / "recognisers.json").read_text())["factors"] == json.loads(kept)["factors"]


@pytest.mark.parametrize(
    "change", [lambda data: data[: len(data) // 2], lambda data: data[:-1] + bytes([data[-1] ^ 1])]
)
def test_a_damaged_file_is_named_and_another_model_stands_in(
    tmp_path: Path, change: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("speech.recognisers.choose.BUDGET_S", 60.0)  # on a slow machine the larger is not even tried
    root = installed(tmp_path, "whisper-tiny.en", "whisper-base")
    spoil(root / "whisper-base/model.bin", change)
    heard = ask(chosen_from(root))
    assert heard.text == "What does the error say?"
    assert "whisper-base is damaged, so I use whisper-tiny.en" in heard.remark
    with pytest.raises(ModelBroken, match=r"model\.bin of the model whisper-base is damaged") as broken:
        ask(chosen_from(root, "whisper-base"))
    assert broken.value.exit_code == 5


def test_where_every_model_is_damaged_one_sentence_says_which_file(tmp_path: Path) -> None:
    root = installed(tmp_path, "whisper-tiny.en")
    spoil(root / "whisper-tiny.en/tokenizer.json", lambda data: data[:100])
    with pytest.raises(ModelBroken, match=r"tokenizer\.json of the model whisper-tiny\.en is damaged"):
        ask(chosen_from(root))


SHORT_OF_MEMORY = """
import json, resource, sys
from pathlib import Path
from assistant.cancel import Token
from assistant.types import Clip
from speech.clips import clip_from
from speech.recognisers.choose import Ledger
from speech.recognisers.chosen import CLIP, ChosenWhisper
settings = json.loads(sys.argv[1])
first = dict(settings, models=[m for m in settings["models"] if "tiny" in m["name"]], pinned="")
ChosenWhisper(**first).warm(token=Token())  # the libraries take their memory
now = int(next(l for l in open("/proc/self/status") if l.startswith("VmSize")).split()[1]) << 10
resource.setrlimit(resource.RLIMIT_AS, (now + (10 << 20), resource.RLIM_INFINITY))
if sys.argv[2] == "until the first failure":
    fail = Ledger.fail
    def end_of_the_shortage(self, name):
        resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY,) * 2)
        fail(self, name)
    Ledger.fail = end_of_the_shortage
clip = clip_from(CLIP)
try:
    heard = ChosenWhisper(**settings).transcribe(clip.samples, clip.rate, token=Token(), language="en")
    print(json.dumps([heard.text, heard.remark]))
except Exception as error:
    print(json.dumps([type(error).__name__, str(error)]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the limit of a process's memory is set in Linux's way")
@pytest.mark.parametrize(
    ("shortage", "text", "told"),
    [
        (
            "until the first failure",
            "Where is the button",
            "whisper-base needs more memory than there is, so I use whisper-tiny.en",
        ),
        ("for good", "OutOfMemory", "not enough memory"),
    ],
)
def test_a_model_that_does_not_fit_is_stood_in_for_by_a_smaller_one(
    tmp_path: Path, shortage: str, text: str, told: str
) -> None:
    root = installed(tmp_path, "whisper-tiny.en", "whisper-base")
    spec = hearing_model(Settings(listening=Listening(model="whisper-base")), Store(root), "en")
    assert spec is not None
    run = subprocess.run(
        [sys.executable, "-c", SHORT_OF_MEMORY, json.dumps(spec[1]), shortage],
        capture_output=True, text=True, timeout=120, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    heard, remark = json.loads(run.stdout)
    assert text in heard, run.stderr[-2000:]
    assert told in remark


@pytest.mark.parametrize(
    ("error", "memory"),
    [
        (MemoryError(), True),
        (RuntimeError("CUDA failed with error out of memory"), True),
        (RuntimeError("mkl_malloc: failed to allocate memory"), True),
        (RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried"), True),
        (RuntimeError("cuBLAS failed with status CUBLAS_STATUS_ALLOC_FAILED"), True),
        (RuntimeError("unexpected end of file"), False),
    ],
)
def test_an_error_for_want_of_memory_is_told_from_others(error: Exception, memory: bool) -> None:
    assert memory_ran_out(error) is memory


class DyingWorker:
    """A host process that dies while the large model is loaded."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger, self.calls = ledger, 0

    def call(self, method: str, *args: object, token: Token, timeout_s: float = 60.0, **more: object) -> Any:
        self.calls += 1
        chosen = choose(SIZES, {}, self.ledger.failed(), pinned="small")
        self.ledger.loading(chosen.model.name)
        if chosen.model == SMALL:
            raise HostDied(detail="SIGKILL")
        self.ledger.loading(None)
        return Transcript(chosen.model.name)

    def stream(self, *args: object, **more: object) -> Any:
        raise NotImplementedError


def test_a_host_that_is_killed_twice_by_a_load_does_without_that_model(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "recognisers.json")
    worker = DyingWorker(ledger)
    recogniser = HostedRecogniser(worker, "hosted", blame=ledger.blame)
    assert recogniser.transcribe(say("Stop."), Token()).text == "base"
    assert worker.calls == 3
    assert ledger.failed() == ["small"]


def test_a_host_that_dies_for_another_reason_is_no_models_fault(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "recognisers.json")
    with Host({"hear": ("tests.assistant.host_workers:Worker", {})}) as host:
        recogniser = HostedRecogniser(host.worker("hear"), "hosted", blame=ledger.blame)
        recogniser._worker = _Dying()
        with pytest.raises(HostDied):
            recogniser.transcribe(Clip(say("Stop.").samples), Token())
    assert ledger.failed() == []


class _Dying:
    def call(self, *args: object, **more: object) -> Any:
        raise HostDied

    def stream(self, *args: object, **more: object) -> Any:
        raise NotImplementedError


def test_the_bench_command_tells_each_models_speed_and_which_is_chosen_and_why() -> None:
    run = CliRunner().invoke(cli, ["models", "bench", "--json"])
    assert run.exit_code == 0, run.output
    told = json.loads(run.output)
    assert {"whisper-tiny.en", "whisper-base"} <= {row["name"] for row in told["recognisers"]}
    assert told["chosen"] in {row["name"] for row in told["recognisers"]}
    assert told["why"]
    assert all(0 < row["real_time_factor"] < 20 for row in told["recognisers"])
