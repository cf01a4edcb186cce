"""The person's language, and texts in it.

Apart from `words`, so that the command line need not load everything that words speak of.
"""

from __future__ import annotations

import gettext

from .paths import resource

DOMAIN = "multisocket_gui"
_translations: gettext.NullTranslations = gettext.NullTranslations()


def use_language(*languages: str) -> None:
    """Speak the first of `languages` that there is; without any, what LANGUAGE, LC_ALL, LC_MESSAGES or LANG ask for."""
    global _translations
    _translations = gettext.translation(DOMAIN, resource("locale"), languages or None, fallback=True)


def language() -> str:
    """The language that is spoken (BCP 47)."""
    return _translations.info().get("language", "en")


def tr(text: str) -> str:
    """The text in the person's language."""
    return _translations.gettext(text)


def trn(one: str, many: str, count: int) -> str:
    """The text in the person's language for `count` things, with {count} filled in."""
    return _translations.ngettext(one, many, count).format(count=count)
