"""Durations and dates in words."""

from __future__ import annotations

from datetime import date
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
