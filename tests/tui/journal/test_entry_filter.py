"""The journal's filter: by word, routine, place, kind and date, in any letters."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l5tui.tui.journal.entry_filter import EntryFilter, fold_letters, searchable_text
from tests.factories import log, score, session

FELT: Any = score(5, left=6, kinds={"left": ["tingling"], "right": []})
ONE: Any = {**session("one", note="After Gardening: Rücken steif"), "before": FELT, "after": score(3, right=3)}
OTHER: Any = log("other", 4, started="2026-10-05T08:00:00+02:00", note="Zürich, naïve ﬁt")
CARE: Any = {**log("care", started="2025-03-04T08:00:00+01:00"), "kind": "care", "what": "Gymnastik bei Éva"}
LIST = EntryFilter([ONE, OTHER, CARE])


@pytest.mark.parametrize(
    ("wanted", "uids"),
    [
        ("garden", ["one"]),
        ("FULL l5", ["one"]),
        ("sun 22 nov", ["one"]),
        ("november", ["one"]),
        ("2026-10-05", ["other"]),
        ("5.10.2026", ["other"]),
        ("2025", ["care"]),
        ("left calf", ["one"]),
        ("buttock", ["one"]),
        ("tingling", ["one"]),
        ("lower", ["one"]),
        ("session", ["one"]),
        ("pain score", ["other"]),
        ("other care", ["care"]),
        ("rucken", ["one"]),
        ("RÜCKEN", ["one"]),
        ("ru\u0308cken", ["one"]),
        ("zurich naive", ["other"]),
        ("fit", ["other"]),
        ("eva gymnastik", ["care"]),
        ("garden october", []),
        ("", ["one", "other", "care"]),
        ("  ", ["one", "other", "care"]),
        ("\u0308", ["one", "other", "care"]),
    ],
)
def test_an_entry_is_found_by_every_word_of_the_search(wanted: str, uids: list[str]) -> None:
    assert [entry["uid"] for entry in LIST.matching(wanted)] == uids


@given(st.text(max_size=20))
def test_composed_and_decomposed_letters_of_any_case_are_the_same(words: str) -> None:
    folded = fold_letters(words)
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert fold_letters(unicodedata.normalize(form, words)) == folded
    assert fold_letters(folded) == folded
    assert not any(unicodedata.category(sign).startswith("M") for sign in folded)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12))
def test_a_note_is_found_by_itself(note: str) -> None:
    one: Any = log("n", note=note)
    assert [entry["uid"] for entry in EntryFilter([one, OTHER]).matching(note)][:1] == ["n"]


def test_an_entry_of_unknown_shape_can_be_searched() -> None:
    odd: Any = {"uid": "x", "kind": 3, "started": None, "note": ["a"], "kinds": "pain", "left": "calf"}
    assert searchable_text(odd) is not None


def test_texts_are_made_some_at_a_time_or_all_when_they_are_needed() -> None:
    made = EntryFilter([ONE, OTHER, CARE])
    assert made.prepare(2)
    assert made.matching("eva") == [CARE]
    assert not made.prepare(2)
