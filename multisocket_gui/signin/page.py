"""The page that the browser ends on: ours, calm, self-contained, in the person's language."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from html import escape
from http import HTTPStatus

_STYLE = (
    ":root{color-scheme:light dark;font:17px/1.5 system-ui,sans-serif}"
    "body{display:grid;place-content:center;min-height:90vh;margin:0;padding:1rem}"
    "main{max-width:30rem}h1{font-size:1.5rem;line-height:1.2}"
)


@dataclass(frozen=True, slots=True)
class PageText:
    """One page: its heading and its sentence, plain text."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class PageTexts:
    """The three pages, translated by the caller, and their language (BCP 47)."""

    language: str = "en"
    done: PageText = PageText("Almost done", "Go back to Multisocket GUI. You can close this page.")
    refused: PageText = PageText("Not signed in", "Go back to Multisocket GUI to see what comes next.")
    unexpected: PageText = PageText("Nothing is waiting here", "Start the sign-in again in Multisocket GUI.")


def response(status: HTTPStatus, page: PageText, language: str) -> bytes:
    """A whole HTTP response, after which the connection ends. Nothing of the request stands in it."""
    body = _html(page, language).encode()
    allow = ("Allow: POST",) if status == HTTPStatus.METHOD_NOT_ALLOWED else ()
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}",
        "Content-Type: text/html; charset=utf-8",
        f"Content-Length: {len(body)}",
        f"Content-Security-Policy: {_policy()}",
        "Cache-Control: no-store",
        "Referrer-Policy: no-referrer",
        "X-Content-Type-Options: nosniff",
        *allow,
        "Connection: close",
    )
    return "\r\n".join((*head, "", "")).encode("ascii") + body


def _policy() -> str:
    style = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def _html(page: PageText, language: str) -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(page.title)}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{escape(page.title)}</h1><p>{escape(page.text)}</p></main></body></html>\n"
    )
