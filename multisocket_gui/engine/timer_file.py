"""What became of the timers' runs, on the disk: so that none runs twice, whatever happens in between."""

from __future__ import annotations

import json
import logging
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from multisocket_gui.home.timer import Handled

_log = logging.getLogger(__name__)
VERSION = 1


class TimerFile:
    """Written whole or not at all. None: everything is forgotten at the end (tests, trials)."""

    def __init__(self, file: Path | None) -> None:
        self._file = file

    def load(self) -> dict[str, Handled]:
        """By the timers' ids. What cannot be read is lost, which is logged: then nothing counts as missed."""
        if self._file is None:
            return {}
        try:
            found = json.loads(self._file.read_text(encoding="utf-8"))
            return {key: _parsed(raw) for key, raw in found["timers"].items()}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
            _log.warning("%s cannot be read, it starts anew: %s", self._file.name, error)
            return {}

    def save(self, handled: Mapping[str, Handled]) -> None:
        """Raises OSError; then what stood there is unchanged."""
        if self._file is None:
            return
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        text = json.dumps({"version": VERSION, "timers": {key: asdict(each) for key, each in handled.items()}})
        number, temporary = tempfile.mkstemp(prefix=".timers-", dir=self._file.parent)
        try:
            with os.fdopen(number, "w", encoding="utf-8") as stream:
                stream.write(text)
                stream.flush()
                os.fsync(stream.fileno())
            Path(temporary).replace(self._file)
        except OSError:
            Path(temporary).unlink()
            raise


def _parsed(raw: Mapping[str, object]) -> Handled:
    ran = raw["ran"]
    if not isinstance(ran, list):
        raise TypeError("ran")
    waiting, begun = (None if raw[key] is None else _number(raw[key]) for key in ("waiting", "begun"))
    return Handled(_number(raw["until"]), tuple(map(_number, ran)), waiting, begun)


def _number(raw: object) -> float:
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        raise TypeError("not a number")
    return float(raw)
