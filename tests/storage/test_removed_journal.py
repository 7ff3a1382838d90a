"""A journal removed while it is open: the removal is noticed, and the content is written again only on request."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from l5tui.journal.store import Journal
from l5tui.storage.recovery import merge_tables
from tests.factories import log, uids

AT = "2025-03-05T10:00:00+01:00"


def opened(tmp_path: Path) -> Journal:
    journal = Journal(tmp_path / "folder" / "journal.json")
    journal.put_all([log("a"), log("b"), log("gone")])
    journal.delete("gone", AT)
    journal.set_favourites(["morning"])
    assert not journal.changed_elsewhere()
    return journal


def test_a_write_by_another_process_is_noticed_by_one_check(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    Journal(journal.path).put(log("c"))
    assert journal.changed_elsewhere()
    assert "c" in uids(journal.entries())
    assert not journal.changed_elsewhere()


def test_the_content_of_a_removed_folder_stays_in_memory_until_it_is_written_again(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    shutil.rmtree(tmp_path / "folder")
    assert journal.changed_elsewhere()
    assert journal.entries() == []
    assert uids(journal.entries(removed=True)) == ["b", "a"]
    assert journal.favourites(removed=True) == ["morning"]
    assert journal.removed
    assert journal.take_notices() == [f"The journal {journal.path} was removed while l5tui was open."]
    assert not journal.changed_elsewhere(), "it is noticed once"
    assert not (tmp_path / "folder").exists(), "nothing is written by itself"
    journal.write_again()
    again = Journal(journal.path)
    assert uids(again.entries(deleted=True)) == ["gone", "b", "a"]
    assert again.favourites() == ["morning"]
    journal.discard_removed()
    assert len(journal.entries()) == 2, "it is no longer from memory"


def test_entries_written_after_the_removal_are_merged_with_it(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    shutil.rmtree(tmp_path / "folder")
    journal.entries()
    journal.put(log("new", 2))
    journal.put(log("a", 9))
    assert uids(Journal(journal.path).entries()) == ["a", "new"], "only that is in the file"
    journal.write_again()
    found = {entry["uid"]: entry for entry in Journal(journal.path).entries()}
    assert set(found) == {"a", "b", "new"}
    changed: Any = found["a"]
    assert changed["pain"] == 9


def test_discarded_content_does_not_come_back(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    shutil.rmtree(tmp_path / "folder")
    journal.entries()
    journal.discard_removed()
    assert journal.entries(removed=True) == []


def test_the_last_write_is_not_lost_if_only_an_older_copy_is_left(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    journal.put(log("a", 9))
    journal.file.unlink()
    kept: Any = {entry["uid"]: entry for entry in journal.entries(removed=True)}["a"]
    assert (kept["pain"], journal.removed) == (9, True)
    journal.put(log("new"))
    journal.write_again()
    found: Any = {entry["uid"]: entry for entry in Journal(journal.path).entries()}
    assert (found["a"]["pain"], set(found)) == (9, {"a", "b", "new"})


def test_a_backup_that_replaces_the_removed_file_is_read(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    backup = journal.path.read_bytes()
    journal.put(log("later"))
    journal.path.write_bytes(backup)
    assert uids(journal.entries()) == ["b", "a"]
    assert not journal.removed


tables = st.dictionaries(
    st.just("t"), st.dictionaries(st.sampled_from("abc"), st.fixed_dictionaries({"n": st.integers(0, 2)}))
)


@given(tables, tables, tables)
def test_merging_loses_neither_known_nor_newer_entries(lost: Any, since: Any, now: Any) -> None:
    joined = merge_tables(lost, since, now).get("t", {})
    old, copy, new = lost.get("t", {}), since.get("t", {}), now.get("t", {})
    assert set(joined) == {*old, *new}
    assert all(joined[key] == body for key, body in new.items() if body != copy.get(key))
    assert all(joined[key] in (old.get(key), new.get(key)) for key in joined)
