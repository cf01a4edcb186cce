"""Read the command line, then be a client of the running instance, or the instance itself."""

from __future__ import annotations

import sys

from . import cli, paths, words
from .options import parser, verb_words


def main(argv: list[str] | None = None) -> int:
    """The entry point; `argv` without the program's name. Returns the exit code."""
    words.use_language()
    options = parser().parse_args(argv)
    where = paths.places(options.config_dir, demo=options.demo)
    address = paths.instance_address(where)
    if options.verb:
        return cli.main(address, verb_words(options))
    try:
        cli.ask(address, ["show"])
    except cli.NoInstance:
        from . import app

        return app.run(options, where, address)
    return 0


if __name__ == "__main__":
    sys.exit(main())
