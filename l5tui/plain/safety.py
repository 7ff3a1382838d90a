"""The safety questions in plain lines: those before a session, and the full check.

Every yes is in the journal before the next line is printed. A held key answers only one question: a new question
ignores keys until the keyboard was quiet for 400 ms. The full check needs a person at a terminal; the recheck and the
question of S3 take lines from any input.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Final, Literal

from l5tui.config.clock import new_header, new_uid, now
from l5tui.config.errors import L5Error, UsageError
from l5tui.domain.entry import SafetyEntry, Stop
from l5tui.domain.progression.levels import DoseHistory, dose_history
from l5tui.domain.safety.entries import (
    new_follow_up,
    new_shown,
    new_something_new,
)
from l5tui.domain.safety.full_check import EmergencyCheck, FullCheck, NewSymptomsCheck
from l5tui.domain.safety.gate import Gate, Need, gate
from l5tui.domain.safety.it_hurts import Choice
from l5tui.domain.safety.new_symptoms import NewSymptoms
from l5tui.domain.safety.questions import ANSWER_DELAY_S, Answer, Level, Question, Safety
from l5tui.domain.safety.state import SafetyState
from l5tui.domain.safety.stop_page import CHOSEN, follow_up_words, new_symptoms_words, numbers_line, stop_page_words
from l5tui.domain.safety.stop_rules import EMERGENCY
from l5tui.domain.safety.words import (
    ANSWER_THERE,
    ONLY_A_PERSON,
    SAID,
    day_of,
    refused_line,
    refused_lines,
    restriction_lines,
    what_follows_words,
)
from l5tui.journal.marked_answers import hold_marked
from l5tui.library import Content
from l5tui.library.programmes import InForce, Programmes
from l5tui.plain.answers import GoneError
from l5tui.plain.prompt import Prompt
from l5tui.plain.records import Records

KEYS: Final = {"n": Answer.NO, "y": Answer.YES, "u": Answer.NOT_SURE}
NONE: Final = "none of these"
SOME: Final = "at least one, or not sure: one by one"
READ: Final = "r"
TWICE: Final = "Once more, so that no slip takes it away."
PAGES: Final[Mapping[Level, str]] = {
    Level.EMERGENCY: "Page 1 of 3. Is any of these so?",
    Level.URGENT: "Page 2 of 3. Is any of these so?",
    Level.ASK_FIRST: "Page 3 of 3. Is any of these so?",
}


class RefusedError(L5Error):
    """No session starts, for safety; the reasons were printed before."""


class SafetyPrompt:
    """Asks the safety questions in lines, and writes the answers to the journal.

    Args:
        prompt: asks the person.
        content: the questions and the exercises.
        records: the journal.
        clock: returns the current time.
        demo: the journal is the demo's.
        number: the person's own emergency number.
    """

    def __init__(
        self,
        prompt: Prompt,
        content: Content,
        records: Records,
        *,
        clock: Callable[[], datetime] = now,
        demo: bool = False,
        number: str = "",
    ) -> None:
        self.prompt = prompt
        self.content = content
        self.records = records
        self._clock = clock
        self.demo = demo
        self.number = number
        self._programmes = Programmes(content)
        self._in_force: InForce | None = None
        self._draft = new_uid()
        """Of the draft that keeps what is marked on a page, in case the program is cut off."""

    def programme(self) -> InForce:
        """The programme in force when it was first asked for: another one that is taken meanwhile holds from the
        next start on, so that plan, entry and question are of one version."""
        if self._in_force is None:
            self._in_force = self._programmes.in_force(self.records.entries(), self._clock().date())
        return self._in_force

    def doses(self) -> DoseHistory:
        """The level of each exercise, as the journal has it now, and the programme in force."""
        return dose_history(
            self.records.entries(),
            self.content.exercises.values(),
            self._clock(),
            demo=self.demo,
            programme=self.programme().programme,
        )

    def gate(self, *, checked: bool = False, rechecked: bool = False) -> Gate:
        """The gate, computed from the journal now."""
        return gate(
            self.content.safety,
            self.records.entries(),
            self._clock(),
            exercises=list(self.content.exercises),
            checked=checked,
            rechecked=rechecked,
            demo=self.demo,
        )

    def before_session(self, *, rechecked: bool = False) -> tuple[Gate, bool]:
        """Ask the questions before a session. Returns the open gate, and whether the full check was just answered.

        Args:
            rechecked: the recheck, or the full check, was answered since this start, so it isn't asked.

        Raises:
            RefusedError: no session may start.
            UsageError: the full check is due, and there is no terminal to ask it on.
            GoneError: nobody answers.
        """
        checked = False
        while (found := self.gate(checked=checked, rechecked=rechecked)).need is not None:
            match found.need:
                case Need.FOLLOW_UP:
                    self.follow_up(found)
                case Need.RECHECK:
                    rechecked = self.recheck()
                case Need.FULL_CHECK if not checked:
                    self.full_check(found)
                    checked = True
                case _:
                    self.refuse(found)
        return found, checked

    def refuse(self, found: Gate) -> None:
        """Print why no session starts.

        Raises:
            RefusedError: always.
        """
        need = found.need or Need.QUESTIONS
        self.prompt.say(*refused_lines(need, found.state, self.content.safety, number=self.number))
        raise RefusedError(*refused_line(need, self.problem, found.state))

    @property
    def safety(self) -> Safety:
        """The questions.

        Raises:
            RefusedError: they can't be read.
        """
        if self.content.safety is None:
            raise RefusedError(*refused_line(Need.QUESTIONS, self.problem))
        return self.content.safety

    @property
    def problem(self) -> str:
        """The error of the questions' file."""
        found = self.content.safety_problem
        return found.what if found else ""

    # The short questions

    def recheck(self) -> bool:
        """Ask the one question before every session; False if something is new, which is stored at once."""
        answer = self.ask(self.safety.recheck.text, {"n": "nothing new", "y": "something is new, or not sure"})
        if answer == "y":
            self.records.keep(new_something_new(new_header()))
        return answer == "n"

    def follow_up(self, found: Gate) -> None:
        """Ask S3's question alone. That it was shown is stored before it is asked."""
        stop = found.state.follow_up if found.state else None
        rule = self.safety.stop_rules["S3"].follow_up
        if found.state is None or stop is None or rule is None:
            return
        if not found.state.follow_up_shown:
            self.records.keep(new_shown(new_header(), stop.uids))
        words = follow_up_words(rule.text, stayed=found.state.follow_up_stayed)
        answer = self.ask(words, {"n": "no, it is back", "y": "yes, or not sure"})
        self.records.keep(new_follow_up(new_header(), Answer.NO if answer == "n" else Answer.YES, stop.uids))
        if answer == "n":
            self.prompt.say("Then the exercises come in their easier forms this time.")

    # All of them

    def need_terminal(self) -> None:
        """Require a terminal, because only a person may answer the full check.

        Raises:
            UsageError: there is no terminal.
        """
        if not self.prompt.source.single_keys:
            raise UsageError(ONLY_A_PERSON, ANSWER_THERE)

    def full_check(self, found: Gate) -> None:
        """Ask all questions, a page at a time. An unanswered question never counts as "no".

        Raises:
            UsageError: there is no terminal.
            GoneError: nobody answers any more.
        """
        self.need_terminal()
        if found.state is None:
            self.refuse(found)
            return
        check = FullCheck(self.safety, found.state, new_header)
        self.prompt.say(self.safety.intro)
        while check.page is not None:
            self.prompt.say(PAGES[check.page])
            marked, kept = self._page(check)
            self._keep(check.answer(marked, kept))
        if not check.emergency:
            self._after(self.gate().state)

    def _page(self, check: FullCheck | EmergencyCheck, asked: str = "") -> tuple[dict[str, Answer], list[str]]:
        """Ask one page; returns the answers, and the recorded checks that were kept.

        A marked emergency counts even if nobody answers the rest.
        """
        self.prompt.say(*(_with_last(check, one) for one in check.questions))
        while True:
            if self.ask(asked, {"n": NONE, "y": SOME}) == "n":
                return {}, []
            said: dict[str, str] = {}
            gone = False
            try:
                self._one_by_one(check, said)
            except GoneError:
                gone = True
                if check.page is not Level.EMERGENCY or not _marked(said):
                    self._keep(())
                    raise
            marked = _marked(said)
            kept = [one for one, key in said.items() if key == "s"]
            if gone:
                return marked, kept
            told = [f"{one}: {SAID[answer]}" for one, answer in marked.items()] + [f"{one}: still so" for one in kept]
            self.prompt.say(f"You said: {', '.join(told) or 'no to all of them'}.")
            if self.ask("Is that right?", {"d": "done", "b": "back to the first of them"}) == "d":
                return marked, kept

    def _one_by_one(self, check: FullCheck | EmergencyCheck, said: dict[str, str]) -> None:
        questions = check.questions
        index = 0
        while index < len(questions):
            question = questions[index]
            options = {"n": "no", "y": "yes", "u": "not sure"}
            if word := check.recorded(question.id):
                options["s"] = f"still so, nothing new since {day_of(word['date'])}"
            if index:
                options["b"] = "back to the one before"
            key = self.ask(_with_last(check, question), options)
            if key == "b":
                index -= 1
            else:
                said[question.id] = key
                index += 1
                hold_marked(self.records.drafts, self._draft, _marked(said), check.session)
                self.records.drafts.save()

    def _after(self, state: SafetyState | None) -> None:
        """Print the result of a complete check."""
        if state is None:
            return
        if not state.positive_answers:
            self.prompt.say(self.safety.all_no)
        elif state.restrictions:
            words = what_follows_words(self.safety, state.restrictions)
            self.prompt.say(*words, *restriction_lines(state.restrictions, self.content.names))

    # A place that is new

    def act_on_signs(
        self, signs: NewSymptoms, session: str | None = None, *, kept: bool = True
    ) -> Stop | Literal["open"] | None:
        """Store new symptoms, print what they mean, and ask the emergency questions, from any input.

        Args:
            signs: the new symptoms.
            session: the uid of the session after which they were given; None before or without a session.
            kept: the place is in the journal, so it isn't new from now on.

        Returns:
            The rule that stops, as `NewSymptomsCheck.stop` says; None if none does.
        """
        if not signs:
            return None
        asked = NewSymptomsCheck(signs, self.content.safety, self.gate().state, new_header, session=session, kept=kept)
        for entry in asked.first:
            self.records.keep(entry)
        heading, said, question = new_symptoms_words(self.content.safety, self.number, new_kind=bool(signs.kinds))
        self.prompt.say(f"{heading}.", said)
        marked = None
        if asked.check is not None:
            with suppress(GoneError):
                marked, _ = self._page(asked.check, question)
        self._keep(asked.answer(marked))
        return asked.stop

    def _keep(self, entries: Iterable[SafetyEntry]) -> None:
        """Store the answers of a page, and then remove the draft of what was marked on it."""
        for entry in entries:
            self.records.keep(entry)
        self.records.drafts.finish(self._draft)
        self.records.drafts.save()

    def emergency_page(self) -> None:
        """Print the page to get help, and stay until it was confirmed twice.

        Raises:
            GoneError: nobody answers.
        """
        self.prompt.say(
            *stop_page_words(EMERGENCY, self.content.safety), numbers_line(self.number) if self.number else ""
        )
        read = {READ: CHOSEN[Choice.READ]}
        self.prompt.choose("", read)
        self.prompt.choose(TWICE, read)

    def ask(self, question: str, options: Mapping[str, str], hidden: Mapping[str, str] | None = None) -> str:
        """Ask for one of some keys, ignoring keys until the keyboard was quiet for a while."""
        return self.prompt.choose(question, options, hidden=hidden, quiet_s=ANSWER_DELAY_S)


def _marked(said: Mapping[str, str]) -> dict[str, Answer]:
    """The questions that were answered with yes or not sure."""
    return {one: KEYS[key] for one, key in said.items() if key in ("y", "u")}


def _with_last(check: FullCheck | EmergencyCheck, question: Question) -> str:
    last = check.before(question.id)
    return f"{question.id}. {question.text}" + (f" (last time: {SAID[last]})" if last else "")
