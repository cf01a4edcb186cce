"""How far a request got: certainty and doubt over real sockets, deadlines, and what is never sent or kept."""

from __future__ import annotations

import gzip
import logging
import socket
import threading
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from cloud_help import HASTE, Client
from crooked import Listener, Manner, Proxy, answer, forward, hang_up, reset, say_nothing

from multisocket_gui.cloud import errors
from multisocket_gui.demo.cloud import EmbeddedCloud
from multisocket_gui.settings import Patience, Wire

NO_ENV = Wire(trust_env=False)


def port_of(url: str) -> int:
    return int(url.rpartition(":")[2])


def wire_of(cloud: EmbeddedCloud, patience: Patience = HASTE, *, trust_env: bool = False) -> Wire:
    return Wire(cloud.service.ca_file, trust_env, patience)


def cut_lines(client: Client) -> None:
    """Every connection that is kept is closed; the next one is new."""
    client.cloud.knobs.refused = {"api"}
    client.cloud.knobs.refused = ()


@pytest.fixture
def elsewhere() -> Iterator[Listener]:
    """Where nobody should ever come."""
    with Listener(say_nothing) as running:
        yield running


# Nothing left


def test_a_refused_connection_is_certain_and_may_be_tried_once_more(client: Client) -> None:
    client.cloud.knobs.refused = {"api"}
    with pytest.raises(errors.Refused) as raised:
        client.write()
    assert (raised.value.doubtful, raised.value.replayable) == (False, True)
    assert client.left == 0


def test_a_name_that_nobody_knows_is_certain(cloud: EmbeddedCloud) -> None:
    client = Client(cloud, api_url="https://api.invalid")
    with pytest.raises(errors.Offline) as raised:
        client.write()
    assert type(raised.value) is errors.Offline
    assert not raised.value.replayable
    assert client.left == 0


@pytest.mark.parametrize("manner", [reset, hang_up, say_nothing])
def test_a_line_that_breaks_or_rests_before_the_request_left_is_certain(cloud: EmbeddedCloud, manner: Manner) -> None:
    with Listener(manner) as listener:
        wire = wire_of(cloud, Patience(connect=0.3, read=5, whole=5))
        client = Client(cloud, wire=wire, api_url=f"https://localhost:{listener.port}")
        with pytest.raises(errors.Offline) as raised:
            client.write()
        assert type(raised.value) is errors.Offline
        assert (raised.value.doubtful, raised.value.replayable) == (False, False)
        assert listener.met == 1
        assert client.left == 0


def test_an_end_that_speaks_no_tls_is_not_trusted(cloud: EmbeddedCloud) -> None:
    with Listener(answer("HTTP/1.1 400 Bad Request")) as listener, pytest.raises(errors.Untrusted):
        Client(cloud, wire=wire_of(cloud), api_url=f"https://localhost:{listener.port}").read()


@pytest.mark.parametrize("certificate", ["wrong_name", "expired", "self_signed"])
def test_a_wrong_certificate_sends_nothing(client: Client, certificate: str) -> None:
    client.cloud.knobs.certificate = certificate
    with pytest.raises(errors.Untrusted) as raised:
        client.write()
    assert (raised.value.doubtful, raised.value.replayable) == (False, False)
    assert client.cloud.calls.arrived == client.left == 0


def test_a_certificate_of_an_unknown_authority_sends_nothing(cloud: EmbeddedCloud) -> None:
    client = Client(cloud, wire=NO_ENV)
    with pytest.raises(errors.Untrusted):
        client.read()
    assert cloud.calls.arrived == 0


def test_without_the_file_of_certificates_to_trust_nothing_is_sent(cloud: EmbeddedCloud, tmp_path: Path) -> None:
    client = Client(cloud, wire=Wire(tmp_path / "none.pem", trust_env=False))
    with pytest.raises(errors.Untrusted):
        client.read()
    assert cloud.calls.arrived == 0


@pytest.mark.parametrize("key", ["k\nX-Header: 1", "a€"])
def test_a_key_that_no_header_can_hold_is_the_wrong_key(cloud: EmbeddedCloud, key: str) -> None:
    with pytest.raises(errors.KeyRejected):
        Client(cloud, key=key).read()
    assert cloud.calls.arrived == 0


# Proxies


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    for name in ("NO_PROXY", "no_proxy", "https_proxy", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    with Proxy() as running:
        monkeypatch.setenv("HTTPS_PROXY", running.url)
        yield running


def test_a_proxy_of_the_environment_is_used(cloud: EmbeddedCloud, proxy: Proxy) -> None:
    client = Client(cloud, wire=wire_of(cloud, Patience(), trust_env=True))
    client.write()
    assert client.read() == client.relays()
    assert proxy.asked == [f"localhost:{port_of(cloud.service.api_url)}"]


@pytest.mark.parametrize("refusal", ["407 Proxy Authentication Required", "502 Bad Gateway", "403 Forbidden"])
def test_a_proxy_that_refuses_is_certain(cloud: EmbeddedCloud, proxy: Proxy, refusal: str) -> None:
    proxy.refusal = refusal
    _proxy_trouble(cloud)


def test_a_proxy_that_hangs_up_after_it_connected_is_certain(cloud: EmbeddedCloud, proxy: Proxy) -> None:
    proxy.hangs_up = True
    _proxy_trouble(cloud)


@pytest.mark.parametrize("manner", [reset, hang_up, say_nothing])
def test_a_proxy_that_breaks_or_rests_is_certain(cloud: EmbeddedCloud, proxy: Proxy, manner: Manner) -> None:
    proxy.manner = manner
    _proxy_trouble(cloud)


def test_a_proxy_that_is_not_there_is_certain_and_not_tried_again(cloud: EmbeddedCloud, proxy: Proxy) -> None:
    proxy.shut()
    _proxy_trouble(cloud)


@pytest.mark.parametrize("address", ["socks5://127.0.0.1:1", "http://proxy.invalid:1", "http://"])
def test_a_proxy_that_cannot_be_used_is_certain(
    cloud: EmbeddedCloud, proxy: Proxy, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", address)
    _proxy_trouble(cloud)


def _proxy_trouble(cloud: EmbeddedCloud) -> None:
    client = Client(cloud, wire=wire_of(cloud, trust_env=True))
    with pytest.raises(errors.ProxyTrouble) as raised:
        client.write()
    assert (raised.value.doubtful, raised.value.replayable) == (False, False)
    assert cloud.calls.arrived == client.left == 0


def test_a_broken_line_behind_a_proxy_leaves_doubt(cloud: EmbeddedCloud, proxy: Proxy) -> None:
    client = Client(cloud, wire=wire_of(cloud, Patience(), trust_env=True))
    cloud.knobs.fail_next("reset_after")
    with pytest.raises(errors.CutOff) as raised:
        client.write()
    assert not raised.value.replayable


# Something left


@pytest.mark.parametrize("fault", ["reset_before", "reset_after", "half"])
def test_a_new_line_that_breaks_leaves_doubt_and_is_not_tried_again(client: Client, fault: str) -> None:
    client.cloud.knobs.fail_next(fault)
    with pytest.raises(errors.CutOff) as raised:
        client.write()
    assert (raised.value.doubtful, raised.value.replayable) == (True, False)


def test_half_a_body_leaves_doubt_and_is_not_tried_again_on_a_used_line_either(client: Client) -> None:
    client.read()
    client.cloud.knobs.fail_next("half")
    with pytest.raises(errors.CutOff) as raised:
        client.read()
    assert not raised.value.replayable


def test_a_used_line_that_breaks_at_once_was_stale(client: Client) -> None:
    client.read()
    client.cloud.knobs.fail_next("stale")
    with pytest.raises(errors.Stale) as raised:
        client.write()
    assert (raised.value.doubtful, raised.value.replayable) == (True, True)
    client.write()
    assert client.read() == client.relays() != client.strip.initial


def test_a_used_line_that_breaks_later_was_being_worked_on(client: Client) -> None:
    client.read()
    client.cloud.knobs.latency_s = 1.2
    client.cloud.knobs.fail_next("reset_before")
    with pytest.raises(errors.CutOff) as raised:
        client.write()
    assert not raised.value.replayable


def test_a_line_that_was_closed_while_it_rested_is_replaced_without_a_word(client: Client) -> None:
    client.read()
    cut_lines(client)
    client.write()
    assert client.read() == client.relays()


def test_a_line_that_rested_too_long_is_not_used_again(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.read()
    client.read()
    client.cloud.knobs.fail_next("stale")
    monkeypatch.setattr("multisocket_gui.cloud.line.LONGEST_IDLE", 0.0)
    client.write()
    assert [fault.kind for fault in client.cloud.knobs.faults()] == ["stale"]


@pytest.mark.logs("BadAnswer")
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_a_bad_answer_and_the_token_goes_nowhere_else(
    cloud: EmbeddedCloud, elsewhere: Listener, status: int
) -> None:
    location = f"Location: http://127.0.0.1:{elsewhere.port}/"
    with (
        Listener(answer(f"HTTP/1.1 {status} Elsewhere", location, "Content-Length: 0")) as listener,
        pytest.raises(errors.BadAnswer) as raised,
    ):
        Client(cloud, wire=NO_ENV, api_url=listener.url).write()
    assert raised.value.doubtful
    assert elsewhere.met == 0


@pytest.mark.logs("BadAnswer")
def test_a_redirect_with_an_endless_body_is_not_read_to_its_end(cloud: EmbeddedCloud) -> None:
    def endless(line: socket.socket) -> None:
        answer("HTTP/1.1 302 Found", "Location: http://127.0.0.1:1/")(line)
        while True:
            line.sendall(b" " * 65_536)

    with Listener(endless) as listener, pytest.raises(errors.BadAnswer):
        Client(cloud, wire=NO_ENV, api_url=listener.url).read()


@pytest.mark.parametrize(
    "line", ["HTTP/9.9 200 OK", "SSH-2.0-OpenSSH_9.9", "HTTP/1.1 two hundred", "HTTP/1.1 200 OK\r\n" + "A: b\r\n" * 200]
)
def test_an_answer_that_is_not_http_is_a_bad_answer(cloud: EmbeddedCloud, line: str) -> None:
    with Listener(answer(line)) as listener, pytest.raises(errors.BadAnswer) as raised:
        Client(cloud, wire=NO_ENV, api_url=listener.url).write()
    assert raised.value.doubtful


# Time and room


@pytest.mark.parametrize("fault", ["drip", "drip_body"])
def test_an_answer_that_drips_is_given_up_when_its_time_is_over(cloud: EmbeddedCloud, fault: str) -> None:
    client = Client(cloud, wire=wire_of(cloud))
    cloud.knobs.drip_interval_s = 0.2
    cloud.knobs.fail_next(fault)
    began = time.monotonic()
    with pytest.raises(errors.TimedOut) as raised:
        client.read()
    assert 0.9 < time.monotonic() - began < 3
    assert raised.value.doubtful


def test_a_proxys_answer_that_drips_is_given_up_too(cloud: EmbeddedCloud, proxy: Proxy) -> None:
    def drip(line: socket.socket) -> None:
        line.recv(65_536)
        while not over.wait(0.1):
            line.sendall(b"H")

    over = threading.Event()
    proxy.manner = drip
    _proxy_trouble(cloud)
    over.set()


@pytest.mark.parametrize("fault", ["hang", "hang_after"])
def test_silence_is_given_up(cloud: EmbeddedCloud, fault: str) -> None:
    client = Client(cloud, wire=wire_of(cloud))
    cloud.knobs.fail_next(fault)
    with pytest.raises(errors.TimedOut) as raised:
        client.write()
    assert (raised.value.doubtful, raised.value.replayable) == (True, False)


def packed(body: bytes, encoding: str = "gzip") -> Manner:
    return answer("HTTP/1.1 200 OK", f"Content-Encoding: {encoding}", f"Content-Length: {len(body)}", body=body)


def test_a_packed_answer_is_understood_though_none_was_asked_for(cloud: EmbeddedCloud) -> None:
    body = gzip.compress(b'{"plugs": [{"id": "a", "name": "b", "status": [true]}]}')
    with Listener(packed(body)) as listener:
        assert Client(cloud, wire=NO_ENV, api_url=listener.url).read() == (True,)


@pytest.mark.logs("BadAnswer")
@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (gzip.compress(b" " * 300_000_000, 1), "gzip"),
        (gzip.compress(b"{}")[:-4], "gzip"),
        (b"{}", "gzip"),
        (b"{}", "br"),
    ],
    ids=["bomb", "half", "not packed", "unknown"],
)
def test_a_wrongly_packed_answer_is_a_bad_answer_and_takes_no_room(
    cloud: EmbeddedCloud, body: bytes, encoding: str
) -> None:
    with Listener(packed(body, encoding)) as listener:
        client = Client(cloud, wire=NO_ENV, api_url=listener.url)
        tracemalloc.start()
        try:
            with pytest.raises(errors.BadAnswer):
                client.read()
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert peak < 20_000_000


# What is never kept or sent


def test_no_cookie_is_kept_and_no_netrc_is_asked(
    cloud: EmbeddedCloud, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login someone password secret\n")
    (tmp_path / "netrc").chmod(0o600)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("NO_PROXY", "*")
    heard: list[bytes] = []

    def hear(line: socket.socket) -> None:
        request = b""
        while not request.endswith(b"}"):  # else what is left unread would reset the line
            request += line.recv(65_536)
        heard.append(request)
        head = b"HTTP/1.1 200 OK\r\nSet-Cookie: a=b; Path=/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        line.sendall(head)

    with Listener(hear) as listener:
        client = Client(cloud, wire=Wire(trust_env=True), api_url=listener.url)
        client.write((True,))
        client.write((True,))
    assert len(heard) == 2
    for request in heard:
        assert b"Cookie" not in request
        assert b"Basic" not in request
        assert f"Authorization: {client.token}".encode() in request


def test_the_cause_of_a_broken_line_is_in_the_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "multisocket_gui")
    client.cloud.knobs.refused = {"api"}
    with pytest.raises(errors.Offline):
        client.read()
    assert "refused" in caplog.text
    assert client.token not in caplog.text


def test_a_line_in_between_changes_nothing(cloud: EmbeddedCloud) -> None:
    with Listener(forward(port_of(cloud.service.api_url))) as listener:
        client = Client(cloud, wire=wire_of(cloud, Patience()), api_url=f"https://localhost:{listener.port}")
        assert client.read() == client.strip.initial
