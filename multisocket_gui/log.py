"""The log: a rotating file in which no secret can stand, because whatever is written is masked first.

The same holds for what Python writes to standard error of its own accord: uncaught exceptions, exceptions that
nobody could catch, warnings, and log records that could not be written.
"""

from __future__ import annotations

import json
import logging
import logging.handlers
import re
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

_MASK = "•••"
_NAMES = (
    r"(?:auth(?:orization)?_)?code|code_verifier|state|nonce|client_info|assertion|login_hint"
    r"|(?:id_|access_|refresh_)?token(?:_hint)?|(?:client_)?secret|passw(?:or)?d"
    r"|[\w-]*subscription[-_ ]key|authorization|(?:set-)?cookie"
)
_BEGINNING = r"(?:(?<![\w-])|(?<=%[0-9A-F]{2})|(?<=\\[nrt]))"  # of a word: also after what is written as an escape
_PATTERNS = (
    re.compile(r"eyJ[\w-]{8,}(?:\.[\w-]*)*"),  # JSON in base64: web tokens, signed or encrypted
    re.compile(r"(?<![\w.+-])[\w.+-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+", re.IGNORECASE),  # e-mail addresses
    re.compile(r"(?P<name>\b(?:Bearer|Basic)\s+)[^\s\"',;]{4,}", re.IGNORECASE),
    re.compile(  # named secrets in URLs, forms, JSON, and as Python shows dicts, pairs and bytes
        rf"(?P<name>{_BEGINNING}(?:{_NAMES})(?:\\*[\"'])?\s*(?:[=:]|%3[AD]|(?<=[\"']),)\s*\[?)"
        r"(?:b?(?P<quote>\\*[\"'])(?:(?!(?P=quote))(?:\\.|[^\\]))+(?P=quote)|b?\\*[\"']?[^\s\"'&,;\\]{4,})",
        re.IGNORECASE | re.DOTALL,
    ),
)
_MOST_KNOWN = 256  # each renewal brings new ones, and the old ones are worth nothing
_SHORTEST = 4
_known: dict[str, tuple[str, ...]] = {}
_longest_first: list[str] = []  # what of all these stands in the text: one may be the beginning of another
_known_lock = threading.Lock()


def hide(*secrets: str) -> None:
    """Mask these very texts in everything that is logged from now on (many secrets have no shape of their own)."""
    global _longest_first
    with _known_lock:
        for secret in secrets:
            if len(secret) >= _SHORTEST:
                forms = _known.pop(secret, None) or _forms(secret)
                _known[secret] = forms  # the last that was named is the last to be forgotten
        for oldest in list(_known)[:-_MOST_KNOWN]:
            del _known[oldest]
        _longest_first = sorted((form for forms in _known.values() for form in forms), key=len, reverse=True)


def redacted(text: str) -> str:
    """The text with tokens, codes, keys and e-mail addresses masked."""
    for form in _longest_first:
        text = text.replace(form, _MASK)
    for pattern in _PATTERNS:
        text = pattern.sub(lambda found: (found.groupdict().get("name") or "") + _MASK, text)
    return text


def _forms(secret: str) -> tuple[str, ...]:
    """How it is written in plain text, URLs, forms, JSON and Python."""
    shown = (secret, quote(secret, safe=""), quote(secret), quote_plus(secret), json.dumps(secret)[1:-1])
    return tuple(dict.fromkeys((*shown, repr(secret)[1:-1], repr(secret.encode())[2:-1])))


class RedactingFormatter(logging.Formatter):
    """Masks after formatting, so that messages, arguments and tracebacks are all covered."""

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))


class _File(logging.handlers.RotatingFileHandler):
    """Whose own troubles (a full disk, a record with wrong arguments) are told masked too."""

    def handleError(self, record: logging.LogRecord) -> None:
        if sys.stderr is not None:  # there is none in a windowed program
            sys.stderr.write(redacted(f"{traceback.format_exc()}Not logged: {record.msg!r} {record.args!r}\n"))


def start(folder: Path, level: str) -> None:
    """Log to `folder`/multisocket-gui.log (1 MB, three old ones): our own records from `level` on, others' warnings.

    `level` is one of `options.LOG_LEVELS`. Raises OSError where the folder cannot be written.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handler = _File(folder / "multisocket-gui.log", maxBytes=1_000_000, backupCount=3, encoding="utf-8", delay=True)
    handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.WARNING)  # at lower levels libraries log requests and answers
    for ours in ("multisocket_gui", "qt"):
        logging.getLogger(ours).setLevel(level.upper())
    for chatty in ("msal", "urllib3"):  # whose warnings quote addresses and answers
        logging.getLogger(chatty).setLevel(logging.ERROR)
    logging.captureWarnings(capture=True)
    sys.excepthook = _log_uncaught
    sys.unraisablehook = _log_unraisable
    threading.excepthook = lambda args: _log_uncaught(
        args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
    )


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    logging.getLogger("multisocket_gui").critical("unexpected error", exc_info=(kind, error, trace))


def _log_unraisable(args: UnraisableHookArgs) -> None:
    error = args.exc_value or args.exc_type()
    where = getattr(args.object, "__qualname__", type(args.object).__qualname__)  # its own repr may show anything
    logging.getLogger("multisocket_gui").critical(
        "%s in %s", args.err_msg or "ignored", where, exc_info=(args.exc_type, error, args.exc_traceback)
    )
