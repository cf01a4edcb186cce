"""A person before a real browser: Chromium, driven by its own driver.

    python tests/e2e/browser.py --told FILE URL

opens the sign-in page, clicks its button, and waits until the program's own page stands there; its heading is
written to FILE. Usable as BROWSER="python tests/e2e/browser.py --told FILE %s &".
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import element_to_be_clickable
from selenium.webdriver.support.wait import WebDriverWait

PATIENCE = 30.0
_QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-proxy-server",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-sync",
)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--told", type=Path, required=True)
    parser.add_argument("url")
    asked = parser.parse_args()
    with browser() as surfer:
        surfer.opens(asked.url)
        surfer.presses("sign-in")
        heading = surfer.arrives()
    unfinished = asked.told.with_suffix(".part")
    unfinished.write_text(heading, encoding="utf-8")
    unfinished.replace(asked.told)


@dataclass(frozen=True)
class Surfer:
    """What a person does in the browser."""

    chromium: Chrome

    def opens(self, url: str) -> None:
        """Open a page in the tab at hand, or in the first one."""
        self.chromium.get(url)

    def opens_beside(self, url: str) -> None:
        """Open a page in a new tab, which is then the one at hand."""
        self.chromium.switch_to.new_window("tab")
        self.chromium.get(url)

    def goes_to_tab(self, number: int) -> None:
        """Go to a tab, counted from 0 in the order in which they were opened."""
        self.chromium.switch_to.window(self.chromium.window_handles[number])

    def presses(self, button: str, **typed: str) -> None:
        """Type into fields, by their names, and press a button, by its id."""
        pressed = self._wait.until(element_to_be_clickable((By.ID, button)))
        for name, text in typed.items():
            field = self.chromium.find_element(By.NAME, name)
            field.clear()
            field.send_keys(text)
        pressed.click()

    def sees(self, name: str) -> str:
        """What stands in a field."""
        field = self._wait.until(element_to_be_clickable((By.NAME, name)))
        return str(field.get_property("value"))

    def arrives(self) -> str:
        """Wait until the browser has brought its answer to the program; the heading of the page that it shows then.

        (It shows a page of its own where nobody listens.)
        """
        # Neither the form nor the page that carries the answer: both come from the sign-in service.
        self._wait.until(lambda chromium: chromium.current_url.startswith("http") and not self._at_the_service())
        return str(self._wait.until(lambda chromium: chromium.find_element(By.TAG_NAME, "h1").text))

    def forgets_everybody(self) -> None:
        """Close every tab but one, and lose every cookie."""
        for handle in self.chromium.window_handles[1:]:
            self.chromium.switch_to.window(handle)
            self.chromium.close()
        self.goes_to_tab(0)
        self.chromium.execute_cdp_cmd("Network.clearBrowserCookies", {})
        self.opens("about:blank")

    def _at_the_service(self) -> bool:
        return "/oauth2/" in urlsplit(self.chromium.current_url).path

    @property
    def _wait(self) -> WebDriverWait[Chrome]:
        return WebDriverWait(self.chromium, PATIENCE, poll_frequency=0.05)


@contextmanager
def browser(*flags: str, screen: Mapping[str, str] | None = None) -> Iterator[Surfer]:
    """A browser with a profile of its own, which is gone with it. `screen` is the environment of the desktop on which
    it shows its window; without one it shows none."""
    with tempfile.TemporaryDirectory(prefix="chromium-", ignore_cleanup_errors=True) as profile:
        options = ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        headless = [] if screen else ["--headless=new"]
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        for flag in (*_QUIET, f"--user-data-dir={profile}", *headless, *sandbox, *flags):
            options.add_argument(flag)
        service = ChromeService("/usr/bin/chromedriver", env=dict(screen or os.environ))
        chromium = Chrome(options=options, service=service)
        try:
            yield Surfer(chromium)
        finally:
            chromium.quit()


if __name__ == "__main__":
    main()
