"""The wheel, built by way of the source archive and installed as a user would, away from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest
from packaged_program import ROOT, does_the_main_job

WHEELS = ROOT / "build" / "wheels"
"""The runtime dependencies, downloaded by dev.py: the tests themselves stay off the network."""

BIN = "Scripts" if os.name == "nt" else "bin"


def call(*command: str | Path, cwd: Path) -> None:
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.timeout(300)
def test_the_installed_wheel_does_the_main_job(tmp_path: Path) -> None:
    assert any(WHEELS.glob("*.whl")), "python3 dev.py test downloads the wheels that this test installs"
    call(sys.executable, "-m", "build", "--no-isolation", "--outdir", tmp_path, ROOT, cwd=tmp_path)
    (wheel,) = tmp_path.glob("*.whl")
    elsewhere = tmp_path / "venv"
    venv.create(elsewhere, with_pip=True, symlinks=os.name != "nt")
    call(elsewhere / BIN / "pip", "install", "--no-index", "--find-links", WHEELS, wheel, cwd=tmp_path)
    does_the_main_job(elsewhere / BIN / "multisocket-gui")
    assert (elsewhere / "share" / "man" / "man1" / "multisocket-gui.1").is_file()
    assert (elsewhere / "share" / "bash-completion" / "completions" / "multisocket-gui").is_file()
