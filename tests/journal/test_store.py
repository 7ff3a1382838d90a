"""The interface of the journal that the app and the command line use."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path
from typing import Any

import pytest

from l5tui.config.errors import JournalError
from l5tui.journal.store import Journal
from l5tui.journal.undo import EARLIER, Undone
from tests.factories import log, long_session, uids

NOW = "2025-03-05T08:00:00+01:00"
LATER = "2025-03-05T08:00:01+01:00"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "share" / "l5tui" / "journal.json"


@pytest.fixture
def journal(file: Path) -> Journal:
    return Journal(file)


def test_a_new_journal_is_empty_and_creates_no_file(journal: Journal, file: Path) -> None:
    opened = journal.open()
    assert (opened.entries, opened.new, opened.notices, opened.read_only) == (0, True, (), False)
    assert journal.entries() == []
    assert journal.favourites() == []
    assert not file.parent.exists()


def test_a_stored_entry_is_visible_to_another_reader(journal: Journal, file: Path) -> None:
    journal.put(long_session())
    journal.put(log())
    other = Journal(file)
    assert other.open().entries == 2
    assert other.get("s1") == long_session()
    assert other.get("l1") == log()
    assert other.get("nobody") is None


def test_storing_an_entry_twice_keeps_the_later_state(journal: Journal) -> None:
    journal.put(long_session(status="interrupted"))
    journal.put(long_session())
    journal.put(long_session())
    assert journal.entries() == [long_session()]


def test_entries_of_the_same_instant_come_last_written_first(journal: Journal, file: Path) -> None:
    """`l5tui log 4 --at 18:40` run twice with different scores makes two entries of the same second."""
    for uid in ("b", "a", "c"):
        journal.put(log(uid))
    journal.put(log("a", pain=9))
    assert uids(journal.entries()) == ["c", "a", "b"], "an entry that is corrected keeps its place"
    assert uids(Journal(file).entries()) == ["c", "a", "b"]


def test_entries_come_newest_first_by_instant_not_by_text(journal: Journal) -> None:
    """09:30 in Zurich is before 09:00 in London, although its text sorts later."""
    journal.put(log("zurich", started="2025-03-04T09:30:00+01:00"))
    journal.put(log("london", started="2025-03-04T09:00:00+00:00"))
    journal.put(log("nowhere", started="not a time"))
    assert uids(journal.entries()) == ["london", "zurich", "nowhere"]


def test_returned_entries_are_copies(journal: Journal) -> None:
    journal.put(long_session())
    (entry,) = journal.entries()
    assert entry["kind"] == "session"
    entry["before"]["pain"] = 10
    entry["steps"].clear()
    got = journal.get("s1")
    assert got is not None
    got["edits"].append({"at": NOW, "field": "note", "was": ""})
    assert journal.entries() == [long_session()]


def test_stored_entries_are_copies(journal: Journal, file: Path) -> None:
    entry = long_session()
    journal.put(entry)
    entry["before"]["pain"] = 10
    journal.put(log())
    assert journal.get("s1") == long_session()
    assert Journal(file).get("s1") == long_session()


def test_an_edit_keeps_the_first_value(journal: Journal) -> None:
    journal.put(long_session())
    journal.edit("s1", {"after.pain": 5, "note": "mended"}, NOW)
    edited = journal.edit("s1", {"after.pain": 6, "note": "mended"}, NOW)
    assert edited["kind"] == "session"
    assert (edited["after"]["pain"], edited["note"]) == (6, "mended")
    assert edited["edits"] == [
        {"at": NOW, "field": "after.pain", "was": 3},
        {"at": NOW, "field": "note", "was": "a little stiff, after gardening"},
        {"at": LATER, "field": "after.pain", "was": 5},
    ]
    assert journal.get("s1") == edited


def test_a_change_is_later_than_the_entrys_last_edit_even_if_the_clock_was_set_back(journal: Journal) -> None:
    """A merge orders changes by their times."""
    journal.put(log())
    journal.edit("l1", {"pain": 5}, NOW)
    edited = journal.edit("l1", {"pain": 6}, "2025-03-04T08:00:00+01:00")
    assert [record["at"] for record in edited["edits"]] == [NOW, LATER]
    journal.delete("l1", NOW)
    deleted = journal.get("l1")
    assert deleted is not None
    assert deleted["deleted"] == "2025-03-05T08:00:02+01:00"


def test_zero_and_left_out_are_different_answers(journal: Journal) -> None:
    journal.put(log(pain=None))
    edited = journal.edit("l1", {"pain": 0}, NOW)
    assert edited["edits"] == [{"at": NOW, "field": "pain", "was": None}]


def test_editing_a_missing_entry_raises(journal: Journal) -> None:
    with pytest.raises(JournalError, match="not in the journal any more"):
        journal.edit("nobody", {"note": ""}, NOW)
    with pytest.raises(JournalError, match="not in the journal any more"):
        journal.delete("nobody", NOW)


def test_a_deleted_entry_is_hidden_until_it_is_purged(journal: Journal) -> None:
    journal.put(log("a"))
    journal.put(log("b"))
    journal.delete("a", NOW)
    journal.delete("a", "2026-01-01T00:00:00+00:00")
    assert uids(journal.entries()) == ["b"]
    assert {entry["uid"]: entry["deleted"] for entry in journal.entries(deleted=True)} == {"a": NOW, "b": None}
    assert journal.open().entries == 1
    assert journal.purge() == 1
    assert uids(journal.entries(deleted=True)) == ["b"]
    assert journal.purge() == 0


def test_undo_reverts_edits_and_deletes_in_turn_and_an_undone_edit_leaves_no_trace(journal: Journal) -> None:
    journal.put(long_session())
    journal.put(log())
    journal.edit("s1", {"after.pain": 5, "next_day": "worse"}, NOW)
    journal.edit("s1", {"after.pain": 6}, NOW)
    journal.delete("l1", NOW)
    assert journal.undo() == Undone("delete", "l1", ())
    restored = {"at": LATER, "field": "deleted", "was": NOW}
    assert journal.get("l1") == {**log(), "edits": [restored]}, "a merge must see that the delete was undone"
    assert journal.undo() == Undone("edit", "s1", ("after.pain",))
    assert journal.undo() == Undone("edit", "s1", ("after.pain", "next_day"))
    assert journal.undo() is None
    assert journal.get("s1") == long_session()


def test_undo_removes_a_field_that_was_missing_before(journal: Journal) -> None:
    journal.put(log())
    journal.edit("l1", {"place": ["garden"]}, NOW)
    journal.undo()
    assert journal.get("l1") == log()


def test_undo_goes_on_with_the_last_ten_changes_of_earlier_starts(journal: Journal, file: Path) -> None:
    journal.put_all([log("a", 0), long_session("s"), log("b")])
    for pain in range(1, 9):
        journal.edit("a", {"pain": pain, "note": f"n{pain}"}, f"2026-11-22T09:0{pain}:00+01:00")
    journal.edit("s", {"after.pain": 9, "before.left": None}, "2026-11-22T10:00:00+01:00")
    journal.edit("s", {"after.pain": 8}, "2026-11-22T09:00:00+00:00")
    journal.delete("b", "2026-11-22T11:00:00+01:00")

    later = Journal(file)
    later.open()
    assert later.undo() == Undone("delete", "b", ())
    restored = {"at": "2026-11-22T11:00:01+01:00", "field": "deleted", "was": "2026-11-22T11:00:00+01:00"}
    assert later.get("b") == {**log("b"), "edits": [restored]}
    assert later.undo() == Undone("edit", "s", ("after.pain",))
    restarted = Journal(file)
    restarted.open()
    later_undone = restarted.undo()
    assert later_undone is not None
    assert (later_undone.uid, set(later_undone.fields)) == ("s", {"after.pain", "before.left"})
    assert restarted.get("s") == long_session("s")
    assert [one.uid for one in iter(restarted.undo, None)] == ["a"] * 8
    assert restarted.get("a") == log("a", 0)
    assert restarted.undo() is None


def test_no_more_than_ten_earlier_changes_are_undone_and_changes_of_this_start_come_first(
    journal: Journal, file: Path
) -> None:
    journal.put_all([log("a", 0), log("b", 0)])
    for minute in range(EARLIER + 3):
        journal.edit("a", {"note": f"n{minute}"}, f"2026-11-22T09:{minute:02}:00+01:00")
    later = Journal(file)
    later.open()
    later.edit("b", {"pain": 5}, "2026-11-01T09:00:00+01:00")
    assert later.undo() == Undone("edit", "b", ("pain",)), "although the clock was set back meanwhile"
    assert len(list(iter(later.undo, None))) == EARLIER
    kept = later.get("a")
    assert kept is not None
    assert [edit["at"][14:16] for edit in kept["edits"]] == ["00", "01", "02"]


def test_a_purged_entry_and_records_of_unknown_shape_are_not_undone(journal: Journal, file: Path) -> None:
    odd: Any = {**log("odd"), "edits": [{"at": 3, "field": "note", "was": ""}, "x", {"field": "pain", "was": 1}]}
    journal.put_all([odd, log("gone")])
    journal.delete("gone", NOW)
    later = Journal(file)
    later.open()
    later.purge()
    assert later.undo() is None


def test_undo_does_not_revert_what_another_login_changed_since(journal: Journal, file: Path) -> None:
    journal.put(long_session())
    journal.edit("s1", {"after.pain": 5, "note": "mine"}, NOW)
    Journal(file).edit("s1", {"note": "theirs"}, NOW)
    assert journal.undo() == Undone("edit", "s1", ("after.pain",))
    entry = journal.get("s1")
    assert entry is not None
    assert entry["kind"] == "session"
    assert (entry["after"]["pain"], entry["note"]) == (3, "theirs")
    assert [edit["was"] for edit in entry["edits"]] == ["a little stiff, after gardening", "mine"]

    journal.edit("s1", {"note": "mine"}, NOW)
    Journal(file).edit("s1", {"note": "theirs"}, NOW)
    with pytest.raises(JournalError, match="changed elsewhere"):
        journal.undo()
    assert journal.undo() is None


def test_edit_and_undo_say_so_when_the_session_was_discarded_elsewhere_since(journal: Journal, file: Path) -> None:
    """Of a discarded session the score stays, in an entry of the same uid without `before`."""
    journal.put(long_session())
    journal.edit("s1", {"before.pain": 5}, NOW)
    Journal(file).put(log("s1", pain=5))
    with pytest.raises(JournalError, match="changed elsewhere"):
        journal.edit("s1", {"note": "mine", "before.pain": 6}, NOW)
    with pytest.raises(JournalError, match="changed elsewhere"):
        journal.undo()
    assert journal.get("s1") == log("s1", pain=5)


def test_favourites_keep_their_order(journal: Journal, file: Path) -> None:
    assert journal.toggle_favourite("bird_dog")
    assert journal.toggle_favourite("morning_set")
    assert journal.toggle_favourite("bridge")
    assert not journal.toggle_favourite("morning_set")
    assert Journal(file).favourites() == ["bird_dog", "bridge"]
    journal.set_favourites(["bridge", "cat_cow", "bridge", "bird_dog"])
    assert Journal(file).favourites() == ["bridge", "cat_cow", "bird_dog"]
    journal.set_favourites([])
    assert Journal(file).favourites() == []


def test_two_logins_see_what_the_other_wrote(file: Path) -> None:
    one, two = Journal(file), Journal(file)
    one.put(log("a"))
    two.put(log("b"))
    one.put(log("c"))
    assert set(uids(one.entries())) == set(uids(two.entries())) == {"a", "b", "c"}


def test_many_threads_write_at_once_and_nothing_is_lost(file: Path) -> None:
    """Half of the threads share one journal, as the app's do; the others have their own, like another login."""
    shared = Journal(file)
    problems: list[BaseException] = []

    def write(name: str, journal: Journal) -> None:
        try:
            for number in range(10):
                journal.put(log(f"{name}-{number}"))
                journal.edit(f"{name}-{number}", {"note": "mended"}, NOW)
        except BaseException as error:  # noqa: BLE001  # whatever it is, the main thread must see it
            problems.append(error)

    threads = [threading.Thread(target=write, args=(f"{n}", shared if n % 2 else Journal(file))) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems
    found = {entry["uid"]: entry for entry in Journal(file).entries()}
    assert set(found) == {f"{n}-{number}" for n in range(6) for number in range(10)}
    assert all(len(entry["edits"]) == 1 for entry in found.values())


@pytest.mark.parametrize("umask", [0, 0o022, 0o077, 0o777])
def test_files_are_private_whatever_the_umask(journal: Journal, file: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        journal.put(log())
        journal.put(log("log-2"))
    finally:
        os.umask(before)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in file.parent.iterdir()}
    assert modes
    assert set(modes.values()) == {0o600}
    assert {"journal.json", "journal.json.prev", "journal.json.lock"} == set(modes)
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(file.parent.parent.stat().st_mode) == 0o700


def test_copies_of_a_journal_that_others_could_read_are_private(journal: Journal, file: Path) -> None:
    journal.put(log("a"))
    file.chmod(0o644)
    journal.put(log("b"))
    assert {stat.S_IMODE(path.stat().st_mode) for path in file.parent.iterdir()} == {0o600}


def test_a_journal_that_is_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    target = tmp_path / "cloud" / "pain.json"
    link = tmp_path / "journal.json"
    link.symlink_to(target)
    Journal(link).put(log("a"))
    Journal(target).put(log("b"))
    Journal(link).put(log("c"))
    assert link.is_symlink()
    assert set(uids(Journal(target).entries())) == {"a", "b", "c"}
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["journal.json"]


@pytest.mark.parametrize(
    "note",
    ["[bold]x[/]", "a\nb\r\nc\u2028d\x85e", "\x1b[31m", "\0", "\ud800 half", "שלום 🙂", "x" * 10_000, "é", "e\u0301"],
)
def test_any_text_is_read_back_unchanged(journal: Journal, file: Path, note: str) -> None:
    journal.put(log("a", note=note))
    journal.put(log("b"))
    entry = Journal(file).get("a")
    assert entry == log("a", note=note)
    assert Journal(file).open().notices == ()


def test_fields_of_a_newer_version_pass_through(journal: Journal, file: Path) -> None:
    journal.put(log(weather={"rain": True, "mm": 3.5}))
    journal.edit("l1", {"pain": 2}, NOW)
    entry = Journal(file).get("l1")
    assert entry is not None
    assert entry.get("weather") == {"rain": True, "mm": 3.5}


def test_a_value_that_is_not_json_is_refused_and_nothing_is_written(journal: Journal) -> None:
    journal.put(log("a"))
    with pytest.raises(ValueError, match="JSON"):
        journal.put(log("b", note=float("nan")))
    with pytest.raises(TypeError):
        journal.put(log("b", note=object()))
    assert uids(journal.entries()) == ["a"]
