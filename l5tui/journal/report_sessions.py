"""What a report says of sessions, doses, stops, and what came after (clinical data, h, 7 to 9)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from l5tui.domain.entry_reading import Body, at_other_speed, number, pain, practised_s, table, tables, text
from l5tui.domain.next_morning import ANSWERS
from l5tui.domain.pain_zones import NEXT_DAY
from l5tui.domain.programme_entries import every_taken
from l5tui.domain.progression.grade import Grade
from l5tui.domain.safety.restrictions import ANY_EXERCISE, Effect
from l5tui.domain.safety.state import SafetyState
from l5tui.domain.safety.stop_page import felt_words
from l5tui.domain.safety.stop_rules import felt_of, stopped_by_rule
from l5tui.domain.safety.words import EFFECTS, clearance_words, reasons
from l5tui.journal.numbers import after_minus_before, done_by_exercise, next_mornings
from l5tui.journal.report_facts import EVENTS, MOST, Facts, counts, joined, many, median_words, newest_of, short
from l5tui.journal.report_signs import NEW_SIGNS, what_it_was

WEEKS: Final = 8
"""The most weeks whose minutes are listed."""


def sessions_done(facts: Facts) -> Iterator[str]:
    """Section h, 7."""
    if facts.sessions:
        names = Counter(text(table(body, "routine"), "name") for _, body in facts.sessions)
        usual, times = names.most_common(1)[0]
        count, on = len(facts.sessions), len({day for day, _ in facts.sessions})
        usual = short(usual)
        most = f"Most often {usual} ({times} times)." if len(names) > 1 else f"All of {usual}."
        why = Counter(_why_short(body) for _, body in facts.sessions if body.get("status") != "complete")
        whole = count - why.total()
        not_whole = joined(f"{reason} {number}" for reason, number in why.most_common())
        ends = f"{whole} to the end, {count - whole} not ({not_whole})" if why else "all to the end"
        yield f"{many(count, 'session')} on {many(on, 'day')}, {ends}. {most}"
        yield f"Minutes practised a week: {_minutes(facts)}."
        yield f"By exercise, in sessions (repetitions, seconds held): {'; '.join(_by_exercise(facts))}."
    else:
        yield "No session."
    fast = sum(at_other_speed(body, demo=facts.demo) is not None for _, body in facts.within)  # type: ignore[arg-type]
    if fast:
        yield f"{many(fast, 'session')} at another speed, to try things out, left out."
    yield from newest_of([*_programmes(facts)], EVENTS)
    care = Counter(text(body, "what") for _, body in facts.within if body.get("kind") == "care")
    if care:
        yield f"Other care noted: {counts(care, _minutes_of_care(facts))}."
    if facts.state is not None:
        if rows := _restrictions(facts, facts.state):
            yield f"By the safety answers: {'; '.join(rows)}."
        cleared = [one for one in facts.state.positive_answers if one.cleared is not None]
        if cleared:
            words = [
                f"{one.question.id} {one.question.short} ({clearance_words(one.cleared)})"
                for one in cleared
                if one.cleared
            ]
            yield f"Cleared: {'; '.join(words)}."


def _programmes(facts: Facts) -> Iterator[str]:
    """Each programme that was followed in the period, ended ones too, with all of its versions; oldest first."""
    followed: dict[str, list[Body]] = {}
    for _, body in facts.sessions:
        if name := text(table(body, "programme"), "id"):
            followed.setdefault(name, []).append(body)
    titles = {one.id: (one.title, one.by) for one in every_taken(facts.entries).values()}
    if (its := facts.programme) is not None and its.sessions:
        followed.setdefault(its.id, [])
        titles[its.id] = its.title, its.by
    for name, bodies in followed.items():
        answers = Counter(str(body.get("answer")).replace("_", " ") for body in bodies if body.get("answer"))
        said = f"; could be done: {counts(answers)}" if answers else ""
        title, by = map(short, titles.get(name, (name, "")))
        yield f'Programme "{title}"{f" by {by}" if by else ""}: {many(len(bodies), "session")}{said}.'


def _restrictions(facts: Facts, state: SafetyState) -> list[str]:
    """`off: Cat-cow (cow), by A3 Spinal stenosis`: what each answer switches off, eases or warns about."""
    found: dict[tuple[Effect, str], list[str]] = {}
    for row in sorted(state.restrictions, key=lambda row: -row.effect):
        name = "every exercise" if row.exercise == ANY_EXERCISE else facts.content.names.get(row.exercise, row.exercise)
        found.setdefault((row.effect, row.question), []).append(f"{name}{f' ({row.phase})' if row.phase else ''}")
    why = reasons(facts.safety)
    return [
        f"{EFFECTS[effect]}: {joined(names)}, by {question} {why.get(question, '')}".rstrip()
        for (effect, question), names in found.items()
    ]


def _by_exercise(facts: Facts) -> Iterator[str]:
    """How often each exercise was done, and the repetitions and seconds held, the most frequent first."""
    times: Counter[str] = Counter()
    for _, body in facts.sessions:
        steps = [step for step in tables(body, "steps") if (number(step.get("seconds")) or 0) > 0]
        times.update({text(step, "exercise") for step in steps})
    done: dict[str, list[str]] = {}
    for one in done_by_exercise(body for _, body in facts.sessions):
        done.setdefault(one.exercise, []).append(
            f"{one.side or ''} {one.reps}{f', {one.held_s:.0f} s' if one.held_s else ''}".strip()
        )
    for name, count in times.most_common(MOST):
        yield f"{short(facts.content.names.get(name, name))} {count} ({' / '.join(done.get(name, ('0',)))})"
    if len(times) > MOST:
        yield f"and {len(times) - MOST} more"


def _minutes_of_care(facts: Facts) -> dict[str, float]:
    found: dict[str, float] = {}
    for _, body in facts.within:
        if body.get("kind") == "care" and (minutes := number(body.get("minutes")) or 0) > 0:
            found[text(body, "what")] = found.get(text(body, "what"), 0) + minutes
    return found


def _minutes(facts: Facts) -> str:
    """Minutes by weeks that end on the last day, oldest first."""
    weeks: dict[int, float] = {}
    for day, body in facts.sessions:
        back = (facts.until - day).days // 7
        weeks[back] = weeks.get(back, 0) + practised_s(body) / 60
    shown = range(min(max(weeks), WEEKS - 1), -1, -1)
    words = ", ".join(f"{weeks.get(back, 0):.0f}" for back in shown)
    return f"{words} (the newest {len(shown)} weeks)" if max(weeks) >= WEEKS else f"{words} (oldest first)"


def doses(facts: Facts) -> Iterator[str]:
    """Section h, 8."""
    done = {text(step, "exercise") for _, body in facts.sessions for step in tables(body, "steps")}
    levels = [
        f"{one.exercise.name} level {one.level} of {one.top} ({one.said(one.level)})"
        for name, one in facts.history.exercises.items()
        if name in done
    ]
    if facts.programme is not None:
        levels += [
            f"{facts.content.names.get(name, name)} {dose.words} (programme)"
            for name, dose in facts.programme.exercises.items()
        ]
    if levels:
        yield f"Doses now: {'; '.join(levels)}."
    graded = [one for one in facts.history.sessions if facts.since <= one.day <= facts.until]
    grades = Counter(one.grade for one in graded)
    shown = (Grade.GREEN, Grade.AMBER, Grade.RED)
    if graded:
        others = len(graded) - sum(grades[grade] for grade in shown)
        yield f"Grades: {', '.join(f'{grade} {grades[grade]}' for grade in shown)}; without a grade {others}."
    changes = sorted(
        (change.on, f"{one.exercise.name} {one.said(change.was)} -> {one.said(change.to)}: {change.why}")
        for one in facts.history.exercises.values()
        for change in one.changes
        if facts.since <= change.on <= facts.until and change.was != change.to
    )
    if facts.sessions and not changes:
        yield "Dose changes: none."
    if changes:
        lines = [f"{facts.day_words(on)} {words}" for on, words in changes]
        yield f"Dose changes: {'; '.join(newest_of(lines, EVENTS))}."
    stops = [f"{facts.day_words(day)} {words}" for day, body in facts.sessions for words in _stops_of(facts, body)]
    yield f"Stops: {'; '.join(newest_of(stops, EVENTS))}." if stops else "Stops: none."
    early = sum(body.get("stop") == "person" for _, body in facts.sessions)
    if early:
        yield f"Ended early by the person: {many(early, 'session')}."


def _stops_of(facts: Facts, body: Body) -> Iterator[str]:
    """The rule that stopped a session, or else what hurt in it."""
    stop = body.get("stop")
    hurts = [
        (facts.content.names.get(text(step, "exercise"), text(step, "exercise")), hurt)
        for step in tables(body, "steps")
        for hurt in tables(step, "hurt")
    ]
    where = f" in {hurts[-1][0]}" if hurts else ""
    if stopped_by_rule(stop):
        yield f"{text(body, 'stop')} {what_it_was(body)}{where}"
        return
    for exercise, hurt in hurts:
        if felt_of(text(hurt, "answer")) not in NEW_SIGNS:  # those are events, which stand above
            score = pain(hurt.get("pain"))
            words = felt_words(text(hurt, "answer"))
            yield f"it hurt in {exercise}: {words}{'' if score is None else f', {score}'}"


def afterwards(facts: Facts) -> Iterator[str]:
    """Section h, 9."""
    if not facts.sessions:
        return
    sessions = [body for _, body in facts.sessions]
    said = next_mornings(sessions, facts.now)
    counts = zip(ANSWERS, (said.better, said.same, said.worse), strict=True)
    known = ", ".join(f"{NEXT_DAY[answer]} {count}" for answer, count in counts)
    to_come = f"; {said.to_come} still to come" if said.to_come else ""
    yield f"Next morning: {known}; not answered {said.unanswered}{to_come}."
    pairs = after_minus_before(sessions)
    if pairs.median is not None:
        span = f"{pairs.lowest:+d} to {pairs.highest:+d}"
        moved = f"median {median_words(pairs.median, sign=True)}, {span}, n = {pairs.n}"
        yield f"After minus before: {moved}, right after a session only."


def _why_short(body: Body) -> str:
    """Why a session didn't come to its end with everything done."""
    if stopped_by_rule(body.get("stop")):
        return "stopped for a sign or a score"
    if body.get("stop") == "person":
        return "ended by the person"
    return "cut off" if body.get("status") == "interrupted" else "something skipped or cut short"
