"""Asks the questions of `engine/it_hurts` in plain lines, one after the other, until none is left.

The session is paused from the first key on. If the person leaves, the answers so far are kept, and the others are
unknown. Which question comes next is decided in `engine/it_hurts`; this module only asks it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from l5tui.config.clock import new_header, now
from l5tui.domain.entry import Score
from l5tui.domain.pain_zones import DURING, WHERE_NOW
from l5tui.domain.place import score_of
from l5tui.domain.safety.entries import new_emergency_answer
from l5tui.domain.safety.it_hurts import Ask, Choice, felt_by_place
from l5tui.domain.safety.new_symptoms import NewSymptoms, new_symptoms_in_score
from l5tui.domain.safety.questions import ANSWER_DELAY_S, Level
from l5tui.domain.safety.stop_page import (
    CHOSEN,
    COME_OUT,
    FELT,
    GET_HELP_IF,
    LEADS_TO,
    SCORE_LEADS_TO,
    SETTLE,
    SLIP,
    STILL_HIGH,
    STOPPED,
    WHAT,
    asked,
    numbers_line,
    stop_page_words,
    too_much_words,
)
from l5tui.domain.safety.stop_rules import HurtAnswer, Then
from l5tui.domain.time_words import clock
from l5tui.engine.clock import real_s
from l5tui.engine.it_hurts import HurtQuestion, ItHurtsFlow
from l5tui.journal.sessionlog.running import RunningSession
from l5tui.plain.answers import GoneError
from l5tui.plain.prompt import QUIT_KEYS
from l5tui.plain.safety import READ, SafetyPrompt

KEYS: Final = {
    Choice.NOTHING: "n",
    Choice.END: "x",
    Choice.SETTLED: "n",
    Choice.STAYED: "y",
    Choice.ONE_LEG: "1",
    Choice.BOTH_LEGS: "2",
    Choice.DIZZY_ONLY: "1",
    Choice.CHEST: "2",
    Choice.NO_SIGN: "n",
    Choice.SIGN: "y",
    Choice.EASE: "e",
    Choice.SKIP: "s",
    Choice.GO_ON: "g",
    Choice.SCORE: "s",
    Choice.READ: READ,
}
WAYS_OUT: Final = {Ask.FELT: {"escape": KEYS[Choice.NOTHING]}}
"""Further keys for a reply, by the question."""
QUIET_FIRST: Final = frozenset({Ask.LEGS, Ask.WHICH, Ask.SIGNS, Ask.SIGNS_TOO})
"""Questions that ignore a key that was held or typed too early."""
AND_NOW: Final = {Ask.REST: "And now?"}
SHORTEST_WAIT_S: Final = 0.02


class ItHurtsPrompt:
    """Asks what hurts in a session, and acts on the answers.

    Args:
        run: the session.
        safety: asks the safety questions; has the prompt, the exercises and the journal. The session's observer writes
            the entry of a stop.
        rested: called when a rest is over.
        away_s: seconds since the session was interrupted.
    """

    def __init__(
        self, run: RunningSession, safety: SafetyPrompt, *, rested: Callable[[], None], away_s: float = 0
    ) -> None:
        self.prompt = safety.prompt
        self.content = safety.content
        self._safety = safety
        self._rested = rested
        self._session = run.entry["uid"]
        self._before = run.entry["before"]
        self._number = safety.number
        self.session_clock = run.controller.clock
        self.flow = ItHurtsFlow(
            run.controller,
            routine=run.entry["routine"]["id"],
            before=run.entry["before"]["pain"],
            exercises=self.content.exercises,
            stop_from=safety.doses().limits.stop_from,
            away_s=away_s,
        )

    @property
    def left_open(self) -> bool:
        """Whether a question was open when the session was interrupted."""
        return self.flow.question is not None

    def ask(self) -> None:
        """Ask until no question is left.

        Raises:
            GoneError: nobody answers; the answers so far are in the session.
        """
        self.flow.begin()
        while (question := self.flow.question) is not None:
            if question.ask in (Ask.SCORE, Ask.NEW_SCORE):
                score = self._score()
                state = self._safety.gate().state
                by_place = felt_by_place(
                    new_symptoms_in_score(state, score) if state else NewSymptoms(), self._before, score
                )
                then = self.flow.would(score["pain"]).then
                if by_place is None and then in (Then.GO_ON, Then.SKIP):  # the other outcomes print their own text
                    self.prompt.say(f"{SCORE_LEADS_TO[then].capitalize()}.")
                self.flow.score(score, by_place)
            else:
                self._say_before(question)
                reply = self._reply(question)
                if reply is Choice.EASE or (question.ask, reply) == (Ask.SETTLED, Choice.SETTLED):
                    self._say_easier()
                self.flow.reply(reply)
                for sign in self.flow.signs:
                    self._safety.records.keep(new_emergency_answer(new_header(), sign, self._session))

    def _score(self) -> Score:
        """Ask for score and place; either both are entered, or neither counts."""
        pain = self.prompt.score(DURING)
        return score_of(pain, self.prompt.place(WHERE_NOW), now().isoformat(timespec="seconds"))

    def _say_before(self, question: HurtQuestion) -> None:
        match question.ask:
            case Ask.REST:
                self.prompt.say(STILL_HIGH if question.again else self._too_much(question.limit))
            case Ask.LEGS | Ask.READ:
                stayed = self.flow.stayed
                heading, words = stop_page_words(question.rule or "", self.content.safety, stayed=stayed)
                self.prompt.say(f"{heading}.", words)
                if question.rule == "S6":
                    self.prompt.say(numbers_line(self._number))
            case Ask.SIGNS:
                self.prompt.say(GET_HELP_IF, numbers_line(self._number), *self._emergency_questions())
            case Ask.SIGNS_TOO:
                self.prompt.say(*self._emergency_questions())

    def _too_much(self, limit: int) -> str:
        programme = self._safety.doses().programme
        return too_much_words(self.content.safety, limit=limit, by=programme.by if programme else "")

    def _emergency_questions(self) -> Iterator[str]:
        safety = self.content.safety
        for question in safety.of_level(Level.EMERGENCY) if safety else ():
            yield f"{question.id}. {question.text}"

    def _reply(self, question: HurtQuestion) -> HurtAnswer | Choice:
        if question.ask is Ask.EMERGENCY:
            self._safety.emergency_page()
            return Choice.READ
        title = SETTLE if question.ask is Ask.SETTLED else ""
        if question.ask in (Ask.SETTLED, Ask.REST) and not self._rest(title):
            return Choice.END
        options = {
            KEYS[choice] if isinstance(choice, Choice) else str(digit): choice
            for digit, choice in enumerate(question.choices, 1)
        }
        words = {key: _words(choice) for key, choice in options.items()}
        if question.ask is Ask.SIGNS:
            words[KEYS[Choice.NO_SIGN]] = SLIP
        said = f"{STOPPED} {COME_OUT} {WHAT}" if question.ask is Ask.FELT else asked(question.ask)
        quiet_s = ANSWER_DELAY_S if question.ask in QUIET_FIRST else 0
        hidden = WAYS_OUT.get(question.ask)
        return options[self.prompt.choose(said or AND_NOW.get(question.ask, ""), words, hidden=hidden, quiet_s=quiet_s)]

    def _rest(self, title: str) -> bool:
        """Wait until the rest is over, in session time; False if the person ends the session instead."""
        end, due = KEYS[Choice.END], self.flow.due_ms
        said = -(-(due - self.session_clock.now()) // 1000)
        self._say_rest(title, said * 1000)
        while (left := due - self.session_clock.now()) > 0:
            minutes, over = divmod(-(-left // 1000), 60)
            if minutes and not over and minutes * 60 < said:
                said = minutes * 60
                self.prompt.say(f"{minutes}:00")
            key = self.prompt.source.key(max(real_s(self.session_clock, left % 60_000 or 60_000), SHORTEST_WAIT_S))
            if key in QUIT_KEYS:
                raise GoneError
            if key == "ctrl+z":
                self.prompt.source.suspend()
                self._say_rest(title, due - self.session_clock.now())
            elif key is not None and end in self.prompt.spellings(key.strip()):
                if self.prompt.came_alone(key):
                    return False
            elif key is not None and not self.prompt.source.single_keys:
                self.prompt.say_unknown(key, f"Type {end} to end the session, or rest.")
        self._rested()
        return True

    def _say_rest(self, title: str, left_ms: int) -> None:
        if left_ms > 0:
            end = f"{KEYS[Choice.END]}: {CHOSEN[Choice.END]}."
            self.prompt.say(f"{title} {clock(left_ms)} of rest. {end}".strip())

    def _say_easier(self) -> None:
        if said := self.flow.easier_words:
            self.prompt.say(said)


def _words(choice: HurtAnswer | Choice) -> str:
    """The words of a reply, with what it does."""
    return CHOSEN[choice] if isinstance(choice, Choice) else f"{FELT[choice]} ({LEADS_TO[choice]})"
