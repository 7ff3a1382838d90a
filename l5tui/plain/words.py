"""The texts of a session in plain lines.

The first repetition on a side gets whole sentences; later ones are short, because a screen reader must finish before
the count does. For the same reason a phase says only what it has time for, and the rest of it is said while the person
gets ready. Every number is the segment's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from l5tui.domain.entry import SessionEntry, StepDone
from l5tui.domain.pain import show_pain
from l5tui.domain.safety.questions import Safety
from l5tui.domain.safety.stop_page import words_after_stop
from l5tui.domain.safety.stop_rules import NOT_TODAY
from l5tui.domain.time_words import clock, minutes, spent
from l5tui.engine.cues import WORDS_A_SECOND
from l5tui.engine.moment import Moment
from l5tui.engine.moment_words import BREATH, at_its_longest, coming, cue, pause_reason_words, repetition, side_words
from l5tui.engine.plan import SETUPS, Plan, PlanStep, Segment, SegmentKind
from l5tui.engine.summary import (
    EASIER,
    by_exercise,
    in_all_words,
    outcome_words,
    practised_words,
    session_change,
    shortened,
    was_eased,
    where_it_hurt,
)

LONG_ENOUGH_S: Final = 5
"""Seconds; segments of at least this length are counted down."""
UNHURRIED_S: Final = 7
"""Seconds; phases of at least this length leave a screen reader time for what is next, and for more than the last three
numbers."""
READY: Final = "Get ready."
AS_LINES: Final = "Without a terminal each key is a line; an empty line is space."


def outline(plan: Plan, changed: Iterable[str]) -> Iterator[str]:
    """The session before it begins: the exercises in order, the total time, and what is left out or eased and why.

    Args:
        plan: the session's plan.
        changed: what the safety answers leave out of it or ease in it.
    """
    live = [step for step in plan.steps if not step.off]
    count = f"{len(live)} exercise{'s' if len(live) != 1 else ''}"
    practice = clock(plan.practice_s * 1000)
    yield f"{plan.name}: {count}, {minutes(plan.total_s)} ({clock(plan.total_s * 1000)}), {practice} of it practice."
    for number, step in enumerate(live, 1):
        yield f"{number}. {step.name}"
        yield from (f"Take care: {note}" for note in step.notes)
    yield from (f"{line}." for line in changed)


def announced(moment: Moment, go_on: str, segments: Iterable[Segment] = ()) -> Iterator[str]:
    """The lines when a segment begins.

    Args:
        moment: the moment at which it begins.
        go_on: the key that ends it in own pace.
        segments: those of the session. In a set-up they say what the exercise's phases will have no time for.
    """
    segment, step = moment.segment, moment.step
    if segment is None or step is None:
        return
    if segment.kind in SETUPS:
        left = f"{clock(moment.total_left_ms)} left in all."
        yield f"{step.name}, {moment.number} of {moment.count}. {_amount(step)} {left}"
        yield f"{segment.label}, {_seconds(segment, go_on)}. {_sentence(segment.cue)}".rstrip()
        if step.form:
            yield step.form
        yield from _said_before(segments, segment, step, go_on)
        yield from (f"Take care: {note}" for note in step.notes)
        yield _next(moment)
    elif segment.kind is SegmentKind.PHASE:
        yield _phase(segment, step, go_on)
        if segment.rep == 1 and (segment.seconds or 0) >= UNHURRIED_S:
            yield _next(moment)
    else:
        yield f"{segment.label}, {_seconds(segment, go_on)}. {cue(moment)}"


def state(moment: Moment) -> str:
    """The session's position in one line."""
    segment, step = moment.segment, moment.step
    if segment is None or step is None:
        return "That was all of it."
    where = ", ".join(one for one in (step.name, *_where(segment, step), repetition(moment)) if one)
    left = "your own pace" if moment.own_pace else f"{_of(moment.seconds)} left"
    paused = "Paused. " if moment.paused else ""
    return f"{paused}{segment.label}, {left}. {where}. {clock(moment.total_left_ms)} left in all."


def paused(moment: Moment, go_on: str) -> str:
    """The line when the session is paused."""
    left = "" if moment.own_pace else f", {_of(moment.seconds)} left"
    return f"{pause_reason_words(moment)} Paused{left}. {_sentence_of(go_on)} goes on.".lstrip()


def lengthened(moment: Moment) -> str:
    """The line when seconds were added or removed."""
    longest = at_its_longest(moment)
    return f"{_of(moment.seconds)} left now{f'; {longest}' if longest else ''}."


def unchanged(moment: Moment) -> str:
    """The line when no seconds could be added or removed."""
    if longest := at_its_longest(moment):
        return f"Nothing changed: {longest}."
    return "Nothing changed: ten seconds more or less are for a hold, a rest and getting ready."


def going_on(moment: Moment) -> str:
    """The line when the session continues."""
    segment, step = moment.segment, moment.step
    if segment is None or step is None:
        return ""
    left = "your own pace" if moment.own_pace else f"{_of(moment.seconds)} left"
    return ", ".join([segment.label, *_where(segment, step), left]) + "."


def pace(go_on: str, *, own: bool) -> str:
    """The line when the pace changes."""
    return f"Own pace. {_sentence_of(go_on)} is the next step." if own else "The count decides again."


def summed_up(entry: SessionEntry, plan: Plan, *, saved: bool, safety: Safety | None = None) -> Iterator[str]:
    """The lines after a session: the two scores, a word for the change, and what was really done.

    After a rule that stops for today, the rule's own text comes first, with whom to ask, and scores aren't compared.
    """
    yield f"{entry['routine']['name']}: {outcome_words(entry)}."
    if entry["stop"] in NOT_TODAY:
        heading, said, next_time = words_after_stop(entry, safety)
        yield from (_sentence(heading), said, next_time)
    else:
        before, after = entry["before"]["pain"], entry["after"]["pain"]
        word, sentence = session_change(entry)
        yield f"Before {show_pain(before)}, after {show_pain(after)}: {word}. {sentence}"
    yield f"What you did: {practised_words(entry, plan)}, {in_all_words(entry)}."
    for planned, steps in by_exercise(entry, plan):
        form = f", {EASIER}" if was_eased(planned, steps) else ""
        yield f"{planned.name}: {'; '.join(_did(step) for step in steps)}{form}."
    yield "Saved in your journal." if saved else "Not saved yet; the next start offers it again."


def _did(step: StepDone) -> str:
    side = f"{step['side']} " if step["side"] else ""
    if step["outcome"] == "off":
        return f"{side}left out"
    hurt = where_it_hurt(step)
    if step["outcome"] == "skipped":
        words = [f"{side}not done"]
    else:
        done = f"{side}{step['reps']} of {step['planned_reps']}"
        words = [done, *shortened(step["partial_reps"] or 0), spent(step["seconds"])]
    return ", ".join([*words, hurt] if hurt else words)


def _phase(segment: Segment, step: PlanStep, go_on: str) -> str:
    if segment.rep > 1:
        return _head(segment, step, go_on)
    return " ".join(_that_fit(segment, step, go_on))


def _head(segment: Segment, step: PlanStep, go_on: str) -> str:
    reps = f"rep {segment.rep} of {step.reps_on(segment.side)}"
    return f"{', '.join([segment.label, *_where(segment, step), reps, _seconds(segment, go_on)])}."


def _that_fit(segment: Segment, step: PlanStep, go_on: str) -> list[str]:
    """What a phase begins with: what it is, then what to do and how to breathe, as far as there is time to hear it."""
    found = [part for part in (_head(segment, step, go_on), _sentence(segment.cue), _breath(segment)) if part]
    room = None if segment.seconds is None else segment.seconds * WORDS_A_SECOND
    while room is not None and len(found) > 1 and len(" ".join(found).split()) > room:
        found.pop()
    return found


def _breath(segment: Segment) -> str:
    return _sentence(BREATH.get(segment.breath or "", ""))


def _said_before(segments: Iterable[Segment], setup: Segment, step: PlanStep, go_on: str) -> Iterator[str]:
    """What to do in each phase of the exercise that has no time to say it."""
    said: set[str | None] = set()
    for one in segments:
        if one.step == setup.step and one.phase and one.phase not in said:
            said.add(one.phase)
            if one.cue and len(_that_fit(one, step, go_on)) == 1:
                yield f"{one.label}: {_sentence(one.cue)} {_breath(one)}".rstrip()


def _where(segment: Segment, step: PlanStep) -> list[str]:
    return [side_words(step, segment.side)] if segment.side else []


def _amount(step: PlanStep) -> str:
    """How many repetitions: `10 repetitions a side, left first.`, `6 repetitions left, 3 right.`"""
    reps = f"repetition{'s' if step.reps_on(step.sides[0]) != 1 else ''}"
    if step.side_reps or (len(step.sides) == 1 and step.sides[0]):
        first, *others = [(side.value, step.reps_on(side)) for side in step.sides if side]
        rest = "".join(f", {count} {side}" for side, count in others) or " only"
        return f"{first[1]} {reps} {first[0]}{rest}."
    each = f" a side, {step.sides[0].value} first" if step.sides[0] else ""
    return f"{step.reps} {reps}{each}."


def _next(moment: Moment) -> str:
    first, then = coming(moment)
    return f"Next: {first}{', ' if then else ''}{then}."


def _sentence(words: str) -> str:
    """The words with a capital and a full stop, so that a screen reader pauses between two."""
    if not words:
        return ""
    return f"{words[0].upper()}{words[1:]}{'' if words[-1] in '.!?:' else '.'}"


def _sentence_of(key: str) -> str:
    """A key's name at the beginning of a sentence, with a capital; a sign isn't changed."""
    return key.capitalize() if len(key) > 1 else key


def _seconds(segment: Segment, go_on: str) -> str:
    return f"your own pace, {go_on} when you are done" if segment.seconds is None else _of(segment.seconds)


def _of(seconds: int) -> str:
    return f"{seconds} second{'s' if seconds != 1 else ''}"
