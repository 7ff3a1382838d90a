"""Applies to a running session what another login stores: a stop, an urgent or emergency answer, or restrictions.

The journal's file is checked every two seconds, as on the journal screen. New restrictions are applied as to a resumed
session; if the gate is closed, the session can only be ended.
"""

from __future__ import annotations

from typing import Final

from l5tui.domain.safety.gate import stop_while_running
from l5tui.domain.safety.stop_page import stopped_elsewhere_words
from l5tui.domain.safety.stop_rules import EMERGENCY
from l5tui.domain.safety.words import reasons
from l5tui.journal.sessionlog.running import RunningSession
from l5tui.tui.app_protocol import AppProtocol
from l5tui.tui.dialog import DialogScreen, Option

END: Final = "end; what was done is kept"


class OtherLogin:
    """What a session that runs here must do because of another login."""

    def __init__(self, app: AppProtocol, run: RunningSession) -> None:
        self.app = app
        self.controller = run.controller
        self.found = app.gate()

    def stops(self) -> bool:
        """Ask the gate whether the session may only be ended now."""
        self.found = self.app.gate()
        return stop_while_running(self.found) is not None

    @property
    def leg_watched(self) -> frozenset[str]:
        """The exercises after which the screen asks whether pain is further down the leg."""
        return self.found.state.leg_watched if self.found.state else frozenset()

    def leave_out(self) -> bool:
        """Apply the restrictions of another login, and name them in one line. True if there were any."""
        library = self.app.library
        out = self.controller.leave_out(self.found.restrictions, library.exercises)
        if out:
            self.app.trouble("; ".join(out.words(self.controller.plan.steps, reasons(library.safety))))
        return bool(out)

    async def stop(self) -> bool:
        """Show why the session is over, and end it. False when the app is to close."""
        rule = stop_while_running(self.found)
        if rule is None:
            return True
        if rule == EMERGENCY:
            stays = await self.app.safety_flow().emergency_in_session()
        else:
            heading, text = stopped_elsewhere_words(rule, self.found, self.app.library.safety)
            page = DialogScreen(heading, [Option("enter", END, "end")], text=text)
            stays = await self.app.push_screen_wait(page) is not None
        self.controller.end(rule)
        return stays
