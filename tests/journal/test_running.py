"""A session under way becomes an entry that says how long it lasted, whatever was made of the clock meanwhile."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from l5tui.engine.controller import Controller
from l5tui.journal.running import Running
from l5tui.journal.session_log import SessionLog
from l5tui.stamp import Stopwatch
from tests import factories

BEGAN = datetime.fromisoformat("2026-11-22T18:40:00+01:00")


@pytest.mark.parametrize(("set_by", "step"), [(0, 0.0), (-7200, -7200.0), (7200, 7200.0)])
def test_a_clock_that_was_set_in_a_session_moves_neither_its_end_nor_its_length(
    set_by: int, step: float, tmp_path: Path
) -> None:
    begun, plan, clock = factories.session(ended=None), factories.plan(), factories.ManualClock()
    wall, length = [BEGAN], [0.0]
    run = Running(
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
