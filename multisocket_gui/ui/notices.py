"""The one thing that most needs to be said about the account and the connection."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from multisocket_gui.engine.store import AccountPhase, Store
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.home.quota import Step as Saving
from multisocket_gui.words import problem_words, quota_step, tr


class Step(Enum):
    """What a notice offers to do."""

    SIGN_IN = auto()
    CANCEL = auto()
    COPY_LINK = auto()
    OPEN_BROWSER = auto()
    SETTINGS = auto()
    REFRESH = auto()


@dataclass(frozen=True, slots=True)
class Notice:
    """A line of words and what may be done about it; `calm` where nothing is wrong."""

    text: str
    steps: tuple[Step, ...] = ()
    calm: bool = False


_MEND_IN_SETTINGS = (
    Kind.KEY_MISSING,
    Kind.KEY_REJECTED,
    Kind.NOT_YOURS,
    Kind.NOT_FOUND,
    Kind.SIGN_IN_SETTINGS,
    Kind.SIGN_IN_REFUSED,
    Kind.SIGN_IN_WRONG_TOKEN,
    Kind.PORT_TAKEN,
)
_OVER_BY_ITSELF = (Kind.QUOTA_USED_UP, Kind.BUSY)
_WAITING_HELPS_ONLY = (*_OVER_BY_ITSELF, Kind.KEY_REJECTED, Kind.KEY_MISSING)


def notice(store: Store, now: float) -> Notice | None:
    """What to say at `now` (seconds since the epoch), or None where all is well."""
    if store.settings_problem:
        return Notice(problem_words(store.settings_problem, now).line, (Step.SETTINGS,))
    if store.account.phase is AccountPhase.SIGNING_IN:
        return _signing_in(store)
    if store.account.phase is AccountPhase.SIGNED_OUT:
        # Without a plant the empty window says it, with the same button.
        return _signed_out(store.account.problem, now) if store.plants or store.account.problem else None
    if store.has_key is False:
        return Notice(problem_words(Problem(Kind.KEY_MISSING), now).line, (Step.SETTINGS,))
    problem = store.account.problem or line_problem(store, now)
    return _line(problem, now) if problem else _saving(store, now)


def line_problem(store: Store, now: float) -> Problem | None:
    """What is wrong with the line at `now`. What time alone mends is over when that is, without another answer."""
    problem = store.line.problem
    over = problem and problem.kind in _OVER_BY_ITSELF and store.quota(now).step is not Saving.NOTHING
    return None if over else problem


def _saving(store: Store, now: float) -> Notice | None:
    """Which calls are not made at `now`: news as long as switching off still works, or only a pause was asked for."""
    quota = store.quota(now)
    text = quota_step(quota, now)
    return Notice(text, calm=quota.paused or quota.step is not Saving.NOTHING) if text else None


def _signing_in(store: Store) -> Notice:
    if not store.account.link:
        return Notice(tr("Preparing the sign-in…"), (Step.CANCEL,), calm=True)
    if store.account.browser_opened:
        return Notice(tr("Waiting for the browser…"), (Step.CANCEL, Step.COPY_LINK, Step.OPEN_BROWSER), calm=True)
    text = tr("No browser could be opened. Copy the link and open it in any browser.")
    return Notice(text, (Step.COPY_LINK, Step.OPEN_BROWSER, Step.CANCEL))


def _signed_out(problem: Problem | None, now: float) -> Notice:
    if problem is None or problem.kind in (Kind.SIGNED_OUT, Kind.SIGN_IN_CANCELLED):
        return Notice(
            tr("Not signed in. Outlets can be read and switched after signing in."), (Step.SIGN_IN,), calm=True
        )
    mend = (Step.SETTINGS,) if problem.kind in _MEND_IN_SETTINGS else ()
    return Notice(problem_words(problem, now).line, (Step.SIGN_IN, *mend))


def _line(problem: Problem, now: float) -> Notice:
    retry = () if problem.kind in _WAITING_HELPS_ONLY else (Step.REFRESH,)
    mend = (Step.SETTINGS,) if problem.kind in _MEND_IN_SETTINGS else ()
    again = (Step.SIGN_IN,) if problem.kind in (Kind.SIGNED_OUT, Kind.TOKEN_REFUSED) else ()
    return Notice(problem_words(problem, now).line, (*again, *mend, *retry))
