"""What may be done with an outlet beside switching it: its looks, its place, its guard, the tray."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAction, QActionGroup, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QMenu

from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import Guard
from multisocket_gui.words import tr

from .outlet_icons import PLUG, drawing, icon_names, pen
from .shortcuts import EARLIER, LATER, RENAME, shown

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller

    from .outlet_button import OutletButton

_SIDE = 20
_DRAWN = 14


def add_entries(menu: QMenu, tile: OutletButton, store: Store, controller: Controller) -> None:
    """Add to the context menu of `tile` what changes how the outlet is shown and guarded."""
    ref, looks = tile.ref, controller.looks
    menu.addSeparator()
    rename = _add(menu, "rename", tr("Re&name…"), lambda: tile.ask_for_name(partial(looks.name_outlet, ref)))
    shown(rename, RENAME)
    menu.addMenu(icon_menu(menu, tile.outlet.icon, partial(looks.draw_outlet, ref)))
    socket = store.socket(ref.socket)
    order = socket.shown if socket else (ref.index,)
    place = order.index(ref.index)
    add_steps(menu, (place, len(order)), lambda by: looks.place_outlet(ref, place + by))
    menu.addSeparator()
    _add_guards(menu, tile, controller)
    menu.addSeparator()
    favourite = _add(menu, "favourite", tr("Show in tra&y"), lambda: None)
    favourite.setCheckable(True)
    favourite.setChecked(ref in store.settings.favourites)
    favourite.triggered.connect(lambda chosen: controller.set_favourite(ref, chosen))


def add_steps(menu: QMenu, place: tuple[int, int], step: Callable[[int], object]) -> None:
    """Add what carries a thing one place on; `place` is where it stands, from 0, and among how many."""
    at, count = place
    earlier = _add(menu, "earlier", tr("Move &earlier"), lambda: step(-1))
    shown(earlier, EARLIER)
    earlier.setEnabled(at > 0)
    later = _add(menu, "later", tr("Mo&ve later"), lambda: step(1))
    shown(later, LATER)
    later.setEnabled(at < count - 1)


def icon_menu(parent: QMenu, chosen: str, choose: Callable[[str], object]) -> QMenu:
    """A menu of all drawings, with `chosen` marked."""
    menu = QMenu(tr("&Icon"), parent)
    menu.setObjectName("icon")
    group = QActionGroup(menu)
    names = icon_names()
    for name, words in names.items():
        action = menu.addAction(icon_of(name, menu.palette()), words)
        action.setObjectName(f"icon/{name}")
        action.setCheckable(True)
        action.setChecked(name == (chosen if chosen in names else PLUG))
        action.triggered.connect(partial(choose, "" if name == PLUG else name))
        group.addAction(action)
    return menu


def icon_of(name: str, palette: QPalette) -> QIcon:
    """The drawing as a small picture in the colour of text."""
    icon = QIcon()
    for ratio in (1, 2):
        picture = QPixmap(_SIDE * ratio, _SIDE * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(QRectF(0, 0, _SIDE, _SIDE).center())
        painter.scale(_DRAWN / 14, _DRAWN / 14)
        painter.setPen(pen(palette.color(QPalette.ColorRole.WindowText)))
        painter.drawPath(drawing(name))
        painter.end()
        icon.addPixmap(picture)
    return icon


def _add_guards(menu: QMenu, tile: OutletButton, controller: Controller) -> None:
    ref, outlet = tile.ref, tile.outlet

    def guard(chosen: Guard) -> None:
        controller.set_guard(ref, chosen, outlet.guard_words if chosen else "")

    if outlet.guard is not Guard.LOCKED:
        _add(menu, "lock", tr("&Lock"), lambda: guard(Guard.LOCKED))
    if outlet.guard is not Guard.ASK:
        asks = partial(controller.set_guard, ref, Guard.ASK)
        _add(menu, "ask", tr("As&k before switching off…"), lambda: tile.ask_for_words(asks))
    if outlet.guard:
        words = partial(controller.set_guard, ref, outlet.guard)
        _add(menu, "guard-words", tr("Change the &words…"), lambda: tile.ask_for_words(words))
    if outlet.guard is Guard.LOCKED:
        _add(menu, "unlock", tr("&Unlock"), lambda: guard(Guard.NONE))
    elif outlet.guard is Guard.ASK:
        _add(menu, "unguard", tr("Do not ask any more"), lambda: guard(Guard.NONE))


def _add(menu: QMenu, key: str, text: str, do: Callable[[], object]) -> QAction:
    action = menu.addAction(text)
    action.setObjectName(key)
    action.triggered.connect(lambda: do())
    return action
