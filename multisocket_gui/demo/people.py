"""Who may sign in, and with what: the users of the demo home and the passwords that they have by now."""

from __future__ import annotations

import hmac
import threading

from multisocket_gui.demo.demo_home import DemoHome, DemoUser


class People:
    """The accounts of one embedded cloud; safe to use from any thread. E-mails are the same in either case."""

    def __init__(self, home: DemoHome) -> None:
        self._users = {user.email: user for user in home.users}
        self._demo_user = home.demo_user
        self._lock = threading.Lock()
        self._passwords = {user.email: user.password for user in home.users}
        self._had = list(self._passwords.values())

    def shown(self) -> tuple[str, str]:
        """E-mail and password that the sign-in page tells."""
        with self._lock:
            return self._demo_user.email, self._passwords[self._demo_user.email]

    def called(self, email: str) -> DemoUser | None:
        """The user with this e-mail."""
        return self._users.get(email.strip().lower())

    def with_password(self, email: str, password: str) -> DemoUser | None:
        """The user with this e-mail, if that is the password."""
        user = self.called(email)
        if user is None:
            return None
        with self._lock:
            right = hmac.compare_digest(self._passwords[user.email].encode(), password.encode())
        return user if right else None

    def change_password(self, user: DemoUser, password: str) -> None:
        """From now on this is the user's password, as long as the cloud runs."""
        with self._lock:
            self._passwords[user.email] = password
            self._had.append(password)

    def secrets(self) -> list[tuple[str, str]]:
        """Every e-mail and every password there is or was, as (what it is, the secret)."""
        with self._lock:
            return [*(("e-mail", email) for email in self._users), *(("password", word) for word in self._had)]
