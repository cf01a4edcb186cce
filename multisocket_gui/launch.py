"""Read the command line in full, then be a client of the running instance, or the instance itself."""

from __future__ import annotations

import argparse
import sys

from . import cli, paths
from .options import parser
from .quick import LINK
from .speech import tr, use_language


def main(argv: list[str]) -> int:
    """Carry out the command line; `argv` without the program's name. Returns the exit code."""
    use_language()
    link = argv[-1] if argv and argv[-1].startswith(LINK) and "open" not in argv else ""
    options = parser().parse_args(argv[:-1] if link else argv)
    options.link = link
    where = paths.places(options.config_dir, demo=options.demo)
    try:
        address = paths.instance_address(where)
    except paths.NotPrivate as error:
        return _refuse(
            tr(
                "Other users can change {folder}, so they could listen there in place of the program. "
                "Take that right away from them, or set XDG_RUNTIME_DIR to a folder that is yours alone."
            ),
            folder=str(error.folder),
        )
    except OSError as error:
        return _refuse(tr("The folder of the local socket cannot be made: {reason}"), reason=str(error))
    if options.verb:
        return cli.main(address, options.words)
    try:
        return cli.printed(cli.ask(address, ["open", link])) if link else cli.show(address, connect=options.connect)
    except cli.NoInstance:
        return _be_the_instance(options, where, address)


def _be_the_instance(options: argparse.Namespace, where: paths.Places, address: str) -> int:
    from . import preflight  # not at the top: the command line must answer at once

    missing = preflight.missing_packages()
    if missing:
        return _refuse(
            tr("Qt needs system libraries that are missing. On Debian and Ubuntu: apt install {packages}"),
            packages=" ".join(missing),
        )
    if not preflight.screen_answers():
        return _refuse(tr("There is no screen: neither DISPLAY nor WAYLAND_DISPLAY names one that answers."))
    _keep_memory_off_the_disk()
    try:
        from . import opening
    except ImportError as error:
        return _refuse(tr("The program cannot be loaded: {reason}"), reason=str(error))
    return opening.run(options, where, address)


def _keep_memory_off_the_disk() -> None:
    """A crash leaves no dump, which would hold the tokens. (On Windows the system's settings decide.)"""
    if sys.platform != "win32":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (0, most))


def _refuse(sentence: str, **fields: str) -> int:
    sys.stderr.write(sentence.format(**fields) + "\n")
    return 1
