"""A desktop's portal with global shortcuts, on a real message bus, in a process of its own.

It does what org.freedesktop.portal.GlobalShortcuts promises, and sends its signals to the asker alone, as
xdg-desktop-portal does. Orders are lines of JSON on standard input, each answered by a line when it is carried out:
{"own": ""}, {"disown": ""}, {"deny": true}, {"hold": true}, {"press": token}, {"rename": description}, {"bound": ""}.
"""

from __future__ import annotations

import json
import selectors
import sys
from typing import Any

from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.low_level import HeaderFields, Message, MessageType
from jeepney.wrappers import DBusAddress, new_error, new_method_return, new_signal

NAME, PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"


class Portal:
    """`sessions`: path -> (owner, shortcut id -> what it wants). While it holds, a person looks at its question."""

    def __init__(self, connection: DBusConnection) -> None:
        self.connection = connection
        self.sessions: dict[str, tuple[str, dict[str, Any]]] = {}
        self.denies = self.holds = False
        self.registered: list[str] = []

    # Orders

    def obey(self, order: dict[str, Any]) -> Any:
        ((what, how),) = order.items()
        return getattr(self, f"on_{what}")(how)

    def on_own(self, _: str) -> None:
        self.connection.send_and_get_reply(message_bus.RequestName(NAME))

    def on_disown(self, _: str) -> None:
        self.sessions.clear()
        self.connection.send_and_get_reply(message_bus.ReleaseName(NAME))

    def on_deny(self, denies: bool) -> None:
        self.denies = denies

    def on_hold(self, holds: bool) -> None:
        self.holds = holds

    def on_press(self, token: str) -> None:
        for path, (owner, shortcuts) in self.sessions.items():
            for shortcut in shortcuts:
                options = {"activation_token": ("s", token)} if token else {}
                self.signal(owner, PATH, SHORTCUTS, "Activated", "osta{sv}", (path, shortcut, 0, options))

    def on_rename(self, description: str) -> None:
        for path, (owner, shortcuts) in self.sessions.items():
            told = [(name, {"trigger_description": ("s", description)}) for name in shortcuts]
            self.signal(owner, PATH, SHORTCUTS, "ShortcutsChanged", "oa(sa{sv})", (path, told))

    def on_bound(self, _: str) -> Any:
        return [shortcuts for _, shortcuts in self.sessions.values()], self.registered

    # Calls

    def reply(self, call: Message) -> None:
        if call.header.message_type is not MessageType.method_call:
            return
        member = call.header.fields[HeaderFields.member]
        answer = getattr(self, f"do_{member}", None)
        if answer is None:
            self.connection.send(new_error(call, "org.freedesktop.DBus.Error.UnknownMethod"))
        else:
            answer(call, call.header.fields[HeaderFields.sender], *call.body)

    def do_Register(self, call: Message, _sender: str, app: str, _options: dict[str, Any]) -> None:
        self.registered.append(app)
        self.connection.send(new_method_return(call))

    def do_Get(self, call: Message, _sender: str, interface: str, _property: str) -> None:
        assert interface == SHORTCUTS
        self.connection.send(new_method_return(call, "v", (("u", 2),)))

    def do_CreateSession(self, call: Message, sender: str, options: dict[str, Any]) -> None:
        path = f"{PATH}/session/{_part(sender)}/{options['session_handle_token'][1]}"
        self.sessions[path] = (sender, {})
        self.respond(call, sender, options, {"session_handle": ("s", path)})

    def do_BindShortcuts(
        self, call: Message, sender: str, session: str, shortcuts: list[Any], _window: str, options: dict[str, Any]
    ) -> None:
        if self.holds:
            self.connection.send(new_method_return(call, "o", (_request(sender, options),)))
            return
        bound = (
            {} if self.denies else {name: {key: value[1] for key, value in wants.items()} for name, wants in shortcuts}
        )
        self.sessions[session] = (sender, bound)
        told = [(name, {"trigger_description": ("s", f"Press {w['preferred_trigger']}")}) for name, w in bound.items()]
        self.respond(call, sender, options, {"shortcuts": ("a(sa{sv})", told)}, code=1 if self.denies else 0)

    def do_Close(self, call: Message, _sender: str) -> None:
        self.sessions.pop(call.header.fields[HeaderFields.path], None)

    def respond(
        self, call: Message, sender: str, options: dict[str, Any], results: dict[str, Any], *, code: int = 0
    ) -> None:
        path = _request(sender, options)
        self.connection.send(new_method_return(call, "o", (path,)))
        self.signal(sender, path, "org.freedesktop.portal.Request", "Response", "ua{sv}", (code, results))

    def signal(self, to: str, path: str, interface: str, member: str, signature: str, body: tuple[Any, ...]) -> None:
        message = new_signal(DBusAddress(path, interface=interface), member, signature, body)
        message.header.fields[HeaderFields.destination] = to
        self.connection.send(message)


def _part(sender: str) -> str:
    return sender.removeprefix(":").replace(".", "_")


def _request(sender: str, options: dict[str, Any]) -> str:
    return f"{PATH}/request/{_part(sender)}/{options['handle_token'][1]}"


def play(address: str) -> None:
    with open_dbus_connection(address) as connection, selectors.DefaultSelector() as both:
        portal = Portal(connection)
        both.register(sys.stdin, selectors.EVENT_READ)
        both.register(connection.sock, selectors.EVENT_READ)
        while True:
            for key, _ in both.select()[:1]:  # an order may read what the other was ready for
                if key.fileobj is connection.sock:
                    for message in connection.parser.feed(connection.sock.recv(65536)):
                        portal.reply(message)
                elif line := sys.stdin.readline():
                    sys.stdout.write(json.dumps(portal.obey(json.loads(line))) + "\n")
                    sys.stdout.flush()
                else:
                    return


def forge(address: str, session: str, to: str) -> None:
    """Be somebody else, who says that the key was pressed."""
    with open_dbus_connection(address) as connection:
        body = (session, "palette", 0, {"activation_token": ("s", "forged")})
        Portal(connection).signal(to, PATH, SHORTCUTS, "Activated", "osta{sv}", body)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        forge(*sys.argv[1:])
    else:
        play(sys.argv[1])
