"""One process at a time: a lock on a file beside what it guards, waited for so long and no longer.

The system frees the lock of a process that died.
"""

from __future__ import annotations

import errno
import sys
import time
from typing import IO

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_BETWEEN_TRIES = 0.002
_HELD = frozenset((errno.EAGAIN, errno.EACCES, errno.EDEADLK, 36))
"""What says that somebody else holds it; 36 is what Windows calls EDEADLOCK. Anything else: it cannot be locked."""


def lock(stream: IO[bytes], longest_wait: float) -> bool:
    """Whether it is ours now; False where another process held it for `longest_wait` seconds.

    Raises OSError where the file cannot be locked at all, as on some network drives.
    """
    give_up = time.monotonic() + longest_wait
    while not _lock_at_once(stream):
        if time.monotonic() > give_up:
            return False
        time.sleep(_BETWEEN_TRIES)
    return True


def _lock_at_once(stream: IO[bytes]) -> bool:
    try:
        _try(stream)
    except OSError as error:
        if error.errno not in _HELD:
            raise
        return False
    return True


if sys.platform == "win32":

    def _try(stream: IO[bytes]) -> None:
        stream.seek(0)
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)

    def unlock(stream: IO[bytes]) -> None:
        """Let the next one in."""
        stream.seek(0)
        msvcrt.locking(stream.fileno(), msvcrt.LK_UNLCK, 1)

else:

    def _try(stream: IO[bytes]) -> None:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def unlock(stream: IO[bytes]) -> None:
        """Let the next one in."""
        fcntl.flock(stream, fcntl.LOCK_UN)
