"""The log of a session is removed only when the finished entry is in the journal; until then it is the only copy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from l5tui.domain.entry import Entry
from l5tui.engine.controller import Controller
from l5tui.journal.may_write import MayWrite, always
from l5tui.journal.sessionlog.log_files import unfinished
from l5tui.journal.sessionlog.running import RunningSession
from l5tui.journal.sessionlog.session_log import SessionLog, read_interrupted
from l5tui.journal.store import Journal
from l5tui.journal.unwritten import Unwritten
from l5tui.tui.session.run_session import _store_finished
from l5tui.tui.session.unfinished import _close_log
from tests import factories


class Disk:
    """A stand-in for the app, whose disk accepts entries or refuses them."""

    def __init__(self, journal: Journal, *, takes: bool) -> None:
        self.journal, self.takes = journal, takes
        self.records = self
        self.unwritten = Unwritten(journal, None)
        self.kept: list[Entry] = []

    async def keep(self, entry: Entry, may_write: MayWrite = always) -> bool:
        self.kept.append(entry)
        return self.takes

    async def do(self, call: Callable[[Journal], Any]) -> Any:
        return call(self.journal)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal.json")


def begun(journal: Journal) -> SessionLog:
    return SessionLog.begin(journal.live, factories.session("one", ended=None), factories.plan())


@pytest.mark.parametrize("takes", [True, False])
async def test_the_log_of_an_ended_session_is_kept_until_its_entry_is_written(journal: Journal, takes: bool) -> None:
    log = begun(journal)
    run = RunningSession(
        factories.session("one", ended=None), Controller(factories.plan(), factories.ManualClock()), log
    )
    disk: Any = Disk(journal, takes=takes)
    assert await _store_finished(disk, run, factories.session("one")) is takes
    assert [kept["uid"] for kept in disk.kept] == ["one"]
    assert [one.uid for one in unfinished(journal.live)] == ([] if takes else ["one"])
    log.close()


@pytest.mark.parametrize("takes", [True, False])
async def test_the_log_of_an_interrupted_session_is_kept_until_its_entry_is_written(
    journal: Journal, takes: bool
) -> None:
    begun(journal).close()
    [one] = unfinished(journal.live)
    disk: Any = Disk(journal, takes=takes)
    await _close_log(disk, one, read_interrupted(one.path), discard=False)
    assert [kept["uid"] for kept in disk.kept] == ["one"]
    assert [left.uid for left in unfinished(journal.live)] == ([] if takes else ["one"])
