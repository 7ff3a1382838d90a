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
EIGHTH, EIGHTEENTH = (log(f"nov {day}", 4, started=f"2026-11-{day:02}T08:00:00+01:00") for day in (8, 18))
DATES = EntryFilter([ONE, EIGHTEENTH, EIGHTH, OTHER])
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


@pytest.mark.parametrize(
    ("wanted", "uids"),
    [
        ("2 nov", []),
        ("2 nov 2026", []),
        ("22 nov", ["one"]),
        ("sun 22nd november 2026", ["one"]),
        ("November 8", ["nov 8"]),
        ("nov 8th", ["nov 8"]),
        ("8. nov", ["nov 8"]),
        ("08 Nov 2026", ["nov 8"]),
        ("18 nov", ["nov 18"]),
        ("nov", ["one", "nov 18", "nov 8"]),
        ("8", ["nov 8"]),
        ("8.11.", ["nov 8"]),
        ("08.11", ["nov 8"]),
        ("08.11.2026", ["nov 8"]),
        ("08/11/2026", ["nov 8"]),
        ("11/22/2026", ["one"]),
        ("8.1", []),
        ("8.11", ["nov 8"]),
        ("5.10.2026", ["other"]),
        ("2026-1", ["one", "nov 18", "nov 8", "other"]),
        ("202", ["one", "nov 18", "nov 8", "other"]),
        ("may", []),
    ],
)
def test_a_number_is_a_whole_one_and_beside_a_month_its_day(wanted: str, uids: list[str]) -> None:
    assert [entry["uid"] for entry in DATES.matching(wanted)] == uids


@pytest.mark.parametrize(
    ("note", "wanted", "found"),
    [
        ("L5 again, 30min", "5 30", True),
        ("300 steps", "30", False),
        ("since 3 March", "mar 3", True),
        ("(3) marathons", "3 mar", True),
        ("1.2.3", "1.2.3", True),
        ("a+b", "+", True),
        ("5*", "5*", True),
        ("1/2 of it", "1/2", True),
        ("\u0663 steps", "\u0663", True),
    ],
)
def test_numbers_in_notes_are_found_as_whole_ones(note: str, wanted: str, found: bool) -> None:
    assert bool(EntryFilter([log("n", note=note)]).matching(wanted)) == found


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
