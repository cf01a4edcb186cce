"""A screen, a home, a program for it: everything real, and nothing of whoever runs the tests."""

from __future__ import annotations

import os
import shlex
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from secret_finder import SecretFinder

from multisocket_gui.demo.cloud import SUBSCRIPTION_KEY, EmbeddedCloud
from multisocket_gui.demo.report import write_settings

from . import program, screen
from .browser import Surfer, browser
from .facts import until
from .hand import Hand
from .program import Installation

if not sys.platform.startswith("linux"):
    collect_ignore_glob = ["test_*.py"]  # they need an X server

_OF_THE_SCREEN = ("DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "XDG_SESSION_TYPE", "XDG_CURRENT_DESKTOP")
_OF_THE_PERSON = ("BROWSER", "LANGUAGE", "http_proxy", "https_proxy", "all_proxy")
VISITOR = shlex.join([sys.executable, "-m", "multisocket_gui.demo.visitor"]) + " %s &"
"""A BROWSER that takes no time, where the browser is not what is tested."""

_OF_EVERY_CLOUD = [("subscription key", SUBSCRIPTION_KEY)]
"""What is known of the cloud in the program itself; tokens are known by their looks."""


@dataclass
class RealBrowser:
    """Chromium as BROWSER. `told` holds the heading of its last page when it is done."""

    told: Path
    command: str = field(init=False)

    def __post_init__(self) -> None:
        script = Path(__file__).with_name("browser.py")
        self.command = shlex.join([sys.executable, str(script), "--told", str(self.told)]) + " %s &"

    def last_heading(self) -> str:
        """What stood on the last page; nothing as long as the browser is not done."""
        return self.told.read_text(encoding="utf-8") if self.told.exists() else ""


@dataclass
class Links:
    """A BROWSER that writes down the links that it is given, and opens none of them."""

    file: Path
    command: str = field(init=False)

    def __post_init__(self) -> None:
        self.command = shlex.join(["sh", "-c", 'echo "$1" >> "$0"', str(self.file)]) + " %s"

    def wait_for(self, count: int) -> str:
        """The last link, once there are so many."""
        return until(lambda: self._all()[count - 1 : count])[0]

    def count(self) -> int:
        """How many there were so far."""
        return len(self._all())

    def _all(self) -> list[str]:
        return self.file.read_text(encoding="utf-8").splitlines() if self.file.exists() else []


@pytest.fixture(scope="session")
def desktop() -> Iterator[dict[str, str]]:
    """The environment of a desktop of the tests' own: X server and window manager, no message bus, no tray."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in _OF_THE_SCREEN and name.lower() not in map(str.lower, _OF_THE_PERSON)
        if not name.startswith(("MULTISOCKET", "QT_"))
    }
    with tempfile.TemporaryDirectory(prefix="msg-") as folder, screen.x_server() as display:
        kept.update(DISPLAY=display, QT_QPA_PLATFORM="xcb", DBUS_SESSION_BUS_ADDRESS="disabled:")
        kept.update(HOME=folder, XDG_RUNTIME_DIR=folder, LC_ALL="C.UTF-8", NO_PROXY="localhost,127.0.0.1")
        with screen.window_manager(kept):
            yield kept


@pytest.fixture(autouse=True)
def _no_secret_is_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever a test does, no file of the program and nothing that it printed holds a secret."""
    cloud = request.getfixturevalue("cloud") if "cloud" in request.fixturenames else None
    program.MADE.clear()
    yield
    finder = SecretFinder(cloud.secrets() if cloud else _OF_EVERY_CLOUD)
    for made in program.MADE:
        assert not finder.in_folder(made.folder)
        assert not finder.in_folder(Path(made.environment["HOME"]), ours=False)
        assert not finder.in_text("\n".join(made.printed), "what was printed")


@pytest.fixture
def tray(desktop: dict[str, str], tmp_path: Path) -> Iterator[None]:
    """A tray for as long as the test runs; without this fixture there is none."""
    with screen.tray_host(desktop, tmp_path):
        yield


@pytest.fixture
def hand(desktop: dict[str, str]) -> Hand:
    return Hand(desktop)


@pytest.fixture
def chromium(tmp_path: Path) -> RealBrowser:
    return RealBrowser(tmp_path / "browser-told.txt")


@pytest.fixture(scope="module")
def one_chromium() -> Iterator[Surfer]:
    with browser() as surfer:
        yield surfer


@pytest.fixture
def surfer(one_chromium: Surfer) -> Surfer:
    """A person before Chromium, which knows nobody yet. One browser for a whole module: each start takes seconds."""
    one_chromium.forgets_everybody()
    return one_chromium


@pytest.fixture
def links(tmp_path: Path) -> Links:
    return Links(tmp_path / "links.txt")


@pytest.fixture
def demo(desktop: dict[str, str], tmp_path: Path) -> Installation:
    """The program that brings its own embedded cloud."""
    return Installation(tmp_path / "demo", desktop | {"BROWSER": VISITOR}, ("--demo",))


@pytest.fixture
def home(desktop: dict[str, str], cloud: EmbeddedCloud, tmp_path: Path) -> Installation:
    """The program set up for an embedded cloud of the test's own, as it would be for the real service."""
    folder = tmp_path / "home"
    write_settings(cloud, folder)
    service = {
        "BROWSER": VISITOR,
        "MULTISOCKET_SUBSCRIPTION_KEY": cloud.service.subscription_key,
        "REQUESTS_CA_BUNDLE": str(cloud.service.ca_file),
    }
    return Installation(folder, desktop | service)
