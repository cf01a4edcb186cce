"""The steps as a quiet list: where one is, and what is done."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from multisocket_gui.ui.style import GAP, GRID, RADIUS, colours, mixed, name_font, state_font
from multisocket_gui.words import tr

from .step import Step, step_names

_SIGN = 5 * GRID
_HEIGHT = 9 * GRID


class StepLine(QAbstractButton):
    """A step's number, or a tick once it is done, and its name."""

    def __init__(self, step: Step, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step = step
        self._done = False
        self.setObjectName(f"connect/step/{step}")
        self.setCheckable(True)
        self.setText(step_names()[step])
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._describe()

    def tick(self, done: bool) -> None:
        """Whether what the step is about is there."""
        if done != self._done:
            self._done = done
            self._describe()
            self.update()

    @property
    def is_done(self) -> bool:
        return self._done

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(name_font(self.font()))
        wide = metrics.horizontalAdvance(self.text()) + _SIGN + 4 * GAP
        return QSize(wide, max(_HEIGHT, metrics.height() + 3 * GRID))

    def minimumSizeHint(self) -> QSize:
        return QSize(_SIGN + 8 * GRID, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inks = colours(self.palette())
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.isChecked() or self.isDown() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(inks.on_ground if self.isChecked() else mixed(inks.tile, inks.ink, 0.06))
            painter.drawRoundedRect(area, RADIUS, RADIUS)
        if self.hasFocus():
            painter.setPen(QPen(inks.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area, RADIUS, RADIUS)
        sign = QRectF(GAP, (self.height() - _SIGN) / 2, _SIGN, _SIGN)
        self._paint_sign(painter, sign)
        font = name_font(self.font()) if self.isChecked() else QFont(self.font())
        painter.setFont(font)
        painter.setPen(inks.ink if self.isEnabled() else inks.quiet)
        words = area.adjusted(GAP + _SIGN + GAP, 0, -GAP, 0)
        fitted = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, int(words.width()))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, fitted)

    def _paint_sign(self, painter: QPainter, area: QRectF) -> None:
        inks = colours(self.palette())
        if self._done:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(inks.accent)
            painter.drawEllipse(area)
            painter.setPen(QPen(inks.on_accent, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            centre = area.center()
            painter.drawPolyline([centre + QPointF(-4.5, 0), centre + QPointF(-1.5, 3), centre + QPointF(4.5, -3.5)])
            return
        painter.setPen(QPen(inks.edge if self.isEnabled() else inks.line, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(area.adjusted(0.75, 0.75, -0.75, -0.75))
        if self._step is not Step.DONE:
            painter.setFont(state_font(self.font()))
            painter.setPen(inks.quiet)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, str(self._step.number))

    def _describe(self) -> None:
        last = self._step is Step.DONE
        name = self.text() if last else tr("Step {number}: {step}").format(number=self._step.number, step=self.text())
        self.setAccessibleName(name)
        self.setAccessibleDescription(tr("done") if self._done else tr("to be done"))


class StepList(QWidget):
    """One of the steps is chosen; arrow keys go from one to the next."""

    chosen = Signal(object)
    """A `Step`, as a person chose it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("connect/steps")
        self.setAccessibleName(tr("Steps"))
        self._group = QButtonGroup(self)
        self._lines: dict[Step, StepLine] = {}
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GRID // 2)
        for step in Step:
            self._lines[step] = line = StepLine(step)
            line.clicked.connect(lambda _checked, chosen=step: self.chosen.emit(chosen))
            self._group.addButton(line)
            rows.addWidget(line)
        rows.addStretch()

    def show_steps(self, current: Step, done: Collection[Step]) -> None:
        """Show where one is and what is done; nothing is told."""
        for step, line in self._lines.items():
            line.tick(step in done)
        self._lines[current].setChecked(True)
