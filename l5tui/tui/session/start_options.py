"""What a score at the check-in lets begin: the chosen routine, a gentler one, or nothing; and the words for it."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from l5tui.config.launch import changed_by_answers, changed_doses, plan_of
from l5tui.domain.entry import Entry, NextDay, Score, SessionEntry
from l5tui.domain.pain_zones import (
    EASIER_FORMS,
    GENTLE,
    HIGH,
    NOTHING_LEFT,
    VERY_HIGH,
    Starts,
    Zone,
    may_override,
    offers_gentler,
    override_of,
    starts,
    zone_of,
)
from l5tui.domain.progression.levels import DoseHistory, Offer
from l5tui.domain.routine import Routine
from l5tui.domain.safety.gate import Gate
from l5tui.domain.safety.restrictions import Restriction
from l5tui.domain.safety.stop_rules import FLARE_UP
from l5tui.domain.safety.words import day_of
from l5tui.engine.plan import Plan
from l5tui.tui.app_protocol import AppProtocol

KEEPS: Final = "keep the score; no session today"
OVERRIDE: Final = "a professional told me these are right on such days"
OVERRIDE_GIVEN: Final = f"take back: {OVERRIDE} (said now)"
OVERRIDE_HOLDS: Final = f"take back: {OVERRIDE} ({{day}})"
OVERRIDE_GONE: Final = f"taken back: {OVERRIDE}"
"""What the key for a professional's word stands beside: given now, given earlier, and taken back."""


class StartWay(StrEnum):
    """How the chosen routine is begun."""

    CHOSEN = "chosen"
    GENTLE = "gentle"
    """The gentle routine instead."""
    EASIER = "easier"
    """The chosen one, in its easier forms."""


class StartOptions:
    """What a score before lets begin instead of, or as, the routine that was chosen.

    Args:
        app: the app, with its library, settings and entries.
        routine: what was chosen.
        gate: the open gate; its restrictions go into every plan.
    """

    def __init__(self, app: AppProtocol, routine: Routine, gate: Gate) -> None:
        self.app = app
        self.routine = routine
        self.gate = gate
        self._make_plans(app.doses())
        self.override = override_of(app.entries)
        """A professional's word for days of 6 and 7, as the person recorded it earlier; None without one."""

    def _make_plans(self, doses: DoseHistory) -> None:
        """Make the plans with these doses."""
        self.doses = doses
        self.plan = self._plan(self.routine)
        self._flare_up = self._startable(FLARE_UP)
        self._gentle = None if self.routine.id == GENTLE else self._startable(GENTLE)
        easier = self._plan(self.routine, EASIER_FORMS)
        self._easier = (self.routine, easier) if easier.segments and easier != self.plan else None

    def answer_next_morning(self, session: SessionEntry, answer: NextDay | None) -> None:
        """How the morning after the last session was, as it is answered now: doses may follow from it at once."""
        said: Entry = {**session, "next_day": answer}
        others = (entry for entry in self.app.entries if entry["uid"] != session["uid"])
        self._make_plans(self.app.doses_with([said, *others]))

    def take_place(self, score: Score) -> None:
        """Where it is felt now, as it was given with the score: a step may begin with the worse side."""
        self._make_plans(self.doses.felt_now(score))

    def offer_of_dose(self, pain: int | None) -> Offer | None:
        """The step up that is asked about at this score, among the exercises of what was chosen."""
        state = self.gate.state
        return self.doses.offer(
            pain,
            among=self.plan.on_ladder,
            restrictions=self.gate.restrictions,
            leg_watched=state.leg_watched if state else (),
        )

    def begins(
        self, pain: int | None, way: StartWay = StartWay.CHOSEN, *, override: bool = False, more: bool = False
    ) -> tuple[Routine, Plan] | None:
        """What begins at this score; None where it is kept and nothing does.

        Args:
            pain: the score, None if it was left out.
            way: one of `ways`; at a score that doesn't offer it, it counts as what was chosen.
            override: a professional's word for days of 6 and 7 holds now.
            more: a little is added to the exercise that is asked about.
        """
        match starts(pain, self.routine.id, flare_up_left=self._flare_up is not None, overridden=override):
            case Starts.NOTHING:
                return None
            case Starts.FLARE_UP:
                return self._flare_up
        gentler = (
            {StartWay.GENTLE: self._gentle, StartWay.EASIER: self._easier}.get(way) if way in self.ways(pain) else None
        )
        if gentler is None and more and (offer := self.offer_of_dose(pain)) is not None:
            return self.routine, self._plan(self.routine, doses=self.doses.raised(offer))
        return gentler or (self.routine, self.plan)

    def eases(self, pain: int | None, way: StartWay) -> tuple[Restriction, ...]:
        """What the plan takes besides what the gate says: the easier forms, where these were chosen."""
        return (EASIER_FORMS,) if way is StartWay.EASIER and way in self.ways(pain) else ()

    def ways(self, pain: int | None) -> tuple[StartWay, ...]:
        """What is offered at 4, 5 and left out, with what was chosen at the end; nothing elsewhere."""
        if not offers_gentler(pain, self.routine.id):
            return ()
        gentle = (StartWay.GENTLE,) if self._gentle else ()
        easier = (StartWay.EASIER,) if self._easier else ()
        return (*gentle, *easier, StartWay.CHOSEN) if gentle or easier else ()

    def may_override(self, pain: int | None) -> bool:
        """Whether a professional's word for such a day counts here: it can be given, or taken back."""
        return may_override(pain, self.routine.id)

    # Words

    def changed(self, routine: Routine, plan: Plan) -> tuple[str, ...]:
        """What the safety answers leave out of what begins or ease in it, and which doses are lower than last time."""
        by_answers = changed_by_answers(routine, self.gate.restrictions, self.app.library.safety)
        return (*changed_doses(plan, self.doses), *by_answers)

    def label(self, pain: int | None, way: StartWay = StartWay.CHOSEN, *, override: bool = False) -> str:
        """What enter does."""
        begins = self.begins(pain, way, override=override)
        if begins is None:
            return KEEPS
        routine, _ = begins
        if routine.id != self.routine.id:
            return routine.name
        return "begin, in the easier forms" if way is StartWay.EASIER and way in self.ways(pain) else "begin"

    def offer(self, way: StartWay) -> str:
        """What the key for gentler would do next."""
        match way:
            case StartWay.GENTLE:
                return f"gentler: {self._gentle[0].name} instead" if self._gentle else ""
            case StartWay.EASIER:
                return "gentler: the easier forms of these exercises"
            case _:
                return f"{self.routine.name}, as chosen"

    def said(self, pain: int | None, *, override: bool = False) -> str:
        """What is said to a score, where something is."""
        zone = zone_of(pain)
        if zone is Zone.STOP:
            return VERY_HIGH
        if zone is not Zone.FLARE_UP or self.routine.id == FLARE_UP or override:
            return ""
        return HIGH if self._flare_up else NOTHING_LEFT

    def override_said(self, *, override: bool) -> str:
        """What holds of a professional's word, and what its key does; it is asked for only where none is recorded."""
        if self.override is None:
            return OVERRIDE_GIVEN if override else OVERRIDE
        if override:
            return OVERRIDE_HOLDS.format(day=day_of(self.override["started"]))
        return OVERRIDE_GONE

    def _startable(self, routine_id: str) -> tuple[Routine, Plan] | None:
        routine = self.app.library.startable(routine_id)
        plan = self._plan(routine) if routine else None
        return (routine, plan) if routine and plan and plan.segments else None

    def _plan(self, routine: Routine, *more: Restriction, doses: DoseHistory | None = None) -> Plan:
        return plan_of(routine, self.app.settings, (*self.gate.restrictions, *more), doses or self.doses)
