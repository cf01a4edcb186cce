"""Cyclic garbage is taken out on the GUI thread alone, when its event loop has nothing else to do."""

from __future__ import annotations

import gc

from PySide6.QtCore import QAbstractEventDispatcher, QObject


class Garbage(QObject):
    """Does by itself what Python would do on whichever thread happens to allocate.

    A Qt object in a cycle may be part of that garbage, and one that ends on another thread than its own can take the
    program down with it. Nobody is woken up: the loop tells when it is about to sleep. Make it on the GUI thread.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        dispatcher = QAbstractEventDispatcher.instance()
        assert dispatcher is not None  # there is an application
        dispatcher.aboutToBlock.connect(self._take_out)

    def _take_out(self) -> None:
        """As far as is due by Python's own thresholds: those count on, whoever collects."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return
