"""A second start is carried out by the first."""

from __future__ import annotations

import json
import os
import stat
import threading
from collections.abc import Callable
from multiprocessing.connection import Client, Listener
from pathlib import Path

import pytest

from assistant.cancel import Token
from assistant.carry import Command, Reply
from assistant.errors import HearsightError
from assistant.following import Feed
from assistant.remote import AlreadyRunning, Server, address, ask_running, follow_running, status
from tests.assistant.fakes import News

LONG_S = 60.0


def echo(command: Command, on_text: Callable[[str], None], token: Token) -> Reply:
    on_text(f"seeing {command.source}")
    return Reply({"text": command.kind}, 0, "")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "run"


def test_a_command_is_carried_out_by_the_running_app(folder: Path) -> None:
    server = Server(folder, echo)
    texts: list[str] = []
    reply = ask_running(folder, Command(kind="describe", source="screen"), texts.append)
    server.close()
    assert texts == ["seeing screen"]
    assert reply == Reply({"text": "describe"}, 0, "")


def test_without_a_running_app_there_is_no_reply(folder: Path) -> None:
    assert ask_running(folder, Command(kind="describe"), print) is None
    assert status(folder) is None


def test_a_second_instance_is_told_of_the_first(folder: Path) -> None:
    server = Server(folder, echo)
    with pytest.raises(AlreadyRunning, match="already running"):
        Server(folder, echo)
    server.close()


def test_a_socket_left_by_a_killed_app_is_replaced(folder: Path) -> None:
    folder.mkdir()
    Path(address(folder)).touch()
    server = Server(folder, echo)
    assert status(folder) is not None
    server.close()


def test_the_status_tells_when_the_models_are_loaded(folder: Path) -> None:
    warm = False
    server = Server(folder, echo, lambda: warm)
    first = status(folder)
    warm = True
    second = status(folder)
    server.close()
    assert first is not None and not first.ready
    assert second is not None and second.ready
    assert second.pid == os.getpid()


def test_only_the_owner_may_enter(folder: Path) -> None:
    server = Server(folder, echo)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    server.close()


def test_a_client_that_goes_away_cancels_its_command(folder: Path) -> None:
    began, cancelled = threading.Event(), threading.Event()

    def slow(command: Command, on_text: Callable[[str], None], token: Token) -> Reply:
        began.set()
        if token.wait(LONG_S):
            cancelled.set()
        return Reply()

    server = Server(folder, slow)
    with Client(address(folder)) as client:
        client.send_bytes(json.dumps({"command": Command(kind="describe").as_json()}).encode())
        assert began.wait(LONG_S)
    assert cancelled.wait(LONG_S)
    server.close()


@pytest.mark.parametrize("message", [b"{}", b'{"command": {"kind": "describe", "evil": 1}}'])
def test_a_message_that_is_no_command_is_a_usage_error(folder: Path, message: bytes) -> None:
    server = Server(folder, echo)
    with Client(address(folder)) as client:
        client.send_bytes(message)
        assert json.loads(client.recv_bytes()) == {"accepted": os.getpid()}
        reply = json.loads(client.recv_bytes())
    server.close()
    assert reply["exit_code"] == 2


@pytest.mark.parametrize("message", [b"\xff\xfe", b"[1]", b"not json"])
def test_rubbish_ends_only_its_own_connection(folder: Path, message: bytes) -> None:
    server = Server(folder, echo)
    with Client(address(folder)) as client:
        client.send_bytes(message)
        with pytest.raises(EOFError):
            client.recv_bytes()
    assert ask_running(folder, Command(kind="read"), lambda _: None) is not None
    server.close()


def test_two_that_start_at_once_are_one(folder: Path) -> None:
    """Neither finds a socket; still only one may run."""
    servers: list[Server] = []
    refused: list[AlreadyRunning] = []
    together = threading.Barrier(8)

    def start() -> None:
        together.wait(LONG_S)
        try:
            servers.append(Server(folder, echo))
        except AlreadyRunning as error:
            refused.append(error)

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONG_S)
    assert (len(servers), len(refused)) == (1, 7)
    assert ask_running(folder, Command(kind="read"), lambda _: None) is not None
    servers[0].close()
    Server(folder, echo).close()


def test_a_second_start_is_said_by_the_first(folder: Path) -> None:
    said = threading.Event()
    server = Server(folder, echo, started_again=said.set)
    assert status(folder) is not None
    assert not said.is_set()
    assert status(folder, started=True) is not None
    assert said.wait(LONG_S)
    server.close()


def test_a_client_that_does_not_read_blocks_no_turn(folder: Path) -> None:
    told = threading.Event()

    def chatty(command: Command, on_text: Callable[[str], None], token: Token) -> Reply:
        for _ in range(100):
            on_text("x" * 100_000)  # ten megabytes: more than any socket buffers
        told.set()
        return Reply()

    server = Server(folder, chatty)
    with Client(address(folder)) as client:
        client.send_bytes(json.dumps({"command": Command(kind="describe").as_json()}).encode())
        assert told.wait(LONG_S)
    server.close()


def test_an_app_that_hangs_is_done_without(folder: Path) -> None:
    """It listens, as a stopped process does, but nobody answers."""
    folder.mkdir()
    with Listener(address(folder)):
        assert ask_running(folder, Command(kind="read"), lambda _: None, answer_s=0.01) is None


def test_a_bug_while_carrying_out_is_a_sentence(folder: Path) -> None:
    def broken(command: Command, on_text: Callable[[str], None], token: Token) -> Reply:
        raise ZeroDivisionError

    server = Server(folder, broken)
    reply = ask_running(folder, Command(kind="read"), lambda _: None)
    server.close()
    assert reply == Reply({}, 1, HearsightError.sentence)


def test_a_closed_server_ends_its_thread(folder: Path) -> None:
    before = set(threading.enumerate())
    server = Server(folder, echo)
    mine = [thread for thread in set(threading.enumerate()) - before if thread.name == "remote"]
    server.close()
    for thread in mine:
        thread.join(LONG_S)
        assert not thread.is_alive()


def test_a_follower_is_told_each_utterance_once_when_it_begins_and_learns_of_the_end(folder: Path) -> None:
    feed = Feed()
    server = Server(folder, echo, feed=feed)
    told: list[str] = []
    got = threading.Semaphore(0)

    def tell(text: str) -> None:
        told.append(text)
        got.release()

    ended: list[bool] = []
    follower = threading.Thread(target=lambda: ended.append(follow_running(folder, tell)))
    follower.start()
    while not got.acquire(timeout=0.02):  # until it is there
        feed.heard_of(News("started", "First.", 0))
        feed.heard_of(News("finished", "First.", 0))
    for kind, text in [
        ("queued", "Second."), ("started", "Second."), ("started", "Second."), ("finished", "Second."),
        ("started", "Second."), ("first_sample", "Second."), ("dropped", "Second."), ("started", "Third."),
    ]:  # fmt: skip
        feed.heard_of(News(kind, text, 0))
    while told[-1] != "Third.":
        assert got.acquire(timeout=LONG_S)
    assert told[-3:] == ["Second.", "Second.", "Third."]
    server.close()
    follower.join(LONG_S)
    assert ended == [True]


def test_there_is_nothing_to_follow_without_a_running_app(folder: Path) -> None:
    assert not follow_running(folder, print)


def test_a_follower_that_leaves_is_forgotten_and_one_that_does_not_read_holds_nobody_up(folder: Path) -> None:
    feed = Feed()
    server = Server(folder, echo, feed=feed)
    with Client(address(folder)) as connection:
        connection.send_bytes(json.dumps({"follow": 1}).encode())
        assert json.loads(connection.recv_bytes())["accepted"] == os.getpid()
        while not feed._followers:
            pass
        for number in range(20_000):  # more than a socket takes
            feed.heard_of(News("started", f"Sentence {number}.", 0))
    while feed._followers:
        pass
    server.close()
