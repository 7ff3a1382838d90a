"""What a report says of scores, places, activities and notes (clinical data, h, 4 to 6 and 10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from l5tui.domain import rmdq
from l5tui.domain.entry_reading import rank, table, text, texts
from l5tui.domain.pain import KINDS, change_word
from l5tui.domain.place import SIDES
from l5tui.domain.regular_questions import name_key, score_in
from l5tui.journal.report_decisions import notes_shown
from l5tui.journal.report_facts import EVENTS, Facts, joined, median_words, newest_of, short
from l5tui.journal.report_signs import PLACE_WORDS
from l5tui.journal.trends import first_and_newest_week, median_with_n

LONGEST_NOTE: Final = 120


def scores(facts: Facts) -> Iterator[str]:
    """Section h, 4."""
    every = [score for day in facts.days for score in day.before]
    unanswered = sum(day.unanswered for day in facts.days)
    if not every:
        yield f"No score. Not answered: {unanswered}."
        return
    yield f"n = {len(every)}, lowest {min(every)}, highest {max(every)}. Not answered: {unanswered}."
    weeks = first_and_newest_week(facts.days, facts.until)
    if weeks is not None:
        change = _change(weeks.first, weeks.newest)
        yield (
            f"Median of the first 7 days {median_words(weeks.first)} (n = {weeks.first_n}), of the newest 7 days "
            f"{median_words(weeks.newest)} (n = {weeks.newest_n}): {change}."
        )
        return
    middle = median_with_n(every)
    few = "First and newest week are not compared: too few scores, or too short a time."
    yield f"Median of all {median_words(middle[0])}. {few}" if middle else few


def places(facts: Facts) -> Iterator[str]:
    """Section h, 5."""
    said: dict[str, list[tuple[date, int, list[str]]]] = {side: [] for side in SIDES}
    for day, body in facts.within:
        for score in (table(body, "before"), table(body, "after")) if body.get("kind") == "session" else (body,):
            for side in SIDES:
                if (place := rank(score, side)) is not None and body.get("kind") in ("session", "log"):
                    said[side].append((day, place, texts(table(score, "kinds"), side)))
    for side, known in said.items():
        if not known:
            yield f"{side.capitalize()}: not answered."
            continue
        day, place, kinds = known[-1]
        furthest = max(known, key=lambda one: (one[1], one[0]))
        ever = [kind for kind in KINDS if any(kind in one[2] for one in known)]
        newest = f"{PLACE_WORDS[place]}{f' ({joined(kinds)})' if kinds else ''}, {facts.day_words(day)}"
        far = f"{PLACE_WORDS[furthest[1]]}, {facts.day_words(furthest[0])}"
        all_kinds = f"; kinds {joined(ever)}" if ever else ""
        yield f"{side.capitalize()}: newest {newest}; furthest in this time {far}{all_kinds}; n = {len(known)}."


def _first_and_newest(facts: Facts, known: Sequence[tuple[date, int]]) -> str:
    first, last = known[0], known[-1]
    later = f", newest {last[1]} ({facts.day_words(last[0])})" if len(known) > 1 else ""
    return f"first {first[1]} ({facts.day_words(first[0])}){later}, n = {len(known)}"


def activities(facts: Facts) -> Iterator[str]:
    """Section h, 6. Empty without any."""
    names: dict[str, str] = {}
    found: dict[str, dict[str, list[tuple[date, int]]]] = {"activity": {}, "form": {}, "week": {}}
    for day, body in facts.within:
        if (kind := text(body, "kind")) in found and (score := score_in(body)) is not None:
            name = text(body, "name")
            names[key := name_key(name)] = name
            found[kind].setdefault(key, []).append((day, score))
    newest = sorted(found["activity"].items(), key=lambda one: one[1][-1][0])
    for key, known in newest[-EVENTS:]:
        yield f'"{short(names[key])}", 0 no trouble to 10 cannot: {_first_and_newest(facts, known)}.'
    if len(newest) > EVENTS:
        yield f"Other activities, last answered earlier: {len(newest) - EVENTS}."
    for known in found["week"].values():
        yield f"Pain on average over 7 days, 0 to 10, apart from right now: {_first_and_newest(facts, known)}."
    for key, known in sorted(found["form"].items(), key=lambda one: one[1][-1][0])[-EVENTS:]:
        whole = f"/{rmdq.HIGHEST}" if key == rmdq.RMDQ else ""
        between = len(known) - EVENTS
        listed = known if between <= 0 else [known[0], *known[-EVENTS + 1 :]]
        said = [f"{score}{whole} ({facts.day_words(day)})" for day, score in listed]
        if between > 0:
            said.insert(1, f"{between} more")
        word = rmdq.change_word(known[0][1], known[-1][1])
        change = f"; first to newest {word}" if len(known) > 1 and whole else ""
        yield f"{short(key.upper())}: {', '.join(said)}{change}."


def notes(facts: Facts) -> Iterator[str]:
    """Section h, 10."""
    shown = notes_shown(facts.entries)
    found = [
        f"{facts.day_words(day)}: {short(text(body, 'note'), LONGEST_NOTE)}"
        for day, body in facts.within
        if text(body, "uid") in shown and text(body, "note").strip()
    ]
    yield from newest_of(found, EVENTS)


def _change(first: float, newest: float) -> str:
    """The words for a change of medians, with the 30 % of the clinical data, a2."""
    words = change_word(first, newest)
    down = first - newest
    much = words == "lower" and first >= 4 and down >= 0.3 * first and (first < 8 or down >= 3)
    return f"{words}, 30 % or more" if much else words
