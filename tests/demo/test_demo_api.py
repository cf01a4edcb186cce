"""GetPlugStatus and SetPlugStatus of the embedded cloud."""

from __future__ import annotations

import threading
import time
import uuid

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from multisocket_gui.demo.tokens import Mint, SigningKey

STRIP = "MS-1001"
INITIAL = [True, False, True, True]


def test_reading_by_id_tells_id_name_and_one_boolean_an_outlet(client):
    assert client.get("id", STRIP).json() == {"plugs": [{"id": STRIP, "name": "Salon / TV", "status": INITIAL}]}


@pytest.mark.parametrize(
    ("key", "value", "ids"),
    [
        ("name", "Salon / TV", ["MS-1001"]),
        ("name", "Bureau de Zoé", ["MS-1002"]),
        ("type", "demo-single", ["WS-2001", "WS-2002"]),
    ],
)
def test_a_percent_encoded_name_or_a_type_finds_its_sockets(client, key, value, ids):
    assert [plug["id"] for plug in client.get(key, value).json()["plugs"]] == ids


def test_a_write_sets_the_whole_strip_and_has_no_body(client):
    answer = client.set("id", STRIP, [False, True, False, True])
    assert (answer.status_code, answer.content) == (200, b"")
    assert client.cloud.house.state(client.home, STRIP) == [False, True, False, True]
    assert client.status(STRIP) == [False, True, False, True]


def test_a_write_by_type_sets_each_socket_of_the_type(client):
    assert client.set("type", "demo-single", [True]).status_code == 200
    assert client.status("WS-2001") == client.status("WS-2002") == [True]


def test_a_write_leaves_the_other_sockets_alone(client):
    before = {s.id: client.status(s.id) for s in client.cloud.home.plants[0].sockets}
    client.set("id", STRIP, [False] * 4)
    after = {s.id: client.status(s.id) for s in client.cloud.home.plants[0].sockets}
    assert after == before | {STRIP: [False] * 4}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"data": b""},
        {"data": b"not json"},
        {"data": b"\xff"},
        {"json": []},
        {"json": {}},
        {"json": {"status": None}},
        {"json": {"status": True}},
        {"json": {"status": {"0": True}}},
        {"json": {"status": [1, 0, 1, 1]}},
        {"json": {"status": ["true"] * 4}},
        # The demo's own choice: the length of the array must be the number of outlets.
        {"json": {"status": []}},
        {"json": {"status": [True] * 3}},
        {"json": {"status": [True] * 5}},
    ],
)
def test_a_body_without_an_array_of_booleans_that_fits_is_a_bad_request(client, body):
    assert client.call("POST", "id", STRIP, **body).status_code == 400
    assert client.cloud.house.state(client.home, STRIP) == INITIAL


def test_a_write_needs_no_content_type(client):
    answer = client.call("POST", "id", STRIP, data=b'{"status": [true, true, true, true]}')
    assert "Content-Type" not in answer.request.headers
    assert answer.status_code == 200


def test_a_plant_or_plug_that_is_not_there_is_not_found(client):
    assert client.get("id", "MS-9999").status_code == 404
    assert client.get("id", STRIP, plant=str(uuid.uuid4())).status_code == 404
    assert client.get("id", STRIP, plant=client.cloud.home.plants[1].id).status_code == 404
    assert client.set("name", "nowhere", [True]).status_code == 404


def test_the_plant_id_may_be_in_upper_case(client):
    assert client.get("id", STRIP, plant=client.home.upper()).status_code == 200


@pytest.mark.parametrize("call", ["get", "set"])
def test_another_users_plant_is_refused_without_a_hint_of_the_subscription_key(client, call):
    foreign = client.cloud.home.plants[2]
    more = ([True] * 3,) if call == "set" else ()
    answer = getattr(client, call)("id", foreign.sockets[0].id, *more, plant=foreign.id)
    assert (answer.status_code, answer.content) == (401, b"")
    assert "WWW-Authenticate" not in answer.headers


def test_the_owner_of_the_other_plant_reads_it(client):
    foreign = client.cloud.home.plants[2]
    token = client.cloud.id_token(client.cloud.home.users[1])
    answer = client.get("id", foreign.sockets[0].id, plant=foreign.id, headers={"Authorization": token})
    assert answer.json()["plugs"][0]["name"] == "Entrée"


def _forged(client, **changes):
    claims = jwt.decode(client.token, options={"verify_signature": False}) | changes
    return jwt.encode(claims, client.cloud._key.private(), algorithm="RS256")


def test_a_token_that_is_not_raw_or_not_there_is_refused(client):
    for value in (None, f"Bearer {client.token}", "x", client.token[:-2], client.token.rsplit(".", 1)[0] + "."):
        answer = client.get("id", STRIP, headers={"Authorization": value})
        assert answer.status_code == 401
        assert answer.json()["statusCode"] == 401
        assert "WWW-Authenticate" not in answer.headers


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "another-client"},
        {"iss": "https://localhost/another/v2.0/"},
        {"exp": int(time.time()) - 1},
        {"nbf": int(time.time()) + 600},
        {"sub": "00000000-0000-4000-8000-000000000000"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_token_with_a_wrong_claim_is_refused(client, changes):
    assert client.get("id", STRIP, headers={"Authorization": _forged(client)}).status_code == 200
    assert client.get("id", STRIP, headers={"Authorization": _forged(client, **changes)}).status_code == 401


def test_a_token_signed_with_another_key_or_none_is_refused(client):
    claims = jwt.decode(client.token, options={"verify_signature": False})
    foreign = jwt.encode(claims, rsa.generate_private_key(65537, 2048), algorithm="RS256")
    unsigned = jwt.encode(claims, None, algorithm="none")
    for token in (foreign, unsigned):
        assert client.get("id", STRIP, headers={"Authorization": token}).status_code == 401


def test_tokens_of_one_cloud_do_not_open_another(client):
    key = SigningKey()
    stranger = Mint(key, "https://localhost:1/x/v2.0/", client.cloud.service.client_id)
    token = stranger.id_token(client.cloud.home.demo_user, 60)
    assert client.get("id", STRIP, headers={"Authorization": token}).status_code == 401


@pytest.mark.parametrize(("key", "word"), [(None, "missing"), ("0" * 32, "invalid")])
def test_a_wrong_subscription_key_is_told_apart_from_a_wrong_token(client, key, word):
    # With a wrong token too: the gateway looks at the key first.
    headers = {"Ocp-Apim-Subscription-Key": key, "Authorization": "x"}
    answer = client.get("id", STRIP, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("AzureApiManagementKey realm=")
    assert answer.json()["message"].startswith(f"Access denied due to {word} subscription key.")
    assert client.cloud.knobs.quota_used == 0


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("DELETE", None),
        ("PUT", None),
        ("GET", "/multioutlet/plug/energy/addressLocation/plants/x/parameter/id/value/"),
        ("GET", "/multioutlet/plug/energy/addressLocation/plants/x/parameter/id/value/a/b"),
    ],
)
def test_the_gateway_knows_no_other_route(client, method, path):
    path = path or f"/multioutlet/plug/energy/addressLocation/plants/{client.home}/parameter/id/value/{STRIP}"
    answer = client.plain(method, client.cloud.service.api_url + path)
    assert answer.status_code == 404
    assert answer.json() == {"statusCode": 404, "message": "Resource not found"}


def test_one_connection_serves_many_calls(client):
    for _ in range(3):
        client.status(STRIP)
        client.call("POST", "id", STRIP, data=b"x" * 5000)
    (pool,) = client.session.adapters["https://"].poolmanager.pools._container.values()
    assert pool.num_connections == 1


def test_the_calls_are_on_record_in_order(client):
    client.status(STRIP)
    client.set("id", STRIP, [True] * 4)
    client.get("id", "nothing")
    record = list(client.cloud.calls)
    assert [(c.method, c.operation, c.status) for c in record] == [
        ("GET", "GetPlugStatus", 200),
        ("POST", "SetPlugStatus", 200),
        ("GET", "GetPlugStatus", 404),
    ]
    assert record[1].body == b'{"status": [true, true, true, true]}'
    assert [c.at for c in record] == sorted(c.at for c in record)


def test_two_writers_at_once_each_write_whole_strips(cloud, client):
    """Whole arrays never mix: the strip always is what one of the writers sent."""
    seen = []
    start = threading.Barrier(3)

    def write(writer, on):
        start.wait()
        for _ in range(20):
            assert writer.set("id", STRIP, [on] * 4).status_code == 200

    writers = [type(client)(cloud), type(client)(cloud)]
    threads = [
        threading.Thread(target=write, args=(writer, on)) for writer, on in zip(writers, (True, False), strict=True)
    ]
    for thread in threads:
        thread.start()
    start.wait()
    while any(thread.is_alive() for thread in threads):
        seen.append(cloud.house.state(client.home, STRIP))
    for thread, writer in zip(threads, writers, strict=True):
        thread.join()
        writer.session.close()
        client.answers.extend(writer.answers)
    assert [len(writer.answers) for writer in writers] == [20, 20]
    assert all(status in ([True] * 4, [False] * 4, INITIAL) for status in seen)
    assert client.status(STRIP) in ([True] * 4, [False] * 4)
