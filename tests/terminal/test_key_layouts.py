"""Letters of other alphabets, and capitals, mapped to the Latin key at the same position."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l5tui.terminal.key_layouts import EAST, GREEK, SERBIAN, is_other_letter, layout_of, spellings
from tests.rows import each

SESSION = "xzpmvcq"


@each(
    "language, letters",
    [
        ("ru_RU.UTF-8", "чязьмсй"),
        ("uk_UA.UTF-8", "чязьмсй"),
        ("en_US.UTF-8", "чязьмсй"),
        ("be_BY.UTF-8", "чязьмсй"),
        ("", "чязьмсй"),
        ("sr_RS.UTF-8", "џзпмвцљ"),
        ("mk_MK", "џзпмвцљ"),
        ("el_GR.UTF-8", "χζπμωψ;"),
    ],
)
def test_the_keys_of_a_session_have_the_same_position_on_every_layout(language: str, letters: str) -> None:
    layout = layout_of({"LANG": language})
    for letter, latin in zip(letters, SESSION, strict=False):
        assert spellings(letter, layout) == (letter, latin)
        if letter.upper() != letter:
            assert spellings(letter.upper(), layout) == (letter.upper(), latin.upper(), letter, latin)


@pytest.mark.parametrize(("language", "letters"), [("ru_RU", "ОДП"), ("el_GR", "ΞΛΓ"), ("sr_RS", "ЈЛГ")])
def test_a_capital_with_its_own_binding_is_a_capital_on_every_layout(language: str, letters: str) -> None:
    for letter, latin in zip(letters, "JLG", strict=True):
        assert spellings(letter, layout_of({"LANG": language})) == (letter, latin, letter.lower(), latin.lower())


def test_answers_to_a_safety_question_are_never_mixed_up() -> None:
    """`n` is no and `y` is yes. Where a layout may have them elsewhere, its letters mean neither."""
    for letter in "нтхщъ":
        assert spellings(letter, layout_of({"LANG": "bg_BG.UTF-8"})) == (letter,)
    assert spellings("т", layout_of({"LANG": "ru_RU"}))[-1] == "n"
    assert spellings("н", layout_of({"LANG": "sr_RS"}))[-1] == "n"


@pytest.mark.parametrize(("language", "latin"), [("uk_UA", "s"), ("be_BY", "b"), ("ru_RU", "s")])
def test_a_letter_at_different_positions_in_two_layouts_is_mapped_by_the_language(language: str, latin: str) -> None:
    assert spellings("і", layout_of({"LC_ALL": language, "LANG": "bg_BG"}))[-1] == latin


def test_a_semicolon_is_a_key_only_where_greek_is_typed() -> None:
    assert spellings(";", layout_of({"LANG": "en_US"})) == (";",)
    assert spellings("semicolon", layout_of({"LANG": "el_GR"}))[-1] == "q"


@pytest.mark.parametrize("layout", [EAST, SERBIAN, GREEK])
def test_every_letter_of_a_layout_is_not_latin_and_maps_to_a_latin_one(layout: dict[str, str]) -> None:
    assert all(is_other_letter(letter) for letter in layout)
    assert set(layout.values()) <= set(string.ascii_lowercase)


@given(st.text(max_size=2))
def test_a_key_is_its_own_first_spelling(key: str) -> None:
    names = spellings(key, layout_of({}))
    assert names[0] == key
    assert len(set(names)) == len(names)
    assert names == (key,) or key.isalpha()


@each("key, other", [("ч", True), ("χ", True), ("א", True), ("x", False), ("é", False)])
def test_a_letter_that_is_not_latin_reveals_the_layout(key: str, other: bool) -> None:
    assert is_other_letter(key) is other


@each("key", ["5", "space", "question_mark", "", "ctrl+x", "+"])
def test_other_keys_reveal_no_layout(key: str) -> None:
    assert not is_other_letter(key)
    assert spellings(key, layout_of({})) == (key,)
