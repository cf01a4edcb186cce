"""The account, the key and the settings, as the window changes them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from multisocket_gui.engine.controller import Probed
from multisocket_gui.engine.facts import AccountPhase
from multisocket_gui.home.model import Plant, Selector, SelectorKey
from multisocket_gui.home.problem import Kind
from multisocket_gui.home.truth import Phase
from multisocket_gui.settings import SettingsUnwritable

from .conftest import Bench, visit


def probe(bench: Bench, plant: str, selector: Selector) -> Probed:
    answers: list[Probed] = []
    bench.controller.probed.connect(answers.append)
    bench.controller.read_sockets(plant, selector)
    bench.wait(lambda: bool(answers))
    return answers[0]


def open_with(bench: Bench, open_browser: Callable[[str], bool]) -> None:
    """From now on, show the page of a sign-in so."""
    account = bench.controller._membership._account
    account._asking = replace(account._asking, open_browser=open_browser)


def test_reading_sockets_by_type_finds_all_of_them_for_one_call(bench: Bench) -> None:
    bench.sign_in()
    plant = bench.cloud.home.plants[0]
    kind = plant.sockets[0].type
    calls = len(bench.cloud.calls)
    answer = probe(bench, plant.id, Selector(SelectorKey.TYPE, kind))
    assert {plug.id for plug in answer.plugs} == {socket.id for socket in plant.sockets if socket.type == kind}
    assert len(bench.cloud.calls) == calls + 1


@pytest.mark.logs("NotFound")
def test_reading_sockets_that_are_not_there_says_so(bench: Bench) -> None:
    bench.sign_in()
    answer = probe(bench, bench.store.plants[0].id, Selector(SelectorKey.NAME, "no such socket"))
    assert answer.problem is not None
    assert answer.problem.kind is Kind.NOT_FOUND


def test_reading_sockets_without_an_account_costs_nothing(bench: Bench) -> None:
    answer = probe(bench, bench.store.plants[0].id, Selector(SelectorKey.ID, "x"))
    assert answer.problem is not None
    assert answer.problem.kind is Kind.SIGNED_OUT
    assert not bench.cloud.calls


def test_a_sign_in_can_be_cancelled_and_tried_again(bench: Bench) -> None:
    opened: list[str] = []
    bench.controller.start()
    open_with(bench, lambda link: bool(opened.append(link)) or True)
    bench.controller.sign_in()
    bench.wait(lambda: bool(opened) and bool(bench.store.account.link))
    assert bench.store.account.link == opened[0]
    bench.controller.sign_in()  # a second click while one is under way
    bench.controller.cancel_sign_in()
    assert bench.store.account.phase is AccountPhase.SIGNED_OUT
    assert bench.store.account.problem is None
    assert len(opened) == 1
    open_with(bench, visit)
    bench.sign_in()


def test_where_no_browser_opens_the_link_is_there_to_copy(bench: Bench) -> None:
    open_with(bench, lambda _link: False)
    bench.controller.sign_in()
    bench.wait(lambda: not bench.store.account.browser_opened and bool(bench.store.account.link))
    assert bench.store.account.phase is AccountPhase.SIGNING_IN
    bench.controller.cancel_sign_in()


def test_a_key_is_asked_for_off_the_gui_thread_and_needed_for_every_call(bench: Bench) -> None:
    threads: list[threading.Thread] = []
    ask = bench.key.get
    bench.key.get = lambda: (threads.append(threading.current_thread()), ask())[1]  # type: ignore[method-assign]
    bench.sign_in()
    assert threading.main_thread() not in threads
    bench.controller.set_subscription_key("")
    bench.wait(lambda: bench.store.has_key is False)
    ref = bench.outlet("Console")
    bench.controller.switch(ref, True)
    truth = bench.truth(ref)
    assert truth.phase is Phase.FAILED
    assert truth.problem is not None
    assert truth.problem.kind is Kind.KEY_MISSING
    bench.controller.set_subscription_key(bench.cloud.service.subscription_key)
    bench.wait(lambda: bench.store.has_key is True)
    bench.controller.switch(ref, True)
    assert bench.reach(ref, Phase.CONFIRMED).on is True


def test_changed_settings_are_saved_and_what_is_known_is_kept(bench: Bench) -> None:
    bench.sign_in()
    ref = bench.outlet("Console")
    known = bench.truth(ref)
    renamed = replace(bench.store.plants[0], name="Chez nous")
    settings = replace(bench.store.settings, plants=(renamed, *bench.store.plants[1:]))
    bench.controller.change_settings(settings)
    assert bench.saved[-1] == settings
    assert bench.store.plants[0].name == "Chez nous"
    assert bench.truth(ref) == known
    bench.controller.change_settings(replace(settings, plants=(Plant(renamed.id, "empty"),)))
    assert bench.truth(ref).phase is Phase.UNKNOWN


def test_who_can_read_nobodys_plants_gets_them_and_nobody_else_sees_them_then(bench: Bench) -> None:
    outlets = bench.store.outlets()
    assert {plant.account for plant in bench.store.plants} == {""}
    bench.sign_in()
    bench.wait(lambda: all(plant.account for plant in bench.store.plants))
    kept = bench.saved[-1]
    assert kept.account
    assert {plant.account for plant in kept.plants} == {kept.account}
    assert bench.store.outlets() == outlets
    assert bench.all_confirmed()  # the claim costs neither a call nor what is known
    assert kept.of_account("somebody else").home == ()
    bench.controller.sign_out()
    assert bench.store.outlets() == outlets
    assert bench.all_confirmed()


def test_another_service_signs_out(bench: Bench) -> None:
    bench.sign_in()
    service = replace(bench.store.settings.service, redirect_port=8400)
    bench.controller.change_settings(replace(bench.store.settings, service=service))
    assert bench.store.account.phase is AccountPhase.SIGNED_OUT


def test_settings_that_cannot_be_saved_are_used_and_the_reason_is_said(bench: Bench) -> None:
    def refuse(_settings: object) -> None:
        raise SettingsUnwritable("No space left on device")

    bench.controller._save = refuse
    bench.controller.change_settings(replace(bench.store.settings, plants=()))
    assert bench.store.plants == ()
    assert bench.store.settings_problem is not None
    assert bench.store.settings_problem.kind is Kind.SETTINGS_UNWRITABLE


def test_the_window_reads_only_what_is_old(bench: Bench) -> None:
    bench.sign_in()
    calls = len(bench.cloud.calls)
    bench.controller.looked_at()
    assert bench.idle()
    bench.forget_array(bench.outlet("Console").socket)
    bench.controller.looked_at()
    bench.wait(bench.idle)
    assert len(bench.cloud.calls) == calls + 1
