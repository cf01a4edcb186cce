"""Linux's timerfd on the wall clock. Python has it from 3.13 on only, so it is called through the C library."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import time

_TIMER_ABSTIME, _CANCEL_ON_SET = 1, 2
_FLAGS = os.O_NONBLOCK | os.O_CLOEXEC
_SOON = 0.001
"""Seconds since the epoch: a moment long past rings at once, while 0 would mean never."""


class _Timespec(ctypes.Structure):
    _fields_ = (("seconds", ctypes.c_long), ("nanoseconds", ctypes.c_long))


class _Itimerspec(ctypes.Structure):
    _fields_ = (("interval", _Timespec), ("value", _Timespec))


class Timerfd:
    """A file descriptor that can be read at a time of the wall clock, or as soon as that clock was set.

    Raises OSError where the system has none to give.
    """

    def __init__(self) -> None:
        self._libc = ctypes.CDLL(None, use_errno=True)
        self.number: int = self._libc.timerfd_create(time.CLOCK_REALTIME, _FLAGS)
        if self.number < 0:
            raise _error()

    def set(self, at: float | None) -> None:
        """Be readable from `at` (seconds since the epoch) on; None: never."""
        try:
            self._set(0.0 if at is None else max(at, _SOON))
        except OSError as error:
            if error.errno != errno.ECANCELED:
                raise
            self._set(_SOON)  # the clock was set a moment ago: whoever reads must look at it

    def _set(self, at: float) -> None:
        seconds, rest = divmod(at, 1)
        spec = _Itimerspec(_Timespec(0, 0), _Timespec(int(seconds), int(rest * 1e9)))
        if self._libc.timerfd_settime(self.number, _TIMER_ABSTIME | _CANCEL_ON_SET, ctypes.byref(spec), None) < 0:
            raise _error()

    def read(self) -> None:
        """Take what made it readable: the moment came (8 bytes), or the clock was set (ECANCELED)."""
        with contextlib.suppress(OSError):
            os.read(self.number, 8)

    def close(self) -> None:
        """Give it back."""
        if self.number >= 0:
            os.close(self.number)
            self.number = -1


def _error() -> OSError:
    code = ctypes.get_errno()
    return OSError(code, os.strerror(code))
