"""How the windows look: light, dark or high contrast, letters up to three times as large, a ring around the focus.

One palette a theme, so that a test can measure every pair of colours that meet (WCAG 2.2, 1.4.3: 4.5 to 1 for text,
1.4.11: 3 to 1 for what shows a state; high contrast: 7 to 1). Windows use its roles and no colour of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLocale, QObject, QPoint, QRect, Qt, QTranslator
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget
from shiboken6 import isValid

from ui import words
from ui.edges import Edged

if TYPE_CHECKING:
    from assistant.settings import LooksSettings

Role = QPalette.ColorRole
SMALLEST_FONT_PT = 12.0
RING_PX = 3
THEMES: Mapping[str, Mapping[QPalette.ColorRole, str]] = {
    "light": {
        Role.Window: "#f5f5f5",
        Role.WindowText: "#111111",
        Role.Base: "#ffffff",
        Role.AlternateBase: "#ededed",
        Role.Text: "#111111",
        Role.PlaceholderText: "#595959",
        Role.Button: "#e4e4e4",
        Role.ButtonText: "#111111",
        Role.BrightText: "#a40000",
        Role.Highlight: "#0b4f9e",
        Role.HighlightedText: "#ffffff",
        Role.Link: "#0b4f9e",
        Role.LinkVisited: "#5a2a82",
        Role.ToolTipBase: "#ffffff",
        Role.ToolTipText: "#111111",
        Role.Accent: "#0b4f9e",
        Role.Mid: "#767676",
        Role.Dark: "#767676",
        Role.Light: "#ffffff",
    },
    "dark": {
        Role.Window: "#1c1c1e",
        Role.WindowText: "#f2f2f2",
        Role.Base: "#121213",
        Role.AlternateBase: "#242426",
        Role.Text: "#f2f2f2",
        Role.PlaceholderText: "#b0b0b0",
        Role.Button: "#343437",
        Role.ButtonText: "#f2f2f2",
        Role.BrightText: "#ffb4ab",
        Role.Highlight: "#8ab8ff",
        Role.HighlightedText: "#0c0c0d",
        Role.Link: "#8ab8ff",
        Role.LinkVisited: "#d3a8ff",
        Role.ToolTipBase: "#343437",
        Role.ToolTipText: "#f2f2f2",
        Role.Accent: "#8ab8ff",
        Role.Mid: "#8a8a8e",
        Role.Dark: "#8a8a8e",
        Role.Light: "#4a4a4e",
    },
    "high-contrast": {
        Role.Window: "#000000",
        Role.WindowText: "#ffffff",
        Role.Base: "#000000",
        Role.AlternateBase: "#000000",
        Role.Text: "#ffffff",
        Role.PlaceholderText: "#d0d0d0",
        Role.Button: "#000000",
        Role.ButtonText: "#ffffff",
        Role.BrightText: "#ffff00",
        Role.Highlight: "#ffff00",
        Role.HighlightedText: "#000000",
        Role.Link: "#00ffff",
        Role.LinkVisited: "#ff9dff",
        Role.ToolTipBase: "#000000",
        Role.ToolTipText: "#ffffff",
        Role.Accent: "#ffff00",
        Role.Mid: "#ffffff",
        Role.Dark: "#ffffff",
        Role.Light: "#ffffff",
    },
}
DISABLED: Mapping[str, str] = {"light": "#5c5c5c", "dark": "#c2c2c6", "high-contrast": "#b8b8b8"}
"""Text of what can't be used now. WCAG asks nothing of it, but somebody with low vision wants to read it, too."""
MEETING = (
    (Role.WindowText, Role.Window),
    (Role.BrightText, Role.Window),
    (Role.Link, Role.Window),
    (Role.Text, Role.Base),
    (Role.Text, Role.AlternateBase),
    (Role.PlaceholderText, Role.Base),
    (Role.Link, Role.Base),
    (Role.LinkVisited, Role.Base),
    (Role.ButtonText, Role.Button),
    (Role.HighlightedText, Role.Highlight),
    (Role.ToolTipText, Role.ToolTipBase),
)
"""Text, and what it stands on."""


def theme_of(settings: LooksSettings) -> str:
    """The chosen one; "system": as the desktop has it."""
    if settings.theme != "system":
        return settings.theme
    hints = QGuiApplication.styleHints()
    if hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast:
        return "high-contrast"
    return "dark" if hints.colorScheme() is Qt.ColorScheme.Dark else "light"


def palette_of(theme: str) -> QPalette:
    palette = QPalette()
    for role, colour in THEMES[theme].items():
        palette.setColor(role, QColor(colour))
    for role in (Role.WindowText, Role.Text, Role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(DISABLED[theme]))
    return palette


class Looks:
    """Applies the settings to the whole app; once at its start, and again whenever they change."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._point_size = max(app.font().pointSizeF(), SMALLEST_FONT_PT)
        self._translator: QTranslator | None = None
        self._language = ""
        self._settings: LooksSettings | None = None
        app.setStyle(Edged())
        for effect in (Qt.UIEffect.UI_AnimateMenu, Qt.UIEffect.UI_AnimateCombo, Qt.UIEffect.UI_FadeMenu,
                       Qt.UIEffect.UI_AnimateTooltip, Qt.UIEffect.UI_FadeTooltip):  # fmt: skip
            app.setEffectEnabled(effect, False)  # nothing moves, whatever the system asks
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._again)

    def end(self) -> None:
        QGuiApplication.styleHints().colorSchemeChanged.disconnect(self._again)
        self._app.setStyle(QStyleFactory.create("Fusion"))  # no style written in Python is there when Qt ends

    def apply(self, settings: LooksSettings, language: str) -> None:
        """`language`: the tag that windows made from now on speak."""
        self._settings = settings
        self._app.setPalette(palette_of(theme_of(settings)))
        font = self._app.font()
        font.setPointSizeF(self._point_size * settings.scale)
        self._app.setFont(font)
        self._speak(language)

    def _again(self) -> None:
        if self._settings is not None:
            self._app.setPalette(palette_of(theme_of(self._settings)))

    def _speak(self, language: str) -> None:
        words.use(language)
        if language == self._language:
            return
        self._language = language
        if self._translator is not None:
            self._app.removeTranslator(self._translator)
        from PySide6.QtCore import QLibraryInfo

        locale = QLocale(language)
        self._app.setLayoutDirection(locale.textDirection())
        self._translator = QTranslator()
        if self._translator.load(locale, "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            self._app.installTranslator(self._translator)


class FocusRing(QWidget):
    """A ring of 3 px around whatever has the focus within one window, in the colour of its text.

    As `QFocusFrame` it follows that widget and all it is in; that one leaves no more room than the style wants.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._followed: list[QWidget] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._moved)

    def end(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.disconnect(self._moved)
        self._moved(None, None)

    def _moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        for widget in self._followed:
            if isValid(widget):
                widget.removeEventFilter(self)
        self._followed = []
        at = new
        while at is not None and at is not self._window:
            at.installEventFilter(self)
            self._followed.append(at)
            at = at.parentWidget()
        if at is None:  # another window's
            self._followed = []
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  (Qt's name)
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Hide, QEvent.Type.Show):
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        target = self._followed[0] if self._followed else None
        if target is None or not isValid(target) or not target.isVisible():
            self.hide()
            return
        room = QRect(target.mapTo(self._window, QPoint(0, 0)), target.size())
        self.setGeometry(room.adjusted(-RING_PX, -RING_PX, RING_PX, RING_PX) & self._window.rect())
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        painter = QPainter(self)
        pen = QPen(self.palette().color(Role.WindowText), RING_PX)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawRect(self.rect().adjusted(RING_PX // 2, RING_PX // 2, -RING_PX // 2, -RING_PX // 2))
