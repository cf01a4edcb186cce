"""The PyInstaller folder, copied to a place without Python."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from packaged_program import ROOT, does_the_main_job

SPEC = ROOT / "packaging" / "multisocket-gui.spec"


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder, moved away from where it was built."""
    built, elsewhere = tmp_path_factory.mktemp("built"), tmp_path_factory.mktemp("elsewhere")
    folders = ["--distpath", str(built / "dist"), "--workpath", str(built / "work")]
    order = [sys.executable, "-m", "PyInstaller", str(SPEC), *folders]
    done = subprocess.run(order, cwd=built, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return Path(shutil.move(built / "dist" / "multisocket-gui", elsewhere / "multisocket-gui"))


@pytest.mark.timeout(300)
def test_the_bundle_does_the_main_job(bundle: Path) -> None:
    does_the_main_job(bundle / "multisocket-gui")


@pytest.mark.timeout(300)
def test_the_bundle_brings_of_qt_only_what_is_used(bundle: Path) -> None:
    names = {file.name for file in bundle.rglob("*")}
    assert not [name for name in names if "Qt6Qml" in name or "Qt6Pdf" in name or "gtk" in name]
    assert not [link for link in bundle.rglob("*") if link.is_symlink() and not link.exists()]
