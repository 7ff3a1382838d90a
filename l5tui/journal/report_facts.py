"""The entries of a report's period, and how its lines are worded: used by every section (clinical data, section h)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final

from l5tui.config.output import printable, shortened
from l5tui.domain.entry import Entry
from l5tui.domain.entry_reading import Body, practised
from l5tui.domain.entry_times import instant, local_date
from l5tui.domain.programme import Programme
from l5tui.domain.progression.levels import DoseHistory, dose_history
from l5tui.domain.safety.fold import safety_state
from l5tui.domain.safety.questions import Safety
from l5tui.domain.safety.state import SafetyState
from l5tui.domain.time_words import MONTHS
from l5tui.journal.trends import Day, days
from l5tui.library import Content

EVENTS: Final = 4
"""The most events, stops, changes and notes that are listed, the newest of each."""
MOST: Final = 8
"""The most exercises, activities or kinds of care that are named."""
NAME: Final = 30
"""The most characters of a name that a person gave."""


class Facts:
    """What the entries of the period are, and what holds by all of them.

    Args:
        entries: all of the journal's, newest first.
        since: the first day.
        until: the last day.
        now: the current time.
        content: the exercises and the safety questions.
        programme: the one in force.
        demo: sessions at any speed count.
    """

    def __init__(
        self,
        entries: list[Entry],
        since: date,
        until: date,
        now: datetime,
        content: Content,
        programme: Programme | None,
        *,
        demo: bool,
    ) -> None:
        self.entries, self.since, self.until, self.content, self.demo = entries, since, until, content, demo
        self.programme, self.now = programme, now
        self.safety: Safety | None = content.safety
        names = list(content.exercises)
        self.state: SafetyState | None = (
            safety_state(self.safety, entries, now, exercises=names, demo=demo) if self.safety else None
        )
        self.history: DoseHistory = dose_history(
            entries, content.exercises.values(), now, demo=demo, programme=programme
        )
        self.days: list[Day] = days(entries, since, until, demo=demo)
        within = [(day, entry) for entry in entries[::-1] if (day := self._date(entry)) is not None]
        self.within: list[tuple[date, Body]] = sorted(within, key=lambda pair: instant(pair[1].get("started")))
        self.sessions = [(day, body) for day, body in self.within if practised(body, demo=demo)]

    def _date(self, body: Body | Entry) -> date | None:
        day = local_date(body.get("started"))
        return day if day is not None and self.since <= day <= self.until else None

    def day_words(self, day: date) -> str:
        """`22 Nov`, with the year if it isn't that of the report's end."""
        year = f" {day.year}" if day.year != self.until.year else ""
        return f"{day.day} {MONTHS[day.month - 1]}{year}"


def newest_of(lines: list[str], most: int) -> list[str]:
    """The newest of the lines, which are oldest first, and how many more there are."""
    more = len(lines) - most
    return [*([f"{more} earlier"] if more > 0 else []), *lines[-most:]]


def counts(found: Mapping[str, int], minutes: Mapping[str, float] | None = None) -> str:
    """`massage 3, walking 2 (50 min)`, the most frequent first."""
    often = sorted(found.items(), key=lambda one: (-one[1], one[0]))[:MOST]
    length = {name: f" ({total:g} min)" for name, total in (minutes or {}).items()}
    more = f", {len(found) - MOST} more" if len(found) > MOST else ""
    return ", ".join(f"{short(name)} {count}{length.get(name, '')}" for name, count in often) + more


def many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def joined(words: Iterable[str]) -> str:
    return ", ".join(words)


def median_words(value: float, *, sign: bool = False) -> str:
    words = f"{value:+g}" if sign else f"{value:g}"
    return "0" if value == 0 else words


def short(typed: str, most: int = NAME) -> str:
    """What a person typed, on one line and no longer than that."""
    return shortened(printable(" ".join(typed.split())), most)
