"""The bare peer: a window with one button, which changes its words when it is clicked."""

import json

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QPushButton

from .clock import report
from .watch import Listener, NextPaint, watch_window

ANSWER_MS = 500

application = QApplication([])
window = QMainWindow()
window.resize(980, 640)
button = QPushButton("Off")
window.setCentralWidget(button)
button.clicked.connect(lambda: button.setText("Turning on…"))
button.clicked.connect(lambda: QTimer.singleShot(ANSWER_MS, button, lambda: button.setText("On")))
NextPaint(button, "sending", lambda: button.text().startswith("Turning"))
NextPaint(button, "confirmed", lambda: not button.text().startswith("Turning"))


def tell_tiles() -> None:
    """Tell where to click."""
    middle = button.mapToGlobal(button.rect().center())
    report("tiles", json.dumps({"button": [middle.x(), middle.y()]}))


window.show()
watch_window(window)
Listener(window, {"tiles": tell_tiles})
application.exec()
