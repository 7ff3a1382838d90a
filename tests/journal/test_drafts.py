"""Drafts of unconfirmed input: private files beside the journal until they are saved, dropped or purged."""

from __future__ import annotations

import stat
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from l5tui.config import paths
from l5tui.journal.drafts import Draft, Drafts, _draft_of
from l5tui.journal.store import Journal
from tests.factories import log

AT = "2025-03-04T14:02:00+01:00"
SEVEN = Draft("one", "log", AT, {"pain": 7, "note": "long\ndrive"})


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "state" / paths.APP
    monkeypatch.setattr(paths, "spool_folders", lambda: (folder,))
    return folder


def test_a_draft_is_a_private_file_beside_the_journal_and_no_entry(tmp_path: Path, elsewhere: Path) -> None:
    journal = Journal(tmp_path / "journal.json")
    journal.put(log("a"))
    drafts = Drafts(journal.path)
    drafts.hold(SEVEN)
    assert drafts.keep() == []
    [path] = (tmp_path / "journal.json.drafts").iterdir()
    assert (stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(path.parent.stat().st_mode)) == (0o600, 0o700)
    assert Drafts(journal.path).left() == [SEVEN]
    assert [entry["uid"] for entry in Journal(journal.path).entries()] == ["a"]
    drafts.drop("one")
    assert Drafts(journal.path).left() == []


def test_confirming_removes_the_draft_and_the_last_typed_value_counts(tmp_path: Path, elsewhere: Path) -> None:
    drafts = Drafts(tmp_path / "journal.json")
    drafts.hold(Draft("one", "log", AT, {"pain": 1}))
    drafts.hold(SEVEN)
    drafts.hold(Draft("two", "edit", AT, {"note": "x"}, "a"))
    drafts.finish("two")
    drafts.keep()
    drafts.keep()
    assert Drafts(tmp_path / "journal.json").left() == [SEVEN]


def test_a_draft_is_kept_elsewhere_if_the_journals_folder_cannot_be_written(tmp_path: Path, elsewhere: Path) -> None:
    (tmp_path / "journal.json.drafts").write_text("in the way")
    drafts = Drafts(tmp_path / "journal.json")
    drafts.hold(SEVEN)
    assert drafts.keep() == []
    assert len(list(elsewhere.iterdir())) == 1
    assert Drafts(tmp_path / "journal.json").left() == [SEVEN]
    assert Drafts(tmp_path / "other.json").left() == []
    drafts.drop("one")
    assert list(elsewhere.iterdir()) == []
    nowhere = Drafts(tmp_path / "journal.json", ())
    nowhere.hold(SEVEN)
    assert nowhere.keep() == [SEVEN]


def test_purging_an_entry_removes_its_drafts_and_no_others(tmp_path: Path, elsewhere: Path) -> None:
    journal = Journal(tmp_path / "journal.json")
    journal.put_all([log("a"), log("b")])
    journal.delete("a", AT)
    drafts = Drafts(journal.path)
    for draft in (
        Draft("about a", "edit", AT, {"note": "secret"}, "a"),
        Draft("about b", "edit", AT, {"pain": 3}, "b"),
        SEVEN,
    ):
        drafts.hold(draft)
        drafts.keep()
        drafts.finish(draft.uid)
    left = drafts.folder / "x.draft.tmp-0123abcd"
    left.write_text("secret")
    assert journal.purge() == 1
    assert {draft.uid for draft in drafts.left()} == {"about b", SEVEN.uid}
    assert not left.exists()


def test_a_draft_is_offered_only_after_its_process_has_ended(
    tmp_path: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "journal.json"
    drafts = Drafts(file)
    drafts.hold(SEVEN)
    drafts.save()
    assert len(list(drafts.folder.iterdir())) == 1
    assert Drafts(file).left() == []
    with monkeypatch.context() as patch:
        patch.setattr("l5tui.journal.drafts.is_surely_dead", lambda owner: True)
        assert Drafts(file).left() == [SEVEN]
    monkeypatch.setattr("l5tui.journal.drafts.why_unreachable", lambda owner: "on another machine")
    assert Drafts(file).left() == [SEVEN], "typed long ago where it can't be asked"
    monkeypatch.setattr("l5tui.journal.drafts.now", lambda: datetime.fromisoformat(AT) + timedelta(minutes=1))
    assert Drafts(file).left() == []


def test_the_disk_has_the_drafts_of_open_forms_only(tmp_path: Path, elsewhere: Path) -> None:
    drafts = Drafts(tmp_path / "journal.json")
    told: list[str] = []
    drafts.on_change = lambda: told.append("changed")
    drafts.hold(SEVEN)
    drafts.save()
    before = next(drafts.folder.iterdir()).stat().st_ino
    drafts.save()
    assert next(drafts.folder.iterdir()).stat().st_ino == before, "what stands there isn't written again"
    drafts.finish("one")
    drafts.save()
    assert list(drafts.folder.iterdir()) == []
    assert told == ["changed", "changed"]
    drafts.finish("one")
    assert len(told) == 2, "nothing changed"


FIELDS = st.sampled_from(["uid", "form", "at", "values", "entry", "about"])


@example({"uid": "", "form": {}, "at": "", "values": {}})
@given(st.dictionaries(FIELDS, st.none() | st.text() | st.integers() | st.just({}) | st.just("log")))
def test_a_malformed_draft_file_is_ignored(body: dict[str, Any]) -> None:
    found = _draft_of(body)
    assert found is None or found.form in ("log", "edit", "before", "after", "during", "find")


def test_drafts_of_several_forms_are_all_kept(tmp_path: Path, elsewhere: Path) -> None:
    drafts = Drafts(tmp_path / "journal.json")
    typed = [SEVEN, Draft("two", "after", AT, {"pain": 3}, "s1"), Draft("find-guide", "find", AT, {"note": "x"})]
    for draft in typed:
        drafts.hold(draft)
    assert drafts.keep() == []
    assert sorted(draft.uid for draft in Drafts(tmp_path / "journal.json").left()) == ["find-guide", "one", "two"]


def test_only_the_drafts_of_an_entry_that_another_login_continues_are_released(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path / "journal.json", ())
    for uid, entry in (("one", "s1"), ("two", "s2"), ("three", None)):
        drafts.hold(Draft(uid, "after", AT, {"pain": 3}, entry))
    drafts.finish_entry("s1")
    assert [draft.uid for draft in drafts.typed] == ["two", "three"]
