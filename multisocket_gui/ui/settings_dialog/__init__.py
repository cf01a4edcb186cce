"""Every field of settings.json, checked as it is typed and kept at once: there is nothing to apply."""

from .dialog import SettingsDialog

__all__ = ["SettingsDialog"]
