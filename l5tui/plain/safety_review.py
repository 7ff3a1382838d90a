"""`l5tui safety ask`: asks all safety questions again, or records a professional's approval with its date, in lines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final, TypeVar

from l5tui.config.clock import new_header
from l5tui.domain.entry_times import local_date, parse_day
from l5tui.domain.safety.entries import PASSED, PROFESSIONAL, new_clearing
from l5tui.domain.safety.gate import REFUSED, Need
from l5tui.domain.safety.state import ActiveStop, PositiveAnswer, SafetyState
from l5tui.domain.safety.words import HOW_CLEARED, active_stop_line, day_of, positive_answer_line, refused_lines
from l5tui.plain.prompt import BackError
from l5tui.plain.safety import SafetyPrompt

T = TypeVar("T")
WHEN: Final = "When was that? Type the date as 2026-11-20, or today, and enter. q goes back."


class SafetyReview(SafetyPrompt):
    """Reviews the recorded safety answers with a person."""

    def review(self) -> None:
        """`l5tui safety ask`: first what is due, then all questions again, or a professional's approval.

        Raises:
            UsageError: there is no terminal.
            RefusedError: the questions can't be read.
            GoneError: nobody answers.
        """
        self.need_terminal()
        found = self.gate()
        if found.need is Need.QUESTIONS:
            self.refuse(found)
        if found.need is Need.FOLLOW_UP:
            self.follow_up(found)
            found = self.gate()
        while found.state is not None and (clearable := _clearable(found.state)):
            self.prompt.say("This stands:", *(self._told(one) for one in clearable))
            options = {"a": "answer all questions again", "c": "a health professional said it is OK", "q": "done"}
            key = self.ask("What would you like?", options, {"escape": "q"})
            if key == "q":
                return
            if key == "a":
                break
            self._clear(clearable)
            found = self.gate()
        self.full_check(found)
        found = self.gate(checked=True)
        if found.need in REFUSED:
            self.prompt.say(*refused_lines(found.need, found.state, self.safety, number=self.number))
            if found.need is Need.URGENT:
                self.prompt.say(f"{HOW_CLEARED}.")

    def _told(self, one: PositiveAnswer | ActiveStop) -> str:
        return positive_answer_line(one) if isinstance(one, PositiveAnswer) else active_stop_line(one, self.safety)

    def _clear(self, clearable: list[PositiveAnswer | ActiveStop]) -> None:
        """Record an approval with its date for one of these."""
        options = {str(number): self._told(one) for number, one in enumerate(clearable, 1)}
        self.prompt.say(
            "Which one? Type its number and enter. q goes back.", *(f"{k}: {w}" for k, w in options.items())
        )
        try:
            one = clearable[int(self._line(lambda typed: typed if typed in options else None, "a number above")) - 1]
            about = one.question.id if isinstance(one, PositiveAnswer) else one.rule
            by = self._whose(one)
            on = self._clock().date() if by == PASSED else self._date(one)
        except BackError:
            return
        kept = self.records.keep(new_clearing(new_header(), about, on, by, one.uids))
        self.prompt.say(f"{'Kept' if kept else 'Not saved yet'}: {about}, {day_of(on.isoformat())}.")

    def _whose(self, one: PositiveAnswer | ActiveStop) -> str:
        rule = self.safety.stop_rules.get(one.rule) if isinstance(one, ActiveStop) else None
        if rule is None or rule.lifted_by is None or rule.lifted_by.passed is None:
            return PROFESSIONAL
        options = {"p": rule.lifted_by.professional, "g": rule.lifted_by.passed, "q": "back"}
        key = self.ask("Which is so?", options, {"escape": "q"})
        if key == "q":
            raise BackError
        return PASSED if key == "g" else PROFESSIONAL

    def _date(self, one: PositiveAnswer | ActiveStop) -> date:
        self.prompt.say(WHEN)
        stopped = local_date(one.at) if isinstance(one, ActiveStop) else None

        def read(typed: str) -> date | None:
            today = self._clock().date()
            on = today if typed == "today" else parse_day(typed)
            if on is not None and on > today:
                self.prompt.say("That day is still to come.")
                return None
            if on is not None and stopped is not None and on < stopped:
                self.prompt.say("That day is before it happened.")
                return None
            return on

        return self._line(read, "a date such as 2026-11-20, or today")

    def _line(self, read: Callable[[str], T | None], wanted: str) -> T:
        while True:
            typed = self.prompt.line().strip().lower()
            if typed == "q":
                raise BackError
            found = read(typed)
            if found is not None:
                self.prompt.count_answer(valid=True)
                return found
            self.prompt.say_unknown(typed, f"Type {wanted}, or q to go back.")
            self.prompt.count_answer(valid=False)


def _clearable(state: SafetyState) -> list[PositiveAnswer | ActiveStop]:
    return [*(stop for stop in state.stops if stop.needs_clearance), *state.clearable]
