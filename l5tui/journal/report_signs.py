"""The grave part of a report: emergency and urgent answers, new and spreading symptoms (clinical data, h2 and h3)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from l5tui.domain.entry_reading import Body, rank, table, tables, text, texts
from l5tui.domain.entry_times import instant, local_date
from l5tui.domain.pain import PLACES
from l5tui.domain.place import FURTHER, NERVE_KINDS, SIDES, change_of_place
from l5tui.domain.safety.fold import LEG_WATCH
from l5tui.domain.safety.questions import Level, yes_to
from l5tui.domain.safety.stop_page import WHAT_IT_WAS, felt_words
from l5tui.domain.safety.stop_rules import EMERGENCY, HurtAnswer, felt_of
from l5tui.domain.safety.words import SAID, clearance_words, day_of, positive_answer_line
from l5tui.journal.report_facts import EVENTS, Facts, short

PLACE_WORDS: Final = tuple(re.sub(r", (.+)", r" (\1)", place) for place in PLACES)
"""The places without a comma, since they stand in sentences."""
NEW_SIGNS: Final = (HurtAnswer.SPREADING, HurtAnswer.TINGLING, HurtAnswer.WEAK, HurtAnswer.SIGNS)
"""The answers to "it hurts" that are events; all others are named with the stops."""
BELOW_KNEE: Final = 6
"""The lowest rank below the knee: calf or shin."""
_GRAVE: Final = (Level.EMERGENCY, Level.URGENT)
_NUMB, _SPREAD, _TINGLE, _OTHER = 3, 2, 1, 0

STOPS_FOR_SIGNS: Final = {"S3": (_SPREAD, _OTHER), "S4": (_NUMB, _TINGLE)}
"""The rules that stop a session for something new or spreading, with the grades of the events that say so."""


class Event(NamedTuple):
    """Something new or spreading."""

    day: date
    words: str
    kind: str
    """What is said of those that aren't listed."""
    grade: int
    """The higher, the sooner it is listed."""


def grave_answers(facts: Facts) -> Iterator[str]:
    """Section h, 2: each emergency or urgent question that was answered with yes or not sure, once."""
    if facts.safety is None or facts.state is None:
        yield "The safety questions can't be read, so what was answered isn't known."
        return
    state = facts.state
    said: dict[str, list[tuple[date, Body]]] = {}
    for day, body in facts.within:
        for name in table(body, "answers") if body.get("kind") == "safety" else ():
            if yes_to(body, name) is not None:
                said.setdefault(name, []).append((day, body))
    now = {one.question.id: one for one in state.positive_answers}
    any_said = False
    for question in (one for one in facts.safety.questions if one.level in _GRAVE):
        known = said.get(question.id, [])
        if (one := now.get(question.id)) is not None:
            any_said = True
            since = local_date(one.at)
            first = (
                f"; first in this time {day_of(known[0][1].get('started'))}" if known and known[0][0] != since else ""
            )
            cleared = f"; {clearance_words(one.cleared)}" if one.cleared else ""
            yield f"{positive_answer_line(one)}{first}{cleared}"
        elif known:
            any_said = True
            body = known[-1][1]
            answer = SAID[yes_to(body, question.id)]  # type: ignore[index]
            yield f"{question.id} {question.short}: {answer}, {day_of(body.get('started'))}, not since"
    answered = {day for known in said.values() for day, _ in known}
    for day, body in facts.within:
        if body.get("kind") == "session" and body.get("stop") == EMERGENCY and day not in answered:
            any_said = True
            yield f"A session was stopped for {what_it_was(body)}, {facts.day_words(day)}"
    if any_said:
        return
    if state.asked is None:
        yield "The safety questions were not answered to the end."
    elif (asked := local_date(state.asked)) is not None and asked > facts.until:
        yield f"No emergency or urgent answer in this time, nor later, on {day_of(state.asked)}."
    else:
        yield f"No emergency or urgent answer on {day_of(state.asked)}."


def what_it_was(body: Body) -> str:
    """What stopped a session or was noted without one, by its rule; empty without one."""
    return WHAT_IT_WAS.get(text(body, "stop"), "").removeprefix("stopped: ")


def _routine_name(body: Body) -> str:
    return short(text(table(body, "routine"), "name")) or "a session"


def events(facts: Facts) -> Iterator[str]:
    """Section h, 3: the gravest events by their days, and of the others how many there are."""
    found = [event for event in _Walk(facts).events() if facts.since <= event.day <= facts.until]
    if not found:
        yield "None noted."
        return
    best = sorted(range(len(found)), key=lambda at: (found[at].grade, at))[-EVENTS:]
    for at in sorted(best):
        yield f"{facts.day_words(found[at].day)}: {found[at].words}"
    rest = [event for at, event in enumerate(found) if at not in best]
    counts = Counter(event.kind for event in sorted(rest, key=lambda event: -event.grade))
    first = {event.kind: event.day for event in reversed(rest)}
    if counts:
        said = [f"{kind} {count} (first {facts.day_words(first[kind])})" for kind, count in counts.items()]
        yield f"Not listed: {', '.join(said)}."


class _Walk:
    """Goes through all entries from the oldest on, and remembers what was known on each side."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.known: dict[str, set[str]] = {side: set() for side in SIDES}
        """The kinds in any score since the last full check."""
        self.named = False
        """Whether that check named symptoms in the leg (A6), so that only an earlier score makes one new."""
        self.place: dict[str, tuple[int, date]] = {}
        """The furthest place in the last score, by side."""
        self.noted = 0
        """Logged scores with a new kind whose stop, an entry of its own, hasn't come yet."""

    def events(self) -> Iterator[Event]:
        oldest_first: Sequence[Body] = self.facts.entries[::-1]
        for body in sorted(oldest_first, key=lambda body: instant(body.get("started"))):
            if (day := local_date(body.get("started"))) is None:
                continue
            match body.get("kind"):
                case "safety":
                    yield from self._safety(day, body)
                case "log":
                    yield from self._score(day, body, "noted without a session")
                case "session":
                    found = [*self._session(day, body)]
                    yield from found
                    said_by = STOPS_FOR_SIGNS.get(text(body, "stop"), ())
                    if said_by and not any(event.grade in said_by for event in found):
                        words = what_it_was(body)  # such as of a stop that was entered later, without an answer
                        yield Event(day, f"{words}, in {_routine_name(body)}", words, said_by[0])

    def _safety(self, day: date, body: Body) -> Iterator[Event]:
        if body.get("occasion") == "full_check":
            self.known = {side: set() for side in SIDES}
            self.named = yes_to(body, LEG_WATCH) is not None
            self.noted = 0
        if body.get("occasion") == "log" and body.get("stop"):
            if self.noted:  # the score that it came with says it with its side and place
                self.noted -= 1
                return
            words = what_it_was(body)
            yield Event(day, f"{words}, noted without a session", words, _NUMB)

    def _session(self, day: date, body: Body) -> Iterator[Event]:
        name = _routine_name(body)
        before, after = table(body, "before"), table(body, "after")
        yield from self._score(day, before, f"before {name}")
        for step in tables(body, "steps"):
            for hurt in tables(step, "hurt"):
                if felt_of(text(hurt, "answer")) in NEW_SIGNS:
                    yield self._hurt(day, step, hurt)
        for side in SIDES:
            now = rank(after, side)
            if now is not None and change_of_place(before.get(side), now) == FURTHER:
                was = rank(before, side) or 0
                words = f"{side} side, from {PLACE_WORDS[was]} to {PLACE_WORDS[now]} in {name}"
                yield Event(day, words, "further down", _SPREAD if was < BELOW_KNEE <= now else _OTHER)
        yield from self._score(day, after, f"after {name}", before)

    def _hurt(self, day: date, step: Body, hurt: Body) -> Event:
        answer = text(hurt, "answer")
        exercise = self.facts.content.names.get(text(step, "exercise"), text(step, "exercise"))
        side = f" ({text(step, 'side')} side)" if step.get("side") else ""
        settled: dict[Any, str] = {True: ", went back within 5 minutes", False: ", stayed"}
        known = hurt.get("settled") if isinstance(hurt.get("settled"), bool) else None
        where = f"in {exercise}{side}, {text(hurt, 'phase')}, rep {hurt.get('rep')}"
        grade = _NUMB if felt_of(answer) is not HurtAnswer.SPREADING else _OTHER if known else _SPREAD
        felt = felt_words(answer)
        return Event(day, f"{felt}{settled.get(known, '')}: {where}", felt.removesuffix(" the leg"), grade)

    def _score(self, day: date, score: Body, when: str, before: Body | None = None) -> Iterator[Event]:
        """What is new in a score; of one after a session, also what wasn't in the one before it."""
        for side in SIDES:
            place = rank(score, side)
            at = f" at {PLACE_WORDS[place]}" if place else ""
            kinds = [kind for kind in NERVE_KINDS if kind in texts(table(score, "kinds"), side)]
            unknown = set() if self.named else set(kinds) - self.known[side]
            if before is not None and rank(before, side) is not None:
                unknown |= set(kinds) - set(texts(table(before, "kinds"), side))
            if new := [kind for kind in kinds if kind in unknown]:
                not_before = ", not before it" if before is not None and rank(before, side) is not None else ""
                words = f"{side} side, new {' and '.join(sorted(new))}{at}, {when}{not_before}"
                yield Event(day, words, f"new {new[-1]}", _NUMB if "numbness" in new else _TINGLE)
                self.noted += score.get("kind") == "log"
            elif before is None and place is not None and place >= BELOW_KNEE:
                was = self.place.get(side)
                if (was is None and not self.named) or (was is not None and was[0] < BELOW_KNEE):
                    known = (
                        f"{PLACE_WORDS[was[0]]} on {self.facts.day_words(was[1])}" if was else "no place noted earlier"
                    )
                    yield Event(day, f"{side} side, {PLACE_WORDS[place]}, {when} ({known})", "further down", _SPREAD)
            if place is not None:
                self.place[side] = place, day
            self.known[side].update(kinds)
