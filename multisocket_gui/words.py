"""Every sentence about what is true and what went wrong, through gettext and without Qt."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable
from dataclasses import dataclass

from .home.model import Guard, Outlet
from .home.problem import SIGN_IN_OVER, Kind, Problem, Situation
from .home.quota import Allowance, Standing, Step
from .home.truth import Phase, Truth
from .problem_texts import problem_texts
from .settings_checks import Complaint
from .speech import language as language
from .speech import tr as tr
from .speech import trn as trn
from .speech import use_language as use_language

OLD_AFTER = 60.0
"""From this age (seconds) on, a reading's age is said beside its time."""
_NEAR_ENOUGH = 5.0
"""Seconds after a full minute that are still told as that minute: a told midnight is late by the answer's way."""
_SAY_IT_THEMSELVES = frozenset(
    (
        Kind.SHAPE_CHANGED,
        Kind.AMBIGUOUS,
        Kind.EXPIRED,
        Kind.ABANDONED,
        Kind.SAVED,
        Kind.LOCKED,
        Kind.ASK_FIRST,
        Kind.UNSETTLED,
        Kind.KEY_MISSING,
        *SIGN_IN_OVER,
    )
)
"""Our own refusals: where a strip was to be read before a write, it was not the reading that failed."""
_ONE_MEANING = 20 * 3600
"""For so many seconds a time of day to come is understood without its date."""
_IN_DOUBT = frozenset((Kind.TIMED_OUT, Kind.CUT_OFF, Kind.SERVER_TROUBLE, Kind.BAD_ANSWER))


@dataclass(frozen=True, slots=True)
class Words:
    """A problem as it is told: what it is, why, and what to do next."""

    title: str
    text: str
    step: str

    @property
    def line(self) -> str:
        """All of it in one line."""
        return " ".join(part for part in (self.title + ".", self.text, self.step) if part)


def clock_time(at: float, now: float) -> str:
    """A time (seconds since the epoch) as people say it: 12:03, with the date where it is another day."""
    then, today = time.localtime(at), time.localtime(now)
    pattern = "%H:%M" if then[:3] == today[:3] else "%Y-%m-%d %H:%M"
    return time.strftime(pattern, then)


def age(seconds: float) -> str:
    """How long ago, roughly."""
    if seconds < 60:
        return tr("{count} s ago").format(count=max(0, int(seconds)))
    if seconds < 3600:
        return tr("{count} min ago").format(count=int(seconds // 60))
    return tr("{count} h ago").format(count=int(seconds // 3600))


def read_line(since: float | None, now: float) -> str:
    """When a plant was last read as a whole (`since`, seconds since the epoch; None: never)."""
    if since is None:
        return tr("not fully read yet")
    return tr("read at {time}, {age}").format(time=clock_time(since, now), age=age(now - since))


def back_time(at: float, now: float) -> str:
    """A time (seconds since the epoch) from which on calls are possible: the next full minute, never too early."""
    minute = math.ceil((at - _NEAR_ENOUGH) / 60) * 60
    return time.strftime("%H:%M", time.localtime(minute)) if minute - now < _ONE_MEANING else clock_time(minute, now)


def quota_line(quota: Standing, now: float) -> str:
    """The day's calls; other devices may use the same subscription, so it is a lower bound."""
    line = tr("at least {used} of {limit} calls").format(used=quota.used, limit=quota.limit)
    if quota.step is not Step.NOTHING or quota.back is None:
        return line
    return tr("{line}, back at {time}").format(line=line, time=back_time(quota.back, now))


def quota_hint(allowance: Allowance) -> str:
    """What there is to know of the meter while all is done."""
    shared = tr("Other devices may use the same calls.")
    kept = trn(
        "The last {count} is held back for switching off and for timers.",
        "The last {count} are held back for switching off and for timers.",
        allowance.reserves,
    )
    return f"{shared} {kept}" if allowance.reserves else shared


def quota_step(quota: Standing, now: float) -> str:
    """What is not done any more to save calls, in a sentence; nothing while all is done."""
    match quota.step:
        case Step.ALL:
            return ""
        case Step.NO_VERIFYING:
            return tr("To save calls, writes are no longer read back.")
        case Step.NO_PLAN:
            return tr("To save calls, writes are no longer read back and nothing is read by itself.")
        case Step.ONLY_OFF:
            line = tr("To save calls, the last ones are held back for switching off and for timers.")
            again = tr("Everything else is possible again at {time}.")
            return line if quota.back is None else f"{line} {again.format(time=back_time(quota.back, now))}"
    return problem_words(Problem(Kind.BUSY if quota.paused else Kind.QUOTA_USED_UP, quota.back), now).line


def on_off(on: bool) -> str:
    return tr("On") if on else tr("Off")


def phase_line(truth: Truth, now: float) -> str:
    """An outlet's state as it stands under its name; `now` in seconds since the epoch."""
    match truth.phase:
        case Phase.UNKNOWN:
            return tr("Not known yet") if truth.problem is None else tr("Not known: no clear answer")
        case Phase.CONFIRMED if truth.reported:
            return _known(truth.reported.on, truth.reported.at, now)
        case Phase.SENDING:
            return tr("Turning on…") if truth.asked else tr("Turning off…")
        case Phase.SENT:
            return tr("On, sent") if truth.asked else tr("Off, sent")
        case Phase.DISPUTED:
            return tr("Asked: on. The cloud says: off") if truth.asked else tr("Asked: off. The cloud says: on")
    return _failed(truth, now)


def _known(on: bool, at: float, now: float) -> str:
    line = f"{on_off(on)} · {clock_time(at, now)}"
    return line if now - at < OLD_AFTER else f"{line}, {age(now - at)}"


def _failed(truth: Truth, now: float) -> str:
    why = within(problem_words(truth.problem, now).title) if truth.problem else ""
    if truth.on is None:
        return tr("Not switched: {why}").format(why=why)
    state = tr("Still on: {why}") if truth.on else tr("Still off: {why}")
    return state.format(why=why)


def within(sentence: str) -> str:
    """A sentence as it stands after a colon: no capital, unless it begins with a name in capitals."""
    return sentence if sentence[1:2].isupper() else sentence[:1].lower() + sentence[1:]


def happening(outlet: str, truth: Truth) -> str:
    """The last thing that happened to an outlet, for the foot of the window."""
    match truth.phase:
        case Phase.CONFIRMED if truth.reported:
            text = tr("{outlet} is on.") if truth.reported.on else tr("{outlet} is off.")
        case Phase.SENT:
            text = tr("{outlet}: “on” was sent.") if truth.asked else tr("{outlet}: “off” was sent.")
        case Phase.DISPUTED:
            text = tr("{outlet}: the cloud does not show what was asked.")
        case Phase.FAILED:
            text = tr("{outlet} was not switched.")
        case _:
            text = tr("{outlet}: no clear answer; its state is being read again.")
    return text.format(outlet=outlet)


def guard_line(outlet: str, problem: Problem) -> str:
    """Why an outlet was not even asked for anything (LOCKED or ASK_FIRST), with the person's own words."""
    line = tr("{outlet} is locked") if problem.kind is Kind.LOCKED else tr("{outlet} asks first and was left on")
    line = line.format(outlet=outlet)
    return tr("{line}: “{words}”").format(line=line, words=problem.detail) if problem.detail else f"{line}."


def guard_note(outlet: Outlet) -> str:
    """What stands between the outlet and its switch, with the user's own words; nothing where nothing does."""
    match outlet.guard:
        case Guard.LOCKED:
            line = tr("Locked — {words}") if outlet.guard_words else tr("Locked")
        case Guard.ASK:
            line = tr("Asks first — {words}") if outlet.guard_words else tr("Asks first")
        case _:
            line = ""
    return line.format(words=outlet.guard_words)


def question_line(words: str) -> str:
    """The question before a guarded outlet is switched off, with the user's own words before it."""
    ended = words if not words or words[-1] in ".!?…" else f"{words}."
    return f"{ended} {tr('Turn off?')}".strip()


def offline_line() -> str:
    """The system says that there is no network; it may be wrong, so nothing is forbidden."""
    return tr("No network. What is shown is as old as it says.")


def not_undone(outlets: Iterable[str]) -> str:
    """Why the last action was not taken back."""
    return tr("Not undone, since it changed meanwhile: {outlets}.").format(outlets=", ".join(outlets))


def problem_words(problem: Problem, now: float) -> Words:
    """A problem as a title, a sentence and a next step; `now` in seconds since the epoch."""
    title, text, step = problem_texts()[problem.kind]
    if problem.kind is Kind.CLOCK_WRONG and (ahead := _seconds(problem.detail)) is not None:
        title = clock_line(ahead)
    until = back_time(problem.until, now) if problem.until else ""
    if problem.situation is Situation.READING_FIRST and problem.kind not in _SAY_IT_THEMSELVES:
        text, step = tr("The strip could not be read first, so nothing was sent."), step or tr("Try again.")
    if problem.situation is Situation.WRITING and problem.kind in _IN_DOUBT:
        text, step = tr("The command may or may not have been carried out."), tr("The state is read again.")
    if until and problem.kind in (Kind.QUOTA_USED_UP, Kind.BUSY, Kind.SAVED):
        step = tr("Calls are back at {time}.").format(time=until)
    return Words(*(part.format(detail=problem.detail) for part in (title, text, step)))


def _seconds(detail: str) -> float | None:
    """A number of seconds that stands in a detail, like "+420", or None where something else does."""
    try:
        return float(detail)
    except ValueError:
        return None


def clock_line(ahead: float) -> str:
    """How far this computer's clock is off (seconds, above 0: fast), roughly."""
    off, fast = abs(ahead), ahead > 0
    minutes, hours, days = round(off / 60), round(off / 3600), round(off / 86400)
    if minutes < 60 and fast:
        return trn(
            "This computer's clock is {count} minute fast", "This computer's clock is {count} minutes fast", minutes
        )
    if minutes < 60:
        return trn(
            "This computer's clock is {count} minute slow", "This computer's clock is {count} minutes slow", minutes
        )
    if hours < 48 and fast:
        return trn("This computer's clock is {count} hour fast", "This computer's clock is {count} hours fast", hours)
    if hours < 48:
        return trn("This computer's clock is {count} hour slow", "This computer's clock is {count} hours slow", hours)
    if fast:
        return trn("This computer's clock is {count} day fast", "This computer's clock is {count} days fast", days)
    return trn("This computer's clock is {count} day slow", "This computer's clock is {count} days slow", days)


def complaint_words(complaint: Complaint) -> str:
    """What is wrong with a typed value and how it should look."""
    return {
        Complaint.EMPTY: tr("This is needed."),
        Complaint.NOT_A_UUID: tr("Not a UUID, like 0d8816d5-3e7f-4c86-8229-645137e0f222."),
        Complaint.NOT_A_URL: tr("Not an address that starts with https://"),
        Complaint.NOT_AN_AUTHORITY: tr("Should look like https://host/tenant id/B2C_1_policy."),
        Complaint.NOT_A_POLICY: tr("Should look like B2C_1_policy."),
        Complaint.NOT_A_PORT: tr("A port from 1024 to 65535, or 0 for any free one."),
        Complaint.NOT_A_KEY: tr("A subscription key is 32 digits and letters, without spaces."),
        Complaint.NOT_A_SELECTOR_KEY: tr("One of: id, name, type."),
        Complaint.TWICE: tr("This is there already."),
        Complaint.NO_OUTLETS: tr("Not read yet: press “Read sockets”, or add its outlets."),
        Complaint.NOTHING_CHOSEN: tr("Choose at least one outlet: until then nothing changes."),
        Complaint.NOT_A_COUNT: tr("A whole number, please."),
        Complaint.NOT_AN_ALLOWANCE: tr("A number above what is held back in all, and at most 1,000,000."),
        Complaint.RESERVED_SCOPE: tr("openid, profile and offline_access are asked for anyway: leave them out."),
    }[complaint]
