"""The numbers of a journal, against a second computation with `statistics` on the rows of its CSV export."""

from __future__ import annotations

import csv
import io
import json
import re
import statistics
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from l5tui.domain.entry import Entry
from l5tui.domain.pain import PLACES
from l5tui.domain.programme import PlannedSession, Rhythm
from l5tui.journal.csv_table import to_csv
from l5tui.journal.number_words import FOOTNOTE, sections_of
from l5tui.journal.numbers import Numbers, numbers_of, to_json
from tests import factories
from tests.domain.programmes import MONDAY, MORNING, STRONG, programme
from tests.journal import made_entries

Rows = list[dict[str, str]]
ZONES = ("Europe/Zurich", "Pacific/Auckland", "Pacific/Kiritimati", "Pacific/Honolulu", "America/St_Johns", "UTC")
TODAY = date(2026, 4, 8)
"""Both Auckland and Zurich change their clocks in the days before it, one to winter and one to summer."""


simple = st.tuples(
    *(st.booleans(), made_entries.pains, made_entries.pains),
    *(st.sampled_from([None, "better", "same", "worse"]), st.sampled_from([0.0, 0.5, 60.0])),
)
"""A session or a logged score: pain before and after, the next morning, seconds practised."""
dated = st.tuples(st.integers(0, 21 * 24), st.sampled_from(ZONES), st.integers(0, 9))
"""The hours before the last day, the zone, and whether it was deleted, corrected or fast."""


@st.composite
def journals(draw: st.DrawFn) -> list[Entry]:
    """Entries of three weeks, in the zones of a traveller; some fast, deleted, or corrected."""
    made: list[Any] = draw(st.lists(made_entries.entries(), max_size=4))
    for is_log, before, after, next_day, seconds in draw(st.lists(simple, max_size=20)):
        steps = [factories.step("bridge", seconds=seconds, held=seconds / 2)]
        session = factories.session("x", before, after, next_day=next_day, steps=steps)
        made.append(factories.log("x", before) if is_log else session)
    for number, (body, (hours, zone, special)) in enumerate(zip(made, draw(_lists_of(dated, len(made))), strict=True)):
        at = datetime(2026, 4, 8, 12, tzinfo=UTC) - timedelta(hours=hours)
        body["uid"], body["started"] = f"e{number}", at.astimezone(ZoneInfo(zone)).isoformat()
        body["deleted"] = body["started"] if special == 0 else None
        body["edits"] = [{"at": body["started"], "field": "note", "was": "x"}] if special < 3 else []
        if body["kind"] == "session" and special == 3:
            body["speed"] = 10.0
    return made


def _lists_of(of: st.SearchStrategy[Any], length: int) -> st.SearchStrategy[list[Any]]:
    return st.lists(of, min_size=length, max_size=length)


def rows_of(entries: Iterable[Entry], *, steps: bool = False) -> Rows:
    text = to_csv([entry for entry in entries if not entry["deleted"]], steps=steps)
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def counted_rows(entries: Iterable[Entry]) -> tuple[Rows, Rows]:
    """The rows of the sessions at normal speed, each with the seconds of its steps, and those of the logged scores."""
    seconds: Counter[str] = Counter()
    for row in rows_of(entries, steps=True):
        seconds[row["uid"]] += float(row["seconds"] or 0)  # type: ignore[assignment]
    rows = rows_of(entries)
    sessions = [row for row in rows if row["kind"] == "session" and float(row["speed"] or 1) == 1]
    for row in sessions:
        row["practised"] = str(seconds[row["uid"]])
    return sessions, [row for row in rows if row["kind"] == "pain score"]


def pains(rows: Rows, since: date, until: date) -> list[int]:
    return [
        int(row["pain_before"])
        for row in rows
        if row["pain_before"] and since.isoformat() <= row["date"] <= until.isoformat()
    ]


@settings(max_examples=60)
@given(journals())
def test_scores_weeks_and_sessions_are_those_of_the_exported_rows(entries: list[Entry]) -> None:
    numbers = numbers_of(entries, TODAY)
    sessions, logs = counted_rows(entries)
    scored = [*sessions, *logs]
    assert numbers.before.n == sum(bool(row["pain_before"]) for row in scored)
    assert numbers.before.unanswered == sum(not row["pain_before"] for row in scored)
    newest = pains(scored, TODAY - timedelta(days=6), TODAY)
    week = numbers.before.newest_week
    assert (week and (week.median, week.n)) == ((statistics.median(newest), len(newest)) if len(newest) >= 3 else None)
    begins = min(
        (row["date"] for row in scored if row["pain_before"] and row["date"] <= TODAY.isoformat()), default=None
    )
    first = numbers.before.first_week
    if first is not None:
        assert first.begins.isoformat() == begins
        of_first = pains(scored, first.begins, first.begins + timedelta(days=6))
        assert (first.median, first.n) == (statistics.median(of_first), len(of_first))
        change = statistics.median(newest) - first.median
        assert numbers.before.change == ("about the same" if -2 < change < 2 else "lower" if change < 0 else "higher")
    elif begins is not None and week is not None and date.fromisoformat(begins) < TODAY - timedelta(days=12):
        start = date.fromisoformat(begins)
        assert len(pains(scored, start, start + timedelta(days=6))) < 3
    done = [row for row in sessions if float(row["practised"]) >= 1]
    assert numbers.sessions.n == len(done)
    assert numbers.sessions.days == len({row["date"] for row in done})
    assert numbers.sessions.seconds == sum(float(row["practised"]) for row in done)
    pairs = [
        int(row["pain_after"]) - int(row["pain_before"]) for row in done if row["pain_before"] and row["pain_after"]
    ]
    moved = numbers.after_minus_before
    assert moved.n == len(pairs)
    expected = (statistics.median(pairs), min(pairs), max(pairs)) if len(pairs) >= 5 else (None, None, None)
    assert (moved.median, moved.lowest, moved.highest) == expected
    said = Counter(row["next_morning"] or "unanswered" for row in done)
    mornings = numbers.next_morning
    assert (mornings.better, mornings.same, mornings.worse, mornings.unanswered) == tuple(
        said[one] for one in ("better", "same", "worse", "unanswered")
    )


@settings(max_examples=60)
@given(journals())
def test_exercises_hurts_and_places_are_those_of_the_exported_rows(entries: list[Entry]) -> None:
    numbers = numbers_of(entries, TODAY)
    sessions, logs = counted_rows(entries)
    done = {row["uid"] for row in sessions if float(row["practised"]) >= 1}
    steps = [row for row in rows_of(entries, steps=True) if row["exercise_id"]]
    practised = [row for row in steps if row["uid"] in done and float(row["seconds"]) > 0]
    by_side: dict[tuple[str, str], Rows] = {}
    for row in practised:
        by_side.setdefault((row["exercise_id"], row["side"]), []).append(row)
    assert {
        (one.exercise, one.side or ""): (one.n, one.reps, one.held_s, one.seconds) for one in numbers.exercises
    } == {
        key: (
            len({row["uid"] for row in rows}),
            sum(int(row["reps"]) for row in rows),
            sum(float(row["held_seconds"]) for row in rows),
            sum(float(row["seconds"]) for row in rows),
        )
        for key, rows in by_side.items()
    }
    counted = {row["uid"] for row in sessions}
    hurts: Counter[tuple[str, str]] = Counter()
    for row in steps:
        if row["uid"] in counted:
            hurts.update((row["exercise_id"], phase) for phase in re.findall(r"(?:^|; )(\w+) \d+:", row["hurt"]))
    assert {(one.exercise, one.phase): one.times for one in numbers.hurts} == hurts
    for one in numbers.hurts:
        begun = {
            row["uid"]
            for row in steps
            if row["uid"] in counted
            and row["exercise_id"] == one.exercise
            and (float(row["seconds"]) > 0 or row["hurt"])
        }
        assert one.n == len(begun)
    for side, found in (("left", numbers.places.left), ("right", numbers.places.right)):
        by_day: dict[str, list[int]] = {}
        for row in [*sessions, *logs]:
            places = [row[f"{side}_before"], row[f"{side}_after"] if row["kind"] == "session" else ""]
            by_day.setdefault(row["date"], []).extend(PLACES.index(place) for place in places if place)
        assert [(one.date.isoformat(), one.rank) for one in found] == sorted(
            (day, max(ranks)) for day, ranks in by_day.items() if ranks
        )


@settings(max_examples=20)
@given(journals(), st.integers(0, 40))
def test_since_a_day_counts_the_entries_of_that_local_date_and_later(entries: list[Entry], ago: int) -> None:
    since = TODAY - timedelta(days=ago)
    late = [entry for entry in entries if entry["started"][:10] >= since.isoformat()]
    assert numbers_of(entries, TODAY, since=since) == _with(numbers_of(late, TODAY), since)


def _with(numbers: Numbers, since: date) -> Numbers:
    from msgspec.structs import replace

    return replace(numbers, since=since)


@settings(max_examples=20)
@given(journals())
def test_the_numbers_do_not_depend_on_the_order_of_the_entries_and_are_valid_json(entries: list[Entry]) -> None:
    numbers = numbers_of(entries, TODAY)
    assert numbers_of(entries[::-1], TODAY).before == numbers.before
    read = json.loads(to_json(numbers))
    assert list(read) == [
        *("since", "until", "before", "sessions", "exercises", "hurts", "next_morning", "programme", "places"),
        *("after_minus_before", "activities", "forms"),
    ]
    words = [line.words for section in sections_of(numbers, {}) for line in section.lines]
    assert all(words)


def session_on(day: date, number: int, before: int | None = 5, after: int | None = 3, **fields: Any) -> Entry:
    return factories.session(f"s{day}{number}", before, after, started=f"{day}T08:00:00+01:00", **fields)


def shown(entries: Iterable[Entry], **more: Any) -> str:
    sections = sections_of(numbers_of(entries, TODAY, **more), {})
    return "\n".join(
        "\n".join([section.title, *(f"{line.side} {line.words}" for line in section.lines)]) for section in sections
    )


def test_each_number_is_shown_from_its_n_on() -> None:
    four = [session_on(TODAY - timedelta(days=day), 0) for day in range(4)]
    assert "4 sessions with both scores; there is a median from 5 on" in shown(four)
    five = [*four, session_on(TODAY, 1)]
    assert "median -2, -2 to -2, n = 5, right after a session only" in shown(five)
    assert "have a median from 3 scores on" in shown(four[:2])
    assert "newest 7 days: median 5, n = 3" in shown(four[:3])
    assert "The next morning" not in shown(five)
    assert "better 1, about the same 0, worse 0; not answered 5" in shown(
        [*five, session_on(TODAY, 2, next_day="better")]
    )
    once = [{**factories.log("a", started=f"{TODAY}T08:00:00+01:00"), "kind": "activity", "name": "sit", "score": 7}]
    assert "sit" not in shown(once)  # type: ignore[arg-type]
    twice = [*once, {**once[0], "uid": "b", "score": 4, "started": f"{TODAY}T09:00:00+01:00"}]
    assert '"sit": first 7 (8 Apr), newest 4 (8 Apr), n = 2' in shown(twice)  # type: ignore[arg-type]


def test_the_first_and_the_newest_week_have_their_word_and_their_n() -> None:
    first = [session_on(TODAY - timedelta(days=30 + day), 0, 6) for day in range(4)]
    newest = [session_on(TODAY - timedelta(days=day), 0, 4) for day in range(3)]
    said = shown([*first, *newest])
    assert "first 7 days: median 6 (n = 4, from 6 Mar); newest 7 days: 4 (n = 3): lower" in said


def test_a_form_changes_by_five_points_or_is_about_the_same() -> None:
    def form(uid: str, ticks: int) -> Any:
        base = factories.log(uid, started=f"{TODAY}T0{uid}:00:00+01:00")
        return {**base, "kind": "form", "name": "rmdq", "ticks": list(range(1, ticks + 1))}

    assert "RMDQ: first 12/24 (8 Apr), newest 8/24 (8 Apr), n = 2, about the same" in shown(
        [form("1", 12), form("2", 8)]
    )
    assert "newest 7/24 (8 Apr), n = 2, lower" in shown([form("1", 12), form("2", 7)])


def test_planned_and_done_count_from_the_day_it_was_taken_to_yesterday() -> None:
    taken = programme(taken=datetime(2026, 3, 4, 9, tzinfo=UTC))
    name: Any = {"id": "morning", "name": "Morning"}
    today = MONDAY + timedelta(days=9)
    days = [session_on(MONDAY + timedelta(days=day), 0, routine=name) for day in (1, 2, 3, 5, 9)]
    entries = [*days, session_on(MONDAY + timedelta(days=4), 0, routine=name, status="partial")]
    its = numbers_of(entries, today, programme=taken).programme
    assert its is not None
    assert (its.since, its.until) == (date(2026, 3, 4), date(2026, 3, 10))
    assert [(row.routine, row.planned, row.done, row.partly) for row in its.sessions] == [
        ("morning", 7, 3, 1),
        ("strong", 2, 0, 0),
    ]
    since = numbers_of(entries, today, programme=taken, since=date(2026, 3, 9)).programme
    assert since is not None
    assert [(row.planned, row.done) for row in since.sessions] == [(2, 0), (1, 0)]
    twice = programme(sessions=(PlannedSession(STRONG, Rhythm(times=2)),), taken=taken.taken)
    its = numbers_of(entries, today, programme=twice).programme
    assert its is not None
    assert its.sessions[0].planned == 14
    assert MORNING.id == "morning"


def test_a_programme_taken_today_or_without_sessions_has_nothing_to_compare() -> None:
    at = datetime(2026, 4, 8, 9, tzinfo=UTC)
    assert numbers_of([], TODAY, programme=programme(taken=at)).programme is None
    assert numbers_of([], TODAY, programme=programme(sessions=())).programme is None


def test_an_empty_journal_has_no_numbers_but_says_so() -> None:
    assert "0 scores, 0 not answered" in shown([])
    assert "none yet" in shown([])
    assert "none in this time" in shown([], since=TODAY)


def test_no_number_is_one_that_is_never_shown() -> None:
    """No percentage, no ranking, no forecast (clinical data, g)."""
    entries = [session_on(TODAY - timedelta(days=day), 0, 8 - day // 5) for day in range(40)]
    said = shown(entries).casefold()
    assert not re.search(r"%|percent|best|most|helps|recover|improve|expect|streak|average", said)
    assert not re.search(r"\d\.(?!5\b)\d", said), "no decimals but the half of a median"
    assert FOOTNOTE.startswith("People mostly start when pain is high")


def test_exercises_keep_the_order_of_the_library_whatever_their_counts() -> None:
    steps = [factories.step("bird_dog", hurt=[]), factories.step("bridge"), factories.step("own")]
    known: Any = {"bridge": factories.exercise("bridge"), "bird_dog": factories.exercise("bird_dog")}
    entries = [session_on(TODAY, 0, steps=steps), session_on(TODAY, 1, steps=steps[:1])]
    (section,) = [one for one in sections_of(numbers_of(entries, TODAY), known) if one.title.startswith("Times")]
    assert [line.words for line in section.lines if not line.under] == ["Bridge", "Bird_Dog", "own"]


def test_fields_of_unknown_shape_are_left_out() -> None:
    odd: Any = [
        {**session_on(TODAY, 0), "steps": [{"exercise": 3, "seconds": "x", "hurt": "y"}, None], "next_day": ["x"]},
        {**session_on(TODAY, 1), "before": None, "after": "later", "next_day": "fine"},
        {**factories.log("f"), "kind": "form", "name": None, "ticks": "many"},
        {"uid": "n", "kind": "new", "started": 5},
    ]
    assert numbers_of(odd, TODAY).sessions.n == 1
