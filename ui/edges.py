"""Qt's Fusion style with edges that can be seen.

Fusion draws the edges of what can be used in a shade of the window's colour: nothing on black, about 2 to 1 on light.
WCAG 2.2 (1.4.11) asks 3 to 1 for what shows where a control is, so they are drawn again in the palette's Mid.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPalette, QPen
from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleOption, QStyleOptionComplex, QWidget

Primitive, Complex, Sub = QStyle.PrimitiveElement, QStyle.ComplexControl, QStyle.SubControl
ROUND_PX = 2.0
"""As Fusion rounds them."""
LETTERS_PX = 16
"""An edge has one pixel for so many of a line of text, so that it grows with the letters."""
FRAMED = frozenset(
    {
        Primitive.PE_PanelButtonCommand,
        Primitive.PE_FrameLineEdit,
        Primitive.PE_IndicatorCheckBox,
        Primitive.PE_Frame,
    }
)
WHOLE = frozenset({Complex.CC_ComboBox, Complex.CC_SpinBox})
HANDLES = {
    Complex.CC_Slider: (Sub.SC_SliderGroove, Sub.SC_SliderHandle),
    Complex.CC_ScrollBar: (Sub.SC_ScrollBarSlider,),
}


class Edged(QProxyStyle):
    """What owns it must set another style before the app ends (`ui.looks.Looks.end`)."""

    def __init__(self) -> None:
        super().__init__("Fusion")  # the only style of Qt that takes all its colours from the palette

    def drawPrimitive(  # noqa: N802  (Qt's name)
        self, element: QStyle.PrimitiveElement, option: QStyleOption, painter: QPainter, widget: QWidget | None = None
    ) -> None:
        super().drawPrimitive(element, option, painter, widget)
        if element in FRAMED:
            _edge(painter, option, option.rect)

    def drawComplexControl(  # noqa: N802  (Qt's name)
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        super().drawComplexControl(control, option, painter, widget)
        if control in WHOLE:
            _edge(painter, option, option.rect)
        if widget is None:
            return
        for part in HANDLES.get(control, ()):
            room = self.subControlRect(control, option, part, widget)
            if control is Complex.CC_Slider and part is Sub.SC_SliderGroove:
                room = _thin(room)
            _edge(painter, option, room)


def _edge(painter: QPainter, option: QStyleOption, room: QRect) -> None:
    width = max(1, option.fontMetrics.height() // LETTERS_PX)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(option.palette.color(QPalette.ColorRole.Mid), width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    half = width / 2
    painter.drawRoundedRect(QRectF(room).adjusted(half, half, -half, -half), ROUND_PX, ROUND_PX)
    painter.restore()


def _thin(groove: QRect) -> QRect:
    """Along the middle of a slider's groove, which has the height of its handle."""
    if groove.width() >= groove.height():
        return QRect(groove.left(), groove.center().y() - 2, groove.width(), 5)
    return QRect(groove.center().x() - 2, groove.top(), 5, groove.height())
