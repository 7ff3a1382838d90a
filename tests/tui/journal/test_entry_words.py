"""The words shown for an entry, including entries of other programs and of unknown shape."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l5tui.domain.entry import Entry, Score
from l5tui.domain.entry_reading import listed
from l5tui.domain.programme import Limits
from l5tui.domain.programme_entries import Taken
from l5tui.tui.journal.entry_detail import page
from l5tui.tui.journal.entry_filter import searchable_text
from l5tui.tui.journal.entry_list import LEGS, Columns, row
from l5tui.tui.journal.entry_words import (
    change_of,
    day_words,
    minutes_of,
    name_of,
    pair_words,
    place_of,
)
from l5tui.tui.widgets.page_blocks import PageVisual
from tests.factories import log, score, session, step
from tests.rows import each

TODAY = date(2026, 11, 22)
NAMES = {"bird_dog": "Bird dog", "cat_cow": "Cat-cow", "cat_small": "easier form"}


def entry(kind: str, **fields: Any) -> Entry:
    return cast(Entry, {"uid": "x", "kind": kind, "started": "2026-11-22T18:40:00+01:00", **fields})


def checked(before: Score, after: Score | None = None, **fields: Any) -> Entry:
    """A session with whole scores."""
    return {**session(**fields), "before": before, "after": after or score(3)}


def lines(of: Any, width: int = 72, *, demo: bool = False) -> list[str]:
    return [line.plain.rstrip() for line in PageVisual(page(of, NAMES, demo=demo)).lines(width)]


def told(of: Any) -> str:
    return "\n".join(lines(of))


# In few words


@each(
    "before, after, pair, change",
    [
        (5, 3, "5 → 3", "lower"),
        (4, 3, "4 → 3", "about the same"),
        (3, 5, "3 → 5", "higher"),
        (10, None, "10 → -", "no second score"),
        (None, 0, "- → 0", "no second score"),
    ],
)
def test_a_change_between_two_scores_is_described_without_exaggeration(
    before: int | None, after: int | None, pair: str, change: str
) -> None:
    one = session(before=before, after=after)
    assert (pair_words(one), change_of(one, demo=False)) == (pair, change)


def test_a_missing_score_is_shown_as_a_dash_and_never_as_zero() -> None:
    assert pair_words(log(pain=None)) == "-"
    assert pair_words(log(pain=0)) == "0"


def test_a_session_at_another_speed_shows_the_speed_in_place_of_a_change() -> None:
    assert change_of(session(speed=10.0), demo=False) == "10 times faster"
    assert change_of(session(speed=0.5), demo=False) == "at 0.5 speed"
    assert change_of(session(speed=10.0), demo=True) == "lower", "in the demo all sessions count"


@pytest.mark.parametrize(
    ("seconds", "length", "change"),
    [(0.0, "", "not practised"), (4.2, "4 s", "lower"), (59.4, "59 s", "lower"), (60.0, "1 min", "lower")],
)
def test_the_length_of_a_session_is_the_time_practised(seconds: float, length: str, change: str) -> None:
    one = session(active_s=seconds + 600, steps=[step("bridge", seconds=seconds)])
    assert (minutes_of(one), change_of(one, demo=False)) == (length, change)


def test_a_session_in_which_nothing_was_practised_says_so() -> None:
    assert lines(session(steps=[]))[1] == "Full L5, nothing practised"


def test_a_session_with_partial_repetitions_is_called_shortened() -> None:
    one = session(steps=[step("cat_cow", reps=1, partial_reps=2, planned_reps=3, outcome="partial", seconds=40.0)])
    assert "  part of it, 1 of 3, 2 shortened, held 50 s, 40 s in all" in lines(one)


def test_steps_of_one_side_each_keep_their_own_form_level_and_counts() -> None:
    left, right = (
        step("bird_dog", side="left", variant="cat_small", level=None, reps=4, planned_reps=4, seconds=20.0),
        step("bird_dog", side="right", level=None, reps=8, planned_reps=8, seconds=60.0),
    )
    again = step("bird_dog", side="left", level=None, reps=2, planned_reps=6, outcome="partial", seconds=10.0)
    shown = lines(session(steps=[left, right, again]))
    headings = [line.strip() for line in shown if "Bird dog" in line]
    assert headings == ["Bird dog  easier form", "Bird dog"]
    rows = [line.split(",")[0].strip() for line in shown if line.strip().startswith(("left ", "right "))]
    assert [row for row in rows if row[-1].isdigit()] == ["left   4 of 4", "right  8 of 8"]
    assert any("part of it, 2 of 6" in line for line in shown)


def test_an_interrupted_session_is_called_interrupted() -> None:
    assert change_of(session(after=None, status="interrupted"), demo=False) == "interrupted"


@each(
    "stop, row, detail",
    [
        ("S1", "stopped", "stopped"),
        ("S2", "stop: high pain", "stopped at a high score"),
        ("S3", "stop: spreading", "stopped: further down the leg"),
        ("S4", "stop: numb/weak", "stopped: new numbness, tingling or weakness"),
        ("S5", "stop: emergency", "stopped: an emergency sign"),
        ("S6", "stop: dizzy", "stopped: dizzy or light-headed"),
    ],
)
def test_a_session_stopped_by_a_rule_names_the_rule_in_place_of_a_change(stop: str, row: str, detail: str) -> None:
    one = session(before=5, after=5, status="partial", stop=stop)
    assert change_of(one, demo=False) == row
    assert any(detail in line for line in lines(one))
    assert not any("same" in line for line in lines(one))
    assert change_of({**one, "speed": 10.0}, demo=False) == row, "before the speed"
    cut = session(before=5, after=None, status="interrupted", stop=stop)
    assert change_of(cut, demo=False) == row, "before that it was cut off"


def weeks(limits: Limits | None = None) -> Taken:
    return Taken("t", "", "weeks", 2, "Weeks 1 to 6", "Anna Keller", None, "", limits or Limits())


def test_after_a_rule_that_stops_for_today_no_two_scores_stand_side_by_side() -> None:
    one = session(before=6, after=2, status="partial", stop="S3")
    assert pair_words(one) == "6"
    shown = row(one, Columns.of(80, years=False), TODAY, demo=False, highlighted=False).plain
    assert "→" not in shown
    assert "stop: spreading" in shown
    assert "pain     6, after 2, stop: spreading" in lines(one)
    assert pair_words({**one, "stop": "S2"}) == "6 → 2"


@each(
    "worst, limit, row, detail",
    [
        (4, 4, "stop: pain 4", "stopped at 4: your programme stops an exercise from 4 on"),
        (5, 4, "stop: pain 5", "stopped at 5: your programme stops an exercise from 4 on"),
        (3, None, "stop: pain 3", "stopped at 3, more than before it"),
        (6, 4, "stop: high pain", "stopped at 6: your programme stops an exercise from 4 on"),
        (6, 6, "stop: high pain", "stopped at a high score"),
        (None, 4, "stop: high pain", "stopped at a high score"),
    ],
)
def test_a_stop_below_the_own_limit_of_the_app_names_the_limit_that_held(
    worst: int | None, limit: int | None, row: str, detail: str
) -> None:
    its = {"id": "weeks", "version": 2}
    one: Any = session(before=2, after=2, status="partial", stop="S2", worst=worst, programme=its)
    assert change_of(one, demo=False) == row
    taken = {("weeks", 2): weeks(Limits(limit))} if limit else {}
    shown = " ".join(line.plain for line in PageVisual(page(one, NAMES, taken=taken)).lines(90))
    assert detail in " ".join(shown.split())


@each(
    "taken, said",
    [
        ({("weeks", 2): weeks()}, "plan Weeks 1 to 6, version 2, too hard"),
        ({}, "plan weeks, version 2, too hard"),
    ],
)
def test_the_page_names_the_programme_by_its_title_and_version(taken: dict[tuple[str, int], Taken], said: str) -> None:
    one: Any = session(programme={"id": "weeks", "version": 2}, answer="too_hard")
    shown = " ".join(line.plain for line in PageVisual(page(one, NAMES, taken=taken)).lines(90))
    assert said in " ".join(shown.split())


@each(
    "one, name",
    [
        (session(), "Full L5"),
        (session(routine={"id": "full_l5"}), "full_l5"),
        (log(), "pain score"),
        (entry("care", what="massage"), "massage"),
        (entry("activity", name="sit 30 minutes", score=4), "sit 30 minutes"),
        (entry("levitation"), "levitation"),
        (entry("session"), "session"),
    ],
)
def test_each_kind_is_called_by_its_name(one: Entry, name: str) -> None:
    assert name_of(one) == name


@each(
    "left, right, place",
    [
        (3, 0, "left buttock"),
        (0, 6, "right calf"),
        (1, 1, "low back"),
        (2, 0, "low back"),
        (4, 4, "thigh"),
        (None, None, ""),
        (None, 7, "right foot"),
        (0, 0, "none"),
        (99, "x", ""),
    ],
)
def test_the_furthest_place_is_named_with_its_side(left: Any, right: Any, place: str) -> None:
    assert place_of(log(left=left, right=right)) == place
    assert place_of(checked(score(5, left=left, right=right))) == place


def test_dates_of_another_year_include_the_year() -> None:
    assert day_words(log(), TODAY) == "Sun 22 Nov"
    assert day_words(log(started="2025-11-02T08:00:00+01:00"), TODAY) == "2 Nov 2025"
    assert day_words(log(started="once"), TODAY) == "-"


def test_the_date_of_an_entry_is_the_local_date_where_it_was_written() -> None:
    assert day_words(log(started="2026-11-21T23:50:00-10:00"), TODAY) == "Sat 21 Nov"


def test_safety_entries_and_decisions_are_hidden_and_entries_of_unknown_kind_are_listed() -> None:
    kinds = ("session", "log", "care", "activity", "safety", "decision", "levitation")
    assert [one["kind"] for one in listed([entry(kind) for kind in kinds])] == [*kinds[:4], "levitation"]


# The row


@given(st.integers(26, 200), st.booleans())
def test_columns_are_never_wider_than_the_list(width: int, years: bool) -> None:
    columns = Columns.of(width, years=years)
    one = checked(score(10, left=3), score(10), routine={"id": "x", "name": "A long name " * 9})
    line = row(one, columns, TODAY, demo=False, highlighted=False)
    assert line.cell_length <= width


def test_the_least_important_columns_are_dropped_first() -> None:
    widths = {width: Columns.of(width, years=False) for width in (76, 75, 62, 54)}
    assert [(one.minutes > 0, one.change > 0, one.place > LEGS) for one in widths.values()] == [
        (True, True, True),
        (False, True, True),
        (False, True, False),
        (False, False, True),
    ]


def test_a_name_without_minutes_has_their_room_too() -> None:
    """An activity in the person's own words is mostly longer than the name of a routine."""
    one = entry("activity", name="sit through a whole meeting", score=6)
    practised = session("s", 5, 3, steps=[step("bird_dog", seconds=600.0)])
    columns = Columns.of(76, years=False)
    line, other = (row(shown, columns, TODAY, demo=False, highlighted=False).plain for shown in (one, practised))
    assert columns.minutes
    assert "sit through a whole" in line
    assert " min " in other
    assert line.index(" 6 ") == other.index(" 5 "), "the scores stay in their column"


@given(st.integers(26, 200), st.booleans())
def test_the_list_has_a_column_for_the_legs_at_every_width(width: int, years: bool) -> None:
    """In words, or in a letter for each side, left and right in their places."""
    entry = checked(score(4, left=6, right=3), score(3))
    line = row(entry, Columns.of(width, years=years), TODAY, demo=False, highlighted=False).plain.rstrip()
    assert line.endswith(("left calf", "c b"))
    only_right = checked(score(4, left=None, right=3), score(3))
    narrow = row(only_right, Columns.of(38, years=years), TODAY, demo=False, highlighted=False).plain
    assert narrow.endswith("  b")


@each("name", ["ノ" * 30, "\x1b[31mred", "👩‍👩‍👧 family", "two\nlines", "\u202eturned about", "[bold]x[/]"])
def test_any_name_keeps_the_columns_aligned_and_is_not_parsed_as_markup(name: str) -> None:
    columns = Columns.of(76, years=False)
    line = row(session(routine={"id": "x", "name": name}), columns, TODAY, demo=False, highlighted=False)
    assert line.plain.isprintable() or "‍" in line.plain
    assert line.cell_length == row(session(), columns, TODAY, demo=False, highlighted=False).cell_length


# The page


def test_an_exercise_that_a_routine_has_twice_in_a_row_counts_twice_and_is_named_twice() -> None:
    """As it does in the library, the session and its check-in."""
    one = checked(
        score(5),
        score(3),
        steps=[step("bird_dog", side) for side in ("left", "right", "left")] + [step("cat_cow", None)] * 2,
    )
    shown = lines(one)
    assert "4 of 4 exercises" in shown[1]
    assert [sum(line.startswith(name) for line in shown) for name in ("Bird dog", "Cat-cow")] == [2, 2]


def test_the_page_has_every_field_of_a_session() -> None:
    hurt = {"rep": 5, "phase": "hold", "answer": "leg", "pain": 6, "settled": True}
    one = checked(
        score(5, left=3, right=0, kinds={"left": ["pain", "tingling"], "right": []}),
        score(3, left=2, right=0),
        note="Right side shakier.",
        worst=6,
        next_day="same",
        status="partial",
        stop="person",
        steps=[
            step("bird_dog", "left", level=2, hurt=[hurt]),
            step("bird_dog", "right", level=2, reps=4, seconds=40.0, held=20.0, outcome="partial"),
            step("cat_cow", None, variant="cat_small", held=0.0),
            step("own_thing", outcome="skipped", reps=0, seconds=0.0, held=0.0),
            step("other_thing", outcome="off", reps=0, seconds=0.0, held=0.0),
        ],
        edits=[{"at": "2026-11-23T07:00:00+01:00", "field": "after.pain", "was": 4}],
    )
    assert lines(one) == [
        "Sun 22 Nov 2026, 18:40",
        "Full L5, 1 of 4 exercises, 4:20 practised",
        "",
        "pain     5 → 3, lower",
        "left     buttock (tingling) → low back, side, closer to the spine",
        "right    none",
        "highest  6",
        "next day about the same",
        "done     part of it, ended early",
        "paused   0:12",
        "",
        "Right side shakier.",
        "",
        "What you did",
        "Bird dog  level 2",
        "  left   10 of 10, held 50 s, 1:50 in all, hurt at rep 5 (hold, leg,",
        "         pain 6, settled)",
        "  right  part of it, 4 of 10, held 20 s, 40 s in all",
        "Cat-cow  easier form",
        "  10 of 10, 1:50 in all",
        "own_thing",
        "  not done",
        "other_thing",
        "  left out",
        "",
        "Changed later",
        "Mon 23 Nov, 07:00: pain after was 4",
    ]


@pytest.mark.parametrize(
    ("hurt", "words"),
    [
        ({"answer": "sharp", "pain": 6, "settled": None}, "hurt at rep 1 (get ready, sharp or shooting, pain 6)"),
        (
            {"answer": "spreading", "pain": None, "settled": True},
            "hurt at rep 1 (get ready, further down the leg, settled)",
        ),
        (
            {"answer": "spreading", "pain": None, "settled": None},
            "hurt at rep 1 (get ready, further down the leg, not known whether it settled)",
        ),
        ({"answer": "from_later", "pain": 0, "settled": None}, "hurt at rep 1 (get ready, from_later, pain 0)"),
    ],
)
def test_what_hurt_is_shown_in_the_words_of_the_answer(hurt: dict[str, Any], words: str) -> None:
    one = checked(score(5), score(3), steps=[step("bird_dog", "left", hurt=[{"rep": 1, "phase": "get_ready", **hurt}])])
    assert words in " ".join(" ".join(lines(one)).split())


def test_the_page_of_a_logged_score_shows_its_place_and_note() -> None:
    assert lines(log(pain=4, left=6, right=0, note="after gardening")) == [
        "Sun 22 Nov 2026, 08:00",
        "pain score",
        "",
        "pain     4",
        "left     calf or shin",
        "right    none",
        "",
        "after gardening",
    ]


def test_other_care_and_activities_have_their_own_lines() -> None:
    assert lines(entry("care", what="massage", note="30 minutes"))[1:] == ["massage", "", "30 minutes"]
    assert lines(entry("activity", name="sit 30 minutes", score=4))[1:] == ["sit 30 minutes", "", "how hard 4"]


def test_a_session_at_another_speed_says_why_it_is_not_in_the_chart() -> None:
    assert "10 times, so it isn't in the chart" in told(session(speed=10.0))
    assert "chart" not in "\n".join(lines(session(speed=10.0), demo=True))


def test_a_note_is_shown_as_it_was_written() -> None:
    """Nothing in a note is parsed as markup, and no control character reaches the terminal."""
    shown = told(log(note="[bold]loud[/] [/]\nשלום 👩‍👩‍👧\n\x1b[31mred\x07 \u202eturned"))
    for part in ("[bold]loud[/] [/]", "שלום 👩‍👩‍👧", "[31mred"):
        assert part in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_a_long_note_is_shown_to_its_end() -> None:
    assert "".join(lines(log(note="y" * 10_000))).count("y") >= 10_000


def test_fields_of_a_newer_version_are_listed_by_name() -> None:
    shown = told(log(mood={"colour": "blue"}))
    assert "Not known to this version" in shown
    assert "mood: {'colour': 'blue'}" in shown


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
FIELDS = sorted({*session(), *log(), "what", "name", "score", "mood"} - {"uid", "kind"})


@given(
    st.sampled_from(["session", "log", "care", "activity", "levitation"]),
    st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=6),
    st.dictionaries(st.sampled_from(sorted(step("x"))), JSON, max_size=4),
)
def test_an_entry_of_any_shape_has_a_row_and_a_page(
    kind: str, fields: Mapping[str, Any], odd_step: Mapping[str, Any]
) -> None:
    bases: list[dict[str, Any]] = [{}, {**session()} if kind == "session" else {**log()}]
    for base in bases:
        one = cast(Entry, {**base, "steps": [{**step("cat_cow"), **odd_step}], "uid": "x", "kind": kind, **fields})
        line = row(one, Columns.of(76, years=False), TODAY, demo=False, highlighted=True)
        assert line.cell_length <= 76
        assert lines(one)
        assert searchable_text(one) is not None
        assert minutes_of(one) is not None


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_the_time_zone_follows_the_name_and_a_long_name_is_cut_before_it(width: int) -> None:
    columns = Columns.of(width, years=False)
    for name in ("Full L5", "A routine with a very long name of my own", "多多多多多多多多多多"):
        one = session(routine={"id": "x", "name": name})
        plain = row(one, columns, TODAY, demo=False, highlighted=False)
        zoned = row(one, columns, TODAY, demo=False, highlighted=False, zone="UTC+5:30")
        assert "+5:30 " in zoned.plain
        assert (" UTC+5:30 " in zoned.plain) or name != "Full L5"
        assert name[:3] in zoned.plain
        assert zoned.cell_length == plain.cell_length


@pytest.mark.parametrize(
    ("seconds", "words"), [(-3600.0, "set back by 1:00:00 meanwhile"), (90_000.0, "set forward by 1 day, 1:00:00 mean")]
)
def test_a_clock_change_during_a_session_is_shown(seconds: float, words: str) -> None:
    assert f"clock    {words}" in told(session(clock_step_s=seconds))
    assert "clock" not in told(session())
