"""The main job without a screen: sign in, switch outlets, read them back, say what happened, take pictures.

    python docs/tour.py [--out DIR]

Everything is real but the home: the program with its window (offscreen), MSAL, HTTPS on loopback, the embedded
cloud. In place of a person with a browser, `multisocket_gui.demo.visitor` fills the sign-in page in.
"""

from __future__ import annotations

import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QProcess
from stage import Stage, folder_from_command_line, running

from multisocket_gui.engine.clock import Moment
from multisocket_gui.engine.status import as_text
from multisocket_gui.home.truth import Phase


def switch(stage: Stage, name: str) -> None:
    """Click an outlet's tile and wait until a reading shows it."""
    ref = stage.outlet(name)
    before = stage.relay(ref)
    stage.click_tile(ref)

    def confirmed() -> bool:
        truth = stage.program.store.truth(ref)
        return truth.phase is Phase.CONFIRMED and truth.on is not before

    stage.until(confirmed, f"{name} to be confirmed")
    after = stage.relay(ref)
    shown = stage.tile(ref).accessibleDescription()
    print(f"  clicked {name}: its relay was {on_off(before)} and is {on_off(after)}; the window says “{shown}”")
    if after is before:
        sys.exit(f"{name} is not what the window says")


def on_off(on: bool) -> str:
    return "on" if on else "off"


def command_line(stage: Stage, folder: str, *words: str) -> None:
    """Run the command line in a second process, through the running instance."""
    process = QProcess()
    process.start(sys.executable, ["-m", "multisocket_gui", "--config-dir", folder, *words])
    stage.until(lambda: process.state() is QProcess.ProcessState.NotRunning, "the command line")
    answer = process.readAllStandardOutput().toStdString().strip()
    print(f"  $ multisocket-gui {' '.join(words)}\n    {answer or '(nothing)'}   [exit code {process.exitCode()}]")
    if process.exitCode():
        sys.exit(process.readAllStandardError().toStdString())


def main() -> None:
    out = folder_from_command_line("Do the main job offscreen.", "shots")
    with running() as stage:
        service = stage.cloud.service
        print(f"The embedded cloud answers at {service.api_url}; its sign-in at {service.authority}.")
        stage.picture(out / "1-signed-out.png")
        stage.sign_in()
        print(f"Signed in as {stage.program.store.account.name}, through the browser's stand-in. What was read:\n")
        print("  " + as_text(stage.program.store, Moment.now().wall).replace("\n", "\n  "))
        stage.picture(out / "2-signed-in.png")
        print("Switching, in the window:")
        for name in ("Console", "Imprimante", "Radio"):
            switch(stage, name)
        stage.picture(out / "3-switched.png")
        print("Switching, by the command line of a second process:")
        folder = str(stage.program.where.config)
        command_line(stage, folder, "off", "Maison/Salon / TV/Télévision")
        command_line(stage, folder, "toggle", "radio")
        stage.picture(out / "4-by-command.png")
        quota = stage.program.store.quota(Moment.now().wall)
        print(f"\nDone, with {quota.used} of the day's {quota.limit} calls. Pictures in {out}:")
        print("  " + ", ".join(sorted(picture.name for picture in out.glob("*.png"))))


if __name__ == "__main__":
    main()
