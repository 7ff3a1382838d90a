"""How messages quote text and suggest names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import l5tui
from l5tui.config.output import did_you_mean, quoted, similar


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("cat cow", '"cat cow"'),
        ("\x1b[31mred\n", '"\\x1b[31mred\\n"'),
        ("x" * 41, f'"{"x" * 37}..."'),
        (7, '"7"'),
    ],
)
def test_a_quoted_text_is_printable_and_short(text: object, shown: str) -> None:
    assert quoted(text) == shown


@pytest.mark.parametrize(
    ("name", "hint"), [("bel", " (did you mean bell?)"), ("BELL", " (did you mean bell?)"), ("zz", "")]
)
def test_a_mistyped_name_gets_the_similar_one(name: str, hint: str) -> None:
    assert did_you_mean(name, ["theme", "bell"]) == hint


def test_similar_names_come_most_similar_first() -> None:
    assert similar("cat_cw", ["bird_dog", "cat_camel", "cat_cow"], most=2) == ["cat_cow", "cat_camel"]


def test_names_are_suggested_in_one_place_and_places_of_pain_in_the_domain() -> None:
    source = Path(l5tui.__file__).parent
    files = {
        str(file.relative_to(source)) for file in source.rglob("*.py") if re.search(r"\bdifflib\b", file.read_text())
    }
    assert files == {"config/output.py", "domain/place.py"}
