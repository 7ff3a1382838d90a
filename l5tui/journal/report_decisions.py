"""What the person decided about reports: that one was made, and which notes go into it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from msgspec.structs import replace

from l5tui.domain.entry import DecisionEntry, Entry
from l5tui.domain.entry_reading import Body, listed, table, text
from l5tui.domain.entry_times import instant, local_date, moment_of, parse_day, text_of
from l5tui.domain.new_entry import EntryHeader, new_decision

REPORT: Final = "report"
"""What a decision is about that says that a report was made; `to` has the period."""
NOTE: Final = "report note"
"""What a decision is about that says whether the note of an entry goes into reports; `to` has the entry's uid."""


def last_report(entries: Iterable[Entry], before: date = date.max) -> date | None:
    """The last day that a report went up to; None if there was none.

    Args:
        entries: the journal's.
        before: only reports count that were made before this day.
    """
    made = [
        min(day, on)
        for entry in _decisions(entries, REPORT)
        if (day := parse_day(table(entry, "to").get("until"))) is not None
        and (on := local_date(entry.get("started"))) is not None
        and on < before
    ]
    return max(made, default=None)


def default_since(entries: Iterable[Entry], today: date) -> date:
    """The first day of a report that doesn't name one: the last day of the last report, else that of the first entry.

    Reports that were made today don't count, so that a second one, such as in another form, is of the same days.
    """
    every = list(entries)
    if (last := last_report(every, today)) is not None:
        return last
    dated = (local_date(entry.get("started")) for entry in listed(every))
    return min((day for day in dated if day is not None and day <= today), default=today)


def new_report_made(header: EntryHeader, since: date, until: date) -> DecisionEntry:
    """The decision that a report was made, from which the next one begins."""
    to = {"since": since.isoformat(), "until": until.isoformat()}
    return new_decision(header, REPORT, to, why="a report was made")


def new_note_choice(header: EntryHeader, uid: str, *, shown: bool, entries: Iterable[Entry] = ()) -> DecisionEntry:
    """The decision whether the note of an entry goes into reports.

    Args:
        header: when it was decided.
        uid: the entry's.
        shown: whether it goes into them.
        entries: the journal's; it becomes a second later than the last decision there about this note, because a merge
            keeps no order of those of the same second.
    """
    made = [
        at
        for entry in _decisions(entries, NOTE)
        if table(entry, "to").get("entry") == uid and (at := moment_of(entry.get("started"))) is not None
    ]
    at, last = moment_of(header.at), max(made, default=None)
    if at is not None and last is not None and at <= last:
        header = replace(header, at=text_of((last + timedelta(seconds=1)).astimezone(at.tzinfo)))
    return new_decision(header, NOTE, {"entry": uid, "shown": shown}, why="chosen by the person")


def notes_shown(entries: Iterable[Entry]) -> frozenset[str]:
    """The uids of the entries whose notes go into reports; none, unless the person said so.

    Args:
        entries: the journal's, in any order; of two decisions of the same second the one to leave it out counts.
    """
    said: dict[str, bool] = {}
    decided = [(instant(body.get("started")), table(body, "to")) for body in _decisions(entries, NOTE)]
    for _, to in sorted(decided, key=lambda one: (one[0], one[1].get("shown") is not True)):
        said[text(to, "entry")] = to.get("shown") is True
    return frozenset(uid for uid, shown in said.items() if shown)


def _decisions(entries: Iterable[Entry], about: str) -> list[Body]:
    return [
        entry
        for entry in entries
        if entry.get("kind") == "decision" and entry.get("about") == about and not entry.get("deleted")
    ]
