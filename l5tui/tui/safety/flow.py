"""What comes before a session for safety, screen by screen, until the gate is open or no session starts.

The gate decides what comes first (`domain/safety/gate`); here its answers become screens, and what is answered is in
the journal before the next screen is shown. The recheck isn't among them: it stands on the check-in itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from l5tui.config.clock import new_header, now
from l5tui.config.errors import L5Error
from l5tui.domain.safety.entries import (
    is_kept,
    new_clearing,
    new_emergency_answer,
    new_follow_up,
    new_shown,
    new_something_new,
    new_stop,
)
from l5tui.domain.safety.full_check import FullCheck
from l5tui.domain.safety.gate import Gate, Need
from l5tui.domain.safety.questions import Answer, Level
from l5tui.domain.safety.stop_rules import NOT_TODAY
from l5tui.domain.safety.stop_words import follow_up_words
from l5tui.domain.safety.words import refused_line
from l5tui.journal.sessionlog.running import RunningSession
from l5tui.tui.dialog import NOTHING_MARKED, Option, Panel

if TYPE_CHECKING:
    from l5tui.tui.app import L5App

BACK: Final = "no, it is back"
STILL: Final = "yes, or not sure"
NOT_KEPT: Final = "No session starts: what you answered can't be kept, for the journal can't be read or written"
EASIER: Final = "Then the exercises come in their easier forms this time."


@dataclass(frozen=True, slots=True)
class Passed:
    """The gate is open, but for the recheck where `gate.need` says so."""

    gate: Gate
    checked: bool
    """The full check was answered just now: no recheck follows, and its one sentence stands above the scale."""


class SafetyFlow:
    """Asks for one start. `checked` tells whether the full check was answered within it."""

    def __init__(self, app: L5App) -> None:
        self.app = app
        self.checked = False

    async def pass_gate(self) -> Passed | None:
        """Show what comes before a session, one after the other. None when no session starts."""
        while True:
            await self.app.look_if_possible()  # another login may have answered, or stopped
            found = self.app.gate(checked=self.checked)
            match found.need:
                case None | Need.RECHECK:
                    return Passed(found, self.checked)
                case Need.EMERGENCY:
                    goes_on = await self.emergency()
                case Need.FOLLOW_UP:
                    goes_on = await self._follow_up(found)
                case Need.FULL_CHECK if not self.checked:
                    goes_on = await self.full_check()
                case Need.STOP | Need.URGENT:
                    goes_on = await self.answers(found.need)
                case _:
                    say_refused(self.app, found)
                    return None
            if not goes_on:
                return None

    async def emergency(self) -> bool:
        """The emergency page; True when the questions were answered again from it."""
        from l5tui.tui.safety.emergency import EmergencyScreen, Left

        left = await self.app.push_screen_wait(EmergencyScreen(number=self.app.settings.emergency_number))
        match left:
            case Left.JOURNAL:
                self.app.switch_mode("journal")
            case Left.CLOSE:
                self.app.exit(0)
            case Left.ASK:
                return await self.full_check()
        return False

    async def _follow_up(self, found: Gate) -> bool:
        """S3's question, alone; that it was shown is kept first. False when it was left unanswered."""
        app = self.app
        stop = found.state.follow_up if found.state else None
        rule = app.library.safety.stop_rules["S3"].follow_up if app.library.safety else None
        if found.state is None or stop is None or rule is None:
            return False
        if not found.state.follow_up_shown:
            await app.keep(new_shown(new_header(), stop.uids))
        options = [Option("n", BACK, "n"), Option("y", STILL, "y"), Option("escape", "back", "")]
        words = follow_up_words(rule.text, stayed=found.state.follow_up_stayed)
        said = await app.push_screen_wait(Panel(words, options, role="rest", marked=NOTHING_MARKED))
        if said is None:
            app.close()
        if not said:
            return False
        answer = Answer.NO if said == "n" else Answer.YES
        await app.keep(new_follow_up(new_header(), answer, stop.uids))
        if answer is Answer.NO:
            app.say_over_keys(EASIER)
        return True

    async def full_check(self) -> bool:
        """All questions, a page a level. False when they were broken off: then nothing is kept as no."""
        from l5tui.tui.safety.question_page import SafetyPageScreen

        safety, state = self.app.library.safety, self.app.gate().state
        if safety is None or state is None:
            return False
        check = FullCheck(safety, state, new_header)
        while check.page is not None:
            answer = await self.app.push_screen_wait(SafetyPageScreen(check))
            if answer is None:
                return False
            for entry in check.answer(answer.marked, answer.kept):
                await self.app.keep(entry)
            if answer.closes:
                await self.app.end()
                return False
        self.checked = True
        if not check.emergency:
            await self._say_what_is_off()
        return True

    async def _say_what_is_off(self) -> None:
        """After a check: what its answers switch off, ease or warn about. What blocks has a page of its own."""
        state = self.app.gate(checked=True).state
        if state is not None and state.of_level(Level.ASK_FIRST) and not state.of_level(Level.URGENT):
            await self.answers(after_check=True)

    async def answers(self, need: Need | None = None, *, after_check: bool = False) -> bool:
        """What was answered, what is off, and whose word lifts it.

        Returns:
            Whether something was changed, so that the gate is to be asked again.
        """
        from l5tui.tui.safety.answers import AskAgain, Clear, SafetyAnswersScreen

        app = self.app
        changed = False
        while True:
            safety, state = app.library.safety, app.gate().state
            if safety is None or state is None:
                say_refused(app, app.gate())
                return changed
            names = app.library.names
            screen = SafetyAnswersScreen(state, safety, now().date(), names, need, after_check=after_check)
            wish = await app.push_screen_wait(screen)
            match wish:
                case Clear(about=about, on=on, by=by, over=over):
                    await app.keep(new_clearing(new_header(), about, on, by, over))
                case AskAgain():
                    return await self.full_check() or changed
                case _:
                    return changed and need is None
            changed = True
            if need is not None and app.gate().need is not need:
                return True


def say_refused(app: L5App, found: Gate) -> None:
    """Say in a line why no session starts, where no page says it.

    The full check stands here only when it was answered just now and isn't known all the same.
    """
    if found.need is Need.FULL_CHECK:
        app.trouble(NOT_KEPT)
        return
    wrong = app.library.safety_problem
    problem = wrong.what if wrong else ""
    line = str(L5Error(*refused_line(found.need or Need.QUESTIONS, problem)))
    app.trouble(f"{line[:1].upper()}{line[1:]}")


async def recheck(app: L5App) -> bool:
    """The recheck apart from a check-in; True when nothing is new. Something new is kept before anything else."""
    safety = app.library.safety
    if safety is None:
        return False
    options = [Option("n", "nothing new", "n"), Option("y", "something is new, or not sure", "y")]
    answer = await app.push_screen_wait(Panel(safety.recheck.text, options))
    if answer is None:
        app.close()
    if answer == "y":
        await app.keep(new_something_new(new_header()))
    return answer == "n"


async def keep_stop(app: L5App, run: RunningSession, signs: Iterable[str] = ()) -> None:
    """Once a rule has stopped the session, keep that as an entry of its own, before another screen is shown.

    Args:
        app: the app.
        run: the session.
        signs: emergency questions that an answer was a yes to.
    """
    ended, session = run.controller.progress.ended, run.entry["uid"]
    if ended is None or ended.stop not in NOT_TODAY:
        return
    for entry in (
        new_stop(new_header(), ended.stop, session),
        *(new_emergency_answer(new_header(), one, session) for one in signs),
    ):
        if not is_kept(entry, app.entries):
            await app.keep(entry)
