"""The order of the safety screens: before a session, during one, and when a place or a kind of pain is new.

Other features reach it as `app.safety_flow()`. The gate decides which screen comes first (`domain/safety/gate`), and
each answer is in the journal before the next screen is shown. The recheck is part of the check-in screen.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

from l5tui.config.clock import new_header, now
from l5tui.config.errors import L5Error
from l5tui.domain.entry import Stop
from l5tui.domain.safety.entries import (
    new_clearing,
    new_follow_up,
    new_shown,
    new_something_new,
)
from l5tui.domain.safety.full_check import EmergencyCheck, FullCheck, NewSymptomsCheck
from l5tui.domain.safety.gate import Gate, Need
from l5tui.domain.safety.new_symptoms import NewSymptoms, new_symptoms_in_correction, stop_in_correction
from l5tui.domain.safety.questions import Answer, Level
from l5tui.domain.safety.stop_page import follow_up_words, new_symptoms_words
from l5tui.domain.safety.words import refused_line
from l5tui.tui.app_protocol import AppProtocol
from l5tui.tui.dialog import NOTHING_MARKED, DialogScreen, Option

BACK: Final = "no, it is back"
STILL: Final = "yes, or not sure"
NOT_KEPT: Final = "No session starts: what you answered can't be kept, for the journal can't be read or written"
EASIER: Final = "Then the exercises come in their easier forms this time."


class SafetyFlow:
    """Asks the safety questions for one start of a session, and for what happens during and after it."""

    def __init__(self, app: AppProtocol) -> None:
        self.app = app
        self.checked = False
        """The full check was just answered: no recheck follows, and the check-in shows the sentence about it."""

    # Before a session

    async def pass_gate(self) -> Gate | None:
        """Show the screens that the gate requires before a session.

        Returns:
            The open gate, which may still need the recheck; None if no session may start.
        """
        while True:
            await self.app.reload_if_possible()  # another login may have stored answers or a stop
            found = self.app.gate(checked=self.checked)
            match found.need:
                case None | Need.RECHECK:
                    return found
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
        """Show the emergency page; True if the questions were answered again from there."""
        from l5tui.tui.safety.emergency import EmergencyExit, EmergencyScreen

        left = await self.app.push_screen_wait(EmergencyScreen(number=self.app.settings.emergency_number))
        match left:
            case EmergencyExit.JOURNAL:
                self.app.switch_mode("journal")
            case EmergencyExit.REPORT:
                self.app.open_report()
            case EmergencyExit.CLOSE:
                self.app.exit(0)
            case EmergencyExit.ASK:
                return await self.full_check()
        return False

    async def _follow_up(self, found: Gate) -> bool:
        """Ask S3's question alone. That it was shown is stored first. False if it was left unanswered."""
        app = self.app
        stop = found.state.follow_up if found.state else None
        rule = app.library.safety.stop_rules["S3"].follow_up if app.library.safety else None
        if found.state is None or stop is None or rule is None:
            return False
        if not found.state.follow_up_shown:
            await app.keep(new_shown(new_header(), stop.uids))
        options = [Option("n", BACK, "n"), Option("y", STILL, "y"), Option("escape", "back", "")]
        words = follow_up_words(rule.text, stayed=found.state.follow_up_stayed)
        said = await app.push_screen_wait(DialogScreen(words, options, role="rest", marked=NOTHING_MARKED))
        if said is None:
            app.close()
        if not said:
            return False
        answer = Answer.NO if said == "n" else Answer.YES
        await app.keep(new_follow_up(new_header(), answer, stop.uids))
        if answer is Answer.NO:
            app.show_message(EASIER)
        return True

    async def full_check(self) -> bool:
        """Ask all questions, one page for each level. False if the person broke off: then no answer counts as "no"."""
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
        """After a check, show what its answers switch off, ease or warn about. Answers that block have a page."""
        state = self.app.gate(checked=True).state
        if state is not None and state.of_level(Level.ASK_FIRST) and not state.of_level(Level.URGENT):
            await self.answers(after_check=True)

    async def answers(self, need: Need | None = None, *, after_check: bool = False) -> bool:
        """Show the recorded answers, what is off, and who can clear it.

        Returns:
            Whether anything was changed, so that the gate must be asked again.
        """
        from l5tui.tui.safety.answers import AskAgain, ClearAnswer, SafetyAnswersScreen

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
                case ClearAnswer(about=about, on=on, by=by, over=over):
                    await app.keep(new_clearing(new_header(), about, on, by, over))
                case AskAgain():
                    return await self.full_check() or changed
                case _:
                    return changed and need is None
            changed = True
            if need is not None and app.gate().need is not need:
                return True

    async def recheck(self) -> bool:
        """Ask the recheck outside a check-in. True if nothing is new; anything new is stored at once."""
        app = self.app
        safety = app.library.safety
        if safety is None:
            return False
        options = [Option("n", "nothing new", "n"), Option("y", "something is new, or not sure", "y")]
        answer = await app.push_screen_wait(DialogScreen(safety.recheck.text, options))
        if answer is None:
            app.close()
        if answer == "y":
            await app.keep(new_something_new(new_header()))
        return answer == "n"

    # During a session, and when a new place or kind of pain has a stop rule (clinical data, section b)

    async def emergency_in_session(self) -> bool:
        """Show the emergency page during a session. False when the app is to close."""
        from l5tui.tui.safety.emergency import EmergencyExit, EmergencyScreen

        screen = EmergencyScreen(number=self.app.settings.emergency_number, in_session=True)
        return await self.app.push_screen_wait(screen) is not EmergencyExit.CLOSE

    async def ask_emergency_questions(
        self, check: EmergencyCheck, heading: str, said: str, asked: str, *, none: str = ""
    ) -> bool:
        """Ask only the emergency questions. Each yes is in the journal before its consequence is shown.

        Args:
            check: the questions; its page is None once they were answered.
            heading: the text of the first row.
            said: the text of the rule that asks.
            asked: the question above the list.
            none: what "none of these" does, if not the usual.

        Returns:
            False when the app is to close.
        """
        from l5tui.tui.safety.question_page import NONE, SafetyPageScreen, SessionQuestion

        within = SessionQuestion(heading, said, asked, none or NONE)
        answer = await self.app.push_screen_wait(SafetyPageScreen(check, within=within))
        if answer is None:
            return False
        for entry in check.answer(answer.marked):
            await self.app.keep(entry)
        return not answer.closes

    async def act_on_correction(self, uid: str, changed: Iterable[str]) -> None:
        """Act on a corrected place or stop if its entry is newer than the last full check.

        A stop rule that is entered afterwards (S3 to S6) holds from now on; one that is taken out still holds.
        """
        state, changed = self.app.gate().state, set(changed)
        if stop := stop_in_correction(state, uid, changed, self.app.entries, new_header()):
            await self.app.keep(stop)
        await self.act_on_new_symptoms(*new_symptoms_in_correction(state, uid, changed))

    async def act_on_new_symptoms(
        self, signs: NewSymptoms, session: str | None = None, *, kept: bool = True
    ) -> Stop | Literal["open"] | None:
        """Store new symptoms, show what they mean, and ask the emergency questions.

        Everything known is in the journal before the first of these pages, so closing a page loses nothing.

        Args:
            signs: the new symptoms.
            session: the uid of the session after which they were given; None before or without a session.
            kept: the place is in the journal, so it isn't new from now on.

        Returns:
            The rule that stops, as `NewSymptomsCheck.stop` has it; None if none does.
        """
        if not signs:
            return None
        app = self.app
        asked = NewSymptomsCheck(signs, app.library.safety, app.gate().state, new_header, session=session, kept=kept)
        for entry in asked.first:
            await app.keep(entry)
        await self._ask_about_signs(asked, new_kind=bool(signs.kinds))
        return asked.stop

    async def _ask_about_signs(self, asked: NewSymptomsCheck, *, new_kind: bool) -> None:
        """Ask the emergency questions under the rule's text; each yes is stored before its page is shown."""
        from l5tui.tui.safety.question_page import SafetyPageScreen, SessionQuestion

        app = self.app
        within = SessionQuestion(
            *new_symptoms_words(app.library.safety, app.settings.emergency_number, new_kind=new_kind)
        )
        answer = await app.push_screen_wait(SafetyPageScreen(asked.check, within=within)) if asked.check else None
        for entry in asked.answer(answer.marked if answer else None):
            await app.keep(entry)
        if answer is not None and answer.closes:
            await app.end()
        elif asked.stop == "S5" and not await self.emergency_in_session():
            app.exit(0)


def say_refused(app: AppProtocol, found: Gate) -> None:
    """Show a line about why no session starts, if no page explains it.

    A full check that is still needed at this point was just answered, but its answers couldn't be stored.
    """
    if found.need is Need.FULL_CHECK:
        app.trouble(NOT_KEPT)
        return
    wrong = app.library.safety_problem
    problem = wrong.what if wrong else ""
    line = str(L5Error(*refused_line(found.need or Need.QUESTIONS, problem, found.state)))
    app.trouble(f"{line[:1].upper()}{line[1:]}")
