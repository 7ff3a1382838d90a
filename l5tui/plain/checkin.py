"""The check-in in plain lines: the score before a session, and which session it allows (clinical data, a3).

From 8 on the score is stored and no session begins; at 6 and 7 only Flare-up begins, unless a professional's approval
for such days is recorded; at 4, 5 and a score that was left out gentler ways are offered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from l5tui.config.clock import new_header, now
from l5tui.config.errors import ExitStatus, JournalError
from l5tui.config.session_plan import changed_by_answers, changed_doses, plan_of
from l5tui.config.settings import Settings
from l5tui.domain.entry import NextDay, Score, Stop
from l5tui.domain.new_entry import new_log
from l5tui.domain.next_morning import asked_about
from l5tui.domain.pain_zones import (
    EASIER_FORMS,
    GENTLE,
    HIGH,
    NEXT_DAY,
    NEXT_MORNING,
    NOTHING_LEFT,
    QUESTION,
    VERY_HIGH,
    WHERE,
    Starts,
    Zone,
    may_override,
    new_override,
    new_override_taken_back,
    override_of,
    starts,
    zone_of,
)
from l5tui.domain.place import Symptoms, further_side, score_of
from l5tui.domain.progression.levels import new_offer_answer
from l5tui.domain.routine import Routine
from l5tui.domain.safety.full_check import NewSymptomsCheck
from l5tui.domain.safety.gate import Gate
from l5tui.domain.safety.new_symptoms import NewSymptoms, new_symptoms_in_score
from l5tui.domain.safety.restrictions import Restriction
from l5tui.domain.safety.stop_rules import EMERGENCY, FLARE_UP
from l5tui.domain.safety.words import HOW_CLEARED, day_of
from l5tui.engine.plan import Plan
from l5tui.journal.next_day import keep_next_day, with_next_day
from l5tui.plain import words
from l5tui.plain.answers import GoneError
from l5tui.plain.drafts import ScoreDraft, ask_note
from l5tui.plain.regular import ask_regular_questions
from l5tui.plain.safety import RefusedError, SafetyPrompt

OVERRIDE: Final = "a professional told me these are right on such days; begin {name}"
HOLDS: Final = "You said on {day}: a professional told me these are right on such days. So {name} begins."
TAKE_BACK: Final = "take back that a professional told you these are right at 6 and 7 ({day})"
TAKEN_BACK: Final = "Taken back. At 6 and 7 it is asked again."
NOTHING_BEGINS: Final = "the score is kept, and no session begins. Ask a health professional before you go on"
OFFERED_AGAIN: Final = "The score and the place that you typed are offered at the next start."
MORE: Final[Mapping[str, str]] = {"+": "add it", "-": "stay as it is"}
"""The answers to an offered step up."""
MORNINGS: Final[Mapping[str, NextDay]] = {"b": "better", "a": "same", "w": "worse"}
FROM_NOW_ON: Final = "This holds from now on. o after a score of 6 or 7 takes it back."


class Begin(Struct, frozen=True):
    """The session that begins: its routine, plan, and score before."""

    routine: Routine
    plan: Plan
    before: Score
    more: tuple[Restriction, ...] = ()
    """The restrictions that were chosen besides the gate's: the easier forms."""
    override: bool = False
    """A professional's approval for such a day was given now."""


class CheckIn:
    """Asks for the score before a session, and decides with it what begins.

    Args:
        safety: asks the safety questions; has the prompt, the exercises and the journal.
        settings: the person's settings.
        gate: the open gate; its restrictions apply to every plan.
        draft: the draft of the score while it is typed.
        uid: the uid of the entry that a score is stored as.
        checked: the full check was answered in this start.
    """

    def __init__(
        self,
        safety: SafetyPrompt,
        settings: Settings,
        gate: Gate,
        draft: ScoreDraft,
        uid: str,
        *,
        checked: bool = False,
    ) -> None:
        self.safety = safety
        self.prompt = safety.prompt
        self.content = safety.content
        self.records = safety.records
        self.settings = settings
        self.gate = gate
        self.draft = draft
        self.uid = uid
        self.checked = checked
        self._before: Score | None = None

    def ask(self, routine: Routine, plan: Plan) -> Begin | ExitStatus:
        """Ask for the score. Returns the session that begins, or the exit status if only the score was stored.

        Raises:
            BackError: the person went back.
            GoneError: nobody answers; a score that was given is stored.
            RefusedError: the place is new, and a rule stops because of it; the score is stored.
        """
        override = override_of(self.records.entries())
        day = day_of(override["started"]) if override else ""
        pain, way = self.prompt.score_and_way(QUESTION, dict(self._ways(routine, day)), back="quits")
        very_high = zone_of(pain) is Zone.STOP
        self.prompt.say(VERY_HIGH if very_high else "")
        if override and way == "o":
            self.records.keep(new_override_taken_back(new_header(), self.records.entries()))
            self.prompt.say(TAKEN_BACK)
            override = None
        elif override and may_override(pain, routine.id) and not self.safety.doses().limits.forbids_session(pain):
            self.prompt.say(HOLDS.format(day=day, name=routine.name))
        before = _score(pain)
        try:
            self._before = before = _score(pain, self.draft.place(WHERE, pain))
            if further_side(before):
                plan = self._plan(routine)  # a step may begin with the worse side
            if self._next_morning():
                plan = self._dosed_anew(routine, plan)
            signs = self._signs(before)
            begin = None if signs.kinds else self._chosen(routine, plan, before, way, overridden=override is not None)
            if begin is None and not signs:
                ask_regular_questions(self.prompt, self.records)
        except GoneError:
            self._keep_unasked(before)
            raise
        if begin is None:
            status = self.keep(before, note=not signs.kinds)
            self._stopped(self.safety.act_on_signs(signs))
            return status
        stop = self.safety.act_on_signs(signs, kept=False)
        if stop is not None:
            self.keep(before)
            self._stopped(stop)
        if begin.override:
            self.records.keep(new_override(new_header()))
            self.prompt.say(FROM_NOW_ON)
        try:
            begin = self._with_offer(begin)
            if not signs:
                ask_regular_questions(self.prompt, self.records)
        except GoneError:  # the score was given, so it is stored
            self.keep(before)
            raise
        return begin

    def _dosed_anew(self, routine: Routine, plan: Plan) -> Plan:
        """Make the plan again, because a worse morning may undo a step up; lower doses than last time are named."""
        again = self._plan(routine)
        if again != plan:
            self.prompt.say(*(f"{line}." for line in changed_doses(again, self.safety.doses())))
        return again

    def _with_offer(self, begin: Begin) -> Begin:
        """Offer the step up in one line, if there is one; after an empty line it is offered again next time."""
        doses, state = self.safety.doses(), self.gate.state
        offer = doses.offer(
            begin.before["pain"],
            among=begin.plan.on_ladder,
            restrictions=(*self.gate.restrictions, *begin.more),
            leg_watched=state.leg_watched if state else (),
        )
        if offer is None:
            return begin
        question = f"{offer.exercise.name}: {offer.text} An empty line leaves it for next time."
        key = self.prompt.choose(question, MORE, hidden={"=": "+", "": "", "enter": ""})
        if not key:
            return begin
        self.records.keep(new_offer_answer(new_header(), offer, add=key == "+"))
        if key == "-":
            return begin
        return replace(begin, plan=self._plan(begin.routine, *begin.more))

    def _chosen(self, routine: Routine, plan: Plan, before: Score, way: str, *, overridden: bool) -> Begin | None:
        """The session that begins at this score; None if none does."""
        pain = before["pain"]
        flare_up, doses = self._startable(FLARE_UP), self.safety.doses()
        left, none_from = flare_up is not None, doses.limits.none_from
        match starts(pain, routine.id, flare_up_left=left, overridden=overridden, none_from=none_from):
            case Starts.NOTHING:
                forbidden = doses.limits.forbids_session(pain)
                why = doses.programme.forbids_words if doses.programme and forbidden else NOTHING_LEFT
                self.prompt.say("" if zone_of(pain) is Zone.STOP else why)
                return None
            case Starts.FLARE_UP if flare_up is not None:
                return self._flare_up(before, routine, plan, flare_up)
        if zone_of(pain) is Zone.FLARE_UP and routine.id != FLARE_UP:
            way = ""  # the recorded approval is about the routine without changes
        if way == "e":
            return Begin(routine, self._plan(routine, EASIER_FORMS), before, (EASIER_FORMS,))
        if way == "g" and (gentle := self._startable(GENTLE)) is not None:
            return self._begin(*gentle, before)
        return Begin(routine, plan, before)

    def _flare_up(self, before: Score, routine: Routine, plan: Plan, flare_up: tuple[Routine, Plan]) -> Begin | None:
        self.prompt.say(HIGH)
        options = {"f": f"begin {flare_up[0].name}", "k": "keep the score; no session now"}
        if may_override(before["pain"], routine.id):
            options["o"] = OVERRIDE.format(name=routine.name)
        choice = self.prompt.choose("What would you like?", options)
        if choice == "k":
            return None
        if choice == "o":
            return Begin(routine, plan, before, override=True)
        return self._begin(*flare_up, before)

    def _next_morning(self) -> bool:
        """Ask how the morning after the last session was, if that is due, and store the answer in that session.

        Returns whether it was answered.
        """
        last = asked_about(self.records.entries(), now(), demo=self.safety.demo)
        if last is None:
            return False
        options = {key: NEXT_DAY[answer] for key, answer in MORNINGS.items()}
        left_out = {"": "", "enter": ""}
        question = f"{NEXT_MORNING} better, about the same, or worse? An empty line leaves it out."
        key = self.prompt.choose(question, options, hidden=left_out)
        if key:
            try:
                keep_next_day(self.records.journal, last["uid"], MORNINGS[key], now())
            except JournalError:
                self.records.keep(with_next_day(last, MORNINGS[key], now()))
        return bool(key)

    # New symptoms, and storing a score without a session

    def _signs(self, before: Score) -> NewSymptoms:
        state = self.gate.state
        return new_symptoms_in_score(state, before, after_check=self.checked) if state else NewSymptoms()

    def _stopped(self, stop: Stop | Literal["open"] | None) -> None:
        """Raise the error that says why no session begins, if none may.

        Raises:
            RefusedError: a rule stops.
            GoneError: nobody answered the emergency questions.
        """
        if stop == "open":
            raise GoneError
        if stop == EMERGENCY:
            self.safety.refuse(self.safety.gate())
        if stop is not None:
            raise RefusedError(NOTHING_BEGINS, HOW_CLEARED)

    def _keep_unasked(self, before: Score) -> None:
        """Store a score that was given, although nobody answers any more; new symptoms in its place count.

        A place that was typed and not entered is no answer: score and place stay a draft until the next start.
        """
        if self.draft.place_typed:
            self.prompt.say(OFFERED_AGAIN)
            return
        signs = self._signs(before)
        self.keep(before)
        if signs:
            asked = NewSymptomsCheck(signs, self.content.safety, self.gate.state, new_header)
            for entry in (*asked.first, *asked.answer(None)):
                self.records.keep(entry)

    def keep(self, before: Score, *, note: bool = False) -> ExitStatus:
        """Store the score with its place, because no session begins, and ask for a note."""
        left, right, kinds = before["left"], before["right"], before["kinds"]
        entry = new_log(new_header(uid=self.uid), before["pain"], left=left, right=right, kinds=kinds)
        kept = self.records.keep(entry)
        self.draft.finish()
        if note:
            kept = ask_note(self.prompt, self.records, entry, saved=kept)
        self.prompt.say("Kept in your journal." if kept else "Not saved.")
        return ExitStatus.OK if kept else ExitStatus.FAILED

    def _begin(self, routine: Routine, plan: Plan, before: Score) -> Begin:
        changed = changed_by_answers(routine, self.gate.restrictions, self.content.safety)
        self.prompt.say(*words.outline(plan, (*changed_doses(plan, self.safety.doses()), *changed)))
        return Begin(routine, plan, before)

    def _ways(self, routine: Routine, overridden: str) -> Iterator[tuple[str, str]]:
        """The letters that may follow the score: for a gentler way, or to take back an approval of that day."""
        if routine.id == FLARE_UP:
            return
        gentle = self._startable(GENTLE)
        if gentle is not None and routine.id != GENTLE:
            yield "g", f"{gentle[0].name} instead"
        yield "e", "the easier forms"
        if overridden:
            yield "o", TAKE_BACK.format(day=overridden)

    def _startable(self, routine_id: str) -> tuple[Routine, Plan] | None:
        """The routine with its plan; None if nothing of it is left."""
        routine = self.content.startable(routine_id)
        if routine is None:
            return None
        plan = self._plan(routine)
        return (routine, plan) if plan.segments else None

    def _plan(self, routine: Routine, *more: Restriction) -> Plan:
        doses = self.safety.doses()
        doses = doses.felt_now(self._before) if self._before else doses
        return plan_of(routine, self.settings, (*self.gate.restrictions, *more), doses)


def _score(pain: int | None, felt: Symptoms = Symptoms()) -> Score:  # noqa: B008  a value that can't change
    return score_of(pain, felt, now().isoformat(timespec="seconds"))
