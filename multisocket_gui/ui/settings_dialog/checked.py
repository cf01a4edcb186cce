"""What stands in a field, and the last of it that was right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from multisocket_gui.settings_checks import Complaint

Check = Callable[[str], Complaint | None]


@dataclass(slots=True, eq=False)
class Checked:
    """`good` is what is kept: the last text that `check` took, None while there was none."""

    text: str
    check: Check
    good: str | None = None
    complaint: Complaint | None = None

    @classmethod
    def kept(cls, text: str, check: Check) -> Checked:
        """A field that holds what settings.json holds."""
        return cls(text, check, good=text, complaint=check(text))

    @classmethod
    def new(cls, text: str, check: Check) -> Checked:
        """A field that settings.json knows nothing of."""
        field = cls(text, check)
        field.type(text)
        return field

    def type(self, text: str) -> None:
        """Take what was typed."""
        self.text = text
        self.look_again()

    def look_again(self) -> None:
        """Check once more: what else is there may have changed."""
        self.complaint = self.check(self.text)
        if self.complaint is None:
            self.good = self.text
