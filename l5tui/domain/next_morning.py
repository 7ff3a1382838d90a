"""The question how the back was the morning after a session: which session it is about, and when it is asked.

It is asked at every check-in from 6 to 48 hours after a session's end until it is answered (clinical data, d1). A later
session before the answer closes it, because its effect can't be told from that of the earlier one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from l5tui.domain.entry import Entry, NextDay, SessionEntry
from l5tui.domain.entry_reading import Body, practised
from l5tui.domain.entry_times import moment_of

FROM_S: Final = 6 * 3600
"""Seconds after a session's end from which it is asked (clinical data, d1)."""
UNTIL_S: Final = 48 * 3600
"""Seconds after a session's end until which it is asked (clinical data, d1)."""
ANSWERS: Final[tuple[NextDay, ...]] = ("better", "same", "worse")


def asked_about(entries: Iterable[Entry], now: datetime, *, demo: bool = False) -> SessionEntry | None:
    """The session whose next morning is asked about now, or None.

    Args:
        entries: the journal's entries.
        now: the current time.
        demo: the journal is made up, so sessions at any speed count.
    """
    newest: SessionEntry | None = None
    began: datetime | None = None
    for entry in entries:
        started = moment_of(entry.get("started"))
        if entry["kind"] != "session" or started is None or not practised(entry, demo=demo):
            continue
        if began is None or started > began:
            newest, began = entry, started
    if newest is None or newest.get("next_day") is not None:
        return None
    passed = _passed_s(newest, now)
    return newest if passed is not None and FROM_S <= passed < UNTIL_S else None


def is_to_come(newest: Body, now: datetime) -> bool:
    """Whether it is too early to ask about the newest session, which isn't answered."""
    passed = _passed_s(newest, now)
    return newest.get("next_day") not in ANSWERS and passed is not None and passed < FROM_S


def _passed_s(session: Body, now: datetime) -> float | None:
    """Seconds since its end; None where that isn't known."""
    ended = moment_of(session.get("ended"))
    return (now - ended).total_seconds() if ended is not None else None
