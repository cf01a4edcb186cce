"""A key that opens the palette from anywhere, where the platform offers one honestly.

On Linux that is the desktop's own portal (`shortcut_portal`). Elsewhere there is none here (docs/adr/0022): the command
line's `palette` can be bound in the system's own settings.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto

from PySide6.QtCore import QObject, Signal


class State(Enum):
    """Where the shortcut stands."""

    UNKNOWN = auto()  # nobody asked yet
    UNAVAILABLE = auto()  # not offered here; `why_not` says why
    OFF = auto()  # offered, and not asked for
    ASKING = auto()  # the desktop asks the person
    ON = auto()  # `trigger` is what the desktop calls the keys
    REFUSED = auto()  # the person, or the desktop, said no


class WhyNot(Enum):
    """Why there is no global shortcut."""

    PLATFORM = auto()  # nothing that we tried and trust
    NO_BUS = auto()
    NO_PORTAL = auto()


class GlobalShortcut(QObject):
    """Protocol and the handler for where there is none. Connects to nothing before `look` or `set`."""

    pressed = Signal(str)
    """With the desktop's activation token, "" where it gave none."""
    changed = Signal()

    def __init__(self, parent: QObject | None = None, *, why_not: WhyNot = WhyNot.PLATFORM) -> None:
        super().__init__(parent)
        self.state = State.UNAVAILABLE
        self.why_not: WhyNot | None = why_not
        self.trigger = ""

    @property
    def available(self) -> bool:
        """Whether the platform offers it."""
        return self.state not in (State.UNKNOWN, State.UNAVAILABLE)

    def look(self) -> None:
        """Find out whether it is offered; answers by `changed`."""
        self.changed.emit()

    def set(self, keys: str, description: str) -> None:
        """Ask for `keys` ("Ctrl+Alt+K"; "": none any more) under a description that the desktop shows."""

    def close(self) -> None:
        """Let go of it, without a signal."""


def global_shortcut(environment: Mapping[str, str], platform: str, parent: QObject | None = None) -> GlobalShortcut:
    """The handler for this platform (`sys.platform`)."""
    if platform != "linux":
        return GlobalShortcut(parent)
    from multisocket_gui.engine.bus import session_bus  # what it speaks with is installed on Linux alone

    from .shortcut_portal import PortalShortcut

    socket_name = session_bus(environment)
    return PortalShortcut(socket_name, parent) if socket_name else GlobalShortcut(parent, why_not=WhyNot.NO_BUS)
