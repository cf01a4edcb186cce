"""The server below the embedded cloud: quick to start, quick to stop, silent, and leaving nothing behind."""

from __future__ import annotations

import contextlib
import gc
import logging
import socket
import ssl
import stat
import struct
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest
import requests
from cryptography import x509

from multisocket_gui.demo.cloud import EmbeddedCloud
from multisocket_gui.demo.server import Door, _has_ipv6_loopback, _with_tls
from multisocket_gui.demo.wire import Answer

STRIP = "MS-1001"


def _api(cloud):
    return "127.0.0.1", urlsplit(cloud.service.api_url).port


def _open_sockets():
    return {(c.fd, c.laddr, c.raddr) for c in psutil.Process().net_connections(kind="inet")}


def test_a_start_takes_less_than_a_tenth_of_a_second(tmp_path):
    def start():
        began = time.monotonic()
        with EmbeddedCloud.start(tmp_path):
            return time.monotonic() - began

    assert min(start() for _ in range(5)) < 0.1


def test_a_stop_ends_hanging_requests_and_leaves_no_thread_and_no_socket(tmp_path):
    threads, sockets = set(threading.enumerate()), _open_sockets()
    cloud = EmbeddedCloud.start(tmp_path, control=True)
    cloud.id_token()
    lines = [socket.create_connection(_api(cloud)) for _ in range(3)]
    cloud.knobs.fail_always("hang")
    callers = [threading.Thread(target=_lose, args=(cloud,)) for _ in range(3)]
    for caller in callers:
        caller.start()
    cloud.calls.wait_for(lambda calls: len(calls) == 3)
    began = time.monotonic()
    cloud.stop()
    assert time.monotonic() - began < 1.5
    for thing in (*callers, *lines):
        thing.join(5) if isinstance(thing, threading.Thread) else thing.close()
    assert set(threading.enumerate()) == threads
    assert _open_sockets() == sockets
    cloud.stop()


def _lose(cloud):
    headers = {"Authorization": cloud.id_token(), "Ocp-Apim-Subscription-Key": cloud.service.subscription_key}
    plant = cloud.home.plants[0].id
    path = f"/multioutlet/plug/energy/addressLocation/plants/{plant}/parameter/id/value/{STRIP}"
    with requests.Session() as session:
        session.trust_env = False
        with pytest.raises(requests.ConnectionError):
            session.get(cloud.service.api_url + path, headers=headers, verify=str(cloud.service.ca_file))


@pytest.mark.parametrize("knob", ["latency_s", "signin_latency_s", "drip"])
def test_a_stop_does_not_wait_for_slow_answers(client, knob):
    cloud = client.cloud
    if knob == "drip":
        cloud.knobs.drip_interval_s = 3600
        cloud.knobs.fail_next("drip")
    else:
        setattr(cloud.knobs, knob, 3600)
    ask = _ask_authority if knob == "signin_latency_s" else _ask_api
    caller = threading.Thread(target=ask, args=(client,))
    caller.start()
    record = cloud.signin_calls if knob == "signin_latency_s" else cloud.calls
    record.wait_for(lambda calls: calls.arrived == 1)
    if knob == "drip":
        record.wait_for(lambda calls: len(calls) == 1)
    began = time.monotonic()
    cloud.stop()
    assert time.monotonic() - began < 1.5
    caller.join(5)
    assert not caller.is_alive()


def _ask_api(client):
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        client.get("id", STRIP)


def _ask_authority(client):
    with pytest.raises(requests.ConnectionError):
        client.plain("GET", client.cloud.service.authority + "/v2.0/.well-known/openid-configuration")


def test_a_certificate_is_trusted_for_loopback_through_the_ca_alone(cloud):
    trusting = ssl.create_default_context(cafile=str(cloud.service.ca_file))
    trusting.verify_flags |= ssl.VERIFY_X509_STRICT
    for name in ("localhost", "127.0.0.1", "::1"):
        with (
            socket.create_connection(_api(cloud)) as raw,
            trusting.wrap_socket(raw, server_hostname=name) as line,
        ):
            assert line.version() in ("TLSv1.2", "TLSv1.3")
    with socket.create_connection(_api(cloud)) as raw, pytest.raises(ssl.SSLCertVerificationError):
        ssl.create_default_context().wrap_socket(raw, server_hostname="localhost")


def test_no_private_key_is_left_on_disk(cloud):
    folder = cloud.service.ca_file.parent
    assert [path.name for path in folder.iterdir()] == ["ca.pem"]
    assert b"PRIVATE" not in cloud.service.ca_file.read_bytes()
    ca = x509.load_pem_x509_certificate(cloud.service.ca_file.read_bytes())
    assert ca.extensions.get_extension_for_class(x509.BasicConstraints).value.ca


def test_the_servers_key_is_for_its_owner_alone_while_it_is_read(tmp_path, monkeypatch):
    seen = []
    load = ssl.SSLContext.load_cert_chain

    def watch(context, path, *more):
        seen.append(stat.S_IMODE(Path(path).stat().st_mode))
        return load(context, path, *more)

    monkeypatch.setattr(ssl.SSLContext, "load_cert_chain", watch)
    EmbeddedCloud.start(tmp_path).stop()
    assert set(seen) == {0o600}


def _read_to_the_end(line):
    # A line that is closed with bytes unread is reset, maybe before we are done with it.
    with contextlib.suppress(OSError):
        line.shutdown(socket.SHUT_WR)
        while line.recv(4096):
            pass


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"\x16\x03\x01\x00\x00",
        b"GET / HTTP/1.1\r\n\r\n",
        b"\r\n",
    ],
)
def test_garbage_instead_of_tls_ends_that_line_and_nothing_else(client, caplog, capfd, sent):
    with socket.create_connection(_api(client.cloud)) as line:
        line.sendall(sent)
        _read_to_the_end(line)
    assert client.status(STRIP) == [True, False, True, True]
    assert capfd.readouterr().err == ""
    assert [record for record in caplog.records if record.levelno > logging.DEBUG and "demo" in record.name] == []


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET / HTTP/9.9\r\n\r\n", b"505"),
        (b"nonsense\r\n\r\n", b"400"),
        (b"BREW / HTTP/1.1\r\nConnection: close\r\n\r\n", b"404"),
        (b"POST /x HTTP/1.1\r\nContent-Length: nine\r\n\r\n", b"400"),
        (b"POST /x HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n", b"400"),
        (b"POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b"400"),
        (b"HEAD /x HTTP/1.1\r\nConnection: close\r\n\r\n", b"404"),
    ],
)
def test_broken_http_is_answered_and_the_line_closed(cloud, capfd, sent, status):
    page = urlsplit(cloud._pages._authority.page)
    with socket.create_connection(("127.0.0.1", page.port), timeout=5) as line:
        line.sendall(sent)
        with line.makefile("rb") as answer:
            whole = answer.read()
    assert status in whole[:60]
    if sent.startswith(b"HEAD"):
        assert whole.endswith(b"\r\n\r\n")
    assert capfd.readouterr().err == ""


@pytest.mark.logs("broken on purpose")
def test_a_fault_of_the_demo_itself_is_a_500_in_the_log_not_on_the_terminal(client, caplog, capfd, monkeypatch):
    def break_down(*_arguments):
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(client.cloud.house, "plant", break_down)
    assert client.get("id", STRIP, contract_allows=False).status_code == 500
    assert capfd.readouterr().err == ""
    assert "broken on purpose" in caplog.text


def test_a_port_can_be_chosen_and_is_taken_only_once(tmp_path, free_port):
    port = free_port
    with EmbeddedCloud.start(tmp_path / "one", port=port) as cloud:
        assert cloud.service.api_url == f"https://localhost:{port}"
        with pytest.raises(OSError, match=f"port {port}"):
            EmbeddedCloud.start(tmp_path / "two", port=port)


def test_every_loopback_address_of_the_machine_answers(cloud):
    families = {socket.AF_INET: "127.0.0.1"} | ({socket.AF_INET6: "::1"} if _has_ipv6_loopback() else {})
    for family, host in families.items():
        with socket.socket(family) as line:
            line.settimeout(5)
            line.connect((host, _api(cloud)[1]))
            assert line.getpeername()[0] == host


def test_a_peer_that_breaks_off_before_tls_leaves_no_socket_behind():
    door = Door("api", lambda _request: Answer(200), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), 0)
    door.open()
    listener = door.sockets[0]
    listener.setblocking(True)
    peer = socket.create_connection(("127.0.0.1", door.port))
    raw, _address = listener.accept()
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    peer.close()  # by a reset
    with pytest.raises(OSError):
        _with_tls(raw, door.tls)
    gc.collect()  # a socket that nobody closed warns now, which fails the test
    door.close()
