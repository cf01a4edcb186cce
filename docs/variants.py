"""Taking one script's pictures in each theme, language and scale, each of which is a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from stage import Stage, dark_palette, folder_from_command_line, light_palette, running

THEMES = {"light": light_palette, "dark": dark_palette}
VARIANTS = (("light", "en", "1"), ("dark", "en", "1"), ("light", "en", "2"), ("light", "fr", "1"))
"""Theme, language and scale."""


def take_all(description: str, take: Callable[[Stage, Path, str, str], None]) -> None:
    """Run the script that was started once for each variant; there `take` gets the folder, the language and a name.

    `description` is what the script's help says.
    """
    out = folder_from_command_line(description, "docs/screenshots").resolve()
    if variant := os.environ.get("SHOTS_VARIANT"):
        theme, language, scale = variant.split()
        with running(language=language, palette=THEMES[theme]()) as stage:
            take(stage, out, language, f"{theme}-{language}" if scale == "1" else f"{theme}-{language}-{scale}x")
        return
    for theme, language, scale in VARIANTS:
        print(f"{theme}, {language}, {scale}00 %", flush=True)
        environment = {**os.environ, "SHOTS_VARIANT": f"{theme} {language} {scale}", "QT_SCALE_FACTOR": scale}
        subprocess.run([sys.executable, sys.argv[0], "--out", str(out)], env=environment, check=True)
