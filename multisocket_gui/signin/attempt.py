"""One try of signing in: what the window and the worker share."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator

from multisocket_gui.home.problem import Problem
from multisocket_gui.signin.errors import Cancelled, NoBrowser


def _ignore(problem: Problem) -> None:
    """The default for those who show the link anyway."""


class Attempt:
    """One try, from any thread. `on_link` and `on_no_browser` are called on threads that are not the caller's.

    `on_link` is told the page's address as soon as it is known, for "Copy link"; `on_no_browser` that no
    browser could be started: the attempt goes on, for the link can be opened by hand.
    """

    def __init__(self, on_link: Callable[[str], None], on_no_browser: Callable[[Problem], None] = _ignore) -> None:
        self._on_link = on_link
        self._on_no_browser = on_no_browser
        self._lock = threading.Lock()
        self._end_wait: Callable[[], None] | None = None
        self._settled = False
        self.cancelled = False
        self.browser_opened = True  # as far as is known

    def cancel(self) -> bool:
        """Give up: `sign_in` raises `Cancelled`. Too late (False) once it has succeeded: then nothing happens.

        A wait for the browser ends at once; a request that is under way ends by itself, within its time-out.
        """
        with self._lock:
            if self._settled:
                return False
            self.cancelled = True
            if self._end_wait:
                self._end_wait()
            return True

    def check(self) -> None:
        """Raises `Cancelled` if it was."""
        if self.cancelled:
            raise Cancelled

    @contextlib.contextmanager
    def ending(self, wait: Callable[[], None]) -> Iterator[None]:
        """While this lasts, `cancel` calls `wait`; at once if the attempt is cancelled already."""
        with self._lock:
            self._end_wait = wait
        try:
            self.check()
            yield
        finally:
            with self._lock:
                self._end_wait = None

    def settle(self) -> None:
        """The last moment to give up has passed. Raises `Cancelled` if it was used."""
        with self._lock:
            self.check()
            self._settled = True

    def show(self, link: str, open_browser: Callable[[str], bool]) -> None:
        """Open `link`, and say so if that does not work."""
        if self.cancelled:
            return
        try:
            self.browser_opened = open_browser(link)
        finally:
            if not self.browser_opened and not self.cancelled:
                self._on_no_browser(NoBrowser().problem)

    def tell(self, link: str) -> None:
        """Hand out the link."""
        self._on_link(link)
