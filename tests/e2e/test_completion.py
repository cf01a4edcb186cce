"""The shells' completion, in the shells: what the parser knows, and the names that the running instance knows."""

from __future__ import annotations

import os
import pty
import re
import select
import shlex
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from .facts import until
from .program import ROOT, Installation

SHARE = ROOT / "packaging" / "share"
BASH = """
source {script}
COMP_WORDS=({words}) COMP_CWORD=$(( ${{#COMP_WORDS[@]}} - 1 ))
compopt() {{ :; }}
_multisocket_gui
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


@pytest.fixture
def program(home: Installation, tmp_path: Path) -> Path:
    """A `multisocket-gui` in a folder of programs, for the installation of the test."""
    folder = tmp_path / "bin"
    folder.mkdir()
    file = folder / "multisocket-gui"
    file.write_text(f'#!/bin/sh\nexec {shlex.join([sys.executable, "-m", "multisocket_gui"])} "$@"\n', encoding="utf-8")
    file.chmod(stat.S_IRWXU)
    home.environment |= {
        "PATH": f"{folder}:{home.environment['PATH']}",
        "PYTHONPATH": str(ROOT),
        "MULTISOCKET_GUI_CONFIG_DIR": str(home.folder),
    }
    return file


def shell(home: Installation, *order: str) -> list[str]:
    done = subprocess.run(order, env=home.environment, capture_output=True, text=True, check=False, timeout=60)
    assert done.stderr == ""
    return done.stdout.split("\n")[:-1]


def bash(home: Installation, words: str) -> list[str]:
    script = SHARE / "bash-completion" / "completions" / "multisocket-gui"
    return [line for line in shell(home, "bash", "-c", BASH.format(script=script, words=words)) if line]


def fish(home: Installation, line: str) -> list[str]:
    script = SHARE / "fish" / "vendor_completions.d" / "multisocket-gui.fish"
    told = shell(home, "fish", "--no-config", "-c", f"source {script}; complete -C {shlex.quote(line)}")
    return [each.partition("\t")[0] for each in told]


def zsh(home: Installation, tmp_path: Path, line: str, wanted: str) -> None:
    """Type the line and the tab key into a real zsh, and wait for what it makes of that."""
    (tmp_path / ".zshrc").write_text(
        f"fpath=({SHARE}/zsh/site-functions $fpath); autoload -Uz compinit; compinit -u -D; PS1='ready> '\n",
        encoding="utf-8",
    )
    ours, theirs = pty.openpty()
    environment = home.environment | {"ZDOTDIR": str(tmp_path), "TERM": "dumb"}
    with subprocess.Popen(["zsh", "-i"], env=environment, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        seen = b""

        def reads(text: str) -> bool:
            nonlocal seen
            while select.select([ours], [], [], 0)[0]:
                seen += os.read(ours, 65536)
            return text in re.sub(r"\x1b\[[?0-9;]*[a-zA-Z]", "", seen.decode(errors="replace"))

        try:
            until(lambda: reads("ready> "))
            os.write(ours, f"{line}\t".encode())
            until(lambda: reads(wanted))
        finally:
            process.kill()
            os.close(ours)


def test_what_the_parser_knows_needs_no_instance(home: Installation, program: Path) -> None:
    assert "link" in bash(home, "multisocket-gui ''")
    assert bash(home, "multisocket-gui --demo all-o") == ["all-off", "all-on"]
    assert bash(home, "multisocket-gui link ''") == ["add", "list", "remove"]
    assert "--no-wait" in bash(home, "multisocket-gui on --n")
    assert bash(home, "multisocket-gui on Con") == []
    assert "list" in fish(home, "multisocket-gui li")
    assert fish(home, "multisocket-gui on Con") == []


def test_names_are_those_of_the_running_instance(home: Installation, program: Path, tmp_path: Path) -> None:
    with home.running():
        assert bash(home, "multisocket-gui on con") == ["Console"]
        assert bash(home, r"multisocket-gui off 'Salon\ /\ TV/C'") == ["Salon\\ /\\ TV/Console"]
        assert bash(home, "multisocket-gui all-off ''") == ["Maison", "Atelier"]
        assert fish(home, "multisocket-gui on Con") == ["Console"]
        assert fish(home, "multisocket-gui --config-dir /nowhere on Con") == []
        zsh(home, tmp_path, "multisocket-gui on Conso", "on Console")
