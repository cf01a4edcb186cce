"""Write what packages bring for the command line; run it after a change of `options`.

PYTHONPATH=packaging .venv/bin/python -m command_line
"""

from __future__ import annotations

from pathlib import Path

from . import completion, manual

SHARE = Path(__file__).resolve().parents[1] / "share"


def files() -> dict[str, str]:
    """Each file below `share`, where systems look for it, and its content."""
    return {
        "man/man1/multisocket-gui.1": manual.page(),
        "bash-completion/completions/multisocket-gui": completion.bash(),
        "zsh/site-functions/_multisocket-gui": completion.zsh(),
        "fish/vendor_completions.d/multisocket-gui.fish": completion.fish(),
    }


def main() -> None:
    for name, content in files().items():
        file = SHARE / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main()
