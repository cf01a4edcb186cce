"""How far somebody has come, for when they come back: the step, and what is half typed and no secret."""

from __future__ import annotations

import json
import logging
import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from multisocket_gui.home.pasted import masked

from .step import Step

_log = logging.getLogger(__name__)
_VERSION = 1
_LONGEST = 300
"""Characters of a text that is kept: no field wants more."""
_MAY_BE_A_KEY = re.compile(r"[0-9a-z]{24,}", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Progress:
    """`seen`: the steps that were read to their end; `texts`: what stands in fields, by the field's name."""

    step: Step = Step.NEEDS
    seen: frozenset[Step] = frozenset()
    texts: Mapping[str, str] = field(default_factory=dict)


def load(file: Path) -> Progress:
    """What `file` tells; the beginning where there is none, or nothing in it that makes sense."""
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))
        if stored["version"] != _VERSION:
            raise ValueError(stored["version"])
        texts = {str(name): str(text) for name, text in dict(stored["texts"]).items()}
        return Progress(Step(stored["step"]), frozenset(map(Step, stored["seen"])), texts)
    except FileNotFoundError:
        return Progress()
    except (OSError, ValueError, LookupError, TypeError, RecursionError) as error:
        _log.warning("%s cannot be read, it starts anew: %s", file.name, type(error).__name__)
        return Progress()


def save(file: Path, progress: Progress) -> None:
    """Replace `file` (mode 0600) atomically; a failure costs only the memory of where it stood, and is logged."""
    document = {
        "version": _VERSION,
        "step": progress.step,
        "seen": sorted(progress.seen),
        "texts": {name: text for name, text in progress.texts.items() if is_harmless(text)},
    }
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".connect-", dir=file.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(document, stream)
        Path(temporary).replace(file)
    except OSError as error:
        _log.warning("%s cannot be written: %s", file.name, error.strerror)


def clear(file: Path) -> None:
    """Forget: the next time begins at the beginning."""
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        _log.warning("%s cannot be removed: %s", file.name, error.strerror)


def is_harmless(text: str) -> bool:
    """Whether the text may be written down: short, and nothing in it can be a key or a token."""
    return 0 < len(text) <= _LONGEST and masked(text) == text and not _MAY_BE_A_KEY.search(text)
