"""What client and instance say to each other in bytes, and the address at which they meet."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multisocket_gui import exchange, paths, quick
from multisocket_gui.address import quick_address

ROOT = Path(__file__).resolve().parents[1]
WORD = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)))


@given(WORD, st.lists(WORD, min_size=1, max_size=5), st.integers(0, 200))
def test_a_request_comes_through_in_whatever_pieces(folder: str, words: list[str], cut: int) -> None:
    sent = exchange.request(folder, words)
    assert exchange.read_request(sent) == (folder, words)
    piece = sent[: min(cut, len(sent) - 1)]
    if piece:
        assert exchange.read_request(piece) is None


@given(st.integers(0, 7), WORD, WORD)
def test_an_answer_comes_through_and_a_cut_one_is_none(code: int, out: str, err: str) -> None:
    sent = exchange.answer(code, out, err)
    assert exchange.read_answer(sent) == (code, out, err)
    if out:
        with pytest.raises(ValueError):
            exchange.read_answer(sent[: len(sent) - len(err.encode()) - 1])


@given(st.binary(max_size=50))
def test_whatever_a_stranger_sends_is_a_request_or_is_refused(received: bytes) -> None:
    try:
        read = exchange.read_request(received)
    except ValueError:
        return
    assert read is None or read[1]


if sys.platform.startswith("linux"):

    @given(
        runtime_mode=st.sampled_from([0o700, 0o750, 0o755, 0o777]),
        folder_mode=st.sampled_from([0o700, 0o750, None]),
        parent_mode=st.sampled_from([0o700, 0o755, 0o777, 0o1777]),
        config_home=st.sampled_from(["", "{root}/c", "{root}//c", "relative", "{root}/c/", "{root}/x/../c", " "]),
        home=st.sampled_from(["{root}/h", "", "relative", "{root}/h/", "{root}/./h"]),
        runtime=st.sampled_from(["{root}/p/run", "{root}/p/run/", "{root}/link", "relative", "", "{root}/none"]),
        given_folder=st.sampled_from([None, "{root}/mine", "{root}/link/../mine", "~/mine", "mine", "{root}/é"]),
        demo=st.booleans(),
    )
    def test_the_quick_address_is_that_of_paths_or_none(
        runtime_mode: int,
        folder_mode: int | None,
        parent_mode: int,
        config_home: str,
        home: str,
        runtime: str,
        given_folder: str | None,
        demo: bool,
    ) -> None:
        with tempfile.TemporaryDirectory() as name:
            root = Path(name).resolve()
            (root / "p/run").mkdir(parents=True)
            (root / "link").symlink_to(root / "p/run")
            if folder_mode is not None:
                (root / "p/run" / paths.APP).mkdir()
                (root / "p/run" / paths.APP).chmod(folder_mode)
            (root / "p/run").chmod(runtime_mode)
            (root / "p").chmod(parent_mode)
            variables = {"XDG_CONFIG_HOME": config_home, "HOME": home, "XDG_RUNTIME_DIR": runtime}
            environment = {key: value.format(root=root) for key, value in variables.items()}
            config_dir = given_folder and given_folder.format(root=root)
            with mock.patch.dict(os.environ, environment, clear=True):
                quickly = quick_address(config_dir, demo=demo)
                try:
                    thoroughly = paths.instance_address(paths.places(config_dir, demo=demo))
                except OSError:
                    thoroughly = ""
            assert quickly in (None, thoroughly)
            usual = (runtime_mode, folder_mode, parent_mode) == (0o700, 0o700, 0o700) and runtime == "{root}/p/run"
            if usual and given_folder == "{root}/mine":
                assert quickly is not None

    def test_on_the_way_to_the_instance_next_to_nothing_is_loaded(tmp_path: Path) -> None:
        runtime = tmp_path / "run"
        (runtime / paths.APP).mkdir(parents=True)
        for folder in (runtime, runtime / paths.APP):
            folder.chmod(stat.S_IRWXU)
        code = (
            "import sys; before = set(sys.modules); from multisocket_gui import __main__, quick;"
            "code = quick.main(['--config-dir', 'x', 'status', '--json']);"
            "print(code, *sorted(set(sys.modules) - before))"
        )
        environment = dict(os.environ, XDG_RUNTIME_DIR=str(runtime), PYTHONPATH=str(ROOT))
        order = [sys.executable, "-S", "-c", code]
        done = subprocess.run(order, env=environment, capture_output=True, text=True, check=True)
        code_, *loaded = done.stdout.split()
        assert code_ == "None"  # nobody listened
        heavy = {
            "argparse",
            "json",
            "re",
            "pathlib",
            "platformdirs",
            "gettext",
            "socket",
            "typing",
            "enum",
            "dataclasses",
        }
        assert not heavy & set(loaded), loaded


@pytest.mark.parametrize(
    ("words", "read"),
    [
        (["status", "--json"], (None, False, ["status", "--json"])),
        (["--demo", "--config-dir", "d", "on", "--x"], ("d", True, ["on", "--x"])),
        (["--config-dir"], (None, False, None)),
        (["--config-dir=d", "on"], (None, False, None)),
        (["--log-level", "debug", "on"], (None, False, None)),
        ([], (None, False, None)),
    ],
)
def test_only_the_plain_is_read_quickly(words: list[str], read: object) -> None:
    assert quick._read(words) == read


def test_help_needs_no_instance() -> None:
    assert quick.main(["on", "--help"]) is None
