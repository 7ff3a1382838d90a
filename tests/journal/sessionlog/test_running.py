"""A session under way becomes an entry that says how long it lasted, whatever was made of the clock meanwhile."""

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
def test_a_clock_that_was_set_in_a_session_moves_neither_its_end_nor_its_length(
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


def test_a_session_that_came_to_its_end_in_the_journal_stays_as_it_is_when_its_log_is_put_away() -> None:
    """The log knows neither the note nor what was corrected."""
    there = factories.session("one", note="shaky")
    assert entry_to_keep(there, factories.session("one")) is None
    assert entry_to_keep(factories.session("one", ended=None), there) == there
    assert entry_to_keep(None, there) == there


def test_a_session_that_is_discarded_leaves_its_score_even_where_the_journal_has_it_as_interrupted() -> None:
    left = factories.log("one", 5)
    new = entry_to_keep(factories.session("one", ended=None, status="interrupted"), left)
    assert new is not None
    assert (new["kind"], new["uid"]) == ("log", "one")
