"""The program, and somebody who looks at its windows from inside and tells where things are.

    python -m tests.e2e.observed OPTIONS

does what `python -m multisocket_gui OPTIONS` does. What is asked through the inherited socket EYES is answered by
`Observer`. It only looks: clicks and keys come from outside, through the X server.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QObject, QPoint, QRect, QSocketNotifier
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QSystemTrayIcon, QWidget

from multisocket_gui import __main__, app
from multisocket_gui.demo.control import plants_json, turn

from .eyes import EYES


class Observer(QObject):
    """Answers {"see": what, …} with a line of JSON."""

    def __init__(self, program: ObservedProgram, descriptor: int) -> None:
        super().__init__(program)
        self._program = program
        self._line = socket.socket(fileno=descriptor)
        self._received = b""
        self._notifier = QSocketNotifier(descriptor, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_bytes)
        self._sights: dict[str, Callable[..., object]] = {
            "widgets": self._widgets,
            "actions": self._actions,
            "windows": self._windows,
            "tray": self._tray,
            "everything": self._everything,
            "house": self._house,
            "knobs": self._turn,
        }

    def _on_bytes(self) -> None:
        chunk = self._line.recv(65_536)
        if not chunk:
            self._notifier.setEnabled(False)
        self._received += chunk
        while b"\n" in self._received:
            line, self._received = self._received.split(b"\n", 1)
            request = json.loads(line)
            answer = self._sights[request.pop("see")](**request)
            self._line.sendall(json.dumps(answer).encode() + b"\n")

    def _widgets(self, name: str = "", called: str = "") -> list[dict[str, Any]]:
        """What can be seen of the widgets with this objectName, or this accessible name."""
        return [
            _seen(widget)
            for widget in QApplication.allWidgets()
            if widget.isVisible()
            and (not name or widget.objectName() == name)
            and (not called or widget.accessibleName() == called)
        ]

    def _actions(self) -> list[dict[str, Any]]:
        """The entries of every menu that is open."""
        return [
            {
                "text": action.text().replace("&", "").partition("\t")[0],
                "area": _area(menu, menu.actionGeometry(action)),
                "checked": action.isChecked(),
            }
            for menu in _open_menus()
            for action in menu.actions()
            if action.isVisible() and not action.isSeparator()
        ]

    def _windows(self) -> list[dict[str, Any]]:
        return [
            {
                "name": window.objectName(),
                "title": window.windowTitle(),
                "active": window.isActiveWindow(),
                "minimized": window.isMinimized(),
            }
            for window in QApplication.topLevelWidgets()
            if window.isVisible() and window.isWindow() and window.windowTitle()
        ]

    def _everything(self) -> dict[str, Any]:
        """Every text that a person, a screen reader or another program can get at, shown at this moment or not."""
        clipboard = QApplication.clipboard()
        icons = self._program.findChildren(QSystemTrayIcon)
        return {
            "widgets": [_texts(widget) for widget in QApplication.allWidgets()],
            "actions": [_texts(action) for widget in QApplication.allWidgets() for action in widget.actions()],
            "tray": [icon.toolTip() for icon in icons],
            "clipboard": [clipboard.text(mode) for mode in QClipboard.Mode],
        }

    def _tray(self) -> dict[str, Any]:
        icons = [each for each in self._program.findChildren(QSystemTrayIcon) if each.isVisible()]
        return {
            "available": QSystemTrayIcon.isSystemTrayAvailable(),
            "areas": [icon.geometry().getRect() for icon in icons],
            "menu_open": self._program.tray.menu.is_open,
            "waiting": self._program.tray.waiting,
        }

    def _house(self) -> object:
        """The embedded cloud's home, where the program runs on one."""
        return plants_json(self._program.cloud.house, self._program.cloud.knobs)

    def _turn(self, changes: dict[str, Any]) -> object:
        turn(self._program.cloud.knobs, changes)
        return self._program.cloud.knobs.as_json()


class ObservedProgram(app.Program):
    """The program with an observer in it."""

    def __init__(self, where: Any, backend: app.Backend, *parts: Any, **more: Any) -> None:
        super().__init__(where, backend, *parts, **more)
        self._embedded = backend.cloud
        Observer(self, int(os.environ.pop(EYES)))

    @property
    def cloud(self) -> Any:
        return self._embedded


def _open_menus() -> Iterator[QMenu]:
    return (widget for widget in QApplication.allWidgets() if isinstance(widget, QMenu) and widget.isVisible())


def _seen(widget: QWidget) -> dict[str, Any]:
    return {
        "area": _area(widget, widget.visibleRegion().boundingRect()),
        "text": _text(widget),
        "called": widget.accessibleName(),
        "description": widget.accessibleDescription(),
        "focused": widget.hasFocus(),
    }


def _texts(shown: QObject) -> dict[str, str]:
    """Its properties that are texts; of a field what it shows, which of a password are dots."""
    meta = shown.metaObject()
    names = [str(meta.property(index).name()) for index in range(meta.propertyCount())]
    hides = isinstance(shown, QLineEdit) and shown.echoMode() is not QLineEdit.EchoMode.Normal
    texts = {name: shown.property(name) for name in names if not (hides and name in ("text", "selectedText"))}
    return {name: text for name, text in texts.items() if isinstance(text, str) and text}


def _text(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    return str(text()) if callable(text) else ""


def _area(widget: QWidget, inside: QRect) -> tuple[int, int, int, int]:
    corner = widget.mapToGlobal(QPoint(inside.left(), inside.top()))
    return corner.x(), corner.y(), inside.width(), inside.height()


if __name__ == "__main__":
    vars(app)["Program"] = ObservedProgram
    sys.exit(__main__.main())
