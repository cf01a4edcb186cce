"""Pictures of the timers: the panel with what runs next, the form, and a run that was missed.

    python docs/timers.py [--out docs/screenshots]

Each theme, language and scale is a process of its own.
"""

from __future__ import annotations

import os
import time as clock
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit
from stage import Stage
from variants import take_all

from multisocket_gui.engine.timer_making import new_timer
from multisocket_gui.home.model import Guard
from multisocket_gui.home.timer import Missed, Once, Timer


def main() -> None:
    take_all("Take the pictures of the timers.", take)


def take(stage: Stage, out: Path, _language: str, name: str) -> None:
    """The list with all that can stand in it, then the form for an outlet that asks first."""
    stage.sign_in()
    stage.window.resize(1180, 760)
    plan(stage)
    stage.window.show_timers()
    stage.picture(out / f"timers-{name}.png")
    guard_one(stage)
    stage.window.show_timers(new=True)
    box = stage.widget(QComboBox, "timer-what")
    box.setCurrentIndex(1)
    field = stage.widget(QLineEdit, "timer-duration")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "1 h 30")
    stage.picture(out / f"timer-form-{name}.png")


def plan(stage: Stage) -> None:
    """Timers of each kind; one of them was missed."""
    timers, outlets = stage.program.controller.timers, stage.program.store.outlets()
    timers.off_in(outlets[0], 25 * 60)
    timers.at(outlets[2], time(7, 10), range(5), on=True)
    timers.at(outlets[3], time(23, 30), range(7), on=False, missed=Missed(60))
    timers.put(replace(new_timer(outlets[1], timers.rule_at(time(18), (5, 6)), on=True), enabled=False))
    at = datetime.fromtimestamp(clock.time() - 240, UTC)
    timers.put(Timer("missed", outlets[4], True, Once(at, "UTC")))


def guard_one(stage: Stage) -> None:
    stage.program.controller.set_guard(stage.program.store.outlets()[1], Guard.ASK, "The freezer! Is it empty?")


if __name__ == "__main__":
    main()
