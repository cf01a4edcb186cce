"""Every phase and every problem has its words, in every language that there is."""

from __future__ import annotations

import importlib.util
import math
import string
import time
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from multisocket_gui import words
from multisocket_gui.cloud.answers import refusal
from multisocket_gui.home.problem import Kind, Problem, Situation
from multisocket_gui.home.quota import Allowance, Standing, Step
from multisocket_gui.home.truth import Phase, Reading, Truth, Wish
from multisocket_gui.paths import resource
from multisocket_gui.problem_texts import problem_texts
from multisocket_gui.settings_checks import Complaint

_spec = importlib.util.spec_from_file_location(
    "translations", Path(__file__).parents[1] / "packaging" / "translations.py"
)
assert _spec
assert _spec.loader
translations = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(translations)
NOW = time.mktime((2026, 3, 2, 12, 4, 0, 0, 0, -1))
LANGUAGES = ["en", "fr"]


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    words.use_language(request.param)
    return str(request.param)


@pytest.mark.parametrize("situation", Situation)
@pytest.mark.parametrize("kind", Kind)
def test_every_problem_has_a_title_a_sentence_and_a_next_step(language: str, kind: Kind, situation: Situation) -> None:
    for until in (None, NOW + 3600):
        said = words.problem_words(Problem(kind, until, "S-1", situation), NOW)
        assert not said.title.endswith((".", "…"))
        for sentence in (said.text, said.step):
            assert sentence.endswith(".")
            assert sentence[0].isupper() or sentence[0] in "“«S"
        assert "{" not in said.line
        assert "  " not in said.line


def test_every_answer_of_the_service_has_all_that_its_words_name() -> None:
    """Where a text says "It answered …", the error holds what."""
    for status in range(201, 600):
        problem = refusal(status, {}, b"", NOW).problem
        wanted = placeholders("".join(problem_texts()[problem.kind]))
        assert bool(wanted) <= bool(problem.detail)


@pytest.mark.parametrize("kind", [Kind.SHAPE_CHANGED, Kind.AMBIGUOUS, Kind.EXPIRED, Kind.SIGNED_OUT])
def test_what_was_not_the_readings_fault_is_not_called_so(kind: Kind) -> None:
    said = words.problem_words(Problem(kind, detail="4/3", situation=Situation.READING_FIRST), NOW)
    assert "could not be read first" not in said.line


@pytest.mark.parametrize("kind", [Kind.TIMED_OUT, Kind.CUT_OFF, Kind.SERVER_TROUBLE, Kind.BAD_ANSWER])
def test_a_lost_answer_leaves_doubt_only_where_something_was_to_be_written(kind: Kind) -> None:
    doubt = "may or may not"
    assert doubt in words.problem_words(Problem(kind, situation=Situation.WRITING), NOW).line
    assert doubt not in words.problem_words(Problem(kind), NOW).line
    first = words.problem_words(Problem(kind, situation=Situation.READING_FIRST), NOW).line
    assert "nothing was sent" in first
    assert doubt not in first


@pytest.mark.parametrize("kind", [Kind.QUOTA_USED_UP, Kind.BUSY, Kind.SAVED])
def test_the_time_of_return_is_said(language: str, kind: Kind) -> None:
    assert "13:04" in words.problem_words(Problem(kind, until=NOW + 3600), NOW).step


@pytest.mark.parametrize("complaint", Complaint)
def test_every_complaint_has_words(language: str, complaint: Complaint) -> None:
    assert words.complaint_words(complaint)


@pytest.mark.parametrize("asked", [True, False])
@pytest.mark.parametrize("phase", Phase)
def test_every_phase_has_words(language: str, phase: Phase, asked: bool) -> None:
    truth = Truth(phase, Reading(not asked, NOW, 1), Wish(asked, 2), Problem(Kind.OFFLINE))
    assert words.phase_line(truth, NOW)
    assert "Lampe" in words.happening("Lampe", truth)


def test_a_confirmed_state_has_its_time_and_an_old_one_its_age() -> None:
    truth = Truth(Phase.CONFIRMED, Reading(True, NOW, 1))
    assert words.phase_line(truth, NOW + 59) == "On · 12:04"
    assert words.phase_line(truth, NOW + 180) == "On · 12:04, 3 min ago"


def test_a_failure_says_what_is_still_so_and_why() -> None:
    truth = Truth(Phase.FAILED, Reading(False, NOW, 1), Wish(True, 2), Problem(Kind.OFFLINE))
    assert words.phase_line(truth, NOW) == "Still off: the service cannot be reached"


PO = resource("locale", "fr", "LC_MESSAGES", "multisocket_gui.po")


@pytest.fixture(scope="module")
def french() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="fr", abort_invalid=True)


def texts(message: Message) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The original and the translated forms of a sentence."""
    original, translated = message.id, message.string
    return (tuple(original), tuple(translated)) if message.pluralizable else ((original,), (translated,))


def test_french_is_complete_and_keeps_every_placeholder(french: Catalog) -> None:
    for message in french:
        for original, translated in zip(*texts(message), strict=True) if message.id else ():
            assert translated, f"not translated: {original}"
            assert placeholders(original) == placeholders(translated)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_sentence_of_the_program_is_in_the_catalogue_and_no_other(french: Catalog) -> None:
    assert {m.id for m in translations.collected()} == {m.id for m in french}


def test_the_compiled_catalogue_is_the_one_of_its_source(french: Catalog) -> None:
    assert translations.compiled(french) == PO.with_suffix(".mo").read_bytes()


def test_plurals() -> None:
    assert words.trn("{count} outlet", "{count} outlets", 1) == "1 outlet"
    assert words.trn("{count} outlet", "{count} outlets", 4) == "4 outlets"


# The day's calls


def test_the_meter_says_when_calls_are_back_only_where_none_can_be_sent() -> None:
    assert words.quota_line(Standing(500, 143), NOW) == "at least 143 of 500 calls"
    saved = Standing(500, 400, Step.ONLY_OFF, NOW + 3600)
    assert words.quota_line(saved, NOW) == "at least 400 of 500 calls"
    spent = Standing(500, 500, Step.NOTHING, NOW + 3600)
    assert words.quota_line(spent, NOW) == "at least 500 of 500 calls, back at 13:04"


def test_nobody_is_sent_back_too_early_and_midnight_is_midnight() -> None:
    minute = NOW - NOW % 60 + 3600
    assert words.back_time(minute - 0.7, NOW) == words.back_time(minute, NOW) == words.clock_time(minute, NOW)
    assert words.back_time(minute + 3, NOW) == words.clock_time(minute, NOW)
    assert words.back_time(minute + 20, NOW) == words.clock_time(minute + 60, NOW)


def test_a_return_in_days_has_its_date() -> None:
    assert words.back_time(NOW + 3 * 86_400, NOW) == words.clock_time(math.ceil((NOW - 5) / 60) * 60 + 3 * 86_400, NOW)


def test_every_step_is_said_and_no_two_alike(language: str) -> None:
    told = [words.quota_step(Standing(500, 300, step, NOW + 3600), NOW) for step in Step]
    told.append(words.quota_step(Standing(500, 30, Step.NOTHING, NOW + 57, paused=True), NOW))
    assert told[0] == ""
    assert all(told[1:])
    assert len(set(told)) == len(told)
    assert all("{" not in line for line in told)


@pytest.mark.parametrize("allowance", [Allowance(), Allowance(10, 1, 0), Allowance(10, 0, 0)])
def test_the_meter_says_what_is_held_back(language: str, allowance: Allowance) -> None:
    assert ("1" in words.quota_hint(allowance)) is bool(allowance.reserves)
