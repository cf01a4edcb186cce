"""The one thing that most needs to be said about the account and the connection."""

from __future__ import annotations

from multisocket_gui.engine.facts import AccountPhase
from multisocket_gui.engine.store import Store
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.home.quota import Step as Saving
from multisocket_gui.timer_words import failed_line, missed_line, target_line
from multisocket_gui.words import offline_line, problem_words, quota_step, trn

from .account_notice import MEND_IN_SETTINGS, account_notice, clock_problem, key_line
from .notice import Notice as Notice
from .notice import Step as Step

_LASTS = 1.0
"""Seconds that opening the keyring may take before it is worth a line."""
_WITHOUT_NETWORK = (Kind.OFFLINE, Kind.TIMED_OUT, Kind.CUT_OFF)
"""What calls end in while there is no network: the one line says it all."""
_OVER_BY_ITSELF = (Kind.QUOTA_USED_UP, Kind.BUSY)
_WAITING_HELPS_ONLY = (*_OVER_BY_ITSELF, Kind.KEY_REJECTED, Kind.KEY_MISSING)


def notice(store: Store, now: float, waited: float = 0.0) -> Notice | None:
    """What to say at `now` (seconds since the epoch), or None where all is well.

    `waited` is how many seconds the browser, or the keyring, has been waited for.
    """
    if store.unopened:
        return Notice(store.unopened, (Step.DISMISS,))
    if store.settings_problem:
        return Notice(problem_words(store.settings_problem, now).line, (Step.SETTINGS,))
    if store.account.phase is not AccountPhase.SIGNED_IN:
        return account_notice(store, now, waited) if _worth_a_line(store, waited) else None
    if store.has_key is False:
        return _keyless(store.key_problem, now)
    problem = store.account.problem or line_problem(store, now)
    problem = clock_problem(store, problem) or problem
    if store.offline and (problem is None or problem.kind in _WITHOUT_NETWORK):
        return Notice(offline_line(), (Step.REFRESH,), calm=True)
    return _line(problem, now) if problem else _missed(store, now) or _failed(store, now) or _saving(store, now)


def _keyless(problem: Problem | None, now: float) -> Notice:
    """Without a subscription key nothing is answered; it may only be behind a keyring that stays shut."""
    if problem is None:
        return Notice(problem_words(Problem(Kind.KEY_MISSING), now).line, (Step.SETTINGS,))
    return Notice(key_line(problem, now), (Step.TRY_AGAIN, Step.SETTINGS))


def _worth_a_line(store: Store, waited: float) -> bool:
    match store.account.phase:
        case AccountPhase.RESTORING:
            return waited >= _LASTS
        case AccountPhase.SIGNED_OUT:
            # Without a plant the empty window says it, with the same button.
            return bool(store.plants or store.account.problem)
    return True


def line_problem(store: Store, now: float) -> Problem | None:
    """What is wrong with the line at `now`. What time alone mends is over when that is, without another answer."""
    problem = store.line.problem
    over = problem and problem.kind in _OVER_BY_ITSELF and store.quota(now).step is not Saving.NOTHING
    return None if over else problem


def _missed(store: Store, now: float) -> Notice | None:
    """The first of the timers' runs that were missed and ask."""
    if not store.missed:
        return None
    first, more = store.missed[0], len(store.missed) - 1
    text = missed_line(first, target_line(first.timer.target, store.plants, store.settings.scenes), now)
    if more:
        text += " " + trn("{count} more waits for an answer.", "{count} more wait for an answer.", more)
    return Notice(text, (Step.RUN_MISSED, Step.SKIP_MISSED), calm=True)


def _failed(store: Store, now: float) -> Notice | None:
    """The last of the timers' runs that did not take place, or not surely."""
    if not store.timer_failures:
        return None
    last, more = store.timer_failures[-1], len(store.timer_failures) - 1
    text = failed_line(last, target_line(last.timer.target, store.plants, store.settings.scenes), now)
    if more:
        text += " " + trn("{count} more timer did not run.", "{count} more timers did not run.", more)
    return Notice(text, (Step.DISMISS,))


def _saving(store: Store, now: float) -> Notice | None:
    """Which calls are not made at `now`: news as long as switching off still works, or only a pause was asked for."""
    quota = store.quota(now)
    text = quota_step(quota, now)
    return Notice(text, calm=quota.paused or quota.step is not Saving.NOTHING) if text else None


def _line(problem: Problem, now: float) -> Notice:
    retry = () if problem.kind in _WAITING_HELPS_ONLY else (Step.REFRESH,)
    mend = (Step.SETTINGS,) if problem.kind in MEND_IN_SETTINGS else ()
    again = (Step.SIGN_IN,) if problem.kind in (Kind.SIGNED_OUT, Kind.TOKEN_REFUSED) else ()
    return Notice(problem_words(problem, now).line, (*again, *mend, *retry))
