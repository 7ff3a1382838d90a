"""The page with all of an entry.

First come the scores and the note, then what was done and for how long, then details: later changes with the old
values, and fields that this version doesn't know.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Final

from textual.content import Content

from l5tui.domain import rmdq
from l5tui.domain.entry import Entry
from l5tui.domain.entry_reading import (
    STATUS,
    Body,
    at_other_speed,
    corrections,
    mapping,
    number,
    pain,
    practised_s,
    rank,
    scores,
    table,
    tables,
    text,
    texts,
    was_practised,
)
from l5tui.domain.entry_times import moment_of
from l5tui.domain.pain import PLACES, show_pain
from l5tui.domain.place import place_changes
from l5tui.domain.programme import ANSWERS
from l5tui.domain.programme_entries import Taken, version_words
from l5tui.domain.safety.stop_page import STOPPED_BY, WHAT_IT_WAS, felt_words, limit_words
from l5tui.domain.safety.stop_rules import HurtAnswer, stopped_by_rule, stops_for_today
from l5tui.domain.time_words import full_day, spent
from l5tui.engine.summary import shortened
from l5tui.journal.field_paths import value_of
from l5tui.tui.journal.entry_words import NOTHING, change_of, name_of, pair_of, pair_words
from l5tui.tui.journal.step_fields import step_name
from l5tui.tui.widgets.page_blocks import Block, Gap, Paragraph
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, one_line, plain

DETAIL_LABEL_COLUMNS: Final = 9
"""Columns for the name of a detail."""
INDENT, SIDE = 2, 7
"""Columns before a step, and for its side."""
SIDES: Final = ("left", "right")
ENDED: Final = {"person": "ended early", **WHAT_IT_WAS}
NEXT_DAY: Final = {"better": "better", "same": "about the same", "worse": "worse"}
OUTCOMES: Final = {"skipped": "not done", "off": "left out", "partial": "part of it"}
WORDS_OF: Final[Mapping[str, Mapping[str, str]]] = {
    "status": STATUS,
    "stop": STOPPED_BY,
    "outcome": {"done": "done", **OUTCOMES},
    "answer": {str(one): words for one, words in ANSWERS.items()},
}
"""The words for what a field had."""
DID: Final = "What you did"
TICKED: Final = "What you ticked"
CHANGED: Final = "Changed later"
MORE: Final = "Not known to this version"
FIELDS: Final = {
    "before.pain": "pain before",
    "after.pain": "pain after",
    "score": "how hard",
    "kinds": "felt",
    "worst": "highest",
    "next_day": "next day",
    "answer": "as written?",
    "started": "began",
    "status": "done",
    "stop": "stopped by",
    "ticks": "ticked",
    **{f"{when}.{side}": f"{side} {when}" for when in ("before", "after") for side in ("left", "right")},
    **{f"{when}.kinds": f"felt {when}" for when in ("before", "after")},
}
"""The names of fields that can be corrected; other fields are shown by their own names."""
STEP_FIELDS: Final = {"reps": ", times", "seconds": ", seconds in all", "held": ", seconds held", "outcome": ""}
"""What follows the name of an exercise; repetitions that were only begun follow from the others."""
WITH_THE_BEGINNING: Final = frozenset({"ended", "before.at", "after.at", "tz"})
"""Times that move when it is corrected when an entry began; their old values say nothing more."""
COMMON: Final = frozenset({"uid", "schema", "kind", "started", "ended", "tz", "app", "deleted", "edits", "note"})
KNOWN: Final = {
    "session": frozenset(
        {
            *("status", "stop", "active_s", "paused_s", "speed", "routine", "before", "after", "worst", "next_day"),
            *("programme", "answer", "clock_step_s", "steps"),
        }
    ),
    "log": frozenset({"pain", "left", "right", "kinds"}),
    "care": frozenset({"what", "minutes"}),
    "activity": frozenset({"name", "score"}),
    "week": frozenset({"pain"}),
    "form": frozenset({"name", "ticks"}),
}
"""The known fields of each kind."""
LONGEST: Final = 200
"""The most characters that are shown of an unknown field."""


def page(
    entry: Entry,
    names: Mapping[str, str],
    *,
    demo: bool = False,
    taken: Mapping[tuple[str, int], Taken] | None = None,
    chart: Iterable[Block] = (),
) -> list[Block]:
    """The page with all of an entry.

    Args:
        entry: the entry to show.
        names: the names of exercises and their forms, by id.
        demo: the entry is from the demo's journal, in which sessions at any speed count.
        taken: each programme that was taken, by its id and version.
        chart: the small chart of the question that the entry answers.
    """
    body: Body = entry
    blocks: list[Block] = [Paragraph(plain(_when(body), STRONG)), Paragraph(one_line(_what(entry), MUTED))]
    facts = [fact for fact in _detail_rows(entry, taken or {}, demo=demo) if fact[1]]
    if facts:
        blocks.append(Gap())
        blocks += [
            Paragraph(one_line(words, TEXT), plain(name, MUTED), indent=DETAIL_LABEL_COLUMNS) for name, words in facts
        ]
    note = text(body, "note").strip("\n")
    if note:
        blocks += [Gap(), *(Paragraph(plain(line, TEXT)) for line in note.splitlines())]
    blocks += chart
    for title, lines in (
        (DID, _steps(body, names)),
        (TICKED, _statements(body)),
        (CHANGED, _edits(body, names)),
        (MORE, _unknown(body)),
    ):
        if shown := list(lines):
            blocks += [Gap(), Paragraph(plain(title, STRONG if title == DID else MUTED)), *shown]
    return blocks


def _when(body: Body) -> str:
    when = moment_of(body.get("started"))
    return f"{full_day(when.date())} {when.year}, {when:%H:%M}" if when else NOTHING


def _what(entry: Entry) -> str:
    """`Full L5, 5 of 7 exercises, 12:40 practised`."""
    body: Body = entry
    parts = [name_of(entry)]
    if entry.get("kind") == "session":
        done = [_exercise_done(steps) for _, steps in _by_exercise(body)]
        if done:
            parts.append(f"{sum(done)} of {len(done)} exercise{'s' if len(done) != 1 else ''}")
        parts.append(f"{spent(practised_s(body))} practised" if was_practised(body) else "nothing practised")
    return ", ".join(parts)


def _detail_rows(entry: Entry, taken: Mapping[tuple[str, int], Taken], *, demo: bool) -> Iterable[tuple[str, str]]:
    body: Body = entry
    match body.get("kind"):
        case "session":
            after_stop = f", after {show_pain(scores(entry)[1])}" if stops_for_today(entry.get("stop")) else ""
            yield "pain", f"{pair_words(entry)}{after_stop}, {change_of(entry, demo=True)}"
            before, after = table(body, "before"), table(body, "after")
            changes = {} if stopped_by_rule(body.get("stop")) else dict(place_changes(body))
            for side in SIDES:
                words = [_pain_places(_place(before, side), _place(after, side)), changes.get(side, "")]
                yield side, ", ".join(word for word in words if word)
            yield "during", changes.get("", "")
            yield "highest", show_pain(pain(body.get("worst"))) if body.get("worst") is not None else ""
            its = table(body, "programme")
            version = its.get("version")
            programme = taken.get((text(its, "id"), version if isinstance(version, int) else 0))
            yield "plan", _programme(body, its, programme.title if programme else "")
            yield "next day", NEXT_DAY.get(text(body, "next_day"), "")
            held = limit_words(body.get("worst"), programme.limits.stop_from if programme else None)
            stop = text(body, "stop")
            ended = (STATUS.get(text(body, "status"), ""), (held if stop == "S2" else "") or ENDED.get(stop, ""))
            yield "done", ", ".join(words for words in ended if words)
            paused = number(body.get("paused_s")) or 0
            yield "paused", spent(paused) if paused >= 1 else ""
            yield "clock", _clock_step(number(body.get("clock_step_s")) or 0)
            speed = at_other_speed(entry, demo=demo)
            yield "speed", f"{speed:g} times, so it isn't in the chart" if speed is not None else ""
        case "log":
            yield "pain", pair_words(entry)
            for side in SIDES:
                yield side, _place(body, side)
        case "care":
            minutes = number(body.get("minutes"))
            yield "how long", f"{minutes:g} min" if minutes else ""
        case "activity":
            yield "how hard", " ".join(pair_of(entry))
        case "week":
            yield "average", " ".join(pair_of(entry))
        case "form":
            yield "ticked", " ".join(pair_of(entry))


def _programme(body: Body, its: Body, title: str) -> str:
    """The programme that was in force, and the answer to its question: `Weeks 1 to 6, version 1, too hard`."""
    answer = next((words for one, words in ANSWERS.items() if one == body.get("answer")), "")
    named = version_words({**its, "title": title}) if text(its, "id") else ""
    return ", ".join(part for part in (named, answer) if part)


def _clock_step(seconds: float) -> str:
    """`set back by 1:00:00 meanwhile`; empty if the clock wasn't set."""
    if not seconds:
        return ""
    length = timedelta(seconds=round(abs(seconds)))
    return f"set {'back' if seconds < 0 else 'forward'} by {length} meanwhile"


def _pain_places(before: str, after: str) -> str:
    """`buttock → low back, side`; one place if both are the same."""
    if before == after:
        return before
    return f"{before or NOTHING} → {after or NOTHING}"


def _place(body: Body, side: str) -> str:
    """`calf or shin (tingling)`; plain pain isn't mentioned."""
    furthest = rank(body, side)
    place = "" if furthest is None else PLACES[furthest]
    kinds = [kind for kind in texts(table(body, "kinds"), side) if kind != "pain"]
    return f"{place} ({', '.join(kinds)})".strip() if kinds else place


# What was done


def _by_exercise(body: Body) -> Iterator[tuple[str, list[Body]]]:
    """What was done of each step of the routine, with the sides that were done alike.

    The entry has a row for each side of a step, and not which step that is. A side that comes again, another level and
    another form belong to another step of that exercise: the heading of a group says them for all its rows.
    """
    group: list[Body] = []
    for row in tables(body, "steps"):
        same = group and all(row.get(key) == group[0].get(key) for key in ("exercise", "level", "variant"))
        if group and (not same or text(row, "side") in [text(one, "side") for one in group]):
            yield text(group[0], "exercise"), group
            group = []
        group.append(row)
    if group:
        yield text(group[0], "exercise"), group


def _exercise_done(steps: list[Body]) -> bool:
    """Whether the whole exercise was done, on both sides."""
    return all(text(step, "outcome") == "done" for step in steps)


def _steps(body: Body, names: Mapping[str, str]) -> Iterable[Block]:
    """An exercise, and a row for each side: repetitions, seconds held and in all, and the outcome."""
    for exercise, steps in _by_exercise(body):
        name = names.get(exercise) or exercise or NOTHING
        for step in steps:
            if name:
                ladder = [f"level {level:g}"] if (level := number(step.get("level"))) is not None else []
                how = ", ".join([*ladder, *([names.get(form, form)] if (form := text(step, "variant")) else [])])
                yield Paragraph(one_line(name, TEXT) + Content("  ") + one_line(how, MUTED))
                name = ""
            side = text(step, "side")
            words = _step_words(step)
            mark = Content(" " * INDENT) + one_line(side, MUTED)
            yield Paragraph(one_line(words, MUTED), mark, indent=INDENT + SIDE if side else INDENT)


def _step_words(step: Body) -> str:
    outcome = text(step, "outcome")
    reps, planned = number(step.get("reps")), number(step.get("planned_reps"))
    seconds, held = number(step.get("seconds")) or 0, number(step.get("held")) or 0
    words = [OUTCOMES[outcome]] if outcome in OUTCOMES else []
    if reps or seconds:
        words.append(f"{reps or 0:g} of {planned:g}" if planned is not None else f"{reps or 0:g} times")
        words += shortened(number(step.get("partial_reps")) or 0)
        words += [f"held {_seconds(held)}"] if held else []
        words.append(f"{_seconds(seconds)} in all")
    return ", ".join([*words, *(_hurt(hurt) for hurt in tables(step, "hurt"))]) or NOTHING


def _hurt(hurt: Body) -> str:
    """`hurt at rep 5 (hold, sharp or shooting, pain 6)`. Unknown words of a newer version are shown unchanged."""
    rep, score = number(hurt.get("rep")), pain(hurt.get("pain"))
    answer = text(hurt, "answer")
    details = [text(hurt, "phase").replace("_", " "), felt_words(answer), f"pain {score}" if score is not None else ""]
    if isinstance(settled := hurt.get("settled"), bool):
        details.append("settled" if settled else "did not settle")
    elif answer == HurtAnswer.SPREADING:
        details.append("not known whether it settled")
    said = ", ".join(detail for detail in details if detail)
    return "hurt" + (f" at rep {rep:g}" if rep is not None else "") + (f" ({said})" if said else "")


def _seconds(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 100 else spent(seconds)


# Details


def _statements(body: Body) -> Iterable[Block]:
    """The ticked statements of the RMDQ in their exact wording, and its source."""
    ticks = body.get("ticks")
    if body.get("kind") != "form" or text(body, "name") != rmdq.RMDQ or not isinstance(ticks, list):
        return
    for at, statement in enumerate(rmdq.STATEMENTS, 1):
        if at in ticks:
            yield Paragraph(plain(statement, TEXT), plain(f"{at:>2}", MUTED), indent=4)
    yield Paragraph(plain(f"{rmdq.NAME}. {rmdq.SOURCE}", MUTED))


def _edits(body: Body, names: Mapping[str, str]) -> Iterable[Block]:
    """The old values, with the day of the change."""
    edits = corrections(body)
    moved = {edit.get("at") for edit in edits if edit.get("field") == "started"}
    for edit in edits:
        when = moment_of(edit.get("at"))
        field = text(edit, "field")
        if field in WITH_THE_BEGINNING and edit.get("at") in moved:
            continue
        name = _step_field(field, body, names) if field.startswith("steps.") else FIELDS.get(field, field)
        if name:
            day = f"{full_day(when.date())}, {when:%H:%M}: " if when else ""
            yield Paragraph(one_line(f"{day}{name} was {_was(field, edit.get('was', edit.get('written')))}", MUTED))


def _step_field(field: str, body: Body, names: Mapping[str, str]) -> str:
    """`Bird dog, left, times` for `steps.3.reps`; empty for what isn't shown."""
    step, _, part = field.rpartition(".")
    words = STEP_FIELDS.get(part)
    return "" if words is None else step_name(mapping(value_of(body, step)), names) + words


def _was(field: str, value: object) -> str:
    name = field.rpartition(".")[2]
    if name in SIDES and (place := rank({name: value}, name)) is not None:
        return PLACES[place]
    if name == "kinds" and isinstance(value, Mapping):
        felt = (f"{side} {', '.join(kinds)}" for side in SIDES if (kinds := texts(value, side)))
        return "; ".join(felt) or NOTHING
    if name in ("started", "ended") and (when := moment_of(value)):
        return f"{full_day(when.date())} {when.year}, {when:%H:%M}"
    if name == "ticks" and isinstance(value, list):
        return f"{rmdq.score_of(value)} of {rmdq.HIGHEST}" + (f": {', '.join(map(str, value))}" if value else "")
    if name == "routine":
        return text(mapping(value), "name") or NOTHING
    if isinstance(value, str) and value in (words := WORDS_OF.get(name, {})):
        return words[value]
    if isinstance(value, float):
        return f"{value:.0f}"
    return NOTHING if value is None or value == "" else str(value)


def _unknown(body: Body) -> Iterable[Block]:
    """Fields that a newer version wrote, unchanged."""
    kind = text(body, "kind")
    for field, value in body.items():
        if field not in COMMON | KNOWN.get(kind, frozenset()):
            yield Paragraph(one_line(f"{field}: {str(value)[:LONGEST]}", MUTED))
