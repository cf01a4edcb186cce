"""How many calls a day allows, and how many of them are held back for what must not fail."""

from __future__ import annotations

from dataclasses import dataclass, fields

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from multisocket_gui.engine.store import Store
from multisocket_gui.home.quota import Allowance, Purpose
from multisocket_gui.settings_checks import check_allowance, check_count
from multisocket_gui.ui.text_line import TextLine, Voice
from multisocket_gui.words import tr

from .checked import Checked
from .field import Field
from .form import Form

_LIMIT = "limit"


@dataclass(frozen=True, slots=True)
class _Entry:
    label: str
    hint: str


class QuotaSection(Form):
    """Handed over when a field is left: half a number would close the line to the service."""

    changed = Signal(object)
    """An `Allowance` in which everything was right."""

    def __init__(self, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(tr("The day's calls"), parent)
        self._store = store
        self._fields: dict[str, Field] = {}
        self._values: dict[str, Checked] = {}
        for key, entry in _entries().items():
            self._add(key, entry)
        self._steps = TextLine(Voice.QUIET, lines=6)
        self._steps.setObjectName("quota/steps")
        self.put(self._steps)
        self.reload()

    def reload(self) -> None:
        """Show what the store holds."""
        for key in self._fields:
            self._values[key] = Checked.kept(str(getattr(self._store.settings.quota, key)), check_count)
            self._fields[key].show_text(self._values[key].text)
        self._mark()

    def commit(self) -> None:
        """Hand over what was typed, if all of it is right together."""
        allowance = self._allowance()
        if allowance and allowance != self._store.settings.quota:
            self.changed.emit(allowance)

    def _add(self, key: str, entry: _Entry) -> None:
        field = Field(f"quota/{key}", entry.label, hint=entry.hint)
        field.typed.connect(lambda text: self._on_typed(key, text))
        field.left.connect(self.commit)
        self._fields[key] = field
        self.put(field)

    def _on_typed(self, key: str, text: str) -> None:
        self._values[key].type(text)
        self._mark()

    def _mark(self) -> None:
        """Say what is wrong with each number, and at the limit what is wrong with them together."""
        for key, field in self._fields.items():
            field.complain(self._values[key].complaint)
        if self._all_counts():
            self._fields[_LIMIT].complain(check_allowance(self._typed()))
        allowance = self._allowance()
        self._steps.say(_steps(allowance) if allowance else "")

    def _typed(self) -> Allowance:
        return Allowance(**{field.name: int(self._values[field.name].text) for field in fields(Allowance)})

    def _allowance(self) -> Allowance | None:
        """What was typed, if it can be kept."""
        return self._typed() if self._all_counts() and check_allowance(self._typed()) is None else None

    def _all_counts(self) -> bool:
        return not any(value.complaint for value in self._values.values())


def _entries() -> dict[str, _Entry]:
    return {
        _LIMIT: _Entry(
            tr("Calls a day"),
            tr("500 with the Starter Kit subscription. Every device that uses your key takes from them."),
        ),
        "reserve_off": _Entry(
            tr("Held back for switching off"),
            tr("The last calls of the day: only “off” may use them."),
        ),
        "reserve_timers": _Entry(
            tr("Held back for timers"),
            tr("The calls before those: for timers and for switching off."),
        ),
    }


def _steps(allowance: Allowance) -> str:
    """From how many calls on what is no longer done."""
    return tr(
        "Writes are no longer read back when {verify} calls are left, nothing is read by itself when {plan} are left, "
        "and only switching off and timers go on when {off} are left."
    ).format(
        verify=allowance.kept_from(Purpose.VERIFY),
        plan=allowance.kept_from(Purpose.PLAN),
        off=allowance.kept_from(Purpose.ON),
    )
