"""Start at login: what is really registered, on each platform, and by which command."""

from __future__ import annotations

import json
import plistlib
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from multisocket_gui import paths
from multisocket_gui.desktop import login_linux, login_macos, login_windows
from multisocket_gui.desktop.login_item import (
    Command,
    LoginState,
    NotRegistered,
    Standing,
    Unavailable,
    entry_name,
    itself,
    login_item,
    started,
)
from multisocket_gui.desktop.login_linux import AutostartFile, entry_of, escaped, exec_line, unescaped, words_of
from multisocket_gui.desktop.login_macos import LaunchAgent
from multisocket_gui.desktop.login_windows import APPROVED, RUN, RunValue, command_line

ME = Command(("/opt/multisocket gui/multisocket-gui", "--config-dir", "/home/é/50% $HOME `x`", "--minimized"))
UGLY = [
    "a b",
    'say "x"',
    "$HOME",
    "`id`",
    "50%",
    "%f",
    "back\\slash\\",
    "é ☃",
    "~",
    "*",
    "a;b&c|d",
    "it's",
    "#x",
    "tab\there",
    "<>",
]
ON, OFF = LoginState(Standing.ON), LoginState(Standing.OFF)
words = st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), min_size=1, max_size=4)


# Which command


def test_a_bundle_starts_itself_and_an_appimage_its_file() -> None:
    def command(environment: dict[str, str]) -> Command:
        bundle = Path("/opt/multisocket-gui/multisocket-gui")
        return started("x", bundle, environment, ["-m"], frozen=True, package=bundle.parent, installed=[])

    assert command({}) == Command(("/opt/multisocket-gui/multisocket-gui", "-m"))
    assert command({"APPIMAGE": "/home/me/M.AppImage"}) == Command(("/home/me/M.AppImage", "-m"))


@pytest.mark.parametrize(
    ("told", "there"), [("multisocket-gui", "multisocket-gui"), ("multisocket-gui", "multisocket-gui.exe")]
)
def test_a_script_starts_itself(tmp_path: Path, told: str, there: str) -> None:
    (tmp_path / there).write_text("", encoding="utf-8")
    command = started(
        str(tmp_path / told), Path("/usr/bin/python3"), {}, [], frozen=False, package=tmp_path, installed=[tmp_path]
    )
    assert command == Command((str(tmp_path / there),))


def test_a_module_starts_by_its_interpreter_and_a_checkout_from_its_folder(tmp_path: Path) -> None:
    package, python = tmp_path / "multisocket_gui", tmp_path / "python.exe"

    def command(installed: list[Path]) -> Command:
        script = str(package / "__main__.py")
        return started(script, python, {}, ["--x"], frozen=False, package=package, installed=installed)

    assert command([tmp_path]) == Command((str(python), "-m", "multisocket_gui", "--x"))
    assert command([]) == Command((str(python), "-m", "multisocket_gui", "--x"), tmp_path)
    (tmp_path / "pythonw.exe").write_text("", encoding="utf-8")
    assert command([tmp_path]).words[0] == str(tmp_path / "pythonw.exe")


def test_what_is_told_of_this_very_program_starts_it() -> None:
    command = itself(["--version"])
    done = subprocess.run(command.words, cwd=command.folder, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("multisocket-gui ")


def test_each_folder_has_an_entry_of_its_own(tmp_path: Path) -> None:
    assert entry_name(None) == paths.APP_ID
    assert len({entry_name(None), entry_name(tmp_path), entry_name(tmp_path / "x")}) == 3


def test_the_demo_is_not_started_at_login() -> None:
    item = login_item(None, demo=True)
    assert item.state().standing is Standing.UNAVAILABLE
    for change in (item.enable, item.disable):
        with pytest.raises(NotRegistered):
            change()


# Linux


@pytest.fixture
def autostart(tmp_path: Path) -> AutostartFile:
    return AutostartFile(tmp_path / "config" / "autostart" / "me.desktop", ME)


def written(item: AutostartFile, *lines: str) -> AutostartFile:
    item.file.parent.mkdir(parents=True, exist_ok=True)
    item.file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return item


def test_on_and_off_again(autostart: AutostartFile) -> None:
    assert autostart.state() == OFF
    autostart.enable()
    assert autostart.state() == ON
    assert [each.name for each in autostart.file.parent.iterdir()] == ["me.desktop"]
    autostart.disable()
    autostart.disable()
    assert autostart.state() == OFF


def test_a_checkout_is_started_from_its_folder(tmp_path: Path) -> None:
    item = AutostartFile(tmp_path / "me.desktop", Command(ME.words, tmp_path / "a b"))
    item.enable()
    assert item.state() == ON
    assert entry_of(item.file.read_text(encoding="utf-8"))["Path"] == str(tmp_path / "a b")
    assert AutostartFile(item.file, ME).state().standing is Standing.ELSEWHERE


@pytest.mark.parametrize(
    "line",
    ["Hidden=true", "X-GNOME-Autostart-enabled=false", "Exec=", "TryExec=/nowhere/at/all", "TryExec=no-such-program"],
)
def test_what_a_desktop_passes_over_is_off_until_it_is_switched_on(autostart: AutostartFile, line: str) -> None:
    autostart.enable()
    mine = autostart.file.read_text(encoding="utf-8").splitlines()
    assert written(autostart, *mine, line).state() == OFF
    autostart.enable()
    assert autostart.state() == ON


def test_what_stands_in_another_group_is_another_matter(autostart: AutostartFile) -> None:
    autostart.enable()
    mine = autostart.file.read_text(encoding="utf-8").splitlines()
    assert written(autostart, "# me", *mine, "TryExec=sh", "", "[Desktop Action x]", "Hidden=true").state() == ON


def test_a_moved_program_is_told_and_can_be_pointed_here(autostart: AutostartFile) -> None:
    written(autostart, "[Desktop Entry]", "Type=Application", 'Exec="/old place/multisocket-gui" --minimized %U')
    assert autostart.state() == LoginState(Standing.ELSEWHERE, "/old place/multisocket-gui --minimized")
    autostart.enable()
    assert autostart.state() == ON


def test_a_place_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "autostart").write_text("", encoding="utf-8")
    item = AutostartFile(tmp_path / "autostart" / "me.desktop", ME)
    assert item.state() == LoginState(Standing.UNAVAILABLE, "Not a directory")
    with pytest.raises(NotRegistered) as refused:
        item.enable()
    assert refused.value.problem.detail
    with pytest.raises(NotRegistered):
        item.disable()


def test_an_entry_that_is_no_text_is_told(autostart: AutostartFile) -> None:
    autostart.file.parent.mkdir(parents=True)
    autostart.file.write_bytes(b"\xff\xfe")
    assert autostart.state().standing is Standing.UNAVAILABLE


@given(words)
def test_whatever_the_words_they_come_back(some: list[str]) -> None:
    assert words_of(unescaped(escaped(exec_line(tuple(some))))) == some


if sys.platform.startswith("linux"):

    def test_the_platforms_place_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
        item = login_item(str(tmp_path / "mine"))
        item.enable()
        assert item.state() == ON
        (file,) = (tmp_path / "autostart").iterdir()
        assert file.name == f"{entry_name(tmp_path / 'mine')}.desktop"
        found = words_of(entry_of(file.read_text(encoding="utf-8"))["Exec"])
        assert found[-3:] == ["--config-dir", str(tmp_path / "mine"), "--minimized"]
        assert login_item(None).state() == OFF

    def test_glib_reads_the_same_words(tmp_path: Path, qtbot: QtBot) -> None:
        script, told = tmp_path / "tell $me `x`.py", tmp_path / "told.json"
        script.write_text(
            f"#!{sys.executable}\nimport json, os, sys\n"
            f"told = {str(told)!r}\n"
            "open(told + '.new', 'w').write(json.dumps([sys.argv[1:], os.getcwd()]))\n"
            "os.replace(told + '.new', told)\n",
            encoding="utf-8",
        )
        script.chmod(stat.S_IRWXU)
        item = AutostartFile(tmp_path / "me.desktop", Command((str(script), *UGLY), tmp_path))
        item.enable()
        subprocess.run(["gio", "launch", str(item.file)], check=True, timeout=60)
        qtbot.waitUntil(told.exists, timeout=20_000)
        assert json.loads(told.read_text(encoding="utf-8")) == [UGLY, str(tmp_path)]

    def test_a_flatpak_says_where_to_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        info = tmp_path / ".flatpak-info"
        info.write_text("", encoding="utf-8")
        monkeypatch.setattr(login_linux, "_FLATPAK", info)
        assert isinstance(login_linux.new_item("me", ME), Unavailable)


# macOS


class Launchd:
    """What launchctl would print, and what it was told."""

    def __init__(self, printed: str = "disabled services = {\n}\n") -> None:
        self.printed = printed
        self.told: list[tuple[str, ...]] = []

    def __call__(self, *words: str) -> str:
        self.told.append(words)
        return self.printed


@pytest.fixture
def agent(tmp_path: Path) -> LaunchAgent:
    return LaunchAgent(tmp_path / "LaunchAgents" / "io.example.me.plist", ME, Launchd())


def test_an_agent_on_and_off(agent: LaunchAgent) -> None:
    assert agent.state() == OFF
    agent.enable()
    assert agent.state() == ON
    found = plistlib.loads(agent.file.read_bytes())
    assert (found["Label"], found["ProgramArguments"], found["RunAtLoad"]) == ("io.example.me", list(ME.words), True)
    agent.disable()
    assert agent.state() == OFF


@pytest.mark.parametrize(
    ("change", "standing"),
    [
        ({"Disabled": True}, Standing.OFF),
        ({"RunAtLoad": False}, Standing.OFF),
        ({"ProgramArguments": ["/old/multisocket-gui"]}, Standing.ELSEWHERE),
        ({"WorkingDirectory": "/elsewhere"}, Standing.ELSEWHERE),
        ({"LegacyTimers": True}, Standing.ON),
    ],
)
def test_what_an_agent_says_counts(agent: LaunchAgent, change: dict[str, object], standing: Standing) -> None:
    agent.enable()
    agent.file.write_bytes(plistlib.dumps(login_macos.agent(agent.label, ME) | change))
    assert agent.state().standing is standing


@pytest.mark.parametrize(
    ("line", "off"),
    [
        ('"io.example.me" => disabled', True),
        ('"io.example.me" => true', True),
        ('"io.example.me" => enabled', False),
        ('"io.example.me.other" => disabled', False),
        ('"ioxexample.me" => disabled', False),
    ],
)
def test_what_launchd_was_told_stands_above_the_file(tmp_path: Path, line: str, off: bool) -> None:
    launchd = Launchd(f"disabled services = {{\n\t{line}\n}}\n")
    agent = LaunchAgent(tmp_path / "io.example.me.plist", ME, launchd)
    agent.enable()
    assert launchd.told[-1][0] == "enable"
    assert agent.state() == (OFF if off else ON)


def test_an_agent_that_makes_no_sense_or_cannot_be_written_is_told(tmp_path: Path) -> None:
    agent = LaunchAgent(tmp_path / "io.example.me.plist", ME, Launchd())
    agent.file.write_text("<plist", encoding="utf-8")
    assert agent.state().standing is Standing.UNAVAILABLE
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(NotRegistered):
        LaunchAgent(tmp_path / "file" / "x.plist", ME, Launchd()).enable()


# Windows


class Hive(dict[tuple[str, str], "str | bytes"]):
    """A registry in memory."""

    def read(self, key: str, name: str) -> str | bytes | None:
        return self.get((key, name))

    def write(self, key: str, name: str, text: str) -> None:
        self[key, name] = text

    def remove(self, key: str, name: str) -> None:
        self.pop((key, name), None)


class SealedHive(Hive):
    def write(self, key: str, name: str, text: str) -> None:
        raise PermissionError(13, "Access is denied")


SHORT = Command(
    (r"C:\Program Files\Multisocket GUI\multisocket-gui.exe", "--config-dir", "C:\\my folder\\", "--minimized")
)


def test_a_value_on_and_off() -> None:
    hive = Hive()
    item = RunValue("me", SHORT, hive)
    assert item.state() == OFF
    item.enable()
    assert item.state() == ON
    item.disable()
    assert item.state() == OFF
    assert not hive


def test_the_command_line_is_quoted_as_windows_takes_it_apart() -> None:
    assert command_line(SHORT) == (
        r'"C:\Program Files\Multisocket GUI\multisocket-gui.exe" --config-dir "C:\my folder\\" --minimized'
    )
    assert command_line(Command(("C:\\m.exe",))) == '"C:\\m.exe"'


@pytest.mark.parametrize(
    ("approval", "standing"),
    [(b"\x02" + bytes(11), Standing.ON), (b"\x03" + bytes(11), Standing.OFF), (b"", Standing.ON)],
)
def test_what_the_task_manager_says_counts(approval: bytes, standing: Standing) -> None:
    hive = Hive()
    item = RunValue("me", SHORT, hive)
    item.enable()
    hive[APPROVED, "me"] = approval
    assert item.state().standing is standing
    item.enable()
    assert item.state() == ON


def test_another_command_is_elsewhere() -> None:
    item = RunValue("me", SHORT, Hive({(RUN, "me"): r"C:\old\multisocket-gui.exe --minimized"}))
    assert item.state() == LoginState(Standing.ELSEWHERE, r"C:\old\multisocket-gui.exe --minimized")
    item.enable()
    assert item.state() == ON


def test_what_windows_would_not_keep_is_told() -> None:
    with pytest.raises(NotRegistered):
        RunValue("me", SHORT, SealedHive()).enable()
    with pytest.raises(NotRegistered):
        RunValue("me", Command(("C:\\" + "x" * login_windows.LONGEST,)), Hive()).enable()


def test_a_checkout_is_not_registered_on_windows(tmp_path: Path) -> None:
    assert isinstance(login_windows.new_item("me", Command(("python",), tmp_path)), Unavailable)
