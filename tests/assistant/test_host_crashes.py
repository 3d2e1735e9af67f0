"""The host process dies, hangs, idles, loses its parent: each ends as a sentence, and the next call works."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.cancel import Cancelled, Token
from assistant.errors import HostDied, HostTimeout
from assistant.host import Host

ODD = "tests.assistant.host_workers:Odd"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def host() -> Iterator[Host]:
    with Host({"odd": (ODD, {})}, grace_s=0.3) as made:
        yield made


@pytest.fixture
def token() -> Token:
    return Token()


def wait_for(file: Path) -> None:
    tick = threading.Event()
    for _ in range(2000):
        if file.exists():
            return
        tick.wait(0.01)
    raise AssertionError("the method never began")


def ended(pid: int, within_s: float = 10) -> bool:
    """True once the process has ended (a zombie counts)."""
    try:
        fd = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([fd], [], [], within_s)[0])
    finally:
        os.close(fd)


@pytest.mark.parametrize(
    ("method", "how"),
    [("kill_yourself", "SIGKILL"), ("segfault", "SIGSEGV"), ("leave", "exit status 7")],
)
def test_a_crash_is_a_sentence_and_the_next_call_works(host: Host, token: Token, method: str, how: str) -> None:
    odd = host.worker("odd")
    first = odd.call("pid", token=token)
    with pytest.raises(HostDied, match="Please try again") as caught:
        odd.call(method, token=token)
    assert how in caught.value.detail
    assert odd.call("pid", token=token) != first


def test_kill_9_in_mid_call_is_noticed_at_once_by_every_call_in_flight(
    host: Host, token: Token, tmp_path: Path
) -> None:
    odd = host.worker("odd")
    notes = [tmp_path / "a", tmp_path / "b", tmp_path / "c"]
    with ThreadPoolExecutor(3) as pool:
        calls = [pool.submit(odd.call, "polite", str(note), token=token) for note in notes]
        for note in notes:
            wait_for(note)
        pid = host.pid
        assert pid is not None
        began = time.monotonic()
        os.kill(pid, signal.SIGKILL)
        for call in calls:
            with pytest.raises(HostDied):
                call.result(timeout=20)
        assert time.monotonic() - began < 5  # half a second is the aim; this only tells it from a timeout
    assert odd.call("greet", "again", token=token) == "hello again!"


def test_kill_9_in_mid_stream_gives_what_came_before(host: Host, token: Token) -> None:
    items = host.worker("odd").stream("two_then_die", token=token)
    assert [next(items), next(items)] == [1, 2]
    with pytest.raises(HostDied):
        next(items)
    assert list(host.worker("odd").stream("numbers", 3, token=token)) == [0, 1, 2]


@pytest.mark.parametrize("method", ["hang", "hold_the_lock"])
def test_a_hang_ends_after_the_timeout_and_takes_the_process_along(host: Host, token: Token, method: str) -> None:
    odd = host.worker("odd")
    pid = odd.call("pid", token=token)
    with pytest.raises(HostTimeout):
        odd.call(method, token=token, timeout_s=0.3)
    assert ended(pid)
    assert odd.call("pid", token=token) != pid


def test_a_stream_that_hangs_ends_after_the_timeout(host: Host, token: Token) -> None:
    items = host.worker("odd").stream("two_then_hang", token=token, timeout_s=0.5)
    assert [next(items), next(items)] == [1, 2]
    with pytest.raises(HostTimeout):
        next(items)


def test_a_cancel_reaches_a_running_method_and_the_process_stays(host: Host, tmp_path: Path) -> None:
    odd, token, note = host.worker("odd"), Token(), tmp_path / "began"
    pid = odd.call("pid", token=Token())
    with ThreadPoolExecutor(1) as pool:
        call = pool.submit(odd.call, "polite", str(note), token=token)
        wait_for(note)
        token.cancel()
        with pytest.raises(Cancelled):
            call.result(timeout=20)
    for _ in range(1000):
        if odd.call("cancels", token=Token()) == 1:
            break
    else:
        raise AssertionError("the method was never told")
    assert odd.call("pid", token=Token()) == pid


def test_a_cancel_does_not_wait_for_a_method_that_ignores_it(tmp_path: Path) -> None:
    with Host({"odd": (ODD, {})}, grace_s=3600) as host:
        token, note = Token(), tmp_path / "began"
        with ThreadPoolExecutor(1) as pool:
            call = pool.submit(host.worker("odd").call, "hang", str(note), token=token)
            wait_for(note)
            token.cancel()
            with pytest.raises(Cancelled):
                call.result(timeout=20)


def test_a_method_that_ignores_a_cancel_is_killed_and_others_are_run_again(host: Host, tmp_path: Path) -> None:
    odd, token = host.worker("odd"), Token()
    stuck, waits = tmp_path / "stuck", tmp_path / "waits"
    pid = odd.call("pid", token=Token())
    bystander = Token()
    with ThreadPoolExecutor(2) as pool:
        hung = pool.submit(odd.call, "hang", str(stuck), token=token)
        other = pool.submit(odd.call, "polite", str(waits), token=bystander)
        wait_for(stuck)
        wait_for(waits)
        waits.unlink()
        token.cancel()
        with pytest.raises(Cancelled):
            hung.result(timeout=20)
        assert ended(pid)
        wait_for(waits)  # it began once more, in another process
        assert host.pid not in (None, pid)
        bystander.cancel()
        with pytest.raises(Cancelled):
            other.result(timeout=20)


def test_closing_a_stream_early_cancels_its_method(host: Host, token: Token) -> None:
    odd = host.worker("odd")
    items = odd.stream("endless", token=token)
    next(items)
    items.close()  # type: ignore[attr-defined]
    for _ in range(1000):
        if odd.call("cancels", token=token) == 1:
            break
    else:
        raise AssertionError("the generator was never closed")


def test_the_process_leaves_when_idle_and_comes_back(token: Token) -> None:
    with Host({"odd": (ODD, {})}, idle_exit_s=0.2) as host:
        odd = host.worker("odd")
        pid = odd.call("pid", token=token)
        assert ended(pid)
        assert host.wait_stopped(10)
        assert host.pid is None
        assert odd.call("pid", token=token) != pid


def test_a_call_in_flight_is_not_idle(token: Token) -> None:
    with Host({"odd": (ODD, {})}, idle_exit_s=0.2) as host:
        odd = host.worker("odd")
        before = odd.call("pid", token=token)
        with pytest.raises(HostTimeout):  # five times the idle time, and still the same call
            odd.call("polite", token=token, timeout_s=1.0)
        assert ended(before)


def test_a_closed_host_refuses_and_leaves_no_process(token: Token) -> None:
    host = Host({"odd": (ODD, {})})
    pid = host.worker("odd").call("pid", token=token)
    host.close()
    host.close()
    assert ended(pid, within_s=0)
    with pytest.raises(HostDied):
        host.worker("odd").call("pid", token=token)


def test_closing_with_a_hung_call_does_not_hang(token: Token) -> None:
    host = Host({"odd": (ODD, {})})
    host.warm("odd")
    with ThreadPoolExecutor(2) as pool:
        calls = [pool.submit(host.worker("odd").call, "hold_the_lock", token=token) for _ in range(2)]
        host.close()
        for call in calls:
            with pytest.raises(HostDied):
                call.result(timeout=20)


def test_a_host_started_on_a_thread_that_ends_lives_on(host: Host, token: Token) -> None:
    """Linux's parent-death signal goes with the thread that forked, not with the process."""
    pids: list[int] = []
    thread = threading.Thread(target=lambda: pids.append(host.worker("odd").call("pid", token=token)))
    thread.start()
    thread.join()
    assert not ended(pids[0], within_s=0.3)
    assert host.worker("odd").call("pid", token=token) == pids[0]


@pytest.mark.parametrize("busy_with", ["pid", "hold_the_lock"])
def test_the_process_ends_when_the_assistant_is_killed(busy_with: str) -> None:
    code = f"""
import sys; sys.path.insert(0, {str(ROOT)!r})
import threading
from assistant.cancel import Token
from assistant.host import Host
host = Host({{"odd": ({ODD!r}, {{}})}})
print(host.worker("odd").call("pid", token=Token()), flush=True)
if {busy_with!r} != "pid":
    threading.Thread(target=host.worker("odd").call, args=({busy_with!r},), kwargs={{"token": Token()}}).start()
print("busy", flush=True)
threading.Event().wait()
"""
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    with parent.stdout:
        pid = int(parent.stdout.readline())
        assert parent.stdout.readline() == "busy\n"
        assert not ended(pid, within_s=0.2)
        parent.kill()
        parent.wait()
        assert ended(pid)


def test_an_assistant_that_ends_normally_without_closing_leaves_no_process() -> None:
    code = f"""
import sys; sys.path.insert(0, {str(ROOT)!r})
from assistant.cancel import Token
from assistant.host import Host
host = Host({{"odd": ({ODD!r}, {{}})}})
print(host.worker("odd").call("pid", token=Token()), flush=True)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert ended(int(done.stdout))


def test_a_process_that_cannot_start_is_a_sentence(monkeypatch: pytest.MonkeyPatch, token: Token) -> None:
    with Host({"odd": (ODD, {})}) as host:
        monkeypatch.setattr(sys, "executable", "/nowhere/python")
        with pytest.raises(HostDied) as caught:
            host.worker("odd").call("pid", token=token)
        assert "could not be started" in caught.value.detail
        monkeypatch.undo()
        assert host.worker("odd").call("greet", "Ada", token=token) == "hello Ada!"


def test_a_process_that_dies_while_starting_is_a_sentence(monkeypatch: pytest.MonkeyPatch, token: Token) -> None:
    with Host({"odd": (ODD, {})}) as host:
        monkeypatch.setattr(sys, "executable", "/bin/false")
        with pytest.raises(HostDied) as caught:
            host.worker("odd").call("pid", token=token)
        assert "exit status 1" in caught.value.detail


def test_a_process_that_never_answers_is_a_timeout(
    monkeypatch: pytest.MonkeyPatch, token: Token, tmp_path: Path
) -> None:
    slow = tmp_path / "python"
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    with Host({"odd": (ODD, {})}, start_timeout_s=0.3) as host:
        monkeypatch.setattr(sys, "executable", str(slow))
        with pytest.raises(HostTimeout):
            host.worker("odd").call("pid", token=token)
