"""What every window of Hearsight does alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import delete, isValid

from ui.looks import SMALLEST_FONT_PT, FocusRing
from ui.words import tr

if TYPE_CHECKING:
    from ui.ask_window import TextWindow

TITLE_BAR_PX = 40


class Window(QDialog):
    """A top-level window: brought up by `bring_up`, hidden by Escape or Ctrl+W, its keys told by F1.

    It takes the focus, so only the person's own wish may bring it up. It is hidden, not destroyed: it comes back as it
    was left. A dialog, not modal: to assistive programs a plain top-level `QWidget` is a "filler". It is never larger
    than the screen it is on, also when that one becomes smaller or goes away.
    """

    def __init__(self, title: str, size: QSize) -> None:
        super().__init__()
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        larger = max(1.0, self.font().pointSizeF() / SMALLEST_FONT_PT)
        self.resize(size * larger)  # which also keeps Qt from choosing a size of its own when it is first shown
        self._ring = FocusRing(self)
        self._keys_shown: TextWindow | None = None
        self.first: QWidget | None = None
        """What has the focus when the window is first brought up; later it is what had it last."""
        QShortcut(QKeySequence("Ctrl+W"), self, self.close)
        QShortcut(QKeySequence("F1"), self, self.show_keys)

    def bring_up(self) -> None:
        fresh = not self.isVisible()
        if self.isMinimized():
            self.showNormal()
        else:
            self.show()
        self.raise_()
        self.activateWindow()
        if self.first is not None and (fresh or self.focusWidget() is None):
            self.first.setFocus()

    def end(self) -> None:
        """Close it for good, while Qt is still there: left to Python's collector, it might outlive the application."""
        if isValid(self):
            self.close()
            if self._keys_shown is not None:
                self._keys_shown.end()
            self._ring.end()
            delete(self)

    # -- keys -----------------------------------------------------------------------------------------------------

    def keys(self) -> Sequence[str]:
        """A line a key ("Delete: forget this turn"), beside those that every window has."""
        return ()

    def show_keys(self) -> None:
        from ui.ask_window import TextWindow  # which is a window itself

        common = (tr("Tab, Shift+Tab: next, previous"), tr("F1: these keys"), tr("Escape: close this window"))
        if self._keys_shown is None:
            self._keys_shown = TextWindow(tr("Keys of this window"))
        self._keys_shown.show_text("\n".join((*self.keys(), *common)))

    def _scrolled(self) -> QVBoxLayout:
        """A layout that fills the window, and scrolls where large letters on a small screen leave no room for all."""
        around, inside = QScrollArea(self), QWidget(self)
        around.setWidgetResizable(True)
        around.setFrameShape(QFrame.Shape.NoFrame)
        around.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(inside)
        around.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(around)
        return layout

    # -- the screen -----------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  (Qt's name)
        super().showEvent(event)
        if not event.spontaneous():
            for button in self.findChildren(QPushButton):
                button.setAutoDefault(False)  # or Enter in a line would press some button of the dialog
            self._fit()
            handle = self.windowHandle()
            if handle is not None:
                handle.screenChanged.connect(self._fit)
                self.screen().availableGeometryChanged.connect(self._fit)

    def _fit(self, *_: object) -> None:
        """Within the screen: no title bar or button of ours is where no mouse and no eye can reach it."""
        room = self.screen().availableGeometry()
        wanted = self.size()
        width, height = min(wanted.width(), room.width()), min(wanted.height(), room.height() - TITLE_BAR_PX)
        self.resize(width, height)
        place = QRect(self.pos(), QSize(width, height))
        if not room.contains(place):
            x = min(max(place.x(), room.left()), room.right() + 1 - width)
            y = min(max(place.y(), room.top()), room.bottom() + 1 - height)
            self.move(x, y)
