"""What stands between a wish to exercise and a session, on the full screen: the gate, the score's zone, a stop kept.

The gate decides; here it is asked, and what it says is shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from l5tui.domain.entry import Score
from l5tui.domain.new import new_log
from l5tui.domain.routine import Routine
from l5tui.domain.safety_entries import new_sign, new_something_new, new_stop
from l5tui.domain.safety_gate import Gate
from l5tui.domain.stopping import FLARE_UP, NOT_TODAY
from l5tui.domain.zones import Starts, is_overridden, starts
from l5tui.engine.plan import Plan
from l5tui.journal.running import Running
from l5tui.planning import plan_of
from l5tui.screens.panel import Option, Panel
from l5tui.stamp import stamp

if TYPE_CHECKING:
    from l5tui.app import L5App

KEEPS: Final = "keep the score; no session today"
KEPT: Final = "The score is kept, and no session begins"


async def recheck(app: L5App) -> bool:
    """The recheck apart from a check-in; True when nothing is new. Something new is kept before anything else."""
    safety = app.library.safety
    if safety is None:
        return False
    options = [Option("n", "nothing new", "n"), Option("y", "something is new, or not sure", "y")]
    answer = await app.push_screen_wait(Panel(safety.recheck.text, options))
    if answer == "y":
        await app.keep(new_something_new(stamp()))
    return answer == "n"


class Beginning:
    """What a score before lets begin instead of, or as, the routine that was chosen."""

    def __init__(self, app: L5App, routine: Routine, plan: Plan, gate: Gate) -> None:
        self.app = app
        self.routine = routine
        self.plan = plan
        flare_up = app.library.startable(FLARE_UP)
        flare_plan = plan_of(flare_up, app.settings, gate.restrictions) if flare_up else None
        self.flare_up = (flare_up, flare_plan) if flare_up and flare_plan and flare_plan.segments else None
        self._overridden = is_overridden(app.entries)

    def starts(self, pain: int | None) -> Starts:
        """What enter starts at this score."""
        left = self.flare_up is not None
        return starts(pain, self.routine.id, flare_up_left=left, overridden=self._overridden)

    def label(self, pain: int | None) -> str:
        """What enter does, in words."""
        match self.starts(pain):
            case Starts.NOTHING:
                return KEEPS
            case Starts.FLARE_UP if self.flare_up:
                return self.flare_up[0].name
        return "begin"

    async def chosen(self, before: Score, uid: str) -> tuple[Routine, Plan] | None:
        """What begins after this score; None when the score was kept, under this uid, and nothing does."""
        match self.starts(before["pain"]):
            case Starts.NOTHING:
                entry = new_log(
                    replace(stamp(), uid=uid),
                    before["pain"],
                    left=before["left"],
                    right=before["right"],
                    kinds=before["kinds"],
                )
                if await self.app.keep(entry):
                    self.app.trouble(KEPT)
                return None
            case Starts.FLARE_UP:
                return self.flare_up
        return self.routine, self.plan


async def keep_stop(app: L5App, run: Running, signs: Iterable[str] = ()) -> None:
    """Once a rule has stopped the session, keep that as an entry of its own, before another screen is shown.

    Args:
        app: the app.
        run: the session.
        signs: emergency questions that an answer was a yes to.
    """
    ended, session = run.controller.progress.ended, run.entry["uid"]
    if ended is None or ended.stop not in NOT_TODAY:
        return
    for entry in (new_stop(stamp(), ended.stop, session), *(new_sign(stamp(), one, session) for one in signs)):
        if all(one["uid"] != entry["uid"] for one in app.entries):
            await app.keep(entry)
