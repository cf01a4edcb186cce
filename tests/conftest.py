"""What every test gets: an embedded cloud on request, and a watch on what it leaves behind."""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import random
import re
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from multisocket_gui import words
from multisocket_gui.demo.cloud import EmbeddedCloud

if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
hypothesis.settings.register_profile("any machine", deadline=None)  # how long one example takes, the machine decides
hypothesis.settings.load_profile("any machine")
LEAVE_BEHIND = 10.0
"""Seconds in which a test's own threads must end."""


def pytest_configure(config: pytest.Config) -> None:
    gc.disable()  # see `_garbage_is_taken_out_here`
    config.addinivalue_line(
        "markers", "logs(*patterns): log records of WARNING or more that the test is meant to cause"
    )


@pytest.fixture
def free_port() -> int:
    """A port that is free on 127.0.0.1 and ::1, of those that no system hands out by itself: nobody takes it by chance.

    By the system's own dice: those of `random` fall alike in each process of a run.
    """
    while True:
        port = random.SystemRandom().randrange(20_000, 32_000)
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            if not socket.has_ipv6:
                return port
            with socket.create_server(("::1", port), family=socket.AF_INET6):
                return port


@pytest.fixture(autouse=True)
def _garbage_is_taken_out_here() -> Iterator[None]:
    """Between two tests and on this thread, as the program does it: never by a worker that happens to allocate."""
    yield
    gc.collect(2 if gc.get_count()[2] > 50 else 1)


@pytest.fixture(autouse=True)
def _english() -> None:
    words.use_language("en")


@pytest.fixture(autouse=True)
def _no_stray_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """A warning or an error in the log fails the test, unless `@pytest.mark.logs` says that it is meant."""
    meant = [pattern for mark in request.node.iter_markers("logs") for pattern in mark.args]
    records: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            records.append(self.format(record))

    listener = Listener(logging.WARNING)
    logging.getLogger().addHandler(listener)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(listener)
    stray = [record for record in records if not any(re.search(pattern, record) for pattern in meant)]
    assert not stray, f"stray log records: {stray}"


@pytest.fixture(autouse=True)
def _no_live_thread() -> Iterator[None]:
    """Whatever thread a test starts ends with it."""
    before = set(threading.enumerate())
    yield
    started = [thread for thread in threading.enumerate() if thread not in before]
    for thread in started:
        thread.join(LEAVE_BEHIND)
    assert not [thread.name for thread in started if thread.is_alive()]


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[EmbeddedCloud]:
    """An embedded cloud of the test's own."""
    with EmbeddedCloud.start(tmp_path / "cloud") as running:
        yield running
