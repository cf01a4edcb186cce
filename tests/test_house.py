"""Rules of the house that no import contract can hold."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import multisocket_gui

HOUSE = Path(multisocket_gui.__file__).parent
FILES = sorted(HOUSE.rglob("*.py"))
MAY_START_THREADS = {HOUSE / "engine" / "worker.py", HOUSE / "signin" / "loopback.py"}
NEVER = {"QThread", "QThreadPool", "QRunnable", "ThreadPoolExecutor", "processEvents", "terminate"}


def name(path: Path) -> str:
    return str(path.relative_to(HOUSE))


def words(tree: ast.AST) -> set[str]:
    """Every name and attribute that the code uses."""
    found = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    found |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return found | {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}


def calls(tree: ast.AST) -> set[str]:
    return {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


def taken_from(tree: ast.AST, module: str) -> set[str]:
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == module]
    return {alias.name for node in imports for alias in node.names}


@pytest.mark.parametrize("path", FILES, ids=name)
def test_threads_are_started_by_their_owners_alone(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not words(tree) & NEVER
    if path not in MAY_START_THREADS and HOUSE / "demo" not in path.parents:
        assert not calls(tree) & {"threading.Thread", "threading.Timer"}
        assert not taken_from(tree, "threading") & {"Thread", "Timer"}


@pytest.mark.parametrize("path", FILES, ids=name)
def test_tls_is_always_verified(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    off = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg == "verify" and ast.unparse(node.value) == "False"
    ]
    assert not off
    assert not words(tree) & {"CERT_NONE", "_create_unverified_context", "disable_warnings"}


def test_the_truth_advances_in_the_store_alone() -> None:
    users = [name(path) for path in FILES if "advance" in words(ast.parse(path.read_text(encoding="utf-8")))]
    assert users == [str(Path("engine") / "store.py")]
