"""The report for a health professional (clinical data, section h): what it says, in that order.

It is computed from the entries of a period; its three forms are in `report_formats`. A long period never makes it
longer than a page: lists show the newest, and how many more there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Final

from msgspec import Struct

from l5tui import __version__
from l5tui.config.output import printable, shortened
from l5tui.domain.entry import Entry
from l5tui.domain.pain_zones import DURING, NEXT_MORNING, QUESTION, WHERE
from l5tui.domain.programme import Programme
from l5tui.journal import report_sessions, report_signs, report_symptoms
from l5tui.journal.report_facts import Facts
from l5tui.journal.trends import Day
from l5tui.library import Content

TITLE: Final = "Back exercises and pain: a report"
SELF_REPORTED: Final = "Self-reported, made by the person with l5tui; not checked, not a medical record."
FOOTNOTE: Final = (
    "People mostly start when pain is high, so scores often fall on their own. This report cannot show why."
)
LONGEST_NAME: Final = 80
NOT_REVIEWED: Final = "No clinician has reviewed this app."


class Section(Struct, frozen=True):
    """A heading and its lines."""

    heading: str
    lines: tuple[str, ...]


class Report(Struct, frozen=True):
    """A report, ready for one of its forms."""

    since: date
    until: date
    about: tuple[str, ...]
    sections: tuple[Section, ...]
    days: tuple[Day, ...]
    """For the chart."""


def make_report(
    entries: Iterable[Entry],
    since: date,
    until: date,
    now: datetime,
    content: Content,
    *,
    programme: Programme | None = None,
    name: str = "",
    demo: bool = False,
) -> Report:
    """The report of a period.

    Args:
        entries: all entries; what is in force now needs those before the period, too.
        since: the first day.
        until: the last day.
        now: the current time.
        content: the exercises and the safety questions.
        programme: the one in force.
        name: the person's, if it is to stand there.
        demo: sessions at any speed count.
    """
    every = [entry for entry in entries if not entry.get("deleted") or entry.get("kind") == "safety"]
    facts = Facts(every, since, until, now, content, programme, demo=demo)
    length = (until - since).days + 1
    about = [
        f"{_long_day(since)} to {_long_day(until)} ({length} days)" if length > 1 else _long_day(since),
        *([f"Name: {shortened(printable(name), LONGEST_NAME)}"] if name else []),
        SELF_REPORTED,
    ]
    found = (
        Section("Emergency and urgent answers", tuple(report_signs.grave_answers(facts))),
        Section("New tingling, numbness, weakness, or further down the leg", tuple(report_signs.events(facts))),
        Section("Pain before sessions, and noted without one (0 to 10)", tuple(report_symptoms.scores(facts))),
        Section("Furthest place from the spine", tuple(report_symptoms.places(facts))),
        Section("My activities, and questionnaires", tuple(report_symptoms.activities(facts))),
        Section("Sessions", tuple(report_sessions.sessions_done(facts))),
        Section("Doses, grades and stops", tuple(report_sessions.doses(facts))),
        Section("After sessions", tuple(report_sessions.afterwards(facts))),
        Section("Own notes, chosen by the person", tuple(report_symptoms.notes(facts))),
        Section("How it was asked", tuple(_asked())),
    )
    return Report(since, until, tuple(about), tuple(one for one in found if one.lines), tuple(facts.days))


def _asked() -> Iterator[str]:
    """Section h, 11."""
    ends = "0 is no pain, 10 is the worst pain imaginable; may be left out"
    yield f'"{QUESTION}" before and after, whole numbers: {ends}.'
    yield f'"{DURING}" "{WHERE}" "{NEXT_MORNING} better, about the same, or worse?"'
    yield "One point up or down is about the same; two or more is lower or higher. A score left out never counts as 0."
    yield "GREEN, AMBER and RED are the app's own grades for its doses, by scores, stops and the next morning."
    yield f"{FOOTNOTE} l5tui {__version__}. {NOT_REVIEWED}"


def _long_day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
