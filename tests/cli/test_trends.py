"""`l5tui trends`: the numbers of the journal for people and as JSON, from a day on."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from l5tui.config.clock import new_header, now
from l5tui.domain.programme_entries import new_end
from tests import factories
from tests.cli.conftest import ROOT, L5tui, journal_of
from tests.taken_programme import taken


@pytest.fixture
def journal(home: Path) -> None:
    at = now().isoformat()
    steps = [factories.step("bird_dog", side, held=50.0) for side in ("left", "right")]
    old = factories.session("old", 6, 3, started="2026-01-02T08:00:00+01:00", steps=steps, next_day="same")
    journal_of(home).put_all([old, factories.log("new", 5, started=at)])


@pytest.mark.usefixtures("journal")
def test_people_get_lines_with_the_number_each_is_of(called: L5tui) -> None:
    said = called("trends").said
    for line in ("2 scores, 0 not answered", "  Bird dog", "    left  1 time, 10 reps, 50 s held", "about the same 1"):
        assert line in said
    assert said.endswith("These numbers cannot show why.\n")


@pytest.mark.usefixtures("journal")
def test_json_has_every_key_and_null_below_the_least_n(called: L5tui) -> None:
    read = json.loads(called("trends", "--json").said)
    assert read["before"] | {"n": 2} == read["before"]
    assert (read["before"]["newest_week"], read["after_minus_before"]["median"]) == (None, None)
    assert read["exercises"][0] == {
        "exercise": "bird_dog",
        "side": "left",
        "n": 1,
        "reps": 10,
        "held_s": 50.0,
        "seconds": 110.0,
    }


@pytest.mark.usefixtures("journal")
def test_since_leaves_earlier_entries_out(called: L5tui) -> None:
    assert json.loads(called("trends", "--json", "--since", "2026-02-01").said)["before"]["n"] == 1
    assert "none in this time" in called("trends", "--since", "2026-02-01").said


def test_a_programme_that_was_ended_keeps_what_was_planned(home: Path, called: L5tui) -> None:
    first = taken('[[sessions]]\nroutine = "morning"\ndays = "every day"', days_ago=5)
    journal_of(home).put_all([first, new_end(new_header(), first)])
    assert "version 1," in called("trends").said
    assert "Morning: planned 5 times, done 0" in called("trends").said
    [its] = json.loads(called("trends", "--json").said)["programmes"]
    assert (its["id"], its["version"], its["sessions"][0]["planned"]) == ("weeks", 1, 5)


def test_the_page_about_taking_it_out_names_every_key_of_the_json(called: L5tui) -> None:
    page = (ROOT / "docs/taking-it-out.md").read_text(encoding="utf-8").partition("## In numbers")[2]
    assert [key for key in json.loads(called("trends", "--json").said) if f"`{key}`" not in page] == []


def test_an_empty_journal_has_nothing_to_count(called: L5tui) -> None:
    assert "0 scores, 0 not answered" in called("trends").said
    assert json.loads(called("trends", "--json").said)["sessions"]["n"] == 0


def test_a_day_that_is_none_is_refused(called: L5tui) -> None:
    ran = called("trends", "--since", "monday")
    assert ran.status == 2
    assert '--since is a day such as 2026-11-01, not "monday"' in ran.complaint


@pytest.mark.parametrize("command", ["trends", "journal", "report"])
def test_a_first_day_that_is_still_to_come_is_refused(command: str, called: L5tui) -> None:
    tomorrow = now().date() + timedelta(days=1)
    ran = called(command, "--since", str(tomorrow))
    assert (ran.status, ran.out) == (2, "")
    assert f"--since {tomorrow} is still to come; today is {now().date()}" in ran.complaint
    assert called(command, "--since", str(now().date())).status == 0


def test_json_ends_with_a_line_break(called: L5tui) -> None:
    assert called("trends", "--json").out.endswith("}\n")
