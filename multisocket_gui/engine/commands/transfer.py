"""Verbs that write the whole set-up to a file, and take one over."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from multisocket_gui.settings import SettingsBroken
from multisocket_gui.settings.transfer import LARGEST, exported, taken_over
from multisocket_gui.words import tr

from .said import Said, failed, refused

if TYPE_CHECKING:
    from .desk import Desk, Tell, Verb


def verbs(desk: Desk) -> dict[str, Verb]:
    transfer = _Transfer(desk)
    return {"export": transfer.write, "import": transfer.read}


class _Transfer:
    def __init__(self, desk: Desk) -> None:
        self._store = desk.store
        self._controller = desk.controller
        self._with_service = not desk.commands.lent_service

    def write(self, options: argparse.Namespace, tell: Tell) -> None:
        """`export FILE`."""
        file = Path(options.folder, options.file)
        try:
            file.write_bytes(exported(self._store.settings, with_service=self._with_service))
        except OSError as error:
            tell(_file_trouble(error))
            return
        tell(Said(text=tr("Written: {file}").format(file=file), data={"file": str(file)}))

    def read(self, options: argparse.Namespace, tell: Tell) -> None:
        """`import FILE`."""
        file = Path(options.folder, options.file)
        try:
            content = _content(file)
            settings = taken_over(self._store.settings, content, with_service=self._with_service)
        except OSError as error:
            tell(_file_trouble(error))
            return
        except SettingsBroken as broken:
            text = tr("This file holds no set-up: {reason}.").format(reason=broken.problem.detail)
            tell(failed(text, "no_set_up"))
            return
        self._controller.change_settings(settings)
        problem = self._store.settings_problem
        done = tr("Taken over: {file}").format(file=file)
        tell(refused(problem) if problem else Said(text=done, data={"file": str(file)}))


def _content(file: Path) -> bytes:
    """Of a regular file only: whoever reads from a pipe may wait for ever, and this is the window's thread."""
    if file.exists() and not file.is_file():
        raise OSError(0, tr("not a file"))
    with file.open("rb") as stream:
        return stream.read(LARGEST + 1)


def _file_trouble(error: OSError) -> Said:
    return failed(error.strerror or type(error).__name__, "file")
