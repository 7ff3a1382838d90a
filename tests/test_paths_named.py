"""Every file that a page of the documentation, a docstring or a comment names exists.

A page that names a file which was renamed sends its reader nowhere, and nobody notices when it happens.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[1]
PAGES: Final = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
MODULES: Final = [
    path for top in ("l5tui", "tests", "benchmarks", "docs") for path in sorted((ROOT / top).rglob("*.py"))
]
MODULE: Final = re.compile(r"(?<![\w/.*])[\w/]+\.py\b")
PATH_IN_BACKTICKS: Final = re.compile(r"`((?!FILE\b)(?:[\w.]+/)+[\w.]*)`")
"""A path with a folder in it, as a page writes it: `tui/session/`, `content/safety.toml`. `FILE` is a journal."""
OLD_FOLDERS: Final = re.compile(r"(?<![\w/])(?:l5tui/)?(?:screens|widgets|commands|tui/screens)/\w*")
"""Folders of an earlier layout, which a page or comment must not send anybody to."""

MENTIONED: Final = re.compile(f"{MODULE.pattern}|{OLD_FOLDERS.pattern}")


def exists(name: str, beside: Path) -> bool:
    """Whether a file or folder is there: from the root, from `l5tui/`, from `tests/`, or next to the file naming it."""
    return any((folder / name).exists() for folder in (ROOT, ROOT / "l5tui", ROOT / "tests", beside.parent))


def words_about(source: str) -> Iterator[str]:
    """The docstrings and comments of a module; other strings are shown to people or are data."""
    if not MENTIONED.search(source):
        return  # most modules name none, and reading all of them closely takes seconds
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node.value.value
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.string


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_named_in_a_page_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = {*MODULE.findall(text), *PATH_IN_BACKTICKS.findall(text)}
    assert sorted(name for name in named if not exists(name, page)) == []


def test_every_module_named_in_a_docstring_or_a_comment_exists() -> None:
    missing = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in MODULES
        for text in words_about(path.read_text(encoding="utf-8"))
        for name in MODULE.findall(text)
        if not exists(name, path)
    ]
    assert missing == []


def test_no_page_docstring_or_comment_names_a_folder_of_the_earlier_layout() -> None:
    texts = [(page, page.read_text(encoding="utf-8")) for page in PAGES]
    texts += [(path, text) for path in MODULES for text in words_about(path.read_text(encoding="utf-8"))]
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path, text in texts
        if path != Path(__file__).resolve()
        for name in OLD_FOLDERS.findall(text)
        if not exists(name, path)
    ]
    assert found == []
