"""What the palette offers, as rows of a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from multisocket_gui.home.model import Place
from multisocket_gui.home.phrase import Meaning
from multisocket_gui.home.truth import Truth
from multisocket_gui.palette_words import Facts, hindrance, promise, remark

MOST = 8
"""So many results are shown: further ones are found by another letter."""
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Row:
    """A meaning in words. `truth` is the outlet's, None where it is about no single outlet."""

    meaning: Meaning
    words: str
    remark: str
    possible: bool
    truth: Truth | None = None

    @property
    def spoken(self) -> str:
        """All of it, for screen readers."""
        return ". ".join(filter(None, (self.words, self.remark)))


def row(meaning: Meaning, facts: Facts) -> Row:
    """The meaning as it is at this moment."""
    truth = facts.truth(meaning.target.ref) if isinstance(meaning.target, Place) else None
    return Row(meaning, promise(meaning, facts), remark(meaning, facts), not hindrance(meaning, facts), truth)


class PaletteRows(QAbstractListModel):
    """At most `MOST` rows."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()

    def show(self, rows: Iterable[Row]) -> None:
        """Show these instead; where the meanings are the same, the one that is chosen stays chosen."""
        new = tuple(rows)
        same = [each.meaning for each in new] == [each.meaning for each in self._rows]
        if same:
            self._rows = new
            if new:
                self.dataChanged.emit(self.index(0), self.index(len(new) - 1))
        else:
            self.beginResetModel()
            self._rows = new
            self.endResetModel()

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is shown."""
        return self._rows

    # Qt's questions

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return row.remark
        return None
