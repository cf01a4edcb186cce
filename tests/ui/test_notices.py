"""Which line is shown when several things are wrong at once, and what it offers."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from multisocket_gui.engine.facts import Account, AccountPhase, Line
from multisocket_gui.engine.store import Store
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
    (_signing_in, "Waiting for the browser…", (Step.OPEN_BROWSER, Step.COPY_LINK, Step.CANCEL)),
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


@pytest.mark.parametrize("kind", [Kind.KEYRING_LOCKED, Kind.KEYRING_SILENT])
def test_a_key_that_the_keyring_does_not_tell_is_not_called_missing(store: Store, kind: Kind) -> None:
    store.put_key(known=False, stored=False, problem=Problem(kind))
    told = notice(store, time.time())
    assert told is not None
    assert told.text.startswith(problem_words(Problem(kind), time.time()).title)
    assert "sign in" not in told.text
    assert told.steps == (Step.TRY_AGAIN, Step.SETTINGS)


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


# The account's states

STATES: list[tuple[Account, str, tuple[Step, ...], bool]] = [
    (Account(), "Not signed in. ", (Step.SIGN_IN,), True),
    (Account(problem=Problem(Kind.SIGN_IN_CANCELLED)), "Not signed in. ", (Step.SIGN_IN,), True),
    (Account(problem=Problem(Kind.SIGN_IN_AGAIN)), "Your sign-in has ended.", (Step.SIGN_IN,), True),
    (Account(problem=Problem(Kind.ACCOUNT_GONE)), "The account is gone.", (Step.SIGN_IN,), False),
    (
        Account(problem=Problem(Kind.KEYRING_LOCKED)),
        "The keyring is locked.",
        (Step.TRY_AGAIN, Step.SIGN_IN),
        False,
    ),
    (
        Account(problem=Problem(Kind.KEYRING_SILENT)),
        "The keyring did not answer.",
        (Step.TRY_AGAIN, Step.SIGN_IN),
        False,
    ),
    (Account(problem=Problem(Kind.VAULT_DAMAGED)), "The kept sign-in is damaged.", (Step.SIGN_IN,), False),
    (Account(problem=Problem(Kind.VAULT_KEY_LOST)), "The key to the kept sign-in is gone.", (Step.SIGN_IN,), False),
    (
        Account(problem=Problem(Kind.VAULT_UNWRITABLE, detail="Read-only file system")),
        "The kept sign-in could not be removed. The system says: Read-only file system. ",
        (Step.SIGN_IN,),
        False,
    ),
    (
        Account(problem=Problem(Kind.PASSWORD_FORGOTTEN)),
        "Forgot the password.",
        (Step.SIGN_IN, Step.SETTINGS),
        True,
    ),
    (
        Account(problem=Problem(Kind.SIGN_IN_TROUBLE, detail="AADB2C90085 (1f0c)")),
        "The sign-in service is in trouble. It answered AADB2C90085 (1f0c).",
        (Step.SIGN_IN,),
        False,
    ),
    (
        Account(problem=Problem(Kind.SIGN_IN_NO_ANSWER, detail="http://localhost:8400")),
        "No answer from the browser.",
        (Step.SIGN_IN, Step.COPY_REPLY_URL),
        False,
    ),
    (
        Account(AccountPhase.SIGNED_IN, problem=Problem(Kind.SIGN_IN_UNREACHABLE)),
        "The sign-in service cannot be reached. You stay signed in.",
        (Step.REFRESH,),
        False,
    ),
]


@pytest.mark.parametrize(("account", "words", "steps", "calm"), STATES)
def test_each_state_of_the_account_is_told(
    store: Store, account: Account, words: str, steps: tuple[Step, ...], calm: bool
) -> None:
    store.put_account(account)
    told = notice(store, time.time())
    assert told is not None
    assert told.text.startswith(words)
    assert (told.steps, told.calm) == (steps, calm)


def test_who_is_not_signed_in_is_not_told_to_stay_so(store: Store) -> None:
    store.put_account(Account(problem=Problem(Kind.SIGN_IN_UNREACHABLE)))
    told = notice(store, time.time())
    assert told is not None
    assert told.text == "The sign-in service cannot be reached. Check the network, then try again."


def test_the_exact_reply_url_is_named_when_nothing_came(store: Store) -> None:
    store.put_account(Account(problem=Problem(Kind.SIGN_IN_NO_ANSWER, detail="http://localhost:8400")))
    told = notice(store, time.time())
    assert told is not None
    assert "Register http://localhost:8400 as a reply URL" in told.text


@pytest.mark.parametrize("opened", [True, False])
def test_after_a_minute_of_waiting_the_reply_url_is_named(store: Store, opened: bool) -> None:
    store.put_settings(replace(store.settings, service=replace(store.settings.service, redirect_port=8400)))
    store.put_account(Account(AccountPhase.SIGNING_IN, link=LINK, browser_opened=opened))
    early, late = notice(store, time.time(), 59.0), notice(store, time.time(), 60.0)
    assert early is not None
    assert late is not None
    assert "http://localhost" not in early.text
    assert late.text.startswith(early.text)
    assert late.text.endswith("register exactly http://localhost:8400 as a reply URL of your application.")
    assert late.steps == (*early.steps, Step.COPY_REPLY_URL)
    assert late.calm is opened


def test_opening_the_keyring_is_told_when_it_lasts(store: Store) -> None:
    store.put_account(Account(AccountPhase.RESTORING))
    assert notice(store, time.time(), 0.9) is None
    told = notice(store, time.time(), 1.0)
    assert told is not None
    assert told.text.startswith("Opening the keyring…")
    assert (told.steps, told.calm) == ((Step.SIGN_IN,), True)


@pytest.mark.parametrize("problem", [None, Problem(Kind.SIGN_IN_SETTINGS, detail="client_id")])
def test_without_an_application_the_home_is_to_be_connected(problem: Problem | None) -> None:
    store = new_store(client_id="")
    store.put_account(Account(problem=problem))
    told = notice(store, time.time())
    assert told is not None
    assert (told.text, told.steps, told.calm) == ("Your home is not connected yet.", (Step.CONNECT,), True)


# The clock

OFF = [
    (61.0, "This computer's clock is 1 minute fast."),
    (-61.0, "This computer's clock is 1 minute slow."),
    (420.0, "This computer's clock is 7 minutes fast."),
    (-3569.0, "This computer's clock is 59 minutes slow."),
    (3590.0, "This computer's clock is 1 hour fast."),
    (-7200.0, "This computer's clock is 2 hours slow."),
    (-86400.0 * 3, "This computer's clock is 3 days slow."),
]


@pytest.mark.parametrize(("off", "words"), OFF)
@pytest.mark.parametrize(
    ("account", "step"), [(Account(AccountPhase.SIGNED_IN), Step.REFRESH), (Account(), Step.SIGN_IN)]
)
def test_a_wrong_clock_is_told_with_how_much(
    store: Store, off: float, words: str, account: Account, step: Step
) -> None:
    store.put_account(account)
    store.put_clock(off)
    told = notice(store, time.time())
    assert told is not None
    assert told.text.startswith(words)
    assert (told.steps, told.calm) == ((step,), False)


@pytest.mark.parametrize("off", [0.0, 60.0, -60.0])
def test_a_clock_within_a_minute_is_right(store: Store, off: float) -> None:
    store.put_clock(off)
    assert notice(store, time.time()) is None


def test_the_clock_explains_what_may_come_from_it_and_nothing_else(store: Store) -> None:
    store.put_clock(420.0)
    for kind, by_the_clock in ((Kind.TOKEN_REFUSED, True), (Kind.UNTRUSTED, True), (Kind.OFFLINE, False)):
        store.put_line(Line(problem=Problem(kind)))
        told = notice(store, time.time())
        assert told is not None
        assert told.text.startswith("This computer's clock is 7 minutes fast.") is by_the_clock
    store.put_account(Account(problem=Problem(Kind.SIGN_IN_WRONG_TOKEN, detail="exp")))
    told = notice(store, time.time())
    assert told is not None
    assert told.text.startswith("This computer's clock is 7 minutes fast.")


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


def test_a_sign_in_that_the_service_refuses_makes_room_for_the_next(line: NoticeLine, store: Store, asks: Asks) -> None:
    store.put_line(Line(problem=Problem(Kind.TOKEN_REFUSED)))
    line.show_store()
    _press(line, "sign-in")
    assert asks.heard == [("sign_in_as_another",)]


@pytest.mark.parametrize("width", [900, 820, 700, 500, 360])
def test_the_steps_stay_beside_each_other(around: QWidget, line: NoticeLine, store: Store, width: int) -> None:
    store.put_account(Account(problem=Problem(Kind.KEYRING_SILENT)))
    line.show_store()
    around.resize(width, 200)
    around.show()
    line.setGeometry(0, 0, width, line.heightForWidth(width))
    QApplication.sendPostedEvents()
    buttons = [button for button in line.findChildren(QPushButton) if button.isVisible()]
    assert len(buttons) == 2
    assert len({button.mapTo(line, QPoint()).y() for button in buttons}) == 1
    assert all(line.rect().contains(QRect(button.mapTo(line, QPoint()), button.size())) for button in buttons)


@pytest.mark.parametrize(("port", "url"), [(0, "http://localhost"), (8400, "http://localhost:8400")])
def test_the_reply_url_is_copied_as_it_must_be_registered(
    line: NoticeLine, store: Store, asks: Asks, port: int, url: str
) -> None:
    store.put_settings(replace(store.settings, service=replace(store.settings.service, redirect_port=port)))
    store.put_account(Account(problem=Problem(Kind.SIGN_IN_NO_ANSWER, detail=url)))
    line.show_store()
    _press(line, "copy-reply-url")
    assert QGuiApplication.clipboard().text() == url
    assert asks.heard == []


def test_a_locked_keyring_is_tried_again(line: NoticeLine, store: Store, asks: Asks) -> None:
    store.put_account(Account(problem=Problem(Kind.KEYRING_LOCKED)))
    line.show_store()
    _press(line, "try-again")
    assert asks.heard == [("unlock",)]


def test_the_keyboard_stays_on_a_button_that_stays(around: QWidget, line: NoticeLine, store: Store) -> None:
    around.show()
    store.put_account(Account(AccountPhase.SIGNING_IN))
    line.show_store()
    (cancel,) = line.findChildren(QPushButton, "notice-cancel")
    cancel.setFocus()
    store.put_account(Account(AccountPhase.SIGNING_IN, link=LINK))
    line.show_store()
    assert around.focusWidget() is cancel
    shown = [button.objectName() for button in line.findChildren(QPushButton) if not button.isHidden()]
    assert sorted(shown) == ["notice-cancel", "notice-copy-link", "notice-open-browser"]
    store.put_account(Account(problem=Problem(Kind.SIGN_IN_NO_ANSWER)))
    line.show_store()
    focused = around.focusWidget()
    assert focused is not None
    assert focused.objectName() == "notice-sign-in"


def test_tab_goes_through_the_steps_as_they_stand(around: QWidget, line: NoticeLine, store: Store) -> None:
    around.show()
    for account in (Account(AccountPhase.SIGNING_IN), Account(AccountPhase.SIGNING_IN, link=LINK)):
        store.put_account(account)
        line.show_store()
    (first,) = line.findChildren(QPushButton, "notice-open-browser")
    order = [first.objectName()]
    following = first.nextInFocusChain()
    while following is not first:
        if isinstance(following, QPushButton) and not following.isHidden():
            order.append(following.objectName())
        following = following.nextInFocusChain()
    assert order == ["notice-open-browser", "notice-copy-link", "notice-cancel"]


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


@pytest.mark.parametrize("problem", [None, Problem(Kind.OFFLINE), Problem(Kind.TIMED_OUT)])
def test_no_network_is_one_calm_line_whatever_calls_end_in(store: Store, problem: Problem | None) -> None:
    store.put_line(Line(problem=problem))
    store.put_offline(True)
    told = notice(store, time.time())
    assert told
    assert (told.text, told.calm) == ("No network. What is shown is as old as it says.", True)
    store.put_line(Line(heard=time.time()))  # somebody clicked, and the service answered
    assert notice(store, time.time()) is None


def test_no_network_does_not_hide_what_only_the_person_can_mend(store: Store) -> None:
    store.put_offline(True)
    store.put_line(Line(problem=Problem(Kind.KEY_REJECTED)))
    told = notice(store, time.time())
    assert told
    assert not told.calm
