"""`programme.toml`: its fields, each error with file and key, and the saved copy that is in force."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
import tomlkit
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from l5tui.config.errors import ContentError
from l5tui.domain.dose import Rounds
from l5tui.domain.new_entry import EntryHeader
from l5tui.domain.programme import QUESTION, Limits, Programme, Rhythm
from l5tui.domain.programme_entries import new_end, new_taken
from l5tui.domain.routine import First, Step
from l5tui.library import Content, check, load
from l5tui.library.build import switch_on
from l5tui.library.faults import Faults
from l5tui.library.loading import extras
from l5tui.library.programmes import (
    DAYS,
    LACKS,
    LACKS_EXERCISE,
    ONLY_LIMITS,
    RHYTHMS,
    InForce,
    Programmes,
    digest_of,
    identifier,
    kept_file,
    programme_in,
    refuse_ill_timed,
    with_programme,
)
from tests.rows import each

CONTENT: Final = load()
TODAY: Final = date(2026, 3, 4)
WHOLE: Final = """
title = "Weeks 1 to 6"
by = "Anna Keller"
written = 2026-03-02
valid_until = 2026-04-12
words = "Slowly. Call me on 555 if it spreads."
question = "How was it?"

[stop]
pain = 4
before = 6

[[sessions]]
routine = "gentle_relief"
days = "twice a day"

[[sessions]]
name = "Strength"
exercises = ["pelvic_tilt", "glute_bridge"]
days = ["mon", "thu"]

[[exercises]]
exercise = "glute_bridge"
reps = 8
seconds = 10
easier = true
why = "For the hip."
"""
SMALL: Final = """
title = "Small"
by = "Anna"
written = 2026-03-02
valid_until = 2026-04-12
[[sessions]]
routine = "morning"
days = "every day"
"""


def read(text: str) -> Programme:
    faults = Faults("programme.toml")
    found = programme_in(text, faults, CONTENT)
    faults.stop_if_any()
    return found


def test_a_whole_programme_is_read() -> None:
    found = read(WHOLE)
    assert (found.id, found.title, found.by) == ("weeks_1_to_6", "Weeks 1 to 6", "Anna Keller")
    assert (found.written, found.until) == (date(2026, 3, 2), date(2026, 4, 12))
    assert found.limits == Limits(4, 6)
    assert found.words.startswith("Slowly.")
    assert found.question == "How was it?"
    gentle, strength = found.sessions
    assert (gentle.routine, gentle.rhythm) == (CONTENT.routines["gentle_relief"], Rhythm(times=2))
    assert (strength.routine.id, strength.routine.name) == ("programme_strength", "Strength")
    assert [step.exercise.id for step in strength.routine.steps] == ["pelvic_tilt", "glute_bridge"]
    assert strength.rhythm == Rhythm(frozenset({0, 3}))
    bridge = found.exercises["glute_bridge"]
    assert (bridge.overrides, bridge.easier, bridge.why) == ({"reps": 8, "hold": 10}, True, "For the hip.")


def test_a_side_can_have_more_rounds_and_begin() -> None:
    table = '[[exercises]]\nexercise = "bird_dog"\nreps = 6\nrounds_left = 2\nfirst = "worse"\n'
    dog = read(SMALL + table).exercises["bird_dog"]
    assert (dog.rounds, dog.first) == (Rounds(2, 1), First.WORSE)
    step = dog.step(Step(dog.exercise))
    assert (step.rounds, step.first) == (Rounds(2, 1), First.WORSE)
    assert dog.words() == "12 left, 6 right, 5 s, worse side first"


def test_a_minimal_programme_has_the_apps_own_limits_and_question() -> None:
    found = read(SMALL)
    assert found.limits == Limits()
    assert found.question == QUESTION
    assert found.exercises == {}


@each(
    "old, new, said",
    [
        ("pain = 4", "pain = 7", r"stop\.pain: 7 would loosen a limit\. l5tui stops an exercise from 6 on"),
        ("before = 6", "before = 9", r"stop\.before: 9 would loosen a limit\. l5tui begins no session from 8 on"),
        ("before = 6", "before = 0", r"stop\.before: it is 0\. 1 is the least"),
        ("pain = 4", "clear = 'A3'", r"stop\.clear: there is no such key"),
        ("reps = 8", "reps = 31", r"exercises\[0\]\.reps: it is 31\. 30 is the most"),
        ("reps = 8", "reps = 0", r"exercises\[0\]\.reps: it is 0\. 1 is the least"),
        ("reps = 8", "reps = 2.5", r"exercises\[0\]\.reps: it must be a whole number"),
        ("seconds = 10", "seconds = 121", r"exercises\[0\]\.seconds: it is 121\. 120 is the most"),
        ("seconds = 10", "seconds = 9999", r"exercises\[0\]\.seconds: it is 9999\. 120 is the most"),
        ("seconds = 10", "seconds = 100000000000000000000000", r"seconds: it is 1000+\. 120 is the most"),
        ("seconds = 10", "seconds = 0x" + "f" * 6000, "a number of thousands of digits. 120 is the most"),
        ("seconds = 10", "seconds = -1", r"exercises\[0\]\.seconds: it is -1"),
        ('exercise = "glute_bridge"', 'exercise = "glute_brige"', r'no exercise "glute_brige"\. Did you mean "glute_'),
        ('"pelvic_tilt", ', '"pelvic_tlit", ', r'exercises\[0\]: there is no exercise "pelvic_tlit"\. Did you mean'),
        ('routine = "gentle_relief"', 'routine = "gentle"', r'no routine "gentle"'),
        ('"mon", "thu"', "", r"days: no day is named"),
        ('"mon", "thu"', '"mon", "thur"', r'days.*"thur" is not known|sessions\[1\]\.days'),
        ('"twice a day"', '"twice"', r"sessions\[0\]\.days"),
        ('"twice a day"', '"weekly"', r'"weekly" is not known\. It can be "every day".*or some of \["mon", "tue"'),
        ('by = "Anna Keller"', 'by = "Your name"', r"by: it is still the template's word"),
        ("valid_until = 2026-04-12", "valid_until = 2026-03-01", r"valid_until: 2026-03-01 is before it was written"),
        ("valid_until = 2026-04-12", 'valid_until = "soon"', r'valid_until: "soon" is no date\. Such as 2026'),
        ("2026-04-12", "2026-04-12T08:00:00", r"valid_until: it must be a date such as 2026-12-31, and is a date with"),
        ("valid_until = 2026-04-12", "", r"valid_until: it is missing"),
        ('by = "Anna Keller"', 'by = ""', r"by: it is empty"),
        ('name = "Strength"', "", r"sessions\[1\]\.name: it is missing"),
        ('name = "Strength"', 'routine = "morning"', r"sessions\[1\]\.routine: it names a routine and exercises"),
        ('routine = "gentle_relief"', "", r"sessions\[0\]: it names no routine"),
        ('exercise = "glute_bridge"', 'exercise = "cat_cow"', r"exercises\[0\]\.seconds: Cat-cow has no hold"),
        ('question = "How was it?"', 'questions = "How was it?"', r'no such key\. Did you mean "question"'),
        ("reps = 8\nseconds = 10\neasier = true", "reps = 30\nseconds = 120", r"comes to \d+ minutes"),
        (
            '"pelvic_tilt", ',
            '"bird_dog", ' * 13,
            r'sessions\[1\]: "Strength" comes to 6\d minutes\. 60 minutes is the most',
        ),
        ("reps = 8", "reps = 8\nrounds = 6", r"exercises\[0\]\.rounds: it is 6\. 5 is the most"),
        ("reps = 8", "reps = 8\nrounds_left = 2", r"exercises\[0\]\.rounds_left: Glute bridge has no sides"),
        ("reps = 8", 'reps = 8\nfirst = "left"', r"exercises\[0\]\.first: Glute bridge has no sides"),
        ('"Weeks 1 to 6"', '"\\u001b[2J"', r"control character U\+001B"),
    ],
)
def test_an_error_is_named_with_its_key(old: str, new: str, said: str) -> None:
    assert old in WHOLE
    with pytest.raises(ContentError) as error:
        read(WHOLE.replace(old, new, 1))
    assert str(error.value).startswith("programme.toml")
    assert re.search(said, str(error.value)), str(error.value)


@each("first, said", [("left", "exercises[0].first: the left side is left out"), ("right", ""), ("worse", "")])
def test_a_side_that_is_left_out_can_not_be_the_first(first: str, said: str) -> None:
    faults = Faults("programme.toml")
    table = f'[[exercises]]\nexercise = "bird_dog"\nrounds_left = 0\nfirst = "{first}"\n'
    programme_in(SMALL + table, faults, CONTENT)
    assert [said in str(one) for one in faults.found] == ([True] if said else [])


@pytest.mark.parametrize(
    "more",
    [
        '[[sessions]]\nroutine = "morning"\ndays = "every day"\n',
        '[[exercises]]\nexercise = "cat_cow"\n[[exercises]]\nexercise = "cat_cow"\n',
    ],
)
def test_duplicate_items_are_refused(more: str) -> None:
    with pytest.raises(ContentError, match="stands there twice"):
        read(SMALL + more)


def ill_timed(text: str, today: date) -> list[str]:
    faults = Faults("p.toml")
    refuse_ill_timed(programme_in(text, faults, CONTENT), today, faults)
    return [one.located for one in faults.located()]


def test_a_programme_that_is_over_cannot_be_taken() -> None:
    (said,) = ill_timed(SMALL, date(2026, 4, 13))
    assert said == "p.toml: line 5: valid_until: it ended on 2026-04-12. Ask whoever wrote it for a new one"


def test_due_days_that_never_come_are_named() -> None:
    text = SMALL.replace('"every day"', '["sun"]').replace("2026-04-12", "2026-03-06")
    (said,) = ill_timed(text, TODAY)
    assert said.startswith('p.toml: line 8: sessions[0].days: "Morning" (Sun) never comes before its end, 2026-03-06')


def test_a_programme_that_can_be_taken_has_no_fault() -> None:
    assert ill_timed(WHOLE, TODAY) == []


@pytest.mark.parametrize(
    "names",
    [
        ("Утро", "Вечер"),
        ("朝", "夜"),
        ("Strength for the hip and the back, one", "Strength for the hip and the back, two"),
    ],
)
def test_sessions_whose_names_give_the_same_id_stay_apart(names: tuple[str, str]) -> None:
    session = '[[sessions]]\nname = "{}"\nexercises = ["cat_cow"]\ndays = "every day"\n'
    found = read(SMALL + "".join(session.format(name) for name in names))
    assert [one.routine.name for one in found.sessions[1:]] == list(names)
    ids = [one.routine.id for one in found.sessions]
    assert len(set(ids)) == 3
    assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,39}", one) for one in ids)
    assert set(ids[1:]) <= set(with_programme(CONTENT, found).routines)


def test_a_session_with_the_name_of_another_is_refused() -> None:
    session = '[[sessions]]\nname = "Вечер"\nexercises = ["cat_cow"]\ndays = "every day"\n'
    with pytest.raises(ContentError, match="stands there twice"):
        read(SMALL + session + session)


def test_titles_in_another_script_have_ids_of_their_own() -> None:
    one, other, latin = (read(SMALL.replace("Small", title)).id for title in ("Неделя 1", "Месяц 1", "Weeks 1 to 6"))
    assert one != other
    assert re.fullmatch(r"[a-z][a-z0-9_]{0,39}", one)
    assert latin == "weeks_1_to_6"


@each(
    "line, said",
    [
        ("title = “Weeks”", 'line 1: it has curly quotes. Use straight ones: "'),
        (
            "written = 27.11.2026",
            "line 1: it has a date that begins with the day or month. Write the date as 2026-11-27",
        ),
        ("written = 11/27/2026", "Write the date as year-month-day, such as 2026-12-31"),
        ("title = Weeks", "line 1: it is not TOML: Invalid value"),
    ],
)
def test_a_slip_of_a_text_editor_is_named(line: str, said: str) -> None:
    with pytest.raises(ContentError) as error:
        read(f"{line}\n{SMALL}")
    assert said in str(error.value)


def test_a_file_without_sessions_has_one_fault_that_says_what_to_write() -> None:
    faults = Faults("p.toml")
    programme_in(SMALL.partition("[[sessions]]")[0], faults, CONTENT)
    assert [str(one) for one in faults.found] == [
        "p.toml: sessions: it is missing. Write a line [[sessions]], and below it days = ..."
    ]


def test_a_misspelt_key_is_one_fault() -> None:
    """The last day that isn't known isn't compared with the day of writing."""
    faults = Faults("p.toml")
    programme_in(SMALL.replace("valid_until", "until"), faults, CONTENT)
    assert [str(one) for one in faults.found] == ['p.toml: until: there is no such key. Did you mean "valid_until"?']


@each("seconds, said", [(299, "it is 299. 300 is the least"), (1801, "it is 1801. 1800 is the most"), (600, "")])
def test_a_walk_has_its_own_range(seconds: int, said: str) -> None:
    faults = Faults("p.toml")
    text = f'{SMALL}[[exercises]]\nexercise = "walk"\nseconds = {seconds}\n'
    found = programme_in(text, faults, load(extras={"walk"}))
    assert " ".join(str(one) for one in faults.found).endswith(said)
    assert bool(faults) is bool(said)
    assert said or found.exercises["walk"].words() == "1 × 10 min"


def test_a_session_of_an_exercise_that_is_off_says_how_to_switch_it_on() -> None:
    with pytest.raises(ContentError, match="l5tui exercises on walk"):
        read(SMALL.replace('"morning"', '"walk"'))


@pytest.mark.parametrize(
    ("name", "made"),
    [("Weeks 1 to 6", "weeks_1_to_6"), ("6 weeks", "programme_6_weeks"), ("Ü", "programme"), ("a" * 60, "a" * 40)],
)
def test_the_id_is_made_from_the_name(name: str, made: str) -> None:
    assert identifier(name) == made


def test_routines_of_a_programme_can_be_started_like_any_other() -> None:
    content = with_programme(CONTENT, read(WHOLE))
    assert content.startable("programme_strength") is not None
    assert content.find("strength").id == "programme_strength"
    assert with_programme(CONTENT, None) is CONTENT


# The one in force


def taken(folder: Path, text: str = SMALL, content: Content = CONTENT) -> Any:
    faults = Faults("p.toml")
    found = replace(programme_in(text, faults, content), version=1)
    assert not faults
    folder.mkdir(exist_ok=True)
    kept_file(folder, found.id, 1).write_text(text, encoding="utf-8")
    header = EntryHeader("t1", "2026-03-03T08:00:00+01:00", None, "0")
    return new_taken(header, found, digest_of(text), None)


def test_an_ended_programme_keeps_what_it_planned_while_its_text_can_be_read(tmp_path: Path) -> None:
    first = taken(tmp_path)
    ended = new_end(EntryHeader("e", "2026-03-10T08:00:00+01:00", None, "0"), first)
    [found] = Programmes(CONTENT, tmp_path).followed([first, ended])
    assert (found.since, found.until, found.readable) == (date(2026, 3, 3), date(2026, 3, 9), True)
    assert [one.routine.id for one in found.programme.sessions] == ["morning"]
    kept_file(tmp_path, "small", 1).unlink()
    [found] = Programmes(CONTENT, tmp_path).followed([first, ended])
    assert (found.programme.title, found.programme.sessions, found.readable) == ("Small", (), False)


def test_the_saved_file_is_in_force(tmp_path: Path) -> None:
    found = Programmes(CONTENT, tmp_path).in_force([taken(tmp_path)], TODAY)
    assert found.programme is not None
    assert found.programme.name == {"id": "small", "version": 1}
    assert found.problem == ""


def test_after_its_last_day_no_programme_is_in_force(tmp_path: Path) -> None:
    found = Programmes(CONTENT, tmp_path).in_force([taken(tmp_path)], date(2026, 4, 13))
    assert found.programme is None
    assert found.taken is not None


LIMITS = "[stop]\npain = 3\nbefore = 4\n"


def only_limits(found: InForce) -> bool:
    """Whether nothing but the limits that were consented to holds."""
    kept = found.programme
    assert kept is not None
    assert (kept.limits, kept.until) == (Limits(3, 4), date(2026, 4, 12))
    assert (kept.name, kept.by) == ({"id": "small", "version": 1}, "Anna")
    return found.problem == ONLY_LIMITS and not kept.sessions and not kept.exercises


def test_of_a_saved_file_that_was_changed_only_the_limits_hold(tmp_path: Path) -> None:
    entry = taken(tmp_path, SMALL + LIMITS)
    path = kept_file(tmp_path, "small", 1)
    path.write_text(SMALL.replace("every day", "twice a day"), encoding="utf-8")
    found = Programmes(CONTENT, tmp_path).in_force([entry], TODAY)
    assert only_limits(found)
    assert found.why == f"{path} was changed since it was taken"


def test_of_a_missing_saved_file_only_the_limits_hold(tmp_path: Path) -> None:
    entry: Any = taken(tmp_path, SMALL + LIMITS)
    kept_file(tmp_path, "small", 1).unlink()
    found = Programmes(CONTENT, tmp_path).in_force([entry], TODAY)
    assert only_limits(found)
    assert "no such file" in found.why
    assert Programmes(CONTENT, tmp_path).in_force([entry], date(2026, 4, 13)).programme is None
    odd: Any = {**entry, "to": {**entry["to"], "id": "../../etc/passwd"}}
    assert "isn't known" in Programmes(CONTENT, tmp_path).in_force([odd], TODAY).why


@pytest.mark.parametrize("stop", [None, {"pain": 9, "before": 99}, {"pain": "x", "before": True}])
def test_limits_in_a_decision_never_loosen_the_apps_own(tmp_path: Path, stop: Any) -> None:
    entry: Any = taken(tmp_path)
    kept_file(tmp_path, "small", 1).unlink()
    entry["to"]["stop"] = stop
    found = Programmes(CONTENT, tmp_path).in_force([entry], TODAY)
    assert found.programme is not None
    assert found.programme.limits == Limits()


def test_only_what_was_switched_off_drops_out_of_a_saved_file_and_comes_back(tmp_path: Path) -> None:
    with_walk = load(extras=["walk"])
    text = f"""{SMALL}{LIMITS}
[[sessions]]
routine = "walk"
days = "every day"
[[sessions]]
name = "Out"
exercises = ["walk"]
days = "every day"
[[sessions]]
name = "Both"
exercises = ["walk", "glute_bridge"]
days = "every day"
[[exercises]]
exercise = "walk"
reps = 1
[[exercises]]
exercise = "glute_bridge"
reps = 4
"""
    entry = taken(tmp_path, text, with_walk)
    found = Programmes(load(), tmp_path).in_force([entry], TODAY)
    assert found.programme is not None
    assert found.programme.limits == Limits(3, 4)
    assert [one.routine.id for one in found.programme.sessions][1:] == ["programme_both"]
    assert [step.exercise.id for step in found.programme.sessions[1].routine.steps] == ["glute_bridge"]
    assert set(found.programme.exercises) == {"glute_bridge"}
    assert found.problem == "Your programme lacks an exercise: l5tui exercises on walk"
    whole = Programmes(with_walk, tmp_path).in_force([entry], TODAY)
    assert whole.programme is not None
    assert (len(whole.programme.sessions), whole.problem) == (4, "")


@pytest.mark.parametrize("said", [ONLY_LIMITS, LACKS, *(f"{LACKS_EXERCISE} {switch_on(one)}" for one in extras())])
def test_what_is_said_of_a_programme_that_is_not_whole_fits_a_line(said: str) -> None:
    assert len(f"l5tui: {said}") <= 80


# Laws

EXERCISES: Final = sorted(CONTENT.exercises)
names: Final = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=40)


@st.composite
def tables(draw: st.DrawFn) -> dict[str, Any]:
    """What a correct file may hold."""
    days = st.one_of(st.sampled_from(sorted(RHYTHMS)), st.lists(st.sampled_from(DAYS), min_size=1, unique=True))
    some = st.lists(st.sampled_from(EXERCISES), min_size=1, max_size=4)
    routines = draw(st.lists(st.sampled_from(sorted(CONTENT.routines)), min_size=1, max_size=4, unique=True))
    sessions: list[dict[str, Any]] = [{"routine": one, "days": draw(days)} for one in routines]
    if draw(st.booleans()):
        sessions.append({"name": "Of its own", "exercises": draw(some), "days": draw(days)})
    prescribed = []
    for one in draw(st.lists(st.sampled_from(EXERCISES), max_size=4, unique=True)):
        table: dict[str, Any] = {"exercise": one, "why": draw(names | st.just("")), "easier": draw(st.booleans())}
        if draw(st.booleans()):
            table["reps"] = draw(st.integers(1, 10))
        if draw(st.booleans()) and CONTENT.exercises[one].phase("hold"):
            table["seconds"] = draw(st.integers(1, 60))
        prescribed.append(table)
    written = draw(st.dates(date(2026, 1, 1), date(2026, 6, 1)))
    return {
        "title": draw(names),
        "by": draw(names),
        "written": written,
        "valid_until": draw(st.dates(written, date(2027, 6, 1))),
        "stop": {"pain": draw(st.integers(1, 6)), "before": draw(st.integers(1, 8))},
        "sessions": sessions,
        "exercises": prescribed,
    }


@given(tables())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_written_programme_is_read_back_unchanged(table: dict[str, Any]) -> None:
    found = read(tomlkit.dumps(table))
    assert (found.title, found.by) == (" ".join(table["title"].split()), " ".join(table["by"].split()))
    assert (found.written, found.until) == (table["written"], table["valid_until"])
    assert (found.limits.stop_from, found.limits.none_from) == (table["stop"]["pain"], table["stop"]["before"])
    assert len(found.sessions) == len(table["sessions"])
    for session, given_as in zip(found.sessions, table["sessions"], strict=True):
        days = given_as["days"]
        wanted = RHYTHMS[days] if isinstance(days, str) else Rhythm(frozenset(DAYS.index(day) for day in days))
        assert session.rhythm == wanted
    for one in table["exercises"]:
        its = found.exercises[one["exercise"]]
        assert (its.overrides.get("reps"), its.overrides.get("hold")) == (one.get("reps"), one.get("seconds"))
        assert its.easier is one["easier"]
    assert read(tomlkit.dumps(table)) == found


def mutated(draw: st.DrawFn) -> str:
    text = WHOLE
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        to = min(len(text), at + draw(st.integers(0, 12)))
        junk = st.sampled_from(
            ["", "0", "-1", "[", "]]", '"', "\n", "= ", "\u202e", "\\u001b", "9" * 30, "[[", "a.b.c"]
        )
        text = text[:at] + draw(junk | st.text(max_size=6)) + text[to:]
    return text


def reads_or_says_why(text: str) -> None:
    try:
        read(text)
    except ContentError as error:
        said = str(error)
        assert said.startswith("programme.toml: ")
        assert said.isprintable()


@given(st.composite(mutated)())
@settings(max_examples=200, deadline=None)
def test_a_mutated_file_is_read_or_refused_in_one_line(text: str) -> None:
    reads_or_says_why(text)


@pytest.mark.long
@given(st.composite(mutated)())
@settings(max_examples=2000, deadline=None)
def test_two_thousand_mutated_files_are_read_or_refused_in_one_line(text: str) -> None:
    reads_or_says_why(text)


def test_an_exercise_outside_the_article_has_to_be_switched_on_first() -> None:
    text = SMALL + '[[exercises]]\nexercise = "walk"\n'
    with pytest.raises(ContentError, match="l5tui exercises on walk"):
        read(text)
    faults = Faults("programme.toml")
    assert "walk" in programme_in(text, faults, load(extras={"walk"})).exercises
    assert not faults


def test_check_names_every_fault_of_a_programme_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "from_anna.toml"
    text = WHOLE.replace("pain = 4", "pain = 9").replace("reps = 8", "reps = 80").replace('"mon"', '"monday"')
    path.write_text(text, encoding="utf-8")
    said = [fault.located for fault in check([path])]
    assert [line.partition(": line ")[2].partition(". ")[0] for line in said] == [
        "10: stop.pain: 9 would loosen a limit",
        '20: sessions[1].days[0]: "monday" is not known',
        "24: exercises[0].reps: it is 80",
    ]


def test_check_finds_nothing_wrong_in_a_right_one(tmp_path: Path) -> None:
    path = tmp_path / "from_anna.toml"
    path.write_text(WHOLE, encoding="utf-8")
    assert check([path]) == []
    assert check([path], today=TODAY) == []


def test_check_says_of_a_programmes_days_what_taking_it_says(tmp_path: Path) -> None:
    path = tmp_path / "from_anna.toml"
    path.write_text(SMALL, encoding="utf-8")
    (said,) = check([path], today=date(2026, 4, 13))
    assert said.located.endswith("line 5: valid_until: it ended on 2026-04-12. Ask whoever wrote it for a new one")
