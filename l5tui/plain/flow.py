"""The flow of a session in plain lines: check-in, session, check-out, summary.

It saves the same data at the same points as the full screen: the entry is in the journal, as interrupted, before the
first hold begins; every event goes to the live log first; and the log is moved to done/ only when the finished entry is
in the journal. If nobody answers any more, what was done is kept, and the session can be resumed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import Final, Protocol

from msgspec.structs import replace

from l5tui.config.clock import new_header, new_uid, now
from l5tui.config.errors import ExitStatus, JournalError, L5Error
from l5tui.config.launch import Launch
from l5tui.config.session_plan import changed_by_answers, changed_doses, plan_of
from l5tui.domain.entry import Done, Entry, RoutineName, Score, SessionEntry, Stop, no_score
from l5tui.domain.entry_reading import NOTICE, SHORT, TITLE, notice_was_read
from l5tui.domain.new_entry import log_of, new_decision, new_session
from l5tui.domain.pain_zones import FURTHER, IF_NEW, QUESTION, WHERE, Zone, zone_of
from l5tui.domain.place import Symptoms, score_of
from l5tui.domain.programme import ANSWERS
from l5tui.domain.programme_entries import Taken, new_over_said, over_to_say, question_after
from l5tui.domain.routine import Routine
from l5tui.domain.safety.entries import new_stop
from l5tui.domain.safety.gate import Gate, stop_while_running
from l5tui.domain.safety.new_symptoms import NewSymptoms, further_at_check_out, new_symptoms_in_score, watches_leg
from l5tui.domain.safety.questions import Answer
from l5tui.domain.safety.restrictions import Restriction
from l5tui.domain.safety.stop_page import stopped_elsewhere_words
from l5tui.domain.safety.stop_rules import EMERGENCY, NOT_TODAY
from l5tui.domain.safety.words import TAKEN, reasons, taken_over_words
from l5tui.engine.clock import Clock, Seconds
from l5tui.engine.controller import Controller
from l5tui.engine.events import Ended, Event
from l5tui.engine.plan import Plan
from l5tui.journal.sessionlog.handover import HandOver, HeldSession
from l5tui.journal.sessionlog.running import RunningSession
from l5tui.journal.sessionlog.session_log import SessionLog
from l5tui.library import Content
from l5tui.library.programmes import with_programme
from l5tui.plain import words
from l5tui.plain.answers import GoneError
from l5tui.plain.checkin import Begin, CheckIn
from l5tui.plain.drafts import ScoreDraft, ask_note, keep_marked_answers, offer_drafts
from l5tui.plain.it_hurts import ItHurtsPrompt
from l5tui.plain.output import LineCues
from l5tui.plain.prompt import MOST_INVALID, BackError, Prompt
from l5tui.plain.records import Records
from l5tui.plain.safety import SafetyPrompt
from l5tui.plain.session import Outcome, PlainSession
from l5tui.plain.session_keys import SessionKeys
from l5tui.plain.unfinished import offer_unfinished
from l5tui.terminal.session_clock import session_clock
from l5tui.terminal.signals import FindRequest

PROGRAMME_KEYS: Final[Mapping[Done, tuple[str, str]]] = {
    answer: (key, ANSWERS[answer]) for answer, key in zip(ANSWERS, "dphx", strict=True)
}
"""The key and the words of each answer to a programme's question."""
LEFT_OUT: Final = {"": "", "enter": ""}
FURTHER_SAID: Final = {"n": Answer.NO, "y": Answer.YES}
GOES_ON: Final = "Taken over in another login. It is saved, and goes on there"
LEFT: Final = "What was done is kept, as interrupted. The next start offers to go on."


class SaveHooks(Protocol):
    """Saves when a signal ends the program."""

    def save_with(self, save: Callable[[], object] | None) -> None:
        """Set the function that saves."""
        ...

    def before_end(self, do: Callable[[], object]) -> None:
        """Add a function to call when a signal ends the program."""
        ...

    def handle_first(self, find: FindRequest | None) -> None:
        """Set the function that is asked first on a terminate: it returns what to do instead of ending, or None."""
        ...


class Flow:
    """One start of the plain session.

    Args:
        launch: the command line's request.
        content: the exercises, routines and questions.
        records: the journal.
        prompt: asks the person.
        signal_handler: saves when a signal comes.
        session_clock: makes a session's clock from its speed and its first reading.
        awake: the real time in seconds.
    """

    def __init__(
        self,
        launch: Launch,
        content: Content,
        records: Records,
        prompt: Prompt,
        signal_handler: SaveHooks,
        *,
        session_clock: Callable[[float, int], Clock] = session_clock,
        awake: Seconds = monotonic,
    ) -> None:
        self.launch = launch
        self.content = content
        self.records = records
        self.prompt = prompt
        self.signal_handler = signal_handler
        self.session_clock = session_clock
        self.hand_over = HandOver(lambda: records.journal.live)
        prompt.on_pause = records.drafts.save
        signal_handler.handle_first(self.hand_over.find_request)
        self.awake = awake
        self._stopped_elsewhere = False
        self._over: Taken | None = None
        """The programme of which it was said that it is over."""
        self.safety = SafetyPrompt(prompt, content, records, demo=launch.demo, number=launch.settings.emergency_number)

    def run(self) -> int:
        """Run from the notice to the summary; returns the exit status.

        Raises:
            L5Error: the journal can't be read, or there is nothing to start.
        """
        try:
            status = self._run()
        except BackError:
            self._keep_over()
            return ExitStatus.OK
        except GoneError:
            self.prompt.say("Nothing was begun.")
            status = ExitStatus.OK
        else:
            self._keep_over()
        if self.prompt.ended_by_invalid:
            self.records.trouble(f"{MOST_INVALID} answers in a row changed nothing, so it has ended")
            return ExitStatus.USAGE
        return status

    def _keep_over(self) -> None:
        """Note that a programme's end was said; not where the input ended at once, as nobody may have read it."""
        if self._over is not None:
            self.records.keep(new_over_said(new_header(), self._over))

    def _run(self) -> int:
        if not notice_was_read(self.records.journal.entries()):
            self._notice()
        self._programme()
        keep_marked_answers(self.prompt, self.records)
        status = offer_unfinished(self)
        offer_drafts(self.safety)
        if status is not None:
            return status
        routine = self.content.startable(self.launch.start or "")
        if routine is None:
            raise L5Error(f"there is no routine {self.launch.start}", "See l5tui routines")
        return self._new(routine)

    def _programme(self) -> None:
        """Say once that a programme is over, and why one does not count; have its own routines ready to start."""
        found = self.safety.programme()
        self.prompt.say(found.problem)
        if over := over_to_say(self.records.entries(), now().date()):
            self.prompt.say(over[1])
            self._over = over[0]
        self.content = self.safety.content = with_programme(self.content, found.programme)

    def _notice(self) -> None:
        guide = self.content.guide(NOTICE)
        self.prompt.say(*(_as_lines(guide.text) if guide else (TITLE, *SHORT)))
        if self.prompt.choose("", {"r": "I have read this, go on", "q": "quit"}, hidden={"escape": "q"}) == "q":
            raise BackError
        self.records.keep(new_decision(new_header(), NOTICE, "read"))

    # A new session

    def _new(self, routine: Routine) -> int:
        now_open = self.safety.gate(rechecked=True)
        if now_open.need is None:  # ask nothing if the restrictions leave nothing of the session
            self._plan(routine, now_open.restrictions)
        gate, checked = self.safety.before_session()
        plan = self._plan(routine, gate.restrictions)
        changed = changed_by_answers(routine, gate.restrictions, self.content.safety)
        self.prompt.say(*words.outline(plan, (*changed_doses(plan, self.safety.doses()), *changed)))
        uid = new_uid()
        with ScoreDraft(self.prompt, self.records, uid, "before", routine.name) as draft:
            check_in = CheckIn(self.safety, self.launch.settings, gate, draft, uid, checked=checked)
            begin = check_in.ask(routine, plan)
        if not isinstance(begin, Begin):
            return begin
        try:
            begin = self._asked_again(begin, gate)
        except (L5Error, BackError, GoneError):  # the score was given, so it is stored
            check_in.keep(begin.before)
            raise
        name: RoutineName = {"id": begin.routine.id, "name": begin.routine.name}
        programme = self.safety.doses().programme_name
        begun = new_session(new_header(uid=uid), name, begin.before, speed=self.launch.speed, programme=programme)
        self.records.keep(begun)
        draft.finish()
        log = SessionLog.begin(self.records.journal.live, begun, begin.plan)
        return self.guide(RunningSession(begun, Controller(begin.plan, self.session_clock(self.launch.speed, 0)), log))

    def _plan(self, routine: Routine, restrictions: Iterable[Restriction], before: Score | None = None) -> Plan:
        """The plan of a routine, after a score if one was given.

        Raises:
            L5Error: the restrictions leave nothing of it; they and their reasons were printed.
        """
        doses = self.safety.doses()
        plan = plan_of(routine, self.launch.settings, restrictions, doses.felt_now(before) if before else doses)
        if not plan.segments:
            changed = changed_by_answers(routine, restrictions, self.content.safety)
            self.prompt.say(*(f"{line}." for line in changed))
            what = "is off" if len(plan.steps) == 1 else "has no exercise left"
            raise L5Error(f"{routine.name} {what}", "See what is left: l5tui routines")
        return plan

    def _asked_again(self, begin: Begin, gate: Gate) -> Begin:
        """Check the gate again after the score, because another login may have added safety entries meanwhile.

        Raises:
            L5Error: no session may start any more, or nothing is left of this one.
            GoneError: nobody answers the questions that are due now.
        """
        found, _ = self.safety.before_session(rechecked=True)
        if found.restrictions == gate.restrictions:
            return begin
        plan = self._plan(begin.routine, (*found.restrictions, *begin.more), begin.before)
        changed = changed_by_answers(begin.routine, found.restrictions, self.content.safety)
        self.prompt.say(*words.outline(plan, changed))
        return replace(begin, plan=plan)

    def _keep_stop(self, run: RunningSession, event: Event) -> None:
        """Write the safety entry of a stop before anything more is printed; another login's stop is stored already."""
        if isinstance(event, Ended) and event.stop in NOT_TODAY and not self._stopped_elsewhere:
            self.records.keep(new_stop(new_header(), event.stop, run.entry["uid"]))

    def _taken_over(self) -> str:
        """The message after another login took the session over; it can't be resumed if no session may start."""
        try:
            return f"{taken_over_words(self.safety.gate(), GOES_ON)}."
        except JournalError:
            return f"{TAKEN}."

    def _apply_other_login(self, run: RunningSession, at_once: bool) -> bool:
        """Apply what another login stored. True if there was something to apply.

        Args:
            run: the session.
            at_once: check even if the journal's file hasn't changed, because entries stored here have read the changes.
        """
        try:
            if not at_once and not self.records.journal.changed_elsewhere():
                return False
            found = self.safety.gate()
        except JournalError as error:
            self.records.trouble(error)
            return False
        rule = stop_while_running(found)
        if rule is None:
            out = run.controller.leave_out(found.restrictions, self.content.exercises)
            self.prompt.say(*(f"{line}." for line in out.words(run.plan.steps, reasons(self.content.safety))))
            return bool(out)
        run.controller.pause()
        with suppress(GoneError):
            if rule == EMERGENCY:
                self.safety.emergency_page()
            else:
                heading, text = stopped_elsewhere_words(rule, found, self.content.safety)
                self.prompt.say(f"{heading}.", *text.split("\n"))
                self.prompt.choose("", {"e": "end; what was done is kept"})
        self._stopped_elsewhere = True
        run.controller.end(rule)
        return True

    def guide(self, run: RunningSession, *, away_s: float = 0) -> int:
        """Run the session from the first hold to the summary, or until another login takes it over."""
        with self.hand_over.holding(run.log, self.prompt.source.end) as held:
            return self._guide(run, held, away_s)

    def _guide(self, run: RunningSession, held: HeldSession, away_s: float) -> int:
        run.controller.observe(run.log)
        run.controller.observe(lambda _: self.records.trouble(run.log.trouble) if run.log.trouble else None)
        run.controller.observe(partial(self._keep_stop, run))
        self.signal_handler.save_with(run.log.sync)
        if run.controller.events:
            out = run.controller.leave_out(self.safety.gate().restrictions, self.content.exercises)
            self.prompt.say(*(f"{line}." for line in out.words(run.plan.steps, reasons(self.content.safety))))
        settings = self.launch.settings
        cues = LineCues(settings, self.signal_handler, ring=self.prompt.output.bell, trouble=self.records.trouble)
        it_hurts = ItHurtsPrompt(run, self.safety, rested=cues.ring_after_rest, away_s=away_s)
        session = PlainSession(
            run.controller,
            self.prompt,
            hurts=it_hurts.ask,
            other_login=partial(self._apply_other_login, run),
            cues=cues,
            keys=SessionKeys(settings.keys, self.prompt.layout),
            left_open=it_hurts.left_open,
            own_pace=settings.own_pace,
            leg_watched=state.leg_watched if (state := self.safety.gate().state) else frozenset(),
            awake=self.awake,
        )
        try:
            outcome = "through" if run.controller.progress.over else self._guided(run, session)
            if outcome == "left":
                self._keep(run, run.as_entry(None))
                self.prompt.say(self._taken_over() if held.taken.is_set() else LEFT)
                return ExitStatus.OK
            if outcome == "discarded":
                saved = self._store_finished(run, log_of(run.entry))
                self.prompt.say("Discarded. The score stays in your journal." if saved else "Not saved.")
                return ExitStatus.OK if saved else ExitStatus.FAILED
            return self._check_out(run, held)
        finally:
            cues.close()
            self.signal_handler.save_with(None)
            run.log.close()

    def _guided(self, run: RunningSession, session: PlainSession) -> Outcome:
        """Run the session from the first segment to the last; what was done is stored even if an error occurs."""
        self.prompt.output.stalled = session.pause_when_stalled
        try:
            return session.run()
        except BaseException:
            run.controller.pause()
            self._keep(run, run.as_entry(None))
            raise
        finally:
            self.prompt.output.stalled = None

    def _check_out(self, run: RunningSession, held: HeldSession) -> int:
        ended = run.end_now()
        self._keep(run, run.as_entry(ended))
        draft = ScoreDraft(self.prompt, self.records, new_uid(), "after", run.plan.name, run.entry["uid"])
        emergency = run.as_entry(ended)["stop"] == EMERGENCY  # a person who must get help now isn't asked for a score
        stop = None
        if not run.rated and not emergency:
            with draft:
                stop = self._rate(run, held, draft)
            if held.taken.is_set() and not run.rated:  # the other login asks for the score
                draft.drop()
                self.prompt.say(self._taken_over())
                return ExitStatus.OK
        entry = run.as_entry(ended)
        entry["stop"] = stop or entry["stop"]
        saved = self._store_finished(run, entry)
        if run.rated:
            draft.finish()
        self.prompt.say(*words.summed_up(entry, run.plan, saved=saved, safety=self.content.safety))
        saved = self._answer_programme(run, entry, saved=saved)
        saved = ask_note(self.prompt, self.records, entry, saved=saved, may_write=run.log.may_write)
        return ExitStatus.OK if saved else ExitStatus.FAILED

    def _answer_programme(self, run: RunningSession, entry: SessionEntry, *, saved: bool) -> bool:
        """Ask the programme's question, and store the answer in the entry. True if the entry is on the disk."""
        question = question_after(self.safety.programme().programme, entry)
        if not question:
            return saved
        with suppress(GoneError):
            asked = f"{question} An empty line leaves it out."
            key = self.prompt.choose(asked, {one[0]: one[1] for one in PROGRAMME_KEYS.values()}, hidden=LEFT_OUT)
            entry["answer"] = next((answer for answer, (one, _) in PROGRAMME_KEYS.items() if one == key), None)
        return self._keep(run, entry) if entry["answer"] else saved

    def _rate(self, run: RunningSession, held: HeldSession, draft: ScoreDraft) -> Stop | None:
        """Ask how much it hurts now, where, and with leg watch (A6) whether it is further down than before; store it in
        the session, and act on new symptoms. Returns the rule that stops after it, S4 or S5.

        No answer about the leg counts as not sure (clinical data, b); for score and place nothing is assumed.
        """
        entry = run.as_entry(None)
        uid, state = entry["uid"], self.safety.gate().state
        score: Score | None = None
        with suppress(GoneError):
            pain = self.prompt.score(QUESTION)
            if zone_of(pain) is Zone.STOP:
                self.prompt.say(IF_NEW)
            score = score_of(pain, Symptoms(), _now())
            score = score_of(pain, draft.place(WHERE, pain), _now())
        if held.taken.is_set():
            return None
        further = None
        if watches_leg(entry, state):
            try:
                further = FURTHER_SAID[self.safety.ask(FURTHER, {"n": "no", "y": "yes, or not sure"})]
            except GoneError:
                further = Answer.NOT_SURE
            if held.taken.is_set():
                return None
        signs = new_symptoms_in_score(state, score) if state and score else NewSymptoms()
        if score is not None:
            run.controller.rate("after", score)
        further_down = further_at_check_out(entry["before"], score or no_score(), further, uid, new_header)
        for one in further_down:
            self.records.keep(one)
        stop = self.safety.act_on_signs(signs, uid)
        if stop == EMERGENCY:
            with suppress(GoneError):
                self.safety.emergency_page()
        if stop in (None, "open"):
            return "S3" if further_down else None
        return None if stop == "open" else stop

    def _keep(self, run: RunningSession, entry: Entry) -> bool:
        """Write the entry to the journal, unless another login has taken over the session and writes it."""
        return self.records.keep(entry, run.log.may_write) and not run.log.given_up

    def _store_finished(self, run: RunningSession, entry: Entry) -> bool:
        """Write the finished entry to the journal, then move its log to done/. True if the entry is on the disk."""
        if not self._keep(run, entry):
            return False
        run.log.done()
        return True


def _now() -> str:
    return now().isoformat(timespec="seconds")


def _as_lines(markdown: str) -> Iterator[str]:
    """A guide's Markdown as plain lines, one per paragraph."""
    for paragraph in re.split(r"\n\s*\n", markdown.strip()):
        yield re.sub(r"^#+ |\*\*", "", " ".join(paragraph.split()))
