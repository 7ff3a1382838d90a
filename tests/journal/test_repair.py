"""Repair of a damaged journal, and purging."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from l5tui.config.errors import JournalError
from l5tui.journal.repair import find_salvage, repair
from l5tui.journal.store import Journal
from tests.factories import log, long_session, uids
from tests.storage.fault_injection import RefusedCalls

NOW = "2025-03-05T08:00:00+01:00"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "journal.json"
    for name in "abc":
        Journal(file).put(log(name))
    return file


def everything(file: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in file.parent.rglob("*") if path.is_file()}


def test_an_undamaged_journal_needs_no_repair(file: Path) -> None:
    found = find_salvage(Journal(file))
    assert not found.needed
    assert found.lines()[0] == "journal.json: whole, 3 entries"
    assert found.lines()[-1] == "Nothing needs to be repaired."
    before = everything(file)
    repair(Journal(file))
    assert everything(file) == before


def test_a_new_journal_needs_no_repair(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.json")
    assert not find_salvage(journal).needed
    repair(journal)
    assert not journal.file.exists()


def test_searching_for_salvage_changes_nothing(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-20])
    before = everything(file)
    found = find_salvage(Journal(file))
    assert found.needed
    assert "1 line not whole" in found.lines()[0]
    assert everything(file) == before


def test_a_damaged_journal_is_repaired_and_the_damaged_file_is_kept(file: Path) -> None:
    damaged = file.read_bytes()[:-20]
    file.write_bytes(damaged)
    repair(Journal(file))
    assert Journal(file).open().notices == ()
    assert file.with_name("journal.json.damaged-1").read_bytes() == damaged
    assert set(uids(Journal(file).entries())) == {"a", "b"}


def test_entries_that_only_a_copy_has_are_restored(file: Path) -> None:
    """This is the state after an old backup was restored over a newer journal."""
    newest = file.read_bytes()
    old = file.with_name("journal.json.prev").read_bytes()
    file.with_name("journal.json.2025-03-04").write_bytes(newest)
    file.write_bytes(old)
    found = find_salvage(Journal(file))
    assert uids(found.missing) == ["c"]
    assert any("missing in the journal: log of" in line for line in found.lines())
    repair(Journal(file))
    assert set(uids(Journal(file).entries())) == {"a", "b", "c"}


def test_a_half_written_file_is_searched_too(file: Path) -> None:
    Journal(file).put(log("d"))
    file.with_name("journal.json.tmp-0123abcd").write_bytes(file.read_bytes())
    file.write_bytes(file.with_name("journal.json.prev").read_bytes())
    assert uids(find_salvage(Journal(file)).missing) == ["d"]


def test_a_line_with_a_wrong_checksum_is_restored_only_on_request(file: Path) -> None:
    """A flipped bit turns a 5 into a 4, so the value may never have been written."""
    Journal(file).put(log("d", 4))
    file.write_bytes(file.read_bytes().replace(b'"uid":"d","schema":2', b'"uid":"d","schema":2 '))
    found = find_salvage(Journal(file))
    assert uids(found.doubtful) == ["d"]
    assert any("not certain" in line for line in found.lines())
    repair(Journal(file))
    assert "d" not in uids(Journal(file).entries())
    assert uids(find_salvage(Journal(file)).doubtful) == ["d"], "the damaged file still has it"
    repair(Journal(file), doubtful=True)
    assert "d" in uids(Journal(file).entries())


def test_an_intact_copy_of_an_entry_wins_over_a_line_with_a_wrong_checksum(file: Path) -> None:
    newest = file.read_bytes()
    file.with_name("journal.json.2025-03-04").write_bytes(newest)
    file.with_name("journal.json.damaged-1").write_bytes(newest.replace(b'"uid":"c"', b'"uid": "c"'))
    file.write_bytes(file.with_name("journal.json.prev").read_bytes())
    found = find_salvage(Journal(file))
    assert (uids(found.missing), uids(found.doubtful)) == (["c"], [])


def test_a_file_that_is_no_journal_is_not_repaired(tmp_path: Path) -> None:
    file = tmp_path / "journal.json"
    file.write_text("hello\n")
    with pytest.raises(JournalError, match="not a journal"):
        repair(Journal(file))
    assert file.read_text() == "hello\n"


PRIVATE = "nobody must read this"


def test_a_purge_erases_the_entry_from_every_file(file: Path) -> None:
    journal = Journal(file)
    journal.put(long_session("x", note=PRIVATE))
    raw = file.read_bytes()
    journal.put(log("y"))
    file.with_name("journal.json.2025-03-04").write_bytes(raw)
    file.with_name("journal.json.before-schema-2-1").write_bytes(raw)
    file.with_name("journal.json.damaged-1").write_bytes(raw[:-5])
    file.with_name("journal.json.damaged-2").write_bytes(b"garbage\n" + raw)
    file.with_name("journal.json.tmp-0123abcd").write_bytes(raw)
    done = journal.live / "done"
    done.mkdir(parents=True)
    (done / "x.log").write_text(PRIVATE)
    (done / "y.log").write_text("of another session")
    journal.delete("x", NOW)

    assert sum(PRIVATE.encode() in content for content in everything(file).values()) >= 6
    assert journal.purge() == 1
    left = everything(file)
    assert [name for name, content in left.items() if PRIVATE.encode() in content] == []
    assert left["y.log"] == b"of another session"
    assert set(uids(Journal(file).entries(deleted=True))) == {"a", "b", "c", "y"}
    file.write_bytes(b"")
    assert {"a", "b", "c"} <= set(uids(Journal(file).entries())), "the copies are still good"


def test_purging_a_damaged_journal_also_erases_from_the_damaged_file(file: Path) -> None:
    Journal(file).put(log("x", note=PRIVATE))
    Journal(file).delete("x", NOW)
    file.write_bytes(file.read_bytes() + b'["torn","entries","x",{"note":"' + PRIVATE.encode())
    assert Journal(file).purge() == 1
    assert [name for name, content in everything(file).items() if PRIVATE.encode() in content] == []


def test_the_next_purge_continues_one_that_failed(file: Path) -> None:
    Journal(file).put(log("x", note=PRIVATE))
    Journal(file).put(log("y"))
    Journal(file).delete("x", NOW)
    system = RefusedCalls(errno.ENOSPC, "open")
    journal = Journal(file, calls=system)
    journal.entries()
    with pytest.raises(JournalError, match="the disk is full"):
        journal.purge()
    assert set(uids(Journal(file).entries(deleted=True))) == {"a", "b", "c", "x", "y"}
    system.on = False
    assert journal.purge() == 1
    assert [name for name, content in everything(file).items() if PRIVATE.encode() in content] == []
