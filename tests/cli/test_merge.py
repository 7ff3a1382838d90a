"""`l5tui journal merge`: another journal, a conflict copy, and git's merge driver."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from l5tui.journal.export import to_json
from l5tui.journal.merge_files import conflict_copies
from l5tui.journal.store import Journal
from tests import factories
from tests.cli.conftest import ROOT, L5tui, journal_of

LATER = "2026-11-30T08:00:00+01:00"
CONFLICTS = [
    "journal.sync-conflict-20261120-101010-ABC2DEF.json",
    "journal (anna's conflicted copy 2026-11-20).json",
    "journal (Case Conflicted Copy).json",
    "journal (In Konflikt stehende Kopie von Anna 2026-11-20).json",
    "journal (Copie en conflit de Anna 2026-11-20).json",
]


def put(path: Path, *entries: Any) -> Journal:
    journal = Journal(path)
    journal.put_all(entries)
    return journal


def everything(path: Path) -> list[Any]:
    return sorted(Journal(path).entries(deleted=True), key=lambda entry: entry["uid"])


def test_an_entry_of_a_year_that_no_import_takes_is_merged_and_lost_nowhere(home: Path, called: L5tui) -> None:
    """What is in a journal is kept, and every command reads it."""
    odd = factories.session("odd", started="0001-01-01T00:00:00+14:00", ended="0206-01-01T00:00:00-12:00")
    put(home / "a", factories.log("mine", started="9999-12-31T23:59:00-12:00"))
    put(home / "b", odd)
    assert called("journal", "merge", "b", "--journal", "a").said.startswith("1 entry new")
    assert [entry["uid"] for entry in everything(home / "a")] == ["mine", "odd"]
    for command in (("journal",), ("journal", "--since", "2026-01-01"), ("trends",), ("report",), ("routines",)):
        assert called(*command, "--journal", "a").status == 0


def test_another_journal_is_merged_and_merging_it_twice_changes_nothing(home: Path, called: L5tui) -> None:
    for path in (home / "a", home / "b"):
        put(path, factories.log("both", 4), factories.log("gone", 3))
    put(home / "a", factories.log("mine"))
    put(home / "b", factories.log("theirs", 7))
    Journal(home / "b").edit("both", {"pain": 5}, LATER)
    Journal(home / "b").delete("gone", LATER)
    before = (home / "b").read_bytes()
    said = called("journal", "merge", "b", "--dry-run", "--journal", "a").said
    assert said.splitlines() == [
        "2026-11-22 08:00  pain                     7",
        "1 entry new, 1 changed, 1 deleted: would be merged",
    ]
    assert len(everything(home / "a")) == 3
    assert called("journal", "merge", "b", "--journal", "a").said.startswith("1 entry new, 1 changed, 1 deleted")
    merged = (home / "a").read_bytes()
    assert called("journal", "merge", "b", "--journal", "a").said == "Everything in it is in the journal already.\n"
    assert ((home / "a").read_bytes(), (home / "b").read_bytes()) == (merged, before)
    assert [(one["uid"], one["pain"]) for one in Journal(home / "a").entries() if one["kind"] == "log"] == [
        ("theirs", 7),
        ("mine", 4),
        ("both", 5),
    ]
    called("journal", "merge", "a", "--journal", "b")
    assert everything(home / "a") == everything(home / "b")


def test_a_journal_merged_with_itself_changes_nothing(home: Path, called: L5tui) -> None:
    put(home / "a", factories.log())
    (home / "link").symlink_to(home / "a")
    for name in ("a", "link"):
        assert called("journal", "merge", name, "--journal", "a").said == (
            "That is this journal itself. Nothing was changed.\n"
        )


def test_of_a_damaged_journal_what_is_whole_is_taken_and_said(home: Path, called: L5tui) -> None:
    put(home / "a", factories.log("mine"))
    put(home / "b", factories.log("one"), factories.log("two"), factories.log("three"))
    raw = (home / "b").read_bytes()
    (home / "b").write_bytes(raw.replace(b'"uid":"two"', b'"uid":"twx"'))
    ran = called("journal", "merge", "b", "--journal", "a")
    assert ran.status == 0
    assert ran.err == (
        "l5tui: b is damaged (1 of its 3 lines missing or unreadable). "
        "What can be read of it was taken; keep the file\n"
    )
    assert factories.uids(everything(home / "a")) == ["mine", "one", "three"]


def test_a_journal_that_is_open_elsewhere_can_be_merged(home: Path, called: L5tui) -> None:
    other = put(home / "b", factories.log("theirs"))
    put(home / "a", factories.log("mine"))
    with other.changing():  # another login holds its lock
        assert called("journal", "merge", "b", "--journal", "a").status == 0
    assert len(everything(home / "a")) == 2


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "there is no file x. Name another journal"),
        (b"<html>", "x is not a journal of l5tui"),
        (to_json([factories.log()]).encode(), "l5tui import brings that in"),
        (b'["', "is not a journal"),
    ],
)
def test_what_is_no_journal_is_one_line(content: bytes | None, says: str, home: Path, called: L5tui) -> None:
    put(home / "a", factories.log("mine"))
    if content is not None:
        (home / "x").write_bytes(content)
    ran = called("journal", "merge", "x", "--journal", "a")
    assert ran.status == 1
    assert says in ran.complaint


def test_a_journal_of_a_newer_version_is_refused(home: Path, called: L5tui) -> None:
    from l5tui.storage.format import encode

    put(home / "a", factories.log("mine"))
    (home / "b").write_bytes(encode("entries", "x", {**factories.log("x"), "schema": 99}) + b"\n")
    assert "newer version" in called("journal", "merge", "b", "--journal", "a").complaint


def test_a_uid_that_names_a_path_is_not_taken(home: Path, called: L5tui) -> None:
    from l5tui.storage.format import encode

    put(home / "a", factories.log("mine"))
    lines = [encode("entries", uid, factories.log(uid)) for uid in ("../../x", "fine")]
    (home / "b").write_bytes(b"\n".join([*lines, b""]))
    assert called("journal", "merge", "b", "--journal", "a").status == 0
    assert factories.uids(everything(home / "a")) == ["fine", "mine"]


def test_options_and_names_that_do_not_fit_are_refused(home: Path, called: L5tui) -> None:
    for arguments in (["merge"], ["merge", "a", "b"], ["merge", "--git", "a"], ["purge", "a"], ["--dry-run"]):
        assert called("journal", *arguments).status == 2, arguments


def test_conflict_copies_are_found_named_by_doctor_and_merged(home: Path, called: L5tui) -> None:
    journal = put(journal_of(home).path, factories.log("mine"))
    for number, name in enumerate(CONFLICTS):
        put(journal.path.with_name(name), factories.log("mine"), factories.log(f"c{number}"))
    journal.path.with_name("journal (2).json").write_text("other")
    found = conflict_copies(journal.path)
    assert sorted(path.name for path in found) == sorted(CONFLICTS)
    told = called("doctor").out
    for path in found:
        assert f"a sync program left {path}. To bring in what it has: l5tui journal merge" in told
        assert called("journal", "merge", str(path)).status == 0
    assert len(everything(journal.path)) == 1 + len(CONFLICTS)
    assert called("doctor").out.count("all of it is in the journal; delete it") == len(CONFLICTS)


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda raw: raw.replace(b'"uid":"two"', b'"uid":"twx"'), "1 of its 3 lines missing or unreadable"),
        (lambda raw: raw[: raw.rindex(b"\n", 0, -1) + 1], "1 of its 3 lines missing or unreadable"),
        (lambda raw: raw[: raw.index(b"\n") + 1], "3 of its 3 lines missing or unreadable"),
        (lambda raw: b"x" + raw, "its first line can't be read, so how many others are missing isn't known"),
        (lambda raw: raw.replace(raw.splitlines(keepends=True)[-1], b"") + raw.splitlines(keepends=True)[-1], ""),
        (lambda _: b"", "it is empty"),
        (lambda raw: bytes(len(raw)), "it is empty"),
    ],
)
def test_a_damaged_conflict_copy_is_never_said_to_be_all_in_the_journal(
    damage: Callable[[bytes], bytes], says: str, home: Path, called: L5tui
) -> None:
    journal = journal_of(home)
    entries = [factories.log("one"), factories.log("two"), factories.log("three")]
    put(journal.path, *entries)
    copy = journal.path.with_name(CONFLICTS[0])
    put(copy, *entries)
    copy.write_bytes(damage(copy.read_bytes()))
    if not says:
        assert "delete it" in called("doctor").out
        return
    told = called("doctor").out
    assert f"{copy}, which is damaged ({says}" in told
    assert "keep it until you miss nothing" in told
    assert "delete it" not in told
    ran = called("journal", "merge", str(copy), "--journal", str(journal.path))
    assert says in ran.err
    assert ran.out == "Everything that can be read of it is in the journal already.\n"


def test_favourites_that_only_a_conflict_copy_has_are_named_and_merged(home: Path, called: L5tui) -> None:
    journal = put(journal_of(home).path, factories.log("mine"))
    copy = put(journal.path.with_name(CONFLICTS[0]), factories.log("mine"))
    copy.set_favourites(["bridge"])
    assert "To bring in what it has" in called("doctor").out
    assert (
        "0 entries new, 0 changed, 0 deleted, and favourites: merged" in called("journal", "merge", str(copy.path)).out
    )
    assert journal.favourites() == ["bridge"]
    assert "delete it" in called("doctor").out


def test_an_entry_whose_delete_was_undone_stays_when_a_copy_with_the_delete_is_merged(home: Path) -> None:
    mine = put(home / "a", factories.log("one"))
    mine.delete("one", LATER)
    deleted = {"entries": {"one": dict(mine.get("one") or {})}}
    mine.undo("2026-11-30T07:59:00+01:00")  # the clock was set back meanwhile
    kept = mine.get("one")
    assert kept is not None
    assert not mine.merge(deleted).any
    assert mine.get("one") == kept
    other = Journal(home / "b")
    other.merge(deleted)
    other.merge({"entries": {"one": dict(kept)}})
    assert everything(home / "b") == everything(home / "a")
    assert kept["deleted"] is None
    restarted = Journal(home / "a")
    restarted.open()
    assert restarted.undo() is None, "the undo is no change of its own"
    mine.delete("one", "2026-11-30T07:59:30+01:00")
    mine.merge({"entries": {"one": dict(kept)}})
    assert mine.entries() == []


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(
        ["git", *identity, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return done.stdout


def configure(folder: Path) -> None:
    """The two lines of configuration that the documentation gives."""
    driver = f"{sys.executable} -m l5tui journal merge --git %O %A %B"
    git(folder, "config", "merge.l5tui.driver", driver)
    (folder / ".git/info/attributes").write_text("journal.json merge=l5tui\n")


@pytest.mark.long
def test_two_git_clones_converge(home: Path) -> None:
    base = home / "base"
    base.mkdir()
    git(base, "init", "-q", "-b", "main")
    put(base / "journal.json", factories.log("both", 4), factories.log("gone", 2))
    git(base, "add", "journal.json")
    git(base, "commit", "-qm", "first")
    clones = [home / "one", home / "two"]
    for clone in clones:
        git(home, "clone", "-q", str(base), str(clone))
        configure(clone)
    put(clones[0] / "journal.json", factories.log("one"))
    Journal(clones[0] / "journal.json").edit("both", {"pain": 5}, "2026-11-23T08:00:00+01:00")
    put(clones[1] / "journal.json", factories.log("two"))
    Journal(clones[1] / "journal.json").edit("both", {"pain": 7}, LATER)
    Journal(clones[1] / "journal.json").delete("gone", LATER)
    for clone in clones:
        git(clone, "commit", "-qam", "more")
    for mine, other in (clones, clones[::-1]):  # each merges the other's state by itself
        git(mine, "fetch", "-q", str(other), "main")
        git(mine, "branch", "-q", "-f", "theirs", "FETCH_HEAD")
    for clone in clones:
        git(clone, "merge", "-q", "-m", "both", "theirs")
    states = [(clone / "journal.json").read_bytes() for clone in clones]
    assert states[0] == states[1]
    found = {entry["uid"]: entry for entry in everything(clones[0] / "journal.json")}
    assert sorted(found) == ["both", "gone", "one", "two"]
    assert (found["both"]["pain"], found["gone"]["deleted"]) == (7, LATER)
    assert Journal(clones[0] / "journal.json").open().notices == ()


def test_a_damaged_file_is_a_conflict_for_git_and_stays_as_it_is(home: Path, called: L5tui) -> None:
    put(home / "a", factories.log("mine"))
    (home / "b").write_bytes((home / "a").read_bytes()[:-9])
    before = (home / "a").read_bytes()
    ran = called("journal", "merge", "--git", "o", "a", "b")
    assert (ran.status, "b is damaged" in ran.complaint) == (1, True)
    assert (home / "a").read_bytes() == before


def test_doctor_names_the_merge_for_the_journal_that_it_was_asked_about(home: Path, called: L5tui) -> None:
    """Run as it stands, the command merges into that journal, not into the person's own."""
    journal = put(home / "my other.json", factories.log("mine"))
    copy = put(home / "my other.sync-conflict-20261120-101010-ABC2DEF.json", factories.log("theirs"))
    told = called("doctor", "--journal", str(journal.path)).out
    [line] = [line for line in told.splitlines() if "a sync program left" in line]
    command = shlex.split(line.partition("To bring in what it has: ")[2])
    assert command == ["l5tui", "--journal", str(journal.path), "journal", "merge", str(copy.path)]
    assert called(*command[1:]).status == 0
    assert [one["uid"] for one in everything(journal.path)] == ["mine", "theirs"]
    assert not journal_of(home).path.exists()
    hint = called("import", str(copy.path), "--journal", str(journal.path)).complaint
    assert f"l5tui --journal '{journal.path}' journal merge" in hint
    journal.delete("mine", LATER)
    assert (
        f"l5tui --journal '{journal.path}' journal purge --yes"
        in called("journal", "purge", "--journal", str(journal.path)).said
    )
