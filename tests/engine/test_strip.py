"""An order carried out against the embedded cloud: what is read, what is written, what is refused."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from multisocket_gui.demo.cloud import EmbeddedCloud
from multisocket_gui.engine.clock import Moment, SystemClock
from multisocket_gui.engine.facts import Array
from multisocket_gui.engine.guards import Guards
from multisocket_gui.engine.ledger import Ledgers
from multisocket_gui.engine.service import Service
from multisocket_gui.engine.store import Store
from multisocket_gui.engine.strip import Intent, Order, Report, carry_out
from multisocket_gui.home.model import Selector, SelectorKey, SocketRef
from multisocket_gui.home.problem import Kind
from multisocket_gui.home.quota import Allowance, Ledger, Purpose
from multisocket_gui.settings import Service as ServiceSettings
from multisocket_gui.settings import Settings, Wire


@dataclass
class Tokens:
    """The demo user's, minted by the embedded cloud itself."""

    cloud: EmbeddedCloud
    asked: list[bool] = field(default_factory=list)

    def id_token(self, *, renew: bool = False) -> str:
        self.asked.append(renew)
        return self.cloud.id_token()


@dataclass
class Strip:
    cloud: EmbeddedCloud
    service: Service

    def __post_init__(self) -> None:
        plant = self.cloud.home.plants[0]
        socket = plant.sockets[0]
        self.ref = SocketRef(plant.id, Selector(SelectorKey.ID, socket.id))
        self.initial = socket.initial
        now = Moment.now()
        array = Array(socket.initial, now)
        guards = Guards(Store(Settings(), Ledger()))
        self.order = Order(
            self.ref, socket.id, len(socket.initial), {}, {}, array, 1, Purpose.ON, SystemClock(), guards
        )

    def carry_out(self, *asked: tuple[int, bool], age: float = 0.0, **changes: object) -> Report:
        now = Moment.now()
        moment = Moment(now.wall - age, now.steady - age)
        intents = {index: Intent(on, index + 1, moment) for index, on in asked}
        return carry_out(replace(self.order, intents=intents, **changes), self.service)

    @property
    def calls(self) -> list[str]:
        return [call.method for call in self.cloud.calls]

    @property
    def relays(self) -> tuple[bool, ...]:
        return tuple(self.cloud.house.state(self.ref.plant, self.ref.selector.value))


@pytest.fixture
def strip(cloud: EmbeddedCloud) -> Strip:
    demo = cloud.service
    settings = ServiceSettings(demo.api_url, demo.authority, demo.client_id)
    wire = Wire(demo.ca_file, trust_env=False)
    return Strip(cloud, Service(settings, wire, Tokens(cloud), lambda: demo.subscription_key, Ledgers(), Allowance))


def old(array: tuple[bool, ...]) -> Array:
    now = Moment.now()
    return Array(array, Moment(now.wall - 6, now.steady - 6))


def test_a_fresh_reading_is_used_as_it_is(strip: Strip) -> None:
    report = strip.carry_out((1, True))
    assert strip.calls == ["POST"]
    assert strip.relays == (strip.initial[0], True, *strip.initial[2:])
    assert report.accepted is not None


def test_an_old_reading_is_read_again_before_a_write(strip: Strip) -> None:
    wrong = tuple(not on for on in strip.initial)
    strip.carry_out((1, True), array=old(wrong))
    assert strip.calls == ["GET", "POST"]
    assert strip.relays == (strip.initial[0], True, *strip.initial[2:])


def test_a_whole_strip_is_written_without_reading_however_old(strip: Strip) -> None:
    everything = [(index, True) for index in range(len(strip.initial))]
    strip.carry_out(*everything, array=old(strip.initial))
    assert strip.calls == ["POST"]
    assert strip.relays == (True,) * len(strip.initial)


def test_a_socket_that_was_never_read_is_always_read_first(strip: Strip) -> None:
    everything = [(index, True) for index in range(len(strip.initial))]
    strip.carry_out(*everything, array=None)
    assert strip.calls == ["GET", "POST"]


def test_what_was_just_sent_is_not_taken_back_by_a_lagging_reading(strip: Strip) -> None:
    strip.carry_out((1, True), settling={0: not strip.initial[0]})
    assert strip.relays[:2] == (not strip.initial[0], True)


def test_a_command_that_outlived_its_time_is_never_sent(strip: Strip) -> None:
    report = strip.carry_out((1, True), age=16)
    assert set(report.late) == {1}
    assert strip.calls == []


def test_the_time_is_looked_at_again_when_the_token_is_there(cloud: EmbeddedCloud) -> None:
    """A renewal of the token may take longer than the command may live."""
    demo = cloud.service

    @dataclass
    class SlowTokens(Tokens):
        moved: float = 0.0

        def id_token(self, *, renew: bool = False) -> str:
            intent = order.intents[1]
            object.__setattr__(intent, "asked", Moment(intent.asked.wall - 20, intent.asked.steady - 20))
            return super().id_token(renew=renew)

    settings = ServiceSettings(demo.api_url, demo.authority, demo.client_id)
    wire = Wire(demo.ca_file, trust_env=False)
    strip = Strip(
        cloud, Service(settings, wire, SlowTokens(cloud), lambda: demo.subscription_key, Ledgers(), Allowance)
    )
    order = replace(strip.order, intents={1: Intent(True, 1, Moment.now())})
    report = carry_out(order, strip.service)
    assert report.problem is not None
    assert report.problem.kind is Kind.EXPIRED
    assert not report.doubt
    assert strip.calls == []


def test_another_number_of_outlets_is_refused_and_nothing_is_sent(strip: Strip) -> None:
    report = strip.carry_out((0, True), count=len(strip.initial) - 1, array=None)
    assert report.problem is not None
    assert report.problem.kind is Kind.SHAPE_CHANGED
    assert strip.calls == ["GET"]
    assert strip.relays == strip.initial


def test_a_socket_set_up_by_name_is_written_by_its_id(strip: Strip) -> None:
    name = strip.cloud.home.plants[0].sockets[0].name
    ref = SocketRef(strip.ref.plant, Selector(SelectorKey.NAME, name))
    report = strip.carry_out((1, True), ref=ref, id=None)
    assert report.id == strip.ref.selector.value
    assert strip.calls == ["GET", "POST"]
    assert "/parameter/id/" in list(strip.cloud.calls)[1].path
    assert strip.relays[1] is True


@pytest.mark.logs("NotFound")
def test_a_type_that_several_sockets_have_names_none(strip: Strip) -> None:
    kinds = [socket.type for socket in strip.cloud.home.plants[0].sockets]
    several = next(kind for kind in kinds if kinds.count(kind) > 1)
    before = strip.relays
    report = strip.carry_out((0, True), ref=SocketRef(strip.ref.plant, Selector(SelectorKey.TYPE, several)), id=None)
    assert report.problem is not None
    assert report.problem.kind is Kind.AMBIGUOUS
    assert strip.relays == before


def test_after_closing_the_service_sends_nothing_more(strip: Strip) -> None:
    strip.service.close()
    report = strip.carry_out((1, True))
    assert report.problem is not None
    assert report.problem.kind is Kind.SIGNED_OUT
    assert strip.calls == []


@pytest.mark.logs("TokenRefused")
def test_a_token_that_is_refused_twice_means_not_yours_and_is_not_tried_again(strip: Strip) -> None:
    strip.cloud.knobs.fail_always("not_owner")
    report = strip.carry_out((1, True))
    assert report.problem is not None
    assert report.problem.kind is Kind.NOT_YOURS
    assert strip.calls == ["POST", "POST"]


def test_what_was_slept_through_is_not_even_read_for(strip: Strip) -> None:
    report = strip.carry_out((1, True), age=3600, array=None, id=None, wanted=False)
    assert (set(report.late), strip.calls) == ({1}, [])
