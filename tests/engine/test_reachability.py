"""The network as Windows and macOS tell of it through Qt."""

from __future__ import annotations

import subprocess
import sys

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QNetworkInformation
from pytestqt.qtbot import QtBot

from multisocket_gui.engine.presence import Presence
from multisocket_gui.engine.reachability import Reachability

Reach = QNetworkInformation.Reachability
REAL = """
import sys
from PySide6.QtCore import QCoreApplication
from PySide6.QtNetwork import QNetworkInformation
app = QCoreApplication([])
from multisocket_gui.engine.presence import Presence
from multisocket_gui.engine.reachability import system_reachability
presence = Presence()
presence._hear_of(system_reachability(presence))
information = QNetworkInformation.instance()
gone = information is not None and information.reachability() is QNetworkInformation.Reachability.Disconnected
assert presence.offline is gone, (presence.offline, information)
assert not presence.away
presence.close()
presence.close()
print("told" if information else "no back end")
"""


class Network(QObject):
    """A network that does what the test says."""

    reachabilityChanged = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._reach = Reach.Unknown

    def reachability(self) -> QNetworkInformation.Reachability:
        return self._reach

    def becomes(self, reach: QNetworkInformation.Reachability) -> None:
        self._reach = reach
        self.reachabilityChanged.emit(reach)


def test_only_no_network_at_all_is_offline(qtbot: QtBot) -> None:
    network, presence, said = Network(), Presence(), list[tuple[bool, bool]]()
    presence.changed.connect(lambda: said.append((presence.away, presence.offline)))
    presence._hear_of(Reachability(network, presence))
    for reach in (Reach.Online, Reach.Local, Reach.Disconnected, Reach.Disconnected, Reach.Site, Reach.Unknown):
        network.becomes(reach)
    assert said == [(False, True), (False, False)]
    presence.close()
    network.becomes(Reach.Disconnected)
    assert len(said) == 2


def test_a_computer_that_starts_without_a_network_is_offline_at_once(qtbot: QtBot) -> None:
    network, presence = Network(), Presence()
    network.becomes(Reach.Disconnected)
    presence._hear_of(Reachability(network, presence))
    assert presence.offline
    presence.close()


def test_without_a_back_end_nothing_is_known(qtbot: QtBot) -> None:
    presence = Presence()
    presence._hear_of(None)
    assert not presence.offline
    presence.close()


def test_the_systems_own_back_end_is_heard() -> None:
    """In a process of its own, since Qt never unloads it."""
    done = subprocess.run([sys.executable, "-c", REAL], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip() in ("told", "no back end")
