"""The composition root: build, wire, run, quit. The only file that sees everything."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from . import paths, settings
from .desktop.notify import Notifier
from .engine.commands import Commands
from .engine.controller import Controller
from .engine.facts import AccountPhase, Change
from .engine.history import History
from .engine.instance import Instance, Reply
from .engine.keep import load_lag, save
from .engine.key_desk import Key
from .engine.ledger import Ledgers
from .engine.settings_desk import SettingsDesk
from .engine.store import Store
from .home.problem import Problem
from .home.quota import Ledger
from .home.skew import Skew
from .home.together import Scope
from .settings import Keeper, Service, Settings, SettingsBroken, Wire
from .signin.subscription_key import SubscriptionKey
from .signin.vault import Vault, keyring_name
from .ui.palette_door import PaletteDoor
from .ui.panel_door import PanelDoor
from .ui.tray import Tray
from .ui.window_state import WindowState
from .words import language, tr

# The windows are loaded when they are first wanted, as is the account: the tray must be there at once, and light. Qt's
# own namespace, `Qt`, is not named in what the tray needs: its hundred enumerations take longer than all of QtGui.
if TYPE_CHECKING:
    from .demo.cloud import EmbeddedCloud
    from .desktop.application_bus import ApplicationBus
    from .home.model import OutletRef
    from .signin.account import Account
    from .signin.page import PageTexts
    from .ui.connect import ConnectDialog
    from .ui.main_window import MainWindow
    from .ui.settings_dialog import SettingsDialog

LAG_FILE = "lag.json"
VAULT_FILE = "sign-in.vault"
SIGNED_OUT_MARK = "signed-out"
PAINTED = 0.15
"""Seconds after which the icon or the window is on the screen: what takes the processor's time may follow."""


class DemoKey:
    """The embedded cloud's subscription key; another one may be tried, for this session."""

    stored = False

    def __init__(self, key: str) -> None:
        self._key = key

    def get(self) -> str | None:
        return self._key or None

    def set(self, text: str) -> None:
        self._key = text

    def forget(self) -> None:
        self._key = ""


@dataclass(frozen=True, slots=True)
class Backend:
    """What the program talks to: the real service, or the embedded cloud."""

    settings: Settings
    keeper: Keeper
    wire: Wire
    key: Key
    problem: Problem | None = None
    vault: Vault | None = None
    cloud: EmbeddedCloud | None = None


class Program(QObject):
    """One running instance: everything that lives as long as it does."""

    def __init__(
        self, where: paths.Places, backend: Backend, instance: Instance, tray: Tray, *, config_dir: str | None = None
    ) -> None:
        super().__init__()
        self.where = where
        self._config_dir = config_dir
        self._backend = backend
        self._instance = instance
        self.store = Store(backend.settings, Ledger(), self, lag=load_lag(where.state / LAG_FILE))
        self.store.settings_problem = backend.problem
        self.history = History(self.store, where.state / "history.jsonl", self)
        self._settings = SettingsDesk(backend.keeper, self.store, self, lent_service=backend.cloud is not None)
        self.controller = Controller(
            self.store,
            backend.wire,
            backend.key,
            self._new_account,
            self._settings.save,
            self,
            ledgers=Ledgers(None if backend.cloud else paths.quota_folder()),  # the demo's day ends with the demo
            scenes_file=where.state / "scenes-state.json",
            timers_file=where.state / "timers-state.json",
        )
        self._settings.heard.connect(self.controller.hear_settings)
        self.store.changed.connect(self._on_changed)
        self.window: MainWindow | None = None
        self._bus: ApplicationBus | None = None
        self._dialog: SettingsDialog | None = None
        self._connect: ConnectDialog | None = None
        self._phase = self.store.account.phase
        self._window_file = where.state / "window.ini"
        self.demo_left = False
        self.commands = self._new_commands()
        self._panel = self._new_panel_door()
        self._palette = self._new_palette_door()
        self.tray = tray
        self._serve_tray()
        self._notifier = self._new_notifier()

    def _new_commands(self) -> Commands:
        commands = Commands(self.store, self.controller, self.history, self.where.state, self)
        commands.lent_service = self._backend.cloud is not None
        commands.keep_before_import = self._backend.keeper.keep_before_import
        commands.show_asked.connect(self.show)
        commands.connect_asked.connect(self.show_connect)
        commands.palette_asked.connect(self.show_palette)
        commands.panel_asked.connect(self.show_panel)
        commands.all_off_asked.connect(self._ask_all_off)
        commands.quit_asked.connect(self.quit)
        return commands

    def _new_panel_door(self) -> PanelDoor:
        door = PanelDoor(self.store, self.controller, self, icon=lambda: self.tray.area, last_plant=self._last_plant)
        door.window_asked.connect(self.show)
        door.settings_asked.connect(self.show_settings)
        door.connect_asked.connect(self.show_connect)
        door.timer_asked.connect(self._show_timers)
        return door

    def _new_palette_door(self) -> PaletteDoor:
        recent = self.where.state / "palette.ini"
        window, shown = (lambda: self.window), self._shown
        door = PaletteDoor(self.store, self.controller, self, recent_file=recent, window=window, shown=shown)
        door.settings_asked.connect(self.show_settings)
        door.quit_asked.connect(self.quit)
        return door

    def _serve_tray(self) -> None:
        self.tray.setParent(self)
        self.tray.serve(self.store, self.controller)
        self.tray.clicked.connect(self._panel.toggle)
        self.tray.panel_asked.connect(self.show_panel)
        self.tray.show_asked.connect(self.show)
        self.tray.lost.connect(self._on_tray_lost)
        self.tray.quit_asked.connect(self.quit)

    def _new_notifier(self) -> Notifier:
        notifier = Notifier(
            wanted=lambda: self.store.settings.desktop.notify,
            in_front=lambda: QApplication.activeWindow() is not None,
            by_tray=self.tray.tell,
            parent=self,
        )
        notifier.clicked.connect(self.show)
        self.tray.message_clicked.connect(notifier.tray_clicked)
        return notifier

    def start(self, *, minimized: bool) -> None:
        """Show what is to be shown, then do what may take longer."""
        if not minimized:
            self.show()
        elif not self.tray.holds():
            self.tray.expect()
        self._instance.listen(self.commands.handle)
        self.controller.start(after=PAINTED)
        QTimer.singleShot(round(1000 * PAINTED), self, self._settings.watch)
        QTimer.singleShot(round(1000 * PAINTED), self, self.tray.listen)
        QTimer.singleShot(round(1000 * PAINTED), self, self._tell_tidings)
        QTimer.singleShot(round(1000 * PAINTED), self, self._palette.use_shortcut)
        if sys.platform.startswith("linux") and not self._backend.cloud and not self._config_dir:
            QTimer.singleShot(round(1000 * PAINTED), self, self._be_on_the_bus)

    def _be_on_the_bus(self) -> None:
        """Be what the desktop activates and asks things of; only the person's own instance is."""
        from .desktop.application_bus import ApplicationBus
        from .engine.bus import session_bus

        self._bus = ApplicationBus(session_bus(os.environ), self)
        self._bus.activated.connect(self.show)
        self._bus.opened.connect(self.open_link)
        self._bus.action_asked.connect(self._on_desktop_action)
        self._bus.open()

    def _on_desktop_action(self, action: str) -> None:
        asked = {"show": self.show, "palette": self.show_palette, "all-off": self._ask_all_off}
        asked[action]()

    def _ask_all_off(self) -> None:
        """Show in the window what “All off…” would do to the plant in front."""
        page = self._shown().page
        if page:
            self.controller.together.preview(Scope(page.plant.id), False)

    def open_link(self, url: str) -> None:
        """Carry out a link that the desktop was asked to open."""
        self.commands.handle(["open", url], self._on_link)

    def _on_link(self, reply: Reply) -> None:
        """There is no terminal to read it in: what is refused stands in the window."""
        self.store.put_unopened(" ".join(reply.err.split()) if reply.exit else "")
        if reply.exit:
            self.show()

    def _tell_tidings(self) -> None:
        """Tell by notifications what happens by itself, from now on."""
        from .desktop.tidings import Tidings

        Tidings(self.store, self.controller.together.ended, self._notifier, self)

    def _on_tray_lost(self) -> None:
        """A window that was left for the icon would be nowhere."""
        if self.window is None or not self.window.isVisible():
            self.show()

    def show(self) -> None:
        """Show the window, built when it is first wanted, in front of the others."""
        if self.window is None:
            self.window = self._new_window()
        self.window.come_to_front()

    def show_panel(self) -> None:
        """Show the tray's panel of favourites."""
        self._panel.open()

    def _show_timers(self, ref: OutletRef) -> None:
        """Show the form for a timer of the outlet, in the window."""
        self.show()
        if self.window:
            self.window.show_timers(ref)

    def _last_plant(self) -> str:
        """The plant in front of the window, now or when the window was last there."""
        page = self.window.page if self.window else None
        return page.plant.id if page else WindowState(self._window_file).plant

    def show_palette(self) -> None:
        """Show where one switches by typing."""
        self._palette.open()

    def _shown(self) -> MainWindow:
        self.show()
        assert self.window
        return self.window

    def show_settings(self, section: str) -> None:
        """Show a section of the settings ("": as it was left); one dialog, made when it is first wanted."""
        if self._dialog is None:
            from .desktop.bindable import bindable
            from .desktop.login_item import login_item
            from .engine.transfer import Transfer
            from .ui.settings_dialog import SettingsDialog

            demo = self._backend.cloud is not None
            keep = self._backend.keeper.keep_before_import
            self._dialog = SettingsDialog(
                self.store,
                self.controller,
                demo=demo,
                shortcut=self._palette.shortcut,
                login=login_item(self._config_dir, demo=demo),
                palette_command=bindable(self._config_dir, demo=demo),
                transfer=Transfer(self.store, self.controller.change_settings, keep, with_service=not demo),
                parent=self.window,
            )
            self._dialog.connect_asked.connect(self.show_connect)
            self._dialog.finished.connect(self._on_settings_left)
        self._dialog.show_section(section)
        self._dialog.show()
        _to_front(self._dialog)

    def show_new_scene(self, plant_id: str) -> None:
        """Show the settings with a new scene of how the plant stands now."""
        self.show_settings("scenes")
        assert self._dialog is not None
        self._dialog.new_scene(plant_id)

    def _on_settings_left(self) -> None:
        """What was added there was never read."""
        page = self.window.page if self.window else None
        if page:
            self.controller.looked_at(page.plant.id)

    def show_connect(self) -> None:
        """Show the steps that connect a home, at the one where they were left."""
        self.show()
        if self._connect is None:
            from .ui.connect import ConnectDialog

            file = self.where.state / "connect.json"
            demo = self._backend.cloud is not None
            self._connect = ConnectDialog(self.store, self.controller, state_file=file, demo=demo, parent=self.window)
            self._connect.settings_asked.connect(self.show_settings)
            self._connect.demo_left.connect(self.leave_demo)
        self._connect.show()
        _to_front(self._connect)

    def leave_demo(self) -> None:
        """Quit, so that the program starts again without the demo."""
        self.demo_left = True
        self.quit()

    def quit(self) -> None:
        """Leave at once: nothing that hangs is waited for."""
        self._panel.close()
        self.commands.close()
        if self._bus:
            self._bus.close()
        self._instance.close()
        self._settings.close()
        self._notifier.close()
        self.controller.close()
        self.tray.hide()
        for dialog in (self._dialog, self._connect, self._palette):
            if dialog:
                dialog.close()
        if self.window:
            self.window.let_go()
        if self._backend.cloud:
            self._backend.cloud.stop()
        QApplication.quit()

    def _new_window(self) -> MainWindow:
        from .ui.main_window import MainWindow

        mode = tr("Demo home: nothing real is switched") if self._backend.cloud else ""
        window = MainWindow(
            self.store,
            self.controller,
            self.history,
            mode=mode,
            state_file=self._window_file,
            may_hide=self.tray.holds,
        )
        window.quit_asked.connect(self.quit)
        window.settings_asked.connect(self.show_settings)
        window.scene_asked.connect(self.show_new_scene)
        window.connect_asked.connect(self.show_connect)
        window.palette_asked.connect(self.show_palette)
        return window

    def _new_account(self, skew: Skew) -> Account:
        from .signin.account import Account

        service, wire, vault = self.store.settings.service, self._backend.wire, self._backend.vault
        mark = self.where.state / SIGNED_OUT_MARK if vault else None
        return Account(service, wire, vault=vault, mark=mark, skew=skew, texts=_page_texts())

    def _on_changed(self, change: Change) -> None:
        if change.lag:
            save(self.where.state / LAG_FILE, self.store.lag)
        if change.account:
            self._on_account()

    def _on_account(self) -> None:
        """The browser lies in front of the window when it has sent its answer, whatever that was."""
        before, self._phase = self._phase, self.store.account.phase
        if before is AccountPhase.SIGNING_IN and self._phase is not before:
            shown = [each for each in (self._connect, self._dialog, self.window) if each and each.isVisible()]
            if shown:
                _to_front(shown[0])


def begin(options: argparse.Namespace, where: paths.Places, instance: Instance, tray: Tray) -> Program:
    """The program, running: the instance is claimed, and its icon is in the tray."""
    backend = demo_backend(where) if options.demo else real_backend(where)
    program = Program(where, backend, instance, tray, config_dir=options.config_dir)
    program.start(minimized=options.minimized)
    if options.connect:
        program.show_connect()
    if options.link:
        program.open_link(options.link)
    return program


def _to_front(window: QWidget) -> None:
    window.raise_()
    window.activateWindow()


def real_backend(where: paths.Places) -> Backend:
    """Legrand's cloud, as settings.json says."""
    name = keyring_name(where.config)
    key, vault = SubscriptionKey(name), Vault(where.state / VAULT_FILE, name)
    keeper = Keeper(where.settings_file)
    known, problem = _kept(keeper)
    return Backend(known, keeper, Wire(), key, problem, vault)


def demo_backend(where: paths.Places) -> Backend:
    """The embedded cloud and the demo's home; what is set up in the demo is kept in the demo's own folders."""
    from .demo.cloud import EmbeddedCloud

    cloud = EmbeddedCloud.start(paths.private(where.cache))
    demo = cloud.service
    service = Service(demo.api_url, demo.authority, demo.client_id, demo.scopes, reset_policy=demo.reset_policy)
    keeper = Keeper(where.settings_file)
    known, problem = _kept(keeper)
    home = settings.parse({"version": settings.VERSION, "plants": cloud.home.settings_plants()})
    shown = known if known.home else known.with_home(home.plants, claim_new=False)
    return Backend(
        replace(shown, service=service),
        keeper,
        Wire(ca_file=demo.ca_file, trust_env=False),
        DemoKey(demo.subscription_key),
        problem,
        cloud=cloud,
    )


def _kept(keeper: Keeper) -> tuple[Settings, Problem | None]:
    """What settings.json holds, or the defaults and why it cannot be read."""
    try:
        return keeper.load(), None
    except SettingsBroken as broken:
        return Settings(), broken.problem


def _page_texts() -> PageTexts:
    """What the browser shows at the end of a sign-in, in the person's language."""
    from .signin.page import PageText, PageTexts

    return PageTexts(
        language=language(),
        done=PageText(tr("Almost done"), tr("Go back to Multisocket GUI. You can close this page.")),
        refused=PageText(tr("Not signed in"), tr("Go back to Multisocket GUI to see what comes next.")),
        unexpected=PageText(tr("Nothing is waiting here"), tr("Start the sign-in again in Multisocket GUI.")),
    )
