"""Figures become a table that a reader can check against the marks."""

from __future__ import annotations

from benchmarks.table import Figure, Mark, markdown


def row(figure: Figure) -> list[str]:
    return [cell.strip() for cell in markdown([figure]).splitlines()[2].strip("|").split("|")]


def test_a_figure_stands_beside_its_peer_and_its_mark() -> None:
    figure = Figure("start", "ms", [310, 300, 330], [200, 210, 190], "QSystemTrayIcon", Mark(350, 1.6))
    assert row(figure) == [
        "start", "310 ms (300–330)", "QSystemTrayIcon: 200 ms (190–210)", "1.6 ×", "≤ 350 ms, ≤ 1.6 ×", "yes",
    ]  # fmt: skip


def test_a_mark_is_missed_by_the_figure_or_by_the_ratio() -> None:
    assert row(Figure("a", "ms", [351], [300], "peer", Mark(350)))[-1] == "**no**"
    assert row(Figure("a", "ms", [310], [200], "peer", Mark(350, 1.5)))[-1] == "**no**"


def test_nothing_at_all_may_be_promised() -> None:
    assert row(Figure("wake-ups", "", [0], [0], "tray", Mark(0)))[-3:] == ["–", "0", "yes"]
    assert row(Figure("wake-ups", "", [1], [0], "tray", Mark(0)))[-1] == "**no**"


def test_without_a_mark_nothing_is_said_about_it() -> None:
    assert row(Figure("USS", "MB", [41.26], [20.0], "tray"))[-3:] == ["2.1 ×", "–", "–"]
