"""Finds entries by words: of notes, routines, places, kinds and dates.

Letters are compared without case and accents, however they are composed: `rucken` finds `Rücken`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final, NamedTuple

from l5tui.domain.entry import Entry
from l5tui.domain.entry_reading import Body, mapping, rank, table, text, texts
from l5tui.domain.entry_times import moment_of
from l5tui.domain.pain import PLACES
from l5tui.domain.safety.stop_page import WHAT_IT_WAS
from l5tui.tui.journal.entry_words import change_of, name_of

KINDS: Final = {
    "session": "session",
    "log": "pain score",
    "care": "other care",
    "activity": "activity",
    "week": "week",
    "form": "form questionnaire",
}
"""The words for each kind."""
DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
SHORTEST_MONTH, SHORTEST_YEAR = 3, 3
"""The fewest letters of a month's name, and digits that may begin a year."""
LAST_MONTH: Final = 12
SIDES: Final = ("left", "right")
_PLACES: Final = {(side, rank): f"{side} {place}" for side in SIDES for rank, place in enumerate(PLACES)}


class _WithoutMarks(dict[int, int | None]):
    """For `str.translate`: takes marks away, and remembers what each sign is."""

    def __missing__(self, sign: int) -> int | None:
        self[sign] = None if unicodedata.category(chr(sign)).startswith("M") else sign
        return self[sign]


_WITHOUT_MARKS: Final = _WithoutMarks()


def fold_letters(words: str) -> str:
    """The text for comparison: compatibility forms, without marks such as accents, without case."""
    if words.isascii():
        return words.lower()
    for _ in range(2):  # folding the case can bring new marks
        words = unicodedata.normalize("NFKD", words).translate(_WITHOUT_MARKS).casefold()
    return words


class EntryFilter:
    """The entries of a list with the text that each is found by, which is made once.

    Args:
        entries: the list.
    """

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = entries
        self._texts: list[str] = []
        self._known: dict[str, str] = {}

    def prepare(self, most: int) -> bool:
        """Make the texts of so many more entries; returns whether any are left. Of thousands it takes a while."""
        start = len(self._texts)
        self._texts += [searchable_text(entry, self._known) for entry in self.entries[start : start + most]]
        return len(self._texts) < len(self.entries)

    def matching(self, wanted: str) -> list[Entry]:
        """The entries that contain every word, and each day that is named by its number and month."""
        parts = search_parts(fold_letters(wanted))
        if not parts:
            return list(self.entries)
        self.prepare(len(self.entries))
        found: Iterable[tuple[Entry, str]] = zip(self.entries, self._texts, strict=True)
        for word, whole in parts:
            found = [pair for pair in found if word in pair[1]]
            if whole is not None:
                found = [pair for pair in found if whole.search(pair[1])]
        return [entry for entry, _ in found]


_ORDINAL: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?", re.ASCII)
_DOTTED: Final = re.compile(r"\d{1,2}\.\d{1,2}", re.ASCII)
_DATE: Final = re.compile(r"^0?(\d{1,2})([./])0?(\d{1,2})(?:\2(\d{4})?)?$", re.ASCII)


class SearchPart(NamedTuple):
    """What has to be found: a word, and of numbers and days the whole of it, which takes longer to look for."""

    word: str
    whole: re.Pattern[str] | None = None


def search_parts(folded: str) -> list[SearchPart]:
    """What has to be found for a search, all of it: words as parts of words, numbers as whole ones.

    A number beside the name of a month is the day of that month, in either order: `2 nov`, `November 8`.
    """
    words, parts, at = [_DATE.sub(_date_as_in_texts, word) for word in folded.split()], list[SearchPart](), 0
    while at < len(words):
        one, two = words[at], words[at + 1] if at + 1 < len(words) else ""
        if (day := _ORDINAL.fullmatch(one)) and _is_month(two):
            parts.append(_day_of(int(day[1]), two))
        elif _is_month(one) and (day := _ORDINAL.fullmatch(two)):
            parts.append(_day_of(int(day[1]), one))
        else:
            parts.append(_word(one))
            at -= 1
        at += 2
    return parts


def _date_as_in_texts(numbers: re.Match[str]) -> str:
    """A date of numbers as the texts have it: `28/11/2026` and `11/28/2026` are 28.11.2026, `02.11.` is 2.11; `1/2` may
    be something else."""
    day, between, month, year = numbers.groups()
    if between == "/" and not year:
        return numbers[0]
    if int(month) > LAST_MONTH:
        day, month = month, day
    return f"{day}.{month}" + (f".{year}" if year else "")


def _is_month(word: str) -> bool:
    return len(word) >= SHORTEST_MONTH and any(month.startswith(word) for month in MONTHS)


def _day_of(day: int, month: str) -> SearchPart:
    """The day as an entry's date has it, or as a note may, in either order."""
    return SearchPart(month, re.compile(rf"(?<!\d)0?{day}\W+{month}|{month}\w*\W+0?{day}(?!\d)"))


def _word(word: str) -> SearchPart:
    """A word; one that begins with a digit is no end of a longer number, and of two digits or fewer no beginning."""
    if not word[0].isdecimal():
        return SearchPart(word)
    whole = (word.isdecimal() and len(word) < SHORTEST_YEAR) or _DOTTED.fullmatch(word)
    return SearchPart(word, re.compile(rf"(?<!\d){re.escape(word)}" + (r"(?!\d)" if whole else "")))


def searchable_text(entry: Entry, known: dict[str, str] | None = None) -> str:
    """The text that a search compares, folded.

    Args:
        entry: the entry.
        known: what was made for other entries, the words of dates and folded names; kept for the next.
    """
    known = {} if known is None else known
    body: Body = entry
    kind, started = text(body, "kind"), text(body, "started")
    day = started[:10]
    if day not in known:
        when = moment_of(started)
        known[day] = _date_words(when) if when else ""
    name = name_of(entry)
    if name not in known:
        known[name] = fold_letters(name)
    parts = [known[day], KINDS.get(kind, kind), known[name]]
    if note := text(body, "note"):
        parts.append(fold_letters(note))
    scores: tuple[Body, ...] = (body,)
    if kind == "session":
        parts += [change_of(entry, demo=False), text(body, "status")]
        if body.get("stop") is not None:
            parts.append(fold_letters(WHAT_IT_WAS.get(text(body, "stop"), "")))
        scores = (table(body, "before"), table(body, "after"))
    for score in scores:
        for side in SIDES:
            if place := rank(score, side):
                parts.append(_PLACES[side, place])
        if felt := score.get("kinds"):
            parts += [kind for side in SIDES for kind in texts(mapping(felt), side)]
    return "\n".join(parts)


def _date_words(when: datetime | date) -> str:
    """`2026-11-22 22.11.2026 sunday 22 november 2026`; short forms such as `nov` are parts of them."""
    day, month = DAYS[when.weekday()], MONTHS[when.month - 1]
    iso = f"{when.year}-{when.month:02}-{when.day:02}"
    return f"{iso} {when.day}.{when.month}.{when.year} {day} {when.day} {month} {when.year}"
