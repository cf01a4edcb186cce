"""The entry point: at once a client of the running instance where the words are plain, else by way of `launch`."""

from __future__ import annotations

import sys


def main(argv: list[str] | None = None) -> int:
    """Carry out the command line; `argv` without the program's name. Returns the exit code."""
    words = sys.argv[1:] if argv is None else argv
    from . import quick  # inside: whoever imports this module for its name wants nothing of it

    code = quick.main(words)
    if code is not None:
        return code
    from . import launch

    return launch.main(words)


if __name__ == "__main__":
    sys.exit(main())
