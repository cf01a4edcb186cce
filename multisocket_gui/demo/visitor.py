"""A stand-in for a person with a browser, where no browser is to be had.

    python -m multisocket_gui.demo.visitor URL

opens the authorize page of the embedded cloud, fills its form with the credentials shown on it, and carries the
answer to the application. Usable as BROWSER="python -m multisocket_gui.demo.visitor %s &". It only talks to
loopback: it would fill in any form. `--press` names another button ("cancel", "forgot", "change"), `--typed NAME=VALUE`
replaces what a field is filled with.
"""

from __future__ import annotations

import argparse
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.parse import urlencode, urljoin, urlsplit

_TIMEOUT_S = 20.0
_MOST_STEPS = 5
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Lost(Exception):
    """The visit did not come to its end; the text says why, in one line."""


@dataclass
class Form:
    """A form of a page: where it goes, the values in it, and its named buttons (id -> name and value)."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """A page as a visitor sees it: its address, its first form if it has one, and the text with id `message`."""

    url: str
    form: Form | None
    message: str


def visit(url: str, press: str = "sign-in", typed: dict[str, str] | None = None) -> Page:
    """Open an authorize URL, press a button (by its id) and follow every form to the last page.

    `typed` replaces what the form is filled with, by field name. Raises Lost, or OSError from the network.
    """
    browser = Browser()
    page = browser.open(url)
    for _ in range(_MOST_STEPS):
        if page.form is None:
            return page
        if press in page.form.buttons:
            if page.message:
                raise Lost(page.message)
            page = browser.submit(page, press, typed or {})
        else:
            page = browser.submit(page, None, {})
    raise Lost("the forms do not come to an end")


class Browser:
    """Opens pages and submits forms, with cookies, on loopback only."""

    def __init__(self) -> None:
        # No proxy: loopback must not be asked of one.
        handlers = (
            urllib.request.ProxyHandler({}),
            urllib.request.HTTPCookieProcessor(CookieJar()),
        )
        self._opener = urllib.request.build_opener(*handlers)

    def open(self, url: str, data: bytes | None = None) -> Page:
        """Get a page, or post a form to it."""
        parts = urlsplit(url)
        if parts.scheme != "http" or parts.hostname not in _LOOPBACK:
            raise Lost(f"not a plain loopback address: {parts.scheme}://{parts.hostname}")
        try:
            with self._opener.open(url, data, timeout=_TIMEOUT_S) as response:
                return _read(response.url, response.read().decode("utf-8", "replace"))
        except urllib.error.HTTPError as refusal:
            with refusal:
                page = _read(url, refusal.read().decode("utf-8", "replace"))
            raise Lost(page.message or f"{parts.hostname} answers {refusal.code}") from refusal

    def submit(self, page: Page, button: str | None, typed: dict[str, str]) -> Page:
        """Submit the page's form as it is filled, with what is typed into it, through a button."""
        if page.form is None:
            raise Lost("the page has no form")
        fields = page.form.fields | typed
        if button is not None:
            name, value = page.form.buttons[button]
            fields[name] = value
        return self.open(urljoin(page.url, page.form.action), urlencode(fields).encode())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.form: Form | None = None
        self.message = ""
        self._message_tag: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if given.get("id") == "message":
            self._message_tag = tag
        if tag == "form" and self.form is None:
            self.form = Form(given.get("action", ""))
        elif self.form is not None and tag == "input" and given.get("name"):
            self.form.fields[given["name"]] = given.get("value", "")
        elif self.form is not None and tag == "button" and given.get("name"):
            self.form.buttons[given.get("id", "")] = (given["name"], given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == self._message_tag:
            self._message_tag = None

    def handle_data(self, data: str) -> None:
        if self._message_tag:
            self.message += data


def _read(url: str, text: str) -> Page:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return Page(url, reader.form, " ".join(reader.message.split()))


def main(arguments: list[str]) -> int:
    """Visit the one URL given; 0 if the application got its answer, 2 if the words make no sense."""
    asked = _parser().parse_args(arguments)
    try:
        visit(asked.url, asked.press, dict(asked.typed))
    except (Lost, OSError) as exc:
        return _complain(f"visitor: {' '.join(str(exc).split())}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m multisocket_gui.demo.visitor")
    parser.add_argument("--press", default="sign-in", metavar="BUTTON")
    parser.add_argument("--typed", action="append", type=_field, default=[], metavar="NAME=VALUE")
    parser.add_argument("url", metavar="URL")
    return parser


def _field(typed: str) -> tuple[str, str]:
    name, _, value = typed.partition("=")
    return name, value


def _complain(line: str) -> int:
    sys.stderr.write(line + "\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
