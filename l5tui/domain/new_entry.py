"""Constructors of new journal entries.

Pure: the caller passes the header (uid, time, zone, version), so the command line, the app and the tests make the same
entries.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Final, cast

from msgspec import Struct

from l5tui.domain.entry import (
    SCHEMA,
    ActivityEntry,
    Asked,
    Base,
    CareEntry,
    Clearing,
    DecisionEntry,
    FormEntry,
    Kinds,
    LogEntry,
    Occasion,
    ProgrammeName,
    RoutineName,
    SafetyAnswer,
    SafetyEntry,
    Score,
    SessionEntry,
    Stop,
    WeekEntry,
    no_score,
)

_NOTHING: Final = object()


class EntryHeader(Struct, frozen=True):
    """The fields that every new entry begins with."""

    uid: str
    at: str
    """ISO 8601 with its offset, to the second."""
    tz: str | None
    """The IANA zone the person is in, None if unknown."""
    app: str


def new_session(
    header: EntryHeader,
    routine: RoutineName,
    before: Score,
    *,
    speed: float = 1.0,
    programme: ProgrammeName | None = None,
) -> SessionEntry:
    """A session right after its check-in: nothing done, and `interrupted` unless a later version replaces it."""
    return {
        **_base(header),
        "kind": "session",
        "programme": deepcopy(programme),
        "answer": None,
        "clock_step_s": 0.0,
        "status": "interrupted",
        "stop": None,
        "active_s": 0.0,
        "paused_s": 0.0,
        "speed": speed,
        "routine": {"id": routine["id"], "name": routine["name"]},
        "before": deepcopy(before),
        "after": no_score(),
        "worst": None,
        "next_day": None,
        "note": "",
        "steps": [],
    }


def new_log(
    header: EntryHeader,
    pain: int | None,
    *,
    left: int | None = None,
    right: int | None = None,
    kinds: Kinds | None = None,
    note: str = "",
) -> LogEntry:
    """A pain score without a session."""
    return {
        **_base(header),
        "kind": "log",
        "pain": pain,
        "left": left,
        "right": right,
        "kinds": deepcopy(kinds) if kinds else {"left": [], "right": []},
        "note": note,
    }


def new_care(header: EntryHeader, what: str, *, minutes: int | None = None, note: str = "") -> CareEntry:
    """Other care, such as a massage or a walk."""
    return {**_base(header), "kind": "care", "what": what, "minutes": minutes, "note": note}


def new_activity(header: EntryHeader, name: str, score: int | None) -> ActivityEntry:
    """How hard an activity of the person's own is; None if the score was left out."""
    return {**_base(header), "kind": "activity", "name": name, "score": score}


def new_week(header: EntryHeader, pain: int | None) -> WeekEntry:
    """The average pain of the last seven days; None if it was left out."""
    return {**_base(header), "kind": "week", "pain": pain}


def new_form(header: EntryHeader, name: str, ticks: Iterable[int]) -> FormEntry:
    """A questionnaire: the numbers of the statements that were ticked, counted from 1."""
    return {**_base(header), "kind": "form", "name": name, "ticks": sorted(set(ticks))}


def log_of(session: SessionEntry) -> LogEntry:
    """The log entry that replaces a discarded session: its score is kept, under the same uid."""
    before = session["before"]
    return {
        "uid": session["uid"],
        "schema": session["schema"],
        "kind": "log",
        "started": session["started"],
        "ended": None,
        "tz": session["tz"],
        "app": session["app"],
        "deleted": session["deleted"],
        "edits": session["edits"],
        "pain": before["pain"],
        "left": before["left"],
        "right": before["right"],
        "kinds": before["kinds"],
        "note": session["note"],
    }


def new_safety(
    header: EntryHeader,
    occasion: Occasion,
    *,
    answers: Mapping[str, SafetyAnswer] | None = None,
    questions: Asked | None = None,
    cleared: Mapping[str, Clearing] | None = None,
    stop: Stop | None = None,
    session: str | None = None,
    over: Iterable[str] = (),
) -> SafetyEntry:
    """A safety entry; the arguments are its fields."""
    return {
        **_base(header),
        "kind": "safety",
        "occasion": occasion,
        "questions": deepcopy(questions),
        "answers": dict(answers or {}),
        "cleared": deepcopy(dict(cleared or {})),
        "stop": stop,
        "session": session,
        "over": list(over),
    }


def new_decision(
    header: EntryHeader, about: str, to: object, *, was: object = _NOTHING, why: str = ""
) -> DecisionEntry:
    """A choice made outside a session; `was` is the earlier value, if there was one."""
    before = {} if was is _NOTHING else {"from": deepcopy(was)}
    entry = {**_base(header), "kind": "decision", "about": about, **before, "to": deepcopy(to), "why": why}
    return cast(DecisionEntry, entry)


def _base(header: EntryHeader) -> Base:
    return {
        "uid": header.uid,
        "schema": SCHEMA,
        "started": header.at,
        "ended": None,
        "tz": header.tz,
        "app": header.app,
        "deleted": None,
        "edits": [],
    }
