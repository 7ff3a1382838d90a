"""Other care as it is typed: offered kinds by their first letters, anything else in the person's own words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from l5tui.domain.other_care import CARE, LONGEST_MINUTES, LONGEST_WORDS, care_words, parse_care, parse_minutes
from tests.rows import each


@each(
    "typed, meant",
    [
        *((one, one) for one in CARE),
        ("Massage", "massage"),
        ("chiro", "chiropractic"),
        ("medicine", "medicine taken"),
        ("walk", "walking"),
        ("sitting", "sitting tolerated"),
        ("traction", "decompression"),
        ("  hot   bath ", "hot bath"),
        ("mas", "mas"),
        ("Massage by Anna", "Massage by Anna"),
        (" \t", ""),
    ],
)
def test_offered_care_is_completed_and_own_words_stay(typed: str, meant: str) -> None:
    assert parse_care(typed) == meant


@each("typed, minutes", [("1", 1), (" 30 ", 30), ("1440", LONGEST_MINUTES), ("007", 7)])
def test_minutes_are_a_whole_number(typed: str, minutes: int) -> None:
    assert parse_minutes(typed) == minutes


@each("typed", ["", "0", "1441", "99999", "-3", "2.5", "ten", "٣", "1e2"])
def test_other_minutes_are_refused(typed: str) -> None:
    assert parse_minutes(typed) is None


@given(st.text())
def test_what_is_parsed_once_is_parsed_to_the_same_again(typed: str) -> None:
    once = parse_care(typed)
    assert len(once) <= LONGEST_WORDS
    assert parse_care(once).strip() == once.strip() or once in CARE


@each(
    "body, words",
    [
        ({"what": "massage", "minutes": 30}, "massage, 30 min"),
        ({"what": "massage", "minutes": None}, "massage"),
        ({"what": "massage"}, "massage"),
        ({"minutes": "many"}, "other care"),
    ],
)
def test_care_in_words_leaves_out_what_is_unknown(body: dict[str, object], words: str) -> None:
    assert care_words(body) == words
