"""The log: a rotating file in which no secret can stand, because the formatter masks them."""

from __future__ import annotations

import logging
import logging.handlers
import re
import sys
import threading
from pathlib import Path
from types import TracebackType

_MASK = "•••"
_PATTERNS = (
    re.compile(r"eyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?"),  # JSON web tokens
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),  # e-mail addresses
    re.compile(  # named secrets in URLs, forms and JSON
        r"(?P<name>(?:code|code_verifier|state|nonce|client_info|id_token|access_token|refresh_token|password"
        r"|subscription-key|Ocp-Apim-Subscription-Key|Authorization)[\"']?\s*[=:]\s*[\"']?)(?P<secret>[^\s\"'&,;]{4,})",
        re.IGNORECASE,
    ),
)
_known: set[str] = set()
_known_lock = threading.Lock()


def hide(secret: str) -> None:
    """Mask this very text in everything that is logged from now on (a subscription key has no shape of its own)."""
    if len(secret) >= 4:
        with _known_lock:
            _known.add(secret)


def redacted(text: str) -> str:
    """The text with tokens, codes, keys and e-mail addresses masked."""
    with _known_lock:
        known = tuple(_known)
    for secret in known:
        text = text.replace(secret, _MASK)
    for pattern in _PATTERNS:
        text = pattern.sub(lambda found: (found.groupdict().get("name") or "") + _MASK, text)
    return text


class RedactingFormatter(logging.Formatter):
    """Masks after formatting, so that messages, arguments and tracebacks are all covered."""

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))


def start(folder: Path, level: str) -> None:
    """Log to `folder`/multisocket-gui.log (1 MB, three old ones kept) at `level`, one of `options.LOG_LEVELS`.

    Raises OSError where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handler = logging.handlers.RotatingFileHandler(
        folder / "multisocket-gui.log", maxBytes=1_000_000, backupCount=3, encoding="utf-8", delay=True
    )
    handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level.upper())
    for chatty in ("msal", "urllib3"):  # MSAL logs the sign-in's answer at INFO
        logging.getLogger(chatty).setLevel(logging.ERROR)
    sys.excepthook = _log_uncaught
    threading.excepthook = lambda args: _log_uncaught(
        args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
    )


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    logging.getLogger("multisocket_gui").critical("unexpected error", exc_info=(kind, error, trace))
