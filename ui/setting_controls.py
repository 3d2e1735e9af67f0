"""A control for one setting, chosen by its rule: check box, list, slider with a number, key, line of text."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from assistant import setting_words
from assistant.setting_rules import Amount, Choice, Flag, Hotkey, Rule, Whole
from ui.menu import chord_label
from ui.words import in_use, tr

SETTLED_MS = 300
"""A number is taken when it has not changed for so long: a slider that moves is one change."""
SLIDER_STEPS = 100
LONGEST_SLIDER = 1000
"""Of a range with more numbers than this, a slider would jump over most."""
_QT_KEYS = {
    Qt.Key.Key_Space: "space", Qt.Key.Key_Return: "enter", Qt.Key.Key_Enter: "kpenter", Qt.Key.Key_Tab: "tab",
    Qt.Key.Key_Backtab: "tab", Qt.Key.Key_Backspace: "backspace", Qt.Key.Key_Delete: "delete",
    Qt.Key.Key_Escape: "escape", Qt.Key.Key_Insert: "insert", Qt.Key.Key_Home: "home", Qt.Key.Key_End: "end",
    Qt.Key.Key_PageUp: "pageup", Qt.Key.Key_PageDown: "pagedown", Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down",
    Qt.Key.Key_Left: "left", Qt.Key.Key_Right: "right", Qt.Key.Key_Pause: "pause", Qt.Key.Key_Print: "print",
    Qt.Key.Key_Menu: "menu", Qt.Key.Key_ScrollLock: "scrolllock", Qt.Key.Key_Comma: "comma",
    Qt.Key.Key_Period: "period", Qt.Key.Key_Slash: "slash", Qt.Key.Key_Semicolon: "semicolon",
    Qt.Key.Key_Apostrophe: "apostrophe", Qt.Key.Key_Minus: "minus", Qt.Key.Key_Equal: "equal",
    Qt.Key.Key_Plus: "plus", Qt.Key.Key_QuoteLeft: "grave", Qt.Key.Key_Backslash: "backslash",
    Qt.Key.Key_BracketLeft: "bracketleft", Qt.Key.Key_BracketRight: "bracketright",
}  # fmt: skip
"""Names as `ui.chords` has them."""
_MODIFIER_KEYS = (Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Shift, Qt.Key.Key_Meta, Qt.Key.Key_AltGr,
                  Qt.Key.Key_Super_L, Qt.Key.Key_Super_R, Qt.Key.Key_unknown)  # fmt: skip


class Control(QWidget):
    """One setting: its name, what changes it, and what it does. `changed` carries the new value, once it has
    settled."""

    changed = Signal(object)

    def __init__(self, key: str, rule: Rule, value: object, parent: QWidget | None = None) -> None:
        """`key` as `setting_words` knows it."""
        super().__init__(parent)
        self.key = key
        language = in_use()
        self.label = setting_words.label(key, language)
        explanation = setting_words.explanation(key, language)
        self._showing = True  # what is shown from outside is no change
        self._layout = QVBoxLayout(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLED_MS)
        self._timer.timeout.connect(lambda: self._tell(self._value()))
        self.field = self._made(rule, language)
        self.field.setAccessibleName(self.label)
        self.field.setAccessibleDescription(explanation)
        self.field.setObjectName(key)
        for line in self.field.findChildren(QLineEdit):  # the one inside a number
            line.setAccessibleName(self.label)
        told = QLabel(explanation, self)
        told.setWordWrap(True)
        told.setBuddy(self)  # related to something: Orca reads all labels that aren't when a dialog opens
        self._layout.addWidget(told)
        self.show_value(value)

    def show_value(self, value: Any) -> None:
        """As the settings have it; not while the person changes just this."""
        if self._timer.isActive():
            return
        self._showing = True
        match self.field:
            case QCheckBox():
                self.field.setChecked(bool(value))
            case QComboBox():
                self.field.setCurrentIndex(max(0, self.field.findData(value)))
            case QSpinBox() | QDoubleSpinBox():
                self.field.setValue(value)
            case KeyCatcher():
                self.field.show_chord(self.label, str(value))
            case QLineEdit() if not self.field.isModified():
                self.field.setText(str(value))
        self._showing = False

    def settle(self) -> None:
        """What is being changed is taken now."""
        if self._timer.isActive():
            self._timer.stop()
            self._tell(self._value())

    # -- one of each kind -------------------------------------------------------------------------------------------

    def _made(self, rule: Rule, language: str) -> QWidget:
        if isinstance(rule, Flag):
            box = QCheckBox(self.label, self)
            box.toggled.connect(self._tell)
            self._layout.addWidget(box)
            return box
        name = QLabel(self.label, self)
        self._layout.addWidget(name)
        field: QWidget
        if isinstance(rule, Choice):
            field = self._choice(rule, language)
        elif isinstance(rule, Whole | Amount):
            field = self._number(rule)
        elif isinstance(rule, Hotkey):
            field = KeyCatcher(self)
            field.caught.connect(self._tell)
            self._layout.addWidget(field)
        else:
            field = QLineEdit(self)
            field.editingFinished.connect(self._line_done)
            self._layout.addWidget(field)
        name.setBuddy(field)
        return field

    def _choice(self, rule: Choice, language: str) -> QComboBox:
        field = QComboBox(self)
        for value in rule.values:
            field.addItem(setting_words.choice(value, language), value)
        field.currentIndexChanged.connect(lambda _: self._later())
        self._layout.addWidget(field)
        return field

    def _number(self, rule: Whole | Amount) -> QAbstractSpinBox:
        """The number has the focus; the slider beside it is for the mouse, and moves with it."""
        row = QHBoxLayout()
        field: QSpinBox | QDoubleSpinBox
        if isinstance(rule, Whole):
            field = QSpinBox(self)
            field.setRange(int(rule.low), int(rule.high))
            field.setSingleStep(max(1, (rule.high - rule.low) // SLIDER_STEPS))
        else:
            field = QDoubleSpinBox(self)
            field.setDecimals(2)
            field.setRange(rule.low, rule.high)
            field.setSingleStep(max(0.05, (rule.high - rule.low) / SLIDER_STEPS))
        field.setKeyboardTracking(False)
        field.valueChanged.connect(lambda _: self._later())
        field.editingFinished.connect(self.settle)
        if rule.high - rule.low <= LONGEST_SLIDER:
            row.addWidget(_slider(field, rule.low, rule.high, self.label), 1)
        row.addWidget(field)
        self._layout.addLayout(row)
        return field

    # -- what is told -----------------------------------------------------------------------------------------------

    def _value(self) -> object:
        match self.field:
            case QComboBox():
                return self.field.currentData()
            case QDoubleSpinBox():
                return round(self.field.value(), 2)
            case QSpinBox():
                return self.field.value()
        return None

    def _later(self) -> None:
        if not self._showing:
            self._timer.start()

    def _line_done(self) -> None:
        if isinstance(self.field, QLineEdit) and self.field.isModified():
            self.field.setModified(False)
            self._tell(self.field.text())

    def _tell(self, value: object) -> None:
        if not self._showing:
            self.changed.emit(value)


def _slider(field: QSpinBox | QDoubleSpinBox, low: float, high: float, name: str) -> QSlider:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the number beside it takes the arrow keys
    slider.setAccessibleName(name)
    slider.setRange(0, SLIDER_STEPS)

    def to_slider(value: float) -> None:
        slider.blockSignals(True)
        slider.setValue(round((value - low) / (high - low) * SLIDER_STEPS))
        slider.blockSignals(False)

    def to_field(step: int) -> None:
        value = low + step / SLIDER_STEPS * (high - low)
        if isinstance(field, QSpinBox):
            field.setValue(round(value))
        else:
            field.setValue(value)

    field.valueChanged.connect(to_slider)
    slider.valueChanged.connect(to_field)
    return slider


class KeyCatcher(QPushButton):
    """Shows a hotkey. Pressed, it takes the next key as the new one; Escape leaves it, Delete takes it away."""

    caught = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = ""
        self._chord = ""
        self._catching = False
        self.setAutoDefault(False)
        self.clicked.connect(self._begin)

    def show_chord(self, label: str, chord: str) -> None:
        self._label, self._chord = label, chord
        if not self._catching:
            self._show(chord_label(chord) or tr("no key"))

    def _show(self, text: str) -> None:
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(f"{self._label}: {text}")

    def _begin(self) -> None:
        self._catching = True
        self._show(tr("Press the new key; Escape: leave it, Delete: no key"))

    def _end(self) -> None:
        self._catching = False
        self._show(chord_label(self._chord) or tr("no key"))

    def event(self, event: QEvent) -> bool:
        """Tab, and what is a shortcut of the window, is a key to catch, too."""
        if self._catching and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._catch(event)
                return True
        return super().event(event)

    def focusOutEvent(self, event: Any) -> None:  # noqa: N802  (Qt's name)
        if self._catching:
            self._end()
        super().focusOutEvent(event)

    def _catch(self, event: QKeyEvent) -> None:
        key, modifiers = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in _MODIFIER_KEYS:
            return
        bare = modifiers == Qt.KeyboardModifier.NoModifier
        self._end()
        if bare and key == Qt.Key.Key_Escape:
            return
        if bare and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.caught.emit("")
            return
        self.caught.emit(chord_of(key, modifiers))


def chord_of(key: Qt.Key, modifiers: Qt.KeyboardModifier) -> str:
    """As the settings write it."""
    held = [
        name
        for name, one in (
            ("ctrl", Qt.KeyboardModifier.ControlModifier),
            ("alt", Qt.KeyboardModifier.AltModifier),
            ("shift", Qt.KeyboardModifier.ShiftModifier),
            ("super", Qt.KeyboardModifier.MetaModifier),
        )
        if modifiers & one
    ]
    name = _QT_KEYS.get(key) or QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText).lower()
    return "+".join([*held, name])


class Calm(QObject):
    """An event filter: the wheel changes nothing that has not the focus, and Ctrl+Z in a field that was not typed in is
    the window's."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  (Qt's name)
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QComboBox | QAbstractSpinBox):
            if not watched.hasFocus():
                event.ignore()
                return True
        elif event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            takes_back = event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)
            if takes_back and not (isinstance(watched, QLineEdit) and _typed(watched)):
                event.ignore()
                return True
        return super().eventFilter(watched, event)


def _typed(line: QLineEdit) -> bool:
    return line.isModified() and not isinstance(line.parent(), QAbstractSpinBox)
