"""What the service, its gateway and the line to it may answer instead of what was asked.

CloudError
├── NotSent            certain: the request never left
│   ├── Offline        no route, no name, no connection in time, or it broke before the request left
│   │   ├── Refused      (replayable) the service's own host refused the connection
│   │   └── ProxyTrouble the proxy refused, wanted a password, or could not reach the service (407 too)
│   └── Untrusted      no certificate, or not one that proves that it is the service
├── Unanswered         doubt: the request may have been carried out
│   ├── TimedOut       no answer in time (ours, or the gateway's 408)
│   ├── CutOff         the line broke before the answer was whole
│   │   └── Stale        (replayable) it was a line used before, and it broke at once and without a byte of answer
│   └── ServerTrouble  5xx
├── BadAnswer          doubt: something else than the contract says, or a redirect
└── Refusal            certain: the service said no
    ├── TokenRefused   401: the ID token is not taken, or the account does not own the plant
    ├── NotYours       401 to a fresh ID token: the account does not exist there, or does not own the plant
    ├── KeyRejected    401 of the gateway: the subscription key is wrong
    ├── KeyMissing     no subscription key is known; nothing was sent
    ├── QuotaUsedUp    403 of the gateway: the day's calls are used up, `until` if it told
    ├── Forbidden      403 otherwise
    ├── NotFound       404: no such plant, or no such socket
    ├── Busy           429: `until` when to try again
    ├── PasswordExpired 469, as the sister APIs behind the same gateway say it
    ├── TermsChanged   470, likewise: the terms wait to be accepted in Legrand's app
    └── Rejected       400 and every other 4xx

Replayable are the two that tell of the line and not of this request: nobody listened just then, or a line that had
rested was dead already (the other end had closed it, and word of that had not arrived). What broke later than at once,
on a line of its own, or with a byte of answer was being worked on. Whether it is sent once more is not decided here.

Sources: the portal's pages of GetPlugStatus and SetPlugStatus; Azure API Management's documentation of its
`rate-limit` and `quota` policies and of subscriptions.
"""

from __future__ import annotations

from multisocket_gui.home.problem import Kind, Trouble


class CloudError(Trouble):
    """The root. `doubtful`: a write that ended so may have switched, and must be read again. `replayable`: it may be
    sent once more, as long as it is still wanted and within its time to live."""

    doubtful = False
    replayable = False


class NotSent(CloudError):
    """The request never left."""


class Offline(NotSent):
    kind = Kind.OFFLINE


class Refused(Offline):
    replayable = True


class ProxyTrouble(Offline):
    kind = Kind.PROXY


class Untrusted(NotSent):
    kind = Kind.UNTRUSTED


class Unanswered(CloudError):
    """The request left and no answer came that settles what it did."""

    doubtful = True


class TimedOut(Unanswered):
    kind = Kind.TIMED_OUT


class CutOff(Unanswered):
    kind = Kind.CUT_OFF


class Stale(CutOff):
    replayable = True


class ServerTrouble(Unanswered):
    kind = Kind.SERVER_TROUBLE


class BadAnswer(CloudError):
    """The answer is not what the contract says. Doubtful, since a write may have been carried out all the same."""

    kind = Kind.BAD_ANSWER
    doubtful = True


class Refusal(CloudError):
    """The service said no."""


class TokenRefused(Refusal):
    kind = Kind.TOKEN_REFUSED


class NotYours(Refusal):
    kind = Kind.NOT_YOURS


class KeyRejected(Refusal):
    kind = Kind.KEY_REJECTED


class KeyMissing(Refusal):
    kind = Kind.KEY_MISSING


class QuotaUsedUp(Refusal):
    kind = Kind.QUOTA_USED_UP


class Forbidden(Refusal):
    kind = Kind.FORBIDDEN


class NotFound(Refusal):
    kind = Kind.NOT_FOUND


class Busy(Refusal):
    kind = Kind.BUSY


class PasswordExpired(Refusal):
    kind = Kind.PASSWORD_EXPIRED


class TermsChanged(Refusal):
    kind = Kind.TERMS_CHANGED


class Rejected(Refusal):
    kind = Kind.REFUSED
