"""The safety state in words, for plain lines, the command line and single lines of the full screen.

The texts of questions, pages and rules are content (`content/safety.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from l5tui.domain.entry import Clearing
from l5tui.domain.entry_times import moment_of, parse_day
from l5tui.domain.exercise import Exercise
from l5tui.domain.safety.entries import PASSED
from l5tui.domain.safety.gate import Gate, Need, ResumeDecision, stop_while_running
from l5tui.domain.safety.questions import Answer, Level, Safety
from l5tui.domain.safety.restrictions import ANY_EXERCISE, Effect, Restriction, limits_of
from l5tui.domain.safety.state import ActiveStop, Due, PositiveAnswer, SafetyState

ASK: Final = "l5tui safety ask"
FROM_ELSEWHERE: Final = "ssh -t HOST l5tui safety ask"
ONLY_A_PERSON: Final = "The safety questions come first, and only a person at a terminal can answer them"
ANSWER_THERE: Final = f"Answer them there: {ASK}. From elsewhere: {FROM_ELSEWHERE}"
HOW_CLEARED: Final = f"{ASK}, then c, records a health professional's word with its date"
_OF_A_KEY: Final = re.compile(r"\s*[^.]*\bpress c\b[^.]*\.")
"""The sentence of a page that names a key of the full screen; plain lines leave it out."""
HELP: Final = (
    "Stop. Get help now.",
    "What you told us can be a sign of something serious. Do not exercise. Call your emergency number now "
    "(112, 999 or 911 in many places) or go to an emergency department. This app cannot tell what is wrong.",
)
"""The emergency page if its content can't be read, so that it is always shown."""
SAID: Final[Mapping[Answer, str]] = {Answer.NO: "no", Answer.YES: "yes", Answer.NOT_SURE: "not sure"}
EFFECTS: Final[Mapping[Effect, str]] = {
    Effect.WARN: "take care",
    Effect.EASIER: "easier form",
    Effect.OFF: "off",
    Effect.BLOCK_UNTIL_CHECKED: "no session",
    Effect.BLOCK: "no session",
}
STOPPED_FOR: Final[Mapping[str, str]] = {
    "S3": "further down the leg",
    "S4": "new numbness, tingling or weakness",
    "S5": "an emergency sign",
    "S6": "dizzy or light-headed",
}
"""The reason of each stop."""
WHY_DUE: Final[Mapping[Due, str]] = {
    Due.NEVER: "they were never answered to the end",
    Due.CHANGED: "the questions have changed",
    Due.DAYS: "the last time is 30 days ago or more",
    Due.GAP: "there were 14 days or more without a session",
    Due.ANSWER: "something was answered with yes or not sure",
    Due.STOP: "a session was stopped",
    Due.CLOCK: "the last time lies ahead of the clock",
}
CANT_GO_ON: Final[Mapping[ResumeDecision, str]] = {
    ResumeDecision.OTHER_DAY: "It began on another day, so it can be kept or discarded, and a new one begun.",
    ResumeDecision.BLOCKED: "No session can go on now, so it can be kept or discarded.",
}


ONLY_STOPPED_HERE: Final = "No session can go on now, so it can be stopped here, and kept or discarded."
"""Shown instead of an offer to go on with a session that another login runs."""
TAKEN: Final = "Taken over in another login. It is saved"
STOPPED_THERE: Final = "No session can go on now, so it is kept or discarded there"


TAKE_CARE: Final = (
    "Some moves come with care for you",
    "Nothing is left out. Because of your answers some moves come with a warning or in their easier form. Ask a health "
    "professional who knows you about them.",
)
"""Title and text after a check whose answers switch nothing off."""


def what_follows_words(safety: Safety, restrictions: Iterable[Restriction]) -> tuple[str, str]:
    """The title and the text after a full check whose answers change exercises: that moves are off only if one is."""
    page = safety.pages[Level.ASK_FIRST]
    return (page.title, page.body) if any(row.effect is Effect.OFF for row in restrictions) else TAKE_CARE


def taken_over_words(found: Gate, goes_on: str) -> str:
    """What is said after another login took a session over: `goes_on`, or that no session can go on there either."""
    return f"{TAKEN}. {STOPPED_THERE}" if stop_while_running(found) else goes_on


def day_of(text: object) -> str:
    """The day of a stored time or date: `20 November 2026`, or `an unknown day`."""
    when = parse_day(text)
    if when is None:
        time = moment_of(text)
        when = time.date() if time else None
    return f"{when.day} {when:%B} {when.year}" if when else "an unknown day"


def clearance_words(cleared: Clearing) -> str:
    """Who cleared something, and when."""
    whose = "you said it had passed" if cleared["by"] == PASSED else "a health professional's word"
    return f"{whose}, {day_of(cleared['date'])}"


def positive_answer_line(one: PositiveAnswer) -> str:
    """`A3 Spinal stenosis: yes, 20 November 2026`."""
    return f"{one.question.id} {one.question.short}: {SAID[one.answer]}, {day_of(one.at)}"


def active_stop_line(stop: ActiveStop, safety: Safety) -> str:
    """What stopped a session, when, and what is required before the next one."""
    needs = " and ".join(needs_of(stop, safety))
    what = STOPPED_FOR.get(stop.from_rule or stop.rule, "a stop")
    return f"{stop.rule} {what}, {day_of(stop.at)}. Before the next session: {needs}."


def needs_of(stop: ActiveStop, safety: Safety) -> Iterator[str]:
    """What a stop still requires."""
    if stop.needs_check:
        yield "answer the safety questions again"
    if stop.needs_clearance:
        rule = safety.stop_rules.get(stop.rule)
        lifted = rule.lifted_by if rule else None
        words = [f'"{lifted.professional}" with its date'] if lifted else []
        words += [f'"{lifted.passed}"'] if lifted and lifted.passed else []
        yield f"record {' or '.join(words) or 'the word of a health professional with its date'}"


def restriction_lines(restrictions: Iterable[Restriction], names: Mapping[str, str]) -> Iterator[str]:
    """One line for each restriction: `off: Cat-cow, cow (A3)`."""
    for row in sorted(restrictions, key=lambda row: -row.effect):
        name = "every exercise" if row.exercise == ANY_EXERCISE else names.get(row.exercise, row.exercise)
        phase = f", {row.phase}" if row.phase else ""
        note = f": {row.note}" if row.note else ""
        yield f"{EFFECTS[row.effect]}: {name}{phase} ({row.question}){note}"


def reasons(safety: Safety | None) -> dict[str, str]:
    """The short text of each question by its id, used as the reason why something is left out."""
    return {question.id: question.short for question in safety.questions} if safety else {}


def changed_lines(
    exercises: Iterable[Exercise], restrictions: Iterable[Restriction], why: Mapping[str, str]
) -> Iterator[str]:
    """One line for each exercise that answers leave out or ease: `Cat-cow goes without cow (Spinal stenosis)`.

    Args:
        exercises: each once.
        restrictions: those in force. One that isn't from an answer (the wish for easier forms) isn't listed.
        why: the short text of each question, by its id.
    """
    rows = tuple(restrictions)
    eased: dict[str, list[str]] = {}
    for exercise in exercises:
        limits = limits_of(exercise, rows)
        touching = [row for row in rows if row.touches(exercise)]
        if limits.off:
            yield f"{exercise.name} is left out ({_about(limits.off_by, why)})"
            continue
        for phase in exercise.phases:
            if phase.id in limits.phases_off:
                flat_by = [row.question for row in touching if row.phase == phase.id]
                yield f"{exercise.name} goes without {phase.label.lower()} ({_about(flat_by, why)})"
        eased_by = [row.question for row in touching if row.effect is Effect.EASIER and row.question in why]
        if eased_by:
            eased.setdefault(_about(eased_by, why), []).append(exercise.name)
    yield from (f"In the easier form: {', '.join(names)} ({about})" for about, names in eased.items())


def _about(questions: Iterable[str], why: Mapping[str, str]) -> str:
    return ", ".join(dict.fromkeys(why.get(one, one) for one in questions))


def own_number(number: str) -> list[str]:
    """The line with the person's own emergency number, if one is set."""
    return [f"Your emergency number: {number}"] if number else []


def refused_lines(need: Need, state: SafetyState | None, safety: Safety | None, *, number: str = "") -> list[str]:
    """Why no session starts: the page of the level or the text of the rule, and what lifts it.

    Args:
        need: what is needed first.
        state: the safety state.
        safety: the questions.
        number: the person's own emergency number.
    """
    if state is None or safety is None:
        return []
    if need is Need.EMERGENCY:
        page = safety.pages[Level.EMERGENCY]
        said = [positive_answer_line(one) for one in state.of_level(Level.EMERGENCY)]
        return [
            page.title,
            *own_number(number),
            page.body,
            *said,
            f"When none of this is so any more, answer the questions again: {ASK}.",
        ]
    if need is Need.URGENT:
        page = safety.pages[Level.URGENT]
        body = _OF_A_KEY.sub("", page.body)
        return [page.title, body, *(positive_answer_line(one) for one in state.of_level(Level.URGENT))]
    if need is Need.STOP:
        stops = [stop for stop in state.stops if stop.needs_clearance]
        texts = dict.fromkeys(safety.stop_texts.get(stop.from_rule or stop.rule, "") for stop in stops)
        return [*texts, *(active_stop_line(stop, safety) for stop in stops)]
    return []


def why_due(state: SafetyState) -> list[str]:
    """Why the full check is due, in words, without that it was never answered."""
    noted = [stop for stop in state.stops if stop.needs_check]
    words = {**WHY_DUE, Due.STOP: _noted_on(noted)} if noted and all(one.noted for one in noted) else WHY_DUE
    return [words[one] for one in state.due if one is not Due.NEVER]


def _noted_on(stops: Iterable[ActiveStop]) -> str:
    return f"a new sign was noted on {', '.join(dict.fromkeys(day_of(one.at) for one in stops))}"


def refused_line(need: Need, problem: str = "", state: SafetyState | None = None) -> tuple[str, str]:
    """Why no session starts, in a line, and what to do about it.

    Args:
        need: what comes first.
        problem: what is wrong with the file of the questions.
        state: the safety state, which knows whether a session was stopped or a sign noted without one.
    """
    match need:
        case Need.QUESTIONS:
            why = problem.rstrip(".") or "safety.toml can't be read"
            return f"no session starts without the safety questions: {why}", "The journal and exports work"
        case Need.EMERGENCY:
            return (
                "no session starts: what you told us can be a sign of something serious. Get help now",
                f"When none of it is so any more: {ASK}",
            )
        case Need.URGENT:
            return "no session starts: talk to a health professional first", HOW_CLEARED
        case Need.STOP:
            stops = [stop for stop in state.stops if stop.needs_clearance] if state else []
            what = _noted_on(stops) if stops and all(one.noted for one in stops) else "the last one was stopped"
            return f"no session starts: {what}. Ask a health professional before you go on", HOW_CLEARED
        case Need.FOLLOW_UP:
            return "one question comes first: is it still further down?", f"Answer it: {ASK}"
        case Need.RECHECK:
            return "one question comes first: is any of this new?", f"See what: {ASK}"
        case Need.FULL_CHECK:
            return ONLY_A_PERSON[0].lower() + ONLY_A_PERSON[1:], ANSWER_THERE


def refused_words(need: Need, problem: str = "", state: SafetyState | None = None) -> str:
    """The same as sentences."""
    why, what = refused_line(need, problem, state)
    return f"{why[:1].upper()}{why[1:]}. {what}."
