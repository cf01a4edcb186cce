"""The day's ledger on disk, so that a restart does not forget what was used."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict
from pathlib import Path

from multisocket_gui.home.quota import Ledger

_log = logging.getLogger(__name__)


def load_ledger(file: Path) -> Ledger:
    """The ledger in `file`; an empty one where there is none, or nothing that makes sense."""
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))
        return Ledger(
            limit=int(stored["limit"]),
            day=int(stored["day"]),
            used=int(stored["used"]),
            spent_until=None if stored["spent_until"] is None else float(stored["spent_until"]),
        )
    except FileNotFoundError:
        return Ledger()
    except (OSError, ValueError, LookupError, TypeError) as error:
        _log.warning("%s cannot be read, counting starts at nought: %s", file.name, error)
        return Ledger()


def save_ledger(file: Path, ledger: Ledger) -> None:
    """Replace `file` with the ledger; a failure costs only the memory of a restart, and is logged."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        temporary = file.with_suffix(".new")
        temporary.write_text(json.dumps(asdict(ledger)), encoding="utf-8")
        temporary.replace(file)
    except OSError as error:
        _log.warning("%s cannot be written: %s", file.name, error)
