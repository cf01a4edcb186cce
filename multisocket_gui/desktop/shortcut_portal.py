"""The desktop's own portal for global shortcuts (org.freedesktop.portal.GlobalShortcuts, version 1 or later).

The desktop asks the person, keeps the key, and tells us alone when it is pressed. Linux only.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from jeepney.wrappers import DBusAddress
from PySide6.QtCore import QObject

from multisocket_gui import paths
from multisocket_gui.engine.bus import Body, Bus

from .shortcut import GlobalShortcut, State, WhyNot

PORTAL = "org.freedesktop.portal.Desktop"
DESKTOP_PATH = "/org/freedesktop/portal/desktop"
SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"
REQUEST = "org.freedesktop.portal.Request"
SESSION = "org.freedesktop.portal.Session"
REGISTRY = "org.freedesktop.host.portal.Registry"
PALETTE = "palette"
"""The shortcut's id within our session."""

_portal = DBusAddress(DESKTOP_PATH, PORTAL, SHORTCUTS)
_properties = DBusAddress(DESKTOP_PATH, PORTAL, "org.freedesktop.DBus.Properties")
_registry = DBusAddress(DESKTOP_PATH, PORTAL, REGISTRY)
_bus = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
_KEYSYMS = {",": "comma", ".": "period", "-": "minus", "/": "slash", ";": "semicolon", "Space": "space"}
_MODIFIERS = {"ctrl": "CTRL", "alt": "ALT", "shift": "SHIFT", "meta": "LOGO"}


def portal_trigger(keys: str) -> str:
    """Keys as the freedesktop shortcuts specification writes them: "Ctrl+Alt+K" is "CTRL+ALT+k"."""
    *modifiers, key = keys.split("+")
    named = _KEYSYMS.get(key) or (key.lower() if len(key) == 1 else key)
    return "+".join((*(_MODIFIERS[each.lower()] for each in modifiers), named))


class PortalShortcut(GlobalShortcut):
    """The desktop's portal. A session holds the shortcut; closing it, or leaving the bus, gives it back."""

    def __init__(self, socket_name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state, self.why_not = State.UNKNOWN, None
        self._name = socket_name
        self._bus: Bus | None = None
        self._owner = ""
        self._session = ""
        self._wanted: tuple[str, str] | None = None
        """What was asked for and is not yet under way: keys and description."""
        self._held: tuple[str, str] | None = None
        """What was asked of the portal that is there now."""
        self._tokens = itertools.count(1)

    def look(self) -> None:
        if self._bus is None:
            self._open()
        elif self.state is not State.UNKNOWN:
            self.changed.emit()

    def set(self, keys: str, description: str) -> None:
        self._wanted = (keys, description)
        if self.state is State.ASKING and not keys:
            self._start_over()  # the desktop's own question would hold the answer up for as long as it stands there
        elif self._bus is None and keys:
            self._open()
        elif self.available:
            self._do_what_is_wanted()

    def _start_over(self) -> None:
        self.close()
        self.state = State.UNKNOWN
        self._open()

    def close(self) -> None:
        self._owner = self._session = ""
        if self._bus:
            self._bus.close()
            self._bus.deleteLater()
            self._bus = None

    # Is there a portal?

    def _open(self) -> None:
        self._bus = Bus(self._name, self)
        self._bus.greeted.connect(self._on_greeted)
        self._bus.lost.connect(self._on_lost)
        self._bus.open()

    def _on_greeted(self) -> None:
        # Programs outside a sandbox say who they are; portals before version 1.20 do not know the question.
        self._ask(_registry, "Register", "sa{sv}", (paths.APP_ID, {}), lambda _: self._find(), lambda _: self._find())

    def _find(self) -> None:
        question = (SHORTCUTS, "version")
        self._ask(_properties, "Get", "ss", question, lambda _: self._find_owner(), lambda _: self._not_offered())

    def _find_owner(self) -> None:
        self._ask(_bus, "GetNameOwner", "s", (PORTAL,), self._on_owner, lambda _: self._not_offered())

    def _on_owner(self, body: Body) -> None:
        assert self._bus
        self._owner = str(body[0])
        self._bus.hear_from(self._owner, SHORTCUTS, "Activated", self._on_activated, path=DESKTOP_PATH)
        self._bus.hear_from(self._owner, SHORTCUTS, "ShortcutsChanged", self._on_keys_changed, path=DESKTOP_PATH)
        daemon = "org.freedesktop.DBus"
        self._bus.hear(daemon, "NameOwnerChanged", self._on_other_portal, sender=daemon, about=PORTAL)
        self._tell(State.OFF)
        self._do_what_is_wanted()

    def _not_offered(self) -> None:
        self.why_not = WhyNot.NO_PORTAL
        self._tell(State.UNAVAILABLE)

    def _on_lost(self) -> None:
        """Nobody is left who could tell of the key."""
        self.close()
        self.why_not = WhyNot.NO_BUS
        self._tell(State.UNAVAILABLE)

    def _on_other_portal(self, change: Body) -> None:
        """It ended, and what it held for us is gone; or it started anew, and is asked for the same again."""
        _, _, new = change
        self._owner = self._session = ""
        self._wanted = self._wanted or self._held
        self._tell(State.UNKNOWN)
        if new:
            self._find()

    # A session with one shortcut

    def _do_what_is_wanted(self) -> None:
        if self._wanted is None or self.state is State.ASKING:
            return
        keys, description = self._held = self._wanted
        self._wanted = None
        if self._session:
            self._ask(DBusAddress(self._session, PORTAL, SESSION), "Close", "", ())
            self._session = ""
        if not keys:
            self._tell(State.OFF)
            return
        self._tell(State.ASKING)
        number = next(self._tokens)
        options = {"session_handle_token": ("s", f"multisocket_session{number}")}
        self._request("CreateSession", "", (), options, lambda found: self._bind(found, keys, description))

    def _bind(self, found: dict[str, Any], keys: str, description: str) -> None:
        self._session = str(found["session_handle"][1])
        wishes = {"description": ("s", description), "preferred_trigger": ("s", portal_trigger(keys))}
        body = (self._session, [(PALETTE, wishes)], "")
        self._request("BindShortcuts", "oa(sa{sv})s", body, {}, self._on_bound)

    def _on_bound(self, found: dict[str, Any]) -> None:
        bound = dict(found["shortcuts"][1])
        if PALETTE in bound:
            self._take_trigger(bound)
            self._tell(State.ON)
        else:
            self._tell(State.REFUSED)
        self._do_what_is_wanted()

    def _on_refused(self) -> None:
        self._tell(State.REFUSED)
        self._do_what_is_wanted()

    def _on_keys_changed(self, body: Body) -> None:
        session, shortcuts = body
        if session == self._session:
            self._take_trigger(dict(shortcuts))
            self.changed.emit()

    def _take_trigger(self, shortcuts: dict[str, Any]) -> None:
        self.trigger = str(shortcuts.get(PALETTE, {}).get("trigger_description", ("s", ""))[1])

    def _on_activated(self, body: Body) -> None:
        session, shortcut, _, options = body
        if (session, shortcut) == (self._session, PALETTE):
            self.pressed.emit(str(options.get("activation_token", ("s", ""))[1]))

    def _request(
        self, method: str, signature: str, body: Body, options: dict[str, Any], answer: Callable[[dict[str, Any]], None]
    ) -> None:
        """Call a method that answers by a signal; we listen before we ask, so that none is missed."""
        assert self._bus
        token = f"multisocket{next(self._tokens)}"
        sender = self._bus.name.removeprefix(":").replace(".", "_")

        def respond(response: Body) -> None:
            forget()
            code, results = response
            if code == 0:
                answer(results)
            else:
                self._on_refused()

        path = f"{DESKTOP_PATH}/request/{sender}/{token}"
        forget = self._bus.hear_from(self._owner, REQUEST, "Response", respond, path=path)
        told = {**options, "handle_token": ("s", token)}
        self._ask(_portal, method, f"{signature}a{{sv}}", (*body, told), None, lambda _: self._on_refused())

    def _ask(
        self,
        to: DBusAddress,
        method: str,
        signature: str,
        body: Body,
        answer: Callable[[Body], None] | None = None,
        refused: Callable[[Body], None] | None = None,
    ) -> None:
        assert self._bus
        self._bus.ask(to, method, signature, body, answer, refused, start=True)

    def _tell(self, state: State) -> None:
        self.state = state
        if state is not State.ON:
            self.trigger = ""
        self.changed.emit()
