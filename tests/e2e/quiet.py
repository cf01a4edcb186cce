"""How often a process wakes up: the voluntary context switches of all its threads, as the kernel counts them."""

from __future__ import annotations

import re
import threading
from pathlib import Path

from .facts import until

_SWITCHES = re.compile(r"^voluntary_ctxt_switches:\s*(\d+)", re.MULTILINE)
_NEVER_SET = threading.Event()


def wakeups(process: int, seconds: float) -> int:
    """How often the process woke up in the next `seconds`, which are themselves what is looked at."""
    before = _switches(process)
    _NEVER_SET.wait(seconds)
    return _switches(process) - before


def settled(process: int) -> None:
    """Wait until the process has nothing left to do."""
    until(lambda: wakeups(process, 0.5) == 0)


def _switches(process: int) -> int:
    threads = [(task / "status").read_text(encoding="ascii") for task in Path(f"/proc/{process}/task").iterdir()]
    return sum(int(count) for thread in threads for count in _SWITCHES.findall(thread))
