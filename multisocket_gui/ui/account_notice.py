"""Where the person stands with the sign-in, as a line of words with its steps."""

from __future__ import annotations

from dataclasses import replace

from multisocket_gui.engine.facts import Account, AccountPhase
from multisocket_gui.engine.store import Store
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.words import problem_words, tr, within

from .account_steps import registered_url
from .notice import Notice, Step

LONG_WAIT = 60.0
"""Seconds after which a browser that sent nothing has perhaps shown an error, which only the person can see."""
MEND_IN_SETTINGS = frozenset(
    (
        Kind.KEY_MISSING,
        Kind.KEY_REJECTED,
        Kind.NOT_YOURS,
        Kind.NOT_FOUND,
        Kind.SIGN_IN_SETTINGS,
        Kind.SIGN_IN_REFUSED,
        Kind.SIGN_IN_WRONG_TOKEN,
        Kind.PORT_TAKEN,
        Kind.PASSWORD_FORGOTTEN,
    )
)
_NOTHING_WRONG = (Kind.SIGNED_OUT, Kind.SIGN_IN_CANCELLED)
_TO_BE_EXPECTED = (Kind.SIGN_IN_AGAIN, Kind.PASSWORD_FORGOTTEN)
_KEYRING = (Kind.KEYRING_LOCKED, Kind.KEYRING_SILENT)
_BY_THE_CLOCK = (Kind.CLOCK_WRONG, Kind.SIGN_IN_WRONG_TOKEN, Kind.UNTRUSTED, Kind.TOKEN_REFUSED)
_WRONG_FROM = 60.0
"""Seconds from which on a clock that is off is worth a word."""


def account_notice(store: Store, now: float, waited: float) -> Notice | None:
    """What to say of an account that is not signed in and has been so for `waited` seconds; None: it is signed in."""
    match store.account.phase:
        case AccountPhase.SIGNED_IN:
            return None
        case AccountPhase.RESTORING:
            return Notice(tr("Opening the keyring… It may ask for its password."), (Step.SIGN_IN,), calm=True)
        case AccountPhase.SIGNING_IN:
            return _signing_in(store, waited)
    return _signed_out(store, now)


def is_plainly_signed_out(account: Account) -> bool:
    """Whether nobody is signed in and nothing is wrong about that."""
    plain = account.problem is None or account.problem.kind in _NOTHING_WRONG
    return account.phase is AccountPhase.SIGNED_OUT and plain


def is_connected(store: Store) -> bool:
    """Whether the application is set up, without which nobody can sign in."""
    return bool(store.settings.service.client_id)


def key_line(problem: Problem, now: float) -> str:
    """Why the keyring did not tell the subscription key; signing in would not help that."""
    words = problem_words(problem, now)
    return replace(words, step=tr("Unlock it, then try again.")).line if problem.kind in _KEYRING else words.line


def clock_problem(store: Store, beside: Problem | None) -> Problem | None:
    """This computer's clock as the trouble, where it is off and `beside` may well come from that."""
    off = store.clock_off
    explains = beside is None or beside.kind in (*_BY_THE_CLOCK, *_NOTHING_WRONG)
    return Problem(Kind.CLOCK_WRONG, detail=f"{off:+.0f}") if abs(off) > _WRONG_FROM and explains else None


def _signing_in(store: Store, waited: float) -> Notice:
    if not store.account.link:
        return Notice(tr("Preparing the sign-in…"), (Step.CANCEL,), calm=True)
    hint = reply_url_hint(store) if waited >= LONG_WAIT else ""
    more = (Step.COPY_REPLY_URL,) if hint else ()
    if store.account.browser_opened:
        text, steps = tr("Waiting for the browser…"), (Step.OPEN_BROWSER, Step.COPY_LINK, Step.CANCEL)
    else:
        text = tr("No browser could be opened. Copy the link and open it in any browser.")
        steps = (Step.COPY_LINK, Step.OPEN_BROWSER, Step.CANCEL)
    return Notice(f"{text} {hint}".rstrip(), (*steps, *more), calm=store.account.browser_opened)


def reply_url_hint(store: Store) -> str:
    """What to do about an error that the browser shows and the program never hears of."""
    hint = tr("If the browser shows an error, register exactly {url} as a reply URL of your application.")
    return hint.format(url=registered_url(store))


def _signed_out(store: Store, now: float) -> Notice:
    problem = store.account.problem
    plain = is_plainly_signed_out(store.account)
    if not is_connected(store) and (problem is None or plain or problem.kind is Kind.SIGN_IN_SETTINGS):
        return Notice(tr("Your home is not connected yet."), (Step.CONNECT,), calm=True)
    clock = clock_problem(store, problem)
    if clock:
        return Notice(problem_words(clock, now).line, (Step.SIGN_IN,))
    if problem is None or plain:
        text = tr("Not signed in. Outlets can be read and switched after signing in.")
        return Notice(text, (Step.SIGN_IN,), calm=True)
    return Notice(_why(problem, now), _steps(problem), calm=problem.kind in _TO_BE_EXPECTED)


def _steps(problem: Problem) -> tuple[Step, ...]:
    again = (Step.TRY_AGAIN,) if problem.kind in _KEYRING else ()
    mend = (Step.SETTINGS,) if problem.kind in MEND_IN_SETTINGS else ()
    copy = (Step.COPY_REPLY_URL,) if problem.kind is Kind.SIGN_IN_NO_ANSWER else ()
    return (*again, Step.SIGN_IN, *copy, *mend)


def _why(problem: Problem, now: float) -> str:
    """Two kinds mean something else to somebody who is not signed in."""
    words = problem_words(problem, now)
    match problem.kind:
        case Kind.SIGN_IN_UNREACHABLE:
            return replace(words, text="").line
        case Kind.VAULT_UNWRITABLE:
            title = tr("The kept sign-in could not be removed")
            return replace(words, title=title, text=tr("The system says: {detail}.").format(detail=problem.detail)).line
    return words.line


def signed_in_as(account: Account) -> str:
    """Who is signed in, in a sentence."""
    return tr("Signed in as {name}.").format(name=account.name) if account.name else tr("Signed in")


def session_only(not_kept: Problem, now: float) -> str:
    """Why a sign-in ends with this session, in a few words."""
    none = not_kept.kind is Kind.NO_KEYRING
    why = tr("there is no keyring") if none else within(problem_words(not_kept, now).title)
    return tr("This session only: {why}").format(why=why)


def session_only_at_length(not_kept: Problem, now: float) -> str:
    """The same with what follows from it, and what to do to stay signed in."""
    words = problem_words(not_kept, now)
    mend = tr("Unlock it and sign in again to stay signed in.") if not_kept.kind in _KEYRING else words.step
    ends = tr("The sign-in ends when the program does.")
    return f"{session_only(not_kept, now)}. {ends} {mend}"
