"""Verbs that write the whole set-up to a file, and take one over."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from multisocket_gui.engine.transfer import Transfer
from multisocket_gui.settings import SettingsBroken, SettingsUnwritable
from multisocket_gui.transfer_words import broken_line
from multisocket_gui.words import tr

from .said import Said, failed, refused

if TYPE_CHECKING:
    from .desk import Desk, Tell, Verb


def verbs(desk: Desk) -> dict[str, Verb]:
    transfer = _Transfer(desk)
    return {"export": transfer.write, "import": transfer.read}


class _Transfer:
    def __init__(self, desk: Desk) -> None:
        commands = desk.commands
        self._store = desk.store
        self._transfer = Transfer(
            desk.store,
            desk.controller.change_settings,
            commands.keep_before_import,
            with_service=not commands.lent_service,
        )

    def write(self, options: argparse.Namespace, tell: Tell) -> None:
        """`export FILE`."""
        file = Path(options.folder, options.file)
        try:
            self._transfer.write(file)
        except OSError as error:
            tell(_file_trouble(error))
            return
        tell(Said(text=tr("Written: {file}").format(file=file), data={"file": str(file)}))

    def read(self, options: argparse.Namespace, tell: Tell) -> None:
        """`import FILE [--replace]`."""
        file = Path(options.folder, options.file)
        try:
            self._transfer.take(self._transfer.read(file), replacing=options.replace)
        except OSError as error:
            tell(_file_trouble(error))
            return
        except SettingsBroken as broken:
            tell(failed(broken_line(broken.problem.detail), "no_set_up"))
            return
        except SettingsUnwritable as trouble:
            tell(refused(trouble.problem))
            return
        problem = self._store.settings_problem
        done = tr("Taken over: {file}").format(file=file)
        tell(refused(problem) if problem else Said(text=done, data={"file": str(file)}))


def _file_trouble(error: OSError) -> Said:
    return failed(error.strerror or type(error).__name__, "file")
