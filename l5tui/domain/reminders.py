"""Reminders: what is due now, and the calendar, timer and crontab line made from a programme's days.

l5tui runs nothing in the background. A calendar, a systemd timer or cron calls `l5tui remind now`, which says one line
or nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from msgspec import Struct

from l5tui.domain.entry import Entry
from l5tui.domain.entry_reading import practised
from l5tui.domain.entry_times import local_date
from l5tui.domain.programme import Programme, Rhythm
from l5tui.domain.programme_entries import done_on
from l5tui.domain.time_words import in_quiet

MORNING: Final = time(8)
EVENING: Final = time(18)
"""When a reminder comes, unless the person says otherwise; the second is for what is due twice a day."""
AFTERNOON: Final = time(14)
"""From here on the second of two sessions of a day is due."""
ALARM_MIN: Final = 15
"""Minutes that an event of the calendar lasts."""
MOST_OCTETS: Final = 75
"""The longest line of a calendar file, in bytes (RFC 5545, 3.1)."""
DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAILY: Final = "Exercises for the back"


class Slot(Struct, frozen=True):
    """One time of the day at which something is due, on some days."""

    name: str
    start: str
    """What `l5tui start` takes; empty where nothing in particular is due."""
    rhythm: Rhythm
    at: time
    since: date
    until: date | None


def slots_of(programme: Programme | None, times: Sequence[time], today: date) -> list[Slot]:
    """The times at which something is due; without a programme once every day.

    Args:
        programme: the one in force.
        times: when, the first for all, the second for what is due twice a day; none: the usual times.
        today: the first day that counts.
    """
    morning = times[0] if times else MORNING
    evening = times[1] if len(times) > 1 else EVENING
    if programme is None:
        return [Slot(DAILY, "", Rhythm(), at, today, None) for at in (times or (MORNING,))]
    found = [
        Slot(one.routine.name, one.routine.id, one.rhythm, at, _first(one.rhythm, programme, today), programme.until)
        for one in programme.sessions
        for at in (morning, evening)[: one.rhythm.times]
    ]
    return [slot for slot in found if slot.since <= programme.until]


def _first(rhythm: Rhythm, programme: Programme, today: date) -> date:
    """The first day from today on that it is due on."""
    days = (max(today, programme.written) + timedelta(days=ahead) for ahead in range(14))
    return next(day for day in days if rhythm.on(day, programme.written))


def due_now(
    programme: Programme | None,
    entries: Iterable[Entry],
    now: datetime,
    *,
    quiet: tuple[time, time] | None = None,
    blocked: bool = False,
) -> str:
    """The line of a reminder; empty where nothing is to be said.

    Args:
        programme: the one in force.
        entries: the journal's.
        now: the time it is.
        quiet: from when to when nothing is said.
        blocked: no session may start now, whatever is answered.
    """
    if blocked or (quiet is not None and in_quiet(now.time(), quiet)):
        return ""
    every, today = list(entries), now.date()
    if programme is None:
        done = any(practised(one, demo=False) and local_date(one.get("started")) == today for one in every)
        return "" if done else "Time for your exercises: l5tui"
    left = [
        one.planned.routine
        for one in done_on(programme, every, today)
        if one.done < (1 if now.time() < AFTERNOON else one.planned.rhythm.times)
    ]
    return f"Today: {', '.join(one.name for one in left)}. l5tui start {left[0].id}" if left else ""


# The calendar


def calendar(slots: Iterable[Slot], now: datetime, zone: str | None) -> str:
    """The text of a calendar file with an alarm for each slot.

    Times are those of the clock on the wall, wherever the calendar is (RFC 5545, form 1), so that 8 in the morning
    stays 8 in the morning through both changes of daylight saving. A slot keeps its UID, so importing the file again
    updates its event.

    Args:
        slots: what is due.
        now: the time of writing, in UTC.
        zone: the person's IANA zone, named for programs that ask; None if unknown.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//l5tui//l5tui//EN", "METHOD:PUBLISH"]
    lines += [f"X-WR-TIMEZONE:{zone}"] if zone else []
    for number, slot in enumerate(slots, 1):
        lines += _event(slot, number, now)
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in _folded(line))


def _event(slot: Slot, number: int, now: datetime) -> Iterator[str]:
    start = datetime.combine(slot.since, slot.at)
    call = f"l5tui start {slot.start}" if slot.start else "l5tui"
    yield "BEGIN:VEVENT"
    yield f"UID:reminder-{number}@l5tui"
    yield f"DTSTAMP:{now:%Y%m%dT%H%M%SZ}"
    yield f"SEQUENCE:{int(now.timestamp()) // 60}"
    yield f"DTSTART:{start:%Y%m%dT%H%M%S}"
    yield f"DURATION:PT{ALARM_MIN}M"
    yield f"RRULE:{_rule(slot)}"
    yield f"SUMMARY:{_escaped(slot.name)}"
    yield f"DESCRIPTION:{_escaped(call)}"
    yield "TRANSP:TRANSPARENT"
    yield from ("BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:PT0S", f"DESCRIPTION:{_escaped(slot.name)}", "END:VALARM")
    yield "END:VEVENT"


def _rule(slot: Slot) -> str:
    until = f";UNTIL={slot.until:%Y%m%d}T235959" if slot.until else ""
    if slot.rhythm.weekdays:
        return f"FREQ=WEEKLY;BYDAY={','.join(DAYS[day] for day in sorted(slot.rhythm.weekdays))}{until}"
    return f"FREQ=DAILY;INTERVAL={slot.rhythm.every}{until}"


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 bytes, each after the first begun with a space."""
    piece = ""
    for sign in line:
        if len((piece + sign).encode()) > MOST_OCTETS:
            yield piece
            piece = " "
        piece += sign
    yield piece


# Timers


def timer_units(command: str, times: Sequence[time]) -> dict[str, str]:
    """The two systemd user units by file name: a timer at these times, and what it runs.

    The timer runs every day: `l5tui remind now` knows itself on which days something is due.
    """
    calendar_lines = "".join(f"OnCalendar=*-*-* {at:%H:%M}:00\n" for at in times)
    return {
        "l5tui-remind.service": f"""\
[Unit]
Description=Say what l5tui has for today, or nothing

[Service]
Type=oneshot
ExecStart={command}
""",
        "l5tui-remind.timer": f"""\
[Unit]
Description=Ask l5tui whether something is due

[Timer]
{calendar_lines}Persistent=false

[Install]
WantedBy=timers.target
""",
    }


def cron_lines(command: str, times: Sequence[time]) -> list[str]:
    """A line for each time, as `crontab -e` takes it."""
    return [f"{at.minute} {at.hour} * * * {command.replace('%', chr(92) + '%')}" for at in times]
