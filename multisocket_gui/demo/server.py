"""HTTP/1.1 on loopback: doors that can be shut, connections that can be cut, and a stop that never waits."""

from __future__ import annotations

import contextlib
import errno
import logging
import selectors
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from queue import SimpleQueue

from multisocket_gui.demo.connection import Connection
from multisocket_gui.demo.wire import Serve, Stopped

log = logging.getLogger(__name__)

_PORT_TRIES = 8
_BACKLOG = 64
_JOIN_S = 2.0


class _Line(ssl.SSLSocket):
    """Closed with its last reference.

    Where the peer breaks off before TLS begins, `ssl` raises and keeps the new socket to itself, unclosed
    (CPython 3.11, SSLSocket._create): nobody else could close it.
    """

    def __del__(self) -> None:
        self.close()


class Door:
    """One port on 127.0.0.1, and on ::1 where the machine has it, so that `localhost` works either way."""

    def __init__(self, name: str, serve: Serve, tls: ssl.SSLContext | None, port: int) -> None:
        self.name = name
        self.serve = serve
        self.tls = tls
        if tls:
            tls.sslsocket_class = _Line
        self.sockets = _bind_both(port)
        self.port: int = self.sockets[0].getsockname()[1]
        self.is_open = False

    def open(self) -> None:
        """Let connections in."""
        for listener in self.sockets:
            listener.listen(_BACKLOG)
        self.is_open = True

    def shut(self) -> None:
        """Refuse connections. The port stays bound, without listening, so that nobody else can take it."""
        for place, listener in enumerate(self.sockets):
            family, address = listener.family, listener.getsockname()
            listener.close()
            self.sockets[place] = _bind(family, address[0], self.port)
        self.is_open = False

    def close(self) -> None:
        """Give the port back."""
        for listener in self.sockets:
            listener.close()
        self.is_open = False


class Server:
    """Some doors, one thread that accepts, one daemon thread a connection. `add_door` before `start`.

    `clock` is what the answers' header Date is read from, as seconds since the epoch.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._doors: list[Door] = []
        self._stopping = threading.Event()
        self._connections: set[Connection] = set()
        self._lock = threading.Lock()
        self._orders: SimpleQueue[tuple[Callable[[], None], threading.Event]] = SimpleQueue()
        self._waker, self._woken = socket.socketpair()
        self._thread = threading.Thread(target=self._accept_loop, name="demo-accept", daemon=True)

    def add_door(self, name: str, serve: Serve, tls: ssl.SSLContext | None = None, port: int = 0) -> Door:
        """Bind a port (0: any free one) for a service; OSError if it is taken."""
        door = Door(name, serve, tls, port)
        self._doors.append(door)
        return door

    def start(self) -> None:
        """Open every door."""
        for door in self._doors:
            door.open()
        self._thread.start()

    def pause(self, seconds: float) -> None:
        """Sleep, unless the server stops meanwhile: then raise Stopped."""
        if self._stopping.wait(max(0.0, seconds)):
            raise Stopped

    def refuse(self, names: Iterable[str]) -> None:
        """Shut the doors with these names, cut their connections, and open the others."""
        wanted = frozenset(names)
        if self._thread.is_alive():
            self._order(lambda: self._set_doors(wanted))

    def stop(self) -> None:
        """Close everything and wait for the threads, which have nothing left to wait for. May be called twice."""
        self._stopping.set()
        if self._thread.is_alive():
            self._waker.send(b"!")
            self._thread.join(_JOIN_S)
        for door in self._doors:
            door.close()
        for connection in self._cut(lambda _connection: True):
            connection.thread.join(_JOIN_S)
        for end in (self._waker, self._woken):
            end.close()

    def _order(self, act: Callable[[], None]) -> None:
        # Only the accepting thread touches the listening sockets while it runs.
        done = threading.Event()
        self._orders.put((act, done))
        self._waker.send(b"!")
        done.wait(_JOIN_S)

    def _set_doors(self, refused: frozenset[str]) -> None:
        for door in self._doors:
            if door.name in refused and door.is_open:
                door.shut()
            elif door.name not in refused and not door.is_open:
                door.open()
        self._cut(lambda connection: connection.door_name in refused)

    def _cut(self, chosen: Callable[[Connection], bool]) -> list[Connection]:
        with self._lock:
            cut = [connection for connection in self._connections if chosen(connection)]
        for connection in cut:
            connection.cut()
        return cut

    def _accept_loop(self) -> None:
        while not self._stopping.is_set():
            with selectors.DefaultSelector() as selector:
                selector.register(self._woken, selectors.EVENT_READ)
                for door in self._doors:
                    for listener in door.sockets if door.is_open else ():
                        selector.register(listener, selectors.EVENT_READ, door)
                self._accept_until_woken(selector)
            while not self._orders.empty():
                act, done = self._orders.get()
                try:
                    act()
                except OSError:
                    log.exception("a door could not be opened or shut")
                finally:
                    done.set()

    def _accept_until_woken(self, selector: selectors.BaseSelector) -> None:
        while True:
            for key, _events in selector.select():
                if key.data is None:
                    self._woken.recv(64)
                    return
                assert isinstance(key.fileobj, socket.socket)
                self._accept(key.fileobj, key.data)

    def _accept(self, listener: socket.socket, door: Door) -> None:
        try:
            raw, _address = listener.accept()
            raw.setblocking(True)
            raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            line = _with_tls(raw, door.tls)
        except OSError as exc:
            # The peer has gone between knocking and being let in.
            log.debug("%s: %r", door.name, exc)
            return
        connection = Connection(line, door.name, door.serve, self.pause, self._forget, self._clock)
        with self._lock:
            self._connections.add(connection)
        connection.thread.start()

    def _forget(self, connection: Connection) -> None:
        with self._lock:
            self._connections.discard(connection)


def _with_tls(raw: socket.socket, tls: ssl.SSLContext | None) -> socket.socket:
    # The handshake is left to the connection's own thread: a silent peer must not block the door.
    return tls.wrap_socket(raw, server_side=True, do_handshake_on_connect=False) if tls else raw


def _bind(family: int, host: str, port: int) -> socket.socket:
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            # On POSIX this only skips the wait for old connections; on Windows it would share the port.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind((host, port))
        listener.setblocking(False)
    except OSError:
        listener.close()
        raise
    return listener


def _bind_both(port: int) -> list[socket.socket]:
    for _ in range(_PORT_TRIES):
        try:
            first = _bind(socket.AF_INET, "127.0.0.1", port)
        except OSError as exc:
            raise OSError(exc.errno, f"port {port}: {exc.strerror}") from exc
        if not _has_ipv6_loopback():
            return [first]
        with contextlib.suppress(OSError):
            return [first, _bind(socket.AF_INET6, "::1", first.getsockname()[1])]
        first.close()
    raise OSError(errno.EADDRINUSE, f"port {port or 'any'}: not free on both 127.0.0.1 and ::1")


def _has_ipv6_loopback() -> bool:
    if not socket.has_ipv6:
        return False
    try:
        _bind(socket.AF_INET6, "::1", 0).close()
    except OSError:
        return False
    return True
