"""Which line is shown when several things are wrong at once, and what it offers."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from multisocket_gui.engine.store import Account, AccountPhase, Line, Store
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.home.quota import Ledger
from multisocket_gui.settings import Settings
from multisocket_gui.ui.notice_line import NoticeLine
from multisocket_gui.ui.notices import Step, notice
from multisocket_gui.words import problem_words, quota_step

from .house import Asks, new_store, plants

LINK = "https://login.example.org/authorize?state=1"


def _settings_problem(store: Store) -> None:
    store.put_settings(Settings(plants=plants()), Problem(Kind.SETTINGS_UNWRITABLE, detail="No space left"))


def _signing_in(store: Store) -> None:
    store.put_account(Account(AccountPhase.SIGNING_IN, link=LINK))


def _signed_out(store: Store) -> None:
    store.put_account(Account())


def _no_key(store: Store) -> None:
    store.put_key(known=False, stored=True)


def _offline(store: Store) -> None:
    store.put_line(Line(problem=Problem(Kind.OFFLINE)))


RANKED: list[tuple[Callable[[Store], None], str, tuple[Step, ...]]] = [
    (_settings_problem, "The settings could not be saved.", (Step.SETTINGS,)),
    (_signing_in, "Waiting for the browser…", (Step.CANCEL, Step.COPY_LINK, Step.OPEN_BROWSER)),
    (_signed_out, "Not signed in.", (Step.SIGN_IN,)),
    (_no_key, "No subscription key.", (Step.SETTINGS,)),
    (_offline, "The service cannot be reached.", (Step.REFRESH,)),
]


@pytest.mark.parametrize("rank", range(len(RANKED)))
def test_the_most_important_is_told(store: Store, rank: int) -> None:
    for wrong, _, _ in reversed(RANKED[rank:]):
        wrong(store)
    told = notice(store, time.time())
    assert told is not None
    assert told.text.startswith(RANKED[rank][1])
    assert told.steps == RANKED[rank][2]


def test_nothing_is_told_where_all_is_well(store: Store) -> None:
    assert notice(store, time.time()) is None


def test_while_the_keyring_is_silent_nothing_is_claimed(store: Store) -> None:
    store.has_key = None
    assert notice(store, time.time()) is None


def test_without_a_browser_the_link_comes_first(store: Store) -> None:
    store.put_account(Account(AccountPhase.SIGNING_IN, link=LINK, browser_opened=False))
    told = notice(store, time.time())
    assert told is not None
    assert told.text.startswith("No browser could be opened. Copy the link")
    assert told.steps[0] is Step.COPY_LINK


def test_before_the_link_is_there_one_can_cancel(store: Store) -> None:
    store.put_account(Account(AccountPhase.SIGNING_IN))
    told = notice(store, time.time())
    assert told is not None
    assert told.steps == (Step.CANCEL,)


def test_a_failed_sign_in_says_why_and_where_to_mend_it(store: Store) -> None:
    store.put_account(Account(problem=Problem(Kind.SIGN_IN_SETTINGS, detail="client_id")))
    told = notice(store, time.time())
    assert told is not None
    assert "client_id" in told.text
    assert told.steps == (Step.SIGN_IN, Step.SETTINGS)
    assert not told.calm


def test_an_empty_window_says_it_itself(store: Store) -> None:
    empty = new_store(())
    empty.put_account(Account())
    assert notice(empty, time.time()) is None


@pytest.mark.parametrize(
    ("kind", "steps"),
    [
        (Kind.QUOTA_USED_UP, ()),
        (Kind.KEY_REJECTED, (Step.SETTINGS,)),
        (Kind.TOKEN_REFUSED, (Step.SIGN_IN, Step.REFRESH)),
        (Kind.NOT_YOURS, (Step.SETTINGS, Step.REFRESH)),
    ],
)
def test_each_trouble_offers_what_helps(store: Store, kind: Kind, steps: tuple[Step, ...]) -> None:
    if kind is Kind.QUOTA_USED_UP:
        store.put_ledger(store.ledger.used_up(time.time(), None))
    store.put_line(Line(problem=Problem(kind)))
    told = notice(store, time.time())
    assert told is not None
    assert told.steps == steps


@pytest.fixture
def around(qtbot: QtBot) -> QWidget:
    """A line is a part of a window."""
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def line(store: Store, asks: Asks, around: QWidget) -> NoticeLine:
    return NoticeLine(store, asks, around)


def _press(line: NoticeLine, key: str) -> None:
    shown = [button for button in line.findChildren(QPushButton, f"notice-{key}") if not button.isHidden()]
    assert len(shown) == 1
    shown[0].click()


def test_the_buttons_do_what_they_say(line: NoticeLine, store: Store, asks: Asks, qtbot: QtBot) -> None:
    store.put_account(Account(AccountPhase.SIGNING_IN, link=LINK))
    line.show_store()
    _press(line, "cancel")
    _press(line, "open-browser")
    _press(line, "copy-link")
    assert QGuiApplication.clipboard().text() == LINK
    store.put_account(Account())
    line.show_store()
    _press(line, "sign-in")
    store.put_account(Account(AccountPhase.SIGNED_IN))
    _offline(store)
    line.show_store()
    with qtbot.waitSignal(line.refresh_asked):
        _press(line, "refresh")
    assert asks.heard == [("cancel_sign_in",), ("open_browser",), ("sign_in",)]


def test_it_leads_to_the_service_section(line: NoticeLine, store: Store, qtbot: QtBot) -> None:
    _no_key(store)
    line.show_store()
    with qtbot.waitSignal(line.settings_asked) as asked:
        _press(line, "settings")
    assert asked.args == ["service"]


def test_it_hides_when_all_is_well_again(line: NoticeLine, store: Store) -> None:
    _offline(store)
    line.show_store()
    assert not line.isHidden()
    store.put_line(Line(heard=1.0))
    line.show_store()
    assert line.isHidden()


# The day's calls


@pytest.mark.parametrize(("calls", "calm"), [(265, True), (330, True), (395, True), (500, False)])
def test_each_step_of_saving_is_said(store: Store, calls: int, calm: bool) -> None:
    now = time.time()
    store.put_ledger(Ledger().counted(now, calls))
    told = notice(store, now)
    assert told is not None
    assert (told.text, told.steps, told.calm) == (quota_step(store.quota(now), now), (), calm)


def test_nothing_is_said_while_there_is_plenty(store: Store) -> None:
    assert notice(store, time.time()) is None


def test_a_pause_is_news_and_no_trouble(store: Store) -> None:
    now = time.time()
    store.put_ledger(store.ledger.busy(now, now + 57))
    told = notice(store, now)
    assert told is not None
    assert told.calm


@pytest.mark.parametrize("kind", [Kind.QUOTA_USED_UP, Kind.BUSY])
def test_what_time_alone_mends_is_over_without_another_answer(store: Store, kind: Kind) -> None:
    now = time.time()
    store.put_line(Line(problem=Problem(kind, now + 60)))
    ledger = store.ledger.used_up if kind is Kind.QUOTA_USED_UP else store.ledger.busy
    store.put_ledger(ledger(now, now + 60))
    assert notice(store, now + 59) is not None
    assert notice(store, now + 63) is None


def test_a_broken_line_is_said_before_what_is_saved(store: Store) -> None:
    now = time.time()
    store.put_ledger(Ledger().counted(now, 330))
    store.put_line(Line(problem=Problem(Kind.OFFLINE)))
    told = notice(store, now)
    assert told is not None
    assert told.text == problem_words(Problem(Kind.OFFLINE), now).line
