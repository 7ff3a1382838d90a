"""What else belongs to a day of the chart: other care, a stop, a dose step, a change of programme. And it in words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from operator import itemgetter
from typing import Final

from msgspec import Struct

from l5tui.domain.entry import Entry
from l5tui.domain.entry_reading import Body, table, text
from l5tui.domain.entry_times import local_date
from l5tui.domain.pain import change_word, day_median, show_median
from l5tui.domain.programme_entries import ENDED, PROGRAMME
from l5tui.domain.progression.levels import DoseHistory, Kind
from l5tui.domain.safety.stop_page import IN_SHORT
from l5tui.domain.time_words import MONTHS, full_day
from l5tui.journal.trends import ENOUGH, Day, Weeks, last_drawn, median_with_n
from l5tui.tui.journal.entry_words import PLACES, name_of, stop_of
from l5tui.tui.journal.timeline import LETTERS, SEVERAL, STOP, WEEK, DayNote, TimeRange

CARE, DOSE, PROGRAMME_LETTER = "C", "D", "P"
LETTER_WORDS: Final = {CARE: "C care", STOP: "S stop", DOSE: "D dose", PROGRAMME_LETTER: "P programme"} | {
    SEVERAL: "+ several"
}
"""What each letter below the chart means."""
PLACE_WORDS: Final = {LETTERS[rank]: f"{LETTERS[rank]} {PLACES[rank]}" for rank in (*range(1, len(PLACES)), 0)}
"""What the letter of each place means, the spine first and none last."""
AHEAD: Final = "not drawn: its date is ahead of today"
UNDATED: Final = "Not drawn: its date can't be read."
MOST_SCORES: Final = 5
"""The most scores of a day that are listed."""


def notes_of(entries: Iterable[Entry], doses: DoseHistory | None) -> list[DayNote]:
    """The notes of all days, oldest first.

    Args:
        entries: all entries.
        doses: the dose levels with their changes; None while they aren't known.
    """
    found = [note for entry in entries if _may_have_one(entry) for note in _notes(entry)]
    return sorted([*found, *(_dose_steps(doses) if doses else ())], key=lambda note: note.date)


def _may_have_one(entry: Entry) -> bool:
    """Whether it can have a note; most of thousands of entries are sessions without a stop."""
    kind = entry.get("kind")
    return (entry.get("stop") is not None if kind == "session" else kind != "log") and not entry.get("deleted")


def _notes(entry: Entry) -> Iterator[DayNote]:
    body: Body = entry
    listed, words = True, ""
    match body.get("kind"):
        case "session":
            letter, words = STOP, stop_of(entry)
        case "care":
            letter, words = CARE, name_of(entry)
        case "safety" if body.get("session") is None:  # a session's own stop stands in its entry
            letter, words, listed = STOP, IN_SHORT.get(text(body, "stop"), ""), False
        case "decision" if body.get("about") == PROGRAMME:
            title = text(table(body, "to"), "title")
            ended = body.get("to") == ENDED
            letter, words, listed = PROGRAMME_LETTER, "programme ended" if ended else f"programme: {title}", False
        case _:
            return
    on = local_date(body.get("started")) if words else None
    if on is not None:
        yield DayNote(on, letter, words, listed)


def _dose_steps(doses: DoseHistory) -> Iterator[DayNote]:
    for one in doses.exercises.values():
        for change in one.changes:
            name = one.exercise.name
            if change.kind is Kind.EASIER:
                yield DayNote(change.on, DOSE, f"{name}: the easier form", listed=False)
            elif change.was != change.to:
                yield DayNote(change.on, DOSE, f"{name} {one.said(change.was)} → {one.said(change.to)}", listed=False)


# From day to day


Stops = dict[date, int | None]
"""The days that have anything, oldest first, with the number of their first entry in the list; None for only notes."""


class Stop(Struct, frozen=True):
    """A day to go to."""

    date: date
    row: int | None
    """The number of its first entry in the list, or without one of the next older entry, if there is any."""
    has_entry: bool


def stops_of(entries: Iterable[Entry], notes: Iterable[DayNote]) -> Stops:
    """The days to go to.

    Args:
        entries: those of the list, newest first.
        notes: the notes whose days count without an entry, too.
    """
    found: Stops = {}
    for number, entry in enumerate(entries):
        on = local_date(entry.get("started"))
        if on is not None:
            found.setdefault(on, number)
    for note in notes:
        found.setdefault(note.date, None)
    return dict(sorted(found.items(), key=itemgetter(0)))


def neighbour(stops: Stops, here: date | None, step: int) -> Stop | None:
    """The next day that has anything, or with -1 the one before; None if there is none."""
    dates = list(stops)
    if here is None:
        return None
    at = bisect_right(dates, here) if step > 0 else bisect_left(dates, here) - 1
    if not 0 <= at < len(dates):
        return None
    number = stops[dates[at]]
    if number is not None:
        return Stop(dates[at], number, has_entry=True)
    older = (row for one in reversed(dates[:at]) if (row := stops[one]) is not None)
    return Stop(dates[at], next(older, None), has_entry=False)


# In words


def chart_day_words(on: date, time_range: TimeRange, grain: int, today: date) -> tuple[str, str]:
    """A day of the chart in words: its date, and what else belongs to it, its scores and places, and its week.

    A narrow window cuts off the end; what the list doesn't have comes first.

    Args:
        on: the day.
        time_range: the chart's.
        grain: how many days one mark of the chart stands for.
        today: a day of another year is named with it.
    """
    day, parts = time_range.on(on), [note.words for note in time_range.notes if note.date == on]
    if on > last_drawn(today):
        parts.append(AHEAD)
    if day is not None:
        parts += [*_score_words(day), *_place_words(day)]
    if grain > 1 and time_range.since <= on <= time_range.until:
        last, days = time_range.group_of(on, grain)
        known = median_with_n(score for one in days for score in one.before)
        if known is not None:
            span = "week" if grain == WEEK else f"{grain // WEEK} weeks"
            parts.append(f"{span} to {last.day} {MONTHS[last.month - 1]}: {show_median(known[0])}, n = {known[1]}")
    return full_day(on) + (f" {on.year}" if on.year != today.year else ""), "; ".join(parts)


def _score_words(day: Day) -> Iterator[str]:
    median = day_median(day.before)
    if median is not None:
        yield f"before {_listed(day.before)}" + (f" (median {show_median(median)})" if len(day.before) > 1 else "")
    if day.after:
        yield f"after {_listed(day.after)}"
    if day.unanswered:
        yield f"{day.unanswered} not answered"


def _place_words(day: Day) -> Iterator[str]:
    """`left calf, right none`."""
    sides = [(name, rank) for name, rank in (("left", day.left), ("right", day.right)) if rank is not None]
    if sides:
        yield ", ".join(f"{name} {PLACES[rank]}" for name, rank in sides)


def _listed(scores: Sequence[int]) -> str:
    """The scores of a day; of very many only how many."""
    return ", ".join(map(str, scores)) if len(scores) <= MOST_SCORES else f"{len(scores)} scores"


def trend_words(weeks: Weeks | None, days: Iterable[Day], today: date) -> tuple[tuple[str, str], ...]:
    """The sentence over the chart, longest form first: the word for the change, and the medians of how many scores.

    Args:
        weeks: the first against the newest week; None where they can't be compared.
        days: all days, to say why not.
        today: the local date.
    """
    if weeks is None:
        return tuple(("", words) for words in _no_weeks(days, today))
    word = change_word(weeks.first, weeks.newest)
    word = word[:1].upper() + word[1:]
    first, newest = show_median(weeks.first), show_median(weeks.newest)
    begin = f"{weeks.begin.day} {MONTHS[weeks.begin.month - 1]}"
    if weeks.begin.year != today.year:
        begin += f" {weeks.begin.year}"
    return (
        (
            f"{word}:",
            f"median {first} in your first week (from {begin}, {weeks.first_n} scores), "
            f"{newest} in the newest ({weeks.newest_n} scores)",
        ),
        (f"{word}:", f"first week {first} ({weeks.first_n} scores), newest week {newest} ({weeks.newest_n} scores)"),
        (f"{word}:", f"{first} → {newest}, n = {weeks.first_n} and {weeks.newest_n}"),
    )


def _no_weeks(days: Iterable[Day], today: date) -> tuple[str, ...]:
    """Why there is nothing to compare."""
    begin = next((day.date for day in days if day.before and day.date <= today), None)
    if begin is None:
        return ("",)
    if (today - begin).days < 2 * WEEK - 1:
        return (
            "After two weeks the newest week is compared with the first, here in a sentence.",
            "After two weeks, weeks are compared here.",
            "Weeks are compared after two.",
        )
    return (
        f"The first and the newest week are compared when each has {ENOUGH} scores or more.",
        f"Weeks of {ENOUGH} scores or more are compared here.",
        f"A week needs {ENOUGH} scores.",
    )
