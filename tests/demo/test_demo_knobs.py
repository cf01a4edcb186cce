"""Each knob of the embedded cloud does what it says, over the wire."""

from __future__ import annotations

import socket
import threading
import time
from urllib.parse import urlsplit

import pytest
import requests

from multisocket_gui.demo import faults
from multisocket_gui.demo.cloud import EmbeddedCloud
from multisocket_gui.demo.knobs import Knobs
from multisocket_gui.demo.spoiled import HUGE, SPOILED

ROUTE = "/multioutlet/plug/energy/addressLocation/plants"
STRIP = "MS-1001"
INITIAL = [True, False, True, True]
ALL_ON = [True] * 4


def test_latency_delays_an_answer(client):
    client.status(STRIP)
    client.cloud.knobs.latency_s = 0.15
    start = time.monotonic()
    client.status(STRIP)
    assert time.monotonic() - start >= 0.15


def test_a_read_shows_a_write_only_after_the_lag(client):
    client.cloud.knobs.read_lag_s = 3600
    client.set("id", STRIP, ALL_ON)
    client.cloud.house.press(client.home, "WS-2001", 0)
    assert client.cloud.house.state(client.home, STRIP) == ALL_ON
    assert client.status(STRIP) == INITIAL
    assert client.status("WS-2001") == [False]
    client.cloud.knobs.read_lag_s = 0
    assert client.status(STRIP) == ALL_ON
    assert client.status("WS-2001") == [True]


def test_the_button_on_the_strip_is_a_second_writer(client):
    assert client.cloud.house.press(client.home, STRIP, 1) is True
    assert client.status(STRIP) == ALL_ON
    assert client.cloud.house.press(client.home, STRIP, 1) is False
    with pytest.raises(IndexError):
        client.cloud.house.press(client.home, STRIP, 4)
    with pytest.raises(KeyError):
        client.cloud.house.press(client.home, "nothing", 0)


def test_a_change_of_the_house_can_be_waited_for(client):
    def all_on(house):
        return house.state(client.home, STRIP) == ALL_ON

    writer = threading.Thread(target=client.set, args=("id", STRIP, ALL_ON))
    writer.start()
    client.cloud.house.wait_for(all_on)
    writer.join()
    with pytest.raises(TimeoutError):
        client.cloud.house.wait_for(lambda house: not all_on(house), timeout=0.01)


def test_an_offline_strip_is_not_found_and_left_out_of_its_group(client):
    client.cloud.knobs.offline = {"WS-2001"}
    assert client.get("id", "WS-2001").status_code == 404
    assert client.set("id", "WS-2001", [True]).status_code == 404
    assert client.set("type", "demo-single", [True]).status_code == 200
    assert client.cloud.house.state(client.home, "WS-2001") == [False]
    assert client.cloud.house.state(client.home, "WS-2002") == [True]
    client.cloud.knobs.offline = ()
    assert client.status("WS-2001") == [False]


def test_the_quota_counts_calls_and_says_when_it_comes_back(client):
    knobs = client.cloud.knobs
    knobs.quota_limit, knobs.quota_ends_at = 2, time.time() + 3 * 3600 + 23 * 60 + 11
    assert [client.get("id", STRIP).status_code for _ in range(3)] == [200, 200, 403]
    answer = client.set("id", STRIP, ALL_ON)
    assert answer.status_code == 403
    assert answer.json()["statusCode"] == 403
    assert answer.json()["message"].startswith("Out of call volume quota. Quota will be replenished in 03:23:")
    assert 0 < int(answer.headers["Retry-After"]) <= 3 * 3600 + 23 * 60 + 11
    assert client.cloud.house.state(client.home, STRIP) == INITIAL
    knobs.quota_ends_at = time.time() - 1
    assert client.status(STRIP) == INITIAL
    assert knobs.quota_used == 1
    assert knobs.quota_ends_at > time.time()


def test_a_quota_over_a_day_away_is_told_in_days(client):
    client.cloud.knobs.quota_limit, client.cloud.knobs.quota_ends_at = 0, time.time() + 86400 + 3600
    message = client.get("id", STRIP).json()["message"]
    assert message in {
        f"Out of call volume quota. Quota will be replenished in 1.{t}." for t in ("01:00:00", "00:59:59")
    }


def test_too_many_calls_in_a_short_time_are_told_to_wait(client):
    knobs = client.cloud.knobs
    knobs.rate_limit, knobs.rate_period_s = 2, 57
    assert [client.get("id", STRIP).status_code for _ in range(2)] == [200, 200]
    answer = client.get("id", STRIP)
    assert answer.status_code == 429
    wait = int(answer.headers["Retry-After"])
    assert 1 <= wait <= 57
    assert answer.json() == {"statusCode": 429, "message": f"Rate limit is exceeded. Try again in {wait} seconds."}
    assert knobs.quota_used == 2
    knobs.rate_period_s = 0.0
    assert client.get("id", STRIP).status_code == 200


def test_a_gateway_may_leave_retry_after_out(client):
    client.cloud.knobs.retry_after = False
    client.cloud.knobs.fail_next("quota")
    client.cloud.knobs.fail_next("rate")
    answers = [client.get("id", STRIP), client.get("id", STRIP)]
    assert [answer.status_code for answer in answers] == [403, 429]
    assert not any("Retry-After" in answer.headers for answer in answers)


ORDERED = {
    "bad_request": 400,
    "not_an_array": 400,
    "unknown_user": 401,
    "not_owner": 401,
    "no_plant": 404,
    "no_plug": 404,
    "key_missing": 401,
    "key_invalid": 401,
    "rate": 429,
    "quota": 403,
    "no_route": 404,
    "token_refused": 401,
    "forbidden": 403,
}
TROUBLE = {
    "timeout": 408,
    "password_expired": 469,
    "terms": 470,
    "server_error": 500,
    "unavailable": 503,
    "bad_gateway": 502,
}


def test_the_tests_order_every_fault_there_is():
    tried = {*ORDERED, *TROUBLE, "captive_portal", *faults.DEAD_BEFORE, *faults.DEAD_AFTER}
    tried |= {faults.STALE, faults.REDIRECT, *SPOILED}
    assert tried == set(faults.API_KINDS)


@pytest.mark.parametrize(("kind", "status"), ORDERED.items())
def test_a_documented_error_comes_when_ordered_and_once(client, kind, status):
    client.cloud.knobs.fail_next(kind, on="SetPlugStatus")
    assert client.status(STRIP) == INITIAL
    assert client.set("id", STRIP, ALL_ON).status_code == status
    assert client.cloud.house.state(client.home, STRIP) == INITIAL
    assert client.set("id", STRIP, ALL_ON).status_code == 200


@pytest.mark.parametrize(("kind", "status"), TROUBLE.items())
def test_an_error_outside_the_contract_comes_when_ordered(client, kind, status):
    client.cloud.knobs.fail_next(kind)
    answer = client.set("id", STRIP, ALL_ON, contract_allows=False)
    assert answer.status_code == status
    assert client.cloud.house.state(client.home, STRIP) == INITIAL


def test_a_captive_portal_answers_200_with_a_page(client):
    client.cloud.knobs.fail_next("captive_portal")
    service = client.cloud.service
    url = f"{service.api_url}{ROUTE}/{client.home}/parameter/id/value/{STRIP}"
    headers = {"Authorization": client.token, "Ocp-Apim-Subscription-Key": service.subscription_key}
    answer = client.plain("GET", url, headers=headers)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert client.status(STRIP) == INITIAL


def test_backend_errors_say_the_contracts_sentence_only_if_asked(client):
    assert client.get("id", "nothing").content == b""
    client.cloud.knobs.backend_bodies = True
    assert client.get("id", "nothing").text == "No Plug were found."
    client.cloud.knobs.fail_next("not_owner")
    assert client.get("id", STRIP).text.endswith("does not own the identified 'plantId'.")


def test_an_order_may_be_for_some_calls_or_until_healed(client):
    knobs = client.cloud.knobs
    knobs.fail_next("no_plug", count=2)
    knobs.fail_always("bad_request", on="SetPlugStatus")
    assert [client.get("id", STRIP).status_code for _ in range(3)] == [404, 404, 200]
    assert [client.set("id", STRIP, ALL_ON).status_code for _ in range(3)] == [400] * 3
    knobs.heal()
    assert client.set("id", STRIP, ALL_ON).status_code == 200


@pytest.mark.parametrize(
    ("kind", "on", "count"),
    [
        ("nonsense", None, 1),
        ("hang", "Nothing", 1),
        ("invalid_grant", None, 1),
        ("quota", "Token", 1),
        ("hang", None, 0),
    ],
)
def test_an_order_that_makes_no_sense_is_refused(kind, on, count):
    with pytest.raises(ValueError):
        Knobs().fail_next(kind, on=on, count=count)


@pytest.mark.parametrize(("kind", "applied"), [("hang", False), ("hang_after", True)])
def test_a_hanging_request_is_never_answered(client, kind, applied):
    client.cloud.knobs.fail_next(kind)
    with pytest.raises(requests.ReadTimeout):
        client.set("id", STRIP, ALL_ON, timeout=0.1)
    assert client.cloud.calls[-1].status is None
    assert (client.cloud.house.state(client.home, STRIP) == ALL_ON) is applied


@pytest.mark.parametrize(("kind", "applied"), [("reset_before", False), ("reset_after", True), ("half", True)])
def test_a_line_may_break_before_or_after_the_switch_moved(client, kind, applied):
    client.cloud.knobs.fail_next(kind)
    with pytest.raises(requests.ConnectionError):
        client.set("id", STRIP, ALL_ON)
    assert (client.cloud.house.state(client.home, STRIP) == ALL_ON) is applied


def test_half_an_answer_with_a_body_breaks_in_the_body(client):
    client.cloud.knobs.fail_next("half")
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        client.get("id", STRIP)


@pytest.mark.parametrize("kind", ["drip", "drip_body"])
def test_a_dripping_answer_comes_whole_but_late(client, kind):
    client.cloud.knobs.drip_interval_s = 0.005
    client.cloud.knobs.fail_next(kind)
    start = time.monotonic()
    assert client.status(STRIP) == INITIAL
    assert time.monotonic() - start > 0.05


def test_a_dripping_body_has_its_head_at_once(client):
    client.cloud.knobs.drip_interval_s = 3600
    client.cloud.knobs.fail_next("drip_body")
    url = f"{client.cloud.service.api_url}{ROUTE}/{client.home}/parameter/id/value/{STRIP}"
    headers = {"Authorization": client.token, "Ocp-Apim-Subscription-Key": client.cloud.service.subscription_key}
    with client.plain("GET", url, headers=headers, stream=True, timeout=5) as answer:
        assert answer.status_code == 200


def test_a_stale_line_is_reset_by_its_second_request_and_a_new_line_is_well(client):
    client.cloud.knobs.fail_next("stale", count=2)
    assert client.status(STRIP) == INITIAL
    for _ in range(2):
        with pytest.raises(requests.ConnectionError):
            client.set("id", STRIP, ALL_ON)
        assert client.status(STRIP) == INITIAL
    assert client.set("id", STRIP, ALL_ON).status_code == 200


def test_a_redirect_points_where_it_is_told(client):
    client.cloud.knobs.redirect_to = "https://localhost:1/x"
    client.cloud.knobs.fail_next("redirect")
    answer = client.set("id", STRIP, ALL_ON, contract_allows=False, allow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (307, "https://localhost:1/x")
    assert client.cloud.house.state(client.home, STRIP) == INITIAL


@pytest.mark.parametrize("kind", SPOILED)
def test_a_body_may_be_spoiled_after_the_request_took_effect(client, kind):
    url = f"{client.cloud.service.api_url}{ROUTE}/{client.home}/parameter/id/value/{STRIP}"
    headers = {"Authorization": client.token, "Ocp-Apim-Subscription-Key": client.cloud.service.subscription_key}
    good = client.plain("GET", url, headers=headers).content
    client.cloud.knobs.fail_next(kind, count=2)
    bad = client.plain("GET", url, headers=headers).content
    assert bad != good
    assert (len(bad) == HUGE) is (kind == "huge")
    assert client.plain("POST", url, headers=headers, json={"status": ALL_ON}).status_code == 200
    assert client.status(STRIP) == ALL_ON


def test_an_error_is_not_spoiled(client):
    client.cloud.knobs.fail_next("empty")
    client.cloud.knobs.backend_bodies = True
    assert client.get("id", "nothing").text == "No Plug were found."


@pytest.mark.parametrize("kind", ["wrong_name", "expired", "self_signed"])
def test_new_lines_may_be_shown_a_certificate_that_nobody_should_accept(client, kind):
    client.status(STRIP)
    client.cloud.knobs.certificate = kind
    assert client.status(STRIP) == INITIAL
    client.cloud.knobs.refused = {"api"}
    client.cloud.knobs.refused = ()
    with pytest.raises(requests.exceptions.SSLError, match="CERTIFICATE_VERIFY_FAILED"):
        client.get("id", STRIP)
    client.cloud.knobs.certificate = "right"
    assert client.status(STRIP) == INITIAL


def test_a_refused_door_refuses_at_once_and_cuts_open_lines(client):
    client.status(STRIP)
    client.cloud.knobs.refused = {"api"}
    with pytest.raises(requests.ConnectionError, match="refused"):
        client.get("id", STRIP)
    parts = urlsplit(client.cloud.service.authority)
    socket.create_connection(("127.0.0.1", parts.port), timeout=2).close()
    client.cloud.knobs.refused = ()
    assert client.status(STRIP) == INITIAL


def test_refusing_ends_a_request_that_hangs(client):
    client.cloud.knobs.fail_next("hang")
    caller = threading.Thread(target=_expect_lost_line, args=(client,))
    caller.start()
    client.cloud.calls.wait_for(lambda calls: len(calls) == 1)
    client.cloud.knobs.refused = {"api"}
    caller.join(5)
    assert not caller.is_alive()
    assert len(client.losses) == 1


def _expect_lost_line(client):
    with pytest.raises(requests.ConnectionError):
        client.get("id", STRIP)


def test_an_unknown_part_cannot_be_refused():
    with pytest.raises(ValueError, match="kitchen"):
        Knobs().refused = {"kitchen"}


def test_knobs_given_at_the_start_are_obeyed(tmp_path):
    knobs = Knobs()
    knobs.refused = {"page"}
    with EmbeddedCloud.start(tmp_path, knobs) as cloud:
        page = urlsplit(cloud._pages._authority.page)
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", page.port), timeout=2)


def test_short_lived_tokens_are_refused_when_they_have_run_out(client):
    client.cloud.knobs.id_token_lifetime_s = 0
    answer = client.get("id", STRIP, headers={"Authorization": client.cloud.id_token()})
    assert answer.status_code == 401
    fresh = client.cloud.id_token(lifetime_s=60)
    assert client.get("id", STRIP, headers={"Authorization": fresh}).status_code == 200
