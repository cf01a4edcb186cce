"""What outlives a restart, and what does not break one."""

from __future__ import annotations

from pathlib import Path

import pytest

from multisocket_gui.engine.keep import load_lag, save
from multisocket_gui.home.lag import Lag


def test_it_comes_back_as_it_was(tmp_path: Path) -> None:
    lag = Lag((1.5, 12.25))
    save(tmp_path / "state" / "lag.json", lag)
    assert load_lag(tmp_path / "state" / "lag.json") == lag


def test_without_a_file_it_starts_anew(tmp_path: Path) -> None:
    assert load_lag(tmp_path / "lag.json") == Lag()


@pytest.mark.logs("cannot be read")
@pytest.mark.parametrize("text", ["", "{", "[]", "null", "{}", '{"seconds": 5, "limit": "many"}', "\x00"])
def test_a_damaged_file_costs_only_its_memory(tmp_path: Path, text: str) -> None:
    file = tmp_path / "kept.json"
    file.write_text(text, encoding="utf-8")
    assert load_lag(file) == Lag()


@pytest.mark.logs("cannot be written")
def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    save(tmp_path / "file" / "lag.json", Lag())
