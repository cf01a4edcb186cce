"""What kind of machine this is, and how busy others keep it."""

from __future__ import annotations

import os
import platform

import psutil
from PySide6.QtCore import QSysInfo, qVersion

_LOOK_FOR_S = 3.0
DISTURBED = 10.0
"""Percent of the machine that others use above which figures cannot be trusted."""


def kind() -> str:
    """Return cores, memory, system and versions; nothing that names the machine."""
    memory = round(psutil.virtual_memory().total / 1e9)
    python = f"Python {platform.python_version()}"
    return f"{os.cpu_count()} cores, {memory} GB, {QSysInfo.prettyProductName()}, {python}, Qt {qVersion()}"


def used_by_others() -> float:
    """Look for a while how much of the machine is used, in percent. To be called while nothing of ours runs."""
    return psutil.cpu_percent(_LOOK_FOR_S)
