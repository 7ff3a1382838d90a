"""What stands between a wish to exercise and a session, on the full screen: the gate, a stop kept.

The gate decides; here it is asked, and what it says is shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from l5tui.config.clock import stamp
from l5tui.domain.safety.entries import is_kept, new_sign, new_something_new, new_stop
from l5tui.domain.safety.stop_rules import NOT_TODAY
from l5tui.journal.sessionlog.running import Running
from l5tui.tui.dialog import Option, Panel

if TYPE_CHECKING:
    from l5tui.tui.app import L5App


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
        await app.keep(new_something_new(stamp()))
    return answer == "n"


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
        if not is_kept(entry, app.entries):
            await app.keep(entry)
