"""A running session becomes an entry with its true length, even if the system clock was set meanwhile."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from l5tui.config.clock import Stopwatch
from l5tui.engine.controller import Controller
from l5tui.journal.sessionlog.running import RunningSession, entry_to_keep
from l5tui.journal.sessionlog.session_log import SessionLog
from tests import factories

BEGAN = datetime.fromisoformat("2026-11-22T18:40:00+01:00")


@pytest.mark.parametrize(("set_by", "step"), [(0, 0.0), (-7200, -7200.0), (7200, 7200.0)])
def test_setting_the_clock_during_a_session_changes_neither_its_end_nor_its_length(
    set_by: int, step: float, tmp_path: Path
) -> None:
    begun, plan, clock = factories.session(ended=None), factories.plan(), factories.ManualClock()
    wall, length = [BEGAN], [0.0]
    run = RunningSession(
        begun,
        Controller(plan, clock),
        SessionLog.begin(tmp_path, begun, plan),
        Stopwatch(wall=lambda: wall[0], length=lambda: length[0]),
    )
    run.controller.start()
    wall[0] += timedelta(seconds=600 + set_by)
    length[0] += 600
    clock.advance(600)
    run.controller.end()
    entry = run.as_entry(run.end_now())
    run.log.close()
    assert entry["ended"] == "2026-11-22T18:50:00+01:00"
    assert entry["clock_step_s"] == step


def test_archiving_the_log_of_a_session_finished_in_the_journal_keeps_its_entry() -> None:
    """The log has neither the note nor the corrections."""
    there = factories.session("one", note="shaky")
    assert entry_to_keep(there, factories.session("one")) is None
    assert entry_to_keep(factories.session("one", ended=None), there) == there
    assert entry_to_keep(None, there) == there


def test_a_discarded_session_keeps_its_score_even_if_the_journal_has_it_as_interrupted() -> None:
    left = factories.log("one", 5)
    new = entry_to_keep(factories.session("one", ended=None, status="interrupted"), left)
    assert new is not None
    assert (new["kind"], new["uid"]) == ("log", "one")
