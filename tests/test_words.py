"""Every phase and every problem has its words, in every language that there is."""

from __future__ import annotations

import re
import string
import time

import pytest
from babel.messages.pofile import read_po

from multisocket_gui import words
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.home.truth import Phase, Reading, Truth, Wish
from multisocket_gui.paths import resource
from multisocket_gui.settings import Complaint

NOW = time.mktime((2026, 3, 2, 12, 4, 0, 0, 0, -1))
LANGUAGES = ["en", "fr"]


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    words.use_language(request.param)
    return str(request.param)


@pytest.mark.parametrize("kind", Kind)
def test_every_problem_has_title_and_next_step(language: str, kind: Kind) -> None:
    said = words.problem_words(Problem(kind, until=NOW + 3600, detail="S-1"), NOW)
    assert said.title
    assert said.step
    assert "{" not in said.line


@pytest.mark.parametrize("kind", [Kind.QUOTA_USED_UP, Kind.BUSY])
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
    assert words.phase_line(truth, NOW) == "Still off: The service cannot be reached"


def test_french_is_complete_and_keeps_every_placeholder() -> None:
    with resource("locale", "fr", "LC_MESSAGES", "multisocket_gui.po").open("rb") as file:
        catalogue = read_po(file, locale="fr", abort_invalid=True)
    fields = string.Formatter()
    for message in catalogue:
        if not message.id:
            continue
        pairs = zip(
            *([message.id, message.string] if message.pluralizable else [(message.id,), (message.string,)]), strict=True
        )
        for original, translated in pairs:
            assert translated, f"not translated: {original}"
            assert not message.fuzzy, f"doubtful: {original}"
            names = [{name for _, name, _, _ in fields.parse(text) if name} for text in (original, translated)]
            assert names[0] == names[1], original
            assert re.match(r"&?\w", original) is None or len(translated) < 3 * len(original) + 20


def test_plurals() -> None:
    assert words.trn("{count} outlet", "{count} outlets", 1) == "1 outlet"
    assert words.trn("{count} outlet", "{count} outlets", 4) == "4 outlets"
