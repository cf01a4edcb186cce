"""The measured lags, which outlive a restart. Losing them is no harm, and is logged."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict
from pathlib import Path

from multisocket_gui.home.lag import Lag

_log = logging.getLogger(__name__)


def load_lag(file: Path) -> Lag:
    """The lags in `file`; none where there is none, or nothing that makes sense."""
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))
        return Lag(tuple(float(seconds) for seconds in stored["seconds"]))
    except FileNotFoundError:
        return Lag()
    except (OSError, ValueError, LookupError, TypeError) as error:
        _log.warning("%s cannot be read, it starts anew: %s", file.name, error)
        return Lag()


def save(file: Path, lag: Lag) -> None:
    """Replace `file`; a failure costs only the memory of a restart."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        temporary = file.with_suffix(".new")
        temporary.write_text(json.dumps(asdict(lag)), encoding="utf-8")
        temporary.replace(file)
    except OSError as error:
        _log.warning("%s cannot be written: %s", file.name, error)
