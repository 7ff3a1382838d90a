"""When it hurts, in lines: the same questions as on the full screen, and the same table of rules (`domain/stopping`).

The session stands still from the first key on. What was said before somebody left is kept, and what wasn't is unknown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar, cast

from l5tui.domain.checkin import DURING
from l5tui.domain.entry import Stop, no_score
from l5tui.domain.exercise import Exercise
from l5tui.domain.lengths import clock
from l5tui.domain.questions import Level
from l5tui.domain.stopping import (
    REST_S,
    SETTLE_S,
    Answer,
    Then,
    Verdict,
    after_score,
    after_settling,
    may_go_on,
    verdict,
)
from l5tui.domain.stopping_words import AT_ALL_EVENTS, FELT, OFFERED, QUESTION, S2_TITLE, SETTLE, STILL_DOWN
from l5tui.engine.clock import RateClock
from l5tui.journal.running import Running
from l5tui.library import Content
from l5tui.plain.sources import GoneError
from l5tui.plain.talk import OUT, Talk
from l5tui.stamp import now

T = TypeVar("T")
END: Final = "x"
END_WORDS: Final = "end the session"
HELP: Final = (
    "Stop. Get help now.",
    "What you told us can be a sign of something serious. Do not exercise. Call your emergency number now "
    "(112, 999 or 911 in many places) or go to an emergency department. This app cannot tell what is wrong.",
)
"""Where the page's own words can't be read: it is never left out."""


class Hurting:
    """Asks what hurts in a session, and does what the answer asks for."""

    def __init__(self, run: Running, talk: Talk, content: Content) -> None:
        self.run = run
        self.talk = talk
        self.content = content

    def ask(self) -> None:
        """From the question to what it leads to. The session is paused when this begins.

        Raises:
            GoneError: nobody answers; what was said is in the session.
        """
        options = {str(digit): FELT[answer] for digit, answer in enumerate(Answer, 1)}
        felt = self.talk.choose(QUESTION, {**options, END: END_WORDS, "n": "nothing, go on"}, hidden={"escape": "n"})
        if felt == "n":
            self.run.controller.resume()
        elif felt == END:
            self._stop(Verdict(Then.STOP, "S1"))
        else:
            self._answered(list(Answer)[int(felt) - 1])

    def _answered(self, answer: Answer) -> None:
        controller = self.run.controller
        found = verdict(answer)
        if found.then is Then.ASK_SCORE:
            pain = self._known(self._score, answer)
            controller.hurt(answer.value, pain)
            found = after_score(pain, routine=self.run.entry["routine"]["id"], before=self.run.entry["before"]["pain"])
        elif found.then is Then.ASK_SETTLED:
            settled = self._known(self._settled, answer)
            controller.hurt(answer.value, settled=settled)
            found = after_settling(settled=settled is True)
        else:
            controller.hurt(answer.value)
        self._do(found)

    def _known(self, ask: Callable[[], T], answer: Answer) -> T:
        """What is asked after an answer; the answer itself is kept whatever becomes of that."""
        try:
            return ask()
        except GoneError:
            self.run.controller.hurt(answer.value)
            raise

    def _do(self, found: Verdict) -> None:
        match found.then:
            case Then.GO_ON:
                self.run.controller.resume()
            case Then.EASE:
                self._ease()
                self.run.controller.resume()
            case Then.OFFER:
                self._offer()
            case Then.STOP_EXERCISE:
                self._stop_exercise()
            case _:
                self._stop(found)

    def _score(self) -> int | None:
        """The score at this moment; the highest of the session is kept."""
        pain = self.talk.score(DURING)
        self.run.controller.rate("during", {**no_score(), "pain": pain, "at": now().isoformat(timespec="seconds")})
        return pain

    def _settled(self) -> bool | None:
        """Whether it went back, asked after five minutes of rest; not sure is no. None when it wasn't answered."""
        if not self._rest(SETTLE_S, SETTLE):
            return None
        options = {"n": "no, it went back", "y": "yes, or not sure", END: f"{END_WORDS} now"}
        return {"n": True, "y": False}.get(self.talk.choose(STILL_DOWN, options))

    def _offer(self) -> None:
        """Four or five: smaller, skipped, or as it was."""
        options = {"e": "ease off: smaller and shorter"} if self._exercise() is not None else {}
        options |= {"s": "skip this exercise today", "g": "go on as it is", END: END_WORDS}
        choice = self.talk.choose(OFFERED, options)
        if choice == END:
            self._stop(Verdict(Then.STOP, "S1"))
            return
        if choice == "e":
            self._ease()
        elif choice == "s":
            self.run.controller.skip_exercise()
        self.run.controller.resume()

    def _stop_exercise(self) -> None:
        """Rule S2: this exercise is over; after a rest a new score decides whether the next may begin."""
        routine, before = self.run.entry["routine"]["id"], self.run.entry["before"]["pain"]
        self.talk.say(self._text("S2"))
        while True:
            options = {"s": "give a new score", END: END_WORDS}
            if not self._rest(REST_S, S2_TITLE) or self.talk.choose("And now?", options) == END:
                self._stop(Verdict(Then.STOP, "S2"))
                return
            if may_go_on(self._score(), routine=routine, before=before):
                self.run.controller.skip_exercise()
                self.run.controller.resume()
                return
            self.talk.say("The next exercise waits for a lower score.")

    def _stop(self, found: Verdict) -> None:
        """The session ends: what to do now is said, and stays until it was read."""
        rule = found.rule or "S1"
        self.run.controller.end(cast(Stop, rule))
        if rule != "S1":
            self.talk.say(self._text(rule))
        if found.emergency:
            self._emergency()
        elif rule != "S1":
            self.talk.choose("", {"r": "I have read this"})

    def _emergency(self) -> None:
        safety = self.content.safety
        page = safety.pages.get(Level.EMERGENCY) if safety else None
        self.talk.say(*((page.title, page.body) if page else HELP))
        self.talk.choose("", {"r": "I have read this"})
        self.talk.choose("Once more, so that no slip takes it away.", {"r": "I have read this"})

    def _rest(self, seconds: int, title: str) -> bool:
        """Wait for so many seconds of session time; False when the person ends the session instead."""
        session = self.run.controller.clock
        due = session.now() + seconds * 1000
        self.talk.say(f"{title} {clock(seconds * 1000)} of rest. {END}: {END_WORDS}.")
        said = seconds
        while (left := due - session.now()) > 0:
            minutes, over = divmod(-(-left // 1000), 60)
            if minutes and not over and minutes * 60 < said:
                said = minutes * 60
                self.talk.say(f"{minutes}:00")
            wait = left % 60_000 or 60_000
            key = self.talk.source.key(
                max(session.real_s(wait) if isinstance(session, RateClock) else wait / 1000, 0.02)
            )
            if key in OUT:
                raise GoneError
            if key == "ctrl+z":
                self.talk.source.suspend()
            elif key is not None and key.strip().lower() == END:
                return False
        self.talk.voice.bell()
        return True

    def _ease(self) -> None:
        exercise = self._exercise()
        if exercise is None:
            self.run.controller.skip_exercise()
        else:
            self.talk.say(exercise.easier.text)
            self.run.controller.ease(exercise)

    def _exercise(self) -> Exercise | None:
        """The exercise that is on, where the content still has it."""
        step = self.run.controller.moment.step
        return self.content.exercises.get(step.exercise) if step else None

    def _text(self, rule: str) -> str:
        """The words of a rule."""
        safety = self.content.safety
        return safety.stop_texts.get(rule, "") if safety else AT_ALL_EVENTS
