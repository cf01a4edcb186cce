"""Reading JSON into values: each of the kind that it must be, or `SettingsBroken` with its place."""

from __future__ import annotations

from typing import Any, TypeVar

from multisocket_gui.home.model import Selector, SelectorKey
from multisocket_gui.settings_checks import Complaint, check_text

from .values import SettingsBroken

Json = dict[str, Any]
T = TypeVar("T")


def typed(value: object, kind: type[T], where: str) -> T:
    """The value, which must be of that kind; a bool is no int."""
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise SettingsBroken(where)
    return value


def checked(complaint: Complaint | None, where: str) -> None:
    """Nothing may be wrong with it."""
    if complaint:
        raise SettingsBroken(where)


def parse_selector(raw: Json, where: str) -> Selector:
    """The selector of {"key", "value"}."""
    value = typed(raw.get("value"), str, f"{where}.value")
    checked(check_text(value), f"{where}.value")
    try:
        return Selector(SelectorKey(typed(raw.get("key", "id"), str, f"{where}.key")), value)
    except ValueError as error:
        raise SettingsBroken(f"{where}.key") from error
