"""Imports run one way: bot.py → handlers/ → bot/ → knowledge/; only handlers/ knows the messenger."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FORBIDDEN = {
    "knowledge": {"bot", "handlers", "telegram", "aiohttp", "httpx"},
    "bot": {"handlers", "telegram", "aiohttp", "httpx"},
    "handlers": {"sqlite3", "sqlite_utils"},
}


def imported_by(file: Path) -> set[str]:
    """The top-level names of everything imported anywhere in the file."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").partition(".")[0])
    return names


@pytest.mark.parametrize("package", FORBIDDEN)
def test_imports_run_one_way(package: str) -> None:
    for file in (ROOT / package).rglob("*.py"):
        assert not imported_by(file) & FORBIDDEN[package], file
