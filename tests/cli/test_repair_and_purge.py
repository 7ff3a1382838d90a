"""`l5tui journal repair` and `purge` print what they would do, and do it only with `--yes`."""

from __future__ import annotations

from pathlib import Path

import pytest

from l5tui.journal.sessionlog.live_log import LiveLog
from l5tui.journal.store import Journal
from tests import factories
from tests.cli.conftest import L5tui

NOW = "2026-11-23T08:00:00+01:00"


@pytest.fixture
def path(home: Path) -> Path:
    """A journal with three scores and its copies."""
    path = home / "j.json"
    for number, name in enumerate("abc"):
        Journal(path).put(factories.log(name, number, started=f"2026-11-2{number}T08:00:00+01:00", note=f"note-{name}"))
    return path


def uids(path: Path) -> set[str]:
    return {entry["uid"] for entry in Journal(path).entries(deleted=True)}


def everything(path: Path) -> dict[str, bytes]:
    return {str(one): one.read_bytes() for one in path.parent.rglob("*") if one.is_file()}


def lose_the_newest(path: Path) -> bytes:
    """Put an older backup in the journal's place, with today's copy beside it."""
    path.with_name("j.json.2026-11-22").write_bytes(path.read_bytes())
    path.write_bytes(path.with_name("j.json.prev").read_bytes())
    return path.read_bytes()


def test_an_undamaged_journal_needs_no_repair(path: Path, called: L5tui) -> None:
    before = everything(path)
    assert called("journal", "repair", "--journal", "j.json").said.splitlines()[-1] == "Nothing needs to be repaired."
    assert called("journal", "repair", "--yes", "--journal", "j.json").said.endswith(
        "\nNothing needed to be repaired.\n"
    )
    assert everything(path) == before


def test_repairing_a_missing_journal_is_no_error(home: Path, called: L5tui) -> None:
    assert called("journal", "repair").said.endswith("Nothing needs to be repaired.\n")
    assert called("journal", "purge").said == "Nothing is deleted, so nothing is to be erased.\n"
    assert called("journal", "purge", "--yes").said == "Nothing is deleted, so nothing is to be erased.\n"
    assert not (home / ".local/share/l5tui/journal.json").exists()


def test_a_repair_without_yes_is_only_printed(path: Path, called: L5tui) -> None:
    lose_the_newest(path)
    before = everything(path)
    assert called("journal", "repair", "--journal", "j.json").said.splitlines()[-3:] == [
        "missing in the journal: log of 2026-11-22T08:00:00+01:00 (c)",
        "A repair would bring 1 entry back.",
        f"Nothing was changed yet. To do it: l5tui --journal {path} journal repair --yes",
    ]
    assert everything(path) == before


def test_missing_entries_are_restored_with_yes(path: Path, called: L5tui) -> None:
    lose_the_newest(path)
    said = called("journal", "repair", "--yes", "--journal", "j.json").said
    assert said.splitlines()[-1] == "Repaired: the journal is whole, and 1 entry came back."
    assert uids(path) == {"a", "b", "c"}


def test_a_damaged_journal_is_repaired_and_the_damaged_file_is_kept(path: Path, called: L5tui) -> None:
    damaged = path.read_bytes()[:-20]
    path.write_bytes(damaged)
    shown = called("journal", "repair", "--journal", "j.json")
    assert "j.json is damaged" in shown.err
    assert "A repair would write the journal whole again, and keep the damaged file beside it." in shown.out
    assert path.read_bytes() == damaged

    assert called("journal", "repair", "--yes", "--journal", "j.json").out.endswith("Repaired: the journal is whole.\n")
    assert path.with_name("j.json.damaged-1").read_bytes() == damaged
    assert uids(path) == {"a", "b"}
    assert called("journal", "--journal", "j.json").said


def test_entries_with_a_wrong_checksum_are_restored_only_on_request(path: Path, called: L5tui) -> None:
    """A flipped bit turns a 3 into a 2, and the checksum only shows that something is wrong."""
    path.write_bytes(path.read_bytes().replace(b'"note-c"', b'"note-d"'))
    shown = called("journal", "repair", "--journal", "j.json").out
    assert "can be read but is not certain: log of 2026-11-22T08:00:00+01:00 (c)" in shown
    assert shown.endswith(f"only when asked for: l5tui --journal {path} journal repair --yes --doubtful\n")
    called("journal", "repair", "--yes", "--journal", "j.json")
    assert uids(path) == {"a", "b"}

    done = called("journal", "repair", "--yes", "--doubtful", "--journal", "j.json").said
    assert done.splitlines()[-1] == "Repaired: the journal is whole, and 1 entry came back."
    assert uids(path) == {"a", "b", "c"}


def test_a_purge_without_yes_names_what_it_would_erase_and_erases_nothing(path: Path, called: L5tui) -> None:
    Journal(path).delete("b", NOW)
    before = everything(path)
    assert called("journal", "purge", "--journal", "j.json").said.splitlines() == [
        "2026-11-21 08:00  pain                     1  note-b",
        "1 deleted entry can be erased for good: from the journal, its copies, and the logs of sessions."
        " Exports stay as they are.",
        f"Nothing was erased yet. To do it: l5tui --journal {path} journal purge --yes",
    ]
    assert everything(path) == before


def test_a_purge_erases_the_entry_from_every_file(path: Path, called: L5tui) -> None:
    journal = Journal(path)
    log = LiveLog.create(journal.live, "b", {"entry": {"note": "note-b"}})
    log.done()
    journal.delete("b", NOW)
    assert any(b"note-b" in content for content in everything(path).values())

    assert called("journal", "purge", "--yes", "--journal", "j.json").said == "1 entry erased, from every copy too\n"
    assert not any(b"note-b" in content for content in everything(path).values())
    assert not list(path.parent.rglob("b.log"))
    assert uids(path) == {"a", "c"}
    assert called("journal", "repair", "--journal", "j.json").said.endswith("Nothing needs to be repaired.\n")


def test_a_purge_erases_the_log_of_an_interrupted_session_and_not_of_a_running_one(path: Path, called: L5tui) -> None:
    """Otherwise the session would be offered again, and would bring the entry back."""
    journal = Journal(path)
    for uid in ("b", "c"):
        log = LiveLog.create(journal.live, uid, {"entry": {"note": f"note-{uid}"}})
        journal.delete(uid, NOW)
        if uid == "b":
            log.close()
    assert called("journal", "purge", "--yes", "--journal", "j.json").said.startswith("2 entries erased")
    assert [one.name for one in journal.live.iterdir()] == ["c.log"]
    log.close()
    assert not any(b"note-b" in content for content in everything(path).values())


@pytest.mark.parametrize("work", ["repair", "purge"])
def test_a_file_that_is_no_journal_is_left_unchanged(work: str, home: Path, called: L5tui) -> None:
    (home / "j.json").write_text("<html>")
    ran = called("journal", work, "--yes", "--journal", "j.json")
    assert ran.status == 1
    assert "is not a journal of l5tui" in ran.complaint
    assert (home / "j.json").read_text() == "<html>"


@pytest.mark.parametrize(
    ("arguments", "option"),
    [
        (["repair", "--since", "2026-11-01"], "l5tui journal repair doesn't take --since"),
        (["purge", "--json"], "l5tui journal purge doesn't take --json"),
        (["purge", "--doubtful"], "l5tui journal purge doesn't take --doubtful"),
        (["--yes"], "l5tui journal doesn't take --yes"),
        (["prune"], 'l5tui journal doesn\'t take "prune"'),
        (["purge", "repair"], 'l5tui journal doesn\'t take "repair"'),
    ],
)
def test_options_of_another_action_are_refused(arguments: list[str], option: str, path: Path, called: L5tui) -> None:
    ran = called("journal", *arguments, "--journal", "j.json")
    assert ran.status == 2
    assert ran.complaint == f"{option}. See l5tui journal --help"
