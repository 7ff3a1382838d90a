"""The numbers of a journal, against a second computation with `statistics` on the rows of its CSV export."""

from __future__ import annotations

import csv
import io
import json
import re
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from unicodedata import normalize
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from l5tui.domain.entry import Entry
from l5tui.domain.pain import PLACES
from l5tui.domain.programme import PlannedSession, Programme, Rhythm
from l5tui.domain.regular_questions import answers
from l5tui.journal.csv_table import to_csv
from l5tui.journal.number_words import FOOTNOTE, sections_of
from l5tui.journal.numbers import Numbers, numbers_of, to_json
from l5tui.journal.trends import days, first_and_newest_week
from l5tui.library.programmes import Followed
from l5tui.tui.journal.day_notes import trend_words
from tests import factories
from tests.domain.programmes import MONDAY, MORNING, STRONG, programme
from tests.journal import made_entries

Rows = list[dict[str, str]]
ZONES = ("Europe/Zurich", "Pacific/Auckland", "Pacific/Kiritimati", "Pacific/Honolulu", "America/St_Johns", "UTC")
TODAY = date(2026, 4, 8)
"""Both Auckland and Zurich change their clocks in the days before it, one to winter and one to summer."""
NOW = datetime(2026, 4, 8, 20, tzinfo=UTC)


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
        at = datetime(2026, 4, 8, 19, tzinfo=UTC) - timedelta(hours=hours)
        body["uid"], body["started"] = f"e{number}", at.astimezone(ZoneInfo(zone)).isoformat()
        if body["kind"] == "session":
            body["ended"] = (at + timedelta(minutes=20)).astimezone(ZoneInfo(zone)).isoformat()
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
    numbers = numbers_of(entries, NOW)
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
    of_sessions = [entry for entry in entries if entry["kind"] == "session"]
    rows_done = {row["uid"]: row for row in done}
    newest_done = max(  # of the same instant the first, which is the last written
        (entry for entry in of_sessions if entry["uid"] in rows_done),
        key=lambda entry: datetime.fromisoformat(entry["started"]),
        default=None,
    )
    young = newest_done is not None and NOW - datetime.fromisoformat(str(newest_done["ended"])) < timedelta(hours=6)
    assert mornings.to_come == (newest_done is not None and young and not rows_done[newest_done["uid"]]["next_morning"])
    assert (mornings.better, mornings.same, mornings.worse, mornings.unanswered + mornings.to_come) == tuple(
        said[one] for one in ("better", "same", "worse", "unanswered")
    )


@settings(max_examples=60)
@given(journals())
def test_exercises_hurts_and_places_are_those_of_the_exported_rows(entries: list[Entry]) -> None:
    numbers = numbers_of(entries, NOW)
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
    assert numbers_of(entries, NOW, since=since) == _with(numbers_of(late, NOW), since)


def _with(numbers: Numbers, since: date) -> Numbers:
    from msgspec.structs import replace

    return replace(numbers, since=since)


@settings(max_examples=20)
@given(journals())
def test_the_numbers_do_not_depend_on_the_order_of_the_entries_and_are_valid_json(entries: list[Entry]) -> None:
    numbers = numbers_of(entries, NOW)
    assert numbers_of(entries[::-1], NOW).before == numbers.before
    read = json.loads(to_json(numbers))
    assert list(read) == [
        *("since", "until", "before", "sessions", "exercises", "hurts", "next_morning", "programmes", "places"),
        *("after_minus_before", "week", "activities", "forms"),
    ]
    words = [line.words for section in sections_of(numbers, {}) for line in section.lines]
    assert all(words)


def session_on(day: date, number: int, before: int | None = 5, after: int | None = 3, **fields: Any) -> Entry:
    at = {"started": f"{day}T08:00:00+01:00", "ended": f"{day}T08:20:00+01:00"}
    return factories.session(f"s{day}{number}", before, after, **{**at, **fields})


def shown(entries: Sequence[Entry], **more: Any) -> str:
    sections = sections_of(numbers_of(entries, NOW, **more), {})
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


def other(kind: str, day: date, number: int = 0, **fields: Any) -> Any:
    """An entry of another kind on a day."""
    return {**factories.log(f"{kind}{day}{number}", started=f"{day}T09:0{number}:00+01:00"), "kind": kind, **fields}


def test_the_pain_of_the_week_has_its_own_line_with_its_n_and_is_no_score_of_now() -> None:
    days = [TODAY - timedelta(days=ago) for ago in (14, 7, 0)]
    weeks = [other("week", day, pain=pain) for day, pain in zip(days, (8, None, 3), strict=True)]
    assert "Pain on average over 7 days" not in shown(weeks[:2]), "one answer is no trend"
    said = shown([*weeks, session_on(TODAY, 0, 5)])
    assert "Pain on average over 7 days, apart from right now\n first 8 (25 Mar), newest 3 (8 Apr), n = 2" in said
    assert "1 score, 0 not answered" in said
    read = json.loads(to_json(numbers_of(weeks, NOW)))["week"]
    assert (read["n"], read["first"], read["newest"]["score"]) == (2, {"date": "2026-03-25", "score": 8}, 3)
    assert json.loads(to_json(numbers_of(weeks[:2], NOW)))["week"] is None


def test_of_two_answers_of_one_second_the_last_written_is_the_newest() -> None:
    written = [other("week", TODAY, pain=4), {**other("week", TODAY, pain=8), "uid": "later"}]
    week = numbers_of(written[::-1], NOW).week  # a journal gives the last written first
    assert week is not None
    assert (week.first.score, week.newest.score) == (4, 8)
    assert [one.score for one in answers(written[::-1], "week")] == [4, 8]


def test_an_activity_in_another_case_or_with_composed_letters_is_the_same_one() -> None:
    names = ("Gehen üben", "gehen u\u0308ben", "GEHEN  ÜBEN")
    every = [other("activity", TODAY - timedelta(days=9 - at), name=name, score=at) for at, name in enumerate(names)]
    [one] = numbers_of([*every, other("activity", TODAY, name="gehen uben", score=9)], NOW).activities
    assert (one.name, one.n, one.first.score, one.newest.score) == (names[-1], 3, 0, 2)


def test_a_day_without_an_answer_does_not_have_the_place_of_the_day_before() -> None:
    ranks = {9: 4, 8: 4, 6: 4, 5: 5, 4: 5, 3: None, 2: 5}
    every = [
        factories.log(f"l{ago}", 4, left=rank, started=f"{TODAY - timedelta(days=ago)}T08:00:00+02:00")
        for ago, rank in ranks.items()
    ]
    lines = shown(every).partition("left side, n = 6 days\n")[2].splitlines()
    assert [line.strip() for line in lines[:4]] == [
        *("30 Mar to 31 Mar: thigh", "2 Apr: thigh"),
        *("3 Apr to 4 Apr: knee", "6 Apr: knee"),
    ]


@given(st.dictionaries(st.integers(0, 30), st.integers(1, 7) | st.none(), max_size=12))
def test_the_days_of_a_place_are_those_on_which_it_was_said(ranks: dict[int, int | None]) -> None:
    every = [
        factories.log(f"l{ago}", 4, left=rank, started=f"{TODAY - timedelta(days=ago)}T08:00:00+02:00")
        for ago, rank in ranks.items()
    ]
    named: dict[date, str] = {}
    listed = re.findall(r"^ (\d+ \w+)(?: to (\d+ \w+))?: (.+)$", shown(every).partition("left side")[2], re.MULTILINE)
    for first, last, place in listed:
        day, end = (datetime.strptime(f"{one} 2026", "%d %b %Y").date() for one in (first, last or first))  # noqa: DTZ007
        while day <= end:
            named[day] = place
            day += timedelta(days=1)
    said = {TODAY - timedelta(days=ago): PLACES[rank].replace(", ", " ") for ago, rank in ranks.items() if rank}
    assert named.items() <= said.items()
    assert len(listed) == 6 or named == said


def test_a_morning_that_is_not_due_yet_is_not_one_that_was_not_answered() -> None:
    before = session_on(TODAY - timedelta(days=1), 0, next_day="same")
    ended = (NOW - timedelta(hours=5)).isoformat()
    late = session_on(TODAY, 1, ended=ended)
    assert "about the same 1, worse 0; not answered 0; 1 still to come" in shown([before, late])
    due: Any = {**late, "ended": (NOW - timedelta(hours=6)).isoformat()}
    assert shown([before, due]).count("not answered 1\n") == 1


asked = st.tuples(
    st.sampled_from(["activity", "week", "form"]),
    st.sampled_from(["sit", "SIT", "stairs", "üben", "u\u0308ben"]),
    *(st.none() | st.integers(0, 10), st.integers(0, 60), st.sampled_from(ZONES)),
)
"""An answer: its kind, an activity's name, the score, the days before the last one, and the zone."""


@given(st.lists(asked, max_size=12))
def test_regular_answers_are_those_of_the_exported_rows(given_answers: list[Any]) -> None:
    made: list[Any] = []
    for number, (kind, name, score, ago, zone) in enumerate(given_answers):
        at = (datetime(2026, 4, 8, 8, number, tzinfo=UTC) - timedelta(days=ago)).astimezone(ZoneInfo(zone)).isoformat()
        fields: dict[str, Any] = {
            "activity": {"name": name, "score": score},
            "week": {"pain": score},
            "form": {"name": "rmdq", "ticks": [0, *range(1, (score or 0) + 1), 25]},
        }[kind]
        made.append({**factories.log(f"q{number}", started=at), "kind": kind, **fields})
    by_name: dict[tuple[str, str], list[tuple[str, int]]] = {}
    instants = {entry["uid"]: datetime.fromisoformat(entry["started"]) for entry in made}
    for row in sorted(rows_of(made), key=lambda row: instants[row["uid"]]):
        if row["score"]:
            what = normalize("NFC", row["what"]).lower()
            by_name.setdefault((row["kind"], what), []).append((row["date"], int(row["score"])))
    expected = {key: (len(found), found[0], found[-1]) for key, found in by_name.items() if len(found) >= 2}
    numbers = numbers_of(made, NOW)
    shown_kinds = {"activity": numbers.activities, "questionnaire": numbers.forms}
    shown_kinds["average of 7 days"] = (numbers.week,) if numbers.week else ()
    assert {
        (kind, normalize("NFC", one.name).lower()): (
            one.n,
            (one.first.date.isoformat(), one.first.score),
            (one.newest.date.isoformat(), one.newest.score),
        )
        for kind, series in shown_kinds.items()
        for one in series
    } == expected


# Planned and done


@given(
    st.lists(
        st.tuples(st.integers(0, 30), st.sampled_from(["morning", "strong", "other"]), st.booleans()), max_size=25
    ),
    *(st.integers(1, 12), st.integers(1, 12), st.none() | st.integers(0, 30)),
)
def test_planned_and_done_are_those_of_the_exported_rows(
    done: list[tuple[int, str, bool]], first: int, second: int, since: int | None
) -> None:
    """The first version for some days, then the second one: each has its own days, and none counts twice."""
    replaced, ended = MONDAY + timedelta(days=first), MONDAY + timedelta(days=first + second)
    made = []
    for number, (ahead, name, whole) in enumerate(done):
        own: Any = {"routine": {"id": name, "name": name}, "status": "complete" if whole else "partial"}
        made.append(session_on(MONDAY + timedelta(days=ahead), number, **own))
    begin = MONDAY + timedelta(days=since) if since is not None else None
    midnight = datetime(2026, 3, 2, tzinfo=UTC)
    times = [
        followed(programme(taken=midnight), until=replaced - timedelta(days=1)),
        followed(programme(version=2, taken=midnight + timedelta(days=first)), until=ended - timedelta(days=1)),
    ]
    counted: dict[tuple[int, str], list[int]] = {}
    for version, start, end in ((1, MONDAY, replaced), (2, replaced, ended)):
        start = max(start, begin or start)
        for day in (start + timedelta(days=ahead) for ahead in range((end - start).days)):
            for routine, due in (("morning", True), ("strong", day.strftime("%a") in ("Mon", "Thu"))):
                counted.setdefault((version, routine), [0, 0, 0])[0] += due
            for row in rows_of(made):
                if row["date"] == day.isoformat() and (version, row["routine_id"]) in counted:
                    counted[version, row["routine_id"]][1 if row["status"] == "complete" else 2] += 1
    found = numbers_of(made, NOW, followed=times, since=begin).programmes
    assert {
        (one.version, row.routine): [row.planned, row.done, row.partly] for one in found for row in one.sessions
    } == counted


def followed(its: Programme, until: date = date.max, **more: Any) -> Followed:
    assert its.taken is not None
    return Followed(its, its.taken.date(), min(until, its.until), **more)


def test_planned_and_done_count_from_the_day_it_was_taken_to_yesterday() -> None:
    taken = programme(taken=datetime(2026, 3, 4, 9, tzinfo=UTC))
    name: Any = {"id": "morning", "name": "Morning"}
    now = datetime(2026, 3, 11, 9, tzinfo=UTC)
    days = [session_on(MONDAY + timedelta(days=day), 0, routine=name) for day in (1, 2, 3, 5, 9)]
    entries = [*days, session_on(MONDAY + timedelta(days=4), 0, routine=name, status="partial")]
    [its] = numbers_of(entries, now, followed=[followed(taken)]).programmes
    assert (its.since, its.until) == (date(2026, 3, 4), date(2026, 3, 10))
    assert [(row.routine, row.planned, row.done, row.partly) for row in its.sessions] == [
        ("morning", 7, 3, 1),
        ("strong", 2, 0, 0),
    ]
    [since] = numbers_of(entries, now, followed=[followed(taken)], since=date(2026, 3, 9)).programmes
    assert [(row.planned, row.done) for row in since.sessions] == [(2, 0), (1, 0)]
    twice = programme(sessions=(PlannedSession(STRONG, Rhythm(times=2)),), taken=taken.taken)
    [its] = numbers_of(entries, now, followed=[followed(twice)]).programmes
    assert its.sessions[0].planned == 14
    assert MORNING.id == "morning"


def test_an_earlier_version_keeps_what_was_planned_and_done_with_its_days() -> None:
    first = followed(programme(taken=datetime(2026, 3, 4, 9, tzinfo=UTC)), until=date(2026, 3, 8))
    only_strong = (PlannedSession(STRONG, Rhythm()),)
    second = followed(
        programme(version=2, sessions=only_strong, taken=datetime(2026, 3, 9, tzinfo=UTC)), until=date(2026, 3, 12)
    )
    name: Any = {"id": "morning", "name": "Morning"}
    entries = [session_on(MONDAY + timedelta(days=day), 0, routine=name) for day in (1, 3, 4, 8)]
    every = numbers_of(entries, NOW, followed=[first, second]).programmes
    assert [(one.version, one.since.day, one.until.day) for one in every] == [(1, 4, 8), (2, 9, 12)]
    assert [[(row.routine, row.planned, row.done) for row in one.sessions] for one in every] == [
        [("morning", 5, 2), ("strong", 1, 0)],
        [("strong", 4, 0)],
    ]
    said = shown(entries, followed=[first, second])
    assert '"Weeks 1 to 6", version 1, 4 Mar to 8 Mar\n Morning: planned 5 times, done 2' in said
    assert '"Weeks 1 to 6", version 2, 9 Mar to 12 Mar\n Strong: planned 4 times, done 0' in said
    assert [one.version for one in numbers_of([], NOW, followed=[first, second], since=MONDAY).programmes] == [1, 2]
    late = numbers_of([], NOW, followed=[first, second], since=date(2026, 3, 10)).programmes
    assert [(one.version, one.since.day, one.until.day) for one in late] == [(2, 10, 12)]


def test_a_programme_whose_text_is_gone_is_named_and_its_plan_is_not_known() -> None:
    gone = programme(sessions=(), taken=datetime(2026, 3, 4, 9, tzinfo=UTC))
    said = shown([], followed=[followed(gone, until=date(2026, 3, 8), readable=False)])
    assert '"Weeks 1 to 6", version 1, 4 Mar to 8 Mar\n its text can\'t be read' in said


def test_a_programme_taken_today_or_without_sessions_has_nothing_to_compare() -> None:
    at = datetime(2026, 4, 8, 9, tzinfo=UTC)
    assert numbers_of([], NOW, followed=[followed(programme(taken=at))]).programmes == ()
    none = programme(sessions=(), taken=datetime(2026, 3, 4, 9, tzinfo=UTC))
    assert numbers_of([], NOW, followed=[followed(none)]).programmes == ()


def test_an_empty_journal_has_no_numbers_but_says_so() -> None:
    assert "0 scores, 0 not answered" in shown([])
    assert "none yet" in shown([])
    assert "none in this time" in shown([], since=TODAY)


NEVER: Final = {
    "percent or an index": r"%|percent|index|recovery|improve",
    "ranking": r"\bbest\b|\bmost\b|helps|works|rank",
    "forecast": r"p-value|p =|forecast|expect|will be|pain-free|days to",
    "decimals": r"\d\.(?!5\b)\d",
    "recovered at 0": r"recover|cured|healed|gone|no pain",
    "others and badges": r"others|people|badge|streak|record|well done",
    "average": r"average|mean\b",
}
"""What no number says (clinical data, g, the second table)."""


@pytest.mark.parametrize("never", NEVER)
@settings(max_examples=20)
@given(made=journals(), end=st.sampled_from([None, 0, 5, 10]))
def test_no_number_is_one_that_is_never_shown(never: str, made: list[Entry], end: int | None) -> None:
    """In any journal, whether the scores end at 0, get higher, or are left out."""
    own_words = ("activity", "week", "form")
    ending = [session_on(TODAY - timedelta(days=ago), 0, end, end) for ago in range(5)]
    said = shown([*(entry for entry in made if entry["kind"] not in own_words), *ending]).casefold()
    assert re.findall(NEVER[never], said) == []
    sentences = trend_words(
        first_and_newest_week(days(made, date.min, date.max), TODAY), days(made, date.min, TODAY), TODAY
    )
    assert re.findall(NEVER[never], " ".join(words for form in sentences for words in form).casefold()) == []


def test_of_fewer_than_three_answers_there_is_no_median() -> None:
    for count in (1, 2, 3):
        made = [session_on(TODAY - timedelta(days=ago), 0, 8) for ago in range(count)]
        assert ("median 8" in shown(made)) is (count == 3)


def test_a_score_that_was_left_out_is_null_and_never_0() -> None:
    made = [session_on(TODAY - timedelta(days=ago), 0, None, None) for ago in range(9)]
    numbers = numbers_of(made, NOW)
    assert (numbers.before.n, numbers.before.unanswered, numbers.before.newest_week) == (0, 9, None)
    read = json.loads(to_json(numbers))
    assert (read["before"]["newest_week"], read["after_minus_before"]["median"]) == (None, None)
    assert "0 scores, 9 not answered" in shown(made)
    assert FOOTNOTE.startswith("People mostly start when pain is high")


def test_exercises_keep_the_order_of_the_library_whatever_their_counts() -> None:
    steps = [factories.step("bird_dog", hurt=[]), factories.step("bridge"), factories.step("own")]
    known: Any = {"bridge": factories.exercise("bridge"), "bird_dog": factories.exercise("bird_dog")}
    entries = [session_on(TODAY, 0, steps=steps), session_on(TODAY, 1, steps=steps[:1])]
    (section,) = [one for one in sections_of(numbers_of(entries, NOW), known) if one.title.startswith("Times")]
    assert [line.words for line in section.lines if not line.under] == ["Bridge", "Bird_Dog", "own"]


def test_fields_of_unknown_shape_are_left_out() -> None:
    odd: Any = [
        {**session_on(TODAY, 0), "steps": [{"exercise": 3, "seconds": "x", "hurt": "y"}, None], "next_day": ["x"]},
        {**session_on(TODAY, 1), "before": None, "after": "later", "next_day": "fine"},
        {**factories.log("f"), "kind": "form", "name": None, "ticks": "many"},
        {"uid": "n", "kind": "new", "started": 5},
    ]
    assert numbers_of(odd, NOW).sessions.n == 1
