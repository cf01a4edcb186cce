"""Every picture of the guide: the window in each phase, theme, language and scale, the settings, the tray's menu.

    python docs/screenshots.py [--out docs/screenshots]

Nothing is painted for the picture: each phase comes about as it would in life, by turning the knobs of the
embedded cloud. Each theme, language and scale is a process of its own, since Qt takes a scale only at its start.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import account
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QMenu, QTreeWidget, QWidget
from stage import Stage, dark_palette, folder_from_command_line, light_palette, running

from multisocket_gui.home.history import Hand
from multisocket_gui.home.model import OutletRef
from multisocket_gui.home.together import Scope
from multisocket_gui.home.truth import Phase
from multisocket_gui.words import tr

THEMES = {"light": light_palette, "dark": dark_palette}
LANGUAGES = ("en", "fr")


def main() -> None:
    out = folder_from_command_line("Take the guide's pictures.", "docs/screenshots").resolve()
    if variant := os.environ.get("SHOTS_VARIANT"):
        theme, language, scale = variant.split()
        with running(language=language, palette=THEMES[theme]()) as stage:
            if scale == "1":
                take(stage, out, f"{theme}-{language}")
            else:
                take_phases(stage, out, f"{theme}-{language}-{scale}x")
        return
    for theme, language, scale in itertools.product(THEMES, LANGUAGES, ("1", "2")):
        if scale == "2" and language == "fr":
            continue
        print(f"{theme}, {language}, {scale}00 %", flush=True)
        environment = {**os.environ, "SHOTS_VARIANT": f"{theme} {language} {scale}", "QT_SCALE_FACTOR": scale}
        subprocess.run([sys.executable, __file__, "--out", str(out)], env=environment, check=True)


def take(stage: Stage, out: Path, name: str) -> None:
    """All pictures of one variant, in the order in which a person meets them."""
    stage.picture(out / f"signed-out-{name}.png")
    stage.sign_in()
    stage.picture(out / f"window-{name}.png")
    all_off(stage, out, name)
    settings(stage, out, name)
    tray_menu(stage, out, name)
    phases(stage, out, name)
    stage.window.resize(400, 640)
    stage.until(lambda: stage.window.width() == 400, "the narrow window")
    stage.picture(out / f"narrow-{name}.png")
    history(stage, out, name)
    account.account(stage, out, name)
    account.sign_in_has_ended(stage, out / f"account-ended-{name}.png")


def take_phases(stage: Stage, out: Path, name: str) -> None:
    """The pictures that show the most, for the scales beyond the first."""
    account.account(stage, out, name)
    stage.sign_in()
    phases(stage, out, name)


def phases(stage: Stage, out: Path, name: str) -> None:
    bring_about_every_phase(stage)
    stage.window.resize(980, 760)
    stage.until(lambda: stage.window.height() == 760, "the taller window")
    stage.picture(out / f"phases-{name}.png")


def all_off(stage: Stage, out: Path, name: str) -> None:
    """The preview of switching the first plant off, and then not doing it."""
    together = stage.program.controller.together
    together.preview(Scope(stage.program.store.plants[0].id), False)
    stage.picture(out / f"all-off-{name}.png")
    together.dismiss()


def history(stage: Stage, out: Path, name: str) -> None:
    """What brought every phase about, and an outlet that somebody else switched."""
    stage.window.resize(980, 640)
    stage.cloud.knobs.latency_s = 0.0
    stage.cloud.knobs.read_lag_s = 0.0
    pressed = stage.outlet("Bouilloire")
    stage.cloud.house.press(pressed.socket.plant, pressed.socket.selector.value, pressed.index)
    stage.program.controller.read_socket(pressed.socket)
    told = stage.program.history.entries
    stage.until(lambda: any(entry.hand is Hand.ELSEWHERE for entry in told()), "a line of what was done elsewhere")
    stage.click(QAbstractButton, "show-history")
    stage.picture(out / f"history-{name}.png")
    stage.click(QAbstractButton, "show-history")


def settings(stage: Stage, out: Path, name: str) -> None:
    stage.program.show_settings("service")
    dialog = stage.widget(QWidget, "settings")
    stage.until(dialog.isVisible, "the settings")
    stage.picture(out / f"settings-service-{name}.png", dialog)
    sections = stage.widget(QTreeWidget, "sections", dialog)
    for picture, text in (("account", tr("Account")), ("plant", "Maison"), ("socket", "Bureau de Zoé")):
        (line,) = sections.findItems(text, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive)
        sections.setCurrentItem(line)
        stage.picture(out / f"settings-{picture}-{name}.png", dialog)
    dialog.close()


def tray_menu(stage: Stage, out: Path, name: str) -> None:
    """The menu's branch of the first plant."""
    menu: QMenu = stage.program.tray.menu
    menu.popup(QPoint(0, 0))
    branch = next(branch for action in menu.actions() if isinstance(branch := action.menu(), QMenu))
    branch.popup(QPoint(0, 0))
    stage.until(branch.isVisible, "the tray's menu")
    stage.picture(out / f"tray-menu-{name}.png", branch)
    menu.close()


def bring_about_every_phase(stage: Stage) -> None:
    """One outlet in each phase, the rest confirmed."""
    knobs = stage.cloud.knobs
    disputed, sent, failed, unknown, sending = map(
        stage.outlet, ("Console", "Imprimante", "Sapin de Noël", "Lampe de chevet", "Radio")
    )
    knobs.read_lag_s = 600.0
    click(stage, disputed, Phase.DISPUTED)
    knobs.fail_next("no_plug", on="SetPlugStatus")
    click(stage, failed, Phase.FAILED)
    knobs.offline = {unknown.socket.selector.value}
    knobs.fail_next("server_error", on="SetPlugStatus")
    stage.click_tile(unknown)
    stage.until(lambda: not stage.program.controller.strips.busy(unknown.socket), "an answer to be lost")
    click(stage, sent, Phase.SENT)
    knobs.latency_s = 60.0
    click(stage, sending, Phase.SENDING)


def click(stage: Stage, ref: OutletRef, phase: Phase) -> None:
    stage.click_tile(ref)
    stage.until(lambda: stage.program.store.truth(ref).phase is phase, f"{ref} to be {phase}")


if __name__ == "__main__":
    main()
