"""A notification service in a process of its own: argv are the bus's address and what the service can do.

Tells on standard output each notification that it shows, as a line of JSON, and obeys lines on standard input:
{"click": number} and {"close": number}; {"to": name} sends both to that connection alone, as some services do.
"""

from __future__ import annotations

import json
import selectors
import sys
from itertools import count
from typing import Any

from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.low_level import HeaderFields, Message, MessageType
from jeepney.wrappers import DBusAddress, new_error, new_method_return, new_signal

NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"


class Service:
    def __init__(self, connection: DBusConnection, able: list[str]) -> None:
        self.connection = connection
        self.able = able
        self.numbers = count(1)
        self.senders: dict[int, str] = {}
        self.alone = False

    def reply(self, call: Message) -> None:
        if call.header.message_type is not MessageType.method_call:
            return
        match call.header.fields[HeaderFields.member]:
            case "GetCapabilities":
                self.connection.send(new_method_return(call, "as", (self.able,)))
            case "Notify":
                number = next(self.numbers)
                self.senders[number] = call.header.fields[HeaderFields.sender]
                self.connection.send(new_method_return(call, "u", (number,)))
                name, _, icon, title, text, actions, _hints, _time = call.body
                self.tell(shown=number, name=name, icon=icon, title=title, text=text, actions=actions)
            case "CloseNotification":
                self.connection.send(new_method_return(call))
                self.tell(closed=call.body[0])
            case _:
                self.connection.send(new_error(call, "org.freedesktop.DBus.Error.UnknownMethod"))

    def tell(self, **what: Any) -> None:
        sys.stdout.write(json.dumps(what) + "\n")
        sys.stdout.flush()

    def obey(self, order: dict[str, int]) -> None:
        if "alone" in order:
            self.alone = bool(order["alone"])
        if "click" in order:
            self.signal("ActionInvoked", "us", (order["click"], "default"))
        if "close" in order:
            self.signal("NotificationClosed", "uu", (order["close"], 2))

    def signal(self, member: str, signature: str, body: tuple[Any, ...]) -> None:
        message = new_signal(DBusAddress(PATH, interface=NAME), member, signature, body)
        if self.alone:
            message.header.fields[HeaderFields.destination] = self.senders[body[0]]
        self.connection.send(message)


def play(address: str, able: list[str]) -> None:
    with open_dbus_connection(address) as connection, selectors.DefaultSelector() as both:
        service = Service(connection, able)
        connection.send_and_get_reply(message_bus.RequestName(NAME))
        service.tell(ready=True)
        both.register(sys.stdin, selectors.EVENT_READ)
        both.register(connection.sock, selectors.EVENT_READ)
        while True:
            for key, _ in both.select()[:1]:  # an order may read what the other was ready for
                if key.fileobj is connection.sock:
                    for message in connection.parser.feed(connection.sock.recv(65536)):
                        service.reply(message)
                elif line := sys.stdin.readline():
                    service.obey(json.loads(line))
                else:
                    return


if __name__ == "__main__":
    play(sys.argv[1], sys.argv[2:])
