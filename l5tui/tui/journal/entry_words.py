"""Short texts for an entry: the cells of its row in the list, and the text that the filter searches."""

from __future__ import annotations

from datetime import date
from typing import Final

from textual.content import Content

from l5tui.domain.entry import Entry
from l5tui.domain.entry_reading import (
    Body,
    at_other_speed,
    practised_s,
    rank,
    scores,
    table,
    text,
    was_practised,
)
from l5tui.domain.entry_times import moment_of
from l5tui.domain.other_care import care_words
from l5tui.domain.pain import change_word, show_pain
from l5tui.domain.regular_questions import answer_words
from l5tui.domain.rmdq import RMDQ
from l5tui.domain.safety.stop_page import stop_in_short
from l5tui.domain.safety.stop_rules import stops_for_today
from l5tui.domain.time_words import MONTHS, full_day, practice
from l5tui.journal.undo import Undone
from l5tui.tui.journal.timeline import LETTERS, TimeRange
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, one_line, plain

NOTHING: Final = "-"
PLACES: Final = ("none", "low back", "low back", "buttock", "thigh", "knee", "calf", "foot")
"""The word for the furthest place, by its rank."""
SIDELESS: Final = 2
"""Up to this rank the place is the back itself, so its side isn't shown."""
INTERRUPTED: Final = "interrupted"
UNPRACTISED: Final = "not practised"


def day_words(entry: Entry, today: date) -> str:
    """`Sun 22 Nov`; of another year `22 Nov 2025`; a dash without a readable time."""
    when = moment_of(entry.get("started"))
    if when is None:
        return NOTHING
    return full_day(when.date()) if when.year == today.year else f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def name_of(entry: Entry) -> str:
    """The entry's name: its routine, or its kind."""
    body: Body = entry
    match body.get("kind"):
        case "session":
            return text(table(body, "routine"), "name") or text(table(body, "routine"), "id") or "session"
        case "care":
            return care_words(body)
        case "activity":
            return text(body, "name") or "activity"
        case "week":
            return "pain, 7 days"
        case "form":
            return {RMDQ: "RMDQ"}.get(text(body, "name")) or text(body, "name") or "questionnaire"
        case "log":
            return "pain score"
        case _:
            return text(body, "kind") or "entry"


def pair_of(entry: Entry) -> tuple[str, str]:
    """The two scores; empty where the entry has none.

    After a rule that stops for today it is only the one before: side by side the two would compare what isn't compared
    (clinical data, c5). The entry's page has both.
    """
    before, after = scores(entry)
    match entry.get("kind"):
        case "session" if stops_for_today(entry.get("stop")):
            return show_pain(before), ""
        case "session":
            return show_pain(before), show_pain(after)
        case "log":
            return show_pain(before), ""
        case "activity" | "week" | "form":
            return answer_words(entry), ""
        case _:
            return "", ""


def pair_words(entry: Entry) -> str:
    """`5 → 3`."""
    return " → ".join(one for one in pair_of(entry) if one)


def minutes_of(entry: Entry) -> str:
    """The minutes practised in a session; empty for none."""
    return practice(practised_s(entry)) if entry.get("kind") == "session" and was_practised(entry) else ""


def change_of(entry: Entry, *, demo: bool) -> str:
    """The word for the change in a session, or why there is none to show."""
    if entry.get("kind") != "session":
        return ""
    if stop := stop_of(entry):
        return stop
    speed = at_other_speed(entry, demo=demo)
    if speed is not None:
        return f"{speed:g} times faster" if speed > 1 else f"at {speed:g} speed"
    if entry.get("status") == INTERRUPTED and scores(entry)[1] is None:
        return INTERRUPTED
    if not was_practised(entry):
        return UNPRACTISED
    return change_word(*scores(entry))


def stop_of(entry: Entry) -> str:
    """The rule that stopped a session in a few words, shown instead of a change."""
    return stop_in_short(entry.get("stop"), entry.get("worst")) if entry.get("kind") == "session" else ""


def place_of(entry: Entry) -> str:
    """The furthest place from the spine, before the session or as logged: `left calf`; empty if it wasn't asked."""
    body: Body = table(entry, "before") if entry.get("kind") == "session" else entry
    left, right = rank(body, "left"), rank(body, "right")
    furthest = max((one for one in (left, right) if one is not None), default=None)
    if furthest is None:
        return ""
    if furthest <= SIDELESS or left == right:
        return PLACES[furthest]
    return f"{'left' if left == furthest else 'right'} {PLACES[furthest]}"


def legs_of(entry: Entry) -> str:
    """The furthest place of each side in a letter, left and right: `c b`; a blank for a side that wasn't asked."""
    body: Body = table(entry, "before") if entry.get("kind") == "session" else entry
    left, right = (LETTERS[one] if (one := rank(body, side)) is not None else " " for side in ("left", "right"))
    return f"{left} {right}" if (left + right).strip() else ""


OPENING: Final = "The journal is being opened."
NO_ENTRIES: Final = ("Nothing here yet.", "Your scores before and after each session will stand here.")
UNREADABLE: Final = ("Nothing to show.", "The line below says why.")
ADD: Final = "write down a pain score now"
FIND: Final = "a day, a routine, a place, a word of a note"
OPEN: Final = "open"
DELETED: Final = "Deleted. {undo} undoes."
CORRECTED: Final = "Corrected; what stood before is kept. {undo} undoes."
STOP_CORRECTED: Final = "Corrected. What was said about safety stays as it is. {undo} undoes."
KEPT: Final = "Kept."
UNDONE: Final = {"delete": "It is back.", "edit": "As it was before."}
NOT_UNDONE: Final = "Nothing to undo."
NOT_CORRECTABLE: Final = "This entry can't be corrected here. It was written by another program."


def status(time_range: TimeRange, when: str) -> Content:
    """How many scores the chart has, and always how many were left out; `when` follows the number: ` in 30 days`."""
    scores = f"{time_range.scores} score{'s' if time_range.scores != 1 else ''}{when}"
    return plain(f"{scores}, {time_range.unanswered} not answered", MUTED)


def not_drawn_words(count: int) -> tuple[str, ...]:
    """What follows the number of scores if entries aren't in the chart because of their date, longest form first."""
    dates = "1 wrong date" if count == 1 else f"{count} wrong dates"
    return (f", {dates} (not drawn)", f", {dates}", "") if count else ("",)


def empty_list_words(add: str, *, unreadable: bool) -> Content:
    """The text shown instead of entries.

    Args:
        add: the key that adds a score.
        unreadable: there may be entries, but the journal couldn't be read.
    """
    title, line = UNREADABLE if unreadable else NO_ENTRIES
    return Content.assemble((title, STRONG), "\n", (line, TEXT), "\n\n", (add, TEXT), (f" {ADD}", MUTED))


def not_found(wanted: str, clear: str) -> Content:
    """The text if no entry matches the search."""
    return one_line(f"Nothing called {wanted}.", TEXT) + Content.assemble("   ", (clear, TEXT), (" clear", MUTED))


def more_below_words(rows: int) -> Content:
    """The line about entries below the window."""
    return plain(f"↓ {rows} more entries", MUTED) if rows else Content("")


def undone(done: Undone | None, entry: Entry | None, today: date) -> str:
    """The message about what was undone, and of which entry."""
    if done is None:
        return NOT_UNDONE
    of = f" {name_of(entry)}, {day_words(entry, today)}." if entry is not None else ""
    return UNDONE[done.what] + of


def written(count: int, name: str) -> str:
    """The message after an export."""
    return f"{count} {'entry' if count == 1 else 'entries'} written to {name}"
