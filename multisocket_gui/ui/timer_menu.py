"""The timers of one outlet, in its menu: off after a while, another one, and what runs next."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import Guard, OutletRef
from multisocket_gui.timer_words import needs_computer, rule_line
from multisocket_gui.words import tr

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller

_MINUTES = (15, 30, 60, 120)


def add_timers(
    menu: QMenu, ref: OutletRef, store: Store, controller: Controller, make: Callable[[OutletRef], object]
) -> None:
    """Add to an outlet's context menu, under its first two entries; `make` opens the form for another timer."""
    outlet = store.settings.outlet(ref)
    if outlet is None or outlet.guard is Guard.LOCKED:
        return
    timers = QMenu(tr("Ti&mer"), menu)
    timers.setObjectName("timer")
    timers.setToolTipsVisible(True)
    asks = outlet.guard is Guard.ASK
    for minutes in _MINUTES:
        _add_countdown(timers, minutes, (lambda: make(ref)) if asks else _off_in(controller, ref, minutes))
    timers.addSeparator()
    _add(timers, "timer-another", tr("&Another timer…"), lambda: make(ref))
    _add_next(timers, ref, controller)
    following = menu.actions()[2:3]
    menu.insertMenu(following[0] if following else None, timers)  # type: ignore[arg-type]  # None: at the end


def _add_countdown(timers: QMenu, minutes: int, do: Callable[[], object]) -> None:
    hours, rest = divmod(minutes, 60)
    text = tr("Off in {minutes} min").format(minutes=minutes) if rest else tr("Off in {hours} h").format(hours=hours)
    _add(timers, f"off-in-{minutes}", text, do)


def _off_in(controller: Controller, ref: OutletRef, minutes: int) -> Callable[[], object]:
    return lambda: controller.timers.off_in(ref, minutes * 60)


def _add_next(timers: QMenu, ref: OutletRef, controller: Controller) -> None:
    run = controller.timers.next_of(ref)
    if run is None:
        return
    line = rule_line(run.timer, time.time(), controller.timers.zone)
    timers.addSeparator()
    _add(
        timers,
        "timer-remove-next",
        tr("&Remove: {timer}").format(timer=line),
        lambda: controller.timers.remove(run.timer.id),
    )


def _add(menu: QMenu, key: str, text: str, do: Callable[[], object]) -> None:
    action = menu.addAction(text)
    action.setObjectName(key)
    action.setToolTip(needs_computer())
    action.triggered.connect(lambda: do())
