"""The settings: a list of sections at the left, a form at the right, nothing to apply."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QDialog, QStackedWidget, QVBoxLayout, QWidget

from multisocket_gui.desktop.login_item import LoginItem, login_item
from multisocket_gui.desktop.shortcut import GlobalShortcut
from multisocket_gui.engine.facts import Change
from multisocket_gui.engine.store import Store
from multisocket_gui.engine.transfer import Transfer
from multisocket_gui.home.model import Plant
from multisocket_gui.home.quota import Allowance
from multisocket_gui.home.scene import Scene
from multisocket_gui.settings import Desktop, Service, Settings
from multisocket_gui.ui.style import GAP, GUTTER
from multisocket_gui.ui.text_line import TextLine, Voice
from multisocket_gui.words import problem_words, tr

from .account_section import AccountSection
from .desktop_section import DesktopSection
from .form import scrolled
from .home_editor import HomeEditor
from .keyboard_section import KeyboardSection
from .quota_section import QuotaSection
from .scene_drafts import SceneDraft
from .scenes_editor import SECTION, ScenesEditor
from .section_tree import SectionTree, Target
from .service_section import ServiceSection
from .transfer_section import TransferSection
from .tray_section import TraySection
from .undo_line import UndoLine

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller

_SIZE = QSize(880, 680)
_LEAST = QSize(360, 320)
_LETTERS_BESIDE = 70
"""Narrower than this many letters, the list stands above the form."""
_PAUSE_MS = 300
_FIXED = ("service", "account", "quota", "tray", "keyboard", "desktop", "transfer")
"""The sections that are always there, in their order."""


class SettingsDialog(QDialog):
    """Not modal. What is right is kept after a pause, when a field is left, and when the dialog closes."""

    connect_asked = Signal()
    """The person wants to be led through the connection of their home."""

    def __init__(
        self,
        store: Store,
        controller: Controller,
        *,
        demo: bool,
        shortcut: GlobalShortcut | None = None,
        login: LoginItem | None = None,
        palette_command: str = "",
        transfer: Transfer | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._controller = controller
        self._wanted = store.settings
        self._known = store.settings
        self.setObjectName("settings")
        self.setWindowTitle(tr("Settings"))
        self.setModal(False)
        self.setMinimumSize(_LEAST)
        self.resize(_SIZE)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._keep)
        self._tree = SectionTree()
        self._undo = UndoLine()
        self._home = HomeEditor(store, controller, self._tree, self._undo, self)
        self._home.changed.connect(self._on_plants)
        self._scenes = ScenesEditor(store, controller, self._tree, self._undo, self)
        self._scenes.changed.connect(self._on_scenes)
        self._scenes.rebuilt.connect(self._on_scenes_rebuilt)
        self._service = ServiceSection(store, controller, demo=demo)
        self._service.changed.connect(self._on_service)
        self._account = AccountSection(store, controller, demo=demo)
        self._account.connect_asked.connect(self.connect_asked)
        self._quota = QuotaSection(store)
        self._quota.changed.connect(self._on_quota)
        self._tray = TraySection(store, controller)
        self._keyboard = KeyboardSection(store, shortcut or GlobalShortcut(self), palette_command)
        self._keyboard.changed.connect(self._on_keys)
        self._desktop = DesktopSection(store, login or login_item(None, demo=demo))
        self._desktop.changed.connect(self._on_desktop)
        carrier = transfer or Transfer(store, controller.change_settings, lambda: None, with_service=not demo)
        self._transfer = TransferSection(store, carrier, self._undo)
        self._transfer.settings_needed.connect(self._commit)
        self._place = QStackedWidget()
        self._state = TextLine(Voice.QUIET, lines=3)
        self._trouble = TextLine(Voice.ALARM, lines=4)
        self._lay_out()
        self._tree.chosen.connect(self._show)
        self._home.rebuild("service")
        self._show("service")
        self._say_state()
        store.changed.connect(self._on_changed)

    def show_section(self, name: str) -> None:
        """Show a section ("service", "account", "desktop", "scenes", "plants", …); other names change nothing."""
        self._tree.choose(name)

    def new_scene(self, plant_id: str) -> None:
        """Show a new scene of how that plant stands now."""
        self._scenes.add_from_now(plant_id)

    # How it is made

    def _lay_out(self) -> None:
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(0)
        self._columns.addWidget(self._left())
        self._columns.addWidget(self._right(), 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(GUTTER, GAP, GUTTER, GAP)
        foot.addWidget(self._state)
        foot.addWidget(self._trouble)
        rows = QVBoxLayout(self)
        rows.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)  # the sections scroll
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(self._columns, 1)
        rows.addLayout(foot)

    def _left(self) -> QWidget:
        self._list = QWidget()
        self._list.setBackgroundRole(QPalette.ColorRole.Base)
        self._list.setAutoFillBackground(True)
        rows = QVBoxLayout(self._list)
        rows.setContentsMargins(GAP, GAP, GAP, 0)
        rows.addWidget(self._tree)
        return self._list

    def _right(self) -> QWidget:
        right = QWidget()
        rows = QVBoxLayout(right)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._undo)
        rows.addWidget(self._place, 1)
        fixed = (self._service, self._account, self._quota, self._tray, self._keyboard, self._desktop, self._transfer)
        for section in fixed:
            self._place.addWidget(scrolled(section))
        self._place.addWidget(QWidget())
        return right

    def _show(self, target: Target) -> None:
        """Show the form of `target`; a plant's or a socket's is made anew from its draft."""
        if target in _FIXED:
            self._place.setCurrentIndex(_FIXED.index(target))
            if target == "keyboard":
                self._keyboard.look()
            return
        last = len(_FIXED)
        old = self._place.widget(last)
        self._place.insertWidget(last, scrolled(self._form(target)))
        self._place.setCurrentIndex(last)
        if old:
            self._place.removeWidget(old)
            old.deleteLater()

    def _form(self, target: Target) -> QWidget:
        of_scenes = target == SECTION or isinstance(target, SceneDraft)
        return self._scenes.form(target) if of_scenes else self._home.form(target)

    # Keeping

    def _on_plants(self, plants: tuple[Plant, ...]) -> None:
        self._wanted = self._wanted.with_home(plants, claim_new=False)
        if self._wanted != self._store.settings:
            self._pause.start()

    def _on_scenes(self, scenes: tuple[Scene, ...]) -> None:
        self._wanted = replace(self._wanted, scenes=scenes)
        if self._wanted != self._store.settings:
            self._pause.start()

    def _on_scenes_rebuilt(self, target: Target) -> None:
        self._home.rebuild(target)
        self._show(self._tree.target)

    def _on_service(self, service: Service) -> None:
        self._wanted = replace(self._wanted, service=service)
        self._keep()

    def _on_quota(self, quota: Allowance) -> None:
        self._wanted = replace(self._wanted, quota=quota)
        self._keep()

    def _on_keys(self, keys: str) -> None:
        self._wanted = replace(self._wanted, desktop=replace(self._wanted.desktop, shortcut=keys))
        self._keep()

    def _on_desktop(self, desktop: Desktop) -> None:
        self._wanted = replace(self._wanted, desktop=desktop)
        self._keep()

    def _keep(self) -> None:
        self._pause.stop()
        if self._wanted != self._store.settings:
            self._controller.change_settings(self._wanted)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._commit()

    def _commit(self) -> None:
        """Keep what stands in the fields at once."""
        self._service.commit()
        self._quota.commit()
        self._keep()

    # What the store says

    def _on_changed(self, change: Change) -> None:
        if change.scenes or change.shape:
            self._scenes.reload()
        if change.home or change.owners:
            self._take(self._store.settings)
            self._say_state()
        elif change.favourites or change.scenes or change.timers or change.desktop:
            self._take_own(self._store.settings)
        if change.account or change.clock or change.home or change.owners:
            self._account.show_store()
            self._service.show_test()
        if change.key:
            self._service.show_key()
        if change.desktop:
            self._desktop.reload()
            self._keyboard.reload()
        self._tray.show_change(change)
        self._transfer.show_change(change)

    def _take(self, settings: Settings) -> None:
        """Show what changed elsewhere; what is being typed stays where it still means the same."""
        known, self._known = self._known, settings
        wanted, self._wanted = self._wanted, settings
        if settings.service != wanted.service:
            self._service.reload()
        if settings.quota != wanted.quota:
            self._quota.reload()
        if self._pause.isActive():
            self._on_scenes(self._scenes.to_save())
        if settings == wanted or _same_home(known, settings):
            self._home.note_owners()
            if self._pause.isActive():
                self._on_plants(self._home.to_save())
        else:
            self._home.reload()

    def _take_own(self, settings: Settings) -> None:
        """What is chosen elsewhere in the program must not be written over by what is typed here."""
        self._wanted = replace(
            self._wanted,
            favourites=settings.favourites,
            scenes=self._scenes.to_save(),
            timers=settings.timers,
            desktop=settings.desktop,
        )

    def _say_state(self) -> None:
        problem = self._store.settings_problem
        self._state.say(tr("What is right is kept as you type."))
        self._state.setVisible(problem is None)
        self._trouble.say(problem_words(problem, time.time()).line if problem else "")
        self._trouble.setVisible(problem is not None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        letter = self.fontMetrics().averageCharWidth()
        beside = self.width() >= _LETTERS_BESIDE * letter
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(direction)
        self._list.setFixedWidth(30 * letter if beside else self.width())
        self._list.setMaximumHeight(self.height() if beside else self.height() // 3)


def _same_home(before: Settings, after: Settings) -> bool:
    """Whether the same person's home is as it was, or all that changed is that its plants are theirs now."""
    one, other = ([replace(plant, account="") for plant in each.home] for each in (before, after))
    return one == other and before.account in ("", after.account)
