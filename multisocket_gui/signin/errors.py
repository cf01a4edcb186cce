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
    ├── SignedOut        nobody is signed in
    │   ├── SignInAgain      the service wants to see the person again: the grant is over or revoked; detail: its code
    │   └── AccountGone      the service knows the account no more, or not for this application; detail: its code
    ├── PasswordForgotten    the person pressed "forgot my password" and no reset policy is set; detail: the code
    ├── SignInTrouble        the service broke inside; detail: its code and the correlation id
    ├── ClockWrong           the token is over or not yet valid because this clock is off; detail: by how much
    └── KeepingTrouble   about what is kept on this computer
        ├── KeyringLocked    the keyring is locked and stayed so
        ├── KeyringSilent    the keyring is there but fails; detail: the kind of its error
        ├── VaultDamaged     the sealed file was cut, changed or put there by somebody else
        ├── VaultKeyLost     the keyring no longer holds the sealed file's key
        └── VaultUnwritable  the file system refuses; detail: the system's reason
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


class SignInAgain(SignedOut):
    kind = Kind.SIGN_IN_AGAIN


class AccountGone(SignedOut):
    kind = Kind.ACCOUNT_GONE


class PasswordForgotten(SignInError):
    kind = Kind.PASSWORD_FORGOTTEN


class SignInTrouble(SignInError):
    kind = Kind.SIGN_IN_TROUBLE


class ClockWrong(SignInError):
    kind = Kind.CLOCK_WRONG


class KeepingTrouble(SignInError):
    """What is kept on this computer cannot be used or renewed; nobody is signed out for it."""


class KeyringLocked(KeepingTrouble):
    kind = Kind.KEYRING_LOCKED


class KeyringSilent(KeepingTrouble):
    kind = Kind.KEYRING_SILENT


class VaultDamaged(KeepingTrouble):
    kind = Kind.VAULT_DAMAGED


class VaultKeyLost(KeepingTrouble):
    kind = Kind.VAULT_KEY_LOST


class VaultUnwritable(KeepingTrouble):
    kind = Kind.VAULT_UNWRITABLE
