"""Entries that the journal's disk refused wait in memory until a write succeeds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from l5tui.config.errors import JournalError
from l5tui.domain.entry import Entry
from l5tui.journal.sessionlog.session_log import SessionLog
from l5tui.journal.spool import Spool
from l5tui.journal.store import Journal
from l5tui.journal.unwritten import Unwritten
from l5tui.plain import records as plain
from l5tui.tui import records as screens
from tests import factories
from tests.factories import log, uids


class Refusing(Journal):
    """A journal whose disk takes as many entries as it has room for."""

    room = 0

    def put(self, entry: Entry) -> None:
        if self.room <= 0:
            raise JournalError("the disk is full")
        self.room -= 1
        super().put(entry)

    def put_all(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            self.put(entry)


@pytest.fixture
def journal(tmp_path: Path) -> Refusing:
    return Refusing(tmp_path / "journal.json")


def test_an_entry_waits_after_each_failed_try_and_is_written_by_the_first_that_succeeds(
    journal: Refusing,
) -> None:
    unwritten = Unwritten(journal, None)
    unwritten.add(log("a", 7))
    for _ in range(3):
        with pytest.raises(JournalError):
            unwritten.flush()
        assert unwritten.entries == (log("a", 7),)
        assert unwritten.state_of("a") == log("a", 7)
    journal.room = 1
    unwritten.flush()
    assert unwritten.entries == ()
    assert journal.entries() == [log("a", 7)]


def test_entries_after_a_failed_write_keep_waiting(journal: Refusing) -> None:
    unwritten = Unwritten(journal, None)
    for uid in "abc":
        unwritten.add(log(uid))
    journal.room = 1
    with pytest.raises(JournalError):
        unwritten.flush()
    assert uids(journal.entries()) == ["a"]
    assert uids(list(unwritten.entries)) == ["b", "c"]


def test_a_newer_state_that_arrives_during_the_write_of_an_older_one_still_waits(journal: Refusing) -> None:
    class Busy(Refusing):
        def put(self, entry: Entry) -> None:
            super().put(entry)
            unwritten.add(log("a", 9))

    busy = Busy(journal.path)
    busy.room = 1
    unwritten = Unwritten(busy, None)
    unwritten.add(log("a", 1))
    unwritten.flush()
    assert unwritten.entries == (log("a", 9),)


def test_at_the_end_refused_entries_are_spooled_or_returned(journal: Refusing, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    unwritten = Unwritten(journal, Spool(journal.path, [folder]))
    unwritten.add(log("a", 7))
    unwritten.hold(log("b", 2))
    assert unwritten.end() == []
    assert uids(Spool(journal.path, [folder]).entries()) == ["a", "b"]
    nowhere = Unwritten(journal, None)
    nowhere.add(log("c"))
    assert nowhere.end() == [log("c")]


def test_an_entry_being_written_is_kept_in_its_newest_state_when_a_signal_arrives(
    journal: Refusing, tmp_path: Path
) -> None:
    unwritten = Unwritten(journal, Spool(journal.path, [tmp_path]))
    unwritten.add(log("a", 7, note=""))
    unwritten.hold(log("a", 7, note="after garden"))
    assert unwritten.spool_all() == []
    assert Spool(journal.path, [tmp_path]).entries() == [log("a", 7, note="after garden")]


def test_a_waiting_entry_is_not_replaced_by_an_older_spooled_state(journal: Refusing, tmp_path: Path) -> None:
    spool = Spool(journal.path, [tmp_path])
    spool.keep([log("a", 1)])
    unwritten = Unwritten(Refusing(journal.path), spool)
    unwritten.add(log("a", 9))
    with pytest.raises(JournalError):
        unwritten.write_spooled()
    assert unwritten.entries == (log("a", 9),)


async def test_the_full_screen_keeps_waiting_entries_after_each_failed_try(journal: Refusing) -> None:
    records = screens.Records(journal)
    for tried in (records.put(log("a", 7)), records.flush(), records.flush()):
        with pytest.raises(JournalError):
            await tried
        assert records.waiting == (log("a", 7),)
        assert not records.saves
    journal.room = 1
    await records.flush()
    assert records.saves
    assert records.close() == ([], [])
    assert journal.entries() == [log("a", 7)]


def test_a_plain_session_keeps_waiting_entries_after_each_failed_try(journal: Refusing) -> None:
    records = plain.Records(journal)
    assert not records.keep(log("a", 7))
    assert not records.flush()
    assert records.entries() == [log("a", 7)], "it is known, though the disk doesn't have it"
    journal.room = 2
    assert records.keep(log("b"))
    assert sorted(uids(journal.entries())) == ["a", "b"], "it goes with the next that is taken"


@pytest.fixture
def session_log(tmp_path: Path) -> Iterator[SessionLog]:
    log = SessionLog.begin(tmp_path / "live", factories.session("a", ended=None), factories.plan())
    yield log
    log.close()


@pytest.mark.parametrize("write", [Unwritten.flush, Unwritten.end, Unwritten.spool_all], ids=lambda one: one.__name__)
def test_an_entry_of_a_session_that_another_login_took_over_is_written_nowhere(
    journal: Refusing, session_log: SessionLog, tmp_path: Path, write: Callable[[Unwritten], object]
) -> None:
    """It waited for the disk; what the other login has written since then must not be replaced by it."""
    spool = Spool(journal.file)
    unwritten = Unwritten(journal, spool)
    unwritten.add(factories.session("a", ended=None), session_log.may_write)
    with pytest.raises(JournalError):
        unwritten.flush()
    session_log.give_up()
    journal.room = 2
    journal.put(factories.session("a", note="of the other login"))
    write(unwritten)
    assert [dict(entry)["note"] for entry in journal.entries()] == ["of the other login"]
    assert not spool.entries()


def test_an_entry_of_a_session_that_still_runs_here_is_written(journal: Refusing, session_log: SessionLog) -> None:
    unwritten = Unwritten(journal, None)
    unwritten.add(factories.session("a", ended=None), session_log.may_write)
    journal.room = 1
    unwritten.flush()
    assert uids(journal.entries()) == ["a"]


def test_a_session_is_given_up_only_after_its_entry_is_written(
    journal: Refusing, session_log: SessionLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slow disk has it still to write; the other login must not begin before that is done."""
    writing, disk = Event(), Event()
    put = journal.put

    def slow(entry: Entry) -> None:
        writing.set()
        assert disk.wait(30)
        put(entry)

    monkeypatch.setattr(journal, "put", slow)
    journal.room = 1
    unwritten = Unwritten(journal, None)
    unwritten.add(factories.session("a"), session_log.may_write)
    with ThreadPoolExecutor() as threads:
        written = threads.submit(unwritten.flush)
        assert writing.wait(30)
        given_up = threads.submit(session_log.give_up)
        with pytest.raises(TimeoutError):
            given_up.result(0.1)
        before = session_log.closed
        disk.set()
        written.result(30)
        given_up.result(30)
    assert (before, session_log.closed) == (False, True)
    assert uids(journal.entries()) == ["a"]
