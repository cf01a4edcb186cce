"""What `dev.py demo` prints where there is no screen."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_tour_tells_what_it_did_and_leaves_its_pictures(tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8"}
    order = [sys.executable, str(ROOT / "docs" / "tour.py"), "--out", str(tmp_path)]
    done = subprocess.run(
        order, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=90, check=False, encoding="utf-8"
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert (
        len(re.findall(r"^  clicked \w+: its relay was (?:on and is off|off and is on);", done.stdout, re.MULTILINE))
        == 3
    )
    assert re.search(r"^Done, with [1-9]\d? of the day's 500 calls\.", done.stdout, re.MULTILINE)
    assert len(list(tmp_path.glob("*.png"))) == 4
