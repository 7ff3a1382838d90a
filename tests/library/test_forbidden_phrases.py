"""The content has no promise, no diagnosis, no praise and no blame.

The patterns are in `tests/forbidden_phrases.py`.
"""

from __future__ import annotations

import re

from tests.forbidden_phrases import FORBIDDEN, forbidden_part
from tests.library.content_texts import CONTENT, all_words
from tests.rows import each


@each("pattern", FORBIDDEN)
def test_no_content_has_a_forbidden_word(pattern: str) -> None:
    assert forbidden_part(FORBIDDEN[pattern], pattern)
    assert [(where, hit) for where, text in all_words() if (hit := forbidden_part(text, pattern))] == []


def test_every_text_of_the_content_is_checked() -> None:
    """A text that the list left out would not be checked."""
    assert len(list(all_words())) > 350
    assert {where for where, _ in all_words()} >= {*CONTENT.exercises, *CONTENT.routines, "strategies", "E1", "S7"}


def test_a_percentage_is_a_finding_with_its_source_and_never_about_the_reader() -> None:
    """A percentage may state what a study found; for one person's change of one point it would be noise."""
    percent = re.compile(r"%|per ?cent", re.IGNORECASE)
    for where, text in all_words():
        for paragraph in text.split("\n\n"):
            if percent.search(paragraph):
                assert CONTENT.guide(where), f"{where}: {paragraph}"
                assert not re.search(r"\byou(rs?|rself)?\b", paragraph, re.IGNORECASE), paragraph
                assert re.search(r"\[\w+\]|is often quoted", paragraph), paragraph


def test_no_text_has_characters_that_some_terminal_cannot_display() -> None:
    """There is no emoji and no typographic character: an ASCII terminal displays every text unchanged."""
    assert [(where, text) for where, text in all_words() if not text.isascii()] == []


def test_spelling_is_british() -> None:
    american = re.compile(
        r"\b(color|center|fiber|program|behavior|realize|organize|favorite)s?\b|\btoward\b", re.IGNORECASE
    )
    assert [(where, found[0]) for where, text in all_words() if (found := american.search(text))] == []
