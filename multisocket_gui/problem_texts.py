"""The texts of every kind of problem: what it is, why, and what to do next. `words` puts the details in."""

from __future__ import annotations

from functools import lru_cache

from .home.problem import Kind
from .speech import language, tr

Texts = dict[Kind, tuple[str, str, str]]


def problem_texts() -> Texts:
    """Title, text and step of every kind of problem."""
    return _in(language())


@lru_cache(maxsize=1)
def _in(_language: str) -> Texts:
    """Made once: views ask after each step of any outlet, and each time would translate some hundred sentences."""
    return _line_table() | _service_table() | _account_table() | _keeping_table() | _own_table() | _timer_table()


def _line_table() -> Texts:
    return {
        Kind.OFFLINE: (
            tr("The service cannot be reached"),
            tr("Nothing was sent."),
            tr("Check the network, then try again."),
        ),
        Kind.PROXY: (
            tr("The proxy does not let us through"),
            tr("Nothing was sent."),
            tr("Check the proxy in the system's settings (HTTPS_PROXY), then try again."),
        ),
        Kind.UNTRUSTED: (
            tr("The connection is not safe"),
            tr("The other end could not prove that it is the service, so nothing was sent."),
            tr("Check the network (a hotel's sign-in page?) and the computer's clock."),
        ),
        Kind.TIMED_OUT: (tr("No answer in time"), tr("The service, or the way to it, is slow."), tr("Try again.")),
        Kind.CUT_OFF: (tr("The connection broke"), tr("The answer got lost on the way."), tr("Try again.")),
    }


def _service_table() -> Texts:
    return {
        Kind.TOKEN_REFUSED: (
            tr("The sign-in was not accepted"),
            tr("The service does not take this sign-in."),
            tr("Sign out and sign in again."),
        ),
        Kind.NOT_YOURS: (
            tr("This plant is not yours"),
            tr("The service says that this account does not exist or does not own the plant."),
            tr("Check the plant's id, or sign in with the account of the home."),
        ),
        Kind.KEY_REJECTED: (
            tr("The subscription key is wrong"),
            tr("The service does not know the subscription key. Signing in again does not help."),
            tr("Copy the key from your profile on the developer portal into the settings."),
        ),
        Kind.KEY_MISSING: (
            tr("No subscription key"),
            tr("The service answers only with a subscription key."),
            tr("Copy the key from your profile on the developer portal into the settings."),
        ),
        Kind.FORBIDDEN: (
            tr("Not allowed"),
            tr("The service refused the call."),
            tr("Check on the developer portal that your application may read and write plugs."),
        ),
        Kind.QUOTA_USED_UP: (
            tr("The day's calls are used up"),
            tr("The subscription allows no more calls today."),
            tr("Calls are back at the service's midnight."),
        ),
        Kind.BUSY: (tr("Too many calls at once"), tr("The service asks to wait."), tr("Try again in a minute.")),
        Kind.NOT_FOUND: (
            tr("Not found"),
            tr("The plant does not exist, it has no such socket, or the socket is not connected."),
            tr("Check the plant's id and the socket in the settings."),
        ),
        Kind.REFUSED: (
            tr("The service refused the call"),
            tr("It answered {detail}."),
            tr("Read the socket again in the settings."),
        ),
        Kind.PASSWORD_EXPIRED: (
            tr("Your password has expired"),
            tr("The service wants a new password for the account of the home."),
            tr("Change it in Legrand's app, then sign in again."),
        ),
        Kind.TERMS_CHANGED: (
            tr("The terms wait for you"),
            tr("The service wants its terms of use accepted again."),
            tr("Accept them in Legrand's app, then try again."),
        ),
        Kind.SERVER_TROUBLE: (
            tr("The service is in trouble"),
            tr("It answered {detail}."),
            tr("Try again later."),
        ),
        Kind.BAD_ANSWER: (
            tr("An answer that makes no sense"),
            tr("The service answered something else than its contract says."),
            tr("Try again later; the log holds the beginning of the answer."),
        ),
    }


def _account_table() -> Texts:
    return {
        Kind.SIGNED_OUT: (
            tr("Not signed in"),
            tr("The service answers only to a person who signed in."),
            tr("Sign in."),
        ),
        Kind.SIGN_IN_CANCELLED: (tr("Sign-in cancelled"), tr("Nothing was changed."), tr("Sign in when you like.")),
        Kind.SIGN_IN_NO_ANSWER: (
            tr("No answer from the browser"),
            tr("If the browser showed an error, the reply URL is perhaps not registered."),
            tr("Register {detail} as a reply URL of your application, then sign in again."),
        ),
        Kind.SIGN_IN_REFUSED: (
            tr("The sign-in was refused"),
            tr("The sign-in service answered: {detail}."),
            tr("Check the client id and the scopes in the settings."),
        ),
        Kind.SIGN_IN_UNREACHABLE: (
            tr("The sign-in service cannot be reached"),
            tr("You stay signed in."),
            tr("Check the network, then try again."),
        ),
        Kind.SIGN_IN_SETTINGS: (
            tr("The sign-in is not set up"),
            tr("This field is missing or wrong: {detail}."),
            tr("Open the settings and complete it."),
        ),
        Kind.SIGN_IN_WRONG_TOKEN: (
            tr("The sign-in's answer was not meant for us"),
            tr("It failed the check: {detail}."),
            tr("Check the computer's clock and the authority in the settings, then sign in again."),
        ),
        Kind.PORT_TAKEN: (
            tr("Port {detail} is taken"),
            tr("Another program listens where the browser's answer should arrive."),
            tr("Close it, or choose another reply port in the settings and register it."),
        ),
        Kind.NO_BROWSER: (
            tr("No browser could be opened"),
            tr("The system names none that starts."),
            tr("Copy the link and open it in any browser."),
        ),
        Kind.SIGN_IN_AGAIN: (
            tr("Your sign-in has ended"),
            tr("The sign-in service wants to see you again, as it does when a sign-in was not used for a while."),
            tr("Sign in again."),
        ),
        Kind.SIGN_IN_TROUBLE: (
            tr("The sign-in service is in trouble"),
            tr("It answered {detail}."),
            tr("Sign in again; if it stays so, tell Legrand's support these numbers."),
        ),
        Kind.ACCOUNT_GONE: (
            tr("The account is gone"),
            tr("The sign-in service no longer knows it, or not for this application."),
            tr("Sign in again, with another account if need be."),
        ),
        Kind.PASSWORD_FORGOTTEN: (
            tr("Forgot the password"),
            tr("It can be changed in Legrand's app, or here once the reset policy is in the settings."),
            tr("Change it, then sign in."),
        ),
        Kind.CLOCK_WRONG: (
            tr("This computer's clock is wrong by {detail}"),
            tr("Sign-ins and ages cannot be trusted so."),
            tr("Set the clock, then try again."),
        ),
    }


def _keeping_table() -> Texts:
    """What is kept on this computer, and why it is not."""
    return {
        Kind.NO_KEYRING: (
            tr("Signed in for this session only"),
            tr("This computer has no keyring, and without one nothing secret is kept."),
            tr("Install a keyring (GNOME Keyring, KWallet) to stay signed in."),
        ),
        Kind.KEYRING_LOCKED: (
            tr("The keyring is locked"),
            tr("What is kept in it cannot be used until it is unlocked."),
            tr("Unlock it and try again, or sign in for this session."),
        ),
        Kind.KEYRING_SILENT: (
            tr("The keyring did not answer"),
            tr("What it holds cannot be used, and nothing new is kept."),
            tr("Try again, or sign in for this session."),
        ),
        Kind.VAULT_DAMAGED: (
            tr("The kept sign-in is damaged"),
            tr("Its file was changed or cut, so nothing of it is used."),
            tr("Sign in again; that replaces it."),
        ),
        Kind.VAULT_KEY_LOST: (
            tr("The key to the kept sign-in is gone"),
            tr("The keyring no longer holds it, so the kept sign-in cannot be opened."),
            tr("Sign in again; that makes a new one."),
        ),
        Kind.VAULT_UNWRITABLE: (
            tr("The sign-in could not be kept"),
            tr("The system says: {detail}. You stay signed in for this session."),
            tr("Make room or check the rights of the folder."),
        ),
    }


def _own_table() -> Texts:
    return {
        Kind.LOCKED: (
            tr("Locked"),
            tr("This outlet is locked, so nothing was sent."),
            tr("Unlock it to switch it."),
        ),
        Kind.ASK_FIRST: (
            tr("Not confirmed"),
            tr("This outlet is only switched off after a question, so nothing was sent."),
            tr("Switch it by itself and answer the question."),
        ),
        Kind.UNSETTLED: (
            tr("A locked outlet is in the way"),
            tr("It was switched before it was locked, and the cloud does not show that yet, so nothing was sent."),
            tr("Try again in a moment."),
        ),
        Kind.SAVED: (
            tr("Saved for switching off"),
            tr("Few of the day's calls are left. They are held back for switching off and for timers."),
            tr("It can be done again when calls are back."),
        ),
        Kind.EXPIRED: (
            tr("It took too long to send"),
            tr("A command older than 15 seconds is never sent."),
            tr("Try again."),
        ),
        Kind.SHAPE_CHANGED: (
            tr("The number of outlets does not agree"),
            tr("The service and the settings say: {detail}. Nothing was sent."),
            tr("Read the socket again in the settings."),
        ),
        Kind.AMBIGUOUS: (
            tr("Several sockets answer"),
            tr("“{detail}” does not name one socket. Nothing was sent."),
            tr("Read the sockets in the settings and use their ids."),
        ),
        Kind.ABANDONED: (tr("Given up"), tr("It was not waited for."), tr("Try again.")),
        Kind.SETTINGS_BROKEN: (
            tr("settings.json cannot be read"),
            tr("The mistake is at: {detail}. The file is kept as it is."),
            tr("Mend it and start again; or save new settings, and the old file is kept beside them."),
        ),
        Kind.SETTINGS_UNWRITABLE: (
            tr("The settings could not be saved"),
            tr("The system says: {detail}."),
            tr("Make room or check the rights of the folder, then try again."),
        ),
        Kind.HISTORY_UNWRITABLE: (
            tr("The history could not be written"),
            tr("The system says: {detail}."),
            tr("Choose another folder or make room, then try again."),
        ),
        Kind.NOT_REGISTERED: (
            tr("Start at login could not be changed"),
            tr("The system says: {detail}."),
            tr("Check the rights of that folder, then try again."),
        ),
        Kind.INTERNAL: (tr("A mistake of this program"), tr("The log tells more."), tr("Try again.")),
    }


def _timer_table() -> Texts:
    return {
        Kind.TIMER_LATE: (
            tr("Missed"),
            tr("This computer was off, asleep or not connected at that time, so nothing was switched."),
            tr("Switch it by hand if that is still wanted."),
        ),
        Kind.TIMER_CUT: (
            tr("Broken off"),
            tr("The program ended in the middle of it, so it may or may not have switched. It is not run again."),
            tr("Look at the outlet."),
        ),
        Kind.TIMER_DISPUTED: (
            tr("The cloud shows otherwise"),
            tr("The command was accepted, but the cloud does not show what the timer asked for."),
            tr("Look at the outlet."),
        ),
        Kind.TARGET_GONE: (
            tr("What it switches is gone"),
            tr("The outlet or scene is no longer part of this home, so nothing was sent."),
            tr("Choose another one, or remove the timer."),
        ),
        Kind.ZONE_UNKNOWN: (
            tr("Unknown time zone"),
            tr("This computer does not know the time zone “{detail}”, so the timer does not run."),
            tr("Choose its time again, or install the system's time zone data."),
        ),
        Kind.TIMERS_UNWRITABLE: (
            tr("The timers' record could not be written"),
            tr("The system says: {detail}. Without the record a run might be repeated, so nothing was sent."),
            tr("Make room, then switch by hand."),
        ),
    }
