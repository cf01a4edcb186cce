"""The manual page, in the language of man (man-pages(7))."""

from __future__ import annotations

from collections.abc import Iterable

from multisocket_gui import __version__, options

from .verbs import PROGRAM, Command, Option, commands

NAMES = """A NAME is an outlet, socket/outlet or plant/socket/outlet, without regard to case.
Where it means several outlets or none, the exit code is 2 and the names that would do are printed.
\\(lqmultisocket\\-gui list\\(rq prints them all."""
JSON = """With \\-\\-json a command prints one JSON document and nothing else, also where it fails:
then the document has an \\(lqerror\\(rq with \\(lqexit\\(rq, \\(lqkind\\(rq, \\(lqtext\\(rq and,
for names, \\(lqcandidates\\(rq."""
CODES = (
    (0, "Confirmed: a reading showed it, or there was nothing to confirm."),
    (1, "Failed: it was refused for certain, or cannot be done."),
    (2, "Usage: the words make no sense, or name several things or none."),
    (3, "Sent or under way, but not confirmed."),
    (4, "The day's calls are used up, or held back for something better."),
    (5, "Locked, or the outlet asks first and nobody answered."),
    (6, "Not signed in."),
    (7, "There is no running instance."),
)
VARIABLES = (
    ("MULTISOCKET_GUI_CONFIG_DIR", "As \\-\\-config\\-dir."),
    ("MULTISOCKET_SUBSCRIPTION_KEY", "The subscription key, in place of the one in the keyring."),
    ("REQUESTS_CA_BUNDLE, HTTPS_PROXY, NO_PROXY", "Are honoured; certificates are always checked."),
    ("BROWSER", "The browser of the sign\\-in."),
)


def page() -> str:
    """The whole page."""
    whole, *verbs = commands()
    parser = options.parser()
    lines = [
        f'.TH MULTISOCKET\\-GUI 1 "" "{PROGRAM} {__version__}" "User Commands"',
        ".\\\" Made by packaging/command_line from the program's own parser: change that.",
        ".SH NAME",
        f"{_text(PROGRAM)} \\- switch the outlets of Legrand multisockets and Wi\\-Fi sockets",
        ".SH SYNOPSIS",
        f".B {_text(PROGRAM)}",
        "[OPTIONS] [COMMAND [WORDS]]",
        ".SH DESCRIPTION",
        _text(str(parser.description)),
        "Commands are carried out by the running instance and wait for the outcome. Options stand before the command.",
        ".PP",
        NAMES,
        ".PP",
        JSON,
        ".SH OPTIONS",
        *_options(whole.options),
        ".SH COMMANDS",
        *(line for verb in verbs if not verb.commands for line in _verb(verb)),
        ".SH EXIT STATUS",
        *(line for code, sentence in CODES for line in _entry(f".B {code}", sentence)),
        ".SH ENVIRONMENT",
        *(line for name, sentence in VARIABLES for line in _entry(f".B {name}", sentence)),
        ".SH SEE ALSO",
        "The guide, docs/guide.md, in the source of the program.",
    ]
    return "\n".join(lines) + "\n"


def _verb(verb: Command) -> Iterable[str]:
    yield f".SS {_text(verb.shape)}"
    yield _text(f"{verb.help[:1].upper()}{verb.help[1:]}.")
    if verb.place and verb.place.help:
        yield from _entry(f".I {_text(verb.place.takes)}", _text(verb.place.help))
    yield from _options(each for each in verb.options if "--help" not in each.flags)


def _options(some: Iterable[Option]) -> Iterable[str]:
    for each in some:
        flags = ", ".join(f"\\fB{_text(flag)}\\fR" for flag in each.flags)
        takes = f" \\fI{_text('|'.join(each.choices) or each.takes)}\\fR" if each.takes else ""
        yield from _entry(flags + takes, _text(each.help % {"prog": PROGRAM}))


def _entry(title: str, text: str) -> Iterable[str]:
    return ".TP", title, text


def _text(plain: str) -> str:
    """Words as they stand: no escapes, and hyphens that can be copied."""
    escaped = plain.replace("\\", "\\e").replace("-", "\\-")
    escaped = "".join(each if each.isascii() else f"\\[u{ord(each):04X}]" for each in escaped)
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped
