"""How tests share a computer when several workers run them (`make test`, by pytest-xdist).

Three kinds of files, dealt out in this order:

1. What only computes, to all workers.
2. What waits for most of its time, for real speech to end or for real windows, each with a virtual desktop and a
   virtual sound card of its own: also to all workers, but never beside the first kind for long, which would take the
   processor from under the sound.
3. What compares times as they are at the loudspeaker or on the screen: one file after the other, on the one worker that
   is left, with the computer for itself.

It is one run with one summary all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xdist.scheduler import LoadFileScheduling

if TYPE_CHECKING:
    from xdist.workermanage import WorkerController

COMPUTES = (
    "tests/assistant/",
    "tests/benchmarks_checks/",
    "tests/contract/test_engine_contract.py",
    "tests/contract/test_recogniser_contract.py",
    "tests/models/",
    "tests/packaging_checks/",
    "tests/speech/test_choose.py",
    "tests/speech/test_ghosts.py",
    "tests/speech/test_hints.py",
    "tests/speech/test_recognisers.py",
    "tests/speech/words/",
)
WAITS = (
    "tests/benchmarks_checks/test_screen_set.py",  # real windows
    "tests/contract/",
    "tests/end_to_end/",
    "tests/models/evaluation/test_real_screens.py",
    "tests/models/evidence/test_acting_on_windows.py",
    "tests/models/evidence/test_elements_on_a_desktop.py",
    "tests/models/evidence/test_hands.py",
    "tests/models/evidence/test_hostile_trees.py",
    "tests/models/evidence/test_notices.py",
    "tests/models/evidence/test_qt_table.py",
    "tests/models/evidence/test_tree.py",
    "tests/models/evidence/test_watch.py",
    "tests/models/evidence/test_whats_new.py",
    "tests/models/evidence/test_where_am_i.py",
    "tests/models/test_guard.py",
    "tests/speech/",
    "tests/ui/",
)
ALONE = (
    "tests/assistant/capture/",  # who grabs sooner
    "tests/assistant/test_host",  # how soon a crash is noticed
    "tests/contract/test_voice_contract.py",  # how soon a hush ends it
    "tests/speech/test_loopback.py",  # milliseconds at the loudspeaker
    "tests/speech/test_voices.py",
    "tests/speech/test_voices_piper.py",
    "tests/speech/test_voices_screen_reader.py",
    "tests/speech/test_voices_speech_dispatcher.py",
    "tests/ui/test_app.py",  # how soon a key is heard
    "tests/ui/test_hotkeys.py",
)


def kind(file: str) -> int:
    """1, 2 or 3, as above. The longest name that fits decides; what nobody named has the computer for itself."""
    fitting = [(len(name), number) for number, names in ((1, COMPUTES), (2, WAITS), (3, ALONE))
               for name in names if file.startswith(name)]  # fmt: skip
    return max(fitting)[1] if fitting else 3


class QuietLast(LoadFileScheduling):
    """File by file. Once only files of the third kind are left, all workers but one are sent home."""

    def _assign_work_unit(self, node: WorkerController) -> None:
        """A file for this worker; nothing if it has to go, or to wait until the others have gone (`remove_node`)."""
        company = [file for file in self.workqueue if kind(file) < 3]
        if company:
            self.workqueue.move_to_end(self._next_of(company, node), last=False)
            super()._assign_work_unit(node)
            return
        others = [other for other in self.nodes if other is not node]
        if not all(other.shutting_down for other in others):
            node.shutdown()  # it ends what it has begun; another one goes on
        elif not any(self._pending_of(self.assigned_work[other]) for other in others):
            super()._assign_work_unit(node)

    def _next_of(self, files: list[str], node: WorkerController) -> str:
        """The first kind first; then a file of the folder that this worker is in, which shares a desktop, or else one
        of a folder that no other worker is in."""
        least = min(map(kind, files))
        files = [file for file in files if kind(file) == least]
        if least == 1:
            return files[0]
        own = _folder(next(reversed(self.assigned_work[node]), ""))
        taken = {_folder(next(reversed(self.assigned_work[other]), "")) for other in self.nodes if other is not node}
        return next(
            (file for file in files if _folder(file) == own),
            next((file for file in files if _folder(file) not in taken), files[0]),
        )

    def remove_node(self, node: WorkerController) -> str | None:
        """As its base. The one that waited for this worker's end can go on."""
        crashed: str | None = super().remove_node(node)
        for other in self.nodes:
            self._reschedule(other)
        return crashed


def _folder(file: str) -> str:
    return file.rpartition("/")[0]
