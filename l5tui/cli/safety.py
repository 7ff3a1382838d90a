"""`l5tui safety`: prints the recorded answers and what is switched off and why; `ask` asks again."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from l5tui.cli import Run
from l5tui.cli.files import journal_path, load_content, open_journal, settings
from l5tui.config.clock import now
from l5tui.config.errors import ExitStatus, L5Error, UsageError
from l5tui.config.output import print_json, print_text, quoted
from l5tui.domain.safety.gate import Gate, Need, gate
from l5tui.domain.safety.state import ActiveStop, PositiveAnswer, SafetyState
from l5tui.domain.safety.stop_page import follow_up_words
from l5tui.domain.safety.words import (
    ANSWER_THERE,
    ASK,
    ONLY_A_PERSON,
    active_stop_line,
    clearance_words,
    day_of,
    positive_answer_line,
    refused_line,
    refused_words,
    restriction_lines,
    why_due,
)

if TYPE_CHECKING:
    from l5tui.domain.safety.questions import Safety
    from l5tui.library import Content


def safety(parser: ArgumentParser) -> Run:
    """Add the arguments of `l5tui safety [ask]`."""
    parser.add_argument(
        "work", metavar="ask", nargs="?", help="ask all questions again, or record a health professional's word"
    )
    parser.add_argument("--json", action="store_true", help="the same as a JSON object")
    return _safety


def _safety(args: Namespace) -> int:
    if args.work not in (None, "ask"):
        raise UsageError(f"l5tui safety doesn't take {quoted(args.work)}", "See l5tui safety --help")
    if args.work == "ask":
        if args.json:
            raise UsageError("l5tui safety ask doesn't take --json", "See l5tui safety --help")
        return _ask(args)
    content = load_content()
    if content.safety is None:
        raise L5Error(*refused_line(Need.QUESTIONS, _problem(content)))
    found = gate(content.safety, open_journal(args).entries(), now(), exercises=list(content.exercises))
    if found.state is None:
        raise L5Error(*refused_line(Need.QUESTIONS))
    if args.json:
        print_json(json.dumps(_as_json(found, found.state, content.safety), ensure_ascii=False, indent=2) + "\n")
    else:
        print_text(_lines(found, found.state, content.safety, content.names), plain=args.ascii)
    return ExitStatus.OK


def _ask(args: Namespace) -> int:
    import os

    if not os.isatty(0):
        raise UsageError(ONLY_A_PERSON, ANSWER_THERE)
    from l5tui.config.launch import Launch
    from l5tui.plain.run import run_review

    found, notices = settings()
    return run_review(Launch(journal_path(args), found, ascii=args.ascii, notices=notices))


def _problem(content: Content) -> str:
    found = content.safety_problem
    return found.what if found else ""


def _lines(found: Gate, state: SafetyState, safety: Safety, names: dict[str, str]) -> Iterator[str]:
    if state.asked:
        yield f"The safety questions were answered on {day_of(state.asked)}."
    else:
        yield "The safety questions were never answered to the end."
    if found.need not in (None, Need.RECHECK):
        yield refused_words(found.need, state=state)
    due = why_due(state)
    if due:
        yield f"They are asked before the next session: {'; '.join(due)}."
    yield from (active_stop_line(stop, safety) for stop in state.stops)
    if state.follow_up:
        on, question = day_of(state.follow_up.at), _question(safety, state)
        yield f"Stopped on {on} (S3): {question} is asked before the next session."
    standing = [one for one in state.positive_answers if one.cleared is None]
    if standing:
        yield "What you answered:"
        yield from (f"  {positive_answer_line(one)}" for one in standing)
    if state.restrictions:
        yield "What follows:"
        yield from (f"  {line}" for line in restriction_lines(state.restrictions, names))
    cleared = [one for one in state.positive_answers if one.cleared is not None]
    if cleared:
        yield "Cleared:"
        yield from (f"  {positive_answer_line(one)}. {clearance_words(one.cleared)}" for one in cleared if one.cleared)
    if state.asked and not (state.positive_answers or state.stops or state.follow_up or state.due):
        yield safety.all_no
    yield f"To answer again, or to record a health professional's word: {ASK}"


def _question(safety: Safety, state: SafetyState) -> str:
    rule = safety.stop_rules["S3"].follow_up
    return f'"{follow_up_words(rule.text, stayed=state.follow_up_stayed)}"' if rule else "its question"


def _as_json(found: Gate, state: SafetyState, safety: Safety) -> dict[str, Any]:
    """The state as JSON: ids and stored times, so that a program needs none of the words."""
    return {
        "may_start": found.need in (None, Need.RECHECK),
        "first": str(found.need) if found.need else None,
        "asked": state.asked,
        "due": [str(one) for one in state.due],
        "questions": {"version": safety.version, "digest": safety.digest},
        "answers": {name: str(answer) for name, answer in state.answers.items()},
        "standing": [_standing(one) for one in state.positive_answers],
        "stops": [_stop(stop) for stop in state.stops],
        "follow_up": _stop(state.follow_up) if state.follow_up else None,
        "restrictions": [
            {
                "exercise": row.exercise,
                "phase": row.phase,
                "effect": row.effect.name.lower(),
                "question": row.question,
                "note": row.note,
            }
            for row in state.restrictions
        ],
    }


def _standing(one: PositiveAnswer) -> dict[str, Any]:
    return {
        "id": one.question.id,
        "level": str(one.question.level),
        "short": one.question.short,
        "answer": str(one.answer),
        "at": one.at,
        "cleared": one.cleared,
    }


def _stop(stop: ActiveStop) -> dict[str, Any]:
    return {"rule": stop.rule, "at": stop.at, "needs_check": stop.needs_check, "needs_word": stop.needs_clearance}
