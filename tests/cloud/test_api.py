"""The client against the embedded cloud, over real HTTPS: every answer becomes the right error."""

from __future__ import annotations

import time

import pytest
from cloud_help import Client

from multisocket_gui.cloud import errors
from multisocket_gui.demo.cloud import EmbeddedCloud
from multisocket_gui.home.model import Selector, SelectorKey
from multisocket_gui.home.skew import Skew


def test_a_strip_is_read_and_written(client: Client) -> None:
    wanted = tuple(not on for on in client.read())
    client.write(wanted)
    assert client.read() == wanted
    assert tuple(client.cloud.house.state(client.plant.id, client.strip.id)) == wanted
    assert client.left == 3


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
    assert client.left == 0


@pytest.mark.logs("BadAnswer")
def test_a_page_as_the_answer_to_a_write_leaves_doubt(client: Client) -> None:
    client.cloud.knobs.fail_next("captive_portal", on="SetPlugStatus")
    with pytest.raises(errors.BadAnswer) as raised:
        client.write()
    assert raised.value.doubtful


@pytest.mark.logs("BadAnswer")
@pytest.mark.parametrize("kind", ["empty", "huge", "not_json", "wrong_types", "missing_fields", "duplicate_ids", "nan"])
def test_a_spoiled_answer_is_a_bad_answer_whose_head_alone_is_logged(
    client: Client, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    client.cloud.knobs.fail_next(kind)
    with pytest.raises(errors.BadAnswer):
        client.read()
    (record,) = [each for each in caplog.records if each.levelname == "WARNING"]
    assert len(record.getMessage()) < 1_500
    assert client.read() == client.strip.initial


def test_what_holds_a_call_back_keeps_it_from_leaving(client: Client) -> None:
    class NoMore(Exception):
        pass

    def no_more() -> None:
        raise NoMore

    client.read()
    calls = client.cloud.calls.arrived
    with pytest.raises(NoMore):
        client.api.set_plug_status(client.token, client.plant.id, client.selector, client.strip.initial, no_more)
    assert client.read() == client.strip.initial
    assert client.cloud.calls.arrived == calls + 1


@pytest.mark.logs("ServerTrouble")
def test_the_date_of_every_answer_is_heard(cloud: EmbeddedCloud) -> None:
    skew = Skew()
    client = Client(cloud, heard=skew.heard)
    cloud.knobs.date_skew_s = -600.0
    client.read()
    assert skew.seconds == pytest.approx(600.0, abs=5.0)
    cloud.knobs.date_skew_s = 0.0
    cloud.knobs.fail_next("server_error")
    with pytest.raises(errors.ServerTrouble):
        client.read()
    assert skew.seconds == 0.0
