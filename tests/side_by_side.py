"""How tests share a computer when several workers run them (`make test`, by pytest-xdist).

Most tests only compute: their files are dealt out to all workers. What hears real speech, waits for real windows or
measures time needs the computer for itself: those files come last, one after the other, on the one worker that is
left. It is one run with one summary all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xdist.scheduler import LoadFileScheduling

if TYPE_CHECKING:
    from xdist.workermanage import WorkerController

SIDE_BY_SIDE = (
    "tests/assistant/",
    "tests/benchmarks_checks/",
    "tests/models/",
    "tests/packaging_checks/",
    "tests/speech/words/",
)
"""Only what is known to bear company; all other files need quiet."""
QUIET = (
    "tests/assistant/capture/",  # real windows
    "tests/assistant/test_cli",  # how long an import takes; whole processes
    "tests/assistant/test_host",  # how soon a crash is noticed
    "tests/benchmarks_checks/test_screen_set.py",
    "tests/models/evaluation/test_real_screens.py",
    "tests/models/evidence/",  # real windows, ratios of times
    "tests/models/test_guard.py",  # real windows
    "tests/speech/words/test_by_ear.py",
)
"""Of those, what does not."""


def needs_quiet(file: str) -> bool:
    return not file.startswith(SIDE_BY_SIDE) or file.startswith(QUIET)


class QuietLast(LoadFileScheduling):
    """File by file. Once only files that need quiet are left, all workers but one are sent home."""

    def _assign_work_unit(self, node: WorkerController) -> None:
        """A file for this worker; nothing if it has to go, or to wait until the others have gone (`remove_node`)."""
        company = next((file for file in self.workqueue if not needs_quiet(file)), None)
        if company is not None:
            self.workqueue.move_to_end(company, last=False)
            super()._assign_work_unit(node)
            return
        others = [other for other in self.nodes if other is not node]
        if not all(other.shutting_down for other in others):
            node.shutdown()  # it ends what it has begun; another one goes on
        elif not any(self._pending_of(self.assigned_work[other]) for other in others):
            super()._assign_work_unit(node)

    def remove_node(self, node: WorkerController) -> str | None:
        """As its base. The one that waited for this worker's end can go on."""
        crashed: str | None = super().remove_node(node)
        for other in self.nodes:
            self._reschedule(other)
        return crashed
