"""Runs a session from the first hold to the summary: the session screen, the check-out, the summary.

Each screen returns a value; this module alone calls them in turn and stores what they return. While the session
runs, every event goes to its live log first; the log moves to done/ only when the finished entry is in the journal.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from time import monotonic
from typing import Final

from l5tui.cues.player import CuePlayer
from l5tui.domain.entry import Entry
from l5tui.domain.new_entry import log_of
from l5tui.domain.programme_entries import question_after
from l5tui.domain.safety.gate import Need
from l5tui.domain.safety.stop_rules import EMERGENCY
from l5tui.domain.safety.words import reasons, taken_over_words
from l5tui.journal.sessionlog.running import RunningSession
from l5tui.terminal.notification import notification
from l5tui.tui.app_protocol import AppProtocol
from l5tui.tui.records import LOGGING

GOES_ON: Final = "Taken over in another login, where it goes on. Enter on a routine offers to take it back"


async def run_session(app: AppProtocol, run: RunningSession, away_s: float = 0) -> bool:
    """Run a session from the first hold to the summary; True when the person wants to repeat it.

    Another login may take the session over at any time until its entry is finished: then the session is saved, its log
    is closed, and the app returns to the library.
    """
    stop_writing = run.controller.observe(run.log)
    run.controller.observe(
        lambda _: app.trouble(run.log.trouble, LOGGING) if run.log.trouble else app.clear_trouble(LOGGING)
    )
    app.signal_handler.save_with(run.log.sync)
    if run.controller.events:
        out = run.controller.leave_out(app.gate().restrictions, app.library.exercises)
        for line in out.words(run.plan.steps, reasons(app.library.safety)):
            app.trouble(line)
    through = run.controller.progress.over  # taken over after its last segment
    way = asyncio.ensure_future(_check_out(app, run) if through else _session_screen(app, run, away_s))
    loop = asyncio.get_running_loop()

    def stop() -> None:
        silent_s = app.presence.unanswered_s(monotonic()) if app.presence else 0.0
        if silent_s:  # the person left this terminal and takes the session over elsewhere
            run.controller.pause_unattended(silent_s)
        run.controller.pause()
        way.cancel()

    with app.hand_over.holding(run.log, lambda: loop.call_soon_threadsafe(stop)) as held:
        try:
            return await way
        except asyncio.CancelledError:
            if not held.taken.is_set():
                raise
            await app.records.forget(run.entry["uid"])
        finally:
            app.signal_handler.save_with(None)
            with suppress(ValueError):
                stop_writing()
            run.log.close()
    await app.return_to_library()
    await app.reload_if_possible()
    app.trouble(taken_over_words(app.gate(), GOES_ON))
    if app.gate().need is Need.EMERGENCY:  # the page stays here, too, until its key is pressed
        await app.safety_flow().emergency()
    return False


async def _session_screen(app: AppProtocol, run: RunningSession, away_s: float) -> bool:
    from l5tui.tui.session.it_hurts import it_hurts, it_hurts_flow
    from l5tui.tui.session.other_login import OtherLogin
    from l5tui.tui.session.screen import SessionScreen

    player = ScreenCuePlayer(app)
    flow = it_hurts_flow(app, run, away_s)
    screen = SessionScreen(
        run.controller,
        player=player,
        hurts=lambda: it_hurts(app, run, flow, player),
        left_open=flow.question is not None,
        other=OtherLogin(app, run),
    )
    outcome = await app.push_screen_wait(screen)
    if outcome in ("discarded", "dropped"):
        await _store_finished(app, run, log_of(run.entry))
        if outcome == "dropped":
            await app.end()
        return False
    if outcome == "left":
        if run.controller.progress.over:  # a rule had stopped it, so it must not be resumed
            await _store_finished(app, run, run.as_entry(run.end_now()))
        else:
            await _keep(app, run, run.as_entry(None))
        await app.end()
        return False
    return await _check_out(app, run)


async def _check_out(app: AppProtocol, run: RunningSession) -> bool:
    from l5tui.tui.session.checkout import check_out
    from l5tui.tui.session.summary import SummaryScreen

    ended = run.end_now()
    if run.rated:
        await _store_finished(app, run, run.as_entry(ended))  # scored in the login that had the session before
        return False
    await _keep(app, run, run.as_entry(ended))
    entry = run.as_entry(ended)
    if entry["stop"] == EMERGENCY:  # a person who must get help now isn't asked for a score
        saved = await _store_finished(app, run, entry)
    else:
        rated = await check_out(app, run, entry)
        if rated is None:
            return False
        entry = run.as_entry(ended)
        if rated.stop is not None:
            entry["stop"] = rated.stop
        saved = await _store_finished(app, run, entry)
        app.records.drafts.finish(rated.draft)
    question = question_after(app.programme().programme, entry)
    done = await app.push_screen_wait(SummaryScreen(entry, run.plan, saved=saved, question=question))
    if (done.note, done.answer) != (entry["note"], entry["answer"]):
        await _keep(app, run, {**entry, "note": done.note, "answer": done.answer})
    app.records.unwritten.finish(entry["uid"])
    app.records.drafts.finish_entry(entry["uid"])
    if done.then == "journal":
        app.switch_mode("journal")
    elif done.then == "leave":
        await app.end()
    return done.then == "again"


async def _keep(app: AppProtocol, run: RunningSession, entry: Entry) -> bool:
    """Write the entry to the journal, unless another login has taken over the session and writes it."""
    return await app.keep(entry, run.log.may_write) and not run.log.given_up


async def _store_finished(app: AppProtocol, run: RunningSession, entry: Entry) -> bool:
    """Write the finished entry to the journal, then move its log to done/. True if the entry is on the disk."""
    if not await _keep(app, run, entry):
        return False
    await app.records.do(lambda _: run.log.done())
    return True


class ScreenCuePlayer(CuePlayer):
    """Plays cues in the app's terminal."""

    def __init__(self, app: AppProtocol) -> None:
        self.app = app
        super().__init__(app.settings, app.signal_handler)

    def ring(self) -> None:
        self.app.bell()

    def notify(self, words: str) -> None:
        self.app.write_to_terminal(notification(self.app.terminal.notification, "l5tui", words))

    def set_window_title(self, words: str) -> None:
        if self.app.terminal.title:
            self.app.set_window_title(words)

    def flash(self) -> None:
        self.app.flash()

    def close(self) -> None:
        """Stop the cues, and reset the window's title."""
        super().close()
        self.app.set_window_title("")

    def failed(self, why: str) -> None:
        with suppress(RuntimeError):  # the app has ended meanwhile
            self.app.call_from_thread(self.app.trouble, why)
