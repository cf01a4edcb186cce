"""Verbs that are for the program itself: windows, and its end."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from PySide6.QtCore import SignalInstance

from .said import Said

if TYPE_CHECKING:
    from .desk import Desk, Tell, Verb


def verbs(desk: Desk) -> dict[str, Verb]:
    commands = desk.commands

    def asks(asked: SignalInstance) -> Verb:
        def emit(_options: argparse.Namespace, tell: Tell) -> None:
            tell(Said())
            asked.emit()

        return emit

    def show(options: argparse.Namespace, tell: Tell) -> None:
        plain = commands.all_off_asked if options.all_off else commands.show_asked
        (commands.connect_asked if options.connect else plain).emit()
        tell(Said())

    return {
        "show": show,
        "palette": asks(commands.palette_asked),
        "panel": asks(commands.panel_asked),
        "quit": asks(commands.quit_asked),
    }
