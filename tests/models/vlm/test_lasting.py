"""What a model generates runs on one thread, which ends with the model."""

from __future__ import annotations

import gc
import threading

from models.vlm.lasting import thread_of


class Model:
    """Anything that can be pointed at weakly."""


def test_all_work_of_a_model_is_done_on_one_thread_in_order() -> None:
    one, other = Model(), Model()
    seen: list[tuple[int, int]] = []
    for number in range(3):
        done = thread_of(one).start(lambda number=number: seen.append((number, threading.get_ident())))  # type: ignore[misc]
        assert done.wait(30)
    assert [number for number, _ in seen] == [0, 1, 2]
    assert len({ident for _, ident in seen}) == 1
    assert thread_of(other).start(lambda: seen.append((3, threading.get_ident()))).wait(30)
    assert seen[3][1] != seen[0][1]


def test_the_thread_ends_with_its_model() -> None:
    model = Model()
    at: list[threading.Thread] = []
    assert thread_of(model).start(lambda: at.append(threading.current_thread())).wait(30)
    del model
    gc.collect()
    at[0].join(30)
    assert not at[0].is_alive()
