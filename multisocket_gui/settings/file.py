"""settings.json on the disk: read whole, written atomically, never overwritten where it cannot be understood."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

from .document import FIRST_VERSION, document, parse
from .typed import Json
from .values import Settings, SettingsBroken, SettingsUnwritable

BEFORE_IMPORT = ".before-import"
"""The end of the name of what is kept when a set-up is imported."""


def load(file: Path) -> Settings:
    """The settings in `file`, or the defaults where there is none. Raises `SettingsBroken`."""
    return read(file) or Settings()


def read(file: Path) -> Settings | None:
    """The settings in `file`, None where there is none. Raises `SettingsBroken`."""
    found = _read(file)
    return parse(found) if found is not None else None


def save(file: Path, settings: Settings) -> None:
    """Write `file` atomically (mode 0600), keeping keys in it that we do not know. Raises `SettingsUnwritable`.

    A file that cannot be understood is kept beside the new one, as settings.json.broken; the first one of version 1
    that is replaced, as settings.json.v1.
    """
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        old = _known_or_kept(file)
        text = json.dumps(document(settings, old), ensure_ascii=False, indent=2) + "\n"
        if old.get("version") == FIRST_VERSION:
            _keep_first(file)
        _replace(file, text.encode())
    except OSError as error:
        raise SettingsUnwritable(error.strerror or type(error).__name__) from error


def keep_before_import(file: Path) -> Path:
    """Copy `file` as it is beside itself (mode 0600), over an older copy; returns the copy.

    Where there is no file, what holds without one is written. Raises `SettingsUnwritable`.
    """
    kept = file.with_name(file.name + BEFORE_IMPORT)
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _replace(kept, file.read_bytes() if file.exists() else json.dumps(document(Settings(), {})).encode())
    except OSError as error:
        raise SettingsUnwritable(error.strerror or type(error).__name__) from error
    return kept


def _read(file: Path) -> object | None:
    try:
        text = file.read_text(encoding="utf-8")
        found: object = json.loads(text)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SettingsBroken(error.strerror or type(error).__name__) from error
    except json.JSONDecodeError as error:
        raise SettingsBroken(f"line {error.lineno}") from error
    except UnicodeDecodeError as error:
        raise SettingsBroken("UTF-8") from error
    return found


def _known_or_kept(file: Path) -> Json:
    try:
        found = _read(file)
        if found is not None:
            parse(found)
    except SettingsBroken:
        file.replace(file.with_name(file.name + ".broken"))
        return {}
    return found if isinstance(found, dict) else {}


def _keep_first(file: Path) -> None:
    kept = file.with_name(file.name + ".v1")
    if not kept.exists():
        _replace(kept, file.read_bytes())


def _replace(file: Path, content: bytes) -> None:
    handle, temporary = tempfile.mkstemp(prefix=".settings-", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).replace(file)
    except OSError:
        Path(temporary).unlink()
        raise
