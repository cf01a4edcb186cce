"""A guard against PySide6 6.12.0 on Python 3.11 and older, which aborts after some 560 signals (PYSIDE-3474)."""

from __future__ import annotations

import subprocess
import sys

MANY = 5_000
SPEAKER = f"""
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal, Slot

class Speaker(QObject):
    said = Signal(bool)
    told = Signal(bool)

    @Slot(bool)
    def hear(self, truth: bool) -> None:
        heard.append(truth)

application = QCoreApplication([])
heard = []
ticks = []
speaker = Speaker()
speaker.said.connect(speaker.hear)
speaker.told.connect(lambda truth: heard.append(truth))

def tick() -> None:
    ticks.append(None)
    if len(ticks) == {MANY}:
        application.quit()

for number in range({MANY}):
    speaker.said.emit(number % 2 == 0)
    speaker.told.emit(number % 2 == 0)
timer = QTimer()
timer.timeout.connect(tick)
timer.start(0)
application.exec()
print(heard.count(True), heard.count(False), len(ticks))
"""


def test_thousands_of_signals_and_ticks_do_not_end_the_program() -> None:
    done = subprocess.run([sys.executable, "-c", SPEAKER], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{MANY} {MANY} {MANY}\n", "")
