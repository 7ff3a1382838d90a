"""The check-in in lines: the score before a session, and what it lets begin (clinical data, a3).

What the words say is what happens: from 8 on the score is kept and nothing begins; at 6 and 7 Flare-up begins and
nothing else, unless a professional's word for such days is recorded; at 4, 5 and left out gentler ways are offered.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from l5tui.domain.checkin import HIGH, NOTHING_LEFT, QUESTION, VERY_HIGH
from l5tui.domain.entry import Score, no_score
from l5tui.domain.new import new_log
from l5tui.domain.routine import Routine
from l5tui.domain.safety import Restriction
from l5tui.domain.safety_gate import Gate
from l5tui.domain.safety_words import day_of
from l5tui.domain.stopping import FLARE_UP
from l5tui.domain.zones import (
    EASIER_FORMS,
    GENTLE,
    Starts,
    Zone,
    may_override,
    new_override,
    new_override_taken_back,
    override_of,
    starts,
    zone_of,
)
from l5tui.engine.plan import Plan
from l5tui.errors import ExitStatus
from l5tui.library import Content
from l5tui.plain import words
from l5tui.plain.records import Records
from l5tui.plain.sources import GoneError
from l5tui.plain.talk import Talk
from l5tui.planning import changed_by_answers, plan_of
from l5tui.settings import Settings
from l5tui.stamp import now, stamp

OVERRIDE: Final = "a professional told me these are right on such days; begin {name}"
HOLDS: Final = "You said on {day}: a professional told me these are right on such days. So {name} begins."
TAKE_BACK: Final = "take back that a professional told you these are right at 6 and 7 ({day})"
TAKEN_BACK: Final = "Taken back. At 6 and 7 it is asked again."
FROM_NOW_ON: Final = "This holds from now on. o after a score of 6 or 7 takes it back."


@dataclass(frozen=True, slots=True)
class Begin:
    """What begins: the routine, its plan, and the score before it."""

    routine: Routine
    plan: Plan
    before: Score
    more: tuple[Restriction, ...] = ()
    """What was chosen besides the gate's restrictions: the easier forms."""


class CheckIn:
    """Asks for the score before, and decides with it what begins.

    Args:
        talk: the person.
        content: what there is to do.
        records: the journal.
        settings: the person's.
        gate: the open gate; its restrictions go into every plan.
        uid: of the entry that a score is kept as, and of its draft.
    """

    def __init__(
        self, talk: Talk, content: Content, records: Records, settings: Settings, gate: Gate, uid: str = ""
    ) -> None:
        self.talk = talk
        self.content = content
        self.records = records
        self.settings = settings
        self.gate = gate
        self.uid = uid

    def ask(self, routine: Routine, plan: Plan) -> Begin | ExitStatus:
        """From the score to what begins, or how it ended where only the score was kept.

        Raises:
            BackError: the person went back.
            GoneError: nobody answers; a score that was given is kept.
        """
        override = override_of(self.records.entries())
        day = day_of(override["started"]) if override else ""
        pain, way = self.talk.score_and_way(QUESTION, dict(self._ways(routine, day)), back="quits")
        flare_up = self._startable(FLARE_UP)
        if override and way == "o":
            self.records.keep(new_override_taken_back(stamp(), self.records.entries()))
            self.talk.say(TAKEN_BACK)
            override = None
        elif override and may_override(pain, routine.id):
            self.talk.say(HOLDS.format(day=day, name=routine.name))
        match starts(pain, routine.id, flare_up_left=flare_up is not None, overridden=override is not None):
            case Starts.NOTHING:
                self.talk.say(VERY_HIGH if zone_of(pain) is Zone.STOP else NOTHING_LEFT)
                return self.keep(pain)
            case Starts.FLARE_UP if flare_up is not None:
                return self._flare_up(pain, routine, plan, flare_up)
        if zone_of(pain) is Zone.FLARE_UP and routine.id != FLARE_UP:
            way = ""  # what was recorded is about the routine as it is
        if way == "e":
            return Begin(routine, self._plan(routine, EASIER_FORMS), _score(pain), (EASIER_FORMS,))
        if way == "g" and (gentle := self._startable(GENTLE)) is not None:
            return self._begin(*gentle, pain)
        return Begin(routine, plan, _score(pain))

    def _flare_up(
        self, pain: int | None, routine: Routine, plan: Plan, flare_up: tuple[Routine, Plan]
    ) -> Begin | ExitStatus:
        self.talk.say(HIGH)
        options = {"f": f"begin {flare_up[0].name}", "k": "keep the score; no session now"}
        if may_override(pain, routine.id):
            options["o"] = OVERRIDE.format(name=routine.name)
        try:
            choice = self.talk.choose("What would you like?", options)
        except GoneError:  # the score was given, so it is kept
            self.keep(pain)
            raise
        if choice == "k":
            return self.keep(pain)
        if choice == "o":
            self.records.keep(new_override(stamp()))
            self.talk.say(FROM_NOW_ON)
            return Begin(routine, plan, _score(pain))
        return self._begin(*flare_up, pain)

    def keep(self, pain: int | None) -> ExitStatus:
        """Keep the score alone, for no session begins."""
        kept = self.records.keep(new_log(stamp(uid=self.uid), pain))
        self.records.drafts.let_go(self.uid)
        self.talk.say("Kept in your journal." if kept else "Not saved.")
        return ExitStatus.OK if kept else ExitStatus.FAILED

    def _begin(self, routine: Routine, plan: Plan, pain: int | None) -> Begin:
        changed = changed_by_answers(routine, self.gate.restrictions, self.content.safety)
        self.talk.say(*words.outline(plan, changed))
        return Begin(routine, plan, _score(pain))

    def _ways(self, routine: Routine, overridden: str) -> Iterator[tuple[str, str]]:
        """What may be typed after the score: a gentler way, or that a professional's word of that day is taken back."""
        if routine.id == FLARE_UP:
            return
        gentle = self._startable(GENTLE)
        if gentle is not None and routine.id != GENTLE:
            yield "g", f"{gentle[0].name} instead"
        yield "e", "the easier forms"
        if overridden:
            yield "o", TAKE_BACK.format(day=overridden)

    def _startable(self, routine_id: str) -> tuple[Routine, Plan] | None:
        """A routine with something left of it, or None."""
        routine = self.content.startable(routine_id)
        if routine is None:
            return None
        plan = self._plan(routine)
        return (routine, plan) if plan.segments else None

    def _plan(self, routine: Routine, *more: Restriction) -> Plan:
        return plan_of(routine, self.settings, (*self.gate.restrictions, *more))


def _score(pain: int | None) -> Score:
    return {**no_score(), "pain": pain, "at": now().isoformat(timespec="seconds")}
