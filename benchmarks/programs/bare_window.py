"""The bare peer: a main window of Qt, and nothing in it."""

from PySide6.QtWidgets import QApplication, QMainWindow

from .watch import Listener, Stalls, watch_window

application = QApplication([])
window = QMainWindow()
window.resize(980, 640)
window.show()
watch_window(window)
stalls = Stalls(window)
Listener(window, {"stall": stalls.begin, "stalled": stalls.end})
application.exec()
