"""The words of the program itself, of its help and of its pages for readers: none of them says what nothing may say.

The content has the same test beside it (`tests/library/test_words.py`). Here every text in the source is looked at, but
for docstrings, which nobody is shown.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import l5tui
from tests.never import ALLOWED, NEVER, found

SOURCE = Path(l5tui.__file__).parent
ROOT = SOURCE.parent
PAGES = ("README.md", "CHANGELOG.md", "docs/privacy.md")
EXCLAMATION = "!"
QUOTED = {
    ("CHANGELOG.md", r"\brelief\b"): "Gentle relief",
}
"""Where a page for readers names what a thing was called."""


def texts_of(source: str) -> Iterator[str]:
    """Every text of a module that could be shown: its string constants, whole or in parts, without docstrings."""
    tree = ast.parse(source)
    docstrings = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


@cache
def shown() -> tuple[tuple[str, str], ...]:
    """All of them, each with its file."""
    modules = [
        (str(path.relative_to(ROOT)), text)
        for path in sorted(SOURCE.rglob("*.py"))
        for text in texts_of(path.read_text(encoding="utf-8"))
        if " " in text.strip()
    ]
    pages = [
        (page, paragraph)
        for page in PAGES
        for paragraph in (ROOT / page).read_text(encoding="utf-8").split("\n\n")
        if not paragraph.startswith("![")
    ]
    return (*modules, *pages)


def test_the_texts_of_the_program_are_all_looked_at() -> None:
    """Were a kind of text left out, its faults would be too."""
    texts = [text for _, text in shown()]
    for known in ("No clinician has reviewed this app. It is not a medical device and does not replace care.",):
        assert any(known in text for text in texts)
    assert any(where == "README.md" for where, _ in shown())
    assert len(texts) > 600
    assert list(texts_of('"""Not this."""\nX = "this one" + f"and {X} that"')) == ["this one", "and ", " that"]


@pytest.mark.parametrize("never", [pattern for pattern in NEVER if pattern != EXCLAMATION])
def test_the_program_and_its_pages_never_say_it(never: str) -> None:
    said = [
        (where, hit, text)
        for where, text in shown()
        if (hit := found(text.replace(QUOTED.get((where, never), "\0"), ""), never))
    ]
    assert said == []


def test_nothing_is_said_with_an_exclamation_mark() -> None:
    assert [(where, text) for where, text in shown() if re.search(r"[a-z]{2}!( |$)", text)] == []


def test_the_allowlist_is_short_and_each_of_it_is_used() -> None:
    from tests.library.test_words import all_words

    texts = [text for _, text in shown()] + [text for _, text in all_words()]
    assert len(ALLOWED) <= 10
    for words in ALLOWED:
        assert any(words in " ".join(text.replace("**", "").split()) for text in texts), words
