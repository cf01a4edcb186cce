#!/usr/bin/env python3
"""Sets up whatever is missing and runs Multisocket GUI from this checkout.

    python3 dev.py demo [-- options of multisocket-gui]
    python3 dev.py test [-- options of pytest]

`demo` does the main job on the embedded cloud: in a window, or offscreen where there is no screen.
`test` runs every check. Both install what they need first: into `.venv`, and with apt-get on Debian and Ubuntu.

Standard library only, and in the syntax of Python 3.8, so that an older Python can say what it lacks.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Iterator, Sequence

sys.path.insert(0, str(Path(__file__).resolve().parent / "packaging"))

import machine
from machine import PYTHON, ROOT, run

from multisocket_gui import preflight

RESULTS = machine.BUILD / "test-results"
PYTEST_FOUND_NO_TESTS = 5
# Beside the program itself. Each folder of tests by itself: several have a conftest.
TYPED = (["dev.py", "packaging", "docs"], ["benchmarks"], ["tests/benchmarks"], ["tests/e2e"], ["tests/packaging"])


def main() -> None:
    """Read the command line, set up, and run the demo or the checks."""
    parser = argparse.ArgumentParser(prog="dev.py", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("command", choices=["demo", "test"])
    parser.add_argument("options", nargs="*", help="handed on, after a lone --")
    asked = parser.parse_args()
    machine.start_the_log()
    machine.use_a_python_that_is_new_enough()
    if asked.command == "demo":
        demo(asked.options)
    else:
        test(asked.options)


# ---- demo ----


def demo(options: Sequence[str]) -> None:
    """Run the program on the embedded cloud; where there is no screen, its tour offscreen."""
    machine.need(preflight.QT, preflight.QT_ON_A_SCREEN if names_a_screen() else {}, machine.python_packages())
    machine.install(for_tests=False)
    if has_screen():
        print("Multisocket GUI opens on the embedded cloud.", flush=True)
        raise SystemExit(subprocess.call([str(PYTHON), "-m", "multisocket_gui", "--demo", *options], cwd=ROOT))
    shots = ROOT / "shots"
    print("There is no screen here, so the demo runs offscreen: it signs in, switches outlets, reads them back,")
    print(f"prints what happened and writes pictures of the window to {shots}.\n", flush=True)
    tour = [str(PYTHON), str(ROOT / "docs" / "tour.py"), "--out", str(shots), *options]
    with bare_desktop() as environment:
        raise SystemExit(subprocess.call(tour, cwd=ROOT, env=environment))


def names_a_screen() -> bool:
    wanted = os.environ.get("QT_QPA_PLATFORM") != "offscreen"
    return wanted and bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def has_screen() -> bool:
    """Tell whether windows can be shown here; a screen that is only named is none."""
    if not sys.platform.startswith("linux"):
        return True
    return names_a_screen() and (preflight.wayland_answers() or preflight.x11_answers())


@contextlib.contextmanager
def bare_desktop() -> Iterator[dict[str, str]]:
    """Environment of a desktop with no screen, no message bus and no language of its own."""
    with tempfile.TemporaryDirectory(prefix="multisocket-gui-") as folder:
        kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
        kept.update(QT_QPA_PLATFORM="offscreen", XDG_RUNTIME_DIR=folder, LC_ALL="C.UTF-8")
        kept.update(DBUS_SESSION_BUS_ADDRESS="disabled:", PYTHONUNBUFFERED="1")
        yield kept


# ---- test ----


def test(options: Sequence[str]) -> None:
    """Run every check in turn; the first that fails ends the run with its output."""
    started = time.monotonic()
    machine.need(
        preflight.QT, preflight.QT_ON_A_SCREEN, machine.TEST_TOOLS, machine.python_packages(), machine.libpython()
    )
    machine.install(for_tests=True)
    shutil.rmtree(RESULTS, ignore_errors=True)
    check_the_sources()
    with bare_desktop() as environment:
        check_offscreen(environment, options)
        check_on_a_screen(environment, options)
        check_the_packages(environment, options)
    print(summary(time.monotonic() - started))


def check_the_sources() -> None:
    run("Lint (ruff check)", [PYTHON, "-m", "ruff", "check"])
    run("Format (ruff format --check)", [PYTHON, "-m", "ruff", "format", "--check"])
    run("Types of the program (mypy)", [PYTHON, "-m", "mypy"])
    for together in TYPED:
        run(f"Types of {together[0]} (mypy)", [PYTHON, "-m", "mypy", *together])
    run("Import contracts (lint-imports)", [PYTHON.with_name("lint-imports")])


def check_offscreen(environment: dict[str, str], options: Sequence[str]) -> None:
    where = ["tests", "--ignore=tests/e2e", "--ignore=tests/packaging", "-n", "3"]
    pytest("Tests, offscreen", environment, where, options)


def check_on_a_screen(environment: dict[str, str], options: Sequence[str]) -> None:
    """Run what opens windows once more, in real ones, on a screen that nobody else uses; then what brings its own."""
    if not sys.platform.startswith("linux"):
        print("The tests in real windows need X11 and are left out on this system.")
        return
    on_a_screen = [str(PYTHON), "tests/on_a_screen.py"]
    pytest("Tests in real windows", environment, ["tests/ui"], options, on_a_screen)
    pytest("Tests end to end", environment, ["tests/e2e"], options)


def check_the_packages(environment: dict[str, str], options: Sequence[str]) -> None:
    elsewhere = [] if sys.platform.startswith("linux") else ["--ignore=tests/packaging/linux"]
    pytest("Tests of the packages", environment, ["tests/packaging", *elsewhere], options)


def pytest(
    title: str,
    environment: dict[str, str],
    where: Sequence[str],
    options: Sequence[str],
    before: Sequence[str] = (),
) -> None:
    """Run pytest; a choice of tests among the options (`-k`) may leave nothing to do in one of the places."""
    results = RESULTS / (title.replace(" ", "-").replace(",", "").lower() + ".xml")
    order = [*before, str(PYTHON), "-m", "pytest", "-q", f"--junitxml={results}", *where, *options]
    run(title, order, environment, fine=(0, PYTEST_FOUND_NO_TESTS) if options else (0,))


def summary(seconds: float) -> str:
    """Return the total of all pytest runs, in the words of pytest's own last line."""
    suites = [suite for file in RESULTS.glob("*.xml") for suite in ET.parse(file).iter("testsuite")]
    count = {word: sum(int(suite.get(word, 0)) for suite in suites) for word in ("tests", "skipped")}
    skipped = ", {} skipped".format(count["skipped"]) if count["skipped"] else ""
    return "{:=^80}".format(f" {count['tests'] - count['skipped']} passed{skipped} in {seconds:.1f}s ")


if __name__ == "__main__":
    main()
