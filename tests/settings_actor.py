"""A second program with the same settings.json: argv are the file, and what it adds, one plant a line of its own.

It reads the file, says so by a line, waits for a line, and then saves: so two of them read before any of them writes.
"""

from __future__ import annotations

import sys
import uuid
from dataclasses import replace
from pathlib import Path

from multisocket_gui.home.model import Plant
from multisocket_gui.settings import Keeper


def play(file: Path, names: list[str]) -> None:
    keeper = Keeper(file)
    known = keeper.load()
    sys.stdout.write("read\n")
    sys.stdout.flush()
    sys.stdin.readline()
    for name in names:
        known = keeper.save(replace(known, plants=(*known.plants, Plant(str(uuid.uuid4()), name))))


if __name__ == "__main__":
    play(Path(sys.argv[1]), sys.argv[2:])
