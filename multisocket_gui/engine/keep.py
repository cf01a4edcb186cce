"""Small things that outlive a restart: the day's ledger and the measured lags. Losing one is no harm, and is logged."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

from multisocket_gui.home.lag import Lag
from multisocket_gui.home.quota import Ledger

Kept = TypeVar("Kept", Ledger, Lag)
_log = logging.getLogger(__name__)


def load_ledger(file: Path) -> Ledger:
    """The ledger in `file`; an empty one where there is none, or nothing that makes sense."""
    return _load(file, Ledger(), _ledger)


def load_lag(file: Path) -> Lag:
    """The lags in `file`; none where there is none, or nothing that makes sense."""
    return _load(file, Lag(), lambda stored: Lag(tuple(float(seconds) for seconds in stored["seconds"])))


def save(file: Path, kept: Ledger | Lag) -> None:
    """Replace `file`; a failure costs only the memory of a restart."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        temporary = file.with_suffix(".new")
        temporary.write_text(json.dumps(asdict(kept)), encoding="utf-8")
        temporary.replace(file)
    except OSError as error:
        _log.warning("%s cannot be written: %s", file.name, error)


def _ledger(stored: dict[str, Any]) -> Ledger:
    return Ledger(
        limit=int(stored["limit"]),
        day=int(stored["day"]),
        used=int(stored["used"]),
        spent_until=None if stored["spent_until"] is None else float(stored["spent_until"]),
    )


def _load(file: Path, nothing: Kept, understood: Callable[[dict[str, Any]], Kept]) -> Kept:
    try:
        return understood(json.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return nothing
    except (OSError, ValueError, LookupError, TypeError) as error:
        _log.warning("%s cannot be read, it starts anew: %s", file.name, error)
        return nothing
