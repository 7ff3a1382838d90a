"""What the entries of a period say, section by section of a report (clinical data, section h)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Final

from l5tui.config.output import printable, shortened
from l5tui.domain import rmdq
from l5tui.domain.entry import Entry
from l5tui.domain.entry_reading import (
    Body,
    at_other_speed,
    number,
    pain,
    practised,
    practised_s,
    rank,
    table,
    tables,
    text,
    texts,
)
from l5tui.domain.entry_times import instant, local_date
from l5tui.domain.next_morning import ANSWERS
from l5tui.domain.pain import KINDS, PLACES, change_word
from l5tui.domain.pain_zones import NEXT_DAY
from l5tui.domain.place import FURTHER, SIDES, change_of_place
from l5tui.domain.programme import Programme
from l5tui.domain.progression.grade import Grade
from l5tui.domain.progression.levels import DoseHistory, dose_history
from l5tui.domain.regular_questions import name_key, score_in
from l5tui.domain.safety.fold import safety_state
from l5tui.domain.safety.questions import Level, Safety, yes_to
from l5tui.domain.safety.restrictions import ANY_EXERCISE, Effect
from l5tui.domain.safety.state import SafetyState
from l5tui.domain.safety.stop_page import WHAT_IT_WAS, felt_words
from l5tui.domain.safety.stop_rules import HurtAnswer, felt_of, stopped_by_rule
from l5tui.domain.safety.words import EFFECTS, clearance_words, day_of, positive_answer_line, reasons
from l5tui.domain.time_words import MONTHS
from l5tui.journal.numbers import after_minus_before, done_by_exercise, next_mornings
from l5tui.journal.report_decisions import notes_shown
from l5tui.journal.trends import Day, days, first_and_newest_week, median_with_n
from l5tui.library import Content

EVENTS: Final = 4
"""The most events, stops, changes and notes that are listed, the newest of each."""
WEEKS: Final = 8
"""The most weeks whose minutes are listed."""
MOST: Final = 8
"""The most exercises, activities or kinds of care that are named."""
LONGEST_NOTE: Final = 120
NAME: Final = 30
"""The most characters of a name that a person gave."""
_PLACES: Final = tuple(re.sub(r", (.+)", r" (\1)", place) for place in PLACES)
"""The places without a comma, since they stand in sentences."""
_NEW: Final = (HurtAnswer.SPREADING, HurtAnswer.TINGLING, HurtAnswer.WEAK, HurtAnswer.SIGNS)


class Facts:
    """What the entries say of the period, section by section."""

    def __init__(
        self,
        entries: list[Entry],
        since: date,
        until: date,
        now: datetime,
        content: Content,
        programme: Programme | None,
        *,
        demo: bool,
    ) -> None:
        self.entries, self.since, self.until, self.content, self.demo = entries, since, until, content, demo
        self.programme, self.now = programme, now
        self.safety: Safety | None = content.safety
        names = list(content.exercises)
        self.state: SafetyState | None = (
            safety_state(self.safety, entries, now, exercises=names, demo=demo) if self.safety else None
        )
        self.history: DoseHistory = dose_history(
            entries, content.exercises.values(), now, demo=demo, programme=programme
        )
        self.days: list[Day] = days(entries, since, until, demo=demo)
        within = [(day, entry) for entry in entries if (day := self._date(entry)) is not None]
        self.within: list[tuple[date, Body]] = sorted(within, key=lambda pair: instant(pair[1].get("started")))
        self.sessions = [(day, body) for day, body in self.within if practised(body, demo=demo)]

    def _date(self, body: Body | Entry) -> date | None:
        day = local_date(body.get("started"))
        return day if day is not None and self.since <= day <= self.until else None

    def _day(self, day: date) -> str:
        """`22 Nov`, with the year if it isn't that of the report's end."""
        year = f" {day.year}" if day.year != self.until.year else ""
        return f"{day.day} {MONTHS[day.month - 1]}{year}"

    def grave_answers(self) -> Iterator[str]:
        """Section h, 2."""
        if self.safety is None or self.state is None:
            yield "The safety questions can't be read, so what was answered isn't known."
            return
        grave = (Level.EMERGENCY, Level.URGENT)
        known: set[str] = set()
        for one in self.state.positive_answers:
            if one.question.level in grave:
                known.update(one.uids)
                cleared = f"; {clearance_words(one.cleared)}" if one.cleared else ""
                yield f"{positive_answer_line(one)}{cleared}"
        earlier: dict[str, str] = {}
        for _, body in self.within:
            if body.get("kind") != "safety" or text(body, "uid") in known:
                continue
            for question in self.safety.questions:
                if question.level in grave and yes_to(body, question.id) is not None:
                    earlier[question.id] = f"{question.id} {question.short}: {day_of(body.get('started'))}, not since"
        yield from _newest([*earlier.values()], EVENTS)
        if not known and not earlier:
            asked = self.state.asked
            if asked is None:
                yield "The safety questions were not answered to the end."
            elif (day := local_date(asked)) is not None and day > self.until:
                yield f"No emergency or urgent answer in this time, nor later, on {day_of(asked)}."
            else:
                yield f"No emergency or urgent answer on {day_of(asked)}."

    def events(self) -> Iterator[str]:
        """Section h, 3: date, side, place, and what was being done."""
        found = [f"{self._day(day)}: {words}" for day, body in self.within for words in self._events_of(body)]
        yield from _newest(found, EVENTS) if found else ["None noted."]

    def _events_of(self, body: Body) -> Iterator[str]:
        if body.get("kind") == "safety" and body.get("occasion") == "log" and body.get("stop"):
            yield f"{WHAT_IT_WAS.get(text(body, 'stop'), '').removeprefix('stopped: ')}, noted without a session"
        if body.get("kind") != "session":
            return
        name = _short(text(table(body, "routine"), "name")) or "a session"
        for step in tables(body, "steps"):
            for hurt in tables(step, "hurt"):
                answer = text(hurt, "answer")
                if felt_of(answer) not in _NEW:
                    continue
                exercise = self.content.names.get(text(step, "exercise"), text(step, "exercise"))
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

    def scores(self) -> Iterator[str]:
        """Section h, 4."""
        every = [score for day in self.days for score in day.before]
        unanswered = sum(day.unanswered for day in self.days)
        if not every:
            yield f"No score. Not answered: {unanswered}."
            return
        yield f"n = {len(every)}, lowest {min(every)}, highest {max(every)}. Not answered: {unanswered}."
        weeks = first_and_newest_week(self.days, self.until)
        if weeks is not None:
            change = _change(weeks.first, weeks.newest)
            yield (
                f"Median of the first 7 days {_median(weeks.first)} (n = {weeks.first_n}), of the newest 7 days "
                f"{_median(weeks.newest)} (n = {weeks.newest_n}): {change}."
            )
            return
        middle = median_with_n(every)
        few = "First and newest week are not compared: too few scores, or too short a time."
        yield f"Median of all {_median(middle[0])}. {few}" if middle else few

    def places(self) -> Iterator[str]:
        """Section h, 5."""
        said: dict[str, list[tuple[date, int, list[str]]]] = {side: [] for side in SIDES}
        for day, body in self.within:
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
            newest = f"{_PLACES[place]}{f' ({_joined(kinds)})' if kinds else ''}, {self._day(day)}"
            far = f"{_PLACES[furthest[1]]}, {self._day(furthest[0])}"
            all_kinds = f"; kinds {_joined(ever)}" if ever else ""
            yield f"{side.capitalize()}: newest {newest}; furthest in this time {far}{all_kinds}; n = {len(known)}."

    def activities(self) -> Iterator[str]:
        """Section h, 6. Empty without any."""
        names: dict[str, str] = {}
        found: dict[str, dict[str, list[tuple[date, int]]]] = {"activity": {}, "form": {}}
        for day, body in self.within:
            if (kind := text(body, "kind")) in found and (score := score_in(body)) is not None:
                name = text(body, "name")
                names[key := name_key(name)] = name
                found[kind].setdefault(key, []).append((day, score))
        newest = sorted(found["activity"].items(), key=lambda one: one[1][-1][0])
        for key, known in newest[-EVENTS:]:
            first, last = known[0], known[-1]
            later = f", newest {last[1]} ({self._day(last[0])})" if len(known) > 1 else ""
            began = f"first {first[1]} ({self._day(first[0])})"
            yield f'"{_short(names[key])}", 0 no trouble to 10 cannot: {began}{later}, n = {len(known)}.'
        if len(newest) > EVENTS:
            yield f"Other activities, last answered earlier: {len(newest) - EVENTS}."
        for key, known in sorted(found["form"].items(), key=lambda one: one[1][-1][0])[-EVENTS:]:
            whole = f"/{rmdq.HIGHEST}" if key == rmdq.RMDQ else ""
            said = [f"{score}{whole} ({self._day(day)})" for day, score in known[-EVENTS:]]
            word = rmdq.change_word(known[0][1], known[-1][1])
            change = f"; first to newest {word}" if len(known) > 1 and whole else ""
            yield f"{_short(key.upper())}: {', '.join(said)}{change}."

    def sessions_done(self) -> Iterator[str]:
        """Section h, 7."""
        if self.sessions:
            names = Counter(text(table(body, "routine"), "name") for _, body in self.sessions)
            usual, times = names.most_common(1)[0]
            count, on = len(self.sessions), len({day for day, _ in self.sessions})
            usual = _short(usual)
            most = f"Most often {usual} ({times} times)." if len(names) > 1 else f"All of {usual}."
            why = Counter(_why_short(body) for _, body in self.sessions if body.get("status") != "complete")
            whole = count - why.total()
            not_whole = _joined(f"{reason} {number}" for reason, number in why.most_common())
            ends = f"{whole} to the end, {count - whole} not ({not_whole})" if why else "all to the end"
            yield f"{_many(count, 'session')} on {_many(on, 'day')}, {ends}. {most}"
            yield f"Minutes practised a week: {self._minutes()}."
            yield f"By exercise, in sessions (repetitions, seconds held): {'; '.join(self._by_exercise())}."
        else:
            yield "No session."
        fast = sum(at_other_speed(body, demo=self.demo) is not None for _, body in self.within)  # type: ignore[arg-type]
        if fast:
            yield f"{_many(fast, 'session')} at another speed, to try things out, left out."
        if self.programme is not None and self.programme.sessions:
            followed = [body for _, body in self.sessions if table(body, "programme").get("id") == self.programme.id]
            answers = Counter(str(body.get("answer")).replace("_", " ") for body in followed if body.get("answer"))
            said = f"; could be done: {_counts(answers)}" if answers else ""
            title, by = _short(self.programme.title), _short(self.programme.by)
            yield f'Programme "{title}" by {by}: {_many(len(followed), "session")}{said}.'
        care = Counter(text(body, "what") for _, body in self.within if body.get("kind") == "care")
        if care:
            yield f"Other care noted: {_counts(care, self._minutes_of_care())}."
        if self.state is not None:
            if rows := self._restrictions(self.state):
                yield f"By the safety answers: {'; '.join(rows)}."
            cleared = [one for one in self.state.positive_answers if one.cleared is not None]
            if cleared:
                words = [
                    f"{one.question.id} {one.question.short} ({clearance_words(one.cleared)})"
                    for one in cleared
                    if one.cleared
                ]
                yield f"Cleared: {'; '.join(words)}."

    def _restrictions(self, state: SafetyState) -> list[str]:
        """`off: Cat-cow (cow), by A3 Spinal stenosis`: what each answer switches off, eases or warns about."""
        found: dict[tuple[Effect, str], list[str]] = {}
        for row in sorted(state.restrictions, key=lambda row: -row.effect):
            name = (
                "every exercise" if row.exercise == ANY_EXERCISE else self.content.names.get(row.exercise, row.exercise)
            )
            found.setdefault((row.effect, row.question), []).append(f"{name}{f' ({row.phase})' if row.phase else ''}")
        why = reasons(self.safety)
        return [
            f"{EFFECTS[effect]}: {_joined(names)}, by {question} {why.get(question, '')}".rstrip()
            for (effect, question), names in found.items()
        ]

    def _by_exercise(self) -> Iterator[str]:
        """How often each exercise was done, and the repetitions and seconds held, the most frequent first."""
        times: Counter[str] = Counter()
        for _, body in self.sessions:
            steps = [step for step in tables(body, "steps") if (number(step.get("seconds")) or 0) > 0]
            times.update({text(step, "exercise") for step in steps})
        done: dict[str, list[str]] = {}
        for one in done_by_exercise(body for _, body in self.sessions):
            done.setdefault(one.exercise, []).append(
                f"{one.side or ''} {one.reps}{f', {one.held_s:.0f} s' if one.held_s else ''}".strip()
            )
        for name, count in times.most_common(MOST):
            yield f"{_short(self.content.names.get(name, name))} {count} ({' / '.join(done.get(name, ('0',)))})"
        if len(times) > MOST:
            yield f"and {len(times) - MOST} more"

    def _minutes_of_care(self) -> dict[str, float]:
        found: dict[str, float] = {}
        for _, body in self.within:
            if body.get("kind") == "care" and (minutes := number(body.get("minutes")) or 0) > 0:
                found[text(body, "what")] = found.get(text(body, "what"), 0) + minutes
        return found

    def _minutes(self) -> str:
        """Minutes by weeks that end on the last day, oldest first."""
        weeks: dict[int, float] = {}
        for day, body in self.sessions:
            back = (self.until - day).days // 7
            weeks[back] = weeks.get(back, 0) + practised_s(body) / 60
        shown = range(min(max(weeks), WEEKS - 1), -1, -1)
        words = ", ".join(f"{weeks.get(back, 0):.0f}" for back in shown)
        return f"{words} (the newest {len(shown)} weeks)" if max(weeks) >= WEEKS else f"{words} (oldest first)"

    def doses(self) -> Iterator[str]:
        """Section h, 8."""
        done = {text(step, "exercise") for _, body in self.sessions for step in tables(body, "steps")}
        levels = [
            f"{one.exercise.name} level {one.level} of {one.top} ({one.said(one.level)})"
            for name, one in self.history.exercises.items()
            if name in done
        ]
        if self.programme is not None:
            levels += [
                f"{self.content.names.get(name, name)} {dose.words} (programme)"
                for name, dose in self.programme.exercises.items()
            ]
        if levels:
            yield f"Doses now: {'; '.join(levels)}."
        graded = [one for one in self.history.sessions if self.since <= one.day <= self.until]
        grades = Counter(one.grade for one in graded)
        shown = (Grade.GREEN, Grade.AMBER, Grade.RED)
        if graded:
            others = len(graded) - sum(grades[grade] for grade in shown)
            yield f"Grades: {', '.join(f'{grade} {grades[grade]}' for grade in shown)}; without a grade {others}."
        changes = sorted(
            (change.on, f"{one.exercise.name} {one.said(change.was)} -> {one.said(change.to)}: {change.why}")
            for one in self.history.exercises.values()
            for change in one.changes
            if self.since <= change.on <= self.until and change.was != change.to
        )
        if self.sessions and not changes:
            yield "Dose changes: none."
        if changes:
            yield f"Dose changes: {'; '.join(_newest([f'{self._day(on)} {words}' for on, words in changes], EVENTS))}."
        stops = [f"{self._day(day)} {words}" for day, body in self.sessions for words in self._stops_of(body)]
        yield f"Stops: {'; '.join(_newest(stops, EVENTS))}." if stops else "Stops: none."
        early = sum(body.get("stop") == "person" for _, body in self.sessions)
        if early:
            yield f"Ended early by the person: {_many(early, 'session')}."

    def _stops_of(self, body: Body) -> Iterator[str]:
        """The rule that stopped a session, or else what hurt in it."""
        stop = body.get("stop")
        hurts = [
            (self.content.names.get(text(step, "exercise"), text(step, "exercise")), hurt)
            for step in tables(body, "steps")
            for hurt in tables(step, "hurt")
        ]
        where = f" in {hurts[-1][0]}" if hurts else ""
        if stopped_by_rule(stop):
            yield f"{text(body, 'stop')} {WHAT_IT_WAS.get(text(body, 'stop'), '').removeprefix('stopped: ')}{where}"
            return
        for exercise, hurt in hurts:
            if felt_of(text(hurt, "answer")) not in _NEW:  # those are events, which stand above
                score = pain(hurt.get("pain"))
                words = felt_words(text(hurt, "answer"))
                yield f"it hurt in {exercise}: {words}{'' if score is None else f', {score}'}"

    def afterwards(self) -> Iterator[str]:
        """Section h, 9."""
        if not self.sessions:
            return
        sessions = [body for _, body in self.sessions]
        said = next_mornings(sessions, self.now)
        counts = zip(ANSWERS, (said.better, said.same, said.worse), strict=True)
        known = ", ".join(f"{NEXT_DAY[answer]} {count}" for answer, count in counts)
        yield f"Next morning: {known}; not answered {said.unanswered}."
        pairs = after_minus_before(sessions)
        if pairs.median is not None:
            span = f"{pairs.lowest:+d} to {pairs.highest:+d}"
            moved = f"median {_median(pairs.median, sign=True)}, {span}, n = {pairs.n}"
            yield f"After minus before: {moved}, right after a session only."

    def notes(self) -> Iterator[str]:
        """Section h, 10."""
        shown = notes_shown(self.entries)
        found = [
            f"{self._day(day)}: {_short(text(body, 'note'), LONGEST_NOTE)}"
            for day, body in self.within
            if text(body, "uid") in shown and text(body, "note").strip()
        ]
        yield from _newest(found, EVENTS)


def _change(first: float, newest: float) -> str:
    """The words for a change of medians, with the 30 % of the clinical data, a2."""
    words = change_word(first, newest)
    down = first - newest
    much = words == "lower" and first >= 4 and down >= 0.3 * first and (first < 8 or down >= 3)
    return f"{words}, 30 % or more" if much else words


def _newest(lines: list[str], most: int) -> list[str]:
    """The newest of the lines, which are oldest first, and how many more there are."""
    more = len(lines) - most
    return [*([f"{more} earlier"] if more > 0 else []), *lines[-most:]]


def _counts(found: Mapping[str, int], minutes: Mapping[str, float] | None = None) -> str:
    """`massage 3, walking 2 (50 min)`, the most frequent first."""
    often = sorted(found.items(), key=lambda one: (-one[1], one[0]))[:MOST]
    length = {name: f" ({total:g} min)" for name, total in (minutes or {}).items()}
    more = f", {len(found) - MOST} more" if len(found) > MOST else ""
    return ", ".join(f"{_short(name)} {count}{length.get(name, '')}" for name, count in often) + more


def _why_short(body: Body) -> str:
    """Why a session didn't come to its end with everything done."""
    if stopped_by_rule(body.get("stop")):
        return "stopped for a sign or a score"
    if body.get("stop") == "person":
        return "ended by the person"
    return "cut off" if body.get("status") == "interrupted" else "something skipped or cut short"


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _joined(words: Iterable[str]) -> str:
    return ", ".join(words)


def _median(value: float, *, sign: bool = False) -> str:
    words = f"{value:+g}" if sign else f"{value:g}"
    return "0" if value == 0 else words


def _short(typed: str, most: int = NAME) -> str:
    """What a person typed, on one line and no longer than that."""
    return shortened(printable(" ".join(typed.split())), most)
