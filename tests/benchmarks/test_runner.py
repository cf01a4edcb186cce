"""The runner measures real processes; how long they take is nothing that a test could know."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def run(*words: str) -> subprocess.CompletedProcess[str]:
    order = [sys.executable, "-m", "benchmarks", *words]
    return subprocess.run(order, cwd=ROOT, capture_output=True, text=True, timeout=110, check=False)


def test_it_prints_a_line_for_what_was_asked() -> None:
    done = run("--runs", "1", "command")
    assert done.returncode == 0, done.stderr
    table = [line for line in done.stdout.splitlines() if line.startswith("|")]
    assert len(table) == 3
    assert "`status` through the running instance" in table[-1]


def test_an_unknown_figure_is_refused_with_those_that_there_are() -> None:
    done = run("speed")
    assert done.returncode == 2
    assert "no such figure: speed" in done.stderr


def test_a_command_loads_neither_qt_nor_what_only_the_window_needs(tmp_path: Path) -> None:
    """Each of these costs more than the whole rest: the command must stay as fast as it is."""
    order = [sys.executable, "-X", "importtime", "-m", "multisocket_gui", "--config-dir", str(tmp_path), "status"]
    told = subprocess.run(order, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False).stderr
    loaded = {line.rpartition("|")[2].strip() for line in told.splitlines() if line.startswith("import time:")}
    assert "multisocket_gui.cli" in loaded
    assert not {name.partition(".")[0] for name in loaded} & {"PySide6", "requests", "msal", "keyring", "cryptography"}
    assert not loaded & {"dataclasses", "logging", "multisocket_gui.words", "multisocket_gui.settings"}
