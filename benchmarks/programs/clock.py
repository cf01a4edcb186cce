"""How the measured processes tell that something happened, on standard output."""

from __future__ import annotations

import time


def report(word: str, more: object = "") -> None:
    """Tell of something at this moment, by the clock that every process on the machine shares."""
    print(time.monotonic(), word, more, flush=True)
