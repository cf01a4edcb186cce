"""Start at login on a Linux desktop: a file in the autostart folder.

By the Desktop Application Autostart Specification and the Desktop Entry Specification (freedesktop.org), "The Exec key"
and "Possible value types". X-GNOME-Autostart-enabled is GNOME's own key, which its tools write in place of Hidden.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from multisocket_gui import paths
from multisocket_gui.speech import tr

from .login_item import Command, LoginItem, LoginState, NotRegistered, Standing, Unavailable

_GROUP = "Desktop Entry"
_ESCAPES = {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}
_PLAIN = re.compile(r"[A-Za-z0-9_@:,./+=-]+")
"""Words that need no quotes whoever reads them."""
_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|([^\s"]+)')
_FLATPAK = Path("/.flatpak-info")


def new_item(name: str, command: Command) -> LoginItem:
    """The entry of that name in the person's autostart folder."""
    if _FLATPAK.exists():
        return Unavailable(tr("A Flatpak cannot see what is started at login: use the desktop's own settings."))
    return AutostartFile(platformdirs.user_config_path() / "autostart" / f"{name}.desktop", command)


@dataclass(frozen=True, slots=True)
class AutostartFile:
    """One .desktop file; what stands in it beside what we write is somebody else's and goes with it."""

    file: Path
    command: Command

    def state(self) -> LoginState:
        try:
            keys = entry_of(self.file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return LoginState(Standing.OFF)
        except (OSError, UnicodeDecodeError) as error:
            return LoginState(Standing.UNAVAILABLE, getattr(error, "strerror", None) or str(error))
        if is_off(keys):
            return LoginState(Standing.OFF)
        folder = str(self.command.folder or "")
        if (words_of(keys["Exec"]), keys.get("Path", "")) == (list(self.command.words), folder):
            return LoginState(Standing.ON)
        return LoginState(Standing.ELSEWHERE, " ".join(words_of(keys["Exec"])))

    def enable(self) -> None:
        new = self.file.with_suffix(".new")  # which no desktop starts
        try:
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            new.write_text(entry_text(self.command), encoding="utf-8")
            new.replace(self.file)
        except (OSError, UnicodeEncodeError) as error:
            raise NotRegistered(getattr(error, "strerror", None) or str(error)) from error

    def disable(self) -> None:
        try:
            self.file.unlink(missing_ok=True)
        except OSError as error:
            raise NotRegistered(error.strerror or type(error).__name__) from error


def is_off(keys: Mapping[str, str]) -> bool:
    """Whether a desktop passes the entry over."""
    off = keys.get("Hidden", "false") == "true" or keys.get("X-GNOME-Autostart-enabled", "true") == "false"
    return off or not words_of(keys.get("Exec", "")) or not _can_be_started(keys.get("TryExec", ""))


def _can_be_started(program: str) -> bool:
    return not program or shutil.which(program) is not None


def entry_text(command: Command) -> str:
    """The file that starts `command`."""
    lines = ["[Desktop Entry]", "Type=Application", "Name=Multisocket GUI", f"Icon={paths.APP_ID}"]
    lines += [f"Exec={escaped(exec_line(command.words))}"]
    lines += [f"Path={escaped(str(command.folder))}"] if command.folder else []
    lines += ["Terminal=false", "X-GNOME-Autostart-enabled=true"]
    return "\n".join(lines) + "\n"


def entry_of(text: str) -> dict[str, str]:
    """The keys of the main group, unescaped; of a key that stands there twice, the last."""
    return dict(_keys(text))


def _keys(text: str) -> Iterator[tuple[str, str]]:
    inside = False
    for line in text.splitlines():
        if line.startswith("["):
            inside = line.strip() == f"[{_GROUP}]"
        elif inside and "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            yield key.strip(), unescaped(value.strip())


def exec_line(words: tuple[str, ...]) -> str:
    """Words as the Exec key quotes them."""
    return " ".join(word if _PLAIN.fullmatch(word) else _quoted(word) for word in words)


def _quoted(word: str) -> str:
    return '"' + re.sub(r'(["`$\\])', r"\\\1", word).replace("%", "%%") + '"'


def words_of(line: str) -> list[str]:
    """The words of an Exec line, without the codes that stand for files and the like."""
    words = [
        re.sub(r"\\(.)", r"\1", quoted) if quoted or not plain else plain
        for quoted, plain in (match.groups(default="") for match in _WORD.finditer(line))
    ]
    return [word.replace("%%", "%") for word in words if not re.fullmatch("%[a-zA-Z]", word)]


def escaped(value: str) -> str:
    """A string value as it stands in the file."""
    for plain, escape in (("\\", "\\\\"), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r")):
        value = value.replace(plain, escape)
    return f"\\s{value[1:]}" if value.startswith(" ") else value


def unescaped(value: str) -> str:
    """A value of the file as a string; what is no escape stands for itself."""
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[0]), value)
