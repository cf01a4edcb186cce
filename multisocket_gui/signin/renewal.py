"""When a token is renewed: in time, by one request however many ask, and not again at once where that fails."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from multisocket_gui.signin.errors import SignedOut, SignInError
from multisocket_gui.signin.session import Session

_PAUSE = 10.0  # seconds without another try, as long as the token at hand is good
_log = logging.getLogger(__name__)


class Renewal:
    """For any number of threads.

    `current` tells who is signed in now and raises `SignedOut`. `renew` asks the service, and gives the new raw token;
    it raises `SignInError`, and `SignedOut` where nobody is signed in any more.
    """

    def __init__(
        self, clock: Callable[[], float], current: Callable[[], Session], renew: Callable[[Session], str]
    ) -> None:
        self._clock = clock
        self._current = current
        self._renew = renew
        self._lock = threading.Lock()  # around the network and the three below
        self._count = 0
        self._failure: SignInError | None = None
        self._not_before = 0.0

    def token(self, *, renew: bool) -> str:
        """The raw token at hand if it is fresh and `renew` is not asked for, else a new one. Raises as `renew` does."""
        seen = self._count
        session = self._current()
        if session.token.fresh(self._clock()) and not renew:
            return session.token.raw
        with self._lock:
            session = self._current()
            if self._count != seen:
                return self._shared_outcome(session, renew=renew)
            if not renew and self._clock() < self._not_before and session.token.alive(self._clock()):
                return session.token.raw
            try:
                return self._renewed(session, renew=renew)
            finally:
                self._count += 1

    def _renewed(self, session: Session, *, renew: bool) -> str:
        self._failure, self._not_before = None, 0.0
        try:
            return self._renew(session)
        except SignedOut:
            raise
        except SignInError as error:
            self._failure = error
            self._not_before = error.problem.until or self._clock() + _PAUSE
            if renew or not session.token.alive(self._clock()):
                raise
            _log.warning("the token cannot be renewed (%s); the one at hand is used on", error.problem.kind)
            return session.token.raw

    def _shared_outcome(self, session: Session, *, renew: bool) -> str:
        failure = self._failure
        if failure and (renew or not session.token.alive(self._clock())):
            raise type(failure)(failure.problem.detail, until=failure.problem.until) from failure
        return session.token.raw
