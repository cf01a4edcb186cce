"""Whether Windows or macOS says that there is no network, through Qt.

Not on Linux: there Qt's back ends ask NetworkManager or GLib over D-Bus in the calling thread, without a limit where a
bus accepts and stays silent (see `bus.py`); NetworkManager itself is heard by `desktop.SystemWitness`.
"""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtNetwork import QNetworkInformation


class Information(Protocol):
    """What is needed of `QNetworkInformation`."""

    @property
    def reachabilityChanged(self) -> SignalInstance: ...
    def reachability(self) -> QNetworkInformation.Reachability: ...


class Reachability(QObject):
    """Hears of the network from the system; nothing polls. `offline` only where the system is sure: a network that
    reaches no further than the next room may have a proxy in it."""

    told = Signal()
    """After `offline` may have changed."""

    def __init__(self, information: Information, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._information = information
        information.reachabilityChanged.connect(self.told)

    @property
    def offline(self) -> bool:
        return self._information.reachability() is QNetworkInformation.Reachability.Disconnected

    def close(self) -> None:
        """Hear no more of it."""
        self._information.reachabilityChanged.disconnect(self.told)
        self.deleteLater()


def system_reachability(parent: QObject | None = None) -> Reachability | None:
    """The system's own word, from now on; None where Qt has no back end for it. The first call loads that."""
    if not QNetworkInformation.loadBackendByFeatures(QNetworkInformation.Feature.Reachability):
        return None
    information = QNetworkInformation.instance()
    return Reachability(information, parent) if information else None
