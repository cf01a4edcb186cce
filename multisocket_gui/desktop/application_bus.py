"""The program as a desktop starts it over the message bus, and asks things of it (Linux).

Interface org.freedesktop.Application of the Desktop Entry Specification: the bus starts the program by its .service
file where it does not run. Only the person's own instance owns the name; a demo, or another configuration beside it,
does not.
"""

from __future__ import annotations

import logging
import os

from PySide6.QtCore import QObject, Signal

from multisocket_gui.engine.bus import Body, Bus
from multisocket_gui.paths import APP_ID

NAME = APP_ID
PATH = "/" + NAME.replace(".", "/")
INTERFACE = "org.freedesktop.Application"
ACTIONS = ("all-off", "show", "palette")
"""The actions of the desktop entry."""
TOKEN = "activation-token"  # noqa: S105 - of a window's right to come to the front
INTROSPECTION = f"""\
<!DOCTYPE node PUBLIC "-//freedesktop//DTD D-BUS Object Introspection 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/introspect.dtd">
<node>
  <interface name="{INTERFACE}">
    <method name="Activate"><arg name="platform_data" type="a{{sv}}" direction="in"/></method>
    <method name="Open">
      <arg name="uris" type="as" direction="in"/><arg name="platform_data" type="a{{sv}}" direction="in"/>
    </method>
    <method name="ActivateAction">
      <arg name="action_name" type="s" direction="in"/><arg name="parameter" type="av" direction="in"/>
      <arg name="platform_data" type="a{{sv}}" direction="in"/>
    </method>
  </interface>
</node>
"""
_log = logging.getLogger(__name__)


class ApplicationBus(QObject):
    """Heard and answered on the person's message bus; nothing is done while nobody asks."""

    activated = Signal()
    opened = Signal(str)
    """An address that the desktop was asked to open."""
    action_asked = Signal(str)

    def __init__(self, socket_name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bus = Bus(socket_name, self)
        self._bus.serve(PATH, INTERFACE, "Activate", "a{sv}", self._activate)
        self._bus.serve(PATH, INTERFACE, "Open", "asa{sv}", self._open)
        self._bus.serve(PATH, INTERFACE, "ActivateAction", "sava{sv}", self._activate_action)
        self._bus.serve(PATH, "org.freedesktop.DBus.Introspectable", "Introspect", "", _introspect, "s")
        self._bus.greeted.connect(lambda: self._bus.own(NAME, self._bus.close))

    def open(self) -> None:
        """Begin to be there. Returns at once; nothing happens where there is no bus, or another owns the name."""
        self._bus.open()

    def close(self) -> None:
        """Be there no more."""
        self._bus.close()

    def _activate(self, body: Body) -> Body:
        _take_token(body[0])
        self.activated.emit()
        return ()

    def _open(self, body: Body) -> Body:
        uris, platform_data = body
        _take_token(platform_data)
        for uri in uris:
            self.opened.emit(uri)
        return ()

    def _activate_action(self, body: Body) -> Body:
        action, _parameter, platform_data = body
        _take_token(platform_data)
        if action not in ACTIONS:
            raise ValueError(f"no action {action!r}")
        self.action_asked.emit(action)
        return ()


def _take_token(platform_data: dict[str, tuple[str, object]]) -> None:
    """Under Wayland a window comes to the front with this token alone, which Qt takes from the environment."""
    _, token = platform_data.get(TOKEN, ("s", ""))
    if isinstance(token, str) and token:
        os.environ["XDG_ACTIVATION_TOKEN"] = token


def _introspect(_body: Body) -> Body:
    return (INTROSPECTION,)
