"""The command line's options and verbs: what is parsed, the help, the manual page and the shells' completion."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, NoReturn

from . import __version__
from .speech import tr

LOG_LEVELS = ("debug", "info", "warning", "error")
WHAT = ("plants", "sockets", "outlets", "scenes", "timers", "links")
"""What `list` knows to list."""
_Subparsers = Any
"""What `add_subparsers` returns; argparse has no public name for it."""


class Misused(Exception):
    """The words make no sense; the text says why and how they should look."""


class _Verbs(argparse._SubParsersAction):  # type: ignore[type-arg]  # generic for type checkers alone
    """Keeps the verb and its words as they stand, for the running instance to read."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        if not hasattr(namespace, "words"):
            namespace.words = list(values or ())
        super().__call__(parser, namespace, values, option_string)


class _Hearing(argparse.ArgumentParser):
    """A parser that neither prints nor ends the program."""

    def error(self, message: str) -> NoReturn:
        raise Misused(f"{self.format_usage()}{self.prog}: error: {message}\n")

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        del status
        raise Misused(message or "")

    def print_help(self, file: object = None) -> NoReturn:
        del file
        raise Misused(self.format_help())


def parser(
    kind: type[argparse.ArgumentParser] = argparse.ArgumentParser, verb: str | None = None
) -> argparse.ArgumentParser:
    """Options stand before the verb; without a verb the window opens. `verb`: only its family is wanted."""
    whole = kind(
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
    verbs = whole.add_subparsers(
        dest="verb", action=_Verbs, metavar=tr("COMMAND"), title=tr("commands for the running instance")
    )
    for family, names in _FAMILIES.items():
        if verb is None or verb in names:
            family(verbs)
    return whole


def understood(words: Sequence[str]) -> argparse.Namespace:
    """The verb and its words as the running instance takes them. Raises `Misused`."""
    if not words or words[0].startswith("-"):
        raise Misused(parser().format_usage())
    return _hearing(words[0]).parse_args(list(words))


@cache
def _hearing(word: str) -> argparse.ArgumentParser:
    """The parser that raises `Misused`, of one family where that is enough: to make the whole takes too long."""
    known = any(word in names for names in _FAMILIES.values())
    return parser(_Hearing, word if known else None)


def _looking(verbs: _Subparsers) -> None:
    _verb(verbs, "status", tr("what is known of every outlet"))
    names = _verb(verbs, "list", tr("the names of what there is"))
    names.add_argument("what", nargs="?", choices=WHAT, help=tr("only these, one name a line"))
    names.add_argument("--spellings", action="store_true", help=tr("outlets by every name that means one alone"))
    history = _verb(verbs, "history", tr("what happened, newest first"))
    history.add_argument("--since", metavar=tr("WHEN"), help=tr("not before: 2h, 07:10, or a date like 2026-03-01"))
    history.add_argument("-n", dest="count", metavar="N", type=int, help=tr("at most so many lines"))


def _switching(verbs: _Subparsers) -> None:
    for verb, sentence in (
        ("on", tr("turn an outlet on")),
        ("off", tr("turn an outlet off")),
        ("toggle", tr("turn an outlet on if it is off, off if it is on")),
    ):
        switch = _outlet(_verb(verbs, verb, sentence))
        if verb != "toggle":
            when = switch.add_mutually_exclusive_group()
            when.add_argument(
                "--in", dest="after", metavar=tr("TIME"), help=tr("not now, but in 20m, 1h30 and the like")
            )
            when.add_argument("--at", metavar=tr("TIME"), help=tr("not now, but at 07:10 and the like"))
        if verb != "on":
            _yes(switch)
        _waiting(switch)
    for verb, sentence in (
        ("all-off", tr("turn every outlet of a plant, or of all plants, off")),
        ("all-on", tr("turn every outlet of a plant, or of all plants, on")),
    ):
        everything = _verb(verbs, verb, sentence)
        everything.add_argument("plant", nargs="*", metavar=tr("PLANT"), help=tr("name of the plant; else all plants"))
        everything.add_argument("--dry-run", action="store_true", help=tr("say what would change, and switch nothing"))
        if verb == "all-off":
            _yes(everything)
        _waiting(everything)
    _waiting(_verb(verbs, "undo", tr("take the last action back, within ten seconds")))


def _scenes(verbs: _Subparsers) -> None:
    scene = _family(verbs, "scene", tr("scenes: named states of several outlets"))
    _verb(scene, "list", tr("every scene, and whether it is active"))
    for verb, sentence in (
        ("apply", tr("switch what the scene wants")),
        ("off", tr("turn off what the scene turned on")),
    ):
        acting = _scene(_verb(scene, verb, sentence))
        acting.add_argument("--dry-run", action="store_true", help=tr("say what would change, and switch nothing"))
        _waiting(acting)
    _scene(_verb(scene, "status", tr("whether the scene is active")))


def _timers(verbs: _Subparsers) -> None:
    timer = _family(verbs, "timer", tr("timers: switch later, once or every week"))
    _verb(timer, "list", tr("every timer, and when it runs next"))
    add = _verb(timer, "add", tr("make one: NAME in 30m off, or NAME at 07:10 [on weekdays] on"))
    add.add_argument("rule", nargs="+", metavar=tr("RULE"), help=tr("outlet or scene, then when, then on or off"))
    _yes(add)
    for verb, sentence in (
        ("remove", tr("forget a timer")),
        ("run", tr("run what was missed and waits for an answer")),
        ("skip", tr("let go of what was missed and waits for an answer")),
    ):
        _verb(timer, verb, sentence).add_argument("timer", metavar="ID", help=tr("as “timer list” shows it"))


def _guards(verbs: _Subparsers) -> None:
    for verb, sentence in (
        ("lock", tr("lock an outlet: nothing here switches it any more")),
        ("ask", tr("ask before an outlet is switched off")),
    ):
        guard = _verb(verbs, verb, sentence)
        guard.add_argument(
            "outlet", nargs="+", metavar=tr("NAME"), help=tr("outlet, then words of your own that say why, if you like")
        )
    _outlet(_verb(verbs, "unlock", tr("neither lock nor ask any more")))


def _links(verbs: _Subparsers) -> None:
    link = _family(verbs, "link", tr("links: one address for one action"))
    add = _verb(link, "add", tr("make a link for an action, like: toggle Desk/Lamp"))
    add.add_argument("action", nargs=argparse.REMAINDER, metavar=tr("ACTION"), help=tr("a command and its words"))
    _verb(link, "list", tr("every link and what it does"))
    _verb(link, "remove", tr("forget a link: its address does nothing any more")).add_argument(
        "link", metavar="ID", help=tr("as “link list” shows it")
    )
    opened = _verb(verbs, "open", tr("carry out a link"))
    opened.add_argument("url", metavar="URL", help=tr("the address of the link"))
    _waiting(opened)


def _account(verbs: _Subparsers) -> None:
    for verb, sentence in (
        ("sign-in", tr("sign in with the browser")),
        ("sign-out", tr("sign out")),
        ("refresh", tr("read every socket again")),
    ):
        each = _verb(verbs, verb, sentence)
        if verb != "sign-out":
            _waiting(each)


def _program(verbs: _Subparsers) -> None:
    export = _verb(verbs, "export", tr("write the whole set-up to a file, without secrets"))
    export.add_argument("file", metavar=tr("FILE"))
    taking = _verb(verbs, "import", tr("take over a set-up that was exported"))
    taking.add_argument("file", metavar=tr("FILE"))
    taking.add_argument("--replace", action="store_true", help=tr("keep nothing of this home but what the file holds"))
    show = _verb(verbs, "show", tr("show the window"))
    show.add_argument("--all-off", action="store_true", help=tr("with what “All off…” would do"))
    show.add_argument("--connect", action="store_true", help=tr("open the steps that connect your home"))
    _verb(verbs, "palette", tr("show the palette: type what you want"))
    _verb(verbs, "panel", tr("show the favourites"))
    _verb(verbs, "quit", tr("quit the running instance"))


def _verb(verbs: _Subparsers, name: str, sentence: str) -> argparse.ArgumentParser:
    verb: argparse.ArgumentParser = verbs.add_parser(name, help=sentence, description=_whole_sentence(sentence))
    verb.add_argument("--json", action="store_true", help=tr("for programs"))
    return verb


def _family(verbs: _Subparsers, name: str, sentence: str) -> _Subparsers:
    family = verbs.add_parser(name, help=sentence, description=_whole_sentence(sentence))
    return family.add_subparsers(dest="deed", metavar=tr("COMMAND"), required=True)


def _outlet(verb: argparse.ArgumentParser) -> argparse.ArgumentParser:
    meaning = tr("outlet, socket/outlet or plant/socket/outlet")
    verb.add_argument("outlet", nargs="+", metavar=tr("NAME"), help=meaning)
    return verb


def _scene(verb: argparse.ArgumentParser) -> argparse.ArgumentParser:
    verb.add_argument("scene", nargs="+", metavar=tr("NAME"), help=tr("name of the scene"))
    return verb


def _yes(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--yes", action="store_true", help=tr("yes, also where an outlet asks before it is switched off"))


def _waiting(verb: argparse.ArgumentParser) -> None:
    both = verb.add_mutually_exclusive_group()
    both.add_argument("--wait", action="store_true", default=True, help=tr("wait for the outcome (the default)"))
    both.add_argument(
        "--no-wait", dest="wait", action="store_false", help=tr("do not wait; exit code 3 once it is under way")
    )


def _whole_sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


_FAMILIES: Mapping[Callable[[_Subparsers], None], tuple[str, ...]] = {
    _looking: ("status", "list", "history"),
    _switching: ("on", "off", "toggle", "all-off", "all-on", "undo"),
    _scenes: ("scene",),
    _timers: ("timer",),
    _guards: ("lock", "ask", "unlock"),
    _links: ("link", "open"),
    _account: ("sign-in", "sign-out", "refresh"),
    _program: ("export", "import", "show", "palette", "panel", "quit"),
}
"""Each family of verbs, and what is in it."""
