"""The command line's options and verbs."""

from __future__ import annotations

import argparse

from . import __version__
from .speech import tr

LOG_LEVELS = ("debug", "info", "warning", "error")


def parser() -> argparse.ArgumentParser:
    """Options stand before the verb; without a verb the window opens."""
    whole = argparse.ArgumentParser(
        prog="multisocket-gui",
        description=tr("Switch the outlets of Legrand multisockets. Without a command, the window opens."),
        epilog=tr(
            "Exit codes: 0 confirmed, 1 failed, 2 usage, 3 sent but not confirmed, 4 quota used up, "
            "5 locked, 6 not signed in, 7 no running instance."
        ),
    )
    whole.add_argument("--demo", action="store_true", help=tr("use the embedded cloud: nothing real is switched"))
    whole.add_argument("--config-dir", metavar="DIR", help=tr("keep settings, state, cache and log under DIR"))
    whole.add_argument("--minimized", action="store_true", help=tr("start in the tray, where there is one"))
    whole.add_argument("--connect", action="store_true", help=tr("open the steps that connect your home"))
    whole.add_argument("--log-level", choices=LOG_LEVELS, default="info", type=str.lower, help=tr("how much to log"))
    whole.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    verbs = whole.add_subparsers(dest="verb", metavar=tr("COMMAND"), title=tr("commands for the running instance"))
    status = verbs.add_parser("status", help=tr("what is known of every outlet"))
    status.add_argument("--json", action="store_true", help=tr("for programs"))
    for verb, sentence in (
        ("on", tr("turn an outlet on")),
        ("off", tr("turn an outlet off")),
        ("toggle", tr("turn an outlet on if it is off, off if it is on")),
    ):
        switch = verbs.add_parser(verb, help=sentence)
        switch.add_argument(
            "name", nargs="+", metavar=tr("NAME"), help=tr("outlet, socket/outlet or plant/socket/outlet")
        )
    for verb, sentence in (
        ("sign-in", tr("sign in with the browser")),
        ("sign-out", tr("sign out")),
        ("refresh", tr("read every socket again")),
        ("show", tr("show the window")),
        ("quit", tr("quit the running instance")),
    ):
        verbs.add_parser(verb, help=sentence)
    return whole


def verb_words(options: argparse.Namespace) -> list[str]:
    """The verb and its words, as the running instance takes them."""
    words = [options.verb, *getattr(options, "name", [])]
    return [*words, "--json"] if getattr(options, "json", False) else words
