"""Runs a command on a screen of its own: `python tests/on_a_screen.py .venv/bin/pytest tests/ui`."""

from __future__ import annotations

import os
import subprocess
import sys

from e2e import screen


def main(command: list[str]) -> int:
    with screen.x_server() as display:
        environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        with screen.window_manager(environment):
            return subprocess.call(command, env=environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
