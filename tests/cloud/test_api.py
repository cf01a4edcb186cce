"""The client against the embedded cloud, over real HTTPS: every answer becomes the right error."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from multisocket_gui.cloud import errors
from multisocket_gui.cloud.api import MultisocketApi
from multisocket_gui.demo.cloud import EmbeddedCloud
from multisocket_gui.home.model import Selector, SelectorKey
from multisocket_gui.settings import Service, Wire


class Client:
    """The API with the demo user's token, and how many calls it counted."""

    def __init__(self, cloud: EmbeddedCloud, key: str | None = None, wire: Wire | None = None) -> None:
        demo = cloud.service
        self.cloud = cloud
        self.plant = cloud.home.plants[0]
        self.strip = max(self.plant.sockets, key=lambda found: len(found.initial))
        self.selector = Selector(SelectorKey.ID, self.strip.id)
        self.counted = 0
        self.token = cloud.id_token()
        service = Service(demo.api_url, demo.authority, demo.client_id)
        wire = wire or Wire(demo.ca_file, trust_env=False)
        self.api = MultisocketApi(service, wire, lambda: demo.subscription_key if key is None else key, self._count)

    def _count(self) -> None:
        self.counted += 1

    def read(self) -> tuple[bool, ...]:
        (plug,) = self.api.get_plug_status(self.token, self.plant.id, self.selector)
        return plug.status

    def write(self, status: tuple[bool, ...]) -> None:
        self.api.set_plug_status(self.token, self.plant.id, self.selector, status)


@pytest.fixture
def client(cloud: EmbeddedCloud) -> Iterator[Client]:
    return Client(cloud)


def test_a_strip_is_read_and_written(client: Client) -> None:
    wanted = tuple(not on for on in client.read())
    client.write(wanted)
    assert client.read() == wanted
    assert tuple(client.cloud.house.state(client.plant.id, client.strip.id)) == wanted
    assert client.counted == 3


def test_names_with_a_slash_and_accents_travel(client: Client) -> None:
    sockets = [found for plant in client.cloud.home.plants[:2] for found in plant.sockets if "/" in found.name]
    assert sockets
    for found in sockets:
        plant = next(plant for plant in client.cloud.home.plants if found in plant.sockets)
        plugs = client.api.get_plug_status(client.token, plant.id, Selector(SelectorKey.NAME, found.name))
        assert [plug.id for plug in plugs] == [found.id]


@pytest.mark.logs("Refused|Expired|TermsChanged|Rejected|NotFound|QuotaUsedUp|Busy|ServerTrouble|TimedOut|KeyRejected")
@pytest.mark.parametrize(
    ("fault", "error", "doubtful"),
    [
        ("key_invalid", errors.KeyRejected, False),
        ("token_refused", errors.TokenRefused, False),
        ("not_owner", errors.TokenRefused, False),
        ("no_plant", errors.NotFound, False),
        ("no_plug", errors.NotFound, False),
        ("not_an_array", errors.Rejected, False),
        ("quota", errors.QuotaUsedUp, False),
        ("rate", errors.Busy, False),
        ("timeout", errors.TimedOut, True),
        ("password_expired", errors.PasswordExpired, False),
        ("terms", errors.TermsChanged, False),
        ("server_error", errors.ServerTrouble, True),
        ("bad_gateway", errors.ServerTrouble, True),
    ],
)
def test_answers_become_errors(client: Client, fault: str, error: type[errors.CloudError], doubtful: bool) -> None:
    client.cloud.knobs.fail_next(fault, on="SetPlugStatus")
    with pytest.raises(error) as raised:
        client.write(client.strip.initial)
    assert raised.value.doubtful is doubtful
    if fault in ("quota", "rate"):
        assert raised.value.problem.until is not None
        assert raised.value.problem.until > time.time()


@pytest.mark.logs("BadAnswer.*<")
def test_a_page_that_is_no_answer_is_a_bad_answer(client: Client) -> None:
    client.cloud.knobs.fail_next("captive_portal", on="GetPlugStatus")
    with pytest.raises(errors.BadAnswer):
        client.read()


@pytest.mark.logs("KeyRejected")
def test_a_wrong_key_is_told_apart_from_a_wrong_token(cloud: EmbeddedCloud) -> None:
    with pytest.raises(errors.KeyRejected):
        Client(cloud, key="0" * 32).read()


def test_without_a_key_nothing_is_sent(cloud: EmbeddedCloud) -> None:
    client = Client(cloud, key="")
    with pytest.raises(errors.KeyMissing):
        client.read()
    assert client.counted == 0


def test_a_refused_connection_is_certain(client: Client) -> None:
    client.cloud.knobs.refused = ["api"]
    with pytest.raises(errors.Offline) as raised:
        client.write((True,))
    assert not raised.value.doubtful


def test_an_unknown_certificate_sends_nothing(cloud: EmbeddedCloud) -> None:
    client = Client(cloud, wire=Wire(ca_file=None, trust_env=False))
    with pytest.raises(errors.Untrusted) as raised:
        client.read()
    assert not raised.value.doubtful
    assert not list(cloud.calls)


@pytest.mark.parametrize("fault", ["reset_before", "reset_after", "half"])
def test_a_line_that_breaks_leaves_doubt(client: Client, fault: str) -> None:
    client.read()
    client.cloud.knobs.fail_next(fault)
    with pytest.raises(errors.Unanswered) as raised:
        client.write(tuple(client.strip.initial))
    assert raised.value.doubtful


@pytest.mark.logs("BadAnswer")
def test_a_redirect_is_not_followed(client: Client) -> None:
    answer = b"HTTP/1.1 307 Temporary Redirect\r\nLocation: https://elsewhere.invalid/\r\nContent-Length: 0\r\n\r\n"
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65_536)
                connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        service = Service(f"http://127.0.0.1:{server.getsockname()[1]}")
        api = MultisocketApi(service, Wire(trust_env=False), lambda: "k" * 32, lambda: None)
        with pytest.raises(errors.BadAnswer):
            api.get_plug_status("token", client.plant.id, client.selector)
        thread.join()
