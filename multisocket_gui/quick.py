"""The plain command line: a verb for the running instance, sent on as it stands.

Nothing is parsed here but what leads to the instance, and nothing loaded that is not needed for that: the instance
reads the words with the one parser there is (`options`), and answers mistakes too.
"""

from __future__ import annotations

from .address import APP, quick_address
from .cli import NoInstance, ask, printed

HELP = ("-h", "--help")
"""What is answered without an instance."""
LINK = f"{APP}:"
"""How the address of a link begins."""


def main(words: list[str]) -> int | None:
    """Be the client and return the exit code; None where this is not plain, or nobody answers."""
    config_dir, demo, verb = _read(words)
    if verb is None or any(word in HELP for word in verb):
        return None
    address = quick_address(config_dir, demo=demo)
    if address is None:
        return None
    try:
        return printed(ask(address, verb))
    except NoInstance:
        return None


def _read(words: list[str]) -> tuple[str | None, bool, list[str] | None]:
    """The value of `--config-dir`, whether `--demo` is there, and the verb with its words; None for anything else."""
    config_dir, demo, at = None, False, 0
    while at < len(words) and words[at].startswith("-"):
        if words[at] == "--demo":
            demo = True
        elif words[at] == "--config-dir" and at + 1 < len(words) and not words[at + 1].startswith("-"):
            at += 1
            config_dir = words[at]
        else:
            return None, False, None
        at += 1
    verb = words[at:]
    if len(verb) == 1 and verb[0].startswith(LINK):  # as desktops start the program for an address
        verb = ["open", *verb]
    return config_dir, demo, verb or None
