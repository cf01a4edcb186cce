"""An embedded cloud with the demo's home, or with a large one.

`python -m benchmarks.programs.cloud FOLDER [--large [--strips N] [--apart]]`

Writes FOLDER/settings.json for the program, and tells "facts" with the JSON of `multisocket_gui.demo.report`.
"""

from __future__ import annotations

import argparse
import signal
import threading
from pathlib import Path
from typing import Any

from multisocket_gui.demo.cloud import EmbeddedCloud
from multisocket_gui.demo.demo_home import DemoHome
from multisocket_gui.demo.knobs import Knobs
from multisocket_gui.demo.report import as_json_line, write_settings

from .clock import report

STRIPS, OUTLETS = 10, 5
_OWNER = "camille@example.com"


def large_home(strips: int, *, apart: bool) -> DemoHome:
    """Return one plant with a single socket and so many strips of five outlets; `apart`: each of its own type."""
    user = {"id": "5f0c1d2e-7a41-4c7e-9d52-0b1e6a7c1a01", "email": _OWNER, "password": "demo", "name": "Camille"}
    types = [f"demo-{number if apart else OUTLETS}" for number in range(strips)]
    several = [_socket(f"strip-{number}", OUTLETS, kind) for number, kind in enumerate(types)]
    sockets = [_socket("single", 1, "demo-single"), *several]
    plant = {"id": "7d1f4c52-3b0e-4a86-9c57-2f6d8e1a0b01", "name": "Home", "owner": _OWNER, "sockets": sockets}
    return DemoHome.from_json({"version": 1, "users": [user], "plants": [plant]})


def _socket(name: str, count: int, kind: str) -> dict[str, Any]:
    outlets = [{"name": f"Outlet {number} of {name}", "on": False} for number in range(1, count + 1)]
    return {"id": name, "name": name.capitalize(), "type": kind, "outlets": outlets}


def main(options: argparse.Namespace) -> None:
    """Run until SIGTERM."""
    stopping = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    folder: Path = options.folder
    home = large_home(options.strips, apart=options.apart) if options.large else DemoHome.default()
    with EmbeddedCloud.start(folder / "cloud", Knobs(quota_limit=10_000), home, control=True) as cloud:
        write_settings(cloud, folder)
        report("facts", as_json_line(cloud))
        stopping.wait()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="An embedded cloud of the benchmarks.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--strips", type=int, default=STRIPS)
    parser.add_argument("--apart", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main(_options())
