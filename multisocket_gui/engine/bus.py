"""A listener on a D-Bus message bus that keeps nobody waiting, whatever hangs.

Not QtDBus: `QDBusConnection.systemBus()` waits in the calling thread until the bus has greeted, without a limit where
a bus accepts and stays silent, and QNetworkInformation does the same on Linux. Here a local socket of Qt's carries the
bytes and jeepney, which keyring brings anyway, reads and writes them. Linux only.
"""

from __future__ import annotations

import itertools
import logging
import struct
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from jeepney.auth import BEGIN, Authenticator
from jeepney.bus_messages import MatchRule, message_bus
from jeepney.low_level import HeaderFields, Message, MessageFlag, MessageType, Parser
from jeepney.wrappers import DBusAddress, new_error, new_method_call, new_method_return
from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalSocket

Body = tuple[Any, ...]
"""The arguments of a message; a variant is a pair of its signature and its value."""
Listener = Callable[[Body], None]
Server = Callable[[Body], Body]
"""Takes the arguments of a call and returns those of its answer."""
NOT_DBUS = (ValueError, KeyError, IndexError, TypeError, AssertionError, struct.error)
"""What reading raises where bytes are not D-Bus, or arguments not those that were agreed."""
ABSTRACT = "\0"
_DO_NOT_QUEUE, _PRIMARY_OWNER = 4, 1
"""Of RequestName: a flag, and an answer."""
_log = logging.getLogger(__name__)


class Bus(QObject):
    """One connection, for one time: `greeted` once it can be used, `lost` when it broke after that or before."""

    greeted = Signal()
    lost = Signal()

    def __init__(self, socket_name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = socket_name
        self._authenticator = Authenticator()
        self._parser = Parser()
        self._serials = itertools.count(1)
        self._answers: dict[int, tuple[Listener | None, Listener | None]] = {}
        self.name = ""
        """Our own unique name on the bus, once it greeted."""
        self._listeners: dict[str, tuple[MatchRule, Listener]] = {}
        self._served: dict[tuple[str, str, str], tuple[str, Server, str]] = {}
        self._socket = QLocalSocket(self)
        self._socket.connected.connect(self._on_connected)
        self._socket.readyRead.connect(self._on_bytes)
        self._socket.disconnected.connect(self.lost)

    @property
    def closed(self) -> bool:
        return self._socket.state() is QLocalSocket.LocalSocketState.UnconnectedState

    def open(self) -> None:
        """Begin to connect. Returns at once; nothing more happens where nobody listens."""
        if self._name.startswith(ABSTRACT):
            self._socket.setSocketOptions(QLocalSocket.SocketOption.AbstractNamespaceOption)
        self._socket.connectToServer(self._name.removeprefix(ABSTRACT))

    def close(self) -> None:
        """Leave, without a signal."""
        self.blockSignals(True)
        self._socket.abort()

    def call(self, to: DBusAddress, method: str, arguments: Iterable[str] = (), answer: Listener | None = None) -> None:
        """Send a method call with strings for arguments; only a good answer is passed on. Starts no service."""
        body = tuple(arguments)
        self.ask(to, method, "s" * len(body), body, answer)

    def ask(
        self,
        to: DBusAddress,
        method: str,
        signature: str,
        body: Body,
        answer: Listener | None = None,
        refused: Listener | None = None,
        *,
        start: bool = False,
    ) -> None:
        """Send a method call with any arguments; `refused` hears of an error. `start`: the service may be started."""
        message = new_method_call(to, method, signature or None, body)
        if not start:
            message.header.flags |= MessageFlag.no_auto_start
        self._send(message, answer, refused)

    def hear(self, interface: str, signal: str, heard: Listener, **sent: str) -> None:
        """Pass on a signal of `sender`, where given only of the object `path` or with the first argument `about`."""
        wanted = _rule(interface, signal, sent)
        asked = wanted.serialise()
        if asked not in self._listeners:
            self._send(message_bus.AddMatch(wanted))
        # The bus checks the sender's name; what arrives bears its number instead.
        of_anybody = {key: value for key, value in sent.items() if key != "sender"}
        self._listeners[asked] = (_rule(interface, signal, of_anybody), heard)

    def hear_from(self, owner: str, interface: str, signal: str, heard: Listener, **sent: str) -> Callable[[], None]:
        """Pass on a signal that the connection `owner` (a unique name) sends, to everybody or to us alone.

        Returns what ends that.

        The bus itself writes the sender into every message, so that nobody else can pretend to be it.
        """
        rule = _rule(interface, signal, {**sent, "sender": owner})
        asked = rule.serialise()
        if asked not in self._listeners:
            self._send(message_bus.AddMatch(rule))
        self._listeners[asked] = (rule, heard)

        def forget() -> None:
            if self._listeners.pop(asked, None):
                self._send(message_bus.RemoveMatch(rule))

        return forget

    def serve(self, path: str, interface: str, method: str, takes: str, server: Server, gives: str = "") -> None:
        """Answer calls of the method with what `server` returns. `takes` and `gives` are D-Bus signatures."""
        self._served[path, interface, method] = takes, server, gives

    def own(self, name: str, refused: Callable[[], None]) -> None:
        """Be reached under the name; `refused` where another connection owns it. Never waits in its queue."""

        def answer(body: Body) -> None:
            if body[0] != _PRIMARY_OWNER:
                refused()

        self._send(message_bus.RequestName(name, _DO_NOT_QUEUE), answer)

    def _send(self, message: Message, answer: Listener | None = None, refused: Listener | None = None) -> None:
        serial = next(self._serials)
        if answer or refused:
            self._answers[serial] = answer, refused
        else:
            message.header.flags |= MessageFlag.no_reply_expected
        self._socket.write(message.serialise(serial))

    def _on_connected(self) -> None:
        self._socket.write(self._authenticator.data_to_send())

    def _on_bytes(self) -> None:
        try:
            messages = self._understood(bytes(self._socket.readAll().data()))
        except NOT_DBUS as error:
            _log.info("what listens at %s is no message bus of ours: %r", self._name, error)
            self._socket.abort()
            return
        for message in messages:
            try:
                self._take(message)
            except NOT_DBUS:  # a service that breaks its own interface shall not cost us the next message
                _log.warning("not as agreed: %r", message, exc_info=True)

    def _understood(self, received: bytes) -> list[Message]:
        if self._authenticator.authenticated:
            return list(self._parser.feed(received))
        self._authenticator.feed(received)
        if self._authenticator.authenticated:
            self._socket.write(BEGIN)
            self._send(message_bus.Hello(), self._on_greeted)
        return []

    def _on_greeted(self, body: Body) -> None:
        self.name = str(body[0])
        self.greeted.emit()

    def _take(self, message: Message) -> None:
        header = message.header
        if header.message_type is MessageType.signal:
            self._pass_on(message)
            return
        if header.message_type is MessageType.method_call:
            self._serve(message)
            return
        good, bad = self._answers.pop(header.fields.get(HeaderFields.reply_serial, 0), (None, None))
        if good and header.message_type is MessageType.method_return:
            good(message.body)
        elif bad and header.message_type is MessageType.error:
            bad(message.body)

    def _serve(self, message: Message) -> None:
        """Answer a call; what nobody serves, and what is not as agreed, is answered with an error."""
        fields = message.header.fields
        asked = tuple(fields.get(key, "") for key in (HeaderFields.path, HeaderFields.interface, HeaderFields.member))
        takes, server, gives = self._served.get(asked, ("", None, ""))
        if server is None:
            answer = new_error(message, "org.freedesktop.DBus.Error.UnknownMethod")
        elif fields.get(HeaderFields.signature, "") != takes:
            answer = new_error(message, "org.freedesktop.DBus.Error.InvalidArgs")
        else:
            try:
                answer = new_method_return(message, gives or None, server(message.body))
            except NOT_DBUS as error:
                answer = new_error(message, "org.freedesktop.DBus.Error.InvalidArgs", "s", (str(error),))
        if not message.header.flags & MessageFlag.no_reply_expected:
            self._send(answer)

    def _pass_on(self, message: Message) -> None:
        # Whoever sends a signal to us alone goes round the rules, and so round the check of the sender: only a rule
        # that names the connection itself is as good.
        to_us_alone = HeaderFields.destination in message.header.fields
        for rule, heard in tuple(self._listeners.values()):
            if rule.matches(message) and ("sender" in rule.header_fields or not to_us_alone):
                heard(message.body)


def _rule(interface: str, signal: str, sent: Mapping[str, str]) -> MatchRule:
    fields = {key: value for key, value in sent.items() if key != "about"}
    rule = MatchRule(type="signal", interface=interface, member=signal, **fields)
    if "about" in sent:
        rule.add_arg_condition(0, sent["about"])
    return rule


def system_bus(environment: Mapping[str, str]) -> str:
    """The socket of the system's message bus; "" where it is none that can be reached."""
    return _socket_name(environment.get("DBUS_SYSTEM_BUS_ADDRESS") or "unix:path=/run/dbus/system_bus_socket")


def session_bus(environment: Mapping[str, str]) -> str:
    """The socket of the person's message bus; "" where there is none."""
    told = environment.get("DBUS_SESSION_BUS_ADDRESS")
    usual = Path(environment.get("XDG_RUNTIME_DIR", "/"), "bus")
    return _socket_name(told) if told else str(usual) if usual.is_socket() else ""


def _socket_name(addresses: str) -> str:
    """The first socket of a D-Bus server address that can be reached; an abstract one begins with a zero."""
    for address in addresses.split(";"):
        transport, _, keys = address.partition(":")
        values = {key: unquote(value) for key, _, value in (part.partition("=") for part in keys.split(","))}
        if transport == "unix" and "path" in values:
            return values["path"]
        if transport == "unix" and "abstract" in values:
            return ABSTRACT + values["abstract"]
    return ""
