"""Comparing names as people type them when they search: without accents, without case."""

from __future__ import annotations

import unicodedata


def plain(text: str) -> str:
    """The text as the find field compares it."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())
