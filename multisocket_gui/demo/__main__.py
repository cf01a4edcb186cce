"""The embedded cloud as a program of its own: `python -m multisocket_gui.demo --help`."""

from __future__ import annotations

import argparse
import io
import itertools
import re
import signal
import sys
import tempfile
import threading
from pathlib import Path

from multisocket_gui.demo.cloud import EmbeddedCloud
from multisocket_gui.demo.control import turn
from multisocket_gui.demo.faults import API_KINDS, OPERATIONS, SIGNIN_KINDS, kinds_for
from multisocket_gui.demo.knobs import Knobs
from multisocket_gui.demo.report import as_json_line, as_text, write_settings

_LOOK_AROUND_S = 1.0
_ORDER = re.compile(r"(?:(\w+)=)?(aadb2c:\d{5}|\w+)(?::(\d+))?")


def main(arguments: list[str] | None = None) -> int:
    """Run until SIGINT or SIGTERM, then return 0; 2 if it cannot start as asked."""
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    options = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="multisocket-demo-") as temporary:
        try:
            knobs = _knobs(options)
            cloud = EmbeddedCloud.start(options.folder or Path(temporary), knobs, port=options.port, control=True)
        except (OSError, ValueError) as exc:
            return _complain(str(exc))
        with cloud:
            return _run(cloud, options, stopping)


def _run(cloud: EmbeddedCloud, options: argparse.Namespace, stopping: threading.Event) -> int:
    if options.write_settings:
        try:
            write_settings(cloud, options.write_settings, force=options.force)
        except OSError as exc:
            return _complain(str(exc))
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal that knows no accents must not end the program.
        sys.stdout.reconfigure(errors="replace")
    print(as_json_line(cloud) if options.json else as_text(cloud, options.write_settings), flush=True)
    _press_until(stopping, cloud, options.press)
    return 0


def _press_until(stopping: threading.Event, cloud: EmbeddedCloud, every: float | None) -> None:
    """Press one button after the other, if asked; else only wait. The wait ends now and then, for on Windows
    a signal is not seen within one."""
    if every is None:
        while not stopping.wait(_LOOK_AROUND_S):
            pass
        return
    outlets = [
        (plant.id, socket.id, outlet)
        for plant in cloud.home.plants_of(cloud.home.demo_user)
        for socket in plant.sockets
        for outlet in range(len(socket.initial))
    ]
    for plant_id, socket_id, outlet in itertools.cycle(outlets):
        if stopping.wait(every):
            return
        cloud.house.press(plant_id, socket_id, outlet)


def _knobs(options: argparse.Namespace) -> Knobs:
    knobs = Knobs()
    asked = {
        "latency_s": options.latency,
        "read_lag_s": options.read_lag,
        "quota_limit": options.quota,
        "rate_limit": options.rate,
        "id_token_lifetime_s": options.id_token_lifetime,
        "refresh_token_lifetime_s": options.refresh_token_lifetime,
        "offline": options.offline,
        "refresh_tokens_reusable": options.reusable_refresh_tokens or None,
        "date_skew_s": options.date_skew,
        "token_skew_s": options.token_skew,
        "faults": [_fault(order) for order in options.fail or ()],
    }
    turn(knobs, {name: value for name, value in asked.items() if value is not None})
    return knobs


def _fault(order: str) -> dict[str, object]:
    match = _ORDER.fullmatch(order)
    if match is None:
        raise ValueError(f"[OPERATION=]KIND[:COUNT] is wanted, not {order!r}")
    operation, kind, count = match.groups()
    return {"kind": kind, "on": operation, "count": int(count or 1)}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m multisocket_gui.demo",
        description="The Multisocket API and its sign-in on this computer, with a demo home. Stop it with Ctrl+C.",
    )
    add = parser.add_argument
    add("--port", type=int, default=0, help="the API's port; authority, pages and control take the next three")
    add("--folder", type=Path, help="where ca.pem is written (a temporary folder by default)")
    add("--write-settings", type=Path, metavar="DIR", help="write DIR/settings.json for the application")
    add("--force", action="store_true", help="let --write-settings replace an existing file")
    add("--json", action="store_true", help="print everything as one line of JSON")
    add("--latency", type=float, metavar="SECONDS", help="delay each answer of the API")
    add("--read-lag", type=float, metavar="SECONDS", help="show a write to readers only after this time")
    add("--quota", type=int, metavar="CALLS", help="calls a day (500)")
    add("--rate", type=int, metavar="CALLS", help="calls a minute (no limit)")
    add("--id-token-lifetime", type=float, metavar="SECONDS", help="(3600)")
    add("--refresh-token-lifetime", type=float, metavar="SECONDS", help="(14 days)")
    add("--reusable-refresh-tokens", action="store_true", help="a used refresh token stays good (each is good once)")
    add("--date-skew", type=float, metavar="SECONDS", help="put the header Date forward; below 0: back")
    add("--token-skew", type=float, metavar="SECONDS", help="put the clock of ID tokens forward; below 0: back")
    add("--offline", action="append", metavar="SOCKET", help="a socket's id that is not found; may be repeated")
    add("--press", type=float, metavar="SECONDS", help="press one button after the other, so often")
    order = "[OPERATION=]KIND[:COUNT]"
    add("--fail", action="append", metavar=order, help=f"fail the next calls; may be repeated. {_faults_help()}")
    return parser


def _faults_help() -> str:
    special = {name: kinds_for(name) for name in OPERATIONS if kinds_for(name) not in (API_KINDS, SIGNIN_KINDS)}
    rows = {"Without OPERATION, each call of the API": API_KINDS, "Discovery, Keys": SIGNIN_KINDS, **special}
    return "; ".join(f"{name}: {', '.join(kinds)}" for name, kinds in rows.items())


def _complain(line: str) -> int:
    print(f"multisocket_gui.demo: {line}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
