"""The words of the program, of its help and of the documentation match no pattern of `tests/forbidden_phrases.py`.

`tests/library/test_forbidden_phrases.py` tests the content in the same way. Here every string in the source is
checked, except docstrings, which are not displayed.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import l5tui
from tests.forbidden_phrases import ALLOWED, FORBIDDEN, forbidden_part
from tests.rows import each

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
    """Every text that can be shown, each with its file."""
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


def test_every_kind_of_string_in_the_source_is_checked() -> None:
    """Check that every kind of string is found, because faults in one that is missed would be missed, too."""
    texts = [text for _, text in shown()]
    for known in ("No clinician has reviewed this app. It is not a medical device and does not replace care.",):
        assert any(known in text for text in texts)
    assert any(where == "README.md" for where, _ in shown())
    assert len(texts) > 600
    assert list(texts_of('"""Not this."""\nX = "this one" + f"and {X} that"')) == ["this one", "and ", " that"]


@each("pattern", [pattern for pattern in FORBIDDEN if pattern != EXCLAMATION])
def test_the_program_and_its_pages_match_no_forbidden_pattern(pattern: str) -> None:
    said = [
        (where, hit, text)
        for where, text in shown()
        if (hit := forbidden_part(text.replace(QUOTED.get((where, pattern), "\0"), ""), pattern))
    ]
    assert said == []


def test_no_displayed_text_has_an_exclamation_mark() -> None:
    assert [(where, text) for where, text in shown() if re.search(r"[a-z]{2}!( |$)", text)] == []


def test_the_allowlist_is_short_and_every_item_is_used() -> None:
    from tests.library.content_texts import all_words

    texts = [text for _, text in shown()] + [text for _, text in all_words()]
    assert len(ALLOWED) <= 10
    for words in ALLOWED:
        assert any(words in " ".join(text.replace("**", "").split()) for text in texts), words
