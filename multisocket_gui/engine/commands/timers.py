"""Verbs of timers: made in words, listed, removed, answered."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from multisocket_gui.engine.clock import Moment
from multisocket_gui.home.duration import parse_days, parse_duration, parse_time
from multisocket_gui.home.model import OutletRef, Place
from multisocket_gui.home.names import full_name
from multisocket_gui.home.timer import End, RunEnd, Timer
from multisocket_gui.timer_words import needs_computer, rule_line
from multisocket_gui.words import clock_time, tr

from .fates import Fates, guarded
from .names import one_place
from .said import Exit, Said, failed, refused, usage

if TYPE_CHECKING:
    from .desk import Desk, Tell, Verb

Target = OutletRef | str
_IN, _AT = ("in", "dans"), ("at", "à")
_STATES = {"on": True, "off": False}
SHORT = 8
"""So many letters of an id are shown, and as few as tell it apart are understood."""


@dataclass(frozen=True, slots=True)
class When:
    """So many seconds from now (`after`), or when the clock shows `wall`: on each of the days, or once."""

    after: int | None = None
    wall: time | None = None
    days: frozenset[int] = frozenset()


def verbs(desk: Desk) -> dict[str, Verb]:
    return {"timer": _TimerVerbs(desk).timer}


class Planner:
    """Makes timers for outlets and scenes that people named."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._store = desk.store
        self._controller = desk.controller

    def outlet(self, place: Place, on: bool, when: When, *, yes: bool) -> Said:
        """Plan for an outlet, if its guard lets that pass: nobody can be asked when the time has come."""
        _, guards = self._controller.strips.admitted({place.ref: on}, confirmed=[place.ref] if yes else [])
        return guarded(place, guards[place.ref]) if guards else self.put(place.ref, on, when, confirmed=yes)

    def put(self, target: Target, on: bool, when: When, *, confirmed: bool = False) -> Said:
        """Plan it and say so."""
        timers = self._controller.timers
        if when.after is not None:
            timer = timers.once_in(target, when.after, on=on, confirmed=confirmed)
        elif when.wall is not None:
            timer = timers.at(target, when.wall, when.days, on=on, confirmed=confirmed)
        else:
            raise AssertionError("no time")
        problem = self._store.settings_problem
        if problem:
            return refused(problem)
        return Said(text=self.line(timer), data=self.document(timer), note=needs_computer())

    def line(self, timer: Timer) -> str:
        """The timer for people."""
        return f"{self._name(timer)}: {rule_line(timer, Moment.now().wall, self._controller.timers.zone)}"

    def document(self, timer: Timer) -> dict[str, Any]:
        """The timer for programs."""
        run = next((each for each in self._controller.timers.next_runs() if each.timer.id == timer.id), None)
        kind = "outlet" if isinstance(timer.target, OutletRef) else "scene"
        return {
            "id": timer.id,
            kind: self._name(timer),
            "on": timer.on,
            "rule": rule_line(timer, Moment.now().wall),
            "next": None if run is None else _iso(run.at),
            "enabled": timer.enabled,
        }

    def _name(self, timer: Timer) -> str:
        if isinstance(timer.target, OutletRef):
            place = self._store.place(timer.target)
            return full_name(place) if place else tr("An outlet that is gone")
        scene = self._controller.scenes.scene(timer.target)
        return scene.name if scene else tr("A scene that is gone")


class _TimerVerbs:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._store = desk.store
        self._controller = desk.controller
        self._planner = Planner(desk)

    def timer(self, options: argparse.Namespace, tell: Tell) -> None:
        if options.deed == "list":
            tell(self._list())
        elif options.deed == "add":
            tell(self._add(options))
        else:
            self._one(options, tell)

    def _list(self) -> Said:
        timers = self._store.settings.timers
        waiting = self._controller.timers.waiting
        now = Moment.now().wall
        lines = [f"{timer.id[:SHORT]}  {self._planner.line(timer)}" for timer in timers]
        missed = tr("{id}  missed at {time}: say “timer run {id}” or “timer skip {id}”")
        lines += [missed.format(id=each.timer.id[:SHORT], time=clock_time(each.at, now)) for each in waiting]
        documents = [self._planner.document(timer) for timer in timers]
        missed_runs = [{"id": each.timer.id, "at": _iso(each.at)} for each in waiting]
        text = "\n".join(lines) or tr("There are no timers.")
        return Said(text=text, data={"timers": documents, "missed": missed_runs})

    def _add(self, options: argparse.Namespace) -> Said:
        read = read_rule(options.rule)
        if read is None:
            return usage(tr("Say NAME in 30m off, or NAME at 07:10 [on weekdays] on."))
        name, when, on = read
        place = one_place(self._store, name)
        if isinstance(place, Place):
            return self._planner.outlet(place, on, when, yes=options.yes)
        scene = self._controller.scenes.find(" ".join(name))
        return self._planner.put(scene.id, on, when) if scene and place.kind == "unknown_name" else place

    def _one(self, options: argparse.Namespace, tell: Tell) -> None:
        timers = self._store.settings.timers
        found = [timer for timer in timers if timer.id.startswith(options.timer)]
        if len(found) != 1:
            known = (timer.id[:SHORT] for timer in timers)
            tell(usage(tr("There is no timer “{id}”.").format(id=options.timer), known, "unknown_name"))
            return
        (timer,) = found
        line, document = self._planner.line(timer), self._planner.document(timer)
        if options.deed == "remove":
            self._controller.timers.remove(timer.id)
            problem = self._store.settings_problem
            tell(refused(problem) if problem else Said(text=tr("Removed: {action}").format(action=line), data=document))
        elif not any(each.timer.id == timer.id for each in self._controller.timers.waiting):
            tell(failed(tr("Nothing of this timer waits for an answer."), "not_waiting"))
        elif options.deed == "skip":
            self._controller.timers.answer(timer.id, run=False)
            tell(Said(text=line, data=document))
        else:
            self._run(timer, tell)

    def _run(self, timer: Timer, tell: Tell) -> None:
        """Run what was missed; the end of the run comes first, then what became of its outlets."""
        ends: list[RunEnd] = []
        self._controller.timers.ended.connect(ends.append)
        self._controller.timers.answer(timer.id, run=True)

        def verdict(last: bool) -> Said | None:
            end = next((each for each in ends if each.timer.id == timer.id), None)
            if end is None:
                return Said(Exit.UNCONFIRMED, tr("Under way.")) if last else None
            if end.end is not End.RAN:
                return refused(end.problem) if end.problem else failed(tr("The timer did not run."))
            return Fates(self._desk, self._wishes(timer)).said(last)

        def over(said: Said) -> None:
            self._controller.timers.ended.disconnect(ends.append)
            tell(said)

        self._controller.timers.ended.connect(self._desk.check)
        self._desk.wait(verdict, over)

    def _wishes(self, timer: Timer) -> dict[OutletRef, bool]:
        if isinstance(timer.target, OutletRef):
            return {timer.target: timer.on}
        scene = self._controller.scenes.scene(timer.target)
        wants = scene.wants if scene and timer.on else {}
        return {ref: on for ref, on in wants.items() if self._controller.strips.admitted({ref: on})[0]}


def read_rule(words: Sequence[str]) -> tuple[Sequence[str], When, bool] | None:
    """The words of the name, when, and on or off: `NAME in 30m off`, `NAME at 07:10 on weekdays on`."""
    *rule, state = words
    on = _STATES.get(state.casefold())
    for at in range(len(rule) - 1, 0, -1):
        word, rest = rule[at].casefold(), rule[at + 1 :]
        when = _after(rest) if word in _IN else clock_rule(rest) if word in _AT else None
        if when and on is not None:
            return rule[:at], when, on
    return None


def _after(words: Sequence[str]) -> When | None:
    seconds = parse_duration(" ".join(words))
    return None if seconds is None else When(after=seconds)


def clock_rule(words: Sequence[str]) -> When | None:
    """A time of day, and days if there are more words: "07:10", "7 pm", "07:10 on weekdays"."""
    for count in range(len(words), 0, -1):
        wall = parse_time(" ".join(words[:count]))
        if wall is not None:
            days = parse_days(" ".join(words[count:])) if words[count:] else frozenset()
            return None if days is None else When(wall=wall, days=days)
    return None


def when_of(options: argparse.Namespace) -> When | Said | None:
    """What `--in` and `--at` say; None where neither is there."""
    if options.after is not None:
        return _after([options.after]) or usage(tr("“{text}” is no time: say 20m, 1h30.").format(text=options.after))
    if options.at is not None:
        wrong = tr("“{text}” is no time: say 07:10, or “07:10 on weekdays”.").format(text=options.at)
        return clock_rule(options.at.split()) or usage(wrong)
    return None


def _iso(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).astimezone().isoformat(timespec="seconds")
