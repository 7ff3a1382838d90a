"""What another login keeps while a session runs here: a stop, an urgent answer, an emergency, or what it switched off.

The session looks at the journal's file every two seconds, as the journal's screen does. What is off now is left out as
of a session that is taken up again; where the gate is closed, the session can only be ended.
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
    """What a session that runs here has to do because of another login."""

    def __init__(self, app: AppProtocol, run: RunningSession) -> None:
        self.app = app
        self.controller = run.controller
        self.found = app.gate()

    def stops(self) -> bool:
        """Look at the gate: whether the session can only be ended."""
        self.found = self.app.gate()
        return stop_while_running(self.found) is not None

    @property
    def leg_watched(self) -> frozenset[str]:
        """The exercises after which it is asked whether it is further down the leg."""
        return self.found.state.leg_watched if self.found.state else frozenset()

    def leave_out(self) -> bool:
        """Leave out or ease what another login switched off, and name it in one line. True where there was any."""
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
