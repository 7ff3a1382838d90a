"""What a report says of safety answers, signs, scores, places, activities, notes (clinical data, h, 2 to 6 and 10)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from l5tui.domain import rmdq
from l5tui.domain.entry_reading import Body, rank, table, tables, text, texts
from l5tui.domain.entry_times import local_date
from l5tui.domain.pain import KINDS, PLACES, change_word
from l5tui.domain.place import FURTHER, SIDES, change_of_place
from l5tui.domain.regular_questions import name_key, score_in
from l5tui.domain.safety.questions import Level, yes_to
from l5tui.domain.safety.stop_page import WHAT_IT_WAS, felt_words
from l5tui.domain.safety.stop_rules import HurtAnswer, felt_of
from l5tui.domain.safety.words import clearance_words, day_of, positive_answer_line
from l5tui.journal.report_decisions import notes_shown
from l5tui.journal.report_facts import EVENTS, Facts, joined, median_words, newest_of, short
from l5tui.journal.trends import first_and_newest_week, median_with_n

LONGEST_NOTE: Final = 120
_PLACES: Final = tuple(re.sub(r", (.+)", r" (\1)", place) for place in PLACES)
"""The places without a comma, since they stand in sentences."""
NEW_SIGNS: Final = (HurtAnswer.SPREADING, HurtAnswer.TINGLING, HurtAnswer.WEAK, HurtAnswer.SIGNS)


def grave_answers(facts: Facts) -> Iterator[str]:
    """Section h, 2."""
    if facts.safety is None or facts.state is None:
        yield "The safety questions can't be read, so what was answered isn't known."
        return
    grave = (Level.EMERGENCY, Level.URGENT)
    known: set[str] = set()
    for one in facts.state.positive_answers:
        if one.question.level in grave:
            known.update(one.uids)
            cleared = f"; {clearance_words(one.cleared)}" if one.cleared else ""
            yield f"{positive_answer_line(one)}{cleared}"
    earlier: dict[str, str] = {}
    for _, body in facts.within:
        if body.get("kind") != "safety" or text(body, "uid") in known:
            continue
        for question in facts.safety.questions:
            if question.level in grave and yes_to(body, question.id) is not None:
                earlier[question.id] = f"{question.id} {question.short}: {day_of(body.get('started'))}, not since"
    yield from newest_of([*earlier.values()], EVENTS)
    if not known and not earlier:
        asked = facts.state.asked
        if asked is None:
            yield "The safety questions were not answered to the end."
        elif (day := local_date(asked)) is not None and day > facts.until:
            yield f"No emergency or urgent answer in this time, nor later, on {day_of(asked)}."
        else:
            yield f"No emergency or urgent answer on {day_of(asked)}."


def events(facts: Facts) -> Iterator[str]:
    """Section h, 3: date, side, place, and what was being done."""
    found = [f"{facts.day_words(day)}: {words}" for day, body in facts.within for words in _events_of(facts, body)]
    yield from newest_of(found, EVENTS) if found else ["None noted."]


def _events_of(facts: Facts, body: Body) -> Iterator[str]:
    if body.get("kind") == "safety" and body.get("occasion") == "log" and body.get("stop"):
        yield f"{WHAT_IT_WAS.get(text(body, 'stop'), '').removeprefix('stopped: ')}, noted without a session"
    if body.get("kind") != "session":
        return
    name = short(text(table(body, "routine"), "name")) or "a session"
    for step in tables(body, "steps"):
        for hurt in tables(step, "hurt"):
            answer = text(hurt, "answer")
            if felt_of(answer) not in NEW_SIGNS:
                continue
            exercise = facts.content.names.get(text(step, "exercise"), text(step, "exercise"))
            side = f" ({text(step, 'side')} side)" if step.get("side") else ""
            settled = {True: ", went back within 5 minutes", False: ", stayed"}
            stayed = settled[hurt["settled"]] if isinstance(hurt.get("settled"), bool) else ""
            yield f"{felt_words(answer)}{stayed}: in {exercise}{side}, {text(hurt, 'phase')}, rep {hurt.get('rep')}"
    before, after = table(body, "before"), table(body, "after")
    for side in SIDES:
        if change_of_place(before.get(side), after.get(side)) == FURTHER:
            was, now = rank(before, side) or 0, rank(after, side) or 0
            yield f"{side} side, from {_PLACES[was]} to {_PLACES[now]} in {name}"
        new = set(texts(table(after, "kinds"), side)) - set(texts(table(before, "kinds"), side)) - {"pain"}
        if new and rank(before, side) is not None:
            yield f"{side} side, {' and '.join(sorted(new))} after {name}, not before it"


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
        newest = f"{_PLACES[place]}{f' ({joined(kinds)})' if kinds else ''}, {facts.day_words(day)}"
        far = f"{_PLACES[furthest[1]]}, {facts.day_words(furthest[0])}"
        all_kinds = f"; kinds {joined(ever)}" if ever else ""
        yield f"{side.capitalize()}: newest {newest}; furthest in this time {far}{all_kinds}; n = {len(known)}."


def activities(facts: Facts) -> Iterator[str]:
    """Section h, 6. Empty without any."""
    names: dict[str, str] = {}
    found: dict[str, dict[str, list[tuple[date, int]]]] = {"activity": {}, "form": {}}
    for day, body in facts.within:
        if (kind := text(body, "kind")) in found and (score := score_in(body)) is not None:
            name = text(body, "name")
            names[key := name_key(name)] = name
            found[kind].setdefault(key, []).append((day, score))
    newest = sorted(found["activity"].items(), key=lambda one: one[1][-1][0])
    for key, known in newest[-EVENTS:]:
        first, last = known[0], known[-1]
        later = f", newest {last[1]} ({facts.day_words(last[0])})" if len(known) > 1 else ""
        began = f"first {first[1]} ({facts.day_words(first[0])})"
        yield f'"{short(names[key])}", 0 no trouble to 10 cannot: {began}{later}, n = {len(known)}.'
    if len(newest) > EVENTS:
        yield f"Other activities, last answered earlier: {len(newest) - EVENTS}."
    for key, known in sorted(found["form"].items(), key=lambda one: one[1][-1][0])[-EVENTS:]:
        whole = f"/{rmdq.HIGHEST}" if key == rmdq.RMDQ else ""
        said = [f"{score}{whole} ({facts.day_words(day)})" for day, score in known[-EVENTS:]]
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
