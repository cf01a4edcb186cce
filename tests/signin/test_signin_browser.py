from __future__ import annotations

import shlex
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from multisocket_gui.signin import browser
from multisocket_gui.signin.browser import open_link

LINK = "https://login.example.com/authorize?a=1&state=x%20y%s"


def python(*words: str) -> str:
    return shlex.join([sys.executable, *words])


@pytest.fixture
def writes(tmp_path: Path) -> tuple[str, Path]:
    """A browser that writes its arguments to a file, chattering on standard output and error, and that file."""
    script, seen = tmp_path / "browser.py", tmp_path / "seen"
    script.write_text(
        "import pathlib, sys; print('out'); print('err', file=sys.stderr);"
        f"pathlib.Path({str(seen)!r}).write_text('\\n'.join(sys.argv[1:]))"
    )
    return python(str(script)), seen


@pytest.mark.parametrize("arguments", [" --new %s", " --new %s &", " --new"])
def test_the_chosen_command_is_given_the_link_and_keeps_quiet(
    writes: tuple[str, Path],
    arguments: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    command, seen = writes
    monkeypatch.setenv("BROWSER", command + arguments)
    assert open_link(LINK)
    assert seen.read_text() == f"--new\n{LINK}"
    assert capfd.readouterr() == ("", "")


@pytest.mark.logs("no browser could be started")
def test_the_next_is_tried_when_one_fails(writes: tuple[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    command, seen = writes
    monkeypatch.setenv("BROWSER", ":".join(["no-such-browser", python("-c", "raise SystemExit(3)"), command]))
    assert open_link(LINK)
    assert seen.read_text() == LINK


@pytest.mark.logs("no browser could be started")
def test_when_none_works_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER", "no-such-browser:" + python("-c", "raise SystemExit(3)"))
    assert not open_link(LINK)


def test_a_text_browser_is_of_no_use_without_a_terminal(tmp_path: Path) -> None:
    """In a process of its own, because `webbrowser` looks around once."""
    text_browser = tmp_path / "lynx"
    text_browser.write_text("#!/bin/sh\ntouch " + shlex.quote(str(tmp_path / "started")))
    text_browser.chmod(0o755)
    program = f"from multisocket_gui.signin.browser import open_link; print(open_link({LINK!r}))"
    environment = {"PATH": f"{tmp_path}:/usr/bin:/bin", "TERM": "xterm", "PYTHONPATH": ":".join(filter(None, sys.path))}
    ran = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    assert ran.stdout == "False\n"
    assert not (tmp_path / "started").exists()


def test_a_browser_that_stays_open_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "_PATIENCE", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as window:
        stays = f"import socket; socket.create_connection(('127.0.0.1', {window.getsockname()[1]})).recv(1)"
        monkeypatch.setenv("BROWSER", python("-c", stays))
        assert open_link(LINK)
        process = browser._running[-1]
        window.accept()[0].close()
    assert process.wait(10) == 0
    monkeypatch.setenv("BROWSER", python("-c", ""))
    assert open_link(LINK)
    assert process not in browser._running


def test_a_frozen_bundle_does_not_lend_its_libraries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = tmp_path / "seen"
    shows = f"import os, pathlib; pathlib.Path({str(seen)!r}).write_text(os.environ.get('LD_LIBRARY_PATH', 'none'))"
    monkeypatch.setenv("BROWSER", python("-c", shows))
    monkeypatch.setenv("LD_LIBRARY_PATH", str(tmp_path))
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert open_link(LINK)
    assert seen.read_text() == "none"
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/usr/local/lib")
    assert open_link(LINK)
    assert seen.read_text() == "/usr/local/lib"
