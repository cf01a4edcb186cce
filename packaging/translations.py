"""Translations: collect the sentences, bring the .po files up to date, compile them.

    .venv/bin/python packaging/translations.py

Sentences stand in `tr("…")` and `trn("…", "…", count)`. A translator edits resources/locale/*/LC_MESSAGES/*.po;
the .mo files beside them are committed, so that a checkout runs without a build step.
"""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "resources" / "locale"
KEYWORDS = {"tr": None, "trn": (1, 2)}


def collected() -> Catalog:
    """Every sentence of the program, in the order of the files."""
    catalog = Catalog(charset="utf-8")
    method = [("**.py", "python")]
    for name, _line, message, comments, _context in extract_from_dir(
        ROOT / "multisocket_gui", method, keywords=KEYWORDS, comment_tags=("Translators:",)
    ):
        catalog.add(message, None, [(name, 0)], auto_comments=comments)
    return catalog


def updated(file: Path) -> Catalog:
    """A language's catalogue with exactly the sentences that there are now."""
    with file.open("rb") as stream:
        catalog = read_po(stream, locale=file.parts[-3])
    catalog.update(collected(), no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    return catalog


def compiled(catalog: Catalog) -> bytes:
    """The .mo file of a catalogue."""
    stream = io.BytesIO()
    write_mo(stream, catalog)
    return stream.getvalue()


def main() -> None:
    for file in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        catalog = updated(file)
        with file.open("wb") as stream:
            write_po(stream, catalog, width=120, include_lineno=False)
        file.with_suffix(".mo").write_bytes(compiled(catalog))
        missing = sum(1 for message in catalog if message.id and not message.string)
        print(f"{file.parts[-3]}: {len(catalog)} sentences, {missing} not translated")


if __name__ == "__main__":
    main()
