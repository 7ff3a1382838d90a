"""An entry in words: its row in the list, and all of it on a page.

Whoever wrote the entry, an older program or a newer one, what can be shown is shown: a field of another shape than
expected is passed over, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from textual.content import Content

from l5tui.domain.entry import Entry
from l5tui.domain.pain import PLACES, change_word, is_pain, show_pain
from l5tui.journal.when import moment_of
from l5tui.widgets.days import full_day
from l5tui.widgets.prose import Block, Gap, Paragraph
from l5tui.widgets.words import MUTED, STRONG, TEXT, clock, minutes, one_line, plain

LISTED = ("session", "log", "care", "activity")
"""The kinds that the journal lists; safety answers and decisions are settings, not days."""
STATUS = {
    "complete": "all of it",
    "partial": "part of it",
    "interrupted": "interrupted",
}
STOPS = {
    "person": "ended by you",
    "S1": "stopped because it hurt",
    "S2": "stopped at a high score",
    "S3": "stopped: it had moved further down and stayed",
    "S4": "stopped: new numbness, tingling or weakness",
    "S5": "stopped: an emergency sign",
    "S6": "stopped: dizzy, faint or short of breath",
}

Body = Mapping[str, Any]
FACT = 9
"""Columns for the name of a fact."""


def day_words(entry: Entry) -> str:
    """`Sun 22 Nov`, or a dash when there is no readable time."""
    when = moment_of(entry.get("started"))
    return full_day(when.date()) if when else "-"


def name_of(entry: Entry) -> str:
    """What it was, in a few words."""
    body: Body = entry
    match body.get("kind"):
        case "session":
            return _text(_table(body, "routine"), "name") or "a session"
        case "care":
            return _text(body, "what") or "other care"
        case "activity":
            return _text(body, "name") or "an activity"
        case _:
            return "pain score"


def scores_of(entry: Entry) -> tuple[int | None, int | None]:
    """The score before (or logged) and the one after."""
    body: Body = entry
    match body.get("kind"):
        case "session":
            return _pain(_table(body, "before").get("pain")), _pain(_table(body, "after").get("pain"))
        case "activity":
            return _pain(body.get("score")), None
        case _:
            return _pain(body.get("pain")), None


def pair_words(entry: Entry) -> str:
    """`5 → 3`; a single number where there is no second one to come."""
    before, after = scores_of(entry)
    match entry.get("kind"):
        case "session":
            return f"{show_pain(before)} → {show_pain(after)}"
        case "care":
            return ""
        case _:
            return show_pain(before)


def change_of(entry: Entry) -> str:
    """The word for the change, of a session."""
    return change_word(*scores_of(entry)) if entry.get("kind") == "session" else ""


def row(entry: Entry, width: int, *, demo: bool) -> Content:
    """One line of the list, in fixed columns so that the eye can run down; what doesn't fit goes from the right."""
    name_width = 16 if width >= 50 else max(8, width - 21)
    cells = [one_line(day_words(entry), TEXT).truncate(10, pad=True), one_line(name_of(entry), TEXT)]
    cells[1] = cells[1].truncate(name_width, ellipsis=True, pad=True)
    line = Content("  ").join(cells)
    if width >= 50:
        line = line + plain(_minutes(entry).rjust(7), MUTED)
    line = line + plain(pair_words(entry).rjust(9 if width >= 50 else 7), TEXT)
    for extra in (change_of(entry), _mark(entry, demo=demo)):
        if extra and line.cell_length + 3 + len(extra) <= width:
            line = line + Content("   ") + plain(extra, MUTED)
    return line


def matches(entry: Entry, wanted: str) -> bool:
    """Whether every word is found in its name, day, note, or words for it."""
    body: Body = entry
    hay = " ".join((day_words(entry), name_of(entry), _text(body, "note"), change_of(entry), _mark(entry, demo=True)))
    return all(word in hay.casefold() for word in wanted.casefold().split())


def page(entry: Entry, names: Mapping[str, str]) -> list[Block]:
    """All of an entry.

    Args:
        entry: what is shown.
        names: exercises' names by id.
    """
    body: Body = entry
    when = moment_of(body.get("started"))
    title = f"{full_day(when.date())}, {when:%H:%M}" if when else "-"
    blocks: list[Block] = [Paragraph(plain(title, STRONG)), Paragraph(one_line(name_of(entry), TEXT))]
    facts = list(_facts(entry))
    if facts:
        blocks.append(Gap())
        blocks += [Paragraph(one_line(text, TEXT), plain(name, MUTED), indent=FACT) for name, text in facts]
    steps = list(_steps(body, names))
    if steps:
        blocks += [Gap(), Paragraph(plain("What you did", STRONG)), *steps]
    note = _text(body, "note")
    if note:
        blocks += [Gap(), *(Paragraph(plain(line, TEXT)) for line in note.splitlines() or [note])]
    edits = list(_edits(body))
    if edits:
        blocks += [Gap(), Paragraph(plain("Changed later", MUTED)), *edits]
    return blocks


def _facts(entry: Entry) -> Iterable[tuple[str, str]]:
    body: Body = entry
    if body.get("kind") == "session":
        status = STATUS.get(_text(body, "status"), "")
        stop = STOPS.get(_text(body, "stop"), "")
        yield "done", ", ".join(word for word in (status, stop) if word) or "-"
        if (active := _number(body.get("active_s"))) is not None:
            paused = _number(body.get("paused_s")) or 0
            yield "time", clock(active * 1000) + (f", paused {clock(paused * 1000)}" if paused >= 1 else "")
        yield "pain", f"{pair_words(entry)} {change_of(entry)}"
        if (worst := _pain(body.get("worst"))) is not None:
            yield "highest", str(worst)
        for side in ("left", "right"):
            if place := _places(body, side):
                yield side, place
        if (speed := _number(body.get("speed"))) not in (None, 1):
            yield "speed", f"{speed:g} times, so it stays out of the chart"
    elif body.get("kind") == "log":
        yield "pain", pair_words(entry)
        for side in ("left", "right"):
            if logged := _place(body.get(side)):
                yield side, logged
    elif body.get("kind") == "activity":
        yield "how hard", pair_words(entry)


def _places(body: Body, side: str) -> str:
    places = [_place(_table(body, when).get(side)) for when in ("before", "after")]
    return " → ".join(place or "-" for place in places) if any(places) else ""


def _place(rank: object) -> str | None:
    return PLACES[rank] if isinstance(rank, int) and 0 <= rank < len(PLACES) else None


def _steps(body: Body, names: Mapping[str, str]) -> Iterable[Block]:
    """A row for each exercise and side: repetitions, seconds, seconds held, and what became of it."""
    steps = [step for step in body.get("steps") or () if isinstance(step, Mapping)]
    for exercise, group in groupby(steps, key=lambda step: _text(step, "exercise")):
        yield Paragraph(one_line(names.get(exercise, exercise), TEXT))
        for step in group:
            side = _text(step, "side")
            yield Paragraph(plain(" ".join(part for part in (side, _step_words(step)) if part), MUTED), indent=2)


def _step_words(step: Body) -> str:
    outcome = _text(step, "outcome")
    if outcome in ("off", "skipped"):
        return "left out" if outcome == "off" else "skipped"
    reps, planned = _number(step.get("reps")), _number(step.get("planned_reps"))
    seconds, held = _number(step.get("seconds")) or 0, _number(step.get("held")) or 0
    words = [f"{reps or 0:g} of {planned or 0:g}", clock(seconds * 1000)]
    if held:
        words.append(f"{held:g} s held")
    hurts = [hurt for hurt in step.get("hurt") or () if isinstance(hurt, Mapping)]
    words += [f"hurt at rep {hurt.get('rep', '-')}" for hurt in hurts]
    return ", ".join(words)


def _edits(body: Body) -> Iterable[Block]:
    for edit in body.get("edits") or ():
        if isinstance(edit, Mapping):
            when = moment_of(edit.get("at"))
            day = f"{full_day(when.date())}: " if when else ""
            was = edit.get("was")
            was_words = "-" if was is None or was == "" else str(was)
            yield Paragraph(one_line(f"{day}{_field(_text(edit, 'field'))} was {was_words}", MUTED))


def _field(name: str) -> str:
    return {"before.pain": "pain before", "after.pain": "pain after"}.get(name, name)


def _minutes(entry: Entry) -> str:
    body: Body = entry
    active = _number(body.get("active_s"))
    return minutes(active) if body.get("kind") == "session" and active else ""


def _mark(entry: Entry, *, demo: bool) -> str:
    body: Body = entry
    if body.get("kind") != "session":
        return ""
    speed = _number(body.get("speed"))
    if speed not in (None, 1) and not demo:
        return f"at {speed:g} times"
    return "interrupted" if body.get("status") == "interrupted" else ""


def _pain(value: object) -> int | None:
    return value if isinstance(value, int) and is_pain(value) else None


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _text(body: Body, field: str) -> str:
    value = body.get(field)
    return value if isinstance(value, str) else ""


def _table(body: Body, field: str) -> Body:
    value = body.get(field)
    return value if isinstance(value, Mapping) else {}
