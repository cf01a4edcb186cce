"""A person before a real browser: Chromium, without a window, driven by its own driver.

    python tests/e2e/browser.py --told FILE URL

opens the sign-in page, clicks its button, and waits until the program's own page stands there; its heading is
written to FILE. Usable as BROWSER="python tests/e2e/browser.py --told FILE %s &".
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import element_to_be_clickable
from selenium.webdriver.support.wait import WebDriverWait

PATIENCE = 30.0
_QUIET = (
    "--headless=new",
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
    with browser() as chromium:
        heading = sign_in(chromium, asked.url)
    unfinished = asked.told.with_suffix(".part")
    unfinished.write_text(heading, encoding="utf-8")
    unfinished.replace(asked.told)


@contextmanager
def browser() -> Iterator[Chrome]:
    """A browser with a profile of its own, which is gone with it."""
    with tempfile.TemporaryDirectory(prefix="chromium-", ignore_cleanup_errors=True) as profile:
        options = ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for flag in (*_QUIET, f"--user-data-dir={profile}", *(["--no-sandbox"] if os.geteuid() == 0 else [])):
            options.add_argument(flag)
        chromium = Chrome(options=options, service=ChromeService("/usr/bin/chromedriver"))
        try:
            yield chromium
        finally:
            chromium.quit()


def sign_in(chromium: Chrome, url: str) -> str:
    """Go from the sign-in page to the program's own; returns the heading of that."""
    wait = WebDriverWait(chromium, PATIENCE, poll_frequency=0.05)
    chromium.get(url)
    wait.until(element_to_be_clickable((By.ID, "sign-in"))).click()
    there = urlsplit(url).netloc
    # Neither the form nor the page that carries the answer: both come from the sign-in service.
    wait.until(lambda chromium: urlsplit(chromium.current_url).netloc not in (there, ""))
    return wait.until(lambda chromium: chromium.find_element(By.TAG_NAME, "h1").text)


if __name__ == "__main__":
    main()
