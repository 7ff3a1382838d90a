"""`l5tui report`: on standard output or in a file, from the last report on."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from l5tui.config.clock import new_header, now
from l5tui.config.errors import JournalError
from l5tui.journal.report_decisions import last_report, new_report_made
from l5tui.journal.store import Journal
from tests import factories
from tests.cli.conftest import L5tui, journal_of


@pytest.fixture
def journal(home: Path) -> None:
    at = now().isoformat()
    journal_of(home).put_all(
        [factories.log("old", 3, started="2026-01-02T08:00:00+01:00"), factories.log("new", 5, started=at)]
    )


@pytest.mark.usefixtures("journal")
def test_it_is_printed_and_printing_is_no_report_made(home: Path, called: L5tui) -> None:
    said = called("report").said
    assert said.startswith("Back exercises and pain: a report\n2 January 2026 to ")
    assert "n = 2, lowest 3, highest 5" in said
    assert last_report(journal_of(home).entries()) is None


@pytest.mark.usefixtures("journal")
@pytest.mark.parametrize(("name", "start"), [("r.html", "<!DOCTYPE html>"), ("r.md", "# Back"), ("r.TXT", "Back")])
def test_it_is_written_in_the_form_of_the_ending(name: str, start: str, home: Path, called: L5tui) -> None:
    said = called("report", "-o", name).said
    assert said.startswith("The report of 2026-01-02 to ")
    assert (home / name).read_text(encoding="utf-8").startswith(start)
    assert (home / name).stat().st_mode & 0o777 == 0o600


@pytest.mark.usefixtures("journal")
def test_the_next_report_begins_with_the_last_one(home: Path, called: L5tui) -> None:
    said = called("report", "-o", "one.txt").said
    today = now().date()
    assert last_report(journal_of(home).entries()) == today
    assert said.endswith(f"From tomorrow on a report begins on {today} unless you say otherwise\n")
    assert "n = 2, lowest 3" in called("report", "-o", "one.html").said + called("report").said, "the same day: again"
    yesterday = now() - timedelta(days=1)
    journal_of(home).put(new_report_made(new_header(yesterday), yesterday.date(), yesterday.date()))
    assert "n = 1, lowest 5" in called("report").said
    assert "n = 2, lowest 3" in called("report", "--since", "2026-01-01").said
    assert "n = 1, lowest 3" in called("report", "--since", "2026-01-01", "--until", "2026-02-01").said


def test_a_report_over_nothing_says_so(called: L5tui) -> None:
    said = called("report").said
    for line in ("None noted.", "No score. Not answered: 0.", "No session.", "Stops: none."):
        assert line in said


def test_a_file_is_replaced_only_with_force_and_a_refused_report_is_not_made(home: Path, called: L5tui) -> None:
    (home / "r.txt").write_text("mine")
    assert "is there already" in called("report", "-o", "r.txt").complaint
    assert (home / "r.txt").read_text() == "mine"
    assert journal_of(home).entries() == []
    assert called("report", "-o", "r.txt", "--force").status == 0
    assert (home / "r.txt").read_text().startswith("Back")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("-o", "r.pdf"), 'the name ends in .html, .md or .txt, not "r.pdf"'),
        (("--since", "yesterday"), "--since is a day such as 2026-11-01"),
        (("--until", "2026-02-30"), "--until is a day"),
        (("--since", "2026-03-01", "--until", "2026-02-01"), "would begin on 2026-03-01 and end on 2026-02-01"),
    ],
)
def test_wrong_usage_is_one_line(arguments: tuple[str, ...], says: str, called: L5tui) -> None:
    ran = called("report", *arguments)
    assert (ran.status, says in ran.complaint) == (2, True)


def test_a_folder_that_is_missing_is_one_line(home: Path, called: L5tui) -> None:
    assert "there is no folder no" in called("report", "-o", "no/r.txt").complaint


@pytest.mark.usefixtures("journal")
def test_a_report_from_a_journal_that_cannot_be_written_says_what_was_written_and_what_was_not(
    home: Path, called: L5tui, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise JournalError("j.json is marked read-only, so nothing is written", "nothing was written")

    monkeypatch.setattr(Journal, "put", refuse)
    ran = called("report", "-o", "r.txt")
    assert ran.status == 0
    assert (home / "r.txt").is_file()
    assert " is in r.txt.\n" in ran.out
    assert "that it was made can't be kept, so the next report begins on the same day: " in ran.err
    assert "nothing" not in ran.err
