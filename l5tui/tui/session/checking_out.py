"""From the check-out to the finished entry: what is new after a session is acted on, and kept at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from l5tui.config.clock import stamp
from l5tui.domain.entry import SessionEntry, Stop
from l5tui.domain.safety.entries import new_further_down
from l5tui.domain.safety.new_symptoms import Signs, further_at_check_out, signs_in_score, watches_leg
from l5tui.domain.safety.questions import Answer
from l5tui.journal.sessionlog.running import Running
from l5tui.tui.safety.new_symptoms import act_on_signs

if TYPE_CHECKING:
    from l5tui.tui.app import L5App


@dataclass(frozen=True, slots=True)
class Rated:
    """The check-out was answered, and kept in the session."""

    draft: str
    """The uid of the draft of its score."""
    stop: Stop | None
    """The rule that stops after it, S4 or S5."""


async def check_out(app: L5App, run: Running, entry: SessionEntry) -> Rated | None:
    """Ask how it is now, keep it in the session, and act on what is new.

    Further down the leg than before, said or seen on the map, holds nobody now: nobody waited five minutes, so it
    counts as stayed, and S3's question comes before the next check-in (clinical data, b).

    Args:
        app: the app.
        run: the session, which has ended.
        entry: its entry as it stands.

    Returns:
        None where the app closes before it was answered.
    """
    from l5tui.tui.session.checkout import CheckOutScreen

    state = app.gate().state
    uid = entry["uid"]
    screen = CheckOutScreen(run.plan.name, entry=uid, watches_leg=watches_leg(entry, state))
    given = await app.push_screen_wait(screen)
    if given is None:
        if screen.leg_unanswered:
            await app.keep(new_further_down(stamp(), Answer.NOT_SURE, uid))
        await app.end()
        return None
    signs = signs_in_score(state, given.score) if state else Signs()
    run.controller.rate("after", given.score)
    for one in further_at_check_out(entry["before"], given.score, given.further, uid, stamp):
        await app.keep(one)
    stop = await act_on_signs(app, signs, uid)
    return Rated(screen.uid, None if stop == "open" else stop)
