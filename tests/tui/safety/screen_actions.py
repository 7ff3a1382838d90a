"""What the simulated person can do on each screen: the keys, and what each answer tells the model."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from l5tui.config.clock import now
from l5tui.domain.safety.state import ActiveStop
from l5tui.tui.dialog import DialogScreen
from l5tui.tui.drafts import DraftScreen
from l5tui.tui.help.screen import HelpScreen
from l5tui.tui.journal.screen import JournalScreen
from l5tui.tui.library.screen import LibraryScreen
from l5tui.tui.safety.answers import SafetyAnswersScreen
from l5tui.tui.safety.emergency import EmergencyScreen
from l5tui.tui.safety.question_page import SafetyPageScreen
from l5tui.tui.session.checkin import CheckInScreen, ScoreDuringScreen
from l5tui.tui.session.checkout import CheckOutScreen
from l5tui.tui.session.end_dialog import EndScreen
from l5tui.tui.session.screen import SessionScreen
from l5tui.tui.session.start_options import StartWay
from l5tui.tui.session.summary import SummaryScreen
from l5tui.tui.session.unfinished_screens import ResumeScreen
from tests.domain.safety.safety_journal import SAFETY
from tests.tui.reading import text
from tests.tui.safety.rules_model import LEVELS, Said
from tests.tui.safety.simulated_user import UNANSWERED, Does, SimulatedUser


class ScreenActions(SimulatedUser):
    """The simulated person, with the actions for each screen."""

    def go_on_untroubled(self) -> None:
        """Answer as a person without any symptoms, until a session runs or nothing more is asked."""
        for _ in range(12):
            found = self.can_be_done(2)
            name = next((one for one in UNTROUBLED if one in found), None)
            if isinstance(self.screen, SafetyAnswersScreen) and not self.screen.need:
                name = "go on" if self.screen.after_check else "back"
            if isinstance(self.screen, SessionScreen | LibraryScreen) or name is None:
                return
            self.tick()
            found[name]()
            self.compare()

    def to_the_library(self) -> None:
        """Go to the library, through the open screens or the end of the session."""
        for _ in range(12):
            if isinstance(self.screen, LibraryScreen):
                return
            found = self.can_be_done(2)
            name = next(one for one in ("end", *UNTROUBLED, "library") if one in found)
            if isinstance(self.screen, SafetyAnswersScreen):
                name = "back"
            self.tick()
            found[name]()
            self.compare()

    def can_be_done(self, more: int) -> dict[str, Does]:
        screen = self.screen
        match screen:
            case LibraryScreen():
                return {
                    "help": lambda: self.press("question_mark"),
                    "journal": lambda: self.press("J"),
                    **{f"start {one}": lambda one=one: self.start(one, digit=bool(more % 2)) for one in range(4)},  # type: ignore[misc]
                }
            case HelpScreen():
                return {"answers": lambda: self.press("s"), "close": lambda: self.press("escape")}
            case JournalScreen():
                keys = {"delete": "d", "undo": "u", "library": "L"}
                return {name: lambda key=key: self.press(key) for name, key in keys.items()}  # type: ignore[misc]
            case SafetyPageScreen():
                return self._on_page(screen, more)
            case EmergencyScreen():
                found: dict[str, Does] = {"leave": lambda: self.press("q", "q")}
                others: dict[str, Does] = {"journal": lambda: self.press("J"), "ask": lambda: self.press("a")}
                return found if screen.in_session else {**found, **others}
            case SafetyAnswersScreen():
                return self._on_answers(screen, more)
            case CheckInScreen():
                return self._at_check_in(screen, more)
            case CheckOutScreen():
                return self._at_check_out(screen, more)
            case ScoreDuringScreen():
                return {"score": lambda: self.press(str(more % 10), "enter")}
            case ResumeScreen():
                return self._on_resume(screen)
            case SessionScreen():
                return self._in_session(screen)
            case DialogScreen():
                return {option.answer or "back": self._chosen(screen, option) for option in screen.offered}
            case EndScreen():
                ways = {"end": "enter", "discard": "d", "stay": "escape"}
                return {name: lambda key=key: self.press(key) for name, key in ways.items()}  # type: ignore[misc]
            case SummaryScreen():
                again: dict[str, Does] = {"again": self._again} if screen._may_again else {}
                return {"done": lambda: self.press("enter"), **again}
            case DraftScreen():
                ways = {"keep": "enter", "drop": "d", "later": "escape"}
                return {name: lambda key=key: self.press(key) for name, key in ways.items()}  # type: ignore[misc]
        raise AssertionError(f"a screen that nobody knows:\n{text(self.harness.app)}")

    def _on_page(self, screen: SafetyPageScreen, more: int) -> dict[str, Does]:
        question = screen.questions[more % len(screen.questions)].id
        recorded = [one.id for one in screen.questions if screen.check.recorded(one.id)]

        def mark(question: str, key: str) -> None:
            screen.list.highlighted = [one.id for one in screen.questions].index(question)
            self.press(key)

        found: dict[str, Does] = {"mark": lambda: mark(question, "yu"[more % 2])}
        if screen.within is None:
            found["break off"] = lambda: self.press("escape")
        if recorded:
            found["keep"] = lambda: mark(recorded[more % len(recorded)], "s")
        if screen._marked or screen._kept:
            found["done"] = lambda: self.page_done(screen, "enter")
            found["clear"] = lambda: self.press("backspace")
        else:
            found["none"] = lambda: self.page_done(screen, "n")
        return found

    def page_done(self, screen: SafetyPageScreen, *keys: str) -> None:
        """Tell the model that a page is answered: each mark is a yes, and the last page completes the full check."""
        marked = list(screen._marked)
        kept = {one: date.fromisoformat(word["date"]) for one in screen._kept if (word := screen.check.recorded(one))}
        check = self.checks.get(id(screen.check))
        for one in marked:
            said = self.model.say(Said("yes", now(), one))
            if check is not None:
                check.yes[one] = None
                check.over.add(said)
        for one, day in kept.items():
            said = self.model.say(Said("yes", now(), one, on=day))
            if check is not None:
                check.yes[one] = day
                check.over.add(said)
        if check is None:  # the questions are asked because a rule stopped the session
            if marked:
                self.stopped("S5")
            self.felt = ""
        elif screen.level == LEVELS[-1]:
            self.model.say(Said("check", now(), over=frozenset(check.over), yes=dict(check.yes)))
        self.press(*keys)

    def _on_answers(self, screen: SafetyAnswersScreen, more: int) -> dict[str, Does]:
        found: dict[str, Does] = {"back": lambda: self.press("escape"), "ask": lambda: self.press("a")}
        if screen.after_check:
            found["go on"] = lambda: self.press("enter")
        if screen._liftable:
            at = [number for number, item in enumerate(screen.rows.items) if item.id in screen._liftable]
            screen.rows.highlighted = at[more % len(at)]
            found["word"] = lambda: self._clear(screen, more)
            if screen._may_have_passed():
                found["passed"] = lambda: self._clear(screen, 0, by="passed")
        return found

    def _clear(self, screen: SafetyAnswersScreen, more: int, by: str = "professional") -> None:
        """Enter a clearance dated today, yesterday, or on an impossible date, which is refused."""
        chosen = screen.chosen
        assert chosen is not None
        on = now().date() + timedelta(days=(0, -1, 0, 1)[more % 4])
        since = screen.today if not isinstance(chosen, ActiveStop) else date.fromisoformat(chosen.at[:10])
        allowed = on <= now().date() and (not isinstance(chosen, ActiveStop) or on >= since)
        if isinstance(chosen, ActiveStop):
            about, over = chosen.rule, self.stop_facts(chosen)
        else:
            about, over = chosen.question.id, self.known[id(screen)]
        if by == "passed" or allowed:
            self.word(about, on, over=over, by=by)
        if by == "passed":
            self.press("g")
        else:
            self.press("c", *("minus" if sign == "-" else sign for sign in on.isoformat()), "enter")
            if not allowed:
                assert self.screen is screen, "a word of a day that can't be is refused"
                self.press("escape")

    def _at_check_in(self, screen: CheckInScreen, more: int) -> dict[str, Does]:
        first = ("n",) if screen.recheck_text() else ()
        score = (*(str(digit) for digit in range(10)), "s")[more % 11]

        def impatient() -> None:
            self.press(score, "enter")
            assert not first or self.screen is screen, "the recheck was passed over"

        def easier() -> None:
            self.press(*first, "5")
            while screen._way is not StartWay.EASIER and StartWay.EASIER in screen.start_options.ways(5):
                self.press("g")
            if more % 2:
                self.say_elsewhere("check", "A7", 1)
            self.harness.easier_wanted = screen._way is StartWay.EASIER
            self.press("enter")
            self.harness.easier_wanted = False

        found: dict[str, Does] = {
            "score": lambda: self.press(*first, score, "enter"),
            "gentler": lambda: self.press(*first, "5", "g", "enter"),
            "easier": easier,
            "override": lambda: self.press(*first, "7", "o", "enter"),
            "impatient": impatient,
            "back": lambda: self.press("escape"),
        }
        if first:
            found["something new"] = self._something_new
        return found

    def _something_new(self) -> None:
        self.model.say(Said("new", now()))
        self.press("y")

    def _at_check_out(self, screen: CheckOutScreen, more: int) -> dict[str, Does]:
        def rated(key: str) -> None:
            if screen.leg_unanswered or screen._watches:
                if key == "y":
                    self.stopped("S3")
                self.press(key)
            self.press(str(more % 10), "enter")

        return {"score": lambda: rated("n"), "further": lambda: rated("y")}

    def _in_session(self, screen: SessionScreen) -> dict[str, Does]:
        def pass_(seconds: float) -> None:
            self.harness.clock.advance(seconds)
            self.harness.do(self._look_at_session)

        def practise() -> None:
            if screen.moment.paused:
                self.press("space")
            pass_(40)

        def through() -> None:
            while self.screen is screen:
                self.press("shift+right")

        return {
            "hurts": lambda: self.press("x"),
            "hurts, by the other key": lambda: self.press("backspace"),
            "end": lambda: self.press("q"),
            "go on": lambda: self.press("space"),
            "practise": practise,
            "back": lambda: self.press("shift+left"),
            "through": through,
        }

    async def _look_at_session(self) -> None:
        screen = self.harness.app.screen
        if isinstance(screen, SessionScreen):
            screen.refresh_moment()
        await self.harness.settle()

    def _chosen(self, screen: DialogScreen, option: Any) -> Does:
        """Choose an answer of a dialog, and tell the model what it means."""

        def choose() -> None:
            answers = {one.answer for one in screen.options}
            if screen.title_text == SAFETY.recheck.text and option.answer == "y":
                self.model.say(Said("new", now()))
            elif "y" in answers and screen.title_text != SAFETY.recheck.text and option.answer in ("n", "y"):
                self.follow_up(option.answer == "n", self.known[id(screen)])
            elif "tingling" in answers:
                self.felt = option.answer if option.answer in UNANSWERED else ""
                if option.answer in ("tingling", "weak"):
                    self.stopped("S4")
            elif "settled" in answers:
                if option.answer != "settled":
                    self.stopped("S3")
                self.felt = ""
            elif "dizzy_only" in answers:
                if option.answer == "chest":
                    self.model.say(Said("yes", now(), "E7"))
                self.stopped("S6" if option.answer == "dizzy_only" else "S5")
                self.felt = ""
            self.press(option.key)

        return choose

    def _on_resume(self, screen: ResumeScreen) -> dict[str, Does]:
        def leave(key: str) -> None:
            uid = screen.left.entry["uid"]
            if (open_ := self.left_open.get(uid, "")) and not self.is_stopped(uid):
                self.stopped(UNANSWERED[open_], uid)
            self.press(key)

        def go_on() -> None:
            self.felt = self.left_open.get(screen.left.entry["uid"], "")
            runs = len(self.harness.running)
            today = screen.left.entry["started"][:10] == now().date().isoformat()
            self.press("enter")
            assert today or len(self.harness.running) == runs, "a session of another day went on"

        return {
            "go on": go_on,
            "keep": lambda: leave("k"),
            "discard": lambda: leave("d"),
            "later": lambda: leave("escape"),
        }

    def _again(self) -> None:
        self.press("r")
        self.the_reason_is_shown()


UNTROUBLED: Final = (
    *("none", "score", "n", "word", "go on", "drop", "leave", "read", "done", "nothing", "end"),
    *("one_leg", "dizzy_only", "keep", "close", "back"),
)
"""For each screen, the action of a person without any symptoms."""
