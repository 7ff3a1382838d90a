"""Which session a score at the check-in allows: the chosen routine, a gentler one, or none; with its words."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from l5tui.config.session_plan import changed_by_answers, changed_doses, plan_of
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
"""The words beside the key for a professional's approval: given now, recorded earlier, and taken back."""


class StartWay(StrEnum):
    """The ways to begin the chosen routine."""

    CHOSEN = "chosen"
    GENTLE = "gentle"
    """Begin the gentle routine instead."""
    EASIER = "easier"
    """Begin the chosen one in its easier forms."""


class StartOptions:
    """Which sessions a score before allows instead of the chosen routine.

    Args:
        app: the app, with its library, settings and entries.
        routine: the chosen routine.
        gate: the open gate; its restrictions apply to every plan.
    """

    def __init__(self, app: AppProtocol, routine: Routine, gate: Gate) -> None:
        self.app = app
        self.routine = routine
        self.gate = gate
        self._make_plans(app.doses())
        self.override = override_of(app.entries)
        """The professional's approval for days of 6 and 7 that is recorded in the journal; None without one."""

    def _make_plans(self, doses: DoseHistory) -> None:
        """Make the plans with these dose levels."""
        self.doses = doses
        self.plan = self._plan(self.routine)
        self._flare_up = self._startable(FLARE_UP)
        self._gentle = None if self.routine.id == GENTLE else self._startable(GENTLE)
        easier = self._plan(self.routine, EASIER_FORMS)
        self._easier = (self.routine, easier) if easier.segments and easier != self.plan else None

    def answer_next_morning(self, session: SessionEntry, answer: NextDay | None) -> None:
        """Make the plans again with this answer about the morning after the last session: it may lower doses."""
        said: Entry = {**session, "next_day": answer}
        others = (entry for entry in self.app.entries if entry["uid"] != session["uid"])
        self._make_plans(self.app.doses_with([said, *others]))

    def use_place_of_score(self, score: Score) -> None:
        """Make the plans again with the place that was given with the score: a step may begin with the worse side."""
        self._make_plans(self.doses.felt_now(score))

    def dose_offer(self, pain: int | None) -> Offer | None:
        """The step up that is offered with this score, for one exercise of the chosen routine."""
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
        """The routine and plan that begin with this score; None if the score is only stored.

        Args:
            pain: the score, None if it was left out.
            way: one of `ways`; if the score doesn't offer it, the chosen routine begins.
            override: a professional's approval for days of 6 and 7 applies now.
            more: the offered step up was accepted.
        """
        left, none_from = self._flare_up is not None, self.doses.limits.none_from
        match starts(pain, self.routine.id, flare_up_left=left, overridden=override, none_from=none_from):
            case Starts.NOTHING:
                return None
            case Starts.FLARE_UP:
                return self._flare_up
        gentler = (
            {StartWay.GENTLE: self._gentle, StartWay.EASIER: self._easier}.get(way) if way in self.ways(pain) else None
        )
        if gentler is None and more and (offer := self.dose_offer(pain)) is not None:
            return self.routine, self._plan(self.routine, doses=self.doses.raised(offer))
        return gentler or (self.routine, self.plan)

    def eases(self, pain: int | None, way: StartWay) -> tuple[Restriction, ...]:
        """The restrictions besides the gate's: the easier forms, if they were chosen."""
        return (EASIER_FORMS,) if way is StartWay.EASIER and way in self.ways(pain) else ()

    def ways(self, pain: int | None) -> tuple[StartWay, ...]:
        """The ways offered at 4, 5 and a score that was left out, with the chosen routine last; otherwise none."""
        if not offers_gentler(pain, self.routine.id) or self.doses.limits.forbids_session(pain):
            return ()
        gentle = (StartWay.GENTLE,) if self._gentle else ()
        easier = (StartWay.EASIER,) if self._easier else ()
        return (*gentle, *easier, StartWay.CHOSEN) if gentle or easier else ()

    def may_override(self, pain: int | None) -> bool:
        """Whether a professional's approval can be stated or taken back at this score."""
        return may_override(pain, self.routine.id) and not self.doses.limits.forbids_session(pain)

    # Words

    def changed_lines(self, routine: Routine, plan: Plan) -> tuple[str, ...]:
        """What the safety answers leave out or ease, and which doses are lower than last time, in words."""
        by_answers = changed_by_answers(routine, self.gate.restrictions, self.app.library.safety)
        return (*changed_doses(plan, self.doses), *by_answers)

    def enter_words(self, pain: int | None, way: StartWay = StartWay.CHOSEN, *, override: bool = False) -> str:
        """The words for what enter does."""
        begins = self.begins(pain, way, override=override)
        if begins is None:
            return KEEPS
        routine, _ = begins
        if routine.id != self.routine.id:
            return routine.name
        return "begin, in the easier forms" if way is StartWay.EASIER and way in self.ways(pain) else "begin"

    def way_words(self, way: StartWay) -> str:
        """The words for what the key for gentler would do next."""
        match way:
            case StartWay.GENTLE:
                return f"gentler: {self._gentle[0].name} instead" if self._gentle else ""
            case StartWay.EASIER:
                return "gentler: the easier forms of these exercises"
            case _:
                return f"{self.routine.name}, as chosen"

    def advice(self, pain: int | None, *, override: bool = False) -> str:
        """The advice for a score; empty if there is none."""
        zone = zone_of(pain)
        if zone is Zone.STOP:
            return VERY_HIGH
        if self.doses.programme is not None and self.doses.limits.forbids_session(pain):
            return self.doses.programme.forbids_words
        if zone is not Zone.FLARE_UP or self.routine.id == FLARE_UP or override:
            return ""
        return HIGH if self._flare_up else NOTHING_LEFT

    def override_words(self, *, override: bool) -> str:
        """The words beside the approval's key: what applies now, and what the key does."""
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
