"""What can go wrong with the account.

::

    SignInError
    ├── Cancelled        the person gave up, here or on the page: no error box
    ├── NoAnswer         the browser sent nothing back in time; detail: the reply URL that must be registered
    ├── PortTaken        the reply port belongs to another program; detail: the port
    ├── NoBrowser        no browser could be started: the attempt goes on, the link can be copied
    ├── Refused          the sign-in service said no; detail: its code and the correlation id
    ├── Unreachable      no answer from the sign-in service, or "later": whoever is signed in stays so
    ├── Untrusted        the service's certificate is not to be trusted
    ├── Misconfigured    a setting is wrong; detail: which, or the service's code
    ├── WrongToken       the token is not for us, not from whom we asked, or over; detail: the claim
    ├── SignedOut        nobody is signed in, or the service wants to see the person again; detail: its code
    └── NoKeyring        the keyring is there but does not open; detail: the kind of its error
"""

from __future__ import annotations

from multisocket_gui.home.problem import Kind, Trouble


class SignInError(Trouble):
    """Anything of this room."""


class Cancelled(SignInError):
    kind = Kind.SIGN_IN_CANCELLED


class NoAnswer(SignInError):
    kind = Kind.SIGN_IN_NO_ANSWER


class PortTaken(SignInError):
    kind = Kind.PORT_TAKEN


class NoBrowser(SignInError):
    kind = Kind.NO_BROWSER


class Refused(SignInError):
    kind = Kind.SIGN_IN_REFUSED


class Unreachable(SignInError):
    """`until` is set where the service named a time."""

    kind = Kind.SIGN_IN_UNREACHABLE


class Untrusted(SignInError):
    kind = Kind.UNTRUSTED


class Misconfigured(SignInError):
    kind = Kind.SIGN_IN_SETTINGS


class WrongToken(SignInError):
    kind = Kind.SIGN_IN_WRONG_TOKEN


class SignedOut(SignInError):
    kind = Kind.SIGNED_OUT


class NoKeyring(SignInError):
    kind = Kind.NO_KEYRING
