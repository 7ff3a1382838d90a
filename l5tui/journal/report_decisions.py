"""What the person decided about reports: that one was made, and which notes go into it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from l5tui.domain.entry import DecisionEntry, Entry
from l5tui.domain.entry_reading import Body, table, text
from l5tui.domain.entry_times import instant, local_date, parse_day
from l5tui.domain.new_entry import EntryHeader, new_decision

REPORT: Final = "report"
"""What a decision is about that says that a report was made; `to` has the period."""
NOTE: Final = "report note"
"""What a decision is about that says whether the note of an entry goes into reports; `to` has the entry's uid."""


def last_report(entries: Iterable[Entry]) -> date | None:
    """The day up to which the newest report went; None if there was none."""
    made = [
        (instant(entry.get("started")), day)
        for entry in _decisions(entries, REPORT)
        if (day := parse_day(table(entry, "to").get("until"))) is not None
    ]
    return max(made)[1] if made else None


def default_since(entries: Iterable[Entry], today: date) -> date:
    """The first day of a report that doesn't name one: that of the last report, else that of the first entry."""
    every = list(entries)
    if (last := last_report(every)) is not None and last <= today:
        return last
    dated = (local_date(entry.get("started")) for entry in every if entry.get("kind") in ("session", "log"))
    return min((day for day in dated if day is not None and day <= today), default=today)


def new_report_made(header: EntryHeader, since: date, until: date) -> DecisionEntry:
    """The decision that a report was made, from which the next one begins."""
    to = {"since": since.isoformat(), "until": until.isoformat()}
    return new_decision(header, REPORT, to, why="a report was made")


def new_note_choice(header: EntryHeader, uid: str, *, shown: bool) -> DecisionEntry:
    """The decision whether the note of an entry goes into reports."""
    return new_decision(header, NOTE, {"entry": uid, "shown": shown}, why="chosen by the person")


def notes_shown(entries: Iterable[Entry]) -> frozenset[str]:
    """The uids of the entries whose notes go into reports; none, unless the person said so.

    Args:
        entries: the journal's, newest first, the last written first where the times are the same.
    """
    said: dict[str, bool] = {}
    oldest_first = _decisions(entries, NOTE)[::-1]
    for body in sorted(oldest_first, key=lambda one: instant(one.get("started"))):
        said[text(table(body, "to"), "entry")] = table(body, "to").get("shown") is True
    return frozenset(uid for uid, shown in said.items() if shown)


def _decisions(entries: Iterable[Entry], about: str) -> list[Body]:
    return [
        entry
        for entry in entries
        if entry.get("kind") == "decision" and entry.get("about") == about and not entry.get("deleted")
    ]
