"""Days as short words, the same whatever the locale, so that columns of them stay narrow and even."""

from __future__ import annotations

from datetime import date
from typing import Final

WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def full_day(day: date) -> str:
    """A date with its weekday: `Sun 22 Nov`."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def near_day(day: date, today: date) -> str:
    """As short as it is still clear: `today`, `yesterday`, `Thu`, `12 Nov`, `12 Nov 2024`."""
    gone = (today - day).days
    if gone in (0, 1):
        return ("today", "yesterday")[gone]
    if 1 < gone < 7:
        return WEEKDAYS[day.weekday()]
    year = f" {day.year}" if day.year != today.year else ""
    return f"{day.day} {MONTHS[day.month - 1]}{year}"
