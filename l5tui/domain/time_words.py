"""Durations, dates and times of the day in words, and times as a person writes them."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Final


def clock(ms: float) -> str:
    """Minutes and seconds of a countdown, rounded up: `6:51`."""
    seconds = -int(-ms // 1000)
    return f"{seconds // 60}:{seconds % 60:02d}"


def spent(seconds: float) -> str:
    """Elapsed time in minutes and seconds, rounded to the nearest second."""
    return clock(round(seconds) * 1000)


def minutes(seconds: float) -> str:
    """A duration in whole minutes, at least one: `20 min`."""
    return f"{max(1, round(seconds / 60))} min"


def practice(seconds: float) -> str:
    """A duration of practice: `4 s`, or from a minute on `20 min`."""
    return f"{seconds:.0f} s" if round(seconds) < 60 else minutes(seconds)


WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def full_day(day: date) -> str:
    """A date with its weekday: `Sun 22 Nov`."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def near_day(day: date, today: date) -> str:
    """The shortest clear form of a date: `today`, `yesterday`, `Thu`, `12 Nov`, `12 Nov 2024`."""
    gone = (today - day).days
    if gone in (0, 1):
        return ("today", "yesterday")[gone]
    if 1 < gone < 7:
        return WEEKDAYS[day.weekday()]
    year = f" {day.year}" if day.year != today.year else ""
    return f"{day.day} {MONTHS[day.month - 1]}{year}"


_TIME: Final = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")


def in_quiet(at: time, quiet: tuple[time, time]) -> bool:
    """Whether a time is within the quiet hours, which may go over midnight; equal ends mean none."""
    begin, end = quiet
    return begin <= at < end if begin <= end else at >= begin or at < end


def parse_times(text: str) -> list[time] | None:
    """`08:00` or `08:00,18:30` as times; None if it is something else."""
    found = [_TIME.fullmatch(one.strip()) for one in text.split(",")]
    return [time(int(one[1]), int(one[2])) for one in found if one] if all(found) else None


def parse_quiet(text: str) -> tuple[time, time] | None:
    """`22:00-07:00` as times; None if it is empty or something else."""
    begin, dash, end = text.partition("-")
    times = parse_times(f"{begin},{end}") if dash else None
    return (times[0], times[1]) if times and len(times) == 2 else None
