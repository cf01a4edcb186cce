"""The two lists of pinned packages belong together."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def pins(file: Path) -> dict[str, str]:
    """Package -> the exact version."""
    return dict(re.findall(r"^([\w.-]+)==(\S+)", file.read_text(encoding="utf-8"), re.MULTILINE))


def test_the_program_runs_with_the_versions_that_are_tested() -> None:
    run, everything = pins(ROOT / "packaging" / "constraints-run.txt"), pins(ROOT / "constraints.txt")
    assert run
    assert run.items() <= everything.items()


def test_the_pins_avoid_the_qt_that_aborts() -> None:
    assert pins(ROOT / "constraints.txt")["pyside6-essentials"] != "6.12.0"
