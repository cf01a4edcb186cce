"""The files by which a Linux desktop and its software centre know the program."""

from __future__ import annotations

import configparser
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

from multisocket_gui import __version__
from multisocket_gui.desktop import application_bus
from multisocket_gui.engine.links import SCHEME
from multisocket_gui.paths import APP_ID

ROOT = Path(__file__).resolve().parents[3]
LINUX = ROOT / "packaging" / "linux"
ENTRY = LINUX / f"{APP_ID}.desktop"
METAINFO = LINUX / f"{APP_ID}.metainfo.xml"


def complaints(*command: str | Path) -> str:
    """What a validator prints; nothing if it is content."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr or f"exit status {done.returncode}"


def test_the_desktop_entry_is_valid() -> None:
    assert complaints("desktop-file-validate", ENTRY) == ""


def test_the_metainfo_is_valid() -> None:
    assert complaints("appstreamcli", "validate", "--no-net", METAINFO) == ""


def test_the_metainfo_tells_of_this_version() -> None:
    component = ET.parse(METAINFO).getroot()
    releases = [release.get("version") for release in component.iter("release")]
    assert releases[0] == __version__
    assert component.findtext("id") == APP_ID
    assert component.findtext("launchable") == ENTRY.name


def test_the_desktop_entry_starts_the_program() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(ENTRY, encoding="utf-8")
    assert entry["Desktop Entry"]["Exec"] == "multisocket-gui %u"
    assert entry["Desktop Entry"]["Icon"] == APP_ID


def test_desktop_and_program_agree_on_names_actions_and_links() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(ENTRY, encoding="utf-8")
    main = entry["Desktop Entry"]
    assert main["DBusActivatable"] == "true"
    assert APP_ID == application_bus.NAME
    assert main["Actions"].strip(";").split(";") == list(application_bus.ACTIONS)
    assert {f"Desktop Action {action}" for action in application_bus.ACTIONS} < set(entry)
    assert main["MimeType"] == f"x-scheme-handler/{SCHEME};"
    service = configparser.ConfigParser(interpolation=None)
    service.read(LINUX / f"{APP_ID}.service", encoding="utf-8")
    assert service["D-BUS Service"]["Name"] == application_bus.NAME


def test_both_speak_french() -> None:
    assert "Comment[fr]=" in ENTRY.read_text(encoding="utf-8")
    french = [
        node for node in ET.parse(METAINFO).iter() if node.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    ]
    assert {"summary", "p", "li"} <= {node.tag for node in french}
