"""settings.json, version 2 (version 1 is read as well): every field checked, written atomically, unknown keys kept."""

from .document import VERSION, parse
from .file import load, save
from .keeper import Keeper
from .values import (
    TENANT,
    Closing,
    Desktop,
    Patience,
    Service,
    Settings,
    SettingsBroken,
    SettingsUnwritable,
    Wire,
)

__all__ = [
    "TENANT",
    "VERSION",
    "Closing",
    "Desktop",
    "Keeper",
    "Patience",
    "Service",
    "Settings",
    "SettingsBroken",
    "SettingsUnwritable",
    "Wire",
    "load",
    "parse",
    "save",
]
