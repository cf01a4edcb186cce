"""How a scene stands, and what applying it leaves to be restored: for any course of events."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from multisocket_gui.home.model import OutletRef, Selector, SelectorKey, SocketRef
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.home.scene import Activity, Scene, activity, named
from multisocket_gui.home.scene_trace import PRIOR_SURE_FOR, Trace, followed, overtaken, restorable
from multisocket_gui.home.truth import Accepted, Asked, Dismissed, Doubted, Event, Phase, Refused, Seen, Truth, advance

NOW = 1000.0
OFFLINE = Problem(Kind.OFFLINE)
REF = OutletRef(SocketRef("p", Selector(SelectorKey.ID, "s")), 0)
REFS = [OutletRef(SocketRef("p", Selector(SelectorKey.ID, name)), 0) for name in "abcd"]


def read(on: bool, order: int, *, at: float = NOW) -> Seen:
    return Seen(on, at, order, settling=8.0)


def lived(*events: Event) -> Truth:
    truth = Truth()
    for event in events:
        truth = advance(truth, event)
    return truth


ON, OFF, NEVER = lived(read(True, 1)), lived(read(False, 1)), Truth()
SENT = lived(read(False, 1), Asked(True, 2), Accepted(2, NOW, 3))
STILL_OFF = lived(read(False, 1), Asked(True, 2), Refused(2, OFFLINE, 3))
DISPUTED = lived(read(False, 1), Asked(True, 2), Accepted(2, NOW - 60, 3), read(False, 4))


def stands(*truths: Truth) -> Activity:
    """Of a scene that wants everything on."""
    return activity(dict.fromkeys(REFS[: len(truths)], True), dict(zip(REFS, truths, strict=False)).__getitem__)


def test_a_scene_is_active_where_a_reading_shows_all_of_it() -> None:
    assert stands(ON, ON) is Activity.ACTIVE
    assert activity({REFS[0]: True, REFS[1]: False}, {REFS[0]: ON, REFS[1]: OFF}.__getitem__) is Activity.ACTIVE


def test_some_of_it_is_partly_and_none_of_it_is_not() -> None:
    assert stands(ON, OFF) is Activity.PARTLY
    assert stands(OFF, OFF) is Activity.NOT
    assert stands(ON, STILL_OFF) is Activity.PARTLY  # what was read before the refusal stands


def test_what_is_not_confirmed_is_not_counted() -> None:
    for open_one in (NEVER, SENT, DISPUTED):
        assert stands(ON, open_one) is Activity.UNKNOWN
        assert stands(OFF, open_one) is Activity.UNKNOWN
        assert stands(ON, OFF, open_one) is Activity.PARTLY  # whatever the third one is
    assert stands() is Activity.UNKNOWN


@given(st.lists(st.sampled_from([True, False, None]), max_size=4))
def test_for_any_home_the_activity_is_what_every_way_to_fill_in_the_unknown_agrees_on(known: list[bool | None]) -> None:
    truths = {True: ON, False: OFF, None: NEVER}
    ways = [known]
    for index, each in enumerate(known):
        if each is None:
            ways = [[*way[:index], on, *way[index + 1 :]] for way in ways for on in (True, False)]
    answers = {stands(*(truths[on] for on in way)) for way in ways}
    assert stands(*(truths[on] for on in known)) is (answers.pop() if len(answers) == 1 else Activity.UNKNOWN)


def test_a_name_is_found_without_regard_to_case_and_accents() -> None:
    evening = Scene("1", "Soirée  d’été")
    assert named([Scene("2", "Soir"), evening], "SOIREE d’ete") is evening
    assert named([evening], "Soir") is None


# What an apply leaves behind


@dataclass
class Life:
    """One outlet, its truth and the scene's trace, driven by what happens."""

    truth: Truth = field(default_factory=Truth)
    trace: Trace = field(default_factory=Trace)
    order: int = 0
    now: float = NOW

    def happen(self, event: Event, ours: bool | None = None) -> None:
        before, self.truth = self.truth, advance(self.truth, event)
        if self.truth != before:
            self.trace = followed(self.trace, event, before, self.truth, ours, self.now)

    def tick(self) -> int:
        self.order += 1
        return self.order

    @property
    def ticket(self) -> int:
        return self.truth.wish.ticket if self.truth.wish else 0

    def read(self, on: bool) -> None:
        self.happen(read(on, self.tick(), at=self.now))

    def ask(self, on: bool, ours: bool | None = None) -> None:
        self.happen(Asked(on, self.tick()), ours)

    def accept(self) -> None:
        self.happen(Accepted(self.ticket, self.now, self.tick()))

    def refuse(self) -> None:
        self.happen(Refused(self.ticket, OFFLINE, self.tick()))

    def doubt(self) -> None:
        self.happen(Doubted(self.ticket, OFFLINE, self.tick()))

    def dismiss(self) -> None:
        self.happen(Dismissed())

    def switch(self, on: bool, ours: bool | None = None) -> None:
        self.ask(on, ours)
        self.accept()
        self.read(on)

    @property
    def restores(self) -> bool | None:
        return restorable({REF: self.trace}).get(REF)

    @property
    def taken(self) -> bool:
        return overtaken({REF: self.trace}) == (REF,)


def applied(*, was: bool = False) -> Life:
    life = Life()
    life.read(was)
    life.switch(True, ours=True)
    return life


def test_what_the_scene_switched_is_restored_and_what_was_so_before_is_not() -> None:
    assert applied(was=False).restores is False
    assert applied(was=True).restores is None
    assert not applied(was=True).taken


def test_turned_off_nothing_is_left() -> None:
    life = applied()
    life.switch(False, ours=False)
    assert life.trace == Trace()


def test_a_turning_off_that_was_refused_can_be_tried_again() -> None:
    life = applied()
    life.ask(False, ours=False)
    life.refuse()
    assert life.restores is False


def test_who_switches_it_or_asks_for_it_since_has_it() -> None:
    elsewhere = applied()
    elsewhere.read(False)
    elsewhere.read(True)  # as the scene put it, but no longer by it
    asked = applied()
    asked.ask(True)
    for life in (elsewhere, asked):
        assert life.restores is None
        assert life.taken


def test_how_it_stood_is_what_the_strip_was_read_to_be_right_before_the_write() -> None:
    life = Life()
    life.read(False)
    life.now += PRIOR_SURE_FOR + 1
    life.ask(True, ours=True)
    life.read(True)
    life.accept()
    assert life.trace.before is None  # somebody had switched it on meanwhile


def test_an_old_reading_does_not_tell_how_it_stood() -> None:
    life = Life()
    life.read(False)
    life.now += PRIOR_SURE_FOR + 1
    life.switch(True, ours=True)
    assert life.restores is None


def test_what_somebody_sent_just_before_is_how_it_stood_whatever_the_cloud_still_shows() -> None:
    life = Life()
    life.read(False)
    life.ask(True)
    life.accept()
    life.ask(True, ours=True)
    life.read(False)  # the cloud lags
    life.accept()
    life.read(True)
    assert life.restores is None


def test_a_doubt_that_the_next_read_settles_was_the_scene() -> None:
    life = Life()
    life.read(False)
    life.ask(True, ours=True)
    life.doubt()
    assert life.restores is None
    life.read(True)
    assert life.restores is False


def test_refused_and_then_switched_by_somebody_else_it_was_not_the_scene() -> None:
    life = Life()
    life.read(False)
    life.ask(True, ours=True)
    life.refuse()
    life.read(True)
    assert life.restores is None


def test_applied_twice_it_is_restored_to_what_it_was_before_the_first() -> None:
    life = applied()
    life.switch(True, ours=True)
    assert life.restores is False


def test_asked_for_twice_before_it_was_sent_it_is_restored_all_the_same() -> None:
    life = Life()
    life.read(False)
    life.ask(True, ours=True)
    life.switch(True, ours=True)
    assert life.restores is False


def test_applied_anew_with_the_opposite_wish_it_stands_as_at_first() -> None:
    life = applied()
    life.switch(False, ours=True)
    assert life.trace == Trace()


def test_applied_again_after_somebody_took_it_back_it_is_the_scenes_again() -> None:
    life = applied()
    life.switch(False)
    assert life.taken
    life.switch(True, ours=True)
    assert life.restores is False
    assert not life.taken


steps = st.lists(
    st.sampled_from(
        ["apply", "turn off", "ask on", "ask off", "accept", "refuse", "doubt", "see on", "see off", "dismiss", "wait"]
    ),
    max_size=14,
)


@dataclass
class Application:
    """What an oracle knows of one apply: whether it took effect, was overtaken, and whether it was off for sure."""

    off_before: bool
    off_for_sure: bool
    effect: bool = False
    alive: bool = True


@given(steps)
def test_for_any_course_of_events_what_the_scene_changed_and_nobody_touched_is_restored_and_nothing_else(
    kinds: list[str],
) -> None:
    """Against an oracle that keeps the whole story: the scene wants the outlet on."""
    life = Life()
    story: list[Application] = []
    off_seen = False
    for kind in kinds:
        before = life.truth
        match kind:
            case "apply":
                young = before.reported is not None and life.now - before.reported.at <= PRIOR_SURE_FOR
                off_for_sure = before.phase is Phase.CONFIRMED and before.on is False and young
                story.append(Application(off_seen, off_for_sure))
                life.ask(True, ours=True)
            case "turn off" if life.restores is not None:
                life.ask(life.restores, ours=False)
            case "ask on" | "ask off":
                life.ask(kind == "ask on")
                story = []  # it is theirs
                off_seen = off_seen or kind == "ask off"
            case "accept":
                life.accept()
            case "refuse":
                life.refuse()
            case "doubt":
                life.doubt()
            case "see on" | "see off":
                life.read(kind == "see on")
                off_seen = off_seen or kind == "see off"
                for each in story:
                    each.off_before = each.off_before or (kind == "see off" and not each.effect)
                    each.off_for_sure = each.off_for_sure and (kind == "see off" or each.effect)
            case "dismiss":
                life.dismiss()
            case "wait":
                life.now += PRIOR_SURE_FOR + 1
                for each in story:
                    each.off_for_sure = each.off_for_sure and each.effect
        stands = life.truth.on if life.truth.phase in (Phase.SENT, Phase.CONFIRMED) else None
        if stands is False:
            story = []
        for each in story:
            each.effect = each.effect or stands is True
            each.alive = each.alive and (each.effect or life.truth.phase is not Phase.FAILED)
        mine = [each for each in story if each.effect and each.alive]
        if life.restores is not None:
            assert life.restores is False  # the scene put it on: it was off
            assert any(each.off_before for each in mine)
        assert life.restores is False or not any(each.off_for_sure for each in mine)
