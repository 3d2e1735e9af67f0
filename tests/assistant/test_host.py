"""Calls into the host process: arguments, results, streams, errors, threads, the log."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.cancel import Cancelled, Token
from assistant.errors import ModelBroken, ModelTrouble
from assistant.host import Host, LocalWorker
from assistant.ports import Worker
from tests.assistant.host_workers import Odd

ODD = "tests.assistant.host_workers:Odd"


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    with Host({"odd": (ODD, {}), "french": (ODD, {"greeting": "salut"}), "broken": (ODD, {"broken": True})}) as made:
        yield made


@pytest.fixture
def token() -> Token:
    return Token()


@pytest.fixture(params=["host", "local"])
def odd(request: pytest.FixtureRequest, host: Host) -> Worker:
    """The same promises hold in the host process and in this one."""
    return host.worker("odd") if request.param == "host" else LocalWorker(Odd())


def test_a_call_carries_arguments_and_keywords(odd: Worker, token: Token) -> None:
    assert odd.call("greet", "Ada", token=token, mark="?") == "hello Ada?"


def test_a_stream_yields_items_in_order(odd: Worker, token: Token) -> None:
    assert list(odd.stream("numbers", 500, token=token)) == list(range(500))


def test_an_error_of_ours_arrives_as_it_is(odd: Worker, token: Token) -> None:
    with pytest.raises(ModelBroken, match=r"This file is damaged\.") as caught:
        odd.call("raise_broken", token=token)
    assert caught.value.detail == "sha 12"


def test_a_foreign_error_becomes_a_sentence_and_does_not_quote_the_screen(odd: Worker, token: Token) -> None:
    with pytest.raises(ModelTrouble, match="Something went wrong while looking") as caught:
        odd.call("raise_value_error", token=token)
    assert "raise_value_error" in caught.value.detail
    assert "ValueError" in caught.value.detail
    assert "1234" not in caught.value.detail.replace('raise ValueError("the secret on the screen is 1234")', "")


def test_too_little_memory_is_said(odd: Worker, token: Token) -> None:
    with pytest.raises(ModelTrouble, match="not enough memory"):
        odd.call("raise_memory", token=token)


def test_a_stream_that_fails_gives_what_it_had_first(odd: Worker, token: Token) -> None:
    items = odd.stream("two_then_fail", token=token)
    assert [next(items), next(items)] == [1, 2]
    with pytest.raises(ModelBroken):
        next(items)


def test_a_cancelled_token_stops_a_call_before_it_begins(odd: Worker) -> None:
    token = Token()
    token.cancel()
    with pytest.raises(Cancelled):
        odd.call("greet", "nobody", token=token)


def test_a_cancel_of_the_parent_token_reaches_the_method(odd: Worker) -> None:
    turn = Token()
    items = odd.stream("endless", token=Token(turn))
    next(items)
    turn.cancel()
    with pytest.raises(Cancelled):
        for _ in items:
            pass


def test_what_does_not_pickle_is_a_sentence_and_the_process_lives(host: Host, token: Token) -> None:
    odd = host.worker("odd")
    pid = odd.call("pid", token=token)
    with pytest.raises(ModelTrouble):
        odd.call("give_a_lock", token=token)
    with pytest.raises(TypeError):
        odd.call("echo", threading.Lock(), token=token)
    assert odd.call("pid", token=token) == pid == host.pid


def test_workers_are_made_once_each_with_their_settings_in_one_process(host: Host, token: Token) -> None:
    odd, french = host.worker("odd"), host.worker("french")
    before = odd.call("counted", token=token)
    odd.call("greet", "Ada", token=token)
    assert french.call("greet", "Ada", token=token) == "salut Ada!"
    assert odd.call("counted", token=token) == before + 1
    assert odd.call("pid", token=token) == french.call("pid", token=token)


def test_a_worker_that_cannot_be_made_says_why_each_time(host: Host, token: Token) -> None:
    for _ in range(2):
        with pytest.raises(ModelBroken, match="The eye is broken"):
            host.worker("broken").call("pid", token=token)


def test_an_unknown_worker_or_a_private_method_is_refused(host: Host, token: Token) -> None:
    with pytest.raises(ValueError, match="there are: broken, french, odd"):
        host.worker("od")
    with pytest.raises(ValueError, match="private"):
        host.worker("odd").call("__class__", token=token)


def test_calls_run_side_by_side(host: Host, token: Token) -> None:
    odd = host.worker("odd")
    with ThreadPoolExecutor(3) as pool:
        meetings = [pool.submit(odd.call, "meet", token=token, timeout_s=20) for _ in range(3)]
    assert sorted(meeting.result() for meeting in meetings) == [0, 1, 2]


def test_warm_calls_the_method_named(token: Token) -> None:
    with Host({"odd": (ODD, {})}) as host:
        assert host.pid is None
        host.warm("odd")
        assert host.worker("odd").call("counted", token=token) == 100


def test_chatter_of_libraries_goes_to_the_log_only(capfd: pytest.CaptureFixture[str], token: Token) -> None:
    lines: list[str] = []
    seen = threading.Semaphore(0)

    def log(line: str) -> None:
        lines.append(line)
        seen.release()

    with Host({"odd": (ODD, {})}, log=log) as host:
        assert host.worker("odd").call("chatter", token=token) == "done"
        assert all(seen.acquire(timeout=10) for _ in range(3))
    assert lines == ["library chatter on stdout", "raw chatter on fd 1", "library chatter on stderr"]
    assert capfd.readouterr() == ("", "")


def test_a_broken_log_does_not_block_the_process(token: Token) -> None:
    def log(line: str) -> None:
        raise OSError("disk full")

    with Host({"odd": (ODD, {})}, log=log) as host:
        for _ in range(3):
            assert host.worker("odd").call("chatter", token=token) == "done"


def test_importing_the_host_brings_no_heavy_library() -> None:
    code = "import assistant.host, sys; print([m for m in ('numpy', 'torch', 'multiprocessing') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_models_load_one_after_the_other(token: Token) -> None:
    """Two threads inside numpy's first import broke the process for good in one start of four."""
    workers: dict[str, tuple[str, dict[str, object]]] = {
        f"loader {i}": ("tests.assistant.host_workers:Loader", {}) for i in range(4)
    }
    with Host(workers) as host, ThreadPoolExecutor(4) as pool:
        calls = [pool.submit(host.worker(name).call, "most_at_once", token=token) for name in workers]
        assert [call.result() for call in calls] == [1, 1, 1, 1]
