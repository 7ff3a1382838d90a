"""Entries that the journal's disk refused are spooled on another disk, and taken in at the next start."""

from __future__ import annotations

import os
import shlex
import stat
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l5tui.cli.main import main
from l5tui.config import paths
from l5tui.config.errors import JournalError
from l5tui.domain.entry import Entry
from l5tui.journal.spool import Spool, merge_entry
from l5tui.journal.store import Journal
from l5tui.journal.unwritten import Unwritten, log_commands
from tests.factories import log, long_session


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, ...]:
    """The three spool folders, all inside the test's own folder; the state folder doesn't exist yet."""
    places = (tmp_path / "state" / paths.APP, tmp_path / "login", tmp_path / "tmp")
    places[1].mkdir()
    places[2].mkdir()
    monkeypatch.setattr(paths, "spool_folders", lambda: places)
    return places


def journal_of(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal.json")


def waiting(folders: tuple[Path, ...]) -> list[Path]:
    return [path for folder in folders for path in folder.rglob("*") if path.is_file()]


def test_a_spooled_entry_is_a_private_file_and_is_taken_in_once(tmp_path: Path, folders: tuple[Path, ...]) -> None:
    journal = journal_of(tmp_path)
    assert Spool(journal.path).keep([log("a", 7)]) == []
    [path] = waiting(folders)
    assert path.parent == folders[0]
    assert "a" in path.name
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert Spool(journal.path).write_spooled(journal) == 1
    assert [entry["uid"] for entry in journal.entries()] == ["a"]
    assert waiting(folders) == []
    assert Spool(journal.path).write_spooled(journal) == 0


def test_the_next_folder_is_used_if_one_refuses_and_the_rest_is_returned(
    tmp_path: Path, folders: tuple[Path, ...]
) -> None:
    folders[0].parent.write_text("in the way")
    spool = Spool(tmp_path / "journal.json")
    assert spool.keep([log("a")]) == []
    assert [path.parent for path in waiting(folders[1:])] == [folders[1]]
    for folder in folders[1:]:
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()
    assert spool.keep([log("b")]) == [log("b")]
    assert not folders[1].exists(), "only the state folder is made"


def test_an_entry_taken_in_twice_after_a_crash_is_one_entry(
    tmp_path: Path, folders: tuple[Path, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = journal_of(tmp_path)
    Spool(journal.path).keep([log("a", 7)])
    with monkeypatch.context() as patch:
        patch.setattr("l5tui.journal.spool.remove", lambda *_: None)
        Spool(journal.path).write_spooled(journal)
    assert len(waiting(folders)) == 1
    Spool(journal.path).write_spooled(journal)
    assert journal.entries() == [log("a", 7)]
    assert waiting(folders) == []


def test_other_journals_entries_other_users_files_and_links_are_ignored(
    tmp_path: Path, folders: tuple[Path, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = journal_of(tmp_path)
    Spool(tmp_path / "other.json").keep([log("other")])
    Spool(journal.path, [folders[2]]).keep([log("mine")])
    [mine] = list(folders[2].iterdir())
    with monkeypatch.context() as patch:
        patch.setattr("os.geteuid", lambda: os.getuid() + 1)
        assert Spool(journal.path).entries() == []
    target = folders[1] / "target"
    mine.rename(target)
    mine.symlink_to(target)
    assert Spool(journal.path).entries() == []
    mine.unlink()
    mine.write_bytes(b"no line of ours")
    assert Spool(journal.path).write_spooled(journal) == 0
    assert journal.entries() == []


def test_an_entry_stays_spooled_and_in_memory_while_the_journal_refuses_it(
    tmp_path: Path, folders: tuple[Path, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = journal_of(tmp_path)
    journal.put(log("first"))
    Spool(journal.path).keep([log("a", 7)])
    journal.file.chmod(0o400)
    unwritten = Unwritten(Journal(journal.path), Spool(journal.path))
    with pytest.raises(JournalError, match="read-only"):
        unwritten.write_spooled()
    assert [entry["uid"] for entry in unwritten.entries] == ["a"]
    assert unwritten.end() == [], "it waits on"
    assert len(waiting(folders)) == 1
    journal.file.chmod(0o600)
    assert unwritten.end() == []
    assert waiting(folders) == []
    assert len(journal.entries()) == 2


def test_an_entry_being_written_is_kept_when_the_program_ends(tmp_path: Path, folders: tuple[Path, ...]) -> None:
    journal = journal_of(tmp_path)
    unwritten = Unwritten(journal, Spool(journal.path))
    unwritten.hold(long_session("s", note="as far as it w"))
    assert unwritten.spool_all() == []
    assert [cast(Any, entry)["note"] for entry in Spool(journal.path).entries()] == ["as far as it w"]
    unwritten.finish("s")
    assert unwritten.spool_all() == []


def test_purging_removes_spooled_entries_too(tmp_path: Path, folders: tuple[Path, ...]) -> None:
    journal = journal_of(tmp_path)
    journal.put_all([log("a"), log("b")])
    journal.delete("a", "2025-03-05T10:00:00+01:00")
    Spool(journal.path).keep([log("a"), log("b")])
    assert journal.purge() == 1
    assert [entry["uid"] for entry in Spool(journal.path).entries()] == ["b"]


def test_taking_in_keeps_corrections_and_deletions_made_meanwhile(tmp_path: Path, folders: tuple[Path, ...]) -> None:
    journal = journal_of(tmp_path)
    journal.put(long_session("s", ended=None, status="interrupted"))
    Spool(journal.path).keep([long_session("s", 4, 2, note="")])
    journal.edit("s", {"before.pain": 6}, "2025-03-05T10:00:00+01:00")
    journal.delete("s", "2025-03-05T10:00:00+01:00")
    Spool(journal.path).write_spooled(journal)
    entry: Any = journal.get("s")
    assert (entry["before"]["pain"], entry["after"]["pain"], entry["status"]) == (6, 2, "complete")
    assert entry["deleted"]
    assert [edit["was"] for edit in entry["edits"]] == [4]


def test_a_finished_session_does_not_become_interrupted() -> None:
    whole, cut = long_session("s"), long_session("s", ended=None, status="interrupted")
    assert merge_entry(cast(Entry, whole), cast(Entry, cut)) is None
    assert merge_entry(cast(Entry, cut), cast(Entry, whole)) == whole
    assert merge_entry(cast(Entry, log("s")), cast(Entry, cut)) is None, "a discarded one stays discarded"


entries = st.builds(
    lambda pain, note, edited, deleted, ended: cast(
        Entry,
        {
            **log("x", pain, note=note),
            "ended": ended,
            "edits": [{"at": "t", "field": "pain", "was": was} for was in edited],
            "deleted": deleted,
        },
    ),
    st.integers(0, 10),
    st.sampled_from(["", "n"]),
    st.lists(st.integers(0, 10), max_size=2),
    st.sampled_from([None, "2025-03-05T10:00:00+01:00"]),
    st.sampled_from([None, "2025-03-05T10:00:00+01:00"]),
)


@given(entries, entries)
def test_taking_in_again_changes_nothing_and_undoes_no_deletion_and_no_end(there: Entry, waited: Entry) -> None:
    once = merge_entry(there, waited) or there
    assert (merge_entry(once, waited) or once) == once
    assert bool(once["deleted"]) >= bool(there["deleted"])
    assert bool(once["ended"]) >= bool(there["ended"])


@pytest.mark.parametrize(
    "entry",
    [
        log("a", 7, note='it\'s "bad"\nvery $HOME `x`', left=6, kinds={"left": ["tingling", "pain"], "right": []}),
        log("b", 0),
        long_session("s", 4, 3),
    ],
)
def test_the_printed_commands_are_accepted_by_l5tui_log(entry: Entry, tmp_path: Path) -> None:
    journal = tmp_path / "other.json"
    lines = log_commands(entry, journal)
    for line in lines:
        assert main(shlex.split(line)[1:]) == 0
    back: list[Any] = [found for found in Journal(journal).entries() if found["kind"] == "log"]
    source: Any = entry
    if entry["kind"] == "log":
        [found] = back
        for field in ("pain", "left", "right", "kinds", "note", "started"):
            assert found[field] == source[field], field
    else:
        assert {(found["pain"], found["note"].partition(" ")[0]) for found in back} == {(4, "before"), (3, "after")}


def test_an_entry_without_a_score_is_printed_as_words() -> None:
    assert log_commands(log("a", None, note="bad night"))[0].endswith("bad night")
    assert log_commands(long_session("s", None, None))[0].startswith("# note on Morning set: a little stiff")


def test_of_two_spooled_states_the_finished_session_counts(tmp_path: Path, folders: tuple[Path, ...]) -> None:
    journal = journal_of(tmp_path)
    for at, (folder, ended) in enumerate(((folders[1], "2025-03-04T19:18:12+01:00"), (folders[2], None))):
        Spool(journal.path, [folder]).keep([long_session("one", ended=ended)])
        [path] = folder.iterdir()
        os.utime(path, (at, at))
    Spool(journal.path).write_spooled(journal)
    [entry] = journal.entries()
    assert entry["ended"] is not None
    assert waiting(folders) == []
