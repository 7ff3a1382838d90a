"""A journal of safety entries as a person's answers create them, at times that the test sets."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta, timezone
from itertools import count
from pathlib import Path
from typing import Any

from l5tui.config.clock import new_header, now
from l5tui.domain.entry import Entry, LogEntry, SafetyEntry, SessionEntry, Stop
from l5tui.domain.new_entry import EntryHeader
from l5tui.domain.safety.entries import (
    PROFESSIONAL,
    new_clearing,
    new_follow_up,
    new_full_check,
    new_shown,
    new_something_new,
    new_stop,
    new_yes,
)
from l5tui.domain.safety.fold import safety_state
from l5tui.domain.safety.full_check import FullCheck
from l5tui.domain.safety.gate import Gate, Need, gate
from l5tui.domain.safety.questions import Answer, Safety
from l5tui.domain.safety.state import Due, SafetyState
from l5tui.journal.store import Journal
from l5tui.library import load
from tests import factories

CONTENT = load()
assert CONTENT.safety is not None
SAFETY: Safety = CONTENT.safety
EXERCISES = tuple(CONTENT.exercises)
P, K, C, T, B, G, M = EXERCISES
NOW = datetime(2026, 11, 22, 18, 40, tzinfo=timezone(timedelta(hours=1)))


def full_check_all_no() -> SafetyEntry:
    """A full check with every answer no, from the present time: what a session needs to begin."""
    return new_full_check(new_header(now()), SAFETY, {}, over=())


def put_full_check_all_no(journal: Journal) -> Journal:
    """Save a full check with every answer no into the journal, and return the journal."""
    journal.put(full_check_all_no())
    return journal


def put_full_check_all_no_at(home: Path) -> None:
    """Save a full check with every answer no into the journal of a home folder."""
    put_full_check_all_no(Journal(home / ".local/share/l5tui/journal.json"))


class SafetyJournal:
    """A person's journal and clock; each method adds the entries that the app would write."""

    def __init__(self, at: datetime = NOW, *, safety: Safety = SAFETY) -> None:
        self.at = at
        self.safety = safety
        self.entries: list[Entry] = []
        self._uids = count(1)

    def pass_(self, **spent: float) -> SafetyJournal:
        """Let time pass, or go back: days, hours, minutes, seconds."""
        self.at += timedelta(**spent)
        return self

    def header(self) -> EntryHeader:
        uid = f"{next(self._uids):032x}"
        return EntryHeader(uid, self.at.isoformat(timespec="seconds"), "Europe/Zurich", "0.1.0")

    def headers(self) -> Iterator[EntryHeader]:
        while True:
            yield self.header()

    @property
    def state(self) -> SafetyState:
        return safety_state(self.safety, self.entries, self.at, exercises=EXERCISES)

    def gate(self, **answered: bool) -> Gate:
        return gate(self.safety, self.entries, self.at, exercises=EXERCISES, **answered)

    def need(self) -> Need | None:
        """What the gate asks for first at a start."""
        return self.gate().need

    def due(self) -> tuple[Due, ...]:
        """Why the full check is due."""
        return self.state.due

    def keep(self, *entries: Entry) -> Entry:
        self.entries += entries
        return entries[-1]

    def check(
        self,
        *yes: str,
        unsure: Iterable[str] = (),
        kept: Collection[str] = (),
        begun: FullCheck | None = None,
    ) -> FullCheck:
        """Answer a full check from its first page to its end."""
        check = begun or self.begin()
        marks: Mapping[str, Answer] = {**dict.fromkeys(yes, Answer.YES), **dict.fromkeys(unsure, Answer.NOT_SURE)}
        while check.page is not None:
            ids = [question.id for question in check.questions]
            marked = {one: answer for one, answer in marks.items() if one in ids}
            self.entries += check.answer(marked, [one for one in kept if one in ids])
        return check

    def begin(self) -> FullCheck:
        return FullCheck(self.safety, self.state, self.header)

    def say(self, question: str, answer: Answer = Answer.YES) -> Entry:
        """Add a yes that was given outside a check."""
        return self.keep(new_yes(self.header(), question, answer, occasion="session"))

    def stop(self, rule: Stop, session: str | None = None) -> Entry:
        return self.keep(new_stop(self.header(), rule, session))

    def clear(self, about: str, on: date | None = None, by: str = PROFESSIONAL) -> Entry:
        """Add a dated clearance, of today if no date is given."""
        state = self.state
        uids = [
            uid
            for found in (
                *(one.uids for one in state.positive_answers if one.question.id == about),
                *(stop.uids for stop in state.stops if stop.rule == about),
            )
            for uid in found
        ]
        return self.keep(new_clearing(self.header(), about, on or self.at.date(), by, uids))

    def shown(self) -> Entry:
        assert self.state.follow_up is not None
        return self.keep(new_shown(self.header(), self.state.follow_up.uids))

    def follow_up(self, answer: Answer) -> Entry:
        assert self.state.follow_up is not None
        return self.keep(new_follow_up(self.header(), answer, self.state.follow_up.uids))

    def something_new(self) -> Entry:
        return self.keep(new_something_new(self.header()))

    def session(self, *, seconds: float = 60.0, **fields: Any) -> SessionEntry:
        """Add a session that starts now."""
        header = self.header()
        steps = [factories.step("bridge", seconds=seconds)] if seconds else []
        entry = factories.session(header.uid, started=header.at, **{"steps": steps, **fields})
        self.keep(entry)
        return entry

    def log(self, **fields: Any) -> LogEntry:
        header = self.header()
        entry = factories.log(header.uid, started=header.at, **fields)
        self.keep(entry)
        return entry
