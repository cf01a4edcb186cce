"""The manual page and the shells' completion: as the parser is now, and as their readers take them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SHARE = ROOT / "packaging" / "share"
PAGE = SHARE / "man" / "man1" / "multisocket-gui.1"
READERS = {
    "bash": SHARE / "bash-completion" / "completions" / "multisocket-gui",
    "zsh": SHARE / "zsh" / "site-functions" / "_multisocket-gui",
    "fish": SHARE / "fish" / "vendor_completions.d" / "multisocket-gui.fish",
}


def test_they_are_as_the_parser_is_now() -> None:
    """In a process of its own: the sentences are English, whatever was spoken here before."""
    code = "import json; from command_line.__main__ import files; print(json.dumps(files()))"
    environment = dict(os.environ, PYTHONPATH=f"{ROOT}{os.pathsep}{ROOT / 'packaging'}", COLUMNS="40", LANGUAGE="fr")
    order = [sys.executable, "-c", code]
    done = subprocess.run(order, env=environment, capture_output=True, text=True, check=True)
    files = json.loads(done.stdout)
    assert {name: (SHARE / name).read_text(encoding="utf-8") for name in files} == files
    assert {file for file in SHARE.rglob("*") if file.is_file()} == {SHARE / name for name in files}


def test_the_manual_page_is_read_without_a_warning() -> None:
    order = ["groff", "-man", "-Tutf8", "-ww", "-rLL=200n", str(PAGE)]
    done = subprocess.run(order, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    plain = " ".join(re.sub(r"\x1b\[[0-9;]*m|.\x08", "", done.stdout).split())
    for words in ("link add", "--config-dir", "EXIT STATUS", "no running instance"):
        assert words in plain


@pytest.mark.parametrize("shell", READERS)
def test_each_shell_understands_its_completion(shell: str) -> None:
    done = subprocess.run([shell, "-n", READERS[shell]], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
