"""Plays services on a message bus, in a process of its own: logind, NetworkManager, screen savers.

Orders are lines of JSON on standard input, each answered by a line when it is carried out:
{"own": name}, {"disown": name}, {"answer": [member, signature, body]}, {"hush": member},
{"signal": [path, interface, member, signature, body, destination or null]}, {"asked": ""}.
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


def tupled(value: Any) -> Any:
    """JSON has no tuples, but a variant is one: ["v", signature, value]."""
    if isinstance(value, list) and value[:1] == ["v"]:
        return (value[1], tupled(value[2]))
    if isinstance(value, dict):
        return {key: tupled(each) for key, each in value.items()}
    return [tupled(each) for each in value] if isinstance(value, list) else value


class Actor:
    def __init__(self, connection: DBusConnection) -> None:
        self.connection = connection
        self.answers: dict[str, tuple[str, tuple[Any, ...]]] = {}
        self.silent: set[str] = set()
        self.asked: list[str] = []

    def obey(self, order: dict[str, Any]) -> Any:
        ((what, how),) = order.items()
        return getattr(self, f"on_{what}")(how)

    def on_own(self, name: str) -> None:
        self.ask(message_bus.RequestName(name))

    def on_disown(self, name: str) -> None:
        self.ask(message_bus.ReleaseName(name))

    def ask(self, question: Message) -> None:
        """Ask the bus itself, and do not forget who asks us meanwhile."""
        serial = next(self.connection.outgoing_serial)
        self.connection.send(question, serial)
        while (message := self.connection.receive()).header.fields.get(HeaderFields.reply_serial) != serial:
            self.reply(message)
        for message in self.connection.parser.feed(b""):
            self.reply(message)

    def on_answer(self, how: list[Any]) -> None:
        member, signature, body = how
        self.answers[member] = (signature, tuple(tupled(each) for each in body))

    def on_hush(self, member: str) -> None:
        self.silent.add(member)

    def on_asked(self, _: str) -> list[str]:
        return self.asked

    def on_signal(self, how: list[Any]) -> None:
        path, interface, member, signature, body, destination = how
        message = new_signal(DBusAddress(path, interface=interface), member, signature, tuple(map(tupled, body)))
        if destination:
            message.header.fields[HeaderFields.destination] = destination
        self.connection.send(message)

    def reply(self, call: Message) -> None:
        if call.header.message_type is not MessageType.method_call:
            return
        member = ".".join([call.header.fields[HeaderFields.member], *call.body])
        path, sender = call.header.fields[HeaderFields.path], call.header.fields[HeaderFields.sender]
        self.asked.append(f"{path} {member} {sender}")
        if member in self.answers:
            self.connection.send(new_method_return(call, *self.answers[member]))
        elif member not in self.silent:
            self.connection.send(new_error(call, "org.freedesktop.DBus.Error.UnknownMethod"))


def play(address: str) -> None:
    with open_dbus_connection(address) as connection, selectors.DefaultSelector() as both:
        actor = Actor(connection)
        both.register(sys.stdin, selectors.EVENT_READ)
        both.register(connection.sock, selectors.EVENT_READ)
        while True:
            for key, _ in both.select()[:1]:  # an order may read what the other was ready for
                if key.fileobj is connection.sock:
                    for message in connection.parser.feed(connection.sock.recv(65536)):
                        actor.reply(message)
                elif line := sys.stdin.readline():
                    sys.stdout.write(json.dumps(actor.obey(json.loads(line))) + "\n")
                    sys.stdout.flush()
                else:
                    return


if __name__ == "__main__":
    play(sys.argv[1])
